"""The table of furniture rules (``furniture.toml``), read once."""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from newswire.clean.characters import SAME_LENGTH
from newswire.records import FurnitureKind, Signal

MAX_LINE_CHARS = 1_000  # longer lines are story; with this bound no pattern can become slow
MAX_TAIL_CHARS = 500  # in which a sign-off behind the last sentence of a paragraph is looked for

_MARKS = str.maketrans("\u201c\u201d\u201e\u2018\u2019\u2013\u2014[]", '"""\'\'--()')
_PLAIN: dict[int, int | str] = {**_MARKS, **{mark: plain.translate(_MARKS) for mark, plain in SAME_LENGTH.items()}}
_SPACE_BEFORE = re.compile(r" (?=[.,;:!?)])|(?<=\() ")
_RUN = re.compile(r" {2,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One kind of furniture line.

    ``opens``, ``closes``: also a parenthesis at a line's beginning or end. ``ends``: also the end of a line, after a
    sentence. ``to_end``: all short lines after it belong to it. ``signal`` is what it says of the version.
    """

    kind: FurnitureKind
    place: str
    pattern: re.Pattern[str]
    examples: tuple[str, ...]
    max_chars: int
    opens: bool
    closes: bool
    ends: bool
    to_end: bool
    signal: Signal | None


@cache
def rules() -> tuple[Rule, ...]:
    """Return the rules in the order of the table."""
    table = tomllib.loads(Path(__file__).with_name("furniture.toml").read_text(encoding="utf-8"))
    return tuple(_rule(row, table["pieces"]) for row in table["rule"])


def _rule(row: dict[str, Any], pieces: dict[str, str]) -> Rule:
    pattern = row["pattern"]
    for name, piece in pieces.items():
        pattern = pattern.replace(f"<{name}>", piece)
    return Rule(
        kind=FurnitureKind(row["kind"]),
        place=row["place"],
        pattern=re.compile(pattern, re.IGNORECASE),
        examples=tuple(row["examples"]),
        max_chars=row.get("max_chars", MAX_LINE_CHARS),
        opens=row.get("opens", False),
        closes=row.get("closes", False),
        ends=row.get("ends", False),
        to_end=row.get("to_end", False),
        signal=Signal(row["signal"]) if "signal" in row else None,
    )


@lru_cache(maxsize=32)  # each line is asked several times in a row
def tidy(line: str) -> str:
    """Return a line as the patterns expect it: plain marks, single spaces, no space around tokenised marks.

    >>> tidy("( reporting by ada brook ;  editing by joan reed )")
    '(reporting by ada brook; editing by joan reed)'
    """
    return _SPACE_BEFORE.sub("", _RUN.sub(" ", line.translate(_PLAIN))).strip()


@cache
def _rules_for(places: tuple[str, ...], part: str) -> tuple[tuple[int, Callable[[str], object], Rule], ...]:
    """Return the rules with what is asked of each of them, at hand: it is asked seven hundred times an article."""
    asked = [rule for rule in rules() if rule.place in places and (not part or getattr(rule, part))]
    return tuple((rule.max_chars, rule.pattern.fullmatch, rule) for rule in asked)


def find_rule(line: str, places: tuple[str, ...], part: str = "") -> Rule | None:
    """Return the first rule of these places that the whole line fits.

    ``part`` ("opens", "closes", "ends") asks only the rules that such a part of a line may fit.
    """
    if len(line) > MAX_LINE_CHARS:
        return None
    tidied = tidy(line)
    length = len(tidied)
    for max_chars, fits, rule in _rules_for(places, part):
        if length <= max_chars and fits(tidied):
            return rule
    return None
