"""Who speaks by the form of print: before each turn of a transcript, or after words in marks, as one signs.

"MARSH: We never said that.", or Q and A: lines that begin with a label and a colon, labels that come again, and words
of talk behind them, so that a table of results is none; in clean copy and in an archive's. '"We never said that." - Ada
Marsh, mayor' is a paragraph of its own, with marks.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Final

from newswire.enrich.attributions import Attribution, Evidence
from newswire.enrich.marks import PARAGRAPH, Marked
from newswire.enrich.spans import WORD, Span, covered, enclosing, merge_spans

TURN: Final = re.compile(
    r"^[\"\u201c\u2018'*]{0,3}"
    r"(?:(?P<label>[^\W\d_][\w.'\u2019-]{0,30}(?: [\w.'\u2019-]{1,30}){0,3}?)(?: ?\([^()\n]{1,40}\))? ?(?P<colon>:)"
    r"|(?P<letter>[QAqa])(?P<stop>[.:]))[ \t]+(?=[^\s:])",
    re.MULTILINE,
)
SIGNED: Final = re.compile(
    r"^[\"\u201c](?P<said>[^\"\u201c\u201d\n]{20,})[\"\u201d][.,]?[ \xa0]*(?P<dash>--?|[\u2012-\u2015])[ \xa0]*"
    r"(?P<label>[^\W\d_a-z][\w.'\u2019-]*(?:[ \xa0][\w.'\u2019-]{1,30}){0,4})(?:,[^\n]{0,100})?[ \xa0]*$",
    re.MULTILINE,
)
ASIDE: Final = re.compile(r"[\"\u201c]?[(\[][^()\[\]\n]{0,60}[)\]][ .\"\u201d]*")  # "(CROSSTALK)", a line of its own
SENTENCE_END: Final = re.compile(r"[.?!\u2014-][\"\u201d)]* *$")
OPENING: Final = re.compile(r"[\"\u201c]")
TALK: Final = frozenset({"i", "we", "you", "my", "our", "your", "me", "us"})
TOLD: Final = frozenset({"said", "told", "asked", "added", "replied", "responded", "continued"})
THIRD_PERSON: Final = frozenset({"he", "she"})
NEAR_WORDS: Final = 3
LETTERS: Final = frozenset({"q", "a"})
MIN_TURNS: Final = 3
MAX_TURN_CHARS: Final = 6_000  # a longer one is the article that goes on
SURE: Final = 0.8  # of turns with names in PolNeAR's train part 28 of 35 were marked so; where a turn ends is in doubt


@dataclass(frozen=True, slots=True)
class Turn:
    """Who is printed before the colon or full stop, or after the dash, and what is said, in one piece or more."""

    label: Span
    mark: Span
    said: tuple[Span, ...]


def find_turns(text: str) -> list[Turn]:
    """Return what is said by form, in reading order: the turns of a transcript and paragraphs that are signed."""
    signed = [
        Turn(found.span("label"), found.span("dash"), merge_spans(text, [found.span("said")]))
        for found in SIGNED.finditer(text)
    ]
    return sorted((turn for turn in (*signed, *_transcript(text)) if turn.said), key=lambda turn: turn.said)


def _transcript(text: str) -> list[Turn]:
    """Return the turns of a transcript in reading order, none where the text is no transcript."""
    found = list(TURN.finditer(text))
    if len(found) < MIN_TURNS:
        return []
    counts = Counter(map(_key, found))
    again = [number for number, match in enumerate(found) if counts[_key(match)] > 1]
    is_print = [(match["label"] or "").isupper() for match in found]
    words = Counter(_words(text, (0, len(text)))) if again else Counter()
    kept = [  # a speaker of one turn is known by its capitals, or is told of elsewhere and speaks among the others
        match
        for number, (match, in_capitals) in enumerate(zip(found, is_print, strict=True))
        if (in_capitals and sum(is_print) >= MIN_TURNS)
        or counts[_key(match)] > 1
        or (again and again[0] < number < again[-1] and words[_key(match)] > 1)
    ]
    speakers = set(map(_key, kept))
    if len(kept) < MIN_TURNS or len(speakers) < 2:  # where only A stands before a colon, questions are in the answers
        return []
    ends = [match.start() for match in kept[1:]]
    names = THIRD_PERSON | speakers - LETTERS
    turns = [
        Turn(_label(match), _colon(match), _said(text, match, end, names))
        for match, end in zip(kept, [*ends, None], strict=True)
    ]
    talking = sum(any(_is_talk(text, piece) for piece in turn.said) for turn in turns)
    return turns if 2 * talking >= len(turns) else []


def turn_attributions(turns: Sequence[Turn]) -> list[Attribution]:
    """Return the turns as attributions."""
    return [
        Attribution(
            cue=turn.mark, is_speech=True, source=turn.label, frame=enclosing(turn.label, turn.mark), content=turn.said,
            evidence=Evidence.TURN, confidence=SURE,
        )
        for turn in turns
    ]  # fmt: skip


def outside_turns(text: str, attributions: Sequence[Attribution], turns: Sequence[Turn]) -> list[Attribution]:
    """Return the attributions that no turn stands for: not of its own cue, and not running on from turn to turn.

    What a speaker says that others said, within a turn, stays.
    """
    frames = covered(text, (enclosing(turn.label, turn.mark) for turn in turns))
    return [
        item
        for item in attributions
        if not any(any(frames[slice(*span)]) for span in (item.cue, *filter(None, (item.source,)), *item.content))
    ]


def marked_outside_turns(text: str, marked: Sequence[Marked], turns: Sequence[Turn]) -> list[Marked]:
    """Return the words in marks but those that are turns, or go on with one in a paragraph that opens its marks."""
    labels = covered(text, (turn.label for turn in turns))
    said = covered(text, (piece for turn in turns for piece in turn.said))
    return [
        words
        for words in marked
        if not any(labels[slice(*words.span)]) and (words.is_closed or not said[words.span[0]])
    ]


def _key(match: re.Match[str]) -> str:
    """Return what tells speakers apart: a last name, as the first turn may have the whole one."""
    return (match["letter"] or match["label"].split()[-1]).lower()


def _label(match: re.Match[str]) -> Span:
    return match.span("letter" if match["letter"] else "label")


def _colon(match: re.Match[str]) -> Span:
    return match.span("stop" if match["letter"] else "colon")


def _said(text: str, match: re.Match[str], end: int | None, names: Set[str]) -> tuple[Span, ...]:
    """Return what is said up to the next turn, or to where somebody tells of the speakers.

    The last turn ends with the first line that is no talk; a headline of this form ("Marsh: We Never Said That") is a
    turn of one line.
    """
    in_marks = bool(OPENING.match(text, match.start()))
    is_headline = False
    pieces: list[Span] = []
    limit = min(end or len(text), match.end() + MAX_TURN_CHARS)
    for number, line in enumerate(PARAGRAPH.finditer(text, match.end(), limit)):
        if not number:
            is_headline = not match.start() and not SENTENCE_END.search(text, *line.span())
        else:
            is_opened = not in_marks or OPENING.match(text, line.start())
            goes_on = is_opened and (end is not None or _is_talk(text, line.span()))
            if is_headline or not goes_on or _is_told(text, line.span(), names):
                break
        if not ASIDE.fullmatch(text, *line.span()):
            pieces.append(line.span())
    return merge_spans(text, pieces)


def _is_told(text: str, line: Span, names: Set[str]) -> bool:
    """Say whether somebody else tells what one of the speakers said: "Marsh later told the station"."""
    words = list(_words(text, line))
    return any(
        word in TOLD and any(near in names for near in words[max(0, at - NEAR_WORDS) : at + NEAR_WORDS])
        for at, word in enumerate(words)
    )


def _is_talk(text: str, span: Span) -> bool:
    return any(word in TALK for word in _words(text, span))


def _words(text: str, span: Span) -> Iterator[str]:
    return (word.group().lower() for word in WORD.finditer(text, *span) if word.group()[0].isalnum())
