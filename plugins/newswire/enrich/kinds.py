"""What kind of thing each name is: by vote of its mentions, by what is known of it, and by the words around it."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from itertools import pairwise
from typing import Final

from newswire.enrich.genders import titled_woman
from newswire.enrich.joins import last_word
from newswire.enrich.name_spans import ENDS_LEGALLY, FIRM, VALUES, Name
from newswire.enrich.places import fold, load_gazetteer
from newswire.enrich.roles import ROLE_FIELDS
from newswire.enrich.sources import PEOPLE
from newswire.enrich.tables import AGENCIES, FIRST_NAMES, KNOWN_NAMES
from newswire.records import EntityLabel

PEOPLE_OR_NOT: Final = frozenset(
    {EntityLabel.PERSON, EntityLabel.ORG, EntityLabel.GPE, EntityLabel.LOC, EntityLabel.FAC, EntityLabel.PRODUCT}
)
PLACE_WORDS: Final[Mapping[str, EntityLabel]] = {
    **dict.fromkeys(("port", "fort", "cape"), EntityLabel.GPE),
    **dict.fromkeys(("mount", "lake", "isle"), EntityLabel.LOC),
}
IN_LIST: Final = frozenset({", ", " and ", ", and ", " or ", " , ", " , and "})
MIN_LIST: Final = 3
LISTED: Final = frozenset({EntityLabel.GPE, EntityLabel.ORG})
HAS_AGE: Final = re.compile(r" ?, \d\d ?[,.]")
IN_PLACE: Final = re.compile(
    r"(?<![\w-])(?:[Ii]n|into|[Nn]ear|[Oo]utside|around|(?:town|city|village|port|capital|province|region|suburb|district|"
    r"outskirts|"
    r"municipality|island) of|town|village|"
    r"(?:fl(?:y|ew|ies|own|ying)|travel\w*|sail\w*|return\w*|road|railway|trains?|flights?|ferr(?:y|ies)|bus|exports?) "
    r"(?:back )?(?:to|from)) (?:the )?$"
)
IS_COMPANY_BEFORE: Final = re.compile(
    r"(?<![\w-])(?:company|firm|maker|group|chain|bank|airline|carrier|insurer|retailer|brewer|producer|manufacturer|"
    r"engineer|conglomerate|newspaper|daily|weekly|magazine|agency|giant|utility|broker|brokerage|shares (?:of|in)|"
    r"stake in|acquisition of|takeover of|merger with|bid for) $|\w-based $",
    re.IGNORECASE,
)
IS_PRODUCT_BEFORE: Final = re.compile(
    r"(?<![\w-])(?:drug|vaccine|medicine|treatment|product|brand|software|browser|chip) ?,? $", re.IGNORECASE
)
IS_COMPANY_AFTER: Final = re.compile(
    r"(?: ?['\u2019]?s)? (?:shares?|stock|shareholders|output|profits?|revenues?|sales|turnover|earnings|products|"
    r"subsidiary)(?![\w-])| ?, (?:which|based in|(?:maker|producer|owner) of|owned by|listed)(?![\w-])"
)
HAS_STAFF_BEFORE: Final = re.compile(
    r"\b(?:analyst|economist|strategist|trader|dealer|executive|spokes(?:man|woman|person)|chairman)s? "
    r"(?:at|with|for) $",
    re.IGNORECASE,
)
AT_FIRM: Final = re.compile(r"\b(?:analyst|economist|strategist|trader|dealer|broker)s? at $", re.IGNORECASE)
HAS_STAFF_AFTER: Final = re.compile(
    r"(?: ?['\u2019]?s)? (?:spokes(?:man|woman|person)|chief executive|executives?|chairman|managing director)(?![\w-])"
)
OF_A_COUNTRY: Final = re.compile(
    r" (?:(?:foreign|prime|finance|interior|defen[cs]e|energy|health|trade|transport|justice|economy|education|culture|"
    r"labou?r|deputy|vice|former) ){0,3}(?:minister|ministry|president|ambassador|embassy|diplomats?|parliament|"
    r"lawmakers?|citizens|border|capital|coast ?guard|central bank|state (?:company|television|media|radio))(?![\w-])"
    r"| ?['\u2019]?s (?:parliament|border|capital|coast|central bank|population|delegation)(?![\w-])"
    r"| (?:has )?expelled (?:\w+ ){0,3}diplomats?(?!\w)| votes on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day",
    re.IGNORECASE,
)
DEMONYM_ENDS: Final = ("an", "i", "ese", "ish")
AFTER_STEM: Final = re.compile("(?:(?:[ie]?a)?n|i)s?|ese|ish")  # of a demonym, where its country ends
MIN_STEM: Final = 4
REACH: Final = 24


def settle_kinds(copy: str, names: Sequence[Name], filed_at: Collection[str] = ()) -> list[Name]:
    """Return the names with the labels that fit all of the text; ``filed_at`` are the dateline's places, case-folded.

    "Washington" is the player where the text names "Ada Washington", but not in "in Washington".
    """
    firms = {name.key for name in names if AT_FIRM.search(_before(copy, name))}
    voted = vote_labels([_with_staff(_by_first_word(name), firms) for name in names])
    mentions: dict[str, list[Name]] = defaultdict(list)
    full = set[str]()
    begun = {
        name.key.split(" ", 1)[0]
        for name in voted
        if name.label is EntityLabel.ORG and (ENDS_LEGALLY.match(name.text) or FIRM.search(name.key))
    }
    for name in voted:
        if " " not in name.key:
            mentions[name.key].append(name)
        elif name.label is EntityLabel.PERSON and " of " not in name.key:
            full.add(last_word(name))
            first = name.key.split(" ", 1)[0]
            if fold(first) in FIRST_NAMES or not load_gazetteer().knows(first):  # "Shanghai Forge", taken for a person
                full.add(first)
    labels = {
        key: (same[0].label in PEOPLE_OR_NOT and _kind(copy, same, full, begun, filed_at)) or same[0].label
        for key, same in mentions.items()
    }
    labels |= _countries(copy, voted, labels, full)
    labels |= _listed(copy, voted, labels, full)
    return [
        replace(name, label=label)
        if (label := labels.get(name.key))
        and not (label is EntityLabel.PERSON and name.label is EntityLabel.GPE and is_in(copy, name))
        else name
        for name in voted
    ]


def _by_first_word(name: Name) -> Name:
    """Return the name as that of a place where its first word tells so: "Port Sorn" is nobody."""
    label = PLACE_WORDS.get(name.key.split(" ", 1)[0]) if " " in name.key else None
    return replace(name, label=label) if label and name.label is EntityLabel.PERSON else name


def _with_staff(name: Name, firms: Collection[str]) -> Name:
    """Return the "person" as the firm that it is where somebody is an analyst at it."""
    is_firm = name.label is EntityLabel.PERSON and name.key in firms
    return replace(name, label=EntityLabel.ORG) if is_firm else name


def is_in(copy: str, name: Name) -> bool:
    """Say whether something is said to be in or near what the name names."""
    return bool(IN_PLACE.search(_before(copy, name)))


def vote_labels(names: Sequence[Name]) -> list[Name]:
    """Give all names of the same words the label that most of them have; on a tie, that which came first.

    A known name has the label of the data file, unless the model calls it a person.
    """
    votes: dict[str, Counter[EntityLabel]] = defaultdict(Counter)
    for name in names:
        votes[name.key][name.label] += 1
    voted = {key: counts.most_common(1)[0][0] for key, counts in votes.items()}
    for key, label in voted.items():
        known = KNOWN_NAMES.get(key)
        if known is not None and label is not EntityLabel.PERSON and label not in VALUES:
            voted[key] = known.label
    return [replace(name, label=voted[name.key]) for name in names]


def _kind(
    copy: str, same: Sequence[Name], full: Collection[str], begun: Collection[str], filed_at: Collection[str]
) -> EntityLabel | None:
    """Return what all mentions of a name of one word are, None where the vote stands."""
    key, label = same[0].key, same[0].label
    if label is EntityLabel.PERSON and key in AGENCIES.difference(full):
        return EntityLabel.ORG
    known = KNOWN_NAMES.get(key)
    if key in filed_at and known is None:
        return EntityLabel.GPE
    if known is not None:
        is_place = known.label in {EntityLabel.GPE, EntityLabel.LOC, EntityLabel.NORP}
        return known.label if label is EntityLabel.PERSON and is_place and key not in full else None
    if label is EntityLabel.PERSON:
        return None if key in full else _kind_of_stranger(copy, same, begun)
    if label is EntityLabel.GPE and not load_gazetteer().knows(key):
        return EntityLabel.ORG if any(_has_staff(copy, name) or _is_company(copy, name) for name in same) else None
    if label is EntityLabel.ORG and any(_is_company(copy, name) for name in same):
        return None
    is_person = key in full or any(HAS_AGE.match(copy, name.end_char) for name in same)
    return EntityLabel.PERSON if is_person else None


def _kind_of_stranger(copy: str, same: Sequence[Name], begun: Collection[str]) -> EntityLabel | None:
    """Return what a "person" is of whom no full name is given, and who is lived in, has a parliament or shares.

    "Norden" is short for "Norden Forge Inc", but not where somebody is called "Minister Norden".
    """
    if any(IS_COMPANY_BEFORE.search(_before(copy, name)) for name in same):
        return EntityLabel.ORG
    if any(IS_PRODUCT_BEFORE.search(_before(copy, name)) for name in same):
        return EntityLabel.PRODUCT
    if same[0].key in begun and not any(_has_title(copy, name) for name in same):
        return EntityLabel.ORG
    if any(OF_A_COUNTRY.match(copy, name.end_char) for name in same):
        return EntityLabel.NORP if same[0].key.endswith(DEMONYM_ENDS) else EntityLabel.GPE
    if sum(is_in(copy, name) for name in same) * 2 >= len(same):
        return EntityLabel.GPE
    return EntityLabel.ORG if any(_is_company(copy, name) for name in same) else None


def _countries(
    copy: str, voted: Sequence[Name], kinds: Mapping[str, EntityLabel], full: Collection[str]
) -> dict[str, EntityLabel]:
    """Return the "people" of whom no full name is given that are countries; ``kinds`` are those of names of one word.

    One of the text's peoples is called after them, or they stand beside a place: "between Oslo and Sorn".
    """
    strangers = {key for key, kind in kinds.items() if kind is EntityLabel.PERSON}.difference(full)
    peoples = {key for key, kind in kinds.items() if kind is EntityLabel.NORP}
    found = {key for key in strangers if _is_their_country(key, peoples)}
    for one, other in pairwise(voted) if strangers else ():
        both = {EntityLabel.GPE if name.key in found else kinds.get(name.key, name.label) for name in (one, other)}
        if both == {EntityLabel.PERSON, EntityLabel.GPE} and _is_pair(copy, one, other):
            found |= {one.key, other.key} & strangers
    return dict.fromkeys(found, EntityLabel.GPE)


def _listed(
    copy: str, voted: Sequence[Name], kinds: Mapping[str, EntityLabel], full: Set[str]
) -> dict[str, EntityLabel]:
    """Return the "people" without full names that are places or firms, as all else is that they are listed with."""
    found: dict[str, set[EntityLabel | None]] = defaultdict(set)
    for run in _lists(copy, voted):
        labels = [kinds.get(name.key, name.label) for name in run]
        strangers = {
            name.key
            for name, label in zip(run, labels, strict=True)
            if label is EntityLabel.PERSON and name.key in kinds and name.key not in full | FIRST_NAMES.keys()
        }
        others = {label for name, label in zip(run, labels, strict=True) if name.key not in strangers}
        is_list = len(run) >= MIN_LIST and len(others) == 1 and others <= LISTED
        for key in strangers:
            found[key] |= others if is_list else {None}
    return {key: label for key, (label, *more) in found.items() if label and not more}


def _lists(copy: str, names: Sequence[Name]) -> Iterator[list[Name]]:
    """Yield the names in lists, "Oslo, Sorn and Drosk"; one that stands in none is a list of its own."""
    run: list[Name] = []
    for name in names:
        if run and copy[run[-1].end_char : name.start_char] not in IN_LIST:
            yield run
            run = []
        run.append(name)
    if run:
        yield run


def _has_title(copy: str, name: Name) -> bool:
    before = _before(copy, name).lower().split()
    return bool(before) and (
        before[-1] in PEOPLE
        or before[-1] in ROLE_FIELDS
        or titled_woman(copy, name.start_char, name.end_char) is not None
    )


def _is_pair(copy: str, one: Name, other: Name) -> bool:
    """Say whether two names are of a kind: "Oslo and Sorn", "from Oslo to Sorn"."""
    between = copy[one.end_char : other.start_char]
    return between == " and " or (between == " to " and _before(copy, one).lower().endswith("from "))


def _is_their_country(key: str, peoples: Collection[str]) -> bool:
    """Say whether one of the text's peoples is called after the name: "Karsovian" and "Karsovia".

    >>> _is_their_country("karsovia", {"karsovian"}), _is_their_country("ishmar", {"ishmari"})
    (True, True)
    >>> _is_their_country("russell", {"russian"}), _is_their_country("ishmari", {"ishmari"})
    (False, False)
    """
    stem = key[:-1] if key[-1:] in "aeiouy" else key
    return len(stem) >= MIN_STEM and any(
        people != key and people.startswith(stem) and AFTER_STEM.fullmatch(people, len(stem)) for people in peoples
    )


def _is_company(copy: str, name: Name) -> bool:
    after = IS_COMPANY_AFTER.match(copy, name.end_char)
    return bool(after or IS_COMPANY_BEFORE.search(_before(copy, name)))


def _has_staff(copy: str, name: Name) -> bool:
    """Say whether somebody works there, as for no place that few have heard of: "an analyst at Norden"."""
    return bool(HAS_STAFF_AFTER.match(copy, name.end_char) or HAS_STAFF_BEFORE.search(_before(copy, name)))


def _before(copy: str, name: Name) -> str:
    return copy[max(0, name.start_char - REACH) : name.start_char]
