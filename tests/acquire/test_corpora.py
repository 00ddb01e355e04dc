"""Corpora of a folder: read record by record, each a document of its own, in bounded memory, killable at any point."""

import csv
import gzip
import io
import json
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswire.acquire import corpora, deliveries
from newswire.acquire.archive import Archive
from newswire.acquire.corpora import RECORD_TYPES, STATED_FORMATS, Record, corpus_kind, read_records
from newswire.acquire.parse import parse_document
from newswire.acquire.poll import poll_source
from newswire.batches import parse_document_row
from newswire.db import Database, fetch_rows
from newswire.errors import Reason, RejectedError
from newswire.records import ParsedItem, Source, SourceFormat, SourceKind
from tests.acquire.test_parse_corpora import NITF, warc

NOW = datetime(2026, 11, 20, 6, tzinfo=UTC)
ROWS = [{"id": str(n), "title": f"Ferry {n}", "text": f"On day {n},\nthe ferry \u201csailed\u201d."} for n in range(5)]
JSONL = "\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS) + "\n"


def as_csv(rows: list[dict[str, str]], delimiter: str = ",") -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, ["id", "title", "text"], delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def read(path: Path) -> list[Record | RejectedError]:
    kind = corpus_kind(path, has_columns=False)
    assert kind is not None
    return list(read_records(path, kind))


def items_of(records: Iterable[Record | RejectedError]) -> list[ParsedItem]:
    return [
        item
        for record in records
        if isinstance(record, Record)
        for item in parse_document(
            record.data, reference=record.url or "", stated=STATED_FORMATS.get(record.media_type or "")
        )
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (JSONL, SourceFormat.JSONL),
        (JSONL.replace("\n", "\r\n\r\n"), SourceFormat.JSONL),
        (as_csv(ROWS), SourceFormat.CSV),
        (as_csv(ROWS, "\t"), SourceFormat.CSV),
    ],
    ids=["jsonl", "jsonl with blank lines", "csv", "tab-separated"],
)
@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_each_record_alone_says_what_the_whole_file_says_of_it(
    tmp_path: Path, text: str, kind: SourceFormat, charset: str, pack: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / "corpus"
    path.write_bytes(pack(text.encode(charset)))
    assert corpus_kind(path, has_columns=False) is kind
    assert len(read(path)) == len(ROWS)
    assert items_of(read(path)) == parse_document(path.read_bytes(), reference="corpus")


cells = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)


@given(rows=st.lists(st.tuples(cells, cells), min_size=1, max_size=8), delimiter=st.sampled_from(",;\t|"))
def test_whatever_stands_in_its_cells_a_csv_is_cut_between_its_rows(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]], delimiter: str
) -> None:
    path = tmp_path_factory.mktemp("corpus") / "corpus.csv"
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerows([("id", "text"), *((f"a{left}", f"The words {right}") for left, right in rows)])
    path.write_bytes(out.getvalue().encode("utf-8"))
    found = items_of(read_records(path, SourceFormat.CSV))
    assert found == parse_document(path.read_bytes(), reference="corpus", stated=SourceFormat.CSV)


def test_what_only_looks_like_a_corpus_is_a_document(tmp_path: Path) -> None:
    path = tmp_path / "one"
    for data in (
        json.dumps(ROWS).encode(),
        json.dumps(ROWS[0], indent=1).encode(),
        json.dumps(ROWS[0]).encode(),
        b"The ferry, the mayor said, sails.\n",
        gzip.compress(gzip.compress(as_csv(ROWS).encode())),
        b"\x00\x01\x02" * 100,
        NITF,
    ):
        path.write_bytes(data)
        assert corpus_kind(path, has_columns=False) is None, data[:40]


def test_answers_of_a_warc_file_keep_address_status_and_type(tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc.gz"
    whole = warc(("http://x/1", "200 OK", NITF), ("http://x/2", "404 Not Found", NITF), ("http://x/3", "200 OK", NITF))
    path.write_bytes(whole + warc(("http://x/4", "200 OK", NITF))[:-40])
    *records, torn = read(path)
    assert [(r.url, r.http_status, r.media_type, r.data) for r in records if isinstance(r, Record)] == [
        (address, 200, "application/xml", NITF) for address in ("http://x/1", "http://x/3")
    ]
    assert isinstance(torn, RejectedError)
    assert torn.reason is Reason.FILE_UNREADABLE


def test_a_record_that_is_too_large_costs_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpora, "MAX_BYTES", 2000)
    long = [ROWS[0], {**ROWS[1], "text": "x" * 9000}, ROWS[2]]
    for text in ("\n".join(map(json.dumps, long)), as_csv(long)):
        (tmp_path / "corpus").write_text(text, encoding="utf-8")
        first, large, last = read(tmp_path / "corpus")
        assert isinstance(large, RejectedError)
        assert (large.reason, large.detail[:9]) == (Reason.TOO_LARGE, "record 2:")
        assert isinstance(first, Record)
        assert isinstance(last, Record)
        assert ROWS[2]["title"].encode() in last.data


def test_a_quotation_mark_that_is_never_closed_costs_what_it_swallows_up_to_a_bound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corpora, "MAX_BYTES", 2000)
    rows = [f'{n},T,"Never closed' if n == 3 else f"{n},T,The ferry sails on day {n}." for n in range(300)]
    (tmp_path / "corpus.csv").write_text("\n".join(["id,title,text", *rows]), encoding="utf-8")
    found = read(tmp_path / "corpus.csv")
    refused = [record for record in found if isinstance(record, RejectedError)]
    assert [error.reason for error in refused] == [Reason.TOO_LARGE]
    assert len(found) > 200


def test_a_bomb_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpora, "MAX_UNPACKED_BYTES", 1_000_000)
    (tmp_path / "bomb.gz").write_bytes(gzip.compress(JSONL.encode() + b"\n" * 5_000_000))
    *records, bomb = read(tmp_path / "bomb.gz")
    assert len(records) == len(ROWS)
    assert isinstance(bomb, RejectedError)
    assert bomb.reason is Reason.TOO_LARGE


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with closing(Archive(tmp_path / "archive")) as opened:
        yield opened


@pytest.fixture
def run_id(db: Database) -> int:
    with db.cursor() as cursor:
        cursor.execute("INSERT INTO news.run (airflow_run_id, started_at) VALUES ('t', %s) RETURNING run_id", (NOW,))
        [(run_id,)] = cursor.fetchall()
    return int(run_id)


def folder_source(tmp_path: Path) -> Source:
    (tmp_path / "wire").mkdir(exist_ok=True)
    return Source(name="corpus", kind=SourceKind.FILES, location=str(tmp_path / "wire"))


def test_a_corpus_that_has_grown_brings_what_is_new_in_it(
    db: Database, archive: Archive, run_id: int, tmp_path: Path
) -> None:
    source = folder_source(tmp_path)
    path = Path(source.location) / "corpus.csv"
    path.write_text(as_csv(ROWS[:3]), encoding="utf-8", newline="")

    def poll() -> tuple[int, int]:
        found = poll_source(db, source, run_id=run_id, now=NOW, archive=archive, pause=lambda: None)
        return found.listed_count, found.new_count

    assert [poll(), poll()] == [(3, 3), (3, 0)]
    path.write_text(as_csv([ROWS[4], *ROWS, ROWS[1]]), encoding="utf-8", newline="")
    assert [poll(), poll()] == [(7, 2), (7, 0)]
    documents = fetch_rows(db, "clean/claim_documents", {"batch_size": 10})
    assert [row["url"] for row in documents[:3]] == [f"file:corpus.csv#{n}" for n in (1, 2, 3)]
    items = [item for row in documents for item in parse_document_row(archive, row)]
    assert {item.guid for item in items} == {row["id"] for row in ROWS}
    assert all(item.source_format is SourceFormat.CSV for item in items)


def test_a_poll_that_is_killed_goes_on_where_it_was(
    db: Database, archive: Archive, run_id: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliveries, "PART_COUNT", 10)
    source = folder_source(tmp_path)
    rows = [{"id": str(n), "title": "T", "text": f"The ferry sails on day {n}."} for n in range(35)]
    (Path(source.location) / "corpus.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    polled: list[int] = []

    def pause() -> None:
        with db.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM news.raw_document")
            [(found,)] = cursor.fetchall()
        polled.append(found)
        if found == 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        poll_source(db, source, run_id=run_id, now=NOW, archive=archive, pause=pause)
    assert sorted(set(polled)) == [0, 10, 20]
    found = poll_source(db, source, run_id=run_id, now=NOW, archive=archive, pause=lambda: None)
    assert (found.listed_count, found.new_count) == (35, 15)


def test_a_limit_leaves_the_rest_for_the_next_poll(
    db: Database, archive: Archive, run_id: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliveries, "PART_COUNT", 2)
    source = folder_source(tmp_path)
    (Path(source.location) / "corpus.jsonl").write_text(JSONL, encoding="utf-8")
    found = [
        poll_source(db, source, run_id=run_id, now=NOW, archive=archive, pause=lambda: None, limit=3).new_count
        for _poll in range(3)
    ]
    assert found == [3, 2, 0]


@pytest.mark.parametrize("kind", RECORD_TYPES)
def test_memory_does_not_grow_with_the_corpus(tmp_path: Path, kind: SourceFormat) -> None:
    source = folder_source(tmp_path)
    peaks = []
    for size in (2_000, 12_000):
        rows = [{"id": str(n), "title": "T", "text": f"Day {n}. " * 100} for n in range(size)]
        text = as_csv(rows) if kind is SourceFormat.CSV else "\n".join(map(json.dumps, rows))
        (Path(source.location) / "corpus").write_text(text, encoding="utf-8")
        tracemalloc.start()
        count = sum(len(part) for part in deliveries.read_folder(deliveries.Poll(), source))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert count == size
    assert peaks[1] < 1.5 * peaks[0]
