"""Dates as people write them: those forms that can mean one day only, in the languages of the larger wires."""

# ruff: noqa: RUF001 - Cyrillic letters that look like Latin ones are the names of months
import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

# English, German, French, Spanish, Italian, Portuguese, Dutch, Nordic, Polish, Czech, Turkish, Russian and Ukrainian
# names and short forms, as _folded leaves them. A word that means two months in two languages is in neither.
MONTH_NAMES = (
    "january jan januar janvier janv enero ene gennaio gen janeiro januari styczen stycznia sty ledna leden ocak oca"
    " tammikuuta января янв січня січ",
    "february feb februar fevrier fevr febrero febbraio fevereiro fev februari luty lutego lut unora unor subat sub"
    " helmikuuta февраля фев февр лютого лют",
    "march mar marz maerz mars marzo marco maart mrt mrz marzec marca brezna brezen mart maaliskuuta марта мар берез"
    " березня",
    "april apr avril avr abril abr aprile kwiecien kwietnia kwi dubna duben nisan nis huhtikuuta апреля апр квітня кві",
    "may mai mayo maggio mag maio mei maj maja kvetna kveten mayis toukokuuta мая маи травня тра",
    "june jun juni juin junio giugno giu junho czerwiec czerwca cze cervna cerven haziran haz kesakuuta июня июн червня"
    " чер",
    "july jul juli juillet juil julio luglio lug julho lipiec lipca lip cervence cervenec temmuz tem heinakuuta"
    " июля июл липня лип",
    "august aug aout agosto ago augustus augusti sierpien sierpnia sie srpna srpen agustos elokuuta августа авг серпня",
    "september sep sept septembre septiembre settembre set setembro wrzesien wrzesnia wrz zari eylul eyl syyskuuta"
    " сентября сен сент вересня вер",
    "october oct oktober okt octobre octubre ottobre ott outubro out pazdziernik pazdziernika paz rijna rijen ekim eki"
    " lokakuuta октября окт жовтня жов",
    "november nov novembre noviembre novembro kasim kas marraskuuta ноября ноя нояб",
    "december dec dezember dez decembre diciembre dic dicembre dezembro desember des grudzien grudnia gru prosince"
    " prosinec aralik ara joulukuuta декабря дек грудня гру",
)
MONTH_NUMBERS = {name: number for number, names in enumerate(MONTH_NAMES, 1) for name in names.split()}
ZONES = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "bst": 1, "west": 1, "cet": 1, "mez": 1, "cest": 2, "mesz": 2,
    "eet": 2, "sast": 2, "eest": 3, "msk": 3, "wib": 7, "awst": 8, "hkt": 8, "sgt": 8, "jst": 9, "kst": 9, "aest": 10,
    "aedt": 11, "nzst": 12, "nzdt": 13, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8,
    "pdt": -7,
}  # fmt: skip
_MONTH = r"[^\W\d_]{3,12}"
DAY = re.compile(
    r"(?P<year>\d{4})[/.-](?P<month>\d\d?)[/.-](?P<day>\d\d?)"
    r"|(?P<day2>\d\d?)\.(?P<month2>\d\d?)\.(?P<year2>\d{4})"
    r"|(?P<one>\d\d?)/(?P<other>\d\d?)/(?P<year3>\d{4})"
    r"|(?P<day4>\d\d?)(?:st|nd|rd|th|er|\.)?(?: de\b| ?-)? ?"
    rf"(?P<name4>{_MONTH})\.?,?(?: de\b|-)? ?(?P<year4>\d{{4}})"
    rf"|(?P<name5>{_MONTH})\.? (?P<day5>\d\d?)(?:st|nd|rd|th)?,? (?P<year5>\d{{4}})"
)
TIME = re.compile(
    r"(?: ?[rг]\.)?[, ]*(?:(?:at|um|a|as|alle|kl\.?|o|w|в|-|t) ?)?"
    r"(?P<hour>\d\d?)(?:[:.h](?P<minute>\d\d)(?::(?P<second>\d\d))?)?"
    r"(?: ?(?P<half>[ap])\.?m\.?)?(?: ?uhr)?"
    r"(?: ?\(?(?:(?P<region>[a-z]+/[a-z_/-]+)|(?P<zone>[a-z]{1,4})"
    r"|(?:gmt|utc)?(?P<offset>[+-]\d\d?(?::?\d\d)?))\)?)?"
)
WEEKDAY = re.compile(rf"[^\W\d_]{{2,12}}(?:-feira)?[.,]* ?(?=\d|{_MONTH}\.? \d)")
# Chinese and Japanese, and Korean.
EASTERN_DAY = re.compile(r"(\d{4})[年년] ?(\d\d?)[月월] ?(\d\d?)[日일]")
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
    plain = _folded(EASTERN_DAY.sub(r"\1/\2/\3 ", text[:80]))
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


def _folded(text: str) -> str:
    """Return the text in small letters without their accents, blanks folded."""
    plain = unicodedata.normalize("NFKD", " ".join(text.lower().split()).replace("\u0131", "i").replace("\u0142", "l"))
    return "".join(char for char in plain if not unicodedata.combining(char))


def _month_and_day(found: re.Match[str]) -> tuple[int, int] | None:
    """Return month and day, None where the two may be exchanged or the month is none."""
    if found["month"]:
        return int(found["month"]), int(found["day"])
    if found["month2"]:
        return int(found["month2"]), int(found["day2"])
    if found["one"]:
        one, other = int(found["one"]), int(found["other"])
        if one == other or other > 12:
            return one, other
        return (other, one) if one > 12 else None
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
    if hour == 24 and not int(clock["minute"] or 0):  # ISO 8601: the end of the day
        day, hour = day + timedelta(days=1), 0
    at = day.replace(hour=hour, minute=int(clock["minute"] or 0), second=int(clock["second"] or 0))
    if clock["region"]:
        region = _regions().get(clock["region"])
        return at.replace(tzinfo=ZoneInfo(region)) if region else None
    if clock["zone"]:
        hours = ZONES.get(clock["zone"])
        return None if hours is None else at.replace(tzinfo=timezone(timedelta(hours=hours)))
    offset = clock["offset"]
    if offset and offset not in ("-0000", "-00:00"):  # RFC 2822, 3.3: of no stated zone
        digits = offset[1:].replace(":", "")
        stated, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
        away = timedelta(hours=int(stated), minutes=int(minutes))
        return at.replace(tzinfo=timezone(away if offset[0] == "+" else -away))
    return at


@cache
def _regions() -> dict[str, str]:
    return {name.lower(): name for name in available_timezones() if "/" in name}
