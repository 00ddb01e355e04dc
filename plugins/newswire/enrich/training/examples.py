"""Texts as the network is trained on them: windows with what each word is."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from tokenizers import Tokenizer

from newswire.enrich.labels import NAME_TAGS
from newswire.enrich.pieces import MAX_PIECES, Ints, Window, Words, cut_by_content, cut_windows, read_words
from newswire.enrich.spans import Span, words_within
from newswire.enrich.training.corpus import Attribution

NONE, CONTENT, SOURCE, CUE = range(4)
UNLABELLED = -100
READ_SHARE = 0.5  # of the texts, cut as they are when annotating
# Words that are part of a cue and never what it hangs on: "according to", "would have said".
SMALL = frozenset(
    [
        "to",
        "that",
        "of",
        "by",
        "in",
        "as",
        "on",
        "with",
        "for",
        "at",
        "has",
        "have",
        "had",
        "having",
        "is",
        "are",
        "was",
    ]
    + [
        "were",
        "be",
        "been",
        "being",
        "do",
        "does",
        "did",
        "will",
        "would",
        "can",
        "could",
        "may",
        "might",
        "must",
        "it",
    ]
    + ["should", "shall", "not", "n", "t", "s", "ll", "ve", "d", "re", "m", "the", "a", "an", "so", "just", "also", ","]
    + ["'", "\u2019", '"', "\u201c", "\u201d"]
)


@dataclass(frozen=True, slots=True)
class Lesson:
    """A text's words with what is known of them; ``names`` is a tag for each word, None where nobody labelled names.

    Words that are ``unsure`` may be anchors; None where nobody looked for attributions.
    """

    words: Words
    attributions: Sequence[tuple[int, frozenset[int], frozenset[int], frozenset[int]]]  # anchor, content, source, cue
    names: Sequence[int] | None
    unsure: frozenset[int] | None


@dataclass(frozen=True, slots=True)
class Example:
    """A window with the answers: of each word whether it is an anchor, and its name tag; of each anchor all labels."""

    window: Window
    anchors: Ints
    names: Ints
    pairs: Sequence[tuple[int, Ints]]


def make_lesson(
    text: str,
    attributions: Sequence[Attribution] | None,
    names: Sequence[tuple[int, int, str]] | None,
    tokenizer: Tokenizer,
    *,
    unsure: Sequence[Span] = (),
) -> Lesson:
    """Return the lesson of one text; spans are in its characters."""
    words = read_words(text, tokenizer)
    starts = [start for start, _ in words.spans]

    def covered(spans: Sequence[Span]) -> frozenset[int]:
        return frozenset(index for span in spans for index in words_within(starts, words.spans, span))

    found: dict[int, tuple[set[int], set[int], set[int]]] = {}
    for item in attributions or ():
        cue = covered(item.cue)
        if not cue:
            continue
        forms = {index: text[slice(*words.spans[index])].lower() for index in cue}
        anchor = max((index for index in cue if forms[index] not in SMALL), default=max(cue))
        kept = found.setdefault(anchor, (set(), set(), set()))
        for group, more in zip(kept, (covered(item.content), covered(item.source), cue), strict=True):
            group.update(more)
    tags: list[int] | None = None
    if names is not None:
        tags = [0] * len(starts)
        for start, end, label in names:
            for place, index in enumerate(words_within(starts, words.spans, (start, end))):
                tags[index] = NAME_TAGS.index(f"{'I' if place else 'B'}-{label}")
    return Lesson(
        words=words,
        attributions=[
            (anchor, frozenset(content), frozenset(source), frozenset(cue))
            for anchor, (content, source, cue) in sorted(found.items())
        ],
        names=tags,
        unsure=covered(unsure) if attributions is not None else None,
    )


def cut_examples(lesson: Lesson, chance: random.Random) -> Iterator[Example]:
    """Yield the lesson in windows, half of the time as they are cut when annotating, else longer ones.

    Of an attribution that a window cuts off, what lies within the anchor's window is asked for.
    """
    limit = chance.randint(MAX_PIECES * 2 // 3, MAX_PIECES)
    is_read = chance.random() < READ_SHARE
    for window in cut_by_content(lesson.words) if is_read else cut_windows(lesson.words, max_pieces=limit):
        size = window.end - window.first
        anchors = np.zeros(size, dtype=np.int64)
        if lesson.unsure is None:
            anchors[:] = UNLABELLED
        else:
            anchors[[index - window.first for index in lesson.unsure if window.first <= index < window.end]] = (
                UNLABELLED
            )
        pairs = []
        for anchor, content, source, cue in lesson.attributions:
            if not window.first <= anchor < window.end:
                continue
            anchors[anchor - window.first] = 1
            labels = np.zeros(size, dtype=np.int64)
            for label, group in ((CONTENT, content), (SOURCE, source), (CUE, cue)):
                labels[[index - window.first for index in group if window.first <= index < window.end]] = label
            pairs.append((anchor - window.first, labels))
        names = np.full(size, UNLABELLED, dtype=np.int64)
        if lesson.names is not None:
            names[:] = lesson.names[window.first : window.end]
        yield Example(window=window, anchors=anchors, names=names, pairs=pairs)
