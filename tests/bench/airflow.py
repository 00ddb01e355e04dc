"""What Airflow adds to a run: the same made-up day through its services, and as functions in one process.

``python -m tests.bench.airflow --articles 400`` prints seconds by the clock of a run that brings the day and of one
that finds nothing new, both ways, and what Airflow's services take of a core while nothing runs. The scheduler and its
workers are those of ``make up``. Give it cores of its own (``taskset``): the clock counts what others do on them.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from functools import partial
from pathlib import Path

import psutil

from newswire.settings import REPOSITORY
from tests.bench.timing import processor_s, timed
from tests.chaos.services import DAG, services, trigger, wait_for_end
from tests.chaos.world import World, small_world
from tests.made_up.day import write_day
from tests.services import Up

IDLE_S = 20


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=400)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, small_world(Path(name) / "world", documents=1) as world:
        write_day(world.folder, options.articles)
        plain = [timed(partial(run_plain, world, run_id)) for run_id in ("day", "nothing")]
        world.reset()
        with services(world) as up:
            time.sleep(IDLE_S)  # the DAGs are read, and the services have started
            share = processor_share(up)
            through = [run_through(up) for _ in plain]
    print(f"{options.articles} articles; seconds by the clock")
    for what, alone_s, (whole_s, tasks) in zip(("the day", "nothing new"), plain, through, strict=True):
        print(
            f"  {what:12} as functions {alone_s:7.1f}, through Airflow {whole_s:7.1f}: {whole_s - alone_s:5.1f} more,"
            f" {tasks} tasks, {(whole_s - alone_s) / tasks:.2f} each"
        )
    print(f"  the services while nothing runs: {share:.2f} of a core")


def run_plain(world: World, run_id: str) -> None:
    """Do all tasks of a run in one process; what a process pays once is in it."""
    subprocess.run(
        [sys.executable, "-m", "tests.run_tasks", run_id],
        env=dict(world.environment), cwd=REPOSITORY, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def run_through(up: Up) -> tuple[float, int]:
    """Trigger a run, and return the seconds from its being queued to its end, and how many tasks it had."""
    run = trigger(up)
    assert wait_for_end(up, run) == "success", run
    path, token = f"{DAG}/dagRuns/{run}".replace("+", "%2B"), up.token()
    said = up.call(path, token=token)
    tasks = up.call(f"{path}/taskInstances", token=token)["total_entries"]
    return moment(said["end_date"]) - moment(said["queued_at"]), tasks


def moment(stated: str) -> float:
    """Return an ISO time as seconds."""
    return datetime.fromisoformat(stated).timestamp()


def processor_share(up: Up) -> float:
    """Return how much of a core the services take while they wait, 0 to 1 and more."""
    process = psutil.Process(up.process.pid)
    before = processor_s(process)
    time.sleep(IDLE_S)
    return (processor_s(process) - before) / IDLE_S


if __name__ == "__main__":
    main()
