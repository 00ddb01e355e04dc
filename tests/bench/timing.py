"""What work costs: by the clock, or by the processor, which other programs on the machine change less."""

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil


def timed(work: Callable[[], object]) -> float:
    """Return how many seconds the work takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def processor_timed(work: Callable[[], object], *servers: psutil.Process) -> float:
    """Return the seconds of the processor that the work takes, in this process and its children, and in ``servers``."""
    before = processor_s(psutil.Process(), *servers)
    work()
    return processor_s(psutil.Process(), *servers) - before


def processor_s(*roots: psutil.Process) -> float:
    """Return the seconds that the processes and their children have had, those that ended included."""
    while True:
        running = [process for root in roots for process in (root, *root.children(recursive=True))]
        with suppress(psutil.NoSuchProcess):  # one that ended meanwhile is its parent's now: count again
            return float(sum(sum(process.cpu_times()[:4]) for process in running))  # user, system, ended children's


def postgres(data: Path) -> psutil.Process:
    """Return the server that runs in the data folder; it is no child of who started it."""
    return psutil.Process(int((data / "postmaster.pid").read_text("ascii").splitlines()[0]))
