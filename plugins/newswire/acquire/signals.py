"""Agencies' codes for status and signals in IPTC's words. What is not listed is refused or noted, never guessed."""

import re
from datetime import datetime

from newswire.acquire.times import parse_instant
from newswire.errors import Reason, RejectedError
from newswire.records import PubStatus, Signal

# IPTC NewsCodes 'stat', with the spellings found on wires.
PUB_STATUS = {
    "usable": PubStatus.USABLE,
    "withheld": PubStatus.WITHHELD,
    "embargoed": PubStatus.WITHHELD,
    "canceled": PubStatus.CANCELED,
    "cancelled": PubStatus.CANCELED,
    "cancel": PubStatus.CANCELED,
    "killed": PubStatus.CANCELED,
    "kill": PubStatus.CANCELED,
}
# IPTC NewsCodes 'signal', with the spellings found on wires.
SIGNALS = {
    "update": Signal.UPDATE,
    "updated": Signal.UPDATE,
    "correction": Signal.CORRECTION,
    "corrected": Signal.CORRECTION,
    "corr": Signal.CORRECTION,
    "repeat": Signal.REPEAT,
    "repeated": Signal.REPEAT,
    "kill": Signal.KILL,
    "advisory": Signal.ADVISORY,
    "planned": Signal.PLANNED,
}


# ANPA 1312 (1989), priority: flash, urgent, bulletin, regular, deferred.
PRIORITIES_1312 = {"f": 1, "u": 2, "b": 3, "r": 4, "d": 5}


def read_pubstatus(code: str | None) -> PubStatus:
    """Return the status of 'stat:usable' or 'usable'; none stated is usable (NewsML-G2 2.34, pubStatus)."""
    if code is None:
        return PubStatus.USABLE
    try:
        return PUB_STATUS[last_part(code)]
    except KeyError:
        raise RejectedError(Reason.NOT_PARSABLE, f"pubStatus {code!r} is not known") from None


def held_back(pubstatus: PubStatus, *, is_embargoed: bool, until: datetime | None) -> PubStatus:
    """Return the status of an item: an embargo whose end can't be read never becomes usable by itself."""
    is_unread = is_embargoed and until is None and pubstatus is PubStatus.USABLE
    return PubStatus.WITHHELD if is_unread else pubstatus


def read_signals(codes: list[str]) -> tuple[tuple[Signal, ...], tuple[str, ...]]:
    """Return the signals, and notes for codes that are not listed."""
    known = tuple(dict.fromkeys(SIGNALS[last_part(code)] for code in codes if last_part(code) in SIGNALS))
    return known, tuple(f"signal not known: {code}" for code in codes if last_part(code) not in SIGNALS)


def as_version(value: object) -> int:
    """Return a version number as a bigint; none stated is 1, a time is its digits. Raises RejectedError(NOT_PARSABLE).

    >>> as_version("v3"), as_version(2.0), as_version("2026-11-20T06:00:00Z")
    (3, 2, 20261120060000)
    """
    if value is None or value == "":
        return 1
    stated = str(value).strip()
    if found := re.fullmatch(r"[vV]?([0-9]{1,18})(?:\.0{1,9})?", stated):
        return int(found[1])
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T.{5,30}", stated) and (at := parse_instant(stated)):
        return int(f"{at:%Y%m%d%H%M%S}")
    raise RejectedError(Reason.NOT_PARSABLE, f"version {value!r} is not a number of at most 18 digits")


def as_priority(value: str | None) -> int | None:
    """Return a priority of 1 to 9 that is written as a digit or as a letter of ANPA 1312; None for anything else."""
    letter = (value or "").strip().lower()
    return PRIORITIES_1312.get(letter) or as_digit(letter)


def as_digit(value: object) -> int | None:
    """Return an urgency or priority of one digit; None for anything else."""
    return int(str(value)) if value is not None and re.fullmatch("[0-9]", str(value).strip()) else None


def last_part(code: str) -> str:
    """Return 'usable' of 'stat:usable' and of an address that ends with it."""
    return re.split(r"[:/#]", code.strip().rstrip("/"))[-1].lower()
