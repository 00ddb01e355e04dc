"""Lists of feeds: OPML 2.0 in and out, and the [[source]] tables that ``sources.toml`` wants."""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator

from lxml import etree

from newswire.acquire.markup import fold_spaces, read_xml
from newswire.errors import Reason, RejectedError
from newswire.records import Source, SourceKind

MAX_NAME_CHARS = 60
OWN = "urn:newswire:opml"  # OPML 2.0, 'Extending OPML': attributes of a namespace, which other readers pass over
OWN_KEYS = ("timezone", "country", "owner", "rights")


def read_opml(data: bytes, *, taken: Iterable[str] = ()) -> tuple[Source, ...]:
    """Return the feeds of an OPML file, each address once and disabled, under names that are not ``taken``.

    The attributes are those of OPML 2.0, 'Subscription lists', and our own as ``write_opml`` has them; case and nesting
    are as readers write them. Raises RejectedError(NOT_PARSABLE).
    """
    root = read_xml(data)
    if not isinstance(root.tag, str) or etree.QName(root).localname.lower() != "opml":
        raise RejectedError(Reason.NOT_PARSABLE, "not an OPML file: its first element is not <opml>")
    names, urls = set(taken), set()
    found: list[Source] = []
    for attributes in _outlines(root):
        url = attributes.get("xmlurl", "").strip()
        url = re.sub(r"^feed:(?://)?(?=https?:)", "", re.sub(r"^feed://(?!https?:)", "http://", url))
        if not url.startswith(("http://", "https://")) or url in urls:
            continue
        urls.add(url)
        title = fold_spaces(attributes.get("title") or attributes.get("text") or "") or None
        own = {key: attributes.get(f"{{{OWN}}}{key}", "").strip() or None for key in ("name", *OWN_KEYS)}
        name = free_name(own["name"] or title or url, names)
        names.add(name)
        found.append(
            Source(
                name=name,
                kind=SourceKind.FEED,
                location=url,
                title=title,
                language=attributes.get("language", "").strip().lower() or None,
                timezone=own["timezone"] or "UTC",
                country=own["country"],
                owner=own["owner"],
                rights=own["rights"],
                is_enabled=False,
            )
        )
    return tuple(found)


def write_opml(sources: Iterable[Source]) -> bytes:
    """Return an OPML 2.0 file of the feeds among the sources; how they are polled is no matter of OPML."""
    root = etree.Element("opml", version="2.0", nsmap={"newswire": OWN})
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "Newswire sources"
    body = etree.SubElement(root, "body")
    for source in sources:
        if source.kind is SourceKind.FEED:
            said = {"type": "rss", "text": source.title or source.name, "xmlUrl": source.location}
            own = {f"{{{OWN}}}{key}": getattr(source, key) for key in ("name", *OWN_KEYS)}
            stated = {key: value for key, value in ({"language": source.language} | own).items() if value}
            etree.SubElement(body, "outline", said | stated)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written


def source_table(source: Source) -> str:
    """Return a feed as a table for ``sources.toml``; JSON's texts are TOML's basic strings, DEL apart."""
    said = {"name": source.name, "kind": source.kind.value, "url": source.location, "title": source.title}
    said |= {key: getattr(source, key) for key in ("language", *OWN_KEYS)}
    lines = [
        f"{key} = {json.dumps(value, ensure_ascii=False)}".replace("\x7f", "\\u007f")
        for key, value in said.items()
        if value
    ]
    return "\n".join(["[[source]]", *lines, f"enabled = {str(source.is_enabled).lower()}", ""])


def free_name(text: str, taken: Iterable[str]) -> str:
    """Return a source's name made of the text, with a number where it is taken.

    >>> free_name("Le Monde : À la une", {"le-monde-a-la-une"})
    'le-monde-a-la-une-2'
    """
    plain = unicodedata.normalize("NFKD", text.removeprefix("https://").removeprefix("http://")).encode(
        "ascii", "ignore"
    )
    base = "-".join(re.findall(r"[a-z0-9]+", plain.decode().lower()))[:MAX_NAME_CHARS].strip("-") or "feed"
    name, number, known = base, 1, set(taken)
    while name in known:
        number += 1
        name = f"{base}-{number}"
    return name


def _outlines(root: etree._Element) -> Iterator[dict[str, str]]:
    for element in root.iter():
        if isinstance(element.tag, str) and etree.QName(element).localname.lower() == "outline":
            yield {str(key).lower(): str(value) for key, value in element.attrib.items()}
