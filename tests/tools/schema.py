"""docs/schema.md, written from the database's own comments and from the questions under sql/cookbook.

``python -m tests.tools.schema`` writes it; with ``--check`` it only says whether it is what it should be (status 1: it
is not). The results of the questions were kept by ``python -m tests.tools.cookbook``. It needs the embedded Postgres
alone.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from itertools import groupby
from pathlib import Path

from newswire.connections import connect
from newswire.db import Row, fetch_rows
from newswire.migrate import migrate
from newswire.server import EmbeddedServer
from newswire.settings import REPOSITORY, SQL_DIR

PAGE = REPOSITORY / "docs" / "schema.md"
COOKBOOK = SQL_DIR / "cookbook"
RESULTS = REPOSITORY / "tests" / "report" / "cookbook"
# The view of which a column is the key; every other view that has it points there.
KEYS = {
    "article_id": "article", "story_id": "story", "story_version_id": "story_version", "quote_id": "quote",
    "mention_id": "mention", "entity_id": "entity", "speaker_entity_id": "entity", "about_entity_id": "entity",
    "other_entity_id": "entity", "origin_article_id": "article", "run_id": "run_summary", "last_run_id": "run_summary",
    "source": "source_health",
}  # fmt: skip
HEAD = """# Schema `report`

<!-- Written by `make docs` from the comments in the database: change sql/views, not this page. -->

The public face of Newswire: views for people who know SQL. They show what may be shown at the moment of asking. A
killed or withheld story is in none of them, a corrected one has its new words only, an embargoed one waits for its
hour.
`make psql` opens the database; `GRANT newswire_reader TO somebody` lets somebody read these views and nothing else.

- **Times** are UTC, their names end in `_at`; a `day` is a UTC day. Bound views by `dated_at` or `day`.
- **Places** in a text count characters of `article.body` from 0, the end exclusive:
  `substr(body, start_char + 1, end_char - start_char)`.
- **Copies.** Articles with one text share a `cluster_id`. *How often was it said*: count `quote` with
  `NOT is_repeated`, or `count(DISTINCT statement_id)`. *How far did it travel*: `reach_article_count` and
  `reach_source_count`, or `syndication`.
- **Freshness.** Views read the tables, so they are as new as the last load; `entity_article`, `entity_day`,
  `entity_pair` and `version_change` count new articles from the next refresh on (DAG `refresh_reports`;
  `python -m newswire run` too).
- **Search.** Words by `article_search` and `quote_search`, names by `entity ILIKE '%part%'` on `entity`.
- **Export.** `python -m newswire report NAME --from DAY --to DAY --format csv`, or `json`, `parquet`. In CSV, text that
  a spreadsheet would take for a formula (it begins with `=`, `+`, `-`, `@`, a tab) has an apostrophe in front.
"""


def read_columns(dsn: str) -> list[Row]:
    """Return view, view_comment, column_name, type and comment of each column of schema report, in order."""
    with closing(connect(dsn)) as db:
        return fetch_rows(db, "report/find_columns")


def write_page(columns: list[Row]) -> str:
    """Return the page."""
    views = {name: list(rows) for name, rows in groupby(columns, key=lambda row: row["view"])}
    parts = [HEAD, "## How the views hang together\n", *_diagram(views), "\n## Views\n", *_contents(views)]
    for name, rows in views.items():
        parts.extend(_view(name, rows))
    parts.extend(_cookbook())
    return "\n".join(parts) + "\n"


def _diagram(views: dict[str, list[Row]]) -> Iterator[str]:
    yield "```mermaid\nerDiagram"
    for name, rows in views.items():
        for row in rows:
            target = KEYS.get(row["column_name"])
            if target and target not in {name, "source_health"}:
                yield f'    {target} ||--o{{ {name} : "{row["column_name"]}"'
    yield "```\n\nEvery view with a column `source` also joins `source_health`."


def _contents(views: dict[str, list[Row]]) -> Iterator[str]:
    yield "| view | what it holds |\n|---|---|"
    for name, rows in views.items():
        yield f"| [`{name}`](#{name}) | {_cell(rows[0]['view_comment'].split('. ')[0].rstrip('.'))} |"


def _view(name: str, rows: list[Row]) -> Iterator[str]:
    yield f"\n### {name}\n\n{rows[0]['view_comment']}\n\n| column | type | meaning |\n|---|---|---|"
    for row in rows:
        yield f"| `{row['column_name']}` | {row['type']} | {_cell(row['comment'])} |"


def _cookbook() -> Iterator[str]:
    files = sorted(COOKBOOK.glob("*.sql"))
    yield f"\n## Cookbook\n\n{len(files)} questions, with what they find in the sample wire (`make run`)."
    yield "Each is a file in `sql/cookbook`, and a test."
    for number, file in enumerate(files, 1):
        question, _, query = file.read_text(encoding="utf-8").partition("\n")
        yield f"\n### {number}. {question.removeprefix('-- ')}\n\n`sql/cookbook/{file.name}`\n"
        yield f"```sql\n{query.strip()}\n```\n"
        yield (RESULTS / f"{file.stem}.md").read_text(encoding="utf-8").strip()


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main() -> int:
    """Write the page, or check it."""
    with tempfile.TemporaryDirectory() as folder, EmbeddedServer(Path(folder) / "postgres") as dsn:
        migrate(dsn)
        page = write_page(read_columns(dsn))
    if "--check" not in sys.argv:
        PAGE.write_text(page, encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page:
        print("docs/schema.md is not what the database and sql/cookbook say: run `make docs`", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
