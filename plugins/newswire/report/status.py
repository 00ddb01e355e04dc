"""How things stand: the last run and the health of every source, for a person or a monitor: the verb ``status``."""

import json
from dataclasses import dataclass
from typing import IO

from newswire.db import Database, Row, fetch_row, fetch_rows
from newswire.report.show import as_json as json_value
from newswire.report.show import output_console, print_table


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The last run (None before the first), the sources by name, and what needs a person, in words."""

    last_run: Row | None
    sources: tuple[Row, ...]
    needs: tuple[str, ...]


def read_status(db: Database) -> Status:
    """Return how things stand. An unfinished run is no alarm by itself: it may be running."""
    sources = tuple(fetch_rows(db, "report/find_sources"))
    needs = [f"source {row['source']}: {row['attention']}" for row in sources if row["needs_attention"]]
    return Status(last_run=fetch_row(db, "report/find_last_run"), sources=sources, needs=tuple(needs))


def print_status(db: Database, *, as_json: bool = False, out: IO[str] | None = None) -> bool:
    """Print how things stand and return whether all is well, so that no person is needed."""
    status = read_status(db)
    console = output_console(out)
    if as_json:
        said = {"last_run": status.last_run, "sources": status.sources, "needs_attention": status.needs}
        console.file.write(json.dumps(said, ensure_ascii=False, default=json_value) + "\n")
        return not status.needs
    columns = ("source", "on", "last poll", "outcome", "last new", "articles", "remark")
    print_table(console, "Sources", columns, [_source_cells(row) for row in status.sources],
                limits=(30, 3, 16, 12, 16, 9, 40))  # fmt: skip
    console.print(_run_line(status.last_run), markup=False)
    for need in status.needs:
        console.print(f"needs a person: {need}", markup=False)
    return not status.needs


def _source_cells(row: Row) -> tuple[object, ...]:
    times = (f"{row[name]:%Y-%m-%d %H:%M}" if row[name] else "never" for name in ("last_polled_at", "last_new_at"))
    polled, new = times
    is_on = "on" if row["is_enabled"] else "off"
    return row["source"], is_on, polled, row["last_outcome"], new, row["article_count"], row["last_detail"]


def _run_line(run: Row | None) -> str:
    if run is None:
        return "No run yet."
    ended = f"ended {run['finished_at']:%H:%M}" if run["finished_at"] else "not ended"
    return (
        f"Last run {run['run_id']}: started {run['started_at']:%Y-%m-%d %H:%M} UTC, {ended}; "
        f"{run['articles_read']} articles read, {run['rejections_added']} newly rejected, "
        f"{run['rows_added']} rows added."
    )
