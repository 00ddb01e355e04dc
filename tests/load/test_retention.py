"""What a source no longer keeps goes with all that hangs on it, and nothing else does."""

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from newswire.clusters import assign_clusters
from newswire.connections import connect
from newswire.db import Database
from newswire.load.retention import delete_expired_stories, delete_unmentioned_entities
from newswire.load.stories import load_stories
from tests.load.test_stories import ANNOTATOR, annotate

NOW = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
OLD = NOW - timedelta(days=100)
WORDS = (
    "Ferry sank, Mara Voss said. The harbour's old ferry went down on Monday with 140 people on board, and fishermen "
    "saved all of them. Parliament will discuss a new bridge next week, and asked why it had not been built before."
)
TABLES = (
    "story", "version_key", "story_version", "article", "mention", "quote", "quote_mention", "story_current",
    "fingerprint", "cluster", "cluster_member", "annotation", "entity", "entity_alias",
)  # fmt: skip


@pytest.fixture
def wire(db: Database, add_version, rows) -> Callable[..., None]:
    """A function that loads, settles and clusters one version; its speaker is in no other text."""

    def add(guid: str, *, speaker: str, version: int = 1, published_at: datetime = OLD, words: str = WORDS) -> None:
        body = words.replace("Mara Voss", speaker)
        add_version(version, body, guid=guid, published_at=published_at)
        annotate(db, body, speaker)
        load_stories(db, annotator_version=ANNOTATOR, after_story_id=0, batch_size=9)
        assign_clusters(db, [row[0] for row in rows("SELECT article_id FROM news.article")])

    return add


def keep(db: Database, days: int | None) -> None:
    with db.cursor() as cursor:
        cursor.execute("UPDATE news.source SET keep_days = %s", (days,))


def expire(db: Database) -> int:
    last: int | None = 0
    stories = 0
    while last is not None:
        batch = delete_expired_stories(db, now=NOW, after_story_id=last, batch_size=1)
        assign_clusters(db, batch.unclustered)
        last, stories = batch.last_story_id, stories + batch.stories
    after: int | None = 0
    while after is not None:
        after = delete_unmentioned_entities(db, after_entity_id=after, batch_size=2).last_entity_id
    return stories


def test_an_expired_story_leaves_nothing_but_the_note_that_it_was_read(db: Database, wire, rows) -> None:
    wire("tag:a", speaker="Mara Voss")
    keep(db, 99)
    assert expire(db) == 1
    assert [(table, rows(f"SELECT count(*) FROM news.{table}")[0][0]) for table in TABLES] == [
        (table, 0) for table in TABLES
    ]
    assert rows("SELECT count(*) FROM news.raw_document") == [(1,)]


@pytest.mark.parametrize("days", [None, 101])
def test_a_source_that_keeps_it_keeps_it(db: Database, wire, rows, days) -> None:
    wire("tag:a", speaker="Mara Voss")
    keep(db, days)
    assert expire(db) == 0
    assert rows("SELECT speaker FROM report.quote") == [("Mara Voss",)]


def test_a_story_lives_as_long_as_its_last_version(db: Database, wire, rows) -> None:
    wire("tag:a", speaker="Mara Voss")
    wire("tag:a", speaker="Tom Reed", version=2, published_at=NOW - timedelta(days=5))
    keep(db, 30)
    assert expire(db) == 0
    assert rows("SELECT count(*) FROM news.story_version") == [(2,)]


def test_a_copy_outlives_its_expired_original_and_heads_a_cluster_of_its_own(db: Database, wire, rows) -> None:
    wire("tag:a", speaker="Mara Voss")
    wire("tag:b", speaker="Mara Voss", published_at=OLD + timedelta(days=10))
    assert rows("SELECT guid, is_copy FROM report.article ORDER BY guid") == [("tag:a", False), ("tag:b", True)]
    keep(db, 95)
    assert expire(db) == 1
    assert rows("SELECT guid, is_copy, cluster_id = article_id FROM report.article") == [("tag:b", False, True)]
    assert rows("SELECT speaker FROM report.quote") == [("Mara Voss",)], "the annotation is shared, and stays"


def test_a_name_that_is_still_mentioned_or_that_the_desk_points_at_stays(db: Database, wire, rows) -> None:
    wire("tag:a", speaker="Mara Voss")
    wire("tag:b", speaker="Tom Reed", published_at=NOW)
    with db.cursor() as cursor:
        cursor.execute(
            "INSERT INTO news.entity_override (kind, label, canonical, target, target_label, reason)"
            " VALUES ('merge', 'PERSON', 'Tommy Reed', 'Thomas Reed', 'PERSON', 'the same')"
        )
    keep(db, 30)
    assert expire(db) == 1
    assert rows("SELECT canonical FROM news.entity ORDER BY 1") == [("Ferry",), ("Thomas Reed",), ("Tom Reed",)]


def test_a_second_call_finds_nothing(db: Database, wire) -> None:
    wire("tag:a", speaker="Mara Voss")
    keep(db, 30)
    assert expire(db) == 1
    assert expire(db) == 0


def test_retention_waits_for_a_load_that_is_at_work(shared_database_dsn: str, db: Database) -> None:
    load_stories(db, annotator_version=ANNOTATOR, after_story_id=0, batch_size=1)
    with closing(connect(shared_database_dsn)) as other:
        with other.cursor() as cursor:
            cursor.execute("SET lock_timeout = '100ms'")
        with pytest.raises(Exception, match="lock timeout"):
            delete_expired_stories(other, now=NOW, after_story_id=0, batch_size=1)
