"""What tests share: one Postgres for the run, one migrated database in it, and each test rolled back."""

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from psycopg2 import sql
from psycopg2.extensions import make_dsn, parse_dsn

from newswire.connections import connect
from newswire.db import Database
from newswire.migrate import migrate
from newswire.server import EmbeddedServer

pytest_plugins = ["tests.small_desk", "tests.ingested", "tests.versions"]


@pytest.fixture(scope="session")
def server_dsn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A running server: ``NEWSWIRE_TEST_DSN`` (whose user may create databases), else an embedded one for this run."""
    if stated := os.environ.get("NEWSWIRE_TEST_DSN"):
        yield stated
    else:
        with EmbeddedServer(tmp_path_factory.mktemp("server") / "postgres") as dsn:
            yield dsn


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
    for name in made:
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
