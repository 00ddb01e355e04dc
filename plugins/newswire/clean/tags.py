"""Slug tags ("UPDATE 2-", "CORRECTED-"): what a headline, a slug or a first line says of its version."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from newswire.clean.characters import same_length
from newswire.records import Signal

MAX_TAGS = 4
MAX_TAG_CHARS = 60

_JOINT = re.compile(r"[\s:|\u2013\u2014-]{0,4}")
# Reuters writes the tag behind the slug: "HARBOUR-FERRY/ (UPDATE 2)".
_SLUG_TAG = re.compile(r"\((?P<tag>[A-Z]{3,12}(?: \d{1,2})?)(?:, (?P<other>[A-Z]{3,12}(?: \d{1,2})?))?\)\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """One row of ``tags.toml``."""

    signal: Signal
    pattern: re.Pattern[str]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@cache
def tags() -> tuple[Tag, ...]:
    """Return the table."""
    table = tomllib.loads(Path(__file__).with_name("tags.toml").read_text(encoding="utf-8"))
    return tuple(
        Tag(
            signal=Signal(row["signal"]),
            pattern=re.compile(row["pattern"]),
            examples=tuple(row["examples"]),
            counter_examples=tuple(row["not"]),
        )
        for row in table["tag"]
    )


def read_tags(line: str) -> tuple[int, tuple[Signal, ...]]:
    """Return the length of the slug tags that a line begins with, their joints included, and what they say.

    >>> length, signals = read_tags("UPDATE 2-CORRECTED-Ferry sinks")
    >>> length, [signal.value for signal in signals]
    (19, ['update', 'correction'])
    """
    view = same_length(line[: MAX_TAGS * MAX_TAG_CHARS])
    end, signals = 0, []
    for _number in range(MAX_TAGS):
        tag = next(((tag, found) for tag in tags() if (found := tag.pattern.match(view, end))), None)
        if tag is None:
            break
        signals.append(tag[0].signal)
        joint = _JOINT.match(view, tag[1].end())
        end = joint.end() if joint else tag[1].end()
    return end, tuple(dict.fromkeys(signals))


def slug_signals(slugline: str) -> tuple[Signal, ...]:
    """Return what a slug says by tags before it or behind it.

    >>> [signal.value for signal in slug_signals("HARBOUR-FERRY/ (UPDATE 2, CORRECTED)")]
    ['update', 'correction']
    """
    behind = _SLUG_TAG.search(slugline[-MAX_TAG_CHARS:])
    stated = [tag for tag in behind.group("tag", "other") if tag] if behind else []
    found = read_tags(slugline)[1] + tuple(signal for tag in stated for signal in read_tags(f"{tag}-")[1])
    return tuple(dict.fromkeys(found))
