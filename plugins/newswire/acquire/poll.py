"""Poll one source: what does it deliver, what of that is new, fetch and archive that, and write it down.

The steps that use the network and those that use the database alternate; ``pause`` is called between them, where the
caller may end its transaction, so that none stays open while a server takes its time.
"""

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from newswire.acquire.archive import Archive
from newswire.acquire.feed_digest import listing_sha256
from newswire.acquire.fetch import Fetcher, Response
from newswire.acquire.hosts import BUSY, Hosts
from newswire.acquire.parse import MAX_BYTES, PARSER_VERSION, entry_to_json, parse_listing
from newswire.acquire.schedule import Outcome
from newswire.acquire.urls import url_key
from newswire.counts import Measure
from newswire.db import Database, Row, execute, fetch_row, fetch_rows, storable
from newswire.errors import AddressRefusedError, HostWaitsError, Reason, RejectedError, SourceError
from newswire.keys import bounded_key
from newswire.records import FeedEntry, Source, SourceKind
from newswire.rejections import record_rejection

GONE = (404, 410)
NOT_MODIFIED = 304
OK = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class PollResult:
    """How a poll went. ``detail`` is for people: what was wrong, or what was noticed."""

    outcome: str
    counts: dict[Measure, int]
    reached: Outcome
    listed_count: int
    new_count: int
    detail: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One thing that a source delivers: a feed's entry, or a file. ``key`` says whether it is known already."""

    url: str
    key: bytes
    entry: FeedEntry | None = None
    path: Path | None = None


@dataclass(slots=True, kw_only=True)
class Poll:
    """What a poll found so far."""

    outcome: str = "unchanged"
    reached: Outcome = Outcome.READ
    http_status: int | None = None
    detail: str | None = None
    deliveries: Sequence[Delivery] = ()
    documents: list[Row] = field(default_factory=list)
    rejections: list[tuple[str, RejectedError]] = field(default_factory=list)
    listing: Response | None = None
    is_complete: bool = True


def register_sources(db: Database, sources: Sequence[Source]) -> int:
    """Write the sources to news.source and return how many are new."""
    return sum(_upsert_source(db, source)["is_new"] for source in sources)


def poll_source(
    db: Database,
    source: Source,
    *,
    run_id: int,
    now: datetime,
    archive: Archive,
    pause: Callable[[], None],
    published_from: datetime | None = None,
    published_until: datetime | None = None,
    hosts: Hosts | None = None,
) -> PollResult:
    """Poll the source and record what came; that it can't be read is a result, not an error. Never commits."""
    started = time.monotonic()
    known = _upsert_source(db, source)
    pause()
    poll = Poll()
    try:
        if source.kind is SourceKind.FEED:
            with Fetcher(source, hosts) as fetcher:
                _read_listing(poll, fetcher, source, known)
                new = _choose_new(db, poll, known["source_id"], published_from, published_until)
                pause()
                _fetch_pages(poll, fetcher, new, archive, now)
        else:
            _list_files(poll, source)
            new = _choose_new(db, poll, known["source_id"], None, None)
            pause()
            _read_files(poll, new, archive, now)
    except HostWaitsError as error:
        poll.reached, poll.detail = Outcome.WAITS, f"waits: {error}"
    except SourceError as error:
        poll.outcome, poll.detail = "unreachable", str(error)
        has_answered = poll.http_status is not None or isinstance(error, AddressRefusedError)
        poll.reached = Outcome.FAILED if has_answered else Outcome.NO_CONNECTION
    except RejectedError as error:
        poll.outcome, poll.detail = "failed", str(error)
        poll.reached = Outcome.FAILED
    archive.sync()
    return _record(db, poll, known, archive, run_id=run_id, now=now, duration_s=time.monotonic() - started)


def _upsert_source(db: Database, source: Source) -> Row:
    said = {
        name: getattr(source, name)
        for name in ("name", "location", "title", "timezone", "language", "country", "owner")
    }
    row = fetch_row(db, "acquire/upsert_source", {**said, "kind": source.kind.value, "is_enabled": source.is_enabled})
    assert row is not None, "an upsert returns its row"
    return row


def _read_listing(poll: Poll, fetcher: Fetcher, source: Source, known: Row) -> None:
    """Fetch the feed and list its entries; nothing is listed when it is the same as last time."""
    answer = fetcher.fetch(source.location, etag=known["etag"], last_modified=known["last_modified"])
    poll.http_status = answer.http_status
    if answer.http_status == NOT_MODIFIED:
        return
    if answer.http_status != OK:
        raise SourceError(f"the feed answers {answer.http_status}")
    moved = f"the feed has moved for good: put {answer.moved_to} into sources.toml" if answer.moved_to else None
    poll.detail = moved
    if known["body_sha256"] is not None and bytes(known["body_sha256"]) == listing_sha256(answer.body):
        return  # servers say 'changed' of what is not
    entries, notes = parse_listing(answer.body, url=answer.url, timezone=source.timezone)
    poll.listing = answer
    poll.detail = "; ".join(filter(None, (moved, *notes))) or None
    poll.deliveries = [
        Delivery(url=entry.url or source.location, key=_sha256(entry_to_json(entry).encode()), entry=entry)
        for entry in entries
    ]


def _list_files(poll: Poll, source: Source) -> None:
    folder = Path(source.location)
    if not folder.is_dir():
        raise SourceError(f"{folder} is not a folder")
    poll.deliveries = [
        delivery for path in sorted(folder.glob(source.glob)) for delivery in _list_file(poll, folder, path)
    ]


def _list_file(poll: Poll, folder: Path, path: Path) -> Iterator[Delivery]:
    url = f"file:{path.relative_to(folder).as_posix()}"
    try:
        if path.is_dir():
            return
        if path.exists() and not path.is_file():
            raise RejectedError(Reason.FILE_UNREADABLE, "a pipe, socket or device, not a file")
        byte_count = path.stat().st_size  # before resolve(), which says of links in a circle what is no OSError
        if not path.resolve().is_relative_to(folder.resolve()):
            raise RejectedError(Reason.FILE_UNREADABLE, "the link leads out of the source's folder")
        if byte_count > MAX_BYTES:
            raise RejectedError(Reason.TOO_LARGE, f"{byte_count} bytes, at most {MAX_BYTES} are read")
        yield Delivery(
            url=url, key=_sha256(url.encode("utf-8", "surrogateescape") + b"\0" + path.read_bytes()), path=path
        )
    except RejectedError as error:
        poll.rejections.append((url, error))
    except OSError as error:
        poll.rejections.append((url, RejectedError(Reason.FILE_UNREADABLE, error.strerror or str(error))))


def _choose_new(
    db: Database, poll: Poll, source_id: int, published_from: datetime | None, published_until: datetime | None
) -> list[Delivery]:
    """Return the deliveries that are not known, and within the asked days where they name one."""
    keys = [delivery.key for delivery in poll.deliveries]
    rows = fetch_rows(db, "acquire/find_known_documents", {"source_id": source_id, "keys": keys}) if keys else []
    known = {bytes(row["entry_sha256"]) for row in rows}
    new = [delivery for delivery in poll.deliveries if delivery.key not in known]
    wanted = [delivery for delivery in new if _is_within(delivery, published_from, published_until)]
    poll.is_complete = len(wanted) == len(new)
    return wanted


def _is_within(delivery: Delivery, first: datetime | None, until: datetime | None) -> bool:
    at = delivery.entry.published_at if delivery.entry else None
    return at is None or ((first is None or at >= first) and (until is None or at < until))


def _fetch_pages(poll: Poll, fetcher: Fetcher, new: Sequence[Delivery], archive: Archive, now: datetime) -> None:
    """Fetch and archive the page of each new entry; a page that can't be had now is tried again at the next poll.

    An entry that names no page (or only a mailto: or the like) is its own document.
    """
    for delivery in new:
        if delivery.entry is not None and not (delivery.entry.url or "").startswith(("http://", "https://")):
            data = (delivery.entry.content_html or "").encode("utf-8", "replace")
            poll.documents.append(_archive(archive, delivery, data, now, None))
            continue
        try:
            answer = fetcher.fetch(delivery.url)
            if answer.http_status in BUSY:
                raise HostWaitsError(f"the page answers {answer.http_status}")
            if answer.http_status not in (OK, *GONE):
                raise RejectedError(Reason.PAGE_UNREACHABLE, f"the page answers {answer.http_status}")
        except HostWaitsError as error:
            poll.is_complete = False
            poll.detail = f"some pages wait for the next poll: {error}"
        except SourceError as error:
            poll.rejections.append((delivery.url, RejectedError(Reason.PAGE_UNREACHABLE, str(error))))
            poll.is_complete &= isinstance(error, AddressRefusedError)
        except RejectedError as error:
            poll.rejections.append((delivery.url, error))
            poll.is_complete &= error.reason is not Reason.PAGE_UNREACHABLE
        else:
            poll.documents.append(_archive(archive, delivery, answer.body, now, answer))


def _read_files(poll: Poll, new: Sequence[Delivery], archive: Archive, now: datetime) -> None:
    for delivery in new:
        assert delivery.path is not None, "a delivery of a folder is a file"
        try:
            data = delivery.path.read_bytes()
        except OSError as error:  # it was there when the folder was listed
            poll.rejections.append((delivery.url, RejectedError(Reason.FILE_UNREADABLE, error.strerror or str(error))))
        else:
            poll.documents.append(_archive(archive, delivery, data, now, None))


def _archive(archive: Archive, delivery: Delivery, data: bytes, now: datetime, answer: Response | None) -> Row:
    """Write the bytes to the archive and return the row of news.raw_document that finds them."""
    status, media_type = (answer.http_status, answer.media_type) if answer else (None, None)
    url = storable(answer.url if answer else delivery.url)
    name, offset = archive.write(url, data, at=now, http_status=status, media_type=media_type)
    return {
        "url": url,
        "url_key": bounded_key(url_key(url)),
        "sha256": _sha256(data),
        "byte_count": len(data),
        "media_type": media_type,
        "http_status": status,
        "fetched_at": now,
        "archive_file": name,
        "archive_offset": offset,
        "entry": storable(entry_to_json(delivery.entry)).replace("\\u0000", "\\ufffd") if delivery.entry else None,
        "entry_sha256": delivery.key,
        "parser_version": None,
    }


def _record(
    db: Database,
    poll: Poll,
    known: Row,
    archive: Archive,
    *,
    run_id: int,
    now: datetime,
    duration_s: float,
) -> PollResult:
    """Write all rows of the poll; the feed's validators only when nothing of it is left to fetch."""
    source = {"source_id": known["source_id"], "run_id": run_id}
    added = sum(execute(db, "acquire/insert_raw_document", document | source) for document in poll.documents)
    rejected = sum(
        record_rejection(
            db,
            source_id=known["source_id"],
            run_id=run_id,
            stage="acquire",
            reference=url,
            error=error,
            now=now,
        )
        for url, error in poll.rejections
    )
    listed = 0
    if poll.listing is not None:
        listing = _archive(archive, Delivery(url=poll.listing.url, key=b""), poll.listing.body, now, poll.listing)
        archive.sync()
        # A feed is no article: it counts as parsed, and its own hash stands where an entry's would.
        listing |= {"entry_sha256": listing["sha256"], "parser_version": PARSER_VERSION}
        listed = execute(db, "acquire/insert_raw_document", listing | source)
        if poll.is_complete:
            validators = {"etag": poll.listing.etag, "last_modified": poll.listing.last_modified}
            execute(
                db, "acquire/update_source", {**source, **validators, "body_sha256": listing_sha256(poll.listing.body)}
            )
    if added and poll.outcome == "unchanged":
        poll.outcome = "new"
    execute(
        db,
        "acquire/insert_feed_poll",
        {
            **source,
            "polled_at": now,
            "outcome": poll.outcome,
            "http_status": poll.http_status,
            "document_count": len(poll.deliveries),
            "new_count": added,
            "duration_s": duration_s,
            "detail": storable(poll.detail[:1000]) if poll.detail else None,
        },
    )
    counts = {
        Measure.SOURCES_POLLED: 1,
        Measure.SOURCES_FAILED: int(poll.outcome in ("unreachable", "failed")),
        Measure.DOCUMENTS_READ: len(poll.deliveries) + len(poll.rejections) * (poll.listing is None),
        Measure.DOCUMENTS_ADDED: added,
        Measure.REJECTIONS_ADDED: rejected,
        Measure.ROWS_ADDED: added + listed + rejected,
    }
    return PollResult(
        outcome=poll.outcome,
        counts=counts,
        reached=poll.reached,
        listed_count=len(poll.deliveries),
        new_count=added,
        detail=poll.detail,
    )


def _sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()
