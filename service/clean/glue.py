"""Where a long line is cut: paragraphs, labels and dates that stand together without a space."""

import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence

GLUED_LENGTH = 200
"""A shorter line is not searched for glue: abbreviations and names look the same."""
LONGEST_PARAGRAPH = 1200
"""Characters after which a piece is cut at the ends of its sentences."""
LONGEST_UNSPACED = 500
"""The same for scripts that need fewer characters."""

_CASED = [chr(code) for code in range(0x41, 0x590)]
UPPER = "".join(character for character in _CASED if character.isupper())
LOWER = "".join(character for character in _CASED if character.islower())
CASELESS = "\u0590-\u1dff\uac00-\ud7a3"
"""Scripts that have spaces and full stops but no capitals."""
GLUE = re.compile(
    rf"(?<=[^\W_][\w)%][.!?…])(?=[{UPPER}]\w|[“„«‘])|(?<=[.!?…][\"'”’»“)\]])(?=[{UPPER}]\w)|"
    rf"(?<=[{CASELESS}][.!?؟।۔])(?=[{CASELESS}])"
)
"""Where two sentences stand together without a space: two paragraphs once."""
STOP = re.compile(rf"[.!?…؟।۔](?=[\"'“”„«»‘’)\]{UPPER}{CASELESS}])")
"""What ``GLUE`` stands behind, a closing mark between; few of its places are worth a look."""
LABEL_GLUE = re.compile(
    rf"[{UPPER}\d](?:(?<=[{UPPER}]{{5}})(?=[{LOWER}]{{2}})|(?<=[{LOWER}]{{2}}:[{UPPER}])(?=[{LOWER}])|"
    rf"(?<=[{LOWER}\d][”»“)][{UPPER}])(?=[{LOWER}])|(?<=\d[{UPPER}])(?=[{LOWER}]{{2}})|"
    rf"(?<=[{LOWER}]{{4}}\d)(?=\d?[.:/]\s?\d)|(?<=[.!?]\d)(?=\d:\d\d))"
)
"""The capital or digit before which labels in capitals or with a colon, quotations, numbers and dates end."""
LEAST_GLUE = 3
"""A text with fewer glued sentences in its long lines has no glued labels."""
SENTENCES = re.compile(
    rf"(?:(?<=[{LOWER}]{{3}}[.!?…])|(?<=[{LOWER}\d][.!?…][\"”“»)])|(?<=\d{{4}}[.!?]))\s+(?=[\"“„«‘(]?[{UPPER}])|"
    rf"(?<=[{CASELESS}][.!?؟।۔])\s+(?=\S)|(?<=[。！？])(?![」』）”’。！？])"
)
UNSPACED_ENDS = "。！？"
SENTENCE_STOP = re.compile(rf"[.!?…؟।۔\"”“»){UNSPACED_ENDS}](?:(?=\s)|(?<=[{UNSPACED_ENDS}]))")
"""What ``SENTENCES`` stands behind."""
JUNCTION = re.compile(rf"[{UPPER}](?<=[{LOWER}]{{3}}.)(?:(?=[{LOWER}])|(?<=[AEIOÀ])(?=\s))")
"""The capital at which a word in small letters runs into a capitalised one."""
WORD_END = re.compile(r"\w+")
TAG_MARKS = frozenset("#@/=.")
"""Before words of addresses and hash tags, which are written together."""
NAMES = frozenset(
    [
        *("AstraZeneca", "BlackRock", "BuzzFeed", "CrowdStrike", "DeepMind", "DreamWorks"),
        *("ExxonMobil", "FaceTime", "GlaxoSmithKline", "HuffPost", "JavaScript", "LinkedIn"),
        *("MasterCard", "PlayStation", "PowerPoint", "ProSieben", "SnapChat", "SoftBank"),
        *("SoundCloud", "ThyssenKrupp", "TripAdvisor", "WhatsApp", "WordPress"),
    ]
)
"""Names written with a capital inside; one met twice in a text is a name too."""


class Glue:
    """Where the long lines of one text are cut."""

    def __init__(self, content: str, lengths: Sequence[int], ends: Sequence[int], *, marked_up: bool) -> None:
        """Look for sentences that stand together without a space.

        Args:
            content: the text.
            lengths: characters of its lines, blank ones left out.
            ends: where those lines end.
            marked_up: whether it is markdown, whose labels stand apart.
        """
        self._content = content
        self._cuts: dict[int, list[int]] = {}
        for length, end in zip(lengths, ends, strict=True):
            if length >= GLUED_LENGTH:
                self._cuts[end - length] = _between_sentences(content, end - length, end)
        self._names: frozenset[str] | None = None
        if not marked_up and sum(map(len, self._cuts.values())) >= LEAST_GLUE:
            self._names = _glued_names(content)

    def cut(self, start: int, end: int) -> list[tuple[int, int]]:
        """Cut a long line into the pieces that were blocks once.

        Args:
            start: where the line begins.
            end: where it ends.
        """
        cuts = set(self._cuts[start])
        if self._names is not None:
            cuts.update(_between_labels(self._content, start, end, self._names))
        if not cuts:
            return _sentences(self._content, start, end)
        cuts.discard(start)
        pieces: list[tuple[int, int]] = []
        for cut in [*sorted(cuts), end]:
            pieces += _sentences(self._content, start, cut)
            start = cut
        return pieces


def _between_sentences(content: str, start: int, end: int) -> list[int]:
    return [
        place
        for stop in STOP.finditer(content, start, end)
        for place in (stop.end(), stop.end() + 1)
        if GLUE.match(content, place, end)
    ]


def _glued_names(content: str) -> frozenset[str]:
    """Find the words with one capital inside that a glued text uses more than once."""
    counts = Counter(content[start:end] for start, end in _glued_words(content, 0, len(content)))
    return frozenset(word for word, count in counts.items() if count > 1 and len(JUNCTION.findall(word)) == 1)


def _glued_words(content: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where the words with a capital inside begin and end: the capitals are looked for, few are."""
    done = start
    for junction in JUNCTION.finditer(content, start, end):
        begin = junction.start()
        if begin < done:
            continue
        rest = WORD_END.match(content, begin, end)
        done = rest.end() if rest is not None else end
        while begin and (content[begin - 1].isalnum() or content[begin - 1] == "_"):
            begin -= 1
        yield begin, done


def _between_labels(content: str, start: int, end: int, names: Container[str]) -> Iterator[int]:
    for cut in LABEL_GLUE.finditer(content, start, end):
        yield cut.start()
    for begin, done in _glued_words(content, start, end):
        word = content[begin:done]
        if word in names or word in NAMES or content[begin - 1 : begin] in TAG_MARKS:
            continue
        # JUNCTION looks one letter past the word: a capital that is a word by itself
        for cut in JUNCTION.finditer(content, begin, min(done + 1, end)):
            yield cut.start()


def _sentences(content: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a piece that is too long for one paragraph after each of its sentences."""
    if end - start <= LONGEST_UNSPACED:
        return [(start, end)]
    pieces: list[tuple[int, int]] = []
    longest = LONGEST_PARAGRAPH
    if any(content.find(mark, start, end) >= 0 for mark in UNSPACED_ENDS):
        longest = LONGEST_UNSPACED
    if end - start > longest:
        for stop in SENTENCE_STOP.finditer(content, start, end):
            sentence = SENTENCES.match(content, stop.end(), end)
            if sentence is not None and start < sentence.end() < end:
                pieces.append((start, sentence.end()))
                start = sentence.end()
    pieces.append((start, end))
    return pieces
