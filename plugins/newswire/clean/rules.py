"""The table of furniture rules (``furniture.toml``), read once."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from newswire.clean.characters import same_length
from newswire.records import FurnitureKind

MAX_LINE_CHARS = 1_000  # longer lines are story; with this bound no pattern can become slow

_QUOTES = str.maketrans("\u201c\u201d\u201e\u2018\u2019\u2013\u2014", '"""\'\'--')
_SPACE_BEFORE = re.compile(r" (?=[.,;:!?)])|(?<=\() ")
_RUN = re.compile(r" {2,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One kind of furniture line; ``opens``, ``closes``: also a parenthesis at a line's beginning or end."""

    kind: FurnitureKind
    place: str
    pattern: re.Pattern[str]
    examples: tuple[str, ...]
    max_chars: int
    opens: bool
    closes: bool


@cache
def rules() -> tuple[Rule, ...]:
    """Return the rules in the order of the table."""
    table = tomllib.loads(Path(__file__).with_name("furniture.toml").read_text(encoding="utf-8"))
    return tuple(
        Rule(
            kind=FurnitureKind(row["kind"]),
            place=row["place"],
            pattern=re.compile(row["pattern"], re.IGNORECASE),
            examples=tuple(row["examples"]),
            max_chars=row.get("max_chars", MAX_LINE_CHARS),
            opens=row.get("opens", False),
            closes=row.get("closes", False),
        )
        for row in table["rule"]
    )


def tidy(line: str) -> str:
    """Return a line as the patterns expect it: plain marks, single spaces, no space around tokenised marks.

    >>> tidy("( reporting by ada brook ;  editing by joan reed )")
    '(reporting by ada brook; editing by joan reed)'
    """
    return _SPACE_BEFORE.sub("", _RUN.sub(" ", same_length(line).translate(_QUOTES))).strip()


def find_rule(line: str, places: tuple[str, ...], part: str = "") -> Rule | None:
    """Return the first rule of these places that the whole line fits; ``part`` ("opens", "closes") asks those only."""
    if len(line) > MAX_LINE_CHARS:
        return None
    tidied = tidy(line)
    for rule in rules():
        is_asked = rule.place in places and len(tidied) <= rule.max_chars and (not part or getattr(rule, part))
        if is_asked and rule.pattern.fullmatch(tidied):
            return rule
    return None
