"""XML and HTML elements to plain text: one body walker for XHTML, NITF and HTML, whatever an agency's habits."""

import re
from collections.abc import Iterable
from functools import lru_cache
from html.entities import html5
from itertools import islice

from lxml import etree, html

from newswire.acquire.charset import decode
from newswire.errors import Reason, RejectedError

# A tag as libxml2 reads it, which takes quadratic time in the attributes of one: 22 s for 64,000. No repetition gives
# anything back, so that the search is linear.
_VALUE = r"""\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+)"""
TAG = re.compile(rf"<[a-zA-Z][^>=]*+(?:={_VALUE}[^>=]*+)*+>?")
ATTRIBUTE = re.compile(rf"[^\s=>]++(?:\s*+={_VALUE})?+|={_VALUE}")
MAX_ATTRIBUTES = 200

# What begins and ends a paragraph in XHTML, HTML or NITF 3 (hl2, media-caption, note ...).
BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "block",
        "blockquote",
        "body",
        "body.content",
        "body.end",
        "body.head",
        "caption",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "fn",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hedline",
        "hl1",
        "hl2",
        "hr",
        "li",
        "main",
        "media",
        "media-caption",
        "media-producer",
        "nav",
        "nitf-table",
        "note",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
CONTAINERS = frozenset({"article", "block", "body", "body.content", "body.end", "body.head", "div", "main", "section"})
PARAGRAPHS = (BLOCKS | {"br"}) - CONTAINERS
HIDDEN = frozenset({"script", "style", "head", "noscript", "template", "metadata", "media-metadata"})
NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
DECLARATION = re.compile(r"\A[\s\ufeff]*<\?xml[^>]{0,200}\?>")
PLAIN_MARGIN = 1.1  # agencies put a slug, a sign-off or an address into one rendition and not into the other
# Tags of a newsroom's own that were escaped once too often: "35<endash>-</endash>40".
ESCAPED_TAGS = re.compile(r"<([a-z]{2,20})>([^<>]{0,200})</\1>")
MAX_DEPTH = 250  # deeper nesting is no prose; the parser itself stops at 256


def read_xml(data: bytes) -> etree._Element:
    """Return the root. No entity is resolved, nothing external is loaded. Raises RejectedError(NOT_PARSABLE).

    The bytes are read by our rule, not by the declaration alone: agencies declare latin-1 and send UTF-8. HTML's names
    of characters are read too: the DTD that would declare them is not loaded.
    """
    text = NAMED.sub(_named, DECLARATION.sub("", decode(data)[0], count=1))
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise RejectedError(Reason.NOT_PARSABLE, f"XML: {error}") from error


def _named(entity: re.Match[str]) -> str:
    """Return the character that HTML gives the name, and the name as it stands for XML's own and unknown ones."""
    char = html5.get(entity[1] + ";", "")
    return entity[0] if char in ("", *"<>&\"'") else char


def read_html(text: str) -> html.HtmlElement | None:
    """Return the root of a page or fragment; None where there is no element in it."""
    text = TAG.sub(_bounded_tag, text)
    # Comments would part a paragraph in two for readers of ``text`` and ``tail``.
    parser = html.HTMLParser(no_network=True, huge_tree=False, encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        # Without NUL: libxml2 ends the document there.
        return html.document_fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _bounded_tag(tag: re.Match[str]) -> str:
    """Return a tag with its first MAX_ATTRIBUTES attributes."""
    text = tag[0]
    if len(text) < 2 * MAX_ATTRIBUTES:
        return text
    words = islice(ATTRIBUTE.finditer(text), MAX_ATTRIBUTES, None)  # the first is the name of the element
    last = next(words, None)
    return text if last is None or next(words, None) is None else text[: last.end()] + ">"


def local_name(element: etree._Element) -> str:
    """Return the tag without its namespace, in lower case; '' for comments and the like."""
    # Not etree.QName: it refuses tags of real pages, such as <o:p>.
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def element_text(element: etree._Element | None) -> str:
    """Return the text below an element, paragraphs parted by blank lines; '' for None."""
    if element is None:
        return ""
    pieces: list[str] = []
    _gather(element, 0, pieces)
    text = "\n\n".join(filter(None, map(fold_spaces, "".join(pieces).split("\x1d"))))
    return ESCAPED_TAGS.sub(r"\2", text)


def body_text(element: etree._Element | None) -> str:
    """Return the text of a body that should be markup; one without a block in it is markup as text, or plain text."""
    if element is None or any(local_name(e) in PARAGRAPHS for e in element.iterdescendants()):
        whole = element_text(element)
    else:
        said = "".join(element.itertext())
        whole = html_text(said) if looks_like_html(said) else plain_text(said)
    return whole


def element_count(root: etree._Element) -> int:
    """Return how many elements there are, the root included."""
    return int(root.xpath("count(descendant-or-self::*)"))


def child_text(element: etree._Element, *paths: str) -> str | None:
    """Return the folded text of the first element found by one of the paths, None where none says anything."""
    for path in paths:
        found = element.find(path)
        if found is not None and (text := " ".join("".join(found.itertext()).split())):
            return text
    return None


def richest(renditions: Iterable[tuple[str, bool]]) -> str:
    """Return the text that says the most of several that say the same; each comes with whether it was markup.

    Letters count, not words: a hard-wrapped table has its numbers in pieces. Plain text wins by a clear margin only,
    because it has lost the paragraphs.
    """
    texts = [(text, sum(map(len, text.split())) * (PLAIN_MARGIN if is_markup else 1)) for text, is_markup in renditions]
    return max(texts, key=lambda pair: pair[1], default=("", 0))[0]


def html_text(fragment: str) -> str:
    """Return the text of a piece of HTML."""
    return element_text(read_html(fragment)) if fragment.strip() else ""


def looks_like_html(text: str) -> bool:
    """Return whether a text that was escaped or sent as plain has a paragraph's or line's tag in it."""
    return re.search(r"<(?:p|br|div|body|pre|table)(?:\s[^<>]{0,400})?/?>", text, re.I) is not None


def plain_text(text: str) -> str:
    r"""Return plain text in paragraphs: they are parted by blank lines or begin with an indent, as agencies do.

    >>> plain_text("    First one\n  goes on here.\n    Second.")
    'First one\n goes on here.\n\nSecond.'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    paragraphs = re.split(r"\n[ \t]*\n\s*|\n(?=[ \t]{3,}\S)", text)
    return "\n\n".join(kept for kept in (re.sub(r"[ \t]+", " ", part).strip() for part in paragraphs) if kept)


def fold_spaces(text: str) -> str:
    r"""Return the text with each run of white space as one blank; line breaks of ``<br>`` (\\x1e) stay."""
    if "\x1e" not in text:
        return " ".join(text.split())
    return "\n".join(filter(None, map(fold_spaces, text.split("\x1e"))))


def _gather(element: etree._Element, depth: int, pieces: list[str]) -> None:
    r"""Add the text in document order, \\x1d where a paragraph ends and \\x1e where a line does."""
    edge = _edge(element.tag) if isinstance(element.tag, str) else None
    if edge is None or depth > MAX_DEPTH:
        return
    if edge:
        pieces.append(edge)
        if edge == "\x1e":
            return
    if text := element.text:
        pieces.append(_safe(text))
    for child in element:
        _gather(child, depth + 1, pieces)
        if tail := child.tail:
            pieces.append(_safe(tail))
    if edge:
        pieces.append(edge)


@lru_cache(1024)  # a hostile page may have any number of tags
def _edge(tag: str) -> str | None:
    """Return what stands where such an element begins and ends; None for one whose text is not shown."""
    name = tag.rpartition("}")[2].lower()
    if not name or name in HIDDEN:
        return None
    if name == "br":
        return "\x1e"
    return "\x1d" if name in BLOCKS else ""


def _safe(text: str) -> str:
    """Return the text without the two marks that the walker uses itself."""
    return text.replace("\x1d", " ").replace("\x1e", " ")
