"""What changed between two versions, and that a kill takes it away."""

import time
from typing import TYPE_CHECKING

from newswire.report.changes import find_changes

if TYPE_CHECKING:
    from .conftest import Wire

BEFORE = "The bridge opens in May.\n\nIt will cost 3 million.\n\nA third paragraph."
AFTER = "The bridge opens in June.\n\nIt will cost 4.5 million, she said."


def test_changed_words_are_places_in_both_texts() -> None:
    found = [(BEFORE[p[2] : p[3]], AFTER[p[0] : p[1]]) for p in find_changes(BEFORE, AFTER)]
    assert found == [("May", "June"), ("3", "4.5"), ("", ", she said"), ("A third paragraph.", "")]
    assert find_changes(BEFORE, BEFORE.replace("\n\n", "\n ")) == []


def test_a_text_that_repeats_itself_does_not_hold_up_the_refresh() -> None:
    began = time.process_time()
    assert find_changes("a " * 1990, "a b " * 995)
    assert find_changes("a b " * 50_000, "c d " * 50_000)
    assert time.process_time() - began < 5


def test_a_correction_says_what_it_changed(wire: "Wire") -> None:
    wire.article("bridge", body=BEFORE, headline="Opens in May")
    copy = wire.article("taken-over", source="harbour", body=BEFORE)
    corrected = wire.article("bridge", version=7, body=AFTER, headline="Opens in June")
    with wire.db.cursor() as cursor:
        cursor.execute("UPDATE news.story_version SET signals = '{correction}' WHERE version = 7")
        cursor.execute("INSERT INTO news.correction_reach VALUES (%s, %s, FALSE)", (copy, corrected))
    wire.refresh()
    [(kind, headline, earlier, diff, passages, uncorrected)] = wire.rows(
        "SELECT kind, headline, earlier_headline, word_diff, passages, uncorrected_sources FROM report.correction"
    )
    assert (kind, headline, earlier, uncorrected) == ("correction", "Opens in June", "Opens in May", ["harbour"])
    assert diff.splitlines()[0].startswith("The bridge opens in [-May-]{+June+}.")
    first = passages[0]
    assert (first["before"], first["after"]) == ("May", AFTER[first["start_char"] : first["end_char"]])


def test_what_a_killed_story_said_does_not_come_back_as_a_change(wire: "Wire") -> None:
    wire.article("bridge", body=BEFORE)
    wire.article("bridge", version=2, body=AFTER)
    wire.refresh()
    assert wire.rows("SELECT passage_count, removed_word_count FROM report.version_change") == [(4, 5)]
    wire.version("bridge", version=3, pubstatus="canceled", body="")
    assert wire.rows("SELECT * FROM report.version_change") == []
    assert wire.rows("SELECT kind, headline, word_diff, article_id FROM report.correction") == [
        ("kill", None, None, None)
    ]
    assert wire.rows("SELECT state, headline, version_count FROM report.story") == [("killed", None, 3)]
    wire.article("bridge", version=4, body="Something else.")
    wire.refresh()
    assert wire.rows("SELECT earlier_version, version FROM report.version_change") == [(1, 2)]
