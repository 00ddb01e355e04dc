"""From a source to articles: what is polled over real sockets and folders is read back from the archive and parsed."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from newswire.acquire import deliveries
from newswire.acquire.archive import Archive
from newswire.acquire.parse import entry_from_json, parse_document
from newswire.acquire.poll import GONE, poll_source
from newswire.batches import parse_document_row
from newswire.db import Database, fetch_rows
from newswire.errors import Reason, RejectedError
from newswire.records import ParsedItem, Source, SourceKind
from tests.acquire.sites import serve

NOW = datetime(2026, 11, 20, 6, tzinfo=UTC)
PROSE = "The harbour café stays closed until Friday, the mayor said, because the pumps are old. " * 6
PAGE = f"<html><head><title>T</title></head><body><article><p>{PROSE}</p></article></body></html>"
Answers = dict[str, tuple[int, dict[str, str], bytes]]


@dataclass
class Desk:
    """Polls into the test's transaction and parses what came."""

    db: Database
    archive: Archive
    run_id: int

    def poll(self, source: Source) -> str:
        """Poll once and return the outcome."""
        found = poll_source(self.db, source, run_id=self.run_id, now=NOW, archive=self.archive, pause=lambda: None)
        return found.outcome

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        with self.db.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall()

    def articles(self) -> list[ParsedItem | Reason]:
        """Parse what waits for it, from the archive, in the order it came."""
        found: list[ParsedItem | Reason] = []
        for url, status, media_type, file, offset, entry in self.rows(
            "SELECT url, http_status, media_type, archive_file, archive_offset, entry FROM news.raw_document"
            " WHERE parser_version IS NULL ORDER BY raw_document_id"
        ):
            try:
                found += parse_document(
                    self.archive.read(file, offset),
                    reference=url,
                    entry=entry_from_json(entry) if entry else None,
                    media_type=media_type,
                    is_gone=status in GONE,
                    fetched_at=NOW,
                )
            except RejectedError as error:
                found.append(error.reason)
        return found


@pytest.fixture
def desk(db: Database, tmp_path: Path) -> Iterator[Desk]:
    with db.cursor() as cursor:
        cursor.execute("INSERT INTO news.run (airflow_run_id, started_at) VALUES ('t', %s) RETURNING run_id", (NOW,))
        [(run_id,)] = cursor.fetchall()
    with closing(Archive(tmp_path / "archive")) as archive:
        yield Desk(db, archive, run_id)


@pytest.fixture
def answers() -> Answers:
    """Status, headers and body by path; all else is 404."""
    return {}


@pytest.fixture
def source(answers: Answers) -> Iterator[Source]:
    """A feed on loopback that answers so, without a header that the test does not name."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        status, headers, body = answers.get(handler.path, (404, {}, b""))
        handler.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    with serve(answer) as address:
        yield Source(name="site", kind=SourceKind.FEED, location=f"{address}/feed", allow_private=True)


def feed(*entries: tuple[str, str]) -> tuple[int, dict[str, str], bytes]:
    """Return the answer that is a feed with these pages and texts."""
    items = "".join(
        f"<item><guid>{path}</guid><link>/{path}</link><title>Harbour</title><description>{text}</description></item>"
        for path, text in entries
    )
    body = f"<rss version='2.0'><channel><title>S</title>{items}</channel></rss>"
    return 200, {"Content-Type": "application/rss+xml"}, body.encode()


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_leaves_the_feed_s_own_text(
    desk: Desk, source: Source, answers: Answers, status: int
) -> None:
    answers["/feed"] = feed(("full", PROSE), ("teaser", "Soon more."))
    answers["/full"] = answers["/teaser"] = (status, {"Content-Type": "text/html"}, b"<h1>Not here</h1>")
    assert desk.poll(source) == "new"
    full, teaser = desk.articles()
    assert isinstance(full, ParsedItem)
    assert full.body == PROSE.strip()
    assert "body: the feed's, the page is gone" in full.notes
    assert teaser is Reason.PAGE_GONE


@pytest.mark.parametrize(
    ("media_type", "charset"),
    [
        (None, "utf-8"),
        ("text/html; charset=iso-8859-1", "cp1252"),
        ("text/html; charset=iso-8859-1", "utf-8"),
        ("text/html; charset=utf-8", "cp1252"),
        ("text/html ;  charset = windows-1252 ", "cp1252"),
        ("text/html; charset=rot13", "cp1252"),
        ("nonsense", "utf-8"),
        ("", "cp1252"),
    ],
)
def test_whatever_a_server_says_of_a_page_it_is_read_back_and_read_right(
    desk: Desk, source: Source, answers: Answers, media_type: str | None, charset: str
) -> None:
    answers["/feed"] = feed(("a", "Short."))
    headers = {} if media_type is None else {"Content-Type": media_type}
    answers["/a"] = (200, headers, PAGE.encode(charset))
    desk.poll(source)
    [item] = desk.articles()
    assert isinstance(item, ParsedItem)
    assert item.body == PROSE.strip()


def test_a_second_poll_counts_the_same_rejection_on_its_row(desk: Desk, source: Source, answers: Answers) -> None:
    answers["/feed"] = feed(("a", "one"))
    answers["/a"] = (500, {}, b"")
    desk.poll(source)
    assert desk.poll(source) == "unchanged"
    assert desk.rows("SELECT count(*) FROM news.rejection") == [(1,)]
    assert desk.rows("SELECT outcome FROM news.feed_poll") == [("unchanged",), ("unchanged",)]
    answers["/a"] = (200, {}, PAGE.encode())
    assert desk.poll(source) == "new"
    assert desk.rows("SELECT count(*) FROM news.raw_document WHERE parser_version IS NULL") == [(1,)]


def test_entries_that_say_the_same_of_one_page_are_one(desk: Desk, source: Source, answers: Answers) -> None:
    answers["/feed"] = feed(("a", "one"), ("a", "one"), ("a", "two"))
    answers["/a"] = (200, {}, PAGE.encode())
    desk.poll(source)
    assert len(desk.articles()) == 1


def test_a_malformed_feed_gives_what_can_be_read_and_says_so(desk: Desk, source: Source, answers: Answers) -> None:
    status, headers, body = feed(("a", "one"), ("b", "two"))
    answers["/feed"] = (status, headers, body.replace(b"two", b"t & < w\xff\x00o")[: -len("</channel></rss>")])
    answers["/a"] = answers["/b"] = (200, {}, PAGE.encode())
    assert desk.poll(source) == "new"
    assert len(desk.articles()) == 2
    assert "malformed" in desk.rows("SELECT detail FROM news.feed_poll")[0][0]


def test_a_file_that_is_too_large_costs_only_itself(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliveries, "MAX_BYTES", 1000)
    folder = tmp_path / "wire"
    folder.mkdir()
    (folder / "large.txt").write_text("x" * 1001, encoding="utf-8")
    (folder / "small.txt").write_text("x" * 1000, encoding="utf-8")
    files = Source(name="folder", kind=SourceKind.FILES, location=str(folder))
    assert [desk.poll(files), desk.poll(files)] == ["new", "unchanged"]
    assert desk.rows("SELECT reference, reason FROM news.rejection") == [("file:large.txt", "too_large")]
    assert desk.rows("SELECT url FROM news.raw_document") == [("file:small.txt",)]


def test_links_of_a_folder_are_followed_within_it_only(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "wire"
    (folder / "deep").mkdir(parents=True)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "b.txt").write_text("not yours", encoding="utf-8")
    (folder / "deep" / "a.txt").write_text("ours", encoding="utf-8")
    (folder / "again.txt").symlink_to(folder / "deep" / "a.txt")
    (folder / "circle.txt").symlink_to(folder / "circle.txt")
    (folder / "nothing.txt").symlink_to(folder / "gone.txt")
    (folder / "other").symlink_to(tmp_path / "other")
    (folder / "up").symlink_to(folder)
    desk.poll(Source(name="folder", kind=SourceKind.FILES, location=str(folder), glob="**/*.txt"))
    assert {url for (url,) in desk.rows("SELECT url FROM news.raw_document")} == {"file:again.txt", "file:deep/a.txt"}
    assert {
        reference for (reference,) in desk.rows("SELECT reference FROM news.rejection WHERE reason = 'file_unreadable'")
    } == {"file:circle.txt", "file:nothing.txt"}


def test_a_file_of_any_name_is_read_back(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "wire"
    folder.mkdir()
    names = [b"caf\xe9.txt", "té 100%.txt".encode(), b"a\nb.txt", b"#?&=.txt", b"-.txt"]
    for name in names:
        (folder / "x").write_bytes(name)
        (folder / "x").rename(Path(str(folder)) / name.decode("utf-8", "surrogateescape"))
    desk.poll(Source(name="folder", kind=SourceKind.FILES, location=str(folder)))
    kept = desk.rows("SELECT archive_file, archive_offset FROM news.raw_document")
    assert sorted(desk.archive.read(*place) for place in kept) == sorted(names)


def test_a_folder_that_is_not_there_is_a_row_and_not_an_error(desk: Desk, tmp_path: Path) -> None:
    assert desk.poll(Source(name="folder", kind=SourceKind.FILES, location=str(tmp_path / "gone"))) == "unreachable"
    assert "gone is not a folder" in desk.rows("SELECT detail FROM news.feed_poll")[0][0]


def test_a_corpus_is_read_by_the_columns_that_its_source_states(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "corpus.csv").write_text("hl,words\nQuay shut,The ferry is back.\n", encoding="utf-8")
    columns = (("body", "words"), ("headline", "HL"))
    desk.poll(Source(name="corpus", kind=SourceKind.FILES, location=str(tmp_path), glob="*.csv", columns=columns))
    [document] = fetch_rows(desk.db, "clean/claim_documents", {"batch_size": 10})
    [item] = parse_document_row(desk.archive, document)
    assert (item.headline, item.body) == ("Quay shut", "The ferry is back.")
