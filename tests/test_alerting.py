"""Who is told of what: failed tasks and late runs, kept as alerts, sent once, and closed when it is well again."""

import asyncio
import logging
from types import SimpleNamespace
from typing import Any

import pytest

from newswire import tasks
from tests.small_desk import Desk

OPEN = "SELECT kind, subject, detail FROM report.alert WHERE closed_at IS NULL ORDER BY 1"
RUN = {"dag_id": "ingest_wire", "dag_run_id": "manual__1", "queued_at": "2026-11-27T02:15:00Z"}


def failure(task: str, error: str | None) -> dict[str, Any]:
    """What Airflow tells a callback of a task that has failed."""
    return {"ti": SimpleNamespace(dag_id="ingest_wire", task_id=task, run_id="manual__1"), "exception": error}


def test_a_failed_task_is_told_once_until_its_dag_ends_well(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    batches = tasks.plan_run({"sources": ["desk"]}, "manual__1")
    for _again in range(2):
        tasks.report_failure(failure("parse_articles", "the disk is full"))
    tasks.report_failure(failure("enrich_articles", None))
    assert desk.rows(OPEN + ", 2") == [
        ("task_failed", "ingest_wire.enrich_articles", "run manual__1: it was killed or ran out of time"),
        ("task_failed", "ingest_wire.parse_articles", "run manual__1: the disk is full"),
    ]
    told = [record.getMessage() for record in caplog.records if "the disk is full" in record.getMessage()]
    assert len(told) == 1, "told once, not each time"
    assert told[0].startswith("Newswire: task failed: ingest_wire.parse_articles")
    tasks.fetch_sources(batches[0])
    tasks.parse_articles(batches)
    tasks.load_articles(batches)
    tasks.check_run(batches)
    assert desk.rows(OPEN) == []


def test_a_late_run_is_told_and_its_end_closes_that(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    batches = tasks.plan_run({"sources": ["desk"]}, "manual__1")
    asyncio.run(tasks.report_late(context={"dag_run": RUN}))
    said = "run manual__1 was queued at 2026-11-27T02:15:00Z and has not ended by its deadline"
    assert desk.rows(OPEN) == [("run_slow", "ingest_wire", said)]
    assert said in caplog.text
    tasks.check_run(batches)
    assert desk.rows(OPEN) == []


def test_without_a_database_it_is_told_all_the_same(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("NEWSWIRE_DSN", "postgresql://newswire:secret@127.0.0.1:9/news")
    tasks.report_failure(failure("load_articles", "no database"))
    asyncio.run(tasks.report_late(context={"dag_run": RUN}))
    told = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert sum(line.startswith("Newswire: ") for line in told) == 2
    assert "secret" not in caplog.text


@pytest.mark.slow
def test_a_broken_check_and_a_quiet_source_are_told_by_the_run_that_finds_them(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.run(sources=["desk"])
    desk.execute(
        "INSERT INTO news.story_version (story_id, raw_document_id, run_id, version, content_sha256, source_format,"
        " pubstatus, received_at, body)"
        " SELECT story_id, raw_document_id, run_id, 1000 + 100 * weeks + n, sha256('older'), source_format, 'usable',"
        " now() - make_interval(weeks => weeks, hours => 3), 'words'"
        " FROM (SELECT * FROM news.story_version ORDER BY 1 LIMIT 1) AS one, generate_series(1, 4) AS weeks,"
        " generate_series(1, 20) AS n"
    )
    batches = tasks.plan_run({"sources": ["desk"]}, "next")
    desk.execute("UPDATE news.article SET body = 'cut'")
    with pytest.raises(Exception, match="rows that must not be there"):
        tasks.check_run(batches)
    found = {(kind, subject) for kind, subject, _detail in desk.rows(OPEN)}
    assert ("source_quiet", "desk") in found
    assert ("check_failed", "quote_within_body") in found
    assert "check failed: quote_within_body" in caplog.text
    assert "this weekday brings 20 or more" in caplog.text
