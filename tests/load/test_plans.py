"""Reports with a range of days read those days, and a night's checks what it loaded, however much is stored."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from newswire.connections import connect
from newswire.db import Database, execute, fetch_rows, read_query
from newswire.report.checks import look_at
from newswire.settings import SQL_DIR
from tests.bench.made_up import DATED_REPORTS, count_rows, make_up

ARTICLES = 200_000
INDEX_SCANS = {"Index Scan", "Index Only Scan"}
AGAIN = 500  # versions that a night settles
TONIGHT = datetime(2026, 11, 26, tzinfo=UTC)  # after all of them
LARGE = 20_000  # rows: what is smaller is read whole for less than an index costs
# Checks of articles; the others look at sources, or at a pointer of each story and no more.
SCOPED = [
    file
    for file in sorted((SQL_DIR / "checks").glob("*.sql"))
    if file.stem not in {"annotator_version_newest", "volume_within_band"}
]
# Tables with the rows of all their months; a month is part of what it is cut from.
COUNTS = """
    SELECT named.relname, counted.row_count
    FROM pg_class AS named
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(part.reltuples), named.reltuples) AS row_count
        FROM pg_partition_tree(pg_partition_root(named.oid)) AS tree
        INNER JOIN pg_class AS part ON tree.relid = part.oid AND tree.isleaf
    ) AS counted
    WHERE named.relkind = 'r' AND named.relnamespace = 'news'::regnamespace
    UNION ALL
    SELECT relname, reltuples FROM pg_class WHERE relkind = 'm'
"""


@pytest.fixture(scope="module")
def stored(database_dsn: Callable[[], str]) -> Iterator[Database]:
    """A database with 200,000 made-up articles of one year."""
    with closing(connect(database_dsn())) as db:
        for first in range(0, ARTICLES, 50_000):
            make_up(db, first, first + 50_000, mentions=2)
        count_rows(db)
        yield db


def sequential(plan: dict[str, Any]) -> Iterator[str]:
    """Yield the tables that a plan reads from end to end, by themselves or in the order of an index."""
    if plan["Node Type"] == "Seq Scan" or (plan["Node Type"] in INDEX_SCANS and "Index Cond" not in plan):
        yield plan["Relation Name"]
    for part in plan.get("Plans", ()):
        yield from sequential(part)


def large_tables(db: Database) -> set[str]:
    """Return the tables that take more to read whole than to look up in, all months of one counted together."""
    with db.cursor() as cursor:
        cursor.execute(COUNTS)
        large = {name for name, row_count in cursor.fetchall() if row_count > LARGE}
        assert {"story", "story_current", "article_2026_01", "mention_2026_01", "article_entity"} <= large
        cursor.execute("SELECT relname FROM pg_class WHERE reltuples <= 0")
        return large - {name for (name,) in cursor.fetchall()}


def load_again(db: Database) -> None:
    """Note some stories as settled tonight, each of two versions, and leave the commit to the caller."""
    with db.cursor() as cursor:
        cursor.execute(
            "UPDATE news.version_key SET loaded_at = %s WHERE story_id IN"
            " (SELECT story_id FROM news.version_key WHERE version = 2 ORDER BY story_id LIMIT %s)",
            (TONIGHT, AGAIN // 2),
        )


@pytest.mark.slow
@pytest.mark.parametrize("view", DATED_REPORTS)
def test_a_report_of_a_day_reads_no_large_table_from_end_to_end(stored: Database, view: str) -> None:
    column = DATED_REPORTS[view]
    with stored.cursor() as cursor:
        cursor.execute(
            f"EXPLAIN (FORMAT json) SELECT * FROM report.{view}"
            f" WHERE {column} >= '2026-10-10' AND {column} < '2026-10-11'"
        )
        (plan,) = cursor.fetchone()[0]
    read = set(sequential(plan["Plan"])) & large_tables(stored)
    assert {name for name in read if not name.endswith("_2026_10")} == set()


@pytest.mark.slow
@pytest.mark.parametrize("check", SCOPED, ids=lambda file: file.stem)
def test_a_check_after_a_load_reads_no_large_table_from_end_to_end(stored: Database, check: Path) -> None:
    with stored, stored.cursor() as cursor:
        load_again(stored)
        look_at(stored, TONIGHT)
        cursor.execute("SELECT count(*) FROM checked")
        assert cursor.fetchone() == (AGAIN,)
        cursor.execute(f"EXPLAIN (FORMAT json) {check.read_text(encoding='utf-8')}")
        (plan,) = cursor.fetchone()[0]
        stored.rollback()
    assert set(sequential(plan["Plan"])) & large_tables(stored) == set()


@pytest.mark.slow
def test_comparing_the_versions_of_a_load_reads_no_large_table_from_end_to_end(stored: Database) -> None:
    with stored, stored.cursor() as cursor:
        load_again(stored)
        cursor.execute("DELETE FROM news.version_change WHERE story_version_id % 3 = 0")
        execute(stored, "report/prefer_lookups", {"reading": "off"})
        asked = {"since": TONIGHT}
        cursor.execute(f"EXPLAIN (FORMAT json) {read_query('report/find_uncompared_versions')}", asked)
        (plan,) = cursor.fetchone()[0]
        [pair, *pairs] = fetch_rows(stored, "report/find_uncompared_versions", asked)
        assert AGAIN // 2 // 4 < len(pairs) < AGAIN // 2 // 2
        lists = {f"{name}s": [number] for name, number in pair.items()}
        cursor.execute(f"EXPLAIN (FORMAT json) {read_query('report/find_version_texts')}", lists)
        (texts,) = cursor.fetchone()[0]
        stored.rollback()
    assert {*sequential(plan["Plan"]), *sequential(texts["Plan"])} & large_tables(stored) == set()
