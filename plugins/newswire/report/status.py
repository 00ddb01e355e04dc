"""How things stand: the last run and the health of every source, for a person or a monitor: the verb ``status``."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import IO

from newswire.db import Database, Row, fetch_row, fetch_rows
from newswire.report.show import as_json as json_value
from newswire.report.show import output_console, plain_text, print_table


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How things stand. ``last_run`` and its ``flow`` through the stages are None before the first run."""

    last_run: Row | None
    flow: Row | None
    sources: tuple[Row, ...]
    reprocessing: tuple[Row, ...]
    needs: tuple[str, ...]


def read_status(db: Database) -> Status:
    """Return how things stand. An unfinished run is no alarm by itself: it may be running."""
    sources = tuple(fetch_rows(db, "report/find_sources"))
    needs = [f"source {row['source']}: {row['attention']}" for row in sources if row["needs_attention"]]
    needs += [
        f"{row['kind'].replace('_', ' ')}: {row['subject']}: {row['detail']} (since {row['opened_at']:%Y-%m-%d %H:%M})"
        for row in fetch_rows(db, "report/find_alerts")
    ]
    run = fetch_row(db, "report/find_last_run")
    return Status(
        last_run=run,
        flow=fetch_row(db, "report/find_run_flow", {"run_id": run["run_id"]}) if run else None,
        sources=sources,
        reprocessing=tuple(fetch_rows(db, "report/find_reprocessing")),
        needs=tuple(needs),
    )


def print_status(db: Database, *, as_json: bool = False, out: IO[str] | None = None) -> bool:
    """Print how things stand and return whether all is well, so that no person is needed."""
    status = read_status(db)
    console = output_console(out)
    if as_json:
        said = {
            "last_run": status.last_run,
            "flow": status.flow,
            "sources": status.sources,
            "reprocessing": status.reprocessing,
            "needs_attention": status.needs,
        }
        console.file.write(json.dumps(said, ensure_ascii=False, default=json_value) + "\n")
        return not status.needs
    columns = ("source", "on", "last poll", "outcome", "last new", "articles", "remark")
    print_table(console, "Sources", columns, [_source_cells(row) for row in status.sources],
                limits=(30, 3, 16, 12, 16, 9, 40))  # fmt: skip
    if status.flow:
        stages = _flow_cells(status.flow)
        print_table(console, "The last run", ("stage", "in", "out", "of note"), stages, limits=(10, 10, 10, 80))
    console.print(_run_line(status.last_run), markup=False)
    for row in status.reprocessing:
        console.print(_reprocessing_line(row), markup=False)
    for need in status.needs:
        console.print(plain_text(f"needs a person: {need}"), markup=False)
    return not status.needs


def _source_cells(row: Row) -> tuple[object, ...]:
    times = (f"{row[name]:%Y-%m-%d %H:%M}" if row[name] else "never" for name in ("last_polled_at", "last_new_at"))
    polled, new = times
    is_on = "on" if row["is_enabled"] else "off"
    return row["source"], is_on, polled, row["last_outcome"], new, row["article_count"], row["last_detail"]


def _flow_cells(flow: Row) -> Iterator[tuple[object, ...]]:
    """Yield what went into each stage and came out, and why not all of it."""
    errors = (f"{count} sources: {kind}" for kind, count in flow["fetch_errors"].items())
    copies = (f"{flow['duplicates_found']} copies",) if flow["duplicates_found"] else ()
    speed = (f"{flow['words_per_s']:.0f} words a second",) if flow["words_per_s"] else ()
    lag = (f"the oldest waits for {timedelta(seconds=round(flow['lag_s']))}",) if flow["lag_s"] else ()
    stages = (
        ("acquire", flow["documents_read"], flow["documents_added"], errors),
        ("clean", flow["articles_read"], flow["articles_added"], copies),
        ("enrich", None, flow["annotations_added"], speed),
        ("load", None, flow["quotes_added"], lag),
    )
    for stage, went_in, came_out, notes in stages:
        skipped = (
            f"{count} rejected: {name.partition('.')[2]}"
            for name, count in flow["rejections"].items()
            if name.startswith(f"{stage}.")
        )
        yield stage, went_in, came_out, "; ".join((*notes, *skipped))


def _reprocessing_line(row: Row) -> str:
    left = f", about {timedelta(seconds=round(row['left_s']))} left" if row["left_s"] is not None else ""
    return (
        f"Reprocessing {row['run_id']} from {row['from_stage']} on: {row['done_count']} of {row['document_count']} "
        f"documents read{left}."
    )


def _run_line(run: Row | None) -> str:
    if run is None:
        return "No run yet."
    ended = f"ended {run['finished_at']:%H:%M}" if run["finished_at"] else "not ended"
    return (
        f"Last run {run['run_id']}: started {run['started_at']:%Y-%m-%d %H:%M} UTC, {ended}; "
        f"{run['articles_read']} articles read, {run['rejections_added']} newly rejected, "
        f"{run['rows_added']} rows added."
    )
