"""Each data check finds nothing in good data, and finds the one thing it is for."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from newswire.report.checks import run_checks
from newswire.settings import SQL_DIR

if TYPE_CHECKING:
    from .conftest import Wire

BODY = '"The bridge will open in May," Ada Brook said, "and not before." It rained.'
WORDS = "The bridge will open in May,"
MORE_WORDS = "and not before."
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
            "article_annotated",
            "UPDATE news.article SET annotator_version = NULL"
            " WHERE article_id = (SELECT min(article_id) FROM news.article)",
        ),
        (
            "current_version_is_head",
            "UPDATE news.story_current SET article_id = NULL;"
            " UPDATE news.story_current SET article_id = (SELECT max(article_id) FROM news.article)"
            " WHERE story_id = (SELECT min(story_id) FROM news.story)",
        ),
    ],
)
def test_each_check_finds_what_it_is_for(good: "Wire", name: str, damage: str) -> None:
    with good.db.cursor() as cursor:
        cursor.execute(damage)
    assert found(good) == {name: 1}


def test_a_story_that_was_killed_but_is_still_shown_is_found(good: "Wire") -> None:
    shown, _ = good.version("late kill")
    good.version("late kill", version=2, pubstatus="canceled", body="")
    with good.db.cursor() as cursor:
        cursor.execute(
            "UPDATE news.story_current SET story_version_id = %s, article_id ="
            " (SELECT article_id FROM news.article WHERE story_version_id = %s)"
            " WHERE story_id = (SELECT story_id FROM news.story_version WHERE story_version_id = %s)",
            (shown, shown, shown),
        )
    assert found(good) == {"killed_story_hidden": 1, "current_version_is_head": 1}


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
