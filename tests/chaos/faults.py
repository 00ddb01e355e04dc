"""The faults: each takes a fresh world, does its harm, lets a run go on without harm, and says what it did."""

import os
import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from random import Random

from newswire.connections import connect
from newswire.report.checks import run_checks
from tests.acquire.sites import send
from tests.chaos.services import failures, services, trigger, wait_for_end, wait_for_task
from tests.chaos.world import World, kill
from tests.natural import differences

Content = dict[str, Counter[str]]


class SkippedError(Exception):
    """This machine can't do this harm; the message says what it lacks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One kind of harm. ``inject`` does it and returns how often; ``leaves`` names tables that may differ after it."""

    name: str
    inject: Callable[[World, Random], int]
    leaves: frozenset[str] = frozenset()
    is_other_wire: bool = False  # the content can't equal the reference; the data checks must hold


def survive(world: World, fault: Fault, reference: Content, chance: Random) -> tuple[int, list[str]]:
    """Do the harm, make a run without harm, and return how often harm was done and what differs from the reference."""
    injected = fault.inject(world, chance)
    world.site.special.clear()
    status = world.run()
    if status:
        return injected, [f"the run after it failed with {status}: {world.said()[-600:]}\n{world.log()[-6000:]}"]
    with closing(connect(world.dsn)) as db:
        broken = [f"check {c.name}: {len(c.rows)} rows" for c in run_checks(db) if c.rows and c.severity == "stop"]
    if fault.is_other_wire:
        return injected, broken
    content = {table: rows for table, rows in world.content().items() if table not in fault.leaves}
    wanted = {table: rows for table, rows in reference.items() if table not in fault.leaves}
    return injected, broken + [f"{table}: {said}" for table, said in differences(wanted, content).items()]


def killed_at_a_random_moment(world: World, chance: Random) -> int:
    """Kill the run's processes twice, each time somewhere between its start and its end."""
    for _ in range(2):
        after = len(world.said())
        child = world.start()
        if world.wait_until("running ", child, after=after):
            stage = chance.choice(
                ("plan: ", "fetch so far", "parse so far", "dedupe: ", "enrich so far", "load so far")
            )
            world.wait_until(stage, child, after=after)
            time.sleep(chance.random() * 2)
        kill(child)
    return 2


def database_killed(world: World, chance: Random) -> int:
    """Kill Postgres with -9 while the run loads, and start it again."""
    after = len(world.said())
    child = world.start()
    world.wait_until(chance.choice(("parse so far", "enrich so far", "load so far")), child, after=after)
    pid = int((world.folder / "postgres" / "data" / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0])
    _kill_in_namespace(pid, world)
    child.wait()
    world.server.start()
    return 1


def _kill_in_namespace(pid: int, world: World) -> None:
    """Kill the postmaster; its number is the same outside of its user namespace."""
    command = Path(f"/proc/{pid}/cmdline").read_bytes()
    assert str(world.folder).encode() in command, "that process is not ours"
    os.kill(pid, signal.SIGKILL)


def connections_cut(world: World, chance: Random) -> int:
    """Cut one connection of the run after another."""
    child = world.start()
    cut = 0
    while child.poll() is None and cut < 5:
        time.sleep(0.5 + chance.random())
        with closing(connect(world.dsn)) as db, db, db.cursor() as cursor:
            cursor.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM (SELECT pid FROM pg_stat_activity WHERE datname = "
                "current_database() AND pid <> pg_backend_pid() ORDER BY random() LIMIT 1) AS one"
            )
            cut += cursor.fetchone()[0]
    child.wait()
    return cut


def archive_full(world: World, _chance: Random) -> int:
    """Give the archive a disk of 64 kB, then a large one that has what the small one took."""
    archive, kept = world.run_dir / "archive", world.folder / "kept"
    with small_disk(archive, "64k"):
        world.run()
        shutil.copytree(archive, kept)
    shutil.copytree(kept, archive, dirs_exist_ok=True)
    shutil.rmtree(kept)
    return 1


def database_full(world: World, _chance: Random) -> int:
    """Fill the disk of the database while a run goes on."""
    if (world.folder / "postgres").stat().st_dev == world.folder.stat().st_dev:
        raise SkippedError("the world's database is not on a small disk of its own")
    free = os.statvfs(world.folder / "postgres")
    filler = world.folder / "postgres" / "filler"
    with filler.open("wb") as file, suppress(OSError):
        left = free.f_bavail * free.f_frsize - 1_500_000
        while left > 0:
            left -= file.write(b"\0" * min(left, 1_000_000))
    world.run()
    filler.unlink()
    world.server.stop()
    world.server.start()
    return 1


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[None]:
    """Mount a disk of that size on the folder while the block runs. Raises SkippedError where that is not allowed."""
    folder.mkdir(parents=True, exist_ok=True)
    mount, umount = shutil.which("mount"), shutil.which("umount")
    asked = [mount or "mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if not mount or not umount or subprocess.run(asked, check=False, capture_output=True).returncode:
        raise SkippedError("mounting a small disk needs root and a system that allows it")
    try:
        yield
    finally:
        subprocess.run([umount, "-l", str(folder)], check=True)


def two_runs_at_once(world: World, _chance: Random) -> int:
    """Start two runs at the same time."""
    both = [world.start(), world.start()]
    for child in both:
        child.wait()
    return 1


def scheduler_restarted(world: World, chance: Random) -> int:
    """Kill Airflow's scheduler with its workers in the middle of a run, and start the services again."""
    task = chance.choice(("parse_articles", "dedupe_articles", "load_articles"))
    with services(world) as up:
        run = trigger(up)
        wait_for_task(up, run, task)
        os.killpg(up.pids["scheduler"], signal.SIGKILL)
    with services(world) as up:
        state = wait_for_end(up, run)
        assert state == "success", f"the run that was cut off ended in state {state}: {failures(up, run)}"
    return 1


def clock_jumps(world: World, chance: Random) -> int:
    """Run with a clock that is hours ahead, then with one that is behind."""
    if not shutil.which("faketime"):
        raise SkippedError("needs Debian's package faketime")
    library = next(Path("/usr/lib").rglob("libfaketimeMT.so.1"), None)  # the one for programs with threads
    if library is None:
        raise SkippedError("libfaketimeMT.so.1 is not under /usr/lib")
    for hours in (chance.randint(2, 30), -chance.randint(2, 30)):
        child = world.start(LD_PRELOAD=str(library), FAKETIME=f"{hours:+d}h", FAKETIME_DONT_FAKE_MONOTONIC="1")
        time.sleep(8 + 4 * chance.random())
        kill(child)
    return 2


def source_stalls(world: World, _chance: Random) -> int:
    """Let pages drip, a byte in five seconds, and the feed answer nothing at all."""

    def drip(asked: BaseHTTPRequestHandler) -> None:
        asked.send_response(200)
        asked.send_header("Content-Length", "100000")
        asked.end_headers()
        with suppress(OSError):
            for _ in range(60):
                asked.wfile.write(b"x")
                time.sleep(5)

    world.site.special["/story/3"] = drip
    world.run(timeout_s=600)
    return 1


def source_floods(world: World, _chance: Random) -> int:
    """Let the feed list a hundred thousand entries."""
    world.site.special["/feed"] = lambda asked: send(
        asked, 200, world.site.feed(str(asked.headers["Host"]), entries=100_000), content_type="application/rss+xml"
    )
    child = world.start()
    with suppress(subprocess.TimeoutExpired):
        child.wait(60)
    kill(child)
    return 1


def source_changes_its_layout(world: World, _chance: Random) -> int:
    """Let every page be a list of links without a story."""
    links = b"<html><body>" + b"<li><a href='/a'>Read on</a></li>" * 300 + b"</body></html>"
    world.site.special["/story/"] = lambda asked: send(asked, 200, links, content_type="text/html")
    world.run()
    return 1


def one_guid_for_everything(world: World, _chance: Random) -> int:
    """Let all entries of the feed have the same guid."""
    world.site.special["/feed"] = lambda asked: send(
        asked, 200, world.site.feed(str(asked.headers["Host"]), guid="same"), content_type="application/rss+xml"
    )
    world.run()
    return 1


POISON = {
    "one-word.txt": "a" * 90_000,
    "marks.txt": '"' * 50_000 + " he said.",
    "brackets.txt": "(" * 40_000,
    "commas.txt": "said, " * 16_000,
    "names.txt": "Ada Brook said " * 6_000,
    "lines.txt": "said\n" * 19_000,
    "nul.txt": "The mayor\0 said \x01so. " * 2_000,
    "combining.txt": "a" + "\u0301" * 60_000,
    "right-to-left.txt": "\u202e\u2066said \u200b" * 8_000,
    "huge.txt": "The mayor of Ashford said the old bridge may close. " * 4_000,
}


def poisoned_articles(world: World, _chance: Random) -> int:
    """Put texts among the files that are made to crash or hang what reads them."""
    folder = world.folder / "archive"
    for name, text in POISON.items():
        (folder / name).write_text(text, encoding="utf-8")
    try:
        world.run()
    finally:
        for name in POISON:
            (folder / name).unlink()
    return len(POISON)


WHAT_WAS_SEEN = frozenset({"rejection", "raw_document"})  # rows that say that something was wrong stay
FAULTS = (
    Fault(name="processes killed", inject=killed_at_a_random_moment),
    Fault(name="Postgres killed", inject=database_killed),
    Fault(name="connections cut", inject=connections_cut),
    Fault(name="archive's disk full", inject=archive_full, leaves=frozenset({"rejection"})),
    Fault(name="database's disk full", inject=database_full),
    Fault(name="two runs at once", inject=two_runs_at_once),
    Fault(name="scheduler restarted", inject=scheduler_restarted),
    Fault(name="clock jumps", inject=clock_jumps),
    Fault(name="source stalls", inject=source_stalls, leaves=frozenset({"rejection"})),
    Fault(name="source floods", inject=source_floods, is_other_wire=True),
    Fault(name="source changes its layout", inject=source_changes_its_layout, leaves=WHAT_WAS_SEEN),
    Fault(name="one guid for everything", inject=one_guid_for_everything, is_other_wire=True),
    Fault(name="poisoned articles", inject=poisoned_articles, is_other_wire=True),
)
