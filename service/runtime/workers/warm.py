"""Imported once, by the server that workers are forked from: they start with every stage and model loaded."""

import service.pipeline  # noqa: F401 - loaded here, used in the workers
from service.enrich.language import load_model

load_model()
