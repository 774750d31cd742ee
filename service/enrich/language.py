"""Which language a text is in, by py3langid's model (names ISO 639-1 codes for 97 languages)."""

from py3langid.langid import MODEL_FILE
from py3langid.langid import LanguageIdentifier as Model

from schemas import Language

MAX_CHARACTERS = 1_200
"""More text costs time and changes no answer."""


class LanguageIdentifier:
    """Names the language of a text, or stays silent below a confidence."""

    def __init__(self, min_confidence: float) -> None:
        """Load the model."""
        self.model = Model.from_model_file(MODEL_FILE, norm_probs=True)
        self.min_confidence = min_confidence

    def __call__(self, text: str) -> Language | None:
        """Name the language, or null where the text is too short or too mixed to tell."""
        if not text:
            return None
        code, confidence = self.model.classify(text[:MAX_CHARACTERS])
        if confidence < self.min_confidence:
            return None
        return Language(code=code, confidence=round(float(confidence), 4))
