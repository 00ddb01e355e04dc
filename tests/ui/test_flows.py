"""What a person does in Airflow's UI: fill the form of a run, do two days again, and see it go green."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

Browse = Callable[..., Page]
Screenshot = Callable[[Page, str], None]
RUN_TIMEOUT_MS = 150_000

pytestmark = pytest.mark.timeout(240, func_only=True)


def open_form(page: Page) -> Locator:
    """Open the trigger form and return it."""
    page.get_by_role("button", name="Trigger").first.click()
    form = page.get_by_role("dialog")
    form.get_by_role("button", name="Which", exact=True).click()
    return form


def trigger(page: Page, form: Locator) -> None:
    """Send the form and wait until the run that it starts has gone green."""
    form.get_by_test_id("trigger-dag-submit").click()
    expect(page).to_have_url(re.compile("/runs/manual__"), timeout=30_000)
    expect(page.get_by_text("Success").first).to_be_visible(timeout=RUN_TIMEOUT_MS)


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


def test_two_days_are_done_again(browse: Browse, screenshot: Screenshot) -> None:
    page = browse("/dags/reprocess_articles")
    form = open_form(page)
    for name, day in (("published_from", "2026-11-10"), ("published_until", "2026-11-11")):
        field = form.locator(f"input[name=element_{name}]")
        field.fill(day)
        field.press("Tab")
    screenshot(page, "flow-reprocess-form")
    trigger(page, form)
    screenshot(page, "flow-reprocess-green")
