"""Stored articles are put into clusters as they arrive, in whatever order."""

import random
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from newswire.clean.duplicates import SHARED_KEYS_RATIO, STOP_KEY_COUNT, is_candidate
from newswire.clean.fingerprints import KEY_COUNT, KEY_WORDS, fingerprint
from newswire.clusters import AssignedClusters, assign_clusters
from newswire.connections import connect
from newswire.db import Database, fetch_rows
from newswire.records import Signal
from newswire.settings import duplicate_window_days

DAY = datetime(2026, 9, 20, 6, 0, tzinfo=UTC)
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
        return rows("SELECT article_id FROM news.article ORDER BY mod(article_id, 10000000000) DESC LIMIT 1")[0][0]

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


def test_what_is_one_story_is_annotated_by_one_task(db: Database, add_article, rows) -> None:
    bodies = [OTHER, STORY, COPY + " The end.", PART, f"{OTHER} More was told."]
    assign_clusters(db, [add_article(body) for body in bodies])
    asked = {"story_ids": [row[0] for row in rows("SELECT story_id FROM news.story")], "annotator_version": "test-1"}
    slices = [
        [
            row["body"]
            for row in fetch_rows(db, "enrich/find_waiting_texts", {**asked, "slice_number": number, "slice_count": 3})
        ]
        for number in range(3)
    ]
    assert sorted(body for found in slices for body in found) == sorted(bodies)
    assert [bodies[0], bodies[4]] in slices
    assert bodies[1:4] in slices


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
    second = add_article(OTHER, guid="tag:desk.example,2026:x", version=2, day=duplicate_window_days() * 3)
    assert assign_clusters(db, [first]).duplicates == 0
    assert assign_clusters(db, [second]).duplicates == 0
    assert members() == {first: (first, None, None), second: (first, first, "update")}


@pytest.mark.parametrize("body", [COPY, PART], ids=["exact", "contained"])
def test_an_old_text_is_no_copy_and_an_undated_one_is(db: Database, add_article, members, body: str) -> None:
    story = add_article(STORY)
    late, undated = add_article(body, day=duplicate_window_days() + 1), add_article(body, day=None)
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


def test_texts_are_compared_that_share_enough_keys_for_their_lengths(db: Database, add_article) -> None:
    chance = random.Random(3)

    def words(count: int) -> list[str]:
        return ["".join(chance.choices("abcdefghij", k=6)) for _ in range(count)]

    story = words(400)
    places = range(len(story) - KEY_WORDS + 1)
    smallest = min(places, key=lambda place: fingerprint(" ".join(story[place : place + KEY_WORDS])).keys[0] % 2**64)
    phrase = story[smallest : smallest + KEY_WORDS]
    as_long, brief = [*phrase, *words(395)], [*phrase, *words(150)]
    ids = [add_article(" ".join(text)) for text in (story, as_long, brief)]
    assign_clusters(db, ids)
    held = [(key, ids[0]) for key in fingerprint(" ".join(story)).keys]
    asked = {
        "keys": [key for key, _ in held], "article_ids": [article_id for _, article_id in held], "window_days": 14,
        "stop_key_count": STOP_KEY_COUNT, "shared_keys_ratio": SHARED_KEYS_RATIO,
    }  # fmt: skip
    found = {row["other_id"] for row in fetch_rows(db, "load/find_fingerprint_candidates", asked)}
    assert found == {ids[2]}
    prints = [fingerprint(" ".join(text)) for text in (story, as_long, brief)]
    assert [len({*prints[0].keys} & {*other.keys}) for other in prints[1:]] == [1, 1]
    assert [is_candidate(prints[0], other, KEY_COUNT, 1) for other in prints[1:]] == [False, True]


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


def override(db: Database, kind: str, left: str, right: str) -> None:
    """Write the desk's word on two stories of the test's source."""
    with db.cursor() as cursor:
        cursor.execute(
            "INSERT INTO news.cluster_override (kind, left_source, left_guid, right_source, right_guid, reason)"
            " SELECT %s, name, least(%s, %s), name, greatest(%s, %s), 'test' FROM news.source",
            (kind, left, right, left, right),
        )


def unclustered(rows) -> list[int]:
    return [
        row[0]
        for row in rows(
            "SELECT article_id FROM news.article WHERE article_id NOT IN (SELECT article_id FROM news.cluster_member)"
            " ORDER BY article_id"
        )
    ]


def clusters_of(members) -> set[frozenset[int]]:
    groups: dict[int, set[int]] = {}
    for article_id, (cluster_id, *_rest) in members().items():
        groups.setdefault(cluster_id, set()).add(article_id)
    return {frozenset(group) for group in groups.values()}


@pytest.mark.parametrize("is_first", [True, False])
def test_a_pin_makes_two_texts_one_story_for_ever(db: Database, add_article, members, rows, is_first: bool) -> None:
    story, other = add_article(STORY, guid="a"), add_article(OTHER, guid="b", day=1)
    if is_first:
        override(db, "pin", "b", "a")
    assign_clusters(db, [story, other])
    if not is_first:
        override(db, "pin", "a", "b")
        assign_clusters(db, unclustered(rows))
    assert clusters_of(members) == {frozenset({story, other})}
    assert rows("SELECT basis FROM news.cluster_member WHERE duplicate_of IS NOT NULL") == [("desk",)]
    copy = add_article(COPY, guid="c", day=2)
    assign_clusters(db, [copy])
    assert clusters_of(members) == {frozenset({story, other, copy})}


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_split_stories_stay_apart_and_a_third_joins_the_nearer_in_whatever_order(
    db: Database, add_article, members, order: tuple[int, ...]
) -> None:
    texts = [("a", STORY), ("b", f"{PART} Nobody was hurt, the harbourmaster said."), ("c", COPY)]
    ids: dict[str, int] = {}
    for number in order:
        guid, body = texts[number]
        ids[guid] = add_article(body, guid=guid, day=number)
        if len(ids) == 2:
            override(db, "split", "a", "b")
    assign_clusters(db, sorted(ids.values()))
    assert clusters_of(members) == {frozenset({ids["a"], ids["c"]}), frozenset({ids["b"]})}


def test_a_split_that_is_taken_back_leaves_what_the_texts_say(db: Database, add_article, members, rows) -> None:
    story, copy = add_article(STORY, guid="a"), add_article(COPY, guid="b")
    override(db, "split", "a", "b")
    assign_clusters(db, [story, copy])
    assert len(clusters_of(members)) == 2
    with db.cursor() as cursor:
        cursor.execute("DELETE FROM news.cluster_override")
    assign_clusters(db, unclustered(rows))
    assert clusters_of(members) == {frozenset({story, copy})}


def test_a_copy_says_why_it_is_one(db: Database, add_article, rows) -> None:
    assign_clusters(db, [add_article(STORY), add_article(PART, day=1)])
    ((kept, own, numbers, sentences, basis),) = rows(
        "SELECT kept_ratio, own_ratio, numbers_ratio, shared_sentence_count, basis FROM news.cluster_member"
        " WHERE duplicate_of IS NOT NULL"
    )
    assert 0.4 < kept < 0.6
    assert (own, numbers, sentences, basis) == (1.0, 1.0, 2, "text")


def test_an_update_with_other_figures_is_known_by_its_slug_tag_on_the_same_day_alone(
    db: Database, add_article, members
) -> None:
    later = STORY.replace("140", "163").replace("7.15", "7.40").replace("1962", "1958").replace("$60,000", "$95,000")
    first = add_article(STORY, headline="Ferry sinks off Port Ambry")
    update = add_article(later, day=0.3, headline="UPDATE 1-Ferry sinks off Port Ambry")
    other = STORY.replace("140", "77").replace("7.15", "6.10").replace("1962", "1991").replace("$60,000", "$11,000")
    next_week = add_article(other, day=7, headline="UPDATE 1-Ferry sinks off Port Ambry")
    assign_clusters(db, [first, update, next_week])
    assert members()[update][1:] == (first, "update")
    assert members()[next_week][1:] == (None, None)


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_it_is_known_which_copies_a_correction_has_reached(db: Database, add_article, rows, order) -> None:
    corrected = STORY.replace("built in 1962", "built in 1926")
    texts = [
        {"body": STORY, "guid": "a"},
        {"body": corrected, "guid": "a", "version": 2, "day": 0.1, "signals": (Signal.CORRECTION,)},
        {"body": COPY, "guid": "b", "day": 0.2},
        {"body": PART, "guid": "c", "day": 0.3},
    ]
    ids: dict[int, int] = {}
    for number in order:
        ids[number] = add_article(**texts[number])
        assign_clusters(db, [ids[number]])
    assert rows("SELECT article_id, correction_id, has_reached FROM news.correction_reach") == [(ids[2], ids[1], False)]
    fixed = add_article(corrected.lower(), guid="b", version=2, day=0.4)
    assign_clusters(db, [fixed])
    assert (fixed, ids[1], True) in rows("SELECT article_id, correction_id, has_reached FROM news.correction_reach")
