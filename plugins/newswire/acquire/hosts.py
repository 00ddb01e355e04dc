"""When a server may be asked, kept in the database for all fetchers: robots.txt, Retry-After, a delay, a daily cap.

Of the delays and caps that robots.txt, a person (news.host) and the sources that ask it state, the strictest holds.

A session's advisory lock on the server lets one request at a time go to it, on however many machines; the system frees
the lock of a killed process. The database's clock is the one that counts. A server that must wait for longer than a
few seconds is left for the next poll (HostWaitsError).
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from protego import Protego

from newswire.db import Database, Row, execute, fetch_row, storable
from newswire.errors import AddressRefusedError, HostWaitsError
from newswire.records import Source

ROBOT = "Newswire"
DELAY_S = 1.0  # between two requests to a server that states none
PATIENCE_S = 5.0  # the longest sleep of one fetch; crawl delays of 10 s and more are common, so pages wait for a poll
ROBOTS_AGE_S = 86400  # RFC 9309, 2.4: at most 24 hours
ROBOTS_RETRY_S = 600  # after a 5xx
ROBOTS_CHARS = 512_000  # RFC 9309, 2.5: at least 500 KiB are read
MAX_RETRY_S = 86400  # a Retry-After of years would make a feed dead for good
DEFAULT_RETRY_S = 60  # 429 or 503 without the header
BUSY = (429, 503)
ReadRobots = Callable[[str], tuple[int, bytes]]
Note = Callable[[int, str | None], None]


class Hosts:
    """The turns at servers. ``db`` is a connection of its own in autocommit, as a turn is for all to see at once."""

    def __init__(self, db: Database, *, delay_s: float = DELAY_S, patience_s: float = PATIENCE_S) -> None:
        assert db.autocommit, "a turn that is not committed is seen by nobody"
        execute(db, "acquire/relax_commits")
        self._db = db
        self._delay_s = delay_s
        self._patience_s = patience_s

    @contextmanager
    def turn(self, url: str, read_robots: ReadRobots, source: Source) -> Iterator[Note]:
        """Wait for the turn to ask the server of ``url``, and yield a function that takes its status and Retry-After.

        ``read_robots`` fetches an address and returns status and body. A source of the own network has no usual delay.
        Raises HostWaitsError where it is not to be asked now, AddressRefusedError where robots.txt forbids the page.
        """
        host = host_of(url)
        deadline = time.monotonic() + self._patience_s
        known = self._take(host, source, deadline)
        is_asked = False
        retry_s = 0.0
        try:
            if known["left_count"] <= 0:
                raise HostWaitsError(f"{host}: the requests of today are used up (daily_cap)")
            if known["wait_s"] > 0:
                if time.monotonic() + known["wait_s"] > deadline:
                    raise HostWaitsError(f"{host} is not to be asked for another {known['wait_s']:.0f} s")
                time.sleep(known["wait_s"])
            self._obey_robots(host, url, known, read_robots, source)
            is_asked = True

            def note(status: int, retry_after: str | None) -> None:
                nonlocal retry_s
                if status in BUSY:
                    retry_s = retry_after_s(retry_after, datetime.now(UTC))

            yield note
        finally:
            delay_s = 0.0 if source.allow_private else self._delay_s
            if is_asked:
                execute(self._db, "acquire/release_host", {"host": host, "delay_s": delay_s, "retry_s": retry_s})
            else:
                fetch_row(self._db, "acquire/unlock_host", {"host": host})

    def _take(self, host: str, source: Source, deadline: float) -> Row:
        """Return what is known of the server, once it is ours. Raises HostWaitsError after our patience."""
        asked = {"host": host, "source": source.name, "min_delay_s": source.min_delay_s, "daily_cap": source.daily_cap}
        is_noted = False
        while True:
            known = fetch_row(self._db, "acquire/take_host", asked)
            if known is not None and (known["is_stated"] or is_noted):
                return known
            if known is not None:
                fetch_row(self._db, "acquire/unlock_host", asked)
            if (
                not is_noted
            ):  # nobody has asked it before, or this source has not, or it allows itself something else now
                execute(self._db, "acquire/insert_host", asked)
                execute(self._db, "acquire/upsert_host_budget", asked)
                is_noted = True
            elif time.monotonic() > deadline:
                raise HostWaitsError(f"{host} is being asked by another fetcher")
            else:
                time.sleep(0.05)

    def _obey_robots(self, host: str, url: str, known: Row, read_robots: ReadRobots, source: Source) -> None:
        """Fetch robots.txt where ours is old, and ask it. RFC 9309, 2.3.1: 4xx allows all, 5xx forbids all for now."""
        status, age_s = known["robots_status"], known["robots_age_s"]
        if status is None or age_s > (ROBOTS_RETRY_S if status >= 500 else ROBOTS_AGE_S):
            status, body = read_robots(host + "/robots.txt")
            text = storable(body.decode("utf-8", "replace")[:ROBOTS_CHARS]) if 200 <= status < 300 else None
            text = "" if 400 <= status < 500 else text  # what it said before no longer holds
            delay_s = Protego.parse(text).crawl_delay(ROBOT) if text else None
            delay_s = min(max(delay_s, 0.0), float(MAX_RETRY_S)) if delay_s is not None else None
            said = {"host": host, "robots_txt": text, "robots_status": status, "delay_s": delay_s}
            known = fetch_row(self._db, "acquire/update_host_robots", said) or said
        if known["robots_txt"] is None:
            raise HostWaitsError(f"{host}/robots.txt answers {status}, so nothing may be fetched for now")
        if not Protego.parse(known["robots_txt"]).can_fetch(url, ROBOT):
            raise AddressRefusedError(f"{host}/robots.txt forbids {url[:300]}")


def host_of(url: str) -> str:
    """Return the server of an address as news.host names it: scheme, name and port, which robots.txt is valid for.

    >>> host_of("HTTP://user@Paper.example:80/a")
    'http://paper.example'
    """
    parts = urlsplit(url)
    name = (parts.hostname or "").rstrip(".")
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    name = f"[{name}]" if ":" in name else name
    return f"{parts.scheme}://{name}" + (f":{parts.port}" if parts.port not in (None, usual) else "")


def retry_after_s(text: str | None, now: datetime) -> float:
    """Return how many seconds to wait by a Retry-After header in either form (RFC 9110, 10.2.3).

    >>> retry_after_s("120", datetime(2026, 1, 1, tzinfo=UTC))
    120.0
    >>> retry_after_s("Thu, 01 Jan 2026 00:01:00 GMT", datetime(2026, 1, 1, tzinfo=UTC))
    60.0
    """
    text = (text or "").strip()
    if text.isascii() and text.isdecimal():
        return float(min(int(text[:12]), MAX_RETRY_S))
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, IndexError, OverflowError):
        return float(DEFAULT_RETRY_S)
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(max((at - now).total_seconds(), 0.0), float(MAX_RETRY_S))
