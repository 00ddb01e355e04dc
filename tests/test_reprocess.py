"""Reprocessing: archived documents read again, beside what reports show, and then shown at once."""

import os
import signal
import socket
import subprocess
import sys
import textwrap
from datetime import UTC, datetime
from typing import Any

import pytest

from newswire import tasks
from newswire.db import Database, execute
from newswire.errors import NewswireError, UsageError
from tests.small_desk import Desk

DAYS = {"published_from": "2000-01-01", "published_until": "2100-01-01"}
AS_OF_AN_OLDER_ANNOTATOR = """
    UPDATE news.annotation SET annotator_version = 'older';
    UPDATE news.story_current SET annotator_version = 'older' WHERE annotator_version IS NOT NULL;
    UPDATE news.mention SET annotator_version = 'older';
    UPDATE news.quote SET annotator_version = 'older', speaker_canonical = 'Nobody', speaker_text = 'Nobody'
    WHERE speaker_text IS NOT NULL;
    UPDATE news.quote SET speaker_entity_id = NULL"""
AS_OF_AN_OLDER_CLEANER = """
    UPDATE news.article SET body = body || ' Reporting by Nobody', body_sha256 = sha256((body || 'x')::bytea)
    WHERE article_id = (SELECT max(article_id) FROM news.article)"""
AS_OF_AN_OLDER_PARSER = """
    UPDATE news.story_version SET version = 7, content_sha256 = sha256('older'), pubstatus = 'canceled'
    WHERE story_version_id = (SELECT min(story_version_id) FROM news.story_version)"""


def prepare(run_id: str = "again", **params: Any) -> list[tasks.ReprocessPart]:
    """Do all of a reprocessing but the switch."""
    parts = tasks.plan_reprocess({**DAYS, **params}, run_id)
    for part in parts:
        tasks.prepare_documents(part)
    return parts


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python may connect to nothing; libpq, which is not Python, still reaches the database."""

    def refuse(*_arguments: object) -> None:
        raise AssertionError("reprocessing asks no server")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def test_two_annotator_versions_stand_side_by_side_until_the_switch(desk: Desk, no_network: None) -> None:
    desk.run(sources=["desk"])
    wanted = desk.content()
    desk.execute(AS_OF_AN_OLDER_ANNOTATOR)
    older = desk.content()
    assert older != wanted
    parts = prepare()
    assert desk.content() == older
    assert desk.rows("SELECT count(DISTINCT annotator_version) FROM news.annotation") == [(2,)]
    [(done, left, switched_at)] = desk.rows("SELECT done_count, left_count, switched_at FROM report.reprocessing")
    assert (done, left, switched_at) == (4, 0, None), "the empty file is read again as well"
    tasks.switch_reports(parts)
    assert desk.content() == wanted
    assert desk.rows("SELECT count(*) FROM news.quote WHERE annotator_version = 'older'") == [(0,)]
    assert desk.rows("SELECT done_count, switched_at IS NOT NULL FROM report.reprocessing") == [(4, True)]
    tasks.switch_reports(parts)
    assert desk.content() == wanted, "a task that is cleared afterwards changes nothing"


@pytest.mark.parametrize(
    ("stage", "older"), [("clean", AS_OF_AN_OLDER_CLEANER), ("parse", AS_OF_AN_OLDER_PARSER)], ids=["clean", "parse"]
)
def test_what_an_older_parser_or_cleaner_left_is_replaced(desk: Desk, no_network: None, stage: str, older: str) -> None:
    desk.run(sources=["desk"])
    wanted, stories = desk.content(), desk.rows("SELECT count(*) FROM news.story_version")
    desk.execute(older)
    assert desk.content() != wanted
    before = desk.content()
    parts = prepare(from_stage=stage)
    assert desk.content() == before
    tasks.switch_reports(parts)
    assert desk.content() == wanted
    assert desk.rows("SELECT count(*) FROM news.story_version") == stories
    assert desk.rows("SELECT changed_count FROM report.reprocessing") == [(1,)]
    assert desk.rows("SELECT count(*) FROM news.rejection") == [(1,)]
    tasks.switch_reports(prepare("nothing new", from_stage="parse"))
    assert desk.rows("SELECT changed_count FROM report.reprocessing ORDER BY run_id") == [(1,), (0,)]


@pytest.mark.slow
@pytest.mark.parametrize("task", ["prepare_documents", "switch_reports"])
def test_a_killed_reprocessing_goes_on_where_it_was(desk: Desk, task: str) -> None:
    desk.run(sources=["desk"])
    wanted = desk.content()
    desk.execute(AS_OF_AN_OLDER_ANNOTATOR)
    older = desk.content()
    code = textwrap.dedent(f"""
        import os, signal
        from newswire import tasks, connections
        parts = tasks.plan_reprocess({{**{DAYS!r}, "batch_size": 1}}, "killed")
        commits = []
        class Dying(connections.psycopg2.extensions.connection):
            def __exit__(self, *error):
                commits.append(1)
                if len(commits) > {2 if task == "prepare_documents" else 0}:
                    os.kill(os.getpid(), signal.SIGKILL)
                return super().__exit__(*error)
        def be_mortal():
            whole = connections.psycopg2.connect
            connections.psycopg2.connect = lambda *a, **k: whole(*a, connection_factory=Dying, **k)
        if {task!r} == "prepare_documents":
            be_mortal()
        tasks.prepare_documents(parts[0])
        be_mortal()
        tasks.switch_reports(parts)
    """)
    done = subprocess.run([sys.executable, "-c", code], check=False, env=os.environ, capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert desk.content() == older
    [(read,)] = desk.rows("SELECT done_count FROM report.reprocessing")
    assert read == (1 if task == "prepare_documents" else 4)
    parts = tasks.plan_reprocess({**DAYS, "batch_size": 1}, "killed")
    if task == "prepare_documents":
        with pytest.raises(NewswireError, match="3 documents are not read yet"):
            tasks.switch_reports(parts)
    assert tasks.prepare_documents(parts[0]) == {"documents": 4 - read}
    tasks.switch_reports(parts)
    assert desk.content() == wanted


def test_the_days_come_from_the_form_or_from_the_backfill(desk: Desk) -> None:
    desk.run(sources=["desk"])
    with pytest.raises(UsageError, match="comes after"):
        tasks.plan_reprocess({"published_from": "2026-11-02", "published_until": "2026-11-01"}, "a")
    with pytest.raises(UsageError, match="from which day"):
        tasks.plan_reprocess({}, "b")
    assert tasks.plan_reprocess({}, "scheduled__2026-11-27") == [], "the schedule is for backfills"
    assert tasks.plan_reprocess({}, "backfill__2001-01-01", datetime(2001, 1, 1, tzinfo=UTC)) == []
    assert len(tasks.plan_reprocess({}, "backfill__today", datetime.now(UTC))) == 1


def test_a_story_that_is_told_under_another_guid_now_is_gone(db: Database, add_version, rows) -> None:
    add_version(1, "Ferry sank.")
    with db.cursor() as cursor:
        cursor.execute("DELETE FROM news.article; DELETE FROM news.story_version")
    execute(db, "reprocess/delete_empty_stories", {"story_ids": list(rows("SELECT story_id FROM news.story")[0])})
    assert rows("SELECT count(*) FROM news.story") == [(0,)]
