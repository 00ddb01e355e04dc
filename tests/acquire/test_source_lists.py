"""Trying sources, finding feeds, and lists as OPML."""

import tomllib
from collections.abc import Callable, Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswire.acquire.discover import discover_feeds, linked_feeds, try_source
from newswire.acquire.opml import read_opml, source_table, write_opml
from newswire.acquire.poll import register_sources
from newswire.acquire.sources import read_sources
from newswire.connections import connect
from newswire.errors import AddressRefusedError, RejectedError
from newswire.records import Source, SourceKind
from newswire.source_verbs import check_sources
from tests.acquire.sites import send, serve

FEED = b"<rss version='2.0'><channel><title>S</title><item><title>A</title><link>/a</link></item></channel></rss>"
JSON_FEED = b"""{"version": "https://jsonfeed.org/version/1.1", "title": "S", "items": [{"id": "1", "title": "A",
"url": "http://paper.example/a", "content_text": "The ferry is back."}]}"""
HOME = b"""<html><head><link rel="alternate" type="application/rss+xml" href="/news.rss">
<LINK REL="ALTERNATE home" TYPE="application/atom+xml; charset=utf-8" HREF="gone.atom">
<link rel="stylesheet" href="/x.css"><link rel="alternate" hreflang="de" href="/de"></head><body>Hello</body></html>"""
OPML = b"""<?xml version="1.0"?><opml version="2.0"><body><outline text="World">
<outline type="rss" text="The Paper" xmlUrl="https://paper.example/rss" language="EN"/>
<outline text="The Paper" xmlurl="feed://radio.example/feed"/></outline>
<outline text="again" xmlUrl="https://paper.example/rss"/>
<outline text="x" xmlUrl="javascript:alert(1)"/></body></opml>"""


def answer(asked: BaseHTTPRequestHandler) -> None:
    pages = {
        "/": HOME,
        "/news.rss": FEED,
        "/feed.xml": FEED,
        "/wire.json": JSON_FEED,
        "/bare": b"<html><body>No links here</body></html>",
    }
    body = pages.get(asked.path)
    send(asked, 200 if body else 404, body or b"")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serve(answer) as found:
        yield found


def test_the_feeds_that_a_page_links_are_found_and_tried(address: str) -> None:
    found = [(url, trial.is_good) for url, trial in discover_feeds(address + "/", allow_private=True)]
    assert found == [(address + "/news.rss", True), (address + "/gone.atom", False)]


def test_a_page_without_links_is_tried_at_the_usual_paths(address: str) -> None:
    assert [url for url, _trial in discover_feeds(address + "/bare", allow_private=True)] == [address + "/feed.xml"]


def test_a_feed_is_found_by_its_own_address(address: str) -> None:
    [(url, trial)] = discover_feeds(address + "/news.rss", allow_private=True)
    assert (url, trial.entry_count) == (address + "/news.rss", 1)


def test_discovery_does_not_reach_into_the_own_network_unasked(address: str) -> None:
    with pytest.raises(AddressRefusedError):
        list(discover_feeds(address))


def test_a_page_can_not_name_feeds_without_end() -> None:
    links = b"".join(b'<link rel=alternate type=application/rss+xml href="/%d">' % n for n in range(1000))
    assert len(list(linked_feeds(b"<html><head>" + links, "http://paper.example/"))) == 20


def test_each_source_is_tried_and_says_what_is_wrong(address: str, tmp_path: Path) -> None:
    def feed(path: str) -> Source:
        return Source(name="s", kind=SourceKind.FEED, location=address + path, allow_private=True)

    (tmp_path / "a.txt").write_text("x")
    folder = Source(name="f", kind=SourceKind.FILES, location=str(tmp_path))
    assert [try_source(source).entry_count for source in (feed("/news.rss"), folder)] == [1, 1]
    assert "404" in try_source(feed("/none")).detail
    assert not try_source(feed("/bare")).is_good


def test_a_source_that_moved_is_tried_at_its_new_address_and_told(address: str) -> None:
    gone = Source(name="s", kind=SourceKind.FEED, location=address + "/none", allow_private=True)
    trial = try_source(gone, moved_to=address + "/news.rss")
    assert (trial.is_good, trial.detail) == (True, f"moved for good: put {address}/news.rss into sources.toml")


def test_a_json_feed_is_tried_like_any_other(address: str) -> None:
    source = Source(name="s", kind=SourceKind.FEED, location=address + "/wire.json", allow_private=True)
    assert try_source(source).entry_count == 1
    assert [url for url, _trial in discover_feeds(source.location, allow_private=True)] == [source.location]


@pytest.mark.parametrize("is_known", [True, False])
def test_check_says_what_to_put_into_sources_toml(
    *,
    address: str,
    database_dsn: Callable[[], str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    is_known: bool,
) -> None:
    """The old address is gone; where polls found the move, check knows it, and without a database it does not."""
    old, new = address + "/none", address + "/news.rss"
    file = tmp_path / "sources.toml"
    stated = f'[[source]]\nname = "paper"\nkind = "feed"\nurl = "{old}"\nallow_private = true\n'
    file.write_text(stated, encoding="utf-8")
    dsn = database_dsn()
    with closing(connect(dsn)) as db, db, db.cursor() as cursor:
        register_sources(db, read_sources(file))
        cursor.execute("UPDATE news.source SET moved_to = %s, moved_at = now()", (new,))
    monkeypatch.setenv("NEWSWIRE_SOURCES", str(file))
    monkeypatch.setenv("NEWSWIRE_DSN", dsn if is_known else "postgresql://someone@127.0.0.1:9/none")
    assert check_sources(None, False) == (0 if is_known else 1)
    assert (f"put {new} into sources.toml" in capsys.readouterr().out) is is_known
    assert file.read_text(encoding="utf-8") == stated, "the file is people's: nothing rewrites it"


def test_opml_is_read_whatever_the_case_and_depth_and_each_address_once() -> None:
    found = [(source.name, source.location, source.language, source.is_enabled) for source in read_opml(OPML)]
    assert found == [
        ("the-paper", "https://paper.example/rss", "en", False),
        ("the-paper-2", "http://radio.example/feed", None, False),
    ]
    assert [source.name for source in read_opml(OPML, taken={"the-paper"})] == ["the-paper-2", "the-paper-3"]


def test_what_is_exported_can_be_imported() -> None:
    again = read_opml(write_opml(read_opml(OPML)))
    assert [source.location for source in again] == [source.location for source in read_opml(OPML)]


def test_what_opml_has_no_word_for_is_kept_for_newswire_itself() -> None:
    source = Source(
        name="the-paper-of-record",
        kind=SourceKind.FEED,
        location="http://paper.example/rss?a=1&b=2",
        title="The Paper",
        timezone="Europe/Prague",
        language="cs",
        country="CZ",
        owner='Paper & "Sons"',
        rights="Headlines only\u2028ask for more",
        is_enabled=False,
    )
    assert read_opml(write_opml([source])) == (source,)
    assert tomllib.loads(source_table(source))["source"][0]["rights"] == source.rights


def test_a_file_that_is_no_opml_is_refused() -> None:
    for data in (b"", b"<rss/>", b"not xml", b"<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>"):
        with pytest.raises(RejectedError):
            read_opml(data)


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_any_title_makes_a_table_that_toml_reads_back(title: str) -> None:
    source = Source(name="s", kind=SourceKind.FEED, location="http://paper.example/", title=title)
    assert tomllib.loads(source_table(source))["source"][0]["title"] == title


def test_imported_tables_are_sources_that_newswire_reads(tmp_path: Path) -> None:
    file = tmp_path / "sources.toml"
    file.write_text("\n".join(map(source_table, read_opml(OPML))), encoding="utf-8")
    assert [source.name for source in read_sources(file)] == ["the-paper", "the-paper-2"]
