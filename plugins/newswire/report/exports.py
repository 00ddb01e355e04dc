"""Rows of a report as CSV, JSON Lines or Parquet: written as they come, in steady memory."""

import csv
import json
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import IO, Any, BinaryIO

from newswire.report.show import as_json

Rows = Iterator[tuple[Any, ...]]
ROWS_PER_GROUP = 2000  # of a Parquet file: the most rows that are held at once
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write_csv(columns: Sequence[str], rows: Rows, out: IO[str]) -> None:
    """Write CSV with a header line; text that a spreadsheet would take for a formula gets an apostrophe in front."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_csv_cell(value) for value in row])


def write_json(columns: Sequence[str], rows: Rows, out: IO[str]) -> None:
    """Write a line of JSON for each row."""
    for row in rows:
        said = dict(zip(columns, row, strict=True))
        out.write(json.dumps(said, ensure_ascii=False, default=as_json) + "\n")


def write_parquet(columns: Sequence[tuple[str, int]], rows: Rows, out: BinaryIO) -> None:
    """Write a Parquet file; columns are (name, OID of their Postgres type).

    Times are in UTC, in microseconds; objects, ranges and arrays of numbers are text, as in CSV.
    """
    import pyarrow
    from pyarrow import parquet

    types = _parquet_types()
    schema = pyarrow.schema([(name, types.get(oid, pyarrow.string())) for name, oid in columns])
    with parquet.ParquetWriter(pyarrow.PythonFile(_Sink(out), mode="w"), schema, compression="zstd") as writer:
        while group := list(islice(rows, ROWS_PER_GROUP)):
            arrays = [
                pyarrow.array([_parquet_cell(row[n], oid in types) for row in group], field.type)
                for n, ((_name, oid), field) in enumerate(zip(columns, schema, strict=True))
            ]
            writer.write_batch(pyarrow.record_batch(arrays, schema=schema))


class _Sink:
    """A place to write bytes to that knows how many there were: a pipe can't be asked."""

    closed = False

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._byte_count = 0

    def write(self, data: bytes) -> int:
        self._out.write(data)
        self._byte_count += len(data)
        return len(data)

    def tell(self) -> int:
        return self._byte_count

    def flush(self) -> None:
        self._out.flush()

    def close(self) -> None:
        self.flush()


def _parquet_types() -> dict[int, Any]:
    """Return the Arrow type of each Postgres type that has one of its own, by OID (pg_type.dat)."""
    import pyarrow

    return {
        16: pyarrow.bool_(),
        20: pyarrow.int64(),
        21: pyarrow.int64(),
        23: pyarrow.int64(),
        700: pyarrow.float64(),
        701: pyarrow.float64(),
        1700: pyarrow.float64(),
        1082: pyarrow.date32(),
        1184: pyarrow.timestamp("us", tz="UTC"),
        1009: pyarrow.list_(pyarrow.string()),
    }


def _parquet_cell(value: object, has_type: bool) -> object:
    if isinstance(value, Decimal):
        return float(value)
    return value if has_type or value is None else str(_as_text(value))


def _csv_cell(value: object) -> object:
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return _as_text(value)


def _as_text(value: object) -> object:
    """Return instants in ISO 8601, lists and objects as JSON, other values as they are."""
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False, default=as_json) if isinstance(value, list | dict) else value
