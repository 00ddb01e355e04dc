"""Spans of characters: (start, end) pairs, end exclusive, that always slice to the text they were made for."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

Span = tuple[int, int]

WORD: Final = re.compile(r"\w+|[^\w\s]")
"""Words and marks, as they are counted by the tagger and in scores."""

SENTENCE_START: Final = re.compile(r"(?:^|(?<=[.!?])[\"\u201d\u2019')\]]*\s+|\n+)[\"\u201c\u2018'(]*")
ABBREVIATION: Final = re.compile(
    r"(?:^|[\s(\"\u201c\u2018])(?:[^\W\d_]|mr|mrs|ms|dr|sen|rep|gov|gen|lt|col|sgt|capt|maj|rev|prof|st|jr|sr|vs|no)\.$|\b\w\.\w\.$",
    re.IGNORECASE,
)

OUTER = ' \t\r\n\f\v\xa0,;:"“”„«»`\u2013\u2014-'


MARKS = frozenset('"“”„«»`')


def trim_span(text: str, span: Span) -> Span:
    """Return the span without blanks, commas and quotation marks around it, and without a sentence's full stop.

    >>> text = ', "we are ready for the U.N.," .'
    >>> text[slice(*trim_span(text, (0, len(text))))]
    'we are ready for the U.N.'
    """
    start, end = span
    before = -1, -1
    while before != (start, end):
        before = start, end
        piece = text[start:end]
        start += len(piece) - len(piece.lstrip(OUTER))
        end = max(start, start + len(text[start:end].rstrip(OUTER)))
        last_word = text[max(start, end - 12) : end].rsplit(" ", maxsplit=1)[-1]
        if last_word.endswith(".") and "." not in last_word[:-1]:
            end -= 1
    return start, end


def merge_spans(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the spans trimmed, in order, apart from each other; those without word or mark between become one."""
    merged: list[Span] = []
    for start, end in sorted(trim_span(text, span) for span in spans):
        if not has_word(text[start:end]):
            continue
        between = text[merged[-1][1] : start] if merged else ""
        if merged and not has_word(between) and not MARKS.intersection(between):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def union_spans(spans: Iterable[Span]) -> list[Span]:
    """Return the spans in order, those that touch or overlap as one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def sentence_starts(text: str) -> list[int]:
    """Return where the sentences begin, after marks that open them; a full stop of "Mr." or "U.S." ends none.

    >>> sentence_starts('Mr. Brook left. "I saw him."')
    [0, 17]
    """
    return [
        found.end()
        for found in SENTENCE_START.finditer(text)
        if "\n" in found.group() or not ABBREVIATION.search(text[max(0, found.start() - 8) : found.start()])
    ]


def covered(text: str, spans: Iterable[Span]) -> bytearray:
    """Return for each character of the text whether a span covers it, 1 or 0; one place more, for what is empty."""
    marks = bytearray(len(text) + 1)
    for start, end in spans:
        marks[start:end] = b"\1" * (end - start)
    return marks


def has_word(piece: str) -> bool:
    """Say whether there is a letter or digit in it."""
    return any(char.isalnum() for char in piece)


def overlaps(left: Span, right: Span) -> bool:
    """Say whether the two spans share a character."""
    return left[0] < right[1] and right[0] < left[1]


def distance(left: Span, right: Span) -> int:
    """Return how many characters are between the two spans, 0 where they touch or overlap."""
    return max(right[0] - left[1], left[0] - right[1], 0)


def enclosing(left: Span, right: Span) -> Span:
    """Return the span from the first character of either to the last."""
    return min(left[0], right[0]), max(left[1], right[1])


def words_within(starts: Sequence[int], words: Sequence[Span], span: Span) -> Iterator[int]:
    """Yield the numbers of the words that have a character in the span; ``starts`` are where the words begin."""
    number = max(0, bisect_right(starts, span[0]) - 1)
    while number < len(words) and words[number][0] < span[1]:
        if words[number][1] > span[0]:
            yield number
        number += 1


def cut_spans(span: Span, holes: Iterable[Span]) -> list[Span]:
    """Return what is left of the span without the holes."""
    pieces = []
    start = span[0]
    for hole in sorted(hole for hole in holes if overlaps(hole, span)):
        if start < hole[0]:
            pieces.append((start, hole[0]))
        start = max(start, hole[1])
    if start < span[1]:
        pieces.append((start, span[1]))
    return pieces
