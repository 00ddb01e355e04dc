"""The words that made-up articles are made of, from ``words.toml``."""

import calendar
import tomllib
from pathlib import Path
from typing import Final

_TABLE = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_LISTS: dict[str, list[str]] = {
    name: words.split() if isinstance(words, str) else words for name, words in _TABLE.items()
}

FIRST_NAMES: Final = _LISTS["first_names"]
NAME_STARTS: Final = _LISTS["name_starts"]
NAME_ENDS: Final = _LISTS["name_ends"]
PLACE_STARTS: Final = _LISTS["place_starts"]
PLACE_ENDS: Final = _LISTS["place_ends"]
COUNTRIES: Final = _LISTS["countries"]
BODIES: Final = _LISTS["bodies"]
ROLES: Final = _LISTS["roles"]
ADJECTIVES: Final = _LISTS["adjectives"]
NOUNS: Final = _LISTS["nouns"]
VERBS: Final = _LISTS["verbs"]
WEEKDAYS: Final = list(calendar.day_name)
MONTHS: Final = list(calendar.month_name)[1:]
AGENCIES: Final = ["Harbour Wire", "Tern Agency", "Meridian Wire"]
