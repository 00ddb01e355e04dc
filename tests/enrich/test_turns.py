"""Transcripts: turns of named speakers, of Q and A, in print and in an archive's copy, and what only looks like one."""

import time

import pytest
from spacy.language import Language

from newswire.enrich.annotate import annotate_texts
from newswire.enrich.model import load_model
from newswire.enrich.turns import find_turns
from newswire.records import Annotation, Quote, QuoteKind, SpeakerKind

RADIO = """Harbour master Ada Brook defended the closure on Port Ambry Radio on Friday. A partial transcript follows.

"MARSH: You closed the ferry for a week. Why did nobody tell us?

"BROOK: We told the owners on Monday. I have the letter here.

"It was not read. "The rust is old," the inspector wrote, and he was right.

"MARSH: So the owners knew?

"(CROSSTALK)

"BROOK: You will have to ask them."

The owners said on Saturday that they had no letter."""

INTERVIEW = """Lia Ferreira has run the islands' only bakery since the storm. Ferreira spoke in her kitchen.

Q: How did you bake without power?

A: We had wood. My father built the oven, and it never needed anything else.

The bread was black at first.

Q: Will you stay?

A: I have never lived anywhere else."""

ARCHIVE = """a partial transcript of what ada brook told marsh follows .
brook : i never said that the ferry is safe .
the letter is public .
marsh : you said it twice .
two questions : why do you still deny it ? where is the letter ?
brook : then show me where ."""


def turns(text: str) -> list[tuple[str, list[str]]]:
    return [(text[slice(*turn.label)], [text[start:end] for start, end in turn.said]) for turn in find_turns(text)]


def quotes(nlp: Language, text: str) -> list[Quote]:
    (found,) = annotate_texts(nlp, [text])
    assert isinstance(found, Annotation)
    return list(found.quotes)


def test_each_turn_is_its_speakers_to_the_next_one_and_the_last_ends_where_talk_does() -> None:
    assert turns(RADIO) == [
        ("MARSH", ["You closed the ferry for a week. Why did nobody tell us?"]),
        (
            "BROOK",
            [
                "We told the owners on Monday. I have the letter here",
                'It was not read. "The rust is old," the inspector wrote, and he was right',
            ],
        ),
        ("MARSH", ["So the owners knew?"]),
        ("BROOK", ["You will have to ask them"]),
    ]


def test_turns_of_an_archive_run_over_lines() -> None:
    assert turns(ARCHIVE) == [
        ("brook", ["i never said that the ferry is safe .\nthe letter is public"]),
        ("marsh", ["you said it twice .\ntwo questions : why do you still deny it ? where is the letter ?"]),
        ("brook", ["then show me where"]),
    ]


@pytest.mark.parametrize("with_tagger", [True, False], ids=["tagger", "rules"])
def test_turns_are_direct_quotes_of_who_is_printed_before_them(*, with_tagger: bool) -> None:
    found = [item for item in quotes(load_model(with_tagger=with_tagger), RADIO) if item.cue and item.cue.text == ":"]
    assert [(item.kind, item.speaker and item.speaker.canonical) for item in found] == [
        (QuoteKind.DIRECT, "MARSH"),
        (QuoteKind.DIRECT, "Ada Brook"),
        (QuoteKind.DIRECT, "MARSH"),
        (QuoteKind.DIRECT, "Ada Brook"),
    ]


def test_who_answers_is_the_person_told_of_before_and_who_asks_has_no_name(nlp: Language) -> None:
    found = [item for item in quotes(nlp, INTERVIEW) if item.cue and item.cue.text == ":"]
    speakers = [(item.speaker.text, item.speaker.canonical, item.speaker.kind) for item in found if item.speaker]
    asked, answered = ("Q", "Q", SpeakerKind.UNRESOLVED), ("A", "Lia Ferreira", SpeakerKind.NAMED)
    assert speakers == [asked, answered, asked, answered]
    assert found[1].text.endswith("The bread was black at first")


@pytest.mark.parametrize(
    "text",
    [
        "Delegates so far:\n\nBrook: 1,204\n\nMarsh: 988\n\nBrook: 12 pledged\n\nMarsh: 4 pledged",
        "Warning: you may lose data.\n\nBrook said: we will see.\n\nNote: I was there.",
        "A: I asked for the letters.\n\nA: We never had them.\n\nA: You may ask the owners.",
        "Brook: I never said that.",
    ],
    ids=["results", "three labels once", "answers without questions", "one turn"],
)
def test_what_is_no_transcript_has_no_turns(text: str) -> None:
    assert turns(text) == []


def test_somebody_who_tells_of_the_speakers_ends_a_turn() -> None:
    text = ARCHIVE.replace("the letter is public .", "brook later told the station that it was a slip .")
    assert turns(text)[0] == ("brook", ["i never said that the ferry is safe"])


def test_reading_turns_takes_time_in_proportion_to_the_text() -> None:
    def seconds(count: int) -> float:
        text = "brook : i said it\n( a\nmarsh : you said it\n" * count
        taken = []
        for _ in range(3):
            started = time.process_time()
            find_turns(text)
            taken.append(time.process_time() - started)
        return min(taken)

    seconds(100)
    assert seconds(8_000) < 16 * max(seconds(1_000), 0.005)


def test_words_in_marks_are_signed_by_the_name_after_a_dash() -> None:
    text = (
        "Readers wrote to us about the ferry.\n"
        "\u201cIt was never safe. My father said so.\u201d\xa0\u2015 Lia Ferreira\xa0\n"
        '"We sail with it each day." -- Odd Marsh, 34, of Port Ambry\n'
        '"The Old Friend" is its name - nobody knows why.\n'
    )
    assert turns(text) == [
        ("Lia Ferreira", ["It was never safe. My father said so"]),
        ("Odd Marsh", ["We sail with it each day"]),
    ]
