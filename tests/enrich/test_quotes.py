"""From what the tagger marks to quotes: which attribution the words in marks belong to."""

import pytest
from spacy.language import Language

from newswire.enrich.quotes import Statement, tagged_statements
from newswire.enrich.subjects import read_words
from newswire.enrich.tagger import Tagged


def statements(nlp: Language, text: str, *items: tuple[str, str, str | None]) -> list[Statement]:
    """Return the statements of the text where the tagger marked these cues, contents and sources.

    " ... " stands between the pieces of a content or a source.
    """

    def place(words: str) -> tuple[int, int]:
        at = text.index(words)
        return at, at + len(words)

    tagged = [
        Tagged(
            content=tuple(map(place, content.split(" ... "))),
            source=tuple(map(place, source.split(" ... "))) if source else (),
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


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("The ferry is safe.\n\n\u201cNobody looked at it,\u201d Ada Brook said on Monday.", "said"),
        ('Ada Brook, who is a pilot, said after talks with the owners in Oslo:  "Nobody looked at it."', "said"),
        ("The pilot of the ferry defended her crew, writing: ''Nobody looked at it.''", "writing"),
    ],
)
def test_words_in_marks_have_the_verb_of_speech_beside_them_where_the_tagger_saw_none(
    nlp: Language, text: str, cue: str
) -> None:
    found = statements(nlp, text)
    assert texts(text, found) == [(cue, [text[text.index("Nobody") : text.index("it", text.index("Nobody")) + 2]])]
    source = found[0].attribution and found[0].attribution.source
    assert source
    assert text[slice(*source)] in {"Ada Brook", "The pilot of the ferry"}


def test_something_told_between_a_verb_and_words_in_marks_parts_them(nlp: Language) -> None:
    assert not statements(nlp, 'Ada Brook said the ferry sank near Oslo, where it hit a pier named, "The Old Friend."')


def test_a_title_in_marks_is_not_said_though_it_ends_with_a_comma(nlp: Language) -> None:
    text = 'On "Morning Call," Ada Brook said the ferry was safe. "Nobody looked," she said on "The Pier" twice.'
    found = statements(nlp, text, ("said", "the ferry was safe", "Ada Brook"), ("said on", "Nobody looked", "she"))
    assert texts(text, found) == [("said", ["the ferry was safe"]), ("said on", ["Nobody looked"])]


@pytest.mark.parametrize(
    "text",
    [
        'Ada Brook said it was rust. "Nobody ever looked at the hull."',
        'Ada Brook said it was rust. The ferry is old. "Nobody ever looked at the hull." It sails on Monday.',
        'Ada Brook said it was rust.\n"Nobody ever looked at the hull." (One crown is ten cents.)\n',
    ],
)
def test_whole_sentences_in_marks_go_on_with_what_was_reported_before_them(nlp: Language, text: str) -> None:
    found = statements(nlp, text, ("said", "it was rust", "Ada Brook"))
    assert texts(text, found) == [("said", ["it was rust"]), ("said", ["Nobody ever looked at the hull"])]


def test_paragraphs_in_marks_that_nobody_announces_are_one_statement(nlp: Language) -> None:
    text = 'The letter is old.\n\n"The hull is rust.\n\n"Nobody looked at it."\n\nThe ferry sails.'
    assert texts(text, statements(nlp, text)) == [(None, ["The hull is rust", "Nobody looked at it"])]


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


def test_where_somebody_speaks_is_not_who_speaks(nlp: Language) -> None:
    text = "mayor ada brook during a visit to norden s old pier , declared that the ferry was safe ."
    found = statements(nlp, text, ("declared", "that the ferry was safe", "mayor ada brook ... norden s old pier"))
    assert [text[slice(*item.attribution.source)] for item in found if item.attribution] == ["mayor ada brook"]


SPOKEN = "the owners told me in march that they would mend it ."
PRESENT = "the ferry is not safe , nobody has looked ."
CLOSING = "that is a pity but rust has no friends"


@pytest.mark.parametrize(
    ("before", "run"),
    [
        ([SPOKEN], [SPOKEN]),
        ([SPOKEN, PRESENT], [SPOKEN, PRESENT]),  # the present between two lines of speech is speech
        (["it sank in may .", PRESENT], []),
        ([SPOKEN, "it sank in may ."], []),
    ],
)
def test_a_cue_closes_the_run_of_spoken_lines_before_it(nlp: Language, before: list[str], run: list[str]) -> None:
    text = "\n".join([*before, f"{CLOSING} , ada brook said ."])
    [found] = statements(nlp, text, ("said", CLOSING, "ada brook"))
    assert (text[slice(found.spans[0][0], found.spans[-1][1])], found.kind) == ("\n".join([*run, CLOSING]), "direct")


def test_a_run_that_goes_on_after_its_cue_has_its_lines_before_it_too(nlp: Language) -> None:
    text = f"{SPOKEN}\n{CLOSING} , ada brook said by phone .\nwe all like ferries ."
    [found] = statements(nlp, text, ("said", f"{CLOSING} ... we all like ferries", "ada brook"))
    assert [text[start:end] for start, end in found.spans] == [f"{SPOKEN}\n{CLOSING}", "we all like ferries"]


def test_what_spoken_lines_lead_up_to_is_spoken_unless_they_go_on_from_another(nlp: Language) -> None:
    told, spoken = "this year the ferry was not to sail", "we expect a new one next year ."
    text = f"it sank in may .\n{spoken}\n{told} , officials said ."
    [found] = statements(nlp, text, ("said", told, "officials"))
    assert (text[slice(found.spans[0][0], found.spans[-1][1])], found.kind) == (f"{spoken}\n{told}", "direct")
    text = f"{CLOSING} , ada brook said .\n{spoken}\n{told} , officials told newswire ."
    found = statements(nlp, text, ("said", CLOSING, "ada brook"), ("told newswire", told, "officials"))
    assert [item.kind for item in found] == ["direct", "indirect"]


def test_a_run_of_speech_goes_on_after_its_cue_up_to_what_somebody_else_says(nlp: Language) -> None:
    text = (
        "the ferry did not sail on friday .\n"
        "i will not let it sail , ada brook said .\n"
        "we looked at the hull , and it is worse than i thought .\n"
        "the rust is old .\n"
        "i do not know who painted over it .\n"
        "the owners bought the ship in may .\n"
        "we are sorry , otto marsh said ."
    )
    found = statements(
        nlp, text, ("said", "i will not let it sail", "ada brook"), ("marsh said", "we are sorry", "otto marsh")
    )
    assert texts(text, found) == [
        (
            "said",
            [
                "i will not let it sail",
                "we looked at the hull , and it is worse than i thought .\nthe rust is old .\n"
                "i do not know who painted over it",
            ],
        ),
        ("marsh said", ["we are sorry"]),
    ]
