"""The walker from elements to text: it loses no word, and nothing makes it fall."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from newswire.acquire.markup import BLOCKS, HIDDEN, element_text, html_text, plain_text, read_html, read_xml
from newswire.errors import RejectedError

WORDS = st.text("abcdé'", min_size=1, max_size=5)
INLINE = st.sampled_from(["b", "em", "a", "span", "sup", "q", "o-p"])
NAMES = st.sampled_from(sorted(BLOCKS)) | INLINE
XHTML = "http://www.w3.org/1999/xhtml"


@st.composite
def trees(draw: st.DrawFn, depth: int = 4) -> etree._Element:
    """Draw an XHTML element whose texts and tails are words with blanks around them."""
    element = etree.Element(f"{{{XHTML}}}{draw(NAMES)}")
    element.text = f" {draw(WORDS)} "
    for child in draw(st.lists(trees(depth=depth - 1), max_size=3)) if depth else ():
        child.tail = f"\n{draw(WORDS)}\t"
        element.append(child)
    return element


@settings(max_examples=150, deadline=None)
@given(tree=trees())
def test_no_word_of_a_tree_is_lost_doubled_or_moved(tree: etree._Element) -> None:
    assert element_text(tree).split() == "".join(tree.itertext()).split()


@settings(max_examples=80, deadline=None)
@given(tree=trees())
def test_a_paragraph_has_no_blank_line_and_no_loose_blanks_in_it(tree: etree._Element) -> None:
    for paragraph in element_text(tree).split("\n\n"):
        assert paragraph == paragraph.strip()
        assert "  " not in paragraph


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("<p>One<br>Two<br/><br/>Three</p>", "One\nTwo\nThree"),
        ("<p>un<b>brok</b>en</p>", "unbroken"),
        ("<p>One &amp; two &#8212; &eacute;</p>", "One & two — é"),
        ("<p>A<!-- not this --> b</p>", "A b"),
        ("<p>One</p> loose <p>Two</p>", "One\n\nloose\n\nTwo"),
        ("<ul><li>One<li>Two</ul>", "One\n\nTwo"),
        ("<table><tr><td>One</td><td>2</td></tr></table>", "One\n\n2"),
        ("no markup at all", "no markup at all"),
        ("<p>One\x1dtwo\x1ethree</p>", "One two three"),
        ("   ", ""),
    ],
)
def test_html_is_read_as_a_reader_sees_it(markup: str, expected: str) -> None:
    assert html_text(markup) == expected


@pytest.mark.parametrize("name", sorted(HIDDEN - {"head", "metadata", "media-metadata"}))
def test_what_no_reader_sees_is_left_out_and_what_follows_it_is_kept(name: str) -> None:
    assert html_text(f"<div>Seen <{name}>var hidden;</{name}> and seen</div>").split() == ["Seen", "and", "seen"]


def test_entities_of_files_and_networks_are_never_loaded() -> None:
    document = "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><a>one &x; two</a>"
    assert element_text(read_xml(document.encode())).split() == ["one", "two"]


@pytest.mark.parametrize("shape", ["linear", "exponential"])
def test_a_bomb_of_entities_is_refused_or_stays_small(shape: str) -> None:
    if shape == "linear":
        entities, use = f"<!ENTITY a '{'x' * 50_000}'>", "&a;" * 50_000
    else:
        entities = "<!ENTITY a0 'x'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
        use = "&a11;"
    with suppress(RejectedError):
        assert len(element_text(read_xml(f"<!DOCTYPE a [{entities}]><a>{use}</a>".encode()))) < 1_000_000


@pytest.mark.parametrize("depth", [200, 300, 5_000, 100_000])
def test_markup_of_any_depth_is_read_or_refused(depth: int) -> None:
    html_text("<div>" * depth + "word" + "</div>" * depth)
    with suppress(RejectedError):
        element_text(read_xml(("<a>" * depth + "word" + "</a>" * depth).encode()))


def test_a_depth_that_pages_have_keeps_its_words() -> None:
    assert html_text("<div>" * 200 + "word" + "</div>" * 200) == "word"


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=80))
def test_any_text_is_markup_of_some_kind(text: str) -> None:
    assert isinstance(html_text(text), str)
    assert isinstance(plain_text(text), str)
    assert isinstance(element_text(read_html(text)), str)


@settings(max_examples=100, deadline=None)
@given(words=st.lists(WORDS, min_size=1), parts=st.lists(st.sampled_from([" ", "\n", "\n\n", "\r\n", "\n    "])))
def test_plain_text_keeps_its_words(words: list[str], parts: list[str]) -> None:
    gaps = [*parts, *[" "] * len(words)]
    text = "".join(word + gap for word, gap in zip(words, gaps, strict=False))
    assert plain_text(text).split() == words
