"""Time grows with the text and no faster: no pattern of the cleaner or of the quote finder backtracks without end."""

import time
from collections.abc import Callable
from itertools import product
from random import Random

import pytest

from newswire.clean.clean import clean_text
from newswire.clean.duplicates import find_clusters
from newswire.enrich.marks import find_marked
from newswire.enrich.recase import restore_apostrophes, spell_names

TOKENS = (
    '"', "“", "(", ")", "said ", ", ", ".", " .", "A", "a ", "9", "-", " - ", "\n", "\n\n", "'", "s ", "By ", "U.N. ",
    "(Reuters) - ", "Dec 13 ", "Editing by ", "http://a/", "&amp;", "@", "\u200b", "\u0301", "ADDS ", "=", "_",
)  # fmt: skip
SMALL, LARGE = 2_000, 16_000
FLOOR_S = 0.3  # shorter times are the machine's
PAIRS = Random(3).sample(sorted(product(TOKENS, repeat=2)), 150)
WORK: dict[str, Callable[[str], object]] = {
    "clean": clean_text,
    "dedupe": lambda text: list(find_clusters([{"id": 1, "text": text}, {"id": 2, "text": text + "x"}])),
    "marks": find_marked,
    "case": lambda text: spell_names(restore_apostrophes(text)),
}


def seconds_of(work: Callable[[str], object], pair: tuple[str, str], size: int) -> float:
    """Return how long the work takes on the pair repeated up to so many characters."""
    first, second = pair
    text = first + (second + first) * (size // len(first + second)) + second
    started = time.process_time()
    work(text)
    return time.process_time() - started


@pytest.mark.slow
@pytest.mark.parametrize("name", WORK)
def test_a_text_eight_times_as_long_takes_no_more_than_so_many_times_as_long(name: str) -> None:
    work = WORK[name]
    slow = {}
    for pair in PAIRS:
        if seconds_of(work, pair, LARGE) < FLOOR_S:
            continue
        small, large = (min(seconds_of(work, pair, size) for _ in range(3)) for size in (SMALL, LARGE))
        if large > 2 * (LARGE / SMALL) * small:
            slow[pair] = f"{small:.3f} s, then {large:.3f} s"
    assert slow == {}
