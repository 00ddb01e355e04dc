"""Migrations: plain files, applied once, never changed afterwards."""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from newswire import migrate as migrate_module
from newswire.connections import connect
from newswire.db import execute
from newswire.errors import MigrationError
from newswire.migrate import check, migrate
from newswire.settings import REPOSITORY, SQL_DIR

NewDatabase = Callable[[], str]


def run_sql(dsn: str, command: str) -> list[tuple[object, ...]]:
    with closing(connect(dsn)) as db, db, db.cursor() as cursor:
        cursor.execute(command)
        return cursor.fetchall() if cursor.description else []


@pytest.fixture
def sql_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the migrations and views, in a folder with a space and a percent sign, that a test may change."""
    copy = tmp_path / "sql 100% ours"
    for part in ("migrations", "views"):
        shutil.copytree(SQL_DIR / part, copy / part)
    monkeypatch.setattr(migrate_module, "SQL_DIR", copy)
    yield copy


def add_migration(sql_dir: Path, name: str, commands: str) -> None:
    """Add a migration after the newest one."""
    versions = sql_dir / "migrations" / "versions"
    after = max(file.stem for file in versions.glob("*.sql"))
    (versions / f"{name}.sql").write_text(commands)
    python = (
        (versions / "0001_news.py")
        .read_text()
        .replace('"0001_news"', f'"{name}"')
        .replace("None\n\n", f'"{after}"\n\n', 1)
    )
    (versions / f"{name}.py").write_text(python)


def test_an_empty_database_is_migrated_and_a_second_time_nothing_happens(empty_database_dsn: NewDatabase) -> None:
    dsn = empty_database_dsn()
    names = [file.stem for file in sorted((SQL_DIR / "migrations" / "versions").glob("*.sql"))]
    assert names
    assert check(dsn) == names
    assert migrate(dsn) == [*names, "views"]
    assert check(dsn) == []
    assert migrate(dsn) == []


def test_the_version_table_is_neither_in_public_nor_lost_with_the_data(database_dsn: NewDatabase) -> None:
    found = run_sql(
        database_dsn(), "SELECT table_schema FROM information_schema.tables WHERE table_name = 'alembic_version'"
    )
    assert found == [("newswire_migration",)]


def test_a_changed_applied_migration_is_refused_by_name(database_dsn: NewDatabase, sql_dir: Path) -> None:
    dsn = database_dsn()
    with (sql_dir / "migrations" / "versions" / "0001_news.sql").open("a") as file:
        file.write("-- later thoughts\n")
    for refused in (migrate, check):
        with pytest.raises(MigrationError, match="0001_news was changed"):
            refused(dsn)


def test_a_database_newer_than_the_code_is_refused(database_dsn: NewDatabase, sql_dir: Path) -> None:
    dsn = database_dsn()
    add_migration(sql_dir, "9999_more", "CREATE TABLE news.more (more_id bigint);")
    assert migrate(dsn) == ["9999_more", "views"]
    for suffix in (".py", ".sql"):
        (sql_dir / "migrations" / "versions" / f"9999_more{suffix}").unlink()
    with pytest.raises(MigrationError, match="9999_more, which this code does not know"):
        migrate(dsn)


def test_a_percent_sign_in_a_migration_means_itself(database_dsn: NewDatabase, sql_dir: Path) -> None:
    dsn = database_dsn()
    add_migration(sql_dir, "9999_more", "CREATE TABLE news.more AS SELECT 7 % 4 AS rest, '%(x)s' AS text;")
    migrate(dsn)
    assert run_sql(dsn, "SELECT rest, text FROM news.more") == [(3, "%(x)s")]


def test_a_migration_may_change_a_column_that_views_read(database_dsn: NewDatabase, sql_dir: Path) -> None:
    dsn = database_dsn()
    add_migration(sql_dir, "9999_more", "ALTER TABLE news.quote ALTER COLUMN confidence TYPE numeric;")
    assert migrate(dsn) == ["9999_more", "views"]
    assert run_sql(dsn, "SELECT pg_typeof(max(confidence))::text FROM report.quote") == [("numeric",)]


def test_a_failing_migration_leaves_the_database_as_it_was(database_dsn: NewDatabase, sql_dir: Path) -> None:
    dsn = database_dsn()
    add_migration(sql_dir, "9999_more", "CREATE TABLE news.more (more_id bigint); SELECT 1 / 0;")
    with pytest.raises(Exception, match="division by zero"):
        migrate(dsn)
    assert check(dsn) == ["9999_more"]
    assert run_sql(dsn, "SELECT to_regclass('news.more'), count(*) FROM report.quote") == [(None, 0)]


def test_changed_views_are_made_again_and_removed_ones_go(database_dsn: NewDatabase, sql_dir: Path) -> None:
    dsn = database_dsn()
    (sql_dir / "views" / "50_rejection.sql").unlink()
    (sql_dir / "views" / "90_answer.sql").write_text("CREATE VIEW report.answer AS SELECT 42 AS answer;\n")
    assert migrate(dsn) == ["views"]
    assert run_sql(dsn, "SELECT answer, to_regclass('report.rejection') FROM report.answer") == [(42, None)]
    assert migrate(dsn) == []


def test_a_view_that_someone_dropped_comes_back(database_dsn: NewDatabase) -> None:
    dsn = database_dsn()
    run_sql(dsn, "DROP VIEW report.rejection")
    assert migrate(dsn) == ["views"]
    assert run_sql(dsn, "SELECT count(*) FROM report.rejection") == [(0,)]


def test_a_users_own_view_survives_and_one_that_reads_ours_is_named(database_dsn: NewDatabase, sql_dir: Path) -> None:
    dsn = database_dsn()
    run_sql(dsn, "CREATE VIEW report.mine AS SELECT count(*) AS runs FROM news.run")
    with (sql_dir / "views" / "30_quote.sql").open("a") as file:
        file.write("-- changed\n")
    assert migrate(dsn) == ["views"]
    assert run_sql(dsn, "SELECT runs FROM report.mine") == [(0,)]
    run_sql(dsn, "CREATE VIEW public.sayings AS SELECT quote FROM report.quote")
    with (sql_dir / "views" / "30_quote.sql").open("a") as file:
        file.write("-- changed again\n")
    with pytest.raises(MigrationError, match=r"sayings"):
        migrate(dsn)
    assert run_sql(dsn, "SELECT count(*) FROM public.sayings") == [(0,)]


def test_of_two_migrators_one_waits_and_both_end_well(empty_database_dsn: NewDatabase) -> None:
    dsn = empty_database_dsn()
    code = f"from newswire.migrate import migrate; print(migrate({dsn!r}))"
    migrators = [
        subprocess.Popen([sys.executable, "-c", code], cwd=REPOSITORY / "plugins", stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [process.communicate(timeout=60)[0].strip() for process in migrators]
    assert [process.returncode for process in migrators] == [0, 0]
    assert sorted(text == "[]" for text in said) == [False, True]
    assert check(dsn) == []


def test_a_migrator_waits_while_another_is_at_work(empty_database_dsn: NewDatabase) -> None:
    dsn = empty_database_dsn()
    waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    code = f"from newswire.migrate import migrate; print(migrate({dsn!r}))"
    with closing(connect(dsn)) as other:
        execute(other, "migrate/lock_migration")
        migrator = subprocess.Popen([sys.executable, "-c", code], cwd=REPOSITORY / "plugins", stdout=subprocess.PIPE)
        deadline = time.monotonic() + 30
        while run_sql(dsn, waiting) != [(1,)]:
            assert time.monotonic() < deadline, "it never came to the lock"
            time.sleep(0.05)
        assert check(dsn) != []
        other.rollback()
    migrator.communicate(timeout=60)
    assert migrator.returncode == 0
    assert check(dsn) == []


def test_alembics_own_command_line_works(empty_database_dsn: NewDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    dsn = empty_database_dsn()
    monkeypatch.setenv("NEWSWIRE_DSN", dsn)
    monkeypatch.setenv("PYTHONPATH", str(REPOSITORY / "plugins"))
    alembic = [sys.executable, "-m", "alembic", "-c", "pyproject.toml"]
    subprocess.run([*alembic, "current"], cwd=REPOSITORY, check=True, capture_output=True)
    assert check(dsn) != [], "only asking applies nothing"
    subprocess.run([*alembic, "upgrade", "head"], cwd=REPOSITORY, check=True, capture_output=True)
    assert check(dsn) == []
    assert run_sql(dsn, "SELECT count(*) FROM report.article") == [(0,)]
