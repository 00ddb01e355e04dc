"""Written times to instants in UTC; what can't be a time of publication is None, and the caller notes it."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from newswire.acquire.written_dates import read_written
from newswire.records import FeedEntry, ParsedItem, PubStatus

Dated = TypeVar("Dated", FeedEntry, ParsedItem)
HALF_DAY = re.compile(r"\d ?[ap]\.?m\b", re.I)
FUTURE_TOLERANCE = timedelta(hours=24)  # wrong clocks and zones; more is a typing error or an event's date
FIRST_YEAR = 1980  # below it stand the zero of Unix clocks and typing errors, not wires


def parse_instant(text: str | None, timezone: str = "UTC") -> datetime | None:
    """Return the instant, or None; a time without a zone is one of ``timezone``.

    Reads ISO 8601 (with the short forms of Python 3.11), what people write, and RFC 2822 with its zone names.

    >>> parse_instant("2026-11-12T07:00:00+01:00")
    datetime.datetime(2026, 11, 12, 6, 0, tzinfo=datetime.timezone.utc)
    >>> parse_instant("Thu, 12 Nov 2026 07:00:00 EST").hour
    12
    >>> parse_instant("soon") is None
    True
    """
    if not text or not text.strip():
        return None
    # The last reads nearly anything, and passes over the PM of "6:00 PM".
    readers = (datetime.fromisoformat, read_written, *(() if HALF_DAY.search(text) else (parsedate_to_datetime,)))
    for read in readers:
        try:
            found = read(text.strip())
            if found is None:
                continue
            if found.tzinfo is None:
                found = found.replace(tzinfo=ZoneInfo(timezone))
            return found.astimezone(UTC) if found.year >= FIRST_YEAR else None
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None


def note_unread(name: str, text: str | None, found: datetime | None) -> tuple[str, ...]:
    """Return a note for a time that was stated and not understood."""
    return (f"{name}: not a time: {text.strip()[:60]!r}",) if text and text.strip() and found is None else ()


def without_future(told: Dated, fetched_at: datetime) -> Dated:
    """Return the entry or item without times that were still to come when it was fetched; each is a note.

    What is held back or under embargo may name the hour to come that it is meant for.
    """
    late = {
        name: at
        for name, at in (("published_at", told.published_at), ("updated_at", told.updated_at))
        if at is not None and at > fetched_at + FUTURE_TOLERANCE
    }
    if not late or (isinstance(told, ParsedItem) and (told.embargoed_until or told.pubstatus is PubStatus.WITHHELD)):
        return told
    notes = tuple(f"{name}: in the future: {at.isoformat()}" for name, at in late.items())
    dropped: dict[str, Any] = dict.fromkeys(late)
    return replace(told, **dropped, notes=told.notes + notes)
