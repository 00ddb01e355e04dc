"""Maintenance: what is missing in the archive is told, and a document drawn by chance is restored from it."""

from pathlib import Path

from newswire import tasks
from newswire.settings import archive_place
from tests.small_desk import Desk


def test_the_archive_is_tried_and_what_it_lacks_is_an_alert_until_it_is_back(desk: Desk) -> None:
    desk.run(sources=["desk"])
    [(name,)] = desk.rows("SELECT DISTINCT archive_file FROM news.raw_document")
    file = Path(archive_place(), name)
    Path(archive_place(), "newswire-20200101000000-00000000.warc.gz").write_bytes(b"of a killed task")
    assert tasks.drill_archive() == {"files": 1, "unused": 1, "damaged": 0}
    whole = file.read_bytes()
    file.write_bytes(b"damaged" + whole[7:])
    desk.execute("UPDATE news.raw_document SET sha256 = sha256('other')")
    tasks.drill_archive()
    assert desk.rows("SELECT kind, subject, closed_at FROM report.alert") == [("archive_damaged", name, None)]
    file.rename(file.with_suffix(".away"))
    assert tasks.drill_archive() == {"files": 1, "unused": 1, "damaged": 1}
    assert desk.rows("SELECT count(*) FROM report.alert") == [(1,)], "it is told once"
    assert tasks.add_months()["months"] >= 0
    assert tasks.retire_articles() == {"stories": 0, "versions": 0, "entities": 0}, "no source says how long to keep"
    tasks.analyse_tables()
