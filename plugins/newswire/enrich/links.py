"""Entities beyond one article: each name's lasting canonical form and ids, from the text and the data files alone.

Nothing is looked up in what was loaded before, so the answer does not depend on the order in which articles arrive.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from newswire.enrich.places import Gazetteer, Place, load_gazetteer
from newswire.enrich.tables import KNOWN_NAMES, KnownName
from newswire.records import EntityLabel

PLACE_LABELS: Final = frozenset({EntityLabel.GPE, EntityLabel.LOC})
NAMED_SCHEME: Final = "iso3166"
QUALIFIER: Final = re.compile(r" ?, ?((?-i:[A-Z][\w.'-]*)(?: (?-i:[A-Z][\w.'-]*)){0,2})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What a name stands for."""

    canonical: str
    ids: tuple[tuple[str, str], ...] = ()


def link_names(copy: str, names: Sequence[tuple[int, int, str, EntityLabel]]) -> dict[tuple[str, EntityLabel], Link]:
    """Return what the names of places and organisations stand for, by canonical name in this article and label.

    ``names`` are (start_char, end_char, canonical, label) in ``copy``, the text with its case restored. Names that
    nothing is known of are left out.
    """
    known = {(name, label): found for _, _, name, label in names if (found := known_name(name, label))}
    near = {code for found in known.values() for scheme, code in found.ids if scheme == NAMED_SCHEME}
    qualifiers: dict[str, set[str]] = defaultdict(set)
    for _, end, name, label in names:
        if label in PLACE_LABELS and (after := QUALIFIER.match(copy, end, end + 60)):
            qualifiers[name].update(_beginnings(after[1]))
    gazetteer = load_gazetteer()
    links = {key: Link(canonical=found.canonical, ids=found.ids) for key, found in known.items()}
    for _, _, name, label in names:
        if label not in PLACE_LABELS:
            continue
        place = _place(gazetteer, name, near, qualifiers, is_known=(name, label) in known)
        if place is not None:
            canonical = gazetteer.canonical(place, name)
            if place.is_state and (name, label) in known:  # a country has that name
                canonical = f"{canonical}, {gazetteer.countries[place.country]}"
            links[name, label] = Link(canonical=canonical, ids=place.ids)
    return links


def known_name(name: str, label: EntityLabel) -> KnownName | None:
    """Return the data files' entry; a person who is called like a country is not that country."""
    return None if label is EntityLabel.PERSON else KNOWN_NAMES.get(name.casefold())


def _place(
    gazetteer: Gazetteer, name: str, near: set[str], qualifiers: Mapping[str, set[str]], *, is_known: bool
) -> Place | None:
    if not is_known:
        return gazetteer.find(name, near=near, qualifiers=sorted(qualifiers.get(name, ())))
    # "Atlanta, Georgia": the country of that name is not meant where a town of the state stands before it.
    state = gazetteer.find_state(name)
    towns = (town for town, after in qualifiers.items() if name.casefold() in after)
    return state if state and any(gazetteer.find(town, qualifiers=[name.casefold()]) for town in towns) else None


def _beginnings(words: str) -> list[str]:
    """Return the first words, the first two, and all of them, as they may be a name; with a full stop also without.

    >>> _beginnings("New York. He")
    ['new', 'new york.', 'new york', 'new york. he']
    """
    parts = words.casefold().split()
    begun = [" ".join(parts[: count + 1]) for count in range(len(parts))]
    return [form for name in begun for form in dict.fromkeys((name, name.rstrip(".")))]
