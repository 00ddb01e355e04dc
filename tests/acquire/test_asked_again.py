"""A page that came without its story is asked for again for a day, though its feed did not change."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from newswire.acquire.archive import Archive
from newswire.acquire.poll import poll_source
from newswire.batches import parse_batch
from newswire.db import Database
from newswire.records import Source, SourceKind
from tests.acquire.sites import send, serve

WALL = b"<html><body>" + b"<li><a href='/a'>Read on</a></li>" * 300 + b"</body></html>"
STORY = "".join(f"<p>On day {n} the ferry sailed again, its owners said in note {n} to all.</p>" for n in range(20))


@dataclass
class Site:
    """A feed of one entry, and its page."""

    page: bytes = WALL
    asked: list[str] = field(default_factory=list)

    def __call__(self, asked: BaseHTTPRequestHandler) -> None:
        self.asked.append(asked.path)
        host = asked.headers["Host"]
        feed = (
            "<rss version='2.0'><channel><title>S</title><item><guid isPermaLink='false'>a</guid>"
            f"<link>http://{host}/a</link><title>Ferry</title></item></channel></rss>"
        )
        body, kind = (feed.encode(), "application/rss+xml") if asked.path == "/feed" else (self.page, "text/html")
        send(asked, 200, body, content_type=kind)


@pytest.fixture
def site() -> Iterator[tuple[Site, str]]:
    found = Site()
    with serve(found) as address:
        yield found, address


def run(db: Database, archive: Archive, address: str, at: datetime) -> int:
    """Poll and parse as a run does, and return how many versions there are."""
    with db.cursor() as cursor:
        cursor.execute("INSERT INTO news.run (airflow_run_id, started_at) VALUES (%s, %s) RETURNING run_id", (at, at))
        (run_id,) = cursor.fetchone() or (0,)
        source = Source(name="paper", kind=SourceKind.FEED, location=f"{address}/feed", allow_private=True)
        poll_source(db, source, run_id=run_id, now=at, archive=archive, pause=lambda: None)
        while parse_batch(db, archive, run_id, at) is not None:
            pass
        cursor.execute("SELECT count(*) FROM news.story_version")
        (count,) = cursor.fetchone() or (0,)
        return int(count)


def test_a_page_without_its_story_is_asked_for_again(db: Database, site: tuple[Site, str], tmp_path: Path) -> None:
    (paper, address), now = site, datetime.now(UTC)
    with closing(Archive(tmp_path)) as archive:
        assert run(db, archive, address, now) == 0
        paper.page = f"<html><body><article>{STORY}</article></body></html>".encode()
        assert run(db, archive, address, now + timedelta(minutes=1)) == 1
        assert run(db, archive, address, now + timedelta(minutes=2)) == 1
    assert paper.asked.count("/a") == 2, "what has its story is not asked for"


def test_one_that_stays_without_is_left_alone_after_a_day(db: Database, site: tuple[Site, str], tmp_path: Path) -> None:
    (paper, address), now = site, datetime.now(UTC)
    with closing(Archive(tmp_path)) as archive:
        assert run(db, archive, address, now - timedelta(days=2)) == 0
        assert run(db, archive, address, now) == 0
    assert paper.asked.count("/a") == 1
