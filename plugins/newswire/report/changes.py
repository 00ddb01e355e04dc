"""What changed between two versions of a text, as places in both."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

WORD = re.compile(r"\w+|[^\w\s]")
PARAGRAPH = re.compile(r"\S.*")  # up to the end of the line
# The matcher's time may grow with the product of both lengths.
MAX_WORD_PAIRS = 4_000_000

Span = tuple[int, int]


class Passage(NamedTuple):
    """A changed passage. Offsets count characters, end exclusive; an empty side says that words are new, or gone."""

    start_char: int
    end_char: int
    earlier_start_char: int
    earlier_end_char: int


def find_changes(earlier: str, later: str) -> list[Passage]:
    """Return the passages of ``later`` that differ from ``earlier``, word by word, in order.

    Paragraphs are compared first, then the words of those that differ; where these are too many, as in a text written
    anew, all of them are one passage. Spaces alone are no change.

    >>> find_changes("It opens in May.", "It opens in June.")
    [Passage(start_char=12, end_char=16, earlier_start_char=12, earlier_end_char=15)]
    >>> find_changes("It opens.", "It opens late.")
    [Passage(start_char=9, end_char=13, earlier_start_char=8, earlier_end_char=8)]
    """
    blocks = _differing(PARAGRAPH, earlier, later, (0, len(earlier)), (0, len(later)))
    return [
        Passage(*in_later, *in_earlier)
        for old_block, new_block in blocks
        for in_earlier, in_later in _differing(WORD, earlier, later, old_block, new_block)
    ]


def _differing(token: re.Pattern[str], earlier: str, later: str, old: Span, new: Span) -> Iterator[tuple[Span, Span]]:
    """Yield the spans of both texts, within these spans of them, that differ token by token."""
    olds = [match.span() for match in token.finditer(earlier, *old)]
    news = [match.span() for match in token.finditer(later, *new)]
    if token is WORD and len(olds) * len(news) > MAX_WORD_PAIRS:
        yield _span(olds, 0, len(olds), old), _span(news, 0, len(news), new)
        return
    # Of 200 tokens and more, frequent ones don't begin a match: a text that repeats one word would take minutes.
    matcher = SequenceMatcher(None, [earlier[i:j] for i, j in olds], [later[i:j] for i, j in news])
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag != "equal":
            yield _span(olds, old_from, old_to, old), _span(news, new_from, new_to, new)


def _span(tokens: Sequence[Span], first: int, end: int, within: Span) -> Span:
    """Return the span of some tokens; of none the place after the token before them."""
    if first < end:
        return tokens[first][0], tokens[end - 1][1]
    place = tokens[first - 1][1] if first else within[0]
    return place, place
