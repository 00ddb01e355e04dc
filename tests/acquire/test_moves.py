"""A feed that moves for good is followed and told; what is for now, or leads to no feed, changes nothing."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from newswire.acquire.archive import Archive
from newswire.acquire.poll import poll_source
from newswire.db import Database
from newswire.records import Source, SourceKind
from tests.acquire.sites import send, serve

NOW = datetime(2026, 11, 20, 6, tzinfo=UTC)
FEED = (
    b"<rss version='2.0'><channel><title>S</title><item><guid isPermaLink='false'>a</guid>"
    b"<title>Ferries back</title></item></channel></rss>"
)


@dataclass
class Paper:
    """A site: where each path leads, and what it was asked."""

    address: str = ""
    redirects: dict[str, tuple[int, str]] = field(default_factory=dict)
    pages: dict[str, bytes] = field(default_factory=lambda: {"/new.xml": FEED})
    asked: list[str] = field(default_factory=list)
    is_unchanged: bool = False

    def __call__(self, asked: BaseHTTPRequestHandler) -> None:
        self.asked.append(asked.path)
        if asked.path in self.redirects:
            status, target = self.redirects[asked.path]
            send(asked, status, location=target)
        elif self.is_unchanged and asked.headers.get("If-None-Match"):
            send(asked, 304, etag='"v1"')
        elif asked.path in self.pages:
            send(asked, 200, self.pages[asked.path], etag='"v1"')
        else:
            send(asked, 404)


@dataclass
class Desk:
    """Polls the paper's feed, and sees what is kept of its address."""

    db: Database
    archive: Archive
    run_id: int
    source: Source

    def poll(self, **changed: Any) -> str:
        source = replace(self.source, **changed)
        found = poll_source(self.db, source, run_id=self.run_id, now=NOW, archive=self.archive, pause=lambda: None)
        return found.outcome

    def row(self, columns: str, table: str = "report.source_health") -> tuple[Any, ...]:
        with self.db.cursor() as cursor:
            cursor.execute(f"SELECT {columns} FROM {table}")
            found: tuple[Any, ...] = cursor.fetchone() or ()
            return found


@pytest.fixture
def paper() -> Iterator[Paper]:
    found = Paper()
    with serve(found) as found.address:
        yield found


@pytest.fixture
def desk(paper: Paper, db: Database, tmp_path: Path) -> Iterator[Desk]:
    with db.cursor() as cursor:
        cursor.execute("INSERT INTO news.run (airflow_run_id, started_at) VALUES ('m', %s) RETURNING run_id", (NOW,))
        (run_id,) = cursor.fetchone() or (0,)
    source = Source(name="paper", kind=SourceKind.FEED, location=paper.address + "/old.xml", allow_private=True)
    with closing(Archive(tmp_path)) as archive:
        yield Desk(db, archive, run_id, source)


def test_a_feed_that_moved_for_good_is_asked_at_its_new_address_from_then_on(paper: Paper, desk: Desk) -> None:
    paper.redirects = {"/old.xml": (301, "/older.xml"), "/older.xml": (308, "/new.xml")}
    assert [desk.poll(), desk.poll()] == ["new", "unchanged"]
    assert paper.asked == ["/old.xml", "/older.xml", "/new.xml", "/new.xml"]
    new = paper.address + "/new.xml"
    assert desk.row("location, moved_to, moved_at") == (desk.source.location, new, NOW)
    assert f"put {new} into sources.toml" in desk.row("last_detail")[0]


@pytest.mark.parametrize(
    "redirects",
    [
        {"/old.xml": (302, "/new.xml")},
        {"/old.xml": (301, "/for-now.xml"), "/for-now.xml": (307, "/new.xml")},
        {"/old.xml": (303, "/for-good.xml"), "/for-good.xml": (301, "/new.xml")},
    ],
)
def test_a_redirect_for_now_anywhere_is_no_move(
    paper: Paper, desk: Desk, redirects: dict[str, tuple[int, str]]
) -> None:
    paper.redirects = redirects
    assert desk.poll() == "new"
    assert desk.row("moved_to") == (None,)


@pytest.mark.parametrize("body", [b"<html><body>Sign in to read our feeds</body></html>", b"", None])
def test_a_move_to_what_is_no_feed_is_not_believed(paper: Paper, desk: Desk, body: bytes | None) -> None:
    paper.redirects = {"/old.xml": (301, "/new.xml")}
    paper.pages = {} if body is None else {"/new.xml": body}
    assert desk.poll() in ("failed", "unreachable")
    assert desk.row("moved_to") == (None,)


def test_an_answer_that_nothing_changed_is_no_feed_that_was_seen_at_the_new_address(paper: Paper, desk: Desk) -> None:
    paper.pages = {"/old.xml": FEED, "/new.xml": b"<html>For sale</html>"}
    desk.poll()
    paper.redirects, paper.is_unchanged = {"/old.xml": (301, "/new.xml")}, True
    assert desk.poll() == "failed"
    assert desk.row("moved_to") == (None,)
    paper.pages["/new.xml"] = FEED
    assert desk.poll() == "unchanged"
    assert desk.row("moved_to") == (paper.address + "/new.xml",)


def test_a_new_address_in_sources_toml_ends_what_was_kept(paper: Paper, desk: Desk) -> None:
    paper.redirects = {"/old.xml": (301, "/new.xml")}
    paper.pages["/newest.xml"] = FEED
    desk.poll()
    desk.poll(location=paper.address + "/newest.xml")
    assert paper.asked[-1] == "/newest.xml"
    assert desk.row("moved_to, moved_at") == (None, None)
    assert desk.row("etag", "news.source") == ('"v1"',)


def test_a_new_address_that_dies_is_forgotten_and_the_old_one_asked_again(paper: Paper, desk: Desk) -> None:
    paper.redirects = {"/old.xml": (301, "/new.xml")}
    desk.poll()
    paper.redirects, paper.pages = {}, {"/old.xml": FEED}
    assert desk.poll() == "unreachable"
    assert desk.poll() == "unchanged"
    assert paper.asked[-2:] == ["/new.xml", "/old.xml"]
    assert desk.row("moved_to") == (None,)
