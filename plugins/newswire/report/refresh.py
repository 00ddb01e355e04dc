"""What reports hold ready and do not read from the tables each time: brought up to date after a load.

Nothing of it can show what may not be shown: views join it to the articles that may be, at the time of asking.
"""

import json
from datetime import datetime

from newswire.db import Database, execute, fetch_rows
from newswire.report.changes import find_changes

VERSIONS_PER_FETCH = 200  # two texts each


def refresh_reports(db: Database) -> dict[str, int]:
    """Compare the versions that nobody has compared yet, refresh the materialised views, and return what was done.

    All stories are looked at, as for the views: what a killed run or a reprocessing left is compared here.

    May be killed and run again, or run twice at once: of two that refresh one waits for the other's transaction. The
    caller commits.
    """
    compared = compare_versions(db)
    execute(db, "report/refresh_views")
    return {"versions_compared": compared}


def compare_versions(db: Database, since: datetime | None = None) -> int:
    """Find what each version changed where nobody has compared it yet, and return how many there were.

    With a moment, of stories that load has settled since, each looked up: that costs the same however much is stored.
    """
    execute(db, "report/prefer_lookups", {"reading": "on" if since is None else "off"})
    pairs = fetch_rows(db, "report/find_uncompared_versions", {"since": since})
    for start in range(0, len(pairs), VERSIONS_PER_FETCH):
        asked = pairs[start : start + VERSIONS_PER_FETCH]
        lists = {f"{name}s": [pair[name] for pair in asked] for name in ("story_version_id", "earlier_version_id")}
        for row in fetch_rows(db, "report/find_version_texts", lists):
            passages = json.dumps(find_changes(row.pop("earlier_body"), row.pop("body")))
            execute(db, "report/insert_version_change", {**row, "passages": passages})
    execute(db, "report/prefer_lookups", {"reading": "on"})
    return len(pairs)
