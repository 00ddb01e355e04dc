"""How fast feeds are polled when nothing is new: 200 loopback feeds of 50 entries, in four habits of servers.

``python -m tests.bench.feeds`` prints feeds per second, and beside it what bare requests for the same bytes cost: the
difference is ours, and the last figure is the network's share of the time. One thread, an embedded Postgres, batches
and commits as in a run.
"""

import argparse
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from functools import partial
from http.server import BaseHTTPRequestHandler
from itertools import count
from pathlib import Path

import requests

from newswire.acquire.archive import Archive
from newswire.acquire.hosts import Hosts
from newswire.acquire.keep import PollLog
from newswire.acquire.poll import known_sources, poll_source
from newswire.connections import connect
from newswire.db import Database, is_in_transaction
from newswire.migrate import migrate
from newswire.records import Source, SourceKind
from newswire.server import EmbeddedServer
from newswire.tasks.fetch import in_turn
from newswire.tasks.plan import SOURCES_PER_BATCH
from tests.acquire.sites import send, serve
from tests.bench.timing import timed

NOW = datetime(2026, 11, 20, 6, tzinfo=UTC)
PAGE = b"<html><body><article>" + b"<p>The harbour stays closed, the mayor said.</p>" * 9 + b"</article></body></html>"
NEAR_S = 0.02  # a server in the next city; most are further away
REPEATS = 3  # in turn, of each the fastest: what else the machine does only adds to it
HABITS = ("304", "same bytes", "new bytes, same entries", "304, 20 ms away")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=200)
    parser.add_argument("--entries", type=int, default=50)
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        dsn = stack.enter_context(EmbeddedServer(folder / "postgres"))
        migrate(dsn)
        db, turns = (stack.enter_context(closing(connect(dsn))) for _connection in range(2))
        turns.autocommit = True
        bench = Bench(db, turns, stack.enter_context(closing(Archive(folder / "archive"))), options.entries)
        address = stack.enter_context(serve(bench.answer))
        sources = [
            Source(name=f"feed-{n}", kind=SourceKind.FEED, location=f"{address}/feed/{n}", allow_private=True)
            for n in range(options.feeds)
        ]
        bench.poll_all(sources, "new", None)
        for bench.habit in HABITS:
            ours, bare = partial(bench.poll_all, sources, "unchanged", Hosts(turns)), partial(fetch_all, sources)
            times = [(timed(ours), timed(bare)) for _time in range(REPEATS)]
            ours_s, bare_s = (min(found) for found in zip(*times, strict=True))
            print(
                f"{bench.habit:24} {options.feeds / ours_s:6.1f} feeds/s, bare requests {options.feeds / bare_s:6.1f}, "
                f"share of the network {bare_s / ours_s:.2f}"
            )


class Bench:
    """The server of the feeds, whose habit may be changed, and the run that polls them."""

    def __init__(self, db: Database, turns: Database, archive: Archive, entry_count: int) -> None:
        self.habit = HABITS[0]
        self._db, self._turns, self._archive, self._entry_count = db, turns, archive, entry_count
        self._built = count()
        with turns.cursor() as cursor:  # here one server has all feeds, so the cap for one would end the bench
            cursor.execute("ALTER TABLE news.host ALTER COLUMN daily_cap SET DEFAULT 10000000")
            cursor.execute(
                "INSERT INTO news.run (airflow_run_id, started_at) VALUES ('b', %s) RETURNING run_id", (NOW,)
            )
            self._run_id = cursor.fetchone()[0]

    def answer(self, asked: BaseHTTPRequestHandler) -> None:
        """Answer one request."""
        if not asked.path.startswith("/feed/"):
            send(asked, 404 if asked.path == "/robots.txt" else 200, PAGE, content_type="text/html")
            return
        if self.habit.endswith("away"):
            time.sleep(NEAR_S)
        if self.habit.startswith("304") and asked.headers.get("If-None-Match"):
            send(asked, 304, etag='"v1"')
        else:
            built = next(self._built) if self.habit.startswith("new") else 0
            send(asked, 200, feed(asked.path, self._entry_count, built), etag='"v1"')

    def poll_all(self, sources: Sequence[Source], expected: str, hosts: Hosts | None) -> None:
        """Poll each source as a run does, and see that it went as expected."""
        for start in range(0, len(sources), SOURCES_PER_BATCH):
            self._poll_batch(sources[start : start + SOURCES_PER_BATCH], expected, hosts)

    def _poll_batch(self, sources: Sequence[Source], expected: str, hosts: Hosts | None) -> None:
        known, polls = known_sources(self._db, sources), PollLog(self._db, self._run_id)
        self._db.commit()
        for source in in_turn(self._turns, sources):
            fields = {"run_id": self._run_id, "now": NOW, "archive": self._archive, "pause": self._db.commit}
            polled = poll_source(self._db, source, hosts=hosts, known=known.get(source.name), log=polls, **fields)
            assert polled.outcome == expected, polled
            if is_in_transaction(self._db):
                polls.write()
                self._db.commit()
        polls.write()
        self._db.commit()


def fetch_all(sources: Sequence[Source]) -> None:
    """Fetch the feeds and do nothing with them."""
    for source in sources:
        with requests.Session() as session:
            assert session.get(source.location, timeout=10).content


def feed(path: str, entry_count: int, built: int) -> bytes:
    """Return a feed whose entries do not change; ``built`` is what such servers write anew each time."""
    return "".join(parts(path, entry_count, built)).encode()


def parts(path: str, entry_count: int, built: int) -> Iterator[str]:
    """Yield the pieces of a feed."""
    yield f"<?xml version='1.0'?><rss version='2.0'><channel><title>{path}</title><ttl>{built}</ttl>"
    for number in range(entry_count):
        link = f"/page{path}/{number}"
        yield f"<item><guid>{link}</guid><link>{link}</link><title>Harbour stays closed, day {number}</title>"
        yield f"<description>{'The harbour stays closed, the mayor said. ' * 8}</description>"
        yield "<pubDate>Fri, 20 Nov 2026 05:00:00 GMT</pubDate></item>"
    yield "</channel></rss>"


if __name__ == "__main__":
    main()
