"""What reports hold ready and do not read from the tables each time: brought up to date after a load.

Nothing of it can show what may not be shown: views join it to the articles that may be, at the time of asking.
"""

import json

from newswire.db import Database, execute, fetch_rows
from newswire.report.changes import find_changes

VERSIONS_PER_FETCH = 200  # two texts each


def refresh_reports(db: Database) -> dict[str, int]:
    """Compare the versions that nobody has compared yet, refresh the materialised views, and return what was done.

    May be killed and run again, or run twice at once: of two that refresh one waits for the other's transaction. The
    caller commits.
    """
    compared = compare_versions(db)
    execute(db, "report/refresh_views")
    return {"versions_compared": compared}


def compare_versions(db: Database) -> int:
    """Find what each version changed where nobody has compared it yet, and return how many there were."""
    compared = 0
    while rows := fetch_rows(db, "report/find_uncompared_versions", {"batch_size": VERSIONS_PER_FETCH}):
        for row in rows:
            passages = json.dumps(find_changes(row.pop("earlier_body"), row.pop("body")))
            execute(db, "report/insert_version_change", {**row, "passages": passages})
        compared += len(rows)
    return compared
