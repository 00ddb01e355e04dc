"""Which database is used, and what is said when it is not there."""

import json
import os
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from psycopg2.extensions import parse_dsn

from newswire.connections import AIRFLOW_VARIABLE, connect, open_database, resolve_dsn, served_dsn, stop_embedded_server
from newswire.errors import DatabaseUnavailableError
from newswire.settings import REPOSITORY

PASSWORD = "open sesame%&"


@pytest.fixture(autouse=True)
def nothing_stated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("NEWSWIRE_DSN", AIRFLOW_VARIABLE, "AIRFLOW_CTX_DAG_ID"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NEWSWIRE_RUN_DIR", str(tmp_path / "run"))


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_the_stated_dsn_wins_over_the_airflow_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(AIRFLOW_VARIABLE, "postgres://b@127.0.0.1/b")
    assert resolve_dsn() == "postgres://b@127.0.0.1/b"
    monkeypatch.setenv("NEWSWIRE_DSN", "host=127.0.0.1 dbname=a")
    assert resolve_dsn() == "host=127.0.0.1 dbname=a"


def test_a_session_is_in_utc_and_says_who_it_is(shared_database_dsn: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSWIRE_DSN", f"{shared_database_dsn} options='-ctimezone=Asia/Tokyo'")
    with closing(open_database()) as db, db.cursor() as cursor:
        cursor.execute("SELECT current_setting('timezone'), current_setting('application_name')")
        assert cursor.fetchone() == ("UTC", "newswire")


def test_an_airflow_uri_is_read_without_importing_airflow(shared_database_dsn: str) -> None:
    code = (
        "import sys; from newswire.connections import open_database; open_database().close();"
        "sys.exit('airflow' in sys.modules)"
    )
    parts = parse_dsn(shared_database_dsn)
    uri = f"postgres://{parts['user']}:{parts['password']}@{parts['host']}:{parts['port']}/{parts['dbname']}"
    environment = os.environ | {AIRFLOW_VARIABLE: uri, "PYTHONPATH": str(REPOSITORY / "plugins")}
    assert subprocess.run([sys.executable, "-c", code], env=environment, check=False).returncode == 0


@pytest.mark.airflow
def test_an_airflow_connection_in_json_is_read_by_airflow(shared_database_dsn: str, tmp_path: Path) -> None:
    parts = parse_dsn(shared_database_dsn)
    stated = {
        "conn_type": "postgres", "host": parts["host"], "port": int(parts["port"]), "login": parts["user"],
        "password": parts["password"], "schema": parts["dbname"], "extra": {"sslmode": "disable", "keepalives": 1},
    }  # fmt: skip
    code = (
        "from newswire.connections import open_database; db = open_database();"
        "print(db.info.dbname, db.info.dsn_parameters['sslmode'])"
    )
    environment = os.environ | {
        AIRFLOW_VARIABLE: json.dumps(stated), "AIRFLOW_HOME": str(tmp_path), "PYTHONPATH": str(REPOSITORY / "plugins"),
    }  # fmt: skip
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == f"{parts['dbname']} disable"


def test_an_unreachable_server_is_named_and_its_password_is_not() -> None:
    port = closed_port()
    with pytest.raises(DatabaseUnavailableError) as caught:
        connect(f"host=127.0.0.1 port={port} dbname=news user=desk password='{PASSWORD}'")
    said = str(caught.value)
    assert all(part in said for part in ("newswire_db", "127.0.0.1", str(port), "news"))
    assert PASSWORD not in said
    assert caught.value.__suppress_context__, "the driver's own error, with all it was given, is not shown"


def test_a_refused_password_is_not_repeated(shared_database_dsn: str) -> None:
    parts = parse_dsn(shared_database_dsn) | {"password": PASSWORD}
    with pytest.raises(DatabaseUnavailableError, match="newswire_db") as caught:
        connect(" ".join(f"{name}='{value}'" for name, value in parts.items()))
    assert PASSWORD not in str(caught.value)


@pytest.mark.parametrize("mangled", ["postgresql:/desk:sesame@127.0.0.1/news", "postgresql://desk:sesame@[::1/news"])
def test_a_mangled_address_is_refused_without_repeating_it(mangled: str) -> None:
    with pytest.raises(DatabaseUnavailableError, match="newswire_db") as caught:
        connect(mangled)
    assert "sesame" not in str(caught.value)


def test_where_nothing_is_stated_the_message_says_what_to_set() -> None:
    with pytest.raises(DatabaseUnavailableError, match=r"NEWSWIRE_DSN.*newswire_db.*AIRFLOW_CONN_NEWSWIRE_DB"):
        resolve_dsn()


def test_the_command_line_starts_the_embedded_server_and_others_find_it() -> None:
    with served_dsn() as dsn:
        assert resolve_dsn() == dsn
        with closing(open_database()) as db:
            assert db.info.dbname == "newswire"
    with pytest.raises(DatabaseUnavailableError):
        resolve_dsn()
    stop_embedded_server()


def test_a_stated_database_is_served_without_starting_anything(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NEWSWIRE_DSN", "host=127.0.0.1")
    with served_dsn() as dsn:
        assert dsn == "host=127.0.0.1"
    assert not (tmp_path / "run").exists()
