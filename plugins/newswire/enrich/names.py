"""Entities: the model's names, mended, joined within the article under one canonical name, with one label each.

What a name stands for beyond its article is decided in ``links``, what a person is in ``roles``, which names of a
match report are teams in ``sports``.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from spacy.tokens import Doc
from spacy.tokens import Span as Words

from newswire.enrich.acronyms import defined_names
from newswire.enrich.datelines import dateline_agency, dateline_places
from newswire.enrich.joins import join_names
from newswire.enrich.kinds import settle_kinds
from newswire.enrich.links import link_names
from newswire.enrich.name_spans import VALUES, Name, mend_names, name_at, trim_name
from newswire.enrich.places import Gazetteer, fold, load_gazetteer
from newswire.enrich.recase import RECASED, Caser, as_told
from newswire.enrich.results import read_results
from newswire.enrich.roles import field_of, find_role
from newswire.enrich.spans import Span, covered, overlaps
from newswire.enrich.sports import TEAM_SPORTS, find_contests, is_about_sport
from newswire.enrich.spread import Tokens, first_name_start, read_tokens, spread_names
from newswire.enrich.tables import KNOWN_NAMES
from newswire.enrich.teams import beaten_teams, find_clubs, label_teams
from newswire.records import EntityLabel, Field, Mention

KEPT_LABELS: Final[Mapping[str, EntityLabel]] = {label.value: label for label in EntityLabel}
NAMES_OF_THINGS: Final = frozenset(
    {EntityLabel.ORG, EntityLabel.EVENT, EntityLabel.FAC, EntityLabel.LAW, EntityLabel.PRODUCT, EntityLabel.WORK_OF_ART}
)
PROPER_NOUNS: Final = frozenset({"NNP", "NNPS", ""})  # without a tagger no word has a tag


def find_mentions(doc: Doc, text: str) -> tuple[Mention, ...]:
    """Return the entities of ``text``, in reading order and apart from each other; ``doc`` is its parsed copy."""
    copy = doc.user_data[RECASED].copy
    names = _find_names(doc, copy, text)
    canonical = join_names(copy, names)
    links = link_names(copy, [(name.start_char, name.end_char, canonical[name], name.label) for name in names])
    roles = {name: role for name in names if (role := _role(doc, name))}
    fields = _fields(doc, roles, canonical)
    told = as_told(text, copy, [(name.start_char, name.end_char) for name in names])
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
                role=_role_text(doc, told, roles[name]) if name in roles else None,
                field=fields.get(canonical[name]) if name.label is EntityLabel.PERSON else None,
            )
        )
    return tuple(found)


def _find_names(doc: Doc, copy: str, text: str) -> list[Name]:
    """Return the names of the text in reading order, each with its label and its case as in print."""
    gazetteer, tokens, caser = load_gazetteer(), read_tokens(doc), doc.user_data[RECASED].caser
    dateline = dateline_agency(copy)
    is_unknown = partial(_is_unknown, doc)
    given = list(_model_names(doc, copy, tokens, dateline, is_unknown))
    has_case = not text.islower()
    names = mend_names(copy, given, gazetteer, has_case=has_case)
    names = _replaced(names, defined_names(copy, names))
    filed_at = _dateline_names(copy, names, gazetteer)
    names = settle_kinds(copy, _replaced(names, filed_at), {name.key for name in filed_at})
    words = set(tokens.lowers)
    has_sport, has_teams = is_about_sport(copy, words), not TEAM_SPORTS.isdisjoint(words)
    if has_sport:
        names = find_clubs(copy, _replaced(names, find_contests(copy, names)))
        names = read_results(copy, names, has_teams=has_teams)
        names = _replaced(names, beaten_teams(copy, names)) if has_teams else names
    names = [_in_print(name, text, caser) for name in names]
    names = spread_names(copy, tokens, names, dateline, is_unknown, has_case=has_case)
    if has_sport:
        names = label_teams(copy, names, {name.start_char for name in filed_at})
    return [_in_print(name, text, caser) for name in names]


def _in_print(name: Name, text: str, caser: Caser) -> Name:
    """Return the name with the capitals that it has in print where the text has none."""
    if name.label in VALUES or not text[name.start_char : name.end_char].islower():
        return name
    return replace(name, text=caser.spell_name(name.text, is_person=name.label is EntityLabel.PERSON))


def _replaced(names: Sequence[Name], better: Sequence[Name]) -> list[Name]:
    """Return the better names and those names that none of them overlaps, in reading order."""
    spans = [(name.start_char, name.end_char) for name in better]
    kept = [name for name in names if not any(overlaps((name.start_char, name.end_char), span) for span in spans)]
    return sorted([*kept, *better], key=lambda name: name.start_char)


def _dateline_names(copy: str, names: Sequence[Name], gazetteer: Gazetteer) -> list[Name]:
    """Return the places of the dateline; a word before a date that no one takes for a name is none."""
    return [
        name_at(copy, start, end, EntityLabel.GPE)
        for start, end in dateline_places(copy)
        if fold(copy[start:end]) in gazetteer.places
        or copy[start:end].casefold() in KNOWN_NAMES
        or any(overlaps((start, end), (name.start_char, name.end_char)) for name in names)
    ]


def _role(doc: Doc, name: Name) -> Span | None:
    if name.label is not EntityLabel.PERSON:
        return None
    words = doc.char_span(name.start_char, name.end_char, alignment_mode="expand")
    return find_role(doc, words.start, words.end) if words is not None else None


def _role_text(doc: Doc, told: str, role: Span) -> str:
    words = doc[slice(*role)]
    return " ".join(told[words.start_char : words.end_char].split())


def _fields(doc: Doc, roles: Mapping[Name, Span], canonical: Mapping[Name, str]) -> dict[str, Field]:
    """Return for each person the field that most of the roles name; on a tie, that which came first."""
    votes: dict[str, Counter[Field]] = defaultdict(Counter)
    for name, role in roles.items():
        if field := field_of(doc, role):
            votes[canonical[name]][field] += 1
    return {person: counts.most_common(1)[0][0] for person, counts in votes.items()}


def _model_names(
    doc: Doc, copy: str, tokens: Tokens, dateline: Span, is_unknown: Callable[[str], bool]
) -> Iterator[Name]:
    """Yield the names of the document's model that are names, in reading order."""
    taken = covered(copy, ((entity.start_char, entity.end_char) for entity in doc.ents))
    for entity in doc.ents:
        label = KEPT_LABELS.get(entity.label_)  # the model's other labels are DROPPED_LABELS, checked when it loads
        start, end = trim_name(copy, entity.start_char, entity.end_char)
        if label and start < end and not overlaps((start, end), dateline) and not _is_plain_word(entity, label):
            if label is EntityLabel.PERSON and start == entity.start_char:
                start = first_name_start(tokens, entity.start, taken, is_unknown)
            yield name_at(copy, start, end, label)


def _is_unknown(doc: Doc, word: str) -> bool:
    return not doc.vocab.has_vector(word)


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
