"""Alerts: sources gone quiet by weekday, slow runs, and rows that open once and close."""

from datetime import UTC, datetime, timedelta

from newswire.db import fetch_rows
from newswire.report.alerts import Alert, AlertKind, close_alerts, find_alerts, keep_alerts
from newswire.report.checks import CheckResult

NOW = datetime(2026, 11, 27, 6, 0, tzinfo=UTC)
WEEK = timedelta(weeks=1)


def run(db, minutes: float, started_at: datetime = NOW - timedelta(hours=9)) -> int:
    """Add a run that took so long."""
    with db.cursor() as cursor:
        cursor.execute(
            "INSERT INTO news.run (airflow_run_id, started_at, finished_at) "
            "SELECT 'run ' || count(*), %s, %s FROM news.run RETURNING run_id",
            (started_at, started_at + timedelta(minutes=minutes)),
        )
        return cursor.fetchone()[0]


def source(db, run_id: int, name: str, *by_week: int) -> None:
    """Add a source that brought so many versions today, a week ago, two weeks ago, and so on."""
    with db.cursor() as cursor:
        cursor.execute(
            "INSERT INTO news.source (name, kind, location, timezone, is_enabled) "
            "VALUES (%s, 'files', '/', 'UTC', TRUE) RETURNING source_id",
            (name,),
        )
        source_id = cursor.fetchone()[0]
        cursor.execute(
            "INSERT INTO news.raw_document (source_id, run_id, url, url_key, sha256, byte_count, fetched_at, "
            "archive_file, archive_offset) VALUES (%s, %s, 'a', 'a', sha256('a'), 1, %s, 'a', 0) "
            "RETURNING raw_document_id",
            (source_id, run_id, NOW),
        )
        document_id = cursor.fetchone()[0]
        cursor.execute(
            "INSERT INTO news.story (source_id, guid, first_seen_at) VALUES (%s, 'a', %s) RETURNING story_id",
            (source_id, NOW),
        )
        story_id = cursor.fetchone()[0]
        for weeks, count in enumerate(by_week):
            cursor.execute(
                "INSERT INTO news.story_version (story_id, raw_document_id, run_id, version, content_sha256, "
                "source_format, pubstatus, received_at, body) "
                "SELECT %s, %s, %s, %s + n, sha256('a'), 'text', 'usable', "
                "%s, 'words' FROM generate_series(1, %s) AS n",
                (story_id, document_id, run_id, weeks * 1000, NOW - weeks * WEEK - timedelta(hours=3), count),
            )


def test_a_source_is_quiet_when_this_weekday_usually_brings_far_more(db) -> None:
    run_id = run(db, 5)
    source(db, run_id, "gone-quiet", 1, 40, 38, 44, 41)
    source(db, run_id, "as-usual", 12, 40, 38, 44, 41)
    source(db, run_id, "never-on-fridays", 0, 0, 0, 0, 30)
    source(db, run_id, "new-here", 0, 50)
    found = find_alerts(db, run_id, [], NOW)
    assert [(alert.kind, alert.subject) for alert in found] == [("source_quiet", "gone-quiet")]
    assert found[0].detail == "1 articles in 24 hours; this weekday brings 38 or more"


def test_a_run_is_slow_beyond_three_times_its_median(db) -> None:
    for minutes in (9, 10, 11, 10, 300):
        run(db, minutes)
    assert find_alerts(db, run(db, 29), [], NOW) == []
    [slow] = find_alerts(db, run(db, 32), [], NOW)
    assert (slow.kind, slow.subject) == ("run_slow", "ingest_wire")


def test_an_alert_is_new_once_and_again_after_it_was_closed(db) -> None:
    check = CheckResult(name="quote_within_body", severity="stop", rule="No quote leaves its body.", rows=({"a": 1},))
    found = find_alerts(db, run(db, 5), [check], NOW)
    assert (
        keep_alerts(db, found, NOW)
        == found
        == [Alert(kind=AlertKind.CHECK_FAILED, subject="quote_within_body", detail="1 rows: No quote leaves its body.")]
    )
    assert keep_alerts(db, found, NOW) == []
    close_alerts(db, AlertKind.CHECK_FAILED, found, NOW)
    assert len(fetch_rows(db, "report/find_alerts")) == 1, "it still holds"
    close_alerts(db, AlertKind.CHECK_FAILED, [], NOW)
    assert fetch_rows(db, "report/find_alerts") == []
    assert keep_alerts(db, found, NOW) == found
