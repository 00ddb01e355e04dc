"""How fast rows are loaded: ours beside the ways that a client usually takes, the same rows in one run.

``python -m tests.bench.load`` prints rows per second and microseconds for an article with 30 rows: of our load (names,
aliases, mentions, quotes and who is spoken about, then the pointer of the reports, all checks and indexes as in
production); of INSERT row by row, each committed, ``executemany`` and ``execute_values`` into the same tables; and of a
bare COPY into unlogged tables without index, which is what the server can do at all. ``--growth`` measures instead what
a load and some reports cost at 10 thousand to 1 million stored articles.
"""

import argparse
import hashlib
import io
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from psycopg2.extras import execute_values

from newswire.connections import connect
from newswire.db import Database
from newswire.load.annotations import add_annotations
from newswire.load.stories import load_stories
from newswire.load.versions import StagedVersion, add_versions
from newswire.migrate import migrate
from newswire.records import CleanText, ParsedItem, SourceFormat
from newswire.server import EmbeddedServer
from tests.bench.made_up import make_up
from tests.versions import NOW

ANNOTATOR = "bench"
BATCH = 200
MENTIONS, QUOTES, QUOTED = 20, 6, 4  # 30 rows
TABLES = {
    "news.mention": "article_id, entity_id, start_char, end_char, text, role, annotator_version",
    "news.quote": "article_id, spans, text, kind, speaker_span, speaker_text, speaker_canonical, speaker_entity_id,"
    " confidence, annotator_version",
    "news.quote_mention": "quote_id, mention_id, article_id",
}
REPORTS = {
    "quotes of a day": "SELECT * FROM report.quote WHERE dated_at >= '2026-11-10' AND dated_at < '2026-11-11'",
    "articles of an hour": "SELECT * FROM report.article WHERE dated_at >= '2026-11-10'"
    " AND dated_at < '2026-11-10 01:00'",
}


def main() -> None:
    """Print the table that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--growth", action="store_true")
    parser.add_argument("--stored", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, EmbeddedServer(Path(folder) / "postgres") as dsn:
        migrate(dsn)
        with closing(connect(dsn)) as db:
            if options.growth:
                growth(db, options.stored)
            else:
                compare(db, options.articles)


def compare(db: Database, count: int) -> None:
    """Print what each way of loading the same rows costs."""
    make_up(db, 0, 10_000)
    prepare(db, 0, count)
    results = {"ours (COPY to staging, one INSERT a table)": (ours(db), count)}
    rows = {table: fetch(db, table, columns) for table, columns in TABLES.items()}
    for name, way, share in (
        ("bare COPY, unlogged, no index", bare_copy, 1.0),
        ("execute_values", values, 1.0),
        ("executemany", many, 0.25),
        ("INSERT row by row, each committed", single, 0.05),
    ):
        part = {table: found[: int(len(found) * share)] for table, found in rows.items()}
        clear(db)
        results[name] = (way(db, part), int(count * share))
    print(f"{count} articles, {MENTIONS + QUOTES + QUOTED} rows each, 10,000 stored before")
    print("| way | rows/s | microseconds an article |\n|---|---|---|")
    for name, (seconds, articles) in results.items():
        rate = articles * (MENTIONS + QUOTES + QUOTED) / seconds
        print(f"| {name} | {rate:,.0f} | {seconds / articles * 1e6:,.0f} |")


def growth(db: Database, sizes: Sequence[int]) -> None:
    """Print what loading an article and a report cost as the number of stored articles grows."""
    print("| stored articles | load, microseconds an article | " + " | ".join(f"{name}, ms" for name in REPORTS) + " |")
    print("|---|---|" + "---|" * len(REPORTS))
    stored = loaded = 0
    for size in sizes:
        step = max(1, min(50_000, size - stored))
        for first in range(stored, size, step):
            make_up(db, first, min(first + step, size))
        stored = size
        costs = []
        for _again in range(3):
            prepare(db, loaded, loaded + 600)
            loaded += 600
            costs.append(ours(db) / 600 * 1e6)
        times = [min(timed(lambda query=query: report(db, query)) for _again in range(3)) for query in REPORTS.values()]
        print(f"| {size:,} | {min(costs):,.0f} | " + " | ".join(f"{seconds * 1000:,.0f}" for seconds in times) + " |")


def prepare(db: Database, first: int, end: int) -> None:
    """Load versions number ``first`` to ``end`` and keep their annotations: what is left is what load does."""
    with db, db.cursor() as cursor:
        cursor.execute("SELECT min(source_id), min(run_id), min(raw_document_id) FROM news.raw_document")
        source_id, run_id, document_id = cursor.fetchone() or (0, 0, 0)
    for start in range(first, end, BATCH):
        numbers = range(start, min(start + BATCH, end))
        with db:
            add_versions(
                db,
                [
                    StagedVersion(
                        source_id=source_id, raw_document_id=document_id, run_id=run_id, received_at=NOW,
                        item=ParsedItem(
                            source_format=SourceFormat.NINJS, guid=f"bench {n}", version=1, body=body(n),
                            published_at=NOW,
                        ),
                        clean=CleanText(body=body(n), language="en"), cleaner_version="bench",
                    )
                    for n in numbers
                ],
            )  # fmt: skip
            add_annotations(db, ANNOTATOR, [(hashlib.sha256(body(n).encode()).digest(), document(n)) for n in numbers])
    with db, db.cursor() as cursor:
        cursor.execute("ANALYZE news.story_version, news.article, news.annotation")


def body(number: int) -> str:
    """Return the text of one article; the bench does not read it."""
    return f"Text {number}. " * 60


def document(number: int) -> dict[str, Any]:
    """Return an annotation with 20 mentions of names, most of them known, and 6 quotes, 4 of them about somebody."""
    names = [f"Person {1 + (number * 31 + k * 7) % 5000}" for k in range(MENTIONS - 1)] + [f"Newcomer {number}"]
    entities = [
        {
            "start_char": 20 * k, "end_char": 20 * k + len(name), "text": name, "label": "PERSON", "canonical": name,
            "ids": {}, "role": None, "field": None,
        }
        for k, name in enumerate(names)
    ]  # fmt: skip
    quotes = [
        {
            "spans": [[start, start + 19]], "text": f"We said so {number}", "kind": "direct", "cue": None,
            "speaker": {
                "start_char": 0, "end_char": len(names[k]), "text": names[k], "canonical": names[k], "kind": "named",
            },
            "addressee": None, "confidence": 0.9,
        }
        for k, start in enumerate([*(40 * k for k in range(QUOTED)), 1000, 1100])
    ]  # fmt: skip
    return {"entities": entities, "quotes": quotes}


def ours(db: Database) -> float:
    """Load what waits and return the seconds."""

    def load() -> None:
        last: int | None = 0
        while last is not None:
            with db:
                last = load_stories(
                    db, annotator_version=ANNOTATOR, after_story_id=last, batch_size=BATCH
                ).last_story_id

    return timed(load)


def fetch(db: Database, table: str, columns: str) -> list[tuple[Any, ...]]:
    """Return the rows that ours has loaded."""
    with db, db.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns} FROM {table} WHERE article_id IN"
            " (SELECT article_id FROM news.article WHERE annotator_version = %s)",
            (ANNOTATOR,),
        )
        return [tuple(str(v) if isinstance(v, list | dict) or hasattr(v, "lower_inc") else v for v in row)
                for row in cursor.fetchall()]  # fmt: skip


def clear(db: Database) -> None:
    """Take the rows out again, so that the next way finds what the one before found."""
    with db, db.cursor() as cursor:
        for table in ("quote_mention", "quote", "mention"):
            cursor.execute(
                f"DELETE FROM news.{table} WHERE article_id IN"
                " (SELECT article_id FROM news.article WHERE annotator_version = %s)",
                (ANNOTATOR,),
            )
    db.autocommit = True
    with db.cursor() as cursor:
        cursor.execute("VACUUM news.quote_mention, news.quote, news.mention")
    db.autocommit = False


def bare_copy(db: Database, rows: dict[str, list[tuple[Any, ...]]]) -> float:
    """COPY the rows into unlogged tables without index or check."""
    with db, db.cursor() as cursor:
        for table, columns in TABLES.items():
            name = table.replace("news.", "bare_")
            cursor.execute(f"CREATE UNLOGGED TABLE {name} AS SELECT {columns} FROM {table} WITH NO DATA")

    def load() -> None:
        with db, db.cursor() as cursor:
            for table, found in rows.items():
                lines = ("\t".join("\\N" if v is None else str(v) for v in row) + "\n" for row in found)
                cursor.copy_expert(f"COPY {table.replace('news.', 'bare_')} FROM STDIN", io.StringIO("".join(lines)))

    return timed(load)


def values(db: Database, rows: dict[str, list[tuple[Any, ...]]]) -> float:
    """INSERT many rows a statement, by psycopg2's execute_values; a quote has its number back for the last table."""
    return each(db, rows, lambda cursor, statement, found: execute_values(cursor, f"{statement} VALUES %s", found))


def many(db: Database, rows: dict[str, list[tuple[Any, ...]]]) -> float:
    """INSERT row by row in one transaction."""
    return each(db, rows, lambda cursor, statement, found: cursor.executemany(one(statement, found), found))


def single(db: Database, rows: dict[str, list[tuple[Any, ...]]]) -> float:
    """INSERT row by row, each in a transaction of its own."""

    def insert(cursor: Any, statement: str, found: list[tuple[Any, ...]]) -> None:
        for row in found:
            cursor.execute(one(statement, found), row)
            db.commit()

    return each(db, rows, insert)


def each(
    db: Database, rows: dict[str, list[tuple[Any, ...]]], insert: Callable[[Any, str, list[tuple[Any, ...]]], None]
) -> float:
    """Time one way of inserting; the last table wants numbers that the first two give, so they are asked for."""

    def load() -> None:
        with db, db.cursor() as cursor:
            for table in ("news.mention", "news.quote"):
                insert(cursor, f"INSERT INTO {table} ({TABLES[table]})", rows[table])
            cursor.execute(
                "SELECT quote_id, mention_id, article_id FROM news.quote INNER JOIN news.mention USING (article_id)"
                " WHERE quote.annotator_version = %s AND spans @> int4range(start_char, end_char)",
                (ANNOTATOR,),
            )
            insert(cursor, f"INSERT INTO news.quote_mention ({TABLES['news.quote_mention']})", cursor.fetchall())

    return timed(load)


def one(statement: str, rows: list[tuple[Any, ...]]) -> str:
    """Return the statement for one row."""
    return f"{statement} VALUES ({', '.join(['%s'] * len(rows[0]))})" if rows else statement


def report(db: Database, query: str) -> None:
    """Read all rows of a report."""
    with db, db.cursor() as cursor:
        cursor.execute(query)
        cursor.fetchall()


def timed(work: Callable[[], None]) -> float:
    """Return the seconds that the work takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
