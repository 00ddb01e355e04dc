"""Roles: what the text says a person is, beside the name ("special envoy for Syria", "the midfielder")."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from spacy.tokens import Doc, Token

from newswire.enrich.spans import Span
from newswire.enrich.tables import CUE_VERBS, read_toml
from newswire.records import Field

MAX_BEFORE_WORDS: Final = 8
MAX_AFTER_WORDS: Final = 12
ARTICLES: Final = frozenset({"the", "a", "an", "its", "their", "his", "her", "our", "my"})
LINKS: Final = frozenset({"of", "for", "to", "in", "and", "at", "on", "the", "'s", "\u2019s", "&"})
OPENERS: Final = frozenset(
    {"but", "as", "yet", "so", "though", "after", "before", "since", "unlike", "like", "for", "both", "now"}
)
NO_ROLE_FIRST: Final = frozenset(
    {"after", "according", "before", "during", "in", "at", "with", "by", "for", "from", "under"}
)
LISTING: Final = frozenset({"and", "nor", "or"})
POSSESSIVES: Final = frozenset({"'s", "\u2019s"})
STOPS: Final = frozenset({".", ",", ":", ";", "(", ")", '"', "\u201c", "\u201d", "-", "\u2013", "\u2014", "!", "?"})


_DATA: Final = read_toml("roles.toml")
ROLES: Final[Mapping[str, Field]] = {word: field for field in Field for word in _DATA[field.value]}
ROLE_FIELDS: Final[Mapping[str, Field]] = {**{f"{word}s": field for word, field in ROLES.items()}, **ROLES}
TITLES: Final = frozenset(_DATA["titles"])
MODIFIERS: Final = frozenset(_DATA["modifiers"])
CLAUSE_WORDS: Final = frozenset(_DATA["clause_words"])


def find_role(doc: Doc, start: int, end: int) -> Span | None:
    """Return the tokens [first, end) of the role beside the person whose name is tokens [start, end), None without.

    Before the name: "U.N. Special Envoy for Syria Staffan de Mistura", "the mayor of Oslo, Ada Brook,"; after it, in
    commas: "Lavrov, Russia's foreign minister,". What is before goes first. It needs tokens alone, no parse and no
    parts of speech.
    """
    return _role_before(doc, start) or _role_explained(doc, start, end) or _role_after(doc, end)


def field_of(doc: Doc, role: Span) -> Field | None:
    """Return the field of life that the role belongs to, by its last known word."""
    return next((ROLE_FIELDS[t.lower_] for t in reversed(doc[slice(*role)]) if t.lower_ in ROLE_FIELDS), None)


def _role_before(doc: Doc, start: int) -> Span | None:
    end = start
    while end > 0 and doc[end - 1].lower_ in TITLES:
        end -= 1
    first = end
    floor = max(0, end - MAX_BEFORE_WORDS)
    head: int | None = None
    while first > floor and _is_within_role(doc[first - 1]):
        first -= 1
        if head is None and doc[first].lower_ in ROLE_FIELDS:
            head = first
    if head is None or not _reaches(doc[head + 1 : end]) or doc[end - 1].lower_ in LINKS - POSSESSIVES | ARTICLES:
        return None  # "the spokesman for Brook" is somebody else
    while first > 1 and _is_hyphened_on(doc[first - 2], doc[first - 1]):
        first -= 2
    words = doc[first:end]
    begin = next((word.i for word in words if word.lower_ not in LINKS | ARTICLES), end)
    return (begin, end) if begin < end and begin <= head else None


def _is_within_role(word: Token) -> bool:
    """Say whether a role may reach over the word: a known one, a name or "of"; no verb, mark or other person."""
    if word.lower_ in STOPS or word.is_space or word.lower_ in ARTICLES - {"the"} or word.ent_type_ == "PERSON":
        return False
    if word.lower_ in LINKS | OPENERS | CLAUSE_WORDS and not (word.is_upper and len(word) > 1):  # "US" is no "us"
        return word.lower_ in LINKS and not _starts_sentence(word)
    return word.lower_ in ROLE_FIELDS or word.lower_ in MODIFIERS or word.is_title or word.is_upper


def _is_hyphened_on(word: Token, hyphen: Token) -> bool:
    """Say whether the word is part of what follows the hyphen: "Bre-X spokesman", but not "then-mayor"."""
    return hyphen.text == "-" and not (word.whitespace_ or hyphen.whitespace_) and word.lower_ != "then"


def _starts_sentence(word: Token) -> bool:
    """Return whether nothing or a full stop is before the word."""
    return word.i == 0 or word.nbor(-1).lower_ in STOPS


def _reaches(words: Sequence[Token]) -> bool:
    """Say whether what stands between the role's word and the name only completes it: "for Syria", "of the board"."""
    return not words or words[0].lower_ in {"of", "for", "to", "in", "at"}


def _role_explained(doc: Doc, start: int, end: int) -> Span | None:
    """Return the role that the name stands beside in commas: "the mayor of Oslo, Ada Brook, said"."""
    comma = start - 1
    if comma < 1 or end >= len(doc) or doc[comma].text != "," or doc[end].text not in {",", "."}:
        return None
    if end + 1 < len(doc) and doc[end + 1].lower_ in {"and", "or"}:
        return None  # the next of several
    floor = max(0, comma - MAX_AFTER_WORDS)
    head: int | None = None
    for number in reversed(range(floor, comma)):
        word = doc[number]
        if word.lower_ in STOPS or word.is_space or word.ent_type_ == "PERSON" or word.lower_ in CLAUSE_WORDS:
            return None
        if word.lower_ in ROLES and _reaches(doc[number + 1 : comma]):
            head = number
        elif head is not None and (word.lower_ in ARTICLES or word.text in POSSESSIVES):
            if number and doc[number - 1].lower_ in {"of", "for", "to"}:
                head = None  # "the wife of the mayor"
                continue
            return (number + 1, comma) if head - number <= MAX_BEFORE_WORDS else None
        elif word.lower_ in CUE_VERBS:
            return None
    return None


def _role_after(doc: Doc, end: int) -> Span | None:
    """Return the role in an apposition: ", the <role> of ...," up to the next mark."""
    if end + 1 >= len(doc) or doc[end].text != ",":
        return None
    last = end + 1
    limit = min(len(doc), end + 1 + MAX_AFTER_WORDS)
    while last < limit and doc[last].lower_ not in STOPS and not doc[last].is_space:
        last += 1
    words = doc[end + 1 : last]
    if last == limit or not any(word.lower_ in ROLE_FIELDS for word in words):
        return None
    if any(word.lower_ in CLAUSE_WORDS or word.lower_ in CUE_VERBS for word in words) or _lists_people(words):
        return None
    begin = next((word.i for word in words if word.lower_ not in ARTICLES | {"as", "now", "also", "then"}), last)
    return (begin, last) if begin < last and not _tells(doc[begin]) else None


def _lists_people(words: Sequence[Token]) -> bool:
    """Say whether the words name one person beside another: "Mayor Ada Brook and Otto Marsh"."""
    return any(
        {one.ent_type_, other.ent_type_} & {"PERSON"} and {one.lower_, other.lower_} & LISTING
        for one, other in pairwise(words)
    )


def _tells(first: Token) -> bool:
    """Say whether the words that begin so tell what the person does or did: "speaking to the mayor"."""
    is_verb = first.lower_.endswith(("ing", "ed")) or first.lower_ == "run"
    return first.lower_ in NO_ROLE_FIRST or (is_verb and first.nbor().lower_ in LINKS | ARTICLES | NO_ROLE_FIRST)
