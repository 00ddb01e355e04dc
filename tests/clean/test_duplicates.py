"""Copies of a story are found, templates are not taken for copies."""

import random
import subprocess
import sys
from typing import Any

import pytest

from newswire.clean.duplicates import (
    ALL_LEAD_SHINGLES_RATIO,
    SHARED_SHINGLES_RATIO,
    STOP_KEY_COUNT,
    compare,
    containment,
    cut_tags,
    find_clusters,
)
from newswire.clean.fingerprints import KEY_COUNT, fingerprint, normalise
from newswire.records import Relation

STORY = (
    "The harbour's old ferry sank on Monday with 140 people on board, and fishermen saved all of them, Ada Brook said. "
    "“We heard a noise like thunder at 7.15 a.m.,” the minister told reporters. "
    "The ferry was built in 1962 and had been repaired 3 times since 2009, at a cost of $60,000. "
    "Parliament will discuss a new bridge next week, and the opposition asked why it had not been built before. "
    "The last accident in the strait, in 1987, cost 12 lives and led to rules that no company has ever followed."
)
DEGRADED = (
    "the harbour s old ferry sank on monday with 140 people on board , and fishermen saved all of them , ada brook "
    "said . we heard a noise like thunder at 7.15 a.m. , the minister told reporters . "
    "the ferry was built in 1962 and had been repaired 3 times since 2009 , at a cost of $ 60,000 . "
    "parliament will discuss a new bridge next week , and the opposition asked why it had not been built before . "
    "the last accident in the strait , in 1987 , cost 12 lives and led to rules that no company has ever followed ."
)
OTHER = (
    "Wheat prices fell for a third day as rain reached the southern plains, and traders expect the harvest to be "
    "larger than last year's, when drought and a strike at the railways kept a quarter of the crop from the ports."
)
TEMPLATE = (
    "Shares closed {} on Monday, with the main index at {} points, {} percent {} than on Friday, and {} shares traded."
)
LAST_SENTENCE = STORY.rindex("The last accident")


def clusters(*articles: dict[str, Any]) -> dict[Any, dict[str, Any]]:
    return {row["id"]: row for row in find_clusters(articles)}


def test_a_degraded_copy_equals_its_original() -> None:
    assert normalise(DEGRADED) == normalise(STORY)
    found = compare(fingerprint(STORY), fingerprint(DEGRADED))
    assert found is not None
    assert (found.relation, found.similarity) == (Relation.EXACT, 1.0)


def test_a_fingerprint_is_the_same_in_another_process_and_fits_bigint() -> None:
    code = "import sys; from newswire.clean.fingerprints import fingerprint; print(fingerprint(sys.argv[1]).keys)"
    other = subprocess.run([sys.executable, "-c", code, STORY], capture_output=True, text=True, check=True, timeout=60)
    found = fingerprint(STORY)
    assert other.stdout.strip() == str(found.keys)
    assert len(found.keys) == KEY_COUNT
    assert all(-(2**63) <= key < 2**63 for key in (*found.keys, found.exact_key))


@pytest.mark.parametrize("text", ["", "Ferry", "Ferry sinks", "Ferry sinks in the harbour"])
def test_short_texts_have_fingerprints_and_equal_themselves(text: str) -> None:
    found = compare(fingerprint(text), fingerprint(text))
    assert found is not None
    assert found.relation is Relation.EXACT
    assert compare(fingerprint(text), fingerprint(OTHER)) is None


def test_a_truncated_copy_is_contained_and_a_reworded_one_is_near() -> None:
    contained = compare(fingerprint(STORY), fingerprint(STORY[: len(STORY) // 2]))
    near = compare(fingerprint(STORY), fingerprint(STORY.replace("fishermen saved", "sailors rescued")))
    assert contained is not None
    assert near is not None
    assert (contained.relation, near.relation) == (Relation.CONTAINED, Relation.NEAR)
    assert near.similarity < 1


def test_reports_of_one_template_with_other_figures_are_not_one_story() -> None:
    monday = TEMPLATE.format("higher", "5,105.07", "1.2", "higher", "140,000")
    tuesday = TEMPLATE.format("higher", "5,098.11", "0.3", "higher", "155,000")
    assert compare(fingerprint(monday), fingerprint(tuesday)) is None


RESULT = (
    "{home} came from behind to beat {away} 2-1 on Monday and moved up to third in the table. After a slow start"
    " {scorer} put the visitors ahead with a low shot from the edge of the area, but the home side drew level before"
    " the break when a corner was not cleared. The winner came shortly before the end, from the penalty spot. The"
    " manager, {manager}, said it had not been pretty, but that his side had shown character and that in the end the"
    " three points were what counted."
)


def test_reports_of_one_template_with_other_names_are_not_one_story() -> None:
    first = RESULT.format(home="Ashford", away="Millwick", scorer="Ada Brook", manager="Tim Vale")
    second = RESULT.format(home="Deerton", away="Kinghaven", scorer="Jo Reed", manager="Lena Holt")
    assert containment(fingerprint(first), fingerprint(second)) >= SHARED_SHINGLES_RATIO
    assert compare(fingerprint(first), fingerprint(second)) is None


def test_a_copy_with_a_new_lead_or_a_name_spelt_in_another_way_is_one_story() -> None:
    story = RESULT.format(home="Ashford", away="Millwick", scorer="Ada Brook", manager="Tim Vale")
    respelt = story.replace("Ada Brook", "Ada Broock")
    assert compare(fingerprint(story), fingerprint(respelt)) is not None
    begun_anew = "A long evening for Harbour Radio's reporter Jo Reed at the stadium on Lake Street. " + story
    assert compare(fingerprint(story), fingerprint(begun_anew)) is not None
    assert compare(fingerprint(story), fingerprint(story.lower())) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("cost $1.5 million", "cost $1,500,000"),
        ("of 12 hundred votes", "of 1,200 votes"),
        ("of 0.5 million", "of 500,000"),
        ("2.25 bn euros", "2,250,000,000 euros"),
    ],
)
def test_a_number_is_the_same_however_it_is_written(one: str, other: str) -> None:
    assert fingerprint(one).numbers == fingerprint(other).numbers


def test_a_day_of_a_month_is_no_figure_of_the_story() -> None:
    found = fingerprint("On Nov. 23 and 24 November, and on May 3, 1987, 25 boats sank.")
    assert (found.numbers, found.days) == ({"1987", "25"}, {"23", "24", "3"})


def test_ranges_fractions_and_scores_are_as_written() -> None:
    assert fingerprint("1.5-2 million or 3/4 hundred, 0.123 hundred, 6-4").numbers == {"1.5-2", "3/4", "0.123", "6-4"}


def test_two_notices_of_one_day_that_repeat_a_fact_in_other_words_are_two_stories() -> None:
    morning = (
        "HARBOUR TOWN, March 25 - The Harbour Office said it had raised its estimate of the water level in the strait"
        " today to"
        " a depth of 150 inches after it expected no change earlier this morning."
    )
    noon = (
        "HARBOUR TOWN, March 25 - The Harbour Office said it had not closed the strait during the morning hours.\n"
        "Earlier, the Office raised its estimate of the water level in the strait today to a depth of 150 inches from"
        " its first guess of no change."
    )
    left, right = fingerprint(morning), fingerprint(noon)
    assert SHARED_SHINGLES_RATIO <= containment(left, right) < ALL_LEAD_SHINGLES_RATIO
    assert compare(left, right) is None


def test_a_correction_of_one_figure_is_the_same_story() -> None:
    text = (
        OTHER + " The price was 12 crowns. " + STORY[LAST_SENTENCE:].replace("1987", "then").replace("12", "many") * 2
    )
    found = compare(fingerprint(text), fingerprint(text.replace("12 crowns", "13 crowns")))
    assert found is not None
    assert found.relation is Relation.NEAR


def test_each_article_gets_the_row_that_the_command_line_prints() -> None:
    rows = clusters(
        {"id": "b", "title": "Ferry", "text": STORY, "published_at": "2026-11-20T06:00:00Z"},
        {"id": "a", "title": "Copy", "text": DEGRADED, "published_at": "2026-11-20T08:00:00+01:00"},
        {"id": "c", "title": "Wheat", "text": OTHER},
    )
    assert rows["b"] == {"id": "b", "cluster_id": "a", "duplicate_of": None, "relation": None, "similarity": 1.0}
    assert rows["a"] == {"id": "a", "cluster_id": "a", "duplicate_of": "b", "relation": "exact", "similarity": 1.0}
    assert rows["c"] == {"id": "c", "cluster_id": "c", "duplicate_of": None, "relation": None, "similarity": 1.0}


def test_a_new_version_of_a_story_is_an_update() -> None:
    longer = STORY + " A second ferry was sent."
    by_guid = clusters({"id": 1, "text": STORY, "guid": "x"}, {"id": 2, "text": OTHER, "guid": "x"})
    by_headline = clusters(
        {"id": 1, "title": "Ferry sinks", "text": STORY}, {"id": 2, "title": "UPDATE 2-Ferry sinks", "text": longer}
    )
    elsewhere = clusters(
        {"id": 1, "title": "Ferry sinks", "text": STORY, "source": "one"},
        {"id": 2, "title": "Ferry sinks", "text": longer, "source": "two"},
    )
    relations = [rows[2]["relation"] for rows in (by_guid, by_headline, elsewhere)]
    assert relations == ["update", "update", "near"]


def test_the_order_of_arrival_changes_nothing() -> None:
    articles = [
        {"id": number, "text": text} for number, text in enumerate([STORY, DEGRADED, OTHER, STORY[:300], OTHER])
    ]
    expected = clusters(*articles)
    for seed in range(5):
        random.Random(seed).shuffle(articles)
        assert clusters(*articles) == expected


def test_boilerplate_in_many_articles_does_not_join_them() -> None:
    boilerplate = "This report was made by a machine from the figures of the exchange and was not read by anyone. " * 3
    articles = [
        {"id": number, "text": f"{boilerplate} {chr(97 + number // 26)}{chr(97 + number % 26)} rose."}
        for number in range(STOP_KEY_COUNT + 10)
    ]
    assert len({row["cluster_id"] for row in find_clusters(articles)}) > 1


def test_a_text_that_very_many_print_is_one_cluster_with_its_truncated_copies() -> None:
    articles = [{"id": number, "text": STORY} for number in range(STOP_KEY_COUNT * 2)]
    rows = list(find_clusters([*articles, {"id": 1000, "text": STORY[: len(STORY) // 2]}]))
    assert {row["cluster_id"] for row in rows} == {0}
    assert rows[-1]["relation"] == "contained"


def test_slug_tags_are_cut_from_headlines_and_words_are_not() -> None:
    assert cut_tags("WRAPUP 1-CORRECTED-Ferry sinks") == "Ferry sinks"
    assert cut_tags("BREAKING: Ferry sinks") == "Ferry sinks"
    assert cut_tags("UPDATED rules for ferries") == "UPDATED rules for ferries"
