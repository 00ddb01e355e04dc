"""A repaired form of degraded text, for readers that want usual typography, joined to the body character by character.

The body stays what it is and all offsets that are stored are into it. What is repaired: blanks before marks ("said ."),
inside parentheses ("( reuters )") and in abbreviations ("u.n ."), the blank where an apostrophe was ("russia s",
"don t"), and the marks of treebanks ("did n't", "`` yes ''"). A name that was broken ("al-ja afari") is not: which
blank is a lost mark there, only a table of names can tell.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

# Blanks that go, blanks that become an apostrophe, and two characters that become one.
_REPAIR = re.compile(
    r"(?P<blank>"
    r"(?<=[\w.)\]%'\"\u2019\u201d])[ ](?=[,;:!?](?:\s|$))"  # "yes , he"
    r"|(?<=[\w)\]%'\"\u2019\u201d])[ ](?=\.(?:\s|$))"  # "said ."
    r"|(?<=[(\[])[ ](?=\S)|(?<=\S)[ ](?=[)\]])"  # "( reuters )"
    r"|(?<=[$\u00a3\u20ac])[ ](?=\d)|(?<=\d)[ ](?=%)"  # "$ 5", "8 %"
    r"|(?<=\w)[ ](?=(?:['\u2019](?:s|d|m|re|ve|ll)|n['\u2019]t)\b)"  # "russia 's", "did n't"
    r"|(?<=``)[ ]|[ ](?='')"
    r")"
    r"|(?P<apostrophe>(?<=[^\W_])[ ](?=(?P<form>s|d|m|re|ve|ll|t)(?![\w.])))"
    r"|(?P<pair>``|'')",
    re.IGNORECASE,
)
# What a lost apostrophe may follow; "s" follows any word of letters. Else "can t" and "tank t 72" look alike.
_BEFORE = {
    "t": frozenset(
        ("ain", "aren", "can", "couldn", "didn", "doesn", "don", "hadn", "hasn", "haven", "isn", "mustn", "needn",
         "shouldn", "wasn", "weren", "won", "wouldn")
    ),
    "m": frozenset(("i",)),
    "d": frozenset(("he", "i", "it", "she", "they", "we", "who", "you")),
    "re": frozenset(("there", "they", "we", "what", "who", "you")),
    "ve": frozenset(("could", "i", "might", "must", "should", "they", "we", "who", "would", "you")),
    "ll": frozenset(("he", "i", "it", "she", "that", "there", "they", "we", "what", "who", "you")),
}  # fmt: skip
MAX_WORD_CHARS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Repaired:
    """A repaired text. ``offsets[i]`` is the place in the body of the character ``text[i]``; it grows with i."""

    text: str
    offsets: tuple[int, ...]

    def in_body(self, start_char: int, end_char: int) -> tuple[int, int]:
        """Return the body's offsets of a span that is not empty. Raises IndexError where it leaves the text."""
        if not 0 <= start_char < end_char:
            raise IndexError(f"no span: {start_char} to {end_char}")
        return self.offsets[start_char], self.offsets[end_char - 1] + 1

    def from_body(self, start_char: int, end_char: int) -> tuple[int, int]:
        """Return the offsets here of a span of the body; empty where all of it was left out."""
        return bisect_left(self.offsets, start_char), bisect_left(self.offsets, end_char)


def repair(body: str) -> Repaired:
    """Return the repaired form of a body that is degraded; other text is hardly changed, but is not meant to be given.

    >>> repaired = repair("( reuters ) - russia s envoy don t know the u.n . , he said .")
    >>> repaired.text
    "(reuters) - russia's envoy don't know the u.n., he said."
    >>> start, end = repaired.in_body(12, 20)
    >>> (start, end)
    (14, 22)
    """
    pieces: list[str] = []
    offsets: list[int] = []
    end = 0
    for start, until, replacement in _repairs(body):
        pieces += (body[end:start], replacement)
        offsets += range(end, start)
        offsets += range(start, start + len(replacement))
        end = until
    pieces.append(body[end:])
    offsets += range(end, len(body))
    return Repaired(text="".join(pieces), offsets=tuple(offsets))


def _repairs(body: str) -> Iterator[tuple[int, int, str]]:
    """Yield each change: start and end in the body, and what stands there instead (never longer)."""
    for found in _REPAIR.finditer(body):
        if found["blank"]:
            yield found.start(), found.end(), ""
        elif found["pair"]:
            yield found.start(), found.end(), '"'
        elif _had_apostrophe(body, found.start(), found["form"].lower()):
            yield found.start(), found.end(), "'"


def _had_apostrophe(body: str, blank: int, form: str) -> bool:
    before = re.split(r"[^\w-]", body[max(0, blank - MAX_WORD_CHARS) : blank])[-1].lower()
    allowed = _BEFORE.get(form)
    return before.replace("-", "").isalpha() and len(before) > 1 if allowed is None else before in allowed
