"""Fixtures for tests that want stories in the tables: a source, a run and a document to hang versions on."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from newswire.clean.clean import CLEANER_VERSION
from newswire.load.versions import StagedVersion, add_versions
from newswire.records import CleanText, ParsedItem, PubStatus, SourceFormat

NOW = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)


@pytest.fixture
def add_version(db) -> Callable[..., dict[Any, int]]:
    """Return a function that loads one version of a story, and creates its source, run and document when needed."""

    def ids() -> tuple[int, int, int]:
        with db.cursor() as cursor:
            cursor.execute(
                "INSERT INTO news.source (name, kind, location, timezone, is_enabled) "
                "VALUES ('desk', 'files', '/desk', 'UTC', TRUE) ON CONFLICT (name) DO NOTHING"
            )
            cursor.execute(
                "INSERT INTO news.run (airflow_run_id, started_at) VALUES ('test', %s) ON CONFLICT DO NOTHING", (NOW,)
            )
            cursor.execute(
                "INSERT INTO news.raw_document (source_id, run_id, url, url_key, sha256, byte_count, fetched_at, "
                "archive_file, archive_offset) "
                "SELECT source_id, run_id, 'file:a', 'file:a', sha256('a'), 1, %s, 'a', 0 FROM news.source, news.run "
                "ON CONFLICT DO NOTHING",
                (NOW,),
            )
            cursor.execute("SELECT source_id, run_id, raw_document_id FROM news.raw_document")
            return cursor.fetchone()

    def add(version: int, body: str, clean: CleanText | None = None, **fields: Any) -> dict[Any, int]:
        source_id, run_id, raw_document_id = ids()
        item = replace(
            ParsedItem(
                source_format=SourceFormat.NEWSML_G2, guid="tag:desk.example,2026:1", version=version, body=body
            ),
            **fields,
        )
        staged = StagedVersion(
            source_id=source_id,
            raw_document_id=raw_document_id,
            run_id=run_id,
            received_at=NOW,
            item=item,
            clean=clean if clean is not None else CleanText(body=body, language="en") if body else None,
            cleaner_version=CLEANER_VERSION,
        )
        return add_versions(db, [staged])

    return add


@pytest.fixture
def rows(db) -> Callable[..., list[tuple[Any, ...]]]:
    """Return a function that runs a query of the test and gives its rows."""

    def fetch(query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        with db.cursor() as cursor:
            cursor.execute(query, parameters)
            return cursor.fetchall()

    return fetch


KILL = {"pubstatus": PubStatus.CANCELED}
