"""The verb ``status``: is all well?"""

import io
import json
from typing import TYPE_CHECKING

from newswire.report.status import print_status

if TYPE_CHECKING:
    from .conftest import Wire


def test_all_is_well_when_one_poll_was_missed(wire: "Wire") -> None:
    wire.poll("meridian", "new", new_count=1)
    wire.poll("flaky", "unreachable", detail="no route to host")
    out = io.StringIO()
    assert print_status(wire.db, out=out)
    assert "meridian" in out.getvalue()
    assert "no route to host" in out.getvalue()
    assert "Last run" in out.getvalue()
    assert "needs a person" not in out.getvalue()


def test_a_source_that_is_no_longer_what_it_was_needs_a_person(wire: "Wire") -> None:
    wire.poll("changed", "failed", detail="no longer a feed")
    out = io.StringIO()
    assert not print_status(wire.db, out=out)
    assert "needs a person: source changed: failed" in out.getvalue()


def test_a_monitor_reads_the_same_as_json(wire: "Wire") -> None:
    wire.poll("changed", "failed", detail="no longer a feed")
    out = io.StringIO()
    assert not print_status(wire.db, as_json=True, out=out)
    said = json.loads(out.getvalue())
    assert said["sources"][0]["source"] == "changed"
    assert said["last_run"]["rows_added"] == 0
    assert len(said["needs_attention"]) == 1


def test_before_the_first_run_there_is_nothing_to_worry_about(wire: "Wire") -> None:
    with wire.db.cursor() as cursor:
        cursor.execute("DELETE FROM news.run")
    out = io.StringIO()
    assert print_status(wire.db, out=out)
    assert "No run yet." in out.getvalue()
