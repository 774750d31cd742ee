"""The tagger of tokens and the names known beforehand."""

import numpy as np
import pytest
from numpy.typing import NDArray

from service.enrich.entities import EntityTagger
from service.enrich.entities.countries import Countries
from service.enrich.entities.features import BITS, Features
from service.enrich.entities.gazetteer import Gazetteer, Kind, name_hash, name_words
from service.enrich.entities.lexicon import LEVELS, Clusters
from service.enrich.entities.mentions import Span, agreed, spans, with_surnames
from service.enrich.entities.repair import repaired
from service.enrich.entities.sequence import LONGEST_SENTENCE, TAGS, SequenceTagger
from service.enrich.entities.vocabulary import LANGUAGES
from service.enrich.entities.words import sentence_words
from service.enrich.reading import Reading, Stretch


@pytest.fixture(scope="module")
def model() -> SequenceTagger:
    """The model of the package."""
    return SequenceTagger.load()


def known(**names: int) -> Gazetteer:
    """Make a gazetteer of names, words joined by an underscore."""
    table = {name_hash(name.lower().split("_")): kind for name, kind in names.items()}
    hashes = sorted(table)
    return Gazetteer(hashes, [table[number] for number in hashes])


def test_a_gazetteer_answers_what_a_name_may_be() -> None:
    """A name of several words is asked for by its words; an unknown name may be nothing."""
    gazetteer = known(new_york=Kind.STATE | Kind.METROPOLIS, kim=Kind.SURNAME_COMMON)
    assert Kind.STATE | Kind.METROPOLIS == gazetteer("new", "york")
    assert Kind.SURNAME_COMMON == gazetteer("kim")
    assert 0 == gazetteer("york")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Sainsbury’s", ["sainsbury", "'s"]),
        ("U.S. Steel", ["u.s.", "steel"]),
        ("Marks & Spencer", ["marks", "&", "spencer"]),
        ("Guinea-Bissau", ["guinea-bissau"]),
    ],
)
def test_names_are_split_as_tokens_are(name: str, words: list[str]) -> None:
    """What the gazetteer keeps is what a text's tokens look like."""
    assert words == name_words(name)


def test_spans_read_tags_as_the_benchmark_does() -> None:
    """An I of another type, or after O, begins a name of its own."""
    tags = ["B-PER", "I-PER", "B-PER", "O", "I-LOC", "I-ORG", "O"]
    assert [Span(0, 2, "PER"), Span(2, 3, "PER"), Span(4, 5, "LOC"), Span(5, 6, "ORG")] == list(spans(tags))


def test_a_surname_is_taken_up_where_it_stands_alone() -> None:
    """Untagged or taken for a place, the name is the person's; within another name it is not."""
    sentences = [["Ana", "Field", "spoke"], ["Field", "left"], ["the", "Field", "Museum"], ["a", "Brook"]]
    tags = [["B-PER", "I-PER", "O"], ["B-LOC", "O"], ["O", "O", "O"], ["O", "O"]]
    assert [["B-PER", "O"], ["O", "O", "O"], ["O", "O"]] == with_surnames(sentences, tags)[1:]


def test_every_sentence_gets_a_tag_a_token(model: SequenceTagger) -> None:
    """Empty, short and overlong sentences keep their lengths, and no name begins inside."""
    sentences = [[], ["Ana"], ["Kim"] * (2 * LONGEST_SENTENCE + 7), [], ["."] * 3]
    tags = model(sentences)
    assert [len(words) for words in sentences] == [len(row) for row in tags]
    assert {tag for row in tags for tag in row} <= set(TAGS)


def test_sentences_side_by_side_are_tagged_as_alone(model: SequenceTagger) -> None:
    """How sentences are put into batches changes nothing, where the document is the same."""
    sentences = [["Ana", "Lee", "met", "Ben", "Roy", "in", "Oslo", "."], ["They", "like", "Norway", "."]]
    counts = model.features.counts(sentences)
    together = model.features.buckets(sentences, counts)
    apart = [model.features.buckets([words], counts) for words in sentences]
    assert np.array_equal(together, np.concatenate(apart))


def test_tags_are_those_of_the_best_sequence_by_all_features(model: SequenceTagger) -> None:
    """Sums kept by word, and tokens surely in no name left out, find what a search of every token finds."""
    draw = np.random.default_rng(3)
    words = ["Ana", "Lee", "of", "the", "Oslo", "Works", "met", "U.S.", "men", ",", "7", "on", "May"]
    for _ in range(5):
        sentences = [[str(word) for word in draw.choice(words, size)] for size in (1, 2, 40, 9)]
        weights = draw.integers(-20, 20, (1 + (1 << BITS), len(TAGS)), np.int8)
        weights[0], weights[:, 0] = 0, 0
        transitions = draw.normal(0, 1, (len(TAGS) + 1, len(TAGS))).astype(np.float32)
        transitions[:, 0] += 10
        tagger = SequenceTagger(model.features, weights, 0.1, transitions)
        buckets = model.features.buckets(sentences, model.features.counts(sentences))
        scores = weights[buckets].sum(axis=1) * 0.1
        ends = np.cumsum([len(sentence) for sentence in sentences])
        expected = [best_tags(part, transitions) for part in np.split(scores, ends[:-1])]
        assert expected == tagger(sentences)
        assert 0.05 < np.mean([tag != "O" for row in expected for tag in row]) < 0.7


def best_tags(scores: NDArray[np.float64], transitions: NDArray[np.float32]) -> list[str]:
    """Search the best sequence of tags, one token after the other."""
    paths = [(scores[0, tag] + transitions[0, tag], [tag]) for tag in range(len(TAGS))]
    for row in scores[1:]:
        paths = [
            max((worth + transitions[1 + path[-1], tag] + row[tag], [*path, tag]) for worth, path in paths)
            for tag in range(len(TAGS))
        ]
    return [TAGS[tag] for tag in max(paths)[1]]


def test_a_full_memory_of_words_changes_no_tag(
    model: SequenceTagger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Words are forgotten when there are too many; tags of old and new ones stay the same."""
    sentences = [["Ana", "Lee", "met", "Ben", "Roy", "in", "Oslo", "."], ["They", "like", "Norway", "."]]
    before = model(sentences)
    monkeypatch.setattr("service.enrich.entities.features.MOST_WORDS", 20)
    others = [model([[f"Word{n}", "was", "in", "Oslo"]]) for n in range(12)]
    assert [others[0]] * 12 == others
    assert before == model(sentences)


def test_the_best_sequence_is_found() -> None:
    """Weights of one word and a forbidden transition: the name is tagged, and no I follows an O."""
    features = Features(known(), Clusters([], []))
    sentences = [["zeta", "Alpha", "beta"]]
    buckets = features.buckets(sentences, features.counts(sentences))
    weights = np.zeros((1 + (1 << BITS), len(TAGS)), np.int8)
    only_second = set(buckets[1].tolist()) - {0}
    weights[
        sorted(only_second - set(buckets[0].tolist()) - set(buckets[2].tolist())), TAGS.index("I-LOC")
    ] = 5
    weights[0] = 0
    transitions = np.zeros((len(TAGS) + 1, len(TAGS)), np.float32)
    transitions[:2, [2, 4, 6]] = -1e4
    transitions[2:, 4] = -1e4
    transitions[1 + TAGS.index("B-LOC"), 4] = 0
    tagged = SequenceTagger(features, weights, 1.0, transitions)(sentences)
    assert [["B-LOC", "I-LOC", "O"]] == tagged


def test_clusters_know_words_whatever_their_case() -> None:
    """A word no text showed has no group."""
    clusters = Clusters.of(
        {"words": np.array([7], np.uint32), "word_clusters": np.ones((1, LEVELS), np.uint16)}
    )
    assert clusters("nowhere") is None


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Democratic People's Republic of Korea", "KP"),
        ("the Netherlands", "NL"),
        ("DPRK", "KP"),
        ("Deutschland", "DE"),
        ("Corée du Sud", "KR"),
        ("Estados Unidos", "US"),
        ("Atlantis", None),
        ("European Union", None),
    ],
)
def test_countries_are_known_by_their_names(name: str, code: str | None) -> None:
    """Official, short and foreign names and initials lead to the code of ISO 3166-1."""
    assert code == Countries.load().code([*name.replace("'s", " 's").split()])


def test_tokens_of_a_sentence_are_split_as_in_the_treebank() -> None:
    """The genitive and the elided article stand apart, with their own places."""
    text = "Norway’s king met d’Alembert. He left."
    sentences = sentence_words(Reading(text, "en", [Stretch(0, len(text))]))
    assert ["Norway", "’s", "king", "met", "d’", "Alembert", "."] == [word.text for word in sentences[0]]
    assert all(text[word.start : word.end] == word.text for words in sentences for word in words)


def test_raw_tokens_are_tagged_by_sentence() -> None:
    """Gold tokens of one document can be tagged without a text."""
    tags = EntityTagger().tag([["Angela", "Merkel", "visited", "Paris", "."], ["Merkel", "smiled", "."]])
    assert [["B-PER", "I-PER", "O", "B-LOC", "O"], ["B-PER", "O", "O"]] == tags


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        (["B-LOC", "B-LOC", "B-ORG"], ["B-LOC", "B-LOC", "B-LOC"]),
        (["B-LOC", "B-ORG", "O"], ["B-LOC", "B-ORG", "B-LOC"]),
        (["B-LOC", "B-LOC", "O"], ["B-LOC", "B-LOC", "B-LOC"]),
        (["B-LOC", "O", "O"], ["B-LOC", "O", "O"]),
    ],
)
def test_a_name_told_again_is_tagged_alike(tags: list[str], expected: list[str]) -> None:
    """The type told most often wins, and what is mostly a name is one each time; once is no rule."""
    sentences = [
        ["they", "saw", "Quendal", "."],
        ["Quendal", "slept", "."],
        ["off", "Quendal", "it", "rained"],
    ]
    places = (2, 0, 1)
    rows = [["O"] * len(words) for words in sentences]
    for row, place, tag in zip(rows, places, tags, strict=True):
        row[place] = tag
    made = agreed(sentences, rows)
    assert expected == [row[place] for row, place in zip(made, places, strict=True)]
    assert len([tag for row in made for tag in row if tag != "O"]) == len([t for t in expected if t != "O"])


def test_a_word_beside_a_capitalised_one_is_left_alone() -> None:
    """It may be part of another name."""
    sentences = [["Reed", "slept", "."], ["Reed", "rose", "."], ["the", "Reed", "Valley", "road"]]
    tags = [["B-PER", "O", "O"], ["B-PER", "O", "O"], ["O"] * 4]
    assert tags == agreed(sentences, tags)


def test_a_known_place_before_a_word_for_an_area_is_told() -> None:
    """Also where the model saw no name; unknown names and the sentence's first word are left alone."""
    known = Gazetteer(sorted([name_hash(["kazan"]), name_hash(["the"])]), [Kind.CITY, Kind.CITY])
    words = [
        "The",
        "region",
        "beside",
        "the",
        "front-line",
        "Kazan",
        "region",
        "and",
        "the",
        "Quendal",
        "region",
        "burned",
    ]
    tags = repaired(words, ["O"] * len(words), known, LANGUAGES["en"])
    assert [("Kazan", "B-LOC")] == [pair for pair in zip(words, tags, strict=True) if pair[1] != "O"]


def test_every_language_says_how_it_is_read() -> None:
    """The table of languages is made of these files."""
    assert {"en": True, "de": False, "fr": False, "es": False} == {
        code: words.learned for code, words in LANGUAGES.items()
    }
