"""Several machines at once: real processes that migrate, ask one server, write one archive and claim the same work."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from itertools import pairwise
from pathlib import Path

import pytest

from newswire.acquire.archive import Archive
from newswire.settings import REPOSITORY
from tests.acquire.sites import send, serve
from tests.natural import differences, natural_rows

MACHINES = 3
SOURCES = """
[[source]]
name = "desk"
kind = "files"
folder = "desk"

[[source]]
name = "paper"
kind = "feed"
url = "{address}/feed.xml"
allow_private = true
min_delay_s = 0.05
"""
# What the DAG's tasks do, in their order, after a migration that all machines begin at the same moment.
MACHINE = """
import os, sys
from newswire.migrate import migrate
from tests.run_tasks import run_tasks
migrate(os.environ["NEWSWIRE_DSN"])
run_tasks(sys.argv[1])
"""
TEXT = (
    'PORT VELLAN (Meridian Wire) - Pier {n} will close on Monday, mayor Ada Brenn said.\n\n"We have no choice but to '
    'close pier {n}," Brenn told reporters. "Its pumps are {n}{n} years old and {n} of them leak."\n'
)


class Paper:
    """A site of one feed and its pages; it notes when it was asked, and how many asked at once."""

    def __init__(self) -> None:
        self.asked: list[tuple[float, str]] = []
        self.at_once = self.most_at_once = 0
        self._lock = threading.Lock()

    def __call__(self, asked: BaseHTTPRequestHandler) -> None:
        with self._lock:
            self.asked.append((time.monotonic(), asked.path))
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        time.sleep(0.02)
        if asked.path == "/feed.xml":
            items = "".join(f"<item><guid>{n}</guid><link>/p{n}</link><title>Pier {n}</title></item>" for n in range(8))
            send(asked, 200, f"<rss version='2.0'><channel><title>S</title>{items}</channel></rss>".encode())
        elif asked.path.startswith("/p"):
            paragraphs = TEXT.format(n=asked.path[2:]).replace("\n\n", "</p><p>")
            send(asked, 200, f"<html><body><article><p>{paragraphs}</p></article></body></html>".encode())
        else:
            send(asked, 404, b"")
        with self._lock:
            self.at_once -= 1


@contextmanager
def workplace(folder: Path) -> Iterator[tuple[Paper, dict[str, str]]]:
    """Yield a site, and the environment of a machine that reads it and a folder of files."""
    (folder / "desk").mkdir(parents=True)
    for n in range(30, 50):
        (folder / "desk" / f"{n}.txt").write_text(TEXT.format(n=n), encoding="utf-8")
    paper = Paper()
    with serve(paper) as address:
        (folder / "sources.toml").write_text(SOURCES.format(address=address), encoding="utf-8")
        yield (
            paper,
            os.environ
            | {
                "NEWSWIRE_ANNOTATOR": "rules",
                "NEWSWIRE_RUN_DIR": str(folder / "run"),
                "NEWSWIRE_SOURCES": str(folder / "sources.toml"),
            },
        )


def start(environment: dict[str, str], dsn: str, name: str) -> subprocess.Popen[str]:
    environment = environment | {"NEWSWIRE_DSN": dsn}
    command = [sys.executable, "-c", MACHINE, name]
    return subprocess.Popen(command, env=environment, cwd=REPOSITORY, stderr=subprocess.PIPE, text=True)


@pytest.mark.slow
def test_machines_that_do_one_night_at_the_same_time_leave_what_one_alone_leaves(
    empty_database_dsn: Callable[[], str], tmp_path: Path
) -> None:
    together, alone = empty_database_dsn(), empty_database_dsn()
    with workplace(tmp_path) as (paper, environment):
        machines = [start(environment, together, f"machine-{number}") for number in range(MACHINES)]
        said = [machine.communicate(timeout=240)[1] for machine in machines]
        assert [machine.returncode for machine in machines] == [0] * MACHINES, said
        # A server is asked by one at a time, no faster than it allows, and for each page once.
        assert paper.most_at_once == 1
        times = [at for at, path in paper.asked if path != "/robots.txt"]  # which the first page follows at once
        assert min(after - before for before, after in pairwise(times)) >= 0.05
        pages = [path for _at, path in paper.asked if path.startswith("/p")]
        assert len(pages) == len(set(pages)) == 8
        # An archive file has one writer: every record of every file can be read where it is noted.
        archive = Archive(tmp_path / "run" / "archive")
        notes = list(archive.notes())
        assert {note["url"].rpartition("/")[2] for note in notes} >= {"feed.xml", *(path[1:] for path in pages)}
        assert all(archive.read(note["archive_file"], note["archive_offset"]) for note in notes)
        one = start(environment | {"NEWSWIRE_RUN_DIR": str(tmp_path / "alone")}, alone, "alone")
        assert one.communicate(timeout=240)[1] is not None
        assert one.returncode == 0
    assert differences(natural_rows(together), natural_rows(alone)) == {}
