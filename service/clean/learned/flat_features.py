"""What the learned judge sees of the lines of a flat text: one column of numbers a line.

Four things say most: how long a line and its neighbours are, how much running text stands around it,
labels such as "Comments" above it, and whether it is said again.
"""

import numpy as np

from schemas import BlockKind
from service.clean.blocks import PROSE_LINKS, SENTENCE_WORDS
from service.clean.context import Context
from service.clean.learned.flat_lines import COPIES, STOPS, character_counts, copy_columns
from service.clean.learned.flat_stretches import PLACE, Windows, place
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
FAR = 60.0
SHARES = ("letter", "upper", "digit", "space", "clause", "quote")
BESIDE = (
    ("words", 2),
    ("stops", 1),
    ("stops", 2),
)
"""Columns of lines beside a line, and how far away."""
REACHES = (1, 2, 3, 5, 10)
WINDOWS = (
    *(f"density_{reach}" for reach in REACHES),
    *(f"below_prose_{reach}" for reach in REACHES[1:]),
    "above_prose_10",
    *("numbers_3", "numbers_10", "repeated_10", "phrases_3"),
)

FLAT_FEATURES: tuple[str, ...] = (
    *("words", "characters", "stops", "prose", "sentence", "ends", "ends_ellipsis", "ends_colon"),
    *("links", "heading", "item", "blanks_above", "word_length"),
    *COPIES,
    *(f"{name}_share" for name in SHARES),
    *PLACE,
    *WINDOWS,
    *(f"{name}_at_{offset}" for name, offset in BESIDE),
    "phrase",
    *(f"{kind.value}_{where}" for where in ("above", "below", "since", "until") for kind in FOLLOWED),
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
    windows = Windows(
        np.array(
            [
                words,
                words * prose,
                (counts["digit"] > 0) & short,
                (copies["line_count"] > 1) & short,
                kinds >= 0,
                np.ones(count),
            ]
        )
    )
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
        *_window_columns(windows),
        *(shifted(beside[name], offset) for name, offset in BESIDE),
        kinds,
        *_label_columns(kinds),
        *distances(context, rows.astype(np.float64)),
        *(
            np.full(count, value)
            for value in (
                count,
                total,
                (words * prose).sum() / total,
                counts["unspaced"].sum() / lengths.sum(),
            )
        ),
    ]
    return np.concatenate(columns, dtype=np.float32).reshape(len(columns), count)


def _number(kind: BlockKind | None) -> int:
    return -1 if kind is None else NUMBERS.get(kind, -1)


def _window_columns(windows: Windows) -> list[Values]:
    """Say how much running text stands around, and how many labels there are."""
    around = {reach: windows.between(-reach, reach + 1) for reach in REACHES}
    words, prose, numbers, repeated, phrases, lines = range(6)
    return [
        *(sums[prose] / np.maximum(sums[words], 1.0) for sums in around.values()),
        *(windows.between(1, reach + 1)[prose] for reach in REACHES[1:]),
        windows.between(-10, 0)[prose],
        around[3][numbers] / around[3][lines],
        around[10][numbers] / around[10][lines],
        around[10][repeated] / around[10][lines],
        around[3][phrases] / around[3][lines],
    ]


def _label_columns(kinds: Values) -> Values:
    """Say how many labels of each kind stand above and below, and how far away the next ones are."""
    labels = kinds == np.arange(len(FOLLOWED))[:, None]
    index = np.arange(len(kinds), dtype=np.float64)
    until = np.cumsum(labels, axis=1)
    last = np.maximum.accumulate(np.where(labels, index, -FAR), axis=1)
    following = np.minimum.accumulate(np.where(labels, index, len(kinds) + FAR)[:, ::-1], axis=1)[:, ::-1]
    return np.concatenate(
        (
            until - labels,
            until[:, -1:] - until,
            np.minimum(index - last, FAR),
            np.minimum(following - index, FAR),
        )
    )
