"""What the learned judge sees of the lines of a flat text: one column of numbers a line.

Four things say most: how long a line and its neighbours are, how much running text stands around it,
labels such as "Comments" above it, and whether it is said again.
"""

import numpy as np

from schemas import BlockKind
from service.clean.blocks import PROSE_LINKS, SENTENCE_WORDS
from service.clean.context import Context
from service.clean.learned.flat_lines import CLASSES, COPIES, SHARES, STOPS, character_counts, copy_columns
from service.clean.learned.flat_stretches import GAP_COST, PLACE, place
from service.clean.learned.forest import Floats
from service.clean.learned.places import Indexes, Values, distances

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
NUMBERS: dict[BlockKind | None, int] = {kind: number for number, kind in enumerate(KINDS)}
FOLLOWED = KINDS[:5]
"""Kinds whose label also speaks for lines further down or up."""
BESIDE = ("words_at_2", "stops_at_1", "stops_at_2")
"""Columns of lines below a line, and how far below."""
FARTHEST = 2
DENSITIES = {"density_1": (-1, 2), "density_3": (-3, 4), "density_10": (-10, 11)}
WINDOWS = {**DENSITIES, "below_prose_3": (1, 4), "below_prose_10": (1, 11), "above_prose_10": (-10, 0)}
"""Where the stretches begin and end whose text is summed up for each line, counted from it."""
NUMBERS_WITHIN = (-3, 4)
"""The same for numbers."""
REACH = 11
"""As far as a stretch ends from its line."""
_DIGIT, _SPACE, _STOP, _UNSPACED = map(CLASSES.index, ("digit", "space", "stop", "unspaced"))
_FOLLOWED = np.arange(len(FOLLOWED))[:, None]
_FIRST, _END = REACH + np.array(list(WINDOWS.values())).T[:, :, None]
_WORDS, _RUNNING, _NUMBERS, _COUNTED, _GAINS, _LABELS = range(6)
"""Rows of the sums up to each line; those of its labels stand last, one a kind."""

FLAT_FEATURES: tuple[str, ...] = (
    *("words", "characters", "stops", "prose", "sentence", "ends", "ends_ellipsis", "ends_colon"),
    *("links", "heading", "item", "blanks_above", "word_length"),
    *COPIES,
    *(f"{name}_share" for name in SHARES),
    *PLACE,
    *WINDOWS,
    "numbers_3",
    *BESIDE,
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
    indexes, blocks, said_of = rows.tolist(), context.blocks, context.lines
    lines = [blocks[index] for index in indexes]
    read = [said_of[index] for index in indexes]
    count = len(lines)
    texts = [line.text for line in lines]
    lengths = np.array(list(map(len, texts)))
    counts = character_counts(texts, lengths)
    digits, spaces, stops, unspaced = counts[_DIGIT], counts[_SPACE], counts[_STOP], counts[_UNSPACED]
    title = context.headline if context.headline is not None else indexes[0]
    # One array of many lists is made faster than many arrays are.
    seen = np.array(
        [
            [line.words for line in lines],
            [line.is_prose for line in lines],
            [text[-1] in ENDS or text[-2:] in ENDS for text in texts],
            [text.endswith(("…", "...")) for text in texts],
            [text[-1] in ":：" for text in texts],
            [line.link_share for line in lines],
            [line.tag[:1] == "h" for line in lines],
            [line.tag == "li" for line in lines],
            [NUMBERS.get(said.phrase, -1) if said else -1 for said in read],
            *copy_columns(texts, spaces.tolist(), blocks[title].text),
        ],
        np.float64,
    )
    words, prose, ends, _, _, links, _, _, kinds, title_share, _, _ = seen
    sentence = ends * (words >= SENTENCE_WORDS) * (links < PROSE_LINKS)
    blanks = rows.copy()
    blanks[1:] -= rows[:-1] + 1
    safe_words = np.maximum(words, 1.0)
    running = words * prose
    # Nothing is added beyond the ends, so that stretches may reach over them.
    sums = np.zeros((_LABELS + len(FOLLOWED), count + 1 + 2 * REACH))
    summed = sums[:, REACH + 1 : REACH + 1 + count]
    summed[_WORDS], summed[_RUNNING], summed[_COUNTED] = words, running, 1.0
    np.logical_and(digits, words < LABEL_WORDS, out=summed[_NUMBERS])
    summed[_GAINS] = np.where(np.maximum(prose, sentence), words, -GAP_COST)
    np.equal(kinds, _FOLLOWED, out=summed[_LABELS:])
    np.add.accumulate(sums, axis=1, out=sums)
    until = sums[:, REACH : REACH + 1 + count]
    labels = until[_LABELS:]
    below = np.full((2, count + FARTHEST), -1.0)
    below[0, :count], below[1, :count] = words, stops
    total = safe_words.sum()
    whole = np.array((count, total, until[_RUNNING, -1] / total, unspaced.sum() / lengths.sum()))
    columns = [
        words,
        lengths,
        stops,
        prose,
        sentence,
        *seen[2:8],
        blanks,
        (lengths - spaces) / safe_words,
        *seen[9:],
        (counts[: len(SHARES)] / lengths).ravel(),
        *place(running, until[_RUNNING], until[_GAINS], prose, title_share),
        *_window_columns(sums, count),
        below[0, 2:],
        below[1, 1:-1],
        below[1, 2:],
        kinds,
        labels[:, :-1].ravel(),
        (labels[:, -1:] - labels[:, 1:]).ravel(),
        *distances(context, rows.astype(np.float64)),
        whole.repeat(count),
    ]
    return np.concatenate(columns, dtype=np.float32).reshape(len(FLAT_FEATURES), count)


def _window_columns(sums: Values, count: int) -> list[Values]:
    """Say how much running text stands around each line, above and below it, and how many numbers.

    Args:
        sums: sums up to each line, and up to ``REACH`` lines beyond the ends.
        count: how many lines there are.
    """
    at = np.arange(count)
    text = sums[:_NUMBERS]
    near = text.take(_END + at, axis=1) - text.take(_FIRST + at, axis=1)
    dense = near[:, : len(DENSITIES)]
    first, end = NUMBERS_WITHIN
    beside = sums[_NUMBERS:_GAINS]
    numbers, lines = (
        beside[:, REACH + end : REACH + end + count] - beside[:, REACH + first : REACH + first + count]
    )
    return [
        (dense[_RUNNING] / np.maximum(dense[_WORDS], 1.0)).ravel(),
        near[_RUNNING, len(DENSITIES) :].ravel(),
        numbers / lines,
    ]
