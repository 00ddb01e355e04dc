"""Names in the sheets that sports wires send: results, standings, fixtures, scorecards, line-ups, lists of scores.

Such lines are no sentences, and a tagger that learned from sentences reads them badly; but each form has fixed places
for its names. The lines of a sheet are alike: what one line leaves open, players or teams, the others decide.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from newswire.enrich.name_spans import VALUES, Name, name_at
from newswire.enrich.spans import Span, covered, overlaps
from newswire.enrich.tables import KNOWN_NAMES
from newswire.records import EntityLabel

MAX_LINE_CHARS: Final = 400
MIN_PLAYERS: Final = 5

_WORD = r"[^\W\d_][\w.'\u2019&/*-]*"
_NAME = rf"{_WORD}(?: (?:& )?{_WORD}){{0,3}}"
_ASIDE = r"(?: \( ?[^()]{1,24} ?\))?"
_FIGURE = r"(?:[-+]?[.\d][\d.,:/+-]*|-)"
_END = r"[ .]*$"

RESULT: Final = re.compile(
    rf"(?:[xyz]-)?({_NAME}){_ASIDE} \d+,? ({_NAME}){_ASIDE} \d+(?: ?\(.*\))?"
    rf"(?:,? (?:aet|ot|overtime|after extra time))?{_END}"
)
STANDING: Final = re.compile(rf"(?:\d+[.)=]? )?(?:[xyz]-)?({_NAME}){_ASIDE}(?: {_FIGURE}){{3,}}{_END}")
FIXTURE: Final = re.compile(rf"({_NAME}){_ASIDE} (?:at|AT|v|V|vs\.?|VS\.?) ({_NAME}){_ASIDE}{_END}")
# "Ashdown: Merrow 363 (A. Tolland 111) and 20-1, Velmora 108": a list of names with their scores.
_SCORES = r"\d[\d-]*(?: ?(?:points?|pts|dec|declared|and|for|not out|all out|\d[\d-]*)(?![^\W\d_]))*"
_ITEM = rf"{_NAME} {_SCORES}(?: ?\([^()]*\))?(?: (?:and )?{_SCORES}(?: ?\([^()]*\))?)?"
SCORE_LIST: Final = re.compile(rf"(?:(?:[Aa]t )?[^:\d\n]{{3,40}} ?: )?{_ITEM}(?: ?[,;] {_ITEM})+{_END}")
SCORE_ITEM: Final = re.compile(rf"(?:^|[,;:] )({_NAME}) \d")
VENUE: Final = re.compile(rf"(?:[Aa]t )?({_NAME})(?: \( ?({_NAME}) ?\))? ?: ")
_BATSMAN = (
    rf"(?!(?:c|b|st|lbw|and|not|run|hit|sub)\b){_WORD}(?: (?!(?:c|b|st|lbw|and|not|run|hit|sub)\b){_WORD}){{0,3}}"
)
BATTED: Final = re.compile(
    rf"({_BATSMAN}) (?:(?:c|st) (?:and|sub|({_BATSMAN}))(?: \( ?{_NAME} ?\))? )?"
    rf"(?:b ({_BATSMAN})|lbw b ({_BATSMAN})|not out|run out|retired hurt|hit wicket b ({_BATSMAN}))(?: \d+)?{_END}"
)
BOWLED: Final = re.compile(rf"(?:^|[,;:.] )({_NAME}) \d+(?:\.\d)?-\d+-\d+-\d+")
IN_BRACKETS: Final = re.compile(r"\( ?([^()]*\d[^()]*?) ?\)")
BRACKET_ITEM: Final = re.compile(rf"(?:\d+ ?- ?)?({_NAME})(?:,? \d+(?:st|nd|rd|th|-\d+)?)(?: not out| min\w*)?")
SCORER: Final = re.compile(rf"(?:^|[,;:-] )({_NAME}) \( ?(?:\d+ ?, ?)*\d+(?:st|nd|rd|th| ?min|\u2019|')[^()\n]*\)")
SIDE_OF_SCORERS: Final = re.compile(rf"({_NAME})(?: \d+)? ?[-:] ")
_PLAYER = rf"(?:\d+ ?[-.] ?)?{_NAME}(?: ?\((?:[^()]|\([^()]*\))*\)+)?"
LINE_UP: Final = re.compile(rf"(?:({_NAME}){_ASIDE} ?[-:] )?{_PLAYER}(?: ?[,;] {_PLAYER}){{{MIN_PLAYERS - 1},}}{_END}")
PLAYER: Final = re.compile(rf"(?:^|[,;:-] )(?:\d+ ?[-.] ?)?({_NAME})(?= ?[,;(.]|$)")
COUNTRY: Final = re.compile(r" \( ?([A-Za-z][\w. -]{1,24}?) ?\)")
ATHLETE: Final = re.compile(
    rf"(?:^|[,;:/(-] ?|\d[.)=]{{0,2}} |(?<![^\s])(?:beat|bt|defeated|and|v|vs) )({_NAME})$", re.IGNORECASE
)
RANKED: Final = re.compile(r"(?:equal )?\d+[.)=]{0,2} ")
TEAM_OF_RANKED: Final = re.compile(rf",? ({_NAME})(?=,? {_FIGURE}|,? same time|{_END})")
NO_NAME: Final = frozenset(
    [
        "has",
        "have",
        "had",
        "was",
        "were",
        "is",
        "are",
        "will",
        "in",
        "on",
        "at",
        "to",
        "from",
        "with",
        "by",
        "after",
        "its",
    ]
    + ["his", "her", "their", "that", "who", "which", "when", "than", "and", "or", "as", "but", "an", "for", "first"]
    + ["second", "third", "last", "next", "played", "results", "men's", "women's"]
)
# Words that stand where names do.
PLAIN: Final = frozenset(
    [
        "halftime",
        "half-time",
        "extras",
        "total",
        "attendance",
        "overtime",
        "ot",
        "aet",
        "won",
        "lost",
        "scorers",
        "scorer",
    ]
    + [
        "game",
        "group",
        "round",
        "division",
        "leg",
        "set",
        "lap",
        "laps",
        "stage",
        "points",
        "seconds",
        "minutes",
        "hours",
    ]
    + [
        "metres",
        "same time",
        "race",
        "heat",
        "semifinal",
        "final",
        "result",
        "results",
        "standings",
        "bowling",
        "batting",
    ]
    + [
        "fall of wickets",
        "test",
        "day",
        "match",
        "first",
        "second",
        "third",
        "referee",
        "agg",
        "aggregate",
        "et",
        "pts",
    ]
    + ["lb", "nb", "penalties", "women", "men", "friday", "saturday", "sunday", "monday", "tuesday", "wednesday"]
    + ["thursday", "innings", "overs", "wickets", "team", "teams", "substitutes", "note", "goals", "at halftime"]
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A place of a sheet's line where a name stands; ``label`` None is a contestant: a player or a team."""

    span: Span
    label: EntityLabel | None = None


Form = Callable[[str], list[Entry]]


def read_results(copy: str, names: Sequence[Name], *, has_teams: bool) -> list[Name]:
    """Return the names with those of the sheets in place of what overlaps them there, in reading order.

    ``has_teams`` says that the text is about a sport of teams: then results and standings list teams.
    """
    persons, others = (
        covered(copy, ((n.start_char, n.end_char) for n in names if (n.label is EntityLabel.PERSON) is are_people))
        for are_people in (True, False)
    )
    found: list[Name] = []
    for form, entries in _sheets(copy):
        open_spans = [slice(*entry.span) for entry in entries if entry.label is None]
        person_count, other_count = (sum(any(marked[at]) for at in open_spans) for marked in (persons, others))
        if form is _contestants and has_teams:
            contestant = EntityLabel.ORG
        elif person_count > other_count or (form is _ranked and not other_count):
            contestant = EntityLabel.PERSON
        else:
            contestant = EntityLabel.ORG
        found += [name_at(copy, *entry.span, entry.label or contestant) for entry in entries]
    values = [(name.start_char, name.end_char) for name in names if name.label in VALUES]
    found = [name for name in found if not any(overlaps((name.start_char, name.end_char), value) for value in values)]
    taken = covered(copy, ((name.start_char, name.end_char) for name in found))
    found += [name for name in names if not any(taken[name.start_char : name.end_char])]
    return sorted(found, key=lambda name: name.start_char)


def _sheets(copy: str) -> Iterator[tuple[Form | None, list[Entry]]]:
    """Yield the entries of neighbouring lines of one form, with the form."""
    sheet: list[Entry] = []
    last: Form | None = None
    for line in re.finditer(r"[^\n]+", copy):
        form, entries = _read_line(line.group()) if len(line.group()) <= MAX_LINE_CHARS else (None, [])
        if form is not last and sheet:
            yield last, sheet
            sheet = []
        last = form
        start = line.start()
        sheet += [Entry((start + entry.span[0], start + entry.span[1]), entry.label) for entry in entries]
    if sheet:
        yield last, sheet


def _read_line(line: str) -> tuple[Form | None, list[Entry]]:
    for form in (_contestants, _batsmen, _scores, _scorers, _line_up, _ranked):
        entries = [entry for entry in form(line) if line[slice(*entry.span)].casefold() not in PLAIN]
        if entries and not any(_is_clause(line[slice(*entry.span)]) for entry in entries):
            return form, entries
    return None, []


def _is_clause(words: str) -> bool:
    """Say whether these are words of a sentence and no name."""
    return not NO_NAME.isdisjoint(words.casefold().split())


def _groups(found: re.Match[str], label: EntityLabel | None = None) -> list[Entry]:
    return [Entry(found.span(number), label) for number in range(1, len(found.groups()) + 1) if found[number]]


def _contestants(line: str) -> list[Entry]:
    if found := RESULT.match(line) or STANDING.match(line):
        return _groups(found)
    found = FIXTURE.match(line)
    return _groups(found) if found and found[1][0].isupper() and found[2][0].isupper() else []


def _batsmen(line: str) -> list[Entry]:
    found = BATTED.match(line)
    if found:
        return _groups(found, EntityLabel.PERSON)
    return [entry for bowled in BOWLED.finditer(line) for entry in _groups(bowled, EntityLabel.PERSON)]


def _scores(line: str) -> list[Entry]:
    """Return the names of a list of scores, the place that it begins with, and the players in its brackets."""
    if not SCORE_LIST.match(line):
        return []
    venue = VENUE.match(line)
    entries = _groups(venue, EntityLabel.FAC) if venue and line[:3].lower() == "at " else []
    outer = IN_BRACKETS.sub(lambda inner: "," * len(inner.group()), line)
    entries += [entry for item in SCORE_ITEM.finditer(outer) for entry in _groups(item)]
    return entries + _bracketed(line)


def _bracketed(line: str) -> list[Entry]:
    """Return the players of brackets that hold nothing but names with figures: "(W. Vale 111, O. Brook 4-37)"."""
    entries: list[Entry] = []
    for inner in IN_BRACKETS.finditer(line):
        start = inner.start(1)
        items: list[Entry] = []
        for part in re.finditer(r"[^,;]+(?:, \d\w*)?", inner[1]):
            piece = part.group().strip()
            at = start + part.start() + part.group().index(piece)
            item = BRACKET_ITEM.fullmatch(piece)
            if item is None:
                break
            items.append(Entry((at + item.start(1), at + item.end(1)), EntityLabel.PERSON))
        else:
            entries += items
    return entries


def _scorers(line: str) -> list[Entry]:
    entries = [entry for found in SCORER.finditer(line) for entry in _groups(found, EntityLabel.PERSON)]
    side = SIDE_OF_SCORERS.match(line) if entries else None
    return [*(_groups(side, EntityLabel.ORG) if side else ()), *entries]


def _line_up(line: str) -> list[Entry]:
    found = LINE_UP.match(line)
    if not found or not re.search(r"\d", line):
        return []
    outer = re.sub(r"\((?:[^()]|\([^()]*\))*\)+", lambda inner: "(" + "," * (len(inner.group()) - 1), line)
    begin = found.end(1) if found[1] else 0
    players = [
        Entry(player.span(1), EntityLabel.PERSON) for player in PLAYER.finditer(outer) if player.start(1) >= begin
    ]
    return [*(_groups(found, EntityLabel.ORG)), *players, *_bracketed(line)]


def _ranked(line: str) -> list[Entry]:
    """Return the contestants before a country in brackets, and after it their teams: "3. Tim Vale (Oman) TVM 1:12"."""
    entries: list[Entry] = []
    for country in COUNTRY.finditer(line):
        known = KNOWN_NAMES.get(country[1].casefold())
        if known is None or known.label is not EntityLabel.GPE:
            continue
        athlete = ATHLETE.search(line, 0, country.start())
        if athlete and any(char.isupper() for char in athlete[1]):
            entries += _groups(athlete)
            team = TEAM_OF_RANKED.match(line, country.end()) if RANKED.match(line) else None
            if team and team[1][0].isupper():
                entries += _groups(team, EntityLabel.ORG)
    return entries
