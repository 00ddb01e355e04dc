"""Reports with a range of days read the days that were asked for, however much is stored."""

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest

from newswire.connections import connect
from newswire.db import Database
from tests.bench.made_up import make_up

ARTICLES = 200_000
LARGE = 20_000  # rows: what is smaller is read whole for less than an index costs
REPORTS = {
    "article": "dated_at",
    "quote": "dated_at",
    "mention": "dated_at",
    "quote_mention": "dated_at",
    "syndication": "dated_at",
    "entity_day": "day",
    "contributor": "dated_at",
    "correction": "received_at",
}


@pytest.fixture(scope="module")
def stored(database_dsn: Callable[[], str]) -> Iterator[Database]:
    """A database with 200,000 made-up articles of one year."""
    with closing(connect(database_dsn())) as db:
        for first in range(0, ARTICLES, 50_000):
            make_up(db, first, first + 50_000, mentions=2)
        yield db


def sequential(plan: dict[str, Any]) -> Iterator[str]:
    """Yield the tables that a plan reads from end to end."""
    if plan["Node Type"] == "Seq Scan":
        yield plan["Relation Name"]
    for part in plan.get("Plans", ()):
        yield from sequential(part)


# Known: for these two the planner joins by hash, the mentions of all months and the pointers of all stories.
READS_ALL = pytest.mark.xfail(reason="reads one table from end to end", strict=True)


@pytest.mark.slow
@pytest.mark.parametrize(
    "view",
    [pytest.param(name, marks=READS_ALL if name in {"quote_mention", "entity_day"} else ()) for name in REPORTS],
)
def test_a_report_of_a_day_reads_no_large_table_from_end_to_end(stored: Database, view: str) -> None:
    column = REPORTS[view]
    with stored.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE reltuples > %s AND relkind IN ('r', 'm')", (LARGE,))
        large = {name for (name,) in cursor.fetchall()}
        assert {"story", "story_current"} <= large
        cursor.execute(
            f"EXPLAIN (FORMAT json) SELECT * FROM report.{view}"
            f" WHERE {column} >= '2026-10-10' AND {column} < '2026-10-11'"
        )
        (plan,) = cursor.fetchone()[0]
    read = set(sequential(plan["Plan"]))
    months = {re.sub(r"_\d{4}(_\d\d)?$", "", name) for name in read & large if not name.endswith("_2026_10")}
    assert months == set()
