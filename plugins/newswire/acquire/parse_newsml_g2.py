"""IPTC NewsML-G2 2.x (iptc.org/std/NewsML-G2): messages of items, whatever body format an agency puts inside."""

from base64 import b64decode
from collections.abc import Iterable, Iterator

from lxml import etree

from newswire.acquire.charset import decode
from newswire.acquire.embargoes import with_embargo
from newswire.acquire.markup import (
    body_text,
    element_text,
    html_text,
    local_name,
    looks_like_html,
    plain_text,
    read_xml,
    richest,
)
from newswire.acquire.places import place
from newswire.acquire.signals import as_digit, as_version, held_back, last_part, read_pubstatus, read_signals
from newswire.acquire.times import note_unread, parse_instant
from newswire.errors import Reason, RejectedError
from newswire.records import ParsedItem, Place, PlaceRole, PubStatus, Signal, SourceFormat, Subject

# Types of subjects that are places (NewsCodes cpnattype), with spellings found on wires.
PLACE_TYPES = frozenset({"geo", "geoarea", "geoprop", "poi", "place", "location"})
REMOTE = "{*}contentSet/{*}remoteContent"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def parse_newsml_g2(data: bytes, timezone: str = "UTC") -> list[ParsedItem]:
    """Return the text items of a newsMessage or a lone newsItem. Raises RejectedError where there is none."""
    root = read_xml(data)
    items = [root] if local_name(root) == "newsitem" else root.findall(".//{*}newsItem")
    parsed = [_parse_item(item, timezone) for item in items if _is_story(item)]
    if not parsed:
        found = sorted(
            {f"{local_name(e)} {_item_class(e)}".strip() for e in root.iter("{*}packageItem", "{*}newsItem")}
        )
        raise RejectedError(Reason.NOT_AN_ARTICLE, f"no text item: {', '.join(found) or local_name(root)}")
    return parsed


def _parse_item(item: etree._Element, timezone: str) -> ParsedItem:
    guid = item.get("guid")
    if not guid:
        raise RejectedError(Reason.NOT_PARSABLE, "newsItem without a guid")
    stated = {
        name: _text(item, f"{{*}}itemMeta/{{*}}{name}") for name in ("firstCreated", "versionCreated", "embargoed")
    }
    times = {name: parse_instant(text, timezone) for name, text in stated.items()}
    signals, notes = read_signals(
        [e.get("qcode") or e.get("uri") or "" for e in item.iterfind("{*}itemMeta/{*}signal")]
    )
    # An empty element is an embargo without an end (NewsML-G2 2.34, embargoed).
    pubstatus = held_back(
        read_pubstatus(_code(item, "{*}itemMeta/{*}pubStatus")),
        is_embargoed=item.find("{*}itemMeta/{*}embargoed") is not None,
        until=times["embargoed"],
    )
    if pubstatus is PubStatus.CANCELED and Signal.KILL not in signals:
        signals = (*signals, Signal.KILL)
    language = item.find("{*}contentMeta/{*}language")
    places = tuple(dict.fromkeys(_places(item)))
    urgency = _text(item, "{*}contentMeta/{*}urgency")
    parsed = ParsedItem(
        source_format=SourceFormat.NEWSML_G2,
        guid=guid,
        version=as_version(item.get("version")),
        pubstatus=pubstatus,
        signals=signals,
        embargoed_until=times["embargoed"],
        published_at=times["firstCreated"] or times["versionCreated"],
        updated_at=times["versionCreated"],
        language=language.get("tag") if language is not None else item.get(LANG),
        headline=_headline(item),
        slugline=_text(item, "{*}contentMeta/{*}slugline"),
        byline=_text(item, "{*}contentMeta/{*}by"),
        dateline=_text(item, "{*}contentMeta/{*}dateline"),
        urgency=as_digit(urgency),
        subjects=_subjects(item),
        edition_note=" ".join(_notes(item, is_public=True)) or None,
        located=next((p.name for p in places if p.role is PlaceRole.ORIGIN and p.name), None),
        places=places,
        genres=_genres(item),
        priority=as_digit(
            _text(item, "{*}itemMeta/{*}priority") or _text(item.getroottree().getroot(), "{*}header/{*}priority")
        ),
        credit=_text(item, "{*}contentMeta/{*}creditline"),
        copyright=_text(item, "{*}rightsInfo/{*}copyrightNotice"),
        usage_terms=_text(item, "{*}rightsInfo/{*}usageTerms"),
        word_count=_word_count(item),
        keywords=_texts(item, "{*}contentMeta/{*}keyword"),
        associations=_associations(item),
        body=_body(item),
        notes=notes + tuple(note for name, at in times.items() for note in note_unread(name, stated[name], at)),
    )
    # What is not for customers holds for us all the same.
    return with_embargo(parsed, timezone=timezone, notes=_notes(item, is_public=False))


def _notes(item: etree._Element, *, is_public: bool) -> tuple[str, ...]:
    """Return the notes to editors, or those marked as not for customers (staff's telephone numbers)."""
    found = []
    for e in item.iterfind("{*}itemMeta/{*}edNote"):
        is_private = "nonpublic" in (e.get("pubconstraint") or "") or last_part(e.get("role") or "") == "private"
        note = " ".join("".join(e.itertext()).split())
        if note and is_private is not is_public:
            found.append(note)
    return tuple(dict.fromkeys(found))


def _is_story(item: etree._Element) -> bool:
    """Return whether an item is a text, or a composite that has its text in it and not in other items."""
    kind = _item_class(item)
    return kind == "text" or (kind == "composite" and bool(_body(item)))


def _headline(item: etree._Element) -> str | None:
    """Return the main headline of several, one in the item's own language before others (NewsML-G2 2.34, headline)."""
    rows = [(e, text) for e in item.iterfind("{*}contentMeta/{*}headline") if (text := " ".join(_words(e)))]
    language = item.get(LANG)

    def rank(row: tuple[etree._Element, str]) -> tuple[bool, bool]:
        role, stated = last_part(row[0].get("role") or "main"), row[0].get(LANG)
        return role not in ("main", "headline"), stated is not None and stated != language

    return min(rows, key=rank)[1] if rows else None


def _item_class(item: etree._Element) -> str:
    """Return 'text', 'picture' ...; an item without a class is text (the standard asks for one, agencies forget it)."""
    code = _code(item, "{*}itemMeta/{*}itemClass")
    return code.rpartition(":")[2].rpartition("/")[2] if code else "text" if local_name(item) == "newsitem" else ""


def _body(item: etree._Element) -> str:
    """Return the text of the richest rendition in contentSet; several renditions say the same, so never two."""
    return richest(_renditions(item))


def _renditions(item: etree._Element) -> Iterator[tuple[str, bool]]:
    """Yield the text of each rendition, and whether it was markup, by what is inside: stated types are often wrong."""
    for inline in item.iterfind("{*}contentSet/{*}inlineXML"):
        content = inline.find(".//{*}body/{*}body.content")
        body = content if content is not None else inline.find(".//{*}body")
        text = body_text(body if body is not None else inline)
        yield (text, True) if len(inline) else _from_text(inline.text or "", inline.get("contenttype") or "")
    for inline in item.iterfind("{*}contentSet/{*}inlineData"):
        kind = inline.get("contenttype") or ""
        yield (element_text(inline), True) if len(inline) else _from_text(_inline_text(inline), kind)


def _inline_text(inline: etree._Element) -> str:
    """Return the text of inline data, also of bytes in base64 (NewsML-G2 2.34, inlineData, encoding)."""
    text = inline.text or ""
    if last_part(inline.get("encoding") or "") != "base64":
        return text
    try:
        return decode(b64decode("".join(text.split()), validate=True))[0]
    except ValueError:
        return ""


def _from_text(text: str, kind: str) -> tuple[str, bool]:
    is_markup = "html" in kind or looks_like_html(text)
    return (html_text(text) if is_markup else plain_text(text)), is_markup


def _subjects(item: etree._Element) -> tuple[Subject, ...]:
    found = {}
    for subject in item.iterfind("{*}contentMeta/{*}subject"):
        scheme, last = _scheme_and_code(subject)
        if last:
            found[scheme, last] = Subject(scheme=scheme, code=last, name=_text(subject, "{*}name"))
    return tuple(found.values())


def _scheme_and_code(concept: etree._Element) -> tuple[str, str]:
    """Return vocabulary and code of a concept, by its qcode, its address or its literal; '' for no code."""
    code = concept.get("qcode") or concept.get("uri") or concept.get("literal") or ""
    scheme, _, last = code.rpartition(":") if concept.get("qcode") else code.rpartition("/")
    return scheme or "unstated", last


def _places(item: etree._Element) -> Iterator[Place]:
    """Yield where the item was filed (contentMeta, located), and the subjects that are places."""
    for e in item.iterfind("{*}contentMeta/{*}located"):
        yield from _place(item, e, PlaceRole.ORIGIN)
    for e in item.iterfind("{*}contentMeta/{*}subject"):
        if last_part(e.get("type") or "") in PLACE_TYPES:
            yield from _place(item, e, PlaceRole.ABOUT)


def _place(item: etree._Element, concept: etree._Element, role: PlaceRole) -> Iterable[Place]:
    """Return the place of a concept; its name may stand in an assert about the same code (NewsML-G2 2.34, assert)."""
    name, literal = _text(concept, "{*}name"), concept.get("literal")
    qcode = concept.get("qcode")
    if name is None and qcode:
        about = (e for e in item.iterfind("{*}assert") if e.get("qcode") == qcode)
        name = next((found for e in about if (found := _text(e, "{*}name"))), None)
    scheme, code = _scheme_and_code(concept) if literal is None else ("unstated", None)
    return place(role, name or literal, scheme, code)


def _genres(item: etree._Element) -> tuple[str, ...]:
    """Return the names of the genres, the codes of those without a name."""
    rows = item.iterfind("{*}contentMeta/{*}genre")
    return tuple(dict.fromkeys(said for e in rows if (said := _text(e, "{*}name") or _scheme_and_code(e)[1])))


def _word_count(item: etree._Element) -> int | None:
    """Return the count that a rendition states; the largest, as the richest is taken."""
    stated = [e.get("wordcount", "") for e in item.iterfind("{*}contentSet/*")]
    return max((int(count) for count in stated if count.isdecimal() and len(count) < 9), default=None)


def _associations(item: etree._Element) -> tuple[str, ...]:
    """Return the addresses of remote content and of items that the links name."""
    links = (
        e.get("residref") or e.get("href") for e in (*item.iterfind("{*}itemMeta/{*}link"), *item.iterfind(REMOTE))
    )
    return tuple(dict.fromkeys(link for link in links if link))


def _texts(item: etree._Element, path: str) -> tuple[str, ...]:
    found = (" ".join(_words(e)) for e in item.iterfind(path))
    return tuple(dict.fromkeys(text for text in found if text))


def _code(item: etree._Element, path: str) -> str | None:
    found = item.find(path)
    return (found.get("qcode") or found.get("uri")) if found is not None else None


def _text(item: etree._Element, path: str) -> str | None:
    found = item.find(path)
    return " ".join(_words(found)) or None if found is not None else None


def _words(element: etree._Element) -> list[str]:
    return "".join(element.itertext()).split()
