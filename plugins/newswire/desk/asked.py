"""What a visitor asked for: parameters of an address, which anybody may have written, checked at the door."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from newswire.errors import UsageError

WORDS_LIMIT = 200
LARGEST_KEY = 2**63 - 1
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
KEY = re.compile(r"[0-9]{1,19}")
PLACE = re.compile(r"(?P<microseconds>-?[0-9]{1,18})\.(?P<key>[0-9]{1,19})")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class AskedWronglyError(UsageError):
    """A parameter can't be what it says; the message names it and says what would do. Status 400."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a page of a list begins: after this row, in the order of time and key (newest first)."""

    dated_at: datetime
    key: int

    def __str__(self) -> str:
        """Return it as it stands in an address: microseconds since 1970, and the key."""
        return f"{(self.dated_at - EPOCH) // timedelta(microseconds=1)}.{self.key}"


class Asked:
    """The parameters of one request: empty is as good as none, and one without sense raises AskedWronglyError."""

    def __init__(self, parameters: Mapping[str, str]) -> None:
        self._parameters = parameters

    def words(self, name: str) -> str | None:
        """Return a text on one line, of at most 200 characters."""
        said = self._parameters.get(name, "").strip()
        if len(said) > WORDS_LIMIT:
            raise AskedWronglyError(f"{name}: {len(said)} characters are too many, up to {WORDS_LIMIT} will do")
        if any(unicodedata.category(c) in {"Cc", "Cs"} and c not in "\t\n\r" for c in said):
            raise AskedWronglyError(f"{name}: control characters can't be searched for")
        return " ".join(said.split()) or None

    def day(self, name: str) -> date | None:
        """Return a day, written as 2026-11-20."""
        said = self.words(name)
        if said is None:
            return None
        try:
            if DAY.fullmatch(said):
                return date.fromisoformat(said)
        except ValueError:
            pass
        raise AskedWronglyError(f"{name}: '{said}' is no day, write it as 2026-11-20")

    def choice(self, name: str, choices: Collection[str], default: str) -> str:
        """Return one of the choices."""
        said = self.words(name) or default
        if said not in choices:
            raise AskedWronglyError(f"{name}: '{said}' is none of {', '.join(choices)}")
        return said

    def key(self, name: str) -> int | None:
        """Return the key of a row."""
        said = self.words(name)
        return None if said is None else read_key(name, said)

    def place(self, name: str) -> Place | None:
        """Return where a page of a list begins, as an earlier page has linked it."""
        said = self.words(name)
        if said is None:
            return None
        found = PLACE.fullmatch(said)
        try:
            if found:
                dated_at = EPOCH + timedelta(microseconds=int(found["microseconds"]))
                return Place(dated_at=dated_at, key=read_key(name, found["key"]))
        except OverflowError:
            pass
        raise AskedWronglyError(f"{name}: '{said[:40]}' is no place in this list, begin at its first page")


def read_key(name: str, said: str) -> int:
    """Return the key of a row. Raises AskedWronglyError."""
    if not KEY.fullmatch(said) or int(said) > LARGEST_KEY:
        raise AskedWronglyError(f"{name}: '{said[:40]}' is no key, which is a number")
    return int(said)
