"""From what the tagger marks to quotes: which attribution the words in marks belong to."""

from spacy.language import Language

from newswire.enrich.quotes import Statement, tagged_statements
from newswire.enrich.subjects import read_words
from newswire.enrich.tagger import Tagged


def statements(nlp: Language, text: str, *items: tuple[str, str, str | None]) -> list[Statement]:
    """Return the statements of the text where the tagger marked these cues, contents and sources."""

    def place(words: str) -> tuple[int, int]:
        at = text.index(words)
        return at, at + len(words)

    tagged = [
        Tagged(
            content=(place(content),), source=(place(source),) if source else (), cue=(place(cue),),
            anchor=place(cue), confidence=0.8,
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
