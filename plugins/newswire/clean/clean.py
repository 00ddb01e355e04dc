"""The cleaner: a parsed text in, its body and its wire furniture out. Nothing is lost: each word is in one of them."""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from newswire.clean.characters import LINE_END, clean_line
from newswire.clean.datelines import find_dateline
from newswire.clean.degraded import is_degraded
from newswire.clean.language import find_language
from newswire.clean.rules import find_rule, tidy
from newswire.records import CleanText, Dateline, Furniture, FurnitureKind

CLEANER_VERSION = "2"  # raise it with every change of rules or code that may change a body

HEAD_LINES = 6  # bylines, notes and the dateline stand in the first few lines
TAIL_LINES = 15
HEADLINE_CHARS = 100  # a longer line is the story's first paragraph: nothing of its head comes after it

_BYLINE = re.compile(r"by (?P<names>[^.!?:;\"()]{3,100})", re.IGNORECASE)
_BYLINE_WORD = re.compile(r"(?:[^\W\d_a-z][\w.'\u2019-]*|and|in|of|for|the|at|de|van|von|al|bin|&),?")


@dataclass(slots=True)
class _Line:
    """The part of a line that is still story. Offsets are into the text as given."""

    start_char: int
    end_char: int


@dataclass(slots=True)
class _Work:
    """One text on its way through the cleaner."""

    text: str
    lines: list[_Line | None]  # None is a blank line
    furniture: list[Furniture] = field(default_factory=list)
    dateline: Dateline | None = None
    byline: str | None = None

    def content(self, line: _Line) -> str:
        return self.text[line.start_char : line.end_char]

    def story_lines(self) -> list[_Line]:
        return [line for line in self.lines if line is not None and line.end_char > line.start_char]

    def cut(self, line: _Line, kind: FurnitureKind, start_char: int, end_char: int) -> None:
        """Move one end of a line to the furniture."""
        piece = self.text[start_char:end_char]
        self.furniture.append(Furniture(kind=kind, start_char=start_char, end_char=end_char, text=piece))
        if start_char == line.start_char:
            rest = self.text[end_char : line.end_char]
            line.start_char = end_char + len(rest) - len(rest.lstrip())
        else:
            line.end_char = line.start_char + len(self.text[line.start_char : start_char].rstrip())

    def cut_line(self, line: _Line, kind: FurnitureKind) -> None:
        self.cut(line, kind, line.start_char, line.end_char)


def clean_text(text: str, *, published_at: datetime | None = None, language: str | None = None) -> CleanText:
    """Return the body of a text and its furniture; ``language`` is what its source says, or None.

    Paragraphs stay parted by blank lines, and degraded text keeps its one sentence a line. Furniture offsets are into
    ``text`` as given, and each piece is exactly that slice. ``published_at`` gives the dateline's date its year.
    """
    work = _Work(text, _split_lines(text))
    for line in work.story_lines():
        if rule := find_rule(work.content(line), ("any",)):
            work.cut_line(line, rule.kind)
    _cut_head(work, published_at)
    _cut_tail(work)
    counts: Counter[str] = Counter()
    body = _join_lines(work, counts)
    return CleanText(
        body=body,
        dateline=work.dateline,
        byline=work.byline,
        furniture=tuple(sorted(work.furniture, key=lambda piece: piece.start_char)),
        language=find_language(body, language),
        is_degraded=is_degraded(body),
        notes=tuple(f"{what}: {count}" for what, count in sorted(counts.items()) if count),
    )


def clean_to_json(article_id: object, result: CleanText) -> dict[str, Any]:
    """Return the object that ``python -m newswire clean`` prints."""
    dateline = result.dateline
    return {
        "id": article_id,
        "body": result.body,
        "dateline": dateline
        and {
            "place": dateline.place,
            "on": dateline.on.isoformat() if dateline.on else None,
            "agency": dateline.agency,
        },
        "byline": result.byline,
        "furniture": [
            {"kind": piece.kind.value, "start_char": piece.start_char, "end_char": piece.end_char, "text": piece.text}
            for piece in result.furniture
        ],
        "language": result.language,
        "is_degraded": result.is_degraded,
        "notes": list(result.notes),
    }


def _split_lines(text: str) -> list[_Line | None]:
    lines: list[_Line | None] = []
    start = 0
    for end, next_start in [(found.start(), found.end()) for found in LINE_END.finditer(text)] + [(len(text), 0)]:
        content = text[start:end]
        stripped = content.strip()
        first = start + len(content) - len(content.lstrip())
        lines.append(_Line(first, first + len(stripped)) if stripped else None)
        start = next_start
    return lines


def _cut_head(work: _Work, published_at: datetime | None) -> None:
    """Cut what stands before the story, down to its dateline."""
    for line in work.story_lines()[:HEAD_LINES]:
        while line.end_char > line.start_char and _cut_opening(work, line):
            pass
        content = work.content(line)
        if found := find_dateline(content, published_at):
            length, work.dateline = found
            work.cut(line, FurnitureKind.DATELINE, line.start_char, line.start_char + length)
            _cut_opening(work, line)  # "LONDON (Reuters) - (Adds quotes)"
            return
        if len(content) > HEADLINE_CHARS:
            return


def _cut_opening(work: _Work, line: _Line) -> bool:
    """Cut one note, advisory or byline from the beginning of the line; return whether there was one."""
    content = work.content(line)
    if rule := find_rule(content, ("head",)):
        work.cut_line(line, rule.kind)
        return True
    if names := _find_byline(content):
        work.byline = work.byline or names
        work.cut_line(line, FurnitureKind.BYLINE)
        return True
    closing = content.find(")") + 1
    if content.startswith("(") and (rule := find_rule(content[:closing], ("head",), "opens")):
        work.cut(line, rule.kind, line.start_char, line.start_char + closing)
        return True
    return False


def _cut_tail(work: _Work) -> None:
    """Cut what stands after the story, from its last line upwards to the first line that is story."""
    for line in work.story_lines()[: -TAIL_LINES - 1 : -1]:
        while line.end_char > line.start_char and _cut_closing(work, line):
            pass
        if line.end_char > line.start_char:
            return


def _cut_closing(work: _Work, line: _Line) -> bool:
    content = work.content(line)
    if rule := find_rule(content, ("tail", "head")):
        work.cut_line(line, rule.kind)
        return True
    opening = content.rfind("(")
    if opening > 0 and content[opening - 1] == "(":
        opening -= 1
    if content.endswith(")") and opening > 0 and (rule := find_rule(content[opening:], ("tail",), "closes")):
        work.cut(line, rule.kind, line.start_char + opening, line.end_char)
        return True
    return False


def _find_byline(content: str) -> str | None:
    """Return the names of a line such as "By Ada Brook and Tim Vale"; a lowercased one has two or three words."""
    found = _BYLINE.fullmatch(tidy(content)) if len(content) <= HEADLINE_CHARS else None
    if not found:
        return None
    words = found["names"].split()
    is_lowercased = content == content.lower() and len(words) in {2, 3}
    return found["names"].strip() if is_lowercased or all(map(_BYLINE_WORD.fullmatch, words)) else None


def _join_lines(work: _Work, counts: Counter[str]) -> str:
    """Return the body: the lines that are left, and one blank line where there were some."""
    paragraphs: list[list[str]] = [[]]
    for line in work.lines:
        content = clean_line(work.content(line), counts) if line else ""
        if content:
            paragraphs[-1].append(content)
        elif line is None and paragraphs[-1]:
            paragraphs.append([])
    return "\n\n".join("\n".join(lines) for lines in paragraphs if lines)
