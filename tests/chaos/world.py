"""A small world for faults: a made-up wire in files and on a loopback site, Postgres, and runs that may be killed."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from random import Random

from psycopg2.extensions import make_dsn, parse_dsn

from newswire import local
from newswire.connections import connect
from newswire.migrate import migrate
from newswire.server import EmbeddedServer
from newswire.settings import REPOSITORY
from tests.acquire.sites import send, serve
from tests.made_up.day import DAY, page, write_day
from tests.made_up.texts import Writer
from tests.natural import natural_rows

RUN_TIMEOUT_S = 300
Special = Callable[[BaseHTTPRequestHandler], None]


@dataclass(slots=True)
class Site:
    """A news site on loopback: a feed and its pages. ``special`` holds what a fault answers in their place, by path."""

    entries: int = 12
    special: dict[str, Special] = field(default_factory=dict)

    def answer(self, asked: BaseHTTPRequestHandler) -> None:
        """Answer one request."""
        story = re.fullmatch(r"/story/(\d+)", asked.path)
        if special := self.special.get(asked.path) or (story and self.special.get("/story/")):
            special(asked)
        elif asked.path == "/feed":
            send(asked, 200, self.feed(str(asked.headers["Host"])), content_type="application/rss+xml")
        elif story:
            text = Writer(Random(int(story[1]))).story(180, "Harbour Wire")
            send(asked, 200, page(int(story[1]), text, DAY).encode(), content_type="text/html; charset=utf-8")
        else:
            send(asked, 404)

    def feed(self, host: str, *, entries: int | None = None, guid: str = "site-{}") -> bytes:
        """Return the feed; by default each entry has a guid of its own."""
        items = "".join(
            f"<item><guid isPermaLink='false'>{guid.format(n)}</guid><link>http://{host}/story/{n}</link>"
            f"<title>Story {n}</title><pubDate>Tue, 17 Nov 2026 06:{n % 60:02}:00 GMT</pubDate></item>"
            for n in range(entries or self.entries)
        )
        return f"<rss version='2.0'><channel><title>Site</title>{items}</channel></rss>".encode()


class World:
    """The wire's folder, its site, and a database in which runs are made; ``reset`` makes it new again."""

    def __init__(self, folder: Path, server: EmbeddedServer, dsn: str, site: Site) -> None:
        self.folder, self.server, self.dsn, self.site = folder, server, dsn, site
        self.run_dir = folder / "run"
        self.environment: Mapping[str, str] = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("NEWSWIRE_", "AIRFLOW"))},
            "NEWSWIRE_SOURCES": str(folder / "sources.toml"),
            "NEWSWIRE_RUN_DIR": str(self.run_dir),
            "NEWSWIRE_DSN": dsn,
        }

    def prepare(self) -> None:
        """Make the tables, ours and Airflow's, and keep a copy of the empty database for ``reset``."""
        migrate(self.dsn)
        with _environment(self.environment):
            local.migrate_airflow(self.dsn, local.airflow_environment(self.dsn))
        self._copy("newswire", "pristine")

    def reset(self) -> None:
        """Bring back the empty database and forget what runs have archived; the wire stays."""
        self.site.special.clear()
        shutil.rmtree(self.run_dir / "archive", ignore_errors=True)
        self._copy("pristine", "newswire")

    def start(self, *arguments: str, **environment: str) -> "subprocess.Popen[bytes]":
        """Start a run as a person would, in a process group of its own; what it prints goes to ``run.log``."""
        with self._log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "newswire", "run", "--sources", "enabled", *arguments],
                env={**self.environment, **environment}, cwd=REPOSITORY, stdin=subprocess.DEVNULL, stdout=log,
                stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip

    def run(self, *, timeout_s: float = RUN_TIMEOUT_S, **environment: str) -> int:
        """Make a whole run and return its exit status; one that takes longer is killed and gives -9."""
        child = self.start(**environment)
        try:
            return child.wait(timeout_s)
        except subprocess.TimeoutExpired:
            kill(child)
            return -signal.SIGKILL

    def content(self) -> dict[str, Counter[str]]:
        """Return what the tables say."""
        return natural_rows(self.dsn)

    def said(self) -> str:
        """Return what all runs have printed so far."""
        return self._log.read_text(encoding="utf-8", errors="replace") if self._log.exists() else ""

    def log(self) -> str:
        """Return what the latest run has logged."""
        logs = sorted((self.run_dir / "logs").glob("*.log"))
        return logs[-1].read_text(encoding="utf-8", errors="replace") if logs else ""

    def wait_until(self, words: str, child: "subprocess.Popen[bytes]", *, after: int) -> bool:
        """Wait until the run prints the words past character ``after`` of ``said``; False where it ended before."""
        while child.poll() is None:
            if words in self.said()[after:]:
                return True
            time.sleep(0.02)
        return False

    def command(self, statement: str) -> None:
        """Run one statement in the maintenance database."""
        with closing(connect(str(make_dsn(self.dsn, dbname="postgres")))) as db:
            db.autocommit = True
            with db.cursor() as cursor:
                cursor.execute(statement)

    @property
    def _log(self) -> Path:
        return self.folder / "run.log"

    def _copy(self, source: str, target: str) -> None:
        self.command(f"DROP DATABASE IF EXISTS {target} WITH (FORCE)")
        self.command(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{source}'")
        self.command(f"CREATE DATABASE {target} TEMPLATE {source} STRATEGY file_copy")


def kill(child: "subprocess.Popen[bytes]") -> None:
    """Kill the run's whole process group at once, as a machine does that loses its power."""
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


@contextmanager
def small_world(folder: Path, *, documents: int = 40) -> Iterator[World]:
    """Yield a prepared world in the folder, with a Postgres of its own in ``folder/postgres``."""
    with ExitStack() as stack:
        site = Site()
        address = stack.enter_context(serve(site.answer))
        folder.mkdir(parents=True, exist_ok=True)
        write_day(folder, documents, word_count=160)
        with (folder / "sources.toml").open("a", encoding="utf-8") as sources:
            sources.write(
                f'[[source]]\nname = "web"\nkind = "feed"\nurl = "{address}/feed"\n'
                "allow_private = true\nmin_delay_s = 0\n"
            )
        server = EmbeddedServer(folder / "postgres")
        stack.callback(server.stop)
        dsn = server.start()
        assert parse_dsn(dsn)["dbname"] == "newswire"
        world = World(folder, server, dsn, site)
        world.command("ALTER SYSTEM SET max_wal_size = '96MB'")  # by default a gigabyte, and its disk may be small
        world.command("SELECT pg_reload_conf()")
        world.prepare()
        yield world


@contextmanager
def _environment(values: Mapping[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
