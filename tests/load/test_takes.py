"""Takes that come in documents of their own, in any order and in any number of runs, make one article."""

import hashlib
import itertools
import random
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from newswire.acquire.archive import Archive
from newswire.acquire.poll import poll_source
from newswire.batches import parse_batch
from newswire.db import Database
from newswire.enrich.model import ANNOTATOR_VERSION
from newswire.load.annotations import add_annotations
from newswire.load.stories import load_stories
from newswire.records import Source, SourceKind
from newswire.report.checks import run_checks

NOW = datetime(2026, 11, 20, 6, tzinfo=UTC)
Runs = Sequence[Sequence[bytes]]
SHOWN = """
    SELECT guid, version, signals, headline, body, word_count, language, published_at, version_count
    FROM report.article
    ORDER BY guid
"""


def take(number: int, text: str, *, slug: str, sent: str = "0715") -> bytes:
    head = f"\x01mwa{number:04} 3 i 93  mw 0007\r\n\r\n{slug}/\r\n\x02"
    return f"{head}{text}\r\n\x0312{sent} GMT Nov 26\r\n\x04".encode()


WORDS = "The harbour master said on Thursday that the quay would stay shut, and that nobody knew for how long. "
FIRST = take(42, f"Quay shut\r\n\r\n{WORDS}\r\n\r\n(more)", slug="Quay-Shut")
UNMARKED = take(42, f"Quay shut\r\n\r\n{WORDS}", slug="Quay-Shut")
SECOND = take(43, f"A second ferry turned round. {WORDS}\r\n\r\n(more)", slug="Quay-Shut 2", sent="0720")
THIRD = take(44, f"The third day was calm. {WORDS}", slug="Quay-Shut 3", sent="0725")
KILL = take(45, "KILL\r\nQuay shut\r\n\r\nKill the story.", slug="Quay-Shut", sent="0800")
EMBARGO = take(43, f"EMBARGOED UNTIL 0001 GMT\r\n\r\nA second ferry. {WORDS}", slug="Quay-Shut 2", sent="0720")
UNREAD = take(43, f"EMBARGOED UNTIL FURTHER NOTICE\r\n\r\nA second ferry. {WORDS}", slug="Quay-Shut 2", sent="0720")


@pytest.fixture
def deliver(db: Database, tmp_path: Path) -> Callable[[Runs], list[tuple[Any, ...]]]:
    """Return a function that takes in documents, run by run, and gives what the reports then show."""

    def run_all(runs: Runs) -> list[tuple[Any, ...]]:
        with db.cursor() as cursor:
            cursor.execute(
                "INSERT INTO news.run (airflow_run_id, started_at) VALUES ('t', %s) RETURNING run_id", (NOW,)
            )
            run_id = cursor.fetchone()[0]
            cursor.execute(
                "INSERT INTO news.source (name, kind, location, timezone, is_enabled, language) "
                "VALUES ('desk', 'files', %s, 'UTC', TRUE, 'en')",
                (str(tmp_path / "wire"),),
            )
        source = Source(name="desk", kind=SourceKind.FILES, location=str(tmp_path / "wire"))
        (tmp_path / "wire").mkdir()
        for number, run in enumerate(runs):
            with closing(Archive(tmp_path / f"archive{number}")) as archive:
                for turn, data in enumerate(run):
                    (tmp_path / "wire" / f"{number}-{turn}.txt").write_bytes(data)
                poll_source(db, source, run_id=run_id, now=NOW, archive=archive, pause=lambda: None)
                while parse_batch(db, archive, run_id, NOW) is not None:
                    pass
            _settle(db)
        with db.cursor() as cursor:
            cursor.execute(SHOWN)
            return cursor.fetchall()

    return run_all


def _settle(db: Database) -> None:
    """Annotate every text with nothing, and load."""
    with db.cursor() as cursor:
        cursor.execute("SELECT DISTINCT body FROM news.article")
        texts = [row[0] for row in cursor.fetchall()]
    nothing: dict[str, Any] = {"entities": [], "quotes": []}
    add_annotations(db, ANNOTATOR_VERSION, [(hashlib.sha256(text.encode()).digest(), nothing) for text in texts])
    last: int | None = 0
    while last is not None:
        last = load_stories(db, annotator_version=ANNOTATOR_VERSION, after_story_id=last, batch_size=10).last_story_id
    assert not [result.name for result in run_checks(db) if result.rows and result.severity == "stop"]


def sentences(shown: list[tuple[Any, ...]]) -> list[str]:
    """Return the first sentence of each paragraph of the one article that is shown."""
    assert len(shown) == 1
    return [" ".join(paragraph.split())[:11] for paragraph in shown[0][4].split("\n\n")]


IN_ORDER = ["The harbour", "A second fe", "The third d"]


@pytest.mark.parametrize("first", [FIRST, UNMARKED], ids=["marked", "unmarked"])
def test_takes_of_several_documents_are_one_article(deliver, first: bytes) -> None:
    shown = deliver([[first], [SECOND], [THIRD]])
    assert sentences(shown) == IN_ORDER
    assert shown[0][3] == "Quay shut"


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
@pytest.mark.parametrize("first", [FIRST, UNMARKED], ids=["marked", "unmarked"])
@pytest.mark.parametrize("is_one_run", [True, False])
def test_shuffled_takes_show_the_same(deliver, first: bytes, order: tuple[int, ...], is_one_run: bool) -> None:
    documents = [first, SECOND, THIRD]
    shuffled = [documents[turn] for turn in order]
    [row] = deliver([shuffled] if is_one_run else [[one] for one in shuffled])
    guid, version, _signals, headline, body, words, *_rest, version_count = row
    assert guid == "iptc-7901:mwa:20261112:quay-shut"
    assert (version, headline, words, version_count) == (3, "Quay shut", len(body.split()), 3 - (first is UNMARKED))
    assert [" ".join(paragraph.split())[:11] for paragraph in body.split("\n\n")] == IN_ORDER


@pytest.mark.parametrize("seed", range(6))
def test_any_cut_into_runs_with_documents_twice_shows_the_same(deliver, seed: int) -> None:
    chance = random.Random(seed)
    documents = [FIRST, SECOND, THIRD, SECOND, FIRST + THIRD]
    chance.shuffle(documents)
    cut = chance.randint(0, 5)
    assert sentences(deliver([documents[:cut], documents[cut:]])) == IN_ORDER


def test_a_missing_take_loses_no_text(deliver) -> None:
    assert sentences(deliver([[THIRD], [FIRST]])) == [IN_ORDER[0], IN_ORDER[2]]


def test_a_first_take_that_comes_late_takes_the_place_of_the_unmarked_one(deliver) -> None:
    shown = deliver([[UNMARKED], [SECOND], [FIRST]])
    assert [row[0].startswith("iptc-7901:mwa:20261112") for row in shown].count(True) == 1
    assert len(shown) == 2, "the unmarked text is a story of its own again"


@pytest.mark.parametrize("runs", [[[FIRST, SECOND], [KILL]], [[KILL], [SECOND], [FIRST]]])
def test_a_kill_of_the_slug_hides_the_whole_story(deliver, runs: Runs) -> None:
    assert deliver(runs) == []


def test_an_embargo_on_one_take_holds_for_all(deliver, db: Database) -> None:
    deliver([[FIRST, EMBARGO]])
    with db.cursor() as cursor:
        cursor.execute("SELECT embargoed_until FROM news.story_version WHERE take_count IS NOT NULL")
        assert cursor.fetchall() == [(datetime(2026, 11, 13, 0, 1, tzinfo=UTC),)]


def test_an_embargo_that_can_not_be_read_hides_all_takes(deliver) -> None:
    assert deliver([[FIRST], [UNREAD]]) == []
