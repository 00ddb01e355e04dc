"""News pages: the body by trafilatura, the metadata from the feed where there is one, else the page's own."""

import re
from dataclasses import replace
from datetime import datetime

from ftfy import fix_encoding

from newswire.acquire.charset import decode
from newswire.acquire.markup import element_count, html_text, read_html
from newswire.acquire.page_meta import PageMeta, read_meta, stated_titles
from newswire.acquire.page_others import drop_other_stories
from newswire.acquire.page_text import PageText, extract_text, word_count
from newswire.acquire.parse_feed import entry_item
from newswire.acquire.urls import canonical_url
from newswire.errors import Reason, RejectedError
from newswire.records import FeedEntry, ParsedItem, SourceFormat

MIN_WORDS = 25  # a wire brief has more; below stand cookie walls, error pages and teasers
MAX_ELEMENTS = 10_000  # the largest of 174 real pages has 1,876; trafilatura takes quadratic time, 7 s for so many
MAX_LINK_RATIO = 0.6  # a list of links: a section's front page
SHELL = re.compile(
    r"(?:enable|activate|turn on|requires?|without|need) (?:java ?script|cookies)|java ?script (?:is|must be|to be)",
    re.I,
)
WALL = re.compile(
    r"\bcookies?\b|\bconsent\b|\bprivacy (?:policy|settings)\b|\baccept all\b|\b(?:sign|log) ?in\b|\bcaptcha\b"
    r"|\bare you (?:a )?(?:human|robot)"
    r"|\bunusual traffic\b|\baccess denied\b|\bsubscribe to (?:continue|read)\b|\bad ?-?blocker\b",
    re.I,
)


def parse_html(
    data: bytes,
    *,
    reference: str,
    entry: FeedEntry | None = None,
    timezone: str = "UTC",
    charset: str | None = None,
    fetched_at: datetime | None = None,
) -> list[ParsedItem]:
    """Return the article of a page. Raises RejectedError(EMPTY_BODY, BROKEN_EXTRACTION or TOO_LARGE).

    What the feed said of the page wins over the page's own metadata; the feed's text wins where it is longer, as
    behind a paywall. ``charset`` is the transport's; a time later than ``fetched_at`` is not believed.
    """
    text, notes = decode(data, charset)
    root = read_html(text) if text.strip() else None
    if root is not None and (count := element_count(root)) > MAX_ELEMENTS:
        raise RejectedError(Reason.TOO_LARGE, f"{count} elements, at most {MAX_ELEMENTS} are read")
    if root is None:
        meta, found = PageMeta(), PageText()
    else:
        drop_other_stories(root, stated_titles(root))
        elements = list(root.iter())  # held, as lxml makes an object anew for each look at an element that nobody holds
        meta = read_meta(root, reference=reference, timezone=timezone, fetched_at=fetched_at)
        headlines = [*meta.headings, *([entry.title] if entry and entry.title else [])]
        found = extract_text(root, headlines=headlines, authors=meta.authors, stated=meta.body)
        del elements
    offered = html_text(entry.content_html) if entry and entry.content_html else ""
    if word_count(offered) > max(found.word_count, MIN_WORDS):
        found = PageText(body=offered, word_count=word_count(offered))
        notes = (*notes, "body: the feed's, which is longer than the page's")
    _refuse_broken(found, is_empty=not text.strip())
    page = _page_entry(meta, reference)
    body = "\n\n".join(fix_encoding(paragraph) for paragraph in found.body.split("\n\n"))
    if body != found.body:
        notes = (*notes, "encoding: mojibake repaired")
    item = entry_item(_merge(entry, page) if entry else page, SourceFormat.HTML, body, (*notes, *found.notes))
    return [
        replace(
            item,
            headline=fix_encoding(item.headline) if item.headline else None,
            byline=fix_encoding(item.byline) if item.byline else None,
            published_from="feed" if entry and entry.published_at else meta.published.origin,
            kept_text_ratio=found.kept_ratio,
        )
    ]


def parse_gone(entry: FeedEntry | None) -> list[ParsedItem]:
    """Return the article of a page that is gone, from the feed's own text. Raises RejectedError(PAGE_GONE)."""
    body = html_text(entry.content_html) if entry and entry.content_html else ""
    if entry is None or len(body.split()) < MIN_WORDS:
        raise RejectedError(Reason.PAGE_GONE, "the publisher has removed the page, and the feed has no text of it")
    return [entry_item(entry, SourceFormat.HTML, body, ("body: the feed's, the page is gone",))]


def _refuse_broken(text: PageText, *, is_empty: bool) -> None:
    """Raise RejectedError for what is no article: an empty page, a shell, a wall, a list of links."""
    if is_empty:
        raise RejectedError(Reason.EMPTY_BODY, "the page is empty")
    body, count = text.body, text.word_count
    if count < MIN_WORDS or (count < 4 * MIN_WORDS and SHELL.search(body)):
        raise RejectedError(Reason.BROKEN_EXTRACTION, f"{count} words: {body[:80]!r}")
    if count < 10 * MIN_WORDS and len(WALL.findall(body)) >= 3:
        raise RejectedError(Reason.BROKEN_EXTRACTION, f"a cookie or sign-in wall: {body[:80]!r}")
    if text.link_ratio > MAX_LINK_RATIO:
        raise RejectedError(Reason.BROKEN_EXTRACTION, f"{text.link_ratio:.0%} of its text are links: {body[:80]!r}")


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


def _page_entry(meta: PageMeta, reference: str) -> FeedEntry:
    url = canonical_url(meta.url or reference) or None
    return FeedEntry(
        guid=url or reference,
        url=url,
        title=meta.title,
        author=", ".join(meta.authors) or None,
        published_at=meta.published.at,
        updated_at=meta.updated.at,
        language=meta.language,
        categories=(meta.section,) if meta.section else (),
        notes=meta.published.notes + meta.updated.notes,
    )
