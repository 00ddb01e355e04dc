"""An annotated article for people: coloured in the terminal, or a page in the manner of displaCy. Pure, but for print.

The text is hostile: control and format characters are shown as a sign, and in the page everything is escaped.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Final

from rich.console import Console
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from newswire.records import Annotation, Quote

NOBODY: Final = "unknown"
COLOURS: Final = ("cyan", "yellow", "green", "magenta", "blue", "red")
HUES: Final = (200, 45, 120, 300, 20, 250, 160, 340)
STAND_IN: Final = "\N{REPLACEMENT CHARACTER}"
STYLE: Final = """
body { font: 17px/1.75 Georgia, serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #222 }
h1 { font: 600 15px system-ui, sans-serif; color: #666; border-top: 1px solid #ccc; padding-top: 1rem }
p { white-space: pre-wrap } table { border-collapse: collapse; font: 14px/1.4 system-ui, sans-serif }
td, th { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid #ddd }
.quote { padding: .1em 0 } .speaker { font-weight: 700; border-bottom: 2px solid } .cue { font-style: italic }
.entity { border: 1px solid #bbb; border-radius: 3px; padding: 0 .2em }
.entity::after { content: attr(data-label); font: 600 9px system-ui, sans-serif; color: #555; margin-left: .3em }
.swatch { border-radius: 3px; padding: 0 .4em }
"""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text in which nothing begins or ends: who says it, whom it names as speaker, and what else it is."""

    start: int
    end: int
    said_by: str | None
    names: str | None
    is_cue: bool
    label: str | None


def find_pieces(text: str, annotation: Annotation) -> list[Piece]:
    """Return the text cut where anything begins or ends; of quotes within quotes the inner one shows."""
    said: dict[int, str | None] = {}
    layers: tuple[dict[int, str], dict[int, str], dict[int, str]] = ({}, {}, {})
    names, cues, labels = layers
    edges = {0, len(text)}
    for mention in annotation.entities:
        edges |= {mention.start_char, mention.end_char}
        labels.update(dict.fromkeys(range(mention.start_char, mention.end_char), mention.label.value))
    for quote in sorted(annotation.quotes, key=lambda quote: quote.start_char - quote.end_char):
        for start, end in quote.spans:
            edges |= {start, end}
            said.update(dict.fromkeys(range(start, end), speaker_of(quote)))
        for part, layer in ((quote.speaker, names), (quote.cue, cues)):
            if part:
                edges |= {part.start_char, part.end_char}
                layer.update(dict.fromkeys(range(part.start_char, part.end_char), speaker_of(quote)))
    bounds = sorted(edges)
    return [
        Piece(start, end, said.get(start), names.get(start), start in cues, labels.get(start))
        for start, end in pairwise(bounds)
    ]


def speaker_of(quote: Quote) -> str:
    """Return who is shown to have said it."""
    return quote.speaker.canonical if quote.speaker else NOBODY


def numbered(annotation: Annotation) -> Mapping[str, int]:
    """Return the speakers with their numbers, in order of appearance."""
    return {name: number for number, name in enumerate(dict.fromkeys(map(speaker_of, annotation.quotes)))}


def harmless(text: str) -> str:
    r"""Return the text of the same length without characters that steer a terminal or turn the direction of writing.

    >>> harmless("a\x1b[31m\u202eb\nc") == "a\N{REPLACEMENT CHARACTER}[31m\N{REPLACEMENT CHARACTER}b\nc"
    True
    """
    return "".join(c if c in "\n\t" or unicodedata.category(c)[0] != "C" else STAND_IN for c in text)


# ---------------------------------------------------------------- terminal
def show_annotation(console: Console, title: str, text: str, annotation: Annotation) -> None:
    """Print the article, each speaker's words and names in a colour of their own, and a list of what was said."""
    number_of = numbered(annotation)
    shown = Text()
    safe = harmless(text)
    for piece in find_pieces(text, annotation):
        shown.append(safe[piece.start : piece.end], style=_style(piece, number_of))
    console.print(Rule(Text(harmless(title)), align="left"))
    console.print(shown, end="\n\n")
    table = Table(show_edge=False, pad_edge=False)
    for column in ("speaker", "kind", "sure", "words"):
        table.add_column(column, overflow="fold")
    for quote in annotation.quotes:
        name = speaker_of(quote)
        table.add_row(
            Text(harmless(name), style=_colour(number_of[name])),
            Text(_kind(quote)),
            Text(f"{quote.confidence:.2f}"),
            Text(harmless(" ".join(quote.text.split()))),
        )
    console.print(table if annotation.quotes else "No quotes.", end="\n\n")


def _kind(quote: Quote) -> str:
    modality = quote.cue.modality.value if quote.cue else "asserted"
    return quote.kind.value if modality == "asserted" else f"{quote.kind.value}, {modality}"


def _colour(number: int) -> str:
    return COLOURS[number % len(COLOURS)]


def _style(piece: Piece, number_of: Mapping[str, int]) -> str:
    parts = [
        _colour(number_of[piece.names or piece.said_by or ""]) if piece.names or piece.said_by else "",
        "bold underline" if piece.names else "",
        "italic" if piece.is_cue else "",
        "bold" if piece.label else "",
    ]
    return " ".join(filter(None, parts))


# ---------------------------------------------------------------- page
def page_lines(articles: Iterable[tuple[str, str, Annotation]]) -> Iterator[str]:
    """Yield the lines of a page that shows the articles (title, text, annotation); it loads and runs nothing."""
    yield '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Who said what</title>'
    yield f"<style>{STYLE}</style></head><body>"
    for title, text, annotation in articles:
        number_of = numbered(annotation)
        yield f"<h1>{_escaped(title)}</h1>"
        pieces = find_pieces(text, annotation)
        yield "<p>" + "".join(_span(text, piece, number_of) for piece in pieces) + "</p>"
        yield "<table><tr><th>speaker</th><th>kind</th><th>sure</th><th>words</th></tr>"
        for quote in annotation.quotes:
            name = speaker_of(quote)
            swatch = f'<span class="swatch" style="background:{_background(number_of[name])}">{_escaped(name)}</span>'
            cells = (swatch, _kind(quote), f"{quote.confidence:.2f}", _escaped(quote.text))
            yield "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
        yield "</table>"
    yield "</body></html>"


def _span(text: str, piece: Piece, number_of: Mapping[str, int]) -> str:
    words = _escaped(text[piece.start : piece.end])
    classes = [
        name
        for name, holds in (
            ("quote", piece.said_by),
            ("speaker", piece.names),
            ("cue", piece.is_cue),
            ("entity", piece.label),
        )
        if holds
    ]
    if not classes:
        return words
    title, styles = "", []
    if piece.said_by is not None:
        styles.append(f"background:{_background(number_of[piece.said_by])}")
        title = f' title="{_escaped(piece.said_by)}"'
    if piece.names is not None:
        styles.append(f"border-color:{_background(number_of[piece.names], light=55)}")
        title = f' title="{_escaped(piece.names)}"'
    label = f' data-label="{piece.label}"' if piece.label else ""
    style = f' style="{";".join(styles)}"' if styles else ""
    return f'<span class="{" ".join(classes)}"{label}{title}{style}>{words}</span>'


def _background(number: int, light: int = 85) -> str:
    return f"hsl({HUES[number % len(HUES)]} 70% {light}%)"


def _escaped(text: str) -> str:
    return escape(harmless(text))
