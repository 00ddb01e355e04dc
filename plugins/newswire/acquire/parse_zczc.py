r"""Desk transmissions between ZCZC and NNNN, the start and end of a telex message (ITU-T F.31), as agencies still send.

Lines behind the start may each begin with a mark that says what they are: # slugline, $ category or headline, : keyword
or what goes on with the slugline, = take key, ^ headline, + or * subject code, ~ genre, @ place, % and & service.
"""

import hashlib
import re
from datetime import datetime

from newswire.acquire.charset import decode
from newswire.acquire.markup import plain_text
from newswire.acquire.places import place
from newswire.acquire.takes import as_take, find_take, read_each
from newswire.errors import Reason, RejectedError
from newswire.records import ParsedItem, PlaceRole, SourceFormat, Subject

START = re.compile(r"\s{0,40}ZCZC[ \t]{0,10}(?P<channel>[^\r\n]{0,80})")
NEXT = re.compile(r"^(?=[ \t]{0,40}ZCZC\b)", re.M)
END = re.compile(r"^[ \t]*NNNN\b", re.M)
MARKED = re.compile(r"(?P<mark>[#$:=^+*~@%&])(?P<said>.*)")
SUBJECT = re.compile(r"[01]\d{7}")  # an IPTC subject code
TOPIC = re.compile(r"[A-Z][A-Z ]{2,20} : (?P<headline>\S.{0,200})")
ROUTING = re.compile(r"[A-Z]{1,4}(?: [A-Z]{1,4}){0,5}")  # of a desk's computer, before the first words
FUNCTIONS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
CATEGORY_CHARS = 2  # a longer line behind $ is a headline
HEADLINE_CHARS = 160


def is_zczc(head: str) -> bool:
    """Return whether a text begins as such a transmission."""
    return START.match(head) is not None


def parse_zczc(data: bytes, timezone: str = "UTC", received_at: datetime | None = None) -> list[ParsedItem]:
    """Return the items of a file of transmissions. Raises RejectedError(NOT_PARSABLE or EMPTY_BODY) where none is one.

    Such a transmission has no time of its own: ``received_at`` gives the day that keeps two stories of one slug apart.
    """
    text, notes = decode(data)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    pieces = [piece for piece in NEXT.split(text) if piece.strip()]
    return read_each(pieces, lambda one: _parse_transmission(one, notes, timezone, received_at))


def _parse_transmission(text: str, notes: tuple[str, ...], timezone: str, received_at: datetime | None) -> ParsedItem:
    if (start := START.match(text)) is None:
        raise RejectedError(Reason.NOT_PARSABLE, "no ZCZC at the start")
    rest = text[start.end() :].lstrip("\n")
    end = END.search(rest)
    lines = [FUNCTIONS.sub("", line) for line in rest[: end.start() if end else None].split("\n")]
    said, lines = _cut_marked(lines)
    if lines and ROUTING.fullmatch(lines[0].strip()):
        lines = lines[1:]
    body = plain_text("\n".join(lines))
    if not body:
        raise RejectedError(Reason.EMPTY_BODY, "a transmission without a text")
    words = hashlib.sha256(" ".join(body.split()).encode("utf-8", "replace")).hexdigest()[:16]
    channel = "-".join(start["channel"].lower().split()) or "wire"
    categories = [code for mark in "$%" for code in said.get(mark, []) if len(code) <= CATEGORY_CHARS]
    codes = [code for mark in "+*" for code in said.get(mark, []) if SUBJECT.fullmatch(code)]
    headline, slugline = _headline(said, lines), _slugline(said, lines)
    note = _first(said, "=") or (_first(said, ":") if "#" in said else None)
    item = ParsedItem(
        source_format=SourceFormat.ZCZC,
        guid=f"zczc:{channel}:{words}",
        version=1,
        headline=headline,
        slugline=slugline,
        subjects=(
            *(Subject(scheme="a1312cat", code=code.lower()) for code in dict.fromkeys(categories)),
            *(Subject(scheme="subj", code=code) for code in dict.fromkeys(codes)),
        ),
        located=_first(said, "@"),
        places=tuple(dict.fromkeys(found for name in said.get("@", []) for found in place(PlaceRole.ORIGIN, name))),
        genres=tuple(dict.fromkeys(said.get("~", []))),
        edition_note=note,
        body=body,
        notes=notes if end else (*notes, "no NNNN at the end: the transmission may be torn"),
    )
    return as_take(item, wire=channel, keys=said.get("=", []), at=received_at, timezone=timezone)


def _cut_marked(lines: list[str]) -> tuple[dict[str, list[str]], list[str]]:
    """Return what the marked lines say by mark, and the lines behind them. A bullet ("* words") is no mark."""
    said: dict[str, list[str]] = {}
    for number, line in enumerate(lines):
        found = MARKED.fullmatch(line.strip())
        if found is None or found["said"][:1].isspace():
            return said, lines[number:]
        if value := found["said"].strip():
            said.setdefault(found["mark"], []).append(value)
    return said, []


def _slugline(said: dict[str, list[str]], lines: list[str]) -> str | None:
    """Return the marked slug; where no line is marked, the first line is the desk's slug if it has the form of one."""
    first = lines[0].strip() if lines else ""
    if found := TOPIC.fullmatch(first):
        return _first(said, "#") or _first(said, ":") or found["headline"].strip()
    is_slug = len(first) <= HEADLINE_CHARS and find_take(first, [], "").number is not None
    return _first(said, "#") or _first(said, ":") or (first if is_slug else None)


def _headline(said: dict[str, list[str]], lines: list[str]) -> str | None:
    """Return the marked headline, else slugline and what goes on with it, else a first line that stands alone."""
    marked = _first(said, "^") or next((text for text in said.get("$", []) if len(text) > CATEGORY_CHARS), None)
    if marked:
        return marked
    slugline, more = _first(said, "#"), _first(said, ":")
    if slugline and more:
        return f"{slugline} {more}"
    first, *rest = [line.strip() for line in lines]
    if found := TOPIC.fullmatch(first):
        return found["headline"].strip()
    is_alone = 0 < len(first) <= HEADLINE_CHARS and rest[:1] == [""] and not first.endswith(".")  # else a sentence
    return first if is_alone else slugline or more


def _first(said: dict[str, list[str]], mark: str) -> str | None:
    return next(iter(said.get(mark, [])), None)
