"""The weekly tasks of maintain_warehouse: space ahead, retention, the archive, statistics, all checked."""

import hashlib
import logging
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from newswire.tasks.running import answerable, sum_up

if TYPE_CHECKING:
    from newswire.acquire.archive import Archive
    from newswire.acquire.archive_join import JoinedFile
    from newswire.db import Database
    from newswire.report.alerts import Alert

log = logging.getLogger(__name__)


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
def join_archive() -> dict[str, int]:
    """Join settled small files of the archive, and remove those that an earlier time has joined.

    A joined file is written whole; then one transaction gives the documents their new places; the old files go with the
    next time, a day later or more. Killed at any point, the next time finds the joined file and goes on from there.
    """
    from newswire.acquire.archive import Archive
    from newswire.acquire.archive_join import choose_files, find_joined, remove_replaced, write_joined
    from newswire.connections import open_database
    from newswire.db import fetch_row
    from newswire.settings import archive_place

    archive, now = Archive(archive_place()), datetime.now(UTC)
    counts = {"removed": 0, "joined": 0, "files": 0, "documents": 0}
    with closing(open_database()) as db:
        with db:
            taken = fetch_row(db, "maintain/try_archive")  # for this session, which ends with the task
        if taken is None or not taken["is_taken"]:
            sum_up("join_archive", "nothing: another task joins files now", counts)
            return counts
        for joined in find_joined(archive):
            moved = _move_documents(db, archive, joined)
            counts["documents"] += moved
            if not moved:  # else somebody may have such a document's old place in hand
                counts["removed"] += remove_replaced(archive, joined, now)
        for names in choose_files(archive, now):
            joined = write_joined(archive, names, now)
            counts["documents"] += _move_documents(db, archive, joined)
            counts["joined"], counts["files"] = counts["joined"] + len(names), counts["files"] + 1
    said = f"{counts['joined']} files joined to {counts['files']}, {counts['documents']} documents moved"
    sum_up("join_archive", f"{said}, {counts['removed']} files removed that were joined before", counts)
    return counts


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
        there = archive.sizes()
        missing, unused = sorted(used - set(there)), sorted(set(there) - used)
        told = "documents point to it and it is not there: bring it back from a backup"
        found = [Alert(kind=AlertKind.ARCHIVE_DAMAGED, subject=name, detail=told) for name in missing]
        if used and not missing:
            found += _restore_one(db, archive)
        close_alerts(db, AlertKind.ARCHIVE_DAMAGED, found, datetime.now(UTC))
        tell_new(db, found)
    if (
        unused
    ):  # notes of documents whose bytes another file has, what a killed task wrote, or joined and not removed yet
        log.info("drill: no document points to %s", ", ".join(unused[:20]))
    said = f"{len(used)} files are pointed to, {len(missing)} of them missing; {len(unused)} are not; " + (
        "one document restored as it came" if used and not found else "none restored"
    )
    sum_up(
        "drill_archive",
        said,
        {"files": len(used), "missing": len(missing), "unused": len(unused), "damaged": len(found)},
    )
    return {"files": len(used), "unused": len(unused), "damaged": len(found)}


@answerable
def analyse_tables() -> None:
    """Renew what the planner knows of the tables."""
    from newswire.connections import open_database
    from newswire.db import execute

    with closing(open_database()) as db, db:
        execute(db, "maintain/analyse")
    sum_up("analyse_tables", "statistics of all tables renewed", {})


@answerable
def check_tables() -> dict[str, int]:
    """Run the data checks over everything; after a load they look at what it brought. Then the DAG has ended well.

    Raises DataCheckError where a check of severity 'stop' found rows.
    """
    from newswire.connections import open_database
    from newswire.report.checks import run_checks
    from newswire.tasks.alerts import close_failures
    from newswire.tasks.check import say_checks

    with closing(open_database()) as db:
        with db:
            results = run_checks(db)
        found = say_checks("check_tables", results)
        with db:
            close_failures(db)
    return found


def _move_documents(db: "Database", archive: "Archive", joined: "JoinedFile") -> int:
    """Give the documents of the old files their places in the joined one, which is read back before."""
    from newswire.acquire.archive import ArchiveError
    from newswire.acquire.archive_join import holds_all
    from newswire.db import execute

    if not holds_all(archive, joined):
        raise ArchiveError(f"archive file {joined.name} is not what was joined to it: remove it; nothing points there")
    moved = {"file": joined.name, "names": list(joined.begins), "begins": list(joined.begins.values())}
    with db:
        return execute(db, "maintain/move_documents", moved)


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
