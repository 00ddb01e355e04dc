"""What a poll keeps: bytes in the archive, each once, and the rows that say what came."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime

from newswire.acquire.archive import Archive, ArchiveError
from newswire.acquire.deliveries import Delivery, Poll, known_keys, sha256_of
from newswire.acquire.fetch import Response
from newswire.acquire.parse import PARSER_VERSION, entry_to_json
from newswire.acquire.urls import url_key
from newswire.counts import Counts, Measure, add_counts, record_counts
from newswire.db import Database, Row, execute, fetch_row, storable
from newswire.keys import bounded_key
from newswire.rejections import record_rejection


class Keeper:
    """Archives the documents of a poll, or of a part of it. Bytes that the archive has are not written again."""

    def __init__(self, db: Database, archive: Archive, now: datetime, pause: Callable[[], None]) -> None:
        """Take what is used; ``pause`` is called after each look into the database, as the network comes next."""
        self._db = db
        self._archive = archive
        self._now = now
        self._pause = pause
        self._places: dict[bytes, tuple[str, int]] = {}

    def keep(self, delivery: Delivery, data: bytes, answer: Response | None = None) -> Row:
        """Return the row of news.raw_document for the bytes, with their place in the archive."""
        said = answer or delivery
        url = storable(said.url)
        sha256 = sha256_of(data)
        place = self._places.get(sha256) or self._find(sha256, data)
        if place is None:
            place = self._archive.write(
                url, data, at=self._now, http_status=said.http_status, media_type=said.media_type
            )
        self._places[sha256] = place
        return {
            "url": url,
            "url_key": bounded_key(url_key(url)),
            "sha256": sha256,
            "byte_count": len(data),
            "media_type": said.media_type,
            "http_status": said.http_status,
            "fetched_at": self._now,
            "archive_file": place[0],
            "archive_offset": place[1],
            "entry": storable(entry_to_json(delivery.entry)).replace("\\u0000", "\\ufffd") if delivery.entry else None,
            "entry_sha256": delivery.key,
            "parser_version": None,
        }

    def keep_listings(self, source_id: int, answers: Sequence[Response]) -> list[Row]:
        """Return the rows of a feed, or of an index and its sitemaps, without those that the source is known to have.

        They are no articles: they count as parsed; their own hash stands for an entry's.
        """
        keys = [sha256_of(answer.body) for answer in answers]
        known = known_keys(self._db, source_id, keys)
        return [
            self.keep(Delivery(url=answer.url, key=key), answer.body, answer) | {"parser_version": PARSER_VERSION}
            for key, answer in zip(keys, answers, strict=True)
            if key not in known
        ]

    def _find(self, sha256: bytes, data: bytes) -> tuple[str, int] | None:
        """Return where the archive has the bytes; it is read, as it may have been moved or damaged since."""
        row = fetch_row(self._db, "acquire/find_archived", {"sha256": sha256, "byte_count": len(data)})
        self._pause()
        if row is None:
            return None
        place = row["archive_file"], row["archive_offset"]
        try:
            return place if self._archive.read(*place) == data else None
        except ArchiveError:
            return None


def note_documents(archive: Archive, documents: Sequence[Row], source: str, now: datetime) -> None:
    """Let the archive say what the rows do, and put what it has where it lasts: before they are committed."""
    for document in documents:
        archive.note(document["url"], document | {"source": source}, at=now)
    archive.sync()


def record_part(db: Database, poll: Poll, source_id: int, run_id: int) -> Counts:
    """Write the documents of a part of a folder, with what they count in the run, and return that; the poll goes on."""
    added = _insert_documents(db, poll.documents, {"source_id": source_id, "run_id": run_id})
    counts = {
        Measure.DOCUMENTS_READ: len(poll.deliveries),
        Measure.DOCUMENTS_ADDED: added,
        Measure.ROWS_ADDED: added,
    }
    poll.listed_count += len(poll.deliveries)
    poll.added_count += added
    poll.deliveries, poll.documents = (), []
    record_counts(db, run_id, counts)
    return counts


def _insert_documents(db: Database, documents: Sequence[Row], source: Row) -> int:
    return sum(execute(db, "acquire/insert_raw_document", document | source) for document in documents)


def record_poll(
    db: Database, poll: Poll, known: Row, listings: Sequence[Row], *, run_id: int, now: datetime, duration_s: float
) -> tuple[dict[Measure, int], Row]:
    """Write all rows of the poll but its own, and return what is counted, and that row for ``write_polls``.

    The feed's validators are kept only when all of it was fetched. ``known`` is the source's row, ``listings`` are
    the feed's own documents, where there are new ones. A poll that brought nothing new writes nothing.
    """
    source = {"source_id": known["source_id"], "run_id": run_id}
    added = _insert_documents(db, poll.documents, source)
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
    listed = _insert_documents(db, listings, source)
    if poll.listing is not None and poll.is_complete:
        validators = {
            "etag": poll.listing.etag,
            "last_modified": poll.listing.last_modified,
            "body_sha256": poll.listing_digest,
        }
        digest = bytes(known["body_sha256"]) if known["body_sha256"] is not None else None
        if validators != {"etag": known["etag"], "last_modified": known["last_modified"], "body_sha256": digest}:
            execute(db, "acquire/update_source", source | validators)
    if poll.moved_to != known["moved_to"]:
        moved_to = storable(poll.moved_to) if poll.moved_to else None
        execute(db, "acquire/update_moved", {**source, "moved_to": moved_to, "now": now})
    poll.added_count += added
    if poll.added_count and poll.outcome == "unchanged":
        poll.outcome = "new"
    row = {
        **source,
        "polled_at": now.isoformat(),
        "outcome": poll.outcome,
        "http_status": poll.http_status,
        "document_count": poll.listed_count,
        "new_count": poll.added_count,
        "duration_s": duration_s,
        "detail": storable(poll.detail[:1000]) if poll.detail else None,
    }
    counts = {
        Measure.SOURCES_POLLED: 1,
        Measure.SOURCES_FAILED: int(poll.outcome in ("unreachable", "failed")),
        Measure.DOCUMENTS_READ: len(poll.deliveries) + len(poll.rejections) * (poll.listing is None),
        Measure.DOCUMENTS_ADDED: added,
        Measure.REJECTIONS_ADDED: rejected,
        Measure.ROWS_ADDED: added + listed + rejected,
    }
    return counts, row


class PollLog:
    """The rows of polls and what the run counts of them, which wait to be written together.

    Of a poll that brought nothing nothing is lost when its task is killed: it is asked again.
    """

    def __init__(self, db: Database, run_id: int) -> None:
        """Begin an empty log."""
        self._db = db
        self._run_id = run_id
        self._rows: list[Row] = []
        self._counts: Counts = {}

    def add(self, row: Row, counts: Counts) -> None:
        """Take note of a poll."""
        self._rows.append(row)
        self._counts = add_counts(self._counts, counts)

    def write(self) -> None:
        """Write what waits; the caller commits."""
        if self._rows:
            write_polls(self._db, self._rows)
            record_counts(self._db, self._run_id, self._counts)
        self._rows, self._counts = [], {}


def write_polls(db: Database, rows: Sequence[Row]) -> None:
    """Log the polls."""
    execute(db, "acquire/insert_feed_polls", {"polls": json.dumps(rows)})
