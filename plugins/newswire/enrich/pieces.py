"""A text as the tagger reads it: words with their word pieces and features, in overlapping windows.

Training and annotating share this module, so that both see the same thing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from newswire.enrich.spans import WORD, Span

MAX_PIECES: Final = 384  # of a window; the longest statement with its speaker has about 300
OVERLAP_PIECES: Final = 64
MAX_WORD_PIECES: Final = 6  # what is longer is a web address or no word at all
FIRST_PIECE, LAST_PIECE = 101, 102  # [CLS] and [SEP] of BERT's vocabulary

SHAPE_COUNT: Final = 6
BREAK_COUNT: Final = 3

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text: spans in characters, and of each its pieces, its shape and the break before it.

    Shapes: 0 of a text without case, 1 lower, 2 capitalised, 3 capitals, 4 mixed, 5 no letters. Breaks: 0 none, 1 line,
    2 paragraph.
    """

    spans: Sequence[Span]
    pieces: Sequence[Sequence[int]]
    shapes: Sequence[int]
    breaks: Sequence[int]


@dataclass(frozen=True, slots=True)
class Window:
    """Words ``first`` to ``end`` (exclusive) as the network's input; ``heads`` is where each word's first piece is."""

    first: int
    end: int
    piece_ids: Ints
    shapes: Ints
    breaks: Ints
    heads: Ints


def read_words(text: str, tokenizer: Tokenizer) -> Words:
    """Return the words of a text; offsets are into it as given."""
    spans = [found.span() for found in WORD.finditer(text)]
    forms = [text[start:end] for start, end in spans]
    encoded = tokenizer.encode(forms, is_pretokenized=True, add_special_tokens=False)
    pieces: list[list[int]] = [[] for _ in spans]
    for piece, word in zip(encoded.ids, encoded.word_ids, strict=True):
        if len(pieces[word]) < MAX_WORD_PIECES:
            pieces[word].append(piece)
    unknown = [tokenizer.token_to_id("[UNK]")]
    has_case = any(form[0].isupper() for form in forms) and not all(form.isupper() for form in forms if form.isalpha())
    return Words(
        spans=spans,
        pieces=[word or unknown for word in pieces],
        shapes=[_shape(form) if has_case else 0 for form in forms],
        breaks=[
            _break(text[before:start])
            for before, (start, _) in zip([0, *(end for _, end in spans)], spans, strict=False)
        ],
    )


def _shape(form: str) -> int:
    if not form[0].isalpha():
        return 5
    if form.islower():
        return 1
    if form.isupper():
        return 3 if len(form) > 1 else 2
    return 2 if form[0].isupper() and form[1:].islower() else 4


def _break(between: str) -> int:
    return min(between.count("\n"), 2)


def cut_windows(words: Words, *, max_pieces: int = MAX_PIECES, overlap: int = OVERLAP_PIECES) -> Iterator[Window]:
    """Yield windows that cover all words; each but the first begins about ``overlap`` pieces before the last one's end.

    A window begins at a line's beginning where there is one near.
    """
    sizes = [len(pieces) for pieces in words.pieces]
    first = 0
    while first < len(sizes):
        end, size = first, 2
        while end < len(sizes) and size + sizes[end] <= max_pieces:
            size += sizes[end]
            end += 1
        yield _window(words, first, end)
        if end == len(sizes):
            return
        back, begin = 0, end
        while begin > first + 1 and back < overlap:
            begin -= 1
            back += sizes[begin]
        line = next((i for i in range(begin, max(first, begin - 60), -1) if words.breaks[i]), begin)
        first = line if line > first else begin


def _window(words: Words, first: int, end: int) -> Window:
    ids, shapes, breaks, heads = [FIRST_PIECE], [0], [0], []
    for word in range(first, end):
        heads.append(len(ids))
        count = len(words.pieces[word])
        ids += words.pieces[word]
        shapes += [words.shapes[word]] * count
        breaks += [words.breaks[word]] + [0] * (count - 1)
    arrays = (ids + [LAST_PIECE], shapes + [0], breaks + [0], heads)
    piece_ids, shape_ids, break_ids, head_ids = (np.asarray(values, dtype=np.int64) for values in arrays)
    return Window(first=first, end=end, piece_ids=piece_ids, shapes=shape_ids, breaks=break_ids, heads=head_ids)
