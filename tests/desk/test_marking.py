"""Texts in pieces: nothing is lost, and every mark lies on its own words."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswire.desk import charts, marking, rendering
from newswire.desk.marking import Mark, cut_paragraphs, cut_pieces, find_sentence

TEXT = "Bo said no. A b\n\nc d e f g h i j"


@st.composite
def marks(draw: st.DrawFn) -> list[Mark]:
    places = draw(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 12)), max_size=8))
    kinds = ("quote", "speaker", "cue", "entity")
    return [
        Mark(start_char=start, end_char=start + length, kind=kinds[key % 4], key=key, anchor=f"a{key}")
        for key, (start, length) in enumerate(places)
    ]


@given(marks(), st.integers(0, 16), st.integers(16, len(TEXT)))
def test_pieces_hold_the_text_and_each_mark_its_words(found: list[Mark], start: int, end: int) -> None:
    pieces = cut_pieces(TEXT, start, end, found)
    assert "".join(piece.text for piece in pieces) == TEXT[start:end]
    for mark in found:
        covered = "".join(piece.text for piece in pieces if mark in piece.marks)
        assert covered == TEXT[max(mark.start_char, start) : min(mark.end_char, end)]
        assert sum(mark.anchor in piece.anchors for piece in pieces) == bool(covered)


@given(marks())
def test_paragraphs_hold_all_words(found: list[Mark]) -> None:
    paragraphs = cut_paragraphs(TEXT, found)
    assert ["".join(piece.text for piece in pieces) for pieces in paragraphs] == TEXT.split("\n\n")


@pytest.mark.parametrize(
    ("text", "words", "sentence"),
    [
        ('One. "We wait," she said. Two.', "We wait", '"We wait," she said.'),
        ('Mr. J. Hale said "we wait." Two.', "we wait.", 'Mr. J. Hale said "we wait."'),
        ("one . we wait , the minister said . two .", "we wait", "we wait , the minister said ."),
        ("Heading\n\nWe wait, he said", "We wait", "We wait, he said"),
        ("We wait", "We wait", "We wait"),
        ("x" * 1000 + " we wait " + "y" * 1000, "we wait", "x" * 399 + " we wait " + "y" * 399),
    ],
)
def test_a_quote_stands_in_its_sentence(text: str, words: str, sentence: str) -> None:
    start = text.index(words)
    first, last = find_sentence(text, start, start + len(words))
    assert text[first:last] == sentence


def test_the_examples_are_true() -> None:
    for module in (charts, marking, rendering):
        assert doctest.testmod(module).failed == 0
        assert doctest.testmod(module).attempted
