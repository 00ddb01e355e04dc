"""A small wire in the database, row by row, as the load stage would leave it."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from newswire.db import Database
from newswire.report.refresh import refresh_reports

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@dataclass
class Wire:
    """Writes what a test needs into the database; ids come back."""

    db: Database
    run_id: int

    def one(self, command: str, *values: object) -> int:
        with self.db.cursor() as cursor:
            cursor.execute(command, values)
            (found,) = cursor.fetchone() or (0,)
            return int(found)

    def source(self, name: str = "meridian", *, is_enabled: bool = True) -> int:
        return self.one(
            "INSERT INTO news.source (name, kind, location, timezone, is_enabled)"
            " VALUES (%s, 'feed', 'http://x', 'UTC', %s)"
            " ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING source_id",
            name, is_enabled,
        )  # fmt: skip

    def version(
        self,
        guid: str,
        *,
        version: int = 1,
        pubstatus: str = "usable",
        body: str = "Talks began.",
        headline: str = "Talks",
        source: str = "meridian",
        embargoed_until: datetime | None = None,
        published_at: datetime | None = NOON,
    ) -> tuple[int, int | None]:
        """Add a version with its article, make it the story's current one, and return the ids of both."""
        source_id = self.source(source)
        sha256 = hashlib.sha256(f"{source}{guid}{version}".encode()).digest()
        document = self.one(
            "INSERT INTO news.raw_document (source_id, run_id, url, url_key, sha256, byte_count, fetched_at,"
            " archive_file, archive_offset) VALUES (%s, %s, %s, %s, %s, 1, %s, 'a.warc.gz', 0)"
            " RETURNING raw_document_id",
            source_id, self.run_id, guid, guid, sha256, NOON,
        )  # fmt: skip
        story = self.one(
            "INSERT INTO news.story (source_id, guid, first_seen_at) VALUES (%s, %s, %s)"
            " ON CONFLICT (source_id, guid) DO UPDATE SET guid = excluded.guid RETURNING story_id",
            source_id, guid, NOON,
        )  # fmt: skip
        version_id = self.one(
            "INSERT INTO news.story_version (story_id, raw_document_id, run_id, version, content_sha256, source_format,"
            " pubstatus, embargoed_until, published_at, received_at, headline, body)"
            " VALUES (%s, %s, %s, %s, %s, 'ninjs', %s, %s, %s, %s, %s, %s)"
            " RETURNING story_version_id",
            story, document, self.run_id, version, sha256, pubstatus, embargoed_until, published_at, NOON, headline,
            body,
        )  # fmt: skip
        self.one(
            "INSERT INTO news.version_key (story_id, version, content_sha256, story_version_id, is_loaded)"
            " VALUES (%s, %s, %s, %s, TRUE) RETURNING story_id", story, version, sha256, version_id,
        )  # fmt: skip
        article = self._article(version_id, body) if pubstatus == "usable" else None
        self.one(
            "INSERT INTO news.story_current (story_id, story_version_id, article_id, annotator_version)"
            " VALUES (%s, %s, %s, %s)"
            " ON CONFLICT (story_id) DO UPDATE SET story_version_id = excluded.story_version_id,"
            " article_id = excluded.article_id, annotator_version = excluded.annotator_version RETURNING story_id",
            story, version_id, article, article and "test",
        )  # fmt: skip
        return version_id, article

    def article(self, guid: str, **said: Any) -> int:
        """Add a usable version and return its article_id."""
        article_id = self.version(guid, **said)[1]
        assert article_id is not None
        return article_id

    def _article(self, version_id: int, body: str) -> int:
        article_id = self.one(
            "INSERT INTO news.article (article_id, story_version_id, body, body_sha256, word_count, language,"
            " is_degraded, cleaner_version) VALUES (%s, %s, %s, %s, %s, 'en', FALSE, 'test')"
            " RETURNING article_id",
            version_id, version_id, body, hashlib.sha256(body.encode()).digest(), len(body.split()),
        )  # fmt: skip
        self.one("INSERT INTO news.cluster VALUES (%s) RETURNING cluster_id", article_id)
        self.one(
            "INSERT INTO news.cluster_member (article_id, cluster_id, similarity) VALUES (%s, %s, 1)"
            " RETURNING article_id",
            article_id, article_id,
        )  # fmt: skip
        return article_id

    def contributor(self, article_id: int, name: str, role: str = "reporter", place: str | None = None) -> None:
        """Name somebody who worked on an article."""
        self.one(
            "INSERT INTO news.article_contributor (article_id, position, name, role, place) VALUES (%s, 0, %s, %s, %s)"
            " RETURNING article_id",
            article_id, name, role, place,
        )  # fmt: skip

    def copy(self, article_id: int, original_id: int) -> None:
        """Make an article a copy of another."""
        self.one(
            "UPDATE news.cluster_member SET cluster_id = %s, duplicate_of = %s, relation = 'near', similarity = 0.9"
            " WHERE article_id = %s RETURNING article_id",
            original_id, original_id, article_id,
        )  # fmt: skip

    def mention(self, article_id: int, text: str, *, label: str = "PERSON") -> int:
        """Add the first place of the text in the article's body as a mention."""
        entity = self.one(
            "INSERT INTO news.entity (canonical, label) VALUES (%s, %s)"
            " ON CONFLICT (canonical, label, field) DO UPDATE SET label = excluded.label RETURNING entity_id",
            text, label,
        )  # fmt: skip
        alias = "INSERT INTO news.entity_alias (entity_id, alias) VALUES (%s, %s) ON CONFLICT DO NOTHING"
        with self.db.cursor() as cursor:
            cursor.execute(alias, (entity, text))
            cursor.execute("SELECT news.settle_entities(ARRAY[%s])", (text,))
        return self.one(
            "INSERT INTO news.mention (article_id, entity_id, start_char, end_char, text, annotator_version)"
            " SELECT article_id, %s, strpos(body, %s) - 1, strpos(body, %s) - 1 + length(%s), %s, 'test'"
            " FROM news.article WHERE article_id = %s RETURNING mention_id",
            entity, text, text, text, text, article_id,
        )  # fmt: skip

    def quote(self, article_id: int, words: str, *, speaker: str = "Ada Brook") -> int:
        """Add the first place of the words in the article's body as a quote."""
        return self.one(
            "INSERT INTO news.quote (article_id, spans, text, kind, speaker_span, speaker_text, speaker_canonical,"
            " confidence, annotator_version) SELECT article_id,"
            " int4multirange(int4range(strpos(body, %s) - 1, strpos(body, %s) - 1 + length(%s))), %s, 'direct',"
            " int4range(strpos(body, %s) - 1, strpos(body, %s) - 1 + length(%s)), %s, %s, 0.9, 'test'"
            " FROM news.article WHERE article_id = %s RETURNING quote_id",
            words, words, words, words, speaker, speaker, speaker, speaker, speaker, article_id,
        )  # fmt: skip

    def poll(
        self, source: str, outcome: str, at: datetime = NOON, *, new_count: int = 0, detail: str | None = None
    ) -> None:
        self.one(
            "INSERT INTO news.feed_poll (source_id, run_id, polled_at, outcome, document_count, new_count, duration_s,"
            " detail) VALUES (%s, %s, %s, %s, %s, %s, 0.1, %s) RETURNING feed_poll_id",
            self.source(source), self.run_id, at, outcome, new_count, new_count, detail,
        )  # fmt: skip

    def reject(self, source: str, reference: str, reason: str, detail: str) -> None:
        self.one(
            "INSERT INTO news.rejection (source_id, run_id, stage, reference, reason, detail,"
            " first_seen_at, last_seen_at) VALUES (%s, %s, 'acquire', %s, %s, %s, %s, %s) RETURNING rejection_id",
            self.source(source), self.run_id, reference, reason, detail, NOON, NOON,
        )  # fmt: skip

    def count(self, measure: str, amount: int) -> None:
        self.one(
            "INSERT INTO news.run_count (run_id, measure, amount) VALUES (%s, %s, %s) RETURNING run_count_id",
            self.run_id, measure, amount,
        )  # fmt: skip

    def refresh(self) -> None:
        """Do what comes after a load."""
        refresh_reports(self.db)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with self.db.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall()


@pytest.fixture
def wire(db: Database) -> Wire:
    """An empty wire with one run."""
    made = Wire(db, 0)
    made.run_id = made.one(
        "INSERT INTO news.run (airflow_run_id, started_at) VALUES ('by hand', %s) RETURNING run_id", NOON
    )
    return made
