"""Find who did what, when and where, by the headline and the first sentences."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from schemas import Entity, MainEvent, Place, TextSpan, TimeExpression
from service.enrich.main_event.clause import SENTENCE, Clause, split_clause
from service.enrich.main_event.languages import LANGUAGES
from service.enrich.main_event.verbs import Grammar
from service.enrich.reading import Reading, Stretch, Token

_LEADS = 8
"""Sentences among which the lead is looked for."""
_WORD = re.compile(r"[^\W_]+")
_DAY = re.compile(r"\d{4}-(?:\d\d-\d\d|W\d\d-\d)")
_LEAST_WORD = 3
_NEAR = 6_000
"""Characters of the text in which the headline's words are looked for."""
_POSSESSIVE = re.compile(r".?.?['’]s?")
_NEXT_WORD = re.compile(r" ([^\W\d_]+)")
_AFTER_WORD = re.compile(
    r"(?<!\w)(?P<before>\w+) (?:(?:the|de[mnr]|die|das|l[ea]s?|el|los) )?"
    r"(?P<name>[A-ZÀ-Þ][\w’'-]*(?: [A-ZÀ-Þ][\w’'-]*){0,3})"
)
_AT_LEAST = frozenset({"at least", "at most", "al menos", "au moins"})
_ROUGHLY = frozenset({"around", "about"})
"""Prepositions that stand before a number too."""
_CLAUSE_END = re.compile(r"[a-z]['’](?:s|ve|re|d|ll|m)$")
"""The end of "all the sweetness that's": what follows is the rest of a clause."""
_CONTAINED = re.compile(r", (?:(?:south|north|east|west|central|near)(?:ern)? )?", re.IGNORECASE)


class _Story(NamedTuple):
    """What an article's event is read from."""

    reading: Reading
    headline: str | None
    deck: str | None
    entities: Sequence[Entity]
    grammar: Grammar | None


class Lead(NamedTuple):
    """The sentence that tells the event."""

    sentence: Stretch
    clause: Clause | None


def find_main_event(  # noqa: PLR0917 - what an article is made of, in its order
    reading: Reading,
    headline: str | None,
    deck: str | None,
    entities: Sequence[Entity],
    times: Sequence[TimeExpression],
    places: Sequence[Place],
) -> MainEvent:
    """Find the main event of an article.

    Args:
        reading: The text.
        headline: The headline; it chooses the sentence and the actor.
        deck: The standfirst; it helps to choose.
        entities: Who and what is named.
        times: Times named.
        places: Places resolved.

    Returns:
        Spans of the text, null where nothing of the kind was found.
    """
    grammar = LANGUAGES.get(reading.language or "")
    lead = find_lead(reading, headline, deck, grammar)
    if lead is None:
        return MainEvent(who=None, what=None, when=None, where=None)
    story = _Story(reading, headline, deck, entities, grammar)
    who = _actor(story, lead)
    what = lead.clause.predicate if lead.clause else None
    return MainEvent(
        who=_span(reading, who),
        what=_span(reading, what),
        when=_span(reading, _time(reading, lead, times, grammar)),
        where=_span(reading, _place(story, places, lead)),
    )


def find_lead(
    reading: Reading, headline: str | None, deck: str | None, grammar: Grammar | None
) -> Lead | None:
    """Choose the sentence that tells most of what the headline says, an early one rather than a late."""
    told = _folded(headline or "") | _folded(deck or "")
    best: tuple[float, Lead] | None = None
    for place, sentence in enumerate(reading.sentences[:_LEADS]):
        words = _folded(reading.text[sentence.start : sentence.end])
        if len(words) < _LEAST_WORD:
            continue
        clause = split_clause(tokens_of(reading, sentence), grammar, SENTENCE) if grammar else None
        overlap = len(words & told) / max(1, min(len(told), 12))
        score = overlap + (0.3 if clause else 0.0) - 0.12 * place
        if best is None or score > best[0]:
            best = score, Lead(sentence, clause)
    return best[1] if best else None


def tokens_of(reading: Reading, stretch: Stretch) -> list[Token]:
    """Return the tokens of a stretch of the text's beginning."""
    found = []
    for token in reading.tokens:
        if token.start >= stretch.end:
            break
        if token.start >= stretch.start:
            found.append(token)
    return found


def _actor(story: _Story, lead: Lead) -> Stretch | None:
    """Take whom the headline's subject names, by the fullest name; else the lead's subject."""
    reading, entities = story.reading, story.entities
    for statement in (story.headline, story.deck):
        subject = _subject_of(statement, story.grammar)
        if subject is None:
            continue
        if (entity := _named_by(subject, entities)) is not None:
            return _fullest(reading, entity)
        if (stretch := _written(reading, subject)) is not None and _is_somebody(
            reading, stretch, story.grammar
        ):
            return stretch
    if lead.clause is None or not _is_somebody(reading, lead.clause.subject, story.grammar):
        return None
    begin, end = lead.clause.subject
    for entity in entities:
        for mention in entity.mentions:
            whole = begin <= mention.start <= begin + 4 and mention.end == end
            if whole or (mention.end == end and entity.type == "person" and mention.start >= begin):
                return _fullest(reading, entity)
    return lead.clause.subject


def _is_somebody(reading: Reading, subject: Stretch, grammar: Grammar | None) -> bool:
    """Whether a subject names who or what acts: no pronoun, no clause, nothing a preposition leads in."""
    if grammar is None or not (words := reading.text[subject.start : subject.end].casefold().split()):
        return True
    if words[0] in grammar.nobody - grammar.determiners or (len(words) == 1 and words[0] in grammar.nobody):
        return False
    leads_in = words[0] in grammar.openers | grammar.cuts | grammar.place_prepositions - _ROUGHLY
    if leads_in and " ".join(words[:2]) not in _AT_LEAST:
        return False
    return not _CLAUSE_END.search(words[-1])


def _subject_of(headline: str | None, grammar: Grammar | None) -> str | None:
    if not headline or grammar is None:
        return None
    clause = split_clause(Reading(headline, None, [Stretch(0, len(headline))]).tokens, grammar)
    return headline[clause.subject.start : clause.subject.end] if clause else None


def _named_by(subject: str, entities: Sequence[Entity]) -> Entity | None:
    """Find the entity a subject is or ends with, "and" apart; of namesakes the one named most."""
    first = re.split(r" (?:and|und|et|y) ", subject)[0].casefold()
    best: tuple[int, int, Entity] | None = None
    for entity in entities:
        for name in (entity.name, *entity.aliases):
            folded = name.casefold()
            is_whole = first in {folded, f"the {folded}"}
            is_part = folded.endswith(f" {first}") or (
                first.endswith(f" {folded}") and entity.type == "person"
            )
            if is_whole or (is_part and entity.type != "location"):
                rank = (len(entity.mentions), len(folded))
                if best is None or rank > best[:2]:
                    best = (*rank, entity)
    if best is None:
        opening = (
            entity
            for entity in entities
            if entity.type != "location"
            and first.startswith((f"{entity.name.casefold()} ", f"{entity.name.casefold()}'"))
        )
        return next(opening, None)
    return best[2]


def _written(reading: Reading, phrase: str) -> Stretch | None:
    """Find a phrase in the text, whatever its case."""
    if len(phrase) < _LEAST_WORD:
        return None
    match = re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", reading.text[:_NEAR], re.IGNORECASE)
    return Stretch(*match.span()) if match else None


def _fullest(reading: Reading, entity: Entity) -> Stretch:
    mentions = entity.mentions
    same = [mention for mention in mentions if reading.text[mention.start : mention.end] == entity.name]
    chosen = (same or mentions)[0]
    return Stretch(chosen.start, chosen.end)


def _time(
    reading: Reading, lead: Lead, times: Sequence[TimeExpression], grammar: Grammar | None
) -> Stretch | None:
    """Take the first day of the lead that is no attribute, else of the text, else the lead's first time."""
    days = [time for time in times if _DAY.match(time.value or "")]
    plain = [time for time in days if not _POSSESSIVE.match(reading.text[time.end - 2 : time.end + 2])]
    for candidates in (plain, days, list(times)):
        within = [time for time in candidates if lead.sentence.start <= time.start < lead.sentence.end]
        if chosen := within or (candidates if candidates is plain else []):
            return _with_part_of_day(reading, chosen[0], grammar)
    return None


def _with_part_of_day(reading: Reading, time: TimeExpression, grammar: Grammar | None) -> Stretch:
    following = _NEXT_WORD.match(reading.text, time.end)
    if following and grammar and following[1].casefold() in grammar.day_parts:
        return Stretch(time.start, following.end())
    return Stretch(time.start, time.end)


def _place(story: _Story, places: Sequence[Place], lead: Lead) -> Stretch | None:
    """Take a place the headline names too, else the lead's, one that a preposition leads in first."""
    reading, grammar = story.reading, story.grammar
    named = _folded(story.headline or "")
    prepositions = grammar.place_prepositions if grammar else frozenset()
    mentions = {(mention.start, mention.end): 0.0 for place in places for mention in place.mentions}
    for entity in story.entities:
        if entity.type == "location":
            broad = 0.7 if entity.country else 0.0
            mentions |= {(mention.start, mention.end): broad for mention in entity.mentions}
    if (stretch := _headline_place(story)) is not None:
        mentions[stretch] = -1.5
    best: tuple[float, Stretch] | None = None
    for (start, end), broad in sorted(mentions.items()):
        before = reading.text[max(0, start - 24) : start].split()
        score = -broad
        if before and before[-1].lower() in prepositions:
            score += 1.0
        elif len(before) > 1 and before[-2].lower() in prepositions:
            score += 0.7
        if _folded(reading.text[start:end]) & named:
            score += 1.0
        if lead.sentence.start <= start < lead.sentence.end:
            score += 0.8
        score -= min(start / 1500, 2.0)
        if best is None or score > best[0]:
            best = score, Stretch(start, end)
    return _with_container(reading, best[1], mentions) if best else None


def _headline_place(story: _Story) -> Stretch | None:
    """Find in the text what the headline names after a preposition of place: "at the White House"."""
    if not story.headline or story.grammar is None:
        return None
    persons = frozenset().union(
        *(_folded(entity.name) for entity in story.entities if entity.type == "person")
    )
    for match in _AFTER_WORD.finditer(story.headline):
        if (
            match["before"].casefold() in story.grammar.place_prepositions
            and not _folded(match["name"]) <= persons
        ):
            return _written(story.reading, match["name"])
    return None


def _with_container(reading: Reading, stretch: Stretch, mentions: Iterable[tuple[int, int]]) -> Stretch:
    """Add the place that contains it where a comma joins them: "Baoding, Hebei province"."""
    for start, end in mentions:
        between = reading.text[stretch.end : start]
        if start > stretch.end and _CONTAINED.fullmatch(between):
            return Stretch(stretch.start, end)
    return stretch


def _folded(text: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in _WORD.findall(text) if len(word) >= _LEAST_WORD)


def _span(reading: Reading, stretch: Iterable[int] | None) -> TextSpan | None:
    if stretch is None:
        return None
    start, end = stretch
    return TextSpan(start=start, end=end, text=reading.text[start:end])
