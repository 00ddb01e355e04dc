"""What a person does in Airflow's UI: start a run with the form, see it go green, read the desk, do two days again."""

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
    expect(page).to_have_url(re.compile("/runs/manual__"))
    expect(page.get_by_text("Success").first).to_be_visible(timeout=RUN_TIMEOUT_MS)


def test_the_form_takes_right_values_alone_its_run_goes_green_and_the_desk_opens(
    browse: Browse, screenshot: Screenshot
) -> None:
    page = browse("/dags/ingest_wire")
    form = open_form(page)
    sources = form.get_by_role("combobox")
    sources.fill("nobody")
    expect(form.get_by_text("No options")).to_be_visible()
    sources.fill("tern-agency")
    sources.press("Enter")
    expect(form.get_by_role("button", name="Remove tern-agency")).to_be_visible()
    form.get_by_role("button", name="How much", exact=True).click()
    limit = form.locator("input[name=element_limit]")
    limit.fill("0")
    limit.press("Tab")
    expect(limit).to_have_value("1")  # the least that may be asked for
    screenshot(page, "flow-form")
    trigger(page, form)
    screenshot(page, "flow-green")
    page.get_by_role("link", name="Newswire", exact=True).click()
    expect(page.frame_locator("iframe").first.get_by_role("heading", level=1)).to_be_visible()
    screenshot(page, "flow-desk")


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
