"""Score names on CleanCoNLL clean and degraded: `python -m tests.eval.entities`."""

from tests.eval.annotations import ours, score, score_tool
from tests.eval.baselines import md_entities
from tests.eval.data import eval_folder

SYSTEMS = {"ours": ours(with_tagger=True), "rules alone": ours(with_tagger=False), "bare md": md_entities}


def main() -> int:
    """Print the scores; exit status 1 where the material is not there."""
    path = eval_folder() / "ner" / "cleanconll.dev"
    if not path.is_file() or not score_tool().is_file():
        print(f"no test material at {path}: set NEWSWIRE_EVAL_DATA")
        return 1
    print(f"{'entities, F1':24}{'all':>7}{'PER':>7}{'LOC':>7}{'ORG':>7}{'MISC':>7}")
    for name, annotate in SYSTEMS.items():
        for state, options in (("clean", []), ("degraded", ["--degraded"])):
            (table,) = score("entities", [str(path), "--column", "4", *options], annotate)
            figures = "".join(f"{table[label]['F1']:7.1f}" for label in ("all", "PER", "LOC", "ORG", "MISC"))
            print(f"    {name:10} {state:9}{figures}", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
