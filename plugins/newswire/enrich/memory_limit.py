"""A bound on the memory that a batch of texts may take more than the process has: it fails, and the machine does not.

What asks for more gets MemoryError, and the text becomes a rejection. A library that ends the process instead is caught
as any crash is: by the attempts that are noted for its texts. See docs/decisions/0015.
"""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

STATM: Final = Path("/proc/self/statm")  # of Linux; elsewhere there is no limit


@contextmanager
def memory_limit(megabytes: int) -> Iterator[None]:
    """Let the process have at most so much address space more while the block runs."""
    if not STATM.exists():
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    has = int(STATM.read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    wanted = has + megabytes * 1_000_000
    allowed = min((limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY), default=wanted)
    resource.setrlimit(resource.RLIMIT_AS, (min(wanted, allowed), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
