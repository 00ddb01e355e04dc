"""Every SQL file plans, and every public column says what it holds."""

import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from newswire.connections import connect
from newswire.counts import Measure
from newswire.db import Database, execute
from newswire.settings import SQL_DIR

QUERIES = sorted((SQL_DIR / "queries").rglob("*.sql"))
PLANNED = re.compile(r"(?:--[^\n]*\n|\s)*(?:SELECT|INSERT|UPDATE|DELETE|WITH|MERGE|VALUES|TABLE)\b")
PARAMETER = re.compile(r"%\(\w+\)s")


class Nulls(Mapping[str, None]):
    """A parameter of any name, NULL."""

    def __getitem__(self, _name: str) -> None:
        return None

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 1


@pytest.fixture
def staged(db: Database) -> Database:
    """A connection that has the temporary tables which some queries and all checks read."""
    execute(db, "load/create_staging")
    execute(db, "report/create_checked")
    return db


def test_there_are_queries_of_every_kind() -> None:
    assert {file.parent.name for file in QUERIES} >= {"load", "migrate", "report"}
    assert list((SQL_DIR / "checks").glob("*.sql"))
    assert list((SQL_DIR / "views").glob("*.sql"))


@pytest.mark.parametrize("file", QUERIES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_every_query_plans(staged: Database, file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.startswith("-- "), "the first line says what it does"
    if not PLANNED.match(text):  # DDL and DO can't be explained; they can be run, and are rolled back
        execute(staged, f"{file.parent.name}/{file.stem}")
        return
    with staged.cursor() as cursor:
        cursor.execute(f"EXPLAIN {text}", Nulls())
        assert cursor.fetchall()


@pytest.mark.parametrize("file", sorted((SQL_DIR / "checks").glob("*.sql")), ids=lambda file: file.stem)
def test_every_check_plans_and_has_no_parameters(staged: Database, file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert not PARAMETER.search(text)
    with staged.cursor() as cursor:
        cursor.execute(f"EXPLAIN {text}")
        assert cursor.fetchall()


@pytest.mark.parametrize("file", sorted((SQL_DIR / "views").glob("*.sql")), ids=lambda file: file.stem)
def test_every_view_has_the_name_of_its_file_and_is_made_by_it(db: Database, file: Path) -> None:
    name, text = file.stem.split("_", 1)[1], file.read_text(encoding="utf-8")
    kind, made = ("m", f"news.{name}") if "MATERIALIZED" in text else ("v", f"report.{name}")
    assert f"VIEW {made} AS" in text
    with db.cursor() as cursor:
        cursor.execute("SELECT relkind FROM pg_class WHERE oid = to_regclass(%s)", (made,))
        assert cursor.fetchone() == (kind,)


def test_every_view_and_column_of_report_has_a_comment(db: Database) -> None:
    with db.cursor() as cursor:
        cursor.execute(
            "SELECT view.relname, attribute.attname, col_description(view.oid, attribute.attnum)"
            " FROM pg_class AS view JOIN pg_attribute AS attribute ON attribute.attrelid = view.oid"
            " WHERE view.relnamespace = 'report'::regnamespace AND attribute.attnum > 0"
            " UNION ALL SELECT relname, '', obj_description(oid, 'pg_class') FROM pg_class"
            " WHERE relnamespace = 'report'::regnamespace"
        )
        found = cursor.fetchall()
    assert len(found) > 50
    assert [f"{view}.{column}" for view, column, said in found if not said] == []


def test_every_measure_is_a_column_of_the_run_summary(db: Database) -> None:
    with db.cursor() as cursor:
        cursor.execute("SELECT * FROM report.run_summary")
        assert cursor.description
        assert {column.name for column in cursor.description} >= {measure.value for measure in Measure}


def test_each_measure_is_summed_into_its_own_column(db: Database) -> None:
    with db.cursor() as cursor:
        cursor.execute("INSERT INTO news.run (airflow_run_id, started_at) VALUES ('by hand', now()) RETURNING run_id")
        (run_id,) = cursor.fetchone() or (None,)
        for number, measure in enumerate(Measure, 1):
            for amount in (number, 100):
                cursor.execute(
                    "INSERT INTO news.run_count (run_id, measure, amount) VALUES (%s, %s, %s)",
                    (run_id, measure.value, amount),
                )
        cursor.execute("SELECT " + ", ".join(Measure) + " FROM report.run_summary")
        assert cursor.fetchone() == tuple(number + 100 for number in range(1, len(Measure) + 1))


def test_the_schema_refuses_a_sum_below_zero(shared_database_dsn: str) -> None:
    with closing(connect(shared_database_dsn)) as db, db.cursor() as cursor:
        cursor.execute("INSERT INTO news.run (airflow_run_id, started_at) VALUES ('by hand', now()) RETURNING run_id")
        with pytest.raises(psycopg2.errors.CheckViolation):
            cursor.execute(
                "INSERT INTO news.run_count (run_id, measure, amount) SELECT max(run_id), 'x', -1 FROM news.run"
            )
