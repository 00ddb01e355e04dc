"""The tagger's reading of a text: what is announced by which words, by whom, and names. Pure, given its network.

Each window is run alone, so that a text's result does not depend on what else is annotated with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from newswire.enrich.labels import NAME_TAGS, PAIR_LABELS
from newswire.enrich.pieces import Window, Words, cut_windows, read_words
from newswire.enrich.spans import Span

TAGGED: Final = "newswire_tagged"  # where a Doc's user_data holds the reading of its text
Floats = NDArray[np.float32]
MIN_ANCHOR: Final = 0.3  # this and the next chosen on articles held out of training
MIN_NAME: Final = 0.5  # a name is more likely one than not
CHANGE_COST: Final = 1.5  # nats that a change of label along the text must be worth
CONTENT, SOURCE, CUE = (PAIR_LABELS.index(name) for name in ("content", "source", "cue"))


class Network(Protocol):
    """What runs the weights."""

    def read(self, window: Window) -> tuple[Floats, Floats, Floats]:
        """Return words [words, hidden], anchor logits [words] and name logits [words, NAME_TAGS]."""
        ...

    def relate(self, words: Floats, anchors: NDArray[np.int64]) -> Floats:
        """Return logits [anchors, words, PAIR_LABELS]."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagged:
    """An attribution as tagged: spans in characters, each part in reading order; ``confidence`` is 0 to 1, raw."""

    content: tuple[Span, ...]
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    anchor: Span
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedName:
    """A name as tagged; ``label`` is one of spaCy's."""

    start_char: int
    end_char: int
    label: str
    confidence: float


def tag_text(
    text: str,
    tokenizer: Tokenizer,
    network: Network,
    *,
    min_anchor: float = MIN_ANCHOR,
    change_cost: float = CHANGE_COST,
) -> tuple[tuple[Tagged, ...], tuple[TaggedName, ...]]:
    """Return the attributions and names of a text, in reading order."""
    words = read_words(text, tokenizer)
    windows = list(cut_windows(words))
    owner = _owners(windows, len(words.spans))
    found: list[Tagged] = []
    tags = np.zeros((len(words.spans), len(NAME_TAGS)), dtype=np.float32)
    for number, window in enumerate(windows):
        hidden, anchor_logits, name_logits = network.read(window)
        mine = owner[window.first : window.end] == number
        tags[window.first : window.end][mine] = name_logits[mine]
        sure = 1 / (1 + np.exp(-np.clip(anchor_logits, -50, 50)))
        anchors = np.flatnonzero((sure >= min_anchor) & mine)
        if not len(anchors):
            continue
        scores = _log_softmax(network.relate(hidden, anchors))
        for anchor, score, labels in zip(anchors, scores, best_paths(scores, change_cost), strict=True):
            at = window.first, int(anchor)
            if tagged := _tagged(words, at, score, labels, float(sure[anchor])):
                found.append(tagged)
    return tuple(_apart(found)), tuple(_names(words, tags))


def _apart(found: Sequence[Tagged]) -> list[Tagged]:
    """Return those that hang on cues of their own: of two that share theirs, the surer one.

    A word beside the anchor ("said in Geneva") is at times taken for another; in PolNeAR no cue has two contents.
    """
    kept: list[Tagged] = []
    for item in sorted(found, key=lambda item: (-item.confidence, item.anchor)):
        if not any(_holds(other.cue, item.anchor) or _holds(item.cue, other.anchor) for other in kept):
            kept.append(item)
    return sorted(kept, key=lambda item: item.anchor)


def _holds(cue: Sequence[Span], anchor: Span) -> bool:
    return any(start <= anchor[0] < end for start, end in cue)


def _owners(windows: Sequence[Window], word_count: int) -> NDArray[np.int64]:
    """Return for each word the window that sees most on both sides of it."""
    owner = np.zeros(word_count, dtype=np.int64)
    room = np.full(word_count, -1)
    for number, window in enumerate(windows):
        at = np.arange(window.first, window.end)
        left = at - window.first if window.first else np.full(len(at), word_count)
        right = window.end - 1 - at if window.end < word_count else np.full(len(at), word_count)
        seen = np.minimum(left, right)
        better = seen > room[at]
        owner[at[better]], room[at[better]] = number, seen[better]
    return owner


def best_paths(scores: Floats, change_cost: float) -> NDArray[np.int64]:
    """Return the labels [anchors, words] of the highest sums of ``scores`` [anchors, words, labels] along the words.

    A change of label costs (Viterbi 1967).
    """
    anchors, words, labels = scores.shape
    total = scores[:, 0]
    stay = np.arange(labels)[None]
    origins = np.zeros((words, anchors, labels), dtype=np.int64)
    for word in range(1, words):
        changed = total.max(axis=1, keepdims=True) - change_cost
        origins[word] = np.where(total >= changed, stay, total.argmax(axis=1, keepdims=True))
        total = np.maximum(total, changed) + scores[:, word]
    paths = np.zeros((anchors, words), dtype=np.int64)
    paths[:, -1] = total.argmax(axis=1)
    each = np.arange(anchors)
    for word in range(words - 1, 0, -1):
        paths[:, word - 1] = origins[word, each, paths[:, word]]
    return paths


def _tagged(words: Words, at: tuple[int, int], scores: Floats, labels: NDArray[np.int64], sure: float) -> Tagged | None:
    """Return what hangs on the anchor ``at`` (the window's first word, the anchor in the window), None for no words."""
    first, anchor = at
    content = np.flatnonzero(labels == CONTENT)
    if not len(content):
        return None
    spans = [tuple(_runs(words, first, np.flatnonzero(labels == label))) for label in (CONTENT, SOURCE, CUE)]
    return Tagged(
        content=spans[0],
        source=spans[1],
        cue=spans[2] or (words.spans[first + anchor],),
        anchor=words.spans[first + anchor],
        confidence=sure * float(np.exp(scores[content, CONTENT].mean())),
    )


def _runs(words: Words, first: int, indices: NDArray[np.int64]) -> list[Span]:
    """Return the spans of the runs of neighbouring words."""
    runs: list[Span] = []
    last = -2
    for index in map(int, indices):
        start, end = words.spans[first + index]
        runs[-1:] = [(runs[-1][0], end)] if index == last + 1 else [*runs[-1:], (start, end)]
        last = index
    return runs


def _names(words: Words, logits: Floats) -> list[TaggedName]:
    scores = _log_softmax(logits)
    found: list[TaggedName] = []
    word = 0
    best = scores.argmax(axis=1) if len(scores) else []
    while word < len(best):
        tag = NAME_TAGS[best[word]]
        if tag == "O":
            word += 1
            continue
        label, end = tag[2:], word + 1
        while end < len(best) and NAME_TAGS[best[end]] == f"I-{label}":
            end += 1
        sure = float(np.exp(scores[range(word, end), best[word:end]].mean()))
        if sure >= MIN_NAME:
            start_char, end_char = words.spans[word][0], words.spans[end - 1][1]
            found.append(TaggedName(start_char=start_char, end_char=end_char, label=label, confidence=sure))
        word = end
    return found


def _log_softmax(logits: Floats) -> Floats:
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)), dtype=np.float32)
