"""The digest of a run, as Markdown and as HTML: what a desk reads in the morning.

All that it shows came with articles, and is hostile: it is escaped, and the page allows no script and loads nothing.
"""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newswire.db import Database, Row, fetch_row, fetch_rows
from newswire.errors import UsageError
from newswire.report.show import plain_text
from newswire.report.summary import MEASURES

QUOTE_ROWS = 30
ENTITY_ROWS = 15
REJECTION_ROWS = 30
CELL_LIMIT = 300  # characters
MARKUP = re.compile(r"([\\`*_{}\[\]()#!|~>]|:(?=//)|(?<=www)\.)")  # in a cell; the last two make links of addresses
STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}"
    "table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;"
    "border-bottom:1px solid #8886}"
)
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A titled table, or a sentence where it has no rows."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    if_empty: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What is written of one run, before it is Markdown or HTML."""

    title: str
    numbers: str
    sections: tuple[Section, ...]


def write_digest(db: Database, run_id: int, folder: Path) -> list[Path]:
    """Write ``run-N.md`` and ``run-N.html`` into the folder and return their paths; an earlier pair is replaced.

    Raises UsageError for an unknown run.
    """
    digest = read_digest(db, run_id)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for suffix, text in (("md", as_markdown(digest)), ("html", as_html(digest))):
        path = folder / f"run-{run_id}.{suffix}"
        unfinished = path.with_suffix(f".{suffix}.part")
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(path)  # a reader never sees half a digest
        written.append(path)
    return written


def read_digest(db: Database, run_id: int) -> Digest:
    """Return what there is to say of a run. Raises UsageError for an unknown run."""
    run = fetch_row(db, "report/find_run", {"run_id": run_id})
    if run is None:
        raise UsageError(f"no run {run_id}")

    def section(title: str, query: str, columns: dict[str, str], if_empty: str, limit: int = 100) -> Section:
        rows = fetch_rows(db, query, {"run_id": run_id, "row_limit": limit})
        cells = tuple(tuple(_cell(row, name) for name in columns) for row in rows)
        return Section(title=title, columns=tuple(columns.values()), rows=cells, if_empty=if_empty)

    return Digest(
        title=f"Newswire, run {run_id}, {run['started_at']:%Y-%m-%d %H:%M} UTC",
        numbers=", ".join(f"{run[measure]} {words}" for measure, words in MEASURES.items()),
        sections=(
            section("Needs a person", "report/find_attention", {"source": "source", "attention": "why"}, "Nothing."),
            section(
                "Corrections, kills and holds", "report/find_run_corrections",
                {"kind": "what", "source": "source", "headline": "story", "word_diff": "what changed"}, "None.",
            ),
            section(
                "Who said what", "report/find_run_quotes",
                {"speaker": "speaker", "quote": "quote", "source": "source", "headline": "article"},
                "No quotes.", QUOTE_ROWS,
            ),
            section(
                "Most in the news", "report/find_run_entities",
                {"entity": "name", "label": "kind", "story_count": "texts", "mention_count": "mentions"},
                "No names.", ENTITY_ROWS,
            ),
            section(
                "Skipped", "report/find_run_rejections",
                {"source": "source", "reason": "reason", "reference": "what", "detail": "detail"},
                "Nothing.", REJECTION_ROWS,
            ),
            section(
                "Data checks that failed", "report/find_run_checks",
                {"check_name": "rule", "severity": "severity", "row_count": "rows", "rule": "in words"}, "None.",
            ),
        ),
    )  # fmt: skip


def as_markdown(digest: Digest) -> str:
    """Return the digest as Markdown (CommonMark with tables)."""
    lines = [f"# {_escape(digest.title)}", "", _escape(digest.numbers), ""]
    for part in digest.sections:
        lines += [f"## {part.title}", ""]
        if part.rows:
            lines += [_markdown_row(part.columns), _markdown_row(["---"] * len(part.columns))]
            lines += [_markdown_row([_escape(plain_text(value)) for value in row]) for row in part.rows]
        else:
            lines.append(part.if_empty)
        lines.append("")
    return "\n".join(lines)


def as_html(digest: Digest) -> str:
    """Return the digest as one HTML page that asks for nothing else."""
    parts = [
        '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        '<meta name="viewport" content="width=device-width">',
        f"<title>{html.escape(digest.title)}</title>\n<style>{STYLE}</style>",
        f"<h1>{html.escape(digest.title)}</h1>\n<p>{html.escape(digest.numbers)}</p>",
    ]
    for part in digest.sections:
        parts.append(f"<h2>{html.escape(part.title)}</h2>")
        if not part.rows:
            parts.append(f"<p>{html.escape(part.if_empty)}</p>")
            continue
        parts.append(f"<table>\n<thead>{_html_row(part.columns, 'th')}</thead>\n<tbody>")
        parts += [_html_row(row, "td") for row in part.rows]
        parts.append("</tbody>\n</table>")
    return "\n".join(parts) + "\n</html>\n"


def _cell(row: Row, name: str) -> Any:  # noqa: ANN401 - whatever a column holds
    value = row[name]
    return plain_text(value.replace("\n", " … "), CELL_LIMIT) if isinstance(value, str) else value


def _escape(text: str) -> str:
    """Return text that Markdown shows as it is: no markup, no HTML, no link that nobody wrote."""
    return MARKUP.sub(r"\\\1", text).replace("&", "&amp;").replace("<", "&lt;")


def _markdown_row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _html_row(cells: Sequence[object], tag: str) -> str:
    return f"<tr>{''.join(f'<{tag}>{html.escape(plain_text(cell))}</{tag}>' for cell in cells)}</tr>"
