"""Write down when the polled sources are polled next; ``schedule`` decides, this reads and writes."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from newswire.acquire.poll import PollResult
from newswire.acquire.schedule import CEILING_S, FIRST_S, FLOOR_S, Schedule, is_own_network_down, next_schedule
from newswire.db import Database, execute, fetch_rows
from newswire.records import Source, SourceKind


def update_schedules(db: Database, polled: Sequence[tuple[Source, PollResult]], now: datetime) -> bool:
    """Reschedule the sources of one batch; return False where our own network was down and none was touched."""
    feeds = [(source, result) for source, result in polled if source.kind is SourceKind.FEED]
    if is_own_network_down([result.reached for _, result in feeds], [source.location for source, _ in feeds]):
        return False
    rows = fetch_rows(db, "acquire/find_schedules", {"names": [source.name for source, _ in polled]})
    before = {
        row["name"]: Schedule(
            poll_interval_s=row["poll_interval_s"] or FIRST_S,
            failure_count=row["failure_count"],
            next_poll_at=row["next_poll_at"],
        )
        for row in rows
    }
    for source, result in sorted(polled, key=lambda pair: pair[0].name):  # or two runs would wait for each other
        after = next_schedule(
            before[source.name],
            result.reached,
            now=now,
            listed_count=result.listed_count,
            new_count=result.new_count,
            floor_s=FLOOR_S if source.floor_s is None else source.floor_s,
            ceiling_s=CEILING_S if source.ceiling_s is None else source.ceiling_s,
        )
        execute(db, "acquire/update_schedule", {"name": source.name, **asdict(after)})
    return True
