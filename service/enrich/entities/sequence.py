"""The learned tagger of token sequences: a linear chain whose weights are looked up by hashed features."""

from collections.abc import Mapping, Sequence
from importlib.resources import files
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.enrich.entities.features import (
    BITS,
    DISTANCE_OF_ONE_WORD,
    DISTANCES,
    IN_CONTEXT,
    OF_ONE_WORD,
    SLOTS,
    TEMPLATES,
    Features,
    Seen,
)
from service.enrich.entities.gazetteer import Gazetteer
from service.enrich.entities.lexicon import MOST_WORDS, WORD_SLOTS, Clusters, Lexicon

TAGS = ("O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-ORG", "I-ORG")
LONGEST_SENTENCE = 120
"""Tokens; a longer sentence is tagged in pieces."""
BATCH = 2_000
"""Tokens tagged at once: bounds the memory a text takes."""
ABOVE_ZERO = 128
NEVER = -1e4
"""Score of a transition that cannot be."""
MARGIN = 1e-2
"""Far more than sums of scores are wrong by for being rounded."""
_BY_DISTANCE = np.argsort(DISTANCE_OF_ONE_WORD, kind="stable")
_BEGIN_OF_DISTANCE = np.searchsorted(np.sort(DISTANCE_OF_ONE_WORD), DISTANCES)
_TAGS = np.array(TAGS, np.object_)

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
        self._words = _WordSums(features.lexicon, self._lanes)

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
                scores = self._scores(self.features.see([words for _, words in batch], counts))
                best = self._decode(scores, [len(words) for _, words in batch])
                for (number, _), tags in zip(batch, best, strict=True):
                    tagged[number] += tags
                batch, size = [], 0
            if piece is not None:
                batch.append(piece)
                size += len(piece[1])
        return tagged

    def _scores(self, seen: Seen) -> Floats:
        """Sum the weights of each token's features: a row a token, a column a tag."""
        if self._words.lexicon is not self.features.lexicon:
            self._words = _WordSums(self.features.lexicon, self._lanes)
        lanes = self._words(seen) + self._lanes.take(IN_CONTEXT(seen.table, seen.at), axis=0).sum(axis=0)
        sums = lanes.view(np.uint16)[:, : len(TAGS)].astype(np.float32)
        scores: Floats = (sums - ABOVE_ZERO * len(TEMPLATES)) * self._scale
        return scores

    def _decode(self, scores: Floats, sizes: Sequence[int]) -> list[list[str]]:
        """Find the best tags of each sentence (Viterbi)."""
        ends = np.cumsum(sizes)
        first, last = np.zeros(len(scores), np.bool_), np.zeros(len(scores), np.bool_)
        first[ends - sizes], last[ends - 1] = True, True
        doubtful = self._doubtful(scores)
        begins = np.flatnonzero(doubtful & (first | ~np.roll(doubtful, 1)))
        until = np.flatnonzero(doubtful & (last | ~np.roll(doubtful, -1))) + 1
        start, moves = self._transitions[0], self._transitions[1:]
        scores[begins] += np.where(first[begins, None], start, moves[0])
        scores[until - 1] += np.where(last[until - 1, None], 0, moves[:, 0])
        chosen = np.zeros(len(scores), np.int64)
        if len(begins):
            _choose(scores, begins, until - begins, moves.T.copy(), chosen)
        tags = _TAGS[chosen].tolist()
        return [tags[end - size : end] for end, size in zip(ends.tolist(), sizes, strict=True)]

    def _doubtful(self, scores: Floats) -> NDArray[np.bool_]:
        """Tell the tokens that may be in a name from those no best sequence has in one.

        A name in the best sequence is worth at least what ``O`` is in its place. What a token can add to
        that is bounded by its scores and the best transition into a tag, so what the best stretch of tokens
        around it can add is too.
        """
        start, moves = self._transitions[0], self._transitions[1:]
        enter = np.maximum((moves - moves[0, 0]).max(axis=0), start - start[0])[1:]
        leave = max(0.0, float((moves[1:, 0] - moves[0, 0]).max()))
        added = np.cumsum((scores[:, 1:] - scores[:, :1] + enter).max(axis=1), dtype=np.float64)
        most_after = np.maximum.accumulate(added[::-1])[::-1]
        least_before = np.minimum.accumulate(np.concatenate([[0.0], added[:-1]]))
        doubtful: NDArray[np.bool_] = most_after - least_before + leave > -MARGIN
        return doubtful


class _WordSums:
    """What words by themselves add to the scores of the tokens around, summed once a word."""

    def __init__(self, lexicon: Lexicon, lanes: NDArray[np.uint64]) -> None:
        self.lexicon, self._lanes = lexicon, lanes
        self._sums = np.zeros((MOST_WORDS, len(DISTANCES), lanes.shape[1]), np.uint64)
        self._done = 0

    def __call__(self, seen: Seen) -> NDArray[np.uint64]:
        """Sum the lanes of the words around each token: a row a token."""
        if self._done < len(self.lexicon):
            new = slice(self._done, len(self.lexicon))
            table = np.zeros((new.stop - new.start, SLOTS), np.uint32)
            table[:, :WORD_SLOTS] = self.lexicon.properties[new]
            lanes = self._lanes.take(OF_ONE_WORD(table, np.arange(len(table)))[_BY_DISTANCE], axis=0)
            self._sums[new] = np.add.reduceat(lanes, _BEGIN_OF_DISTANCE, axis=0).swapaxes(0, 1)
            self._done = new.stop
        words = seen.words[seen.at + DISTANCES[:, None]]
        rows = words * len(DISTANCES) + np.arange(len(DISTANCES))[:, None]
        total: NDArray[np.uint64] = (
            self._sums.reshape(-1, self._lanes.shape[1]).take(rows, axis=0).sum(axis=0)
        )
        return total


def _choose(
    scores: Floats,
    begins: NDArray[np.int64],
    sizes: NDArray[np.int64],
    moves: Floats,
    chosen: NDArray[np.int64],
) -> None:
    """Find the best tags of stretches of tokens, all side by side.

    Args:
        scores: a row a token, a column a tag; transitions into and out of a stretch are in its ends.
        begins: row each stretch begins with.
        sizes: tokens of each stretch.
        moves: transitions, a row the tag after, a column the tag before.
        chosen: where the number of each token's tag is written.
    """
    order = np.argsort(-sizes, kind="stable")
    begins, sizes = begins[order], sizes[order]
    # How many stretches are longer than each step.
    alive = np.searchsorted(-sizes, -np.arange(sizes[0]) - 1, side="right").tolist()
    best = scores[begins]
    back: list[NDArray[np.int64]] = []
    last = np.zeros(len(sizes), np.int64)
    for step, longer in enumerate([*alive[1:], 0], start=1):
        last[longer : len(best)] = best[longer:].argmax(axis=1)
        if longer:
            ways = best[:longer, None, :] + moves
            back.append(ways.argmax(axis=2))
            best = ways.max(axis=2) + scores[begins[:longer] + step]
    rows = np.arange(len(sizes))
    tags = last
    for step in range(len(alive) - 1, -1, -1):
        if step < len(back):
            came = back[step]
            tags[: len(came)] = came[rows[: len(came)], tags[: len(came)]]
        chosen[begins[: alive[step]] + step] = tags[: alive[step]]
