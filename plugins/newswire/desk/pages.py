"""The pages over runs, sources, names and corrections: what each template shows, out of schema ``report``."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from newswire.db import Database, Row, fetch_row, fetch_rows
from newswire.desk import charts
from newswire.desk.asked import Asked, Place
from newswire.desk.finds import CHANGE_KINDS, LABEL_GROUPS, LABELS

RUNS_SHOWN = 14
STATEMENTS_SHOWN = 6
NAMES_SHOWN = 25
CHANGES_PER_PAGE = 20
BEGINNING_CHARS = 80
PERIODS = ("7", "28", "91", "364")
DAILY_UP_TO_DAYS = 28  # a longer period is drawn by weeks


def today(db: Database, _asked: Asked, now: datetime) -> dict[str, Any]:
    """Show the newest run in numbers beside the runs before it, what needs a person, and what was said."""
    runs = fetch_rows(db, "desk/find_runs", {"row_limit": RUNS_SHOWN})
    statements = fetch_rows(db, "desk/find_newest_statements", {"now": now, "row_limit": STATEMENTS_SHOWN})
    find_texts(db, statements)
    return {
        "now": now,
        "run": runs[0] if runs else None,
        "runs": runs[::-1],
        "checks": fetch_row(db, "desk/find_check_count"),
        "failed_checks": fetch_rows(db, "desk/find_failed_checks"),
        "troubled_sources": [row for row in fetch_rows(db, "report/find_sources") if row["needs_attention"]],
        "reprocessing": fetch_rows(db, "report/find_reprocessing"),
        "statements": statements,
    }


def sources(db: Database, _asked: Asked, now: datetime) -> dict[str, Any]:
    """Show every source with its health and its last 28 days."""
    rows = fetch_rows(db, "report/find_sources")
    return {
        "sources": [row for row in rows if row["is_enabled"]],
        "off": [row for row in rows if not row["is_enabled"]],
        "days": _days_until(now.date(), 28),
    }


def names(db: Database, asked: Asked, now: datetime) -> dict[str, Any]:
    """Show who was quoted most, or who and what was named most, and how that went over time."""
    who = asked.choice("who", ("speakers", "entities"), "speakers")
    label = asked.choice("label", ("any", *LABELS), "any")
    days = int(asked.choice("days", PERIODS, "28"))
    last = asked.day("until") or now.date()
    shown = _days_until(last, days)
    query = "desk/find_speakers_by_day" if who == "speakers" else "desk/find_entities_by_day"
    wanted = {"first": shown[0], "last": last, "labels": LABELS.get(label), "row_limit": NAMES_SHOWN}
    rows = fetch_rows(db, query, wanted)
    width = 1 if days <= DAILY_UP_TO_DAYS else 7
    for row in rows:
        row["group"] = LABEL_GROUPS.get(row["label"])
        row["series"] = charts.spread(_by_day(row["by_day"]), shown, width)
    newest = None if rows else fetch_row(db, "desk/find_newest_day")
    return {
        "who": who, "label": label, "labels": list(LABELS), "days": str(days), "periods": PERIODS,
        "first": shown[0], "last": last, "is_weekly": width > 1, "starts": shown[::width], "rows": rows,
        "most": max((max(row["series"]) for row in rows), default=0),
        "newest_day": newest["day"] if newest else None,
    }  # fmt: skip


def corrections(db: Database, asked: Asked, _now: datetime) -> dict[str, Any]:
    """Show a page of corrections, kills and holds, with what each changed."""
    kind = asked.choice("kind", ("any", *CHANGE_KINDS), "any")
    source = asked.words("source")
    before = asked.place("before")
    wanted = {
        "kind": None if kind == "any" else kind,
        "source": source,
        "before_at": before and before.dated_at,
        "before_key": before and before.key,
        "row_limit": CHANGES_PER_PAGE + 1,
    }
    rows = fetch_rows(db, "desk/find_corrections", wanted)
    shown = rows[:CHANGES_PER_PAGE]
    return {
        "kind": kind, "kinds": CHANGE_KINDS, "source": source, "changes": shown, "is_first": before is None,
        "source_names": source_names(db),
        "older": older_place(shown, "received_at", "story_version_id") if len(rows) > len(shown) else None,
    }  # fmt: skip


def source_names(db: Database) -> list[str]:
    """Return the names of all sources, for a list to choose from."""
    return [row["source"] for row in fetch_rows(db, "desk/find_source_names")]


def find_texts(db: Database, rows: Sequence[Row]) -> dict[int, str]:
    """Return the texts of the articles of these rows; a row without a headline gets the beginning of its text."""
    wanted = sorted({row["article_id"] for row in rows})
    texts = {row["article_id"]: row["body"] for row in fetch_rows(db, "desk/find_texts", {"article_ids": wanted})}
    for row in rows:
        row["headline"] = row["headline"] or texts[row["article_id"]][:BEGINNING_CHARS] + "\u2026"
    return texts


def older_place(rows: list[Row], time: str, key: str) -> Place:
    """Return where the page after these rows begins."""
    return Place(dated_at=rows[-1][time], key=rows[-1][key])


def _days_until(last: date, count: int) -> list[date]:
    # The calendar ends (and begins) somewhere: a period that passes its first day is cut there.
    return [last - timedelta(days=back) for back in range(min(count, last.toordinal()) - 1, -1, -1)]


def _by_day(counts: Mapping[str, int]) -> dict[date, int]:
    return {date.fromisoformat(day): count for day, count in counts.items()}
