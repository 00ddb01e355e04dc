"""The instants of a page: every place that states one, the best stated one, and where it was found."""

import re
import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import htmldate
from dateutil import parser as dateutil_parser
from lxml import html

from newswire.acquire.times import FUTURE_TOLERANCE, parse_instant

SAME_EVENT = timedelta(hours=26)  # a day and a time in it, in any two zones
DAY_ONLY = re.compile(r"\d{4}-?\d{2}-?\d{2}")
ZONED = re.compile(r"(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}|[A-Z]{2,4}T)\s*$")
EPOCH = re.compile(r"(\d{10})(?:\.\d+|\d{3})?")
SPACED_ZONE = re.compile(r"(\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s+([+-]\d{2}:?\d{2}|Z)$")
# "Nov 12, 2026 7:00 AM EST", "12 November 2026 at 7.00 pm": RFC 2822 readers take them, and lose half of them.
WORDED = re.compile(
    r"(?:[A-Za-z]{3,9},? )?(?:[A-Za-z]{3,9}\.? \d{1,2}|\d{1,2} [A-Za-z]{3,9}\.?),? \d{4}\b(?! \d{2}:\d{2}:\d{2})", re.I
)
ZONES = {
    name: hours * 3600
    for name, hours in {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
                        "CET": 1, "CEST": 2, "BST": 1, "WEST": 1, "EET": 2, "EEST": 3, "MSK": 3, "JST": 9,
                        "AEDT": 11}.items()
}  # fmt: skip
PUBLISHED_META = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "article:published",
    "parsely-pub-date", "sailthru.date", "publish-date", "publish_date", "published_time", "pubdate", "publishdate",
    "dc.date.issued", "dcterms.created", "dcterms.issued", "dcterms.date", "dc.date", "dc.date.created", "date",
    "cxenseparse:recs:publishtime", "article.published", "rnews:datepublished", "datecreated", "last-modified-date",
)  # fmt: skip
UPDATED_META = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified", "article:modified",
    "article.updated", "dcterms.modified", "dc.date.modified", "last-modified", "lastmod", "revised",
)  # fmt: skip
TIME_ELEMENTS = (
    "//*[@itemprop='datePublished']",
    "//time[@pubdate or contains(@class,'publish') or contains(@class,'entry-date') or contains(@class,'pubdate')]",
    "//article//time[@datetime][not(ancestor::aside)]",
    "(//h1)[1]/following::time[@datetime][1]",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A time as written, and where."""

    text: str
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The instant that won, in UTC, and its origin; notes for people on what was dropped."""

    at: datetime | None = None
    origin: str | None = None
    notes: tuple[str, ...] = ()


def stated_times(
    root: html.HtmlElement, meta: Mapping[str, str], ld: Sequence[str | None], names: Sequence[str]
) -> list[Stated]:
    """Return the stated times, the most trusted first: JSON-LD, then meta elements in the order of ``names``."""
    found = [Stated(text=text, origin="json-ld") for text in ld if text]
    return found + [Stated(text=meta[name], origin=f"meta {name}") for name in names if meta.get(name)]


def time_elements(root: html.HtmlElement) -> list[Stated]:
    """Return the times that the page shows as such."""
    elements = [element for path in TIME_ELEMENTS for element in root.xpath(path)[:2]]
    texts = [element.get("datetime") or element.get("content") or element.text_content() for element in elements]
    return [Stated(text=text.strip(), origin="time element") for text in texts if text and len(text) < 100]


def choose_instant(name: str, stated: Iterable[Stated], timezone: str, fetched_at: datetime | None) -> Found:
    """Return the first stated instant that can be true; a day, or a time without zone, yields to an instant of it."""
    notes: list[str] = []
    possible: list[tuple[datetime, Stated, int]] = []
    for one in stated:
        at = read_instant(one.text, timezone)
        if at is None:
            notes.append(f"{name}: not a time of publication: {one.text.strip()[:60]!r} ({one.origin})")
        elif fetched_at is not None and at > fetched_at + FUTURE_TOLERANCE:
            notes.append(f"{name}: in the future: {one.text.strip()[:60]!r} ({one.origin})")
        else:
            possible.append((at, one, _fullness(one.text)))
    if not possible:
        return Found(notes=tuple(notes))
    first = possible[0]
    rivals = [other for other in possible if abs(other[0] - first[0]) <= SAME_EVENT]
    best = max(rivals, key=lambda rival: rival[2])  # of equal fullness the first
    if best[2] == 0:
        notes.append(f"{name}: a day only ({best[1].origin})")
    return Found(at=best[0], origin=best[1].origin, notes=tuple(notes))


def guess_day(root: html.HtmlElement, url: str, timezone: str, fetched_at: datetime | None) -> Found:
    """Return the beginning of the day that htmldate finds in the page or its address."""
    latest = fetched_at.date().isoformat() if fetched_at else None
    try:
        day = htmldate.find_date(root, original_date=True, url=url or None, max_date=latest, extensive_search=False)
    except (ValueError, TypeError, AttributeError, OverflowError):  # it reads whatever a page holds
        day = None
    if not day:
        return Found()
    at = datetime.fromisoformat(day).replace(tzinfo=ZoneInfo(timezone)).astimezone(UTC)
    return Found(at=at, origin="htmldate", notes=("published: a day only (htmldate)",))


def read_instant(text: str, timezone: str = "UTC") -> datetime | None:
    """Return the instant of a time as pages write it: ISO 8601, RFC 2822, Unix seconds, or with the month's name.

    >>> read_instant("2026-11-12 07:00:00 +0100").hour, read_instant("Nov 12, 2026 7:00 AM EST").hour
    (6, 12)
    >>> read_instant("11/12/2026 07:00") is None
    True
    """
    text = " ".join(text.split())[:80]
    if epoch := EPOCH.fullmatch(text):
        text = datetime.fromtimestamp(int(epoch[1]), UTC).isoformat()
    text = SPACED_ZONE.sub(r"\1\2", text)
    if not WORDED.match(text):
        return parse_instant(text, timezone)
    try:
        with warnings.catch_warnings():  # a zone that is not listed would be read as none
            warnings.simplefilter("error", dateutil_parser.UnknownTimezoneWarning)
            read = dateutil_parser.parse(re.sub(r" at (?=\d)", " ", text), tzinfos=ZONES)
    except dateutil_parser.UnknownTimezoneWarning:
        return None
    except (ValueError, OverflowError, TypeError):
        return None
    return parse_instant(read.isoformat(), timezone)


def _fullness(text: str) -> int:
    """Return 0 for a day, 1 for a time without a zone, 2 for an instant."""
    text = text.strip()
    if DAY_ONLY.fullmatch(text) or not (re.search(r"\d[:T]\d", text) or EPOCH.fullmatch(text)):
        return 0
    return 2 if ZONED.search(text) or EPOCH.fullmatch(text) else 1
