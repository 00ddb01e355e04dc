"""Where furniture stands: what is looked for anywhere, before the story and after it. The patterns are data."""

import re
from datetime import datetime
from itertools import pairwise

from newswire.clean.datelines import Where, find_dateline, is_agency, merge
from newswire.clean.lines import Line, Work
from newswire.clean.rules import MAX_LINE_CHARS, MAX_TAIL_CHARS, Rule, find_rule, tidy
from newswire.clean.tags import read_tags
from newswire.records import Dateline, FurnitureKind

HEAD_LINES = 8  # bylines, notes and the dateline stand in the first few lines
TAIL_LINES = 15
BLOCK_LINES = 40  # of contacts and notes to editors behind a story, each at most
BLOCK_LINE_CHARS = 250
HEADLINE_CHARS = 100  # a longer line is the story's first paragraph: no byline or note comes after it
MAX_DATELINES = 2  # in one line: "(ANSA) - ROME, Oct 11 -"
MAX_PIECES = 12  # at one end of a line; each costs a look at the line
MAX_SENTENCES = 8  # at the end of a line, of which a sign-off may be made

_BYLINE = re.compile(r"(?:by|von|par|por|door) (?P<names>[^.!?:;\"()]{3,100})", re.IGNORECASE)
_CAP = r"(?:[^\W\d_a-z][\w.'\u2019-]*|and|in|of|for|the|at|de|van|von|al|bin|und|et|y|&)"
_BYLINE_WORD = re.compile(rf"{_CAP},?")
# "By Ada Brook and Tim Vale NEW YORK (Reuters) -": a name has small letters, the place after it has none.
_BYLINE_BEFORE = re.compile(
    r"(?i:by) (?P<front>[^()\n!?:;]{5,160}?) ?\( ?(?P<agency>[^()\n]{2,40}?) ?\) ?[-\u2013\u2014_]"
)
_SENTENCE_END = re.compile(r"(?<=[.!?\u2026\"\u201d\u2019')*\]])(?: {1,3}(?=[\w©(-])|(?=[A-Z(]))")


def cut_anywhere(work: Work, published_at: datetime | None) -> None:
    """Cut what is furniture wherever it stands: whole lines, sign-offs at the end of one, an agency's datelines."""
    for line in work.story_lines():
        _cut_closings(work, line, ("any",))
        if line.is_left:
            _cut_datelines(work, line, published_at, Where.ANYWHERE)


def cut_head(work: Work, published_at: datetime | None) -> None:
    """Cut what stands before the story, down to its dateline, and notes between its first paragraphs."""
    is_over = False
    for number, line in enumerate(work.story_lines()[:HEAD_LINES]):
        content = work.content(line)
        if number == 0:
            _cut_tags(work, line)
        if is_over and (rule := find_rule(content, ("below",))):
            _cut_rule(work, line, rule)
            continue
        for _number in range(0 if is_over else MAX_PIECES):
            if not line.is_left or not _cut_opening(work, line):
                break
        where = Where.HEAD if is_over else Where.FIRST
        if line.is_left and work.dateline is None and _cut_datelines(work, line, published_at, where):
            is_over = True
        if line.is_left and not is_over:
            _cut_opening(work, line)  # "LONDON (Reuters) - (Adds quotes)"
        is_over = is_over or len(content) > HEADLINE_CHARS
    _cut_round_up(work, published_at)


def cut_tail(work: Work) -> None:
    """Cut what stands after the story, from its last line upwards to the first line that is story."""
    _cut_block(work)
    for line in work.story_lines()[: -TAIL_LINES - 1 : -1]:
        _cut_closings(work, line, ("tail", "head", "any"))
        if line.is_left:
            return


def _cut_rule(work: Work, line: Line, rule: Rule) -> None:
    work.cut_line(line, rule.kind)
    work.signals += [rule.signal] if rule.signal else []


def _cut_tags(work: Work, line: Line) -> None:
    """Cut the slug tags of the first line."""
    length, signals = read_tags(work.content(line))
    if signals:
        work.cut_start(line, FurnitureKind.SLUG_TAG, length)
        work.signals += signals


def _cut_datelines(work: Work, line: Line, published_at: datetime | None, where: Where) -> bool:
    """Cut the datelines that a line begins with; the first of a text is the article's. Return whether there was one."""
    own: Dateline | None = None
    for _number in range(MAX_DATELINES):
        found = find_dateline(work.content(line), published_at, where=where)
        both = found and (merge(own, found[1]) if own else found[1])
        if not found or not both:
            break
        own = both
        work.cut_start(line, FurnitureKind.DATELINE, found[0])
        where = Where.ANYWHERE if own.place else Where.HEAD  # "(ANSA) -" is followed by the place and the day
    work.dateline = work.dateline or own
    return own is not None


def _cut_round_up(work: Work, published_at: datetime | None) -> None:
    """Cut the datelines of the further items of a round-up, whose first says "SYDNEY -" and no more."""
    first = work.dateline
    if first is None or first.agency or first.on or not (first.place or "").isupper():
        return
    has_paragraphs = None in work.lines
    for before, line in pairwise(work.lines):
        if line is not None and line.is_left and (before is None or not has_paragraphs):
            _cut_datelines(work, line, published_at, Where.HEAD)


def _cut_opening(work: Work, line: Line) -> bool:
    """Cut one note, advisory or byline from the beginning of the line; return whether there was one."""
    content = work.content(line)
    if rule := find_rule(content, ("head",)):
        _cut_rule(work, line, rule)
        return True
    if names := _find_byline(content):
        work.byline = work.byline or names
        work.cut_line(line, FurnitureKind.BYLINE)
        return True
    if length := _byline_before_dateline(content):
        work.byline = work.byline or content[len("by ") : length].strip()
        work.cut_start(line, FurnitureKind.BYLINE, length)
        return True
    closing = content.find("]" if content.startswith("[") else ")") + 1
    if content.startswith(("(", "[")) and (rule := find_rule(content[:closing], ("head",), "opens")):
        work.cut_start(line, rule.kind, closing)
        work.signals += [rule.signal] if rule.signal else []
        return True
    return False


def _cut_closings(work: Work, line: Line, places: tuple[str, ...]) -> None:
    """Cut what stands at the end of a line, piece by piece."""
    for _number in range(MAX_PIECES):
        if not line.is_left or not _cut_closing(work, line, places):
            return


def _cut_closing(work: Work, line: Line, places: tuple[str, ...]) -> bool:
    """Cut all of a line, or one piece from its end; return whether there was one."""
    content = work.content(line)
    if rule := find_rule(content, places):
        _cut_rule(work, line, rule)
        return True
    window = max(0, len(content) - MAX_LINE_CHARS)
    opening = max(0, content.rfind("(", window), content.rfind("[", window))
    if opening > 0 and content[opening - 1] == "(":
        opening -= 1
    if (
        content.rstrip(" .").endswith((")", "]"))
        and opening
        and (rule := find_rule(content[opening:], places, "closes"))
    ):
        work.cut_end(line, rule.kind, len(content) - opening)
        return True
    for start in _sentence_starts(content):
        if rule := find_rule(content[start:], places, "ends"):
            work.cut_end(line, rule.kind, len(content) - start)
            return True
    return False


def _sentence_starts(content: str) -> list[int]:
    """Return where the last sentences of a line begin, the first of them first."""
    window = max(1, len(content) - MAX_TAIL_CHARS)
    return [found.end() for found in _SENTENCE_END.finditer(content, window)][-MAX_SENTENCES:]


def _cut_block(work: Work) -> None:
    """Cut a block of contacts or notes behind the story: its heading and the short lines down to the end."""
    lines = work.story_lines()
    first = max(1, len(lines) - BLOCK_LINES)
    for number in range(len(lines) - 1, first - 1, -1):
        content = work.content(lines[number])
        if len(content) > BLOCK_LINE_CHARS:
            return
        if rule := find_rule(content, ("tail",), "to_end"):
            for line in lines[number:]:
                work.cut_line(line, rule.kind)
            return


def _find_byline(content: str) -> str | None:
    """Return the names of a line such as "By Ada Brook and Tim Vale"; a lowercased one has two or three words."""
    found = _BYLINE.fullmatch(tidy(content)) if len(content) <= HEADLINE_CHARS else None
    if not found:
        return None
    words = found["names"].split()
    is_lowercased = content == content.lower() and content.startswith("by ") and len(words) in {2, 3}
    return found["names"].strip() if is_lowercased or all(map(_BYLINE_WORD.fullmatch, words)) else None


def _byline_before_dateline(content: str) -> int:
    """Return the length of a byline that a dateline follows in the same line; 0 where there is none.

    In lower case nothing parts the last name from the place: all of it is the byline.
    """
    found = _BYLINE_BEFORE.match(content)
    if not found or not is_agency(found["agency"]):
        return 0
    if found["front"].islower():
        return found.end("front")
    for number, word in enumerate(re.finditer(r"\S+", found["front"])):
        if number > 1 and len(word.group()) > 2 and word.group().strip(",").isupper():
            return found.start("front") + word.start()
    return 0
