"""Takes: a long story comes in parts, each a transmission of its own, in whatever order the lines brought them.

Which take a text is stands in its slug ("MAYOR-VOTE 2"), in its take key ("2ndtake", "take 2", "1st add", "=2"), or
shows in "(more)" at its end, which opens a story. All takes share the slug without that, so it gives them one guid.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from newswire.errors import RejectedError
from newswire.keys import bounded_key
from newswire.records import ParsedItem, PubStatus, Signal

T = TypeVar("T")

# A desk's day ends when its night shift does: takes of one evening's story belong together.
DAY_BEGINS = timedelta(hours=4)
MAX_TAKES = 19  # a larger number behind a slug is a year, a score or a date
MAX_KEY_CHARS = 200  # of a slug or take key
END_LINES = 3  # a sign-off may stand below "(more)"
NUMBERS = {
    word: number
    for number, words in enumerate(
        [
            "one first", "two second", "three third", "four fourth", "five fifth", "six sixth", "seven seventh",
            "eight eighth", "nine ninth", "ten tenth",
        ],
        start=1,
    )
    for word in words.split()
}  # fmt: skip
_NUMBER = r"(?:\d{1,2}(?:st|nd|rd|th)?|" + "|".join(NUMBERS) + ")"
_TAKE_WORDS = re.compile(
    rf"(?<![^\W_])(?:(?P<total>{_NUMBER})[ -]?(?:takes|tks)"
    rf"|(?P<before>{_NUMBER})[ -]?(?:take|tk)"
    rf"|(?:take|tk|take no\.?)[ -]?(?P<behind>{_NUMBER})(?:[ -]?(?:of|/)[ -]?{_NUMBER})?"
    rf"|(?P<add>{_NUMBER})[ -]add|add[ -]?(?P<added>\d{{1,2}}))(?![^\W_])",
    re.I,
)
_BARE = re.compile(r"[=-]{0,2} ?(?P<number>\d{1,2}) ?-{0,2}")  # a take key that is a number: "=2", "-2-"
_NUMBERED_SLUG = re.compile(r"(?P<slug>[^\W\d_][^\s,]*[-/][^\s,]*[^\W\d_]),? {1,3}-?(?P<number>\d{1,2})-?")
_BUDGET = re.compile(r"[\s,-]+(?:bjt|budget)\Z", re.I)
_MORE_WORDS = r"more(?: follows| to (?:come|follow))?|mf|mehr folgt|folgt|suite|à suivre|a suivre|segue|sigue"
_MORE_LINE = re.compile(rf"[-(\[=\u2013\u2014 ]{{0,4}}(?:{_MORE_WORDS})[-)\]=.\u2013\u2014 ]{{0,4}}", re.I)
_MORE_CLOSING = re.compile(rf"\s*(?:\((?:{_MORE_WORDS})\)|-{{1,2}}(?:{_MORE_WORDS})-{{1,2}})\s*\Z", re.I)
_SENTENCE_END = re.compile(r"""[.!?:]["'\u201d\u2019)]{0,2}\Z""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """Which take a text is, None for none, and the slug that it shares with the others."""

    slug: str
    number: int | None


def read_each(transmissions: Sequence[str], read: Callable[[str], ParsedItem]) -> list[ParsedItem]:
    """Return the items of a file of transmissions, with a note for those that can't be read.

    Raises the first RejectedError where none can be.
    """
    items: list[ParsedItem] = []
    refused: list[RejectedError] = []
    for transmission in transmissions:
        try:
            items.append(read(transmission))
        except RejectedError as error:
            refused.append(error)
    if not items:
        raise refused[0]
    if refused:
        note = f"{len(refused)} transmissions of the file not read, the first: {refused[0]}"
        items[0] = replace(items[0], notes=(*items[0].notes, note))
    return items


def find_take(slugline: str, keys: Sequence[str], body: str) -> Take:
    r"""Return which take a text is, by its slug, its take keys and its end.

    >>> find_take("MAYOR-VOTE 2", [], "The count went on.")
    Take(slug='MAYOR-VOTE', number=2)
    >>> find_take("Mayor-Vote", ["1st add"], "The count went on.").number
    2
    >>> find_take("Mayor-Vote", [], "The count began.\n\n(more)").number
    1
    >>> find_take("Mayor-Vote", [], "The count is over.").number is None
    True
    """
    slug, numbers = slugline[:MAX_KEY_CHARS].strip(), [_stated_number(key[:MAX_KEY_CHARS]) for key in keys]
    if numbered := _NUMBERED_SLUG.fullmatch(slug):
        slug = numbered["slug"]
        numbers.append(int(numbered["number"]))
    elif words := _TAKE_WORDS.search(slug):
        numbers.append(_stated_number(slug))
        slug = slug[: words.start()]
    stated = [number for number in numbers if number is not None and 0 < number <= MAX_TAKES]
    opening = 1 if is_continued(body) else None
    return Take(slug=_BUDGET.sub("", slug.strip(" ,;-(=/")), number=max(stated, default=opening))


def is_take_key(line: str) -> bool:
    """Return whether a line says which take this is, and nothing else."""
    bare = line.strip(" =()-")
    return bool(_TAKE_WORDS.fullmatch(bare) or (_BARE.fullmatch(line.strip()) and bare != line.strip()))


def _stated_number(text: str) -> int | None:
    """Return the number that a take key states; "2 takes" says that this is the first of two."""
    if bare := _BARE.fullmatch(text.strip()):
        return int(bare["number"])
    numbers = []
    for found in _TAKE_WORDS.finditer(text):
        if found["total"]:
            numbers.append(1)
        elif added := found["add"] or found["added"]:
            numbers.append(_value(added) + 1)
        else:
            numbers.append(_value(found["before"] or found["behind"]))
    return max(numbers, default=None)


def _value(number: str) -> int:
    digits = re.match(r"\d+", number)
    return int(digits[0]) if digits else NUMBERS[number.lower()]


def is_continued(body: str) -> bool:
    """Return whether a text says at its end that another take follows."""
    lines = [line.strip() for line in body[-400:].splitlines() if line.strip()]
    return any(_MORE_LINE.fullmatch(line) for line in lines[-END_LINES:]) or bool(
        lines and _MORE_CLOSING.search(lines[-1])
    )


def as_take(
    item: ParsedItem, *, wire: str, keys: Sequence[str], at: datetime | None, timezone: str = "UTC"
) -> ParsedItem:
    """Return the item with its take number, and the guid of its story where it is a take.

    ``wire`` is the service that sends all takes of a story, ``at`` when it was sent or received. An item without a slug
    belongs to no story in takes; one that says nothing of takes may prove to be a first one (``take_of``).
    """
    take = find_take(item.slugline or "", keys, item.body)
    slug = "-".join(re.findall(r"[^\W_]+", take.slug.casefold()))
    if not slug:
        return item
    day = (at.astimezone(ZoneInfo(timezone)) - DAY_BEGINS).strftime("%Y%m%d") if at else "undated"
    series = bounded_key(f"{item.source_format.value}:{wire}:{day}:{slug}")
    if take.number is None:
        return replace(item, take_of=series)
    headline, body = item.headline, item.body
    if take.number > 1 and headline and _SENTENCE_END.search(headline):
        # A later take has no headline: what stands there is its first paragraph.
        body = body if body.startswith(headline) else f"{headline}\n\n{body}"
        headline = None
    return replace(
        item,
        guid=series,
        headline=headline,
        slugline=take.slug,
        body=body,
        take_of=series,
        take_number=take.number,
    )


def stitch(takes: Sequence[ParsedItem], others: Sequence[ParsedItem] = ()) -> tuple[ParsedItem, ParsedItem | None]:
    """Return the story that these takes make, and the one of ``others`` that is its unmarked first take.

    ``takes`` has at least one. ``others`` are the texts under the same slug that say nothing of takes: the earliest
    opens the story if no take says that it does, and a kill among them hides it. The result depends on what is known,
    not on the order: of several texts of one take the latest counts, and with each that is known the version grows.
    """
    best: dict[int, ParsedItem] = {}
    for take in sorted(takes, key=_age):
        best[take.take_number or 1] = take
    kills = [other for other in others if Signal.KILL in other.signals]
    openers = [other for other in others if other.body and not other.signals]
    first = min(openers, key=_age) if openers and 1 not in best else None
    if first:
        best[1] = first
    numbers = sorted(best)
    parts = [best[number] for number in numbers]
    missing = [str(number) for number in range(1, numbers[-1]) if number not in best]
    members = (*parts, *kills)
    counts = [part.word_count for part in parts if part.word_count is not None]
    story = replace(
        parts[0],
        guid=takes[0].guid,
        version=len(takes) + len(others),
        pubstatus=max((member.pubstatus for member in members), key=list(PubStatus).index),
        signals=_union(member.signals for member in members),
        embargoed_until=max((part.embargoed_until for part in parts if part.embargoed_until), default=None),
        updated_at=max((at for part in parts if (at := part.updated_at or part.published_at)), default=None),
        headline=next((part.headline for part in parts if part.headline), None),
        byline=next((part.byline for part in parts if part.byline), None),
        subjects=_union(part.subjects for part in parts),
        places=_union(part.places for part in parts),
        genres=_union(part.genres for part in parts),
        keywords=_union(part.keywords for part in parts),
        associations=_union(part.associations for part in parts),
        edition_note=" ".join(_union((part.edition_note,) for part in parts if part.edition_note)) or None,
        word_count=sum(counts) if len(counts) == len(parts) else None,
        notes=(
            *_union(part.notes for part in parts),
            *((f"takes missing: {', '.join(missing)}",) if missing else ()),
        ),
        body="\n\n".join(text for part in parts if (text := _inner_text(part, parts[0]))),
        take_of=None,
        take_number=None,
        take_count=len(parts),
    )
    return story, first


def _inner_text(part: ParsedItem, opening: ParsedItem) -> str:
    """Return a take's text without what only links it to the others: slug or headline once more, and "(more)"."""
    lines = part.body.rstrip().split("\n")
    for number in range(len(lines) - 1, max(-1, len(lines) - 1 - 2 * END_LINES), -1):
        if _MORE_LINE.fullmatch(lines[number].strip()):
            del lines[number]
            break
    body = _MORE_CLOSING.sub("", "\n".join(lines)).strip()
    if part is opening:
        return body
    repeated = {_folded(text) for text in (opening.headline, opening.slugline, part.headline) if text}
    head, _, rest = body.partition("\n")
    take = find_take(head, [], "") if len(head) <= 100 else None
    is_link = _folded(head) in repeated or is_take_key(head) or (take and _folded(take.slug) in repeated)
    return rest.strip() if is_link else body


def _folded(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def _age(item: ParsedItem) -> tuple[bool, float, int, str, str]:
    """Return what orders texts by time whatever order they came in; without times the words decide."""
    at = item.updated_at or item.published_at
    return at is not None, at.timestamp() if at else 0.0, item.version, item.body, item.guid


def _union(groups: Iterable[Sequence[T]]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(one for group in groups for one in group))
