"""Polling over real sockets on loopback: what servers do, and what is kept of it."""

import gzip
import threading
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import brotli
import pytest

from newswire.acquire import fetch
from newswire.acquire.archive import Archive
from newswire.acquire.feed_digest import listing_sha256
from newswire.acquire.poll import PollResult, poll_source
from newswire.acquire.reschedule import update_schedules
from newswire.db import Database
from newswire.errors import RejectedError
from newswire.records import Source, SourceKind
from tests.acquire.stores import Bucket, open_bucket

NOW = datetime(2026, 11, 20, 6, tzinfo=UTC)
PARAGRAPH = "<p>The harbour stays closed, the mayor said on Friday.</p>"
PAGE = f"<html><body><article>{PARAGRAPH * 9}</article></body></html>"


@dataclass
class Site:
    """A web site of the test: answers by path, and what it was asked."""

    address: str = ""
    answers: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def feed(self, *entries: str, **headers: str) -> None:
        """Serve a feed with these entries, each '<path>|<text>'."""
        items = "".join(
            f"<item><guid>{e.split('|')[0]}</guid><link>/{e.split('|')[0]}</link><title>T</title>"
            f"<description>{e.split('|')[1]}</description><pubDate>Fri, 20 Nov 2026 05:00:00 GMT</pubDate></item>"
            for e in entries
        )
        body = f"<?xml version='1.0'?><rss version='2.0'><channel><title>S</title>{items}</channel></rss>"
        self.answers["/feed.xml"] = (200, headers, body.encode())

    def page(self, path: str, status: int = 200, body: bytes = PAGE.encode(), **headers: str) -> None:
        """Serve a page."""
        self.answers["/" + path] = (status, {"Content-Type": "text/html", **headers}, body)


@pytest.fixture
def site() -> Iterator[Site]:
    found = Site()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            found.asked.append((self.path, dict(self.headers)))
            status, headers, body = found.answers.get(self.path, (404, {}, b"not here"))
            if headers.get("ETag") and self.headers.get("If-None-Match") == headers["ETag"]:
                status, body = 304, b""
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield found
    server.shutdown()
    server.server_close()
    thread.join()


@dataclass
class Desk:
    """Polls sources into the test's transaction."""

    db: Database
    archive: Archive
    run_id: int

    def poll(self, source: Source, **bounds: datetime) -> PollResult:
        """Poll once."""
        return poll_source(
            self.db, source, run_id=self.run_id, now=NOW, archive=self.archive, pause=lambda: None, **bounds
        )

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        with self.db.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall()

    def count(self, table: str) -> int:
        """Return how many rows a table has."""
        return int(self.rows(f"SELECT count(*) FROM news.{table}")[0][0])


@pytest.fixture
def desk(db: Database, tmp_path: Path) -> Iterator[Desk]:
    with db.cursor() as cursor:
        cursor.execute("INSERT INTO news.run (airflow_run_id, started_at) VALUES ('t', %s) RETURNING run_id", (NOW,))
        run_id = cursor.fetchone()[0]
    with closing(Archive(tmp_path / "archive")) as archive:
        yield Desk(db, archive, run_id)


def feed_of(site: Site, **fields: Any) -> Source:
    return Source(
        name="site", kind=SourceKind.FEED, location=site.address + "/feed.xml", **{"allow_private": True} | fields
    )


def folder_of(path: Path, glob: str = "**/*") -> Source:
    return Source(name="folder", kind=SourceKind.FILES, location=str(path), glob=glob)


def test_a_feed_and_its_pages_are_archived_and_a_second_poll_adds_only_its_log(site: Site, desk: Desk) -> None:
    site.feed("a|one", "b|two")
    site.page("a")
    site.page("b")
    first = desk.poll(feed_of(site))
    kept = desk.count("raw_document")
    second = desk.poll(feed_of(site))
    assert (first.outcome, second.outcome) == ("new", "unchanged")
    assert kept == desk.count("raw_document") == 3
    assert desk.count("feed_poll") == 2
    for file, offset, size in desk.rows("SELECT archive_file, archive_offset, byte_count FROM news.raw_document"):
        assert len(desk.archive.read(file, offset)) == size


def test_the_server_is_asked_with_its_own_etag_and_may_answer_304(site: Site, desk: Desk) -> None:
    site.feed("a|one", ETag='"v1"')
    site.page("a")
    desk.poll(feed_of(site))
    assert desk.poll(feed_of(site)).outcome == "unchanged"
    assert site.asked[-1][1]["If-None-Match"] == '"v1"'
    assert desk.rows("SELECT http_status FROM news.feed_poll ORDER BY feed_poll_id DESC LIMIT 1") == [(304,)]


def test_an_etag_that_changes_though_the_bytes_do_not_brings_nothing_new(site: Site, desk: Desk) -> None:
    site.feed("a|one", ETag='"v1"')
    site.page("a")
    desk.poll(feed_of(site))
    site.feed("a|one", ETag='"v2"')
    assert desk.poll(feed_of(site)).outcome == "unchanged"
    assert desk.count("raw_document") == 2


def test_a_feed_of_which_only_the_hour_of_building_changed_is_not_read_again(site: Site, desk: Desk) -> None:
    site.page("one")
    for hour in (1, 2):
        site.feed("one|first")
        status, headers, body = site.answers["/feed.xml"]
        built = f"<!-- cached {hour} --><lastBuildDate>Fri, 20 Nov 2026 0{hour}:00:00 GMT</lastBuildDate><item>"
        site.answers["/feed.xml"] = (
            status,
            headers,
            body.replace(b"<item>", built.encode()) + b"<!-- %d ms -->" % hour,
        )
        result = desk.poll(feed_of(site))
    assert (result.outcome, result.listed_count) == ("unchanged", 0)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"<rss><item><updated>1</updated></item></rss>", b"<rss><item><updated>2</updated></item></rss>"),
        (b"<rss><language>en</language><item/></rss>", b"<rss><language>fr</language><item/></rss>"),
        (b"<rss><item/></rss>", b"<rss><item/><item/></rss>"),
        (b"<urlset><updated>1</updated></urlset>", b"<urlset><updated>2</updated></urlset>"),
        (b"<rss><item>a</item></rss>", b"<rss><item>a</item><language>fr</language></rss>"),
    ],
)
def test_what_a_feed_says_of_its_entries_counts_as_a_change(before: bytes, after: bytes) -> None:
    assert listing_sha256(before) != listing_sha256(after)


def sitemap(*pages: str) -> bytes:
    """Return a sitemap of these pages of the site."""
    return "".join(["<urlset>", *(f"<url><loc>{page}</loc></url>" for page in pages), "</urlset>"]).encode()


def test_an_index_of_sitemaps_lists_the_pages_of_those_that_changed_last(site: Site, desk: Desk) -> None:
    months = [f"<sitemap><loc>{site.address}/old-{n}.xml</loc></sitemap>" for n in range(12)]
    late = f"<sitemap><loc>{site.address}/late.xml.gz</loc><lastmod>2026-11-20</lastmod></sitemap>"
    index = f"<?xml version='1.0'?><sitemapindex>{''.join(months)}{late}</sitemapindex>"
    site.answers["/feed.xml"] = (200, {"ETag": '"i1"'}, index.encode())
    site.answers["/old-0.xml"] = (200, {}, sitemap(site.address + "/a"))
    site.answers["/late.xml.gz"] = (200, {}, gzip.compress(sitemap(site.address + "/b")))
    for path in "abc":
        site.page(path)
    first = desk.poll(feed_of(site))
    assert (first.outcome, first.listed_count, first.new_count) == ("new", 2, 2)
    assert "of 13" in (first.detail or "")
    assert [path for path, _headers in site.asked][1:3] == ["/late.xml.gz", "/old-0.xml"]
    assert desk.poll(feed_of(site)).outcome == "unchanged"
    site.answers["/late.xml.gz"] = (200, {}, gzip.compress(sitemap(site.address + "/b", site.address + "/c")))
    assert desk.poll(feed_of(site)).new_count == 1  # though the index is the same
    assert desk.poll(feed_of(site)).outcome == "unchanged"
    kept = desk.rows("SELECT url, archive_file, archive_offset FROM news.raw_document WHERE entry IS NULL")
    listed = Counter(url.removeprefix(site.address) for url, _file, _offset in kept)
    assert listed == {"/feed.xml": 1, "/old-0.xml": 1, "/late.xml.gz": 2}, "what changed is archived, each body once"
    assert site.answers["/late.xml.gz"][2] in [desk.archive.read(file, offset) for _url, file, offset in kept]
    assert sum("entry" in note and note["entry"] is None for note in desk.archive.notes()) == len(kept)


def test_an_index_of_which_no_sitemap_can_be_read_is_not_read(site: Site, desk: Desk) -> None:
    index = f"<sitemapindex><sitemap><loc>{site.address}/none.xml</loc></sitemap></sitemapindex>"
    site.answers["/feed.xml"] = (200, {}, index.encode())
    found = desk.poll(feed_of(site))
    assert (found.outcome, "none.xml: answers 404" in (found.detail or "")) == ("unreachable", True)


def test_a_changed_entry_is_fetched_again_and_the_others_are_not(site: Site, desk: Desk) -> None:
    site.feed("a|one", "b|two")
    site.page("a")
    site.page("b")
    desk.poll(feed_of(site))
    del site.asked[:]
    site.feed("a|one, corrected", "b|two")
    desk.poll(feed_of(site))
    assert [path for path, _headers in site.asked] == ["/feed.xml", "/a"]


def test_a_page_that_fails_is_tried_again_though_the_feed_is_unchanged(site: Site, desk: Desk) -> None:
    site.feed("a|one", ETag='"v1"')
    site.page("a", status=500)
    desk.poll(feed_of(site))
    assert desk.rows("SELECT reason FROM news.rejection") == [("page_unreachable",)]
    site.page("a")
    assert desk.poll(feed_of(site)).outcome == "new"
    assert desk.rows("SELECT http_status FROM news.raw_document WHERE url LIKE '%/a'") == [(200,)]


def test_a_page_that_is_gone_is_kept_as_such_and_never_asked_for_again(site: Site, desk: Desk) -> None:
    site.feed("a|one")
    desk.poll(feed_of(site))
    site.feed("a|one", "b|two")
    desk.poll(feed_of(site))
    assert [path for path, _headers in site.asked].count("/a") == 1


@pytest.mark.parametrize(
    ("status", "body", "outcome"), [(500, b"", "unreachable"), (404, b"", "unreachable"), (200, b"hello", "failed")]
)
def test_a_feed_that_is_no_feed_is_a_row_and_not_an_error(
    site: Site, desk: Desk, status: int, body: bytes, outcome: str
) -> None:
    site.answers["/feed.xml"] = (status, {}, body)
    polled = desk.poll(feed_of(site))
    assert polled.outcome == outcome
    assert polled.detail
    assert desk.rows("SELECT outcome FROM news.feed_poll") == [(outcome,)]


def test_nobody_listening_is_a_row_and_not_an_error(desk: Desk) -> None:
    polled = desk.poll(
        Source(name="down", kind=SourceKind.FEED, location="http://127.0.0.1:9/feed", allow_private=True)
    )
    assert (polled.outcome, "refused" in str(polled.detail)) == ("unreachable", True)


def test_an_unset_variable_is_named(desk: Desk) -> None:
    source = Source(name="x", kind=SourceKind.FEED, location="http://x.example/f", proxy="${NO_SUCH_VARIABLE}")
    assert "NO_SUCH_VARIABLE" in str(desk.poll(source).detail)


@pytest.mark.parametrize("is_packed", [False, True])
def test_a_huge_page_is_stopped_also_when_it_was_packed_small(
    site: Site, desk: Desk, monkeypatch: pytest.MonkeyPatch, is_packed: bool
) -> None:
    monkeypatch.setattr(fetch, "MAX_BYTES", 100_000)
    site.feed("a|one", "b|two")
    body = b"a" * 5_000_000
    site.page("a", body=gzip.compress(body) if is_packed else body, **{"Content-Encoding": "gzip"} if is_packed else {})
    site.page("b")
    desk.poll(feed_of(site))
    assert desk.rows("SELECT reason FROM news.rejection") == [("too_large",)]
    assert desk.rows("SELECT count(*) FROM news.raw_document WHERE url LIKE '%/b'") == [(1,)], "the rest goes on"


def test_a_page_packed_with_brotli_is_kept_unpacked(site: Site, desk: Desk) -> None:
    site.feed("a|one")
    site.page("a", body=brotli.compress(PAGE.encode()), **{"Content-Encoding": "br"})
    desk.poll(feed_of(site))
    assert "br" in site.asked[-1][1]["Accept-Encoding"]
    [place] = desk.rows("SELECT archive_file, archive_offset FROM news.raw_document WHERE url LIKE '%/a'")
    assert desk.archive.read(*place) == PAGE.encode()


def test_a_page_torn_in_the_middle_of_brotli_is_tried_again(site: Site, desk: Desk) -> None:
    site.feed("a|one")
    packed = brotli.compress(PAGE.encode())
    site.page("a", body=b"\xff" + packed, **{"Content-Encoding": "br"})
    desk.poll(feed_of(site))
    assert desk.rows("SELECT reason FROM news.rejection") == [("page_unreachable",)]
    site.page("a", body=packed, **{"Content-Encoding": "br"})
    assert desk.poll(feed_of(site)).outcome == "new"


def test_a_bomb_of_brotli_costs_little_memory(site: Site) -> None:
    bomb = brotli.compress(bytes(400_000_000), quality=1)
    assert len(bomb) < 100_000
    site.page("bomb", body=bomb, **{"Content-Encoding": "br"})
    tracemalloc.start()
    try:
        with fetch.Fetcher(feed_of(site)) as fetcher, pytest.raises(RejectedError, match="more than"):
            fetcher.fetch(site.address + "/bomb")
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 4 * fetch.MAX_BYTES


def test_the_same_bytes_are_archived_once_whatever_their_address_or_source(
    site: Site, desk: Desk, tmp_path: Path
) -> None:
    site.feed("a|one", "b|two")
    site.page("a")
    site.page("b")
    desk.poll(feed_of(site))
    desk.archive.close()
    (tmp_path / "wire").mkdir()
    (tmp_path / "wire" / "a.html").write_text(PAGE, encoding="utf-8")
    desk.poll(folder_of(tmp_path / "wire"))
    rows = desk.rows("SELECT archive_file, archive_offset FROM news.raw_document WHERE url !~ 'feed.xml'")
    assert (len(rows), len(set(rows))) == (3, 1)
    assert desk.archive.read(*rows[0]) == PAGE.encode()


def test_bytes_that_the_archive_has_lost_are_written_again(site: Site, desk: Desk, tmp_path: Path) -> None:
    site.feed("a|one")
    site.page("a")
    desk.poll(feed_of(site))
    desk.archive.close()
    for file in (tmp_path / "archive").iterdir():
        file.unlink()
    site.feed("a|one", "b|two")
    site.page("b")
    desk.poll(feed_of(site))
    [place] = desk.rows("SELECT archive_file, archive_offset FROM news.raw_document WHERE url LIKE '%/b'")
    assert desk.archive.read(*place) == PAGE.encode()


def test_a_poll_into_a_store_that_fails_leaves_no_row_and_the_next_one_brings_all(site: Site, desk: Desk) -> None:
    site.feed("a|one", "b|two")
    site.page("a")
    site.page("b", body=PAGE.replace("harbour", "bridge").encode())
    desk.archive = Archive(open_bucket())
    Bucket.is_full = True
    with pytest.raises(OSError, match="full"):
        desk.poll(feed_of(site))
    assert desk.count("raw_document") == 0
    Bucket.is_full = False
    assert desk.poll(feed_of(site)).outcome == "new"
    assert len(Bucket.objects) == 1, "one object a poll"
    places = desk.rows("SELECT archive_file, archive_offset, byte_count FROM news.raw_document")
    assert [len(desk.archive.read(file, offset)) for file, offset, _size in places] == [row[2] for row in places]
    assert len(places) == 3


def test_the_interval_of_a_source_bounds_its_schedule(site: Site, desk: Desk) -> None:
    site.feed("a|one")
    site.page("a")
    for bounds, expected_s in (((1800, 1800), 1800), ((7200, 9000), 9000), ((60, 900), 900)):
        source = feed_of(site, floor_s=bounds[0], ceiling_s=bounds[1])
        update_schedules(desk.db, [(source, desk.poll(source))], NOW)
        assert desk.rows("SELECT next_poll_at FROM news.source") == [(NOW + timedelta(seconds=expected_s),)]


def test_a_server_that_takes_too_long_is_given_up(site: Site, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "TOTAL_TIMEOUT_S", -1)
    site.feed("a|one")
    assert desk.poll(feed_of(site)).outcome == "unreachable"


def test_only_the_asked_days_are_fetched_and_the_rest_stays_for_later(site: Site, desk: Desk) -> None:
    site.feed("a|one", ETag='"v1"')
    site.page("a")
    desk.poll(feed_of(site), published_from=datetime(2026, 11, 21, tzinfo=UTC))
    assert desk.rows("SELECT url FROM news.raw_document WHERE url LIKE '%/a'") == []
    desk.poll(feed_of(site))
    assert desk.rows("SELECT count(*) FROM news.raw_document WHERE url LIKE '%/a'") == [(1,)]


def test_files_are_read_once_and_again_when_they_change(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one", encoding="utf-8")
    source = folder_of(tmp_path, "*.txt")
    assert [desk.poll(source).outcome, desk.poll(source).outcome] == ["new", "unchanged"]
    (tmp_path / "a.txt").write_text("two", encoding="utf-8")
    assert desk.poll(source).outcome == "new"
    assert desk.count("raw_document") == 2


def test_a_link_out_of_the_folder_is_refused(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("not yours", encoding="utf-8")
    (tmp_path / "wire").mkdir()
    (tmp_path / "wire" / "a.txt").symlink_to(tmp_path / "secret.txt")
    desk.poll(folder_of(tmp_path / "wire"))
    assert desk.rows("SELECT reference, reason FROM news.rejection") == [("file:a.txt", "file_unreadable")]
    assert desk.count("raw_document") == 0


def test_a_torn_last_record_leaves_the_earlier_ones_readable(tmp_path: Path) -> None:
    with closing(Archive(tmp_path)) as archive:
        name, first = archive.write("http://a.example/", b"one", at=NOW, http_status=200, media_type="text/html")
        _name, second = archive.write("file:b", b"two" * 1000, at=NOW)
    whole = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(whole[: second + 20])
    assert Archive(tmp_path).read(name, first) == b"one"


def test_a_source_that_dies_is_asked_less_often_and_revives(site: Site, desk: Desk) -> None:
    source = feed_of(site)

    def poll() -> tuple[int, int]:
        update_schedules(desk.db, [(source, desk.poll(source))], NOW)
        [(failures, wait_s)] = desk.rows(
            "SELECT failure_count, extract(epoch FROM next_poll_at - '2026-11-20 06:00+00')::int FROM news.source"
        )
        return failures, wait_s

    site.answers["/feed.xml"] = (500, {}, b"")
    dead = [poll() for _ in range(12)]
    assert [failures for failures, _wait_s in dead] == list(range(1, 13))
    assert dead[0][1] < dead[1][1] <= dead[-1][1] <= 86_400, "it is never given up"
    site.feed("a|one")
    site.page("a")
    assert poll()[0] == 0


def test_when_nothing_at_all_can_be_reached_no_source_is_punished(desk: Desk) -> None:
    sources = [
        Source(name=name, kind=SourceKind.FEED, location=f"http://127.0.0.{number}:9/f", allow_private=True)
        for number, name in enumerate(("a", "b"), 1)
    ]
    assert not update_schedules(desk.db, [(source, desk.poll(source)) for source in sources], NOW)
    assert desk.rows("SELECT DISTINCT failure_count, next_poll_at FROM news.source") == [(0, None)]
