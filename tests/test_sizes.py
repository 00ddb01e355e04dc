"""How many tasks a night makes of 10,000 articles, and how many bytes its tasks tell one another."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from newswire import tasks
from tests.small_desk import Desk

MOST_TASKS = 149
MOST_BYTES = 10_000
FULL = {"sources_polled": 9_999, "documents_read": 99_999, "documents_added": 99_999, "rows_added": 999_999,
        "rejections_added": 9_999, "articles_read": 99_999, "articles_added": 99_999}  # fmt: skip
BACKLOG = """
INSERT INTO news.story (source_id, guid, first_seen_at)
SELECT source_id, 'made up ' || n, now() FROM news.source, generate_series(1, 10000) AS n WHERE name = 'paper-0001';
INSERT INTO news.version_key (story_id, version, content_sha256, story_version_id)
SELECT story_id, 1, sha256(guid::bytea), story_id FROM news.story;
INSERT INTO news.story_version (story_version_id, story_id, raw_document_id, run_id, version, content_sha256,
    source_format, pubstatus, received_at, body)
SELECT story.story_id, story.story_id, document.raw_document_id, document.run_id, 1, sha256(story.guid::bytea), 'text',
    'usable', now(), story.guid
FROM news.story AS story, news.raw_document AS document
"""
DOCUMENT = """
INSERT INTO news.raw_document (source_id, run_id, url, url_key, sha256, byte_count, fetched_at, archive_file,
    archive_offset, parser_version)
SELECT source_id, (SELECT max(run_id) FROM news.run), 'a', 'a', sha256('a'), 1, now(), 'a', 0, '1'
FROM news.source WHERE name = 'paper-0001'
"""


@pytest.mark.parametrize("source_count", [40, 250])
def test_a_night_of_ten_thousand_articles_is_few_tasks_that_tell_little(
    database_dsn: Callable[[], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source_count: int
) -> None:
    """The plan and the slices are the real ones; of each task's counts the longest that there can be are taken."""
    names = [f"paper-{number:04}" for number in range(source_count)]
    entry = '[[source]]\nname = "{name}"\nkind = "files"\nfolder = "{name}"\n'
    (tmp_path / "sources.toml").write_text("".join(entry.format(name=name) for name in names), encoding="utf-8")
    monkeypatch.setenv("NEWSWIRE_SOURCES", str(tmp_path / "sources.toml"))
    monkeypatch.setenv("NEWSWIRE_RUN_DIR", str(tmp_path))
    monkeypatch.setenv("NEWSWIRE_DSN", dsn := database_dsn())
    batches = tasks.plan_run({}, "night")
    assert sorted(name for batch in batches for name in batch["sources"]) == names
    desk = Desk(dsn, tmp_path)
    desk.execute(DOCUMENT)
    desk.execute(BACKLOG)
    monkeypatch.setattr("newswire.clusters.assign_clusters", None)  # no article waits for its cluster
    slices = tasks.dedupe_articles(batches)
    assert len(slices) == 8
    mapped = len(batches) + len(slices)
    others = ["plan_run", "parse_articles", "dedupe_articles", "load_articles", "check_run"]
    assert mapped + len(others) <= MOST_TASKS
    told = [batches, slices, *[FULL] * (mapped + len(others) - 2)]
    assert sum(len(json.dumps(one)) for one in told) < MOST_BYTES
