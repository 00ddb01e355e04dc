"""The verb ``report``: any public view, streamed."""

import csv
import io
import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

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
    rowless = {"syndication", "check_result", "correction", "version_change", "quote_mention", "mention", "entity",
               "entity_day", "entity_pair"}  # fmt: skip
    assert {"article", "quote", "entity_day", "source_health", "run_summary"} <= names.keys()
    for name in names:
        for format_ in ("table", "csv", "json"):
            assert written(wire, name, format_=format_) or name in rowless


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
