"""Fuzz each door of the program: ``python -m tests.fuzz [--seconds 60] [--only parse] [--seed 1]``.

Seeds are our samples and, where it is there, the outside material. Each target runs in a process of its own; an input
that raises, breaks a promise, ends the process, hangs, or costs more time than its size allows is kept in a file, and
the exit status is 1. ``--again FILE --only TARGET`` tries a kept input once more.
"""

import argparse
import hashlib
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path
from random import Random

from newswire.settings import run_dir
from tests.fuzz.mutate import mutated, seeds
from tests.fuzz.targets import TARGETS, Target

HANG_S = 90
MAX_GROWTH_MB = 1500  # beyond what the target takes at first; the model takes most of it


def main() -> None:
    """Print a line for each target."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60, help="for each target")
    parser.add_argument("--only", choices=[target.name for target in TARGETS], action="append")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--again", type=Path, help="a kept input")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    chosen = [target for target in TARGETS if not options.only or target.name in options.only]
    if options.again:
        for target in chosen:
            target.call(options.again.read_bytes())
    elif options.child:
        work(chosen[0], options.seconds, options.seed, options.child)
    else:
        print(f"seed {options.seed}", flush=True)
        print(f"{'target':14}{'inputs':>9}{'failures':>9}{'slowest, s':>12}{'memory, MB':>12}", flush=True)
        failures = [watch(target, options.seconds, options.seed) for target in chosen]
        sys.exit(1 if any(failures) else 0)


def work(target: Target, seconds: float, seed: int, folder: Path) -> None:
    """Feed one target until the time is over; what is being tried lies in ``current``, so that a crash is known."""
    chance = Random(f"{target.name} {seed}")
    known = seeds(*target.folders)
    target.call(known[0])
    base_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    done, slowest, ends_at = 0, 0.0, time.monotonic() + seconds
    while time.monotonic() < ends_at:
        data = mutated(chance, known)
        (folder / "current").write_bytes(data)
        signal.alarm(HANG_S)
        started = time.process_time()
        try:
            target.call(data)
        except Exception:  # noqa: BLE001  any exception is what is looked for
            keep(target, data, traceback.format_exc(limit=-6))
        spent = time.process_time() - started
        signal.alarm(0)
        if spent > target.base_s + target.seconds_each_kb * len(data) / 1000:
            keep(target, data, f"took {spent:.1f} s for {len(data)} bytes")
        done, slowest = done + 1, max(slowest, spent)
        (folder / "sums").write_text(f"{done} {slowest}", encoding="ascii")
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - base_kb) / 1000
    (folder / "grown").write_text(str(grown), encoding="ascii")
    if grown > MAX_GROWTH_MB:
        keep(target, b"", f"memory grew by {grown:.0f} MB")


def watch(target: Target, seconds: float, seed: int) -> int:
    """Run one target in a child, print how it went and return how many inputs failed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        command = [sys.executable, "-m", "tests.fuzz", "--child", name, "--only", target.name]
        done = subprocess.run(
            [*command, "--seconds", str(seconds), "--seed", str(seed)], check=False, capture_output=True, text=True
        )
        if done.returncode and (folder / "current").exists():
            said = f"the process ended with {done.returncode}: {done.stderr[-1500:]}"
            keep(target, (folder / "current").read_bytes(), said)
        elif done.returncode:
            print(done.stderr[-3000:], file=sys.stderr)
            return 1
        count, slowest = (folder / "sums").read_text(encoding="ascii").split()
        grown = float((folder / "grown").read_text(encoding="ascii")) if (folder / "grown").exists() else 0
    failures = done.stdout.count("KEPT ") + bool(done.returncode)
    print(f"{target.name:14}{count:>9}{failures:9}{float(slowest):12.2f}{grown:12.0f}", flush=True)
    if failures:
        print(done.stdout, flush=True)
    return failures


def keep(target: Target, data: bytes, why: str) -> None:
    """Write the input where a person finds it, and say what went wrong."""
    folder = Path(os.environ.get("NEWSWIRE_ARTEFACTS") or run_dir()) / "fuzz"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{target.name.replace(' ', '-')}-{hashlib.sha256(data).hexdigest()[:12]}"
    path.write_bytes(data)
    print(f"KEPT {path}\n{why}", flush=True)


if __name__ == "__main__":
    main()
