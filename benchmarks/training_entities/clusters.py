"""Groups of words that stand in the same company, learned from unlabelled text.

Positive pointwise mutual information of words and their neighbours (Church and Hanks 1990), cut to its main
dimensions, then k-means: coarse, middling and fine groups.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.linalg import svds
from sklearn.cluster import KMeans

from benchmarks.extraction import read_lines
from service.enrich.entities.lexicon import clustered, fingerprint

GROUPS = (50, 200, 800)
DIMENSIONS = 64
LEAST_COUNT = 4
NEIGHBOURS = 6_000
"""Words whose company counts."""
DISTANCES = (-2, -1, 1, 2)
SIDES = {-1: 0, 1: 1, -2: 2, 2: 2}
"""Neighbours before and after are told apart; those further away are not."""
SMOOTHING = 0.75
"""Power of a neighbour's count: rare ones say less (Levy and others 2015)."""
TEXTS = ("topics_stories", "main_event_5w1h", "quotes", "temporal")
_TOKEN = re.compile(r"'s\b|n't\b|(?:[^\W\d_]\.){2,}|\d+(?:[.,]\d+)*|[^\W\d_]+(?:-[^\W_]+)*|[^\w\s]")
_SENTENCE = re.compile(r"\n+|(?<=[.!?])\s+(?=[A-Z\"“])")


def unlabelled_sentences(benchmark: Path) -> Iterator[list[str]]:
    """Yield the tokens of the English news texts of the benchmark, each text once.

    Args:
        benchmark: the folder that holds ``extraction`` and ``enrichment``.
    """
    seen = set()
    for text in _texts(benchmark):
        if (begin := text[:80]) in seen:
            continue
        seen.add(begin)
        for sentence in _SENTENCE.split(text.replace("’", "'")):
            if tokens := _TOKEN.findall(sentence):
                yield tokens


def _texts(benchmark: Path) -> Iterator[str]:
    for page in read_lines(benchmark / "extraction" / "pages.jsonl.gz"):
        if page["lang"] == "en":
            yield page["gold"].get("body") or ""
    for task in TEXTS:
        for document in read_lines(benchmark / "enrichment" / task / "dev.jsonl.gz"):
            yield document["text"]


def cluster_arrays(sentences: Sequence[Sequence[str]]) -> Mapping[str, NDArray[Any]]:
    """Group the words of sentences, as the model keeps the groups."""
    counts = Counter(clustered(word) for words in sentences for word in words)
    vocabulary = sorted(
        (word for word, count in counts.items() if count >= LEAST_COUNT),
        key=lambda word: (-counts[word], word),
    )
    vectors = _vectors(_company(sentences, {word: number for number, word in enumerate(vocabulary)}))
    groups = [KMeans(size, n_init=1, random_state=1, max_iter=30).fit_predict(vectors) for size in GROUPS]
    rows = dict(zip(map(fingerprint, vocabulary), np.stack(groups, axis=1), strict=True))
    hashes = sorted(rows)
    return {
        "words": np.array(hashes, np.uint32),
        "word_clusters": np.array([rows[number] for number in hashes], np.uint16),
    }


def _company(sentences: Sequence[Sequence[str]], number: Mapping[str, int]) -> csr_matrix:
    """Count neighbours: a row a word, columns its neighbours by side; the last of a side is all others."""
    width = min(NEIGHBOURS, len(number))
    rows, columns = [], []
    for words in sentences:
        known = [-1, *(number.get(clustered(word), -1) for word in words), -1]
        for place, word in enumerate(known):
            if word < 0:
                continue
            for distance in DISTANCES:
                if 0 <= place + distance < len(known):
                    other = known[place + distance]
                    rows.append(word)
                    columns.append((other if 0 <= other < width else width) + (width + 1) * SIDES[distance])
    shape = (len(number), 3 * (width + 1))
    counted = coo_matrix((np.ones(len(rows)), (rows, columns)), shape=shape).tocsr()
    counted.sum_duplicates()
    return counted


def _vectors(counted: csr_matrix) -> NDArray[np.float64]:
    own = np.asarray(counted.sum(axis=1)).ravel()
    theirs = np.asarray(counted.sum(axis=0)).ravel() ** SMOOTHING
    theirs /= theirs.sum()
    cells = counted.tocoo()
    information = np.log(cells.data / (own[cells.row] * theirs[cells.col]))
    kept = information > 0
    positive = csr_matrix((information[kept], (cells.row[kept], cells.col[kept])), shape=counted.shape)
    dimensions = min(DIMENSIONS, min(positive.shape) - 1)
    words, sizes, _ = svds(positive, k=dimensions, v0=np.ones(min(positive.shape)))
    vectors: NDArray[np.float64] = words * np.sqrt(sizes)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    return vectors
