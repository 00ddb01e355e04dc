"""Maintenance: what is missing in the archive is told, and a document drawn by chance is restored from it."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from newswire import tasks
from newswire.acquire import archive_join
from newswire.acquire.archive import Archive
from newswire.errors import NewswireError
from newswire.settings import archive_place
from tests.small_desk import Desk


def test_the_archive_is_tried_and_what_it_lacks_is_an_alert_until_it_is_back(desk: Desk) -> None:
    desk.run(sources=["desk"])
    [(name,)] = desk.rows("SELECT DISTINCT archive_file FROM news.raw_document")
    file = Path(archive_place(), name)
    Path(archive_place(), "newswire-20200101000000-00000000.warc.gz").write_bytes(b"of a killed task")
    assert tasks.drill_archive() == {"files": 1, "unused": 1, "damaged": 0}
    whole = file.read_bytes()
    file.write_bytes(b"damaged" + whole[7:])
    desk.execute("UPDATE news.raw_document SET sha256 = sha256('other')")
    tasks.drill_archive()
    assert desk.rows("SELECT kind, subject, closed_at FROM report.alert") == [("archive_damaged", name, None)]
    file.rename(file.with_suffix(".away"))
    assert tasks.drill_archive() == {"files": 1, "unused": 1, "damaged": 1}
    assert desk.rows("SELECT count(*) FROM report.alert") == [(1,)], "it is told once"
    assert tasks.add_months()["months"] >= 0
    assert tasks.retire_articles() == {"stories": 0, "versions": 0, "entities": 0}, "no source says how long to keep"
    tasks.analyse_tables()
    assert tasks.check_tables() == {}
    desk.execute("UPDATE news.mention SET text = 'another'")
    desk.execute("UPDATE news.version_key SET loaded_at = '2020-01-01'")
    with pytest.raises(NewswireError, match="mention_within_body"):
        tasks.check_tables()


# The process is killed right before (False) or after (True) it does this.
KILLED = """
import os, signal, sys
from datetime import timedelta
from newswire import tasks
from newswire.acquire import archive, archive_join
archive_join.SETTLED = timedelta(seconds=int(sys.argv[1]))
def die_at(holder, name, is_after):
    whole = getattr(holder, name)
    def die(*arguments, **named):
        if is_after:
            whole(*arguments, **named)
        os.kill(os.getpid(), signal.SIGKILL)
    setattr(holder, name, die)
die_at({holder}, {name!r}, {is_after})
tasks.join_archive()
"""
POINTS = {
    "while the joined file is written": ("archive_join", "_chunks", False),
    "before the joined file has its name": ("archive.Path", "rename", False),
    "when the joined file is there": ("archive.Path", "rename", True),
    "before the documents move": ("tasks.maintain", "_move_documents", False),
    "when the documents have moved": ("tasks.maintain", "_move_documents", True),
    "while old files are removed": ("archive.Archive", "remove_file", True),
}


@pytest.mark.parametrize("point", POINTS)
def test_joining_the_archive_may_be_killed_and_loses_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    whole = fill_archive(desk)
    monkeypatch.setattr(archive_join, "SETTLED", timedelta(days=-1))
    if point == "while old files are removed":
        assert tasks.join_archive()["joined"] == 10
    holder, name, is_after = POINTS[point]
    code = KILLED.format(holder=holder, name=name, is_after=is_after)
    done = subprocess.run([sys.executable, "-c", code, "-86400"], check=False, env=os.environ, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert restored(desk) == whole, "after the kill"
    tasks.join_archive()
    assert restored(desk) == whole, "after the next time"
    tasks.join_archive()
    assert restored(desk) == whole, "after the old files went"
    assert len(list(Path(archive_place()).iterdir())) == 1, "also nothing unfinished"
    assert tasks.join_archive() == {"removed": 0, "joined": 0, "files": 0, "documents": 0}
    assert tasks.drill_archive() == {"files": 1, "unused": 0, "damaged": 0}


def test_two_that_join_at_once_join_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = fill_archive(desk)
    monkeypatch.setattr(archive_join, "SETTLED", timedelta(days=-1))
    code = (
        "from datetime import timedelta\nfrom newswire import tasks\nfrom newswire.acquire import archive_join\n"
        "archive_join.SETTLED = timedelta(days=-1)\ntasks.join_archive()"
    )
    other = subprocess.Popen([sys.executable, "-c", code], env=os.environ)
    tasks.join_archive()
    assert other.wait(60) == 0
    assert restored(desk) == whole
    tasks.join_archive()
    assert len(Archive(archive_place()).sizes()) == 1


def fill_archive(desk: Desk) -> dict[str, bytes]:
    """Let ten polls bring an article each, and return what the archive has of them."""
    for number in range(10):
        (desk.folder / f"{number}.txt").write_text(f"Number {number} of the wire's texts. " * 20, encoding="utf-8")
        for batch in tasks.plan_run({"sources": ["desk"]}, f"run {number}"):
            tasks.fetch_sources(batch)
    assert len(Archive(archive_place()).sizes()) == 10
    return restored(desk)


def restored(desk: Desk) -> dict[str, bytes]:
    """Return each document as its row finds it in the archive; the notes beside the documents say the same places."""
    archive = Archive(archive_place())
    rows = desk.rows("SELECT url, archive_file, archive_offset FROM news.raw_document")
    found = {url: archive.read(file, offset) for url, file, offset in rows}
    noted = {note["url"]: (note["archive_file"], note["archive_offset"]) for note in archive.notes()}
    assert {url: archive.read(*place) for url, place in noted.items()} == found
    return found
