"""Input that tripped the first version: one bad document or source must never cost its neighbours."""

import gzip
import io
import json
import os
import random
import string
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from newswire.acquire import deliveries, fetch, parse_feed
from newswire.acquire.archive import Archive, ArchiveError
from newswire.acquire.fetch import Fetcher
from newswire.acquire.markup import html_text
from newswire.acquire.parse import parse_document, parse_listing
from newswire.acquire.poll import PollResult, poll_source
from newswire.acquire.sources import files_source, read_sources
from newswire.db import Database
from newswire.errors import Reason, RejectedError, SettingsError, SourceError
from newswire.records import FeedEntry, Source, SourceFormat, SourceKind
from tests.acquire.loopback import serve_once

NOW = datetime(2026, 11, 20, 6, tzinfo=UTC)
LONG = "".join(random.Random(1).choices(string.ascii_letters, k=6000))  # random, or Postgres would compress it


def ninjs(**fields: Any) -> bytes:
    return json.dumps({"uri": "urn:a", "type": "text", "body_text": "Words.", **fields}).encode()


@pytest.fixture
def run_id(db: Database) -> int:
    with db.cursor() as cursor:
        cursor.execute("INSERT INTO news.run (airflow_run_id, started_at) VALUES ('t', %s) RETURNING run_id", (NOW,))
        return int(cursor.fetchone()[0])


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with closing(Archive(tmp_path / "archive")) as found:
        yield found


def rows(db: Database, query: str) -> list[tuple[Any, ...]]:
    with db.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def test_tags_that_are_no_xml_names_keep_their_words() -> None:
    assert html_text("<p>The mayor<o:p> said</o:p> so</p>") == "The mayor said so"
    assert html_text('<p>one<a"b> two</p>') == "one two"


@pytest.mark.parametrize("fields", [{"bodies": 5}, {"subject": True}, {"headlines": 7}, {"subject": {"code": "1"}}])
def test_a_wrong_type_in_ninjs_is_as_if_it_were_absent(fields: dict[str, Any]) -> None:
    assert [item.body for item in parse_document(ninjs(**fields), reference="a.json")] == ["Words."]


@pytest.mark.parametrize(("stated", "expected"), [(3, 3), ("4", 4), (99999, None), (True, None), ([], None)])
def test_an_urgency_is_one_digit_or_nothing(stated: object, expected: int | None) -> None:
    assert parse_document(ninjs(urgency=stated), reference="a.json")[0].urgency == expected


def test_an_empty_uri_is_no_identity() -> None:
    with pytest.raises(RejectedError) as refused:
        parse_document(ninjs(uri=None), reference="a.json")
    assert refused.value.reason is Reason.UNKNOWN_FORMAT


def test_a_pdf_behind_an_entry_is_not_read_as_a_page() -> None:
    with pytest.raises(RejectedError) as refused:
        parse_document(
            b"%PDF-1.4\n" + b"BT (many words) Tj ET\n" * 99, reference="a", entry=FeedEntry(guid="g", url="u")
        )
    assert refused.value.reason is Reason.UNKNOWN_FORMAT


def test_a_huge_list_in_json_ld_takes_linear_time() -> None:
    words = b"<p>" + b"Words of an article. " * 30
    page = b"<html><body><script type='application/ld+json'>[" + b"0," * 1_000_000 + b"0]</script>" + words
    started = time.monotonic()
    assert parse_document(page, reference="a")
    assert time.monotonic() - started < 20  # taking from a list's front took minutes


def test_a_guid_and_a_subject_of_any_length_fit_an_index_and_stay_apart() -> None:
    items = [
        parse_document(ninjs(uri=LONG + end, subject=[{"code": LONG}]), reference="a.json")[0] for end in ("1", "2")
    ]
    assert len({item.guid for item in items}) == 2
    assert all(len(item.guid) <= 1000 and len(item.subjects[0].code) <= 1000 for item in items)


def poll_one(db: Database, archive: Archive, run_id: int, source: Source) -> PollResult:
    return poll_source(db, source, run_id=run_id, now=NOW, archive=archive, pause=lambda: None)


def feed_at(address: str) -> Source:
    return Source(name="s", kind=SourceKind.FEED, location=address, allow_private=True)


def feed_of(link: str) -> bytes:
    item = f"<item><guid isPermaLink='false'>g</guid>{link}<title>T</title><description>Own words.</description></item>"
    return f"<rss version='2.0'><channel><title>S</title>{item}</channel></rss>".encode()


@pytest.mark.parametrize("path", [LONG, "%E4%BD%A0" * 700])
def test_an_address_of_any_length_is_kept(db: Database, archive: Archive, run_id: int, path: str) -> None:
    page = b"<html><p>A page of an article.</p></html>"
    with serve_once({"/feed": feed_of(f"<link>/{path}</link>"), "/" + path: page}) as address:
        source = feed_at(address + "/feed")
        assert poll_one(db, archive, run_id, source).outcome == "new"
    assert [len(url) > 2000 for (url,) in rows(db, "SELECT url FROM news.raw_document WHERE entry IS NOT NULL")] == [
        True
    ]


def test_a_rejection_of_a_long_address_is_a_row(db: Database, archive: Archive, run_id: int) -> None:
    path = "".join(chr(random.Random(at).randrange(0x4E00, 0x9FFF)) for at in range(2500))
    with serve_once({"/feed": feed_of(f"<link>http://127.0.0.1:1/{path}</link>")}) as address:
        poll_one(db, archive, run_id, feed_at(address + "/feed"))
    assert rows(db, "SELECT reason FROM news.rejection") == [("page_unreachable",)]


@pytest.mark.parametrize("link", ["", "<link>mailto:desk@wire.example</link>", "<link>javascript:void(0)</link>"])
def test_an_entry_without_a_page_is_its_own_document(db: Database, archive: Archive, run_id: int, link: str) -> None:
    with serve_once({"/feed": feed_of(link)}) as address:
        poll_one(db, archive, run_id, feed_at(address + "/feed"))
    [(file, offset)] = rows(db, "SELECT archive_file, archive_offset FROM news.raw_document WHERE entry IS NOT NULL")
    assert archive.read(file, offset) == b"Own words."


def test_a_host_name_that_can_not_be_is_a_rejection(db: Database, archive: Archive, run_id: int) -> None:
    with serve_once({"/feed": feed_of(f"<link>http://{'a' * 300}.example/</link>")}) as address:
        poll_one(db, archive, run_id, feed_at(address + "/feed"))
    assert rows(db, "SELECT reason FROM news.rejection") == [("page_unreachable",)]


def test_a_file_that_goes_while_the_folder_is_read_costs_only_itself(
    db: Database, archive: Archive, run_id: int, tmp_path: Path
) -> None:
    folder = tmp_path / "wire"
    folder.mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(name)
    source = Source(name="s", kind=SourceKind.FILES, location=str(folder))
    # The pause before the reading is where the world may change.
    result = poll_source(
        db, source, run_id=run_id, now=NOW, archive=archive, pause=lambda: (folder / "a.txt").unlink(missing_ok=True)
    )
    assert result.outcome == "new"
    assert rows(db, "SELECT url FROM news.raw_document") == [("file:b.txt",)]


def test_a_pipe_in_a_folder_is_refused_and_not_waited_for(
    db: Database, archive: Archive, run_id: int, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "pipe")
    found = deliveries.Poll()
    source = Source(name="s", kind=SourceKind.FILES, location=str(tmp_path), glob="pipe")
    assert list(deliveries.read_folder(found, source)) == []
    assert [(url, error.reason) for url, error in found.rejections] == [("file:pipe", Reason.FILE_UNREADABLE)]


def test_a_server_that_drips_its_body_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "TOTAL_TIMEOUT_S", 1)
    with serve_once({"/": b"x" * 60}, pause_s=0.2) as address:
        started = time.monotonic()
        with (
            Fetcher(feed_at(address)) as fetcher,
            pytest.raises(SourceError),
        ):
            fetcher.fetch(address + "/")
    assert time.monotonic() - started < 5


def test_a_body_that_ends_early_is_no_answer() -> None:
    with (
        serve_once({"/": b"x" * 60}, stated=100) as address,
        Fetcher(feed_at(address)) as fetcher,
        pytest.raises(SourceError),
    ):
        fetcher.fetch(address + "/")


def test_a_line_break_in_a_file_name_begins_no_header(archive: Archive) -> None:
    place = archive.write("file:a\r\nContent-Length: 3\r\n\r\nb", b"all of it", at=NOW)
    archive.sync()
    assert archive.read(*place) == b"all of it"


@pytest.mark.parametrize("http_status", [None, 200])
@pytest.mark.parametrize("cut", [20, 150, 300])  # the last 8 bytes are gzip's own checksum and length
def test_a_torn_record_is_an_error_and_not_a_short_document(
    archive: Archive, tmp_path: Path, http_status: int | None, cut: int
) -> None:
    name, offset = archive.write("http://wire.example/", b"all of it" * 9, at=NOW, http_status=http_status)
    archive.close()
    path = tmp_path / "archive" / name
    path.write_bytes(path.read_bytes()[:-cut])
    with pytest.raises(ArchiveError, match=r"damaged|has no record"):
        archive.read(name, offset)


@pytest.mark.parametrize("glob", ["/etc/*", "../*", "a/../../*"])
def test_a_glob_that_leaves_the_folder_is_refused(tmp_path: Path, glob: str) -> None:
    (tmp_path / "s.toml").write_text(f'[[source]]\nname = "a"\nkind = "files"\nfolder = "."\nglob = "{glob}"\n')
    with pytest.raises(SettingsError, match="line 1: glob"):
        read_sources(tmp_path / "s.toml")


def test_a_file_whose_name_looks_like_a_pattern_is_found(tmp_path: Path) -> None:
    path = tmp_path / "talks [1].txt"
    path.write_text("Words.")
    assert list(tmp_path.glob(files_source(path).glob)) == [path]


def test_a_feed_that_trips_its_reader_is_refused_and_not_the_end_of_the_poll() -> None:
    feed = b"<rss version='2.0'><channel><title>&#x110000;<!</title><item><title>A &#1114112; B"
    with pytest.raises(RejectedError):
        parse_listing(feed, url="http://wire.example/feed")


@pytest.mark.parametrize(
    ("feed", "entry"),
    [
        (b"<rss version='2.0'><channel>%s</channel></rss>", b"<item><guid>%d</guid><title>T</title></item>"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'>%s</feed>", b"<entry><id>%d</id><title>T</title></entry>"),
    ],
    ids=["RSS", "Atom"],
)
def test_of_a_feed_without_end_the_first_entries_are_read(
    feed: bytes, entry: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parse_feed, "MAX_ENTRIES", 30)
    whole = feed % b"".join(entry % number for number in range(30))
    assert parse_listing(whole, url="http://wire.example/feed")[1] == ()
    more = feed % b"".join(entry % number for number in range(90))
    entries, notes = parse_listing(more, url="http://wire.example/feed")
    assert [found.guid.rpartition("/")[2] for found in entries] == [str(number) for number in range(30)]
    assert notes == ("feed has more than 30 entries: the first of them were read",)


def test_categories_without_end_take_time_in_proportion_and_the_first_are_kept() -> None:
    feed = b"<rss version='2.0'><channel><item><guid>g</guid>%s</item><item><guid>h</guid>%s</item></channel></rss>"
    some = [b"".join(b"<category>c%d</category>" % number for number in range(count)) for count in (5_000, 3)]
    started = time.process_time()
    entries, _notes = parse_listing(feed % tuple(some), url="http://wire.example/feed")
    assert [len(found.categories) for found in entries] == [parse_feed.MAX_CATEGORIES, 3]
    assert (
        time.process_time() - started < 1.2
    )  # comparing each with all before it: 1.6 s, then four times that for twice as many


def test_a_feed_of_nothing_but_tags_is_refused() -> None:
    with pytest.raises(RejectedError) as refused:
        parse_listing(b"<rss version='2.0'><channel><item>" + b"<b>" * 400_000, url="http://wire.example/feed")
    assert refused.value.reason is Reason.TOO_LARGE


def warc_record(body: bytes) -> bytes:
    """One gzipped answer of a crawl, as warcio writes it."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    headers = StatusAndHeaders("200 OK", [("Content-Type", "text/plain")], protocol="HTTP/1.1")
    writer.write_record(
        writer.create_warc_record("http://../../etc/passwd", "response", io.BytesIO(body), http_headers=headers)
    )
    return out.getvalue()


def test_a_bomb_in_a_warc_file_costs_little_memory_and_not_its_neighbours() -> None:
    good = warc_record(b"The harbour will close on Monday, the mayor said.")
    bomb = warc_record(bytes(150_000_000))
    assert len(bomb) < 400_000
    tracemalloc.start()
    items = parse_document(bomb + good, reference="crawl.warc.gz")
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [item.body for item in items] == ["The harbour will close on Monday, the mayor said."]
    assert peak < 100_000_000


def test_a_warc_file_in_a_warc_file_is_refused() -> None:
    nested = warc_record(b"The harbour will close on Monday, the mayor said.")
    for _level in range(3):
        nested = warc_record(nested)
    with pytest.raises(RejectedError):
        parse_document(nested, reference="crawl.warc.gz")


def test_a_gzip_bomb_is_refused_after_what_may_be_read() -> None:
    bomb = gzip.compress(b"<nitf>" + b" " * 150_000_000)
    tracemalloc.start()
    with pytest.raises(RejectedError) as refused:
        parse_document(bomb, reference="a.xml.gz")
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert refused.value.reason is Reason.TOO_LARGE
    assert peak < 100_000_000


def test_blanks_before_xml_take_time_in_proportion() -> None:
    started = time.process_time()
    with pytest.raises(RejectedError):
        parse_document(b"<a" + b" " * 400_000 + b"<", reference="a.xml", stated=SourceFormat.NITF)
    assert time.process_time() - started < 2
