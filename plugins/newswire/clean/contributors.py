"""Who worked on a story: the names in bylines, sign-offs and photo credits, with their role and place."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from newswire.clean.characters import clean_line
from newswire.clean.rules import tidy
from newswire.records import Contributor, Furniture, FurnitureKind, Role

MAX_NAME_WORDS = 5
MAX_PLACE_CHARS = 60
MAX_CONTRIBUTORS = 30  # of one story; more names are a list of something else

_TABLE = tomllib.loads(Path(__file__).with_name("contributors.toml").read_text(encoding="utf-8"))
_ROLES = {word: Role(role) for role, words in _TABLE["roles"].items() for word in words}
_NOT_NAMES = frozenset(_TABLE["words"]["not_names"])
_TOWN_WORDS = frozenset(_TABLE["words"]["town"])


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_ROLE = rf"\b(?:{_any_of(_ROLES)})\b"
_EXTRA = rf"(?:\b(?:{_any_of(_TABLE['words']['extra'])}) )?"
_BY = rf"(?:{_any_of(_TABLE['words']['by'])})"
# "Additional reporting and writing by", "Editing by:", "Redaktion:", "version française".
_HEAD = re.compile(
    rf"{_EXTRA}(?P<roles>{_ROLE}(?:(?:, ?|/| ?,? ?(?:and|und|et|y|e|en) | ){_EXTRA}{_ROLE}){{0,4}})"
    rf"(?: en \w{{5,12}})?(?: ?: ?{_BY}\b| {_BY}\b ?:?| ?:|(?= (?-i:[^\W\d_a-z])))",
    re.IGNORECASE,
)
_ROLE_WORD = re.compile(_ROLE, re.IGNORECASE)
_END = re.compile(r"[;()\[\]<>]|(?<=[^\W\d_]{3})\. |\.$|\n| +\+?\d| - ")
_PARTS = re.compile(rf" ?[,&/] ?(?:and )?| (?:{_any_of(_TABLE['words']['and'])}) ", re.IGNORECASE)
_IN = re.compile(rf" (?:{_any_of(_TABLE['words']['in'])}) ", re.IGNORECASE)
_BY_WORD = re.compile(r"\W*(?:by|von|par|por|door|texte?|text) ", re.IGNORECASE)
# "Harbour News' Ada Brook"
_EMPLOYER = re.compile(r"^(?:[^\W\d_][\w.&-]* ){0,4}[^\W\d_][\w.&-]*'s? (?=[^\W\d_])")
_NAME_WORD = re.compile(r"[^\W\d_][\w.'\u2019-]*")
_SMALL = frozenset(
    ("al", "bin", "da", "de", "del", "della", "der", "di", "dos", "du", "el", "ibn", "la", "le", "ten", "ter", "van",
     "von")
)  # fmt: skip
_CONTRIBUTED = re.compile(r"(?P<names>.{3,300}?),?(?: also)? contributed\b", re.IGNORECASE)
_WRITERS = re.compile(
    r"\W*(?:[\w.]+ ){0,4}?(?:staff |news )?(?:writers?|reporters?|correspondents?|journalists?) ", re.IGNORECASE
)
# "-- Tim Vale, Lake City Newsroom +1 555 0100": without a mark between them a name is not told from a place.
_AT_DESK = re.compile(
    r"[\W_]*(?P<name>[^\d,;()-]{3,60}?) ?[,;-]{1,2} ?(?P<place>(?:[^\W\d_][\w.'&-]* ){0,6}?)"
    r"(?:news ?room|(?:news ?)?desk|bureau)\b[^\w]{0,5}(?:tel|phone|\d)",
    re.IGNORECASE,
)
_BEFORE_PHONE = re.compile(r"[\W_]*(?P<name>[^\d,;()-]{3,60}?),? [+(]{0,2}\d[\d ()+./-]{6,}[\W_]*$")
_CREDIT = re.compile(
    r"(?:^|\W)(?:AP Photo|REUTERS|AFP|EPA|Getty Images|PA|HARBOUR|[A-Z]{2,8}) ?/ ?(?P<name>[^()/,;.]{3,60})"
)
_PHOTO_BY = re.compile(
    r"^\W*(?:handout )?(?:photo|picture|image|foto)(?: credit| by)? ?:? (?:by )?(?P<name>[^()/,;:]{3,60})\W*$", re.I
)


def find_contributors(furniture: Iterable[Furniture], byline: str | None = None) -> tuple[Contributor, ...]:
    """Return who is named, in reading order and once for each role; ``byline`` is the document's own.

    Names are as written, also where that is lower case. A desk ("Bengaluru newsroom") is nobody.
    """
    found: list[Contributor] = []
    pieces = list(furniture)
    if byline and not any(piece.kind is FurnitureKind.BYLINE for piece in pieces):
        found += read_people(_BY_WORD.sub("", tidy(clean_line(byline, Counter())), count=1), Role.REPORTER)
    for piece in pieces:
        text = tidy(clean_line(piece.text, Counter()))
        if piece.kind is FurnitureKind.BYLINE:
            found += read_people(_BY_WORD.sub("", text, count=1), Role.REPORTER)
        elif piece.kind is FurnitureKind.SIGN_OFF:
            found += read_sign_off(text)
        elif piece.kind is FurnitureKind.CAPTION:
            for credit in (_CREDIT.search(text), _PHOTO_BY.search(text)):
                found += read_people(credit["name"], Role.PHOTOGRAPHER) if credit else ()
    known: dict[tuple[str, Role], Contributor] = {}
    for one in found:
        same = known.setdefault((one.name, one.role), one)
        if same.place is None and one.place:  # a sign-off says where, a byline does not
            known[one.name, one.role] = one
    return tuple(known.values())[:MAX_CONTRIBUTORS]


def read_sign_off(text: str) -> Iterator[Contributor]:
    """Yield the people of a tidy sign-off.

    >>> [(c.name, c.role.value, c.place) for c in read_sign_off("(Reporting by Ada Brook in Oslo; Editing by Jo Reed)")]
    [('Ada Brook', 'reporter', 'Oslo'), ('Jo Reed', 'editor', None)]
    >>> [(c.name, c.place) for c in read_sign_off("-- Tim Vale, Lake City Newsroom +1 555 0100")]
    [('Tim Vale', 'Lake City')]
    """
    if said := _CONTRIBUTED.match(text):
        yield from read_people(_WRITERS.sub("", said["names"], count=1), Role.REPORTER)
        return
    heads = list(_HEAD.finditer(text))
    if not heads and (said := _AT_DESK.match(text) or _BEFORE_PHONE.match(text)):
        name, place = said["name"], said.groupdict().get("place") or ""
        where = " ".join(word for word in place.split() if word.lower() not in _NOT_NAMES) or None
        if is_name(name) and name.split()[0].lower() not in _TOWN_WORDS:
            yield Contributor(name=name, role=Role.REPORTER, place=where)
        return
    for number, head in enumerate(heads):
        names = text[head.end() : heads[number + 1].start() if number + 1 < len(heads) else len(text)]
        for word in _ROLE_WORD.findall(head["roles"]):
            yield from read_people(names, _ROLES[word.lower()])


def read_people(text: str, role: Role) -> Iterator[Contributor]:
    """Yield the people of a list such as "Ada Brook, Tim Vale in Oslo and Jo Reed"; a place holds for those before."""
    waiting: list[str] = []
    for part in _PARTS.split(_END.split(text.strip(" .,;:-"), maxsplit=1)[0]):
        name, *place = _IN.split(_EMPLOYER.sub("", part.strip(" .")), maxsplit=1)
        if is_name(name):
            waiting.append(name)
            if place:
                where = place[0][:MAX_PLACE_CHARS].strip(" .,") or None
                yield from (Contributor(name=one, role=role, place=where) for one in waiting)
                waiting = []
    yield from (Contributor(name=one, role=role) for one in waiting)


def is_name(text: str) -> bool:
    """Return whether this is a person's name by its shape: two to five words, all with a capital or all without."""
    words = text.split()
    return (
        1 < len(words) <= MAX_NAME_WORDS
        and all(_NAME_WORD.fullmatch(word) for word in words)
        and not _NOT_NAMES.intersection(word.lower() for word in words)
        and (text.islower() or all(word[0].isupper() or word.lower() in _SMALL or "-" in word for word in words))
    )
