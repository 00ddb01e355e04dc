"""Attributions by grammar: a cue verb or "according to", its subject, and the clause that is attributed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Words

from newswire.enrich.spans import Span, cut_spans, overlaps
from newswire.enrich.tables import CUE_VERBS, CueVerb

SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl"})
SAME_SUBJECT = frozenset({"conj", "advcl", "xcomp", "dep"})
PARENTHETIC = frozenset({"parataxis", "ccomp", "dep", "conj"})
NOT_IN_FRAME = frozenset({"punct", "cc", "conj", "advcl", "ccomp", "parataxis", "dep"})
CLAUSES = frozenset({"ccomp", "csubj"})
MAKE = frozenset({"make", "makes", "made", "making"})
MAX_SENTENCE_TOKENS = 250  # longer ones are lists and tables; reading them as sentences would take quadratic time
MAX_COLON_TOKENS = 12
MAX_CLIMB = 6
CUT_FROM_NOUN_PHRASE = frozenset({"relcl", "acl", "appos", "punct", "cc", "advcl"})
NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS", "PRP"})


class Evidence(StrEnum):
    """How an attribution was recognised."""

    CLAUSE = "clause"
    INFINITIVE = "infinitive"
    ACCORDING = "according"
    COLON = "colon"
    TAG = "tag"
    TAGGER = "tagger"
    SUBJECT = "subject"  # of the tagger, with a source found by the words around
    TURN = "turn"  # of a transcript


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """A cue with what it attributes; spans are in characters. ``frame`` encloses cue, source and their modifiers.

    ``confidence`` is 0 to 1: of the tagger what it measured, of the grammar a fixed value, an order of trust.
    """

    cue: Span
    is_speech: bool
    source: Span | None
    frame: Span
    content: tuple[Span, ...]
    evidence: Evidence
    confidence: float


def find_attributions(doc: Doc) -> list[Attribution]:
    """Return the attributions of the parsed text, in the order of their cues."""
    found = []
    for token in (token for sentence in doc.sents if len(sentence) <= MAX_SENTENCE_TOKENS for token in sentence):
        verb = CUE_VERBS.get(token.lower_)
        if verb is not None and token.tag_.startswith("VB"):
            found.append(_verb_attribution(token, verb))
        elif token.lower_ == "clear" and token.i and doc[token.i - 1].lower_ in MAKE:
            found.append(_made_clear(doc[token.i - 1], token))
        elif token.lower_ == "according":
            found.append(_according(token))
    return _part_added(doc, [attribution for attribution in found if attribution is not None])


def _part_added(doc: Doc, attributions: Sequence[Attribution]) -> list[Attribution]:
    """End a reported clause where ", adding" goes on with the next, and give that one the speaker of the first."""
    parted = list(attributions)
    text = doc.text  # spaCy builds it anew each time
    for number, later in enumerate(parted):
        if number == 0 or text[slice(*later.cue)].lower() != "adding":
            continue
        earlier = parted[number - 1]
        content = [(start, min(end, later.cue[0])) for start, end in earlier.content if start < later.cue[0]]
        if content and earlier.cue < later.cue and any(overlaps(later.cue, span) for span in earlier.content):
            parted[number - 1] = replace(earlier, content=tuple(content))
            parted[number] = replace(later, source=earlier.source)
    return parted


def _verb_attribution(cue: Token, verb: CueVerb) -> Attribution | None:
    doc = cue.doc
    subject, is_known = find_subject(cue)
    if not is_known:
        return None
    colon = _colon_after(cue) if verb.is_speech else None
    clause = _clause(cue, verb)
    if verb.lemma == "ask" and clause is not None and clause.i > cue.i and cue.i and doc[cue.i - 1].text == ",":
        return None  # "the minister, asked what would follow, said": the words of somebody unnamed
    if colon is not None and (clause is None or clause.left_edge.i >= colon.i or clause.i < cue.i):
        frame = _between(cue.doc, cue.sent.start, colon.i)
        return _attribution(cue, verb, subject or _first_noun(cue), Evidence.COLON, frame, [_after_colon(colon)])
    if clause is not None:
        evidence = Evidence.INFINITIVE if clause.dep_ == "xcomp" else Evidence.CLAUSE
        return _around(cue, verb, subject, clause, evidence)
    if verb.is_speech and subject is not None and any(child.dep_ in SUBJECTS for child in cue.children):
        return _tag(cue, verb, subject)
    return None


def _made_clear(made: Token, clear: Token) -> Attribution | None:
    clauses = [child for word in (clear, made) for child in word.rights if child.dep_ in CLAUSES and child is not clear]
    subject, is_known = find_subject(made)
    if not clauses or not is_known or clauses[0].left_edge.i <= clear.i:
        return None
    content = [_between(made.doc, clauses[0].left_edge.i, clauses[0].right_edge.i)]
    frame = _between(made.doc, made.i, clear.i)
    found = _attribution(made, CUE_VERBS["say"], subject, Evidence.CLAUSE, frame, content)
    return replace(found, cue=frame) if found else None


CONFIDENCE: Final[Mapping[Evidence, float]] = {
    Evidence.CLAUSE: 0.8,
    Evidence.ACCORDING: 0.8,
    Evidence.COLON: 0.75,
    Evidence.TAG: 0.7,
    Evidence.INFINITIVE: 0.6,
}
BELIEF_CONFIDENCE: Final = 0.5


def _attribution(  # noqa: PLR0917  the parts of an attribution, in its own order
    cue: Token, verb: CueVerb, subject: Token | None, evidence: Evidence, frame: Span, content: Sequence[Span]
) -> Attribution | None:
    if not content:
        return None
    return Attribution(
        cue=(cue.idx, cue.idx + len(cue)),
        is_speech=verb.is_speech,
        source=noun_phrase_span(subject) if subject is not None else None,
        frame=frame,
        content=tuple(content),
        evidence=evidence,
        confidence=CONFIDENCE[evidence] if verb.is_speech else BELIEF_CONFIDENCE,
    )


def _first_noun(cue: Token) -> Token | None:
    """Return the noun that the sentence begins with, for a cue far from its subject; "conjunction, name" counts too."""
    for token in cue.doc[cue.sent.start : cue.i]:
        if token.tag_ in NOUN_TAGS and token.dep_ not in {"compound", "amod", "poss"}:
            return token
        if token.tag_ in {"IN", "VBD"}:
            return None
    return None


def find_subject(verb: Token) -> tuple[Token | None, bool]:
    """Return who does what the verb says, None if nobody is named, and whether that could be found out at all."""
    token = verb
    for _ in range(MAX_CLIMB):
        agents = [word for child in token.children if child.dep_ == "agent" for word in child.children]
        subjects = [child for child in token.children if child.dep_ in SUBJECTS]
        if subjects and subjects[0].dep_ == "nsubj":
            return _antecedent(subjects[0], token), True
        if subjects or (token is verb and token.tag_ == "VBN" and token.dep_ in {"acl", "advcl"}):
            return (agents[0], True) if agents else (None, bool(subjects))
        if token.dep_ == "acl":
            return token.head, True
        if token.dep_ not in SAME_SUBJECT or token.head is token:
            return None, token.dep_ in PARENTHETIC | {"ROOT"} and token is verb
        token = token.head
    return None, False


def _antecedent(subject: Token, verb: Token) -> Token:
    """Return the noun that a relative pronoun stands for."""
    is_relative = subject.lower_ in {"who", "which", "that"} and verb.dep_ == "relcl"
    return verb.head if is_relative else subject


def _clause(cue: Token, verb: CueVerb) -> Token | None:
    for child in (*cue.rights, *cue.lefts):
        if child.dep_ == "ccomp" and verb.takes_clause:
            return child
        if child.dep_ == "xcomp" and verb.takes_infinitive and any(word.lower_ == "to" for word in child.lefts):
            return child
    return None


def _around(cue: Token, verb: CueVerb, subject: Token | None, clause: Token, evidence: Evidence) -> Attribution | None:
    """Take the clause without the frame; a clause before its cue begins where the sentence does."""
    doc = cue.doc
    inside = {token.i for token in clause.subtree}
    first, last = min(inside), max(inside)
    beside = [child for child in cue.children if child is not clause and child.dep_ not in NOT_IN_FRAME]
    frame_tokens = {cue.i} | {token.i for child in beside for token in child.subtree}
    if clause.i < cue.i:
        first = cue.sent.start
        tail = [token for token in frame_tokens if token > clause.i and token not in inside]
        start = min(tail)
        frame = _between(doc, start, max(tail))
        content = cut_spans(_between(doc, first, max(last, start - 1)), [frame])
    else:
        start = min((token for token in frame_tokens if token not in inside), default=cue.i)
        frame = _between(doc, min(start, cue.i), max(cue.i, first - 1))
        content = cut_spans(_between(doc, first, last), [_between(doc, cue.i, cue.i)])
    return _attribution(cue, verb, subject, evidence, frame, content)


def _tag(cue: Token, verb: CueVerb, subject: Token) -> Attribution | None:
    """Read "..., the minister said." by its place: the rest of the sentence is what was said."""
    doc, sentence = cue.doc, cue.sent
    words = [token.i for child in cue.children if child.dep_ in SUBJECTS for token in child.subtree] + [cue.i]
    start, end = min(words), max(words)
    after = {token.i for child in cue.rights if child.dep_ not in NOT_IN_FRAME for token in child.subtree}
    end = max({end, *after})
    if start > sentence.start and doc[start - 1].text in {",", '"', "”", "''", "?", "!"}:
        frame = _between(doc, start, end)
        content = cut_spans(_between(doc, sentence.start, sentence.end - 1), [frame])
        return _attribution(cue, verb, subject, Evidence.TAG, frame, content)
    return None


def _colon_after(cue: Token) -> Token | None:
    for token in cue.doc[cue.i + 1 : cue.i + 1 + MAX_COLON_TOKENS]:
        if token.text == ":":
            return token
        if token.is_sent_start or token.lower_ in CUE_VERBS:
            return None
    return None


def _after_colon(colon: Token) -> Span:
    """Return the rest of the sentence, or the next sentence where the colon ends its own."""
    doc, after = colon.doc, colon.i + 1
    if after >= len(doc):
        return colon.idx, colon.idx
    return doc[after].idx, int(doc[after].sent.end_char)


def _according(token: Token) -> Attribution | None:
    prepositions = [child for child in token.children if child.lower_ == "to"]
    sources = [child for word in prepositions for child in word.children if child.dep_ == "pobj"]
    if not sources:
        return None
    doc = token.doc
    head = token.head if token.head is not token else token.sent.root
    clause = [word.i for word in head.subtree]
    frame = _between(doc, token.i, max(word.i for word in token.subtree))
    content = cut_spans(_between(doc, min(clause), max(clause)), [frame])
    return (
        Attribution(
            cue=(token.idx, prepositions[0].idx + len(prepositions[0])),
            is_speech=True,
            source=noun_phrase_span(sources[0]),
            frame=frame,
            content=tuple(content),
            evidence=Evidence.ACCORDING,
            confidence=CONFIDENCE[Evidence.ACCORDING],
        )
        if content
        else None
    )


def _between(doc: Doc, first: int, last: int) -> Span:
    """Return the characters from token ``first`` to token ``last``, both included."""
    return doc[first].idx, doc[last].idx + len(doc[last])


def sentences(doc: Doc) -> Iterator[Words]:
    """Yield the sentences that hold more than blanks."""
    return (sentence for sentence in doc.sents if sentence.text.strip())


def noun_phrase_span(head: Token) -> Span:
    """Return the characters of ``noun_phrase``."""
    first, last = noun_phrase(head)
    return first.idx, last.idx + len(last)


def noun_phrase(head: Token) -> tuple[Token, Token]:
    """Return the first and last word of the noun phrase without relative clauses and appositions, with its article."""
    end = head
    for child in head.rights:
        if child.dep_ in CUT_FROM_NOUN_PHRASE or (child.dep_ == "prep" and head.tag_ == "NNP" and child.lower_ != "of"):
            break
        end = child.right_edge
    return head.left_edge, end
