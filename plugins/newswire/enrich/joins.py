"""Which names of an article are one entity's, and the fullest of them: "de Mistura" is "Staffan de Mistura"."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from newswire.enrich.genders import named_woman, titled_woman
from newswire.enrich.name_spans import VALUES, Name
from newswire.enrich.tables import KNOWN_NAMES
from newswire.records import EntityLabel

ACRONYM_LABELS: Final = frozenset({EntityLabel.ORG, EntityLabel.GPE, EntityLabel.PRODUCT})
NEWS_AGENCY: Final = " news agency"
ARABIC_ARTICLE: Final = re.compile(r"^(?:al|el|ul)-")
MIN_ACRONYM_LETTERS: Final = 2
MIN_SMALL_ACRONYM_LETTERS: Final = 3  # "Nato", and where case is lost


def join_names(copy: str, names: Sequence[Name]) -> dict[Name, str]:
    """Return for each name the fullest name of the same entity in this article.

    A person's shorter name ("de Mistura") belongs to the latest fuller name before it that ends in the same words, or
    else to the first after it, but "Mrs. Brook" is no "Otto Brook". An acronym belongs to the known name, or to the
    article's name with those initials.
    """
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for name in names:
        spellings[name.key][name.text] += 1
    usual = {key: _spelled(counts.most_common(1)[0][0]) for key, counts in spellings.items()}
    people = [name for name in names if name.label is EntityLabel.PERSON and " " in name.text]
    by_last_word: dict[str, list[Name]] = defaultdict(list)
    for name in people:
        by_last_word[last_word(name)].append(name)
    by_initials = {
        initials(name.text): name.text for name in reversed(names) if name.label is EntityLabel.ORG and " " in name.text
    }
    return {name: _canonical(copy, name, usual, by_last_word, by_initials) for name in names}


def _canonical(
    copy: str,
    name: Name,
    usual: Mapping[str, str],
    people: Mapping[str, list[Name]],
    by_initials: Mapping[str, str],
) -> str:
    if name.label in VALUES:
        return name.text
    if name.label is EntityLabel.PERSON:
        ends = (f" {name.key}", f"-{name.key}")
        longer = [person for person in people.get(last_word(name), ()) if person.key.endswith(ends)]
        if longer and (is_woman := titled_woman(copy, name.start_char, name.end_char)) is not None:
            longer = [person for person in longer if named_woman(person.text) in {is_woman, None}]
        before = [person for person in longer if person.start_char < name.start_char]
        chosen = before[-1] if before else longer[0] if longer else None
        return usual[chosen.key if chosen else name.key]
    known = KNOWN_NAMES.get(name.key) or KNOWN_NAMES.get(name.key.removesuffix(NEWS_AGENCY))
    if known is not None:
        return known.canonical
    letters = name.text.replace(".", "")
    least = MIN_ACRONYM_LETTERS if letters.isupper() else MIN_SMALL_ACRONYM_LETTERS
    if name.label in ACRONYM_LABELS and letters.isalpha() and len(letters) >= least:
        return by_initials.get(letters.upper(), usual[name.key])
    return usual[name.key]


def last_word(name: Name) -> str:
    """Return what a second mention of the person would be: "assad" of "bashar al-assad"."""
    return ARABIC_ARTICLE.sub("", name.key.rsplit(" ", 1)[-1])


def _spelled(text: str) -> str:
    """Write a name given in capitals the usual way ("JANE DOE"); shorter words in capitals are acronyms."""
    return text.title() if text.isupper() and " " in text else text


def initials(text: str) -> str:
    """Return the first letters of the capitalised words.

    >>> initials("Organization for the Care of Harbours")
    'OCH'
    """
    return "".join(word[0] for word in re.split(r"[\s-]+", text) if word and word[0].isupper())
