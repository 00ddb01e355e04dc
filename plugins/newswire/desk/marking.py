"""Texts with what was found in them: cut into pieces that a page can mark, however the finds overlap."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

# The end of a sentence: its mark with the quotation marks and brackets that close after it, or an empty line. Marks
# after an initial or a title are none; in tokenised copy the mark stands alone.
SENTENCE_END = re.compile(
    r"(?<!\b[A-Z])(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bMrs)[.!?\u2026][\"'\u201d\u2019)\]]*(?=\s)|\n\s*\n"
)
PARAGRAPH_END = re.compile(r"\n\s*\n")
REACH_CHARS = 400  # a sentence of a wire is shorter; text without full stops is cut here


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A find at one place of a text. ``kind`` is quote, speaker, cue or entity; ``key`` the key of its row.

    ``anchor`` is the name by which links reach this place, for the first place of a quote.
    """

    start_char: int
    end_char: int
    kind: str
    key: int
    label: str = ""
    name: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of a text over which the same marks lie, outermost first; none begins or ends inside it."""

    text: str
    marks: tuple[Mark, ...]
    anchors: tuple[str, ...]

    def find(self, kind: str) -> Mark | None:
        """Return the innermost mark of that kind, None where there is none."""
        return next((mark for mark in reversed(self.marks) if mark.kind == kind), None)


def cut_pieces(text: str, start_char: int, end_char: int, marks: Iterable[Mark]) -> list[Piece]:
    """Return that part of the text in pieces; marks may overlap, and those that reach out of it are cut.

    >>> quote = Mark(start_char=0, end_char=6, kind="quote", key=1)
    >>> name = Mark(start_char=4, end_char=9, kind="entity", key=2)
    >>> [(piece.text, [mark.key for mark in piece.marks]) for piece in cut_pieces("a bc de fg", 0, 10, [quote, name])]
    [('a bc', [1]), (' d', [1, 2]), ('e f', [2]), ('g', [])]
    """
    inside = sorted(
        (mark for mark in marks if max(mark.start_char, start_char) < min(mark.end_char, end_char)),
        key=lambda mark: (mark.start_char, -mark.end_char),
    )
    cuts = {start_char, end_char}
    for mark in inside:
        cuts |= {max(mark.start_char, start_char), min(mark.end_char, end_char)}
    places = sorted(cuts)
    return [
        Piece(
            text=text[start:end],
            marks=tuple(mark for mark in inside if mark.start_char <= start and mark.end_char >= end),
            anchors=tuple(mark.anchor for mark in inside if mark.anchor and max(mark.start_char, start_char) == start),
        )
        for start, end in pairwise(places)
    ]


def cut_paragraphs(text: str, marks: Sequence[Mark]) -> list[list[Piece]]:
    """Return the whole text by paragraphs, each in pieces."""
    paragraphs = []
    start = 0
    for end in [*PARAGRAPH_END.finditer(text), None]:
        stop = end.start() if end else len(text)
        if text[start:stop].strip():
            paragraphs.append(cut_pieces(text, start, stop, marks))
        start = end.end() if end else stop
    return paragraphs


def find_sentence(text: str, start_char: int, end_char: int) -> tuple[int, int]:
    """Return where the sentence, or the sentences, around a place begin and end.

    >>> text = 'It rained. "We wait," she said. Then it stopped.'
    >>> start, end = find_sentence(text, 12, 20)
    >>> text[start:end]
    '"We wait," she said.'
    """
    earliest = max(0, start_char - REACH_CHARS)
    start = earliest
    for found in SENTENCE_END.finditer(text, earliest, start_char):
        start = found.end()
    latest = min(len(text), end_char + REACH_CHARS)
    inside = max(start_char, end_char - 2)  # the mark that ends the sentence may be the quote's own last character
    ending = SENTENCE_END.search(text, inside, min(len(text), latest + 1))
    end = min(max(ending.end(), end_char), latest) if ending else latest
    while start < start_char and text[start].isspace():
        start += 1
    return start, end
