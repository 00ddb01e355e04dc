"""Make ``first_names.csv``: which first names are men's and which are women's, where lists agree.

``python -m newswire.enrich.training.first_names FAKER CENSUS --out FILE`` reads two packages, unpacked: the lists by
country of Faker (MIT; ``faker/providers/person``) and the first names of the census of the United States, 1990 (public
domain; ``dist.male.first`` and ``dist.female.first``, which the package ``names`` has). Names in Cyrillic letters are
transliterated; ``first_names.toml`` has some that neither knows. A name is left out where more than one language in ten
has it for the other sex, and where it is a family name of countries in which that comes first: Kim Jong Il is no woman.
"""

import argparse
import csv
import importlib
import pkgutil
import re
import sys
import tomllib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from newswire.enrich.places import fold

LATIN: Final = re.compile(r"[a-z]{2,}(?:[-'][a-z]+)*")
CYRILLIC: Final = {
    **{"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": ""},  # noqa: RUF001
    **{"ю": "yu", "я": "ya", "є": "ye"},
    **dict(zip("абвгдезийклмнопрстуфыэіїґ", "abvgdeziyklmnoprstufyeiig", strict=True)),
}
ENDINGS: Final = (("iy", ("iy", "y", "i", "ii")), ("ey", ("ey", "ei")), ("ay", ("ay", "ai")))
_DATA: Final = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
FAMILY_FIRST: Final = frozenset(_DATA["family_first"])
OURS: Final = dict.fromkeys(_DATA["men"], "m") | dict.fromkeys(_DATA["women"], "f")
MIN_SHARE: Final = 0.9
CENSUS_VOTES: Final = 3


def main() -> None:
    """Write the file and say how many names it has."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("faker", type=Path, help="folder in which the package faker lies")
    parser.add_argument("census", type=Path, help="folder of dist.male.first and dist.female.first")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    votes: dict[str, dict[str, float]] = defaultdict(lambda: {"f": 0, "m": 0})
    for name, sex, _language in set(faker_names(options.faker)):
        votes[name][sex] += 1
    for name, shares in census_shares(options.census).items():
        for sex, share in shares.items():
            votes[name][sex] += CENSUS_VOTES * share / sum(shares.values())
    found = {name: gender for name, counts in votes.items() if (gender := agreed(name, **counts))}
    rows = sorted({**found, **OURS}.items())
    with options.out.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("name", "gender"), *rows])
    print(Counter(gender for _, gender in rows))


def agreed(name: str, f: float, m: float) -> str | None:
    """Return "f" or "m" by how many lists have the name for women and for men, None where that is not certain.

    >>> agreed("ada", f=10, m=1), agreed("kim", f=7, m=0), agreed("jean", f=2, m=5)
    ('f', None, None)
    """
    if max(f, m) < MIN_SHARE * (f + m) or name.partition("-")[0] in FAMILY_FIRST:
        return None
    return "f" if f > m else "m"


def faker_names(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Yield names with "f" or "m" and the language of their list; the countries of one language are one."""
    sys.path.insert(0, str(folder))
    people = importlib.import_module("faker.providers.person")
    for found in pkgutil.iter_modules(people.__path__):
        if found.ispkg:
            lists = importlib.import_module(f"{people.__name__}.{found.name}").Provider
            language = found.name.split("_")[0]
            for gender, column in (("f", "first_names_female"), ("m", "first_names_male")):
                for name in getattr(lists, column, None) or ():
                    yield from ((form, gender, language) for form in latin_forms(name))


def latin_forms(name: str) -> list[str]:
    """Return the name as wires write it, without accents, in small letters; nothing for other scripts.

    >>> latin_forms("Дмитрий"), latin_forms("Zoë"), latin_forms("أحمد")
    (['dmitriy', 'dmitry', 'dmitri', 'dmitrii'], ['zoe'], [])
    """
    small = unicodedata.normalize("NFC", name).casefold()
    latin = "".join(CYRILLIC.get(char, char) for char in small)
    endings = next((ends for end, ends in ENDINGS if latin != small and latin.endswith(end)), ("",))
    forms = (latin[:-2] + end for end in endings) if endings != ("",) else (latin,)
    return [form for form in map(fold, forms) if LATIN.fullmatch(form)]


def census_shares(folder: Path) -> dict[str, dict[str, float]]:
    """Return by name the percentage of men and of women who have it."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for gender, file in (("m", "male"), ("f", "female")):
        for line in (folder / f"dist.{file}.first").read_text(encoding="ascii").splitlines():
            name, share, *_ = line.split()
            found[name.lower()][gender] = float(share)
    return found


if __name__ == "__main__":
    main()
