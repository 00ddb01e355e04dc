"""How many articles a second are cleaned on one core: wire-like texts of our own, plain and degraded, and outside ones.

``python -m tests.bench.clean`` prints one line for each kind of text. Language identification is part of cleaning, and
timed by itself too.
"""

import argparse
from collections.abc import Sequence

from newswire.clean.clean import clean_text
from newswire.clean.language import find_language
from tests.bench.timing import timed
from tests.eval.data import eval_folder, reuters_texts

STORY = (
    "(Adds minister's reply)\nBy Ada Brook and Tim Vale\n\nOSLO, Dec 13 (Harbour Wire) - The ferry {0} sank on Monday,"
    " the harbour office said.\n\n"
    + "“We saved {0} people,” said Joan Reed, the harbour's captain, who has run the station since 1998.\n\n"
    * 12
    + "The minister's office (which owns the ferry) did not reply. The inquiry begins in May. (Reporting by Ada Brook"
    " in Oslo; Editing by Joan Reed)\n\nOur Standards: The Harbour Wire Trust Principles."
)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1000)
    options = parser.parse_args()
    stories = [STORY.format(number) for number in range(options.articles)]
    print(f"{'clean, one core':24}{'articles/s':>12}{'chars each':>12}{'language alone':>16}")
    report("wire-like", stories)
    report("lower case, tokenised", [story.lower().replace(".", " .").replace(",", " ,") for story in stories])
    if outside := reuters_texts(eval_folder(), options.articles):
        report("Reuters 50/50", outside)


def report(name: str, texts: Sequence[str]) -> None:
    """Clean the texts and print one line."""
    clean_text(texts[0])  # the tables and the language model are read once
    clean_s = timed(lambda: [clean_text(text) for text in texts])
    language_s = timed(lambda: [find_language(text) for text in texts])
    size = sum(map(len, texts)) // len(texts)
    print(f"{name:24}{len(texts) / clean_s:12.0f}{size:12}{len(texts) / language_s:16.0f}")


if __name__ == "__main__":
    main()
