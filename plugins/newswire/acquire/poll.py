"""Poll one source: what does it deliver, what of that is new, fetch and archive that, and write it down.

The steps that use the network and those that use the database alternate; ``pause`` is called between them, where the
caller may end its transaction, so that none stays open while a server takes its time.
"""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from newswire.acquire.archive import Archive
from newswire.acquire.deliveries import Delivery, Poll, choose_new, read_folder, sha256_of
from newswire.acquire.fetch import Fetcher
from newswire.acquire.hosts import BUSY, Hosts
from newswire.acquire.keep import Keeper, PollLog, note_documents, record_part, record_poll, write_polls
from newswire.acquire.listings import read_listing
from newswire.acquire.parse import entry_to_json
from newswire.acquire.schedule import Outcome
from newswire.counts import Counts, Measure, add_counts
from newswire.db import Database, Row, fetch_row, fetch_rows
from newswire.errors import AddressRefusedError, HostWaitsError, Reason, RejectedError, SourceError
from newswire.records import Source, SourceKind

GONE = (404, 410)
NOT_MODIFIED = 304
OK = 200
STATED = (
    "name", "location", "title", "timezone", "language", "country", "owner", "rights", "expected_articles", "tolerance",
    "keep_days", "is_enabled",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PollResult:
    """How a poll went. ``detail`` is for people: what was wrong, or what was noticed."""

    outcome: str
    counts: dict[Measure, int]
    reached: Outcome
    listed_count: int
    new_count: int
    detail: str | None = None


def register_sources(db: Database, sources: Sequence[Source]) -> int:
    """Write the sources to news.source and return how many are new."""
    return sum(_upsert_source(db, source)["is_new"] for source in sources)


def known_sources(db: Database, sources: Sequence[Source]) -> dict[str, Row]:
    """Return what news.source has of those sources that are there under their address, by name."""
    rows = fetch_rows(db, "acquire/find_polled_sources", {"names": [source.name for source in sources]})
    location_of = {source.name: source.location for source in sources}
    return {row["name"]: row for row in rows if row["location"] == location_of[row["name"]]}


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
    limit: int | None = None,
    known: Row | None = None,
    log: PollLog | None = None,
) -> PollResult:
    """Poll the source and record what came; that it can't be read is a result, not an error. Never commits.

    Of more than ``limit`` new documents the rest is left for the next poll. ``known`` is the source's row where the
    caller has read it (known_sources). The row of the poll itself and its counts go to ``log``, for the caller to
    write; without one the row is written here. A folder is kept part by part, with a pause after each: a corpus need
    not fit into memory, and a poll that is killed goes on where it was.
    """
    started = time.monotonic()
    if known is None:
        known = _upsert_source(db, source)
        pause()
    poll = Poll(moved_to=known["moved_to"])
    keeper = Keeper(db, archive, now, pause)
    kept: Counts = {}
    try:
        if source.kind is SourceKind.FEED:
            with Fetcher(source, hosts) as fetcher:
                _read_listing(poll, fetcher, source, known)
                new = _bound(poll, choose_new(db, poll, known["source_id"], published_from, published_until), limit)
                pause()
                _fetch_pages(poll, fetcher, new, keeper)
        else:
            for part in read_folder(poll, source):
                poll.deliveries = part
                new = choose_new(db, poll, known["source_id"], None, None)[: _left(poll, limit)]
                keeper = Keeper(db, archive, now, pause)  # the database knows the places of earlier parts
                poll.documents = [keeper.keep(delivery, delivery.data) for delivery in new]
                note_documents(archive, poll.documents, source.name, now)
                kept = add_counts(kept, record_part(db, poll, known["source_id"], run_id))
                pause()
    except HostWaitsError as error:
        poll.reached, poll.detail = Outcome.WAITS, f"waits: {error}"
    except SourceError as error:
        poll.outcome, poll.detail = "unreachable", str(error)
        has_answered = poll.http_status is not None or isinstance(error, AddressRefusedError)
        poll.reached = Outcome.FAILED if has_answered else Outcome.NO_CONNECTION
    except RejectedError as error:
        poll.outcome, poll.detail = "failed", str(error)
        poll.reached = Outcome.FAILED
    if poll.reached in (Outcome.FAILED, Outcome.NO_CONNECTION):
        poll.moved_to = None  # what does not hold is forgotten: the next poll asks where sources.toml says
    answers = (poll.listing, *poll.sitemaps) if poll.listing and poll.is_listing_new else ()
    listings = keeper.keep_listings(known["source_id"], answers)
    note_documents(archive, (*poll.documents, *listings), source.name, now)
    duration_s = time.monotonic() - started
    counts, row = record_poll(db, poll, known, listings, run_id=run_id, now=now, duration_s=duration_s)
    if log is None:
        write_polls(db, [row])
    else:
        log.add(row, counts)
    return PollResult(
        outcome=poll.outcome,
        counts=add_counts(kept, counts),
        reached=poll.reached,
        listed_count=poll.listed_count,
        new_count=poll.added_count,
        detail=poll.detail,
    )


def _left(poll: Poll, limit: int | None) -> int | None:
    return None if limit is None else max(0, limit - poll.added_count)


def _bound(poll: Poll, new: list[Delivery], limit: int | None) -> list[Delivery]:
    """Return no more than ``limit`` of the new deliveries; the feed is not known as read while some are left."""
    poll.is_complete &= limit is None or len(new) <= limit
    return new[:limit]


def _upsert_source(db: Database, source: Source) -> Row:
    said = {name: getattr(source, name) for name in STATED} | {
        "kind": source.kind.value,
        "columns": json.dumps(dict(source.columns)),
    }
    row = fetch_row(db, "acquire/upsert_source", said)
    assert row is not None, "an upsert returns its row"
    return row


def _read_listing(poll: Poll, fetcher: Fetcher, source: Source, known: Row) -> None:
    """Fetch the feed and list its entries; nothing is listed when it is the same as last time.

    A feed that has moved for good is asked at its new address; a move is believed once a feed was read there.
    """
    address = known["moved_to"] or source.location
    answer = fetcher.fetch(address, etag=known["etag"], last_modified=known["last_modified"])
    moved_to = answer.moved_to
    if answer.http_status == NOT_MODIFIED and moved_to:  # of what: no feed was seen there yet
        answer = fetcher.fetch(moved_to)
    poll.http_status = answer.http_status
    if answer.http_status == NOT_MODIFIED:
        poll.detail = _moved_note(known["moved_to"])
        return
    if answer.http_status != OK:
        raise SourceError(f"the feed answers {answer.http_status}")
    known_digest = bytes(known["body_sha256"]) if known["body_sha256"] is not None else None
    found = read_listing(fetcher, source, answer, known_digest=known_digest)
    poll.moved_to = moved_to or known["moved_to"]
    poll.detail = "; ".join(filter(None, (_moved_note(poll.moved_to), *found.notes))) or None
    # An index that has not changed says nothing of its sitemaps: it is asked for whole each time.
    poll.listing = replace(answer, etag=None, last_modified=None) if found.is_index else answer
    poll.sitemaps = found.sitemaps
    poll.listing_digest = found.digest
    poll.is_listing_new = found.digest != known_digest  # servers say 'changed' of what is not
    poll.deliveries = [
        Delivery(url=entry.url or source.location, key=sha256_of(entry_to_json(entry).encode()), entry=entry)
        for entry in found.entries
    ]
    poll.listed_count = len(poll.deliveries)


def _moved_note(moved_to: str | None) -> str | None:
    return f"the feed has moved for good: put {moved_to} into sources.toml" if moved_to else None


def _fetch_pages(poll: Poll, fetcher: Fetcher, new: Sequence[Delivery], keeper: Keeper) -> None:
    """Fetch and archive the page of each new entry; a page that can't be had now is tried again at the next poll.

    An entry that names no page (or only a mailto: or the like) is its own document.
    """
    for delivery in new:
        if delivery.entry is not None and not (delivery.entry.url or "").startswith(("http://", "https://")):
            data = (delivery.entry.content_html or "").encode("utf-8", "replace")
            poll.documents.append(keeper.keep(delivery, data))
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
            poll.documents.append(keeper.keep(delivery, answer.body, answer))
