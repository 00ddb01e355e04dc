"""A bound on the processor time of a text: what takes longer becomes a rejection and does not hold up the run.

A signal of the processor's clock ends Python code and regular expressions anywhere; native code (the network, spaCy's
models) ends by itself, as it works on bounded pieces: a window of the tagger, a text of bounded length. So no child
process is needed, which would have to load the models again. See docs/decisions/0015.
"""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn


class TookTooLongError(Exception):
    """The processor time ran out."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise TookTooLongError in the block once it has taken so many seconds of processor time, waiting not counted.

    Signals reach the main thread alone, in which Airflow's tasks and the command line run; elsewhere there is no limit.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(_number: int, _frame: FrameType | None) -> NoReturn:
        raise TookTooLongError(f"it took more than {seconds:g} seconds of processor time")

    before = signal.signal(signal.SIGPROF, end)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
