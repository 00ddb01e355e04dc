"""Data checks: queries under ``sql/checks`` that must find nothing, named for their rule; run after each load.

They look at the articles that the temporary table ``checked`` names: after a load, what was loaded since the rule last
found nothing, so that a night's checks cost the same however much is stored; once a week everything. They select keys
and numbers, never the words of an article: these rows go into logs and onto the desk page.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

from psycopg2.extras import RealDictCursor

from newswire.db import Database, Row, execute, fetch_rows
from newswire.report.show import as_json
from newswire.settings import SQL_DIR

FIRST_LINE = re.compile(r"-- severity: (?P<severity>stop|warn)\. (?P<rule>.+)")
MAX_ROWS_SAID = 10
EVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """What one check found: the first 100 rows that break its rule. ``severity`` is 'stop' or 'warn'."""

    name: str
    severity: str
    rule: str
    rows: tuple[Row, ...]

    def in_words(self) -> str:
        """Return one line for a log, with the keys of the first rows."""
        rows = json.dumps(self.rows[:MAX_ROWS_SAID], default=as_json)
        return f"{self.name} ({self.severity}): {len(self.rows)} rows: {self.rule} {rows}"


def run_checks(db: Database, run_id: int | None = None) -> list[CheckResult]:
    """Run every check and return what each found, by name. A file without its first line raises ValueError.

    With a run, each looks at what was loaded since it last found nothing: a rule that is broken stays so until it is
    mended. Without one, or for a rule that never found nothing, it looks at everything.
    """
    said = fetch_rows(db, "report/find_checked_since", {"run_id": run_id})
    since: dict[str, datetime] = {row["name"]: row["since"] for row in said}

    def begin(file: Path) -> datetime:
        return since.get(file.stem, EVER)

    results = []
    for moment, files in groupby(sorted((SQL_DIR / "checks").glob("*.sql"), key=begin), begin):
        look_at(db, moment)
        results += [_run_check(db, file) for file in files]
    execute(db, "report/prefer_lookups", {"reading": "on"})
    return sorted(results, key=lambda result: result.name)


def look_at(db: Database, since: datetime) -> None:
    """Let the checks of this transaction look at what was loaded since; at everything since EVER."""
    execute(db, "report/create_checked")
    execute(db, "report/delete_checked")
    if since == EVER:
        execute(db, "report/insert_checked_all")
    else:
        execute(db, "report/insert_checked", {"since": since})
    execute(db, "report/prefer_lookups", {"reading": "on" if since == EVER else "off"})
    execute(db, "report/analyse_checked")


def record_checks(db: Database, run_id: int, results: Iterable[CheckResult], now: datetime) -> None:
    """Keep the results for ``report.check_result``; those of the same run are replaced."""
    for result in results:
        said = {
            "run_id": run_id,
            "name": result.name,
            "severity": result.severity,
            "rule": result.rule,
            "row_count": len(result.rows),
            "failing_rows": json.dumps(result.rows[:MAX_ROWS_SAID], default=as_json),
            "now": now,
        }
        execute(db, "report/upsert_check_result", said)


def _run_check(db: Database, file: Path) -> CheckResult:
    query = file.read_text(encoding="utf-8")
    said = FIRST_LINE.match(query)
    if said is None:
        raise ValueError(f"{file}: the first line must say '-- severity: stop|warn. The rule.'")
    with db.cursor(cursor_factory=RealDictCursor) as cursor:
        cursor.execute(query)
        rows = tuple(dict(row) for row in cursor.fetchall())
    return CheckResult(name=file.stem, severity=said["severity"], rule=said["rule"].strip(), rows=rows)
