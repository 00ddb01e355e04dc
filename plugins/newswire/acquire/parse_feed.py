"""RSS and Atom by feedparser, which is given bytes and never an address: fetching is ours."""

import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any
from urllib.parse import urljoin

import feedparser

from newswire.acquire.charset import decode
from newswire.acquire.markup import fold_spaces, html_text
from newswire.acquire.times import note_unread, parse_instant
from newswire.errors import Reason, RejectedError
from newswire.records import FeedEntry, ParsedItem, SourceFormat, Subject

MAX_ENTRIES = 5_000  # feedparser takes half a millisecond for each; feeds hold tens, an archive's some hundreds
MAX_TAGS = 300_000  # of a whole feed: half a minute
# feedparser compares each category of an entry with all before it: 10,000 took 5 s. None has more than some tens.
MAX_CATEGORIES = 200
CATEGORY = re.compile(r"<(/?)(?:\w{1,20}:)?(item|entry|category|subject|keywords)(?=[\s/>])", re.IGNORECASE)
ENTRY = re.compile(r"<(?:\w{1,20}:)?(?:item|entry)[\s>]")
ENTRY_END = re.compile(r"</(?:\w{1,20}:)?(?:item|entry)\s{0,20}>")


def parse_feed(data: bytes, *, url: str, timezone: str = "UTC") -> tuple[tuple[FeedEntry, ...], tuple[str, ...]]:
    """Return the entries of a feed in its order, and notes. Relative links are resolved against ``url``.

    What can be read of a malformed feed is kept, and of one without end the first MAX_ENTRIES. Raises RejectedError:
    NOT_PARSABLE where nothing can be read, TOO_LARGE for more than MAX_TAGS tags.
    """
    text, notes = decode(data)
    # As UTF-8 that says so: one bad byte would make feedparser read the whole feed in another encoding.
    text, is_cut = _first_entries(re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", text))
    notes += (f"feed has more than {MAX_ENTRIES} entries: the first of them were read",) if is_cut else ()
    text = _first_categories(text)
    if text.count("<") > MAX_TAGS:
        raise RejectedError(Reason.TOO_LARGE, f"more than {MAX_TAGS} tags")
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    # Sanitising and absolute links would cost as much again as the rest: what is kept of an entry's markup is its text.
    found = feedparser.parse(
        io.BytesIO(text.encode("utf-8", "replace")),
        response_headers=headers,
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if not found.get("version") and not found.entries:
        raise RejectedError(Reason.NOT_PARSABLE, f"no feed: {found.get('bozo_exception', 'not RSS or Atom')}")
    if found.bozo:
        notes += (f"feed is malformed: {found.get('bozo_exception')}",)
    language = found.feed.get("language") or None
    # RSS knows no time of change: feedparser calls Dublin Core's date one, which is RSS 1.0's only date.
    is_rss = str(found.get("version") or "").startswith("rss")
    entries: dict[str, FeedEntry] = {}
    for entry in found.entries:
        read = _read_entry(entry, url, timezone, language)
        if is_rss and read.published_at is None:
            read = replace(read, published_at=read.updated_at)
        entries.setdefault(read.guid, read)
    return tuple(entries.values()), notes


def _first_entries(text: str) -> tuple[str, bool]:
    """Return the feed with its first MAX_ENTRIES entries, and whether there were more."""
    beyond = next(islice(ENTRY.finditer(text), MAX_ENTRIES, None), None)
    if beyond is None:
        return text, False
    ends = [end.end() for end in ENTRY_END.finditer(text, beyond.start())]
    return text[: beyond.start()] + text[ends[-1] if ends else len(text) :], True


def _first_categories(text: str) -> str:
    """Return the feed with the first MAX_CATEGORIES of each entry; the others become elements that nobody reads."""
    count = 0

    def renamed(found: re.Match[str]) -> str:
        nonlocal count
        if found[2].lower() in {"item", "entry"}:
            count = 0
        elif not found[1]:
            count += 1
        return found[0] if count <= MAX_CATEGORIES else f"<{found[1]}beyond"

    return CATEGORY.sub(renamed, text)


def parse_feed_items(data: bytes, *, reference: str, timezone: str = "UTC") -> list[ParsedItem]:
    """Return one item per entry, with what the feed itself carries as the body."""
    source_format = SourceFormat.ATOM if re.search(rb"<(?:\w+:)?feed[\s>]", data[:4096]) else SourceFormat.RSS
    entries, notes = parse_feed(data, url=reference, timezone=timezone)
    return [entry_item(entry, source_format, html_text(entry.content_html or ""), notes) for entry in entries]


def entry_item(entry: FeedEntry, source_format: SourceFormat, body: str, notes: tuple[str, ...] = ()) -> ParsedItem:
    """Return an item with the entry's metadata and the given body."""
    stamp = entry.updated_at or entry.published_at
    return ParsedItem(
        source_format=source_format,
        guid=entry.guid,
        version=int(stamp.timestamp()) if stamp else 1,
        published_at=entry.published_at,
        updated_at=entry.updated_at,
        language=entry.language,
        headline=entry.title,
        byline=entry.author,
        subjects=tuple(Subject(scheme="category", code=name) for name in entry.categories),
        url=entry.url,
        body=body,
        notes=(*entry.notes, *notes),
    )


def _read_entry(entry: Any, url: str, timezone: str, language: str | None) -> FeedEntry:  # noqa: ANN401 - feedparser's dict
    link = urljoin(url, entry.link.strip()) if entry.get("link") else None
    texts = [part.get("value") or "" for part in entry.get("content") or ()] + [entry.get("summary") or ""]
    # dict.get: feedparser's own gives 'published' where there is no 'updated'.
    published, updated = entry.get("published") or entry.get("created"), dict.get(entry, "updated")
    # feedparser's own reading of dates takes day for month where it can't tell; ours refuses.
    published_at, updated_at = parse_instant(published, timezone), parse_instant(updated, timezone)
    notes = note_unread("published", published, published_at) + note_unread("updated", updated, updated_at)
    content = max(texts, key=len)
    title = fold_spaces(html_text(entry.get("title") or "").replace("\n", " "))
    return FeedEntry(
        guid=entry.get("id")
        or link
        or "entry:" + hashlib.sha256(f"{title}\0{html_text(content)}".encode("utf-8", "replace")).hexdigest(),
        url=link,
        title=title or None,
        author=", ".join(_authors(entry)) or None,
        published_at=published_at,
        updated_at=updated_at,
        language=language,
        categories=tuple(dict.fromkeys(tag.term for tag in entry.get("tags") or () if tag.get("term"))),
        content_html=content or None,
        notes=notes,
    )


def _authors(entry: Any) -> Iterator[str]:  # noqa: ANN401 - feedparser's dict
    named = [author.get("name") for author in entry.get("authors") or ()]
    yield from dict.fromkeys(name.strip() for name in named or [entry.get("author")] if name and name.strip())
