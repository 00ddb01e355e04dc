"""IPTC ninjs 1.x, 2.x and 3.x, and what agencies make of it: AP's content API, the Guardian's wires."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from newswire.acquire.markup import html_text, looks_like_html, plain_text, richest
from newswire.acquire.places import place
from newswire.acquire.signals import as_digit, as_version, held_back, read_pubstatus, read_signals
from newswire.acquire.times import note_unread, parse_instant
from newswire.errors import Reason, RejectedError
from newswire.records import ParsedItem, Place, PlaceRole, PubStatus, Signal, SourceFormat, Subject

Json = Mapping[str, Any]

FIRST_TIMES = ("firstcreated", "firstversion", "contentcreated", "versioncreated")
STORY_TYPES = ("text", "story", "article")  # the first is the standard's, the others are publishers'
SCHEMES = {"mediatopic": "medtop", "subjectcode": "subj"}
NO_PROSE = re.compile(r"sports|json|/xml$")  # kinds of renditions that are data: SportsML and the like
NEWSCODES = "cv.iptc.org/newscodes/"


def parse_ninjs(said: Json, timezone: str = "UTC") -> list[ParsedItem]:
    """Return the item of a ninjs object, its keys in lower case. Raises RejectedError."""
    if (kind := said.get("type") or "text") not in STORY_TYPES:
        raise RejectedError(Reason.NOT_AN_ARTICLE, f"a ninjs object of type {kind}")
    names = ("firstcreated", "contentcreated", "versioncreated", "embargoed")
    stated = {name: text_of(said.get(name)) for name in names} | {"firstversion": text_of(said.get("firstversion"))}
    times = {name: parse_instant(text, timezone) for name, text in stated.items()}
    pubstatus = held_back(
        read_pubstatus(text_of(said.get("pubstatus") or said.get("status"))),
        is_embargoed=stated["embargoed"] is not None,
        until=times["embargoed"],
    )
    signals, notes = _signals(said)
    if pubstatus is PubStatus.CANCELED and Signal.KILL not in signals:
        signals = (*signals, Signal.KILL)
    version, version_notes = _version(said, times["versioncreated"])
    body, rendition_notes = _body(said)
    return [
        ParsedItem(
            source_format=SourceFormat.NINJS,
            guid=_guid(said),
            version=version,
            pubstatus=pubstatus,
            signals=signals,
            embargoed_until=times["embargoed"],
            published_at=next((at for name in FIRST_TIMES if (at := times[name])), None),
            updated_at=times["versioncreated"],
            language=text_of(said.get("language")),
            headline=_main(said, "headline"),
            slugline=text_of(said.get("slugline") or said.get("slug")),
            byline=_byline(said),
            dateline=text_of(said.get("dateline")),
            urgency=as_digit(said.get("urgency")),
            subjects=_subjects(said),
            edition_note=text_of(said.get("ednote")),
            located=text_of(said.get("located")),
            places=tuple(dict.fromkeys(_places(said))),
            genres=tuple(
                dict.fromkeys(
                    kind
                    for row in _rows(said, "genre", "genres")
                    if (kind := text_of(row.get("name")) or text_of(row.get("code")))
                )
            ),
            priority=as_digit(said.get("priority")),
            credit=text_of(said.get("creditline")) or _sources(said),
            copyright=text_of(said.get("copyrightnotice") or said.get("copyrightholder")),
            usage_terms=_usage_terms(said.get("usageterms")),
            word_count=said["wordcount"] if isinstance(said.get("wordcount"), int) else None,
            keywords=_keywords(said.get("keywords")),
            associations=tuple(_associations(said.get("associations"))),
            body=body,
            notes=(
                *notes,
                *version_notes,
                *rendition_notes,
                *(note for name, at in times.items() for note in note_unread(name, stated[name], at)),
            ),
        )
    ]


def text_of(value: object) -> str | None:
    """Return a string that says something, else None."""
    return value.strip() or None if isinstance(value, str) else None


def texts_of(value: object) -> tuple[str, ...]:
    """Return the strings of a list, none for what should have been one."""
    return tuple(text for one in value if (text := text_of(one))) if isinstance(value, list) else ()


def rows_of(value: object) -> list[dict[str, Any]]:
    """Return the objects of a list, none for what should have been one."""
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _guid(said: Json) -> str:
    """Return what all versions share; AP's itemid and a unique story number stand above an address of one version."""
    other = said.get("altids")
    item_id = text_of(other.get("itemid")) if isinstance(other, dict) else None
    if item_id:
        return f"urn:ap.org:{item_id}"
    if (number := text_of(said.get("usn"))) and (feed := text_of(said.get("source-feed"))):
        return f"{feed}:{number}"
    guid = text_of(said.get("uri")) or text_of(said.get("guid"))
    if guid is None:
        raise RejectedError(Reason.UNKNOWN_FORMAT, "JSON, but not ninjs: it has no uri")
    return guid


def _version(said: Json, created_at: datetime | None) -> tuple[int, tuple[str, ...]]:
    """Return the version; ninjs allows any text there, and one that is no number gives way to the version's time."""
    try:
        return as_version(said.get("version")), ()
    except RejectedError as error:
        if created_at is None:
            raise
        return as_version(created_at.isoformat()), (str(error),)


def _sources(said: Json) -> str | None:
    """Return who the text is from: ninjs 2 and AP have a list of sources."""
    names = (text_of(row.get("name")) for row in _rows(said, "infosource", "infosources"))
    return ", ".join(dict.fromkeys(name for name in names if name)) or None


def _keywords(value: object) -> tuple[str, ...]:
    """Return the keywords of a list, or of one text between commas."""
    listed = value.split(",") if isinstance(value, str) else value
    return tuple(dict.fromkeys(texts_of(listed)))


def _signals(said: Json) -> tuple[tuple[Signal, ...], tuple[str, ...]]:
    stated = said.get("signals")
    codes = [code for code in stated if isinstance(code, str)] if isinstance(stated, list) else []
    # AP: 'newscontent' and 'whitelisted' say nothing of the version.
    return read_signals([code for code in codes if code.lower() not in ("newscontent", "whitelisted")])


def _main(said: Json, name: str) -> str | None:
    """Return ninjs 1's ``headline``, or the main one of ninjs 2's ``headlines``, or a ``headline_*`` of ninjs 1."""
    stated = [row for row in _rows(said, f"{name}s") if row.get("value")]
    best = next((row for row in stated if row.get("role") == "main"), stated[0] if stated else {})
    variant = next((value for key, value in said.items() if key.startswith(f"{name}_") and text_of(value)), None)
    return text_of(said.get(name)) or text_of(best.get("value")) or text_of(variant)


def _byline(said: Json) -> str | None:
    names = [name for row in _rows(said, "bylines") if (name := text_of(row.get("by")))]
    return text_of(said.get("byline")) or text_of(said.get("by")) or ", ".join(names) or None


def _body(said: Json) -> tuple[str, tuple[str, ...]]:
    """Return the text of the richest rendition: ``body_*`` of ninjs 1, ``bodies`` of ninjs 2; a note for none here."""
    renditions = [(value, name) for name, value in said.items() if name.startswith("body_") and isinstance(value, str)]
    for row in _rows(said, "bodies"):
        if isinstance(row.get("value"), str):
            renditions.append((row["value"], str(row.get("contenttype") or row.get("role") or "").lower()))
    body = richest(_rendition(value, kind) for value, kind in renditions if not NO_PROSE.search(kind))
    elsewhere = said.get("renditions")
    story = elsewhere.get("nitf") if isinstance(elsewhere, dict) else None
    if not body and isinstance(story, dict) and text_of(story.get("href")):
        return "", (f"the body lies elsewhere: {story['href']}",)
    return body, ()


def _rendition(value: str, kind: str) -> tuple[str, bool]:
    """Return the text of a rendition, and whether it was markup; of an NITF document its body.content."""
    is_markup = "html" in kind or "nitf" in kind or looks_like_html(value)
    inner = re.search(r"<body\.content[^>]{0,200}>(.*)</body\.content>", value, re.S) if is_markup else None
    return (html_text(inner[1] if inner else value) if is_markup else plain_text(value)), is_markup


def _subjects(said: Json) -> tuple[Subject, ...]:
    """Return subjects by scheme and code; a NewsCode's address or qcode is parted into both."""
    found: dict[tuple[str, str], Subject] = {}
    for row in _rows(said, "subject", "subjects"):
        code = str(row.get("code") or row.get("uri") or row.get("literal") or row.get("qcode") or "").rstrip("/")
        scheme, last = split_code(code, text_of(row.get("scheme")))
        if last:
            found[scheme, last] = Subject(scheme=scheme, code=last, name=text_of(row.get("name")))
    for row in rows_of(said.get("service")):  # superdesk's: the wire's services that the story goes to
        if named := text_of(row.get("code")):
            found.setdefault(("service", named), Subject(scheme="service", code=named, name=text_of(row.get("name"))))
    stated = said.get("subjects")
    for code in texts_of(stated.get("code")) if isinstance(stated, dict) else ():
        scheme, last = split_code(code, None)
        found.setdefault((scheme, last), Subject(scheme=scheme, code=last))
    return tuple(found.values())


def _places(said: Json) -> Iterator[Place]:
    """Yield where the item was filed and the places that it is about."""
    yield from place(PlaceRole.ORIGIN, text_of(said.get("located")))
    for row in _rows(said, "place", "places"):
        stated = text_of(row.get("code") or row.get("uri") or row.get("literal") or row.get("qcode")) or ""
        scheme, code = split_code(stated.rstrip("/"), text_of(row.get("scheme")))
        yield from place(PlaceRole.ABOUT, text_of(row.get("name")), scheme, code)


def split_code(code: str, stated: str | None) -> tuple[str, str]:
    """Return scheme and code of 'medtop:01000000', of a NewsCodes address, or of a code with its scheme beside it.

    >>> split_code("http://cv.iptc.org/newscodes/mediatopic/01000000", None)
    ('medtop', '01000000')
    """
    if NEWSCODES in code:
        scheme, _, last = code.partition(NEWSCODES)[2].partition("/")
        return SCHEMES.get(scheme, scheme), last
    if "://" in code:
        scheme, _, last = code.rpartition("/")
        return stated or scheme, last
    scheme, _, last = code.rpartition(":")
    return stated or scheme or "unstated", last


def _usage_terms(value: object) -> str | None:
    return text_of("\n".join(map(str, value)) if isinstance(value, list) else value)


def _associations(value: object) -> Iterator[str]:
    rows: Sequence[Any] = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    for row in rows:
        if isinstance(row, dict) and (reference := text_of(row.get("uri") or row.get("urn"))):
            yield reference


def _rows(said: Json, *names: str) -> list[dict[str, Any]]:
    """Return the objects of the first of these lists that is there."""
    return next((found for name in names if (found := rows_of(said.get(name)))), [])
