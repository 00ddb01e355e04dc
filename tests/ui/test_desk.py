"""The desk in a real browser, through Airflow's own login, over the sample wire and a hostile article."""

import re
from collections.abc import Callable
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.desk.conftest import ATTACK
from tests.services import Up
from tests.ui.conftest import DESKTOP, PHONE

Browse = Callable[..., Page]
Screenshot = Callable[[Page, str], None]
ADDRESSES = ("/", "/sources", "/quotes", "/articles/1", "/names", "/corrections", "/static/desk.css", "/docs",
             "/openapi.json", "/nowhere")  # fmt: skip
NIGHT = "rgb(23, 22, 20)"
PAGES = {
    "today": "/newswire/",
    "quotes": "/newswire/quotes?q=strike",
    "speakers": "/newswire/names?until=2026-11-20",
    "names": "/newswire/names?who=entities&days=91&until=2026-11-20",
    "corrections": "/newswire/corrections",
    "sources": "/newswire/sources",
    "nothing": "/newswire/quotes?q=nothing+has+this",
}


def status(up: Up, path: str, **headers: str) -> int:
    try:
        with urlopen(Request(up.address + path, headers=headers), timeout=30) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code


def framed(page: Page) -> FrameLocator:
    return page.frame_locator("iframe[title=Newswire]")


def test_nobody_enters_without_a_login(up: Up) -> None:
    assert {path: status(up, f"/newswire{path}") for path in ADDRESSES} == dict.fromkeys(ADDRESSES, 401)
    assert status(up, "/newswire/", Authorization="Bearer nonsense") in {401, 403}
    assert status(up, "/newswire/", Cookie="_token=nonsense") in {401, 403}
    assert status(up, "/newswire/", Authorization=f"Bearer {up.token()}") == 200


def test_newswire_is_in_the_navigation_and_its_pages_have_addresses(browse: Browse, screenshot: Screenshot) -> None:
    page = browse("/")
    page.get_by_role("link", name="Newswire", exact=True).click()
    expect(framed(page).get_by_role("heading", level=1)).to_contain_text("run")
    screenshot(page, "airflow")
    framed(page).get_by_role("link", name="Corrections").click()
    expect(page).to_have_url(re.compile("/plugin/newswire/newswire/corrections$"))
    again = browse("/plugin/newswire/newswire/corrections?kind=kill")
    expect(framed(again).get_by_text("A story that is not shown")).to_be_visible()


def test_in_airflows_frame_it_follows_airflows_colours_and_opens_publishers_pages_outside(browse: Browse) -> None:
    page = browse("/plugin/newswire/newswire/quotes?source=upland-post")
    page.evaluate("localStorage.setItem('theme', 'dark')")
    page.reload()
    expect(framed(page).locator("html")).to_have_css("background-color", NIGHT)
    framed(page).locator(".where a").first.click()
    with page.context.expect_page():
        framed(page).locator("a.outside").click()


def test_a_quote_is_found_and_read_in_its_article(browse: Browse, screenshot: Screenshot) -> None:
    page = browse("/newswire/")
    page.keyboard.press("/")
    page.keyboard.type("pump month")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/newswire/quotes\?q=pump\+month$"))
    found = page.locator(".quote").first
    expect(found.locator(".said").first).to_contain_text("I oiled that pump every night for a month")
    expect(found.locator(".speaker")).to_be_visible()
    found.locator(".where a").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Keeper of the light")
    expect(page.locator(".body .said").filter(has_text="I oiled that pump")).to_be_in_viewport()
    assert page.locator(".body .name").count() > 1, "names are marked, how many is the annotator's to say"
    screenshot(page, "article")
    named = page.locator(".beside .short a").filter(has_not_text="Speaker not found")
    speaker = named.first.inner_text()
    page.get_by_role("link", name="Quotes", exact=True).click()
    page.get_by_label("Speaker").fill(speaker)
    page.get_by_label("Source").select_option("harbour-courier")
    expect(page).to_have_url(re.compile("speaker=.*source=harbour-courier"))
    expect(page.locator(".quote .by a").first).to_have_text(speaker)


def test_a_correction_is_read_as_a_word_diff(browse: Browse, screenshot: Screenshot) -> None:
    page = browse("/newswire/corrections?kind=correction")
    change = page.locator(".change").first
    expect(change.get_by_text("seven", exact=True)).to_be_visible()
    expect(change.get_by_text("nine", exact=True)).to_be_visible()
    change.get_by_role("heading").get_by_role("link").click()
    expect(page.locator("#history")).to_be_in_viewport()
    assert page.locator(".versions > li").count() == 3
    screenshot(page, "history")


def test_a_hostile_article_is_text_and_nothing_else(
    browse: Browse, screenshot: Screenshot, complaints: list[str]
) -> None:
    page = browse("/newswire/quotes?q=gates")
    expect(page.locator(".quote").first).to_contain_text(ATTACK)
    page.locator(".quote .where a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(ATTACK)
    assert page.title() != "owned"
    assert page.locator("img").count() == 0
    assert page.locator("main script").count() == 0
    assert page.locator("a[href^=javascript]").count() == 0
    expect(page.get_by_text("javascript:alert(1)")).to_be_visible()
    screenshot(page, "hostile")
    assert complaints == []
    title = page.evaluate(
        "() => { const script = document.createElement('script'); script.textContent = 'document.title = \"owned\"';"
        " document.body.append(script); return document.title; }"
    )
    assert title != "owned", "the policy refuses script that stands in a page"
    assert "Content Security Policy" in complaints.pop()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_a_desk_and_a_phone_by_day_and_by_night(browse: Browse, screenshot: Screenshot, name: str) -> None:
    for dark in (False, True):
        page = browse(PAGES[name], viewport=DESKTOP, dark=dark)
        screenshot(page, f"{name}-desktop-{'dark' if dark else 'light'}")
        page.set_viewport_size(PHONE)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        screenshot(page, f"{name}-phone-{'dark' if dark else 'light'}")
    expect(page.locator("html")).to_have_css("background-color", NIGHT)


def test_a_keyboard_is_enough(browse: Browse) -> None:
    page = browse("/newswire/quotes")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Words")).to_be_focused()
    nameless = page.evaluate(
        "() => [...document.querySelectorAll('input, select, button')].filter("
        "field => !field.labels?.length && !field.textContent.trim()).length"
    )
    assert nameless == 0
