"""What the answer of a feed's address lists: the feed's entries, or those of the sitemaps that an index points to."""

import hashlib
from dataclasses import dataclass

from newswire.acquire.feed_digest import listing_sha256
from newswire.acquire.fetch import Fetcher, Response
from newswire.acquire.parse import parse_listing
from newswire.acquire.parse_sitemap import parse_sitemap_index
from newswire.acquire.sniff import GZIP, unpack
from newswire.errors import RejectedError, SourceError
from newswire.records import FeedEntry, Source

OK = 200
INDEX_ROOT = b"<sitemapindex"
HEAD_BYTES = 4096
MAX_SITEMAPS = 10  # of an index, those that changed last; some list one for every month since the paper began


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What is listed. ``digest`` is equal where nothing changed; of an index the ``sitemaps`` decide that."""

    entries: tuple[FeedEntry, ...]
    notes: tuple[str, ...]
    digest: bytes
    is_index: bool = False
    sitemaps: tuple[Response, ...] = ()


def read_listing(fetcher: Fetcher, source: Source, answer: Response, *, known_digest: bytes | None = None) -> Listing:
    """Return what an answer lists; no entries where its digest is the known one. Raises RejectedError, SourceError."""
    if is_index(answer.body):
        return _read_index(fetcher, source, answer)
    digest = listing_sha256(answer.body)
    if digest == known_digest:
        return Listing(entries=(), notes=(), digest=digest)
    entries, notes = parse_listing(answer.body, url=answer.url, timezone=source.timezone)
    return Listing(entries=entries, notes=notes, digest=digest)


def is_index(body: bytes) -> bool:
    """Return whether the bytes are an index of sitemaps, packed or not."""
    head = body[:HEAD_BYTES]
    try:
        return INDEX_ROOT in (unpack(body)[:HEAD_BYTES] if head.startswith(GZIP) else head)
    except RejectedError:
        return False


def _read_index(fetcher: Fetcher, source: Source, answer: Response) -> Listing:
    """Ask for the sitemaps; one that can't be read is a note, as the others are worth having.

    The index may stay as it is while they change, so the digest is of what they say.
    """
    body = unpack(answer.body) if answer.body.startswith(GZIP) else answer.body
    addresses = parse_sitemap_index(body)
    entries: dict[str, FeedEntry] = {}
    notes: list[str] = []
    sitemaps: list[Response] = []
    digest = hashlib.sha256()
    for address in addresses[:MAX_SITEMAPS]:
        try:
            sitemap = fetcher.fetch(address)
            if sitemap.http_status != OK:
                raise SourceError(f"answers {sitemap.http_status}")
            found, _notes = parse_listing(sitemap.body, url=sitemap.url, timezone=source.timezone)
        except (RejectedError, SourceError) as error:
            notes.append(f"sitemap {address}: {error}")
            continue
        digest.update(listing_sha256(sitemap.body))
        sitemaps.append(sitemap)
        entries |= {entry.guid: entry for entry in found}
    if addresses and not entries and notes:
        raise SourceError(notes[0])
    if len(addresses) > MAX_SITEMAPS:
        notes.append(f"the {MAX_SITEMAPS} sitemaps that changed last, of {len(addresses)}")
    return Listing(
        entries=tuple(entries.values()),
        notes=tuple(notes),
        digest=digest.digest(),
        is_index=True,
        sitemaps=tuple(sitemaps),
    )
