"""The learned tagger of token sequences: a linear chain whose weights are looked up by hashed features."""

from collections.abc import Mapping, Sequence
from importlib.resources import files
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.enrich.entities.features import BITS, Buckets, Clusters, Features
from service.enrich.entities.gazetteer import Gazetteer

TAGS = ("O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-ORG", "I-ORG")
LONGEST_SENTENCE = 120
"""Tokens; a longer sentence is tagged in pieces."""
BATCH = 2_000
"""Tokens tagged at once: bounds the memory a text takes."""
ABOVE_ZERO = 128
NEVER = -1e4
"""Score of a transition that cannot be."""

Floats = NDArray[np.float32]


class SequenceTagger:
    """Tags the tokens of a document as persons, places and organisations."""

    def __init__(
        self, features: Features, weights: NDArray[np.int8], scale: float, transitions: Floats
    ) -> None:
        """Keep a model.

        Args:
            features: what is seen of a token.
            weights: a row a bucket, a column a tag; the first row and the first column are 0.
            scale: what a unit of ``weights`` is worth.
            transitions: from tag to tag; a further first row from the sentence's start.
        """
        self.features, self._scale, self._transitions = features, np.float32(scale), transitions
        # Four weights of 16 bits lie in one number, so that adding numbers adds them all: none is below
        # zero, and a token's sum stays below 1 << 16.
        lanes = np.zeros((1 + (1 << BITS), 8), np.uint16)
        lanes[:, : len(TAGS)] = weights.astype(np.int16) + ABOVE_ZERO
        self._lanes = lanes.view(np.uint64)

    @staticmethod
    def load() -> "SequenceTagger":
        """Read the model of the package; ``docs/model-card.md`` says how it is made."""
        content = files(__package__).joinpath("tagger.npz").read_bytes()
        with np.load(BytesIO(content), allow_pickle=False) as arrays:
            return SequenceTagger.of(dict(arrays))

    @staticmethod
    def of(arrays: Mapping[str, NDArray[Any]]) -> "SequenceTagger":
        """Make a model of the arrays it is kept as."""
        weights = np.zeros((1 + (1 << BITS), len(TAGS)), np.int8)
        weights[1:, 1:] = arrays["weights"]
        features = Features(Gazetteer.of(arrays), Clusters.of(arrays))
        return SequenceTagger(features, weights, float(arrays["scale"]), arrays["transitions"])

    def __call__(self, sentences: Sequence[Sequence[str]]) -> list[list[str]]:
        """Tag the sentences of one document.

        Args:
            sentences: their tokens, split as in the Penn Treebank (``'s`` apart).

        Returns:
            For each token one of ``TAGS``.
        """
        counts = self.features.counts(sentences)
        pieces = [
            (number, words[begin : begin + LONGEST_SENTENCE])
            for number, words in enumerate(sentences)
            for begin in range(0, len(words), LONGEST_SENTENCE)
        ]
        tagged: list[list[str]] = [[] for _ in sentences]
        batch: list[tuple[int, Sequence[str]]] = []
        size = 0
        for piece in [*pieces, None]:
            if batch and (piece is None or size + len(piece[1]) > BATCH):
                best = self._decode(
                    self._scores(self.features.buckets([words for _, words in batch], counts)),
                    [len(words) for _, words in batch],
                )
                for (number, _), tags in zip(batch, best, strict=True):
                    tagged[number] += tags
                batch, size = [], 0
            if piece is not None:
                batch.append(piece)
                size += len(piece[1])
        return tagged

    def _scores(self, buckets: Buckets) -> Floats:
        """Sum the weights of each token's features: a row a token, a column a tag."""
        sums = (
            self._lanes.take(buckets.T, axis=0).sum(axis=0).view(np.uint16)[:, : len(TAGS)].astype(np.float32)
        )
        scores: Floats = (sums - ABOVE_ZERO * buckets.shape[1]) * self._scale
        return scores

    def _decode(self, scores: Floats, lengths: Sequence[int]) -> list[list[str]]:
        """Find the best tags of each sentence, all sentences side by side (Viterbi)."""
        order = sorted(range(len(lengths)), key=lambda n: -lengths[n])
        begins, sizes = np.cumsum([0, *lengths])[:-1][order], [lengths[n] for n in order]
        start, moves = self._transitions[0], self._transitions[1:].T.copy()
        best = scores[begins] + start
        back: list[NDArray[np.int64]] = []
        last = np.zeros(len(sizes), np.int64)
        alive = len(sizes)
        for step in range(1, sizes[0] + 1):
            ended = alive
            while alive and sizes[alive - 1] == step:
                alive -= 1
            if alive < ended:
                last[alive:ended] = best[alive:ended].argmax(axis=1)
            if alive:
                ways = best[:alive, None, :] + moves
                back.append(ways.argmax(axis=2))
                best = ways.max(axis=2) + scores[begins[:alive] + step]
        chosen = np.zeros((sizes[0], len(sizes)), np.int64)
        rows = np.arange(len(sizes))
        chosen[np.array(sizes) - 1, rows] = last
        for step in range(sizes[0] - 2, -1, -1):
            came = back[step]
            count = len(came)
            chosen[step, :count] = came[rows[:count], chosen[step + 1, :count]]
        tagged: list[list[str]] = [[] for _ in lengths]
        for number, size, tags in zip(order, sizes, chosen.T.tolist(), strict=True):
            tagged[number] = [TAGS[tag] for tag in tags[:size]]
        return tagged
