"""What the reports say of a source that no longer is what it was."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.report.conftest import NOON

from newswire.report.status import read_status

if TYPE_CHECKING:
    from .conftest import Wire


def health(wire: "Wire", columns: str) -> tuple[Any, ...]:
    [row] = wire.rows(f"SELECT {columns} FROM report.source_health")
    return row


def poll_hours(wire: "Wire", hours: Sequence[float], quiet_h: float) -> None:
    """Poll with something new at these hours, and then without for so long."""
    for hour in hours:
        wire.poll("meridian", "new", NOON + timedelta(hours=hour), new_count=3)
    wire.poll("meridian", "unchanged", NOON + timedelta(hours=max(hours) + quiet_h))


@pytest.mark.parametrize(("quiet_h", "is_quiet"), [(1, False), (23, False), (25, True), (500, True)])
def test_a_source_is_quiet_after_twice_its_longest_gap(wire: "Wire", quiet_h: float, is_quiet: bool) -> None:
    poll_hours(wire, [0, 1, 2, 14, 15, 16], quiet_h)
    assert health(wire, "longest_gap_h, is_quiet, needs_attention") == (12, is_quiet, is_quiet)
    assert read_status(wire.db).needs == (("source meridian: nothing new since 2026-11-21 04:00 UTC",) * is_quiet)


def test_what_is_usual_is_not_known_after_a_few_polls(wire: "Wire") -> None:
    poll_hours(wire, [0, 1, 2, 3, 4], 900)
    assert health(wire, "longest_gap_h, is_quiet, needs_attention") == (None, None, False)


def test_a_source_that_we_did_not_poll_is_not_quiet(wire: "Wire") -> None:
    """Time counts up to the last poll that went well: when nobody asks, nothing new is no news."""
    poll_hours(wire, [0, 1, 2, 3, 4, 5], 1)
    wire.poll("meridian", "unreachable", NOON + timedelta(days=30))
    assert health(wire, "is_quiet") == (False,)


@pytest.mark.parametrize(
    ("article_count", "is_outside"), [(0, True), (1, True), (2, False), (4, False), (6, False), (7, True)]
)
def test_a_run_outside_the_band_of_its_source_is_told(wire: "Wire", article_count: int, is_outside: bool) -> None:
    wire.source()
    wire.one("UPDATE news.source SET expected_articles = 4, tolerance = 0.5 RETURNING source_id")
    for number in range(article_count):
        wire.article(f"story-{number}", body=f"Talks began on day {number}.")
    wire.poll("meridian", "new" if article_count else "unchanged", new_count=article_count)
    assert health(wire, "last_run_article_count, is_outside_band") == (None, None), "the run goes on"
    wire.one("UPDATE news.run SET finished_at = started_at RETURNING run_id")
    assert health(wire, "last_run_article_count, is_outside_band") == (article_count, is_outside)
    assert read_status(wire.db).needs == ((f"source meridian: {article_count} articles, expected 4",) * is_outside)


def test_a_run_that_could_not_read_the_source_says_nothing_of_its_band(wire: "Wire") -> None:
    wire.source()
    wire.one("UPDATE news.source SET expected_articles = 4, tolerance = 0.5 RETURNING source_id")
    wire.one("UPDATE news.run SET finished_at = started_at RETURNING run_id")
    wire.poll("meridian", "unreachable")
    assert health(wire, "is_outside_band, needs_attention") == (None, False)


def test_a_changed_layout_shows_in_the_quality_of_its_day(wire: "Wire") -> None:
    for number, ratio in enumerate([0.8, 0.6, 0.7]):
        page(wire, f"good-{number}", ratio=ratio)
    for number in range(3):
        page(wire, f"bad-{number}", ratio=0.05 if number else None, days=1, is_dated=False)
    wire.article("wire-1")
    wire.reject("meridian", "http://x/1", "broken_extraction", "3 words")
    wire.reject("meridian", "http://x/2", "broken_extraction", "4 words")
    wire.reject("meridian", "http://x/3", "page_gone", "410")
    wire.reject("silent", "http://y/1", "page_gone", "410")
    columns = "source, day::text, article_count, page_count, page_text_count, feed_text_count, rejections_by_reason"
    assert wire.rows(f"SELECT {columns} FROM report.source_quality ORDER BY source, day") == [
        ("meridian", "2026-11-20", 4, 3, 3, 0, {"broken_extraction": 2, "page_gone": 1}),
        ("meridian", "2026-11-21", 3, 3, 2, 1, {}),
        ("silent", "2026-11-20", 0, 0, 0, 0, {"page_gone": 1}),
    ]
    assert wire.rows(
        "SELECT round(median_kept_text_ratio::numeric, 2)::float, undated_ratio, rejection_count"
        " FROM report.source_quality ORDER BY source, day"
    ) == [(0.7, 0.0, 3), (0.05, 1.0, 0), (None, None, 1)]


def page(wire: "Wire", guid: str, *, ratio: float | None, days: int = 0, is_dated: bool = True) -> None:
    """Add a page of which this share became the text; None: the text is the feed's."""
    version_id, _article_id = wire.version(guid, body=f"Of {guid}.", published_at=NOON if is_dated else None)
    wire.one(
        "UPDATE news.story_version SET source_format = 'html', kept_text_ratio = %s, received_at = %s"
        " WHERE story_version_id = %s RETURNING story_version_id",
        ratio, NOON + timedelta(days=days), version_id,
    )  # fmt: skip
