"""Training of the entity tagger."""
