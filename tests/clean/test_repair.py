"""A repaired form of degraded text, joined to the body character by character."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswire.clean.repair import repair

WIRE = st.lists(
    st.sampled_from(
        ["russia s", "u.n .", "( reuters )", " ,", " .", " ", "\n", "don t", "did n't", "``", "''", "$ 5", "8 %",
         "al-ja afari", "he said", "[ a ]", "é", "'", "s", "t", "1"]
    )
    | st.text(max_size=5),
    max_size=15,
).map("".join)  # fmt: skip


@pytest.mark.parametrize(
    ("body", "repaired"),
    [
        ("talks began , he said .", "talks began, he said."),
        ("geneva ( reuters ) - talks", "geneva (reuters) - talks"),
        ("russia s ally and the talks host", "russia's ally and the talks host"),
        ("through the u.n . , not the u.s. army", "through the u.n., not the u.s. army"),
        ("i don t know , we re here , it s late", "i don't know, we're here, it's late"),
        ("he did n't say , it 's `` late ''", "he didn't say, it's \"late\""),
        ("it cost $ 5 or 8 % more ?", "it cost $5 or 8% more?"),
        ("the envoy al-ja afari spoke", "the envoy al-ja afari spoke"),
        ("a t 72 tank , vitamin d and plan b", "a t 72 tank, vitamin d and plan b"),
        ("Talks began, he said. Russia's ally.", "Talks began, he said. Russia's ally."),
        ("he paused .... then went on", "he paused .... then went on"),
    ],
)
def test_usual_typography_comes_back(body: str, repaired: str) -> None:
    assert repair(body).text == repaired


def test_a_span_of_the_repaired_text_is_found_in_the_body() -> None:
    body = "the u.n . said ( on monday ) that russia s envoy left ."
    repaired = repair(body)
    for words, there in (("u.n.", "u.n ."), ("(on monday)", "( on monday )"), ("russia's envoy", "russia s envoy")):
        start = repaired.text.index(words)
        first, last = repaired.in_body(start, start + len(words))
        assert body[first:last] == there
        assert repaired.from_body(first, last) == (start, start + len(words))


def test_an_empty_span_has_no_place_in_the_body() -> None:
    with pytest.raises(IndexError):
        repair("talks").in_body(2, 2)


@given(st.one_of(st.text(), WIRE))
def test_every_repaired_character_maps_into_the_body_and_the_map_grows(body: str) -> None:
    repaired = repair(body)
    assert len(repaired.offsets) == len(repaired.text)
    assert all(left < right for left, right in pairwise(repaired.offsets))
    assert all(0 <= offset < len(body) for offset in repaired.offsets)
    for mark, offset in zip(repaired.text, repaired.offsets, strict=True):
        assert mark == body[offset] or (mark, body[offset]) in {("'", " "), ('"', "`"), ('"', "'")}
    left_out = set(range(len(body))) - set(repaired.offsets)
    assert {body[offset] for offset in left_out} <= {" ", "`", "'"}


@given(st.one_of(st.text(), WIRE))
def test_repaired_words_are_the_bodys(body: str) -> None:
    assert [mark for mark in repair(body).text if mark.isalnum()] == [mark for mark in body if mark.isalnum()]


@pytest.mark.parametrize("part", [" .", " s", "( ", "`` ", "a s ", "$ ", "'", " t"])
def test_time_grows_with_the_size_of_the_text(part: str) -> None:
    def seconds(count: int) -> float:
        started = time.process_time()
        repair(part * count)
        return time.process_time() - started

    seconds(10)
    small, large = min(seconds(10_000) for _ in range(3)), seconds(80_000)
    assert large < max(0.3, 8 * small * 4)
