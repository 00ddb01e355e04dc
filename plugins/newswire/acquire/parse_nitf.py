"""NITF 3.x as a document of its own (iptc.org/std/NITF)."""

import re
from collections.abc import Iterator

from lxml import etree

from newswire.acquire.markup import body_text, child_text, local_name, read_xml
from newswire.acquire.places import country, place
from newswire.acquire.signals import as_digit, as_priority, as_version, read_pubstatus
from newswire.acquire.times import note_unread, parse_instant
from newswire.errors import Reason, RejectedError
from newswire.records import ParsedItem, Place, PlaceRole, PubStatus, Signal, SourceFormat, Subject

# Where the head's meta elements name a subject, and whose code it is.
META_SCHEMES = {
    "anpa-category": "a1312cat",
    "category": "category",
    "categoria": "category",
    "category_iptc": "subj",
}
ROUTING = re.compile(r">{2,}\s*(?:[A-Z]{2,10}/)?\s*")


def parse_nitf(data: bytes, *, reference: str, timezone: str = "UTC") -> list[ParsedItem]:
    """Return the item of an NITF document; one without a doc-id is known by its reference. Raises RejectedError."""
    root = read_xml(data)
    if local_name(root) != "nitf":
        raise RejectedError(Reason.UNKNOWN_FORMAT, f"not NITF but {local_name(root)}")
    docdata = root.find(".//{*}docdata")
    docdata = etree.Element("docdata") if docdata is None else docdata
    # NITF 3.2, 'docdata': management-status is usable, embargoed, withheld or canceled.
    stated = docdata.get("management-status") or "usable"
    status = read_pubstatus(stated)
    times = {name: _norm(docdata, name) for name in ("date.issue", "date.release")}
    instants = {name: parse_instant(text, timezone) for name, text in times.items()}
    slug = docdata.find("{*}du-key")
    said = nitf_metas(root)
    identity = docdata.find("{*}doc-id")
    embargoed_until = instants["date.release"] if stated.lower() == "embargoed" else None
    pubstatus = PubStatus.USABLE if embargoed_until else status
    return [
        ParsedItem(
            source_format=SourceFormat.NITF,
            guid=(identity.get("id-string") if identity is not None else None) or reference,
            version=as_version(slug.get("version") if slug is not None else None),
            pubstatus=pubstatus,
            signals=_signals(docdata, pubstatus),
            embargoed_until=embargoed_until,
            published_at=instants["date.issue"] or instants["date.release"],
            updated_at=instants["date.issue"],
            language=root.get("{http://www.w3.org/XML/1998/namespace}lang"),
            headline=_headline(root),
            slugline=(slug.get("key") if slug is not None else None) or _fixture(docdata) or said.get("anpa-keyword"),
            byline=_byline(root),
            dateline=child_text(root, ".//{*}body.head/{*}dateline"),
            urgency=as_digit(_attribute(docdata, "urgency", "ed-urg")),
            subjects=nitf_subjects(root, said),
            edition_note=_attribute(docdata, "ed-msg", "info") or said.get("anpa-takekey"),
            located=nitf_located(root) or _attribute(docdata, "evloc", "city"),
            places=tuple(dict.fromkeys(nitf_places(root))),
            genres=_genres(root),
            priority=as_priority(said.get("priority")),
            credit=child_text(root, ".//{*}body.head/{*}distributor"),
            copyright=_attribute(docdata, "doc.copyright", "holder"),
            usage_terms=_attribute(docdata, "doc.rights", "limitations"),
            word_count=_word_count(said),
            keywords=_keywords(docdata, said),
            associations=tuple(src for e in root.iterfind(".//{*}media-reference") if (src := e.get("source"))),
            body=body_text(root.find("{*}body/{*}body.content")),
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


def _headline(root: etree._Element) -> str | None:
    """Return the headline without the marks that route it to translators (ANSA's '>>>ANSA/')."""
    stated = child_text(root, ".//{*}hedline/{*}hl1", ".//{*}hedline", "{*}head/{*}title")
    return ROUTING.sub("", stated) or None if stated else None


def _signals(docdata: etree._Element, pubstatus: PubStatus) -> tuple[Signal, ...]:
    """Return a kill for a canceled document, a correction for one that says so (NITF 3.2, 'correction')."""
    if pubstatus is PubStatus.CANCELED:
        return (Signal.KILL,)
    return (Signal.CORRECTION,) if docdata.find("{*}correction") is not None else ()


def nitf_metas(root: etree._Element) -> dict[str, str]:
    """Return the names and contents of the head's meta elements, where agencies keep what NITF has no place for."""
    rows = root.iterfind("{*}head/{*}meta")
    return {e.get("name", "").lower(): said for e in rows if (said := (e.get("content") or "").strip())}


def nitf_located(root: etree._Element) -> str | None:
    """Return where the story was filed, as the dateline of an NITF document says."""
    return child_text(root, ".//{*}body.head/{*}dateline/{*}location")


def nitf_places(root: etree._Element) -> Iterator[Place]:
    """Yield the places of an NITF document: of its dateline, of its event, and what it says it is about."""
    yield from place(PlaceRole.ORIGIN, nitf_located(root))
    for e in root.iterfind(".//{*}docdata/{*}evloc"):
        for name in ("city", "county-dist", "state-prov"):
            yield from place(PlaceRole.EVENT, e.get(name))
        yield from country(PlaceRole.EVENT, e.get("iso-cc"))
    for e in root.iterfind(".//{*}docdata/{*}identified-content/{*}location"):
        stated = child_text(e, ".")
        yield from place(PlaceRole.ABOUT, stated, e.get("code-source") or "unstated", e.get("location-code"))
        for inner in e.iterfind("{*}country"):
            yield from country(PlaceRole.ABOUT, inner.get("iso-cc"), child_text(inner, "."))


def _genres(root: etree._Element) -> tuple[str, ...]:
    """Return what kind of text it is ("analysis", "feature", "obituary": NITF 3.2, 'tobject.property')."""
    kinds = (e.get("tobject.property.type") for e in root.iterfind(".//{*}tobject.property"))
    return tuple(dict.fromkeys(kind for kind in kinds if kind))


def nitf_subjects(root: etree._Element, said: dict[str, str]) -> tuple[Subject, ...]:
    """Return the subjects of an NITF document, and the categories that its head's meta elements name."""
    found = {}
    for e in root.iterfind(".//{*}tobject.subject"):
        if code := e.get("tobject.subject.refnum"):
            names = (e.get(f"tobject.subject.{level}") for level in ("detail", "matter", "type"))
            # Codes are IPTC's unless another registrar is named (NITF 3.2, 'tobject.subject.ipr').
            registrar = (e.get("tobject.subject.ipr") or "IPTC").strip()
            scheme = "subj" if registrar.upper() == "IPTC" else registrar.lower()
            found[scheme, code] = Subject(scheme=scheme, code=code, name=next((name for name in names if name), None))
    for name, scheme in META_SCHEMES.items():
        if code := said.get(name):
            found.setdefault((scheme, code), Subject(scheme=scheme, code=code))
    return tuple(found.values())


def _keywords(docdata: etree._Element, said: dict[str, str]) -> tuple[str, ...]:
    stated = [key for e in docdata.iterfind(".//{*}keyword") if (key := e.get("key"))]
    listed = [ROUTING.sub("", key).strip() for key in said.get("keyword", said.get("keywords", "")).split(",")]
    return tuple(dict.fromkeys(key for key in (*stated, *listed) if key))


def _word_count(said: dict[str, str]) -> int | None:
    stated = (said.get(name, "") for name in ("word-count", "wordcount", "words", "anpa-wordcount"))
    return next((int(count) for count in stated if count.isdecimal() and len(count) < 9), None)


def _norm(docdata: etree._Element, name: str) -> str | None:
    return _attribute(docdata, name, "norm")


def _fixture(docdata: etree._Element) -> str | None:
    return _attribute(docdata, "fixture", "fix-id")


def _attribute(docdata: etree._Element, child: str, name: str) -> str | None:
    found = docdata.find("{*}" + child)
    return (found.get(name) or None) if found is not None else None
