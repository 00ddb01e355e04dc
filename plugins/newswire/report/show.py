"""Rows for people's eyes: hostile text made harmless, tables that fit, and values as JSON."""

import sys
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO

from psycopg2.extras import Range
from rich.console import Console
from rich.table import Table
from rich.text import Text

WIDTH = 120  # where the output is no terminal, which has a width of its own


def output_console(out: IO[str] | None = None) -> Console:
    """Return a console on ``out`` (standard output by default); a file or a pipe gets plain text of a fixed width."""
    file = out or sys.stdout
    return Console(file=file, width=None if file.isatty() else WIDTH, highlight=False, emoji=False)


def plain_text(value: object, limit: int | None = None) -> str:
    r"""Return the value on one line, without control or format characters, cut to ``limit`` characters.

    Escape sequences of a terminal and marks that turn the direction of writing lose their first character.

    >>> plain_text("a\x1b[31mb\n  c")
    'a[31mb c'
    >>> plain_text("the minister said", 9)
    'the mini…'
    """
    text = "" if value is None else str(value)
    if limit is not None:
        text = text[: limit * 4 + 4]  # what can't be shown need not be looked at
    line = " ".join("".join(c for c in text if c.isspace() or unicodedata.category(c)[0] != "C").split())
    return line if limit is None or len(line) <= limit else line[: limit - 1].rstrip() + "…"


def print_table(
    console: Console,
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    limits: Sequence[int] = (),
) -> None:
    """Print a table; ``limits`` are the most characters of each column. Nothing in a cell is taken for markup."""
    table = Table(title=title, title_justify="left", title_style="bold", show_edge=False, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        cells = (plain_text(value, limits[n] if limits else None) for n, value in enumerate(row))
        table.add_row(*(Text(cell) for cell in cells))
    console.print(table)
    console.print()


def as_json(value: object) -> object:
    """Return what ``json.dumps(default=...)`` asks for: instants in ISO 8601, ranges as Postgres writes them."""
    match value:
        case datetime() | date():
            return value.isoformat()
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case Range() | memoryview():
            return str(value)
        case _:
            raise TypeError(f"no JSON form for {type(value).__name__}")
