"""Degraded text: archives that were lowercased, tokenised or stripped of their marks, and all-capitals wires.

All is measured on the text itself; its source is not asked. The floors keep short texts from being judged by chance.
"""

import re
from dataclasses import dataclass

from newswire.records import Damage

CASED_FLOOR = 40  # cased letters; below that a share says nothing
LOWERCASED_RATIO = 0.005  # edited English has 2 to 6 % capitals among its letters
CAPITALS_RATIO = 0.9
SPACED_RATIO = 0.5
SPACED_FLOOR = 3
LOST_APOSTROPHE_FLOOR = 3
LOST_QUOTE_FLOOR = 2

_MARK = re.compile(r"(?<=\w)[.,;:?!](?=\s|$)")
_SPACED_MARK = re.compile(r"(?<=\w)\s[.,;:?!](?=\s|$)")
_LOST_APOSTROPHE = re.compile(r"(?<=\w) (?:s|t|re|ve|ll) (?=\w)", re.IGNORECASE)
_QUOTE_MARKS = re.compile("[\"\u201c\u201d\u201e\u00ab\u00bb]|``|''|(?<!\\w)[\u2018'](?=\\w)")
# Somebody's own words ("I", "we") in a sentence that is given to a speaker.
_SPOKEN = re.compile(
    r"\b(?-i:[iI]|[wW]e|[mM]y|[oO]ur|us|me)\b[^.!?\n]{0,200}? ?[,.?!] "
    r"(?:[\w.'-]{1,40} ){0,4}(?:said|says|told|added|asked)\b"
    r"|\b(?:said|says|told|added|asked)(?: \w{1,40}){0,3} ?[:,] [^.!?\n]{0,200}?\b(?-i:[iI]|we|my|our|us|me)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Degradation:
    """What was measured on a text. Ratios are 0 to 1, None where there is too little to measure.

    ``capital_ratio`` is the share of capitals among cased letters, ``spaced_mark_ratio`` that of marks with a blank
    before them. ``lost_apostrophes`` counts "russia s", ``lost_quotes`` first-person speech without any marks.
    """

    capital_ratio: float | None
    spaced_mark_ratio: float | None
    lost_apostrophes: int
    lost_quotes: int

    @property
    def damage(self) -> tuple[Damage, ...]:
        """What was lost, by the floors of this module."""
        capitals, spaced = self.capital_ratio, self.spaced_mark_ratio
        tests = {
            Damage.LOWERCASED: capitals is not None and capitals < LOWERCASED_RATIO,
            Damage.CAPITALS: capitals is not None and capitals > CAPITALS_RATIO,
            Damage.TOKENISED: spaced is not None and spaced > SPACED_RATIO,
            Damage.LOST_APOSTROPHES: self.lost_apostrophes >= LOST_APOSTROPHE_FLOOR,
            Damage.LOST_QUOTES: self.lost_quotes >= LOST_QUOTE_FLOOR,
        }
        return tuple(damage for damage, is_there in tests.items() if is_there)


def measure(text: str) -> Degradation:
    """Return what the text itself shows of its state.

    >>> measure("russia s ally , the syrian government , must be convinced , the envoy said .").damage
    (<Damage.LOWERCASED: 'lowercased'>, <Damage.TOKENISED: 'tokenised'>)
    >>> measure("Russia's ally, the Syrian government, must be convinced, the envoy said.").damage
    ()
    """
    upper = sum(map(str.isupper, text))
    cased = upper + sum(map(str.islower, text))
    if cased < CASED_FLOOR:
        return Degradation(capital_ratio=None, spaced_mark_ratio=None, lost_apostrophes=0, lost_quotes=0)
    spaced = len(_SPACED_MARK.findall(text))
    has_apostrophes = any(mark in text for mark in "'\u2019")
    return Degradation(
        capital_ratio=upper / cased,
        spaced_mark_ratio=spaced / (spaced + len(_MARK.findall(text))) if spaced >= SPACED_FLOOR else None,
        lost_apostrophes=0 if has_apostrophes else len(_LOST_APOSTROPHE.findall(text)),
        lost_quotes=0 if _QUOTE_MARKS.search(text) else len(_SPOKEN.findall(text)),
    )
