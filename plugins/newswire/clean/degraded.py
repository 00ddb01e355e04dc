"""Degraded text: archives that were lowercased, tokenised or stripped of quotation marks, and all-capitals wires."""

import re

CASED_FLOOR = 40  # cased letters; below that a share says nothing
LOWERCASED_RATIO = 0.005  # edited English has 2 to 6 % capitals among its letters
CAPITALS_RATIO = 0.9
SPACED_RATIO = 0.5
SPACED_FLOOR = 3

_MARK = re.compile(r"(?<=\w)[.,;:?!](?=\s|$)")
_SPACED_MARK = re.compile(r"(?<=\w)\s[.,;:?!](?=\s|$)")
_LOST_APOSTROPHE = re.compile(r"(?<=\w) (?:s|t|re|ve|ll) (?=\w)")


def is_degraded(text: str) -> bool:
    """Return whether the text lost its casing or its typography, by measurement of the text alone.

    >>> is_degraded("russia s ally , the syrian government , must be convinced , the envoy said .")
    True
    >>> is_degraded("Russia's ally, the Syrian government, must be convinced, the envoy said.")
    False
    """
    upper = sum(map(str.isupper, text))
    cased = upper + sum(map(str.islower, text))
    if cased < CASED_FLOOR:
        return False
    capitals_ratio = upper / cased
    return capitals_ratio < LOWERCASED_RATIO or capitals_ratio > CAPITALS_RATIO or _is_tokenised(text)


def _is_tokenised(text: str) -> bool:
    """Return whether most marks stand apart from their words, or possessives have lost their apostrophe."""
    spaced = len(_SPACED_MARK.findall(text))
    if spaced >= SPACED_FLOOR and spaced / (spaced + len(_MARK.findall(text))) > SPACED_RATIO:
        return True
    lost = len(_LOST_APOSTROPHE.findall(text))
    return lost >= SPACED_FLOOR and not any(mark in text for mark in "'\u2019")
