"""How fast rows are loaded: ours beside the ways that a client usually takes, the same rows in one run.

``python -m tests.bench.load`` prints rows per second, and microseconds for an article with 30 rows by the clock and of
processor time (this process and its server process: what else the machine does blurs it less): of our load (names,
aliases, mentions, quotes and who is spoken about, then the pointer of the reports, all checks and indexes as in
production); of INSERT row by row, each committed, ``executemany`` and ``execute_values`` into the same tables; and of a
bare COPY into unlogged tables without index, which is what the server can do at all. ``--growth`` measures instead what
a load and a day of each report cost as more and more days are stored, from 10 thousand articles to a million.
"""

import argparse
import hashlib
import io
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from psycopg2.extras import execute_values

from newswire.acquire.deliveries import known_keys
from newswire.connections import connect
from newswire.db import Database, fetch_rows
from newswire.load.annotations import add_annotations
from newswire.load.stories import load_stories
from newswire.load.versions import StagedVersion, add_versions
from newswire.migrate import migrate
from newswire.records import CleanText, ParsedItem, SourceFormat
from newswire.report.checks import look_at
from newswire.report.refresh import compare_versions
from newswire.server import EmbeddedServer
from newswire.settings import SQL_DIR
from tests.bench.made_up import DATED_REPORTS, count_rows, make_up, make_up_documents
from tests.versions import NOW

ANNOTATOR = "bench"
BATCH = 1000
UPDATES = 100  # stories of the batch before that come with a new version
MENTIONS, QUOTES, QUOTED = 20, 6, 4  # 30 rows
TABLES = {
    "news.mention": "article_id, entity_id, start_char, end_char, text, role, annotator_version",
    "news.quote": "article_id, spans, text, kind, speaker_span, speaker_text, speaker_canonical, speaker_entity_id,"
    " confidence, annotator_version",
    "news.quote_mention": "quote_id, mention_id, article_id",
}
SOURCES, ENTRIES = 20, 50  # feeds, and entries of each
NEWEST = datetime(2026, 11, 25, tzinfo=UTC)
ASKED = ("2026-11-10", "2026-11-11")
# What the stages ask for when they look for work.
WAITING = (
    "clean/claim_documents",
    "clean/find_unclustered_articles",
    "enrich/count_waiting_versions",
    "enrich/find_waiting_stories",
    "load/claim_stories",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What some work took: seconds by the clock, and of processor time of this process and of its server process."""

    clock_s: float
    processor_s: float


def main() -> None:
    """Print the table that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--growth", action="store_true")
    parser.add_argument("--a-day", type=int, default=500, help="made-up articles a day (growth)")
    parser.add_argument("--stored", type=int, nargs="*", default=[10_000, 50_000, 100_000, 200_000, 500_000, 1_000_000])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, EmbeddedServer(Path(folder) / "postgres") as dsn:
        migrate(dsn)
        with closing(connect(dsn)) as db:
            if options.growth:
                growth(db, options.stored, options.a_day)
            else:
                compare(db, options.articles)


def compare(db: Database, count: int) -> None:
    """Print what each way of loading the same rows costs."""
    make_up(db, 0, 10_000)
    count_rows(db)
    prepare(db, 0, count)
    results = {"ours": (ours(db), count)}
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
    print("| way | rows/s | microseconds an article | of processor time |\n|---|---|---|---|")
    for name, (cost, articles) in results.items():
        rate = articles * (MENTIONS + QUOTES + QUOTED) / cost.clock_s
        clock, processor = (seconds / articles * 1e6 for seconds in (cost.clock_s, cost.processor_s))
        print(f"| {name} | {rate:,.0f} | {clock:,.0f} | {processor:,.0f} |")


def growth(db: Database, sizes: Sequence[int], a_day: int) -> None:
    """Print what fetch decisions, a load, its checks and a day of each report cost, as more days are stored.

    All of processor time. A load is one of new stories and of new versions of earlier ones, which are compared after
    it. Finding duplicates is measured by ``tests.bench.dedupe``.
    """
    print("| stored articles | months | fetch decision, microseconds an article | load | checks | comparing |", end=" ")
    print("looking for work, ms |", end=" ")
    print(*(f"{name}, ms |" for name in DATED_REPORTS))
    print("|---|---|---|---|---|---|---|" + "---|" * len(DATED_REPORTS))
    with db, db.cursor() as cursor:  # other processes of the server would not be counted
        cursor.execute("SET max_parallel_workers_per_gather = 0")
    stored = loaded = 0
    for size in sizes:
        for first in range(stored, size, 50_000):
            end = min(first + 50_000, size)
            until = NEWEST - timedelta(days=first // a_day)
            make_up(db, first, end, until=until.isoformat(), days=(end - first) // a_day)
            make_up_documents(db, first, end)
        count_rows(db)
        if not loaded:
            prepare(db, 0, BATCH)
            ours(db)
            loaded = BATCH
        stored = size
        decided = [cost(db, partial(decide, db, size)).processor_s for _again in range(5)]
        costs, checked, compared = [], [], []
        for _again in range(3):
            prepare(db, loaded - BATCH, loaded - BATCH + UPDATES, version=2)
            prepare(db, loaded, loaded + BATCH)
            loaded += BATCH
            begun = datetime.now(UTC)
            costs.append(ours(db).processor_s)
            checked.append(cost(db, partial(check, db, begun)).processor_s)
            compared.append(cost(db, partial(compare_loaded, db, begun)).processor_s)
        by_article = [min(decided) / (SOURCES * ENTRIES)]
        by_article += [min(seconds) / (BATCH + UPDATES) for seconds in (costs, checked, compared)]
        looked = min(cost(db, partial(look_for_work, db)).processor_s for _again in range(3))
        times = [looked * 1000]
        times += [min(report(db, *named).processor_s * 1000 for _again in range(3)) for named in DATED_REPORTS.items()]
        print(f"| {size:,} | {count_months(db)} |", *(f"{seconds * 1e6:,.0f} |" for seconds in by_article), end=" ")
        print(*(f"{milliseconds:,.0f} |" for milliseconds in times), flush=True)


def count_months(db: Database) -> int:
    """Return how many tables the articles lie in."""
    with db, db.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_inherits WHERE inhparent = 'news.article'::regclass")
        (months,) = cursor.fetchone() or (0,)
        return int(months)


def decide(db: Database, stored: int) -> None:
    """Ask for each feed which of its 50 newest entries were fetched before: half of them."""
    with db, db.cursor() as cursor:
        cursor.execute("SELECT min(source_id) FROM news.source")
        (first,) = cursor.fetchone() or (0,)
        for feed in range(SOURCES):
            numbers = range(
                stored - stored % SOURCES + feed - SOURCES * ENTRIES // 2, stored + SOURCES * ENTRIES, SOURCES
            )
            keys = [hashlib.sha256(f"entry {number}".encode()).digest() for number in numbers][:ENTRIES]
            known = known_keys(db, first + feed, keys)
            assert len(known) in {ENTRIES // 2, ENTRIES // 2 + 1}, len(known)


def look_for_work(db: Database) -> None:
    """Ask what each stage asks to begin with; little waits, as all that is made up is done."""
    with db:
        for name in WAITING:
            fetch_rows(db, name, {"batch_size": BATCH, "after_story_id": 0})


def check(db: Database, since: datetime) -> None:
    """Run the data checks over what was loaded since; what they find is not looked at, as the rows are made up."""
    with db, db.cursor() as cursor:
        look_at(db, since)
        for file in sorted((SQL_DIR / "checks").glob("*.sql")):
            cursor.execute(file.read_text(encoding="utf-8"))


def compare_loaded(db: Database, since: datetime) -> None:
    """Compare the new versions with those before them."""
    with db:
        assert compare_versions(db, since) == UPDATES


def prepare(db: Database, first: int, end: int, *, version: int = 1) -> None:
    """Store a version of stories number ``first`` to ``end``, and its annotation: what is left is what load does."""
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
                            source_format=SourceFormat.NINJS, guid=f"bench {n}", version=version, body=body(n, version),
                            published_at=NOW,
                        ),
                        clean=CleanText(body=body(n, version), language="en"), cleaner_version="bench",
                    )
                    for n in numbers
                ],
            )  # fmt: skip
            add_annotations(
                db, ANNOTATOR, [(hashlib.sha256(body(n, version).encode()).digest(), document(n)) for n in numbers]
            )
    with db, db.cursor() as cursor:
        cursor.execute("ANALYZE news.story_version, news.article, news.annotation")


def body(number: int, version: int) -> str:
    """Return the text of one version, which differs from the others in its beginning."""
    return f"Version {version}. " + f"Text {number}. " * 60


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


def ours(db: Database) -> Cost:
    """Load what waits."""

    def load() -> None:
        last: int | None = 0
        while last is not None:
            with db:
                last = load_stories(
                    db, annotator_version=ANNOTATOR, after_story_id=last, batch_size=BATCH
                ).last_story_id

    return cost(db, load)


def fetch(db: Database, table: str, columns: str) -> list[tuple[Any, ...]]:
    """Return the rows that ours has loaded."""
    with db, db.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns} FROM {table} WHERE article_id IN"
            " (SELECT article_id FROM news.story_current WHERE annotator_version = %s)",
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
                " (SELECT article_id FROM news.story_current WHERE annotator_version = %s)",
                (ANNOTATOR,),
            )
    db.autocommit = True
    with db.cursor() as cursor:
        cursor.execute("VACUUM news.quote_mention, news.quote, news.mention")
    db.autocommit = False


def bare_copy(db: Database, rows: dict[str, list[tuple[Any, ...]]]) -> Cost:
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

    return cost(db, load)


def values(db: Database, rows: dict[str, list[tuple[Any, ...]]]) -> Cost:
    """INSERT many rows a statement, by psycopg2's execute_values; a quote has its number back for the last table."""
    return each(db, rows, lambda cursor, statement, found: execute_values(cursor, f"{statement} VALUES %s", found))


def many(db: Database, rows: dict[str, list[tuple[Any, ...]]]) -> Cost:
    """INSERT row by row in one transaction."""
    return each(db, rows, lambda cursor, statement, found: cursor.executemany(one(statement, found), found))


def single(db: Database, rows: dict[str, list[tuple[Any, ...]]]) -> Cost:
    """INSERT row by row, each in a transaction of its own."""

    def insert(cursor: Any, statement: str, found: list[tuple[Any, ...]]) -> None:
        for row in found:
            cursor.execute(one(statement, found), row)
            db.commit()

    return each(db, rows, insert)


def each(
    db: Database, rows: dict[str, list[tuple[Any, ...]]], insert: Callable[[Any, str, list[tuple[Any, ...]]], None]
) -> Cost:
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

    return cost(db, load)


def one(statement: str, rows: list[tuple[Any, ...]]) -> str:
    """Return the statement for one row."""
    return f"{statement} VALUES ({', '.join(['%s'] * len(rows[0]))})" if rows else statement


def report(db: Database, name: str, column: str) -> Cost:
    """Read all rows that a report has for one day."""

    def read() -> None:
        with db, db.cursor() as cursor:
            cursor.execute(f"SELECT * FROM report.{name} WHERE {column} >= %s AND {column} < %s", ASKED)
            cursor.fetchall()

    return cost(db, read)


def cost(db: Database, work: Callable[[], None]) -> Cost:
    """Return what the work takes."""
    server = Path(f"/proc/{db.info.backend_pid}/schedstat")

    def used() -> float:
        return time.process_time() + int(server.read_text().split()[0]) / 1e9

    clock, processor = time.perf_counter(), used()
    work()
    return Cost(clock_s=time.perf_counter() - clock, processor_s=used() - processor)


if __name__ == "__main__":
    main()
