"""Back-off of retriable faults: exponential, with jitter, so that replicas don't return in step."""

import random
from collections.abc import Callable, Iterator

from service.settings import RetrySettings


def delays(
    settings: RetrySettings, uniform: Callable[[float, float], float] = random.uniform
) -> Iterator[float]:
    """Yield waits in seconds, for ever.

    The n-th is drawn from the upper half of ``initial * 2**n``, capped at the longest wait
    ("equal jitter": never near zero, never in step).
    """
    ceiling = settings.initial_ms / 1000
    longest = settings.max_ms / 1000
    while True:
        ceiling = min(ceiling, longest)
        yield uniform(ceiling / 2, ceiling)
        ceiling *= 2
