"""What the sports wires write about: whether a text reports contests, and the names of the contests."""

import re
from collections.abc import Collection, Sequence
from typing import Final

from newswire.enrich.name_spans import Name, name_at
from newswire.enrich.roles import ROLE_FIELDS
from newswire.enrich.tables import read_toml
from newswire.records import EntityLabel, Field

_WORDS = read_toml("sports.toml")

SPORT_ROLES: Final = frozenset(word for word, field in ROLE_FIELDS.items() if field is Field.SPORT)
SPORTS: Final = frozenset(_WORDS["sports"])
TEAM_SPORTS: Final = frozenset(_WORDS["team_sports"])
CLUB_BEGINNINGS: Final = frozenset(map(str.casefold, _WORDS["club_beginnings"]))
CLUB_ENDINGS: Final = frozenset(map(str.casefold, _WORDS["club_endings"]))
CONTEST_WORDS: Final = (
    SPORTS | (SPORT_ROLES - frozenset(_WORDS["ambiguous_roles"])) | frozenset(_WORDS["contest_words"])
)
MIN_CONTEST_WORDS: Final = 4
SLUG: Final = re.compile(r"\W*(\w+)")

_WORD = r"[A-Z][\w.'\u2019&-]*"
_CONTEST = "|".join(_WORDS["contests"])
CONTEST: Final = re.compile(
    rf"(?:{_WORD} ){{1,4}}(?:{_CONTEST}|open|cup|grand prix|trophy)(?: Baseball| of (?:the )?{_WORD})?(?![\w-])"
    rf"|(?:Tour|World Series) (?:of|de) (?:the )?{_WORD}|Giro d'Italia|Euro '?\d\d(?:\d\d)?(?!\w)"
    rf"|(?:{'|'.join(_WORDS['one_word_contests'])})(?![\w-])"
)
CONTEST_LINE: Final = re.compile(rf"^(?:[^\W\d_]+ ){{1,2}}(?:{_CONTEST})(?= ?[.:]?$)", re.IGNORECASE | re.MULTILINE)
NOT_OF_NAME: Final = frozenset(
    ["the", "a", "an", "in", "at", "on", "of", "for", "from", "to", "this", "that", "after", "before", "and", "results"]
    + ["his", "her", "their", "its", "last", "next", "but", "as", "by", "with", "when", "standings", "leading", "add"]
)


def is_about_sport(text: str, words: Collection[str]) -> bool:
    """Say whether the text reports contests: its first word is a sport, as in a slug, or several words tell so.

    ``words`` are those of the text in small letters.
    """
    slug = SLUG.match(text)
    return bool(slug and slug[1].lower() in SPORTS) or len(CONTEST_WORDS.intersection(words)) >= MIN_CONTEST_WORDS


def find_contests(copy: str, names: Sequence[Name]) -> list[Name]:
    """Return the names of contests ("Port Ambry Open") with all words that belong to them."""
    people = [(name.start_char, name.end_char) for name in names if name.label is EntityLabel.PERSON]
    contests = {found.start(): found.end() for found in CONTEST_LINE.finditer(copy)}
    for found in CONTEST.finditer(copy):
        start, end = found.span()
        for word in re.finditer(r"\S+", found.group()):
            if word.group().lower() not in NOT_OF_NAME:
                start += word.start()
                break
        start = max([start, *(b + 1 for a, b in people if start <= a and b < end)])
        is_whole = " " in copy[start:end] or " " not in found.group()
        if is_whole and not any(a < end and start < b for a, b in contests.items()):
            contests[start] = end
    return [name_at(copy, start, end, EntityLabel.EVENT) for start, end in sorted(contests.items())]
