"""Which language a text is in, by py3langid's model; ISO 639 codes, two letters where there are two."""

import re
from collections import Counter
from functools import cache

from py3langid.langid import MODEL_FILE
from py3langid.langid import LanguageIdentifier as Model

from schemas import Article, Language, Paragraph

SHORT_TEXT = 200
"""Characters of text under which the headline helps to name the language."""
MAX_CHARACTERS = 600
"""More text costs time and changes no answer; less may be names of another language."""
SHARPNESS = 2.0
"""Power of the model's probabilities: it is right more often than they say."""
LEAST_PROBABILITY = 1e-4
"""Languages ranked lower change nothing."""
MEMBERS = {"yue": "zh", "wuu": "zh", "arz": "ar", "ary": "ar", "sdh": "ku", "uzs": "uz", "nn": "no"}
"""Languages that ISO 639-3 lists under a macrolanguage, which is named in their place."""
RARE = frozenset(
    """
    an ba br eo fo fy gd ht jv la lb li ln ms oc qu sa se tt vo wa
    ace bcl crh ext fuv gcf gcr gom grc gug guw hbo kab kik lij ltg nso pcm vec
    """.split()  # noqa: SIM905 - reads better than a list
)
"""Languages with few news beside those of a close relative: Malay beside Indonesian."""
SHARE_OF_RARE = 0.2
NO_LANGUAGE = "zxx"
"""What the model calls text that is in none."""
SURE = 0.95
"""Confidence from which a paragraph is said to be in another language than the article."""
SHORTEST_PARAGRAPH = 40
"""Bytes of UTF-8 under which nobody is sure: a character of Korean says more than a letter."""
MAX_PARAGRAPH_CHARACTERS = 120
MAX_WORD_CHARACTERS = 600
"""Of a paragraph whose words are compared."""
SHARED_WORDS = 0.2
"""Share of words known from the article's language from which a paragraph is in it; one in another language
has less 99 times in 100."""
MOST_ASKED = 100
"""Paragraphs of an article that the model is asked about; most have words enough in common."""
MOST_KNOWN = 4
"""Languages of an article whose words are kept."""
_WORD = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]|[^\W\d_]+")
"""A word, or a character of the scripts that set no spaces."""


@cache
def load_model() -> Model:
    """Load the model, once a process; it takes most of a worker's start."""
    return Model.from_model_file(MODEL_FILE, norm_probs=True)


class LanguageIdentifier:
    """Names the language of a text, or stays silent below a confidence."""

    def __init__(self, min_confidence: float) -> None:
        """Load the model."""
        self.model = load_model()
        self.min_confidence = min_confidence

    def of_article(self, article: Article) -> tuple[Language | None, list[Paragraph]]:
        """Name the language most of an article is in, and that of each paragraph surely in another.

        Returns:
            The article's language, and its paragraphs with theirs; null where it is the article's or unsure.
        """
        text = article.text
        language = self(f"{article.headline or ''}\n{text}" if len(text) < SHORT_TEXT else text)
        paragraphs = self._of_paragraphs(article, language, of_begin=True)
        lengths = Counter[str]()
        for paragraph in paragraphs:
            if paragraph.language:
                lengths[paragraph.language.code] += paragraph.end - paragraph.start
        for code, length in lengths.most_common(1):
            if length > len(text) / 2:
                language = next(p.language for p in paragraphs if p.language and p.language.code == code)
                paragraphs = self._of_paragraphs(article, language, of_begin=False)
        return language, paragraphs

    def _of_paragraphs(
        self, article: Article, language: Language | None, *, of_begin: bool
    ) -> list[Paragraph]:
        """Ask the model about the paragraphs that share few words with those in the article's language.

        Args:
            article: the article.
            language: its language.
            of_begin: whether that was read off its beginning: a first paragraph of some length is in it then.
        """
        own = language.code if language else NO_LANGUAGE
        known: dict[str, set[str]] = {own: set()}
        asked = 0
        paragraphs = list[Paragraph]()
        for paragraph in article.paragraphs:
            text = article.text[paragraph.start : min(paragraph.end, paragraph.start + MAX_WORD_CHARACTERS)]
            words = set(_WORD.findall(text.lower()))
            shared = {code: len(words & theirs) for code, theirs in known.items()}
            code: str | None = own
            is_told = of_begin and language and not paragraphs and len(text) > MAX_PARAGRAPH_CHARACTERS
            is_like = is_told or shared[own] >= max(SHARED_WORDS * len(words), *shared.values())
            if not is_like and asked < MOST_ASKED:
                asked += 1
                other = self(text[:MAX_PARAGRAPH_CHARACTERS]) if _is_long(text) else None
                code = other.code if other else None
                is_sure = other is not None and code != own and other.confidence >= SURE
                paragraphs.append(paragraph.model_copy(update={"language": other}) if is_sure else paragraph)
            else:
                paragraphs.append(paragraph)
            if code in known or (code and len(known) < MOST_KNOWN):
                known.setdefault(code, set()).update(words)
        return paragraphs

    def __call__(self, text: str) -> Language | None:
        """Name the language, or null where the text is too short or too mixed to tell."""
        begin = text[:MAX_CHARACTERS]
        if not any(map(str.isalpha, begin)):
            return None
        weights: dict[str, float] = {}
        for label, probability in self.model.rank(begin):
            if probability < LEAST_PROBABILITY:
                break
            code = MEMBERS.get(label, label)
            share = SHARE_OF_RARE if label in RARE else 1.0
            weights[code] = weights.get(code, 0.0) + share * probability**SHARPNESS
        code = max(weights, key=weights.__getitem__)
        confidence = weights[code] / sum(weights.values())
        if code == NO_LANGUAGE or confidence < self.min_confidence:
            return None
        return Language(code=code, confidence=round(confidence, 4))


def _is_long(text: str) -> bool:
    return len(text.encode(errors="surrogatepass")) >= SHORTEST_PARAGRAPH
