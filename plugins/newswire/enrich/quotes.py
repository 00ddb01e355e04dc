"""Quotes: attributions by grammar, words in quotation marks, and speech that lost its marks, made into one list.

Confidence is a fixed value by the kind of evidence: an order of trust, not a probability. Issue 5 calibrates it.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from spacy.tokens import Doc

from newswire.enrich.attributions import Attribution, Evidence, find_attributions, sentences
from newswire.enrich.lost_marks import SpeechRuns, has_lost_marks, sounds_direct
from newswire.enrich.marks import Marked, find_marked
from newswire.enrich.spans import Span, cut_spans, has_word, merge_spans, overlaps
from newswire.enrich.speakers import SpeakerResolver
from newswire.records import Cue, Mention, Quote, QuoteKind, Speaker

CONFIDENCE: Final[Mapping[Evidence, float]] = {
    Evidence.CLAUSE: 0.8,
    Evidence.ACCORDING: 0.8,
    Evidence.COLON: 0.75,
    Evidence.TAG: 0.7,
    Evidence.INFINITIVE: 0.6,
}
MARKED_CONFIDENCE: Final = 0.9
BELIEF_CONFIDENCE: Final = 0.5
UNATTRIBUTED_CONFIDENCE: Final = 0.5
MIN_STATEMENT_WORDS: Final = 4
STATEMENT_ENDS: Final = (".", ",", "?", "!", "...", "…")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A quote before its speaker is resolved; without an attribution the speaker is that of the statement before."""

    spans: tuple[Span, ...]
    kind: QuoteKind
    confidence: float
    attribution: Attribution | None


def find_quotes(doc: Doc, text: str, mentions: Sequence[Mention]) -> tuple[Quote, ...]:
    """Return the quotes of ``text``, in reading order and no two with equal spans; ``doc`` is its parsed copy."""
    attributions = find_attributions(doc)
    if has_lost_marks(text):
        found = _statements_without_marks(doc, text, attributions)
    else:
        found = _statements_with_marks(text, attributions, find_marked(text))
    resolver = SpeakerResolver(doc, text, mentions)
    best: dict[tuple[Span, ...], Quote] = {}
    last: Speaker | None = None
    for statement in sorted(found, key=lambda statement: (statement.spans[0], statement.spans[-1][1])):
        speaker = _speaker(statement, resolver, last)
        last = speaker if statement.kind is QuoteKind.DIRECT and speaker else last
        quote = _quote(text, statement, speaker)
        kept = best.get(quote.spans)
        if kept is None or kept.confidence < quote.confidence:
            best[quote.spans] = quote
    return tuple(sorted(best.values(), key=lambda quote: quote.spans))


def _speaker(statement: Statement, resolver: SpeakerResolver, last: Speaker | None) -> Speaker | None:
    if statement.attribution is None:
        return last
    subject = statement.attribution.subject
    return resolver.resolve(subject) if subject is not None else None


def _quote(text: str, statement: Statement, speaker: Speaker | None) -> Quote:
    cue = statement.attribution.cue if statement.attribution else None
    return Quote(
        spans=statement.spans,
        text=" ... ".join(text[start:end] for start, end in statement.spans),
        kind=statement.kind,
        confidence=statement.confidence,
        cue=Cue(start_char=cue[0], end_char=cue[1], text=text[cue[0] : cue[1]]) if cue else None,
        speaker=speaker,
    )


def _reported(text: str, attribution: Attribution, kind: QuoteKind = QuoteKind.INDIRECT) -> Statement | None:
    spans = merge_spans(text, attribution.content)
    confidence = CONFIDENCE[attribution.evidence] if attribution.is_speech else BELIEF_CONFIDENCE
    return Statement(spans=spans, kind=kind, confidence=confidence, attribution=attribution) if spans else None


# ---------------------------------------------------------------- text that kept its quotation marks
def _statements_with_marks(text: str, attributions: Sequence[Attribution], marked: Sequence[Marked]) -> list[Statement]:
    inside = bytearray(len(text))
    for words in marked:
        inside[slice(*words.span)] = b"\1" * (words.span[1] - words.span[0])
    owners = _owners(text, [item for item in attributions if not inside[item.cue[0]]], marked)
    owned: dict[int, list[Marked]] = defaultdict(list)
    orphans: list[Marked] = []
    for words, owner in zip(marked, owners, strict=True):
        if owner is not None:
            owned[owner.cue_token].append(words)
        elif is_statement(text, words):
            orphans.append(words)
    found = []
    for attribution in attributions:
        if attribution.cue_token in owned:
            found.append(_marked_statement(text, attribution, owned[attribution.cue_token]))
        else:
            found.append(_reported(text, attribution))
    found += [_orphan(text, words) for words in orphans]
    return [statement for statement in found if statement is not None]


def _owners(text: str, attributions: Sequence[Attribution], marked: Sequence[Marked]) -> list[Attribution | None]:
    """Return for each marked piece the attribution it belongs to: of its own sentence, or of its paragraph."""
    owners: list[Attribution | None] = []
    cues = [item.cue[0] for item in attributions]
    for words in marked:
        near = attributions[bisect_left(cues, words.paragraph[0]) : bisect_left(cues, words.paragraph[1])]
        covering = [item for item in near if any(overlaps(words.span, span) for span in item.content)]
        beside = [item for item in near if item.is_speech and _is_beside(text, words, item)]
        choice = min(
            covering or beside, key=lambda item: (not item.is_speech, _distance(words.span, item.cue)), default=None
        )
        owners.append(choice)
    return _share_in_paragraph(text, marked, owners)


def _share_in_paragraph(
    text: str, marked: Sequence[Marked], owners: list[Attribution | None]
) -> list[Attribution | None]:
    """Give a statement without attribution that of the piece before it in its paragraph, or else of the one after."""
    shared = list(owners)
    order = range(len(marked))
    for numbers in (order, order[::-1]):
        step = 1 if numbers is order else -1
        for number in numbers:
            other = number - step
            if shared[number] is None and 0 <= other < len(marked) and is_statement(text, marked[number]):
                before, here = marked[min(number, other)], marked[max(number, other)]
                same = before.paragraph == here.paragraph
                goes_on = not before.is_closed and step == 1 and not has_word(text[here.paragraph[0] : here.span[0]])
                shared[number] = shared[other] if same or goes_on else None
    return shared


def _is_beside(text: str, words: Marked, attribution: Attribution) -> bool:
    """Say whether nothing but marks stands between the pieces and the attribution's frame."""
    left, right = sorted((words.span, attribution.frame))
    between = text[left[1] : right[0]]
    return not has_word(between) and is_statement(text, words)


def _distance(left: Span, right: Span) -> int:
    return max(right[0] - left[1], left[0] - right[1], 0)


def is_statement(text: str, words: Marked) -> bool:
    """Say whether the marked words may be a statement and not a title or words held at a distance."""
    piece = text[slice(*words.span)].strip()
    return piece.endswith(STATEMENT_ENDS) or (not words.is_closed and len(piece.split()) >= MIN_STATEMENT_WORDS)


def _marked_statement(text: str, attribution: Attribution, words: Sequence[Marked]) -> Statement | None:
    """Direct where the content begins with a mark; mixed where the reporter's words come first."""
    marked = [item.span for item in words]
    content = merge_spans(text, attribution.content)
    covered = [span for span in content if any(overlaps(span, piece) for piece in marked)]
    outside = [piece for span in covered for piece in cut_spans(span, marked) if has_word(text[slice(*piece)])]
    is_direct = not any(piece[0] < marked[0][0] for piece in outside)
    spans = merge_spans(text, marked if is_direct else _union([*content, *marked]))
    if not spans:
        return None
    kind = QuoteKind.DIRECT if is_direct else QuoteKind.MIXED
    return Statement(spans=spans, kind=kind, confidence=MARKED_CONFIDENCE, attribution=attribution)


def _union(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _orphan(text: str, words: Marked) -> Statement | None:
    """Return a statement in marks without attribution in its paragraph, where the paragraph is nothing else."""
    around = text[words.paragraph[0] : words.span[0]] + text[words.span[1] : words.paragraph[1]]
    spans = merge_spans(text, [words.span])
    if has_word(around) or not spans:
        return None
    return Statement(spans=spans, kind=QuoteKind.DIRECT, confidence=UNATTRIBUTED_CONFIDENCE, attribution=None)


# ---------------------------------------------------------------- text that lost its quotation marks
def _statements_without_marks(doc: Doc, text: str, attributions: Sequence[Attribution]) -> list[Statement]:
    lines = list(sentences(doc))
    number_at = {token.i: number for number, line in enumerate(lines) for token in line}
    is_attributed = [False] * len(lines)
    for attribution in attributions:
        if attribution.is_speech and attribution.cue_token in number_at:
            is_attributed[number_at[attribution.cue_token]] = True
    runs = SpeechRuns(lines, is_attributed)
    found = []
    for attribution in attributions:
        number = number_at.get(attribution.cue_token)
        if attribution.is_speech and number is not None and sounds_direct(doc, attribution):
            run = runs.take(number, is_opening=attribution.evidence is Evidence.COLON)
            content = tuple(sorted((*((line.start_char, line.end_char) for line in run), *attribution.content)))
            found.append(_reported(text, replace(attribution, content=content), QuoteKind.DIRECT))
        else:
            found.append(_reported(text, attribution))
    return [statement for statement in found if statement is not None]
