"""What a source delivers, and what of that is new."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from newswire.acquire.corpora import corpus_kind, read_records
from newswire.acquire.fetch import Response
from newswire.acquire.schedule import Outcome
from newswire.acquire.sniff import MAX_BYTES
from newswire.db import Database, Row, fetch_rows
from newswire.errors import Reason, RejectedError, SourceError
from newswire.records import FeedEntry, Source, SourceFormat

# An entry whose page came without its story is asked for again for so long: a site may show a wall for some hours.
WITHOUT_STORY = frozenset({Reason.BROKEN_EXTRACTION, Reason.EMPTY_BODY})
ASKED_AGAIN = timedelta(days=1)
PART_COUNT = 500  # of the deliveries of a folder, which are kept and committed together
PART_BYTES = 32_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One thing that a source delivers: a feed's entry, or a file or record of one, with its ``data``.

    ``key`` says whether it is known already.
    """

    url: str
    key: bytes
    entry: FeedEntry | None = None
    data: bytes = b""
    http_status: int | None = None
    media_type: str | None = None


@dataclass(slots=True, kw_only=True)
class Poll:
    """What a poll found so far. ``documents`` are rows of news.raw_document; ``moved_to`` is believed, or None.

    ``listed_count`` is of all deliveries, those of a folder come in parts; ``added_count`` is of new documents.
    """

    outcome: str = "unchanged"
    reached: Outcome = Outcome.READ
    http_status: int | None = None
    detail: str | None = None
    deliveries: Sequence[Delivery] = ()
    documents: list[Row] = field(default_factory=list)
    rejections: list[tuple[str, RejectedError]] = field(default_factory=list)
    listing: Response | None = None
    sitemaps: Sequence[Response] = ()
    listing_digest: bytes | None = None
    is_listing_new: bool = False
    moved_to: str | None = None
    is_complete: bool = True
    listed_count: int = 0
    added_count: int = 0


def read_folder(poll: Poll, source: Source) -> Iterator[list[Delivery]]:
    """Yield the files of the source's folder, and the records of its corpora, in parts that fit into memory.

    What can't be read is among the poll's rejections. Raises SourceError where there is no such folder.
    """
    folder = Path(source.location)
    if not folder.is_dir():
        raise SourceError(f"{folder} is not a folder")
    part: list[Delivery] = []
    byte_count = 0
    for path in sorted(folder.glob(source.glob)):
        for delivery in _read_file(poll, source, folder, path):
            part.append(delivery)
            byte_count += len(delivery.data)
            if len(part) >= PART_COUNT or byte_count >= PART_BYTES:
                yield part
                part, byte_count = [], 0
    if part:
        yield part


def choose_new(
    db: Database, poll: Poll, source_id: int, published_from: datetime | None, published_until: datetime | None
) -> list[Delivery]:
    """Return the deliveries that are not known, each once, and within the asked days where they name one."""
    keyed = {delivery.key: delivery for delivery in reversed(poll.deliveries)}
    known = known_keys(db, source_id, list(keyed))
    new = [delivery for key, delivery in reversed(keyed.items()) if key not in known]
    wanted = [delivery for delivery in new if _is_within(delivery, published_from, published_until)]
    poll.is_complete = len(wanted) == len(new)
    return wanted


def known_keys(db: Database, source_id: int, keys: Sequence[bytes]) -> set[bytes]:
    """Return those of the keys whose delivery needs no fetching; a page that came without its story does, for a day."""
    asked = {
        "source_id": source_id,
        "keys": keys,
        "without_story": [reason.value for reason in WITHOUT_STORY],
        "asked_again": ASKED_AGAIN,
    }
    rows = fetch_rows(db, "acquire/find_known_documents", asked) if keys else []
    # Asked apart: a query that names versions is planned over the tables of all months, and few documents are rejected.
    rejected = [row["raw_document_id"] for row in rows if row["is_rejected"]]
    told = fetch_rows(db, "acquire/find_told_documents", {"raw_document_ids": rejected}) if rejected else []
    untold = set(rejected) - {row["raw_document_id"] for row in told}
    return {bytes(row["entry_sha256"]) for row in rows if row["raw_document_id"] not in untold}


def sha256_of(data: bytes) -> bytes:
    """Return the SHA-256 of the bytes, 32 bytes."""
    return hashlib.sha256(data).digest()


def _read_file(poll: Poll, source: Source, folder: Path, path: Path) -> Iterator[Delivery]:
    url = f"file:{path.relative_to(folder).as_posix()}"
    try:
        if path.is_dir():
            return
        if path.exists() and not path.is_file():
            raise RejectedError(Reason.FILE_UNREADABLE, "a pipe, socket or device, not a file")
        byte_count = path.stat().st_size  # before resolve(), which says of links in a circle what is no OSError
        if not path.resolve().is_relative_to(folder.resolve()):
            raise RejectedError(Reason.FILE_UNREADABLE, "the link leads out of the source's folder")
        if kind := corpus_kind(path, has_columns=bool(source.columns)):
            yield from _read_corpus(poll, path, url, kind)
            return
        if byte_count > MAX_BYTES:
            raise RejectedError(Reason.TOO_LARGE, f"{byte_count} bytes, at most {MAX_BYTES} of one document are read")
        data = path.read_bytes()
        yield Delivery(url=url, key=_key(url, data), data=data)
    except RejectedError as error:
        poll.rejections.append((url, error))
    except OSError as error:
        poll.rejections.append((url, RejectedError(Reason.FILE_UNREADABLE, error.strerror or str(error))))


def _read_corpus(poll: Poll, path: Path, url: str, kind: SourceFormat) -> Iterator[Delivery]:
    """Yield the records of a corpus. The key is that of its bytes, wherever they stand in the file."""
    for number, record in enumerate(read_records(path, kind), 1):
        place = f"{url}#{number}"
        if isinstance(record, RejectedError):
            poll.rejections.append((place, record))
        else:
            yield Delivery(
                url=record.url or place,
                key=_key(record.url or url, record.data),
                data=record.data,
                http_status=record.http_status,
                media_type=record.media_type,
            )


def _key(url: str, data: bytes) -> bytes:
    return sha256_of(url.encode("utf-8", "surrogateescape") + b"\0" + data)


def _is_within(delivery: Delivery, first: datetime | None, until: datetime | None) -> bool:
    at = delivery.entry.published_at if delivery.entry else None
    return at is None or ((first is None or at >= first) and (until is None or at < until))
