"""Any view of schema ``report`` as a table, CSV, JSON Lines or Parquet: the verb ``report``."""

import io
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import chain, islice
from typing import IO, BinaryIO, cast

from psycopg2 import sql

from newswire.db import Database, fetch_rows
from newswire.errors import UsageError
from newswire.report.exports import Rows, write_csv, write_json, write_parquet
from newswire.report.show import output_console, print_table

# The column that --from and --to bound, the first of these that the view has.
TIME_COLUMNS = ("dated_at", "day", "started_at", "last_seen_at", "received_at")
TABLE_ROWS = 200  # a table can't be laid out before its last row is known
ROWS_PER_FETCH = 500
FORMATS = ("table", "csv", "json", "parquet")


def report_names(db: Database) -> dict[str, str | None]:
    """Return the names of the reports, each with the column that bounds it by day (None: it has none)."""
    rows = fetch_rows(db, "report/find_report_names", {"time_columns": list(TIME_COLUMNS)})
    return {row["name"]: row["time_column"] for row in rows}


def write_report(  # noqa: PLR0917 - as one says it: name, from, to, format
    db: Database, name: str, from_: date | None, until: date | None, format_: str, out: IO[str]
) -> None:
    """Write the rows of a view, both days (UTC) included, as 'table', 'csv', 'json' (a line for each row) or 'parquet'.

    All but the table are streamed, whatever their length. Parquet is bytes, written beneath the text of ``out``. Raises
    UsageError for an unknown name, a bound it can't have, or bytes for a terminal.
    """
    if format_ not in FORMATS:
        raise UsageError(f"no format {format_}; there are {', '.join(FORMATS)}")
    if format_ == "parquet" and out.isatty():
        raise UsageError("parquet is not for a terminal: write it to a file, as in `> report.parquet`")
    with db.cursor(name="report") as cursor:  # a named cursor lives in the server: rows come as they are asked for
        cursor.itersize = ROWS_PER_FETCH
        cursor.execute(_query(db, name, from_, until))
        rows: Rows = iter(cursor)
        first = list(islice(rows, 1))  # the names of the columns come with the first fetch
        described = [(column.name, column.type_code) for column in cursor.description or ()]
        columns, rows = [column for column, _ in described], chain(first, rows)
        if format_ == "csv":
            write_csv(columns, rows, out)
        elif format_ == "json":
            write_json(columns, rows, out)
        elif format_ == "parquet":
            out.flush()
            write_parquet(described, rows, cast(BinaryIO, cast(io.TextIOWrapper, out).buffer))
        else:
            _write_table(name, columns, rows, out)


def _query(db: Database, name: str, from_: date | None, until: date | None) -> sql.Composable:
    names = report_names(db)
    if name not in names:
        known = ", ".join(names) or "none yet: run `python -m newswire migrate`"
        raise UsageError(f"no report {name}; there are {known}")
    time_column = names[name]
    if time_column is None:
        if from_ or until:
            raise UsageError(f"report {name} has no time: leave out --from and --to")
        return sql.SQL("TABLE report.{}").format(sql.Identifier(name))
    first, after = sql.Literal(from_), sql.Literal(until + timedelta(days=1) if until else None)
    return sql.SQL(
        "SELECT * FROM report.{view} WHERE ({first}::date IS NULL OR {time} >= {first}::date)"
        " AND ({after}::date IS NULL OR {time} < {after}::date) ORDER BY {time}, 1"
    ).format(view=sql.Identifier(name), time=sql.Identifier(time_column), first=first, after=after)


def _write_table(name: str, columns: Sequence[str], rows: Rows, out: IO[str]) -> None:
    console = output_console(out)
    shown = list(islice(rows, TABLE_ROWS))
    print_table(console, name, columns, shown, limits=[200] * len(columns))
    if next(rows, None) is not None:
        console.print(
            f"These are the first {TABLE_ROWS} rows: --format csv, json or parquet has all, --from and --to bound them."
        )
