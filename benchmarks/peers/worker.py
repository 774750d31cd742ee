"""One extractor in a process of its own, which measures its own CPU time content by content.

    python -m benchmarks.peers.worker NAME

A request is a JSON line with ``url`` and ``file`` (bytes, gzipped where its name ends in ``.gz``) or
``text``; the answer is a JSON line with the extractor's answer, ``seconds`` of CPU, and ``error``, the
name of what it raised.
"""

import gzip
import json
import os
import socket
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.peers.extractors import OURS_TABLE, PEERS


def main() -> None:
    """Answer requests until there are none; whatever tries to reach the network fails at once."""
    socket.socket = _NoSocket  # type: ignore[misc, assignment]
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a library prints must not mix with the answers
    extract = (OURS_TABLE | PEERS)[sys.argv[1]]()
    for line in sys.stdin.buffer:
        request = json.loads(line)
        content = _content(request)
        error = None
        begin = time.process_time()
        try:
            answer = extract(content, request.get("url"))
        except Exception as fault:  # noqa: BLE001 - whatever a library raises, the page counts as empty
            answer, error = {"text": ""}, type(fault).__name__
        seconds = time.process_time() - begin
        json.dump(answer | {"seconds": seconds, "error": error}, answers)
        answers.write("\n")
        answers.flush()


class _NoSocket:
    """Extractors read what they are given, and nothing else."""

    def __init__(self, *_: object, **__: object) -> None:
        raise OSError("no network in a measurement")


def _content(request: dict[str, Any]) -> bytes:
    if "text" in request:
        return str(request["text"]).encode()
    stored = Path(request["file"]).read_bytes()
    return gzip.decompress(stored) if request["file"].endswith(".gz") else stored


if __name__ == "__main__":
    main()
