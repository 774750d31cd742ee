"""Which language a text is in, by py3langid's model; ISO 639 codes, two letters where there are two."""

from functools import cache

from py3langid.langid import MODEL_FILE
from py3langid.langid import LanguageIdentifier as Model

from schemas import Language

MAX_CHARACTERS = 600
"""More text costs time and changes no answer."""
SHARPNESS = 2.0
"""Power of the model's probabilities: it is right more often than they say."""
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

    def __call__(self, text: str) -> Language | None:
        """Name the language, or null where the text is too short or too mixed to tell."""
        begin = text[:MAX_CHARACTERS]
        if not any(map(str.isalpha, begin)):
            return None
        weights: dict[str, float] = {}
        for label, probability in self.model.rank(begin):
            code = MEMBERS.get(label, label)
            share = SHARE_OF_RARE if label in RARE else 1.0
            weights[code] = weights.get(code, 0.0) + share * probability**SHARPNESS
        code = max(weights, key=weights.__getitem__)
        confidence = weights[code] / sum(weights.values())
        if code == NO_LANGUAGE or confidence < self.min_confidence:
            return None
        return Language(code=code, confidence=round(confidence, 4))
