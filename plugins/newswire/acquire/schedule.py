"""When to poll a source again: between a floor and a ceiling, by how much was new; a source is never given up.

The rule is multiplicative, as feed readers have it: halve when much was new, lengthen when nothing was.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

FLOOR_S = 300  # publishers ask for no more than a poll in five minutes
CEILING_S = 86_400  # a source that is quiet for weeks is still seen every day
FIRST_S = 3600
MUCH_NEW_RATIO = 0.5  # half of a feed replaced: entries may have passed unseen
LENGTHEN = 1.5


class Outcome(StrEnum):
    """How a poll went, for its schedule. ``no_connection``: not one byte came; ``failed``: an answer of no use."""

    READ = "read"
    WAITS = "waits"
    FAILED = "failed"
    NO_CONNECTION = "no_connection"


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """The columns of news.source that say when it is polled. ``poll_interval_s`` is the interval while all is well."""

    poll_interval_s: int = FIRST_S
    failure_count: int = 0
    next_poll_at: datetime | None = None


def next_schedule(
    before: Schedule,
    outcome: Outcome,
    *,
    now: datetime,
    listed_count: int = 0,
    new_count: int = 0,
    floor_s: int = FLOOR_S,
    ceiling_s: int = CEILING_S,
) -> Schedule:
    """Return the schedule after a poll that listed ``listed_count`` entries, ``new_count`` of them new.

    A failure doubles the wait up to the ceiling and leaves the interval as it is, so that a source that revives is
    polled as before from then on. One whose server must wait is neither.
    """
    interval_s = min(max(before.poll_interval_s, floor_s), ceiling_s)
    failures = 0
    wait_s = interval_s
    if outcome is Outcome.READ:
        wait_s = interval_s = _next_interval_s(interval_s, listed_count, new_count, floor_s, ceiling_s)
    elif outcome is Outcome.WAITS:
        failures = before.failure_count
    else:
        failures = before.failure_count + 1
        wait_s = min(
            interval_s * 2 ** min(failures, 20), ceiling_s
        )  # 20: the power of a count of years is a large number
    next_at = now + timedelta(seconds=wait_s)
    return Schedule(poll_interval_s=interval_s, failure_count=failures, next_poll_at=next_at)


def is_own_network_down(outcomes: Sequence[Outcome], servers: Sequence[str]) -> bool:
    """Return whether a run says more of our network than of its sources: not one connection, to two servers or more.

    A single server that can't be reached is its own trouble. Then no source's schedule is touched.

    >>> is_own_network_down([Outcome.NO_CONNECTION] * 2, ["http://a.example", "http://b.example"])
    True
    >>> is_own_network_down([Outcome.NO_CONNECTION, Outcome.FAILED], ["http://a.example", "http://b.example"])
    False
    """
    return len(set(servers)) > 1 and all(outcome is Outcome.NO_CONNECTION for outcome in outcomes)


def _next_interval_s(interval_s: int, listed_count: int, new_count: int, floor_s: int, ceiling_s: int) -> int:
    if new_count and new_count >= listed_count * MUCH_NEW_RATIO:
        wanted = interval_s / 2
    elif new_count:
        wanted = float(interval_s)
    else:
        wanted = interval_s * LENGTHEN
    return round(min(max(wanted, floor_s), ceiling_s))
