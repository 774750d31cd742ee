"""Which language a text is in, by py3langid's model (names ISO 639-1 codes for 97 languages)."""

from functools import cache

from py3langid.langid import MODEL_FILE
from py3langid.langid import LanguageIdentifier as Model

from schemas import Language

MAX_CHARACTERS = 1_200
"""More text costs time and changes no answer."""


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
        if not text:
            return None
        code, confidence = self.model.classify(text[:MAX_CHARACTERS])
        if confidence < self.min_confidence:
            return None
        return Language(code=code, confidence=round(float(confidence), 4))
