"""Whether a person is a woman: from the title before the name, or else the first name; None where neither tells."""

from typing import Final

from newswire.enrich.places import fold
from newswire.enrich.tables import FIRST_NAMES

MALE_TITLES: Final = frozenset({"mr", "mr.", "sir", "lord", "king", "prince", "father", "monsieur"})
FEMALE_TITLES: Final = frozenset({"mrs", "mrs.", "ms", "ms.", "miss", "madam", "lady", "queen", "princess", "dame"})
MAX_TITLE_CHARS: Final = 12


def titled_woman(text: str, start: int, end: int) -> bool | None:
    """Return what the title says that stands before the name or begins it.

    >>> titled_woman("and Mrs. Brook", 9, 14), titled_woman("and Mr Brook", 7, 12), titled_woman("and Brook", 4, 9)
    (True, False, None)
    """
    before = text[max(0, start - MAX_TITLE_CHARS) : start].lower().split()[-1:]
    titles = {*before, *text[start:end].lower().split()[:1]}
    return bool(titles & FEMALE_TITLES) if titles & (MALE_TITLES | FEMALE_TITLES) else None


def named_woman(name: str) -> bool | None:
    """Return what the first known of the first names says; a last name alone says nothing.

    >>> named_woman("J. Ada Brook"), named_woman("Otto Marsh"), named_woman("Ada")
    (True, False, None)
    """
    return next((FIRST_NAMES[key] for first in name.split()[:-1] if (key := fold(first)) in FIRST_NAMES), None)
