"""Postgres through psycopg2: SQL comes from files under ``sql/queries``, never from strings in Python.

Nothing here commits. The caller owns the connection and its transaction:
``with closing(open_database()) as db, db:`` commits at the end of the block or rolls back.
"""

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import TRANSACTION_STATUS_IDLE, connection

from newswire.settings import SQL_DIR

Database = connection
# What the tables refuse because of the row itself: another try gives the same answer.
REFUSED_ROW = (
    psycopg2.DataError,
    psycopg2.errors.CheckViolation,
    psycopg2.errors.NotNullViolation,
    psycopg2.errors.UniqueViolation,
)
Row = dict[str, Any]
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


@cache
def read_query(name: str) -> str:
    """Return the text of ``sql/queries/<name>.sql``; ``name`` is '<stage>/<verb_object>'. Raises FileNotFoundError."""
    return (SQL_DIR / "queries" / f"{name}.sql").read_text(encoding="utf-8")


def fetch_rows(db: Database, name: str, parameters: Mapping[str, Any] | None = None) -> list[Row]:
    """Run the named query and return its rows as dicts, in order."""
    with db.cursor() as cursor:
        cursor.execute(read_query(name), parameters or {})
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def fetch_row(db: Database, name: str, parameters: Mapping[str, Any] | None = None) -> Row | None:
    """Run the named query and return its first row, or None."""
    rows = fetch_rows(db, name, parameters)
    return rows[0] if rows else None


def execute(db: Database, name: str, parameters: Mapping[str, Any] | None = None) -> int:
    """Run the named statement and return how many rows it wrote."""
    with db.cursor() as cursor:
        cursor.execute(read_query(name), parameters or {})
        return int(cursor.rowcount)


def is_in_transaction(db: Database) -> bool:
    """Return whether anything was asked since the last commit."""
    return bool(db.info.transaction_status != TRANSACTION_STATUS_IDLE)


def copy_rows(db: Database, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """COPY rows into ``table`` ('schema.table' or a temporary table) and return how many.

    None becomes NULL and bytes become bytea; other values are written as their text, so arrays, ranges and jsonb come
    as Postgres literals.
    """
    lines = [_csv_line(row) for row in rows]
    statement = sql.SQL("COPY {} ({}) FROM STDIN WITH (FORMAT csv)").format(
        sql.Identifier(*table.split(".")), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with db.cursor() as cursor:
        cursor.copy_expert(statement, io.StringIO("".join(lines)))
    return len(lines)


@contextmanager
def savepoint(db: Database) -> Iterator[None]:
    """Undo what the block wrote where it raises an error of the database, and keep the transaction alive."""
    with db.cursor() as cursor:
        cursor.execute("SAVEPOINT newswire")
        try:
            yield
        except psycopg2.Error:
            cursor.execute("ROLLBACK TO SAVEPOINT newswire; RELEASE SAVEPOINT newswire")
            raise
        cursor.execute("RELEASE SAVEPOINT newswire")


def storable(text: str) -> str:
    """Return the text with what Postgres can't hold (NUL, lone surrogates) as U+FFFD: its length stays the same."""
    return _UNSTORABLE.sub("\ufffd", text)


def array_literal(values: Iterable[str]) -> str:
    r"""Return a Postgres text array literal.

    >>> array_literal(["a", 'b "c"'])
    '{"a","b \\"c\\""}'
    """
    return "{" + ",".join('"' + v.replace("\\", "\\\\").replace('"', '\\"') + '"' for v in values) + "}"


def int_array_literal(values: Iterable[int]) -> str:
    """Return a Postgres integer array literal.

    Of tens of thousands psycopg2's own ``ARRAY[1, -2, ...]`` costs the server more to read than most queries to run:
    each element is an expression of its own.

    >>> int_array_literal([1, -2])
    '{1,-2}'
    """
    return "{" + ",".join(map(str, values)) + "}"


def _csv_line(row: Sequence[Any]) -> str:
    """Return one CSV line in which NULL is an empty field and every text is quoted (also the empty one)."""
    return ",".join("" if v is None else '"' + _as_text(v).replace('"', '""') + '"' for v in row) + "\n"


def _as_text(value: Any) -> str:  # noqa: ANN401 - whatever a column may hold
    return "\\x" + value.hex() if isinstance(value, bytes) else storable(str(value))
