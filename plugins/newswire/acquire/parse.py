"""Any document to parsed items: the format is sniffed from the bytes and the work is done by the format's module."""

import json
import re
from datetime import datetime
from typing import Any

from newswire.acquire.charset import decode
from newswire.acquire.parse_feed import parse_feed_items
from newswire.acquire.parse_html import parse_gone, parse_html
from newswire.acquire.parse_newsml_g2 import parse_newsml_g2
from newswire.acquire.parse_ninjs import parse_ninjs
from newswire.acquire.parse_text import parse_text
from newswire.errors import Reason, RejectedError
from newswire.records import FeedEntry, ParsedItem, SourceFormat

PARSER_VERSION = "2"  # changes whenever the items of some document may change
MAX_BYTES = 10_000_000  # the largest page of an agency or newspaper is a tenth of it
HEAD_CHARS = 4096

XML_ROOTS = {
    "rss": SourceFormat.RSS,
    "rdf": SourceFormat.RSS,
    "feed": SourceFormat.ATOM,
    "newsmessage": SourceFormat.NEWSML_G2,
    "newsitem": SourceFormat.NEWSML_G2,
    "packageitem": SourceFormat.NEWSML_G2,
    "html": SourceFormat.HTML,
}
PROLOGUE = re.compile(
    r"\s*(?:<\?[^>]{0,400}\?>|<!--.{0,2000}?-->|<!doctype[^>\[]{0,400}(?:\[[^\]]{0,2000}\])?>)", re.I | re.S
)
ROOT = re.compile(r"\s*<(?:[\w.-]{1,60}:)?([\w.-]{1,60})[\s/>]")
CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.I)
HTML_TAG = re.compile(r"<(?:html|head|body|div|p|article|script|title|meta)[\s/>]", re.I)


def sniff_format(data: bytes) -> SourceFormat:
    """Return the format that the bytes show. Raises RejectedError(UNKNOWN_FORMAT)."""
    text, _notes = decode(data[: 4 * HEAD_CHARS])
    head = text[:HEAD_CHARS].lstrip("\ufeff \t\r\n")
    if head.startswith(("{", "[")):
        return SourceFormat.NINJS
    if head.startswith("<"):
        while prologue := PROLOGUE.match(head):
            head = head[prologue.end() :]
        root = ROOT.match(head)
        if root and (known := XML_ROOTS.get(root[1].lower())):
            return known
        if HTML_TAG.search(head):
            return SourceFormat.HTML
        raise RejectedError(Reason.UNKNOWN_FORMAT, f"markup that begins with {head[:40]!r}")
    unprintable = sum(1 for char in head if ord(char) < 32 and char not in "\t\n\r\f")
    if unprintable > len(head) // 20:
        raise RejectedError(Reason.UNKNOWN_FORMAT, f"not text: it begins with {data[:16]!r}")
    return SourceFormat.TEXT


def parse_document(
    data: bytes,
    *,
    reference: str,
    entry: FeedEntry | None = None,
    timezone: str = "UTC",
    media_type: str | None = None,
    stated: SourceFormat | None = None,
    is_gone: bool = False,
    fetched_at: datetime | None = None,
) -> list[ParsedItem]:
    """Return the items of one document; ``reference`` is its address or file name. Raises RejectedError.

    ``entry`` is what a feed said of it, ``timezone`` the zone of times that name none, ``media_type`` the transport's,
    which may name a charset; ``is_gone`` says that the publisher answered 404 or 410. Times after ``fetched_at`` are
    dropped with a note.
    """
    if len(data) > MAX_BYTES:
        raise RejectedError(Reason.TOO_LARGE, f"{len(data)} bytes, at most {MAX_BYTES} are read")
    if is_gone:
        return parse_gone(entry)
    found = CHARSET.search(media_type or "")
    charset = found[1] if found else None
    if entry is not None:
        return parse_html(
            data, reference=reference, entry=entry, timezone=timezone, charset=charset, fetched_at=fetched_at
        )
    source_format = stated or sniff_format(data)
    match source_format:
        case SourceFormat.RSS | SourceFormat.ATOM:
            return parse_feed_items(data, reference=reference, timezone=timezone)
        case SourceFormat.HTML:
            return parse_html(data, reference=reference, timezone=timezone, charset=charset, fetched_at=fetched_at)
        case SourceFormat.NEWSML_G2:
            return parse_newsml_g2(data, timezone)
        case SourceFormat.NINJS:
            return parse_ninjs(data, timezone)
        case SourceFormat.TEXT:
            return parse_text(data)


def item_to_json(item: ParsedItem, file: str) -> dict[str, Any]:
    """Return the object that the verb ``parse`` prints."""

    def instant(value: datetime | None) -> str | None:
        return value.isoformat() if value else None

    return {
        "file": file,
        "source_format": item.source_format.value,
        "guid": item.guid,
        "version": item.version,
        "pubstatus": item.pubstatus.value,
        "signals": [signal.value for signal in item.signals],
        "embargoed_until": instant(item.embargoed_until),
        "published_at": instant(item.published_at),
        "updated_at": instant(item.updated_at),
        "language": item.language,
        "headline": item.headline,
        "slugline": item.slugline,
        "byline": item.byline,
        "dateline": item.dateline,
        "section": item.section,
        "urgency": item.urgency,
        "subjects": [{"scheme": s.scheme, "code": s.code, "name": s.name} for s in item.subjects],
        "edition_note": item.edition_note,
        "url": item.url,
        "published_from": item.published_from,
        "kept_text_ratio": item.kept_text_ratio,
        "body": item.body,
        "notes": list(item.notes),
    }


def entry_to_json(entry: FeedEntry) -> str:
    """Return the entry as the text of a jsonb value; equal entries give equal texts."""
    said = {name: getattr(entry, name) for name in FeedEntry.__dataclass_fields__}
    return json.dumps(said, default=lambda value: value.isoformat(), sort_keys=True)


def entry_from_json(said: dict[str, Any]) -> FeedEntry:
    """Return the entry that ``entry_to_json`` wrote."""
    times = {
        name: datetime.fromisoformat(said[name]) if said[name] else None for name in ("published_at", "updated_at")
    }
    lists = {name: tuple(said[name]) for name in ("categories", "notes")}
    return FeedEntry(**(said | times | lists))
