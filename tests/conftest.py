"""What tests share: one Postgres for the run, one migrated database in it, and each test rolled back."""

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import closing
from shutil import rmtree

import pytest
from hypothesis import HealthCheck, settings
from psycopg2 import sql
from psycopg2.extensions import make_dsn, parse_dsn

from newswire.connections import connect
from newswire.db import Database
from newswire.migrate import migrate
from newswire.server import EmbeddedServer

# A run that draws lots is red at a chance; so the same examples each time, and `search` looks for others by hand.
# Time is the machine's affair: what must be fast is measured by tests of growth.
settings.register_profile("ci", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("search", max_examples=3000, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

pytest_plugins = ["tests.small_desk", "tests.ingested", "tests.versions"]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where two processes share the tests (``-n 2 --dist loadgroup``), one begins with those of Airflow.

    These share its home, its services and the runs over the sample wire; other modules stay whole for their fixtures.
    """
    for item in items:
        of_airflow = any(map(item.get_closest_marker, ("airflow", "celery", "ui")))
        item.add_marker(pytest.mark.xdist_group("airflow" if of_airflow else item.nodeid.partition("::")[0]))
    if "PYTEST_XDIST_WORKER" in os.environ:
        items.sort(key=lambda item: item.get_closest_marker("xdist_group").args[0] != "airflow")


def pytest_collection_finish(session: pytest.Session) -> None:
    """Where a new pytest and pytest-xdist no longer agree on groups, each process would set up everything: say so."""
    if session.items and session.config.getoption("loadgroup", default=False):
        assert "@" in session.items[0].nodeid, "pytest-xdist names no groups: see requirements-dev.in"


@pytest.fixture(scope="session")
def server_dsn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A running server: ``NEWSWIRE_TEST_DSN`` (whose user may create databases), else an embedded one for this run."""
    if stated := os.environ.get("NEWSWIRE_TEST_DSN"):
        yield stated
    else:
        folder = tmp_path_factory.mktemp("server")
        with EmbeddedServer(folder / "postgres") as dsn:
            for setting in ("fsync", "full_page_writes", "synchronous_commit"):  # nobody waits for this server's disk
                _command(dsn, sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
            _command(dsn, sql.SQL("SELECT pg_reload_conf()"))
            yield dsn
        rmtree(folder)


@pytest.fixture(scope="session")
def create_database(server_dsn: str) -> Iterator[Callable[[str], str]]:
    """Return a function that makes a database as a copy of another, or an empty one, and returns its DSN."""
    made: list[str] = []

    def create(template: str = "template0") -> str:
        name = f"newswire_test_{secrets.token_hex(4)}"
        command = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
        _command(server_dsn, command.format(sql.Identifier(name), sql.Identifier(template)))
        made.append(name)
        return str(make_dsn(server_dsn, dbname=name))

    yield create
    for name in made if "NEWSWIRE_TEST_DSN" in os.environ else ():  # an embedded server goes with its folder
        _command(server_dsn, sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def empty_database_dsn(create_database: Callable[[str], str]) -> Callable[[], str]:
    """Return a function that makes a database without any schema of ours."""
    return lambda: create_database("template0")


@pytest.fixture(scope="session")
def migrated_template(create_database: Callable[[str], str]) -> str:
    """The name of a migrated database that nobody connects to: copies are made of it."""
    dsn = create_database("template0")
    migrate(dsn)
    return str(parse_dsn(dsn)["dbname"])


@pytest.fixture(scope="session")
def database_dsn(create_database: Callable[[str], str], migrated_template: str) -> Callable[[], str]:
    """Return a function that makes a migrated, empty database for a test that commits."""
    return lambda: create_database(migrated_template)


@pytest.fixture(scope="session")
def shared_database_dsn(database_dsn: Callable[[], str]) -> str:
    """The migrated database in which every test is rolled back."""
    return database_dsn()


@pytest.fixture
def db(shared_database_dsn: str) -> Iterator[Database]:
    """A connection to a migrated, empty database; what the test writes is rolled back after it."""
    with closing(connect(shared_database_dsn)) as connection:
        yield connection
        connection.rollback()


def _command(dsn: str, command: sql.Composable) -> None:
    with closing(connect(dsn)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(command)
