"""Airflow for the tests: its home in a temporary folder, its tables beside ours in a database of the run."""

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from newswire import local
from newswire.connections import connect


@pytest.fixture(scope="session")
def airflow_environment(database_dsn: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict]:
    """Airflow's settings, set for this process before anything imports Airflow, and for children to be given."""
    before = dict(os.environ)
    dsn = database_dsn()
    os.environ["NEWSWIRE_RUN_DIR"] = str(tmp_path_factory.mktemp("run"))
    os.environ["NEWSWIRE_DSN"] = dsn
    environment = local.airflow_environment(dsn)
    os.environ.update(environment)
    local.migrate_airflow(dsn, environment)
    yield environment
    os.environ.clear()
    os.environ.update(before)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingested:
    """Two runs of the DAG over the sample wire, and the tables that they left."""

    dsn: str
    first_run_id: int
    second_run_id: int
    counts_after_first: dict[str, int]
    counts_after_second: dict[str, int]

    def rows(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        with closing(connect(self.dsn)) as db, db.cursor() as cursor:
            cursor.execute(query, parameters)
            return cursor.fetchall()


@pytest.fixture(scope="session")
def ingested(airflow_environment: dict[str, str]) -> Ingested:
    """Run the real DAG twice through Airflow."""
    dsn = airflow_environment["NEWSWIRE_DSN"]
    first = local.run_dag({})
    after_first = count_rows(dsn)
    second = local.run_dag({})
    return Ingested(
        dsn=dsn,
        first_run_id=first,
        second_run_id=second,
        counts_after_first=after_first,
        counts_after_second=count_rows(dsn),
    )


def count_rows(dsn: str) -> dict[str, int]:
    """Return how many rows each table of schema news has."""
    with closing(connect(dsn)) as db, db.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'news'::regnamespace "
            "AND relkind IN ('r', 'p') AND NOT relispartition"
        )
        counts = {}
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM news."{table}"')
            counts[table] = cursor.fetchone()[0]
    return counts


SAMPLES = Path(__file__).parent / "samples.toml"
