"""The text of a news page: trafilatura finds it, and what is no part of the story is taken off before and after."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import trafilatura
from lxml import html

from newswire.acquire.markup import element_count, element_text, fold_spaces
from newswire.acquire.page_lines import is_furniture, is_related_heading, letters

# Scripts that part no words by blanks: about two characters make a word.
UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
CAPTIONS = "//figcaption[not(.//p[string-length(normalize-space()) > 400])]"
ARTICLES = "//*[@itemprop='articleBody'] | //article"
OUTSIDE = (
    "ancestor::aside or ancestor::footer or ancestor::nav or ancestor::form"
    " or ancestor::*[contains(@class,'comment') or contains(@id,'comment') or contains(@class,'related')]"
)
STORY_LINES = f".//*[(self::p or self::h2 or self::h3 or self::li[not(.//p)]) and not({OUTSIDE})]"
LONG_LINK_WORDS = 40  # a paragraph of so many words that is one link is a teaser that was made the story's first one
LEAD_PARAGRAPHS = 5  # headline, address, byline and time stand no lower
TAIL_PARAGRAPHS = 4  # about the author, the newsletter, the rights
MAX_BOXES = 20
MISSED_RATIO = 0.6  # below this share of the stated or visible text the extraction has missed most of the story
PROSE_WORDS = 15  # a paragraph of so many words is no menu entry
MAX_CAREFUL_ELEMENTS = 5_000  # jusText takes quadratic time: 3 s for so many short lines, 40 s for 20,000


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """What was found. ``kept_ratio`` is its share of the page's visible words, ``link_ratio`` of it that are links."""

    body: str = ""
    word_count: int = 0
    kept_ratio: float | None = None
    link_ratio: float = 0.0
    notes: tuple[str, ...] = ()


def extract_text(
    root: html.HtmlElement, *, headlines: Sequence[str], authors: Sequence[str], stated: str | None
) -> PageText:
    """Return the story's text. ``stated`` is the article body of the page's own metadata, where it has one.

    The page's markup is pruned on the way. The metadata's text is taken only where the markup's holds less than
    ``MISSED_RATIO`` of it (a script builds the page): it has lost its paragraphs, and may be a teaser.
    """
    links = {letters(link.text_content()) for link in root.iter("a")} - {""}
    visible = word_count(element_text(root.find("body")))
    _prune(root)
    paragraphs = clean_paragraphs(_find_paragraphs(root), headlines=headlines, authors=authors)
    while paragraphs and letters(paragraphs[-1]) in links:  # labels and other stories
        del paragraphs[-1]
    notes: tuple[str, ...] = ()
    offered = clean_paragraphs((stated or "").split("\n"), headlines=headlines, authors=authors)
    if _count(paragraphs) < MISSED_RATIO * _count(offered):
        paragraphs, notes = offered, ("body: from JSON-LD, the page shows less",)
    elif len(offered) > len(paragraphs) and letters("".join(offered)) == letters("".join(paragraphs)):
        paragraphs, notes = offered, ("body: from JSON-LD",)  # trafilatura's own last resort, and its paragraphs
    total = _count(paragraphs)
    return PageText(
        body="\n\n".join(paragraphs),
        word_count=total,
        kept_ratio=round(min(1.0, total / visible), 3) if visible else None,
        link_ratio=_count([line for line in paragraphs if letters(line) in links]) / total if total else 0.0,
        notes=notes,
    )


def word_count(text: str) -> int:
    """Return the number of words; in scripts without blanks two characters count as one.

    >>> word_count("Talks will resume"), word_count("会談は月曜日に再開")
    (3, 5)
    """
    unspaced = len(UNSPACED.findall(text))
    return len(UNSPACED.sub(" ", text).split()) + (unspaced + 1) // 2 if unspaced else len(text.split())


def clean_paragraphs(lines: Sequence[str], *, headlines: Sequence[str], authors: Sequence[str]) -> list[str]:
    """Return the paragraphs of the story: without repeated headline, related links, promotion, captions and the like.

    The first paragraph may well equal the page's description: on wire pages it is the story's own.
    """
    folded = [line for line in (fold_spaces(line) for line in lines) if line]
    titles, names = {letters(text) for text in headlines} - {""}, {letters(text) for text in authors} - {""}
    kept: list[str] = []
    after_related = False
    for number, line in enumerate(folded):
        key = letters(line)
        is_lead, is_tail = len(kept) < LEAD_PARAGRAPHS, number >= len(folded) - TAIL_PARAGRAPHS
        if is_related_heading(line):
            after_related = bool(kept)
        elif after_related and line.startswith("- "):
            continue
        elif (
            (is_lead and (key in titles or key.removeprefix("by") in names))
            or not key
            or is_furniture(line, is_lead=is_lead, is_tail=is_tail)
        ):
            after_related = False
        else:
            after_related = False
            kept.append(line)
    return kept


def _find_paragraphs(root: html.HtmlElement) -> list[str]:
    """Return trafilatura's paragraphs. ``deduplicate`` stays off: with it repeated calls give different texts."""
    counts = [word_count(paragraph.text_content()) for paragraph in root.iter("p")]
    prose = sum(count for count in counts if count >= PROSE_WORDS)
    options = {"include_comments": False, "deduplicate": False, "include_formatting": False}
    found = (trafilatura.extract(root, fast=True, favor_recall=True, **options) or "").split("\n")
    if _count(found) < MISSED_RATIO * prose:
        is_small = element_count(root) <= MAX_CAREFUL_ELEMENTS
        slower = (trafilatura.extract(root, **options) or "").split("\n") if is_small else []
        found = max(found, slower, _box_lines(root, found), key=_count)
    return found


def _box_lines(root: html.HtmlElement, found: Sequence[str]) -> list[str]:
    """Return the lines of the article element that holds the found text; none where no element says that it is one.

    For pages that put one story into several boxes, of which trafilatura takes the first.
    """
    known = {letters(line) for line in found if word_count(line) >= PROSE_WORDS}
    for box in root.xpath(ARTICLES)[:MAX_BOXES]:
        lines = [fold_spaces(line.text_content()) for line in box.xpath(STORY_LINES) if not _is_link(line)]
        if known and known <= {letters(line) for line in lines}:
            return lines
    return []


def _prune(root: html.HtmlElement) -> None:
    """Take off captions, and paragraphs that are nothing but a link or lie within one: related stories."""
    for element in [*root.xpath(CAPTIONS), *root.xpath("//a//p"), *_link_paragraphs(root)]:
        if element.getparent() is not None:
            element.drop_tree()


def _link_paragraphs(root: html.HtmlElement) -> Iterator[html.HtmlElement]:
    for paragraph in root.iter("p"):
        if _is_link(paragraph) and word_count(paragraph.text_content()) < LONG_LINK_WORDS:
            yield paragraph


def _is_link(element: html.HtmlElement) -> bool:
    """Return whether all letters of an element are a link's."""
    links = "".join(letters(link.text_content()) for link in element.iter("a"))
    return bool(links) and links == letters(element.text_content())


def _count(lines: Sequence[str]) -> int:
    return sum(word_count(line) for line in lines)
