"""What a source delivers, and what of that is new."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from newswire.acquire.fetch import Response
from newswire.acquire.schedule import Outcome
from newswire.acquire.sniff import MAX_BYTES
from newswire.db import Database, Row, fetch_rows
from newswire.errors import Reason, RejectedError, SourceError
from newswire.records import FeedEntry, Source

# An entry whose page came without its story is asked for again for so long: a site may show a wall for some hours.
WITHOUT_STORY = frozenset({Reason.BROKEN_EXTRACTION, Reason.EMPTY_BODY})
ASKED_AGAIN = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One thing that a source delivers: a feed's entry, or a file. ``key`` says whether it is known already."""

    url: str
    key: bytes
    entry: FeedEntry | None = None
    path: Path | None = None


@dataclass(slots=True, kw_only=True)
class Poll:
    """What a poll found so far. ``documents`` are rows of news.raw_document; ``moved_to`` is believed, or None."""

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


def list_files(poll: Poll, source: Source) -> None:
    """List the files of the source's folder. Raises SourceError where there is none."""
    folder = Path(source.location)
    if not folder.is_dir():
        raise SourceError(f"{folder} is not a folder")
    poll.deliveries = [
        delivery for path in sorted(folder.glob(source.glob)) for delivery in _list_file(poll, folder, path)
    ]


def choose_new(
    db: Database, poll: Poll, source_id: int, published_from: datetime | None, published_until: datetime | None
) -> list[Delivery]:
    """Return the deliveries that are not known, and within the asked days where they name one."""
    known = known_keys(db, source_id, [delivery.key for delivery in poll.deliveries])
    new = [delivery for delivery in poll.deliveries if delivery.key not in known]
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
    return {bytes(row["entry_sha256"]) for row in rows}


def sha256_of(data: bytes) -> bytes:
    """Return the SHA-256 of the bytes, 32 bytes."""
    return hashlib.sha256(data).digest()


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
            url=url, key=sha256_of(url.encode("utf-8", "surrogateescape") + b"\0" + path.read_bytes()), path=path
        )
    except RejectedError as error:
        poll.rejections.append((url, error))
    except OSError as error:
        poll.rejections.append((url, RejectedError(Reason.FILE_UNREADABLE, error.strerror or str(error))))


def _is_within(delivery: Delivery, first: datetime | None, until: datetime | None) -> bool:
    at = delivery.entry.published_at if delivery.entry else None
    return at is None or ((first is None or at >= first) and (until is None or at < until))
