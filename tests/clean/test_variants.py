"""Copies made in many ways are found, and reports from one template are not taken for one (tests/eval/variants.py)."""

import random

import pytest

from tests.eval.reports import REPORTS
from tests.eval.variants import make_stories, originals, own_texts, score

# What is half another story is no copy; what is cut and reworded at once has little left.
FLOORS = {"half, and half of another": 0.0, "lead, spelling, dates, cut": 0.8}
FLOOR = 0.95
KINDS = [
    "half, and half of another", "paragraphs reordered", "lead replaced", "numbers in words", "dates for days",
    "adverts in the middle", "other spelling", "capitals", "1 word in 100 misread", "lead, spelling, dates, cut",
]  # fmt: skip


@pytest.fixture(scope="module")
def stories() -> list[list[str]]:
    return own_texts()


@pytest.mark.parametrize("kind", KINDS)
def test_variants_are_found_and_join_no_stories(kind: str, stories: list[list[str]]) -> None:
    result = score(make_stories(stories, kind, random.Random(1)), verbose=False)
    assert result.total > 20
    assert result.found >= FLOORS.get(kind, FLOOR) * result.total
    assert result.mixed == 0


@pytest.mark.parametrize("kind", [kind for kind in REPORTS if "lower case" not in kind])
def test_reports_from_one_template_are_told_apart(kind: str) -> None:
    chance = random.Random(1)
    assert score(originals([REPORTS[kind](chance) for _ in range(40)]), verbose=False).mixed <= 2


@pytest.mark.parametrize("kind", [kind for kind in REPORTS if "lower case" in kind])
def test_most_reports_of_one_template_are_told_apart_without_capitals(kind: str) -> None:
    mixed = [score(originals([REPORTS[kind](random.Random(f"{seed} {n}")) for n in range(40)]), verbose=False).mixed
             for seed in range(3)]  # fmt: skip
    assert sum(mixed) <= 30, mixed  # of 120; all of them where names alone are looked at


@pytest.mark.parametrize("kind", ["words exchanged", "other spelling", "1 word in 20 misread", "lead replaced"])
def test_copies_without_capitals_are_still_found(kind: str, stories: list[list[str]]) -> None:
    lower = [[line.lower() for line in text] for text in stories]
    result = score(make_stories(lower, kind, random.Random(1)), verbose=False)
    assert result.mixed == 0
    assert result.found >= 0.9 * result.total
