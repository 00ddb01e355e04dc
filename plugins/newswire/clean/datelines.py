"""Datelines: "GENEVA, Dec 13 (Reuters) -" and its kin at the beginning of a story."""

import re
import tomllib
from datetime import date, datetime
from functools import cache
from pathlib import Path

from newswire.clean.characters import same_length
from newswire.records import Dateline

MAX_DATELINE_CHARS = 120
MIN_PLACE_LETTERS = 3  # "US - " is a label
MAX_PLACE_WORDS = 7
UNKNOWN_AGENCY_CHARS = 20  # a parenthesis after a place in capitals is an agency if it is that short

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b(?: ?\.)?"
)
_DATE = re.compile(
    rf"(?i:(?P<month>{_MONTH}) ?(?P<day>\d{{1,2}})|(?P<day2>\d{{1,2}})\.? (?P<month2>{_MONTH}))"
    r"(?: ?,? (?P<year>(?:19|20)\d\d))?"
)
# A day in another language ("12 déc 2017"): cut with the dateline, not read.
_OTHER_DATE = re.compile(r",? ?\d{1,2}\.? [^\W\d_]{2,12}\.?(?: (?:19|20)\d\d)?$")
_SMALL_WORDS = frozenset(
    ("al", "am", "an", "and", "at", "da", "de", "del", "der", "des", "do", "dos", "du", "el", "en", "la", "las", "le",
     "les", "los", "of", "on", "sur", "the", "und")
)  # fmt: skip
_SEPARATOR = r"(?:[-\u2013\u2014_]{1,2}|:)(?=\s|$)"
# What stands before the separator, then perhaps the agency in parentheses. No dash inside, but in compound words.
_WITH_AGENCY = re.compile(rf"(?P<front>[^()\n]{{0,80}}?) ?\( ?(?P<agency>[^()\n]{{1,40}}?) ?\) ?{_SEPARATOR}")
_AGENCY_JOINED = re.compile(r"(?P<front>[^()\n]{0,80}?) ?\( ?(?P<agency>[^()\n]{1,40}?) ?\)[\u2013\u2014](?=\w)")
_WITHOUT_AGENCY = re.compile(r"(?P<front>[^()\n]{2,80}?)(?: ?\u2014 ?| (?:[-\u2013_]|--) | ?-- ?)(?=\S)")
_CAPITALS = re.compile(r"[^\W\d_a-z][^\Wa-z]*(?:['./-][^\Wa-z]+)*\.?")
_NAME = re.compile(r"[^\W\d_][\w'./\u2019-]*")


def find_dateline(line: str, published_at: datetime | None = None) -> tuple[int, Dateline] | None:
    """Return the length of the dateline at the beginning of the line, its dash included, and what it says.

    A day without a year gets the year that is nearest to ``published_at``; without that time it stays unknown.

    >>> find_dateline("geneva ( reuters ) - the talks began .")
    (20, Dateline(place='geneva', on=None, agency='reuters'))
    """
    view = same_length(line[:MAX_DATELINE_CHARS])
    for pattern in (_WITH_AGENCY, _AGENCY_JOINED):
        if found := pattern.match(view):
            place, on, has_date = _split(found["front"], published_at)
            agency = found["agency"].strip()
            sure = _is_agency(agency)
            if (sure and _may_be_place(place)) or (
                _is_capitals(place) and (has_date or len(agency) <= UNKNOWN_AGENCY_CHARS)
            ):
                return found.end(), Dateline(place=place or None, on=on, agency=agency)
            return None
    if not (found := _WITHOUT_AGENCY.match(view)):
        return None
    place, on, has_date = _split(found["front"], published_at)
    # Without an agency, capitals or a date must say that this is a dateline and not the beginning of a sentence.
    if place and ((has_date and _may_be_place(place)) or (_is_capitals(place) and not view.isupper())):
        return len(found.group().rstrip()), Dateline(place=place, on=on)
    return None


def _split(front: str, published_at: datetime | None) -> tuple[str, date | None, bool]:
    """Return the place, the completed date, and whether a date is written at all."""
    dates = list(_DATE.finditer(front))
    if not dates or front[dates[-1].end() :].strip(" ,."):
        place = _OTHER_DATE.sub("", front.strip(" ,"))
        return place.strip(" ,"), None, place != front.strip(" ,")
    return front[: dates[-1].start()].strip(" ,"), _complete(dates[-1], published_at), True


def _complete(found: re.Match[str], published_at: datetime | None) -> date | None:
    month = _MONTHS.index((found["month"] or found["month2"])[:3].lower()) + 1
    day = int(found["day"] or found["day2"])
    if found["year"]:
        years = [int(found["year"])]
    elif published_at:
        years = [published_at.year - 1, published_at.year, published_at.year + 1]
    else:
        return None
    days = [made for year in years if (made := _date_or_none(year, month, day))]
    if published_at is None or len(days) == 1:
        return days[0] if days else None
    return min(days, key=lambda made: abs(made - published_at.date()), default=None)


def _date_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _may_be_place(place: str) -> bool:
    """Return whether this can be a place, given other evidence: few words, all of them names or all lower case."""
    words = place.replace(",", " ").split()
    if len(words) > MAX_PLACE_WORDS or not all(_NAME.fullmatch(word) or word == "." for word in words):
        return False
    return place == place.lower() or all(word[0].isupper() or word in _SMALL_WORDS for word in words)


def _is_capitals(place: str) -> bool:
    """Return whether the place begins in capitals ("NEW YORK", "ALBANY, New York") and is no slug word."""
    head, _, rest = place.partition(",")
    words = head.split()
    return (
        bool(words)
        and len(words) <= MAX_PLACE_WORDS
        and sum(map(str.isalpha, head)) >= MIN_PLACE_LETTERS
        and all(_CAPITALS.fullmatch(word) for word in words)
        and (not rest or (_may_be_place(rest) and rest.strip()[:1].isupper()))
        and not {head, words[0].rstrip(".")} & _names()[1]
    )


def _is_agency(name: str) -> bool:
    return name.partition("/")[0].strip().casefold() in _names()[0]


@cache
def _names() -> tuple[frozenset[str], frozenset[str]]:
    table = tomllib.loads(Path(__file__).with_name("agencies.toml").read_text(encoding="utf-8"))
    return frozenset(name.casefold() for name in table["agencies"]), frozenset(table["not_places"])
