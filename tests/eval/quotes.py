"""Score quotes on PolNeAR's dev part, clean and degraded, all and those of say: `python -m tests.eval.quotes`."""

from tests.eval.annotations import ours, score, score_tool
from tests.eval.data import eval_folder

SYSTEMS = {"ours": ours(with_tagger=True), "rules alone": ours(with_tagger=False)}


def main() -> int:
    """Print the scores; exit status 1 where the material is not there."""
    folder = eval_folder() / "quotes" / "polnear" / "data" / "dev"
    if not folder.is_dir() or not score_tool().is_file():
        print(f"no test material at {folder}: set NEWSWIRE_EVAL_DATA")
        return 1
    print(f"{'quotes, F1':30}{'tokens':>8}{'J >= .5':>9}{'+ speaker':>11}{'exact':>7}")
    for name, annotate in SYSTEMS.items():
        for state, options in (("clean", []), ("degraded", ["--degraded"])):
            for table in score("quotes", [str(folder), *options], annotate):
                near, exact = table["jaccard>=0.5"], table["exact"]
                tokens = f"{table['content_tokens']['F1']:8.1f}" if "content_tokens" in table else " " * 8
                print(
                    f"    {name:12}{state:9}{table['subset']:5}{tokens}{near['content']['F1']:9.1f}"
                    f"{near['content+speaker']['F1']:11.1f}{exact['content']['F1']:7.1f}",
                    flush=True,
                )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
