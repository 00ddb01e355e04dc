"""The tagger's reading of a text: what is announced by which words, by whom, and names. Pure, given its network.

Each window is run alone, so that a text's result does not depend on what else is annotated with it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from newswire.enrich.labels import NAME_TAGS, PAIR_LABELS
from newswire.enrich.pieces import Window, cut_by_content, read_words
from newswire.enrich.spans import Span

TAGGED: Final = "newswire_tagged"  # where a Doc's user_data holds the reading of its text
Floats = NDArray[np.float32]
Runs = tuple[tuple[int, int], ...]
MIN_ANCHOR: Final = 0.3  # this and the next chosen on articles held out of training
MIN_NAME: Final = 0.6  # this and the next are mean probabilities, chosen on CleanCoNLL dev and a quarter of CoNLL++
MIN_LABEL: Final = 0.4
CHANGE_COST: Final = 1.5  # nats that a change of label along the text must be worth
KEPT_READINGS: Final = 4096  # some kB each; a day of 10,000 articles has about 30,000
OUTSIDE: Final = NAME_TAGS.index("O")
NAME_LABELS: Final = tuple(tag.removeprefix("B-") for tag in NAME_TAGS if tag.startswith("B-"))
FIRST_WORD, NEXT_WORD = ([NAME_TAGS.index(f"{part}-{label}") for label in NAME_LABELS] for part in "BI")
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


@dataclass(frozen=True, slots=True)
class _Attributed:
    """An attribution by the words of its window: runs [first, end) of them."""

    content: Runs
    source: Runs
    cue: Runs
    anchor: int
    confidence: float


@dataclass(frozen=True, slots=True)
class _Named:
    """A name by the words [first, end) of its window."""

    first: int
    end: int
    label: str
    confidence: float


Reading = tuple[tuple[_Attributed, ...], tuple[_Named, ...]]


class Tagger:
    """Reads texts window by window.

    The reading of a window follows from the window alone, so the latest are kept: a copy or an update of a text is only
    read where it differs. Results are the same without.
    """

    def __init__(self, tokenizer: Tokenizer, network: Network, *, kept_count: int = KEPT_READINGS) -> None:
        self._tokenizer = tokenizer
        self._network = network
        self._read = lru_cache(kept_count)(self._read_window)

    def tag(self, text: str) -> tuple[tuple[Tagged, ...], tuple[TaggedName, ...]]:
        """Return the attributions and names of a text, in reading order."""
        words = read_words(text, self._tokenizer)
        tagged: list[Tagged] = []
        names: list[TaggedName] = []
        for window in cut_by_content(words):
            spans = words.spans[window.first : window.end]
            attributed, named = self._read(window)
            tagged += (_placed(spans, item) for item in attributed)
            names += (
                TaggedName(
                    start_char=spans[name.first][0],
                    end_char=spans[name.end - 1][1],
                    label=name.label,
                    confidence=name.confidence,
                )
                for name in named
            )
        return tuple(tagged), tuple(names)

    def _read_window(self, window: Window) -> Reading:
        hidden, anchor_logits, name_logits = self._network.read(window)
        sure = 1 / (1 + np.exp(-np.clip(anchor_logits, -50, 50)))
        anchors = np.flatnonzero(sure >= MIN_ANCHOR)
        found = []
        if len(anchors):
            scores = _log_softmax(self._network.relate(hidden, anchors))
            for anchor, score, labels in zip(anchors, scores, best_paths(scores, CHANGE_COST), strict=True):
                if item := _attributed(int(anchor), score, labels, float(sure[anchor])):
                    found.append(item)
        return tuple(_apart(found)), tuple(_names(name_logits))


def _placed(spans: Sequence[Span], item: _Attributed) -> Tagged:
    """Return the attribution of a window in the characters of its text; ``spans`` are those of the window's words."""
    content, source, cue = (
        tuple((spans[first][0], spans[end - 1][1]) for first, end in runs)
        for runs in (item.content, item.source, item.cue)
    )
    return Tagged(content=content, source=source, cue=cue, anchor=spans[item.anchor], confidence=item.confidence)


def _apart(found: Sequence[_Attributed]) -> list[_Attributed]:
    """Return those that hang on cues of their own: of two that share theirs, the surer one.

    A word beside the anchor ("said in Geneva") is at times taken for another; in PolNeAR no cue has two contents.
    """
    kept: list[_Attributed] = []
    for item in sorted(found, key=lambda item: (-item.confidence, item.anchor)):
        if not any(_holds(other.cue, item.anchor) or _holds(item.cue, other.anchor) for other in kept):
            kept.append(item)
    return sorted(kept, key=lambda item: item.anchor)


def _holds(cue: Runs, anchor: int) -> bool:
    return any(first <= anchor < end for first, end in cue)


def best_paths(scores: Floats, change_cost: float) -> NDArray[np.int64]:
    """Return the labels [anchors, words] of the highest sums of ``scores`` [anchors, words, labels] along the words.

    A change of label costs (Viterbi 1967).
    """
    anchors, words, _ = scores.shape
    steps = np.ascontiguousarray(scores.transpose(1, 2, 0))  # each word's in one piece, as this loop is run for each
    totals = np.empty_like(steps)
    totals[0] = steps[0]
    for word in range(1, words):
        before = totals[word - 1]
        np.maximum(before, np.maximum.reduce(before) - np.float32(change_cost), out=totals[word])
        totals[word] += steps[word]
    best = totals.argmax(axis=1)
    is_left = totals < totals.max(axis=1, keepdims=True) - np.float32(change_cost)  # the best label is better before
    numbers = np.where(is_left, np.arange(words)[:, None, None], -1)
    left = np.maximum.accumulate(numbers)  # [words, labels, anchors]: the last word up to each where that was so
    paths = np.empty((anchors, words), dtype=np.int64)
    for anchor, path in enumerate(paths):
        word = words - 1
        while word >= 0:
            label = best[word, anchor]
            begin = int(left[word - 1, label, anchor]) if word else -1
            path[begin + 1 : word + 1] = label
            word = begin
    return paths


def _attributed(anchor: int, scores: Floats, labels: NDArray[np.int64], sure: float) -> _Attributed | None:
    """Return what hangs on the anchor, None for no words."""
    content = np.flatnonzero(labels == CONTENT)
    if not len(content):
        return None
    return _Attributed(
        content=_runs(content),
        source=_runs(np.flatnonzero(labels == SOURCE)),
        cue=_runs(np.flatnonzero(labels == CUE)) or ((anchor, anchor + 1),),
        anchor=anchor,
        confidence=sure * float(np.exp(scores[content, CONTENT].mean())),
    )


def _runs(indices: NDArray[np.int64]) -> Runs:
    """Return the runs [first, end) of neighbouring words."""
    runs: list[tuple[int, int]] = []
    for index in indices.tolist():
        if runs and runs[-1][1] == index:
            runs[-1] = (runs[-1][0], index + 1)
        else:
            runs.append((index, index + 1))
    return tuple(runs)


def _names(logits: Floats) -> Iterator[_Named]:
    """Yield the names: runs of words that are of one, whichever its label, and the label that suits the whole run best.

    A label for each word by itself would part "Cooper Street" where its words lean to different ones.
    """
    chances = np.exp(_log_softmax(logits))
    named = 1 - chances[:, OUTSIDE]
    begins, goes_on = chances[:, FIRST_WORD], chances[:, NEXT_WORD]
    labels, is_next = begins + goes_on, goes_on.sum(axis=1) >= begins.sum(axis=1)
    word = 0
    while word < len(named):
        first, word = word, word + 1
        if named[first] < MIN_NAME:
            continue
        while word < len(named) and named[word] >= MIN_NAME and is_next[word]:
            word += 1
        run = labels[first:word]
        best = int(np.log(run + 1e-9).sum(axis=0).argmax())
        if run[:, best].mean() >= MIN_LABEL:
            sure = float(named[first:word].mean())
            yield _Named(first=first, end=word, label=NAME_LABELS[best], confidence=sure)


def _log_softmax(logits: Floats) -> Floats:
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)), dtype=np.float32)
