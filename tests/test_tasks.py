"""The tasks as functions, without Airflow: a small folder and a feed that is down, through every stage."""

import json
import os
import signal
import subprocess
import sys
import textwrap

import pytest

from newswire import tasks
from newswire.errors import DatabaseUnavailableError, UsageError
from tests.acquire.stores import Bucket, open_bucket
from tests.small_desk import Desk


def test_a_run_loads_articles_and_quotes_and_rejects_the_empty_file(desk: Desk) -> None:
    desk.run()
    assert desk.rows("SELECT count(*) FROM report.article") == [(3,)]
    assert ("Ada Brenn", "We have no choice ... The pumps are 31 years old") in [row[:2] for row in desk.content()[3:]]
    assert desk.rows("SELECT reference, reason FROM news.rejection") == [("file:empty.txt", "empty_body")]


def test_the_archive_may_be_a_store_and_says_the_same(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSWIRE_ARCHIVE", open_bucket())
    desk.run()
    assert desk.rows("SELECT count(*) FROM report.article") == [(3,)]
    assert [f"wire/raw/{name}" for (name,) in desk.rows("SELECT DISTINCT archive_file FROM news.raw_document")] == list(
        Bucket.objects
    )


def test_a_source_that_is_down_is_a_row_and_not_a_failure(desk: Desk) -> None:
    desk.run()
    [(outcome, detail)] = desk.rows(
        "SELECT outcome, detail FROM news.feed_poll INNER JOIN news.source USING (source_id) WHERE name = 'down'"
    )
    assert outcome == "unreachable"
    assert "refused" in detail


def test_a_second_run_adds_nothing(desk: Desk) -> None:
    desk.run("first")
    [batch] = desk.run("second")
    assert desk.rows(f"SELECT rows_added FROM report.run_summary WHERE run_id = {batch['run_id']}") == [(0,)]
    assert desk.rows("SELECT seen_count FROM news.rejection") == [(1,)], "a known file is not parsed again"


def test_a_dry_run_keeps_nothing(desk: Desk) -> None:
    assert desk.run(dry_run=True) == []
    for table in ("run", "source", "feed_poll", "raw_document"):
        assert desk.rows(f"SELECT count(*) FROM news.{table}") == [(0,)]


def test_only_the_chosen_sources_are_read(desk: Desk) -> None:
    desk.run(sources=["down"])
    assert desk.rows("SELECT name FROM news.feed_poll INNER JOIN news.source USING (source_id)") == [("down",)]
    with pytest.raises(UsageError, match="no source named nobody"):
        tasks.plan_run({"sources": ["nobody"]}, "other")


def test_a_task_that_is_done_twice_changes_nothing(desk: Desk) -> None:
    batches = desk.run()
    before = desk.content()
    tasks.fetch_sources(batches[0])
    tasks.parse_articles(batches)
    for part in tasks.dedupe_articles(batches):
        tasks.enrich_articles(part)
    tasks.load_articles(batches)
    assert desk.content() == before


def test_a_database_that_is_down_is_named_and_the_retry_loads_everything_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches = tasks.plan_run({}, "test")
    monkeypatch.setenv("NEWSWIRE_DSN", "postgresql://someone:secret@127.0.0.1:9/newswire")
    with pytest.raises(DatabaseUnavailableError, match="newswire_db") as failure:
        tasks.fetch_sources(batches[0])
    assert "secret" not in str(failure.value)
    monkeypatch.setenv("NEWSWIRE_DSN", desk.dsn)
    desk.run()
    assert desk.rows("SELECT count(*) FROM report.article") == [(3,)]


@pytest.mark.slow
@pytest.mark.parametrize("task", ["fetch_sources", "parse_articles", "load_articles"])
def test_a_killed_task_is_done_by_the_next_run(desk: Desk, task: str) -> None:
    """The process is killed right before the task's first commit: what it wrote is gone, and the next run writes it."""
    code = textwrap.dedent(f"""
        import os, signal
        from newswire import tasks, connections
        batches = tasks.plan_run({{"sources": ["desk"]}}, "killed")
        plan = [("fetch_sources", lambda: tasks.fetch_sources(batches[0])),
                ("parse_articles", lambda: tasks.parse_articles(batches)),
                ("load_articles", lambda: tasks.load_articles(batches))]
        class Dying(connections.psycopg2.extensions.connection):
            def commit(self): os.kill(os.getpid(), signal.SIGKILL)
            def __exit__(self, *error): os.kill(os.getpid(), signal.SIGKILL)
        real = connections.connect
        for name, run in plan:
            if name == "load_articles":
                for part in tasks.dedupe_articles(batches):
                    tasks.enrich_articles(part)
            if name == {task!r}:
                whole = connections.psycopg2.connect
                connections.psycopg2.connect = lambda *a, **k: whole(*a, connection_factory=Dying, **k)
            run()
    """)
    done = subprocess.run([sys.executable, "-c", code], check=False, env=os.environ, capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    desk.run("next")
    killed = desk.content()
    desk.run("again")
    assert desk.content() == killed
    assert desk.rows("SELECT count(*) FROM report.article") == [(3,)]
    assert desk.rows("SELECT count(DISTINCT (article_id, spans)) - count(*) FROM news.quote") == [(0,)]


@pytest.mark.slow
def test_a_text_that_ends_the_process_is_found_and_rejected_and_the_rest_is_annotated(desk: Desk) -> None:
    """As a crash in native code does; tried again as Airflow would."""
    (desk.folder / "deadly.txt").write_text(
        "The deadly word was said on Friday evening in the old town hall by Tim Vale."
    )
    batches = tasks.plan_run({"sources": ["desk"]}, "deadly")
    tasks.fetch_sources(batches[0])
    tasks.parse_articles(batches)
    [part] = tasks.dedupe_articles(batches)
    code = textwrap.dedent(f"""
        import os, signal
        from newswire import tasks
        from newswire.enrich.tagger import Tagger
        tag = Tagger.tag
        def die(self, text):
            if "deadly" in text:
                os.kill(os.getpid(), signal.SIGSEGV)
            return tag(self, text)
        Tagger.tag = die
        tasks.enrich_articles({part!r})
    """)
    ends = []
    while not ends or (ends[-1] and len(ends) < 6):
        child = subprocess.run([sys.executable, "-c", code], check=False, env=os.environ, capture_output=True)
        ends.append(child.returncode)
    assert ends == [-signal.SIGSEGV] * 3 + [0]
    tasks.load_articles(batches)
    assert desk.rows("SELECT count(*) FROM news.annotation") == [(3,)], "those beside it"
    [(stage, reason, detail)] = desk.rows(
        "SELECT stage, reason, detail FROM news.rejection WHERE reference LIKE 'article:%'"
    )
    assert (stage, reason) == ("enrich", "annotation_failed")
    assert "3 processes ended" in detail
    assert desk.rows("SELECT count(*) FROM news.text_attempt") == [(0,)]
    assert desk.rows("SELECT count(*) FROM report.article") == [(4,)], "it is shown, without names and quotes"


def test_bad_files_are_rejected_and_the_rest_is_loaded(desk: Desk) -> None:
    (desk.folder / "huge.html").write_bytes(b"<html><body>" + b"<p>word word</p>" * 1_400_000)
    (desk.folder / "broken.xml").write_bytes(b"<?xml version='1.0'?><newsItem guid='a'><itemMeta></newsItem>")
    (desk.folder / "picture.bin").write_bytes(bytes(range(32)) * 64)
    (desk.folder / "control.txt").write_bytes(b"The mayor\0 said \x01so on Friday evening in the old town hall.\x0b")
    (desk.folder / "latin.txt").write_bytes(
        "Die Gespräche über den Hafen beginnen für alle früher als geplant.".encode("cp1252")
    )
    desk.run()
    assert sorted(desk.rows("SELECT reference, reason FROM news.rejection")) == [
        ("file:broken.xml", "not_parsable"),
        ("file:empty.txt", "empty_body"),
        ("file:huge.html", "too_large"),
        ("file:picture.bin", "unknown_format"),
    ]
    assert desk.rows("SELECT count(*) FROM report.article") == [(5,)]
    bodies = [body for (body,) in desk.rows("SELECT body FROM report.article")]
    assert "The mayor said so on Friday evening in the old town hall." in bodies
    assert any("Gespräche" in body for body in bodies)


def test_what_was_rejected_is_parsed_again_where_that_is_asked(desk: Desk) -> None:
    desk.run("first", sources=["desk"])
    desk.run("second", sources=["desk"], redo="feeds")
    assert desk.rows("SELECT seen_count FROM news.rejection") == [(1,)]
    [batch] = desk.run("third", sources=["desk"], redo="rejected")
    assert desk.rows("SELECT run_id FROM news.rejection") == [(batch["run_id"],)], "it was forgotten, and met again"
    with pytest.raises(UsageError, match="there are nothing, rejected, feeds"):
        tasks.plan_run({"redo": "all"}, "fourth")
    with pytest.raises(UsageError, match="comes after"):
        tasks.plan_run({"published_from": "2026-11-02", "published_until": "2026-11-01"}, "fifth")


def test_a_limit_leaves_the_rest_for_the_next_run(desk: Desk) -> None:
    desk.run("first", sources=["desk"], limit=1, batch_size=1)
    assert desk.rows("SELECT count(*) FROM news.raw_document") == [(1,)]
    desk.run("second", sources=["desk"])
    assert desk.rows("SELECT count(*) FROM news.raw_document") == [(4,)]


@pytest.mark.slow
def test_two_runs_at_once_share_the_work_and_do_none_twice(desk: Desk) -> None:
    """Two processes do all tasks of a run each, in step; what each says it did must add up to what is there, once."""
    for number in range(20):
        (desk.folder / f"more{number}.txt").write_text(
            f"The council of Vellan met for the {number + 3}th time. Nobody came, Mayor Ada Brenn said.", "utf-8"
        )
    code = textwrap.dedent("""
        import json, sys
        from newswire import tasks
        batches = tasks.plan_run({"sources": ["desk"], "batch_size": 2}, sys.argv[1])
        done = {}
        for name, do in (("fetch", lambda: tasks.fetch_sources(batches[0])),
                         ("parse", lambda: tasks.parse_articles(batches)),
                         ("dedupe", lambda: tasks.dedupe_articles(batches)),
                         ("enrich", lambda: tasks.enrich_articles({"run_id": batches[0]["run_id"], "number": 0,
                                                                  "of": 1, "batch_size": 2})),
                         ("load", lambda: tasks.load_articles(batches))):
            print("ready", flush=True)
            sys.stdin.readline()
            done[name] = do()
        print(json.dumps(done))
    """)
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", code, name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ
        )
        for name in ("left", "right")
    ]
    for _ in range(5):
        for run in runs:
            while (line := run.stdout.readline()).strip() != "ready":
                assert line, "it ended early"
        for run in runs:
            print(file=run.stdin, flush=True)
    left, right = (json.loads(run.communicate(timeout=120)[0].splitlines()[-1]) for run in runs)
    for stage, measure, query in (
        ("fetch", "documents_added", "SELECT count(*) FROM news.raw_document"),
        ("parse", "articles_added", "SELECT count(*) FROM news.article"),
        ("enrich", "annotations_added", "SELECT count(*) FROM news.annotation"),
        ("load", "quotes_added", "SELECT count(*) FROM news.quote"),
    ):
        done = [part[stage].get(measure, 0) for part in (left, right)]
        assert [(sum(done),)] == desk.rows(query), f"{stage}: {done}"
    words = [part["enrich"].get("words_annotated", 0) for part in (left, right)]
    assert all(words), "each annotated some"
    assert sum(words) == desk.rows("SELECT sum(word_count) FROM news.article")[0][0], "and no text was annotated twice"
    assert desk.rows("SELECT count(*) FROM report.article") == [(23,)]
