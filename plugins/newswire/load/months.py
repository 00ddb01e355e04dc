"""The months by which growing tables are cut: made ahead by the maintenance DAG, and by a load that meets a new one."""

from datetime import datetime

from newswire.db import Database, fetch_row

MONTHS_AHEAD = 3


def add_months_ahead(db: Database, now: datetime, count: int = MONTHS_AHEAD) -> int:
    """Make the partitions of this month and of the next ``count``, and return of how many months they were missing.

    A load makes what it needs itself, so nothing depends on this; it saves the first load of a month the time.
    """
    row = fetch_row(db, "load/add_months_ahead", {"now": now, "month_count": count})
    return int(row["added_count"]) if row else 0
