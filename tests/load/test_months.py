"""Tables that grow are cut by month of publication: whatever the date, whoever comes first, old rows included."""

import shutil
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg2
import pytest

from newswire import migrate as migrate_module
from newswire.connections import connect
from newswire.db import Database, fetch_row
from newswire.load.months import add_months_ahead
from newswire.load.stories import load_stories
from newswire.migrate import migrate
from newswire.settings import SQL_DIR
from tests.load.test_stories import ANNOTATOR, FIRST, annotate
from tests.versions import NOW

NewDatabase = Callable[[], str]
PART = "SELECT DISTINCT tableoid::regclass::text FROM news.{}"


@pytest.mark.parametrize(
    ("published_at", "part"),
    [
        (datetime(2026, 11, 1, tzinfo=UTC), "2026_11"),
        (datetime(2026, 10, 31, 23, 59, 59, tzinfo=UTC), "2026_10"),
        (None, "2026_11"),
        (NOW + timedelta(days=20), "2026_12"),
        (datetime(1997, 3, 5, tzinfo=UTC), "1997"),
        (datetime(1, 1, 1, tzinfo=UTC), "other"),
        (datetime(9999, 12, 31, tzinfo=UTC), "other"),
    ],
)
def test_an_article_of_any_date_is_loaded_into_its_part_with_all_that_hangs_on_it(
    db: Database, add_version, rows, published_at, part
) -> None:
    add_version(1, FIRST, published_at=published_at)
    annotate(db, FIRST)
    load_stories(db, annotator_version=ANNOTATOR, after_story_id=0, batch_size=9)
    for table in ("story_version", "article", "mention", "quote", "quote_mention"):
        assert rows(PART.format(table)) == [(f"news.{table}_{part}",)]


def test_a_year_of_hostile_dates_makes_no_more_than_a_bounded_number_of_tables(db: Database, rows) -> None:
    keys = rows(
        "SELECT count(DISTINCT news.month_key(day, '2026-11-20 06:00+00')) FROM"
        " generate_series('0001-01-01 00:00+00'::timestamptz, '9999-12-31', interval '20 days') AS day"
    )
    assert keys[0][0] < 70


def test_the_same_version_is_one_whatever_month_it_is_received_in(db: Database, add_version, rows) -> None:
    add_version(1, FIRST)
    with db.cursor() as cursor:
        cursor.execute("SELECT news.month_key(NULL, '2027-01-03'), news.add_months(ARRAY[202701])")
        cursor.execute(
            "UPDATE news.version_key SET story_version_id = story_version_id RETURNING story_version_id / 10000000000"
        )
        assert cursor.fetchall() == [(202611,)]
    with pytest.raises(psycopg2.errors.UniqueViolation), db.cursor() as cursor:
        cursor.execute(
            "INSERT INTO news.version_key SELECT story_id, version, content_sha256, 20270100000000001"
            " FROM news.version_key"
        )


def test_months_are_made_ahead_once(db: Database, rows) -> None:
    assert add_months_ahead(db, datetime(2031, 11, 30, 23, tzinfo=UTC), 3) == 4
    assert add_months_ahead(db, datetime(2031, 11, 30, 23, tzinfo=UTC), 3) == 0
    assert rows("SELECT to_regclass('news.quote_mention_2032_02') IS NOT NULL") == [(True,)]


def test_a_new_month_waits_for_nobody_who_reads_or_writes(database_dsn: NewDatabase) -> None:
    dsn = database_dsn()
    with closing(connect(dsn)) as busy, closing(connect(dsn)) as other:
        with busy.cursor() as cursor:
            for table in (
                "story_version",
                "article",
                "mention",
                "quote",
                "quote_mention",
                "entity",
                "story_current",
                "cluster_member",
                "raw_document",
            ):
                cursor.execute(f"LOCK TABLE news.{table} IN ROW EXCLUSIVE MODE")
        with other.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'")
        assert add_months_ahead(other, datetime(2031, 1, 1, tzinfo=UTC), 2) == 3


def test_of_four_that_want_a_new_month_at_once_one_makes_it(database_dsn: NewDatabase) -> None:
    dsn = database_dsn()
    added: list[int] = []
    begin = threading.Barrier(4)

    def work() -> None:
        with closing(connect(dsn)) as db, db:
            begin.wait()
            added.append(add_months_ahead(db, datetime(2031, 1, 1, tzinfo=UTC), 1))

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(added) == [0, 0, 0, 2]


def test_a_row_that_points_at_nothing_is_refused(db: Database, add_version, rows) -> None:
    add_version(1, FIRST)
    [(article_id,)] = rows("SELECT article_id FROM news.article")
    with pytest.raises(psycopg2.errors.ForeignKeyViolation, match="entity_id 77"):
        rows(
            "INSERT INTO news.mention (article_id, entity_id, start_char, end_char, text, annotator_version)"
            " VALUES (%s, 77, 0, 5, 'Ferry', 'x') RETURNING 1",
            article_id,
        )


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO news.mention (article_id, entity_id, start_char, end_char, text, annotator_version)"
        " SELECT article_id + 1, entity_id, start_char, end_char, text, 'x' FROM news.mention",
        "INSERT INTO news.quote (article_id, spans, text, kind, confidence, annotator_version)"
        " SELECT article_id + 1, spans, text, kind, 1, 'x' FROM news.quote",
        "INSERT INTO news.quote_mention SELECT quote_id, mention_id + 77, article_id FROM news.quote_mention",
        "INSERT INTO news.quote_mention SELECT quote_id + 77, mention_id, article_id FROM news.quote_mention",
    ],
)
def test_what_is_found_in_a_text_that_is_not_there_is_refused(db: Database, add_version, statement) -> None:
    add_version(1, FIRST)
    annotate(db, FIRST)
    load_stories(db, annotator_version=ANNOTATOR, after_story_id=0, batch_size=9)
    with pytest.raises(psycopg2.errors.ForeignKeyViolation), db.cursor() as cursor:
        cursor.execute(statement)


def test_a_deleted_text_takes_along_what_was_found_in_it(db: Database, add_version, rows) -> None:
    for number, body in enumerate((FIRST, FIRST + " Twice.")):
        add_version(1, body, guid=f"tag:{number}")
        annotate(db, body)
    load_stories(db, annotator_version=ANNOTATOR, after_story_id=0, batch_size=9)
    left = (
        "SELECT (SELECT count(*) FROM news.quote), (SELECT count(*) FROM news.mention), count(*)"
        " FROM news.quote_mention"
    )
    assert rows(left) == [(2, 4, 2)]
    with db.cursor() as cursor:
        cursor.execute("DELETE FROM news.article WHERE body = %s", (FIRST,))
    assert rows(left) == [(1, 2, 1)]
    with db.cursor() as cursor:
        cursor.execute("DELETE FROM news.mention")
    assert rows(left) == [(1, 0, 0)]


BEFORE = """
INSERT INTO news.source (name, kind, location, timezone, is_enabled) VALUES ('desk', 'files', '/', 'UTC', TRUE);
INSERT INTO news.run (airflow_run_id, started_at) VALUES ('x', '2026-01-01');
INSERT INTO news.raw_document (source_id, run_id, url, url_key, sha256, byte_count, fetched_at, archive_file,
    archive_offset) VALUES (1, 1, 'a', 'a', sha256('a'), 1, '2026-11-20', 'a', 0);
INSERT INTO news.entity (canonical, label) VALUES ('Mara Voss', 'PERSON');
INSERT INTO news.entity_alias (entity_id, alias) VALUES (1, 'Mara Voss');
INSERT INTO news.story (source_id, guid, first_seen_at) SELECT 1, n::text, '2026-11-20' FROM generate_series(1, 4) AS n;
INSERT INTO news.story_version (story_id, raw_document_id, run_id, version, content_sha256, source_format, pubstatus,
    published_at, received_at, body, is_loaded)
SELECT 1 + n / 3, 1, 1, n, sha256(n::text::bytea), 'text', CASE n WHEN 4 THEN 'canceled' ELSE 'usable' END,
    '2026-12-05'::timestamptz - n * interval '12 days', '2026-11-20', 'Mara Voss spoke ' || n, TRUE
FROM generate_series(1, 11) AS n;
INSERT INTO news.article (story_version_id, body, body_sha256, word_count, is_degraded, cleaner_version,
    annotator_version)
SELECT story_version_id, body, sha256(body::bytea), 4, FALSE, 'x', 'x' FROM news.story_version
WHERE version <> 4 ORDER BY version DESC;
INSERT INTO news.mention (article_id, entity_id, start_char, end_char, text, annotator_version)
SELECT article_id, 1, 0, 9, 'Mara Voss', 'x' FROM news.article;
INSERT INTO news.quote (article_id, spans, text, kind, confidence, annotator_version)
SELECT article_id, '{[0,15)}', 'Mara Voss spoke', 'indirect', 0.9, 'x' FROM news.article;
INSERT INTO news.quote_mention SELECT quote_id, mention_id FROM news.quote JOIN news.mention USING (article_id);
INSERT INTO news.story_current
SELECT story_id, story_version_id, article_id FROM news.story_head;
INSERT INTO news.cluster (cluster_id) VALUES (1);
INSERT INTO news.cluster_member (article_id, cluster_id, duplicate_of, relation, similarity)
SELECT article_id, 1, CASE WHEN article_id > 1 THEN 1 END, CASE WHEN article_id > 1 THEN 'near' END, 1
FROM news.article;
INSERT INTO news.fingerprint SELECT article_id * 7, article_id FROM news.article;
"""
CONTENT = """
SELECT
    story.guid, version.version, article.body, mention.text, quote.spans::text, quote_mention.quote_id IS NOT NULL,
    origin.body, fingerprint.key, shown.story_id IS NOT NULL
FROM news.story
JOIN news.story_version AS version USING (story_id)
LEFT JOIN news.article USING (story_version_id)
LEFT JOIN news.mention USING (article_id)
LEFT JOIN news.quote USING (article_id)
LEFT JOIN news.quote_mention USING (quote_id, mention_id)
LEFT JOIN news.cluster_member AS member ON article.article_id = member.article_id
LEFT JOIN news.article AS origin ON member.duplicate_of = origin.article_id
LEFT JOIN news.fingerprint ON article.article_id = fingerprint.article_id
LEFT JOIN news.story_current AS shown ON version.story_version_id = shown.story_version_id
ORDER BY version.version
"""


def test_rows_from_before_move_into_their_months_and_say_the_same(
    empty_database_dsn: NewDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dsn = empty_database_dsn()
    shutil.copytree(SQL_DIR / "migrations", tmp_path / "migrations")
    (tmp_path / "views").mkdir()
    versions = tmp_path / "migrations" / "versions"
    numbered = sorted(versions.glob("*.sql"))
    first = next(number for number, file in enumerate(numbered) if file.stem.endswith("_months"))
    for file in numbered[first:]:
        file.unlink()
        file.with_suffix(".py").unlink()
    with monkeypatch.context() as patched:
        patched.setattr(migrate_module, "SQL_DIR", tmp_path)
        patched.setattr(migrate_module, "_grant_roles", lambda _db: None)
        migrate(dsn)
    with closing(connect(dsn)) as db, db, db.cursor() as cursor:
        cursor.execute(BEFORE)
        cursor.execute(CONTENT)
        before = cursor.fetchall()
    migrate(dsn)
    with closing(connect(dsn)) as db, db.cursor() as cursor:
        cursor.execute(CONTENT)
        assert cursor.fetchall() == before
        cursor.execute("SELECT ARRAY(SELECT DISTINCT article_id / 10000000000 FROM news.quote ORDER BY 1)")
        assert cursor.fetchone() == ([202607, 202608, 202609, 202610, 202611],)
        cursor.execute(
            "SELECT count(*) FROM news.cluster_member WHERE cluster_id <> (SELECT min(article_id) FROM news.article)"
        )
        assert cursor.fetchone() == (0,)
        assert fetch_row(db, "load/find_heads", {"story_ids": [1], "annotator_version": "x"}) is not None
        cursor.execute("SELECT count(*) FROM news.version_key JOIN news.story_version USING (story_version_id)")
        assert cursor.fetchone() == (11,)
