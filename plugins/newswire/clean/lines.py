"""A text as lines that give up their ends to the furniture: what is left of them is the body."""

from collections import Counter
from dataclasses import dataclass, field

from newswire.clean.characters import LINE_BREAK, clean_line, story_end
from newswire.records import Dateline, Furniture, FurnitureKind, Signal


@dataclass(slots=True)
class Line:
    """The part of a line that is still story. Offsets are into the text as given."""

    start_char: int
    end_char: int

    @property
    def is_left(self) -> bool:
        """Whether anything of it is still story."""
        return self.end_char > self.start_char


@dataclass(slots=True)
class Work:
    """One text on its way through the cleaner. ``None`` among the lines is a blank one."""

    text: str
    lines: list[Line | None]
    furniture: list[Furniture] = field(default_factory=list)
    signals: list[Signal] = field(default_factory=list)
    dateline: Dateline | None = None
    byline: str | None = None

    def content(self, line: Line) -> str:
        """Return what is left of a line."""
        return self.text[line.start_char : line.end_char]

    def story_lines(self) -> list[Line]:
        """Return the lines of which something is left."""
        return [line for line in self.lines if line is not None and line.is_left]

    def cut(self, line: Line, kind: FurnitureKind, start_char: int, end_char: int) -> None:
        """Move one end of a line to the furniture."""
        piece = self.text[start_char:end_char]
        self.furniture.append(Furniture(kind=kind, start_char=start_char, end_char=end_char, text=piece))
        if start_char == line.start_char:
            rest = self.text[end_char : line.end_char]
            line.start_char = end_char + len(rest) - len(rest.lstrip())
        else:
            line.end_char = line.start_char + len(self.text[line.start_char : start_char].rstrip())

    def cut_start(self, line: Line, kind: FurnitureKind, length: int) -> None:
        """Move the beginning of a line to the furniture."""
        self.cut(line, kind, line.start_char, line.start_char + length)

    def cut_end(self, line: Line, kind: FurnitureKind, length: int) -> None:
        """Move the end of a line to the furniture."""
        self.cut(line, kind, line.end_char - length, line.end_char)

    def cut_line(self, line: Line, kind: FurnitureKind) -> None:
        """Move all that is left of a line to the furniture."""
        self.cut(line, kind, line.start_char, line.end_char)

    def join(self, counts: Counter[str]) -> str:
        """Return the body: the lines that are left, and one blank line where there were some."""
        paragraphs: list[list[str]] = [[]]
        for line in self.lines:
            content = clean_line(self.content(line), counts) if line else ""
            if content:
                paragraphs[-1].append(content)
            elif line is None and paragraphs[-1]:
                paragraphs.append([])
        return "\n\n".join("\n".join(lines) for lines in paragraphs if lines)


def split(text: str) -> Work:
    """Return the text in lines without the blanks around them."""
    lines: list[Line | None] = []
    start = 0
    for end, next_start in [(found.start(), found.end()) for found in LINE_BREAK.finditer(text)] + [(len(text), 0)]:
        content = text[start:end]
        first = start + len(content) - len(content.lstrip())
        lines.append(Line(first, start + story_end(content)) if content.strip() else None)
        start = next_start
    return Work(text=text, lines=lines)
