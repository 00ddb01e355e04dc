"""Who may do what: the reader sees schema report alone, the writer does a night's work, and neither is a must."""

from collections.abc import Callable, Iterator
from contextlib import closing

import psycopg2
import pytest
from psycopg2.extensions import make_dsn

from newswire.clusters import assign_clusters
from newswire.connections import connect, open_reader
from newswire.db import Database, execute, fetch_rows
from newswire.load.stories import load_stories
from newswire.migrate import migrate
from tests.load.test_stories import ANNOTATOR, FIRST, annotate

NewDatabase = Callable[[], str]
PLAIN = "newswire_test_plain"


def run_sql(dsn: str, command: str) -> None:
    with closing(connect(dsn)) as db, db, db.cursor() as cursor:
        cursor.execute(command)


@pytest.fixture
def reader(shared_database_dsn: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    monkeypatch.delenv("NEWSWIRE_READER_DSN", raising=False)
    monkeypatch.setenv("NEWSWIRE_DSN", shared_database_dsn)
    monkeypatch.setenv("NEWSWIRE_READER_TIMEOUT_S", "1")
    with closing(open_reader()) as db:
        yield db


@pytest.fixture
def plain_database_dsn(server_dsn: str, empty_database_dsn: NewDatabase) -> Iterator[str]:
    """An empty database of a user who may not create roles."""
    dsn = empty_database_dsn()
    with closing(connect(dsn)) as db, db, db.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {PLAIN} LOGIN PASSWORD 'plain'")
        cursor.execute(f"ALTER DATABASE {db.info.dbname} OWNER TO {PLAIN}")
    yield make_dsn(dsn, user=PLAIN, password="plain")
    run_sql(dsn, f"REASSIGN OWNED BY {PLAIN} TO current_user; DROP OWNED BY {PLAIN}; DROP ROLE {PLAIN}")


@pytest.mark.parametrize("name", ["article", "quote", "run_summary", "source_health"])
def test_the_reader_reads_reports(reader: Database, name: str) -> None:
    with reader.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM report.{name}")
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize(
    "command",
    [
        "SELECT body FROM news.article",
        "SELECT * FROM newswire_migration.applied",
        "DELETE FROM news.article",
        "CREATE TABLE report.mine (x int)",
        "CREATE TABLE public.mine (x int)",
        "SELECT news.settle_entities(ARRAY['x'])",
        "SELECT pg_read_file('/etc/passwd')",
    ],
)
@pytest.mark.parametrize("mode", ["READ ONLY", "READ WRITE"])
def test_the_reader_sees_and_does_nothing_else_even_where_it_undoes_the_read_only_mode(
    reader: Database, command: str, mode: str
) -> None:
    with (
        reader.cursor() as cursor,
        pytest.raises((psycopg2.errors.InsufficientPrivilege, psycopg2.errors.ReadOnlySqlTransaction)),
    ):
        cursor.execute(f"SET TRANSACTION {mode}")
        cursor.execute(command)


def test_the_reader_is_cut_after_its_timeout(reader: Database) -> None:
    with reader.cursor() as cursor, pytest.raises(psycopg2.errors.QueryCanceled):
        cursor.execute("SELECT pg_sleep(20)")


def test_a_view_made_anew_is_readable_at_once(database_dsn: NewDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    dsn = database_dsn()
    run_sql(dsn, "DROP VIEW report.rejection")
    assert migrate(dsn) == ["views"]
    monkeypatch.setenv("NEWSWIRE_DSN", dsn)
    with closing(open_reader()) as reader:
        assert fetch_rows(reader, "report/find_sources") == []


def test_a_stated_reader_is_taken_as_it_is(shared_database_dsn: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSWIRE_DSN", "host=127.0.0.1 port=1")
    monkeypatch.setenv("NEWSWIRE_READER_DSN", shared_database_dsn)
    with (
        closing(open_reader()) as reader,
        reader.cursor() as cursor,
        pytest.raises(psycopg2.errors.ReadOnlySqlTransaction),
    ):
        cursor.execute("CREATE TABLE public.mine (x int)")


def test_the_writer_does_a_nights_work_and_cannot_change_the_schema(db: Database, add_version, rows) -> None:
    with db.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE newswire_writer")
    add_version(1, FIRST)
    add_version(2, FIRST + " Twice.")
    annotate(db, FIRST + " Twice.")
    assign_clusters(db, [article_id for (article_id,) in rows("SELECT article_id FROM news.article")])
    load_stories(db, annotator_version=ANNOTATOR, after_story_id=0, batch_size=9)
    assert rows("SELECT speaker, version FROM report.quote INNER JOIN report.article USING (article_id)") == [
        ("Mara Voss", 2)
    ]
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        rows("DROP TABLE news.quote_mention")


def test_a_user_who_may_not_create_roles_migrates_reads_and_is_told_what_is_missing(
    plain_database_dsn: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert "views" in migrate(plain_database_dsn)
    assert f"GRANT newswire_reader TO {PLAIN}" in caplog.text
    monkeypatch.setenv("NEWSWIRE_DSN", plain_database_dsn)
    with closing(open_reader()) as reader:
        assert "newswire migrate" in caplog.text
        assert fetch_rows(reader, "report/find_sources") == []
        with pytest.raises(psycopg2.errors.ReadOnlySqlTransaction):
            fetch_rows(reader, "load/upsert_run", {"dag_id": "d", "airflow_run_id": "x", "params": "{}", "now": "now"})


def test_where_the_roles_are_missing_the_commands_that_make_them_are_said(db: Database) -> None:
    with db.cursor() as cursor:
        cursor.execute("ALTER ROLE newswire_reader RENAME TO newswire_test_renamed")
        cursor.execute(f"CREATE ROLE {PLAIN}; GRANT newswire_writer TO {PLAIN}; SET LOCAL ROLE {PLAIN}")
    execute(db, "migrate/create_roles")
    assert fetch_rows(db, "migrate/find_missing_roles") == [
        {
            "what": "role newswire_reader is missing",
            "remedy": f"CREATE ROLE newswire_reader NOLOGIN; GRANT newswire_reader TO {PLAIN}",
        }
    ]
