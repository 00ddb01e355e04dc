"""The questions of sql/cookbook, asked as a reader asks them, and their answers as tables in Markdown.

``python -m tests.tools.cookbook`` ingests the sample wire into a database of its own, through Airflow, and keeps the
answers beside the tests (tests/report/cookbook), where docs/schema.md takes them from.
"""

import os
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from newswire.connections import connect
from newswire.db import Database
from newswire.report.refresh import refresh_reports
from newswire.report.show import plain_text
from newswire.settings import REPOSITORY, SQL_DIR

QUESTIONS = sorted((SQL_DIR / "cookbook").glob("*.sql"))
ANSWERS = REPOSITORY / "tests" / "report" / "cookbook"
CELL_LIMIT = 110


def ask(db: Database, question: Path) -> str:
    """Return the answer as a table in Markdown, asked in the role that sees schema report alone."""
    with db.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE newswire_reader")
        cursor.execute(question.read_text(encoding="utf-8"))
        columns, rows = [column.name for column in cursor.description or ()], cursor.fetchall()
        cursor.execute("RESET ROLE")
    lines = [columns, ["---"] * len(columns), *([_cell(value) for value in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def _cell(value: object) -> str:
    if isinstance(value, list):
        value = ", ".join(map(str, value))
    text = plain_text(value, CELL_LIMIT)
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")


def main() -> int:
    """Ingest the sample wire and keep the answers."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["NEWSWIRE_RUN_DIR"] = folder
        os.environ.pop("NEWSWIRE_DSN", None)
        from newswire.local import ready_database, run_dag

        with ready_database() as dsn:
            run_dag({})
            with closing(connect(dsn)) as db, db:
                refresh_reports(db)
                ANSWERS.mkdir(exist_ok=True)
                for question in QUESTIONS:
                    (ANSWERS / f"{question.stem}.md").write_text(ask(db, question), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
