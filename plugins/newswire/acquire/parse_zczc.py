r"""Desk transmissions between ZCZC and NNNN, the start and end of a telex message (ITU-T F.31), as agencies still send.

Lines behind the start may each begin with a mark that says what they are: # slugline, $ category or headline, : keyword
or what goes on with the slugline, = take key, ^ headline, + or * subject code, ~ genre, @ place, % and & service.
"""

import hashlib
import re

from newswire.acquire.charset import decode
from newswire.acquire.markup import plain_text
from newswire.errors import Reason, RejectedError
from newswire.records import ParsedItem, SourceFormat, Subject

START = re.compile(r"\s{0,40}ZCZC[ \t]{0,10}(?P<channel>[^\r\n]{0,80})")
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


def parse_zczc(data: bytes) -> list[ParsedItem]:
    """Return the item of one transmission. Raises RejectedError(NOT_PARSABLE or EMPTY_BODY)."""
    text, notes = decode(data)
    if (start := START.match(text)) is None:
        raise RejectedError(Reason.NOT_PARSABLE, "no ZCZC at the start")
    rest = text[start.end() :].replace("\r\n", "\n").replace("\r", "\n").lstrip("\n")
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
    return [
        ParsedItem(
            source_format=SourceFormat.ZCZC,
            guid=f"zczc:{channel}:{words}",
            version=1,
            headline=_headline(said, lines),
            slugline=_first(said, "#") or _first(said, ":"),
            subjects=(
                *(Subject(scheme="a1312cat", code=code.lower()) for code in dict.fromkeys(categories)),
                *(Subject(scheme="subj", code=code) for code in dict.fromkeys(codes)),
            ),
            located=_first(said, "@"),
            genre=_first(said, "~"),
            edition_note=_first(said, "=") or (_first(said, ":") if "#" in said else None),
            body=body,
            notes=notes if end else (*notes, "no NNNN at the end: the transmission may be torn"),
        )
    ]


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
