"""Files of many articles: JSON Lines and CSV by the names of their columns, and WARC as web crawlers write it."""

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from newswire.acquire.charset import decode
from newswire.acquire.columns import COLUMNS, column_name, with_columns
from newswire.acquire.markup import html_text, looks_like_html, plain_text
from newswire.acquire.signals import as_version
from newswire.acquire.times import note_unread, parse_instant
from newswire.errors import Reason, RejectedError
from newswire.records import ParsedItem, SourceFormat

BODY_COLUMNS = frozenset(COLUMNS["body"])
TELLING_COLUMNS = {name for field in ("headline", "guid", "url", "published_at") for name in COLUMNS[field]}
NONE_STATED: Mapping[str, str] = {}
HEAD_BYTES = 4096
HTTP_OK = 200
MAX_DEPTH = 3  # of objects within the rows of a corpus
MAX_RECORDS = 1_000_000
MAX_UNPACKED_BYTES = 2_000_000_000  # of a WARC file, counting what is read of each answer


def parse_rows(
    text: str, source_format: SourceFormat, timezone: str = "UTC", columns: Mapping[str, str] = NONE_STATED
) -> list[ParsedItem]:
    """Return one item per row that has a text. Raises RejectedError where no row has one.

    ``columns`` are those that a person states, by field; other fields are known by the usual names.
    """
    names_of = with_columns(columns)
    rows = _json_rows(text) if source_format is SourceFormat.JSONL else _csv_rows(text)
    items = [item for row in rows if (item := row_item(row, source_format, timezone, names_of))]
    if not items:
        names = ", ".join(names_of["body"])
        raise RejectedError(Reason.NOT_PARSABLE, f"no row with a text, in a column called one of {names}")
    return items


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer in a WARC file; one of a ``resource`` record has no status."""

    url: str
    body: bytes
    http_status: int | None
    media_type: str | None


def read_warc(data: bytes, body_limit: int) -> Iterator[Answer]:
    """Yield the answers of ``read_answers`` up to a torn end. Raises RejectedError(TOO_LARGE) for a bomb."""
    left = MAX_UNPACKED_BYTES
    with suppress(ArchiveLoadFailed, EOFError, OSError, ValueError):
        for answer in islice(read_answers(io.BytesIO(data), body_limit), MAX_RECORDS):
            left -= len(answer.body)
            if left < 0:
                raise RejectedError(Reason.TOO_LARGE, f"more than {MAX_UNPACKED_BYTES} bytes after unpacking")
            yield answer


def read_answers(file: IO[bytes], body_limit: int) -> Iterator[Answer]:
    """Yield each answer with status 200 of a WARC file; a body of more bytes is cut after one byte more."""
    for record in ArchiveIterator(file):
        status = record.http_headers.get_statuscode() if record.http_headers else None
        if record.rec_type in ("response", "resource") and status in (None, str(HTTP_OK)):
            yield Answer(
                url=record.rec_headers.get_header("WARC-Target-URI") or "",
                body=_read_at_most(record.content_stream(), body_limit + 1),
                http_status=HTTP_OK if status else None,
                media_type=record.http_headers.get_header("Content-Type") if record.http_headers else None,
            )


def _read_at_most(stream: Any, limit: int) -> bytes:  # noqa: ANN401 - warcio's reader, which gives a part at a time
    body = bytearray()
    while len(body) < limit and (part := stream.read(min(limit - len(body), 65_536))):
        body += part
    return bytes(body)


def corpus_format(data: bytes) -> SourceFormat:
    """Return which of the two a corpus of stated columns is: JSON Lines begin with a bracket."""
    head = decode(data[:HEAD_BYTES])[0].lstrip("\ufeff \t\r\n")
    return SourceFormat.JSONL if head.startswith(("{", "[")) else SourceFormat.CSV


def is_csv(head: str) -> bool:
    """Return whether the first line names a column of texts among others."""
    first = head.split("\n", 1)[0]
    names = {column_name(name.strip().strip('"')) for name in first.split(delimiter_of(first))}
    return len(names) > 1 and bool(names & BODY_COLUMNS)


def is_row(value: object) -> bool:
    """Return whether a JSON value is a row of a corpus: an object with a text and an identity under usual names."""
    said = flat_columns(value) if isinstance(value, dict) else ()
    names = {name for name, text in said if isinstance(text, str | int)}
    return bool(names & BODY_COLUMNS) and bool(names & TELLING_COLUMNS)


def delimiter_of(first: str) -> str:
    """Return what parts the columns of a first line, whichever parts it most often."""
    return max(",\t;|", key=first.count)


def _json_rows(text: str) -> Iterator[Mapping[str, Any]]:
    """Yield the objects of JSON Lines, and those of a file that is one array or one object over several lines."""
    try:
        whole = json.loads(text)
        rows = whole if isinstance(whole, list) else [whole]
    except (ValueError, RecursionError):
        rows = list(_read_lines(text))
    for row in rows:
        if isinstance(row, dict):
            yield dict(flat_columns(row))


def flat_columns(row: Mapping[str, Any], within: str = "", depth: int = MAX_DEPTH) -> Iterator[tuple[str, Any]]:
    """Yield the columns of a row; those of an object in it go by both names: "headline_main", stated "headline.main".

    >>> list(flat_columns({"id": 1, "headline": {"main": "Quay shut", "kicker": None}}))
    [('id', 1), ('headline_main', 'Quay shut'), ('headline_kicker', None)]
    """
    for name, value in row.items():
        column = column_name(f"{within}.{name}")
        if isinstance(value, dict) and depth:
            yield from flat_columns(value, column, depth - 1)
        else:
            yield column, value


def _read_lines(text: str) -> Iterator[object]:
    for line in text.split("\n"):
        try:
            yield json.loads(line)
        except (ValueError, RecursionError):
            continue


def _csv_rows(text: str) -> Iterator[Mapping[str, Any]]:
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))  # for all readers of the process: never lower it
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter_of(text.split("\n", 1)[0]))
    for row in rows:
        yield {column_name(name): value for name, value in row.items() if name}


def row_item(
    row: Mapping[str, Any],
    source_format: SourceFormat,
    timezone: str,
    names_of: Mapping[str, tuple[str, ...]] = COLUMNS,
) -> ParsedItem | None:
    """Return the article of a row whose names are as ``column_name`` has them, None where it has no text."""
    said = {field: _first(row, names) for field, names in names_of.items()}
    text = said["body"] or ""
    body = html_text(text) if looks_like_html(text) else plain_text(text)
    if not body:
        return None
    published_at, updated_at = (parse_instant(said[name], timezone) for name in ("published_at", "updated_at"))
    digest = hashlib.sha256(" ".join(body.split()).encode("utf-8", "replace")).hexdigest()
    return ParsedItem(
        source_format=source_format,
        guid=said["guid"] or said["url"] or f"text:{digest[:24]}",
        version=as_version(said["version"]),
        published_at=published_at,
        updated_at=updated_at,
        language=said["language"],
        headline=said["headline"],
        byline=said["byline"],
        section=said["section"],
        url=said["url"],
        body=body,
        notes=note_unread("published_at", said["published_at"], published_at),
    )


def _first(row: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    for name in names:
        value = row.get(name)
        if isinstance(value, list):
            value = ", ".join(str(one) for one in value)
        if isinstance(value, str | int | float) and str(value).strip():
            return str(value).strip()
    return None
