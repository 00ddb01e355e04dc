"""Files of many articles in a folder (JSON Lines, CSV, WARC), gzipped or not, read record by record in bounded memory.

Each record is a document of its own, which can be parsed alone: a line of JSON, a row of CSV below its file's header,
an answer of a WARC file. A corpus that has grown brings what is new in it; a record that can't be read costs itself.
"""

import csv
import gzip
import io
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO, cast

from warcio.exceptions import ArchiveLoadFailed

from newswire.acquire.charset import BYTE_ORDER_MARKS, decode
from newswire.acquire.parse_corpus import delimiter_of, read_answers
from newswire.acquire.sniff import GZIP, HEAD_BYTES, MAX_BYTES, sniff_format
from newswire.errors import Reason, RejectedError
from newswire.records import SourceFormat

MAX_UNPACKED_BYTES = 10_000_000_000  # of one file; a WARC file of CC-NEWS has 1 GB, and five times that unpacked
MAX_RECORDS = 1_000_000
# What the transport says of a record that has none: it is parsed as such, whatever a single one looks like.
RECORD_TYPES = {
    SourceFormat.JSONL: "application/jsonl; profile=newswire-record",
    SourceFormat.CSV: "text/csv; profile=newswire-record",
}
STATED_FORMATS = {media_type: source_format for source_format, media_type in RECORD_TYPES.items()}
BLANK = "\ufeff\xef\xbb\xbf \t\r\n"  # a byte order mark too, as it is or read as Latin-1
WIDE = tuple((mark, name) for mark, name in BYTE_ORDER_MARKS if name != "utf-8")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One document of a corpus. ``url`` is the address of a page, None for a row."""

    data: bytes
    url: str | None = None
    media_type: str | None = None
    http_status: int | None = None


def corpus_kind(path: Path, *, has_columns: bool) -> SourceFormat | None:
    """Return JSONL, CSV or WARC where the file is one, else None; ``has_columns``: a person says what is in it."""
    try:
        with _open(path) as file:
            head = file.peek(HEAD_BYTES)[:HEAD_BYTES]
            if head.startswith(GZIP):  # packed twice
                return None
            if decode(head)[0].lstrip(BLANK).startswith(("{", "[")):
                return SourceFormat.JSONL if _is_json_lines(file, head) else None
            kind = SourceFormat.CSV if has_columns else sniff_format(head)
    except (RejectedError, OSError):
        return None  # it is read as a single document, which says what is wrong
    return kind if kind in {SourceFormat.CSV, SourceFormat.WARC} else None


def read_records(path: Path, kind: SourceFormat) -> Iterator[Record | RejectedError]:
    """Yield the file's records, and for one that is too large, or torn, what is wrong with it."""
    number = 0
    try:
        with _open(path) as file:
            for record in _answers(cast("IO[bytes]", file.raw)) if kind is SourceFormat.WARC else _rows(file, kind):
                number += 1
                if number > MAX_RECORDS:
                    raise RejectedError(Reason.TOO_LARGE, f"at most {MAX_RECORDS} records of a file are read")
                if len(record.data) > MAX_BYTES:
                    yield RejectedError(Reason.TOO_LARGE, f"record {number}: at most {MAX_BYTES} bytes of one are read")
                else:
                    yield record
    except RejectedError as error:
        yield RejectedError(error.reason, f"after record {number}: {error.detail}")
    except (OSError, ValueError, csv.Error, ArchiveLoadFailed) as error:
        yield RejectedError(Reason.FILE_UNREADABLE, f"after record {number}: {error}")


def _answers(file: IO[bytes]) -> Iterator[Record]:
    for answer in read_answers(file, MAX_BYTES):
        yield Record(
            data=answer.body, url=answer.url or None, http_status=answer.http_status, media_type=answer.media_type
        )


def _rows(file: io.BufferedReader, kind: SourceFormat) -> Iterator[Record]:
    head = file.peek(HEAD_BYTES)[:HEAD_BYTES]
    lines = _Lines(file, head, newline="" if kind is SourceFormat.CSV else "\n")
    found = _csv_rows(iter(lines)) if kind is SourceFormat.CSV else ([line] for line in lines if line.strip())
    for row in found:
        yield Record(data=lines.to_bytes(row), media_type=RECORD_TYPES[kind])


class _TooLongError(Exception):
    """A quotation mark that nothing closes makes one row of all that follows."""


def _csv_rows(lines: Iterator[str]) -> Iterator[Sequence[str]]:
    """Yield the lines of each row below those of the header; the csv module says where a row ends."""
    csv.field_size_limit(max(csv.field_size_limit(), 2 * MAX_BYTES))  # for all readers of the process
    first = next(lines, "")
    lines = chain([first], lines)
    header: list[str] = []
    used: list[str] = []

    def take() -> Iterator[str]:
        size = 0
        for line in lines:
            size = size + len(line) if used else len(line)
            used.append(line)
            if size > MAX_BYTES:
                raise _TooLongError
            yield line

    while True:
        try:
            for row in csv.reader(take(), delimiter=delimiter_of(first)):
                if header and row:
                    yield header + used
                header = header or list(used)
                used.clear()
        except _TooLongError:
            yield header + used
            used.clear()
        else:
            return


class _Unpacked(io.RawIOBase):
    """A file's bytes, gzip taken off, up to a bound on their number."""

    def __init__(self, file: io.BufferedReader | gzip.GzipFile) -> None:
        self._file = file
        self._left = MAX_UNPACKED_BYTES

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = cast("memoryview", buffer)
        filled = 0
        while filled < len(view) and (data := self._read(len(view) - filled, is_first=not filled)):
            view[filled : filled + len(data)] = data
            filled += len(data)
        self._left -= filled
        if self._left < 0:
            raise RejectedError(Reason.TOO_LARGE, f"at most {MAX_UNPACKED_BYTES} bytes of a file are read")
        return filled

    def _read(self, size: int, *, is_first: bool) -> bytes:
        try:
            return self._file.read1(size)
        except (OSError, EOFError, zlib.error) as error:  # what was read before a torn end counts; it is met again
            if is_first:
                raise OSError(f"the file is torn: {error}") from error  # warcio takes an EOFError for the end
            return b""


@contextmanager
def _open(path: Path) -> Iterator[io.BufferedReader]:
    with path.open("rb") as packed:
        is_gzip = packed.peek(len(GZIP)).startswith(GZIP)
        yield io.BufferedReader(_Unpacked(gzip.GzipFile(fileobj=packed) if is_gzip else packed), HEAD_BYTES)


def _encoding(head: bytes) -> str:
    """Return how lines are told apart: by bytes, kept as they are, or of UTF-16 and UTF-32 by characters."""
    return next((name for mark, name in WIDE if head.startswith(mark)), "latin-1")


def _is_json_lines(file: io.BufferedReader, head: bytes) -> bool:
    """Return whether one object a line is there: a file of one object, or of one array, is a single document."""
    lines = _Lines(file, head, newline="\n")
    told = (line.strip(BLANK) for line in lines)
    first, second = (next(filter(None, told), "") for _line in range(2))
    return first.startswith("{") and first.endswith("}") and second.startswith("{")


class _Lines:
    """The lines of a file, one too long cut after ``MAX_BYTES`` + 1; ``to_bytes`` gives back what a line was."""

    def __init__(self, file: io.BufferedReader, head: bytes, newline: str) -> None:
        encoding = _encoding(head)
        self._text = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline=newline)
        self._kept_as = "latin-1" if encoding == "latin-1" else "utf-8"

    def __iter__(self) -> Iterator[str]:
        while line := self._text.readline(MAX_BYTES + 1):
            rest = line
            while len(rest) > MAX_BYTES and not rest.endswith(("\n", "\r")):
                rest = self._text.readline(MAX_BYTES + 1)
            yield line

    def to_bytes(self, lines: Sequence[str]) -> bytes:
        return "".join(lines).encode(self._kept_as, "replace")
