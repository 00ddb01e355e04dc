"""Fingerprints: a text as the hashes of its word shingles, so that a degraded copy equals its original."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from newswire.vocabulary import common_words

KEY_COUNT = 24  # 16 to 32 gave the same clusters
KEY_WORDS = 5  # as keys, shorter shingles are shared by unrelated stories too often
SHINGLE_WORDS = 3  # as evidence, shorter ones forgive a reworded sentence
WORDS_HELD = 200_000  # about 30 MB
LEAD_WORDS = 60  # what a story begins with: a dateline and its first two paragraphs
RARE_LETTERS = 3
LEAD_CHARS = 400  # as many words

# "9-7/8" and "1987/88" are one figure: their parts are shared by chance. In ASCII the second pattern finds the same, in
# half the time.
_TOKEN = re.compile(r"[^\W\d_]+|\d+(?:[.,/-]\d+)*")
_ASCII_TOKEN = re.compile(r"[a-z]+|[0-9]+(?:[.,/-][0-9]+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"\u201d\u2019')]*\s+|\n+")
# A word with a capital after another word: the first of a sentence is no evidence of a name.
_NAME = re.compile(r"(?<=[a-z\u00df-\u00ff,] )[A-Z\u00c0-\u00de][^\W\d_]+(?![^\W\d_])")
_MONTHS = frozenset(
    ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
     "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec")
)  # fmt: skip
_CALENDAR = _MONTHS | {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
_FACTOR = 0x9E3779B97F4A7C15  # odd: the weight of a word depends on its place in the shingle

_POWERS = {
    "hundred": 2, "thousand": 3, "million": 6, "mln": 6, "mn": 6, "m": 6, "billion": 9, "bln": 9, "bn": 9,
    "trillion": 12,
}  # fmt: skip

Hashes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """What a text is recognised by. ``keys`` are the smallest hashes of its 5-word shingles, signed 64-bit integers.

    ``exact_key`` agrees where all words agree. ``shingles`` are the hashes of 3-word shingles, ``lead`` those of the
    first words. ``numbers`` are the figures in the text, written out, ``days`` those
    beside a month. ``lead_names`` are the hashes of
    words with a capital inside the sentences of the lead, but for days and months: none where a text has lost its case.
    ``words`` are the hashes of all words in four bytes each: a set of them would take twenty times the room.
    ``spelled`` are all words where the lead shows no names, else nothing: there rare words must tell.
    """

    exact_key: int
    keys: tuple[int, ...]
    shingles: frozenset[int]
    lead: frozenset[int]
    numbers: frozenset[str]
    days: frozenset[str]
    lead_names: frozenset[int]
    words: bytes
    spelled: str
    word_count: int


def normalise(text: str) -> list[str]:
    """Return the words and figures in lower case: casing, tokenisation, quotation marks and apostrophes don't count.

    >>> normalise("Russia's U.N. envoy said: “60,000 left”.") == normalise("russia s u.n . envoy said : 60,000 left .")
    True
    """
    lower = text.lower()
    return (_ASCII_TOKEN if lower.isascii() else _TOKEN).findall(lower)


def fingerprint(text: str) -> Fingerprint:
    """Return the fingerprint of a text; the same in every process and on every machine."""
    words = normalise(text)
    hashes = np.fromiter(map(_WORD_HASHES.__getitem__, words), dtype=np.uint64, count=len(words))
    shingles = _shingle_hashes(hashes, SHINGLE_WORDS).tolist()
    figures = [place for place, word in enumerate(words) if not word[0].isalpha()]
    days = {place for place in figures if not _MONTHS.isdisjoint(words[max(0, place - 1) : place + 2])}
    names = _lead_names(text)
    joined = " ".join(words)
    return Fingerprint(
        exact_key=_signed(hashlib.blake2b(joined.encode(), digest_size=8).digest()),
        keys=_smallest(_shingle_hashes(hashes, KEY_WORDS)),
        shingles=frozenset(shingles),
        lead=frozenset(shingles[: LEAD_WORDS - SHINGLE_WORDS + 1]),
        numbers=frozenset(_written_out(words, place) for place in figures if place not in days),
        days=frozenset(words[place] for place in days),
        lead_names=frozenset(_WORD_HASHES[name] >> 32 for name in names),
        words=(hashes >> np.uint64(32)).astype(np.uint32).tobytes(),
        spelled="" if names else joined,
        word_count=len(words),
    )


def sentence_hashes(text: str) -> frozenset[int]:
    """Return one hash for each sentence of four words and more: equal where the words are, whatever case and marks."""
    found = (normalise(sentence) for sentence in _SENTENCE_END.split(text))
    return frozenset(
        _signed(hashlib.blake2b(" ".join(words).encode(), digest_size=8).digest()) for words in found if len(words) >= 4
    )


def _written_out(words: Sequence[str], place: int) -> str:
    """Return a figure without thousands separators, and "1.5 million" as 1500000."""
    figure = words[place].replace(",", "")
    power = _POWERS.get(words[place + 1], 0) if place + 1 < len(words) else 0
    whole, _, fraction = figure.partition(".")
    if not power or len(fraction) > power or not (whole + fraction).isdigit():
        return figure
    return (whole + fraction).lstrip("0") + "0" * (power - len(fraction))


def missing_names(left: Fingerprint, right: Fingerprint) -> int:
    """Return how many of the names in one text's lead are nowhere in the other text."""
    return len(left.lead_names.difference(np.frombuffer(right.words, np.uint32).tolist())) if left.lead_names else 0


def is_rare(word: str) -> bool:
    """Return whether a word in lower case may be a name: an uncommon one, no day or month."""
    return len(word) >= RARE_LETTERS and word not in common_words() and word not in _CALENDAR and word.isalpha()


def _lead_names(text: str) -> frozenset[str]:
    end = len(text) if len(text) <= LEAD_CHARS else text.rfind(" ", 0, LEAD_CHARS) + 1
    return frozenset(map(str.lower, _NAME.findall(text, 0, end))) - _CALENDAR


def _shingle_hashes(words: Hashes, size: int) -> Hashes:
    """Return one hash for each run of ``size`` words; a shorter text is one shingle, an empty one has none."""
    if not len(words):
        return words
    size = min(size, len(words))
    mixed = np.zeros(len(words) - size + 1, dtype=np.uint64)
    for place in range(size):
        mixed = mixed * np.uint64(_FACTOR) + words[place : len(words) - size + 1 + place]
    # The finaliser of splitmix64 (Steele, Lea and Flood 2014): without it the smallest hashes favour some words.
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


def _smallest(hashes: Hashes) -> tuple[int, ...]:
    """Return the KEY_COUNT smallest different hashes, fewer where there are fewer, as signed integers."""
    some = 2 * KEY_COUNT  # so many of the smallest seldom hold too few different ones, and spare sorting them all
    found = set((np.partition(hashes, some)[:some] if len(hashes) > some else hashes).tolist())
    if len(found) < KEY_COUNT:
        found = set(hashes.tolist())
    return tuple(np.array(sorted(found)[:KEY_COUNT], dtype=np.uint64).view(np.int64).tolist())


class _WordHashes(dict[str, int]):
    """The hash of each word, made when it is first asked for; emptied when it holds too many."""

    def __missing__(self, word: str) -> int:
        if len(self) >= WORDS_HELD:
            self.clear()
        self[word] = found = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "big")
        return found


_WORD_HASHES = _WordHashes()


def _signed(digest: bytes) -> int:
    return int.from_bytes(digest, "big", signed=True)
