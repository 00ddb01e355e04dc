"""Words in quotation marks: straight, curly, doubled, over several paragraphs, and marks that don't pair."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from newswire.enrich.spans import Span, has_word

MARK = re.compile(r"[\"“”„«»]|``|''")
MAX_PIECES = 60  # a paragraph with more is a list of words in marks, not speech; searching it would cost its square
PARAGRAPH = re.compile(r"[^\n]+")
OPENING = frozenset({"“", "„", "«", "``"})
CLOSING = frozenset({"”", "»", "''"})
OPENERS = " \t\xa0\"\u201c\u201e\u00ab`'"
MIN_STATEMENT_WORDS = 4
STATEMENT_ENDS = (".", ",", "?", "!", "...", "…")
SENTENCE_BEFORE = re.compile(r"(?:^|[.!?][\"\u201d\u2019')]*)\s*$")
BEFORE_OPENING = frozenset("([{-\u2013\u2014/:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """What stands between two marks of one paragraph, without the marks; unclosed words run to the paragraph's end."""

    span: Span
    paragraph: Span
    is_closed: bool


def find_marked(text: str) -> list[Marked]:
    """Return the words in quotation marks, in reading order; marks inside marks are part of the outer words."""
    found: list[Marked] = []
    for line in PARAGRAPH.finditer(text):
        pieces = list(islice(_paragraph_marks(text, line.span()), MAX_PIECES + 1))
        found += pieces if len(pieces) <= MAX_PIECES else []
    return found


def _paragraph_marks(text: str, paragraph: Span) -> Iterator[Marked]:
    opened: int | None = None
    for mark in MARK.finditer(text, *paragraph):
        opens = _opens(text, mark, is_open=opened is not None)
        if opened is None and opens:
            opened = mark.end()
        elif opened is not None and not opens:
            if has_word(text[opened : mark.start()]):
                yield Marked(span=(opened, mark.start()), paragraph=paragraph, is_closed=True)
            opened = None
    if opened is not None and has_word(text[opened : paragraph[1]]):
        yield Marked(span=(opened, paragraph[1]), paragraph=paragraph, is_closed=False)


def _opens(text: str, mark: re.Match[str], *, is_open: bool) -> bool:
    """Decide by the mark's shape, then by the blanks around it; a mark with blanks on both sides takes its turn."""
    if mark.group() in OPENING:
        return not is_open
    if mark.group() in CLOSING and (mark.group() != "''" or is_open):
        return False
    before = text[mark.start() - 1] if mark.start() else " "
    after = text[mark.end()] if mark.end() < len(text) else " "
    blank_before = before.isspace() or before in BEFORE_OPENING
    if blank_before != after.isspace():
        return blank_before and not is_open
    return not is_open


def is_statement(text: str, words: Marked) -> bool:
    """Say whether the marked words may be a statement and not a title or words held at a distance.

    A statement ends with its mark or has it after the closing one, where the marked words are a whole sentence.
    """
    piece = text[slice(*words.span)].strip().rstrip("'\u2019")  # words within the words may end with them
    many = len(piece.split()) >= MIN_STATEMENT_WORDS
    before, after = text[words.paragraph[0] : words.span[0] - 1], text[words.span[1] + 1 : words.paragraph[1]]
    is_sentence = piece[:1].isupper() and after.startswith(".") and SENTENCE_BEFORE.search(before) is not None
    return piece.endswith(STATEMENT_ENDS) or (many and (is_sentence or not words.is_closed))


def begins_clause(text: str, words: Marked) -> bool:
    """Say whether a mark, or nothing, stands before the marked words in their paragraph."""
    before = text[words.paragraph[0] : words.span[0]].rstrip(OPENERS)
    return not before or not before[-1].isalnum()
