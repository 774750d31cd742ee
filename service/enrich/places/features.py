"""What speaks for each candidate of each toponym, as rows of numbers; no name is among them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.enrich.places.candidates import Found
from service.enrich.places.gazetteer import Floats, Gazetteer, Kind, Naming, unit_vectors
from service.enrich.places.toponyms import Toponym

OWN_FEATURES = (
    *(f"is_{kind.name.lower()}" for kind in Kind),
    *(f"is_{naming.name.lower()}" for naming in Naming),
    *(f"found_{found.name.lower()}" for found in Found),
    "log_population",
    "log_population_below_best",
    "log_candidates",
    "in_said_area",
    "in_said_country",
    "outside_said",
    "said_city",
    "said_area",
    "in_home_country",
    "outside_home_country",
    "log_mentions",
)
CONTEXT_FEATURES = (
    "log_near",
    "near_share",
    "wide_share",
    "log_same_area",
    "same_area_share",
    "same_country_share",
    "wide_of_host",
    "same_area_as_host",
    "has_host",
    "log_toponyms",
    "probability",
    "nearest",
    "log_near_below_best",
    "wide_below_best",
    "same_country_below_best",
)
EARTH_RADIUS = 6371.0
"""Kilometres."""
NEAR, WIDE = 100.0, 600.0
"""Kilometres at which closeness has fallen to 1/e."""
MAX_CANDIDATES = 1_200
"""Candidates of a document; comparing each with each stays at some 30 ms."""
_KINDS, _NAMINGS, _FOUND = (np.arange(len(values))[:, None] for values in (Kind, Naming, Found))


@dataclass(frozen=True, slots=True)
class Table:
    """All candidates of a document's toponyms, as columns and as squares of each with each."""

    rows: NDArray[np.intp]
    """Rows of the gazetteer."""
    toponyms: NDArray[np.intp]
    """Position of the toponym each is a candidate of."""
    found: NDArray[np.intp]
    namings: NDArray[np.intp]
    kinds: NDArray[np.uint8]
    areas: NDArray[np.intp]
    own: Floats
    """``OWN_FEATURES``, which need no other toponym: features x candidates."""
    of_host: NDArray[np.bool_]
    near: Floats
    """Closeness of each to each; no candidate is close to one of the same name."""
    wide: Floats
    same_area: Floats
    same_country: Floats


def lay_out(gazetteer: Gazetteer, toponyms: Sequence[Toponym], home_country: str | None) -> Table:
    """Lay out candidates, the most populous of a name where they are too many."""
    most = max(3, MAX_CANDIDATES // max(1, len(toponyms)))
    listed = [
        (candidate.row, position, candidate.naming, candidate.found)
        for position, toponym in enumerate(toponyms)
        for candidate in sorted(toponym.found, key=lambda c: -int(gazetteer.population[c.row]))[:most]
    ]
    rows, groups, namings, found = np.array(listed, np.intp).reshape(-1, 4).T
    areas = gazetteer.areas[rows].astype(np.intp)
    countries = gazetteer.area_countries[areas].astype(np.intp)
    kinds = gazetteer.kinds[rows]
    points = unit_vectors(gazetteer.lat[rows], gazetteer.lon[rows])
    kilometres = EARTH_RADIUS * np.arccos(np.clip(points @ points.T, -1, 1))
    numbers: dict[tuple[str, bool], int] = {}
    names = np.array([numbers.setdefault((t.key, t.of_host), len(numbers)) for t in toponyms], np.intp)[
        groups
    ]
    others = (names[:, None] != names).astype(np.float32)
    somewhere = others * (countries > 0)
    own = [
        kinds == _KINDS,
        namings == _NAMINGS,
        found == _FOUND,
        _population(gazetteer.population[rows], groups, len(toponyms)),
        _said(toponyms, groups, areas, countries),
        _home(gazetteer, home_country, countries),
        np.log1p(np.array([len(toponym.mentions) for toponym in toponyms], np.float32))[None, groups],
    ]
    return Table(
        rows=rows,
        toponyms=groups,
        found=found,
        namings=namings,
        kinds=kinds,
        areas=areas,
        own=np.concatenate(own).astype(np.float32),
        of_host=np.array([toponym.of_host for toponym in toponyms], bool)[groups],
        near=np.exp(-kilometres / NEAR) * others,
        wide=np.exp(-kilometres / WIDE) * others,
        same_area=(areas[:, None] == areas) * somewhere,
        same_country=(countries[:, None] == countries) * somewhere,
    )


def _population(population: NDArray[np.int32], groups: NDArray[np.intp], toponyms: int) -> Floats:
    logarithms = np.log10(population.astype(np.float32) + 1)
    best = np.zeros(toponyms, np.float32)
    np.maximum.at(best, groups, logarithms)
    candidates = np.bincount(groups, minlength=toponyms).astype(np.float32)
    return np.stack([logarithms, logarithms - best[groups], np.log1p(candidates)[groups]])


def _said(
    toponyms: Sequence[Toponym],
    groups: NDArray[np.intp],
    areas: NDArray[np.intp],
    countries: NDArray[np.intp],
) -> Floats:
    """What the words around the name say: where it lies, and whether it is a city or an area."""
    columns = np.zeros((5, len(groups)), np.float32)
    columns[3:] = (
        np.array([(t.said_city, t.said_area) for t in toponyms], np.float32).reshape(-1, 2)[groups].T
    )
    for position, toponym in enumerate(toponyms):
        if toponym.areas or toponym.countries:
            own = np.flatnonzero(groups == position)
            columns[0, own] = np.isin(areas[own], list(toponym.areas))
            columns[1, own] = np.isin(countries[own], list(toponym.countries))
            columns[2, own] = (columns[0, own] + columns[1, own]) == 0
    return columns


def _home(gazetteer: Gazetteer, home_country: str | None, countries: NDArray[np.intp]) -> NDArray[np.bool_]:
    if home_country not in gazetteer.countries:
        return np.zeros((2, len(countries)), bool)
    home = gazetteer.countries.index(home_country)
    return np.stack([countries == home, countries != home])


def context(table: Table, probabilities: Floats) -> Floats:
    """Return ``CONTEXT_FEATURES``: what the other toponyms probably mean, seen from each candidate.

    The result is features x candidates.

    Args:
        table: the candidates.
        probabilities: of each candidate, summing to one over a toponym.
    """
    of_host, of_text = probabilities * table.of_host, probabilities * ~table.of_host
    known = len(set(table.toponyms[~table.of_host].tolist()))
    others = np.float32(max(1, known - 1))
    near: Floats = np.log1p(table.near @ of_text)
    area: Floats = table.same_area @ of_text
    wide: Floats = table.wide @ of_text / others
    country: Floats = table.same_country @ of_text / others
    size = len(table.rows)
    columns = [
        near,
        np.expm1(near) / others,
        wide,
        np.log1p(area),
        area / others,
        country,
        table.wide @ of_host,
        table.same_area @ of_host,
        np.full(size, table.of_host.any()),
        np.full(size, np.log1p(known)),
        probabilities,
        (table.near * of_text).max(axis=1, initial=0),
        near - _best(near, table.toponyms),
        wide - _best(wide, table.toponyms),
        country - _best(country, table.toponyms),
    ]
    return np.stack(columns).astype(np.float32)


def _best(column: Floats, groups: NDArray[np.intp]) -> Floats:
    """Return the highest value of each row's group."""
    best = np.full(int(groups.max(initial=-1)) + 1, -np.inf, np.float32)
    np.maximum.at(best, groups, column)
    return best[groups]


def softmax(scores: Floats, groups: NDArray[np.intp]) -> Floats:
    """Turn log odds into probabilities that sum to one over each group."""
    weights = np.exp(scores - _best(scores, groups))
    shares: Floats = (weights / np.bincount(groups, weights)[groups]).astype(np.float32)
    return shares
