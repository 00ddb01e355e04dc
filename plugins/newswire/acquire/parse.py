"""Any document to parsed items: the format is sniffed from the bytes and the work is done by the format's module."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from lxml import etree

from newswire.acquire.charset import decode
from newswire.acquire.embargoes import with_embargo
from newswire.acquire.markup import html_text
from newswire.acquire.parse_corpus import NONE_STATED, corpus_format, parse_rows, read_warc
from newswire.acquire.parse_email import parse_email
from newswire.acquire.parse_feed import entry_item, parse_feed, parse_feed_items
from newswire.acquire.parse_flat_xml import parse_flat_xml
from newswire.acquire.parse_html import parse_gone, parse_html
from newswire.acquire.parse_json import parse_json, parse_json_feed
from newswire.acquire.parse_legacy import parse_legacy
from newswire.acquire.parse_newsml_1 import parse_newsml_1
from newswire.acquire.parse_newsml_g2 import parse_newsml_g2
from newswire.acquire.parse_nitf import parse_nitf
from newswire.acquire.parse_sitemap import parse_sitemap
from newswire.acquire.parse_text import parse_text
from newswire.acquire.parse_zczc import parse_zczc
from newswire.acquire.sniff import GZIP, MAX_BYTES, refuse_binary, sniff_format, unpack, unpack_head
from newswire.acquire.times import without_future
from newswire.errors import Reason, RejectedError
from newswire.keys import bounded_key
from newswire.records import FeedEntry, ParsedItem, SourceFormat

PARSER_VERSION = "9"  # changes whenever the items of some document may change
MAX_PLACES = 200  # an analysis of the whole world names fewer

MAX_CORPUS_BYTES = 500_000_000  # of a file of many articles, read in one piece
CORPORA = frozenset({SourceFormat.WARC, SourceFormat.JSONL, SourceFormat.CSV})
LISTINGS = frozenset({SourceFormat.RSS, SourceFormat.ATOM, SourceFormat.JSON_FEED, SourceFormat.SITEMAP})

CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.I)
# Formats that need no more than the bytes and the zone of times that name none.
WIRES: dict[SourceFormat, Callable[[bytes, str], list[ParsedItem]]] = {
    SourceFormat.NEWSML_G2: parse_newsml_g2,
    SourceFormat.NEWSML_1: parse_newsml_1,
    SourceFormat.XML: parse_flat_xml,
    SourceFormat.EMAIL: parse_email,
}
# Transmissions and texts, whose day may be that of their arrival.
TRANSMISSIONS: dict[SourceFormat, Callable[[bytes, str, datetime | None], list[ParsedItem]]] = {
    SourceFormat.ANPA_1312: parse_legacy,
    SourceFormat.IPTC_7901: parse_legacy,
    SourceFormat.ZCZC: parse_zczc,
    SourceFormat.TEXT: parse_text,
}


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
    columns: Mapping[str, str] = NONE_STATED,
) -> list[ParsedItem]:
    """Return the items of one document; ``reference`` is its address or file name. Raises RejectedError.

    ``entry`` is what a feed said of it, ``timezone`` the zone of times that name none, ``media_type`` the transport's,
    which may name a charset; ``is_gone`` says that the publisher answered 404 or 410. Times after ``fetched_at`` are
    dropped with a note; where a document has no time of its own, its day is that of ``fetched_at``. ``columns`` are
    those of a corpus, by field: who states them says that the document is CSV or JSON Lines.
    """
    if entry is not None and fetched_at is not None:
        entry = without_future(entry, fetched_at)
    if is_gone:
        return [_bounded(item) for item in parse_gone(entry)]
    found = CHARSET.search(media_type or "")
    charset = found[1] if found else None
    with _refusing():
        items = _parse(data, reference, entry, timezone, charset, stated, fetched_at, columns)
    read = [with_embargo(item, received_at=fetched_at, timezone=timezone) for item in items]
    return [_bounded(item if fetched_at is None else without_future(item, fetched_at)) for item in read]


@contextmanager
def _refusing() -> Iterator[None]:
    """Turn what a library's bug raises into a rejection with a name.

    Input is hostile and libraries have bugs: one document that trips them is not the end of its batch or its source,
    which would be tried again for ever.
    """
    try:
        yield
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError, etree.LxmlError) as error:
        raise RejectedError(Reason.NOT_PARSABLE, f"{type(error).__name__}: {error}") from error


def _parse(  # noqa: PLR0917 - what parse_document was given
    data: bytes,
    reference: str,
    entry: FeedEntry | None,
    timezone: str,
    charset: str | None,
    stated: SourceFormat | None,
    fetched_at: datetime | None,
    columns: Mapping[str, str],
) -> list[ParsedItem]:
    source_format = SourceFormat.HTML if entry is not None else stated or _format_of(data, columns)
    if source_format is SourceFormat.WARC:
        return _parse_warc(data, timezone)
    limit = MAX_CORPUS_BYTES if source_format in CORPORA else MAX_BYTES
    if data.startswith(GZIP):
        data = unpack(data, limit)
    if len(data) > limit:
        raise RejectedError(Reason.TOO_LARGE, f"{len(data)} bytes, at most {limit} are read")
    if source_format is SourceFormat.HTML:
        refuse_binary(data, charset)
        return parse_html(
            data, reference=reference, entry=entry, timezone=timezone, charset=charset, fetched_at=fetched_at
        )
    if source_format in {SourceFormat.JSONL, SourceFormat.CSV}:
        return parse_rows(decode(data)[0], source_format, timezone, columns)
    return _parse_as(source_format, data, reference, timezone, fetched_at)


def _format_of(data: bytes, columns: Mapping[str, str]) -> SourceFormat:
    if columns:
        return corpus_format(unpack_head(data) if data.startswith(GZIP) else data)
    return sniff_format(data)


def _parse_as(
    source_format: SourceFormat, data: bytes, reference: str, timezone: str, fetched_at: datetime | None
) -> list[ParsedItem]:
    match source_format:
        case SourceFormat.RSS | SourceFormat.ATOM:
            return parse_feed_items(data, reference=reference, timezone=timezone)
        case SourceFormat.JSON_FEED:
            entries, notes = parse_listing(data, url=reference, timezone=timezone)
            return [entry_item(e, source_format, html_text(e.content_html or ""), notes) for e in entries]
        case SourceFormat.SITEMAP:
            raise RejectedError(Reason.NOT_AN_ARTICLE, "a sitemap lists pages: make it a source of kind feed")
        case SourceFormat.ANPA_1312 | SourceFormat.IPTC_7901 | SourceFormat.ZCZC | SourceFormat.TEXT:
            return TRANSMISSIONS[source_format](data, timezone, fetched_at)
        case SourceFormat.NEWSML_G2 | SourceFormat.NEWSML_1 | SourceFormat.XML | SourceFormat.EMAIL:
            return WIRES[source_format](data, timezone)
        case SourceFormat.NITF:
            return parse_nitf(data, reference=reference, timezone=timezone)
        case SourceFormat.NINJS | SourceFormat.AP_JSON | SourceFormat.DIGITALWIRES:
            return parse_json(decode(data)[0], timezone)
        case SourceFormat.HTML | SourceFormat.WARC | SourceFormat.JSONL | SourceFormat.CSV:
            raise AssertionError("handled by parse_document")


def parse_listing(data: bytes, *, url: str, timezone: str = "UTC") -> tuple[tuple[FeedEntry, ...], tuple[str, ...]]:
    """Return the entries of a feed (RSS, Atom, JSON Feed, news sitemap), and notes. Raises RejectedError."""
    with _refusing():
        if data.startswith(GZIP):
            data = unpack(data)
        try:
            kind = sniff_format(data)
        except RejectedError:
            kind = SourceFormat.RSS  # feedparser reads more than a sniffer knows, and refuses what is no feed
        if kind is SourceFormat.JSON_FEED:
            return parse_json_feed(decode(data)[0], url=url, timezone=timezone), ()
        if kind is SourceFormat.SITEMAP:
            return parse_sitemap(data, timezone=timezone), ()
        return parse_feed(data, url=url, timezone=timezone)


def parse_for_reading(
    data: bytes,
    *,
    reference: str,
    timezone: str,
    stated: SourceFormat | None,
    columns: Mapping[str, str] = NONE_STATED,
) -> list[ParsedItem]:
    """Return what people may want to see of a file: as parse_document, and for a sitemap the pages that it lists."""
    try:
        return parse_document(data, reference=reference, timezone=timezone, stated=stated, columns=columns)
    except RejectedError as error:
        if error.reason is not Reason.NOT_AN_ARTICLE or sniff_format(data) is not SourceFormat.SITEMAP:
            raise
        entries, notes = parse_listing(data, url=reference, timezone=timezone)
        return [entry_item(entry, SourceFormat.SITEMAP, "", notes) for entry in entries]


def _parse_warc(data: bytes, timezone: str) -> list[ParsedItem]:
    """Return the items of every page or document in a WARC file; what can't be read of it is a note on none."""
    if len(data) > MAX_CORPUS_BYTES:
        raise RejectedError(Reason.TOO_LARGE, f"{len(data)} bytes, at most {MAX_CORPUS_BYTES} are read")
    items: list[ParsedItem] = []
    refused = 0
    for answer in read_warc(data, MAX_BYTES):
        try:
            if len(answer.body) > MAX_BYTES or sniff_format(answer.body) is SourceFormat.WARC:
                raise RejectedError(Reason.TOO_LARGE, "a bomb, or a WARC file in a WARC file")
            items += parse_document(answer.body, reference=answer.url, timezone=timezone, media_type=answer.media_type)
        except RejectedError:
            refused += 1
    if not items:
        raise RejectedError(Reason.NOT_AN_ARTICLE, f"a WARC file without an article, {refused} documents refused")
    return items


def _bounded(item: ParsedItem) -> ParsedItem:
    """Return the item with a guid, subjects and places that an index holds: a feed may send a megabyte of each."""
    subjects = {
        (s.scheme, s.code): s
        for s in (replace(s, scheme=bounded_key(s.scheme), code=bounded_key(s.code)) for s in item.subjects)
    }
    places = tuple(
        replace(
            p,
            name=p.name and bounded_key(p.name),
            scheme=p.scheme and bounded_key(p.scheme),
            code=p.code and bounded_key(p.code),
        )
        for p in item.places[:MAX_PLACES]
    )
    return replace(item, guid=bounded_key(item.guid), subjects=tuple(subjects.values()), places=places)


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
        "located": item.located,
        "places": [asdict(place) for place in item.places],
        "genres": list(item.genres),
        "priority": item.priority,
        "credit": item.credit,
        "copyright": item.copyright,
        "usage_terms": item.usage_terms,
        "word_count": item.words,
        "stated_word_count": item.word_count,
        "keywords": list(item.keywords),
        "associations": list(item.associations),
        "urgency": item.urgency,
        "subjects": [{"scheme": s.scheme, "code": s.code, "name": s.name} for s in item.subjects],
        "edition_note": item.edition_note,
        "url": item.url,
        "take_of": item.take_of,
        "take_number": item.take_number,
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
