"""Which database, and how to reach it: what is asked of Airflow while a task runs (``scheduling`` is the rest).

The first that is stated wins: ``NEWSWIRE_DSN``, the Airflow connection ``newswire_db`` (inside a task or Airflow's API
server, or from its environment variable), the embedded server of the run folder. Who only reads reports takes
``NEWSWIRE_READER_DSN`` or the connection ``newswire_reader_db`` where there is one.
"""

import html
import logging
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

import psycopg2
from psycopg2.extensions import make_dsn, parse_dsn

from newswire.db import Database, fetch_row
from newswire.errors import DatabaseUnavailableError
from newswire.server import EmbeddedServer
from newswire.settings import (
    CONNECTION_ID,
    READER_CONNECTION_ID,
    SLACK_CONNECTION_ID,
    SMTP_CONNECTION_ID,
    alert_channels,
    alert_recipients,
    reader_timeout_s,
    run_dir,
    stated_dsn,
    stated_reader_dsn,
)

log = logging.getLogger(__name__)

AIRFLOW_VARIABLE = f"AIRFLOW_CONN_{CONNECTION_ID.upper()}"
CONNECT_TIMEOUT_S = 10


def open_database() -> Database:
    """Return a new connection in UTC to the database that is stated. Raises DatabaseUnavailableError."""
    return connect(resolve_dsn())


def open_reader() -> Database:
    """Return a new connection that reads schema ``report`` and can do nothing else. Raises DatabaseUnavailableError.

    Its transactions are read-only and its statements are cut after ``NEWSWIRE_READER_TIMEOUT_S``
    (psycopg2.errors.QueryCanceled). Where no address is stated for readers it is the main connection in the role
    newswire_reader; a server that lacks this role is warned of, and what is left then is the read-only transaction.
    """
    limits = {"default_transaction_read_only": "on", "statement_timeout": f"{reader_timeout_s()}s"}
    if (stated := _stated_elsewhere(READER_CONNECTION_ID, stated_reader_dsn())) is not None:
        return connect(stated, limits)
    db = connect(resolve_dsn(), limits)
    try:
        became_reader = fetch_row(db, "report/become_reader")
    except psycopg2.errors.InsufficientPrivilege:  # a member that may not SET ROLE (Postgres 16 and newer)
        db.rollback()
        became_reader = None
    db.commit()
    if became_reader is None:
        log.warning("reading reports without the role newswire_reader: `newswire migrate` says what is missing for it")
    return db


def connect(dsn: str, settings: Mapping[str, str] | None = None) -> Database:
    """Return a new connection in UTC, with these settings of Postgres.

    Raises DatabaseUnavailableError, which never says the password.
    """
    try:
        stated = parse_dsn(dsn)
    except psycopg2.ProgrammingError:  # its message repeats what was given, password and all
        raise DatabaseUnavailableError(
            f"connection {CONNECTION_ID}: its address can't be read; write postgresql://user:password@host:port/database"
        ) from None
    usual = {"application_name": "newswire", "connect_timeout": str(CONNECT_TIMEOUT_S)}
    wanted = {"timezone": "UTC", **(settings or {})}
    options = " ".join([stated.get("options", ""), *(f"-c{name}={value}" for name, value in wanted.items())]).strip()
    try:
        opened: Database = psycopg2.connect(**(usual | stated | {"options": options}))
    except psycopg2.OperationalError as error:
        raise DatabaseUnavailableError(_explain(str(error), stated)) from None
    return opened


def resolve_dsn() -> str:
    """Return the address of the database, as psycopg2 takes it. Raises DatabaseUnavailableError where none is stated.

    Starts nothing: a task must not own a server. The command line uses ``served_dsn``.
    """
    if (stated := _stated_elsewhere(CONNECTION_ID, stated_dsn())) is not None:
        return stated
    server = _embedded_server()
    if server.is_running():
        return server.dsn
    raise DatabaseUnavailableError(
        f"no database: set NEWSWIRE_DSN, or the Airflow connection {CONNECTION_ID} (environment variable "
        f"{AIRFLOW_VARIABLE}=postgresql://user:password@host:port/database, or Admin > Connections); "
        "the embedded server is not running"
    )


@contextmanager
def served_dsn() -> Iterator[str]:
    """Yield the address of the database; the embedded server, where it is the one, runs while someone is inside."""
    if (stated := _stated_elsewhere(CONNECTION_ID, stated_dsn())) is not None:
        yield stated
    else:
        with _embedded_server() as dsn:
            yield dsn


def stop_embedded_server() -> None:
    """Stop the embedded server of the run folder, whoever uses it; nothing happens where there is none."""
    _embedded_server().stop()


def notify(subject: str, lines: Sequence[str]) -> None:
    """Send a message through each channel of ``NEWSWIRE_ALERTS``; what can't be sent is a warning, never an error."""
    for channel in alert_channels():
        try:
            _CHANNELS[channel](f"Newswire: {subject}", lines)
        except KeyError:
            log.warning("NEWSWIRE_ALERTS: no channel %s; there are %s", channel, ", ".join(_CHANNELS))
        except Exception as error:  # noqa: BLE001 - an alert must not fail the task that gives it
            log.warning("alert not sent by %s: %s", channel, type(error).__name__)  # its text may have the login


def _notify_log(subject: str, lines: Sequence[str]) -> None:
    log.warning("%s\n%s", subject, "\n".join(lines))


def _notify_email(subject: str, lines: Sequence[str]) -> None:
    from airflow.providers.smtp.notifications.smtp import SmtpNotifier

    body = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    subject = "".join(c for c in subject if c.isprintable())
    SmtpNotifier(to=alert_recipients(), subject=subject, html_content=body, smtp_conn_id=SMTP_CONNECTION_ID).notify({})


def _notify_slack(subject: str, lines: Sequence[str]) -> None:
    from airflow.providers.slack.notifications.slack_webhook import SlackWebhookNotifier

    text = html.escape("\n".join((subject, *lines)), quote=False)  # Slack wants &, < and > written so
    SlackWebhookNotifier(slack_webhook_conn_id=SLACK_CONNECTION_ID, text=text).notify({})


_CHANNELS = {"log": _notify_log, "email": _notify_email, "slack": _notify_slack}


def emit_metrics(metrics: Iterable[tuple[str, str, float]]) -> None:
    """Send (kind, name, value) through Airflow's own metrics, StatsD or OpenTelemetry as it is set; else nothing."""
    if current_dag_id() is None:
        return
    from airflow.sdk.observability import stats

    for kind, name, value in metrics:
        (stats.incr if kind == "counter" else stats.gauge)(name, value)


def current_dag_id() -> str | None:
    """Return the DAG whose task this process runs, None outside of Airflow's tasks."""
    return os.environ.get("AIRFLOW_CTX_DAG_ID")


def _embedded_server() -> EmbeddedServer:
    return EmbeddedServer(run_dir() / "postgres")


def _stated_elsewhere(connection_id: str, dsn: str | None) -> str | None:
    """Return the address that a user stated, as ``dsn`` or as a connection of Airflow; None where there is none."""
    if dsn is not None:
        return dsn
    variable = os.environ.get(f"AIRFLOW_CONN_{connection_id.upper()}")
    if variable and variable.startswith(("postgres://", "postgresql://")) and "__extra__" not in variable:
        return variable  # Airflow's form is libpq's own: no need for three seconds of importing Airflow
    if variable or _is_inside_airflow():
        return _airflow_dsn(connection_id)
    return None


def _is_inside_airflow() -> bool:
    """Return whether this is a task or the API server: there Airflow sets these, and knows its stored connections."""
    return "AIRFLOW_CTX_DAG_ID" in os.environ or os.environ.get("_AIRFLOW_PROCESS_CONTEXT") == "server"


def _airflow_dsn(connection_id: str) -> str | None:
    """Return the address that Airflow has under this connection id, None where it has none."""
    from airflow.sdk import Connection
    from airflow.sdk.exceptions import AirflowNotFoundException

    try:
        stated = Connection.get(connection_id)
    except AirflowNotFoundException:
        return None
    parts = {"host": stated.host, "port": stated.port, "dbname": stated.schema, "user": stated.login}
    secret = {"password": stated.password} if stated.password else {}
    extra = {name: value for name, value in stated.extra_dejson.items() if isinstance(value, str | int)}
    try:
        return str(make_dsn(**{name: value for name, value in (parts | extra).items() if value}, **secret))
    except psycopg2.ProgrammingError:
        raise DatabaseUnavailableError(
            f"connection {connection_id}: its extra holds what is no setting of libpq: {', '.join(sorted(extra))}"
        ) from None


def _explain(reason: str, stated: dict[str, str]) -> str:
    """Return what can't be reached and why, the password blanked wherever the driver may repeat it."""
    place = f"{stated.get('host', 'the local socket')}:{stated.get('port', '5432')}"
    if password := stated.get("password"):
        reason = reason.replace(password, "***")
    return (
        f"connection {CONNECTION_ID}: no database at {place}, database {stated.get('dbname', 'by default')}: "
        f"{' '.join(reason.split())}"
    )
