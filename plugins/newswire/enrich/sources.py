"""What the words of a source name: which of the names in it speaks, or what a description is about.

"Brook spokeswoman Hope Vale" is Vale, "Otto Marsh, a former Brook aide" Marsh, "Brook aides" nobody by name, and "Vale
and Marsh" are two.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from newswire.enrich.roles import MODIFIERS, ROLE_FIELDS, TITLES
from newswire.enrich.spans import WORD
from newswire.enrich.tables import read_toml
from newswire.records import EntityLabel, Mention

GROUPS: Final = frozenset({EntityLabel.ORG, EntityLabel.GPE, EntityLabel.NORP, EntityLabel.FAC})
DEFINITE: Final = frozenset({"the", "this", "that", "these", "those", "his", "her", "its", "their"})
DETERMINERS: Final = DEFINITE | {"a", "an", "another", "one", "some", "several", "many", "two", "three", "other"}
PREPOSITIONS: Final = frozenset(["of", "for", "to", "in", "at", "from", "with", "by", "on", "about", "like"])
_DATA: Final = read_toml("sources.toml")
COLLECTIVES: Final = frozenset(_DATA["collectives"])
AFTER_NAMES: Final = frozenset(_DATA["after_names"])
PEOPLE: Final = frozenset(_DATA["people"])
PEOPLE_ENDS: Final = tuple(_DATA["people_ends"])
THINGS: Final = frozenset(_DATA["things"])
COMPANIES: Final = frozenset(_DATA["companies"])
OFFICES: Final = frozenset(_DATA["offices"])
TITLES_OF_ROLES: Final[Mapping[str, str]] = _DATA["titles"]
AFTER_HEAD: Final = (
    PREPOSITIONS
    | {"close", "familiar", "briefed", "involved", "aware", "speaking", "who", "which", "that", "whose", "where"}
    | {",", "(", ":", ";", "\u2013", "\u2014", "said", "says", "told"}
)
ASIDE: Final = re.compile(
    r"(?<=\w) ?(?:,(?!\d)|\(|\u2014|\u2013|--)"
    r"| (?:who|which|whose|whom|familiar with|speaking|such as|including|like)\b| that$"
    r"| on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
)
POSSESSIVE: Final = re.compile(r"\s?['\u2019]s?\b|\ss\b")
ASKING: Final = frozenset({"when", "whenever", "where", "whether", "whose", "how", "why", "what"})
FOR_SOMEBODY: Final = re.compile(  # "a spokesman for the builder, Harbour Lines"
    r"\b(?:spokes\w+|(?:lawyer|attorney|agent|representative|official|analyst)s?) (?:for|at) (?:the|an?|its|his|her) ",
    re.IGNORECASE,
)
AFTER_MEDIUM: Final = re.compile(  # "the official Norden news agency": what it is called is before that
    r"^ (?:(?:state |official )?(?:news ?(?:agency|paper)|wire service|daily|weekly|magazine|radio|television|tv))\b",
    re.IGNORECASE,
)
HYPHENED: Final = re.compile(r"[-\u2013][a-z]")  # "the London-based firm"
JOINING: Final = frozenset({"and", "or"})
APART: Final = PREPOSITIONS | {"a", "an", "who", "which", "whose", "including", "such"}
BEFORE_NAMES: Final = ROLE_FIELDS.keys() | TITLES | MODIFIERS | DETERMINERS
MAX_JOINING_WORDS: Final = 5
MAX_NAMING_WORDS: Final = 10
# "a camp elder, who gave his name only as Abu Jalal"
NAMED_AS: Final = re.compile(
    r"(?:\b(?:gave|giving) (?:his|her|their|a) (?:first |last )?name|\bwho (?:is|was) (?:named|called)|\bnamed|\bcalled"
    r"|\b(?:identified|identifying|introduced|introducing|called|calling) (?:himself|herself))(?: only)?(?: as)? ?$"
)
SINGULAR_ENDS: Final = ("ss", "us")


def speaking_names(text: str, inside: Sequence[Mention], start: int, end: int) -> Sequence[Mention]:
    """Return who speaks of the names ``inside`` the source: one, all of "Vale and Marsh", or none.

    A name that only says whose spokesman or from where somebody is does not speak; one after a comma does where it
    stands for the description before it ("the mayor, Ada Brook").
    """
    heads = [name for name in inside if name.label is not EntityLabel.NORP and _is_head(text, inside, name, start, end)]
    people = [name for name in heads if name.label is EntityLabel.PERSON]
    groups = [name for name in heads if name.label in GROUPS]
    aside = ASIDE.search(text, start, end)
    core_end = aside.start() if aside else end
    for names in (people, groups):
        core = [name for name in names if name.start_char < core_end]
        if core and len(joined := _joined(text, names)) > 1:
            return joined
        if core:
            return core[-1:] if not _goes_on(text, core[-1].end_char, core_end) else ()
    head = head_of(WORD.findall(text[start:core_end]))
    apposed = next((names for names in (people, groups) if names and _is_apposed(text, core_end, names[0])), [])
    if apposed and apposed[0].label is not EntityLabel.PERSON and FOR_SOMEBODY.search(text, start, core_end):
        return ()
    joined = _joined(text, apposed)
    is_one = text[start:core_end].lower().startswith("one ")  # "one of the students, Ada Brook"
    several = not is_one and head is not None and is_plural(head)
    return joined if (head is not None or is_one) and several == (len(joined) > 1) else ()


def _goes_on(text: str, start: int, end: int) -> bool:
    """Say whether the name is the first of several: "Brook and his aides"."""
    return not JOINING.isdisjoint(word.lower() for word in WORD.findall(text[start:end])[:1])


def _is_apposed(text: str, core_end: int, name: Mention) -> bool:
    words = {word.lower() for word in WORD.findall(text[core_end : name.start_char])}
    if len(words) <= MAX_NAMING_WORDS and NAMED_AS.search(text, core_end, name.start_char):
        return True
    return len(words) <= MAX_JOINING_WORDS and words.isdisjoint(APART)


def _joined(text: str, names: Sequence[Mention]) -> Sequence[Mention]:
    """Return the names from the first on that are told in one breath: "Vale, Marsh and envoy Ada Brook"."""
    joined, is_ended = list(names[:1]), False
    for before, name in pairwise(names):
        words = WORD.findall(text[before.end_char : name.start_char])
        small = [word for word in words if word.islower() and word not in JOINING | BEFORE_NAMES]
        is_last = not JOINING.isdisjoint(words)
        if is_ended or len(small) > 1 or not (is_last or words == [","]) or not APART.isdisjoint(words):
            break
        joined.append(name)
        is_ended = is_last
    return joined if is_ended else joined[:1]


def _is_head(text: str, inside: Sequence[Mention], name: Mention, start: int, end: int) -> bool:
    after = text[name.end_char : end]
    if _is_governed(text, inside, name, start) or (POSSESSIVE.match(after) and WORD.search(after[2:])):
        return False
    after = AFTER_MEDIUM.sub("", after)
    words = WORD.findall(after)
    if HYPHENED.match(after):
        return False
    if not words or words[0].lower() in AFTER_HEAD | AFTER_NAMES or not words[0][0].isalnum():
        return True
    goes_on = words[0][0].isupper() and words[0].lower() not in BEFORE_NAMES  # more of the name than was found
    return goes_on and name.label is EntityLabel.PERSON


def _is_governed(text: str, inside: Sequence[Mention], name: Mention, start: int) -> bool:
    """Say whether the name only tells whose: "a spokesman for Brook", not "the minister of industry Ada Brook"."""
    words = list(WORD.finditer(text, start, name.start_char))
    forms = [word.group().lower() for word in words]
    last = next((number for number in reversed(range(len(forms))) if forms[number] in PREPOSITIONS), None)
    if last is None or "," in forms[last:]:
        return False
    if any(m.start_char >= words[last].end() and 0 <= name.start_char - m.end_char <= 1 for m in inside):
        return False  # "the envoy for Syria Ada Brook"
    between = forms[last + 1 :]
    ends_in_role = not between or between[-1] not in MODIFIERS  # "of senator Brook", not "of state Ada Brook"
    is_whose = not JOINING.isdisjoint(between) or (ends_in_role and all(form in BEFORE_NAMES for form in between))
    return is_whose or name.label is not EntityLabel.PERSON


def is_plural(head: str) -> bool:
    """Say whether the noun names several.

    >>> [is_plural(head) for head in ("analysts", "boss", "spokesmen", "envoy")]
    [True, False, True, False]
    """
    return (head.endswith("s") and not head.endswith(SINGULAR_ENDS)) or head.endswith("men") or head == "people"


def is_person(head: str) -> bool:
    """Say whether the noun is one for a man or woman.

    >>> [is_person(head) for head in ("diplomat", "passenger", "wife", "number", "attempt")]
    [True, True, True, False, False]
    """
    return head in PEOPLE or head in ROLE_FIELDS or (head.endswith(PEOPLE_ENDS) and head not in THINGS)


def head_of(words: Sequence[str]) -> str | None:
    """Return the noun that a description is about, lower case: the last word before "of", "who", a comma and the like.

    >>> head_of(["the", "senior", "Western", "diplomat", "in", "Geneva"])
    'diplomat'
    """
    lowered = [word.lower() for word in words]
    stops, no_head = AFTER_HEAD | AFTER_NAMES - JOINING, DETERMINERS | AFTER_NAMES | ASKING
    end = next((index for index, word in enumerate(lowered) if index and word in stops), len(lowered))
    return next((word for word in reversed(lowered[:end]) if word[0].isalpha() and word not in no_head), None)
