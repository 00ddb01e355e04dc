"""Days and times as people write them in notes: "0001 GMT, MONDAY DEC 15", "14. Dezember, 10.00 Uhr", "6 a.m. ET"."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from newswire.acquire.written_dates import MONTH_NUMBERS

_DAY_NAMES = [
    "monday mon montag lundi lunes lunedi maandag mandag",
    "tuesday tue tues dienstag mardi martes martedi dinsdag tirsdag",
    "wednesday wed mittwoch mercredi miercoles mercoledi woensdag onsdag",
    "thursday thu thur thurs donnerstag jeudi jueves giovedi donderdag torsdag",
    "friday fri freitag vendredi viernes venerdi vrijdag fredag",
    "saturday sat samstag sonnabend samedi sabado sabato zaterdag lordag",
    "sunday sun sonntag dimanche domingo domenica zondag sondag",
]
WEEKDAYS = {name: number for number, names in enumerate(_DAY_NAMES) for name in names.split()}
NEAR_DAYS = {
    "today": 0,
    "tonight": 0,
    "heute": 0,
    "tomorrow": 1,
    "morgen": 1,
    "demain": 1,
    "oggi": 0,
    "domani": 1,
    "hoy": 0,
}
# Zones of wires; the letters of America and Europe mean the place's time, summer or winter.
ZONES = {
    "gmt": "UTC", "utc": "UTC", "z": "UTC",
    "et": "America/New_York", "est": "America/New_York", "edt": "America/New_York", "eastern": "America/New_York",
    "ct": "America/Chicago", "cst": "America/Chicago", "cdt": "America/Chicago",
    "mt": "America/Denver", "mst": "America/Denver", "mdt": "America/Denver",
    "pt": "America/Los_Angeles", "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles",
    "pacific": "America/Los_Angeles", "bst": "Europe/London",
    "cet": "Europe/Berlin", "cest": "Europe/Berlin", "mez": "Europe/Berlin", "mesz": "Europe/Berlin",
    "eet": "Europe/Helsinki", "eest": "Europe/Helsinki", "msk": "Europe/Moscow", "jst": "Asia/Tokyo",
    "hkt": "Asia/Hong_Kong", "sgt": "Asia/Singapore", "aest": "Australia/Sydney", "aedt": "Australia/Sydney",
    "awst": "Australia/Perth", "nzst": "Pacific/Auckland", "nzdt": "Pacific/Auckland", "sast": "Africa/Johannesburg",
}  # fmt: skip
TIME_NAMES = {
    "noon": time(12), "midday": time(12), "mittag": time(12), "midi": time(12), "mediodia": time(12),
    "mezzogiorno": time(12), "midnight": time(0), "mitternacht": time(0), "minuit": time(0), "medianoche": time(0),
    "mezzanotte": time(0),
}  # fmt: skip

_ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::\d\d(?:\.\d{1,6})?)?)?")
_MONTH = "|".join(sorted(MONTH_NUMBERS, key=len, reverse=True))
_YEAR = r"(?:[, -]{0,2}(?:de |del )?(?P<year>(?:19|20)\d\d)\b(?! ?(?:gmt|utc|hrs|hours|uhr|h\b)))?"
_DAY_MONTH = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|\.|o)?(?: of| de)? ?-?(?P<month>{_MONTH})\b\.?" + _YEAR, re.I
)
_MONTH_DAY = re.compile(rf"\b(?P<month>{_MONTH})\b\.? ?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:]|\.\d)" + _YEAR, re.I)
_NUMERIC = re.compile(r"\b(?P<day>\d{1,2})(?P<sign>[./])(?P<month>\d{1,2})(?:(?P=sign)(?P<year>(?:20)?\d\d)?)(?!\d)")
_WORD = re.compile(r"[a-z]{2,12}", re.I)
_HOUR_WORD = r"(?: ?(?:uhr|hours?|hrs?|heures?|horas?|ore|h)\b\.?)"
_TIME = re.compile(
    r"(?<![\d.:/-])(?:"
    r"(?P<hour>\d{1,2}) ?(?:[:.]|h(?=\d| \d)) ?(?P<minute>[0-5]\d)(?::[0-5]\d)?(?P<after>" + _HOUR_WORD + r")?"
    r"|(?P<military>[0-2]\d[0-5]\d)(?P<after3>" + _HOUR_WORD + r")?"
    r"|(?P<whole>\d{1,2})(?=(?: ?[ap]\.? ?m\b)|" + _HOUR_WORD + r"| ?(?:gmt|utc|[ecmp][sd]?t|bst|cest|mesz?|mez)\b)"
    r"(?P<after2>" + _HOUR_WORD + r")?"
    r")(?! ?%)(?: ?(?P<half>[ap])\.? ?m\b\.?)?",
    re.I,
)
_OFFSET = re.compile(r" ?\(?(?:gmt|utc)? ?(?P<sign>[+-])(?P<hours>\d{1,2}):?(?P<minutes>[0-5]\d)?\b", re.I)
_ZONE = re.compile(r"[ ,]{0,2}\(?(?P<zone>[A-Za-z]{1,8})\b")
_CITY = re.compile(
    r"[ ,(]{0,3}(?:(?P<city>[a-z]+(?: [a-z]+)?) (?:local )?(?:time|zeit)"
    r"|heure de (?P<ville>[a-z]+)|hora de (?P<ciudad>[a-z]+))\b",
    re.I,
)
_LOCAL = frozenset({"local", "ortszeit", "locale", "lokal"})
_MARK_OF_ZONE = re.compile(r"[A-Z]{2,4}T")  # letters that can only be a zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A day and time of day as written: each part is None where it is left out; ``year`` likewise."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    days_ahead: int | None = None
    clock: time | None = None
    is_day_end: bool = False
    zone: str | None = None
    offset_minutes: int | None = None

    def instant(self, at: datetime | None, timezone: str) -> datetime | None:
        """Return the instant in UTC; what is left out comes from the item's time. None where that does not do."""
        zone = ZoneInfo(self.zone or timezone)
        here = at.astimezone(zone) if at else None
        day = self._day(here)
        if day is None:
            return None
        try:
            found = datetime.combine(day, self.clock or time(0))
            if self.is_day_end:
                found += timedelta(days=1)
            if self.offset_minutes is not None:
                return found.replace(tzinfo=UTC) - timedelta(minutes=self.offset_minutes)
            return found.replace(tzinfo=zone).astimezone(UTC)
        except (ValueError, OverflowError):
            return None

    def _day(self, here: datetime | None) -> date | None:
        if self.month is not None and self.day is not None:
            if self.year is not None:
                return _date(self.year, self.month, self.day)
            if here is None:
                return None
            near = [_date(here.year + step, self.month, self.day) for step in (-1, 0, 1)]
            known = [day for day in near if day]
            return min(known, key=lambda day: abs(day - here.date()), default=None)
        if here is None:
            return None
        if self.days_ahead is not None:
            return here.date() + timedelta(days=self.days_ahead)
        if self.weekday is not None:
            return here.date() + timedelta(days=(self.weekday - here.weekday()) % 7)
        if self.clock is None:
            return None
        is_past = self.clock <= here.time() and not self.is_day_end
        return here.date() + timedelta(days=1 if is_past else 0)


def find_moment(text: str) -> Moment | None:
    """Return the first day and the first time of day in a text without accents; None for neither, or what can't be.

    >>> moment = find_moment(": 14. Dezember, 10.00 Uhr")
    >>> moment.month, moment.day, moment.clock
    (12, 14, datetime.time(10, 0))
    """
    if iso := _ISO.search(text):
        return _from_iso(iso, text[iso.end() :])
    said: dict[str, int | None] = {}
    dated = min(
        (found for pattern in (_DAY_MONTH, _MONTH_DAY) if (found := pattern.search(text))),
        key=lambda found: found.start(),
        default=None,
    ) or _NUMERIC.search(text)
    if dated:
        month = dated["month"].lower()
        said["month"] = MONTH_NUMBERS.get(month) if not month.isdigit() else int(month)
        said["day"], year = int(dated["day"]), dated["year"]
        said["year"] = int(year) + (2000 if len(year) == 2 else 0) if year else None
        if _date(said["year"] or 2000, said["month"] or 0, said["day"] or 0) is None:
            return None
        text = f"{text[: dated.start()]} \n{text[dated.end() :]}"
    else:
        words = [word.lower() for word in _WORD.findall(text)]
        said["weekday"] = next((WEEKDAYS[word] for word in words if word in WEEKDAYS), None)
        said["days_ahead"] = next((NEAR_DAYS[word] for word in words if word in NEAR_DAYS), None)
    moment = Moment(**said)  # type: ignore[arg-type]
    timed = _find_time(text)
    if timed is None:
        has_day = dated or said.get("weekday") is not None or said.get("days_ahead") is not None
        return moment if has_day and not re.search(r"\d", _beside_day(text)) else None
    clock, is_day_end, rest = timed
    return _with_zone(moment, clock, is_day_end, rest)


def _beside_day(text: str) -> str:
    """Return the part of a notice that would name a time: digits there that were not understood are no time."""
    return re.split(r"[.;!]\s|\n\n", text, maxsplit=1)[0]


def _from_iso(found: re.Match[str], rest: str) -> Moment | None:
    year, month, day = (int(found[group]) for group in (1, 2, 3))
    if _date(year, month, day) is None:
        return None
    moment = Moment(year=year, month=month, day=day)
    if found[4] is None:
        timed = _find_time(rest)
        return _with_zone(moment, *timed) if timed else moment
    clock = _clock(int(found[4]), int(found[5]))
    return _with_zone(moment, *clock, rest) if clock else None


def _find_time(text: str) -> tuple[time, bool, str] | None:
    """Return the first time of day, whether it is 24:00, and what stands behind it."""
    if found := _TIME.search(text):
        if found["military"]:
            hour, minute = int(found["military"][:2]), int(found["military"][2:])
        else:
            hour, minute = int(found["hour"] or found["whole"]), int(found["minute"] or 0)
        if half := (found["half"] or "").lower():
            if not 1 <= hour <= 12:
                return None
            hour = hour % 12 + (12 if half == "p" else 0)
        clock = _clock(hour, minute)
        return (*clock, text[found.end() :]) if clock else None
    for word in _WORD.finditer(text):
        if word[0].lower() in TIME_NAMES:
            named = TIME_NAMES[word[0].lower()]
            # "Midnight Sunday" may be its begin or its end: the later keeps an embargo.
            return named, named == time(0), text[word.end() :]
    return None


def _clock(hour: int, minute: int) -> tuple[time, bool] | None:
    if (hour, minute) == (24, 0):
        return time(0), True
    return (time(hour, minute), False) if hour < 24 and minute < 60 else None


def _with_zone(moment: Moment, clock: time, is_day_end: bool, rest: str) -> Moment | None:
    """Return the moment with the zone that follows the time; None where letters follow that name an unknown zone."""
    zone: str | None = None
    offset: int | None = None
    if (found := _OFFSET.match(rest)) and (found["minutes"] or found[0].strip(" (").lower().startswith(("gmt", "utc"))):
        offset = (int(found["hours"]) * 60 + int(found["minutes"] or 0)) * (1 if found["sign"] == "+" else -1)
    elif city := _CITY.match(rest):
        name = (city["city"] or city["ville"] or city["ciudad"]).lower()
        zone = None if name in _LOCAL else ZONES.get(name) or _zones_by_city().get(name.replace(" ", "_"))
        if zone is None and name not in _LOCAL:
            return None
    elif word := _ZONE.match(rest):
        name = word["zone"]
        is_upper = name.isupper()
        zone = ZONES.get(name.lower()) if is_upper or len(name) > 2 else None
        if zone is None and is_upper and _MARK_OF_ZONE.fullmatch(name) and name.lower() not in WEEKDAYS | MONTH_NUMBERS:
            return None
    return Moment(
        year=moment.year,
        month=moment.month,
        day=moment.day,
        weekday=moment.weekday,
        days_ahead=moment.days_ahead,
        clock=clock,
        is_day_end=is_day_end,
        zone=zone,
        offset_minutes=offset,
    )


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@cache
def _zones_by_city() -> dict[str, str]:
    return {name.rpartition("/")[2].lower(): name for name in sorted(available_timezones()) if "/" in name}
