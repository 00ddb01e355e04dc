"""From what the tagger marks to quotes: which attribution the words in marks belong to."""

from spacy.language import Language

from newswire.enrich.quotes import Statement, tagged_statements
from newswire.enrich.subjects import read_words
from newswire.enrich.tagger import Tagged


def statements(nlp: Language, text: str, *items: tuple[str, str, str | None]) -> list[Statement]:
    """Return the statements of the text where the tagger marked these cues, contents and sources.

    " ... " stands between the pieces of a content.
    """

    def place(words: str) -> tuple[int, int]:
        at = text.index(words)
        return at, at + len(words)

    tagged = [
        Tagged(
            content=tuple(map(place, content.split(" ... "))), source=(place(source),) if source else (),
            cue=(place(cue),), anchor=place(cue), confidence=0.8,
        )
        for cue, content, source in items
    ]  # fmt: skip
    return tagged_statements(text, tagged, read_words(nlp(text)))


def texts(text: str, found: list[Statement]) -> list[tuple[str | None, list[str]]]:
    return [
        (
            text[slice(*item.attribution.cue)] if item.attribution else None,
            [text[start:end] for start, end in item.spans],
        )
        for item in found
    ]


def test_a_paragraph_in_marks_after_a_colon_belongs_to_the_cue_before_it(nlp: Language) -> None:
    text = (
        'Ada Brook, who once sailed, echoed that view:\n\n"The ship is old. The owners know it."\n\nIt sails on Monday.'
    )
    found = statements(nlp, text, ("echoed", "that view", "Ada Brook"))
    assert texts(text, found) == [("echoed", ["The ship is old. The owners know it"])]


def test_a_second_sentence_in_marks_passes_over_words_held_at_a_distance(nlp: Language) -> None:
    text = '"It is rust," Ada Brook said of the "miracle ferry" at the pier. "Nobody looked at it."'
    found = statements(nlp, text, ("said", "It is rust", "Ada Brook"))
    assert texts(text, found) == [("said", ["It is rust", "Nobody looked at it"])]


def test_a_paragraph_that_is_all_in_marks_goes_on_with_the_one_before(nlp: Language) -> None:
    text = '"It is rust," Ada Brook said.\n\n"Nobody looked at it."\n\nThe ferry sails on Monday.'
    found = statements(nlp, text, ("said", "It is rust", "Ada Brook"))
    assert texts(text, found) == [("said", ["It is rust", "Nobody looked at it"])]


def test_the_end_of_a_sentence_that_begins_in_marks_is_part_of_it(nlp: Language) -> None:
    text = '"We are finally free" to sail again, Ada Brook said.'
    found = statements(nlp, text, ("said", '"We are finally free" to sail again', "Ada Brook"))
    assert texts(text, found) == [("said", ['We are finally free" to sail again'])]
    assert [item.kind.value for item in found] == ["mixed"]


def test_two_cues_beside_one_content_make_one_statement(nlp: Language) -> None:
    text = "The ferry is rust, said Ada Brook in a statement."
    content = "The ferry is rust"
    found = statements(nlp, text, ("said", content, "Ada Brook"), ("in a statement", content, "said Ada Brook"))
    assert len(found) == 1


def test_a_statement_within_a_statement_stays(nlp: Language) -> None:
    text = "The crew said that Brook had warned that the old ferry was full of rust and could not sail."
    inner = "that the old ferry was full of rust and could not sail"
    found = statements(nlp, text, ("said", f"that Brook had warned {inner}", "The crew"), ("warned", inner, "Brook"))
    assert [cue for cue, _ in texts(text, found)] == ["said", "warned"]


def test_a_content_does_not_end_with_an_article_nor_have_a_hole(nlp: Language) -> None:
    text = "ada brook said the work was done , following the defeat of the largest gang , and left ."
    for tagged in (
        "the work was done , following the",
        "the work was done ... defeat of the largest gang",
    ):
        found = statements(nlp, text, ("said", tagged, "ada brook"))
        whole = "the work was done , following the defeat of the largest gang"
        assert texts(text, found) == [("said", [whole])]


def test_what_is_said_in_the_first_person_is_direct_without_its_marks(nlp: Language) -> None:
    spoken, reported = "we don t know what it is , and nobody looked", "the ferry was not to sail before monday"
    text = f"{spoken} , ada brook said .\n{reported} , ada brook said ."
    found = statements(nlp, text, ("said", spoken, "ada brook"))
    assert [item.kind.value for item in found] == ["direct"]
    text = f"{reported} , officials said ."
    found = statements(nlp, text, ("said", reported, "officials"))
    assert [item.kind.value for item in found] == ["indirect"]
