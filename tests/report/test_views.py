"""What the public views show, and what they never show."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .conftest import Wire

BODY = '"The bridge will open in May," Ada Brook said.'
WORDS = "The bridge will open in May"
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_a_corrected_storys_old_quotes_leave_the_reports(wire: "Wire") -> None:
    old = wire.article("bridge", body=BODY)
    wire.quote(old, WORDS)
    new = wire.article("bridge", version=7, body=BODY.replace("May", "June"))
    wire.quote(new, "The bridge will open in June")
    assert wire.rows("SELECT quote, speaker FROM report.quote") == [("The bridge will open in June", "Ada Brook")]
    assert wire.rows("SELECT article_id, version, version_count FROM report.article") == [(new, 7, 2)]
    assert wire.rows("SELECT version, is_current, is_shown FROM report.story_version ORDER BY version") == [
        (1, False, False),
        (7, True, True),
    ]


def test_a_killed_storys_article_quotes_and_names_disappear(wire: "Wire") -> None:
    article = wire.article("bridge", body=BODY)
    wire.quote(article, WORDS)
    wire.mention(article, "Ada Brook")
    wire.version("bridge", version=8, pubstatus="canceled", body="")
    for view in ("article", "quote", "entity_day", "visible_article"):
        assert wire.rows(f"SELECT * FROM report.{view}") == [], view
    assert wire.rows("SELECT pubstatus, is_current, is_shown FROM report.story_version WHERE version = 8") == [
        ("canceled", True, False)
    ]


def test_an_embargoed_story_is_hidden_until_its_hour(wire: "Wire") -> None:
    now = datetime.now(UTC)
    wire.article("later", embargoed_until=now + timedelta(hours=1))
    free = wire.article("free", embargoed_until=now - timedelta(hours=1))
    assert wire.rows("SELECT article_id FROM report.article") == [(free,)]


def test_a_copy_is_counted_and_its_quotes_are_marked_as_repeated(wire: "Wire") -> None:
    original = wire.article("bridge", body=BODY)
    copy = wire.article("taken-over", source="harbour", body=BODY + " More.")
    other = wire.article("alike", source="harbour", body=BODY)
    wire.copy(copy, original)
    for article in (original, copy, other):
        wire.quote(article, WORDS)
    assert wire.rows("SELECT article_id, is_copy, copy_of, copy_count FROM report.article ORDER BY 1") == [
        (original, False, None, 1),
        (copy, True, original, 1),
        (other, False, None, 0),
    ]
    assert wire.rows("SELECT article_id, is_repeated FROM report.quote ORDER BY 1") == [
        (original, False),
        (copy, True),
        (other, False),
    ]


def test_when_the_original_is_killed_its_copy_takes_its_place(wire: "Wire") -> None:
    original = wire.article("bridge", body=BODY)
    copy = wire.article("taken-over", source="harbour", body=BODY)
    wire.copy(copy, original)
    wire.quote(original, WORDS)
    wire.quote(copy, WORDS)
    wire.version("bridge", version=2, pubstatus="withheld", body="")
    assert wire.rows("SELECT article_id, is_copy, copy_count FROM report.article") == [(copy, False, 0)]
    assert wire.rows("SELECT article_id, is_repeated FROM report.quote") == [(copy, False)]


def test_names_are_counted_by_day_and_dates_are_not_names(wire: "Wire") -> None:
    first = wire.article("bridge", body=BODY)
    copy = wire.article("taken-over", source="harbour", body=BODY)
    late = wire.article("undated", body="Ada Brook came on Monday.", published_at=NOON - timedelta(days=3))
    wire.copy(copy, first)
    inside, *_ = (wire.mention(article, "Ada Brook") for article in (first, copy, late))
    wire.mention(late, "Monday", label="DATE")
    quote = wire.quote(first, '"The bridge will open in May," Ada Brook')
    wire.one("INSERT INTO news.quote_mention VALUES (%s, %s, %s) RETURNING quote_id", quote, inside, first)
    assert wire.rows(
        "SELECT entity, label, day::text, mention_count, article_count, story_count, quoted_mention_count"
        " FROM report.entity_day ORDER BY day"
    ) == [
        ("Ada Brook", "PERSON", "2026-11-17", 1, 1, 1, 0),
        ("Ada Brook", "PERSON", "2026-11-20", 2, 2, 1, 1),
    ]


def test_an_undated_article_has_the_day_on_which_it_was_received(wire: "Wire") -> None:
    wire.article("undated", published_at=None)
    assert wire.rows("SELECT published_at, dated_at FROM report.article") == [(None, NOON)]


def test_a_source_needs_a_person_after_three_failures_in_a_row_or_one_misread(wire: "Wire") -> None:
    for hour, outcome in enumerate(["unreachable", "new", "unreachable", "unreachable", "unreachable"]):
        wire.poll("dead", outcome, NOON + timedelta(hours=hour), new_count=int(outcome == "new"), detail="no route")
    wire.poll("flaky", "unreachable")
    wire.poll("changed", "failed", detail="no longer a feed")
    wire.source("off", is_enabled=False)
    wire.poll("off", "failed")
    assert wire.rows(
        "SELECT source, last_outcome, consecutive_failure_count, needs_attention"
        " FROM report.source_health ORDER BY source"
    ) == [
        ("changed", "failed", 1, True),
        ("dead", "unreachable", 3, True),
        ("flaky", "unreachable", 1, False),
        ("off", "failed", 1, False),
    ]
    assert wire.rows("SELECT last_new_at, last_success_at FROM report.source_health WHERE source = 'dead'") == [
        (NOON + timedelta(hours=1), NOON + timedelta(hours=1))
    ]


def test_a_run_says_what_it_rejected_and_which_sources_it_could_not_read(wire: "Wire") -> None:
    wire.poll("dead", "unreachable")
    wire.poll("good", "new", new_count=2)
    wire.reject("good", "http://x/1", "empty_body", "nothing there")
    wire.reject("good", "http://x/2", "empty_body", "nothing there")
    wire.reject("good", "http://x/3", "too_large", "20 MB")
    wire.count("articles_read", 4)
    assert wire.rows(
        "SELECT articles_read, rows_added, rejections_by_reason, unread_sources FROM report.run_summary"
    ) == [(4, 0, {"empty_body": 2, "too_large": 1}, ["dead"])]
    assert wire.rows("SELECT source, reason, seen_count FROM report.rejection ORDER BY reference")[2] == (
        "good",
        "too_large",
        1,
    )
