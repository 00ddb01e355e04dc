"""Which names of a match report are teams.

A place that plays is a team: OntoNotes 5 labels it as an organisation, and so do desks, so that "Germany" in a match
report is not counted as the state (docs/decisions/0016). A team of a country keeps the country's code.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from newswire.enrich.name_spans import Name, name_at
from newswire.enrich.spans import Span, covered
from newswire.enrich.sports import CLUB_BEGINNINGS, CLUB_ENDINGS, SPORT_ROLES
from newswire.records import EntityLabel

WON: Final = (
    "beat|beats|beaten|defeat|defeats|defeated|edge|edges|edged|thrash|thrashed|rout|routed|crush|crushed|down|downed|"
    "blank|blanked|outplayed|overcame|upset|whitewashed|hammered|eliminated|hold|held|drew with|draw with|drawn with"
)
_ROLES = "|".join(sorted(SPORT_ROLES, key=len, reverse=True))
_OF_TEAM = (
    rf"captain|coach|manager|skipper|players?|side|team|squad|fans|supporters|debut|team-? ?mates?|{_ROLES}|innings"
)
# In British use a team, unlike a place, is many: "Rotor are", "England have".
IS_TEAM_AFTER: Final = re.compile(
    rf"(?: \( ?[^()\n]{{1,24}} ?\))? (?:{WON}|won|wins?|lost|loses?|lose|drew|draw|led|leads?|trailed|trail|scored|"
    rf"qualified|clinched|dominated|played|plays?|will play|take on|took on|were|are|have|v|vs|versus|\d+-\d+|"
    rf"\d+ for \d+|(?:national |former )?(?:{_OF_TEAM}))(?![\w-])"
    rf"| ?['\u2019]s (?:[\w-]+ ){{0,2}}(?:{_OF_TEAM}|match|game|win|defeat|victory|qualifier|lead|run)(?![\w-])",
    re.IGNORECASE,
)
IS_TEAM_BEFORE: Final = re.compile(
    rf"(?<![\w-])(?:{WON}|against|v|vs|versus|win over|victory over|club|hosts|champions?|rivals|leaders|"
    r"visitors|newcomers|neighbours|play|plays|playing|face|faces|faced|host|hosted|meet|meets|joined|joins?|visiting|"
    r"signed for|played for|plays for|goal for|goals for|homer for|homered for) (?:the )?$",
    re.IGNORECASE,
)
IS_PLACE_BEFORE: Final = re.compile(
    r"(?:(?<![\w-])(?:in|at|near|outside|around|across) |\( ?)(?:the )?$", re.IGNORECASE
)
IS_PLACE_AFTER: Final = re.compile(r" ?\)| airport\b|-born\b|-based\b", re.IGNORECASE)
IS_OWNER: Final = re.compile(r" ?['\u2019]?s [A-Z]")
TOGETHER: Final = re.compile(r" ?(?:,|and|or|, and) (?:the )?", re.IGNORECASE)
BEATEN: Final = re.compile(
    r"(?<![\w-])(?:beat|beats|defeated|blanked|thrashed|edged|against|v|vs|over|play|face) (?:the )?"
    r"([A-Z][\w.'\u2019-]+(?: [A-Z][\w.'\u2019-]+){0,2})"
)
WORD_BEFORE: Final = re.compile(r"(?<![\w-])([A-Z][\w.]*) $")
WORD_AFTER: Final = re.compile(r" ([A-Z][\w.]*)")
TEAM_LABELS: Final = frozenset({EntityLabel.GPE, EntityLabel.ORG, EntityLabel.LOC, EntityLabel.PERSON})
REACH: Final = 32


def find_clubs(copy: str, names: Sequence[Name]) -> list[Name]:
    """Return the names with clubs whole: "Dynamo" and the place after it are one name, "Ishmar" and "United" too."""
    found: list[Name] = []
    for name in names:
        start, end = _club(copy, name) if name.label in TEAM_LABELS else (name.start_char, name.end_char)
        while found and found[-1].end_char > start:
            start = min(start, found.pop().start_char)
            end = max(end, name.end_char)
        is_club = (start, end) != (name.start_char, name.end_char)
        found.append(name_at(copy, start, end, EntityLabel.ORG) if is_club else name)
    return found


def _club(copy: str, name: Name) -> Span:
    """Return the span of the name with a word beside it that begins or ends the names of clubs."""
    before = WORD_BEFORE.search(copy, max(0, name.start_char - REACH), name.start_char)
    after = WORD_AFTER.match(copy, name.end_char)
    start = before.start() if before and before[1].casefold() in CLUB_BEGINNINGS else name.start_char
    return start, after.end() if after and after[1].casefold() in CLUB_ENDINGS else name.end_char


def label_teams(copy: str, names: Sequence[Name], places: Collection[int]) -> list[Name]:
    """Return the names, those of places that stand for teams as organisations; ``copy`` is about sport.

    A place is a team's name here if it once beats, plays or has a captain; then it is wherever it is not said to be
    a place ("in Liverpool"). ``places`` are the characters at which names begin that are places for certain.
    """
    ends = {name.end_char for name in names if name.label is EntityLabel.PERSON}
    free = [
        name
        for name in names
        if name.label is EntityLabel.GPE and name.start_char not in places and not _is_place(copy, name, ends)
    ]
    clubs = {name.key for name in names if name.label is EntityLabel.ORG}
    teams = {name.key for name in free if _plays(copy, name)} | {name.key for name in free if name.key in clubs}
    teams |= {name.key for name in free if any(club.startswith(f"{name.key} ") for club in clubs)}
    for left, right in _pairs(copy, free):
        if left.key in teams or right.key in teams:
            teams |= {left.key, right.key}
    at = {name.start_char for name in free if name.key in teams}
    return [replace(name, label=EntityLabel.ORG) if name.start_char in at else name for name in names]


def _pairs(copy: str, names: Sequence[Name]) -> Iterator[tuple[Name, Name]]:
    """Yield names that are said together: "Ishmar and Drosk"."""
    for left, right in pairwise(names):
        if TOGETHER.fullmatch(copy, left.end_char, right.start_char):
            yield left, right


def _is_place(copy: str, name: Name, people_end_at: Collection[int]) -> bool:
    """Say whether the words around the name make a place of it: "in Liverpool", "Ada Vale of Scotland"."""
    before = copy[max(0, name.start_char - REACH) : name.start_char]
    if before.endswith(" of ") and name.start_char - len(" of ") in people_end_at:
        return True
    return bool(IS_PLACE_BEFORE.search(before) or IS_PLACE_AFTER.match(copy, name.end_char, name.end_char + REACH))


def _plays(copy: str, name: Name) -> bool:
    before = copy[max(0, name.start_char - REACH) : name.start_char]
    if IS_TEAM_AFTER.match(copy, name.end_char, name.end_char + REACH):
        return True
    return bool(IS_TEAM_BEFORE.search(before)) and not IS_OWNER.match(copy, name.end_char)


def beaten_teams(copy: str, names: Sequence[Name]) -> list[Name]:
    """Return what the model overlooked after "beat" and the like, in a sport of teams: "beat the Phantoms"."""
    taken = covered(copy, ((name.start_char, name.end_char) for name in names))
    return [
        name_at(copy, *found.span(1), EntityLabel.ORG)
        for found in BEATEN.finditer(copy)
        if not any(taken[found.start(1) : found.end(1)])
    ]
