"""NewsML 1.0 to 1.2 (iptc.org/std/NewsML): one item per NewsItem, its body wherever the components hold it."""

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from newswire.acquire.markup import (
    body_text,
    child_text,
    html_text,
    local_name,
    looks_like_html,
    plain_text,
    read_xml,
    richest,
)
from newswire.acquire.parse_nitf import nitf_located, nitf_metas, nitf_places, nitf_subjects
from newswire.acquire.places import country, place
from newswire.acquire.signals import as_digit, as_version, read_pubstatus, read_signals
from newswire.acquire.times import note_unread, parse_instant
from newswire.errors import Reason, RejectedError
from newswire.records import ParsedItem, Place, PlaceRole, PubStatus, Signal, SourceFormat, Subject

CAPTIONS = frozenset({"caption", "photo caption", "picture", "photo", "image", "graphic"})
HOW_PRESENT = {"origin": PlaceRole.ORIGIN, "event": PlaceRole.EVENT}  # IPTC's vocabulary HowPresent
NUMBER = re.compile(r"\s*[-+]?\d+(?:[.,]\d+)?\s*")
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def parse_newsml_1(data: bytes, timezone: str = "UTC") -> list[ParsedItem]:
    """Return the items of a NewsML 1 document that are articles. Raises RejectedError."""
    root = read_xml(data)
    items = [root] if local_name(root) == "newsitem" else root.findall("{*}NewsItem")
    if not items:
        raise RejectedError(Reason.NOT_AN_ARTICLE, "NewsML without a NewsItem")
    found = [_parse_item(item, root, timezone) for item in items]
    articles = [one for item, one in zip(items, found, strict=True) if one.body or not _is_media(item)]
    if not articles:
        raise RejectedError(Reason.NOT_AN_ARTICLE, "NewsML with pictures or sound alone")
    return articles


def _parse_item(item: etree._Element, root: etree._Element, timezone: str) -> ParsedItem:
    management = "{*}NewsManagement/{*}"
    created = child_text(item, management + "FirstCreated")
    revised = child_text(item, management + "ThisRevisionCreated")
    released = child_text(item, management + "StatusWillChange/{*}DateAndTime")
    sent = child_text(root, "{*}NewsEnvelope/{*}DateAndTime") if created is revised is None else None
    stated = {
        "FirstCreated": created,
        "ThisRevisionCreated": revised,
        "StatusWillChange": released,
        "DateAndTime": sent,
    }
    times = {name: parse_instant(text, timezone) for name, text in stated.items()}
    status = _formal_name(item, management + "Status")
    is_embargoed = (status or "").lower() == "embargoed"
    future = _formal_name(item, management + "StatusWillChange/{*}FutureStatus") or "Usable"
    embargoed_until = times["StatusWillChange"] if is_embargoed and future.lower() == "usable" else None
    pubstatus = PubStatus.USABLE if embargoed_until else read_pubstatus(status)
    codes = [code for e in item.iterfind(management + "Instruction") if (code := e.get("FormalName"))]
    signals, notes = read_signals(codes)
    if pubstatus is PubStatus.CANCELED and Signal.KILL not in signals:
        signals = (*signals, Signal.KILL)
    lines = ".//{*}NewsLines/{*}"
    return ParsedItem(
        source_format=SourceFormat.NEWSML_1,
        guid=_guid(item),
        version=as_version(child_text(item, ".//{*}NewsIdentifier/{*}RevisionId")),
        pubstatus=pubstatus,
        signals=signals,
        embargoed_until=embargoed_until,
        published_at=times["FirstCreated"] or times["ThisRevisionCreated"] or times["DateAndTime"],
        updated_at=times["ThisRevisionCreated"],
        language=_language(item),
        headline=child_text(item, lines + "HeadLine", ".//{*}NewsLine/{*}NewsLineText"),
        slugline=child_text(item, lines + "SlugLine"),
        byline=child_text(item, lines + "ByLine"),
        dateline=child_text(item, lines + "DateLine"),
        urgency=as_digit(_formal_name(item, management + "Urgency")),
        subjects=_subjects(item),
        edition_note=_edition_note(item),
        located=_located(item),
        places=tuple(dict.fromkeys(_places(item))),
        genres=tuple(dict.fromkeys(name for e in item.iterfind(".//{*}Genre") if (name := e.get("FormalName")))),
        priority=as_digit(_formal_name(root, ".//{*}NewsEnvelope/{*}Priority")),
        credit=child_text(item, lines + "CreditLine"),
        copyright=child_text(item, lines + "CopyrightLine"),
        usage_terms=child_text(
            item, ".//{*}UsageRights/{*}Limitations", ".//{*}UsageRights/{*}UsageType", lines + "RightsLine"
        ),
        keywords=_keywords(item),
        associations=tuple(e.get("Href") for e in item.iterfind(".//{*}ContentItem[@Href]") if not _is_text(e)),
        body=_body(item),
        notes=notes + tuple(note for name, at in times.items() for note in note_unread(name, stated[name], at)),
    )


def _guid(item: etree._Element) -> str:
    """Return the public identifier without its revision, which would make each version a story of its own.

    NewsML 1.2, 5.5.2: urn:newsml:{ProviderId}:{DateId}:{NewsItemId}:{RevisionId}{Update}.
    """
    identity = ".//{*}NewsIdentifier/{*}"
    public = child_text(item, identity + "PublicIdentifier")
    revision = child_text(item, identity + "RevisionId") or ""
    if public:
        return re.sub(rf":{re.escape(revision)}[NUA]?$", "", public) if revision else public
    parts = [child_text(item, identity + name) for name in ("ProviderId", "DateId", "NewsItemId")]
    if not all(parts):
        raise RejectedError(Reason.NOT_PARSABLE, "NewsItem without an identifier")
    return "urn:newsml:" + ":".join(part for part in parts if part)


def _body(item: etree._Element) -> str:
    """Return the text of the richest rendition in a component of role Main, else in any that is no picture's caption.

    NewsML 1.2, 5.6.3: a component's role holds for what is in it, until a component inside has a role of its own.
    """
    contents = [(e, _role(e)) for e in item.iterfind(".//{*}ContentItem/{*}DataContent")]
    main = richest(_renditions(e for e, role in contents if role == "main"))
    return main or richest(_renditions(e for e, role in contents if role not in CAPTIONS))


def _role(content: etree._Element) -> str:
    """Return the role, in lower case, of the innermost component around a content that has one."""
    components = (e for e in content.iterancestors() if local_name(e) == "newscomponent")
    return next((role.lower() for e in components if (role := _formal_name(e, "{*}Role"))), "")


def _renditions(contents: Iterable[etree._Element]) -> Iterator[tuple[str, bool]]:
    """Yield the text of each content item, and whether it was markup: NITF, XHTML, HTML as text, or plain text."""
    for content in contents:
        inner = content.find(".//{*}body/{*}body.content")
        inner = content.find(".//{*}body") if inner is None else inner
        if inner is not None or len(content):
            yield body_text(content if inner is None else inner), True
        elif looks_like_html(content.text or ""):
            yield html_text(content.text or ""), True
        else:
            yield plain_text(content.text or ""), False


def _is_media(item: etree._Element) -> bool:
    """Say whether the item is usable and what it is made of is no text: what it says is a caption."""
    contents = [e for e in item.iterfind(".//{*}ContentItem") if _formal_name(e, "{*}MediaType")]
    is_usable = read_pubstatus(_formal_name(item, "{*}NewsManagement/{*}Status")) is PubStatus.USABLE
    return is_usable and any(not _is_text(e) for e in contents)


def _is_text(content: etree._Element) -> bool:
    return "text" in (_formal_name(content, "{*}MediaType") or "").lower()


def _language(item: etree._Element) -> str | None:
    stated = _formal_name(item, ".//{*}DescriptiveMetadata/{*}Language")
    return stated or next((e.get(LANG) for e in item.iter() if isinstance(e.tag, str) and e.get(LANG)), None)


def _subjects(item: etree._Element) -> tuple[Subject, ...]:
    found = {}
    for e in item.iterfind(".//{*}SubjectCode/*"):
        if (code := e.get("FormalName")) and local_name(e) in ("subject", "subjectmatter", "subjectdetail"):
            found["subj", code] = Subject(scheme="subj", code=code)
    for p in item.iterfind(".//{*}DescriptiveMetadata/{*}Property"):
        scheme = (p.get("FormalName") or "").lower()
        if scheme in ("category", "topic") and (code := p.get("Value")):
            found[scheme, code] = Subject(scheme=scheme, code=code)
    for inner in item.iterfind(".//{*}DataContent//{*}nitf"):
        for subject in nitf_subjects(inner, nitf_metas(inner)):
            found.setdefault((subject.scheme, subject.code), subject)
    return tuple(found.values())


def _keywords(item: etree._Element) -> tuple[str, ...]:
    lines = (child_text(e, ".") for e in item.iterfind(".//{*}NewsLines/{*}KeywordLine"))
    stated = [p.get("Value") for p in item.iterfind(".//{*}Property") if p.get("FormalName") == "Keyword"]
    return tuple(dict.fromkeys(key for key in (*lines, *stated) if key))


def _located(item: etree._Element) -> str | None:
    """Return where the story was filed: what readers see in the dateline stands above what the metadata say."""
    shown = next((name for e in item.iterfind(".//{*}DataContent//{*}nitf") if (name := nitf_located(e))), None)
    places = {p.get("FormalName"): p.get("Value") for p in _location_names(item.iterfind(".//{*}Location"))}
    return shown or places.get("City") or places.get("Country")


def _places(item: etree._Element) -> Iterator[Place]:
    """Yield the places that the metadata and the NITF inside state."""
    for e in item.iterfind(".//{*}DescriptiveMetadata/{*}Location"):
        role = HOW_PRESENT.get((e.get("HowPresent") or "").lower(), PlaceRole.ABOUT)
        for p in _location_names([e]):
            is_country = (p.get("FormalName") or "").lower() in ("country", "countrycode")
            yield from country(role, p.get("Value")) if is_country else place(role, p.get("Value"))
    for inner in item.iterfind(".//{*}DataContent//{*}nitf"):
        yield from nitf_places(inner)


def _location_names(locations: Iterable[etree._Element]) -> Iterator[etree._Element]:
    """Yield the properties of locations that name or code a place: degrees and metres do not."""
    for location in locations:
        yield from (p for p in location.iterfind("{*}Property") if not NUMBER.fullmatch(p.get("Value") or ""))


def _edition_note(item: etree._Element) -> str | None:
    for line in item.iterfind(".//{*}NewsLines/{*}NewsLine"):
        if re.search("note|advisory", _formal_name(line, "{*}NewsLineType") or "", re.I):
            return child_text(line, "{*}NewsLineText")
    return None


def _formal_name(item: etree._Element, path: str) -> str | None:
    found = item.find(path)
    return (found.get("FormalName") or None) if found is not None else None
