"""The words by which a language tells who says what: one TOML file a language, read at import."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from service.enrich.languages import tables

Table = Mapping[str, Any]
WORD_CLASSES = tuple(
    """
    that coordinators likening nouns pronouns objects own plural determiners indefinite prepositions
    conjunctions relative auxiliaries passive infinitive adverbs titles roles bodies naming connectors
    linking genitive mute
    """.split()  # noqa: SIM905 - reads better than a list
)
"""Lists of the words table that are taken as they are."""
CLOSED = ("prepositions", "conjunctions", "relative", "auxiliaries", "that", "adverbs", "infinitive")
"""Lists whose words end a noun phrase."""


@dataclass(frozen=True)
class Vocabulary:
    """Cue verbs and closed word classes of one language, all in lower case."""

    speech: frozenset[str]
    """Forms of verbs that bring any clause: say."""
    report: frozenset[str]
    """Forms of verbs that bring a clause or a thing: confirm."""
    clause: frozenset[str]
    """Forms of verbs that bring a clause only with its opening word: point out that."""
    manner: frozenset[str]
    """Forms of verbs that bring words in quotation marks only: continue, joke."""
    verbs: frozenset[str]
    """All verb forms."""
    cues: frozenset[str]
    """All verb forms, and the first words of the other cues."""
    closed: frozenset[str]
    """Words that end a noun phrase."""
    addressed: frozenset[str]
    """Those forms that name who is spoken to before what is said: told."""
    participle: tuple[str, ...]
    """Endings of forms that lean on the subject of their sentence: saying."""
    according: Mapping[str, tuple[tuple[str, ...], ...]]
    """Prepositional cues (according to), by their first word, the longest first."""
    trailing: frozenset[str]
    """Cues after the speaker: zufolge."""
    that: frozenset[str]
    """Words that open a reported clause."""
    male: frozenset[str]
    """Pronouns and nouns for a man."""
    female: frozenset[str]
    """Pronouns and nouns for a woman."""
    pronouns: frozenset[str]
    """Personal pronouns that stand for a speaker named before."""
    objects: frozenset[str]
    """Pronouns for who is spoken to: me, them."""
    own: frozenset[str]
    """Pronouns for whoever speaks or is spoken to: I, we, you."""
    plural: frozenset[str]
    """Pronouns for several persons, or an organisation."""
    determiners: frozenset[str]
    prepositions: frozenset[str]
    conjunctions: frozenset[str]
    coordinators: frozenset[str]
    """Conjunctions between equals: and."""
    likening: frozenset[str]
    """The word of "as he said"."""
    nouns: frozenset[str]
    """Verb forms that are more often nouns: their subject must be a plural or a name."""
    relative: frozenset[str]
    auxiliaries: frozenset[str]
    passive: frozenset[str]
    """Auxiliaries after which a participle tells what is done to the subject."""
    infinitive: frozenset[str]
    """Words that make the verb after them no statement: to, not yet."""
    adverbs: frozenset[str]
    adverb_endings: tuple[str, ...]
    past: tuple[str, ...]
    """Endings of verbs that stand as such in a clause: rose no, climbed yes."""
    finite: tuple[str, ...]
    """Endings that verbs have and nouns do not."""
    titles: frozenset[str]
    """Forms of address: Mr, Dr."""
    roles: frozenset[str]
    """Offices and jobs that stand beside a name."""
    bodies: frozenset[str]
    """Words of the names of organisations and places: ministry, region."""
    naming: frozenset[str]
    """Words before a title, a name or words at a distance: called, entitled."""
    connectors: frozenset[str]
    """Small words inside names: von, de."""
    linking: frozenset[str]
    """Words that hang a noun on a noun: the head of the bank."""
    indefinite: frozenset[str]
    """Determiners that bring in somebody new: a."""
    genitive: frozenset[str]
    """Determiners that hang a noun on a noun: die Sprecherin der Bank."""
    mute: frozenset[str]
    """Words that never say anything, though they may look like a noun: year, week."""
    inverts: bool
    """Whether a verb may stand before its subject after any first phrase."""
    drops: bool
    """Whether a subject pronoun may be left out."""
    comma: bool
    """Whether a comma stands before a reported clause."""
    inserts: bool
    """Whether the cue may stand within the quotation marks."""
    nouns_capital: bool
    """Whether every noun begins with a capital letter."""
    split: bool
    """Whether an auxiliary may stand far before its participle, the subject between them."""

    @property
    def bare(self) -> bool:
        """Whether a reported clause may follow its verb without any word or mark between."""
        return bool(self.past)

    def is_adverb(self, word: str) -> bool:
        """Whether a word is an adverb by its ending."""
        return bool(self.adverb_endings) and word.endswith(self.adverb_endings)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _forms(verbs: Mapping[str, str]) -> frozenset[str]:
    return frozenset(form for forms in verbs.values() for form in forms.split())


def _vocabulary(table: Table) -> Vocabulary:
    verbs, words, grammar = table["verbs"], table["words"], table["grammar"]
    cues = [tuple(cue.split()) for cue in table["according"]["before"]]
    speech, report = _forms(verbs["speech"]), _forms(verbs["report"])
    clause, manner = _forms(verbs["clause"]), _forms(verbs["manner"])
    addressed = _words(verbs["addressed"])
    trailing = frozenset(table["according"]["after"])
    return Vocabulary(
        verbs=speech | report | clause | manner,
        cues=speech | report | clause | manner | trailing | {cue[0] for cue in cues},
        closed=frozenset().union(*(_words(words[name]) for name in CLOSED)),
        speech=speech,
        report=report,
        clause=clause,
        manner=manner,
        addressed=addressed,
        participle=tuple(grammar["participle"].split()),
        according={
            cue[0]: tuple(sorted((c for c in cues if c[0] == cue[0]), key=len, reverse=True)) for cue in cues
        },
        trailing=trailing,
        male=_words(words["male"]),
        female=_words(words["female"]),
        finite=tuple(grammar["finite"].split()),
        past=tuple(grammar["past"].split()),
        adverb_endings=tuple(grammar["adverb"].split()),
        inverts=grammar["inverts"],
        drops=grammar["drops"],
        comma=grammar["comma"],
        inserts=grammar["inserts"],
        split=grammar["split"],
        nouns_capital=grammar["nouns_capital"],
        **{name: _words(words[name]) for name in WORD_CLASSES},
    )


LANGUAGES = {code: _vocabulary(table) for code, table in tables(f"{__package__}.languages").items()}
"""By ISO 639-1 code."""
