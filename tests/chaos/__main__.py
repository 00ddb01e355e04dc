"""Do harm to runs and see that nothing is lost or doubled: ``python -m tests.chaos``, with ``--short`` as in CI.

Each fault gets an empty database, does its harm, and is followed by one run without harm. What the tables then say must
equal what a run without faults leaves. Prints a line for each fault; exit status 1 where one was not survived.
"""

import argparse
import signal
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from random import Random

from tests.chaos.faults import FAULTS, Fault, SkippedError, small_disk, survive
from tests.chaos.world import World, small_world

SHORT = ("processes killed", "Postgres killed", "two runs at once", "poisoned articles")
KILLS_EACH = 2  # of one fault "processes killed"
DATABASE_DISK = "600m"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50, help="at how many moments the run is killed")
    parser.add_argument("--only", choices=[fault.name for fault in FAULTS], action="append")
    parser.add_argument("--short", action="store_true", help="a few faults, as in CI")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that servers and disks of this process end with it
    names = options.only or (SHORT if options.short else [fault.name for fault in FAULTS])
    kills = 2 if options.short else options.kills
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        database = Path(folder) / "world" / "postgres"
        try:
            stack.enter_context(small_disk(database, DATABASE_DISK))
        except SkippedError:
            print("no small disk here: the database's disk is not filled")
        world = stack.enter_context(small_world(Path(folder) / "world"))
        sys.exit(1 if _torment(world, [fault for fault in FAULTS if fault.name in names], kills, options.seed) else 0)


def _torment(world: World, faults: list[Fault], kills: int, seed: int) -> bool:
    """Do each fault as often as is asked, print how it went, and return whether one was not survived."""
    started = time.monotonic()
    assert world.run() == 0, world.said()[-2000:]
    reference = world.content()
    print(
        f"a run without faults: {sum(map(Counter.total, reference.values()))} rows, {time.monotonic() - started:.0f} s",
        flush=True,
    )
    print(f"{'fault':28}{'injected':>9}{'survived':>9}{'seconds':>9}", flush=True)
    has_failed = False
    for fault in faults:
        injected = survived = 0
        told: list[str] = []
        started = time.monotonic()
        for number in range(max(1, kills // KILLS_EACH) if fault.name == "processes killed" else 1):
            world.reset()
            try:
                done, wrong = survive(world, fault, reference, Random(f"{seed} {fault.name} {number}"))
            except SkippedError as error:
                told.append(f"skipped: {error}")
                continue
            except (AssertionError, OSError) as error:  # the other faults are still worth a try
                done, wrong = 1, [f"{type(error).__name__}: {error}"]
            injected += done
            survived += 0 if wrong else done
            told += wrong
        has_failed = has_failed or survived < injected
        print(f"{fault.name:28}{injected:9}{survived:9}{time.monotonic() - started:9.0f}", flush=True)
        for line in told:
            print(f"    {line}", flush=True)
    return has_failed


if __name__ == "__main__":
    main()
