"""Turns at servers: real sockets, and the real table that fetchers share, over connections of their own."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from newswire.acquire.archive import Archive
from newswire.acquire.fetch import Fetcher
from newswire.acquire.hosts import MAX_RETRY_S, Hosts, retry_after_s
from newswire.acquire.poll import PollResult, poll_source
from newswire.connections import connect
from newswire.db import Database
from newswire.errors import AddressRefusedError, HostWaitsError
from newswire.records import Source, SourceKind
from newswire.tasks.fetch import in_turn
from tests.acquire.sites import send, serve

NOW = datetime(2026, 11, 20, 6, tzinfo=UTC)


class Paper:
    """A site whose robots.txt, page status and Retry-After a test sets; it counts how many ask at once."""

    def __init__(self) -> None:
        self.robots: tuple[int, bytes] = (404, b"")
        self.status = 200
        self.headers: dict[str, str] = {}
        self.asked: list[str] = []
        self.asked_at: list[float] = []
        self.at_once = 0
        self.most_at_once = 0
        self.address = ""
        self._lock = threading.Lock()

    def __call__(self, asked: BaseHTTPRequestHandler) -> None:
        with self._lock:
            self.asked.append(asked.path)
            self.asked_at.append(time.monotonic())
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        time.sleep(0.02)
        with self._lock:
            self.at_once -= 1
        if asked.path == "/robots.txt":
            send(asked, self.robots[0], self.robots[1])
        elif asked.path == "/feed.xml":
            items = "".join(f"<item><guid>{n}</guid><link>/p{n}</link><title>T</title></item>" for n in range(3))
            send(asked, 200, f"<rss version='2.0'><channel><title>S</title>{items}</channel></rss>".encode())
        else:
            send(asked, self.status, b"<html><body><p>The harbour stays closed.</p></body></html>", **self.headers)


@pytest.fixture
def paper() -> Iterator[Paper]:
    found = Paper()
    with serve(found) as found.address:
        yield found


Open = Callable[[], Database]


@pytest.fixture
def opened(shared_database_dsn: str) -> Iterator[Open]:
    """Return a function that opens one more connection in autocommit; what it wrote is removed at the end."""
    with ExitStack() as stack:

        def more() -> Database:
            db = stack.enter_context(closing(connect(shared_database_dsn)))
            db.autocommit = True
            return db

        yield more
        run(more(), "DELETE FROM news.host")


def run(db: Database, command: str) -> None:
    with db.cursor() as cursor:
        cursor.execute(command)


def fetcher_of(
    paper: Paper, db: Database, *, name: str = "s", budget: dict[str, Any] | None = None, **patience: float
) -> Fetcher:
    location = paper.address + "/feed.xml"
    source = Source(name=name, kind=SourceKind.FEED, location=location, allow_private=True, **(budget or {}))
    return Fetcher(source, Hosts(db, **patience))


def test_robots_txt_is_read_once_and_obeyed(paper: Paper, opened: Open) -> None:
    paper.robots = (200, b"User-agent: *\nDisallow: /private\n\nUser-agent: newswire\nDisallow: /drafts\n")
    with fetcher_of(paper, opened()) as fetcher:
        assert fetcher.fetch(paper.address + "/private/a").http_status == 200
        with pytest.raises(AddressRefusedError, match="forbids"):
            fetcher.fetch(paper.address + "/drafts/a")
    assert paper.asked == ["/robots.txt", "/private/a"]


@pytest.mark.parametrize("status", [401, 403, 404, 410, 429])
def test_a_robots_txt_that_is_not_there_allows_all(status: int, paper: Paper, opened: Open) -> None:
    paper.robots = (status, b"User-agent: *\nDisallow: /\n")
    with fetcher_of(paper, opened()) as fetcher:
        assert fetcher.fetch(paper.address + "/a").http_status == 200


def test_a_robots_txt_that_fails_waits_and_is_asked_again_later(paper: Paper, opened: Open) -> None:
    db = opened()
    paper.robots = (503, b"")
    with fetcher_of(paper, db) as fetcher:
        for _time in range(2):
            with pytest.raises(HostWaitsError, match=r"robots.txt answers 503"):
                fetcher.fetch(paper.address + "/a")
        assert paper.asked == ["/robots.txt"]
        paper.robots = (200, b"")
        run(db, "UPDATE news.host SET robots_fetched_at = now() - interval '11 minutes'")
        assert fetcher.fetch(paper.address + "/a").http_status == 200


def test_the_last_robots_txt_holds_while_the_server_fails(paper: Paper, opened: Open) -> None:
    db = opened()
    paper.robots = (200, b"User-agent: *\nDisallow: /drafts\n")
    with fetcher_of(paper, db) as fetcher:
        fetcher.fetch(paper.address + "/a")
        paper.robots = (500, b"")
        run(db, "UPDATE news.host SET robots_fetched_at = now() - interval '2 days'")
        assert fetcher.fetch(paper.address + "/b").http_status == 200
        with pytest.raises(AddressRefusedError):
            fetcher.fetch(paper.address + "/drafts/a")


def test_a_long_crawl_delay_leaves_the_next_page_for_later(paper: Paper, opened: Open) -> None:
    paper.robots = (200, b"User-agent: *\nCrawl-delay: 30\n")
    with fetcher_of(paper, opened()) as fetcher:
        fetcher.fetch(paper.address + "/a")
        started = time.monotonic()
        with pytest.raises(HostWaitsError, match=r"another (29|30) s"):
            fetcher.fetch(paper.address + "/b")
        assert time.monotonic() - started < 1


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("form", ["seconds", "date", "none", "nonsense"])
def test_retry_after_is_kept_for_every_fetcher(status: int, form: str, paper: Paper, opened: Open) -> None:
    at = datetime.now(UTC) + timedelta(seconds=300)
    said = {"seconds": "300", "date": format_datetime(at, usegmt=True), "nonsense": "soon"}
    paper.status, paper.headers = status, {"retry_after": said[form]} if form in said else {}
    with fetcher_of(paper, opened()) as fetcher:
        assert fetcher.fetch(paper.address + "/a").http_status == status
    paper.status = 200
    with fetcher_of(paper, opened()) as another, pytest.raises(HostWaitsError) as caught:
        another.fetch(paper.address + "/b")
    wait_s = int(str(caught.value).split()[-2])
    assert abs(wait_s - (300 if form in ("seconds", "date") else 60)) <= 2


@pytest.mark.parametrize("text", ["9" * 30, "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_a_retry_after_without_end_is_a_day(text: str) -> None:
    assert retry_after_s(text, NOW) == MAX_RETRY_S


def test_the_daily_cap_holds_until_the_next_day(paper: Paper, opened: Open) -> None:
    db = opened()
    with fetcher_of(paper, db) as fetcher:
        fetcher.fetch(paper.address + "/a")
        run(db, "UPDATE news.host SET daily_cap = 2")
        fetcher.fetch(paper.address + "/b")
        with pytest.raises(HostWaitsError, match="daily_cap"):
            fetcher.fetch(paper.address + "/c")
        run(db, "UPDATE news.host SET day = day - 1")
        fetcher.fetch(paper.address + "/d")


def test_the_smallest_daily_cap_of_the_sources_of_a_server_holds_for_all_of_them(paper: Paper, opened: Open) -> None:
    with fetcher_of(paper, opened(), name="a", budget={"daily_cap": 2}) as careful:
        careful.fetch(paper.address + "/a")
    with fetcher_of(paper, opened(), name="b", budget={"daily_cap": 50}) as another:
        another.fetch(paper.address + "/b")
        with pytest.raises(HostWaitsError, match="daily_cap"):
            another.fetch(paper.address + "/c")
    with fetcher_of(paper, opened(), name="a") as no_longer_careful:
        no_longer_careful.fetch(paper.address + "/d")
    assert paper.asked == ["/robots.txt", "/a", "/b", "/d"]


def test_a_daily_cap_is_counted_over_tasks_that_fetch_at_once(paper: Paper, opened: Open) -> None:
    refused: list[str] = []

    def work(db: Database) -> None:
        with fetcher_of(paper, db, budget={"daily_cap": 5}, patience_s=20) as fetcher:
            for number in range(4):
                try:
                    fetcher.fetch(f"{paper.address}/{number}")
                except HostWaitsError as error:
                    refused.append(str(error))

    workers = [threading.Thread(target=work, args=(opened(),)) for _worker in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(paper.asked) - 1 == 5
    assert len(refused) == 7


@pytest.mark.parametrize("crawl_delay", ["", "Crawl-delay: 40\n", "Crawl-delay: 3\n"])
def test_the_longest_delay_that_the_server_or_one_of_its_sources_wants_holds(
    paper: Paper, opened: Open, crawl_delay: str
) -> None:
    paper.robots = (200, f"User-agent: *\n{crawl_delay}".encode())
    longest_s = 40 if "40" in crawl_delay else 20
    with fetcher_of(paper, opened(), name="slow", budget={"min_delay_s": 20.0}) as slow:
        slow.fetch(paper.address + "/a")
    told = f"another ({longest_s}|{longest_s - 1}) s"
    with fetcher_of(paper, opened(), name="quick") as quick, pytest.raises(HostWaitsError, match=told):
        quick.fetch(paper.address + "/b")


def test_fetchers_that_share_a_server_ask_it_one_at_a_time_and_not_faster_than_its_delay(
    paper: Paper, opened: Open
) -> None:
    paper.robots = (200, b"User-agent: *\nCrawl-delay: 0.2\n")
    errors: list[Exception] = []

    def work(db: Database) -> None:
        try:
            with fetcher_of(paper, db, patience_s=10) as fetcher:
                for number in range(3):
                    fetcher.fetch(f"{paper.address}/{number}")
        except Exception as error:  # noqa: BLE001 - told by the assertion below
            errors.append(error)

    workers = [threading.Thread(target=work, args=(opened(),)) for _worker in range(2)]
    started = time.monotonic()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert errors == []
    assert paper.most_at_once == 1
    assert paper.asked.count("/robots.txt") == 1
    assert time.monotonic() - started >= 5 * 0.2


FETCHES = """
import sys
from contextlib import closing
from newswire.acquire.fetch import Fetcher
from newswire.acquire.hosts import Hosts
from newswire.connections import connect
from newswire.errors import HostWaitsError
from newswire.records import Source, SourceKind

dsn, address, name = sys.argv[1:]
source = Source(name=name, kind=SourceKind.FEED, location=address + "/feed.xml", allow_private=True, daily_cap=5)
with closing(connect(dsn)) as db:
    db.autocommit = True
    with Fetcher(source, Hosts(db, patience_s=20)) as fetcher:
        print("ready", flush=True)
        sys.stdin.readline()
        for number in range(4):
            try:
                fetcher.fetch(f"{address}/{name}{number}")
            except HostWaitsError as error:
                assert "daily_cap" in str(error)
"""


def test_processes_that_share_a_server_take_turns_and_share_its_daily_cap(
    paper: Paper, opened: Open, shared_database_dsn: str
) -> None:
    """Nothing but the database is between them, as on two machines."""
    opened()  # what they write is removed at the end
    paper.robots = (200, b"User-agent: *\nCrawl-delay: 0.2\n")
    arguments = [[sys.executable, "-c", FETCHES, shared_database_dsn, paper.address, name] for name in "ab"]
    fetchers = [subprocess.Popen(one, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for one in arguments]
    with ExitStack() as stack:
        for fetcher in fetchers:
            stack.enter_context(fetcher)
            assert fetcher.stdout is not None
            assert fetcher.stdout.readline() == "ready\n"
        for fetcher in fetchers:
            assert fetcher.stdin is not None
            fetcher.stdin.write("go\n")
            fetcher.stdin.flush()
        assert [fetcher.wait(timeout=60) for fetcher in fetchers] == [0, 0]
    assert paper.most_at_once == 1
    assert paper.asked.count("/robots.txt") == 1
    pages = [path for path in paper.asked if path != "/robots.txt"]
    assert len(pages) == 5
    assert {path[1] for path in pages} == {"a", "b"}
    gaps = [later - earlier for earlier, later in zip(paper.asked_at[1:], paper.asked_at[2:], strict=False)]
    assert min(gaps) >= 0.19


def test_a_source_is_read_by_one_run_at_a_time_and_comes_last_to_the_other(opened: Open) -> None:
    sources = [Source(name=name, kind=SourceKind.FEED, location=f"http://{name}.example/") for name in "ab"]
    first, second = (in_turn(opened(), sources) for _run in range(2))
    assert next(first).name == "a"
    assert next(second).name == "b", "a is read by the first run now"
    waits = threading.Thread(target=lambda: order.extend(source.name for source in second))
    order: list[str] = []
    waits.start()
    time.sleep(0.2)
    assert order == [], "it waits until the first run has done with it"
    assert [source.name for source in first] == ["b"]
    waits.join(timeout=10)
    assert order == ["a"]


def test_a_server_taken_by_another_process_is_left_for_later(paper: Paper, opened: Open) -> None:
    holder = opened()
    with holder.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('newswire host'), hashtext(%s))", (paper.address,))
    with fetcher_of(paper, opened(), patience_s=0.2) as fetcher:
        with pytest.raises(HostWaitsError, match="another fetcher"):
            fetcher.fetch(paper.address + "/a")
        holder.close()  # as when that process is killed
        assert fetcher.fetch(paper.address + "/a").http_status == 200


def test_pages_that_wait_come_with_the_next_poll_and_are_no_rejections(
    paper: Paper, opened: Open, db: Database, tmp_path: Path
) -> None:
    paper.robots = (200, b"User-agent: *\nCrawl-delay: 60\n")
    turns = opened()
    source = Source(name="paper", kind=SourceKind.FEED, location=paper.address + "/feed.xml", allow_private=True)
    with db.cursor() as cursor:
        cursor.execute("INSERT INTO news.run (airflow_run_id, started_at) VALUES ('h', %s) RETURNING run_id", (NOW,))
        run_id = cursor.fetchone()[0]

    def poll() -> PollResult:
        fields: dict[str, Any] = {"run_id": run_id, "now": NOW, "pause": lambda: None, "hosts": Hosts(turns)}
        with closing(Archive(tmp_path)) as archive:
            return poll_source(db, source, archive=archive, **fields)

    first = poll()
    assert "wait for the next poll" in str(first.detail)
    waiting = poll()
    assert (waiting.outcome, str(waiting.detail)[:6]) == ("unchanged", "waits:")
    run(turns, "UPDATE news.host SET not_before = NULL, delay_s = 0")
    assert poll().outcome == "new"
    with db.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM news.raw_document WHERE entry IS NOT NULL")
        assert cursor.fetchone() == (3,)
        cursor.execute("SELECT count(*) FROM news.rejection")
        assert cursor.fetchone() == (0,)
