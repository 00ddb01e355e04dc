"""Maintenance: the archive is rotated without losing a byte, tried, and what is missing in it is told."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from newswire import tasks
from newswire.acquire.archive import Archive
from newswire.settings import archive_place
from tests.small_desk import Desk


def test_small_old_files_are_joined_and_orphans_deleted(desk: Desk) -> None:
    for run_id, name in (("one", "Friday"), ("two", "Saturday")):
        desk.run(run_id, sources=["desk"])
        (desk.folder / f"{name}.txt").write_text(f"The mayor of Port Vellan spoke on {name}, to nobody.", "utf-8")
    desk.run("three", sources=["desk"])
    archive, long_ago = Archive(archive_place()), datetime.now(UTC) - timedelta(days=90)
    folder = archive_place()
    for name in archive.sizes():  # as if written three months ago
        older = f"newswire-{long_ago:%Y%m%d%H%M%S}-{name.rpartition('-')[2]}"
        archive.join([name], at=long_ago)
        desk.execute(f"UPDATE news.raw_document SET archive_file = '{older}' WHERE archive_file = '{name}'")

        Path(folder, name).rename(Path(folder, older))
    before = desk.rows("SELECT raw_document_id, sha256, archive_file, archive_offset FROM news.raw_document ORDER BY 1")
    bytes_before = {row[0]: archive.read(row[2], row[3]) for row in before}
    done = tasks.rotate_archive()
    assert done == {"files": 6, "orphans": 3, "joined": 3}, "the three copies made above had no row"
    after = desk.rows("SELECT raw_document_id, sha256, archive_file, archive_offset FROM news.raw_document ORDER BY 1")
    assert len({row[2] for row in after}) == 1
    assert {row[0]: archive.read(row[2], row[3]) for row in after} == bytes_before
    assert tasks.rotate_archive() == {"files": 4, "orphans": 3, "joined": 0}
    assert tasks.drill_archive() == {"files": 1, "damaged": 0}
    archive.delete(after[0][2])
    assert tasks.drill_archive() == {"files": 1, "damaged": 1}
    assert desk.rows("SELECT kind, subject, closed_at FROM report.alert") == [("archive_damaged", after[0][2], None)]
    assert tasks.add_months()["months"] >= 0
    assert tasks.retire_articles() == {"stories": 0, "versions": 0, "entities": 0}, "no source says how long to keep"
    tasks.analyse_tables()
