"""Whatever comes first, twice, or at once: every table ends with the same content."""

import hashlib
import random
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from newswire.clean.clean import CLEANER_VERSION
from newswire.clusters import assign_clusters, find_unclustered
from newswire.connections import connect
from newswire.db import Database
from newswire.load.annotations import add_annotations
from newswire.load.stories import load_stories
from newswire.load.versions import StagedVersion, add_versions
from newswire.records import (
    CleanText,
    Contributor,
    Furniture,
    FurnitureKind,
    ParsedItem,
    PubStatus,
    Role,
    Signal,
    SourceFormat,
    Subject,
)
from tests.load.test_stories import ANNOTATOR, entity

NewDatabase = Callable[[], str]
DAY = datetime(2026, 11, 2, 6, 0, tzinfo=UTC)
PEOPLE = ("Mara Voss", "Tom Reed", "Ada Brook", "Cy Dale")
# What each table says, by natural keys: numbers that the database gave are left out.
CONTENT = """
WITH named AS (
    SELECT
        version.story_version_id AS id, story.guid || ' ' || version.version AS name, version.published_at
    FROM news.story_version AS version JOIN news.story USING (story_id)
)
SELECT 'version', md5(string_agg(concat_ws('|', named.name, version.content_sha256, version.pubstatus, version.signals,
    version.body, version.embargoed_until), E'\\n' ORDER BY named.name))
FROM news.story_version AS version JOIN named ON version.story_version_id = named.id
UNION ALL SELECT 'register', md5(string_agg(concat_ws('|', named.name, key.content_sha256, key.is_loaded), ','
    ORDER BY named.name))
FROM news.version_key AS key JOIN named ON key.story_version_id = named.id
UNION ALL SELECT 'article', md5(string_agg(concat_ws('|', named.name, article.body), ','
    ORDER BY named.name)) FROM news.article JOIN named ON article.article_id = named.id
UNION ALL SELECT 'subject', md5(string_agg(concat_ws('|', named.name, scheme, code), ',' ORDER BY named.name, code))
FROM news.subject JOIN named ON subject.story_version_id = named.id
UNION ALL SELECT 'furniture', md5(string_agg(concat_ws('|', named.name, start_char, text), ',' ORDER BY named.name))
FROM news.article_furniture JOIN named ON article_id = named.id
UNION ALL SELECT 'contributor', md5(string_agg(concat_ws('|', named.name, contributor.name), ',' ORDER BY named.name))
FROM news.article_contributor AS contributor JOIN named ON article_id = named.id
UNION ALL SELECT 'mention', md5(string_agg(concat_ws('|', named.name, start_char, end_char, text, canonical, label), ','
    ORDER BY named.name, start_char))
FROM news.mention JOIN named ON article_id = named.id JOIN news.entity USING (entity_id)
UNION ALL SELECT 'quote', md5(string_agg(concat_ws('|', named.name, spans, text, kind, speaker_text, canonical), ','
    ORDER BY named.name, spans))
FROM news.quote JOIN named ON article_id = named.id LEFT JOIN news.entity ON speaker_entity_id = entity_id
UNION ALL SELECT 'quote_mention', md5(string_agg(concat_ws('|', named.name, spans, start_char), ','
    ORDER BY named.name, spans, start_char))
FROM news.quote_mention JOIN news.quote USING (quote_id, article_id)
JOIN news.mention USING (mention_id, article_id) JOIN named ON article_id = named.id
UNION ALL SELECT 'entity', md5(string_agg(concat_ws('|', entity.canonical, entity.label, entity.field, entity.ids,
    entity.shown_name, shown.canonical), ',' ORDER BY entity.canonical, entity.label))
FROM news.entity JOIN news.entity AS shown ON entity.shown_as = shown.entity_id
UNION ALL SELECT 'alias', md5(string_agg(concat_ws('|', canonical, label, alias), ',' ORDER BY canonical, label, alias))
FROM news.entity_alias JOIN news.entity USING (entity_id)
UNION ALL SELECT 'current', md5(string_agg(concat_ws('|', named.name, article_id IS NULL, annotator_version), ','
    ORDER BY named.name))
FROM news.story_current JOIN named ON story_version_id = named.id
UNION ALL SELECT 'cluster', md5(string_agg(concat_ws('|', one.name, origin.name, relation, similarity, head.name), ','
    ORDER BY one.name))
FROM news.cluster_member AS member JOIN named AS one ON member.article_id = one.id
LEFT JOIN named AS origin ON member.duplicate_of = origin.id
JOIN LATERAL (SELECT min(other_name.name) AS name FROM news.cluster_member AS other
    JOIN named AS other_name ON other.article_id = other_name.id WHERE other.cluster_id = member.cluster_id) AS head
    ON TRUE
-- Of equal texts of one day the first that came holds the keys.
UNION ALL SELECT 'fingerprint', md5(string_agg(concat_ws('|', held.body_sha256, key), ',' ORDER BY body_sha256, key))
FROM (SELECT DISTINCT body_sha256, key FROM news.fingerprint JOIN news.article USING (article_id)) AS held
UNION ALL SELECT 'annotation', md5(string_agg(concat_ws('|', body_sha256, document), ',' ORDER BY body_sha256))
FROM news.annotation
UNION ALL SELECT 'reports', md5(string_agg(concat_ws('|', source, guid, version, body, copy_count), ',' ORDER BY guid))
FROM report.article
UNION ALL SELECT 'statements', md5(string_agg(concat_ws('|', speaker, quote, reach_article_count), ','
    ORDER BY speaker, quote)) FROM report.quote WHERE NOT is_repeated
ORDER BY 1
"""


def body_of(guid: str, version: int, speaker: str) -> str:
    """Return a text of three sentences; the figures of a story are its own, so that no other text is like it."""
    number = int(hashlib.sha256(guid.encode()).hexdigest()[:6], 16)
    return (
        f"Ferry {version} sank off quay {number}, {speaker} said. Port {number} had closed its {number % 97} gates to "
        f"the {number % 89} ships of line {number // 7} before noon, and {number // 3} crates went to "
        f"hall {number % 83}. Rate {number // 11} of bond {number % 79} fell {number % 73} points after bank "
        f"{number // 13} sold it."
    )


def versions_of_a_week() -> list[tuple[ParsedItem, str]]:
    """Return versions with their texts: plain stories, corrections, a kill, an embargo, copies, two months, no time."""
    found: list[tuple[ParsedItem, str]] = []

    def add(guid: str, version: int, body: str, hours: float | None, **fields: Any) -> None:
        at = None if hours is None else DAY + timedelta(hours=hours)
        item = ParsedItem(source_format=SourceFormat.NINJS, guid=guid, version=version, body=body, published_at=at)
        found.append((replace(item, **fields), body))

    for number in range(16):
        guid, speaker = f"story-{number:02}", PEOPLE[number % 4]
        add(guid, 1, body_of(guid, 1, speaker), number * 5 - 60, subjects=(Subject(scheme="x", code=str(number)),))
        if number % 3 == 0:
            add(guid, 2, body_of(guid, 2, PEOPLE[(number + 1) % 4]), number * 5 - 59, signals=(Signal.CORRECTION,))
        if number % 5 == 0:
            add(guid, 3, "", number * 5 - 58, pubstatus=PubStatus.CANCELED)
        if number % 4 == 1:
            add(f"copy-{number:02}", 1, body_of(guid, 1, speaker), number * 5 - 50)
    add("embargo", 1, body_of("embargo", 1, "Mara Voss"), 3, embargoed_until=datetime(2099, 1, 1, tzinfo=UTC))
    add("undated", 1, body_of("undated", 1, "Tom Reed"), None)
    return found


def annotation(body: str) -> tuple[bytes, dict[str, Any]]:
    speaker = next(name for name in PEOPLE if name in body)
    start = body.index(speaker)
    said = {
        "start_char": start,
        "end_char": start + len(speaker),
        "text": speaker,
        "canonical": speaker,
        "kind": "named",
    }
    quote = {
        "spans": [[0, start - 2]], "text": body[: start - 2], "kind": "indirect", "cue": None, "speaker": said,
        "addressee": None, "confidence": 0.5,
    }  # fmt: skip
    is_placed = int(body.split("Port ")[1].split(maxsplit=1)[0]) % 2  # all versions of a story say it, or none
    more = {"place": "harbour"} if is_placed else {}
    entities = [entity(body, 0, 5, "ORG", **more), entity(body, start, start + len(speaker), "PERSON")]
    return hashlib.sha256(body.encode()).digest(), {"entities": entities, "quotes": [quote]}


@pytest.fixture
def new_wire(database_dsn: NewDatabase) -> Callable[[], str]:
    """Return a function that makes a database with a source, a run, a document, and the annotations of all texts."""

    def make() -> str:
        dsn = database_dsn()
        with closing(connect(dsn)) as db, db:
            with db.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO news.source (name, kind, location, timezone, is_enabled) VALUES ('desk', 'files', '/',"
                    " 'UTC', TRUE); INSERT INTO news.run (airflow_run_id, started_at) VALUES ('x', now());"
                    " INSERT INTO news.raw_document (source_id, run_id, url, url_key, sha256, byte_count, fetched_at,"
                    " archive_file, archive_offset) VALUES (1, 1, 'a', 'a', sha256('a'), 1, now(), 'a', 0)"
                )
            bodies = sorted({body for _item, body in versions_of_a_week() if body})
            add_annotations(db, ANNOTATOR, map(annotation, bodies))
        return dsn

    return make


def staged(item: ParsedItem, body: str) -> StagedVersion:
    clean = CleanText(
        body=body,
        language="en",
        furniture=(Furniture(kind=next(iter(FurnitureKind)), start_char=0, end_char=5, text=body[:5]),),
        contributors=(Contributor(name="Ada Pell", role=Role.REPORTER),),
    )
    return StagedVersion(
        source_id=1, raw_document_id=1, run_id=1, received_at=DAY + timedelta(days=9), item=item,
        clean=clean if body else None, cleaner_version=CLEANER_VERSION,
    )  # fmt: skip


def settle(db: Database) -> None:
    """Cluster and load what waits, each batch in its own transaction, as the tasks do."""
    with db:
        waiting = find_unclustered(db)
    for start in range(0, len(waiting), 7):
        with db:
            assign_clusters(db, waiting[start : start + 7])
    last: int | None = 0
    while last is not None:
        with db:
            last = load_stories(db, annotator_version=ANNOTATOR, after_story_id=last, batch_size=3).last_story_id


def load(dsn: str, batches: Sequence[Sequence[tuple[ParsedItem, str]]]) -> None:
    with closing(connect(dsn)) as db:
        for batch in batches:
            with db:
                add_versions(db, [staged(item, body) for item, body in batch])
            settle(db)


def content(dsn: str) -> dict[str, str]:
    with closing(connect(dsn)) as db, db.cursor() as cursor:
        cursor.execute(CONTENT)
        found = dict(cursor.fetchall())
    assert all(found.values()), f"tables without rows: {[name for name, said in found.items() if not said]}"
    return found


def shuffled(seed: int, size: int) -> Iterator[list[tuple[ParsedItem, str]]]:
    versions = versions_of_a_week()
    random.Random(seed).shuffle(versions)
    return (versions[start : start + size] for start in range(0, len(versions), size))


def load_by_four_at_once(dsn: str, seed: int) -> None:
    failures: list[BaseException] = []
    begin = threading.Barrier(4)

    def loader(number: int) -> None:
        try:
            begin.wait()
            load(dsn, list(shuffled(seed + number // 2, 3)))  # two pairs: each pair brings the same batches at once
        except BaseException as error:  # noqa: BLE001 - a thread's failure must fail the test
            failures.append(error)

    loaders = [threading.Thread(target=loader, args=(number,)) for number in range(4)]
    for thread in loaders:
        thread.start()
    for thread in loaders:
        thread.join()
    assert failures == []
    load(dsn, [])
    with closing(connect(dsn)) as db:
        settle(db)


def test_batches_twice_shuffled_and_by_four_loaders_at_once_say_the_same(new_wire) -> None:
    straight, again, crowded = new_wire(), new_wire(), new_wire()
    load(straight, [versions_of_a_week()])
    expected = content(straight)
    load(straight, [versions_of_a_week()])
    assert content(straight) == expected, "the same batch twice"
    load(again, list(shuffled(1, 5)))
    assert content(again) == expected, "shuffled, in small batches"

    load_by_four_at_once(crowded, seed=0)
    assert content(crowded) == expected, "four at once"


@pytest.mark.slow
def test_four_loaders_at_once_leave_the_same_however_often_it_is_tried(new_wire) -> None:
    """Each time they make the months anew; a loader that saw a month half made lost a story once in a hundred times."""
    straight = new_wire()
    load(straight, [versions_of_a_week()])
    expected = content(straight)
    for seed in range(20):
        crowded = new_wire()
        load_by_four_at_once(crowded, seed)
        assert content(crowded) == expected, f"seed {seed}"


def test_what_reports_show_follows_the_chain_of_versions_in_the_same_transaction(new_wire) -> None:
    dsn = new_wire()
    first, second = body_of("a", 1, "Mara Voss"), body_of("a", 2, "Mara Voss")
    item = ParsedItem(source_format=SourceFormat.NINJS, guid="a", version=1, body=first, published_at=DAY)
    steps = [
        (item, [first], 1),
        (replace(item, version=2, body=second, signals=(Signal.CORRECTION,)), [second], 1),
        (replace(item, version=3, body="", pubstatus=PubStatus.CANCELED), [], 0),
    ]
    with closing(connect(dsn)) as db:
        add_annotations(db, ANNOTATOR, map(annotation, (first, second)))
        for said, shown, quotes in steps:
            add_versions(db, [staged(said, said.body)])
            load_stories(db, annotator_version=ANNOTATOR, after_story_id=0, batch_size=9)
            with db.cursor() as cursor:
                cursor.execute("SELECT body FROM report.article")
                assert [row[0] for row in cursor.fetchall()] == shown
                cursor.execute("SELECT (SELECT count(*) FROM report.quote), (SELECT count(*) FROM report.mention)")
                assert cursor.fetchone() == (quotes, 2 * quotes)
        with db.cursor() as cursor:
            cursor.execute("SELECT count(*), (SELECT count(*) FROM news.article) FROM news.story_version")
            assert cursor.fetchone() == (3, 2), "history stays"
