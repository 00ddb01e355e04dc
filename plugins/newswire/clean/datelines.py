"""Datelines: "GENEVA, Dec 13 (Reuters) -" and its kin at the beginning of a story."""

import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum
from functools import cache
from pathlib import Path

from newswire.clean.characters import same_length
from newswire.records import Dateline

MAX_DATELINE_CHARS = 120
MIN_PLACE_LETTERS = 3  # "US - " is a label
MAX_PLACE_WORDS = 7
MAX_PLAIN_WORDS = 4
MAX_UNKNOWN_WORDS = 3  # of the name of an agency that the table does not have, and of its place
PARAGRAPH_CHARS = 80  # a shorter line is no first paragraph: "Ada Brook (Harbour City) - Tim Vale 6:4" is a result
UNKNOWN_AGENCY_CHARS = 30  # a parenthesis after a place in capitals is an agency if it is that short

_TABLE = tomllib.loads(Path(__file__).with_name("agencies.toml").read_text(encoding="utf-8"))
_MONTHS = {name: int(number) for number, names in _TABLE["months"].items() for name in names}
_MONTH = "|".join(sorted(map(re.escape, _MONTHS), key=len, reverse=True))
_DATE = re.compile(
    rf"(?i:\b(?P<month>{_MONTH})\b(?: ?\.)? ?(?P<day>\d{{1,2}})"
    rf"|\b(?P<day2>\d{{1,2}})\.? (?P<month2>{_MONTH})\b(?: ?\.)?)"
    r"(?: ?,? (?P<year>(?:19|20)\d\d))?\b"
)
_DAY = re.compile(r"(?<=[^\W\d_]), \d{1,2}$")
_SMALL_WORDS = frozenset(
    ("al", "am", "an", "and", "at", "da", "de", "del", "der", "des", "do", "dos", "du", "el", "en", "la", "las", "le",
     "les", "los", "of", "on", "sur", "the", "und")
)  # fmt: skip
# Words that are in no short name of a place or an agency.
_FUNCTION_WORDS = frozenset(
    ("a", "an", "and", "are", "as", "at", "but", "by", "for", "from", "he", "her", "his", "i", "if", "in", "is", "it",
     "its", "no", "not", "of", "on", "or", "our", "she", "so", "that", "their", "they", "this", "to", "was", "we",
     "were", "who", "with", "you")
)  # fmt: skip
_DASH = r"(?:[-\u2013\u2014_]{1,2}|:|\. ?[-\u2013\u2014]{1,2}|(?<=/)\.)"
# What stands before the agency, the agency between parentheses or slashes, and its dash.
_FRONT = r"(?P<front>[^()\n]{0,80}?)"
_AGENCY = r"(?:\( ?(?P<agency>[^()\n]{1,40}?) ?\)|(?<= )/(?P<slashed>[A-Za-z -]{2,30})/)"
_WITH_AGENCY = re.compile(rf"{_FRONT} ?{_AGENCY}(?P<dash> ?{_DASH})?")
_WITHOUT_AGENCY = re.compile(r"(?P<front>[^()\n]{2,80}?)(?: ?\u2014 ?| ?(?:[-\u2013_]|--) | ?-- ?|: )(?=\S)")
_CAPITALS = re.compile(r"[^\W\d_a-z][^\Wa-z]*(?:['./-][^\Wa-z]+)*\.?")
_NAME = re.compile(r"[^\W\d_][\w'./\u2019-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Front:
    """What stands before the dash or the agency: a place, a day or both."""

    place: str
    on: date | None = None
    has_date: bool = False
    agency: str | None = None


class Where(IntEnum):
    """Where a line stands: the more a dateline is expected there, the less has to show that it is one."""

    ANYWHERE = 0  # an agency that the table knows
    HEAD = 1  # capitals or a date
    FIRST = 2  # a name and another in parentheses before a dash


def find_dateline(
    line: str, published_at: datetime | None = None, *, where: Where = Where.FIRST
) -> tuple[int, Dateline] | None:
    """Return the length of the dateline at the beginning of the line, its dash included, and what it says.

    A day without a year gets the year that is nearest to ``published_at``; without that time it stays unknown.

    >>> find_dateline("geneva ( reuters ) - the talks began .")
    (20, Dateline(place='geneva', on=None, agency='reuters'))
    """
    view = same_length(line[:MAX_DATELINE_CHARS])
    if found := _WITH_AGENCY.match(view):
        agency = (found["agency"] or found["slashed"]).strip()
        front = _read_front(found["front"], published_at)
        # "(CNN)The ferry": without a dash only where nothing parts the agency from the first word.
        has_dash = found["dash"] is not None
        rest = view[found.end() :]
        is_joined = found["agency"] is not None and rest[:1].isalpha()
        # "Bern (sda) The ferry": only at the very beginning.
        is_joined |= where is Where.FIRST and bool(front.place) and rest[:1] == " " and rest[1:2].isupper()
        limit = Where.ANYWHERE if not has_dash else Where.FIRST if len(line) >= PARAGRAPH_CHARS else Where.HEAD
        if (has_dash or is_joined) and _is_dateline(front, agency, min(where, limit)):
            return found.end(), Dateline(place=front.place or None, on=front.on, agency=agency)
    if where is Where.ANYWHERE or not (found := _WITHOUT_AGENCY.match(view)):
        return None
    front = _read_front(found["front"], published_at)
    is_colon = found.group().rstrip().endswith(":")  # "BERLIN, March 3: "; other words before a colon are a heading
    # Without an agency, capitals or a date must say that this is a dateline and not the beginning of a sentence.
    if front.place and (
        (
            front.has_date
            and not _is_label(front.place)
            and (_may_be_place(front.place) or _is_short_name(front.place.lower()))
        )
        or (_is_plain_place(front.place) and not view.isupper() and not is_colon)
    ):
        return len(found.group().rstrip()), Dateline(place=front.place, on=front.on, agency=front.agency)
    return None


def merge(first: Dateline, second: Dateline) -> Dateline | None:
    """Return one dateline of two in a row, "(ANSA) - ROME, Oct 11 -"; None where both say the same."""
    if (first.place and second.place) or (first.agency and second.agency):
        return None
    return Dateline(place=first.place or second.place, on=first.on or second.on, agency=first.agency or second.agency)


def is_agency(name: str) -> bool:
    """Return whether the table knows this agency, in any casing; what stands after a slash does not count.

    >>> is_agency("dpa/bb"), is_agency("the ferry")
    (True, False)
    """
    return name.casefold() in _agencies() or name.partition("/")[0].strip().casefold() in _agencies()


def _is_dateline(front: _Front, agency: str, where: Where) -> bool:
    if is_agency(agency):
        return _may_be_place(front.place) and not _is_label(front.place)
    if where is Where.ANYWHERE or not any(map(str.isalpha, agency)):
        return False
    if len(agency) <= UNKNOWN_AGENCY_CHARS and (_is_capitals(front.place) or (front.has_date and not front.place)):
        return True
    if _is_capitals(front.place):
        return front.has_date
    names = (front.place, agency)
    return where is Where.FIRST and all(map(_is_short_name, names)) and front.place.islower() == agency.islower()


def _read_front(front: str, published_at: datetime | None) -> _Front:
    front = front.strip(" ,")
    dates = list(_DATE.finditer(front))
    if not dates:  # "MADRID, 3 (EFE) -" has a day and no more
        place = _DAY.sub("", front)
        return _Front(place=place, has_date=place != front)
    last = dates[-1]
    rest = front[last.end() :].strip(" ,.")
    if rest and not is_agency(rest):
        return _Front(place=front)
    return _Front(
        place=front[: last.start()].strip(" ,"), on=_complete(last, published_at), has_date=True, agency=rest or None
    )


def _complete(found: re.Match[str], published_at: datetime | None) -> date | None:
    month = _MONTHS[(found["month"] or found["month2"]).lower()]
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


def _is_short_name(words: str) -> bool:
    """Return whether these are a few words that can be a name by themselves."""
    parts = words.replace(",", " ").split()
    return (
        0 < len(parts) <= MAX_UNKNOWN_WORDS
        and _may_be_place(words)
        and not _is_label(words)
        and not _FUNCTION_WORDS.intersection(part.lower() for part in parts)
        and parts[0].lower() != "the"
    )


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
        and not _is_label(head)
    )


def _is_plain_place(place: str) -> bool:
    """Return whether these capitals are likely a place with neither a day nor an agency beside them to say so.

    A headline in capitals is longer, and three letters alone are an abbreviation.
    """
    head, _, rest = place.partition(",")
    return (
        _is_capitals(place)
        and max(len(head.split()), len(rest.split())) <= MAX_PLAIN_WORDS
        and (bool(rest) or len(head) > MIN_PLACE_LETTERS)
    )


def _is_label(place: str) -> bool:
    """Return whether it begins with a word that is no place: a slug tag, a commodity, a day of the week.

    Two words before a region are a town: "SILVER SPRING, Md.", "GOLD COAST, Australia".
    """
    head, _, rest = place.partition(",")
    words = head.upper().split()
    is_town = len(words) > 1 and head.replace(" ", "").isalpha() and rest.strip()
    return bool({head.upper(), *(() if is_town else (word.rstrip(".") for word in words[:1]))} & _not_places())


@cache
def _agencies() -> frozenset[str]:
    return frozenset(name.casefold() for name in _TABLE["agencies"])


@cache
def _not_places() -> frozenset[str]:
    return frozenset(_TABLE["not_places"])
