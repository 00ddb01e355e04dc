"""What the tables of schema news say, without what depends on when and in which order it was loaded.

Two runs that loaded the same wire have the same content, whatever was killed between. Numbers that the database gave
are replaced by what they stand for, following the naming of columns (``<table>_id``) and each table's own unique key.
"""

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from contextlib import closing
from typing import Any, Final

from newswire.connections import connect

# What happened, not what is known: these tables differ between any two runs.
LOGS: Final = frozenset({"run", "run_count", "feed_poll", "host", "host_budget", "check_result", "cluster"})
# When it was seen and where it was put.
PASSING: Final = frozenset({
    "run_id", "received_at", "fetched_at", "first_seen_at", "last_seen_at", "seen_count", "archive_file",
    "archive_offset", "etag", "last_modified", "next_poll_at", "poll_interval_s", "failure_count", "moved_at",
})  # fmt: skip
REFERENCES: Final = {"speaker_entity_id": "entity", "duplicate_of": "article", "origin_article_id": "article"}

COLUMNS = """
SELECT class.relname, attribute.attname, attribute.attidentity <> '' OR attribute.attname = class.relname || '_id'
FROM pg_catalog.pg_attribute AS attribute
INNER JOIN pg_catalog.pg_class AS class ON attribute.attrelid = class.oid
INNER JOIN pg_catalog.pg_namespace AS namespace ON class.relnamespace = namespace.oid
WHERE namespace.nspname = 'news' AND class.relkind IN ('r', 'p') AND NOT class.relispartition
    AND attribute.attnum > 0 AND NOT attribute.attisdropped
ORDER BY class.relname, attribute.attnum
"""
UNIQUE = """
SELECT class.relname, array_agg(attribute.attname::text ORDER BY key.place)
FROM pg_catalog.pg_index AS index
INNER JOIN pg_catalog.pg_class AS class ON index.indrelid = class.oid
INNER JOIN pg_catalog.pg_namespace AS namespace ON class.relnamespace = namespace.oid
CROSS JOIN LATERAL unnest(index.indkey::int2[]) WITH ORDINALITY AS key (number, place)
INNER JOIN pg_catalog.pg_attribute AS attribute
    ON class.oid = attribute.attrelid AND key.number = attribute.attnum
WHERE namespace.nspname = 'news' AND index.indisunique
GROUP BY class.relname, index.indexrelid
"""

Row = Mapping[str, Any]


class Content:
    """All rows of the schema, and what their numbers stand for."""

    def __init__(self, dsn: str) -> None:
        self._own: dict[str, str] = {}
        self._names: dict[str, list[str]] = defaultdict(list)
        self._keys: dict[str, list[str]] = {}
        self._rows: dict[str, list[Row]] = {}
        self._by_id: dict[str, dict[Any, Row]] = {}
        with closing(connect(dsn)) as db, db.cursor() as cursor:
            cursor.execute(COLUMNS)
            for table, column, is_own in cursor.fetchall():
                self._names[table].append(column)
                if is_own:
                    self._own[table] = column
            cursor.execute(UNIQUE)
            for table, columns in sorted(cursor.fetchall()):
                if self._own.get(table) not in columns:
                    self._keys[table] = columns
            for table, names in self._names.items():
                cursor.execute(f'SELECT {", ".join(names)} FROM news."{table}"')
                self._rows[table] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
                if own := self._own.get(table):
                    self._by_id[table] = {row[own]: row for row in self._rows[table]}
        self._members: dict[Any, list[str]] = defaultdict(list)
        for member in self._rows["cluster_member"]:
            self._members[member["cluster_id"]].append(repr(self._name("article", member["article_id"])))

    def tables(self) -> dict[str, list[str]]:
        """Return the rows of each table as text, sorted; equal content gives equal lists."""
        return {
            table: sorted(repr(self._said(table, row, self._names[table])) for row in rows)
            for table, rows in self._rows.items()
            if table not in LOGS
        }

    def _said(self, table: str, row: Row, columns: list[str]) -> list[Any]:
        own = self._own.get(table)
        return [
            (column, self._value(column, row[column])) for column in columns if column != own and column not in PASSING
        ]

    def _value(self, column: str, value: Any) -> Any:
        if value is None:
            return None
        if column == "cluster_id":
            return hashlib.sha256("".join(sorted(self._members[value])).encode()).hexdigest()
        table = REFERENCES.get(column, column.removesuffix("_id"))
        if table in self._by_id and (column.endswith("_id") or column in REFERENCES):
            return self._name(table, value)
        return bytes(value).hex() if isinstance(value, memoryview) else value

    def _name(self, table: str, number: Any) -> Any:
        row = self._by_id[table].get(number)
        assert row is not None, f"{table} {number} is referred to and is not there"
        return self._said(table, row, self._keys[table])


def content_of(dsn: str) -> dict[str, list[str]]:
    """Return the content of the database by table."""
    return Content(dsn).tables()


def differences(left: Mapping[str, list[str]], right: Mapping[str, list[str]]) -> list[str]:
    """Return a line for each table that differs, with the first rows that only one side has."""
    found = []
    for table in sorted({*left, *right}):
        one, other = left.get(table, []), right.get(table, [])
        if one != other:
            only = [row for row in one if row not in set(other)][:2], [row for row in other if row not in set(one)][:2]
            found.append(f"{table}: {len(one)} and {len(other)} rows; only left {only[0]}; only right {only[1]}"[:2000])
    return found
