"""A desk of three articles and a dead feed, with a database of its own, for tests of tasks as functions."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from newswire import tasks
from newswire.connections import connect
from tests.run_tasks import run_tasks

ARTICLE = """PORT VELLAN (Meridian Wire) - The harbour will close on {day}, mayor Ada Brenn said.

"We have no choice," Brenn told reporters. "The pumps are {number} years old."

The city of Port Vellan has closed its harbour {number} times since the war, and the fish market each time as well.
"""
SOURCES = """
[[source]]
name = "desk"
kind = "files"
folder = "desk"

[[source]]
name = "down"
kind = "feed"
url = "http://127.0.0.1:9/feed.xml"
allow_private = true
"""


@pytest.fixture
def desk(database_dsn: Callable[[], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator["Desk"]:
    """A folder of three articles and one empty file, a dead feed, and a database of their own."""
    folder = tmp_path / "desk"
    folder.mkdir()
    for day, number in (("Monday", 31), ("Tuesday", 57), ("Sunday", 12)):
        (folder / f"{day}.txt").write_text(ARTICLE.format(day=day, number=number), encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (tmp_path / "sources.toml").write_text(SOURCES, encoding="utf-8")
    dsn = database_dsn()
    monkeypatch.setenv("NEWSWIRE_SOURCES", str(tmp_path / "sources.toml"))
    monkeypatch.setenv("NEWSWIRE_RUN_DIR", str(tmp_path / "run"))
    monkeypatch.setenv("NEWSWIRE_DSN", dsn)
    return Desk(dsn, folder)


class Desk:
    """Runs tasks as Airflow would, and looks at the tables."""

    def __init__(self, dsn: str, folder: Path) -> None:
        self.dsn, self.folder = dsn, folder

    def run(self, run_id: str = "test", **params: Any) -> list[tasks.FetchBatch]:
        """Do all tasks of one run, in the DAG's order."""
        return run_tasks(run_id, **params)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        with closing(connect(self.dsn)) as db, db.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall()

    def content(self) -> list[tuple[Any, ...]]:
        """Return what reports say, without numbers that the database gave."""
        return self.rows("SELECT source, guid, body, is_copy FROM report.article ORDER BY guid") + self.rows(
            "SELECT speaker, quote, kind, confidence FROM report.quote ORDER BY quote, speaker"
        )

    def execute(self, statements: str) -> None:
        """Run statements and commit."""
        with closing(connect(self.dsn)) as db, db, db.cursor() as cursor:
            cursor.execute(statements)
