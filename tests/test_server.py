"""The embedded server: it survives what happens to servers on desks."""

import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
from psycopg2.extensions import parse_dsn

from newswire import server as server_module
from newswire.connections import connect
from newswire.errors import DatabaseUnavailableError
from newswire.server import EmbeddedServer

START = """
import sys
from pathlib import Path
from newswire.server import EmbeddedServer
print(EmbeddedServer(Path(sys.argv[1])).start())
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EmbeddedServer]:
    made = EmbeddedServer(tmp_path / "a folder with spaces" / "postgres")
    yield made
    made.stop()


def postmaster_pid(server: EmbeddedServer) -> int:
    return int((server.folder / "data" / "postmaster.pid").read_text().splitlines()[0])


def run_sql(dsn: str, command: str) -> list[tuple[object, ...]]:
    with closing(connect(dsn)) as db, db, db.cursor() as cursor:
        cursor.execute(command)
        return cursor.fetchall() if cursor.description else []


def starter(folder: Path) -> "subprocess.Popen[str]":
    paths = {"PYTHONPATH": str(Path(server_module.__file__).parents[1])}
    return subprocess.Popen(
        [sys.executable, "-c", START, str(folder)], env=os.environ | paths, stdout=subprocess.PIPE, text=True
    )


def test_acknowledged_rows_survive_a_killed_server_which_starts_again_at_once(server: EmbeddedServer) -> None:
    dsn = server.start()
    run_sql(dsn, "CREATE TABLE kept (number integer)")
    with closing(connect(dsn)) as db:
        with db, db.cursor() as cursor:
            cursor.execute("INSERT INTO kept SELECT generate_series(1, 1000)")
        os.kill(postmaster_pid(server), signal.SIGKILL)
    again = server.start()
    assert again == dsn, "the port was free, so the address stays"
    assert run_sql(again, "SELECT count(*) FROM kept") == [(1000,)]


def test_a_note_of_a_server_that_died_long_ago_does_not_keep_it_from_starting(server: EmbeddedServer) -> None:
    server.start()
    note = server.folder / "data" / "postmaster.pid"
    left = note.read_text()
    server.stop()
    with subprocess.Popen(["true"]) as gone:
        pass
    note.write_text("\n".join([str(gone.pid), *left.splitlines()[1:]]) + "\n")
    assert not server.is_running()
    assert run_sql(server.start(), "SELECT 1") == [(1,)]


def test_two_starters_at_once_get_the_same_server(server: EmbeddedServer) -> None:
    starters = [starter(server.folder) for _ in range(2)]
    said = [process.communicate(timeout=60)[0].strip() for process in starters]
    assert [process.returncode for process in starters] == [0, 0]
    assert said[0] == said[1]
    assert run_sql(said[0], "SELECT 1") == [(1,)], "it outlives both"


def test_it_is_a_utf8_database_in_utc_on_loopback_behind_a_password(server: EmbeddedServer) -> None:
    dsn = server.start()
    assert run_sql(
        dsn,
        "SELECT current_setting('server_encoding'), current_setting('timezone'), upper('é'),"
        " current_setting('password_encryption'), host(inet_server_addr())",
    ) == [("UTF8", "UTC", "É", "scram-sha-256", "127.0.0.1")]
    with pytest.raises(psycopg2.OperationalError):
        psycopg2.connect(dsn, password="wrong")


def test_the_password_is_in_a_private_file_and_nowhere_else(server: EmbeddedServer) -> None:
    password = parse_dsn(server.start())["password"]
    assert stat.S_IMODE((server.folder / "password").stat().st_mode) == 0o600
    assert stat.S_IMODE(server.folder.stat().st_mode) == 0o700
    assert password not in (server.folder / "server.log").read_text()
    shown = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert "postgres" in shown
    assert password not in shown


def test_the_last_user_stops_the_server_and_an_earlier_one_does_not(server: EmbeddedServer) -> None:
    with EmbeddedServer(server.folder) as dsn:
        with EmbeddedServer(server.folder) as same:
            assert same == dsn
        assert server.is_running()
    assert not server.is_running()


def test_a_user_leaves_a_server_running_that_was_started_before(server: EmbeddedServer) -> None:
    server.start()
    with EmbeddedServer(server.folder):
        pass
    assert server.is_running()
    server.stop()
    assert not server.is_running()


def test_data_stay_between_runs(server: EmbeddedServer) -> None:
    with server as dsn:
        run_sql(dsn, "CREATE TABLE kept AS SELECT 7 AS number")
    with server as dsn:
        assert run_sql(dsn, "SELECT number FROM kept") == [(7,)]


def test_a_taken_port_makes_it_choose_another(server: EmbeddedServer) -> None:
    port = int(parse_dsn(server.start())["port"])
    server.stop()
    with socket.socket() as taker:
        taker.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taker.bind(("127.0.0.1", port))
        taker.listen()
        dsn = server.start()
        assert int(parse_dsn(dsn)["port"]) != port
        assert run_sql(dsn, "SELECT 1") == [(1,)]


def test_a_broken_data_folder_is_named_with_its_log(server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    server.start()
    server.stop()
    (server.folder / "data" / "PG_VERSION").write_text("9\n")
    monkeypatch.setattr(server_module, "START_TIMEOUT_S", 1)
    with pytest.raises(DatabaseUnavailableError, match=r"server\.log"):
        server.start()


@pytest.mark.skipif(os.geteuid() != 0 or shutil.which("setpriv") is None, reason="for root, with setpriv")
def test_root_without_user_namespaces_runs_it_as_an_unprivileged_user(
    server: EmbeddedServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with server as dsn:
        run_sql(dsn, "CREATE TABLE kept AS SELECT 7 AS number")
    refusing = tmp_path / "bin"
    refusing.mkdir()
    (refusing / "unshare").write_text("#!/bin/sh\nexit 1\n")
    (refusing / "unshare").chmod(0o755)
    monkeypatch.setenv("PATH", f"{refusing}:{os.environ['PATH']}")
    server_module._runner.cache_clear()
    try:
        with server as dsn:
            assert run_sql(dsn, "SELECT number FROM kept") == [(7,)], "the data go to the other user with all in them"
            assert Path(f"/proc/{postmaster_pid(server)}").stat().st_uid == server_module.UNPRIVILEGED_ID
    finally:
        server_module._runner.cache_clear()


def test_stopping_takes_no_longer_than_it_must_while_clients_are_connected(server: EmbeddedServer) -> None:
    with closing(connect(server.start())):
        began = time.monotonic()
        server.stop()
        assert time.monotonic() - began < 10
        assert not server.is_running()
