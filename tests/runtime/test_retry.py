"""Back-off of retriable faults."""
# ruff: noqa: S311 - seeded, to be repeatable

import random
from itertools import islice, pairwise

from hypothesis import given
from hypothesis import strategies as st

from service.runtime.retry import delays
from service.settings import RetrySettings


@given(initial=st.integers(1, 1000), factor=st.integers(1, 200), seed=st.integers())
def test_waits_grow_to_the_longest_and_stay_there(initial: int, factor: int, seed: int) -> None:
    """Each wait is in the upper half of a ceiling that doubles up to the longest wait."""
    longest = initial * factor
    settings = RetrySettings(initial_ms=initial, max_ms=longest)
    waits = list(islice(delays(settings, random.Random(seed).uniform), 12))
    ceilings = [min(initial * 2**n, longest) / 1000 for n in range(12)]
    assert all(c / 2 <= wait <= c for wait, c in zip(waits, ceilings, strict=True))


def test_replicas_do_not_return_in_step() -> None:
    """Two replicas that lost the same broker wait differently long."""
    settings = RetrySettings()
    first, second = delays(settings, random.Random(1).uniform), delays(settings, random.Random(2).uniform)
    waits = list(islice(zip(first, second, strict=False), 8))
    assert all(a != b for a, b in waits)
    assert all(a != b for a, b in pairwise([a for a, _ in waits]))
