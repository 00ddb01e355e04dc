"""Load decides what reports show, whatever came first."""

import hashlib
import itertools
from typing import Any

import pytest

from newswire.load.annotations import add_annotations
from newswire.load.stories import load_stories
from newswire.records import PubStatus
from tests.versions import NOW

ANNOTATOR = "test-1"


def entity(body: str, start: int, end: int, label: str, **ids: str) -> dict[str, Any]:
    """Return an entity of the document; its name is as written."""
    text = body[start:end]
    return {
        "start_char": start, "end_char": end, "text": text, "label": label, "canonical": text, "ids": ids,
        "role": None, "field": None,
    }  # fmt: skip


def annotate(db, body: str, speaker: str = "Mara Voss") -> None:
    """Keep an annotation in which the speaker says the body's first nine characters."""
    start = body.index(speaker)
    end = start + len(speaker)
    document = {
        "entities": [
            entity(body, start, end, "PERSON"),
            entity(body, 0, 5, "ORG", x="1"),
        ],
        "quotes": [
            {
                "spans": [[0, 9]],
                "text": body[:9],
                "kind": "indirect",
                "cue": None,
                "speaker": {
                    "start_char": start,
                    "end_char": end,
                    "text": speaker,
                    "canonical": speaker,
                    "kind": "named",
                },
                "addressee": None,
                "confidence": 0.5,
            }
        ],
    }
    add_annotations(db, ANNOTATOR, [(hashlib.sha256(body.encode()).digest(), document)])


def load(db) -> None:
    last: int | None = 0
    while last is not None:
        last = load_stories(db, annotator_version=ANNOTATOR, after_story_id=last, batch_size=1).last_story_id


SHOWN = """
    SELECT article.body, quote.text, quote.speaker_canonical
    FROM news.story_current AS current
    INNER JOIN news.article USING (article_id)
    LEFT JOIN news.quote USING (article_id)
"""
FIRST, SECOND = "Ferry sank, Mara Voss said.", "Ferry saved, Mara Voss said."


def test_a_story_waits_until_its_text_is_annotated(db, add_version, rows) -> None:
    add_version(1, FIRST)
    load(db)
    assert rows(SHOWN) == []
    annotate(db, FIRST)
    load(db)
    assert rows(SHOWN) == [(FIRST, FIRST[:9], "Mara Voss")]


def test_a_quote_knows_its_speaker_and_who_is_spoken_of(db, add_version, rows) -> None:
    add_version(1, FIRST)
    annotate(db, FIRST)
    load(db)
    assert rows(
        "SELECT speaker.canonical, spoken_of.canonical, spoken_of.ids FROM news.quote "
        "INNER JOIN news.entity AS speaker ON speaker.entity_id = quote.speaker_entity_id "
        "INNER JOIN news.quote_mention USING (quote_id) INNER JOIN news.mention USING (mention_id) "
        "INNER JOIN news.entity AS spoken_of ON spoken_of.entity_id = mention.entity_id"
    ) == [("Mara Voss", "Ferry", {"x": "1"})]


@pytest.mark.parametrize("least", ["0.5", "0.51"])
def test_quotes_below_the_least_confidence_are_not_loaded(db, add_version, rows, monkeypatch, least) -> None:
    monkeypatch.setenv("NEWSWIRE_MIN_CONFIDENCE", least)
    add_version(1, FIRST)
    annotate(db, FIRST)
    load(db)
    assert rows("SELECT confidence FROM news.quote") == ([(0.5,)] if least == "0.5" else [])


@pytest.mark.parametrize("order", list(itertools.permutations((1, 2, 7))))
def test_versions_in_any_order_show_the_same(db, add_version, rows, order) -> None:
    texts = {1: FIRST, 2: "Ferry late, Mara Voss said.", 7: SECOND}
    for version in order:
        add_version(version, texts[version])
        annotate(db, texts[version])
        load(db)
    assert rows(SHOWN) == [(SECOND, SECOND[:9], "Mara Voss")]


@pytest.mark.parametrize("status", [PubStatus.CANCELED, PubStatus.WITHHELD])
@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_a_kill_hides_the_story_whenever_it_arrives(db, add_version, rows, status, order) -> None:
    for version in order:
        if version == 1:
            add_version(1, FIRST)
            annotate(db, FIRST)
        else:
            add_version(2, "", pubstatus=status)
        load(db)
    assert rows(SHOWN) == []
    assert rows("SELECT count(*) FROM news.story_version") == [(2,)], "history stays"


def test_a_usable_version_after_a_kill_shows_the_story_again(db, add_version, rows) -> None:
    add_version(1, FIRST)
    add_version(2, "", pubstatus=PubStatus.CANCELED)
    add_version(3, SECOND)
    for text in (FIRST, SECOND):
        annotate(db, text)
    load(db)
    assert rows(SHOWN) == [(SECOND, SECOND[:9], "Mara Voss")]


def test_loading_again_changes_nothing(db, add_version, rows) -> None:
    add_version(1, FIRST)
    annotate(db, FIRST)
    load(db)
    before = rows("SELECT * FROM news.quote") + rows("SELECT * FROM news.mention")
    load(db)
    assert rows("SELECT * FROM news.quote") + rows("SELECT * FROM news.mention") == before


def test_a_new_annotator_replaces_what_the_old_one_found(db, add_version, rows) -> None:
    add_version(1, FIRST)
    annotate(db, FIRST)
    load(db)
    with db.cursor() as cursor:
        cursor.execute("UPDATE news.version_key SET is_loaded = FALSE")
    document = {"entities": [], "quotes": []}
    add_annotations(db, "test-2", [(hashlib.sha256(FIRST.encode()).digest(), document)])
    load_stories(db, annotator_version="test-2", after_story_id=0, batch_size=9)
    assert rows("SELECT count(*) FROM news.quote") == [(0,)]
    assert rows("SELECT annotator_version FROM news.story_current") == [("test-2",)]


def test_a_version_whose_row_was_taken_out_is_settled_again_when_it_comes_again(db, add_version, rows) -> None:
    add_version(1, FIRST)
    annotate(db, FIRST)
    load(db)
    [(before,)] = rows("SELECT article_id FROM news.story_current")
    with db.cursor() as cursor:  # as reprocessing does where the parser now reads something else
        for table in ("story_current", "article", "story_version"):
            cursor.execute(f"DELETE FROM news.{table}")
    add_version(1, FIRST)
    load(db)
    assert rows(SHOWN) == [(FIRST, FIRST[:9], "Mara Voss")]
    assert rows("SELECT article_id FROM news.story_current") == [(before,)]


def test_a_poisoned_annotation_is_a_rejection_and_its_batch_is_loaded(db, add_version, rows) -> None:
    for number, body in enumerate((FIRST, SECOND, "Ferry late, Mara Voss said.")):
        add_version(1, body, guid=f"tag:{number}")
        annotate(db, body)
    with db.cursor() as cursor:
        cursor.execute(
            "UPDATE news.annotation SET document = jsonb_set(document, '{entities,0,end_char}', '0')"
            " WHERE document::text LIKE '%%Ferry saved%%' OR document->'quotes'->0->>'text' = %s",
            (SECOND[:9],),
        )
    last: int | None = 0
    while last is not None:
        last = load_stories(
            db, annotator_version=ANNOTATOR, after_story_id=last, batch_size=9,
            run_id=rows("SELECT run_id FROM news.run")[0][0], now=NOW,
        ).last_story_id  # fmt: skip
    assert sorted(text for _body, text, _speaker in rows(SHOWN) if text) == ["Ferry lat", "Ferry san"]
    assert rows("SELECT stage, reason FROM news.rejection") == [("load", "not_storable")]
    assert rows("SELECT count(*) FROM report.article") == [(3,)], "its text is shown without an annotation"
