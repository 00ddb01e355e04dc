"""The stage's data files, read once: names with several spellings, agencies, and the verbs that announce speech."""

import csv
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newswire.records import EntityLabel

FOLDER = Path(__file__).parent
NAME_LABELS = (EntityLabel.ORG, EntityLabel.LOC, EntityLabel.GPE, EntityLabel.NORP)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownName:
    """The name under which several ways of writing are kept; ``ids`` are (scheme, code) pairs."""

    canonical: str
    label: EntityLabel
    ids: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CueVerb:
    """A verb that announces speech, or belief where ``is_speech`` is false."""

    lemma: str
    is_speech: bool
    takes_clause: bool
    takes_infinitive: bool


def read_toml(name: str) -> dict[str, Any]:
    """Return a data file of this folder."""
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def _names_of_countries() -> dict[str, KnownName]:
    found: dict[str, KnownName] = {}
    with (FOLDER / "countries.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            ids = (("iso3166", row["iso3166"]),)
            country = KnownName(canonical=row["name"], label=EntityLabel.GPE, ids=ids)
            for name in (row["name"], *filter(None, row["aliases"].split("|"))):
                found[name.casefold()] = country
            for demonym in filter(None, row["demonyms"].split("|")):
                people = KnownName(canonical=demonym, label=EntityLabel.NORP, ids=ids)
                found[demonym.casefold()] = found[f"{demonym}s".casefold()] = people
    return found


def _first_names() -> dict[str, bool]:
    with (FOLDER / "first_names.csv").open(encoding="utf-8", newline="") as rows:
        return {row["name"]: row["gender"] == "f" for row in csv.DictReader(rows)}


def _known_names(names: Mapping[str, Any]) -> dict[str, KnownName]:
    found = _names_of_countries()
    for label in NAME_LABELS:
        for canonical, aliases in names[label].items():
            for alias in (canonical, *aliases):
                found[alias.casefold()] = KnownName(canonical=canonical, label=label)
    # "U.S" of "the U.S.", where the full stop is taken for the sentence's
    return {key.removesuffix("."): known for key, known in found.items() if "." in key[:-1]} | found


def _cue_verbs(cues: Mapping[str, Any]) -> dict[str, CueVerb]:
    found: dict[str, CueVerb] = {}
    infinitive = frozenset(cues["infinitive"])
    for group in ("speech", "belief", "infinitive_only"):
        for line in cues[group]:
            lemma, *forms = line.split()
            verb = CueVerb(
                lemma=lemma,
                is_speech=group == "speech",
                takes_clause=group != "infinitive_only",
                takes_infinitive=group == "infinitive_only" or lemma in infinitive,
            )
            found.update(dict.fromkeys((lemma, *forms), verb))
    return found


_NAMES = read_toml("names.toml")

KNOWN_NAMES: Mapping[str, KnownName] = _known_names(_NAMES)
"""From a name, case-folded, to what it is kept under."""

FIRST_NAMES: Mapping[str, bool] = _first_names()
"""From a first name, folded, to whether it is a woman's; names of both are left out (training/first_names.py)."""

AGENCIES: frozenset[str] = frozenset(agency.casefold() for agency in _NAMES["agencies"])

SPELLED_NAMES = re.compile(rf"\b(?:{'|'.join(map(re.escape, _NAMES['spelled']))})\b", re.IGNORECASE)
"""Names of common words, in any case; an alternation of fixed words, so linear in the text."""

CUE_VERBS: Mapping[str, CueVerb] = _cue_verbs(read_toml("cues.toml"))
"""From a form ("said") to its verb."""
