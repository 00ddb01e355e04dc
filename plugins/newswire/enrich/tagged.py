"""The tagger's readings as attributions: a source for each where the sentence has one, contents bounded."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from newswire.enrich.attributions import Attribution, Evidence
from newswire.enrich.cues import TOLD, cue_lemma
from newswire.enrich.marks import MIN_STATEMENT_WORDS, Marked, begins_clause, is_statement
from newswire.enrich.sources import PREPOSITIONS
from newswire.enrich.spans import WORD, Span, covered, distance, enclosing, overlaps, sentence_starts
from newswire.enrich.subjects import Subjects, Word
from newswire.enrich.tables import CUE_VERBS
from newswire.enrich.tagger import Tagged

BESIDE_MARKS: Final = 0.95  # raw confidence of a verb of speech beside words in marks
JOINED: Final = re.compile(r"\b(?:and|but|or)\s(?:also |then |later )?$")
DATELINE: Final = re.compile(r".{1,60}\([^()\n]{1,30}\) ?[-\u2013\u2014]+ +")  # a source may begin with it by mistake
UNNAMED: Final = re.compile(r"(?:not to be|anonymity|to remain) (?:named|identified|quoted|anonymous)", re.IGNORECASE)
AFTER_PREPOSITION: Final = re.compile(rf"\b(?:{'|'.join(sorted(PREPOSITIONS))})\s+$", re.IGNORECASE)
MAX_PREPOSITION: Final = 12
MAX_CUE_CHARS: Final = 80
SENTENCE_END: Final = re.compile(r"[.!?:\n]")
CLAUSE: Final = re.compile(r"[^\n.,;:!?()\"\u201c\u201d\u2014]*\w")
DANGLING: Final = frozenset({"the", "a", "an", "of", "to", "and", "or", "with", "for", "from", "by", "at", "against"})
MAX_HOLE_WORDS: Final = 6
MIN_SAME: Final = 0.7  # Jaccard of the characters of two contents that are one
MAX_FRAME_GAP: Final = 12
MAX_STRAY_WORDS: Final = 2  # of the line before that a content may begin with by mistake
MAX_ADDRESS_WORDS: Final = 25
ADDRESSED: Final = frozenset({"me", "him", "her", "us", "them", "you", "reporters", "journalists"})


def read_tagged(
    text: str, tagged: Sequence[Tagged], words: Sequence[Word], marked: Sequence[Marked]
) -> list[Attribution]:
    """Return the attributions in the order of their cues."""
    subjects = Subjects(text, words, [piece.span for piece in marked])
    apart = _without_doubles([item for item in tagged if not UNNAMED.match(text, item.content[0][0])])
    found = [_attribution(text, item, subjects) for item in apart]
    found += _tags_beside_marks(text, marked, found, subjects)
    return _shared_sources(text, sorted(found, key=lambda item: item.cue))


def _without_doubles(tagged: Sequence[Tagged]) -> list[Tagged]:
    """Return what is tagged once: of two cues beside the same content ("said ... in a statement") the surer one.

    A statement within a statement, whose cue is part of the other's content, is no double.
    """
    kept: list[Tagged] = []
    for item in sorted(tagged, key=lambda item: (-item.confidence, item.anchor)):
        if not any(_is_double(item, other) for other in kept):
            kept.append(item)
    return sorted(kept, key=lambda item: item.anchor)


def _is_double(left: Tagged, right: Tagged) -> bool:
    if left.content[0][0] >= right.content[-1][1] or right.content[0][0] >= left.content[-1][1]:
        return False
    is_within = any(
        overlaps(inner.anchor, span) for inner, outer in ((left, right), (right, left)) for span in outer.content
    )
    shared = sum(
        max(0, min(here[1], there[1]) - max(here[0], there[0])) for here in left.content for there in right.content
    )
    both = sum(end - start for start, end in (*left.content, *right.content)) - shared
    return not is_within and shared >= MIN_SAME * both


def _shared_sources(text: str, attributions: Sequence[Attribution]) -> list[Attribution]:
    """Give a cue after "and" or "but" the source of the cue before it: "wants to help and is keen to lead"."""
    shared = list(attributions)
    starts = sentence_starts(text)
    for number, (before, item) in enumerate(pairwise(attributions), 1):
        same = bisect_right(starts, before.cue[0]) == bisect_right(starts, item.cue[0])
        if (
            item.evidence is Evidence.SUBJECT
            and item.source
            and same
            and JOINED.search(text, before.cue[1], item.cue[0])
        ):
            shared[number] = replace(item, source=shared[number - 1].source)
    return shared


def _tags_beside_marks(
    text: str, marked: Sequence[Marked], attributions: Sequence[Attribution], subjects: Subjects
) -> list[Attribution]:
    """Return what tells who spoke a statement in marks where the tagger saw nothing: "...," Brook said."""
    taken = covered(text, (span for item in attributions for span in (*item.content, item.frame)))
    found = []
    for words in marked:
        if any(taken[slice(*words.span)]) or not words.is_closed or not is_statement(text, words):
            continue
        tag = subjects.tag_after(words.span[1]) if begins_clause(text, words) else None
        if tag is None and len(text[slice(*words.span)].split()) >= MIN_STATEMENT_WORDS:
            tag = subjects.tag_before(words.span[0])
        if tag is not None and not any(taken[slice(*tag.cue)]):
            found.append(
                Attribution(
                    cue=tag.cue, is_speech=True, source=tag.source, frame=enclosing(tag.cue, tag.source),
                    content=(words.span,), evidence=Evidence.TAG, confidence=BESIDE_MARKS,
                )
            )  # fmt: skip
    return found


def _attribution(text: str, item: Tagged, subjects: Subjects) -> Attribution:
    cue = (item.cue[0][0], item.cue[-1][1]) if item.cue[-1][1] - item.cue[0][0] <= MAX_CUE_CHARS else item.anchor
    content = _bounded(text, item, cue)
    sources = [(_after_dateline(text, start, end), end) for start, end in item.source]
    named = [span for span in sources if text[slice(*span)].split(maxsplit=1)[0].lower() not in PREPOSITIONS]
    # A piece with a preposition before it tells where or when: "Brook, on a visit to Oslo, said".
    free = [span for span in named if not AFTER_PREPOSITION.search(text, max(0, span[0] - MAX_PREPOSITION), span[0])]
    nearest = min(free or named, key=lambda span: distance(span, item.anchor), default=None)
    is_about = subjects.is_about(item.anchor)  # whom it is said of is no source; who says it may follow
    source = subjects.agent(item.anchor) if is_about else nearest or subjects.find(cue, content)
    beside = source is not None and distance(source, cue) <= MAX_FRAME_GAP
    verb = CUE_VERBS.get(text[slice(*item.anchor)].lower())
    return Attribution(
        cue=cue,
        is_speech=verb is None or verb.is_speech,
        source=source,
        frame=enclosing(cue, source) if source and beside else cue,
        content=content,
        evidence=Evidence.TAGGER if nearest and not is_about else Evidence.SUBJECT,
        confidence=item.confidence,
    )


def _bounded(text: str, item: Tagged, cue: Span) -> tuple[Span, ...]:
    """Return the content without the last words of the line before it, without who is told, and with its last word."""
    content = [(_without_stray(text, start, end), end) for start, end in item.content]
    content = _without_holes(text, content, [*item.source, *item.cue])
    content = [(start, _whole_end(text, end, [*item.source, *item.cue])) for start, end in content]
    first = next((number for number, (start, _) in enumerate(content) if start >= cue[1]), None)
    if first is not None and cue_lemma(text, cue) in TOLD and distance(cue, content[first]) <= 1:
        content[first] = _without_addressee(text, *content[first])
    return tuple(content)


def _without_holes(text: str, content: Sequence[Span], frame: Sequence[Span]) -> list[Span]:
    """Return the pieces, those of one sentence as one where neither source nor cue stands between them."""
    joined: list[Span] = []
    for start, end in content:
        between = (joined[-1][1], start) if joined else (0, 0)
        is_hole = (
            joined
            and not SENTENCE_END.search(text[slice(*between)])
            and len(WORD.findall(text[slice(*between)])) <= MAX_HOLE_WORDS
            and not any(overlaps(between, part) for part in frame)
        )
        joined[-1:] = [(joined[-1][0], end)] if is_hole else [*joined[-1:], (start, end)]
    return joined


def _whole_end(text: str, end: int, frame: Sequence[Span]) -> int:
    """Return where the clause ends, for a content that ends with an article or a preposition."""
    if text[:end].rsplit(maxsplit=1)[-1:] and text[max(0, end - 12) : end].rsplit(maxsplit=1)[-1].lower() in DANGLING:
        clause = CLAUSE.match(text, end)
        return clause.end() if clause and not any(overlaps(clause.span(), part) for part in frame) else end
    return end


def _after_dateline(text: str, start: int, end: int) -> int:
    dateline = DATELINE.match(text, start, end)
    return dateline.end() if dateline and dateline.end() < end else start


def _without_stray(text: str, start: int, end: int) -> int:
    """Return where the content begins once a word or two before a line's end are left out."""
    line_end = text.find("\n", start, end)
    words = sum(form.isalnum() for form in WORD.findall(text[start:line_end])) if line_end >= 0 else MAX_STRAY_WORDS + 1
    is_line_start = not start or text[start - 1] == "\n"
    return line_end + 1 if words <= MAX_STRAY_WORDS and not is_line_start and line_end + 1 < end else start


def _without_addressee(text: str, start: int, end: int) -> Span:
    """Return "that it was over" of "me that it was over"."""
    words = list(WORD.finditer(text, start, end))
    if len(words) < 2 or words[0].group().lower() not in ADDRESSED:
        return start, end
    that = next((word for word in words[1:MAX_ADDRESS_WORDS] if word.group().lower() == "that"), words[1])
    return that.start(), end
