"""The verb ``report``: any public view, streamed."""

import csv
import io
import json
import os
import tracemalloc
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pyarrow import parquet

from newswire.errors import UsageError
from newswire.report.reports import report_names, write_report

if TYPE_CHECKING:
    from .conftest import Wire

from datetime import UTC, datetime

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
BODY = '"The bridge, they say, will open in May," Ada Brook said.\n\n"So it is."'


def written(wire: "Wire", name: str, first: date | None = None, last: date | None = None, format_: str = "json") -> str:
    out = io.StringIO()
    write_report(wire.db, name, first, last, format_, out)
    return out.getvalue()


def json_count(lines: str) -> int:
    return len(lines.splitlines())


def parquet_table(wire: "Wire", name: str) -> Any:
    out = io.TextIOWrapper(io.BytesIO())
    write_report(wire.db, name, None, None, "parquet", out)
    return parquet.read_table(io.BytesIO(out.buffer.getvalue()))


def parquet_rows(wire: "Wire", name: str) -> int:
    return parquet_table(wire, name).num_rows


def test_parquet_keeps_times_numbers_and_lists(wire: "Wire") -> None:
    wire.quote(wire.article("bridge", body=BODY), "The bridge, they say,")
    [row] = parquet_table(wire, "quote").to_pylist()
    assert row["dated_at"] == NOON
    assert row["confidence"] == pytest.approx(0.9)
    assert (row["is_repeated"], row["spans"], json.loads(row["span_chars"])) == (False, "{[1,22)}", [[1, 22]])
    [article] = parquet_table(wire, "article").to_pylist()
    assert (article["signals"], article["body"], article["updated_at"]) == ([], BODY, None)


def test_a_spreadsheet_takes_no_text_for_a_formula(wire: "Wire") -> None:
    wire.article("bridge", headline='=HYPERLINK("http://evil.example")', body="- one\n\n+ two")
    (row,) = csv.DictReader(io.StringIO(written(wire, "article", format_="csv"), newline=""))
    assert row["headline"] == '\'=HYPERLINK("http://evil.example")'
    assert row["body"].startswith("'- one")


def test_an_export_takes_no_more_memory_for_more_rows(wire: "Wire") -> None:
    """Rows come from the server as they are written: 20,000 rows of 1 kB cost what 2,000 cost."""
    with wire.db.cursor() as cursor:
        cursor.execute(
            "INSERT INTO news.rejection (source_id, run_id, stage, reference, reason, detail, first_seen_at,"
            " last_seen_at) SELECT %s, %s, 'acquire', number::text, 'empty_body', repeat('x', 1000), now(), now()"
            " FROM generate_series(1, 20000) AS number",
            (wire.source(), wire.run_id),
        )
    with Path(os.devnull).open("w") as out:
        write_report(wire.db, "article", None, None, "csv", out)  # what is imported once is not counted
        tracemalloc.start()
        write_report(wire.db, "rejection", None, None, "csv", out)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 4_000_000


def test_both_days_of_a_bound_are_included(wire: "Wire") -> None:
    for day in range(4):
        wire.article(f"day {day}", published_at=NOON + timedelta(days=day))
    rows = written(wire, "article", date(2026, 11, 21), date(2026, 11, 22)).splitlines()
    assert [json.loads(row)["guid"] for row in rows] == ["day 1", "day 2"]


def test_json_lines_hold_times_lists_and_ranges(wire: "Wire") -> None:
    wire.quote(wire.article("bridge", body=BODY), "The bridge, they say,")
    (row,) = map(json.loads, written(wire, "quote").splitlines())
    assert row["published_at"] == "2026-11-20T12:00:00+00:00"
    assert row["spans"] == "{[1,22)}"
    assert row["speaker"] == "Ada Brook"
    (article,) = map(json.loads, written(wire, "article").splitlines())
    assert article["signals"] == []


def test_csv_can_be_read_back_with_its_newlines_and_quotation_marks(wire: "Wire") -> None:
    wire.article("bridge", body=BODY)
    (row,) = csv.DictReader(io.StringIO(written(wire, "article", format_="csv"), newline=""))
    assert row["body"] == BODY
    assert row["received_at"] == "2026-11-20T12:00:00+00:00"


def test_a_table_says_when_there_are_more_rows(wire: "Wire") -> None:
    for number in range(201):
        wire.reject("meridian", f"http://x/{number}", "empty_body", "[b]no[/c]")
    shown = written(wire, "rejection", format_="table")
    assert "first 200 rows" in shown
    assert "http://x/200" not in shown


def test_rows_beyond_one_fetch_are_all_written(wire: "Wire") -> None:
    with wire.db.cursor() as cursor:
        cursor.execute(
            "INSERT INTO news.run (airflow_run_id, started_at)"
            " SELECT 'run ' || number, now() FROM generate_series(1, 1200) AS number"
        )
    assert len(written(wire, "run_summary").splitlines()) == 1201
    assert len(written(wire, "run_summary", format_="csv").splitlines()) == 1202


def test_every_report_can_be_written_in_every_format(wire: "Wire") -> None:
    article = wire.article("bridge", body=BODY)
    wire.quote(article, "The bridge, they say,")
    wire.contributor(article, "Ada Brook", place="Oslo")
    wire.poll("meridian", "new", new_count=1)
    wire.reject("meridian", "http://x", "empty_body", "no")
    names = report_names(wire.db)
    assert {"article", "quote", "entity_day", "source_health", "run_summary"} <= names.keys()
    for name in names:
        row_count = json_count(written(wire, name))
        assert row_count or name not in {"article", "quote", "contributor", "source_health", "rejection", "story"}
        assert written(wire, name, format_="table")
        assert written(wire, name, format_="csv")
        assert parquet_rows(wire, name) == row_count, name


def test_an_unknown_report_or_format_names_those_there_are(wire: "Wire") -> None:
    with pytest.raises(UsageError, match=r"no report quotes; there are .*article, .*quote"):
        written(wire, "quotes")
    with pytest.raises(UsageError, match="no report quote; DROP"):
        written(wire, "quote; DROP SCHEMA news")
    with pytest.raises(UsageError, match="no format xml"):
        written(wire, "quote", format_="xml")


def test_a_report_without_a_time_takes_no_bounds(wire: "Wire") -> None:
    with pytest.raises(UsageError, match="source_health has no time"):
        written(wire, "source_health", date(2026, 11, 1))
