"""Score quotes on PolNeAR's dev part, clean and degraded, all and those of say: `python -m tests.eval.quotes`.

``--articles N`` takes the first N only. Beside ours stand our rules alone, a plain rule over md's parse, and textacy;
``--ours`` leaves them out, which takes a third of the time. Then confidence is held against what proved right: a quote
at .8 should be right eight times in ten.
"""

import argparse
import json
import tempfile
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from newswire.enrich.confidence import tenths
from tests.eval.annotations import Annotate, load_score_tool, ours, score, score_tool
from tests.eval.baselines import md_clauses, textacy_quotations
from tests.eval.data import eval_folder

MIN_JACCARD = 0.5
CALIBRATED = {"ours", "rules alone"}


def main() -> int:
    """Print the scores; exit status 1 where the material is not there."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--articles", type=int, help="the first so many articles only")
    options.add_argument("--ours", action="store_true", help="the tagger's annotator alone")
    asked = options.parse_args()
    folder = eval_folder() / "quotes" / "polnear" / "data" / "dev"
    if not folder.is_dir() or not score_tool().is_file():
        print(f"no test material at {folder}: set NEWSWIRE_EVAL_DATA")
        return 1
    with tempfile.TemporaryDirectory() as part:
        chosen = folder if asked.articles is None else first_articles(folder, Path(part), asked.articles)
        report(chosen, systems(is_ours_only=asked.ours))
    return 0


def first_articles(folder: Path, part: Path, count: int) -> Path:
    """Link the first texts into another folder, of the same layout, and return it."""
    (part / "text").mkdir()
    (part / "attributions").symlink_to((folder / "attributions").resolve())
    for path in islice(sorted((folder / "text").iterdir()), count):
        (part / "text" / path.name).symlink_to(path.resolve())
    return part


def systems(*, is_ours_only: bool) -> dict[str, Annotate | None]:
    """Return the annotators by name, None for one that is not installed."""
    found: dict[str, Annotate | None] = {"ours": ours(with_tagger=True)}
    if is_ours_only:
        return found
    others = {"rules alone": ours(with_tagger=False), "md, clauses": md_clauses, "textacy": textacy_quotations()}
    return found | others


def report(folder: Path, annotators: Mapping[str, Annotate | None]) -> None:
    """Print the table of scores, then predicted against observed confidence."""
    kept: dict[tuple[str, bool], list[dict[str, Any]]] = {}
    print(f"{'quotes, F1':30}{'tokens':>8}{'J >= .5':>9}{'+ speaker':>11}{'exact':>7}")
    for name, annotate in annotators.items():
        if annotate is None:
            print(f"    {name:12}is not installed")
            continue
        for is_degraded in (False, True):
            state = "degraded" if is_degraded else "clean"
            found: list[dict[str, Any]] = []
            kept[name, is_degraded] = found
            options = ["--degraded"] if is_degraded else []
            for table in score("quotes", [str(folder), *options], _keeping(annotate, found)):
                near, exact = table["jaccard>=0.5"], table["exact"]
                tokens = f"{table['content_tokens']['F1']:8.1f}" if "content_tokens" in table else " " * 8
                print(
                    f"    {name:12}{state:9}{table['subset']:5}{tokens}{near['content']['F1']:9.1f}"
                    f"{near['content+speaker']['F1']:11.1f}{exact['content']['F1']:7.1f}",
                    flush=True,
                )
    print(f"\n{'confidence':30}{'said':>8}{'right':>9}{'quotes':>11}")
    for name in sorted(annotators.keys() & CALIBRATED):
        judged = [row for is_degraded in (False, True) for row in judge(folder, is_degraded, kept[name, is_degraded])]
        for expected, observed, many in tenths(iter(judged)):
            print(f"    {name:26}{expected:8.2f}{observed:9.2f}{many:11}")


def _keeping(annotate: Annotate, kept: list[dict[str, Any]]) -> Annotate:
    def run(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for found in annotate(rows):
            kept.append(json.loads(json.dumps(found)))
            yield found

    return run


def judge(folder: Path, is_degraded: bool, found: list[dict[str, Any]]) -> Iterator[tuple[float, bool]]:
    """Yield for each quote its confidence and whether it was right, by the measure's own reading of the gold."""
    by_id = {row["id"]: row["quotes"] for row in found}
    for article, _text, gold, convert in load_score_tool().quote_docs(str(folder), is_degraded):
        rest = [
            (frozenset().union(*(convert(*span) for span in quote["spans"])), quote)
            for quote in by_id.get(article, ())
        ]  # fmt: skip
        for wanted in gold:
            scored = [(len(wanted["content"] & words) / len(wanted["content"] | words), n) for n, (words, _) in enumerate(rest)]  # fmt: skip  # noqa: E501
            best, number = max(scored, default=(0.0, -1))
            if best >= MIN_JACCARD:
                quote = rest.pop(number)[1]
                who = quote["speaker"]
                named = convert(who["start_char"], who["end_char"]) if who else frozenset()
                yield quote["confidence"], bool(wanted["source"] & named) or not (wanted["source"] or named)
        yield from ((quote["confidence"], False) for _, quote in rest)


if __name__ == "__main__":
    raise SystemExit(main())
