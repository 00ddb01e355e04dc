"""Written times to instants."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswire.acquire.times import note_unread, parse_instant


@pytest.mark.parametrize(
    ("text", "zone", "expected"),
    [
        ("2026-11-12T07:00:00Z", "Europe/Prague", datetime(2026, 11, 12, 7, tzinfo=UTC)),
        ("20261112T070000Z", "UTC", datetime(2026, 11, 12, 7, tzinfo=UTC)),
        ("  2026-11-12 07:00  ", "Europe/Prague", datetime(2026, 11, 12, 6, tzinfo=UTC)),
        ("2026-07-12 07:00", "Europe/Prague", datetime(2026, 7, 12, 5, tzinfo=UTC)),
        ("Thu, 12 Nov 2026 07:00:00 -0000", "America/New_York", datetime(2026, 11, 12, 12, tzinfo=UTC)),
        ("2026-11-12T23:30:00-05:00", "UTC", datetime(2026, 11, 13, 4, 30, tzinfo=UTC)),
        ("2026/6/29", "UTC", datetime(2026, 6, 29, tzinfo=UTC)),
        ("12.11.2026, 07:00", "Europe/Prague", datetime(2026, 11, 12, 6, tzinfo=UTC)),
        ("November 12, 2026 7:00 PM EST", "UTC", datetime(2026, 11, 13, tzinfo=UTC)),
        ("Thursday 12 November 2026 at 07:00", "UTC", datetime(2026, 11, 12, 7, tzinfo=UTC)),
        ("jeudi 12 novembre 2026 07h00", "Europe/Paris", datetime(2026, 11, 12, 6, tzinfo=UTC)),
        ("12 de noviembre de 2026", "UTC", datetime(2026, 11, 12, tzinfo=UTC)),
        ("1794466800", "Europe/Prague", datetime(2026, 11, 12, 7, tzinfo=UTC)),
        ("2026-10-25T02:30:00", "Europe/Prague", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # the first of two
        ("Чт, 12 ноя 2026 07:00:00 +0300", "UTC", datetime(2026, 11, 12, 4, tzinfo=UTC)),
        ("12 września 2026 r., 07:15", "UTC", datetime(2026, 9, 12, 7, 15, tzinfo=UTC)),
        ("2026年11月12日 07:00", "Asia/Tokyo", datetime(2026, 11, 11, 22, tzinfo=UTC)),
        ("12-Nov-2026 07:00 JST", "UTC", datetime(2026, 11, 11, 22, tzinfo=UTC)),
        ("Thu, 12 Nov 2026 07:00:00 Europe/Paris", "UTC", datetime(2026, 11, 12, 6, tzinfo=UTC)),
        ("Thu, 12 Nov 2026 07:00:00 UTC+5:30", "UTC", datetime(2026, 11, 12, 1, 30, tzinfo=UTC)),
        ("Thu, 12 Nov 2026 24:00:00 GMT", "UTC", datetime(2026, 11, 13, tzinfo=UTC)),
    ],
)
def test_a_time_is_an_instant_in_utc(text: str, zone: str, expected: datetime) -> None:
    assert parse_instant(text, zone) == expected


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "  ",
        "yesterday",
        "0000-00-00",
        "1970-01-01T00:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "2026-13-01",
        "7/8/2026",
        "November 12, 2026 7:00 PM ABC",
        "November 12, 2026 17:00 PM",
        "31.2.2026",
        "Thu, 99 Nov 2026 07:00:00 GMT",
        "9999-12-31T23:59:59-14:00",
        "9" * 5000,
        "Mon, " * 5000,
    ],
)
def test_what_can_be_no_time_of_publication_is_none(text: str | None) -> None:
    assert parse_instant(text, "Europe/Prague") is None


@given(text=st.text(max_size=60) | st.from_regex(r"[0-9:TZ+. -]{1,30}", fullmatch=True))
def test_any_text_is_an_instant_of_our_days_or_none(text: str) -> None:
    found = parse_instant(text, "Asia/Kathmandu")
    assert found is None or (found.tzinfo is UTC and found.year >= 1979)


@given(at=st.datetimes(datetime(1981, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_an_instant_survives_its_own_iso_form(at: datetime) -> None:
    assert parse_instant(at.isoformat()) == at


def test_only_a_stated_time_that_was_not_understood_is_noted() -> None:
    assert note_unread("published", " soon ", None) == ("published: not a time: 'soon'",)
    assert note_unread("published", "  ", None) == note_unread("published", None, None) == ()
    assert len(note_unread("published", "x" * 9000, None)[0]) < 100
