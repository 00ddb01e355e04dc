"""Clean text as archives hold it: lowercased, tokenised, a sentence a line, without quotation marks and apostrophes."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from newswire.enrich.spans import Span

MARKS = frozenset("\"'`\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u00ab\u00bb\u2032\u2033\u00b4")
TOKEN = re.compile(r"\.{2,}|-{2,}|\d+(?:[.,:]\d+)+|(?:[^\W_]\.){2,}|[\w]+(?:[-/][\w]+)*\.?|[^\w\s]")
SENTENCE_END = re.compile(r"(?<=[.!?])[\"'\u201d\u2019)]*\s+(?=[\"'\u201c\u2018(]*[A-Z])")
ABBREVIATED = re.compile(
    r"(?:^|[\s(\"\u201c])(?:[A-Z]|Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Col|Sgt|Rev|Prof|St|Jr|Sr|vs|No|Jan|Feb|Aug|Sept|Oct|Nov|Dec|(?:[A-Z]\.)+[A-Z])\.$"
)


@dataclass(frozen=True, slots=True)
class Degraded:
    """The degraded text, and for each of its tokens where it is and where it was."""

    text: str
    spans: tuple[Span, ...]
    origins: tuple[Span, ...]

    def move(self, start: int, end: int) -> Span | None:
        """Return where a span of the clean text is now, None where nothing of it is left."""
        first = max(0, bisect_right(self.origins, (start, 0)) - 1)
        hit = [
            self.spans[i]
            for i in range(first, min(len(self.origins), first + end - start + 2))
            if self.origins[i][0] < end and self.origins[i][1] > start
        ]
        return (hit[0][0], hit[-1][1]) if hit else None


def degrade(text: str) -> Degraded:
    r"""Return the degraded copy of a clean text.

    >>> degrade('"It\\'s over," Russia\\'s envoy said. He left the U.N. today.').text
    'it s over , russia s envoy said .\\nhe left the u.n. today .'
    """
    lines: list[str] = []
    spans: list[Span] = []
    origins: list[Span] = []
    at = 0
    for start, end in _sentences(text):
        words = []
        for first, last in _tokens(text, start, end):
            form = text[first:last].lower()
            words.append(form)
            spans.append((at, at + len(form)))
            origins.append((first, last))
            at += len(form) + 1
        if words:
            lines.append(" ".join(words))
    return Degraded("\n".join(lines), tuple(spans), tuple(origins))


def _sentences(text: str) -> Iterator[Span]:
    for line in re.finditer(r"[^\r\n]+", text):
        start = line.start()
        for end in SENTENCE_END.finditer(line.group()):
            if ABBREVIATED.search(line.group()[: end.start()][-12:]):
                continue
            yield start, line.start() + end.end()
            start = line.start() + end.end()
        yield start, line.end()


def _tokens(text: str, start: int, end: int) -> list[Span]:
    shown = "".join(" " if char in MARKS else char for char in text[start:end])
    found = [(start + token.start(), start + token.end()) for token in TOKEN.finditer(shown)]
    if found:  # only the full stop that ends the sentence is a token of its own; within it stays at "u.n." and "mr."
        first, last = found[-1]
        if last - first > 1 and text[last - 1] == ".":
            found[-1:] = [(first, last - 1), (last - 1, last)]
    return found
