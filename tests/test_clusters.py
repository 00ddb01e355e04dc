"""Stored articles are put into clusters as they arrive, in whatever order."""

import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from newswire.clean.duplicates import STOP_KEY_COUNT
from newswire.clusters import WINDOW_DAYS, AssignedClusters, assign_clusters
from newswire.connections import connect
from newswire.db import Database

DAY = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
STORY = (
    "The harbour's old ferry sank on Monday with 140 people on board, and fishermen saved all of them, Ada Brook said. "
    "“We heard a noise like thunder at 7.15 a.m.,” the minister told reporters. "
    "The ferry was built in 1962 and had been repaired 3 times since 2009, at a cost of $60,000. "
    "Parliament will discuss a new bridge next week, and the opposition asked why it had not been built before."
)
COPY = STORY.lower().replace("'", " ").replace(", ", " , ")
PART = STORY[: STORY.index("The ferry was built")]
OTHER = (
    "Wheat prices fell for a third day as rain reached the southern plains, and traders expect the harvest to be "
    "larger than last year's, when drought and a strike at the railways kept a quarter of the crop from the ports."
)


@pytest.fixture
def add_article(add_version, rows) -> Callable[..., int]:
    """Return a function that loads one article and gives its id; each is a story of its own unless a guid is given."""

    def add(body: str, *, day: float | None = 0, version: int = 1, **fields: Any) -> int:
        number = rows("SELECT count(*) FROM news.article")[0][0]
        fields.setdefault("guid", f"tag:desk.example,2026:{number}")
        published_at = None if day is None else DAY + timedelta(days=day)
        add_version(version, body, published_at=published_at, **fields)
        return rows("SELECT max(article_id) FROM news.article")[0][0]

    return add


@pytest.fixture
def members(rows) -> Callable[[], dict[int, tuple[Any, ...]]]:
    """Return a function that gives cluster, origin and relation of each article."""

    def fetch() -> dict[int, tuple[Any, ...]]:
        query = "SELECT article_id, cluster_id, duplicate_of, relation FROM news.cluster_member"
        return {row[0]: row[1:] for row in rows(query)}

    return fetch


def test_copies_join_the_cluster_of_the_earliest(db: Database, add_article, members) -> None:
    part, story, copy, other = (
        add_article(PART, day=1), add_article(STORY), add_article(COPY, day=2), add_article(OTHER)
    )  # fmt: skip
    assert assign_clusters(db, [part, story, copy, other]).duplicates == 2
    assert members() == {
        part: (part, story, "contained"),
        story: (part, None, None),
        copy: (part, story, "exact"),
        other: (other, None, None),
    }


@pytest.mark.parametrize("order", list(permutations(range(4))), ids=str)
def test_the_order_in_which_loaders_come_changes_nothing(db: Database, add_article, members, order) -> None:
    ids = [add_article(PART, day=1), add_article(STORY), add_article(COPY, day=2), add_article(OTHER)]
    for number in order:
        assign_clusters(db, [ids[number]])
    part, story, copy, other = ids
    assert members() == {
        part: (part, story, "contained"),
        story: (part, None, None),
        copy: (part, story, "exact"),
        other: (other, None, None),
    }


def test_every_cluster_is_named_once_and_merged_ones_are_forgotten(db: Database, add_article, rows) -> None:
    half = len(STORY) // 2
    first, second, whole = add_article(STORY[:half]), add_article(STORY[half:]), add_article(STORY, day=1)
    assign_clusters(db, [first, second])
    assert rows("SELECT cluster_id FROM news.cluster ORDER BY 1") == [(first,), (second,)]
    assign_clusters(db, [whole])
    assert rows("SELECT cluster_id FROM news.cluster") == [(first,)]
    assert rows("SELECT DISTINCT cluster_id FROM news.cluster_member") == [(first,)]


def test_a_second_run_adds_nothing(db: Database, add_article, members, rows) -> None:
    ids = [add_article(STORY), add_article(COPY, day=1)]
    assert assign_clusters(db, ids).rows > 0
    before = members(), rows("SELECT key, article_id FROM news.fingerprint ORDER BY 1, 2")
    assert assign_clusters(db, ids) == AssignedClusters(duplicates=0, rows=0)
    assert (members(), rows("SELECT key, article_id FROM news.fingerprint ORDER BY 1, 2")) == before
    assert assign_clusters(db, []) == AssignedClusters(duplicates=0, rows=0)


def test_the_added_rows_are_counted(db: Database, add_article, rows) -> None:
    ids = [add_article(STORY), add_article(COPY, day=1), add_article(OTHER)]
    added = assign_clusters(db, ids).rows
    tables = ("news.fingerprint", "news.cluster", "news.cluster_member")
    assert added == sum(rows(f"SELECT count(*) FROM {table}")[0][0] for table in tables)


def test_versions_of_a_story_are_one_cluster_whatever_they_say_and_whenever(db: Database, add_article, members) -> None:
    first = add_article(STORY, guid="tag:desk.example,2026:x")
    second = add_article(OTHER, guid="tag:desk.example,2026:x", version=2, day=WINDOW_DAYS * 3)
    assert assign_clusters(db, [first]).duplicates == 0
    assert assign_clusters(db, [second]).duplicates == 0
    assert members() == {first: (first, None, None), second: (first, first, "update")}


@pytest.mark.parametrize("body", [COPY, PART], ids=["exact", "contained"])
def test_an_old_text_is_no_copy_and_an_undated_one_is(db: Database, add_article, members, body: str) -> None:
    story = add_article(STORY)
    late, undated = add_article(body, day=WINDOW_DAYS + 1), add_article(body, day=None)
    assign_clusters(db, [story, late])
    assert members()[late][0] == late
    assign_clusters(db, [undated])
    assert {cluster_id for cluster_id, *_ in members().values()} == {story}


def test_a_text_that_very_many_print_still_finds_its_truncated_copy(db: Database, add_article, members) -> None:
    ids = [add_article(STORY) for _ in range(STOP_KEY_COUNT + 5)]
    assign_clusters(db, ids[:40])
    assign_clusters(db, ids[40:])
    part = add_article(PART, day=1)
    assert assign_clusters(db, [part]).duplicates == 1
    assert {cluster_id for cluster_id, *_ in members().values()} == {ids[0]}


def test_an_earlier_article_that_arrives_late_becomes_the_origin(db: Database, add_article, members, rows) -> None:
    story, copy = add_article(STORY, day=1), add_article(COPY, day=2)
    assign_clusters(db, [story, copy])
    early = add_article(PART, day=0)
    assert assign_clusters(db, [early]).duplicates == 1
    assert members() == {
        story: (story, early, "contained"), copy: (story, early, "contained"), early: (story, None, None)
    }  # fmt: skip
    assert rows("SELECT similarity FROM news.cluster_member WHERE article_id = %s", early) == [(1.0,)]


def test_a_second_loader_waits_for_the_first(database_dsn: Callable[[], str]) -> None:
    dsn = database_dsn()
    with closing(connect(dsn)) as first, closing(connect(dsn)) as second:
        assign_clusters(first, [])
        done = threading.Event()

        def run() -> None:
            assign_clusters(second, [])
            done.set()

        thread = threading.Thread(target=run)
        thread.start()
        assert not done.wait(0.3)
        first.rollback()
        thread.join(timeout=30)
        assert done.is_set()
        second.rollback()
