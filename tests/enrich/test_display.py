"""An annotated article for people: in colours, or as a page in which hostile text stays text."""

import io
from html.parser import HTMLParser

import pytest
from rich.console import Console
from spacy.language import Language

from newswire.enrich.annotate import annotate_texts
from newswire.enrich.display import find_pieces, page_lines, show_annotation
from newswire.records import Annotation

TEXT = (
    '"The harbour will <b>open</b> on Friday," Marta Lindqvist said.\n\n'
    "<script>alert('no')</script> Robert Hale denied that the \x1b[31mplan was \u202edead & buried."
)


@pytest.fixture(scope="module")
def annotation(nlp: Language) -> Annotation:
    (found,) = annotate_texts(nlp, [TEXT])
    assert isinstance(found, Annotation)
    assert len(found.quotes) == 2
    return found


class Elements(HTMLParser):
    """Collects the elements of a page and its visible text."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        assert not any(name.startswith("on") or name in {"src", "href"} for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_pieces_are_the_text(annotation: Annotation) -> None:
    pieces = find_pieces(TEXT, annotation)
    assert "".join(TEXT[piece.start : piece.end] for piece in pieces) == TEXT
    assert [TEXT[piece.start : piece.end] for piece in pieces if piece.names] == ["Marta Lindqvist", "Robert Hale"]
    said = "".join(TEXT[piece.start : piece.end] for piece in pieces if piece.said_by == "Marta Lindqvist")
    assert said == "The harbour will <b>open</b> on Friday"


def test_the_page_shows_the_text_and_nothing_of_it_becomes_markup(annotation: Annotation) -> None:
    page = Elements()
    page.feed("\n".join(page_lines([("<i>title", TEXT, annotation)])))
    assert page.names == {
        "html", "head", "meta", "title", "style", "body", "h1", "p", "span", "table", "tr", "th", "td",
    }  # fmt: skip
    assert "<script>alert('no')</script>" in page.text
    assert "<i>title" in page.text
    assert "Marta Lindqvist" in page.text
    assert not {"\x1b", "\u202e"} & set(page.text)


def test_the_terminal_shows_each_speaker_and_no_escape_of_the_text_s_own(annotation: Annotation) -> None:
    plain = Console(file=io.StringIO(), width=100)
    show_annotation(plain, "story.txt", TEXT, annotation)
    written = plain.file.getvalue()  # type: ignore[attr-defined]
    assert "\x1b" not in written
    assert "Marta Lindqvist" in written
    coloured = Console(file=io.StringIO(), width=100, force_terminal=True, color_system="standard")
    show_annotation(coloured, "story.txt", TEXT, annotation)
    assert "\x1b[36mThe harbour will" in coloured.file.getvalue()  # type: ignore[attr-defined]
