"""What a person does in Airflow's UI: fill the form of a run, see it go green, look at the desk, do two days again."""

import re
import time
from collections.abc import Callable
from contextlib import closing
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page, expect

from newswire.connections import connect
from tests.services import Up

Browse = Callable[..., Page]
Screenshot = Callable[[Page, str], None]
RUN_TIMEOUT_MS = 240_000  # unpausing starts the missed nightly run as well, and one waits for the other

pytestmark = pytest.mark.timeout(360, func_only=True)


def open_form(page: Page) -> Locator:
    """Open the trigger form and return it."""
    page.get_by_role("button", name="Trigger").first.click()
    form = page.get_by_role("dialog")
    form.get_by_role("button", name="Which", exact=True).click()
    return form


def trigger(page: Page, form: Locator, up: Up, dag_id: str) -> str:
    """Send the form, wait until the run that it starts has gone green, and return its name."""
    form.get_by_test_id("trigger-dag-submit").click()
    expect(page).to_have_url(re.compile("/runs/manual__"), timeout=30_000)
    run = page.url.partition("/runs/")[2].partition("?")[0].partition("/")[0]
    path, state = f"/api/v2/dags/{dag_id}/dagRuns/{quote(run, safe='%')}", "queued"
    deadline = time.monotonic() + RUN_TIMEOUT_MS / 1000
    while state in {"queued", "running"} and time.monotonic() < deadline:
        page.wait_for_timeout(1000)
        state = up.call(path, token=up.token())["state"]
    assert state == "success"
    expect(page.get_by_text("Success").first).to_be_visible(timeout=30_000)
    return str(up.call(path, token=up.token())["dag_run_id"])


def test_the_form_takes_no_wrong_values(browse: Browse, screenshot: Screenshot) -> None:
    form = open_form(page := browse("/dags/ingest_wire"))
    form.get_by_role("combobox").fill("nobody")
    expect(form.get_by_text("No options")).to_be_visible(timeout=30_000)
    form.get_by_role("button", name="How much", exact=True).click()
    limit = form.locator("input[name=element_limit]")
    limit.fill("0")
    limit.press("Tab")
    expect(limit).to_have_value("1", timeout=30_000)  # the least that may be asked for
    screenshot(page, "flow-form")


def test_a_run_is_started_by_the_form_goes_green_and_is_on_the_desk(
    browse: Browse, screenshot: Screenshot, up: Up, ui_dsn: str
) -> None:
    up.call("/api/v2/dags/ingest_wire", {"is_paused": False}, token=up.token(), method="PATCH")
    form = open_form(page := browse("/dags/ingest_wire"))
    form.get_by_role("combobox").fill("tern")
    page.get_by_role("option", name="tern-agency").click()
    form.get_by_role("button", name="How much", exact=True).click()
    limit = form.locator("input[name=element_limit]")
    limit.fill("50")
    limit.press("Tab")
    screenshot(page, "flow-ingest-form")
    run = trigger(page, form, up, "ingest_wire")
    screenshot(page, "flow-ingest-green")
    with closing(connect(ui_dsn)) as db, db.cursor() as cursor:
        cursor.execute(
            "SELECT params ->> 'limit', params -> 'sources' ->> 0, finished_at IS NOT NULL,"
            " (SELECT max(run_id) FROM news.run) FROM news.run WHERE airflow_run_id = %s",
            (run,),
        )
        [(limited, source, has_ended, newest)] = cursor.fetchall()
    assert (limited, source, has_ended) == ("50", "tern-agency", True), "what the form says is what was done"
    page.get_by_role("link", name="Newswire", exact=True).click()
    desk = page.frame_locator("iframe[title=Newswire]")
    expect(desk.get_by_text(f"Run {newest} began")).to_be_visible(timeout=30_000)
    screenshot(page, "flow-ingest-desk")


def test_two_days_are_done_again(browse: Browse, screenshot: Screenshot, up: Up) -> None:
    page = browse("/dags/reprocess_articles")
    form = open_form(page)
    for name, day in (("published_from", "2026-11-10"), ("published_until", "2026-11-11")):
        field = form.locator(f"input[name=element_{name}]")
        field.fill(day)
        field.press("Tab")
    screenshot(page, "flow-reprocess-form")
    trigger(page, form, up, "reprocess_articles")
    screenshot(page, "flow-reprocess-green")
