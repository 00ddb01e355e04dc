"""What a cue says beside "he said it": its lemma, whether it was said at all, and to whom."""

from collections.abc import Sequence
from typing import Final

from newswire.enrich.spans import WORD, Span, overlaps
from newswire.enrich.tables import CUE_VERBS
from newswire.records import Modality

NEGATIONS: Final = frozenset({"not", "n't", "never", "nobody", "neither", "nor", "without", "cannot"})
NEGATED_AUXILIARIES: Final = frozenset(
    {"don", "doesn", "didn", "won", "wouldn", "hasn", "haven", "hadn", "couldn", "isn", "wasn"}
)
REFUSALS: Final = frozenset({"declined", "declines", "refused", "refuses", "failed", "stopped"})
POSSIBLE: Final = frozenset(
    {"would", "could", "may", "might", "should", "if", "whether", "unless", "will", "shall", "must"}
)
TOLD: Final = frozenset(
    ["tell", "ask", "inform", "remind", "warn", "assure", "promise", "urge", "advise", "call", "convince", "persuade"]
)
NO_ADDRESSEE: Final = frozenset(
    [
        "that",
        "to",
        "in",
        "on",
        "at",
        "by",
        "during",
        "after",
        "before",
        "for",
        "of",
        "about",
        "how",
        "why",
        "what",
        "if",
    ]
    + [
        "when",
        "whether",
        "who",
        "as",
        "while",
        "later",
        "earlier",
        "again",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
    ]
    + ["friday", "saturday", "sunday", "today", "yesterday", "it", "there", "is", "was", "were", "are", "will", "said"]
)
WORDS_BEFORE: Final = 4
MAX_ADDRESSEE_WORDS: Final = 7


def cue_lemma(text: str, cue: Span) -> str | None:
    """Return the lemma of the cue's last known verb, "according to" for that, None for a cue of other words.

    >>> cue_lemma("he has said no", (3, 11)), cue_lemma("according to him", (0, 12))
    ('say', 'according to')
    """
    words = [word.lower() for word in WORD.findall(text[slice(*cue)])]
    if "according" in words:
        return "according to"
    return next((CUE_VERBS[word].lemma for word in reversed(words) if word in CUE_VERBS), None)


def cue_modality(text: str, cue: Span) -> Modality:
    """Return whether the words were said, were not ("did not say"), or may be ("would say", "if he says").

    >>> cue_modality("She did not say that", (12, 15)).value, cue_modality("She said that", (4, 8)).value
    ('negated', 'asserted')
    """
    start, end = cue
    found = list(WORD.finditer(text, start, end))
    before: list[str] = []
    for word in reversed(list(WORD.finditer(text, max(0, start - 60), start))):
        if len(before) == WORDS_BEFORE or word.group() in ',.;:!?"\u201c\u201d()':
            break
        before.append(word.group().lower())
    words = [*before, *(word.group().lower() for word in found)]
    if (NEGATIONS | NEGATED_AUXILIARIES | REFUSALS).intersection(words):
        return Modality.NEGATED
    return Modality.HYPOTHETICAL if POSSIBLE.intersection(words) else Modality.ASSERTED


def find_addressee(text: str, cue: Span, content: Sequence[Span]) -> Span | None:
    """Return the words right after the cue that name who was told, None where nobody is named.

    >>> text = "He told the mayor of Oslo on Friday that it was over."
    >>> text[slice(*find_addressee(text, (3, 7), [(42, 52)]))]
    'the mayor of Oslo'
    """
    if cue_lemma(text, cue) not in TOLD:
        return None
    words: list[Span] = []
    for word in WORD.finditer(text, cue[1], min(len(text), cue[1] + 80)):
        span, form = word.span(), word.group().lower()
        is_end = any(overlaps(span, piece) for piece in content) or not word.group()[0].isalnum()
        if is_end or len(words) == MAX_ADDRESSEE_WORDS or (form in NO_ADDRESSEE and not (form == "of" and words)):
            break
        words.append(span)
    return (words[0][0], words[-1][1]) if words else None
