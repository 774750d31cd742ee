"""What the user names on the command line, as a lazy stream of records, each with a label for messages.

The name of a file says what it holds:

=====================================  ====================================================
``.html .htm .xhtml .txt .md .json``    one article, sent as it is with a ``content-type``
``.jsonl .ndjson``                      one JSON article a line
``.warc``                               web archive: each HTML response is an article
a directory                             every such file in it and below, sorted by name
``-`` or any other name                 told from its first bytes
=====================================  ====================================================

Each may be compressed (``.gz``, ``.zst``). A compressed article travels compressed, with a
``content-encoding``: undoing it, within limits, is the admit stage's task.

Memory is bounded by the size limit of one record: of a larger one, one byte past the limit is read,
enough for the admit stage to refuse it.
"""

import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, NamedTuple

from service.cli.reading.formats import ARTICLE, JSON_TYPE, LINES, WARC, Form, form_of, sniff
from service.cli.reading.standard_input import standard_input
from service.cli.reading.unpack import CORRUPT, read_lines, uncompressed
from service.cli.reading.warc import read_warc
from service.errors import ConfigurationError
from service.record import Headers, InputRecord

STDIN = "-"
FileId = tuple[int, int]
"""Device and inode: the same file by whatever name."""


class Sourced(NamedTuple):
    """One record, and the name it goes by in messages: ``path`` or ``path:line``."""

    label: str
    record: InputRecord


class Skipped(NamedTuple):
    """Something named that gave no record."""

    label: str
    reason: str
    damaged: bool
    """Whether articles may have been missed; false for what is no article at all."""


class Sources:
    """Records of files, directories and standard input, in order; iterate once."""

    def __init__(
        self,
        paths: Sequence[str],
        headers: Mapping[str, str],
        limit: int,
        outputs: Iterable[IO[bytes]] = (),
    ) -> None:
        """Check the paths.

        Args:
            paths: files, directories, or ``-``.
            headers: headers of every record; they win over what a file says of itself.
            limit: size limit of a record, bytes.
            outputs: files being written, never read although they may stand in a named directory.

        Raises:
            ConfigurationError: a path is missing, cannot be read, or is an output.
        """
        self.headers = headers
        self.limit = limit
        self.position = 0
        """Bytes read so far, compressed as they are."""
        self._paths = paths
        self._outputs = {_file_id(os.fstat(output.fileno())) for output in outputs}
        for path in paths:
            self._check(path)

    def _check(self, path: str) -> None:
        if path == STDIN:
            return
        try:
            status = os.stat(path)  # noqa: PTH116 - a path may be a name only the system knows, such as /dev/fd/63
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            raise ConfigurationError(f"cannot read {path}: {reason}; check the path") from error
        if not os.access(path, os.R_OK):
            raise ConfigurationError(f"cannot read {path}: permission denied; check who may read it")
        if stat.S_ISREG(status.st_mode) and _file_id(status) in self._outputs:
            raise ConfigurationError(f"{path} is read and written at once: name another output")

    def total(self) -> int | None:
        """Add up the bytes to read; null where a stream has no length."""
        size = 0
        for path in self._paths:
            if path == STDIN or not (Path(path).is_file() or Path(path).is_dir()):
                return None
            for name in _walk(path):
                with suppress(OSError):
                    size += 0 if isinstance(name, Skipped) else os.stat(name).st_size  # noqa: PTH116 - as above
        return size

    def __iter__(self) -> Iterator[Sourced | Skipped]:
        """Read on; what a file holds and cannot be read is skipped, never an exception."""
        for path in self._paths:
            if path == STDIN:
                with standard_input() as stream:
                    yield from self._read_stream(STDIN, stream, None)
            elif not os.path.isdir(path):  # noqa: PTH112 - as above
                yield from self._read_file(path, named=True)
            else:
                for name in _walk(path):
                    if isinstance(name, Skipped):
                        yield name
                    else:
                        yield from self._read_file(name, named=False)

    def _read_file(self, path: str, *, named: bool) -> Iterator[Sourced | Skipped]:
        form = form_of(path)
        if form is None and not named:
            yield Skipped(path, f"unknown kind of file {Path(path).suffix}".rstrip(), damaged=False)
            return
        begin = self.position
        try:
            status = os.stat(path)  # noqa: PTH116 - as above
            if not named and not stat.S_ISREG(status.st_mode):
                yield Skipped(path, "not a regular file", damaged=False)
                return
            if _file_id(status) in self._outputs:
                yield Skipped(path, "it is being written", damaged=False)
                return
            with open(path, "rb") as stream:  # noqa: PTH123 - as above
                yield from self._read_stream(path, stream, form)
        except OSError as error:
            yield Skipped(path, f"cannot be read: {error.strerror or error}", damaged=True)
        else:
            self.position = begin + status.st_size

    def _read_stream(self, label: str, stream: IO[bytes], form: Form | None) -> Iterator[Sourced | Skipped]:
        form = sniff(stream, self.headers.get("content-type")) if form is None else form
        try:
            if form.kind == ARTICLE:
                yield Sourced(label, self._record(stream.read(self.limit + 1), form.headers()))
            elif form.kind == LINES:
                begin = self.position
                for number, line in read_lines(uncompressed(stream, form.encoding), self.limit):
                    yield Sourced(f"{label}:{number}", self._record(line, form.headers()))
                    self.position = begin + _tell(stream)
            elif form.kind == WARC:
                yield from self._read_warc(label, stream)
        except CORRUPT as error:
            reason = " ".join(str(error).split()) or type(error).__name__
            yield Skipped(label, f"damaged, the rest was not read: {reason}", damaged=True)

    def _read_warc(self, label: str, stream: IO[bytes]) -> Iterator[Sourced | Skipped]:
        begin = self.position
        for page in read_warc(stream, self.limit):
            name = f"{label}:{page.number}"
            if page.body is None:
                yield Skipped(name, page.reason, page.damaged)
            else:
                yield Sourced(name, self._record(page.body, page.headers))
            self.position = begin + _tell(stream)

    def _record(self, value: bytes, own: Mapping[str, str]) -> InputRecord:
        merged = {**own, **self.headers}
        if own.get("content-type") == JSON_TYPE:  # a hint of the content type is for bare articles
            merged["content-type"] = JSON_TYPE
        headers: Headers = tuple(
            (name, text.encode(errors="surrogateescape")) for name, text in merged.items()
        )
        return InputRecord(value=value, headers=headers)


def _walk(path: str) -> Iterator[str | Skipped]:
    """Name the files of a directory and below, sorted; a file is itself. Hidden names are passed over."""
    pending = [(path, os.path.isdir(path))]  # noqa: PTH112 - a path may be a name only the system knows
    while pending:
        name, is_folder = pending.pop()
        if not is_folder:
            yield name
            continue
        try:
            with os.scandir(name) as listing:
                entries = sorted(listing, key=lambda entry: entry.name, reverse=True)
        except OSError as error:
            yield Skipped(name, f"cannot be read: {error.strerror}", damaged=True)
            continue
        # A link to a directory is not followed: it may lead round for ever.
        pending += [
            (entry.path, entry.is_dir(follow_symlinks=False))
            for entry in entries
            if not entry.name.startswith(".")
        ]


def _file_id(status: os.stat_result) -> FileId:
    return status.st_dev, status.st_ino


def _tell(stream: IO[bytes]) -> int:
    try:
        return stream.tell()
    except (OSError, ValueError):
        return 0
