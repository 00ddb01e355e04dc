"""The whole path over a made-up day: what the tables say does not depend on the order of arrival, nor on company."""

import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from newswire.settings import REPOSITORY
from tests.made_up.day import Document, made_up_day, write_documents
from tests.natural import differences, natural_rows

pytestmark = pytest.mark.slow

# What was ever met stays in these: the texts and names of versions that another one has replaced since.
MET = {"annotation", "entity", "entity_alias", "version_change"}
ONE_RUN = (sys.executable, "-m", "tests.run_tasks")
Content = dict[str, Counter[str]]


@pytest.fixture
def tables_after(database_dsn: Callable[[], str], tmp_path: Path) -> Callable[..., Content]:
    """Return a function that loads batches of documents, each by so many runs at once, and says what the tables say."""

    def load(*batches: Sequence[Document], at_once: int = 1) -> Content:
        dsn, folder = database_dsn(), tmp_path / "wire"
        environment = os.environ | {
            "NEWSWIRE_DSN": dsn,
            "NEWSWIRE_SOURCES": str(folder / "sources.toml"),
            "NEWSWIRE_RUN_DIR": str(tmp_path / f"run-{dsn[-8:]}"),
            "NEWSWIRE_ANNOTATOR": "rules",
            "PYTHONPATH": str(REPOSITORY / "plugins"),
        }
        for document in (document for batch in batches for document in batch):
            (folder / document.path).unlink(missing_ok=True)
        for number, batch in enumerate(batches):
            write_documents(folder, batch)
            runs = [
                subprocess.Popen([*ONE_RUN, f"{number}-{one}"], env=environment, cwd=REPOSITORY)
                for one in range(at_once)
            ]
            assert [run.wait() for run in runs] == [0] * at_once
        if at_once > 1:  # what one of them left as the others had it in hand
            subprocess.run([*ONE_RUN, "last"], env=environment, cwd=REPOSITORY, check=True)
        return {table: rows for table, rows in natural_rows(dsn).items() if table not in MET}

    return load


def test_three_runs_at_once_and_files_in_any_order_say_the_same_as_one_run(tables_after) -> None:
    day = list(made_up_day(70, word_count=160))
    expected = tables_after(day)
    assert expected["quote"].total() > 100
    assert differences(expected, tables_after(day, at_once=3)) == {}, "three at once"
    shuffled = random.Random(3).sample(day, len(day))
    assert differences(expected, tables_after(*(shuffled[start::3] for start in range(3)))) == {}, "in three parts"
