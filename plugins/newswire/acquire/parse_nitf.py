"""NITF 3.x as a document of its own (iptc.org/std/NITF)."""

from lxml import etree

from newswire.acquire.markup import child_text, element_text, local_name, read_xml
from newswire.acquire.signals import as_digit, as_version
from newswire.acquire.times import note_unread, parse_instant
from newswire.errors import Reason, RejectedError
from newswire.records import ParsedItem, PubStatus, Signal, SourceFormat, Subject

# management-status of docdata: NITF 3.2, 'docdata'.
STATUS = {
    "usable": PubStatus.USABLE,
    "embargoed": PubStatus.USABLE,  # with its hour in date.release
    "withheld": PubStatus.WITHHELD,
    "canceled": PubStatus.CANCELED,
    "killed": PubStatus.CANCELED,
}


def parse_nitf(data: bytes, *, reference: str, timezone: str = "UTC") -> list[ParsedItem]:
    """Return the item of an NITF document; one without a doc-id is known by its reference. Raises RejectedError."""
    root = read_xml(data)
    if local_name(root) != "nitf":
        raise RejectedError(Reason.UNKNOWN_FORMAT, f"not NITF but {local_name(root)}")
    docdata = root.find(".//{*}docdata")
    docdata = etree.Element("docdata") if docdata is None else docdata
    stated = docdata.get("management-status") or "usable"
    if stated not in STATUS:
        raise RejectedError(Reason.NOT_PARSABLE, f"management-status {stated!r} is not known")
    times = {name: _norm(docdata, name) for name in ("date.issue", "date.release")}
    instants = {name: parse_instant(text, timezone) for name, text in times.items()}
    slug = docdata.find("{*}du-key")
    identity = docdata.find("{*}doc-id")
    pubstatus = STATUS[stated]
    return [
        ParsedItem(
            source_format=SourceFormat.NITF,
            guid=(identity.get("id-string") if identity is not None else None) or reference,
            version=as_version(slug.get("version") if slug is not None else None),
            pubstatus=pubstatus,
            signals=(Signal.KILL,) if pubstatus is PubStatus.CANCELED else (),
            embargoed_until=instants["date.release"] if stated == "embargoed" else None,
            published_at=instants["date.issue"] or instants["date.release"],
            updated_at=instants["date.issue"],
            language=root.get("{http://www.w3.org/XML/1998/namespace}lang"),
            headline=child_text(root, ".//{*}hedline/{*}hl1", ".//{*}hedline", "{*}head/{*}title"),
            slugline=(slug.get("key") if slug is not None else None) or _fixture(docdata),
            byline=_byline(root),
            dateline=child_text(root, ".//{*}body.head/{*}dateline"),
            urgency=as_digit(_attribute(docdata, "urgency", "ed-urg")),
            subjects=_subjects(root),
            edition_note=_attribute(docdata, "ed-msg", "info"),
            located=child_text(root, ".//{*}dateline/{*}location") or _attribute(docdata, "evloc", "city"),
            copyright=_attribute(docdata, "doc.copyright", "holder"),
            word_count=_word_count(root),
            keywords=tuple(key for e in docdata.iterfind(".//{*}keyword") if (key := e.get("key"))),
            associations=tuple(src for e in root.iterfind(".//{*}media-reference") if (src := e.get("source"))),
            body=element_text(root.find("{*}body/{*}body.content")),
            notes=tuple(note for name, at in instants.items() for note in note_unread(name, times[name], at)),
        )
    ]


def _byline(root: etree._Element) -> str | None:
    """Return the byline without the writer's title and place, which NITF puts into elements of their own."""
    line = root.find(".//{*}body.head/{*}byline")
    if line is None:
        return None
    pieces = [line.text or ""]
    for child in line:
        if local_name(child) not in ("byttl", "location", "virtloc"):
            pieces.append("".join(child.itertext()))
        pieces.append(child.tail or "")
    return " ".join(" ".join(pieces).split()) or None


def _subjects(root: etree._Element) -> tuple[Subject, ...]:
    found = {}
    for e in root.iterfind(".//{*}tobject.subject"):
        if code := e.get("tobject.subject.refnum"):
            names = (e.get(f"tobject.subject.{level}") for level in ("detail", "matter", "type"))
            found[code] = Subject(scheme="subj", code=code, name=next((name for name in names if name), None))
    return tuple(found.values())


def _word_count(root: etree._Element) -> int | None:
    for meta in root.iterfind(".//{*}meta"):
        if (meta.get("name") or "").lower() in ("word-count", "wordcount", "words"):
            count = meta.get("content") or ""
            return int(count) if count.isdecimal() and len(count) < 9 else None
    return None


def _norm(docdata: etree._Element, name: str) -> str | None:
    return _attribute(docdata, name, "norm")


def _fixture(docdata: etree._Element) -> str | None:
    return _attribute(docdata, "fixture", "fix-id")


def _attribute(docdata: etree._Element, child: str, name: str) -> str | None:
    found = docdata.find("{*}" + child)
    return (found.get(name) or None) if found is not None else None
