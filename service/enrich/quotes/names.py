"""Names of an article: where they stand, whose they are, and the fullest form of each."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from schemas import Entity
from service.enrich.quotes.marks import Quoted
from service.enrich.quotes.phrases import APOSTROPHES
from service.enrich.quotes.vocabulary import Vocabulary
from service.enrich.reading import Reading, Token

MAX_NAME = 6
"""Words of a person's name."""
MAX_OFFICE = 5
"""Words after a name in which its office is looked for: "Anna Smith, the new finance minister"."""


class Mention(NamedTuple):
    """A name in the text."""

    start: int
    end: int
    name: str
    """Without titles and offices."""
    entity: Entity | None
    office: str | None
    """The last office word beside the name: minister."""
    person: bool
    """Whether it may be a person."""
    sure: bool
    """Whether it is one: by the entities, a title or an office."""
    quoted: bool
    """Whether it stands within quotation marks."""


class Names:
    """The names of one article."""

    def __init__(
        self, reading: Reading, quoted: Sequence[Quoted], entities: Sequence[Entity], words: Vocabulary
    ) -> None:
        """Collect the names of a text and the entities found in it."""
        self.text = reading.text
        self.words = words
        self.quoted = quoted
        self.quoted_starts = [span.start for span in quoted]
        self.entities = entities
        self.entity_spans = sorted(
            (span.start, span.end, number)
            for number, entity in enumerate(entities)
            for span in entity.mentions
        )
        self.entity_starts = [span[0] for span in self.entity_spans]
        self.mentions = self._collect(reading.tokens)
        self.starts = [mention.start for mention in self.mentions]
        self.full: dict[str, Mention] = {}
        for mention in self.mentions:
            self._learn(mention)

    def before(self, at: int, count: int) -> Sequence[Mention]:
        """Give the last mentions that begin before an offset."""
        end = bisect_right(self.starts, at)
        return self.mentions[max(end - count, 0) : end]

    def at(self, start: int, end: int) -> Mention | None:
        """Give the mention that ends a phrase."""
        for mention in reversed(self.before(end - 1, 2)):
            if mention.end > start and mention.end >= end - 2:
                return mention
        return None

    def fullest(self, name: str) -> Mention | None:
        """Give the full name of a surname, or of a family name that stands first."""
        return self.full.get(name.lower()) if " " not in name else None

    def entity_at(self, start: int, end: int) -> Entity | None:
        """Give the entity whose mention covers the beginning of a name or all that follows it."""
        span = self._span_at(start, end)
        return self.entities[span[2]] if span else None

    def _span_at(self, start: int, end: int) -> tuple[int, int, int] | None:
        for span in reversed(self._spans_before(end)):
            if span[1] > start and (span[0] <= start or span[1] >= end):
                return span
        return None

    def _spans_before(self, end: int) -> Sequence[tuple[int, int, int]]:
        at = bisect_right(self.entity_starts, end - 1)
        return self.entity_spans[max(at - 3, 0) : at]

    def _collect(self, tokens: Sequence[Token]) -> list[Mention]:
        """Find the names: capitalised words in a row, offices and titles left out."""
        words = self.words
        found: list[Mention] = []
        at, count = 0, len(tokens)
        while at < count:
            if not tokens[at].text[0].isupper():
                at += 1
                continue
            first = at
            at += 1
            while at < count and at - first < 2 * MAX_NAME:
                token = tokens[at]
                gap = self.text[tokens[at - 1].end : token.start]
                if "\n" in gap or tokens[at - 1].text.endswith(APOSTROPHES):
                    break
                lower = token.text.lower()
                following = at + 1 < count and tokens[at + 1].text[0].isupper()
                shortened = (
                    token.text == "."
                    and not gap
                    and (len(tokens[at - 1].text) == 1 or tokens[at - 1].text.lower() in words.titles)
                )
                joins = lower in words.connectors or (
                    lower in words.linking and (at - first == 1 or self._is_body(tokens[first:at]))
                )
                linked = joins and (following or self._goes_on(tokens, at))
                linked = linked or (
                    following
                    and tokens[at - 1].text.lower() in words.connectors
                    and not token.text[0].isupper()
                    and lower in words.determiners
                )
                if token.text[0].isupper() or linked or (following and shortened):
                    at += 1
                    continue
                break
            mention = self._mention(tokens, first, at)
            if mention is not None:
                found.append(mention)
        return found

    def _is_body(self, tokens: Sequence[Token]) -> bool:
        return any(token.text.lower() in self.words.bodies for token in tokens)

    def _goes_on(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether a name goes on after two small words: von der."""
        return (
            at + 2 < len(tokens)
            and tokens[at + 1].text.lower() in self.words.determiners
            and tokens[at + 2].text[0].isupper()
        )

    def _mention(self, tokens: Sequence[Token], first: int, last: int) -> Mention | None:
        words = self.words
        office: str | None = None
        title = ""
        begin = first
        for at in range(first, last):
            lower = bare(tokens[at].text.lower())
            if lower in words.roles and at + 1 < last:
                office, begin = lower, at + 1
            elif lower in words.titles and at + 1 < last:
                title, begin = lower, at + 1
            elif (
                at == begin
                and at + 1 < last
                and (
                    lower in words.closed or lower in words.determiners or lower in words.cues or lower == "."
                )
            ):
                begin = at + 1
        while begin < last - 1 and tokens[begin].text in {".", "of"}:
            begin += 1
        first_lower = tokens[begin].text.lower()
        if last - begin == 1 and (
            first_lower in words.closed
            or first_lower in words.determiners
            or first_lower in words.pronouns
            or first_lower in words.own
        ):
            return None
        if office is None and begin > 0:
            before = tokens[begin - 1].text.lower()
            office = before if before in words.roles else self._office_after(tokens, last)
        start, end = tokens[begin].start, tokens[last - 1].end
        span = self._span_at(start, end)
        entity = self.entities[span[2]] if span else None
        if span and entity and entity.type == "person" and start < span[0] < end:
            start = span[0]  # "Klimaforscher Jan Weber", "Freund von Jan Weber": the name alone
        name = bare(self.text[start:end])
        person = (
            entity.type == "person"
            if entity
            else bool(title or office) or (last - begin > 1 and not self._is_body(tokens[begin:last]))
        )
        sure = entity.type == "person" if entity else bool(title or office)
        at = bisect_right(self.quoted_starts, start) - 1
        quoted = at >= 0 and start < self.quoted[at].end
        return Mention(start, end, name, entity, office, person, sure, quoted)

    def _office_after(self, tokens: Sequence[Token], last: int) -> str | None:
        """Read the office of "Anna Smith, the finance minister,"."""
        if last >= len(tokens) or tokens[last].text != ",":
            return None
        for token in tokens[last + 1 : last + 1 + MAX_OFFICE]:
            lower = token.text.lower()
            if lower in self.words.roles:
                return lower
            if not token.text[0].isalpha():
                return None
        return None

    def _learn(self, mention: Mention) -> None:
        """Remember the full name of a surname, and of a family name that stands first."""
        parts = mention.name.split()
        if not 2 <= len(parts) <= MAX_NAME:  # noqa: PLR2004 - first and last name
            return
        for key in (parts[-1], parts[0]):
            known = self.full.get(key.lower())
            if known is None or (not known.person and mention.person):
                self.full[key.lower()] = mention


def bare(name: str) -> str:
    """Take the possessive ending off a name."""
    for apostrophe in APOSTROPHES:
        name = name.removesuffix(apostrophe)
    return name
