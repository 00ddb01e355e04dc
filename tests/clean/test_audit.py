"""Nothing of the wire's furniture is left in bodies: by patterns written apart from the cleaner's own (tests/eval)."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswire.clean.clean import clean_text
from newswire.clean.rules import rules
from tests.eval.clean import AIMED, Text, audit, keeps_words, wire_texts
from tests.eval.data import eval_folder

PARTS = [example for rule in rules() for example in rule.examples]


def left_in(texts: Iterable[Text]) -> list[tuple[str, str, str]]:
    """The lines that an aimed pattern hits, and the texts that lost words."""
    found = []
    for text in texts:
        clean = clean_text(text.text)
        found += [(kind, text.name, line) for kind, line in audit(clean.body) if kind in AIMED]
        found += [] if keeps_words(text.text, clean) else [("lost", text.name, "")]
    return found


def test_the_audit_sees_what_is_left() -> None:
    body = "LONDON (Reuters) - It sank.\n(Adds quotes)\nReporting by Ada Brook\nOur Standards: trust."
    assert {kind for kind, _line in audit(body)} == {"dateline", "advisory", "sign_off", "trust_line"}


def test_nothing_is_left_in_the_sample_wire() -> None:
    texts = list(wire_texts(eval_folder(), outside=False))
    assert len(texts) > 50
    assert left_in(texts) == []


@pytest.mark.slow
def test_nothing_is_left_in_outside_wires_and_pages() -> None:
    if not (eval_folder() / "wire").is_dir():
        pytest.skip(f"no test material at {eval_folder()}")
    assert left_in(wire_texts(eval_folder())) == []


@given(st.lists(st.one_of(st.sampled_from([*PARTS, "\n", "\n\n", " ", ". ", "The ferry sank"]), st.text(max_size=20))))
def test_body_and_furniture_give_back_the_words_in_their_order(parts: list[str]) -> None:
    text = "".join(parts)
    assert keeps_words(text, clean_text(text))


@given(st.text())
def test_any_text_gives_back_its_words(text: str) -> None:
    assert keeps_words(text, clean_text(text))
