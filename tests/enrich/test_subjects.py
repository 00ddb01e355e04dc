"""Where a cue's source is when the tagger marked none."""

import pytest
from spacy.language import Language

from newswire.enrich.subjects import Subjects, read_words


@pytest.mark.parametrize(
    ("text", "cue", "content", "source"),
    [
        ("Ada Brook left the hall early, noting that it was late.", "noting", "that it was late", "Ada Brook"),
        ("Both mayors blamed Tim Vale, saying he had slept.", "saying", "he had slept", "Both mayors"),
        ("He praised the crew and said the ship was safe.", "said", "the ship was safe", "He"),
        ("Tim Vale, who has warned of rust, was not there.", "has warned", "of rust", "who"),
        ("The plan was denounced as theft by the fishermen.", "was denounced", "as theft", "the fishermen"),
        ("According to the harbour office, it was safe.", "According to", "it was safe", "the harbour office"),
        ("The mayor's criticism of the plan was loud.", "criticism of", "the plan", "The mayor"),
        ("It was a week of his complaints about the rust.", "complaints about", "the rust", "his"),
        ('"That is rust," Ada Brook told us, adding: "It is old."', "adding", "It is old", "Ada Brook"),
        ("The ship is expected to sail on Monday.", "is expected", "to sail on Monday", None),
        ("The pilot of the old ferry left, saying it was late.", "saying", "it was late", "The pilot of the old ferry"),
        ('"That is rust," said Ada Brook, noting it was old.', "noting", "it was old", "Ada Brook"),
        ("The mayor's complaint about rust was loud.", "'s complaint about", "rust", "The mayor"),
        ("There was a warning that the ship would sink.", "warning", "that the ship would sink", None),
    ],
)  # fmt: skip
def test_a_missing_source_is_found_in_the_cue_s_sentence(
    nlp: Language, text: str, cue: str, content: str, source: str | None
) -> None:
    marked = [(1, 13)] if text.startswith('"') else []
    at, words = text.index(cue), text.index(content)
    found = Subjects(text, read_words(nlp(text)), marked).find((at, at + len(cue)), [(words, words + len(content))])
    assert (text[slice(*found)] if found else None) == source


def test_who_is_asked_or_expected_does_not_say_it(nlp: Language) -> None:
    for text, word, is_about in (
        ("The envoy was asked whether he would resign.", "asked", True),
        ("The ship is expected to sail.", "expected", True),
        ("The talks seem to be over.", "seem", True),
        ("The envoy asked whether they would resign.", "asked", False),
        ("The envoy is convinced that it will sail.", "convinced", False),
        ("Norden's said that it will sail.", "said", False),
        ("Brook's family said that it will sail.", "said", False),
        ("He's expected to sail.", "expected", True),
    ):
        at = text.index(word)
        assert Subjects(text, read_words(nlp(text)), ()).is_about((at, at + len(word))) is is_about, text
