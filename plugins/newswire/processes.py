"""Programs that we start on this machine: a port that is theirs alone, and an end when we end."""

import shutil
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager

ONE_SIGNAL = """
trap 'trap "" TERM; kill -TERM "$child"' TERM
"$@" &
child=$!
wait "$child"
status=$?
while kill -0 "$child" 2>/dev/null; do wait "$child"; status=$?; done
exit "$status"
"""


@contextmanager
def hold_port(usual: int = 0) -> Iterator[int]:
    """Yield ``usual``, or any free port of 127.0.0.1 where that is taken, and keep it from others inside the block.

    The program that it is for asks for SO_REUSEADDR, as servers do, and so may listen on a port that is only bound. Who
    looks for a port in this way finds it taken, also before that program has come so far.
    """
    with socket.socket() as holder:
        try:
            holder.bind(("127.0.0.1", usual))
        except OSError:
            holder.bind(("127.0.0.1", 0))
        port = int(holder.getsockname()[1])
        if sys.platform == "linux":
            holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # only now: to bind, it had to be free
        else:  # a bound port is nobody else's there
            holder.close()
        yield port


def ends_with_us() -> tuple[str, ...]:
    """Return the command before a command that shall get SIGTERM when this process ends, killed or not.

    It is nothing where util-linux is not there; ``down`` stops what is left then.
    """
    return ("setpriv", "--pdeathsig", "TERM") if shutil.which("setpriv") else ()


def ends_with_us_once() -> tuple[str, ...]:
    """Return the same for a command that a second SIGTERM would disturb while it ends, as Airflow's scheduler.

    A process with threads that is killed leaves its children to one thread after the other, and Linux sends the signal
    with each. A shell between takes them all and passes on one; if it is killed itself, the command is killed with it.
    """
    return (
        (*before, "sh", "-c", ONE_SIGNAL, "sh", "setpriv", "--pdeathsig", "KILL") if (before := ends_with_us()) else ()
    )
