"""Data checks: queries under ``sql/checks`` that must find nothing, named for their rule; run after each load."""

import re
from dataclasses import dataclass
from pathlib import Path

from psycopg2.extras import RealDictCursor

from newswire.db import Database, Row
from newswire.settings import SQL_DIR

FIRST_LINE = re.compile(r"-- severity: (?P<severity>stop|warn)\. (?P<rule>.+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """What one check found: the first 100 rows that break its rule. ``severity`` is 'stop' or 'warn'."""

    name: str
    severity: str
    rule: str
    rows: tuple[Row, ...]


def run_checks(db: Database) -> list[CheckResult]:
    """Run every check and return what each found, by name. A file without its first line raises ValueError."""
    return [_run_check(db, file) for file in sorted((SQL_DIR / "checks").glob("*.sql"))]


def _run_check(db: Database, file: Path) -> CheckResult:
    query = file.read_text(encoding="utf-8")
    said = FIRST_LINE.match(query)
    if said is None:
        raise ValueError(f"{file}: the first line must say '-- severity: stop|warn. The rule.'")
    with db.cursor(cursor_factory=RealDictCursor) as cursor:
        cursor.execute(query)
        rows = tuple(dict(row) for row in cursor.fetchall())
    return CheckResult(name=file.stem, severity=said["severity"], rule=said["rule"].strip(), rows=rows)
