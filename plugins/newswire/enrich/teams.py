"""Teams: in a table of results the name of a town is that of its team ("Drosk 2 Ishmar 1").

OntoNotes 5 labels a team as an organisation, and so do desks; a country's name stays the country's, whose team it is.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from spacy.tokens import Doc, Token

from newswire.enrich.tables import KNOWN_NAMES
from newswire.records import EntityLabel

# Of these a text about a contest has several.
SPORT: Final = frozenset(
    {"attendance", "basketball", "beat", "championship", "coach", "cricket", "cup", "defeated", "division", "drawn"}
    | {"football", "goal", "goals", "halftime", "half-time", "hockey", "innings", "league", "lost", "match", "matches"}
    | {"nba", "nfl", "nhl", "played", "points", "rugby", "scorer", "scorers", "season", "soccer", "standings", "won"}
)
MIN_SPORT_WORDS: Final = 2
MAX_PLAIN_WORDS: Final = 2  # of a table's line, beside its names: "at", "v", "overtime"
MIN_NAMES, MIN_FIGURES = 2, 3  # a line of a table has so many of the one or of the other


def find_teams(doc: Doc) -> frozenset[int]:
    """Return at which characters the names of towns begin that stand for teams."""
    if len(SPORT & {token.lower_ for token in doc}) < MIN_SPORT_WORDS:
        return frozenset()
    named = {token.i: entity for entity in doc.ents for token in entity}
    found: set[int] = set()
    for line in _lines(doc):
        names = {named[token.i].start_char: named[token.i] for token in line if token.i in named}
        plain = sum(token.is_alpha for token in line if token.i not in named)
        figures = sum(token.text[0].isdigit() for token in line)
        if plain <= MAX_PLAIN_WORDS and (len(names) >= MIN_NAMES or figures >= MIN_FIGURES):
            found.update(
                start
                for start, name in names.items()
                if name.label_ == EntityLabel.GPE.value and name.text.casefold() not in KNOWN_NAMES
            )
    return frozenset(found)


def _lines(doc: Doc) -> Iterator[list[Token]]:
    """Yield the words of each line."""
    for is_break, tokens in groupby(doc, lambda token: token.is_space and "\n" in token.text):
        if not is_break:
            yield [token for token in tokens if not token.is_space]
