"""What each stage costs: CPU seconds of one process over made-up articles, and the bytes that they take.

``python -m tests.bench.stages [ARTICLES]``; docs/operations.md states the figures. CPU time and not the clock, so that
others' work on the machine changes little. Postgres' own time is not in it: see the share that it had at the end.
"""

import os
import random
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from newswire import tasks
from newswire.connections import connect
from newswire.migrate import migrate
from newswire.server import EmbeddedServer
from tests.bench.timing import postgres, processor_s, processor_timed

SEED = 20261127
WORDS = 400  # of an article; agency copy has 300 to 500
SIZES = """
    SELECT sum(pg_total_relation_size(oid)) FROM pg_class
    WHERE relnamespace = 'news'::regnamespace AND relkind = 'r'
"""
PEOPLE = ("Ada Brenn", "Tomas Ferreira", "Delia Marsh", "Edda Lindqvist", "Piet Oran", "Lena Horvat")
PLACES = ("Port Vellan", "Merrow Strait", "Velmora", "Harbour Street", "Tern Island", "Ostra")
SENTENCES = (
    "{person} said on Monday that the {thing} in {place} would cost {n} million crowns.",
    '"We counted {n} of them before noon," {person} told reporters in {place}. "Nobody had expected the {thing}."',
    "The {thing} has been closed {n} times since the war, and officials in {place} fear that it will close again.",
    "According to {person}, {n} people were in the {thing} when the water rose.",
    "Analysts in {place} had forecast {n} percent, and shares of the company that runs the {thing} fell.",
    '{person}, who leads the council of {place}, called the {thing} "a promise that took {n} years to break".',
)
THINGS = ("ferry terminal", "grain harbour", "water works", "night train", "regional hospital", "tide barrier", "court")


def article(number: int, chance: random.Random) -> str:
    """Return a text of about WORDS words that no other one resembles much."""
    lines, words = [], 0
    while words < WORDS:
        line = chance.choice(SENTENCES).format(
            person=chance.choice(PEOPLE), place=chance.choice(PLACES), thing=chance.choice(THINGS),
            n=chance.randrange(3, 9000),
        )  # fmt: skip
        lines.append(line)
        words += len(line.split())
    paragraphs = ["\n".join(lines[start : start + 3]) for start in range(0, len(lines), 3)]
    return f"{chance.choice(PLACES).upper()} (Meridian Wire) - Report {number}.\n\n" + "\n\n".join(paragraphs) + "\n"


def main(count: int) -> None:
    """Print a table of the stages."""
    chance = random.Random(SEED)
    with tempfile.TemporaryDirectory() as name, EmbeddedServer(Path(name) / "postgres") as dsn:
        folder = Path(name)
        (folder / "desk").mkdir()
        for number in range(count):
            (folder / "desk" / f"{number}.txt").write_text(article(number, chance), encoding="utf-8")
        (folder / "sources.toml").write_text('[[source]]\nname = "desk"\nkind = "files"\nfolder = "desk"\n')
        os.environ |= {
            "NEWSWIRE_DSN": dsn, "NEWSWIRE_RUN_DIR": str(folder), "NEWSWIRE_SOURCES": str(folder / "sources.toml"),
        }  # fmt: skip
        migrate(dsn)
        batches = tasks.plan_run({}, "bench")
        print(f"{count} articles of about {WORDS} words; CPU seconds of one process")
        server = postgres(folder / "postgres" / "data")
        before = processor_s(server)
        measure("fetch (files)", count, lambda: [tasks.fetch_sources(batch) for batch in batches])
        measure("parse, clean", count, lambda: tasks.parse_articles(batches))
        parts = measure("dedupe", count, lambda: tasks.dedupe_articles(batches))
        measure("enrich", count, lambda: [tasks.enrich_articles(part) for part in parts])
        measure("load", count, lambda: tasks.load_articles(batches))
        print(f"{'Postgres':<14} {processor_s(server) - before:8.1f} s for all of it")
        with closing(connect(dsn)) as db, db.cursor() as cursor:
            cursor.execute(SIZES)
            tables = cursor.fetchone()[0]
        archive = sum(file.stat().st_size for file in (folder / "archive").iterdir())
        for what, size in (("tables", tables), ("archive", archive)):
            print(f"{what:<14} {size / count / 1000:8.1f} kB an article, {size / count / 1000:.0f} GB a million")


def measure(stage: str, count: int, run: Callable[[], Any]) -> Any:
    """Run the stage, print what it cost, and return what it returned."""
    results: list[Any] = []
    took = processor_timed(lambda: results.append(run()))
    print(f"{stage:<14} {took:8.1f} s {count / took * 3600:12,.0f} articles an hour and core", flush=True)
    return results[0]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
