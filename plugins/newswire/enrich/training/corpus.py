"""Texts with their attributions, from a folder in the layout of PolNeAR: ``text/*.txt`` and ``attributions/*.ann``."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from newswire.enrich.spans import Span
from newswire.enrich.training.degrade import degrade

ROLES = ("source", "cue", "content")
HELD_OUT = 30  # articles, the first by name, that are not trained on: for the decoder's few settings and for confidence


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who (source) says or thinks (cue) what (content): spans in characters of the text."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """A text and its attributions: all of them, but those whose cue is among the words that are ``unsure``."""

    name: str
    text: str
    attributions: tuple[Attribution, ...]
    unsure: tuple[Span, ...] = ()

    def degraded(self) -> "Article":
        """Return the article as an archive would hold it."""
        copy = degrade(self.text)

        def moved(spans: tuple[Span, ...]) -> tuple[Span, ...]:
            return tuple(new for start, end in spans if (new := copy.move(start, end)))

        found = (Attribution(moved(a.source), moved(a.cue), moved(a.content)) for a in self.attributions)
        return Article(self.name, copy.text, tuple(a for a in found if a.cue and a.content), moved(self.unsure))


def read_articles(folder: Path) -> Iterator[Article]:
    """Yield the articles of a folder that have a file of attributions."""
    for path in sorted((folder / "text").iterdir()):
        files = sorted((folder / "attributions").glob(f"{_escaped(path.stem)}_*.ann"))
        if files:
            text = path.read_bytes().decode("utf-8")
            yield Article(path.stem, text, tuple(_read_attributions(files[0].read_bytes().decode("utf-8"))))


def _escaped(name: str) -> str:
    return re.sub(r"([\[*?])", r"[\1]", name)


def _read_attributions(notes: str) -> Iterator[Attribution]:
    """Read brat's standoff format: T lines are spans, E lines join them."""
    spans: dict[str, tuple[Span, ...]] = {}
    events: list[list[str]] = []
    for line in notes.split("\n"):
        key, _, rest = line.rstrip("\r").partition("\t")
        if re.fullmatch(r"T\d+", key):
            offsets = rest.split("\t")[0].split(" ", 1)[1]
            spans[key] = tuple((int(a), int(b)) for a, b in (pair.split() for pair in offsets.split(";")))
        elif re.fullmatch(r"E\d+", key):
            events.append(rest.split()[1:])
    for parts in events:
        found: dict[str, list[Span]] = {role: [] for role in ROLES}
        for part in parts:
            role, _, key = part.partition(":")
            role = role.rstrip("0123456789").lower()
            if role in found and key in spans:
                found[role] += spans[key]
        if found["content"] and found["cue"]:
            yield Attribution(*(tuple(sorted(found[role])) for role in ROLES))
