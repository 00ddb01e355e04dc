"""The weekly tasks of maintain_warehouse: space ahead, retention, the archive in order, fresh statistics."""

import hashlib
import logging
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from newswire.tasks.running import answerable, sum_up

if TYPE_CHECKING:
    from newswire.acquire.archive import Archive
    from newswire.db import Database
    from newswire.report.alerts import Alert

log = logging.getLogger(__name__)

ORPHAN_DAYS = 7  # a file to which nothing points may be one that a task writes now, or that a reader still has in hand
JOIN_DAYS = 31
SMALL_BYTES = 50_000_000  # larger ones are left as they are
JOINED_BYTES = 500_000_000


@answerable
def add_months() -> dict[str, int]:
    """Make the partitions of the months to come."""
    from newswire.connections import open_database
    from newswire.load.months import add_months_ahead

    with closing(open_database()) as db, db:
        added = add_months_ahead(db, datetime.now(UTC))
    sum_up("add_months", f"{added} months made ahead", {"months": added})
    return {"months": added}


@answerable
def retire_articles() -> dict[str, int]:
    """Take out the stories that are older than their source is kept, with all that was found in them."""
    from newswire.connections import open_database
    from newswire.retention import retire_articles as retire

    with closing(open_database()) as db:
        retired = retire(db, datetime.now(UTC))
    sum_up("retire_articles", ", ".join(f"{amount} {what} taken out" for what, amount in retired.items()), retired)
    return retired


@answerable
def rotate_archive() -> dict[str, int]:
    """Delete archive files to which nothing points, and join the small ones of each past month into a large one.

    Each join is a transaction. What was joined is deleted a week later, as nothing points to it then: who read a row
    before still finds its bytes, and a kill at any moment loses none.
    """
    from newswire.acquire.archive import Archive
    from newswire.connections import open_database
    from newswire.db import fetch_rows
    from newswire.settings import archive_place

    archive, now = Archive(archive_place()), datetime.now(UTC)
    with closing(open_database()) as db:
        with db:
            used = {row["archive_file"] for row in fetch_rows(db, "maintain/find_archive_files")}
        sizes = archive.sizes()
        orphans = [name for name in sizes if name not in used and _is_older(name, now, ORPHAN_DAYS)]
        for name in orphans:
            archive.delete(name)
        old = sorted(
            n for n, size in sizes.items() if n in used and size < SMALL_BYTES and _is_older(n, now, JOIN_DAYS)
        )
        groups = list(_to_join(old, sizes))
        for names in groups:
            _join(db, archive, names, now)
    joined = sum(map(len, groups))
    said = f"{len(sizes)} files, {len(orphans)} to which nothing points deleted, {joined} joined into {len(groups)}"
    fields = {"files": len(sizes), "orphans": len(orphans), "joined": joined}
    sum_up("rotate_archive", said, fields)
    return fields


@answerable
def drill_archive() -> dict[str, int]:
    """See that every file is there to which documents point, and that a document, drawn by chance, can be restored."""
    from newswire.acquire.archive import Archive
    from newswire.connections import open_database
    from newswire.db import fetch_rows
    from newswire.report.alerts import Alert, AlertKind, close_alerts
    from newswire.settings import archive_place
    from newswire.tasks.alerts import tell_new

    archive = Archive(archive_place())
    with closing(open_database()) as db, db:
        used = {row["archive_file"] for row in fetch_rows(db, "maintain/find_archive_files")}
        missing = sorted(used - set(archive.sizes()))
        told = "documents point to it and it is not there: bring it back from a backup"
        found = [Alert(kind=AlertKind.ARCHIVE_DAMAGED, subject=name, detail=told) for name in missing]
        if used and not missing:
            found += _restore_one(db, archive)
        close_alerts(db, AlertKind.ARCHIVE_DAMAGED, found, datetime.now(UTC))
        tell_new(db, found)
    said = f"{len(used)} files are pointed to, {len(missing)} of them missing; " + (
        "one document restored as it came" if used and not found else "none restored"
    )
    sum_up("drill_archive", said, {"files": len(used), "missing": len(missing), "damaged": len(found)})
    return {"files": len(used), "damaged": len(found)}


@answerable
def analyse_tables() -> None:
    """Renew what the planner knows of the tables; with this task the DAG has ended well."""
    from newswire.connections import open_database
    from newswire.db import execute
    from newswire.tasks.alerts import close_failures

    with closing(open_database()) as db, db:
        execute(db, "maintain/analyse")
        close_failures(db)
    sum_up("analyse_tables", "statistics of all tables renewed", {})


def _is_older(name: str, now: datetime, days: int) -> bool:
    """Return whether the file's name says that it was begun so long ago; False for names that are not ours."""
    try:
        begun = datetime.strptime(name.split("-")[1], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except (IndexError, ValueError):
        return False
    return now - begun > timedelta(days=days)


def _to_join(names: Sequence[str], sizes: dict[str, int]) -> Iterator[list[str]]:
    """Yield groups of two files and more, of one month each and JOINED_BYTES at most."""
    for _, month in groupby(names, key=lambda name: name.split("-")[1][:6]):
        group: list[str] = []
        for name in [*month, None]:
            if name is None or sum(sizes[n] for n in group) + sizes[name] > JOINED_BYTES:
                if len(group) > 1:
                    yield group
                group = []
            if name is not None:
                group.append(name)


def _join(db: "Database", archive: "Archive", names: Sequence[str], now: datetime) -> None:
    from newswire.db import execute

    joined, bases = archive.join(names, at=now)
    with db:
        for name, base in bases.items():
            execute(db, "maintain/update_archive_file", {"archive_file": name, "joined_file": joined, "base": base})


def _restore_one(db: "Database", archive: "Archive") -> "list[Alert]":
    """Return what is the matter with one document of the archive: nothing, where its bytes are those that came."""
    from newswire.acquire.archive import ArchiveError
    from newswire.db import fetch_row
    from newswire.report.alerts import Alert, AlertKind

    row = fetch_row(db, "maintain/find_any_document")
    if row is None:
        return []
    try:
        data = archive.read(row["archive_file"], row["archive_offset"])
        said = None if hashlib.sha256(data).digest() == bytes(row["sha256"]) else "other bytes than came"
    except ArchiveError as error:
        said = str(error)
    log.info("drill: %s, %d bytes: %s", row["url"], row["byte_count"], said or "restored")
    detail = f"document {row['raw_document_id']}: {said}"
    return [Alert(kind=AlertKind.ARCHIVE_DAMAGED, subject=row["archive_file"], detail=detail)] if said else []
