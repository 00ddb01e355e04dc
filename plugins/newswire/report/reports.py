"""Any view of schema ``report`` as a table, CSV or JSON Lines: the verb ``report``."""

import csv
import json
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import chain, islice
from typing import IO, Any

from psycopg2 import sql

from newswire.db import Database, fetch_rows
from newswire.errors import UsageError
from newswire.report.show import as_json, output_console, print_table

# The column that --from and --to bound, the first of these that the view has.
TIME_COLUMNS = ("dated_at", "day", "started_at", "last_seen_at", "received_at")
TABLE_ROWS = 200  # a table can't be laid out before its last row is known
ROWS_PER_FETCH = 500

Rows = Iterator[tuple[Any, ...]]


def report_names(db: Database) -> dict[str, str | None]:
    """Return the names of the reports, each with the column that bounds it by day (None: it has none)."""
    rows = fetch_rows(db, "report/find_report_names", {"time_columns": list(TIME_COLUMNS)})
    return {row["name"]: row["time_column"] for row in rows}


def write_report(  # noqa: PLR0917 - as one says it: name, from, to, format
    db: Database, name: str, from_: date | None, until: date | None, format_: str, out: IO[str]
) -> None:
    """Write the rows of a view, both days (UTC) included, as 'table', 'csv' or 'json' (a line of JSON for each row).

    CSV and JSON are streamed, whatever their length. Raises UsageError for an unknown name or a bound it can't have.
    """
    writers = {"table": _write_table, "csv": _write_csv, "json": _write_json}
    if format_ not in writers:
        raise UsageError(f"no format {format_}; there are {', '.join(writers)}")
    with db.cursor(name="report") as cursor:  # a named cursor lives in the server: rows come as they are asked for
        cursor.itersize = ROWS_PER_FETCH
        cursor.execute(_query(db, name, from_, until))
        rows: Rows = iter(cursor)
        first = list(islice(rows, 1))  # the names of the columns come with the first fetch
        columns = [column.name for column in cursor.description or ()]
        writers[format_](name, columns, chain(first, rows), out)


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
            f"These are the first {TABLE_ROWS} rows: --format csv or json has all, --from and --to bound them."
        )


def _write_csv(_name: str, columns: Sequence[str], rows: Rows, out: IO[str]) -> None:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_csv_cell(value) for value in row])


def _csv_cell(value: object) -> object:
    """Return instants in ISO 8601, lists and objects as JSON, other values as they are."""
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False, default=as_json) if isinstance(value, list | dict) else value


def _write_json(_name: str, columns: Sequence[str], rows: Rows, out: IO[str]) -> None:
    for row in rows:
        said = dict(zip(columns, row, strict=True))
        out.write(json.dumps(said, ensure_ascii=False, default=as_json) + "\n")
