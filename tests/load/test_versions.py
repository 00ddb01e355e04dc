"""Parsed versions become rows."""

from datetime import UTC, datetime

from newswire.counts import Measure
from newswire.records import Place, PlaceRole, Signal, Subject


def test_a_version_is_loaded_once(add_version, rows) -> None:
    first = add_version(1, "The ferry sank.")
    again = add_version(1, "The ferry sank.")
    assert (first[Measure.VERSIONS_ADDED], first[Measure.ARTICLES_ADDED]) == (1, 1)
    assert (again[Measure.VERSIONS_ADDED], again[Measure.ROWS_ADDED]) == (0, 0)
    assert rows("SELECT count(*) FROM news.article") == [(1,)]


def test_other_words_under_the_same_version_number_are_kept_too(add_version, rows) -> None:
    add_version(1, "The ferry sank.")
    add_version(1, "The ferry did not sink.")
    assert rows("SELECT count(*) FROM news.story_version") == [(2,)]


def test_a_kill_without_a_body_is_a_version_without_an_article(add_version, rows) -> None:
    from tests.versions import KILL

    counts = add_version(2, "", **KILL)
    assert (counts[Measure.VERSIONS_ADDED], counts[Measure.ARTICLES_ADDED]) == (1, 0)
    assert rows("SELECT pubstatus FROM news.story_version") == [("canceled",)]


def test_fields_arrive_as_they_were_said(add_version, rows) -> None:
    add_version(
        20261112070000,
        "The ferry sank.",
        signals=(Signal.UPDATE, Signal.CORRECTION),
        subjects=(Subject(scheme="medtop", code="16000000", name='war, "conflict"'),),
        headline='Ferry "sank", minister\'s aide says\n',
        published_at=datetime(2026, 11, 12, 7, tzinfo=UTC),
        urgency=3,
    )
    assert rows("SELECT version, signals, headline, published_at, urgency FROM news.story_version") == [
        (
            20261112070000,
            ["update", "correction"],
            'Ferry "sank", minister\'s aide says\n',
            datetime(2026, 11, 12, 7, tzinfo=UTC),
            3,
        )
    ]
    assert rows("SELECT scheme, code, name FROM news.subject") == [("medtop", "16000000", 'war, "conflict"')]


def test_what_postgres_cannot_hold_is_replaced_and_offsets_stay(add_version, rows) -> None:
    add_version(1, "a\0b \ud800 end")
    assert rows("SELECT body FROM news.story_version") == [("a\ufffdb \ufffd end",)]


def test_places_and_genres_arrive_in_their_order(add_version, rows) -> None:
    places = (
        Place(role=PlaceRole.ORIGIN, name="Port Ellen"),
        Place(role=PlaceRole.EVENT, scheme="iso3166-1a3", code="GBR"),
    )
    for _again in range(2):
        add_version(1, "The quay is shut.", places=places, genres=("Wrap", "Ports"))
    assert rows("SELECT role, name, scheme, code FROM news.place ORDER BY place_number") == [
        ("origin", "Port Ellen", None, None),
        ("event", None, "iso3166-1a3", "GBR"),
    ]
    assert rows("SELECT genres FROM news.story_version") == [(["Wrap", "Ports"],)]
