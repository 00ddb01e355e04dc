"""What a database says without the numbers that it gave: to compare two that were filled in different ways.

A key of another table is replaced by a hash of what that row says, down to sources and texts. Left out is what tells
when and by which run something was done, and where the archive has it.
"""

import hashlib
from collections import Counter
from contextlib import closing
from functools import cache
from typing import Any

from psycopg2 import sql
from psycopg2.extras import RealDictCursor

from newswire.connections import connect

Row = dict[str, Any]
# Runs, polls and turns at servers are logs; shingles' keys hang on which of two equal texts came first.
LOGS = {"run", "run_count", "feed_poll", "host", "host_budget", "fingerprint", "check_result", "alert"}
NOT_SAID = {
    "run_id", "archive_file", "archive_offset", "fetched_at", "received_at", "first_seen_at", "last_seen_at",
    "seen_count", "next_poll_at", "poll_interval_s", "failure_count", "source.etag", "source.last_modified",
    "source.body_sha256", "moved_at", "loaded_at", "checked_at",
}  # fmt: skip
# Keys of partitioned tables under other names than the table's.
TARGETS = {
    "earlier_version_id": ("news.story_version", "story_version_id"),
    "duplicate_of": ("news.article", "article_id"),
}
TABLES = """
    SELECT c.oid::regclass::text AS name, c.relname AS short, c.oid
    FROM pg_class AS c
    WHERE c.relnamespace = 'news'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
    ORDER BY 1
"""
REFERENCES = """
    SELECT conrelid AS oid, attname AS column, confrelid::regclass::text AS target, target_attname AS key
    FROM pg_constraint
    INNER JOIN pg_attribute AS a ON a.attrelid = conrelid AND a.attnum = conkey[1]
    CROSS JOIN LATERAL (
        SELECT attname AS target_attname FROM pg_attribute WHERE attrelid = confrelid AND attnum = confkey[1]
    ) AS t
    WHERE contype = 'f' AND array_length(conkey, 1) = 1
"""


def natural_rows(dsn: str) -> dict[str, Counter[str]]:
    """Return for each table of schema news its rows in natural terms, each with how often it is there."""
    with closing(connect(dsn)) as db, db.cursor(cursor_factory=RealDictCursor) as cursor:
        cursor.execute(TABLES)
        tables = [dict(row) for row in cursor.fetchall()]
        cursor.execute(REFERENCES)
        references = {(row["oid"], row["column"]): (row["target"], row["key"]) for row in cursor.fetchall()}
        rows: dict[str, list[Row]] = {}
        for table in tables:
            cursor.execute(sql.SQL("SELECT * FROM news.{}").format(sql.Identifier(table["short"])))
            rows[table["name"]] = [dict(row) for row in cursor.fetchall()]
    by_name = {table["name"]: table for table in tables}
    owners = {f"{table['short']}_id": table["name"] for table in tables}

    @cache
    def index(name: str, key: str) -> dict[Any, Row]:
        return {row[key]: row for row in rows[name]}

    def target_of(name: str, column: str) -> tuple[str, str] | None:
        """Return where a key points; a partitioned table may have it without a constraint."""
        if column in TARGETS:
            return TARGETS[column]
        stated = references.get((by_name[name]["oid"], column))
        owned = next((key for key in owners if column == key or column.endswith(f"_{key}")), None)
        return stated or ((owners[owned], owned) if owned and column != f"{by_name[name]['short']}_id" else None)

    @cache
    def said(name: str, key: str, value: Any) -> str:
        row = index(name, key).get(value)
        return hashlib.sha256(repr(row and describe(name, row)).encode()).hexdigest()[:16]

    def describe(name: str, row: Row) -> Row:
        short = by_name[name]["short"]
        told: Row = {}
        for column, value in row.items():
            if column == f"{short}_id" or column in NOT_SAID or f"{short}.{column}" in NOT_SAID:
                continue
            target = target_of(name, column)
            if target == (name, f"{short}_id") and value == row[f"{short}_id"]:
                told[column] = "itself"
            elif target and value is not None:
                told[column] = said(*target, value)
            else:
                told[column] = bytes(value).hex() if isinstance(value, memoryview) else value
        return told

    return {
        table["short"]: Counter(repr(describe(table["name"], row)) for row in rows[table["name"]])
        for table in tables
        if table["short"] not in LOGS
    }


def differences(left: dict[str, Counter[str]], right: dict[str, Counter[str]]) -> dict[str, str]:
    """Return the tables that differ, each with how much and one example of either side; empty where all agree."""
    found = {}
    for table in sorted(left.keys() | right.keys()):
        more, less = left[table] - right[table], right[table] - left[table]
        if more or less:
            example = f"{next(iter(more), '')[:600]} ... {next(iter(less), '')[:600]}"
            found[table] = f"{more.total()} rows here, {less.total()} rows there: {example}"
    return found
