"""What the learned judge sees of the lines of a flat text: one column of numbers a line.

Four things say most: how long a line and its neighbours are, how much running text stands around it,
labels such as "Comments" above it, and whether it is said again.
"""

import numpy as np

from schemas import BlockKind
from service.clean.blocks import PROSE_LINKS, SENTENCE_WORDS
from service.clean.context import Context
from service.clean.learned.flat_lines import COPIES, STOPS, character_counts, copy_columns
from service.clean.learned.flat_stretches import PLACE, place
from service.clean.learned.forest import Floats
from service.clean.learned.places import Indexes, Values, distances, shifted
from service.clean.phrases import phrase_kind

ENDS = frozenset([*STOPS, *(f"{stop}{quote}" for stop in ".!?…" for quote in "\"'”’»“)")])
"""Last one or two characters of a line that ends a sentence."""
LABEL_WORDS = 9
"""A line of fewer words may be a label, a name or a date."""
KINDS = (
    BlockKind.COMMENT,
    BlockKind.RELATED,
    BlockKind.SHARE,
    BlockKind.APPEAL,
    BlockKind.FOOTER,
    BlockKind.LOGIN,
    BlockKind.PAYWALL,
    BlockKind.ADVERTISEMENT,
    BlockKind.TOOL,
    BlockKind.COOKIE_NOTICE,
    BlockKind.NAVIGATION,
)
"""Kinds a phrase may name, in the order the model knows them by."""
NUMBERS = {kind: number for number, kind in enumerate(KINDS)}
FOLLOWED = KINDS[:5]
"""Kinds whose label also speaks for lines further down or up."""
SHARES = ("letter", "upper", "digit", "space", "clause", "quote")
BESIDE = (
    ("words", 2),
    ("stops", 1),
    ("stops", 2),
)
"""Columns of lines beside a line, and how far away."""
WINDOWS = {
    "density_1": (-1, 2),
    "density_3": (-3, 4),
    "density_10": (-10, 11),
    "below_prose_3": (1, 4),
    "below_prose_10": (1, 11),
    "above_prose_10": (-10, 0),
    "numbers_3": (-3, 4),
}
"""Where the stretches begin and end that are summed up for each line, counted from it."""
_FIRSTS, _ENDS = np.array(list(WINDOWS.values())).T[:, :, None]

FLAT_FEATURES: tuple[str, ...] = (
    *("words", "characters", "stops", "prose", "sentence", "ends", "ends_ellipsis", "ends_colon"),
    *("links", "heading", "item", "blanks_above", "word_length"),
    *COPIES,
    *(f"{name}_share" for name in SHARES),
    *PLACE,
    *WINDOWS,
    *(f"{name}_at_{offset}" for name, offset in BESIDE),
    "phrase",
    *(f"{kind.value}_{where}" for where in ("above", "below") for kind in FOLLOWED),
    *("from_island", "from_headline"),
    *("text_blocks", "text_words", "text_prose", "text_unspaced"),
)
"""Names of the features."""


def flat_features(context: Context, rows: Indexes) -> Floats:
    """Describe lines of a flat text, as if there were no others.

    Args:
        context: the text, its headline and island.
        rows: indexes of the lines, none blank.

    Returns:
        Array of ``FLAT_FEATURES`` x rows.
    """
    indexes = rows.tolist()
    lines = [context.blocks[index] for index in indexes]
    count = len(lines)
    texts = [line.text for line in lines]
    lengths = np.array([len(text) for text in texts])
    counts = character_counts(texts, lengths)
    title = context.headline if context.headline is not None else indexes[0]
    copies = copy_columns(texts, counts["space"], context.blocks[title].text)
    words = np.array([line.words for line in lines], np.float64)
    links = np.array([line.link_share for line in lines])
    prose = np.array([line.is_prose for line in lines], np.float64)
    ends = np.array([text[-1] in ENDS or text[-2:] in ENDS for text in texts], np.float64)
    sentence = ends * (words >= SENTENCE_WORDS) * (links < PROSE_LINKS)
    kinds = np.array([_number(phrase_kind(line.text, line.words)) for line in lines], np.float64)
    safe_words = np.maximum(words, 1.0)
    total = safe_words.sum()
    short = words < LABEL_WORDS
    running = words * prose
    numbers = ((counts["digit"] > 0) & short).astype(np.float64)
    beside = {"words": words, "stops": counts["stop"]}
    columns = [
        words,
        lengths,
        counts["stop"],
        prose,
        sentence,
        ends,
        np.array([text.endswith(("…", "...")) for text in texts]),
        np.array([text[-1] in ":：" for text in texts]),
        links,
        np.array([line.tag[:1] == "h" for line in lines]),
        np.array([line.tag == "li" for line in lines]),
        rows - np.concatenate(([-1], rows[:-1])) - 1,
        (lengths - counts["space"]) / safe_words,
        *copies.values(),
        *(counts[name] / lengths for name in SHARES),
        *place(words, prose, sentence, copies["title_share"]),
        *_window_columns(words, running, numbers),
        *(shifted(beside[name], offset) for name, offset in BESIDE),
        kinds,
        *_label_columns(kinds),
        *distances(context, rows.astype(np.float64)),
        *(
            np.full(count, value)
            for value in (
                count,
                total,
                running.sum() / total,
                counts["unspaced"].sum() / lengths.sum(),
            )
        ),
    ]
    return np.concatenate(columns, dtype=np.float32).reshape(len(columns), count)


def _number(kind: BlockKind | None) -> int:
    return -1 if kind is None else NUMBERS.get(kind, -1)


def _window_columns(words: Values, prose: Values, numbers: Values) -> list[Values]:
    """Say how much running text stands around each line, above and below it, and how many numbers."""
    count = len(words)
    sums = np.zeros((3, count + 1))
    np.cumsum((words, prose, numbers), axis=1, out=sums[:, 1:])
    index = np.arange(count)
    firsts = np.maximum(index + _FIRSTS, 0)
    ends = np.minimum(index + _ENDS, count)
    near_words, near_prose, near_numbers = sums[:, ends] - sums[:, firsts]
    return [
        *(near_prose[:3] / np.maximum(near_words[:3], 1.0)),
        *near_prose[3:6],
        near_numbers[6] / (ends[6] - firsts[6]),
    ]


def _label_columns(kinds: Values) -> Values:
    """Say how many labels of each kind stand above and below each line."""
    labels = kinds == np.arange(len(FOLLOWED))[:, None]
    until = np.cumsum(labels, axis=1)
    return np.concatenate((until - labels, until[:, -1:] - until))
