"""Who a speaker is: surnames, pronouns and offices resolved to the full name the article gives."""

from collections.abc import Sequence

from schemas import Entity, Speaker
from service.enrich.quotes.marks import Quoted
from service.enrich.quotes.names import Mention, Names, bare
from service.enrich.quotes.nominal import can_speak
from service.enrich.quotes.phrases import Phrase
from service.enrich.quotes.sentences import WORD, Part
from service.enrich.quotes.vocabulary import Vocabulary
from service.enrich.reading import Reading

MAX_DESCRIPTION = 10
"""Words of a speaker without a name: "a spokesman for the ministry"."""
LOOK_BACK = 12
"""Names before a pronoun that may be meant."""
LOOK_BACK_FOR_OFFICE = 48
"""Names before "the minister" that may be meant."""
MAX_OFFICE = 3
"""Words of "the prime minister"."""
MAX_PARAGRAPH = 4_000
"""Characters of a paragraph looked at."""


class Speakers:
    """Resolves the speakers of one article, in the order of its text."""

    def __init__(
        self, reading: Reading, quoted: Sequence[Quoted], entities: Sequence[Entity], words: Vocabulary
    ) -> None:
        """Collect the names of a text."""
        self.text = reading.text
        self.words = words
        self.names = Names(reading, quoted, entities, words)
        self.gender: dict[str, str] = {}
        self.last: Speaker | None = None
        self.last_person: Speaker | None = None
        self.last_sure = self.sure = False
        self.person = True
        self.last_group: Speaker | None = None

    def resolve(self, parts: Sequence[Part], phrase: Phrase | None) -> Speaker | None:
        """Name a speaker; a null phrase is the speaker before."""
        if phrase is None:
            return self.last
        if not can_speak(parts, phrase, self.words):
            return None
        first, last = parts[phrase.first], parts[phrase.last - 1]
        lower = first.lower
        if phrase.last - phrase.first == 1 and lower in self.words.pronouns:
            self.sure = lower in self.words.male or lower in self.words.female
            self.person = self.sure or lower not in self.words.plural
            speaker = self._pronoun(first)
        else:
            speaker = self._named(parts, phrase)
        if speaker is None:
            return None
        self.last_sure = self.sure
        group = not self.person
        speaker = speaker.model_copy(update={"start": first.start, "end": last.end})
        self.last = speaker
        if group:
            self.last_group = speaker
        else:
            self.last_person = speaker
        return speaker

    def _named(self, parts: Sequence[Part], phrase: Phrase) -> Speaker:
        words = parts[phrase.head : phrase.last]
        start, end = words[0].start, words[-1].end
        if not words[-1].capital or words[0].lower in self.words.determiners:
            known = self._office(parts[phrase.first : phrase.last], start)
            if known is not None:
                return known
        small = self.words.determiners | self.words.connectors | self.words.linking
        described = any(word.kind is WORD and not word.capital and word.lower not in small for word in words)
        mention = None if described else self.names.at(start, end)
        if mention is None:
            self.person = self.sure = False
            first = next((word for word in words if word.lower not in self.words.determiners), words[0])
            entity = self.names.entity_at(first.start, end) if not described else None
            name = self._plain(words)
            return Speaker(name=name, entity_id=entity.id if entity else None, start=start, end=end)
        found = self.names.fullest(mention.name) or mention
        self.person, self.sure = found.person, found.sure
        speaker = self._speaker(mention)
        gender = self._gender(parts[phrase.first : phrase.last])
        if gender:
            self.gender[speaker.name] = gender
        return speaker

    def _plain(self, words: Sequence[Part]) -> str:
        return bare(self.text[words[0].start : words[min(len(words), MAX_DESCRIPTION) - 1].end])

    def _office(self, described: Sequence[Part], before: int) -> Speaker | None:
        """Read "the minister" as the person introduced with that office last."""
        definite = described[0].lower in self.words.determiners - self.words.indefinite
        office = described[-1].lower
        if not definite or len(described) > MAX_OFFICE or office not in self.words.roles:
            return None
        for mention in reversed(self.names.before(before, LOOK_BACK_FOR_OFFICE)):
            if mention.office == office and mention.person:
                self.person = self.sure = True
                return self._speaker(mention)
        return None

    def _speaker(self, mention: Mention) -> Speaker:
        found = self.names.fullest(mention.name) or mention
        entity = mention.entity or found.entity
        named = entity is not None and entity.type == "person" and len(entity.name) >= len(found.name)
        name = entity.name if entity is not None and named else found.name
        return Speaker(
            name=name, entity_id=entity.id if entity else None, start=mention.start, end=mention.end
        )

    def _pronoun(self, part: Part) -> Speaker | None:
        words = self.words
        if part.lower in words.plural and part.lower not in words.male | words.female:
            return self.last if not self.last_sure else self.last_group or self.last
        gender = "m" if part.lower in words.male else "f" if part.lower in words.female else ""
        last = self.last_person if gender else self.last
        if last is not None and not self._fits(last.name, gender):
            last = None
        recent = [
            mention
            for mention in self.names.before(part.start, LOOK_BACK)
            if mention.person
            and not mention.quoted
            and mention.end <= part.start
            and self._fits(self._speaker(mention).name, gender)
        ]
        since = max(last.end if last else 0, self._paragraph(part.start))
        fresh = [mention for mention in recent if mention.start >= since]
        chosen = next((mention for mention in reversed(fresh) if mention.sure and self._leads(mention)), None)
        if chosen is None and fresh and (last is None or last.end < since):
            chosen = next((mention for mention in fresh if mention.sure), fresh[0])
        if chosen is None and last is None:
            chosen = next(
                (mention for mention in reversed(recent) if mention.sure), recent[-1] if recent else None
            )
        speaker = self._speaker(chosen) if chosen else last
        if speaker is not None and gender:
            self.gender.setdefault(speaker.name, gender)
        return speaker

    def _fits(self, name: str, gender: str) -> bool:
        return not gender or self.gender.get(name, gender) == gender

    def _paragraph(self, at: int) -> int:
        begin = max(at - MAX_PARAGRAPH, 0)
        return max(self.text.rfind("\n", begin, at) + 1, begin)

    def _leads(self, mention: Mention) -> bool:
        """Whether a name opens its sentence."""
        before = self.text[max(mention.start - 3, 0) : mention.start].rstrip()
        return not before or before[-1] in '.!?\n"”»“'

    def _gender(self, parts: Sequence[Part]) -> str:
        for part in reversed(parts):
            if part.lower in self.words.determiners:
                continue
            if part.lower in self.words.female:
                return "f"
            if part.lower in self.words.male:
                return "m"
        return ""
