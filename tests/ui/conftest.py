"""A Chromium, logged in to the Airflow that ``make up`` starts, over a copy of what two runs of the sample wire left.

``browse`` gives a page of a browser context; ``screenshot`` keeps what it shows under ``NEWSWIRE_ARTEFACTS``, else
``.run/screenshots``.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect, sync_playwright
from psycopg2.extensions import parse_dsn

from newswire import local
from newswire.connections import connect
from newswire.settings import REPOSITORY
from tests.desk.conftest import add_hostile_article
from tests.ingested import Ingested
from tests.report.conftest import Wire
from tests.services import Up, start_up

CHROMIUM = "/usr/bin/chromium"
expect.set_options(timeout=30_000)  # other tests run beside these

DESKTOP = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 844}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.airflow)
            item.add_marker(pytest.mark.ui)
            item.add_marker(pytest.mark.timeout(360, func_only=True))


@pytest.fixture(scope="session")
def ui_dsn(ingested: Ingested, create_database: Callable[[str], str]) -> str:
    """A copy of the database in which the sample wire was ingested, with a hostile article in it."""
    with closing(connect(ingested.dsn)) as db, db.cursor() as cursor:
        # A database that somebody is connected to can't be copied, and Airflow keeps its connections in pools.
        cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                       " AND pid <> pg_backend_pid()")  # fmt: skip
    dsn = create_database(parse_dsn(ingested.dsn)["dbname"])
    with closing(connect(dsn)) as db, db:
        wire = Wire(db, ingested.first_run_id)
        add_hostile_article(wire)
        wire.refresh()
    return dsn


@pytest.fixture(scope="session")
def up(ui_dsn: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    """Airflow's services, started once for all tests of the UI."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("AIRFLOW__DATABASE__")]:
            patch.delenv(name)
        patch.setenv("NEWSWIRE_RUN_DIR", str(tmp_path_factory.mktemp("run")))
        patch.setenv("NEWSWIRE_DSN", ui_dsn)
        environment = local.airflow_environment(ui_dsn)
    with start_up(environment) as started:
        yield started


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no {CHROMIUM}: install Debian's chromium (.ci/run does)")
    with sync_playwright() as playwright:
        flags = ["--no-sandbox"] if os.geteuid() == 0 else []
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def login(browser: Browser, up: Up) -> StorageState:
    """The cookies of somebody who has logged in through Airflow's own form."""
    with closing(browser.new_context()) as context:
        page = context.new_page()
        page.goto(up.address)
        page.locator("input[name=username]").fill("admin")
        page.locator("input[name=password]").fill(up.password)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(up.address + "/")
        return context.storage_state()


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What pages have said on their consoles as an error; it must be empty in the end.

    A script or style that the policy refuses says so there.
    """
    said: list[str] = []
    yield said
    assert said == []


@pytest.fixture
def browse(browser: Browser, login: StorageState, up: Up, complaints: list[str]) -> Iterator[Callable[..., Page]]:
    """Return a function that opens an address of this Airflow as the one who is logged in.

    ``viewport`` is the size of the window, ``dark`` the colour scheme that the browser's owner prefers.
    """
    contexts = []

    def open_page(path: str, *, viewport: dict[str, int] = DESKTOP, dark: bool = False) -> Page:
        context = browser.new_context(
            base_url=up.address, storage_state=login, viewport=viewport, color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def screenshots() -> Path:
    """The folder in which this run's screenshots are kept."""
    folder = Path(os.environ.get("NEWSWIRE_ARTEFACTS") or REPOSITORY / ".run") / "screenshots"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def screenshot(screenshots: Path) -> Callable[[Page, str], None]:
    """Return a function that keeps what a page shows, from its top to its end."""

    def keep(page: Page, name: str) -> None:
        page.screenshot(path=screenshots / f"{name}.png", full_page=True)

    return keep
