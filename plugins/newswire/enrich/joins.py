"""Which names of an article are one entity's, and the fullest of them: "de Mistura" is "Staffan de Mistura"."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from newswire.enrich.genders import named_woman, titled_woman
from newswire.enrich.name_spans import FIRM, LEGAL_FORM, ONLY_LEGAL_FORM, VALUES, Name
from newswire.enrich.roles import ROLE_FIELDS
from newswire.enrich.sources import PEOPLE
from newswire.enrich.tables import KNOWN_NAMES
from newswire.records import EntityLabel

ACRONYM_LABELS: Final = frozenset({EntityLabel.ORG, EntityLabel.GPE, EntityLabel.PRODUCT})
NEWS_AGENCY: Final = " news agency"
ARABIC_ARTICLE: Final = re.compile(r"^(?:al|el|ul)-")
LAST_LEGAL_FORM: Final = re.compile(rf" ?,? {LEGAL_FORM}$")
ENDS_OPEN: Final = re.compile(r"(?:^|[ ,])(?:and|&|of|&amp;|the)$", re.IGNORECASE)
NICKNAMED: Final = re.compile(r' ["\u201c]\w[^"\u201d]*["\u201d] ')
MIN_ACRONYM_LETTERS: Final = 2
MIN_SMALL_ACRONYM_LETTERS: Final = 3  # "Nato", and where case is lost


def join_names(copy: str, names: Sequence[Name]) -> dict[Name, str]:
    """Return for each name the fullest name of the same entity in this article.

    A person's shorter name ("de Mistura") belongs to the latest fuller name before it that ends in the same words, or
    else to the first after it, but "Mrs. Brook" is no "Otto Brook". Where no name ends so, one that begins so is meant:
    "Deng" is Deng Xiaoping, whose family name stands first, and "Boris" is Boris Becker. An acronym belongs to the
    known name, or to the article's name with those initials. A firm goes without its legal form, and "Norden" is the
    one "Norden Forge Inc" told of before.
    """
    article = _Article(names)
    return {name: article.canonical(copy, name) for name in names}


class _Article:
    """The names of one article by what others of the same entity may be found with."""

    def __init__(self, names: Sequence[Name]) -> None:
        spellings: dict[str, Counter[str]] = defaultdict(Counter)
        for name in names:
            spellings[name.key][name.text] += 1
        self._usual = {key: _spelled(counts.most_common(1)[0][0]) for key, counts in spellings.items()}
        self._by_last_word, self._by_first_word = defaultdict[str, list[Name]](list), defaultdict[str, list[Name]](list)
        self._by_initials: dict[str, str] = {}
        for name in names:
            if " " not in name.text:
                continue
            if name.label is EntityLabel.PERSON:
                self._by_last_word[last_word(name)].append(name)
                if last_word(name) not in PEOPLE and last_word(name) not in ROLE_FIELDS:  # "Brook Aide Quits"
                    self._by_first_word[name.key.split(" ", 1)[0]].append(name)
            elif name.label is EntityLabel.ORG:
                plain = plain_firm(name.text)
                for form in (name.text, plain):
                    self._by_initials.setdefault(initials(form), plain)
        self._firms = _whole_firms(names, self._usual)

    def canonical(self, copy: str, name: Name) -> str:
        """Return the fullest name of the entity."""
        if name.label in VALUES:
            return name.text
        if name.label is EntityLabel.PERSON:
            return self._usual[self._person(copy, name).key]
        known = KNOWN_NAMES.get(name.key) or KNOWN_NAMES.get(name.key.removesuffix(NEWS_AGENCY))
        if known is not None:
            return known.canonical
        whole = self._firms.get(name.key, self._usual[name.key])
        letters = name.text.replace(".", "")
        least = MIN_ACRONYM_LETTERS if letters.isupper() else MIN_SMALL_ACRONYM_LETTERS
        if name.label in ACRONYM_LABELS and letters.isalpha() and len(letters) >= least:
            return self._by_initials.get(letters.upper(), whole)
        return whole

    def _person(self, copy: str, name: Name) -> Name:
        ends = (f" {name.key}", f"-{name.key}")
        longer = [person for person in self._by_last_word.get(last_word(name), ()) if person.key.endswith(ends)]
        longer = longer or self._by_first_word.get(name.key, [])
        if longer and (is_woman := titled_woman(copy, name.start_char, name.end_char)) is not None:
            longer = [person for person in longer if named_woman(person.text) in {is_woman, None}]
        before = [person for person in longer if person.start_char < name.start_char]
        return before[-1] if before else longer[0] if longer else name


def _whole_firms(names: Sequence[Name], usual: Mapping[str, str]) -> dict[str, str]:
    """Return for each firm and body, by the words in which it stands here, its name without legal form.

    A short name stands for the longer one that was told of before it, where there is but one.
    """
    forms = {name.key: plain_firm(usual[name.key]) for name in names if name.label is EntityLabel.ORG}
    plain: dict[str, str] = {}  # by the name without legal form, in small letters; in the order of the text
    whole: set[str] = set()  # of these, such as a firm is introduced by
    for key, form in forms.items():
        low = form.casefold()
        plain.setdefault(low, form)
        if form != usual[key] or FIRM.search(low):
            whole.add(low)
    order = {low: number for number, low in enumerate(plain)}
    told: dict[str, list[str]] = defaultdict(list)
    for low in plain:
        parts = low.split(" ")
        for count in range(1, len(parts)):
            short = " ".join(parts[:count])
            is_whole = low in whole or parts[count] == "of"
            if order[low] < order.get(short, -1) and is_whole and len(told[short]) < 2:  # two are too many
                told[short] += [] if any(low.startswith(f"{other} ") for other in told[short]) else [low]
    return {
        key: plain[told[low][0] if len(told[low]) == 1 else low]
        for key, low in ((key, form.casefold()) for key, form in forms.items())
    }


def plain_firm(text: str) -> str:
    """Return the name without its legal form; one that is nothing else, or a place's name then, is left whole.

    >>> plain_firm("Norden Forge Co. Ltd"), plain_firm("Brook and Co"), plain_firm("Denmark AS")
    ('Norden Forge', 'Brook and Co', 'Denmark AS')
    """
    plain = text
    while plain.casefold() not in KNOWN_NAMES and (ending := LAST_LEGAL_FORM.search(plain)):
        if ENDS_OPEN.search(plain, 0, ending.start()):
            break
        plain = plain[: ending.start()]
    known = KNOWN_NAMES.get(plain.casefold())
    is_other = known is not None and known.label is not EntityLabel.ORG
    return text if is_other or len(plain) < MIN_ACRONYM_LETTERS or ONLY_LEGAL_FORM.fullmatch(plain) else plain


def last_word(name: Name) -> str:
    """Return what a second mention of the person would be: "assad" of "bashar al-assad"."""
    return ARABIC_ARTICLE.sub("", name.key.rsplit(" ", 1)[-1])


def _spelled(text: str) -> str:
    """Write a name given in capitals the usual way ("JANE DOE"), without nickname; shorter ones are acronyms.

    >>> _spelled("ADA BROOK"), _spelled('Ado "Rock" Brook'), _spelled("HSB")
    ('Ada Brook', 'Ado Brook', 'HSB')
    """
    plain = NICKNAMED.sub(" ", text)
    return plain.title() if plain.isupper() and " " in plain else plain


def initials(text: str) -> str:
    """Return the first letters of the capitalised words.

    >>> initials("Organization for the Care of Harbours")
    'OCH'
    """
    return "".join(word[0] for word in re.split(r"[\s-]+", text) if word and word[0].isupper())
