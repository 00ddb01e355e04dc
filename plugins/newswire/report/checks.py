"""Data checks: queries under ``sql/checks`` that must find nothing, named for their rule; run after each load.

They select keys and numbers, never the words of an article: these rows go into logs and onto the desk page.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from psycopg2.extras import RealDictCursor

from newswire.db import Database, Row, execute
from newswire.report.show import as_json
from newswire.settings import SQL_DIR

FIRST_LINE = re.compile(r"-- severity: (?P<severity>stop|warn)\. (?P<rule>.+)")
MAX_ROWS_SAID = 10


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


def run_checks(db: Database) -> list[CheckResult]:
    """Run every check and return what each found, by name. A file without its first line raises ValueError."""
    return [_run_check(db, file) for file in sorted((SQL_DIR / "checks").glob("*.sql"))]


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
