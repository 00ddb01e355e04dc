"""Acronyms that the text itself explains, "the Harbour Safety Board (HSB)": Schwartz and Hearst 2003, by initials."""

import re
from collections.abc import Sequence
from typing import Final

from newswire.enrich.name_spans import Name, name_at
from newswire.enrich.recase import FUNCTION_WORDS
from newswire.enrich.spans import Span, overlaps
from newswire.records import EntityLabel

DEFINED: Final = re.compile(r" \( ?([^\W\d_]{3,8}) ?\)")
PART: Final = re.compile(r"[^\W\d_][\w.'\u2019]*")
BETWEEN: Final = frozenset({" ", "-"})
MAX_REACH: Final = 120  # characters that a name with so many initials may have


def defined_names(copy: str, names: Sequence[Name]) -> list[Name]:
    """Return the bodies that an acronym is given for, and the acronyms, where either was found as a body's name.

    So "serious fraud office (sfo)" is found where case is lost and no word of it is a name's alone.
    """
    found: list[Name] = []
    for acronym in DEFINED.finditer(copy):
        long, short = _long_form(copy, acronym.start(), acronym[1].casefold()), acronym.span(1)
        if long and any(
            name.label is EntityLabel.ORG
            and any(overlaps((name.start_char, name.end_char), span) for span in (long, short))
            for name in names
        ):
            found += (name_at(copy, *span, EntityLabel.ORG) for span in (long, short))
    return found


def _long_form(copy: str, end: int, letters: str) -> Span | None:
    """Return the words that end here and begin with the letters, one each; words of grammar have none."""
    words = list(PART.finditer(copy, max(0, end - MAX_REACH), end))
    if not words or words[-1].end() != end:
        return None
    left = len(letters)
    for number in reversed(range(len(words))):
        word = words[number]
        if number + 1 < len(words) and copy[word.end() : words[number + 1].start()] not in BETWEEN:
            return None
        if word[0].casefold() in FUNCTION_WORDS:
            continue
        if word[0][0].casefold() != letters[left - 1]:
            return None
        left -= 1
        if not left:
            return word.start(), end
    return None
