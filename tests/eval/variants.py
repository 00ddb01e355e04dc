"""Copies made with other habits than those of the known set, and reports made from one template.

`python -m tests.eval.variants [--articles 400] [--seed 1] [--verbose]` takes stories of the sample wire, of the outside
archive where it is there, and reports made from templates. For each kind of variant it makes one of each story, and
looks for clusters among stories and variants: how many variants are where their story is, and how many stories are
where another is. At the end, how many reports from one template are taken for another.
"""

import argparse
import random
import re
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from newswire.clean.clean import clean_text
from newswire.clean.duplicates import find_clusters
from tests.eval.clean import wire_texts
from tests.eval.data import eval_folder, reuters_texts
from tests.eval.reports import REPORTS

MIN_WORDS = 80  # a shorter story has no halves
MIN_PARAGRAPHS = 4
ARCHIVE_TEXTS = 2500

ONES = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
WEEK = date(2026, 11, 23)  # a Monday
AMERICAN = [
    (r"(?<=\w{3})is(?=(?:e[ds]?|ing|ation|ations)\b)", "iz"),
    (r"(?<=\w{2})our(?=(?:s|ed|ing|able|ite|hood)?\b)", "or"),
    (r"(?<=\w{2}t)re(?=s?\b)", "er"),
    (r"ence(?=\b)", "ense"),
    (r"ogue(?=s?\b)", "og"),
    (r"ll(?=(?:ed|ing|er|ers)\b)", "l"),
    (r"\bprogramme", "program"),
    (r"\bper cent\b", "percent"),
    (r"\btowards\b", "toward"),
    (r"\bwhilst\b", "while"),
]
# Misreadings of scanned or faxed copy.
MISREAD = [("rn", "m"), ("m", "rn"), ("l", "1"), ("o", "0"), ("e", "c"), ("h", "b"), ("u", "ii"), ("t", "f")]
MEANWHILE = [
    "Officials were still piecing together what had happened",
    "It was not at once clear what the news would mean for those concerned",
    "The news came late in the day and took many by surprise",
    "Much of what led to it had been expected for weeks",
]
REWORDED = {
    "said": "stated", "announced": "made known", "will": "is to", "would": "was to", "more": "further", "new": "fresh",
    "first": "initial", "big": "large", "plans": "intends", "company": "firm", "government": "cabinet",
    "told": "informed", "people": "persons", "after": "following", "because": "since", "however": "yet",
    "expected": "forecast", "help": "aid", "rise": "increase", "fall": "drop", "show": "indicate", "about": "around",
}  # fmt: skip
ADVERT = ["Advertisement", "Read more:", "Sign up for our briefing", "More on this story", "Story continues below"]

ORIGINAL = "original"
Story = dict[str, Any]
Variant = Callable[[list[str], random.Random, Sequence[str]], list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How many variants there were and were found, and how many originals share a cluster with another."""

    total: int
    found: int
    mixed: int


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=400, help="stories of the archive")
    parser.add_argument("--reports", type=int, default=60, help="reports of each template")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--verbose", action="store_true", help="list what is in a wrong cluster")
    options = parser.parse_args()
    chance = random.Random(options.seed)
    reports = {kind: [make(chance) for _ in range(options.reports)] for kind, make in REPORTS.items()}
    corpora = {
        "sample wire": own_texts(),
        "archive": archive_texts(options.articles, chance),
        "reports": [text for kind in REPORTS if "lower case" not in kind for text in reports[kind]],
    }
    for name, texts in corpora.items():
        if not texts:
            print(f"{name}: no stories; it is not part of the repository (set NEWSWIRE_EVAL_DATA)")
            continue
        print(f"{len(texts)} stories of {name:22}{'variants':>9}{'found':>7}{'recall':>8}{'mixed':>7}")
        chance.shuffle(texts)  # the next one, of which variants take a part, is of another template
        for kind in VARIANTS:
            result = score(make_stories(texts, kind, chance), verbose=options.verbose)
            if result.total:
                share = result.found / result.total
                print(f"    {kind:30}{result.total:9}{result.found:7}{share:8.3f}{result.mixed:7}", flush=True)
    print(f"{'from one template':34}{'reports':>9}{'mixed':>22}")
    for kind, texts in reports.items():
        result = score(originals(texts), verbose=options.verbose)
        print(f"    {kind:30}{len(texts):9}{result.mixed:22}")
    return 0


def own_texts() -> list[list[str]]:
    """Return the paragraphs of the stories of our sample wire that are long enough; of versions the longest."""
    longest: dict[str, list[str]] = {}
    for text in wire_texts(eval_folder(), outside=False):
        paragraphs = paragraphs_of(clean_text(text.text).body)
        title = (text.item.headline if text.item else None) or text.name
        if is_long_enough(paragraphs) and len(paragraphs) > len(longest.get(title, [])):
            longest[title] = paragraphs
    return without_copies(list(longest.values()))


def archive_texts(count: int, chance: random.Random) -> list[list[str]]:
    """Return the paragraphs of stories of the archive, drawn at random; none where it is not there."""
    texts = [paragraphs_of(clean_text(text).body) for text in reuters_texts(eval_folder(), ARCHIVE_TEXTS)]
    texts = [paragraphs for paragraphs in texts if is_long_enough(paragraphs)]
    return without_copies(chance.sample(texts, min(count, len(texts))))


def paragraphs_of(body: str) -> list[str]:
    """Return the lines of a body that have words."""
    return [line for line in body.split("\n") if line.strip()]


def is_long_enough(paragraphs: Sequence[str]) -> bool:
    """Return whether every kind of variant can be made of it."""
    return len(paragraphs) >= MIN_PARAGRAPHS and sum(len(line.split()) for line in paragraphs) >= MIN_WORDS


def without_copies(texts: list[list[str]]) -> list[list[str]]:
    """Return one text of each cluster: which of the others are copies is not known."""
    rows = find_clusters({"id": number, "text": "\n\n".join(text)} for number, text in enumerate(texts))
    return [texts[row["id"]] for row in rows if row["cluster_id"] == row["id"]]


def make_stories(texts: Sequence[list[str]], kind: str, chance: random.Random) -> list[Story]:
    """Return the stories, and of each, where it has any, a variant of this kind."""
    stories = originals(texts)
    for number, text in enumerate(texts):
        made = VARIANTS[kind](list(text), chance, texts[(number + 1) % len(texts)])
        if made != text:
            stories.append(story(f"s{number} {kind}", kind, number, made))
    chance.shuffle(stories)
    return stories


def originals(texts: Sequence[list[str]]) -> list[Story]:
    """Return texts as stories of their own."""
    return [story(f"s{number}", ORIGINAL, number, text) for number, text in enumerate(texts)]


def story(name: str, kind: str, number: int, paragraphs: Sequence[str]) -> Story:
    """Return one article as ``newswire dedupe`` reads it, with what is true of it beside."""
    return {"id": name, "kind": kind, "story": number, "text": "\n\n".join(paragraphs)}


def score(stories: Sequence[Story], *, verbose: bool) -> Result:
    """Return how many variants are where their original is, and how many originals are where another's is."""
    found: dict[str, Hashable] = {row["id"]: row["cluster_id"] for row in find_clusters(stories)}
    home = {one["story"]: found[one["id"]] for one in stories if one["kind"] == ORIGINAL}
    variants = [one for one in stories if one["kind"] != ORIGINAL]
    missed = [one for one in variants if found[one["id"]] != home[one["story"]]]
    count = Counter(home.values())
    mixed = [one for one in stories if one["kind"] == ORIGINAL and count[home[one["story"]]] > 1]
    for what, some in (("missed", missed), ("mixed", mixed)) if verbose else ():
        for one in some:
            print(f"        {what} {one['id']} in {found[one['id']]}: {one['text'][:80]!r}")
    return Result(total=len(variants), found=len(variants) - len(missed), mixed=len(mixed))


# ---------------------------------------------------------------- variants: paragraphs in, paragraphs out


def merge_halves(text: list[str], _chance: random.Random, other: Sequence[str]) -> list[str]:
    """Return the first half and the second half of another story: a round-up."""
    return text[: (len(text) + 1) // 2] + list(other[len(other) // 2 :])


def reorder(text: list[str], chance: random.Random, _other: Sequence[str]) -> list[str]:
    """Return the paragraphs in another order."""
    return chance.sample(text, len(text))


def reorder_below_lead(text: list[str], chance: random.Random, _other: Sequence[str]) -> list[str]:
    """Return the lead and the other paragraphs in another order."""
    return text[:1] + chance.sample(text[1:], len(text) - 1)


def reword_lead(text: list[str], chance: random.Random, _other: Sequence[str]) -> list[str]:
    """Return the story with the clauses of its lead turned round and reworded."""
    clauses = [clause.strip(" .") for clause in re.split(r",|\bthat\b|\bafter\b", text[0]) if clause.strip(" .")]
    chance.shuffle(clauses)
    return [", ".join(reworded(clause) for clause in clauses) + ".", *text[1:]]


def replace_lead(text: list[str], chance: random.Random, _other: Sequence[str]) -> list[str]:
    """Return the story below a lead of somebody else."""
    return [". ".join(chance.sample(MEANWHILE, 2)) + ".", *text[1:]]


def reword(text: list[str], _chance: random.Random, _other: Sequence[str]) -> list[str]:
    """Return the story with every word exchanged for which the table has another."""
    return [reworded(line) for line in text]


def reworded(line: str) -> str:
    """Return a line with the words exchanged for which the table has another."""
    return re.sub(r"[A-Za-z]+", lambda word: REWORDED.get(word.group(), word.group()), line)


def cut_in(text: list[str], chance: random.Random, other: Sequence[str]) -> list[str]:
    """Return the story with adverts and headlines in its middle."""
    block = [*chance.sample(ADVERT, 3), *(" ".join(line.split()[:9]) for line in other[:4])]
    return text[: len(text) // 2] + block + text[len(text) // 2 :]


def cut_off(text: list[str], chance: random.Random, other: Sequence[str]) -> list[str]:
    """Return the first half of the story and adverts and headlines."""
    return cut_in(text, chance, other)[: len(text) // 2 + 7]


def drop_separators(text: list[str], _chance: random.Random, _other: Sequence[str]) -> list[str]:
    """Return the story with 1200 for 1,200 and 1.200."""
    return [re.sub(r"(?<=\d),(?=\d{3}\b)", "", line) for line in text]


def write_numbers(text: list[str], _chance: random.Random, _other: Sequence[str]) -> list[str]:
    """Return the story with its numbers in words where they are whole, and millions in figures."""
    lines = (re.sub(r"\b(\d+)\.(\d) million\b", lambda n: f"{n[1]},{n[2]}00,000", line) for line in text)
    return [
        re.sub(r"(?<![\d.,/$-])\b\d{1,4}\b(?![.,/-]?\d)", lambda n: in_words(int(n.group())), line) for line in lines
    ]


def write_figures(text: list[str], _chance: random.Random, _other: Sequence[str]) -> list[str]:
    """Return the story with figures for the numbers it has in words."""
    by_word = {word: str(number) for number, word in enumerate(ONES) if number > 1}
    return [re.sub(r"\b[a-z]+\b", lambda word: by_word.get(word.group(), word.group()), line) for line in text]


def in_words(number: int) -> str:
    """Return a number below 10,000 in words; hundreds above a thousand where it has them ("twelve hundred")."""
    if number < 20:
        return ONES[number]
    if number < 100:
        return TENS[number // 10] + (f"-{ONES[number % 10]}" if number % 10 else "")
    if number < 1000 or (number % 100 == 0 and number % 1000):
        hundreds, rest = divmod(number, 100)
        return f"{in_words(hundreds)} hundred" + (f" and {in_words(rest)}" if rest else "")
    thousands, rest = divmod(number, 1000)
    return f"{in_words(thousands)} thousand" + (f" {in_words(rest)}" if rest else "")


def americanise(text: list[str], _chance: random.Random, _other: Sequence[str]) -> list[str]:
    """Return the story in another spelling; some words come out wrong, as house styles do."""
    for pattern, spelling in AMERICAN:
        text = [re.sub(pattern, spelling, line) for line in text]
    return text


def date_days(text: list[str], chance: random.Random, _other: Sequence[str]) -> list[str]:
    """Return the story with dates for the days of the week."""
    style = chance.choice(["%B {day}", "%b. {day}", "{day} %B"])

    def dated(found: re.Match[str]) -> str:
        on = WEEK + timedelta(days=DAYS.index(found.group()))
        return on.strftime(style).replace("{day}", str(on.day))

    return [re.sub("|".join(DAYS), dated, line) for line in text]


def capitals(text: list[str], _chance: random.Random, _other: Sequence[str]) -> list[str]:
    """Return the story in capitals."""
    return [line.upper() for line in text]


def misread(share: float) -> Variant:
    """Return a variant in which this share of the words is misread."""

    def noisy(text: list[str], chance: random.Random, _other: Sequence[str]) -> list[str]:
        return [re.sub(r"\w+", lambda word: garbled(word.group(), chance, share), line) for line in text]

    return noisy


def garbled(word: str, chance: random.Random, share: float) -> str:
    """Return a word, perhaps misread in one place."""
    if chance.random() >= share:
        return word
    habits = [(right, wrong) for right, wrong in MISREAD if right in word]
    if not habits:
        return word[:-1] or word
    right, wrong = chance.choice(habits)
    return word.replace(right, wrong, 1)


def rewrite(text: list[str], chance: random.Random, other: Sequence[str]) -> list[str]:
    """Return what a desk makes of it: a new lead, another spelling, dates, the last third cut."""
    made = date_days(americanise(reword_lead(text, chance, other), chance, other), chance, other)
    return made[: max(2, len(made) * 2 // 3)]


VARIANTS: dict[str, Variant] = {
    "half, and half of another": merge_halves,
    "paragraphs reordered": reorder,
    "reordered below the lead": reorder_below_lead,
    "lead reworded": reword_lead,
    "lead replaced": replace_lead,
    "words exchanged": reword,
    "adverts in the middle": cut_in,
    "first half, then adverts": cut_off,
    "1200 for 1,200": drop_separators,
    "numbers in words": write_numbers,
    "numbers in figures": write_figures,
    "other spelling": americanise,
    "dates for days": date_days,
    "capitals": capitals,
    "1 word in 100 misread": misread(0.01),
    "1 word in 20 misread": misread(0.05),
    "lead, spelling, dates, cut": rewrite,
}


if __name__ == "__main__":
    raise SystemExit(main())
