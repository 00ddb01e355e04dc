"""Dates as people write them: those forms that can mean one day only, in the languages of the larger wires."""

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone

MONTHS = (
    "january jan januar janvier janv enero ene gennaio gen janeiro januari",
    "february feb februar fevrier fevr febrero febbraio fevereiro fev februari",
    "march mar marz mars marzo marco maart mrt",
    "april apr avril avr abril abr aprile",
    "may mai mayo maggio mag maio mei",
    "june jun juni juin junio giugno giu junho",
    "july jul juli juillet juil julio luglio lug julho",
    "august aug aout agosto ago augustus",
    "september sep sept septembre septiembre settembre set setembro",
    "october oct oktober okt octobre octubre ottobre ott outubro out",
    "november nov novembre noviembre novembro",
    "december dec dezember dez decembre diciembre dic dicembre dezembro",
)
MONTH_NUMBERS = {name: number for number, names in enumerate(MONTHS, 1) for name in names.split()}
ZONES = {"z": 0, "ut": 0, "utc": 0, "gmt": 0, "bst": 1, "cet": 1, "cest": 2, "est": -5, "edt": -4, "cst": -6} | {
    "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7
}  # fmt: skip
DAY = re.compile(
    r"(?P<year>\d{4})[/.](?P<month>\d\d?)[/.](?P<day>\d\d?)"
    r"|(?P<day2>\d\d?)\.(?P<month2>\d\d?)\.(?P<year2>\d{4})"
    r"|(?P<one>\d\d?)/(?P<other>\d\d?)/(?P<year3>\d{4})"
    r"|(?P<day4>\d\d?)(?:st|nd|rd|th|er|\.)?(?: de\b| -)? ?(?P<name4>[a-z]{3,10})\.?,?(?: de\b|-)? ?(?P<year4>\d{4})"
    r"|(?P<name5>[a-z]{3,10})\.? (?P<day5>\d\d?)(?:st|nd|rd|th)?,? (?P<year5>\d{4})"
)
TIME = re.compile(
    r"[, ]*(?:(?:at|um|a|as|alle|-|t) ?)?(?P<hour>\d\d?)(?:[:.h](?P<minute>\d\d)(?::(?P<second>\d\d))?)?"
    r"(?: ?(?P<half>[ap])\.?m\.?)?(?: ?uhr)?(?: ?\(?(?:(?P<zone>[a-z]{1,4})|(?P<offset>[+-]\d\d:?\d\d))\)?)?"
)
WEEKDAY = re.compile(r"[a-z]{2,10}(?:-feira)?[.,]* (?=\d|[a-z]{3,10}\.? \d)")
SECONDS = re.compile(r"1\d{9}(?:\d{3})?")  # a Unix clock's, or its milliseconds: 2001 to 2033


def read_written(text: str) -> datetime | None:
    """Return the time, without a zone where none is written; None where a form is unknown or may mean two days.

    >>> read_written("Friday, November 20, 2026 6:00 PM EST").isoformat()
    '2026-11-20T18:00:00-05:00'
    >>> read_written("20. Dezember 2026, 06:30 Uhr").isoformat(), read_written("2026/6/29").isoformat()
    ('2026-12-20T06:30:00', '2026-06-29T00:00:00')
    >>> read_written("7/8/2026") is None, read_written("13/8/2026").isoformat()
    (True, '2026-08-13T00:00:00')
    """
    if SECONDS.fullmatch(text):
        return datetime.fromtimestamp(int(text[:10]), UTC)
    plain = unicodedata.normalize("NFKD", " ".join(text[:80].lower().split()))
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    found = DAY.match(plain)
    if found is None or _month_and_day(found) is None:
        weekday = WEEKDAY.match(plain)
        plain = plain[weekday.end() :] if weekday else plain
        found = DAY.match(plain)
    day = _month_and_day(found) if found else None
    if found is None or day is None:
        return None
    rest = plain[found.end() :]
    clock = TIME.fullmatch(rest) if rest else None
    if rest and clock is None:
        return None
    year = next(int(found[name]) for name in ("year", "year2", "year3", "year4", "year5") if found[name])
    try:
        at = datetime(year, *day)  # noqa: DTZ001  the zone may not be written
        return _at_time(at, clock) if clock else at
    except ValueError:
        return None


def _month_and_day(found: re.Match[str]) -> tuple[int, int] | None:
    """Return month and day, None where the two may be exchanged or the month is none."""
    if found["month"]:
        return int(found["month"]), int(found["day"])
    if found["month2"]:
        return int(found["month2"]), int(found["day2"])
    if found["one"]:
        one, other = int(found["one"]), int(found["other"])
        if one == other or other > len(MONTHS):
            return one, other
        return (other, one) if one > len(MONTHS) else None
    month = MONTH_NUMBERS.get(found["name4"] or found["name5"])
    return (month, int(found["day4"] or found["day5"])) if month else None


def _at_time(day: datetime, clock: re.Match[str]) -> datetime | None:
    """Return the day at that time; None for a zone that is not known."""
    hour = int(clock["hour"])
    if clock["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + 12 * (clock["half"] == "p")
    elif clock["minute"] is None:
        return None
    at = day.replace(hour=hour, minute=int(clock["minute"] or 0), second=int(clock["second"] or 0))
    if clock["zone"]:
        hours = ZONES.get(clock["zone"])
        return None if hours is None else at.replace(tzinfo=timezone(timedelta(hours=hours)))
    offset = clock["offset"]
    if offset and offset not in ("-0000", "-00:00"):  # RFC 2822, 3.3: of no stated zone
        away = timedelta(hours=int(offset[1:3]), minutes=int(offset[-2:]))
        return at.replace(tzinfo=timezone(away if offset[0] == "+" else -away))
    return at
