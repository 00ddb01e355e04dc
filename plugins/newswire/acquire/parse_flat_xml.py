"""XML of an agency's own making: an element for each field, by the names that corpora and feeds use as well."""

from collections.abc import Iterator

from lxml import etree

from newswire.acquire.markup import element_text, local_name, read_xml
from newswire.acquire.parse_corpus import is_row, row_item
from newswire.errors import Reason, RejectedError
from newswire.records import ParsedItem, SourceFormat

MAX_ARTICLES = 10_000


def parse_flat_xml(data: bytes, timezone: str = "UTC") -> list[ParsedItem]:
    """Return the article, or the articles below the root. Raises RejectedError(UNKNOWN_FORMAT) where there is none."""
    root = read_xml(data)
    rows = [row for element in _candidates(root) if (row := _row(element))]
    items = [item for row in rows if (item := row_item(row, SourceFormat.XML, timezone))]
    if not items:
        raise RejectedError(Reason.UNKNOWN_FORMAT, f"XML of the kind {local_name(root)} without a text known by name")
    return items


def _candidates(root: etree._Element) -> Iterator[etree._Element]:
    """Yield the root, or its children where the root itself has no text, or theirs where they have none."""
    level = [root]
    for _depth in range(3):
        if any(_row(element) for element in level):
            yield from level
            return
        level = [child for element in level for child in element][:MAX_ARTICLES]


def _row(element: etree._Element) -> dict[str, str]:
    """Return the texts of an element's children by name; none where no child is an article's text."""
    row: dict[str, str] = {}
    for child in element:
        text = element_text(child) if len(child) else (child.text or "").strip()
        if text:
            row.setdefault(local_name(child), text)
    return row if is_row(row) else {}
