"""Quotes: attributions of the tagger or the grammar, and words in quotation marks, made into one list with speakers."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from spacy.tokens import Doc

from newswire.enrich.attributions import Attribution, Evidence, find_attributions, sentences
from newswire.enrich.confidence import Signs
from newswire.enrich.cues import cue_lemma, cue_modality, find_addressee
from newswire.enrich.lost_marks import SpeechRuns, has_lost_marks, sounds_direct, sounds_spoken
from newswire.enrich.marks import Marked, find_marked
from newswire.enrich.spans import Span, cut_spans, has_word, merge_spans, overlaps
from newswire.enrich.speakers import PREPOSITIONS, SpeakerResolver
from newswire.enrich.tables import CUE_VERBS
from newswire.enrich.tagger import Tagged
from newswire.records import Addressee, Cue, Mention, Quote, QuoteKind, Speaker

UNATTRIBUTED: Final = 0.5  # the raw confidence of marked words that no cue announces
SHORT_WORDS: Final = 3
MIN_STATEMENT_WORDS: Final = 4
MAX_GOING_ON_CHARS: Final = 300  # from one statement to one that another cue adds to it
MAX_CUE_CHARS: Final = 80
MAX_FRAME_GAP: Final = 12
STATEMENT_ENDS: Final = (".", ",", "?", "!", "...", "…")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A quote before its speaker is resolved; without an attribution the speaker is that of the statement before."""

    spans: tuple[Span, ...]
    kind: QuoteKind
    attribution: Attribution | None
    is_marked: bool = False


def find_quotes(
    text: str, mentions: Sequence[Mention], statements: Sequence[Statement], chance: Callable[[Signs], float]
) -> list[tuple[Quote, Signs]]:
    """Return the statements as quotes with their speakers, in reading order and no two with equal spans.

    ``chance`` gives each its confidence from its signs, which are returned beside it.
    """
    ordered = sorted(statements, key=lambda statement: (statement.spans[0], statement.spans[-1][1]))
    sources = [item.attribution.source for item in ordered if item.attribution and item.attribution.source]
    resolver = SpeakerResolver(text, mentions, sources)
    is_degraded = has_lost_marks(text)
    best: dict[tuple[Span, ...], tuple[Quote, Signs]] = {}
    last: Speaker | None = None
    told: list[Quote] = []  # those that later ones may stand in or go on from
    for statement in ordered:
        speaker = _speaker(text, statement, resolver, last, told)
        last = speaker if statement.kind is QuoteKind.DIRECT and speaker else last
        signs = _signs(text, statement, speaker, is_degraded=is_degraded)
        quote = _quote(text, statement, speaker, chance(signs))
        told = [*(earlier for earlier in told if earlier.end_char > quote.start_char - MAX_GOING_ON_CHARS), quote]
        kept = best.get(quote.spans)
        if kept is None or kept[0].confidence < quote.confidence:
            best[quote.spans] = quote, signs
    return [best[spans] for spans in sorted(best)]


def _signs(text: str, statement: Statement, speaker: Speaker | None, *, is_degraded: bool) -> Signs:
    """Return what tells how far the quote may be trusted; the traits' weights are fitted, see ``confidence``."""
    attribution = statement.attribution
    words = sum(len(text[start:end].split()) for start, end in statement.spans)
    holds = {
        "any": True,
        "lost marks": is_degraded,
        "marked": statement.is_marked,
        "mixed": statement.kind is QuoteKind.MIXED,
        "short": words <= SHORT_WORDS,
        "no speaker": speaker is None,
        "unattributed": attribution is None,
        "belief": attribution is not None and not attribution.is_speech,
        f"by {attribution.evidence.value}" if attribution else "by marks": True,
        "unlisted cue": attribution is not None and cue_lemma(text, attribution.cue) is None,
    }
    raw = attribution.confidence if attribution else UNATTRIBUTED
    return Signs(raw=raw, traits=frozenset(trait for trait, is_so in holds.items() if is_so))


def grammar_statements(doc: Doc, text: str) -> list[Statement]:
    """Return the statements of ``text`` by rules; ``doc`` is its parsed copy."""
    attributions = find_attributions(doc)
    if has_lost_marks(text):
        return _statements_without_marks(doc, attributions, text)
    return _statements_with_marks(text, attributions, find_marked(text))


def tagged_statements(text: str, tagged: Sequence[Tagged]) -> list[Statement]:
    """Return the statements of ``text`` as the tagger sees them; marks that are there bound what was said."""
    attributions = [_of_tagger(text, item) for item in tagged]
    if has_lost_marks(text):
        kinds = [QuoteKind.DIRECT if sounds_spoken(text, item) else QuoteKind.INDIRECT for item in attributions]
        found = [_reported(text, item, kind) for item, kind in zip(attributions, kinds, strict=True)]
        return [statement for statement in found if statement is not None]
    return _statements_with_marks(text, attributions, find_marked(text))


def _of_tagger(text: str, item: Tagged) -> Attribution:
    cue = (item.cue[0][0], item.cue[-1][1]) if item.cue[-1][1] - item.cue[0][0] <= MAX_CUE_CHARS else item.anchor
    named = [span for span in item.source if text[slice(*span)].split(maxsplit=1)[0].lower() not in PREPOSITIONS]
    source = min(named, key=lambda span: _distance(span, item.anchor), default=None)
    beside = source is not None and _distance(source, cue) <= MAX_FRAME_GAP
    verb = CUE_VERBS.get(text[slice(*item.anchor)].lower())
    return Attribution(
        cue=cue,
        is_speech=verb is None or verb.is_speech,
        source=source,
        frame=(min(cue[0], source[0]), max(cue[1], source[1])) if source and beside else cue,
        content=item.content,
        evidence=Evidence.TAGGER,
        confidence=item.confidence,
    )


def _speaker(
    text: str, statement: Statement, resolver: SpeakerResolver, last: Speaker | None, told: Sequence[Quote]
) -> Speaker | None:
    if statement.attribution is None:
        return last
    source = statement.attribution.source
    if source is None:  # "..., he said, adding: ..."
        goes_on = text[slice(*statement.attribution.cue)].lower().startswith("adding")
        before = [quote.speaker for quote in told if quote.speaker and quote.kind is not QuoteKind.MIXED]
        return before[-1] if goes_on and before else resolver.leader(statement.attribution.cue[0])
    around = [outer for outer in told if any(start <= source[0] < end for start, end in outer.spans)]
    return resolver.resolve(source, within=around[-1].speaker if around else None)


def _quote(text: str, statement: Statement, speaker: Speaker | None, confidence: float) -> Quote:
    cue = statement.attribution.cue if statement.attribution else None
    told = find_addressee(text, cue, statement.spans) if cue else None
    return Quote(
        spans=statement.spans,
        text=" ... ".join(text[start:end] for start, end in statement.spans),
        kind=statement.kind,
        confidence=confidence,
        cue=_cue(text, cue) if cue else None,
        speaker=speaker,
        addressee=Addressee(start_char=told[0], end_char=told[1], text=text[slice(*told)]) if told else None,
    )


def _cue(text: str, cue: Span) -> Cue:
    start, end = cue
    lemma, modality = cue_lemma(text, cue), cue_modality(text, cue)
    return Cue(start_char=start, end_char=end, text=text[start:end], lemma=lemma, modality=modality)


def _reported(text: str, attribution: Attribution, kind: QuoteKind = QuoteKind.INDIRECT) -> Statement | None:
    spans = merge_spans(text, attribution.content)
    return Statement(spans=spans, kind=kind, attribution=attribution) if spans else None


# ---------------------------------------------------------------- text that kept its quotation marks
def _statements_with_marks(text: str, attributions: Sequence[Attribution], marked: Sequence[Marked]) -> list[Statement]:
    inside = bytearray(len(text))
    for words in marked:
        inside[slice(*words.span)] = b"\1" * (words.span[1] - words.span[0])
    owners = _owners(text, [item for item in attributions if not inside[item.cue[0]]], marked)
    owned: dict[Span, list[Marked]] = defaultdict(list)
    orphans: list[Marked] = []
    for words, owner in zip(marked, owners, strict=True):
        if owner is not None:
            owned[owner.cue].append(words)
        elif is_statement(text, words):
            orphans.append(words)
    found = []
    for attribution in attributions:
        if attribution.cue in owned:
            found.append(_marked_statement(text, attribution, owned[attribution.cue]))
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
    return Statement(spans=spans, kind=kind, attribution=attribution, is_marked=True)


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
    return Statement(spans=spans, kind=QuoteKind.DIRECT, attribution=None, is_marked=True)


# ---------------------------------------------------------------- text that lost its quotation marks
def _statements_without_marks(doc: Doc, attributions: Sequence[Attribution], text: str) -> list[Statement]:
    lines = list(sentences(doc))
    starts = [line.start_char for line in lines]
    number_of = {attribution.cue: bisect_right(starts, attribution.cue[0]) - 1 for attribution in attributions}
    is_attributed = [False] * len(lines)
    for attribution in attributions:
        if attribution.is_speech:
            is_attributed[number_of[attribution.cue]] = True
    runs = SpeechRuns(lines, is_attributed)
    found = []
    for attribution in attributions:
        number = number_of[attribution.cue]
        if attribution.is_speech and sounds_direct(doc, attribution):
            run = runs.take(number, is_opening=attribution.evidence is Evidence.COLON)
            content = tuple(sorted((*((line.start_char, line.end_char) for line in run), *attribution.content)))
            found.append(_reported(text, replace(attribution, content=content), QuoteKind.DIRECT))
        else:
            found.append(_reported(text, attribution))
    return [statement for statement in found if statement is not None]
