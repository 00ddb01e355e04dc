"""AP's content API (api.ap.org/media/v): ninjs in an envelope, with editorial types and slugs of the wire's own."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from newswire.acquire.parse_ninjs import parse_ninjs, rows_of, text_of, texts_of
from newswire.acquire.places import country, place
from newswire.acquire.times import parse_instant
from newswire.errors import Reason, RejectedError
from newswire.records import ParsedItem, Place, PlaceRole, PubStatus, Signal, SourceFormat

Json = Mapping[str, Any]

# editorialtypes: what a version does to its story. The others (Takeout, Analysis ...) say what kind of text it is.
EDITORIAL_TYPES = {
    "lead": Signal.UPDATE,
    "writethru": Signal.UPDATE,
    "add": Signal.UPDATE,
    "sub": Signal.UPDATE,
    "insert": Signal.UPDATE,
    "clarification": Signal.CORRECTION,
    "correction": Signal.CORRECTION,
    "corrective": Signal.CORRECTION,
    "repeat": Signal.REPEAT,
    "advisory": Signal.ADVISORY,
    "kill": Signal.KILL,
    "elimination": Signal.KILL,
}
# 'AP-US--Some Slug, 3rd Ld-Writethru': the cycle before the slug and the take behind it change from version to version.
SLUG = re.compile(
    r"(?:(?:AP|BC|PM|AM)-(?=\S))?(?P<slug>[^,\n]{1,200}(?:,[^,\n]{0,200})*?)"
    r"(?:, (?P<take>(?:\d{1,2}(?:st|nd|rd|th) )?"
    r"(?:Ld|Add|Sub|Insert|Writethru|Correction|Advisory|Kill)\b[^,\n]{0,40}))?"
)


def ap_items(value: Json) -> list[Json]:
    """Return the items of an answer: one of /content, or the many of /feed and /search; none for another document."""
    data = value.get("data")
    if not isinstance(data, dict):
        return []
    one = [data["item"]] if isinstance(data.get("item"), dict) else []
    many = [row["item"] for row in rows_of(data.get("items")) if isinstance(row.get("item"), dict)]
    return [item for item in one + many if "uri" in item or "altids" in item]


def parse_ap(value: Json, timezone: str = "UTC") -> list[ParsedItem]:
    """Return the texts of an answer of the API. Raises RejectedError where it holds pictures and the like only."""
    stories = [item for item in ap_items(value) if (item.get("type") or "text") == "text"]
    if not stories:
        kinds = sorted({str(item.get("type")) for item in ap_items(value)})
        raise RejectedError(Reason.NOT_AN_ARTICLE, f"an AP answer with {', '.join(kinds) or 'no item'}")
    return [_parse_item(item, timezone) for item in stories]


def _parse_item(said: Json, timezone: str) -> ParsedItem:
    [item] = parse_ninjs(said, timezone)
    slugline, take = cut_take(item.slugline or "")
    types = [EDITORIAL_TYPES.get(name.lower()) for name in texts_of(said.get("editorialtypes"))]
    signals = tuple(dict.fromkeys((*item.signals, *(signal for signal in types if signal))))
    is_killed = Signal.KILL in signals
    released = text_of(said.get("embargoed")) or text_of(said.get("releasedatetime"))
    return replace(
        item,
        source_format=SourceFormat.AP_JSON,
        pubstatus=PubStatus.CANCELED if is_killed else item.pubstatus,
        signals=signals,
        embargoed_until=item.embargoed_until or parse_instant(released, timezone),
        slugline=slugline or None,
        edition_note=" ".join(note for note in (take, item.edition_note) if note) or None,
        places=tuple(dict.fromkeys((*_filed_from(said), *item.places))),
        url=_canonical(said),
        word_count=item.word_count if item.word_count is not None else _words(said),
    )


def _filed_from(said: Json) -> Iterator[Place]:
    """Yield town, state and country of the dateline."""
    stated = said.get("datelinelocation")
    if isinstance(stated, dict):
        yield from place(PlaceRole.ORIGIN, text_of(stated.get("city")))
        area = text_of(stated.get("countryareaname"))
        yield from place(PlaceRole.ORIGIN, area, "ap-area", text_of(stated.get("countryareacode")))
        yield from country(PlaceRole.ORIGIN, text_of(stated.get("countrycode")), text_of(stated.get("countryname")))


def cut_take(slugline: str) -> tuple[str, str | None]:
    """Return slug and take, which says which version this is.

    >>> cut_take("AP-GB--Quay Shut, 3rd Ld-Writethru")
    ('GB--Quay Shut', '3rd Ld-Writethru')
    """
    found = SLUG.fullmatch(slugline.strip())
    return (found["slug"].strip(), found["take"]) if found else (slugline.strip(), None)


def _canonical(said: Json) -> str | None:
    links = [text_of(row.get("href")) for row in rows_of(said.get("links")) if row.get("rel") == "canonical"]
    return next((link for link in links if link), None)


def _words(said: Json) -> int | None:
    renditions = said.get("renditions")
    rows = list(renditions.values()) if isinstance(renditions, dict) else []
    counts = [row["words"] for row in rows if isinstance(row, dict) and type(row.get("words")) is int]
    return next(iter(counts), None)
