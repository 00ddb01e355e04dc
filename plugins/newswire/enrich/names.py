"""Entities: the model's names, trimmed, joined within the article under one canonical name, with one label each.

What a name stands for beyond its article is decided in ``links``, what a person is in ``roles``.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Words

from newswire.enrich.links import link_names
from newswire.enrich.roles import field_of, find_role
from newswire.enrich.spans import Span, overlaps
from newswire.enrich.tables import AGENCIES, KNOWN_NAMES
from newswire.enrich.teams import find_teams
from newswire.records import EntityLabel, Field, Mention

VALUES: Final = frozenset({EntityLabel.DATE, EntityLabel.MONEY, EntityLabel.PERCENT, EntityLabel.QUANTITY})
PLACES: Final = frozenset({EntityLabel.GPE, EntityLabel.LOC, EntityLabel.NORP, EntityLabel.FAC})
ACRONYM_LABELS: Final = frozenset({EntityLabel.ORG, EntityLabel.GPE, EntityLabel.PRODUCT})
KEPT_LABELS: Final[Mapping[str, EntityLabel]] = {label.value: label for label in EntityLabel}
DATELINE_AGENCY = re.compile(r"[^\n(]{0,80}\( ?([^\n()]{1,30}?) ?\) ?[-\u2013\u2014]+ ?")
OUTER = " \t\r\n.,;:!?()[]{}<>\"'“”\u2018\u2019`«»-\u2013\u2014…*_"
NAMES_OF_THINGS: Final = frozenset(
    {EntityLabel.ORG, EntityLabel.EVENT, EntityLabel.FAC, EntityLabel.LAW, EntityLabel.PRODUCT, EntityLabel.WORK_OF_ART}
)
PROPER_NOUNS: Final = frozenset({"NNP", "NNPS", ""})  # without a tagger no word has a tag
ARTICLES = ("the ", "a ", "an ")
POSSESSIVES = ("'s", "\u2019s", " s")
ARABIC_ARTICLE = re.compile(r"^(?:al|el|ul)-")
PARTICLES = frozenset(
    ["de", "da", "di", "du", "la", "le", "van", "von", "der", "den", "bin", "ibn", "of", "the", "and"]
)
MIN_ACRONYM_LETTERS = 2
MIN_SPREAD_LETTERS = 3


def _known_forms() -> dict[str, list[tuple[list[str], EntityLabel]]]:
    forms: dict[str, list[tuple[list[str], EntityLabel]]] = defaultdict(list)
    for key, known in KNOWN_NAMES.items():
        if " " in key and known.label not in VALUES:
            words = key.split()
            forms[words[0]].append((words, known.label))
    return dict(forms)


KNOWN_FORMS: Final = _known_forms()


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name before it is joined with others; ``text`` is the restored copy's, with its case."""

    start_char: int
    end_char: int
    text: str
    label: EntityLabel

    @property
    def key(self) -> str:
        """What two equal names have in common."""
        return self.text.casefold()


def find_mentions(doc: Doc, text: str) -> tuple[Mention, ...]:
    """Return the entities of ``text``, in reading order and apart from each other; ``doc`` is its parsed copy."""
    dateline = dateline_agency(doc.text)
    voted = vote_labels(sorted(_model_names(doc, dateline), key=lambda name: name.start_char))
    names = [
        replace(name, text=capitalised(name.text))
        if name.label is EntityLabel.PERSON and text[name.start_char : name.end_char].islower()
        else name
        for name in spread_names(doc, voted, dateline)
    ]
    canonical = join_names(names)
    links = link_names(doc.text, [(name.start_char, name.end_char, canonical[name], name.label) for name in names])
    roles = {name: role for name in names if (role := _role(doc, name))}
    fields = _fields(doc, roles, canonical)
    found = []
    for name in names:
        link = links.get((canonical[name], name.label))
        found.append(
            Mention(
                start_char=name.start_char,
                end_char=name.end_char,
                text=text[name.start_char : name.end_char],
                label=name.label,
                canonical=link.canonical if link else canonical[name],
                ids=link.ids if link else (),
                role=_role_text(doc, roles[name]) if name in roles else None,
                field=fields.get(canonical[name]) if name.label is EntityLabel.PERSON else None,
            )
        )
    return tuple(found)


def _role(doc: Doc, name: Name) -> Span | None:
    if name.label is not EntityLabel.PERSON:
        return None
    words = doc.char_span(name.start_char, name.end_char, alignment_mode="expand")
    return find_role(doc, words.start, words.end) if words is not None else None


def _role_text(doc: Doc, role: Span) -> str:
    return " ".join(doc[slice(*role)].text.split())


def _fields(doc: Doc, roles: Mapping[Name, Span], canonical: Mapping[Name, str]) -> dict[str, Field]:
    """Return for each person the field that most of the roles name; on a tie, that which came first."""
    votes: dict[str, Counter[Field]] = defaultdict(Counter)
    for name, role in roles.items():
        if field := field_of(doc, role):
            votes[canonical[name]][field] += 1
    return {person: counts.most_common(1)[0][0] for person, counts in votes.items()}


def dateline_agency(text: str) -> Span:
    """Return where the dateline names the agency that files the story, an empty span where it does not.

    >>> dateline_agency("Port Ambry (Reuters) - The harbour"), dateline_agency("The harbour (north) - a small one")
    ((12, 19), (0, 0))
    """
    agency = DATELINE_AGENCY.match(text)
    return agency.span(1) if agency and agency.group(1).casefold() in AGENCIES else (0, 0)


def find_dateline_end(text: str) -> int:
    """Return where the story begins after "PLACE (Agency) -", 0 without such a dateline."""
    dateline = DATELINE_AGENCY.match(text)
    return dateline.end() if dateline and any(dateline_agency(text)) else 0


def _model_names(doc: Doc, dateline: Span) -> Iterator[Name]:
    """Yield the names of the document's model, trimmed; a text without capitals gives them those they have in print."""
    copy = doc.text  # spaCy builds it anew each time
    taken = bytearray(len(copy))
    for entity in doc.ents:
        taken[entity.start_char : entity.end_char] = b"\1" * (entity.end_char - entity.start_char)
    teams = find_teams(doc)
    for entity in doc.ents:
        label = KEPT_LABELS.get(entity.label_)  # the model's other labels are DROPPED_LABELS, checked when it loads
        start, end = trim_name(copy, entity.start_char, entity.end_char)
        if entity.start_char in teams:
            label = EntityLabel.ORG
        if label and start < end and not overlaps((start, end), dateline) and not _is_plain_word(entity, label):
            if label is EntityLabel.PERSON:
                start = _with_first_name(doc[entity.start], start, taken)
            written = " ".join(copy[start:end].split())
            text = capitalised(written) if written.islower() and label not in VALUES else written
            yield Name(start_char=start, end_char=end, text=text, label=label)


def _is_plain_word(entity: Words, label: EntityLabel) -> bool:
    """Say whether a "name" is one word that print does not capitalise and grammar takes for no name ("civil")."""
    word = entity[0]
    return (
        len(entity) == 1
        and word.is_lower
        and word.tag_ not in PROPER_NOUNS
        and label in NAMES_OF_THINGS
        and word.lower_ not in KNOWN_NAMES
    )


def capitalised(name: str) -> str:
    """Return a name of a text without capitals with those it has in print.

    >>> capitalised("anton van der bilek"), capitalised("Ada brook")
    ('Anton van der Bilek', 'Ada Brook')
    """
    return " ".join(
        word if word in PARTICLES or word != word.lower() else word[:1].upper() + word[1:] for word in name.split(" ")
    )


def trim_name(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the offsets without articles, possessives and marks around the name; the last full stop of "U.N." stays.

    >>> text = "the U.N.'s"
    >>> text[slice(*trim_name(text, 0, len(text)))]
    'U.N.'
    """
    before = -1, -1
    while before != (start, end):
        before = start, end
        piece = text[start:end]
        start += len(piece) - len(piece.lstrip(OUTER))
        stripped = text[start:end].rstrip(OUTER)
        if text[start + len(stripped) : end].startswith(".") and "." in stripped and " " not in stripped[-4:]:
            stripped += "."
        for possessive in POSSESSIVES:
            stripped = stripped.removesuffix(possessive)
        end = start + len(stripped)
        for article in ARTICLES:
            start += len(article) if text[start:end].lower().startswith(article) else 0
    return start, max(start, end)


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


def spread_names(doc: Doc, names: Sequence[Name], skipped: Span) -> list[Name]:
    """Return the names and those overlooked: such as stand elsewhere in this text, and known ones of several words."""
    copy = doc.text  # spaCy builds it anew each time
    forms = {first: list(known) for first, known in KNOWN_FORMS.items()}
    for name in {name.key: name for name in names if name.label not in VALUES}.values():
        words = [word.lower_ for word in doc.char_span(name.start_char, name.end_char, alignment_mode="expand") or ()]
        if len(name.text) >= MIN_SPREAD_LETTERS and words and any(char.isupper() for char in name.text):
            forms.setdefault(words[0], []).append((words, name.label))
    taken = bytearray(len(copy) + 1)
    for start, end in (skipped, *((name.start_char, name.end_char) for name in names)):
        taken[start:end] = b"\1" * (end - start)
    found = list(names)
    by_start = {name.start_char: name for name in names}
    for token in doc:
        for words, label in sorted(forms.get(token.lower_, ()), key=lambda form: -len(form[0])):
            part = by_start.get(token.idx)  # "de", where the text has "de Mistura" elsewhere
            if (taken[token.idx] and part is None) or not _stands_at(token, words):
                continue
            last = doc[token.i + len(words) - 1]
            start, end = trim_name(copy, token.idx, last.idx + len(last))
            free = part.end_char if part else start
            if start < end and free < end and not any(taken[free:end]):
                if part:
                    found.remove(part)
                    del by_start[part.start_char]
                if label is EntityLabel.PERSON:
                    start = _with_first_name(token, start, taken)
                taken[start:end] = b"\1" * (end - start)
                text = " ".join(copy[start:end].split())
                found.append(Name(start_char=start, end_char=end, text=text, label=label))
    return sorted(found, key=lambda name: name.start_char)


def _with_first_name(token: Token, start: int, taken: bytearray) -> int:
    """Return where the person's name begins if the word before is a first name: a capital, and unknown without it."""
    if not token.i or token.idx != start:
        return start
    before = token.nbor(-1)
    is_first_name = before.is_title and before.is_alpha and not token.vocab.has_vector(before.lower_)
    return before.idx if is_first_name and not taken[before.idx] else start


def _stands_at(token: Token, words: Sequence[str]) -> bool:
    """Say whether the words begin at the token, one of them with its capital."""
    here = token.doc[token.i : token.i + len(words)]
    return [word.lower_ for word in here] == words and not all(word.is_lower for word in here)


def join_names(names: Sequence[Name]) -> dict[Name, str]:
    """Return for each name the fullest name of the same entity in this article.

    A person's shorter name ("de Mistura") belongs to the latest fuller name before it that ends in the same words, or
    else to the first after it. An acronym belongs to the known name, or to the article's name with those initials.
    """
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for name in names:
        spellings[name.key][name.text] += 1
    usual = {key: _spelled(counts.most_common(1)[0][0]) for key, counts in spellings.items()}
    people = [name for name in names if name.label is EntityLabel.PERSON and " " in name.text]
    by_last_word: dict[str, list[Name]] = defaultdict(list)
    for name in people:
        by_last_word[_last_word(name)].append(name)
    by_initials = {
        initials(name.text): name.text for name in reversed(names) if name.label is EntityLabel.ORG and " " in name.text
    }
    return {name: _canonical(name, usual, by_last_word, by_initials) for name in names}


def _canonical(
    name: Name, usual: Mapping[str, str], people: Mapping[str, list[Name]], by_initials: Mapping[str, str]
) -> str:
    if name.label in VALUES:
        return name.text
    if name.label is EntityLabel.PERSON:
        ends = (f" {name.key}", f"-{name.key}")
        longer = [person for person in people.get(_last_word(name), ()) if person.key.endswith(ends)]
        before = [person for person in longer if person.start_char < name.start_char]
        chosen = before[-1] if before else longer[0] if longer else None
        return usual[chosen.key if chosen else name.key]
    known = KNOWN_NAMES.get(name.key)
    if known is not None:
        return known.canonical
    letters = name.text.replace(".", "")
    if name.label in ACRONYM_LABELS and letters.isupper() and len(letters) >= MIN_ACRONYM_LETTERS:
        return by_initials.get(letters, name.text)
    return usual[name.key]


def _last_word(name: Name) -> str:
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
