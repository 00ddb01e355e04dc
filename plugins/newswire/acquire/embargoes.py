"""Embargoes in prose: "EMBARGOED UNTIL 0001 GMT, MONDAY DEC 15", "Sperrfrist: 14. Dezember, 10.00 Uhr".

A notice is known by how it begins, so that "oil embargo until spring" is none. What it does not say (the year, the
zone, the day) is that of the item. One whose time can't be read keeps the text back until a person has looked at it.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from newswire.acquire.clock_words import NEAR_DAYS, TIME_NAMES, WEEKDAYS, Moment, find_moment
from newswire.acquire.signals import held_back
from newswire.acquire.written_dates import MONTH_NUMBERS
from newswire.records import ParsedItem, SourceFormat

# What is published already: a page or feed that quotes an embargo is not under it.
PUBLISHED = frozenset(
    {SourceFormat.HTML, SourceFormat.RSS, SourceFormat.ATOM, SourceFormat.JSON_FEED, SourceFormat.SITEMAP}
)
HEAD_LINES = 8
NOTICE_CHARS = 300  # a longer line is the story
WINDOW_CHARS = 160  # behind the words of the notice: its time
MAX_NOTE_CHARS = 4000

_UNTIL = r"(?:until|till|til|to|before|bis|jusqu\W{0,2}(?:au|a)|avant|au|hasta|fino|ate|tot|prima|antes)\b"
_WHEN = "|".join(sorted({*WEEKDAYS, *MONTH_NUMBERS, *TIME_NAMES, *NEAR_DAYS}, key=len, reverse=True))
# The words of a notice, without accents: how it begins, in the languages of the large wires.
_NOTICE = re.compile(
    rf"(?P<weak>embargo(?:ed)?(?: notice| time)?)(?=\W{{0,4}}(?:{_UNTIL}|for\b|not\b|\d|$|(?:{_WHEN})\b))"
    r"|(?P<loose>embargo(?=\s?[:\-\u2013\u2014.!)\]*])|embargoed\b)"
    r"|hold (?:for|until) release\b|hold (?:until|till)\b"
    rf"|for release\W{{1,3}}(?:(?:until|before|at|after|on|in)\b|(?=\d|(?:{_WHEN})\b))"
    r"|not (?:for|to be) (?:release|publi(?:cation|sh)|use|broadcast)(?:d|ed)?"
    r"(?: or (?:publication|broadcast|use))? (?:until|before|till)\b"
    r"|do not (?:publish|use|release|broadcast)(?: or (?:publish|use|release|broadcast))? (?:until|before|till)\b"
    r"|sperrfrist\b|gesperrt bis\b|frei(?:gegeben)? ab\b|nicht (?:veroffentlichen )?vor\b"
    r"|sous embargo\b|a ne pas (?:publier|diffuser) avant\b"
    r"|bajo embargo\b|embargad[oa]\b|no (?:publicar|difundir) (?:antes|hasta)\b"
    r"|(?:sotto embargo|sob embargo|onder embargo)\b|niet publiceren voor\b",
    re.I,
)
# Words before it in the same clause: "STRICTLY", "Eds:", "ATTENTION EDITORS -", "This story is".
_POLITE = {
    *[
        "eds",
        "editor",
        "editors",
        "attn",
        "attention",
        "note",
        "notes",
        "nb",
        "to",
        "redaktion",
        "redaktionen",
        "hinweis",
    ],
    *[
        "achtung",
        "strictly",
        "strict",
        "under",
        "this",
        "story",
        "item",
        "report",
        "text",
        "release",
        "copy",
        "is",
        "are",
    ],
    *[
        "was",
        "the",
        "following",
        "advance",
        "adv",
        "moved",
        "all",
        "content",
        "contents",
        "information",
        "news",
        "media",
    ],
    *["press", "material", "please", "kindly", "we"],
}
_CLAUSE = re.compile(r"[.;!\n]\s+|\s[-\u2013\u2014]{1,2}\s|[(\[]|\n")
# Ends of a notice: a blank line, or a full stop behind a whole word ("Dec." and "a.m." are none).
_NOTICE_END = re.compile(r"\n\s*\n|(?<![Ss][Ee][Pp][Tt])(?<=[A-Za-z]{4}|\d{4})[.!]\s+(?=[A-Z])")
_LIFTED = re.compile(
    r"\W{0,3}(?:(?:is|has|was|been|now|wurde|ist|est|a|ete)\W+){0,3}"
    r"(?:lifted|expired|passed|over|ended|removed|cancell?ed|none|aufgehoben|abgelaufen|leve|expire|levantado|n/a|nil)\b",
    re.I,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Embargo:
    """An embargo that a text states; ``until`` is None where its time can't be read."""

    until: datetime | None
    notice: str


def find_embargo(text: str, *, at: datetime | None, timezone: str, is_note: bool = True) -> Embargo | None:
    """Return the embargo that a text states, None where it states none.

    A note to editors is about the item, so that "Embargoed" alone is enough there; a headline or a first line may be
    news of an embargo, and needs words that say when. ``at`` is the item's own time, which gives the year or the day
    that the note leaves out, ``timezone`` its source's.

    >>> sent = datetime(2025, 12, 14, 9, tzinfo=UTC)
    >>> find_embargo("EMBARGOED UNTIL 0001 GMT, MONDAY DEC 15", at=sent, timezone="UTC").until.isoformat()
    '2025-12-15T00:01:00+00:00'
    >>> find_embargo("The EU tightens its oil embargo until Dec. 15", at=sent, timezone="UTC") is None
    True
    """
    plain = _without_accents(text[:MAX_NOTE_CHARS])
    found: list[Embargo] = []
    for notice in _notices(plain, is_note):
        window = _NOTICE_END.split(plain[notice.end() : notice.end() + WINDOW_CHARS], maxsplit=1)[0]
        if _LIFTED.match(window):
            continue
        moment = find_moment(window)
        if moment is None and not is_note and _is_news(notice, window):
            continue
        said = " ".join(plain[notice.start() : notice.end() + len(window)].split())[:120]
        found.append(Embargo(until=_instant(moment, at, timezone), notice=said))
    unread = [embargo for embargo in found if embargo.until is None]
    timed = [embargo for embargo in found if embargo.until is not None]
    # A heading "EMBARGOED" and a line below that says until when are one notice.
    if timed:
        return max(timed, key=lambda embargo: embargo.until or datetime.min.replace(tzinfo=UTC))
    return unread[0] if unread else None


def is_notice(line: str) -> bool:
    """Return whether a line is a notice of an embargo."""
    return len(line) <= NOTICE_CHARS and bool(_notices(_without_accents(line), False))


def _notices(plain: str, is_note: bool) -> list[re.Match[str]]:
    """Return the notices: those that begin a clause, whatever polite words stand before them."""
    kept = []
    for found in _NOTICE.finditer(plain):
        before = plain[max(0, found.start() - 80) : found.start()]
        words = re.findall(r"\w+", _CLAUSE.split(before)[-1].lower())
        if not before[-1:].isalnum() and _POLITE.issuperset(words) and (is_note or not found["loose"]):
            kept.append(found)
    return kept


def _is_news(notice: re.Match[str], window: str) -> bool:
    """Return whether "embargo" goes on as a sentence does ("Embargo to hit oil exports")."""
    return (
        bool(notice["weak"])
        and re.match(r"\W{0,4}(?:to|for|not|a|ate|tot|prima|antes|before)\b", window, re.I) is not None
    )


def _instant(moment: Moment | None, at: datetime | None, timezone: str) -> datetime | None:
    return moment.instant(at, timezone) if moment else None


def with_embargo(
    item: ParsedItem, *, timezone: str, received_at: datetime | None = None, notes: Sequence[str] = ()
) -> ParsedItem:
    """Return the item with the embargo that its notes, ``notes`` beside it or the first lines of its body state.

    The later of this and the embargo that its format states counts. One that can't be read makes the item withheld.
    """
    if item.source_format in PUBLISHED:
        return item
    at = item.updated_at or item.published_at or received_at
    head = "\n".join(_head_lines(item.body))
    prose = [*notes, item.edition_note, item.usage_terms]
    texts = [*((note, True) for note in prose), (item.headline, False), (head, False)]
    stated = [
        found
        for text, is_note in texts
        if text and (found := find_embargo(text, at=at, timezone=timezone, is_note=is_note))
    ]
    if not stated:
        return item
    times = [found.until for found in stated if found.until]
    if times:
        return replace(item, embargoed_until=max((*times, item.embargoed_until or times[0])))
    if item.embargoed_until:
        return item
    return replace(
        item,
        pubstatus=held_back(item.pubstatus, is_embargoed=True, until=None),
        notes=(*item.notes, f"embargo without a time that can be read: {stated[0].notice!r}"),
    )


def _head_lines(body: str) -> list[str]:
    """Return the first lines of a body that are notices."""
    lines = [line.strip() for line in body[: 2 * HEAD_LINES * NOTICE_CHARS].split("\n") if line.strip()]
    return [line for line in lines[:HEAD_LINES] if is_notice(line)]


def _without_accents(text: str) -> str:
    """Return the text without accents, so that one spelling of a month or word is enough."""
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
