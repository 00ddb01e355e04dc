"""JSON documents: which of the formats it is, and the two that are not ninjs: dpa's digitalwires and JSON Feed 1.x."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

from newswire.acquire.markup import html_text
from newswire.acquire.parse_ap import ap_items, parse_ap
from newswire.acquire.parse_corpus import is_row
from newswire.acquire.parse_ninjs import STORY_TYPES, parse_ninjs, rows_of, split_code, text_of, texts_of
from newswire.acquire.places import place
from newswire.acquire.signals import as_digit, as_version, held_back, read_pubstatus, read_signals
from newswire.acquire.times import note_unread, parse_instant
from newswire.errors import Reason, RejectedError
from newswire.records import FeedEntry, ParsedItem, PlaceRole, PubStatus, Signal, SourceFormat, Subject

Json = Mapping[str, Any]
# Properties of ninjs 1.0 to 3.1, of which only uri is required, without those that any JSON might have.
NINJS_WORDS = frozenset(
    [
        "type",
        "pubstatus",
        "versioncreated",
        "firstcreated",
        "contentcreated",
        "embargoed",
        "urgency",
        "headline",
        "headlines",
        "body",
        "bodies",
        "slugline",
        "subject",
        "subjects",
        "altids",
        "rightsinfo",
        "usageterms",
        "copyrightholder",
        "copyrightnotice",
        "ednote",
        "infosource",
        "infosources",
        "representationtype",
        "trustindicator",
        "trustindicators",
        "digitalsourcetype",
        "place",
        "places",
        "organisation",
        "organisations",
        "person",
        "people",
        "genre",
        "genres",
        "advice",
        "advices",
        "renditions",
        "standard",
        "$standard",
        "description",
        "descriptions",
        "title",
        "plannedcoverage",
        "eventdetails",
        "event",
        "object",
        "byline",
        "located",
        "language",
        "profile",
    ]
)
SAMPLED_ROWS = 20
ENVELOPES = ("items", "item", "_items", "results", "data")  # what APIs call their list of objects
JSON_FEED = "jsonfeed.org/version/"
TEXT_KEYS = ("content_html", "content_text", "summary")  # of a JSON Feed item, the richest first


def read_json(text: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return the value with all keys in lower case: ninjs 3 writes versionCreated where 1 and 2 write versioncreated.

    Raises RejectedError(NOT_PARSABLE).
    """
    try:
        return json.loads(text, object_pairs_hook=lambda pairs: {name.lower(): value for name, value in pairs})
    except (ValueError, RecursionError) as error:
        raise RejectedError(Reason.NOT_PARSABLE, f"JSON: {error}") from error


def kind_of_json(value: object) -> SourceFormat | None:
    """Return which format a JSON value is, None for none that is known."""
    if isinstance(value, list):
        return SourceFormat.NINJS if _ninjs_objects(value) else _kind_of_rows(value)
    if not isinstance(value, dict):
        return None
    if str(value.get("format", "")).startswith("digitalwires"):
        return SourceFormat.DIGITALWIRES
    if JSON_FEED in str(value.get("version", "")):
        return SourceFormat.JSON_FEED
    if ap_items(value):
        return SourceFormat.AP_JSON
    return SourceFormat.NINJS if _ninjs_objects(value) else _kind_of_rows([value])


def _kind_of_rows(rows: list[Any]) -> SourceFormat | None:
    """Return that a list is a corpus where any of its first objects has a text."""
    return SourceFormat.JSONL if any(map(is_row, rows[:SAMPLED_ROWS])) else None


def _ninjs_objects(value: object) -> list[dict[str, Any]]:
    """Return the ninjs objects of a document: itself, or those of a list, or of an answer of an API around a list."""
    if isinstance(value, dict) and _is_ninjs(value):
        return [value]
    rows = value if isinstance(value, list) else None
    if isinstance(value, dict):
        rows = next((value[name] for name in ENVELOPES if isinstance(value.get(name), list)), None)
    return [row for row in rows_of(rows) if _is_ninjs(row)]


def _is_ninjs(value: Json) -> bool:
    """Return whether an object has an address and a word of the standard; headline_x and body_x are words as well."""
    words = {name.partition("_")[0] for name in value if name not in ("uri", "guid")}
    return bool(text_of(value.get("uri")) or text_of(value.get("guid"))) and bool(words & NINJS_WORDS)


def parse_json(text: str, timezone: str = "UTC") -> list[ParsedItem]:
    """Return the items of a JSON document of any kind known here, JSON Feed apart. Raises RejectedError."""
    value = read_json(text)
    match kind_of_json(value):
        case SourceFormat.DIGITALWIRES:
            return _parse_digitalwires(value, timezone)
        case SourceFormat.NINJS:
            return _parse_ninjs_objects(_ninjs_objects(value), timezone)
        case SourceFormat.AP_JSON:
            return parse_ap(value, timezone)
        case _:
            raise RejectedError(Reason.UNKNOWN_FORMAT, "JSON of no format that is known here")


def _parse_ninjs_objects(rows: list[dict[str, Any]], timezone: str) -> list[ParsedItem]:
    """Return the texts among several objects. Raises RejectedError where there is none."""
    stories = [row for row in rows if (row.get("type") or "text") in STORY_TYPES]
    return [item for row in stories or rows[:1] for item in parse_ninjs(row, timezone)]


def parse_json_feed(text: str, *, url: str, timezone: str = "UTC") -> tuple[FeedEntry, ...]:
    """Return the entries of a JSON Feed 1.0 or 1.1 (jsonfeed.org)."""
    feed = read_json(text)
    rows = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(rows, list):
        raise RejectedError(Reason.NOT_PARSABLE, "JSON Feed without items")
    entries: dict[str, FeedEntry] = {}
    for row in rows:
        if isinstance(row, dict) and (entry := _feed_entry(row, feed, url, timezone)):
            entries.setdefault(entry.guid, entry)
    return tuple(entries.values())


def _feed_entry(row: Json, feed: Json, url: str, timezone: str) -> FeedEntry | None:
    link = text_of(row.get("url")) or text_of(row.get("external_url"))
    # An id may be a number, and must be taken as a string (JSON Feed 1.1, Items).
    guid = str(row["id"]) if row.get("id") not in (None, "") else link
    if guid is None:
        return None
    published, updated = text_of(row.get("date_published")), text_of(row.get("date_modified"))
    published_at, updated_at = parse_instant(published, timezone), parse_instant(updated, timezone)
    authors = rows_of(row.get("authors")) or rows_of([row.get("author")]) or rows_of(feed.get("authors"))
    names = [text_of(author.get("name")) for author in authors]
    return FeedEntry(
        guid=guid,
        url=urljoin(url, link) if link else None,
        title=text_of(row.get("title")),
        author=", ".join(name for name in names if name) or None,
        published_at=published_at,
        updated_at=updated_at,
        language=text_of(row.get("language")) or text_of(feed.get("language")),
        categories=texts_of(row.get("tags")),
        content_html=next((text for key in TEXT_KEYS if (text := text_of(row.get(key)))), None),
        notes=note_unread("date_published", published, published_at),
    )


def _parse_digitalwires(said: Json, timezone: str) -> list[ParsedItem]:
    """Return the item of dpa's digitalwires JSON (github.com/dpa-newslab, digitalwires@0.9 and later)."""
    html = text_of(said.get("article_html"))
    pubstatus = read_pubstatus(text_of(said.get("pubstatus")))
    if html is None and pubstatus is PubStatus.USABLE:
        kinds = sorted({str(row.get("type")) for row in rows_of(said.get("associations"))})
        raise RejectedError(Reason.NOT_AN_ARTICLE, f"no text, but {', '.join(kinds) or 'nothing'}")
    names = ("version_created", "content_created", "embargoed")
    stated = {name: text_of(said.get(name)) for name in names}
    times = {name: parse_instant(text, timezone) for name, text in stated.items()}
    rows = [row for row in rows_of(said.get("categories")) if text_of(row.get("qcode"))]
    codes = [row["qcode"] for row in rows if row.get("type") == "dnltype:signal"]
    pubstatus = held_back(pubstatus, is_embargoed=stated["embargoed"] is not None, until=times["embargoed"])
    signals, notes = read_signals(list(dict.fromkeys(codes + [c for c in [text_of(said.get("signal"))] if c])))
    if pubstatus is PubStatus.CANCELED and Signal.KILL not in signals:
        signals = (*signals, Signal.KILL)
    ednotes = [text_of(row.get("ednote")) for row in rows_of(said.get("ednotes"))]
    return [
        ParsedItem(
            source_format=SourceFormat.DIGITALWIRES,
            guid=str(said.get("urn") or said.get("entry_id")),
            version=as_version(said.get("version")),
            pubstatus=pubstatus,
            signals=signals,
            embargoed_until=times["embargoed"],
            published_at=times["content_created"] or times["version_created"],
            updated_at=times["version_created"],
            language=text_of(said.get("language")),
            headline=text_of(said.get("headline")),
            slugline=text_of(said.get("kicker")),
            byline=text_of(said.get("byline")),
            dateline=text_of(said.get("dateline")),
            section=next((row.get("name") for row in rows if row.get("type") == "dnltype:desk"), None),
            urgency=as_digit(said.get("urgency")),
            subjects=tuple(
                Subject(
                    scheme=split_code(row["qcode"], None)[0],
                    code=split_code(row["qcode"], None)[1],
                    name=row.get("name"),
                )
                for row in rows
                if row.get("type") in ("dnltype:dpasubject", "dnltype:geosubject", "dnltype:keyword", "dnltype:genre")
            ),
            edition_note=" ".join(note for note in ednotes if note) or None,
            places=tuple(
                found
                for row in rows
                if row.get("type") == "dnltype:geosubject"
                for found in place(PlaceRole.ABOUT, text_of(row.get("name")), *split_code(row["qcode"], None))
            ),
            genres=texts_of(said.get("genre_names")),
            credit=text_of(said.get("creditline")),
            copyright=text_of(said.get("copyrightnotice")),
            usage_terms=text_of(said.get("usageterms")),
            keywords=texts_of(said.get("keyword_names")),
            associations=tuple(
                row["urn"]
                for row in said.get("associations") or ()
                if isinstance(row, dict) and text_of(row.get("urn"))
            ),
            # The box is part of the story in dpa's own G2 rendition of the same item.
            body="\n\n".join(
                text for text in map(html_text, (html or "", text_of(said.get("infobox_html")) or "")) if text
            ),
            notes=notes + tuple(n for name, at in times.items() for n in note_unread(name, stated[name], at)),
        )
    ]
