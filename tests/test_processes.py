"""Ports that are held for a program, and programs that end with the one that started them."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from newswire.processes import ends_with_us, ends_with_us_once, hold_port


def test_a_port_is_held_for_one_and_its_program_can_listen_on_it() -> None:
    with hold_port() as first, hold_port(first) as second:
        assert first != second, "whoever looks for a port in the meantime finds another"
        with (
            closing(socket.create_server(("127.0.0.1", first))),
            closing(socket.create_connection(("127.0.0.1", first))),
            hold_port(first) as third,
        ):
            assert third not in {first, second}
    with hold_port(second) as again:
        assert again == second, "a port is free again when nobody holds it"


@pytest.mark.skipif(shutil.which("setpriv") is None, reason="no setpriv: apt-get install util-linux")
def test_a_program_ends_with_a_killed_starter() -> None:
    code = "import subprocess, sys; print(subprocess.Popen(sys.argv[1:]).pid, flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", code, *ends_with_us(), "sleep", "60"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as up:
        assert up.stdout is not None
        pid = int(up.stdout.readline())
        time.sleep(0.5)
        assert is_running(pid)
        up.kill()
    deadline = time.monotonic() + 10
    while is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    try:
        assert not is_running(pid)
    finally:
        if is_running(pid):
            os.kill(pid, signal.SIGKILL)


@pytest.mark.skipif(shutil.which("setpriv") is None, reason="no setpriv: apt-get install util-linux")
def test_a_program_gets_one_signal_however_many_come_when_its_starter_is_killed(tmp_path: Path) -> None:
    heard = tmp_path / "heard"
    program = (
        "import signal, sys, time\n"
        "signal.signal(signal.SIGTERM, lambda *_: open(sys.argv[1], 'a').write('TERM '))\n"
        "open(sys.argv[1], 'a').write('up ')\n"
        "end = time.monotonic() + 3\n"
        "while time.monotonic() < end: time.sleep(.1)"
    )
    starter = "import subprocess, sys; print(subprocess.Popen(sys.argv[1:]).pid, flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", starter, *ends_with_us_once(), sys.executable, "-c", program, str(heard)]

    def wait_for(words: list[str]) -> None:
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline and not (heard.exists() and heard.read_text().split() == words):
            time.sleep(0.05)

    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as up:
        assert up.stdout is not None
        pid = int(up.stdout.readline())
        wait_for(["up"])
        up.kill()
    wait_for(["up", "TERM"])
    os.kill(pid, signal.SIGTERM)  # as Linux may send another for each thread of the starter
    deadline = time.monotonic() + 10
    while is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_running(pid)
    assert heard.read_text().split() == ["up", "TERM"]


def is_running(pid: int) -> bool:
    """Return whether it runs; one that has ended and that nobody has asked for is no more."""
    shown = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(shown.strip()) and not shown.startswith("Z")
