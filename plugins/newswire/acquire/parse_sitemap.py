"""Google News sitemaps (sitemaps.org 0.9, news 0.9): a listing of pages, read as a feed without texts."""

from html import unescape

from newswire.acquire.markup import child_text, local_name, read_xml
from newswire.acquire.times import note_unread, parse_instant
from newswire.errors import Reason, RejectedError
from newswire.records import FeedEntry

MAX_ENTRIES = 50_000  # of one sitemap, by the protocol


def parse_sitemap(data: bytes, *, timezone: str = "UTC") -> tuple[FeedEntry, ...]:
    """Return the pages that a sitemap lists. Raises RejectedError(NOT_PARSABLE)."""
    root = read_xml(data)
    if local_name(root) != "urlset":
        raise RejectedError(Reason.NOT_PARSABLE, f"no sitemap but {local_name(root)}")
    entries = {}
    for row in root.findall("{*}url")[:MAX_ENTRIES]:
        if (url := child_text(row, "{*}loc")) is None:
            continue
        published = child_text(row, "{*}news/{*}publication_date")
        updated = child_text(row, "{*}lastmod")
        published_at, updated_at = parse_instant(published, timezone), parse_instant(updated, timezone)
        keywords = (child_text(row, "{*}news/{*}keywords") or "").split(",")
        entries[url] = FeedEntry(
            guid=url,
            url=url,
            title=unescape(child_text(row, "{*}news/{*}title") or "") or None,  # CDATA around what is escaped already
            published_at=published_at,
            updated_at=updated_at,
            language=child_text(row, "{*}news/{*}publication/{*}language"),
            categories=tuple(key.strip() for key in keywords if key.strip()),
            notes=note_unread("publication_date", published, published_at),
        )
    return tuple(entries.values())


def parse_sitemap_index(data: bytes) -> tuple[str, ...]:
    """Return the addresses of the sitemaps that an index lists, what changed last first; RejectedError(NOT_PARSABLE).

    Those without a time come behind, in the index's order.
    """
    root = read_xml(data)
    if local_name(root) != "sitemapindex":
        raise RejectedError(Reason.NOT_PARSABLE, f"no sitemap index but {local_name(root)}")
    rows = [(child_text(e, "{*}loc"), child_text(e, "{*}lastmod")) for e in root.findall("{*}sitemap")[:MAX_ENTRIES]]
    changed_at = {url: parse_instant(stated) for url, stated in rows if url}
    return tuple(sorted(changed_at, key=lambda url: -at.timestamp() if (at := changed_at[url]) else 0.0))
