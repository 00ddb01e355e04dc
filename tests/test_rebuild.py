"""The archive alone gives the tables back: the sample wire into one database, its archive into another."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from newswire import tasks
from newswire.acquire.archive import Archive
from newswire.sample_wire import serve_sample_wire
from tests.natural import differences, natural_rows


@pytest.mark.slow
def test_an_empty_database_and_the_archive_give_the_same_tables(
    database_dsn: Callable[[], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = database_dsn(), database_dsn()
    monkeypatch.setenv("NEWSWIRE_RUN_DIR", str(tmp_path))
    monkeypatch.setenv("NEWSWIRE_ANNOTATOR", "rules")
    monkeypatch.setenv("NEWSWIRE_DSN", first)
    with serve_sample_wire() as proxy:
        monkeypatch.setenv("NEWSWIRE_SAMPLE_PROXY", proxy)
        batches = tasks.plan_run({}, "first")
        for batch in batches:
            tasks.fetch_sources(batch)
    monkeypatch.delenv("NEWSWIRE_SAMPLE_PROXY")
    tasks.parse_articles(batches)
    for part in tasks.dedupe_articles(batches):
        tasks.enrich_articles(part)
    tasks.load_articles(batches)
    tasks.check_run(batches)
    [torn] = [file for file in (tmp_path / "archive").iterdir() if file.stat().st_size]
    with torn.open("ab") as file:
        file.write(torn.read_bytes()[:300])  # as a killed writer leaves it

    monkeypatch.setenv("NEWSWIRE_DSN", second)
    added = tasks.rebuild()
    assert added == len(list(Archive(tmp_path / "archive").notes())) > 60
    assert tasks.rebuild() == 0, "what is there stays"

    before, after = natural_rows(first), natural_rows(second)
    for row in [row for row in before["rejection"] if "'raw_document_id': None, 'stage': 'acquire'" in row]:
        del before["rejection"][row]  # a page that was never had is in no archive
    assert differences(before, after) == {}


def test_the_verb_restores_rows_and_leaves_the_stages_to_the_next_run(
    database_dsn: Callable[[], str], tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "newswire", "rebuild", "--rows-only"],
        env=os.environ | {"PYTHONPATH": "plugins", "NEWSWIRE_DSN": database_dsn(), "NEWSWIRE_RUN_DIR": str(tmp_path)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "0 documents noted in the archive, 0 rows added" in done.stderr
