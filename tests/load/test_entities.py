"""Which entity a name counts under: people apart by their field, and the desk's word, obeyed at once."""

import hashlib
import itertools
from collections.abc import Callable
from typing import Any

import pytest

from newswire.load.annotations import add_annotations
from newswire.load.stories import load_stories

ANNOTATOR = "test-1"
SHOWN = "SELECT entity, count(*) FROM report.mention GROUP BY entity_id, entity ORDER BY entity"
SPEAKERS = "SELECT speaker FROM report.quote ORDER BY speaker"


@pytest.fixture
def tell(db, add_version) -> Callable[..., None]:
    """Return a function that loads one story in which a person, known by a field or not, says something."""

    def tell_(
        number: int,
        name: str,
        field: str | None = None,
        *,
        written: str | None = None,
        ids: dict[str, str] | None = None,
    ) -> None:
        body = f"{written or name} spoke for the {number}. time."
        end = len(written or name)
        person: dict[str, Any] = {
            "start_char": 0, "end_char": end, "text": body[:end], "label": "PERSON", "canonical": name,
            "ids": ids or {}, "role": None, "field": field,
        }  # fmt: skip
        quote = {
            "spans": [[end + 1, end + 6]], "text": "spoke", "kind": "indirect", "cue": None, "confidence": 0.5,
            "speaker": {"start_char": 0, "end_char": end, "text": body[:end], "canonical": name, "kind": "named"},
            "addressee": None,
        }  # fmt: skip
        document = {"entities": [person], "quotes": [quote]}
        add_version(1, body, guid=f"story-{number}")
        add_annotations(db, ANNOTATOR, [(hashlib.sha256(body.encode()).digest(), document)])
        load_stories(db, annotator_version=ANNOTATOR, after_story_id=0, batch_size=10)

    return tell_


@pytest.fixture
def override(db) -> Callable[..., None]:
    """Return a function that writes a row of news.entity_override."""

    def write(kind: str, canonical: str, target: str, alias: str | None = None) -> None:
        with db.cursor() as cursor:
            cursor.execute(
                "INSERT INTO news.entity_override (kind, label, canonical, alias, target, target_label, reason)"
                " VALUES (%s, 'PERSON', %s, %s, %s, 'PERSON', 'test')",
                (kind, canonical, alias, target),
            )

    return write


@pytest.mark.parametrize("order", list(itertools.permutations([(1, "sport"), (2, None), (3, "public")])))
def test_people_of_one_name_are_apart_when_their_fields_contradict_in_any_order(tell, rows, order) -> None:
    for number, field in order:
        tell(number, "Tim Vale", field)
    assert rows(SHOWN) == [("Tim Vale", 1), ("Tim Vale (public)", 1), ("Tim Vale (sport)", 1)]
    assert rows(SPEAKERS) == [("Tim Vale",), ("Tim Vale (public)",), ("Tim Vale (sport)",)]


@pytest.mark.parametrize("order", list(itertools.permutations([(1, "sport"), (2, None), (3, "sport")])))
def test_a_person_without_a_stated_role_is_the_one_of_that_name(tell, rows, order) -> None:
    for number, field in order:
        tell(number, "Tim Vale", field)
    assert rows(SHOWN) == [("Tim Vale", 3)]


LISTS = ({}, {"wikidata": "Q1"}, {"iso": "XX", "wikidata": "Q1"})


@pytest.mark.parametrize("order", list(itertools.permutations(LISTS)))
def test_the_larger_list_of_identifiers_stays_in_any_order(tell, rows, order) -> None:
    for number, ids in enumerate(order):
        tell(number, "Tim Vale", ids=ids)
    assert rows("SELECT DISTINCT ids FROM news.entity") == [(LISTS[2],)]


@pytest.mark.parametrize("is_first", [True, False])
def test_a_merge_is_obeyed_at_once_and_by_what_comes_later(tell, override, rows, is_first) -> None:
    if is_first:
        override("merge", "Timothy Vale", "Tim Vale")
    tell(1, "Timothy Vale")
    tell(2, "Tim Vale")
    if not is_first:
        override("merge", "Timothy Vale", "Tim Vale")
    tell(3, "Timothy Vale", "public")
    assert rows(SHOWN) == [("Tim Vale", 3)]
    assert rows(SPEAKERS) == [("Tim Vale",)] * 3


def test_merges_are_followed_and_a_circle_of_them_loses_nothing(tell, override, rows) -> None:
    for number, name in enumerate(("Tim Vale", "Timothy Vale", "T. Vale")):
        tell(number, name)
    override("merge", "T. Vale", "Timothy Vale")
    override("merge", "Timothy Vale", "Tim Vale")
    assert rows(SHOWN) == [("Tim Vale", 3)]
    override("merge", "Tim Vale", "T. Vale")
    assert sum(count for _name, count in rows(SHOWN)) == 3


def test_a_renamed_entity_is_shown_by_its_new_name_and_again_by_its_own_when_the_desk_takes_that_back(
    db, tell, override, rows
) -> None:
    tell(1, "Tim Vale")
    override("rename", "Tim Vale", "Sir Tim Vale")
    assert rows(SHOWN) == [("Sir Tim Vale", 1)]
    with db.cursor() as cursor:
        cursor.execute("DELETE FROM news.entity_override")
    assert rows(SHOWN) == [("Tim Vale", 1)]


@pytest.mark.parametrize("is_first", [True, False])
def test_a_split_gives_one_way_of_writing_to_another_person(tell, override, rows, is_first) -> None:
    if is_first:
        override("split", "Tim Vale", "Thomas Vale", "Vale")
    tell(1, "Tim Vale")
    tell(2, "Tim Vale", written="Vale")
    if not is_first:
        override("split", "Tim Vale", "Thomas Vale", "Vale")
    assert rows(SHOWN) == [("Thomas Vale", 1), ("Tim Vale", 1)]
    assert rows(SPEAKERS) == [("Thomas Vale",), ("Tim Vale",)]
