"""IPTC ninjs 1.x, 2.x and 3.x: news in JSON (iptc.org/std/ninjs)."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from newswire.acquire.markup import html_text, plain_text
from newswire.acquire.signals import as_version, read_pubstatus
from newswire.acquire.times import note_unread, parse_instant
from newswire.errors import Reason, RejectedError
from newswire.records import ParsedItem, PubStatus, Signal, SourceFormat, Subject

Json = Mapping[str, Any]


def is_ninjs(value: object) -> bool:
    """Return whether a JSON value looks like a ninjs object: it has a uri and some of the words of the standard."""
    return isinstance(value, dict) and "uri" in value and bool(value.keys() & {"versioncreated", "pubstatus", "type"})


def parse_ninjs(data: bytes, timezone: str = "UTC") -> list[ParsedItem]:
    """Return the item of a ninjs object. Raises RejectedError."""
    try:
        # ninjs 3 writes versionCreated where 1 and 2 write versioncreated.
        said = json.loads(data, object_pairs_hook=lambda pairs: {name.lower(): value for name, value in pairs})
    except (ValueError, RecursionError) as error:
        raise RejectedError(Reason.NOT_PARSABLE, f"JSON: {error}") from error
    if not is_ninjs(said):
        raise RejectedError(Reason.UNKNOWN_FORMAT, "JSON, but not ninjs: it has no uri")
    if (kind := said.get("type", "text")) != "text":
        raise RejectedError(Reason.NOT_AN_ARTICLE, f"a ninjs object of type {kind}")
    times = {
        name: parse_instant(_text(said.get(name)), timezone) for name in ("firstcreated", "versioncreated", "embargoed")
    }
    pubstatus = read_pubstatus(_text(said.get("pubstatus")))
    return [
        ParsedItem(
            source_format=SourceFormat.NINJS,
            guid=str(said["uri"]),
            version=as_version(said.get("version")),
            pubstatus=pubstatus,
            signals=(Signal.KILL,) if pubstatus is PubStatus.CANCELED else (),
            embargoed_until=times["embargoed"],
            published_at=times["firstcreated"] or times["versioncreated"],
            updated_at=times["versioncreated"],
            language=_text(said.get("language")),
            headline=_main(said, "headline"),
            slugline=_text(said.get("slugline")),
            byline=_text(said.get("byline") or said.get("by")),
            dateline=_text(said.get("dateline")),
            urgency=said["urgency"] if isinstance(said.get("urgency"), int) else None,
            subjects=_subjects(said.get("subject") or said.get("subjects") or ()),
            edition_note=_text(said.get("ednote")),
            body=_body(said),
            notes=tuple(n for name, at in times.items() for n in note_unread(name, _text(said.get(name)), at)),
        )
    ]


def _main(said: Json, name: str) -> str | None:
    """Return ninjs 1's ``headline``, or the main one of ninjs 2's ``headlines``."""
    stated = [row for row in said.get(f"{name}s") or () if isinstance(row, dict) and row.get("value")]
    best = next((row for row in stated if row.get("role") == "main"), stated[0] if stated else {})
    return _text(said.get(name) or best.get("value"))


def _body(said: Json) -> str:
    """Return the text of the richest rendition: ``body_*`` of ninjs 1, ``bodies`` of ninjs 2."""
    renditions = [(value, name) for name, value in said.items() if name.startswith("body_") and isinstance(value, str)]
    for row in said.get("bodies") or ():
        if isinstance(row, dict) and isinstance(row.get("value"), str):
            renditions.append((row["value"], str(row.get("contenttype", ""))))
    texts = [html_text(value) if "html" in kind else plain_text(value) for value, kind in renditions]
    return max(texts, key=lambda text: len(text.split()), default="")


def _subjects(rows: Sequence[Any]) -> tuple[Subject, ...]:
    """Return subjects by scheme and code; a media topic's address ends with its code."""
    found = {}
    for row in rows:
        if not isinstance(row, dict):
            continue
        code = str(row.get("code") or row.get("uri") or row.get("literal") or "").rstrip("/")
        scheme, _, last = code.replace("http://cv.iptc.org/newscodes/", "").rpartition("/")
        scheme = {"mediatopic": "medtop", "subjectcode": "subj"}.get(scheme, scheme) or str(
            row.get("scheme") or "unstated"
        )
        if code:
            found[scheme, last] = Subject(scheme=scheme, code=last, name=_text(row.get("name")))
    return tuple(found.values())


def _text(value: object) -> str | None:
    """Return a string that says something, else None."""
    return value.strip() or None if isinstance(value, str) else None
