"""Made-up news texts: sentences from a small grammar, statements with their speakers, and what befalls copies."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tests.made_up.words import (
    ADJECTIVES,
    BODIES,
    COUNTRIES,
    FIRST_NAMES,
    MONTHS,
    NAME_ENDS,
    NAME_STARTS,
    NOUNS,
    PLACE_ENDS,
    PLACE_STARTS,
    ROLES,
    VERBS,
    WEEKDAYS,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Text:
    """A made-up story: its headline, the town and agency of its dateline, and its paragraphs."""

    headline: str
    town: str
    agency: str
    paragraphs: tuple[str, ...]

    @property
    def body(self) -> str:
        """The text as a wire sends it: dateline before the first paragraph, a blank line between paragraphs."""
        first, *rest = self.paragraphs
        return "\n\n".join([f"{self.town.upper()} ({self.agency}) - {first}", *rest])


class Writer:
    """Writes stories of about so many words; all that it decides comes from the given source of chance."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance

    def story(self, word_count: int, agency: str) -> Text:
        """Return a new story."""
        person, role, body = self.person(), self._of(ROLES), self.organisation()
        second, second_role = self.person(), self._of(ROLES)
        town, topic = self.town(), self._thing()
        paragraphs = [
            f"{body} will {self._of(VERBS)} the {topic} near {town}, {role} {person} said on {self._of(WEEKDAYS)}."
        ]
        statements: list[Callable[[], str]] = [
            lambda: f'"{self._clause(first=True)}," {person.split()[1]} told reporters. "{self._sentence()}"',
            lambda: f"{second}, a {second_role} from {self.town()}, said {self._clause()}.",
            lambda: f"According to {second.split()[1]}, {self._clause()}.",
            lambda: f'The {role} said {self._clause()} and called the {self._of(NOUNS)} "{self._of(ADJECTIVES)}".',
            lambda: f'"{self._sentence()} {self._sentence()}" said {second.split()[1]}.',
        ]
        words = len(paragraphs[0].split())
        while words < word_count:
            more = self._chance.choice(statements)() if self._chance.random() < 0.35 else ""
            paragraph = " ".join(filter(None, [self._sentence(), more, self._sentence()]))
            paragraphs.append(paragraph)
            words += len(paragraph.split())
        headline = f"{body} to {self._of(VERBS)} {topic} near {town}"
        return Text(headline, town, agency, tuple(paragraphs))

    def update(self, text: Text, number: int) -> Text:
        """Return the story with a new beginning and end, and one paragraph gone: what an UPDATE of a wire is."""
        first, *rest = text.paragraphs
        gone = self._chance.randrange(len(rest)) if len(rest) > 3 else len(rest)
        kept = [paragraph for place, paragraph in enumerate(rest) if place != gone]
        news = f"{first[:-1]}, after {self._clause()}."
        headline = f"UPDATE {number}-{text.headline}"
        return Text(headline, text.town, text.agency, (news, self._sentence(), *kept, self._sentence()))

    def copy(self, text: Text) -> Text:
        """Return what a client prints of the story: whole, cut short, or with lines of its own at the end."""
        paragraphs = text.paragraphs
        match self._chance.randrange(3):
            case 1:
                paragraphs = paragraphs[: max(2, len(paragraphs) * 2 // 3)]
            case 2:
                paragraphs = (*paragraphs, f"Readers in {self.town()} may write to the editor before {self._day()}.")
        return Text(f"{text.headline}: what we know", text.town, text.agency, paragraphs)

    def person(self) -> str:
        """Return a first and a last name."""
        return f"{self._of(FIRST_NAMES)} {self._of(NAME_STARTS)}{self._of(NAME_ENDS)}"

    def town(self) -> str:
        """Return a town."""
        return f"{self._of(PLACE_STARTS)}{self._of(PLACE_ENDS)}"

    def organisation(self) -> str:
        """Return the name of a body of some country."""
        return f"{self._of(COUNTRIES)}'s {self._of(BODIES)}"

    def _sentence(self) -> str:
        clause = self._clause()
        return f"{clause[0].upper()}{clause[1:]}."

    def _clause(self, *, first: bool = False) -> str:
        thing, other = self._thing(), self._thing()
        place = self.town()
        figure = self._chance.randrange(2, 990)
        forms = [
            lambda: f"the {thing} may {self._of(VERBS)} the {other} before {self._day()}",
            lambda: f"{figure} people from {place} asked to {self._of(VERBS)} the {thing}",
            lambda: f"{self._of(COUNTRIES)} and {self._of(COUNTRIES)} did not {self._of(VERBS)} the {thing} at {place}",
            lambda: f"{self.organisation()} spent {figure} million crowns on the {thing}",
            lambda: f"a {thing} of {figure} tonnes was seen near {place} on {self._of(WEEKDAYS)}",
            lambda: f"nobody could {self._of(VERBS)} the {thing} without the {other}",
            lambda: f"the {self._of(NOUNS)} rose by {figure / 10:.1f} percent while the {thing} fell",
            lambda: f"{self.person()} refused to {self._of(VERBS)} the {thing}",
        ]
        if first:
            return f"We will {self._of(VERBS)} the {thing} and {self._of(VERBS)} the {other}"
        return self._chance.choice(forms)()

    def _thing(self) -> str:
        return f"{self._of(ADJECTIVES)} {self._of(NOUNS)}"

    def _day(self) -> str:
        return f"{self._of(MONTHS)} {self._chance.randrange(1, 29)}"

    def _of(self, words: list[str] | tuple[str, ...]) -> str:
        return words[int(self._chance.random() * len(words))]
