"""A text as the tagger reads it: words with their word pieces and features, in windows.

Training and annotating share this module, so that both see the same thing. Training takes windows that overlap;
annotating takes such as are cut by content, so that equal paragraphs come to stand in equal windows.
"""

import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from newswire.enrich.spans import WORD, Span
from newswire.enrich.tables import CUE_VERBS

MAX_PIECES: Final = 384  # of a window; the longest statement with its speaker has about 300
OVERLAP_PIECES: Final = 64
MIN_READ_PIECES, MAX_READ_PIECES = 96, 256  # of a window when annotating: see docs/decisions/0018
MAX_WORD_PIECES: Final = 6  # what is longer is a web address or no word at all
FIRST_PIECE, LAST_PIECE = 101, 102  # [CLS] and [SEP] of BERT's vocabulary
FULL_STOPS: Final = frozenset({999, 1012, 1029})  # ! . ?
MARKS: Final = frozenset({1000, 1005, 1036, 1520, 1521, 1523, 1524})  # " ' ` and the curly ones
MAX_SHORT_FORM: Final = 3  # a full stop after so few letters may be that of "Gov."
FINGERPRINT_WORDS: Final = 8
# What a line begins with that goes on with what somebody said in the line before: "we will not wait".
GOING_ON: Final = frozenset(
    [
        "also",
        "and",
        "because",
        "but",
        "he",
        "her",
        "his",
        "i",
        "if",
        "it",
        "me",
        "my",
        "no",
        "or",
        "our",
        "she",
        "so",
        "that",
    ]
    + ["their", "there", "these", "they", "this", "those", "us", "we", "well", "yes", "you", "your"]
)
ANNOUNCING: Final = frozenset({"according", *(form for form, verb in CUE_VERBS.items() if verb.is_speech)})

SHAPE_COUNT: Final = 6
BREAK_COUNT: Final = 3

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text: spans in characters, and of each its pieces, its shape and the break before it.

    Shapes: 0 of a text without case, 1 lower, 2 capitalised, 3 capitals, 4 mixed, 5 no letters. Breaks: 0 none, 1 line,
    2 paragraph. Hangs: of each word that begins a line, how much speaks for its going on with what was said before,
    0 to 2; of others 0.
    """

    spans: Sequence[Span]
    pieces: Sequence[Sequence[int]]
    shapes: Sequence[int]
    breaks: Sequence[int]
    hangs: Sequence[int]


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """Words ``first`` to ``end`` (exclusive) as the network's input; ``heads`` is where each word's first piece is.

    Windows are equal if the network can't tell them apart, wherever they stand.
    """

    first: int
    end: int
    piece_ids: Ints
    shapes: Ints
    breaks: Ints
    heads: Ints

    def key(self) -> bytes:
        """Return what the network sees, as bytes."""
        return b"|".join(part.tobytes() for part in (self.piece_ids, self.shapes, self.breaks, self.heads))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Window) and self.key() == other.key()

    def __hash__(self) -> int:
        return hash(self.key())


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
    breaks = [
        _break(text[before:start]) for before, (start, _) in zip([0, *(end for _, end in spans)], spans, strict=False)
    ]
    return Words(
        spans=spans,
        pieces=[word or unknown for word in pieces],
        shapes=[_shape(form) if has_case else 0 for form in forms],
        breaks=breaks,
        hangs=_hangs(forms, breaks),
    )


def _hangs(forms: Sequence[str], breaks: Sequence[int]) -> list[int]:
    """Return what ``Words.hangs`` holds: a line without a word of saying has its speaker elsewhere, if it has one."""
    hangs = [0] * len(forms)
    lines = [number for number, kind in enumerate(breaks) if kind]
    for first, end in pairwise([*lines, len(forms)]):
        words = [form.lower() for form in forms[first:end]]
        hangs[first] = (words[0] in GOING_ON) + ANNOUNCING.isdisjoint(words)
    return hangs


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


def cut_by_content(words: Words) -> Iterator[Window]:
    """Yield windows that cover all words, each once.

    A window ends where a paragraph ends if one does, or else a line or a sentence, and rather where the next line does
    not go on with what was said; of several such places the one whose following words have the smallest hash is taken,
    so that texts that share a passage mostly cut it alike.
    """
    begins = [0, *accumulate(map(len, words.pieces))]  # of each word in pieces, and the text's end
    first, count = 0, len(words.pieces)
    while begins[count] - begins[first] > MAX_READ_PIECES:
        last = min(begins[first] + MAX_READ_PIECES, begins[count] - MIN_READ_PIECES)
        places = range(bisect_left(begins, begins[first] + MIN_READ_PIECES), bisect_right(begins, last))
        closeness = [_closeness(words, place) for place in places]
        loosest = [place for place, close in zip(places, closeness, strict=True) if close == min(closeness)]
        end = min(loosest, key=lambda place: _fingerprint(words, place))
        yield _window(words, first, end)
        first = end
    if first < count:
        yield _window(words, first, count)


def _closeness(words: Words, place: int) -> int:
    """Return how much the words before and after the place belong together: 0 for paragraphs, 32 within a sentence.

    What begins with a mark may go on with what was said before.
    """
    before = place - 1
    while before > 0 and words.pieces[before][0] in MARKS:
        before -= 1
    start, end = words.spans[before - 1] if before else (0, 0)
    is_end = words.pieces[before][0] in FULL_STOPS and end - start > MAX_SHORT_FORM
    match words.breaks[place], is_end:
        case 2, _:
            parted = 0
        case 1, True:
            parted = 8
        case _, True:
            parted = 16
        case 1, _:
            parted = 24
        case _:
            return 32
    return parted + 4 * (words.pieces[place][0] in MARKS) + words.hangs[place]


def _fingerprint(words: Words, place: int) -> int:
    """Return a hash of the words that follow."""
    pieces = chain.from_iterable(words.pieces[place : place + FINGERPRINT_WORDS])
    return zlib.crc32(b"".join(piece.to_bytes(4, "little") for piece in pieces))


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
