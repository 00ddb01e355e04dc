"""What changed between two versions, and that a kill takes it away."""

import time
from datetime import datetime, timedelta

from tests.report.conftest import NOON, Wire

from newswire.db import fetch_rows
from newswire.report.changes import find_changes
from newswire.report.refresh import compare_versions

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


def test_a_correction_says_what_it_changed(wire: Wire) -> None:
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


def test_what_a_killed_story_said_does_not_come_back_as_a_change(wire: Wire) -> None:
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


def test_a_run_compares_all_versions_of_the_stories_that_were_settled_since(wire: Wire) -> None:
    wire.article("bridge", body=BEFORE)
    wire.article("bridge", version=3, body=AFTER)
    settle(wire, NOON - timedelta(days=1))
    assert compare_versions(wire.db, NOON) == 0
    assert compare_versions(wire.db, NOON - timedelta(days=1)) == 1
    wire.article("bridge", version=2, body=BEFORE + " More.")
    settle(wire, NOON)
    assert compare_versions(wire.db, NOON) == 2
    assert compare_versions(wire.db) == 0
    assert wire.rows("SELECT earlier_version, version FROM report.version_change ORDER BY version") == [(1, 2), (2, 3)]


def test_versions_that_no_run_compared_are_compared_by_the_refresh(wire: Wire) -> None:
    wire.article("of before this was noted", body=BEFORE)
    wire.article("of before this was noted", version=2, body=AFTER)
    assert compare_versions(wire.db, NOON - timedelta(days=9)) == 0
    wire.refresh()
    assert wire.rows("SELECT earlier_version, version FROM report.version_change") == [(1, 2)]


def test_a_run_compares_what_runs_loaded_that_were_killed_since_the_last_one_that_ended(wire: Wire) -> None:
    said = "INSERT INTO news.run (airflow_run_id, started_at, finished_at) VALUES (%s, %s, %s) RETURNING run_id"
    wire.one(said, "ended", NOON + timedelta(hours=1), NOON + timedelta(hours=2))
    wire.one(said, "killed", NOON + timedelta(hours=3), None)
    this = wire.one(said, "this", NOON + timedelta(hours=4), None)
    first = wire.run_id
    assert [fetch_rows(wire.db, "report/find_compared_since", {"run_id": run}) for run in (this, first)] == [
        [{"since": NOON + timedelta(hours=1)}],
        [{"since": NOON}],
    ]


def settle(wire: Wire, at: datetime) -> None:
    """Note what nobody has settled yet as settled then."""
    with wire.db.cursor() as cursor:
        cursor.execute("UPDATE news.version_key SET loaded_at = %s WHERE loaded_at IS NULL", (at,))
