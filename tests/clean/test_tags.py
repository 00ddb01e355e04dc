"""Slug tags in headlines, slugs and first lines, and notes to editors, are signals of the version."""

import pytest

from newswire.clean.clean import clean_text
from newswire.clean.tags import Tag, read_tags, slug_signals, tags
from newswire.records import FurnitureKind, Signal

EXAMPLES = [(tag, example) for tag in tags() for example in tag.examples]
COUNTER_EXAMPLES = [example for tag in tags() for example in tag.counter_examples]
STORY = "The ferry sank on Monday."


@pytest.mark.parametrize(("tag", "example"), EXAMPLES, ids=lambda value: value if isinstance(value, str) else "")
def test_each_example_of_the_table_is_read(tag: Tag, example: str) -> None:
    length, signals = read_tags(example)
    assert tag.signal in signals
    assert 0 < length < len(example)


@pytest.mark.parametrize("headline", COUNTER_EXAMPLES)
def test_a_word_that_only_looks_like_a_tag_is_none(headline: str) -> None:
    assert read_tags(headline) == (0, ())


def test_several_tags_are_read_in_a_row() -> None:
    assert read_tags("REFILE-CORRECTED-UPDATE 2-Ferry sinks") == (
        len("REFILE-CORRECTED-UPDATE 2-"), (Signal.REFILE, Signal.CORRECTION, Signal.UPDATE),
    )  # fmt: skip


def test_a_slug_has_its_tags_behind_it() -> None:
    assert slug_signals("HARBOUR-FERRY/ (WRAPUP 1)") == (Signal.WRAPUP,)
    assert slug_signals("HARBOUR-FERRY/ (PIX)") == ()


def test_headline_slug_first_line_and_notes_speak_for_the_version() -> None:
    result = clean_text(
        f"EXCLUSIVE-Ferry sinks\n(Corrects age of ferry)\n{STORY}",
        headline="WRAPUP 2-Ferry",
        slugline="FERRY/ (UPDATE 1)",
    )
    assert result.signals == (Signal.WRAPUP, Signal.UPDATE, Signal.EXCLUSIVE, Signal.CORRECTION)
    assert result.body == f"Ferry sinks\n{STORY}"
    assert [piece.kind for piece in result.furniture] == [FurnitureKind.SLUG_TAG, FurnitureKind.CORRECTION_NOTE]


@pytest.mark.parametrize(
    ("note", "signal"),
    [("(Adds quotes)", Signal.UPDATE), ("(Repeats story from Monday)", Signal.REPEAT),
     ("(Refiles to fix headline)", Signal.REFILE), ("(Berichtigung: Zahl)", Signal.CORRECTION)],
)  # fmt: skip
def test_a_note_to_editors_is_a_signal(note: str, signal: Signal) -> None:
    assert clean_text(f"{note}\n{STORY}").signals == (signal,)


def test_a_plain_story_has_no_signals() -> None:
    assert clean_text(STORY, headline="Ferry sinks", slugline="harbour-ferry").signals == ()
