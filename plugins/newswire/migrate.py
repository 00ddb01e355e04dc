"""Bring the schema up to date: plain SQL files under ``sql/migrations/versions``, run in order by Alembic.

One transaction for all, under an advisory lock: of two migrators one waits, and a failed one leaves nothing. Alembic's
version table lives in schema ``newswire_migration``, as Airflow has one of its own. The views of schema ``report``,
and the materialised ones of schema ``news`` that they read, are dropped before a migration, or where their files
changed, and made again from ``sql/views`` afterwards. At the end the roles newswire_writer and newswire_reader get
their rights. Roles belong to the server and not to one database: a user who may not create them is told what an
administrator must do, and all else goes on.
"""

import hashlib
import logging
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2
from alembic import command, op
from alembic.config import Config
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from newswire.connections import connect, resolve_dsn
from newswire.db import Database, execute, fetch_row, fetch_rows
from newswire.errors import MigrationError
from newswire.settings import SQL_DIR

log = logging.getLogger(__name__)

STATE_SCHEMA = "newswire_migration"


def migrate(dsn: str) -> list[str]:
    """Apply what is missing and return the names of the applied migrations. Raises MigrationError.

    Views that were made again count as 'views'.
    """
    config = _config()
    config.attributes["dsn"] = dsn
    command.upgrade(config, "head")
    return list(config.attributes["applied"])


def check(dsn: str) -> list[str]:
    """Return the names of the migrations that are missing, without changing anything. Raises MigrationError."""
    with closing(connect(dsn)) as db, db:
        applied = _applied(db) if fetch_row(db, "migrate/find_state") else {}
    files = _migration_files()
    _refuse_unknown(applied, files)
    return [name for name in files if name not in applied]


def run_upgrade(context: Any) -> None:  # noqa: ANN401 - Alembic's module of that name
    """Do what ``sql/migrations/env.py`` is for: serve one Alembic command, in one transaction.

    Any command may call (``alembic current`` too), so only what Alembic did is noted as applied.
    """
    attributes = context.config.attributes
    attributes["applied"] = []
    with closing(connect(attributes.get("dsn") or resolve_dsn())) as db:
        engine = create_engine("postgresql+psycopg2://", creator=lambda: db, poolclass=StaticPool)
        with engine.begin() as connection:
            attributes["applied"] = _run(context, connection, db)


def run_sql_beside(python_file: str) -> None:
    """Run the SQL file that lies beside a migration's Python file, as it is: no parameters, so '%' means itself.

    Our views are dropped first, as they would stand in the way of changing a table; they are made again at the end.
    """
    db = op.get_bind().connection.dbapi_connection
    _drop_views(db)
    with db.cursor() as cursor:
        cursor.execute(Path(python_file).with_suffix(".sql").read_text(encoding="utf-8"))


def _run(context: Any, connection: Any, db: Database) -> list[str]:  # noqa: ANN401 - Alembic's and SQLAlchemy's
    execute(db, "migrate/lock_migration")
    execute(db, "migrate/create_state")
    before, files = _applied(db), _migration_files()
    _refuse_unknown(before, files)

    def note(*, step: Any, **_more: Any) -> None:  # noqa: ANN401 - Alembic's
        if step.is_upgrade:
            name = step.up_revision_id
            execute(db, "migrate/insert_applied", {"revision": name, "sha256": _sha256(files[name])})

    context.configure(connection=connection, version_table_schema=STATE_SCHEMA, on_version_apply=note)
    context.run_migrations()
    after = _applied(db)
    applied = [name for name in after if name not in before]
    if after.keys() == files.keys() and _refresh_views(db):
        applied.append("views")
    if after.keys() == files.keys():
        _grant_roles(db)
    return applied


def _grant_roles(db: Database) -> None:
    """Make the roles where that is allowed, give them their rights here, and say what only an administrator can do."""
    execute(db, "migrate/create_roles")
    execute(db, "migrate/grant_roles")
    for missing in fetch_rows(db, "migrate/find_missing_roles"):
        log.warning(
            "%s; an administrator of this server can run: %s; then migrate again", missing["what"], missing["remedy"]
        )


def _refresh_views(db: Database) -> bool:
    """Make the views again where their files are not what they were made from; return whether that was so."""
    files = sorted((SQL_DIR / "views").glob("*.sql"))  # their numbers put a view after those that it reads
    wanted = {_view_name(file): _sha256(file) for file in files}
    if wanted == {row["name"]: row["sha256"] for row in fetch_rows(db, "migrate/find_report_views")}:
        return False
    _drop_views(db)
    for file in files:
        with db.cursor() as cursor:
            cursor.execute(file.read_text(encoding="utf-8"))
        execute(db, "migrate/insert_report_view", {"name": _view_name(file), "sha256": wanted[_view_name(file)]})
    return True


def _applied(db: Database) -> dict[str, str]:
    return {row["revision"]: row["sha256"] for row in fetch_rows(db, "migrate/find_applied")}


def _refuse_unknown(applied: dict[str, str], files: dict[str, Path]) -> None:
    for name, sha256 in applied.items():
        if name not in files:
            raise MigrationError(f"the database has migration {name}, which this code does not know: update the code")
        if _sha256(files[name]) != sha256:
            raise MigrationError(
                f"migration {name} was changed after it was applied: take {files[name].name} back to what it was, "
                "and put the change into a new migration"
            )


def _drop_views(db: Database) -> None:
    try:
        execute(db, "migrate/drop_report_views")
    except psycopg2.errors.DependentObjectsStillExist as error:
        raise MigrationError(
            "views of schema report are to be made again, but something of yours reads them; drop it and create it "
            f"after the migration: {error.diag.message_detail}"
        ) from error


def _migration_files() -> dict[str, Path]:
    """Return the SQL file of each migration by its name, in order."""
    return {file.stem: file for file in sorted((SQL_DIR / "migrations" / "versions").glob("*.sql"))}


def _view_name(file: Path) -> str:
    """Return 'quote' for '20_quote.sql'."""
    return file.stem.split("_", 1)[1]


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_text(encoding="utf-8").encode()).hexdigest()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(SQL_DIR / "migrations").replace("%", "%%"))
    return config
