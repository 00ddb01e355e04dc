"""Each data check finds nothing in good data, and finds the one thing it is for."""

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import psycopg2
import pytest

from newswire.db import execute
from newswire.report.checks import record_checks, run_checks
from newswire.settings import SQL_DIR

if TYPE_CHECKING:
    from pathlib import Path

    from newswire.db import Database

    from .conftest import Wire

BODY = '"The bridge will open in May," Ada Brook said, "and not before." It rained.'
WORDS = "The bridge will open in May,"
MORE_WORDS = "and not before."
ADA = BODY.index("Ada Brook")
RAIN = BODY.index("It rained.")


@pytest.fixture
def good(wire: "Wire") -> "Wire":
    """Good data: a quote of two spans with a name in it, a copy, a kill, a piece of furniture."""
    article = wire.article("bridge", body=BODY)
    quote = wire.quote(article, WORDS)
    second = BODY.index(MORE_WORDS)
    wire.one(
        "UPDATE news.quote SET spans = spans + int4multirange(int4range(%s, %s)), text = %s"
        " WHERE quote_id = %s RETURNING 1",
        second, second + len(MORE_WORDS), f"{WORDS} ... {MORE_WORDS}", quote,
    )  # fmt: skip
    wire.one(
        "INSERT INTO news.quote_mention VALUES (%s, %s, %s) RETURNING 1", quote, wire.mention(article, "May"), article
    )
    wire.refresh()
    wire.copy(wire.article("copy", source="harbour", body=BODY), article)
    wire.version("killed", pubstatus="canceled", body="")
    wire.one(
        "INSERT INTO news.article_furniture VALUES (%s, %s, %s, 'promotion', 'It rained.') RETURNING 1",
        article, RAIN, len(BODY),
    )  # fmt: skip
    return wire


def found(wire: "Wire") -> dict[str, int]:
    return {result.name: len(result.rows) for result in run_checks(wire.db) if result.rows}


def test_good_data_pass_all_checks(good: "Wire") -> None:
    assert found(good) == {}
    assert {result.name for result in run_checks(good.db)} == {f.stem for f in (SQL_DIR / "checks").glob("*.sql")}
    assert all(result.rule.endswith(".") for result in run_checks(good.db))


def test_warnings_are_told_from_errors(good: "Wire") -> None:
    severities = {result.name: result.severity for result in run_checks(good.db)}
    assert severities["published_in_future"] == "warn"
    assert severities["killed_story_hidden"] == "stop"


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("quote_within_body", "UPDATE news.quote SET text = 'something else'"),
        ("quote_within_body", "UPDATE news.quote SET text = text || '.'"),
        ("attribution_within_body", "UPDATE news.quote SET speaker_text = 'Bob Quay'"),
        ("attribution_within_body", "UPDATE news.quote SET cue_text = 'said', cue_span = '[0,4)'"),
        ("mention_within_body", "UPDATE news.mention SET text = 'June'"),
        ("furniture_within_body", "UPDATE news.article_furniture SET text = 'It snowed.'"),
        (
            "mention_within_quote",
            f"UPDATE news.mention SET start_char = {RAIN}, end_char = {len(BODY)}, text = 'It rained.'",
        ),
        (
            "copy_within_cluster",
            "UPDATE news.cluster_member SET cluster_id = article_id WHERE duplicate_of IS NOT NULL",
        ),
        (
            "published_in_future",
            "UPDATE news.story_version SET published_at = now() + interval '2 days' WHERE pubstatus = 'canceled'",
        ),
        (
            "annotator_version_newest",
            "UPDATE news.version_key SET loaded_at = now();"
            " UPDATE news.story_current SET annotator_version = 'newer'"
            " WHERE article_id = (SELECT max(article_id) FROM news.article)",
        ),
        (
            "volume_within_band",
            "UPDATE news.source SET expected_articles = 40, tolerance = 0.5 WHERE name = 'harbour';"
            " UPDATE news.run SET finished_at = now();"
            " INSERT INTO news.feed_poll (source_id, run_id, polled_at, outcome, document_count, new_count, duration_s)"
            " SELECT source_id, run_id, started_at, 'new', 1, 1, 0.1 FROM news.source, news.run WHERE name = 'harbour'",
        ),
        (
            "mention_counts_agree",
            "INSERT INTO news.mention (article_id, entity_id, start_char, end_char, text, annotator_version)"
            f" SELECT article_id, entity_id, {ADA}, {ADA} + 9, 'Ada Brook', annotator_version FROM news.mention",
        ),
        (
            "article_annotated",
            "UPDATE news.story_current SET annotator_version = NULL"
            " WHERE article_id = (SELECT min(article_id) FROM news.article)",
        ),
    ],
)
def test_each_check_finds_what_it_is_for(good: "Wire", name: str, damage: str) -> None:
    with good.db.cursor() as cursor:
        cursor.execute(damage)
    assert found(good) == {name: 1}


def test_a_pointer_that_stayed_behind_is_found_and_one_to_a_text_of_another_version_is_refused(good: "Wire") -> None:
    first, article = good.version("moved")
    second, _ = good.version("moved", version=2)
    with good.db.cursor() as cursor:
        cursor.execute(
            "UPDATE news.story_current SET story_version_id = %s, article_id = NULL WHERE story_version_id = %s",
            (first, second),
        )
        assert found(good) == {"current_version_is_head": 1}
        with pytest.raises(psycopg2.errors.CheckViolation):
            cursor.execute(
                "UPDATE news.story_current SET story_version_id = %s, article_id = %s WHERE story_version_id = %s",
                (second, article, first),
            )


def test_a_story_that_was_killed_but_is_still_shown_is_found(good: "Wire") -> None:
    shown, _ = good.version("late kill")
    good.version("late kill", version=2, pubstatus="canceled", body="")
    with good.db.cursor() as cursor:
        cursor.execute(
            "UPDATE news.story_current SET annotator_version = 'test', story_version_id = %s, article_id ="
            " (SELECT article_id FROM news.article WHERE story_version_id = %s)"
            " WHERE story_id = (SELECT story_id FROM news.story_version WHERE story_version_id = %s)",
            (shown, shown, shown),
        )
    assert found(good) == {"killed_story_hidden": 1, "current_version_is_head": 1}
    quote = good.rows(f"SELECT article_id FROM news.article WHERE story_version_id = {shown}")[0][0]
    good.quote(quote, "Talks", speaker="began")
    assert found(good)["killed_words_hidden"] == 1


def test_what_points_nowhere_is_found_and_so_is_anothers_version(good: "Wire") -> None:
    """Foreign keys refuse these; they are lifted here as a restored backup or a dropped partition may lift them."""
    with good.db.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM news.mention")
        cursor.execute(
            "UPDATE news.story_current SET"
            " story_version_id = (SELECT max(story_version_id) + 1 FROM news.story_version) WHERE article_id IS NULL"
        )
    broken = found(good)
    assert (broken["no_orphan"], broken["current_version_once"]) == (1, 1)


def test_a_run_looks_at_what_was_loaded_since_a_rule_last_found_nothing(good: "Wire") -> None:
    """Run 1 was clean, run 2 died before its checks, run 3 looks at what both brought, and not at what run 1 did."""
    begun = datetime(2026, 11, 20, 12, tzinfo=UTC)
    good.db.cursor().execute("UPDATE news.run SET started_at = %s", (begun,))
    good.db.cursor().execute("UPDATE news.version_key SET loaded_at = %s", (begun,))
    record_checks(good.db, good.run_id, run_checks(good.db, good.run_id), begun)
    runs = [
        good.one(
            "INSERT INTO news.run (airflow_run_id, started_at) VALUES (%s, %s) RETURNING run_id",
            f"day {day}", begun + timedelta(days=day),
        )
        for day in (1, 2, 3, 4)
    ]  # fmt: skip
    old, _ = good.version("settled before", published_at=datetime.now(UTC) + timedelta(days=9))
    new, _ = good.version("settled since", published_at=datetime.now(UTC) + timedelta(days=9))
    for version, days in ((old, -1), (new, 1)):
        good.db.cursor().execute(
            "UPDATE news.version_key SET loaded_at = %s WHERE story_version_id = %s",
            (begun + timedelta(days=days, hours=1), version),
        )

    def ahead(run_id: int | None) -> set[int]:
        [result] = [result for result in run_checks(good.db, run_id) if result.name == "published_in_future"]
        return {row["story_version_id"] for row in result.rows}

    assert ahead(runs[1]) == {new}
    assert ahead(None) == {old, new}
    record_checks(good.db, runs[1], run_checks(good.db, runs[1]), begun)
    assert ahead(runs[2]) == {new}, "a rule that is broken stays so until it is mended"
    good.db.cursor().execute("UPDATE news.story_version SET published_at = %s", (begun,))
    record_checks(good.db, runs[2], run_checks(good.db, runs[2]), begun)
    good.db.cursor().execute("UPDATE news.story_version SET published_at = now() + interval '9 days'")
    assert ahead(runs[3]) == set(), "what a clean run has looked at is not looked at again"


def test_rows_that_fail_are_kept_by_run_without_the_words_of_articles(good: "Wire") -> None:
    good.db.cursor().execute("UPDATE news.quote SET text = '<script>alert(1)</script>'")
    results = run_checks(good.db)
    record_checks(good.db, good.run_id, results, datetime.now(UTC))
    record_checks(good.db, good.run_id, results, datetime.now(UTC))
    [(name, severity, count, rows)] = good.rows(
        "SELECT check_name, severity, row_count, failing_rows FROM report.check_result"
        " WHERE is_latest AND NOT is_passed"
    )
    assert (name, severity, count, set(rows[0])) == (
        "quote_within_body", "stop", 1, {"quote_id", "article_id", "spans", "body_char_count"}
    )  # fmt: skip
    said = [result.in_words() for result in results if result.rows]
    assert "script" not in said[0]
    assert f'"quote_id": {rows[0]["quote_id"]}' in said[0]


COLUMN = re.compile(r".*(_id|_count|_char|_ratio|_at|_until|_span|_to|_of|spans|id|source|kind|place|pubstatus)$")


@pytest.mark.parametrize("file", sorted((SQL_DIR / "checks").glob("*.sql")), ids=lambda file: file.stem)
def test_checks_select_keys_and_numbers_only(db: "Database", file: "Path") -> None:
    execute(db, "report/create_checked")
    with db.cursor() as cursor:
        cursor.execute(file.read_text(encoding="utf-8"))
        assert [column.name for column in cursor.description or () if not COLUMN.match(column.name)] == []


def test_an_embargoed_story_in_the_reports_would_be_found(good: "Wire") -> None:
    good.article("later", embargoed_until=datetime.now(UTC) + timedelta(days=1))
    assert found(good) == {}
    with good.db.cursor() as cursor:
        cursor.execute("SELECT pg_get_viewdef('report.visible_article'::regclass)")
        (definition,) = cursor.fetchone() or ("",)
        careless = definition.replace("version.embargoed_until <= now()", "TRUE")
        assert careless != definition
        cursor.execute(f"CREATE OR REPLACE VIEW report.visible_article AS {careless}")
    assert found(good) == {"embargo_hidden": 1}
