"""Quotes: attributions of the tagger or the grammar, and words in quotation marks, made into one list with speakers."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from spacy.tokens import Doc

from newswire.enrich import speech
from newswire.enrich.attributions import Attribution, Evidence, find_attributions, sentences
from newswire.enrich.confidence import Signs
from newswire.enrich.cues import cue_lemma, cue_modality, find_addressee
from newswire.enrich.lost_marks import SpeechRuns, has_lost_marks, join_runs, sounds_direct
from newswire.enrich.marks import Marked, begins_clause, find_marked, is_statement
from newswire.enrich.spans import Span, covered, cut_spans, distance, has_word, merge_spans, overlaps, union_spans
from newswire.enrich.speakers import SpeakerResolver
from newswire.enrich.subjects import Word
from newswire.enrich.tagged import read_tagged
from newswire.enrich.tagger import Tagged
from newswire.enrich.turns import Turn, find_turns, marked_outside_turns, outside_turns, turn_attributions
from newswire.records import Addressee, Cue, Mention, Quote, QuoteKind, Speaker

UNATTRIBUTED: Final = 0.5  # the raw confidence of marked words that no cue announces
MIN_CHANCE: Final = 0.25  # of what hangs on a cue: less costs speakers, more costs words (docs/evaluation.md)
SHORT_WORDS: Final = 3
MAX_GOING_ON_CHARS: Final = 300  # from one statement to one that another cue adds to it
SENTENCE_BREAK: Final = re.compile(r"[.!?][\"\u201d\u2019)]*\s+[\"\u201c(]*$")
NEXT_SENTENCE: Final = re.compile(r"[\"\u201d').]*\s+[\"\u201c(]*[A-Z]")
ASIDE: Final = re.compile(r"\([^()\n]*\)")
MIN_SENTENCE_WORDS: Final = 6
MAX_ANNOUNCING_CHARS: Final = 300  # from a cue to the colon that ends its paragraph


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A quote before its speaker is resolved; without an attribution the speaker is that of the statement before."""

    spans: tuple[Span, ...]
    kind: QuoteKind
    attribution: Attribution | None
    is_marked: bool = False


def find_quotes(
    text: str,
    copy: str,
    mentions: Sequence[Mention],
    statements: Sequence[Statement],
    chance: Callable[[Signs], float],
    *,
    min_chance: float = 0.0,
) -> list[tuple[Quote, Signs]]:
    """Return the statements as quotes with their speakers, in reading order and no two with equal spans.

    ``copy`` is the text with case restored. ``chance`` gives each its confidence from its signs, which are returned
    beside it. Of those that hang on a cue, such as are less likely right than ``min_chance`` are left out.
    """
    ordered = sorted(statements, key=lambda statement: (statement.spans[0], statement.spans[-1][1]))
    sources = [item.attribution.source for item in ordered if item.attribution and item.attribution.source]
    resolver = SpeakerResolver(text, copy, mentions, sources)
    is_degraded = has_lost_marks(text)
    best: dict[tuple[Span, ...], tuple[Quote, Signs]] = {}
    last: Speaker | None = None
    told: list[Quote] = []  # those that later ones may stand in or go on from
    for statement in ordered:
        speaker = _speaker(text, statement, resolver, last, told)
        last = speaker if speaker and _may_go_on(statement, told) else last
        signs = _signs(text, statement, speaker, is_degraded=is_degraded)
        is_turn = statement.attribution is not None and statement.attribution.evidence is Evidence.TURN
        quote = _quote(text, statement, speaker, signs.raw if is_turn else chance(signs))
        told = [*(earlier for earlier in told if earlier.end_char > quote.start_char - MAX_GOING_ON_CHARS), quote]
        kept = best.get(quote.spans)
        if kept is None or kept[0].confidence < quote.confidence:
            best[quote.spans] = quote, signs
    return [
        (quote, signs)
        for _, (quote, signs) in sorted(best.items())
        if quote.confidence >= min_chance or _is_in_marks(quote, signs)
    ]


def _may_go_on(statement: Statement, told: Sequence[Quote]) -> bool:
    """Say whether words in marks without attribution, after the statement, are by the same: not if others report it."""
    attribution = statement.attribution
    if attribution is None or not attribution.is_speech:
        return statement.kind is QuoteKind.DIRECT
    return not any(start <= attribution.cue[0] < end for outer in told for start, end in outer.spans)


def _is_in_marks(quote: Quote, signs: Signs) -> bool:
    """Say whether a mark shows that somebody's words are here, however little is known of whose."""
    return quote.cue is None or ("marked" in signs.traits and "short" not in signs.traits)


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
        "belief": attribution is not None and not attribution.is_speech,
        f"by {attribution.evidence.value}" if attribution else "unattributed": True,
        "unlisted cue": attribution is not None and cue_lemma(text, attribution.cue) is None,
    }
    raw = attribution.confidence if attribution else UNATTRIBUTED
    return Signs(raw=raw, traits=frozenset(trait for trait, is_so in holds.items() if is_so))


def grammar_statements(doc: Doc, text: str) -> list[Statement]:
    """Return the statements of ``text`` by rules; ``doc`` is its parsed copy."""
    turns = find_turns(text)
    attributions = outside_turns(text, find_attributions(doc), turns)
    if has_lost_marks(text):
        return _statements_without_marks(doc, attributions, text) + _turn_statements(text, turns)
    marked = marked_outside_turns(text, find_marked(text), turns)
    return _statements_with_marks(text, attributions, marked) + _turn_statements(text, turns)


def tagged_statements(text: str, tagged: Sequence[Tagged], words: Sequence[Word]) -> list[Statement]:
    """Return the statements of ``text`` as the tagger sees them; marks that are there bound what was said."""
    turns = find_turns(text)
    marked = marked_outside_turns(text, find_marked(text), turns)
    attributions = outside_turns(text, read_tagged(text, tagged, words, marked), turns)
    if has_lost_marks(text):
        is_direct = [speech.sounds_direct(text, item.content, item.cue, item.source) for item in attributions]
        found = [
            _reported(text, item, QuoteKind.DIRECT if direct else QuoteKind.INDIRECT)
            for item, direct in join_runs(text, attributions, is_direct)
        ]
        return [statement for statement in found if statement is not None] + _turn_statements(text, turns)
    return _statements_with_marks(text, attributions, marked) + _turn_statements(text, turns)


def _turn_statements(text: str, turns: Sequence[Turn]) -> list[Statement]:
    found = [_reported(text, item, QuoteKind.DIRECT) for item in turn_attributions(turns)]
    return [statement for statement in found if statement is not None]


def _speaker(
    text: str, statement: Statement, resolver: SpeakerResolver, last: Speaker | None, told: Sequence[Quote]
) -> Speaker | None:
    if statement.attribution is None:
        return last
    source = statement.attribution.source
    if source is None:  # "..., he said, adding: ..."
        goes_on = text[slice(*statement.attribution.cue)].lower().startswith("adding")
        before = [quote.speaker for quote in told if quote.speaker and quote.kind is not QuoteKind.MIXED]
        if goes_on and before:
            return before[-1]
        is_sought = statement.attribution.evidence is Evidence.SUBJECT  # and nobody was found
        return None if is_sought else resolver.leader(statement.attribution.cue[0])
    if resolver.is_amount(source):
        return None
    around = [outer for outer in told if any(start <= source[0] < end for start, end in outer.spans)]
    return resolver.resolve(source, within=around[-1].speaker if around else None, said=statement.spans)


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
    inside = covered(text, (words.span for words in marked))
    owners = _owners(text, [item for item in attributions if not inside[item.cue[0]]], marked)
    owned: dict[Span, list[Marked]] = defaultdict(list)
    orphans: list[Marked] = []
    for words, owner in zip(marked, owners, strict=True):
        if owner is not None:
            owned[owner.cue].append(words)
        elif is_statement(text, words) and begins_clause(text, words):
            orphans.append(words)
    found = []
    for attribution in attributions:
        if attribution.cue in owned:
            found.append(_marked_statement(text, attribution, owned[attribution.cue]))
        else:
            found.append(_reported(text, attribution))
    found += _orphan_statements(text, orphans, attributions)
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
            covering or beside, key=lambda item: (not item.is_speech, distance(words.span, item.cue)), default=None
        )
        owners.append(choice or _announcing(text, words, attributions, cues))
    return _share_in_paragraph(text, marked, owners)


def _announcing(
    text: str, words: Marked, attributions: Sequence[Attribution], cues: Sequence[int]
) -> Attribution | None:
    """Return the attribution before a colon that ends the paragraph before: "He went on:", a line, "We ..."."""
    begin, end = _paragraph_before(text, words, max(0, words.paragraph[0] - MAX_ANNOUNCING_CHARS))
    if not text.endswith(":", begin, end) or has_word(text[words.paragraph[0] : words.span[0]]):
        return None
    near = attributions[bisect_left(cues, begin) : bisect_left(cues, end)]
    return next((item for item in reversed(near) if item.is_speech), None)


def _paragraph_before(text: str, words: Marked, floor: int = 0) -> Span:
    """Return the paragraph before that of the words, from ``floor`` on; empty where there is none."""
    end = floor + len(text[floor : words.paragraph[0]].rstrip())
    return max(floor, text.rfind("\n", floor, end) + 1), end


def _share_in_paragraph(
    text: str, marked: Sequence[Marked], owners: list[Attribution | None]
) -> list[Attribution | None]:
    """Give a statement without attribution that of the piece before it in its paragraph, or else of the one after.

    A paragraph that is nothing but a statement goes on with the paragraph before it.
    """
    shared = list(owners)
    statements = [n for n, words in enumerate(marked) if is_statement(text, words) and begins_clause(text, words)]
    for order, step in ((statements, 1), (statements[::-1], -1)):
        for earlier, number in pairwise(order):
            if shared[number] is None:
                before, here = marked[min(number, earlier)], marked[max(number, earlier)]
                same = before.paragraph == here.paragraph
                goes_on = step == 1 and _goes_on(text, before, here)
                shared[number] = shared[earlier] if same or goes_on else None
    return shared


def _goes_on(text: str, before: Marked, here: Marked) -> bool:
    """Say whether the second piece begins the paragraph right after, the first being open or the second all of it."""
    if has_word(text[before.paragraph[1] : here.span[0]]):
        return False
    return not before.is_closed or not has_word(text[here.span[1] : here.paragraph[1]])


def _is_beside(text: str, words: Marked, attribution: Attribution) -> bool:
    """Say whether nothing but marks stands between the pieces and the attribution's frame.

    A title beside it (on "Morning Call," Ada Brook said) goes on with the words before its mark.
    """
    left, right = sorted((words.span, attribution.frame))
    is_title = left == words.span and not begins_clause(text, words)
    return not has_word(text[left[1] : right[0]]) and is_statement(text, words) and not is_title


def _marked_statement(text: str, attribution: Attribution, words: Sequence[Marked]) -> Statement | None:
    """Direct where the content begins with a mark; mixed where the reporter's words come first in its sentence."""
    marked = [item.span for item in words]
    content = merge_spans(text, attribution.content)
    covered = [span for span in content if any(overlaps(span, piece) for piece in marked)]
    outside = [piece for span in covered for piece in cut_spans(span, marked) if has_word(text[slice(*piece)])]
    told = [piece for piece in outside if not SENTENCE_BREAK.search(text[piece[0] : marked[0][0]])]
    is_direct = not any(piece[0] < marked[0][0] for piece in told)
    before = [piece for piece in outside if piece[0] < marked[0][0] and piece not in told]
    tails = [piece for piece in outside if is_direct and _is_tail(text, piece, words)]
    kept = [piece for span in content for piece in cut_spans(span, before)]
    spans = merge_spans(text, union_spans([*tails, *marked] if is_direct else [*kept, *marked]))
    if not spans:
        return None
    kind = QuoteKind.DIRECT if is_direct and not tails else QuoteKind.MIXED
    return Statement(spans=spans, kind=kind, attribution=attribution, is_marked=True)


def _is_tail(text: str, piece: Span, words: Sequence[Marked]) -> bool:
    """Say whether the piece goes on with the sentence of the marked words before it: "free" to have a discussion."""
    before = [item for item in words if item.span[1] <= piece[0]]
    return bool(before) and not is_statement(text, before[-1]) and not has_word(text[before[-1].span[1] : piece[0]])


def _orphan_statements(
    text: str, orphans: Sequence[Marked], attributions: Sequence[Attribution]
) -> list[Statement | None]:
    """Return the statements in marks that no cue announces, those of paragraphs that go on with each other as one.

    What was reported right before goes on: 'Brook said the town was ready. "We have waited for years."'
    """
    groups: list[list[Marked]] = []
    for words in orphans:
        if groups and _goes_on(text, groups[-1][-1], words):
            groups[-1].append(words)
        elif _stands_alone(text, words):
            groups.append([words])
    return [
        Statement(
            spans=spans, kind=QuoteKind.DIRECT, attribution=_gone_on(text, group[0], attributions), is_marked=True
        )
        for group in groups
        if (spans := merge_spans(text, [words.span for words in group]))
    ]


def _gone_on(text: str, words: Marked, attributions: Sequence[Attribution]) -> Attribution | None:
    """Return the last attribution of speech in the paragraph up to the words; if they begin it, in that before."""
    begin = words.paragraph[0]
    if not has_word(text[begin : words.span[0]]):
        begin, _ = _paragraph_before(text, words)
    told = [item for item in attributions if begin <= item.cue[0] < words.span[0] and item.is_speech]
    return replace(told[-1], confidence=min(told[-1].confidence, UNATTRIBUTED)) if told else None


def _stands_alone(text: str, words: Marked) -> bool:
    """Say whether the marked words are a paragraph of their own, or whole sentences of one."""
    before, after = text[words.paragraph[0] : words.span[0]], text[words.span[1] : words.paragraph[1]]
    begins, ends = not has_word(before), not has_word(ASIDE.sub("", after))
    if begins and ends:
        return True
    is_apart = (begins or SENTENCE_BREAK.search(before)) and (ends or NEXT_SENTENCE.match(after))
    return bool(is_apart) and words.is_closed and len(text[slice(*words.span)].split()) >= MIN_SENTENCE_WORDS


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
