"""The summary of a run at the terminal: what was read, what was skipped and why, and who said what."""

from collections.abc import Mapping
from typing import Any

from rich.console import Console

from newswire.db import Database, fetch_row, fetch_rows
from newswire.errors import UsageError
from newswire.report.show import output_console, plain_text, print_table

REJECTION_ROWS = 20
ENTITY_ROWS = 12
QUOTE_ROWS = 20
MEASURES = {
    "articles_read": "articles read",
    "versions_added": "new versions of stories",
    "articles_added": "new texts",
    "duplicates_found": "duplicates among them",
    "rejections_added": "newly rejected",
    "entities_added": "new entities",
    "mentions_added": "mentions",
    "quotes_added": "quotes",
}


def print_summary(db: Database, run_id: int, console: Console | None = None) -> None:
    """Print what the run did; the last line says how many rows it added. Raises UsageError for an unknown run."""
    console = console or output_console()
    run = fetch_row(db, "report/find_run", {"run_id": run_id})
    if run is None:
        raise UsageError(f"no run {run_id}")
    _print_sources(db, run_id, console)
    _print_rejections(db, run_id, console, run["rejections_added"])
    if run["rows_added"]:
        _print_entities(db, run_id, console)
        _print_quotes(db, run_id, console)
    console.print(", ".join(f"{run[measure]} {words}" for measure, words in MEASURES.items()))
    console.print(f"rows added: {run['rows_added']}" if run["rows_added"] else "Nothing new: 0 rows added.")


def _print_sources(db: Database, run_id: int, console: Console) -> None:
    rows = fetch_rows(db, "report/find_run_sources", {"run_id": run_id})
    print_table(
        console,
        "Sources",
        ("source", "outcome", "documents", "new", "articles shown", "remark"),
        [
            (r["source"], r["outcome"], r["document_count"], r["new_count"], r["article_count"], _remark(r))
            for r in rows
        ],
        limits=(30, 12, 9, 9, 9, 60),
    )


def _remark(row: Mapping[str, Any]) -> str:
    failures = row["consecutive_failure_count"]
    return (row["detail"] or "") + (f" ({failures} times in a row)" if failures > 1 else "")


def _print_rejections(db: Database, run_id: int, console: Console, count: int) -> None:
    rows = fetch_rows(db, "report/find_run_rejections", {"run_id": run_id, "row_limit": REJECTION_ROWS})
    if not rows:
        return
    columns = ("source", "reason", "what", "detail")
    cells = [(r["source"], r["reason"], r["reference"], r["detail"]) for r in rows]
    print_table(console, "Rejected", columns, cells, limits=(24, 20, 48, 48))
    if count > len(rows):
        console.print(f"... and {count - len(rows)} more: see report.rejection\n", markup=False)


def _print_entities(db: Database, run_id: int, console: Console) -> None:
    rows = fetch_rows(db, "report/find_run_entities", {"run_id": run_id, "row_limit": ENTITY_ROWS})
    cells = [(r["entity"], r["label"], r["story_count"], r["mention_count"]) for r in rows]
    print_table(console, "Top entities", ("entity", "kind", "texts", "mentions"), cells, limits=(50, 12, 8, 8))


def _print_quotes(db: Database, run_id: int, console: Console) -> None:
    rows = fetch_rows(db, "report/find_run_quotes", {"run_id": run_id, "row_limit": QUOTE_ROWS})
    cells = [(r["speaker"], plain_text(r["quote"]), r["source"], r["headline"]) for r in rows]
    print_table(console, "Who said what", ("speaker", "quote", "source", "article"), cells, limits=(24, 66, 18, 36))
