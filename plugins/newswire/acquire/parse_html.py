"""News pages: the body by trafilatura, the metadata from the feed where there is one, else from JSON-LD and meta."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import trafilatura
from lxml import html

from newswire.acquire.charset import decode
from newswire.acquire.markup import element_text, fold_spaces, html_text, read_html
from newswire.acquire.page_text import extract_text, word_count
from newswire.acquire.parse_feed import entry_item
from newswire.acquire.times import note_unread, parse_instant
from newswire.errors import Reason, RejectedError
from newswire.records import FeedEntry, ParsedItem, SourceFormat

MIN_WORDS = 25  # a wire brief has more; below stand cookie walls, error pages and teasers
ARTICLE_TYPES = re.compile(r"(?:Article|Posting|Report|Review)$")
SHELL = re.compile(
    r"(?:enable|activate|turn on|requires?|without|need) (?:java ?script|cookies)|java ?script (?:is|must be|to be)",
    re.I,
)


def parse_html(
    data: bytes,
    *,
    reference: str,
    entry: FeedEntry | None = None,
    timezone: str = "UTC",
    charset: str | None = None,
) -> list[ParsedItem]:
    """Return the article of a page. Raises RejectedError(EMPTY_BODY or BROKEN_EXTRACTION).

    What the feed said of the page wins over the page's own metadata; the feed's text wins where it is longer, as
    behind a paywall. ``charset`` is the transport's.
    """
    text, notes = decode(data, charset)
    root = read_html(text) if text.strip() else None
    meta = _metadata(root) if root is not None else {}
    headlines = (meta.get("headline"), meta.get("h1"), entry.title if entry else None)
    found = extract_text(root, headlines=[h for h in headlines if h], authors=[], stated=meta.get("body"))
    body = found.body
    offered = html_text(entry.content_html) if entry and entry.content_html else ""
    if len(offered.split()) > max(len(body.split()), MIN_WORDS):
        body, notes = offered, (*notes, "body: the feed's, which is longer than the page's")
    _refuse_broken(body, is_empty=not text.strip())
    page = _page_entry(meta, reference, timezone)
    return [entry_item(_merge(entry, page) if entry else page, SourceFormat.HTML, body, notes)]


def parse_gone(entry: FeedEntry | None) -> list[ParsedItem]:
    """Return the article of a page that is gone, from the feed's own text. Raises RejectedError(PAGE_GONE)."""
    body = html_text(entry.content_html) if entry and entry.content_html else ""
    if entry is None or len(body.split()) < MIN_WORDS:
        raise RejectedError(Reason.PAGE_GONE, "the publisher has removed the page, and the feed has no text of it")
    return [entry_item(entry, SourceFormat.HTML, body, ("body: the feed's, the page is gone",))]


def _extract(root: html.HtmlElement, headlines: set[str]) -> str:
    """Return the article's text. ``deduplicate`` stays off: with it repeated calls give different texts."""
    found = trafilatura.extract(
        root, fast=True, favor_recall=True, include_comments=False, deduplicate=False, include_formatting=False
    )
    paragraphs = [fold_spaces(line) for line in (found or "").split("\n")]
    paragraphs = [line for line in paragraphs if line]
    if paragraphs and _letters(paragraphs[0]) in headlines:
        del paragraphs[0]  # many pages repeat the headline as the first line
    return "\n\n".join(paragraphs)


def _refuse_broken(body: str, *, is_empty: bool) -> None:
    count = word_count(body)
    if is_empty:
        raise RejectedError(Reason.EMPTY_BODY, "the page is empty")
    if count < MIN_WORDS or (count < 4 * MIN_WORDS and SHELL.search(body)):
        raise RejectedError(Reason.BROKEN_EXTRACTION, f"{count} words: {body[:80]!r}")


def _merge(entry: FeedEntry, page: FeedEntry) -> FeedEntry:
    """Return the entry with what it does not say taken from the page."""
    return FeedEntry(
        guid=entry.guid,
        url=entry.url,
        title=entry.title or page.title,
        author=entry.author or page.author,
        published_at=entry.published_at or page.published_at,
        updated_at=entry.updated_at or page.updated_at,
        language=page.language or entry.language,  # a page knows better than its feed's one language
        categories=entry.categories or page.categories,
        notes=entry.notes + page.notes,
    )


def _page_entry(meta: Mapping[str, str], reference: str, timezone: str) -> FeedEntry:
    published_at, updated_at = (parse_instant(meta.get(name), timezone) for name in ("published", "updated"))
    return FeedEntry(
        guid=meta.get("url") or reference,
        url=meta.get("url") or reference,
        title=meta.get("headline"),
        author=meta.get("author"),
        published_at=published_at,
        updated_at=updated_at,
        language=meta.get("language"),
        categories=(meta["section"],) if "section" in meta else (),
        notes=note_unread("published", meta.get("published"), published_at)
        + note_unread("updated", meta.get("updated"), updated_at),
    )


def _metadata(root: html.HtmlElement) -> dict[str, str]:
    """Return what the page says of itself, JSON-LD first, then Open Graph and meta, then its title."""
    ld = next(iter(_json_ld_articles(root)), {})
    meta = {
        (e.get("property") or e.get("name") or e.get("itemprop") or "").lower(): e.get("content")
        for e in reversed(list(root.iter("meta")))  # the first one of a name wins
    }
    canonical = root.xpath("//link[@rel='canonical']/@href")
    title = root.findtext(".//title")
    stated = {
        "h1": element_text(root.find(".//h1")),
        "headline": _first(ld.get("headline"), meta.get("og:title"), title),
        "published": _first(ld.get("datePublished"), meta.get("article:published_time"), meta.get("datepublished")),
        "updated": _first(ld.get("dateModified"), meta.get("article:modified_time"), meta.get("datemodified")),
        "author": _first(", ".join(_names(ld.get("author"))), meta.get("author")),
        "section": _first(ld.get("articleSection"), meta.get("article:section")),
        "language": _first(ld.get("inLanguage"), root.get("lang")),
        "body": ld.get("articleBody") if isinstance(ld.get("articleBody"), str) else None,
        "url": _first(*(link for link in canonical if link.startswith(("http://", "https://")))),
    }
    return {name: fold_spaces(value) for name, value in stated.items() if value}


def _json_ld_articles(root: html.HtmlElement) -> Iterator[dict[str, Any]]:
    for script in root.xpath("//script[@type='application/ld+json']"):
        try:
            value = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        waiting = [value]
        while waiting:
            one = waiting.pop(0)
            if isinstance(one, list):
                waiting += one
            elif isinstance(one, dict):
                kinds = one.get("@type")
                if any(ARTICLE_TYPES.search(str(k)) for k in (kinds if isinstance(kinds, list) else [kinds])):
                    yield one
                waiting += [v for v in (one.get("@graph"), one.get("mainEntity")) if isinstance(v, list | dict)]


def _names(value: object) -> Iterator[str]:
    for one in value if isinstance(value, list) else [value]:
        name = one.get("name") if isinstance(one, dict) else one
        if isinstance(name, str) and name.strip():
            yield name.strip()


def _first(*values: object) -> str | None:
    return next((value for value in values if isinstance(value, str) and value.strip()), None)


def _letters(text: str) -> str:
    return "".join(char for char in text.lower() if char.isalnum())
