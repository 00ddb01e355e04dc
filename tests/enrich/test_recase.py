"""Case is restored without moving a character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswire.enrich.recase import Caser, is_caseless, restore_apostrophes

WORDS = [
    "the",
    "of",
    "in",
    "so",
    "talks",
    "ended",
    "Geneva",
    "said",
    "may",
    "May",
    "U.N.",
    "bill",
    "Clinton",
    "Bill",
    "GENEVA",
    *(f"word{number}" for number in range(40)),
    "clinton",
]


@given(st.text(max_size=200))
def test_a_restored_copy_has_the_length_of_any_text(text: str) -> None:
    assert len(Caser(WORDS).restore(text)) == len(text)


def test_the_usual_case_of_a_word_is_restored() -> None:
    assert Caser(WORDS).restore("the talks of the u.n. in geneva .") == "The talks of the U.N. in Geneva ."


def test_the_full_stop_of_a_company_ends_no_sentence_where_those_of_sentences_stand_apart() -> None:
    assert Caser(WORDS).restore("geneva corp. of the u.n. . the talks") == "Geneva Corp. of the U.N. . The talks"
    assert Caser(WORDS).restore("the talks. the talks.") == "The talks. The talks."


def test_a_word_is_a_name_beside_a_sure_name_only() -> None:
    assert Caser(WORDS).restore("so bill clinton said the bill of may") == "So Bill Clinton said the bill of may"


def test_a_line_that_kept_its_case_stays_as_it_is() -> None:
    text = "Talks in geneva ended.\ntalks in geneva ended ."
    assert Caser(WORDS).restore(text) == "Talks in geneva ended.\nTalks in Geneva ended ."


@pytest.mark.parametrize(
    ("lost", "restored"),
    [
        ("russia s ally", "russia's ally"),
        ("they won t go", "they won't go"),
        ("a tank t 72", "a tank t 72"),
        ("we re late", "we're late"),
        ("norden corp. s ships", "norden corp.'s ships"),
        ("chairman s. jay marsh", "chairman s. jay marsh"),
        ("sino-u. s. talks", "sino-u. s. talks"),
    ],
)
def test_a_lost_apostrophe_is_put_back_where_it_belongs(lost: str, restored: str) -> None:
    assert restore_apostrophes(lost) == restored


def test_a_single_word_in_capitals_is_an_acronym_and_not_a_headline() -> None:
    assert not is_caseless("NATO")
    assert is_caseless("NATO MEETS")
