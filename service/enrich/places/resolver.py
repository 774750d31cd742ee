"""Toponyms of a document resolved together, and the places an event tells of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from schemas import Entity, Place, Span
from service.enrich.places.candidates import Found
from service.enrich.places.features import Table, lay_out
from service.enrich.places.gazetteer import Floats, Gazetteer, Kind, Naming
from service.enrich.places.host import domain_country
from service.enrich.places.names import MAX_CHARS, fold
from service.enrich.places.ranking import Ranking
from service.enrich.places.toponyms import read_toponyms
from service.enrich.reading import Reading, Stretch

LEAST_LOG_ODDS = -1.0
"""Evidence for all of a name's candidates; below, the text rather means a place the gazetteer has not."""
LEAST_OF_PART = 1.0
"""The same, where only a part of the name is known: "Iowa" of "University of Iowa"."""
LEAST_SUPPORT = 0.2
"""Probability of a neighbour from which it tells where an unlocated place lies."""
DECIMALS = 3
_LOCAL = np.isin(np.arange(len(Kind)), [Kind.CITY, Kind.COUNTY, Kind.AIRPORT])


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a name means in a document, and where that is."""

    mentions: Sequence[tuple[int, int]]
    row: int | None
    """Row of the gazetteer; null where it has no such place."""
    lat: float
    """Degrees north."""
    lon: float
    """Degrees east."""
    estimated: bool
    """The position is that of the document's other places nearby, not of the place itself."""
    demonym: bool
    """The name means people or a quality: "Georgian"."""


class PlaceResolver:
    """Resolves all toponyms of a document at once: they tell of each other."""

    def __init__(self, ranking: Ranking | None = None) -> None:
        """Load the gazetteer, and the package's own ranking where none is given."""
        self.gazetteer = Gazetteer.load()
        self.ranking = ranking or Ranking.load()

    def __call__(
        self, reading: Reading, entities: Iterable[Entity], home_country: str | None, host: str | None = None
    ) -> list[Place]:
        """Resolve the mentions of location entities; only places with a position of their own are told.

        An entity's other names ("the North") lie where its name does; one that is a country is that country.

        Args:
            reading: the article.
            entities: those of type ``location`` are resolved.
            home_country: the publisher's, ISO 3166-1; null where nobody knows.
            host: the publisher's host name; null where nobody knows.
        """
        spans: list[Stretch] = []
        followers: dict[Stretch, list[Stretch]] = {}
        countries: dict[Stretch, int] = {}
        for entity in entities:
            if entity.type == "location" and entity.mentions:
                named, otherwise = _by_name(reading.text, entity)
                spans += named
                followers.setdefault(named[0], []).extend(otherwise)
                if (row := self.gazetteer.country_row(entity.country)) is not None:
                    countries.update(dict.fromkeys((*named, *otherwise), row))
        mentions: dict[int, set[tuple[int, int]]] = {}
        for resolution in self.resolve(reading.text, spans, home_country, host):
            if resolution.row is not None and not resolution.estimated and not resolution.demonym:
                for start, end in resolution.mentions:
                    for span in (Stretch(start, end), *followers.get(Stretch(start, end), [])):
                        mentions.setdefault(countries.pop(span, resolution.row), set()).add(span)
        for span, row in countries.items():
            mentions.setdefault(row, set()).add(span)
        ordered = sorted((sorted(spans), row) for row, spans in mentions.items())
        return [self._place(row, spans) for spans, row in ordered]

    def _place(self, row: int, spans: Iterable[tuple[int, int]]) -> Place:
        return Place(
            name=self.gazetteer.name(row),
            geonames_id=self.gazetteer.geonames_id(row),
            country=self.gazetteer.country(row),
            lat=round(float(self.gazetteer.lat[row]), DECIMALS),
            lon=round(float(self.gazetteer.lon[row]), DECIMALS),
            mentions=[Span(start=start, end=end) for start, end in spans],
        )

    def resolve(
        self, text: str, spans: Iterable[tuple[int, int]], home_country: str | None, host: str | None
    ) -> list[Resolution]:
        """Resolve given spans; those that nothing is known of are left out.

        Args:
            text: the document.
            spans: where its toponyms stand, code points.
            home_country: the publisher's, ISO 3166-1; null where nobody knows.
            host: the publisher's host name; null where nobody knows.
        """
        toponyms = read_toponyms(self.gazetteer, text, spans, host)
        table = lay_out(self.gazetteer, toponyms, home_country or (domain_country(host) if host else None))
        if not len(table.rows):
            return []
        scores, probabilities = self.ranking(table)
        support = probabilities * (1 + table.near @ probabilities) * _LOCAL[table.kinds]
        found: list[Resolution] = []
        for position, toponym in enumerate(toponyms):
            own = np.flatnonzero(table.toponyms == position)
            elsewhere = support * (table.toponyms != position)
            if not toponym.of_host:
                best = int(own[scores[own].argmax()]) if len(own) else None
                if (where := _where(table, scores, elsewhere, best)) is not None:
                    found.append(self._resolution(toponym.mentions, table, best, *where))
        return found

    def _resolution(
        self, mentions: Sequence[tuple[int, int]], table: Table, best: int | None, at: int, known: bool
    ) -> Resolution:
        place = int(table.rows[at])
        return Resolution(
            mentions=mentions,
            row=None if best is None or not known else int(table.rows[best]),
            lat=float(self.gazetteer.lat[place]),
            lon=float(self.gazetteer.lon[place]),
            estimated=best != at or not known,
            demonym=best is not None
            and bool(table.namings[best] == Naming.DEMONYM or table.found[best] == Found.STEM),
        )


def _by_name(text: str, entity: Entity) -> tuple[list[Stretch], list[Stretch]]:
    """Split an entity's mentions in those by its name, or else its first, and all others."""
    spans = sorted(Stretch(mention.start, mention.end) for mention in entity.mentions)
    name = fold(entity.name[:MAX_CHARS])
    named = [span for span in spans if fold(text[span.start : span.end][:MAX_CHARS]) == name] or spans[:1]
    known = set(named)
    return named, [span for span in spans if span not in known]


def _where(table: Table, scores: Floats, elsewhere: Floats, best: int | None) -> tuple[int, bool] | None:
    """Return the candidate at whose position a toponym lies, and whether its best one is what it means."""
    centre = int(elsewhere.argmax()) if elsewhere.any() else None
    if best is None:
        return None if centre is None else (centre, False)
    of_any = np.logaddexp.reduce(scores[table.toponyms == table.toponyms[best]])
    if of_any < (LEAST_OF_PART if table.found[best] == Found.PART else LEAST_LOG_ODDS):
        return (best if centre is None else centre), False
    if table.kinds[best] == Kind.UNLOCATED:
        inside = elsewhere * (table.areas == table.areas[best])
        return (int(inside.argmax()) if inside.max() > LEAST_SUPPORT else best), True
    return best, True
