"""IPTC NewsML-G2 2.x (iptc.org/std/NewsML-G2): messages of items, whatever body format an agency puts inside."""

from collections.abc import Iterator

from lxml import etree

from newswire.acquire.markup import element_text, html_text, local_name, looks_like_html, plain_text, read_xml, richest
from newswire.acquire.signals import as_digit, as_version, last_part, read_pubstatus, read_signals
from newswire.acquire.times import note_unread, parse_instant
from newswire.errors import Reason, RejectedError
from newswire.records import ParsedItem, PubStatus, Signal, SourceFormat, Subject

REMOTE = "{*}contentSet/{*}remoteContent"


def parse_newsml_g2(data: bytes, timezone: str = "UTC") -> list[ParsedItem]:
    """Return the text items of a newsMessage or a lone newsItem. Raises RejectedError where there is none."""
    root = read_xml(data)
    items = [root] if local_name(root) == "newsitem" else root.findall(".//{*}newsItem")
    parsed = [_parse_item(item, timezone) for item in items if _item_class(item) == "text"]
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
    pubstatus = read_pubstatus(_code(item, "{*}itemMeta/{*}pubStatus"))
    if pubstatus is PubStatus.CANCELED and Signal.KILL not in signals:
        signals = (*signals, Signal.KILL)
    language = item.find("{*}contentMeta/{*}language")
    urgency = _text(item, "{*}contentMeta/{*}urgency")
    return ParsedItem(
        source_format=SourceFormat.NEWSML_G2,
        guid=guid,
        version=as_version(item.get("version")),
        pubstatus=pubstatus,
        signals=signals,
        embargoed_until=times["embargoed"],
        published_at=times["firstCreated"] or times["versionCreated"],
        updated_at=times["versionCreated"],
        language=language.get("tag")
        if language is not None
        else item.get("{http://www.w3.org/XML/1998/namespace}lang"),
        headline=_text(item, "{*}contentMeta/{*}headline"),
        slugline=_text(item, "{*}contentMeta/{*}slugline"),
        byline=_text(item, "{*}contentMeta/{*}by"),
        dateline=_text(item, "{*}contentMeta/{*}dateline"),
        urgency=as_digit(urgency),
        subjects=_subjects(item),
        edition_note=_edition_note(item),
        located=_text(item, "{*}contentMeta/{*}located/{*}name"),
        genre=_text(item, "{*}contentMeta/{*}genre/{*}name"),
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


def _edition_note(item: etree._Element) -> str | None:
    """Return the notes to editors; what is marked as not for customers (staff's telephone numbers) is left out."""
    notes = [
        " ".join("".join(e.itertext()).split())
        for e in item.iterfind("{*}itemMeta/{*}edNote")
        if "nonpublic" not in (e.get("pubconstraint") or "") and last_part(e.get("role") or "") != "private"
    ]
    return " ".join(dict.fromkeys(note for note in notes if note)) or None


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
        text = element_text(body if body is not None else inline)
        yield (text, True) if len(inline) else _from_text(inline.text or "", inline.get("contenttype") or "")
    for inline in item.iterfind("{*}contentSet/{*}inlineData"):
        kind = inline.get("contenttype") or ""
        yield (element_text(inline), True) if len(inline) else _from_text(inline.text or "", kind)


def _from_text(text: str, kind: str) -> tuple[str, bool]:
    is_markup = "html" in kind or looks_like_html(text)
    return (html_text(text) if is_markup else plain_text(text)), is_markup


def _subjects(item: etree._Element) -> tuple[Subject, ...]:
    found = {}
    for subject in item.iterfind("{*}contentMeta/{*}subject"):
        code = subject.get("qcode") or subject.get("uri") or subject.get("literal") or ""
        scheme, _, last = code.rpartition(":") if subject.get("qcode") else code.rpartition("/")
        if last:
            found[scheme or "unstated", last] = Subject(
                scheme=scheme or "unstated", code=last, name=_text(subject, "{*}name")
            )
    return tuple(found.values())


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
    found = (" ".join("".join(e.itertext()).split()) for e in item.iterfind(path))
    return tuple(dict.fromkeys(text for text in found if text))


def _code(item: etree._Element, path: str) -> str | None:
    found = item.find(path)
    return (found.get("qcode") or found.get("uri")) if found is not None else None


def _text(item: etree._Element, path: str) -> str | None:
    found = item.find(path)
    return " ".join("".join(found.itertext()).split()) or None if found is not None else None
