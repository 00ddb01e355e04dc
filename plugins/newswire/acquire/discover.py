"""Try sources, and find the feeds of a site."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from newswire.acquire.charset import decode
from newswire.acquire.fetch import Fetcher
from newswire.acquire.listings import read_listing
from newswire.acquire.markup import fold_spaces, read_html
from newswire.acquire.parse import parse_listing
from newswire.errors import NewswireError, SourceError
from newswire.records import Source, SourceKind

FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
USUAL_PATHS = ("/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feed.json")
MAX_CANDIDATES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What came of trying a source. ``entry_count`` is entries of a feed, or files; ``detail`` is for people."""

    is_good: bool
    entry_count: int
    detail: str


def try_source(source: Source, *, moved_to: str | None = None) -> Trial:
    """Read what the source lists now; that it can't be read is a result, not an error.

    ``moved_to`` is where polls have found it to have moved for good, which is asked in place of its location.
    """
    notes: tuple[str, ...] = ()
    try:
        if source.kind is SourceKind.FILES:
            folder = Path(source.location)
            if not folder.is_dir():
                raise SourceError(f"{folder} is not a folder")
            count = sum(path.is_file() for path in folder.glob(source.glob))
        else:
            with Fetcher(source) as fetcher:
                answer = fetcher.fetch(moved_to or source.location)
                if answer.http_status != 200:
                    raise SourceError(f"the feed answers {answer.http_status}")
                found = read_listing(fetcher, source, answer)
            notes = found.notes
            count = len(found.entries)
            if new_address := answer.moved_to or moved_to:
                notes = (f"moved for good: put {new_address} into sources.toml", *notes)
    except NewswireError as error:
        return Trial(is_good=False, entry_count=0, detail=str(error))
    return Trial(
        is_good=count > 0, entry_count=count, detail="; ".join(notes) or ("" if count else "nothing is listed")
    )


def discover_feeds(url: str, *, allow_private: bool = False) -> Iterator[tuple[str, Trial]]:
    """Yield the feeds of a site with what each lists: those its page links (RSS autodiscovery), else the usual paths.

    An address that is a feed itself is the one found. Raises SourceError or RejectedError where the page can't be had.
    """
    page = Source(name="discover", kind=SourceKind.FEED, location=url, allow_private=allow_private)
    with Fetcher(page) as fetcher:
        answer = fetcher.fetch(url)
    with suppress(NewswireError):
        entries, _notes = parse_listing(answer.body, url=answer.url)
        if entries:
            yield answer.url, Trial(is_good=True, entry_count=len(entries), detail="")
            return
    linked = list(linked_feeds(answer.body, answer.url))
    for candidate in linked or [urljoin(answer.url, path) for path in USUAL_PATHS]:
        source = Source(name="discover", kind=SourceKind.FEED, location=candidate, allow_private=allow_private)
        trial = try_source(source)
        if trial.is_good or linked:
            yield candidate, trial


def linked_feeds(body: bytes, url: str) -> Iterator[str]:
    """Yield the addresses of the feeds that a page names in <link rel=alternate>, each once, at most MAX_CANDIDATES."""
    text, _notes = decode(body)
    root = read_html(text)
    seen: set[str] = set()
    for link in root.iter("link") if root is not None else ():
        rel = (link.get("rel") or "").lower().split()
        kind = (link.get("type") or "").split(";")[0].strip().lower()
        href = fold_spaces(link.get("href") or "")
        if not href or kind not in FEED_TYPES or not {"alternate", "feed"} & set(rel):
            continue
        with suppress(ValueError):  # no address
            found = urljoin(url, href)
            if found not in seen and len(seen) < MAX_CANDIDATES:
                seen.add(found)
                yield found
