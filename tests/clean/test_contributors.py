"""Names in bylines, sign-offs and photo credits become contributors with a role."""

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswire.acquire.parse import parse_document
from newswire.clean.clean import clean_text
from newswire.clean.contributors import find_contributors
from newswire.records import Contributor, Furniture, FurnitureKind, Role
from newswire.settings import SAMPLES_DIR

SAMPLES = tomllib.loads(Path(__file__).parents[1].joinpath("samples.toml").read_text(encoding="utf-8"))
CASES = tomllib.loads((Path(__file__).with_name("cases") / "contributors.toml").read_text(encoding="utf-8"))["case"]


def piece(text: str, kind: FurnitureKind = FurnitureKind.SIGN_OFF) -> Furniture:
    return Furniture(kind=kind, start_char=0, end_char=len(text), text=text)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_who_is_named_is_found_with_role_and_place(case: dict[str, Any]) -> None:
    found = find_contributors([piece(case["text"], FurnitureKind(case.get("kind", "sign_off")))])
    assert [[part for part in (one.name, one.role.value, one.place) if part] for one in found] == case["people"]


@pytest.mark.parametrize("case", [c for c in CASES if c.get("kind", "sign_off") == "sign_off"], ids=lambda c: c["why"])
def test_each_of_these_sign_offs_is_cut_from_a_story(case: dict[str, Any]) -> None:
    result = clean_text(f"The ferry sank on Monday.\n\n{case['text']}")
    assert result.body == "The ferry sank on Monday."
    assert [[part for part in (one.name, one.role.value, one.place) if part] for one in result.contributors] == (
        case["people"]
    )


def test_a_sign_off_adds_the_place_to_who_is_in_the_byline() -> None:
    result = clean_text("By Ada Brook\n\nThe ferry sank.\n\n(Reporting by Ada Brook in Oslo; Editing by Joan Reed)")
    assert result.contributors == (
        Contributor(name="Ada Brook", role=Role.REPORTER, place="Oslo"),
        Contributor(name="Joan Reed", role=Role.EDITOR),
    )


def test_the_documents_own_byline_counts_where_the_text_has_none() -> None:
    text = "The ferry sank."
    assert clean_text(text, byline="By Ada Brook, Harbour Courier").contributors == (
        Contributor(name="Ada Brook", role=Role.REPORTER),
    )
    assert [one.name for one in clean_text(f"By Tim Vale\n\n{text}", byline="Ada Brook").contributors] == ["Tim Vale"]


@pytest.mark.parametrize("fact", SAMPLES["credited"], ids=lambda fact: fact["file"])
def test_the_sample_wire_names_its_people(fact: dict[str, Any]) -> None:
    (item,) = parse_document((SAMPLES_DIR / fact["file"]).read_bytes(), reference=fact["file"])
    result = clean_text(item.body, byline=item.byline)
    people = [[part for part in (one.name, one.role.value, one.place) if part] for one in result.contributors]
    assert people == fact["people"]
    assert [damage.value for damage in result.damage] == fact["damage"]


@given(st.text(), st.sampled_from(FurnitureKind))
def test_any_text_gives_names_that_can_be_stored(text: str, kind: FurnitureKind) -> None:
    for one in find_contributors([piece(text, kind)], byline=text):
        assert one.name.strip() == one.name != ""
        assert not any(ord(mark) < 32 for mark in one.name + (one.place or ""))


@pytest.mark.parametrize(
    "part", ["Ada Brook, ", "reporting by ", "editing ", "and ", "in ", "A", "' ", "contributed", " ("]
)
def test_time_grows_with_the_size_of_a_sign_off(part: str) -> None:
    def seconds(count: int) -> float:
        started = time.process_time()
        find_contributors([piece("Reporting by " + part * count)])
        return time.process_time() - started

    seconds(10)
    small, large = min(seconds(2_000) for _ in range(3)), seconds(16_000)
    assert large < max(0.2, 8 * small * 4)
