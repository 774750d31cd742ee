"""Fit the weights of the tagger: a linear-chain conditional random field (Lafferty and others 2001).

Stochastic gradients with AdaGrad steps; features are left out at random, so that none is relied on alone; the
weights of the last rounds are averaged, and rounded to a byte.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from service.enrich.entities.features import BITS, Features
from service.enrich.entities.sequence import NEVER, TAGS

ROUNDS = 6
STEP = 0.15
LEFT_OUT = 0.1
"""Share of features left out of a sentence each time."""
PENALTY = 1e-5
BATCH = 2_000
"""Tokens a step."""
SORTED = 2_000
"""Sentences sorted by length together, so that a batch holds like lengths."""
EDITED = 3.0
"""News and encyclopaedia sentences count threefold: there are few of them, and articles are like them."""
OWN = "own"
"""Genre of texts whose tags are a model's own answers."""
OWN_ANSWERS = 0.3
"""What a sentence of theirs counts."""
WEIGHTS = {"news": EDITED, "wikipedia": EDITED, OWN: OWN_ANSWERS}
CLIPPED = 0.99995

Floats = NDArray[np.float64]
WIDTH = len(TAGS)
_NUMBER = {tag: number for number, tag in enumerate(TAGS)}


@dataclass(frozen=True, slots=True)
class Sentences:
    """Training sentences, one after the other."""

    buckets: NDArray[np.int32]
    """A row a token."""
    tags: NDArray[np.int64]
    """Number of each token's tag."""
    starts: NDArray[np.int64]
    """Row each sentence starts with, and one after the last."""
    weights: Floats
    """What each sentence counts."""


def read_sentences(features: Features, documents: Sequence[dict[str, Any]]) -> Sentences:
    """Read tagged documents, with the features of their tokens."""
    buckets, tags, lengths, weights = [], [], [], []
    for document in documents:
        gold = [sentence for sentence in document["sents"] if sentence["tokens"]]
        words = [sentence["tokens"] for sentence in gold]
        buckets.append(features.buckets(words, features.counts(words)))
        tags += [_NUMBER[tag] for sentence in gold for tag in sentence["tags"]]
        lengths += [len(tokens) for tokens in words]
        weights += [WEIGHTS.get(document["genre"], 1.0)] * len(words)
    starts = np.cumsum([0, *lengths])
    return Sentences(np.concatenate(buckets), np.array(tags), starts, np.array(weights))


def fit(sentences: Sentences, readiness: float, draws: int = 1) -> dict[str, NDArray[Any]]:
    """Train the weights; the same sentences give the same bytes on one thread.

    Args:
        sentences: what is learned from.
        readiness: taken from the score of ``O``: the more, the more names are found, and invented.
        draws: how often to train, with the sentences in another order; the mean of the weights is taken.

    Returns:
        The arrays ``SequenceTagger`` is made of, the tables of names and words aside.
    """
    trained = [_descend(sentences, seed) for seed in range(1, draws + 1)]
    weights, moves = map(_mean, zip(*trained, strict=True))
    relative = (weights - weights[:, :1])[1:, 1:]
    scale = float(np.quantile(np.abs(relative[relative != 0]), CLIPPED)) / 127
    transitions = np.concatenate([_start()[None], moves]).astype(np.float32)
    transitions[:, 0] -= readiness
    return {
        "weights": np.clip(np.rint(relative / scale), -127, 127).astype(np.int8),
        "scale": np.array(scale, np.float32),
        "transitions": transitions,
    }


def _mean(arrays: tuple[NDArray[Any], ...]) -> NDArray[Any]:
    mean: NDArray[Any] = sum(arrays[1:], start=arrays[0]) / arrays[0].dtype.type(len(arrays))
    return mean


def _descend(sentences: Sentences, seed: int) -> tuple[NDArray[np.float32], Floats]:
    """Return weights (bucket, tag) and transitions (tag, tag), averaged over the second half."""
    draw = np.random.default_rng(seed)
    possible = _possible()
    weights = np.zeros((1 + (1 << BITS), WIDTH), np.float32)
    squares = np.ones_like(weights)
    moves, move_squares = np.where(possible, 0.0, NEVER), np.full((WIDTH, WIDTH), 10.0)
    total, total_moves = np.zeros_like(weights), np.zeros_like(moves)
    for turn in range(ROUNDS):
        for batch in _batches(sentences.starts, draw):
            rows = np.concatenate([np.arange(*sentences.starts[n : n + 2]) for n in batch])
            lengths = np.diff(sentences.starts)[batch]
            seen = sentences.buckets[rows]
            seen = np.where(draw.random(seen.shape, dtype=np.float32) < LEFT_OUT, 0, seen)
            used, inverse = np.unique(seen.ravel(), return_inverse=True)
            counts = csr_matrix(
                (
                    (seen != 0).ravel().astype(np.float32) / (1 - LEFT_OUT),
                    inverse.ravel().astype(np.int32),
                    np.arange(len(rows) + 1) * seen.shape[1],
                ),
                shape=(len(rows), len(used)),
            )
            gradient, move_gradient = _gradients(
                counts @ weights[used], sentences.tags[rows], lengths, moves, sentences.weights[batch]
            )
            step = counts.T @ gradient.astype(np.float32) + PENALTY * weights[used]
            squares[used] += step * step
            weights[used] -= STEP * step / np.sqrt(squares[used])
            move_squares += move_gradient**2
            moves -= np.where(possible, STEP * move_gradient / np.sqrt(move_squares), 0)
        if turn >= ROUNDS // 2:
            total, total_moves = total + weights, total_moves + moves
    averaged = ROUNDS - ROUNDS // 2
    return total / np.float32(averaged), total_moves / averaged


def _batches(starts: NDArray[np.int64], draw: np.random.Generator) -> list[NDArray[np.int64]]:
    lengths = np.diff(starts)
    order = draw.permutation(len(lengths))
    batches = []
    for begin in range(0, len(order), SORTED):
        alike = order[begin : begin + SORTED]
        alike = alike[np.argsort(lengths[alike], kind="stable")]
        cuts = np.flatnonzero(np.diff(np.cumsum(lengths[alike]) // BATCH)) + 1
        batches += np.split(alike, cuts)
    return [batches[place] for place in draw.permutation(len(batches))]


def _gradients(
    scores: NDArray[np.float32],
    tags: NDArray[np.int64],
    lengths: NDArray[np.int64],
    moves: Floats,
    weights: Floats,
) -> tuple[Floats, Floats]:
    """Return expected minus seen tags of each token, and the same of pairs of tags."""
    count, longest = len(lengths), int(lengths.max())
    sentence = np.repeat(np.arange(count), lengths)
    place = np.concatenate([np.arange(length) for length in lengths])
    padded = np.zeros((count, longest, WIDTH))
    padded[sentence, place] = scores
    ways = np.exp(moves)
    ahead, behind = np.empty_like(padded), np.zeros_like(padded)
    ahead[:, 0] = padded[:, 0] + _start()
    for step in range(1, longest):
        ahead[:, step] = padded[:, step] + _log_product(ahead[:, step - 1], ways)
    last = lengths - 1
    for step in range(longest - 2, -1, -1):
        come = _log_product(padded[:, step + 1] + behind[:, step + 1], ways.T)
        behind[:, step] = np.where((step < last)[:, None], come, 0)
    final = ahead[np.arange(count), last]
    top = final.max(axis=1)
    total = top + np.log(np.exp(final - top[:, None]).sum(axis=1))
    expected = np.exp(ahead + behind - total[:, None, None])[sentence, place]
    expected[np.arange(len(tags)), tags] -= 1
    pairs = np.zeros((WIDTH, WIDTH))
    for step in range(longest - 1):
        more = step < last
        following = (padded[more, step + 1] + behind[more, step + 1])[:, None, :]
        pairs += np.exp(ahead[more, step][:, :, None] + moves + following - total[more, None, None]).sum(
            axis=0
        )
    inside = sentence[1:] == sentence[:-1]
    np.subtract.at(pairs, (tags[:-1][inside], tags[1:][inside]), 1)
    return expected * weights[sentence][:, None], pairs


def _log_product(logs: Floats, ways: Floats) -> Floats:
    top = logs.max(axis=1, keepdims=True)
    product: Floats = top + np.log(np.exp(logs - top) @ ways + 1e-300)
    return product


def _possible() -> NDArray[np.bool_]:
    """Whether a tag may follow another: a name goes on only with its own type."""
    return np.array([[tag[0] != "I" or before[2:] == tag[2:] for tag in TAGS] for before in TAGS])


def _start() -> Floats:
    return np.array([NEVER if tag[0] == "I" else 0.0 for tag in TAGS])
