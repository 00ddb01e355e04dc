"""Other stories on a story's page: teasers, each a linked heading with a paragraph or a writer, and the next stories.

A reader of pages takes them for the story, their writers for its own, and their times. They are known by their
structure, as a heading that is not the page's, in a box that holds no other heading and not the page's own.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from lxml import html

from newswire.acquire.page_lines import letters

BYLINE = "@itemprop='author' or @rel='author' or contains(@class,'author') or contains(@class,'byline')"
STORY = "self::article or contains(@itemtype,'Article') or contains(@itemtype,'BlogPosting')"
HEADING_TAGS = ("h1", "h2", "h3", "h4", "h5", "h6")
MIN_TITLE_LETTERS = 15  # a shorter heading may be the site's name, which the window's title has as well
PROSE_WORDS = 15
STORY_WORDS = 100  # of prose: more than a teaser has
TEASER_PARAGRAPHS = 2
MIN_TEASERS = 2
MAX_HEADINGS = 500
MAX_PIECES = 50  # of a heading's text, which its markup parts
MAX_CHARS = 400


def drop_other_stories(root: html.HtmlElement, titles: Iterable[str]) -> None:
    """Take the boxes of other stories out of the page; ``titles`` are the wordings that it states of its own."""
    page = _Page(root, titles)
    for box in [*page.next_stories(), *page.teasers()]:
        if box.getparent() is not None:
            box.drop_tree()


def own_heading(root: html.HtmlElement, titles: Iterable[str]) -> html.HtmlElement | None:
    """Return the heading that shows one of the page's own titles, None where none does."""
    keys = [letters(title) for title in titles]
    return next((heading for heading in _headings(root) if _is_title(heading, keys)), None)


def _headings(root: html.HtmlElement) -> list[html.HtmlElement]:
    return list(islice((one for one in root.iter(*HEADING_TAGS) if _said(one)), MAX_HEADINGS))


def _said(heading: html.HtmlElement) -> str:
    """Return the letters of a heading, as far as a heading goes: hostile ones may hold a page, one in another."""
    return letters("".join(islice(heading.itertext(), MAX_PIECES))[:MAX_CHARS])


class _Page:
    """A page with what each element holds: words and paragraphs of prose, headings that lead elsewhere."""

    def __init__(self, root: html.HtmlElement, titles: Iterable[str]) -> None:
        headings = _headings(root)
        self.own = own_heading(root, titles)
        self.linked = [h for h in headings if h is not self.own and _is_linked(h)]
        self.root = root
        self.words: Counter[html.HtmlElement] = Counter()
        self.paragraphs: Counter[html.HtmlElement] = Counter()
        self.headed: Counter[html.HtmlElement] = Counter()
        for paragraph in root.iter("p"):
            count = len(paragraph.text_content().split())
            if count >= PROSE_WORDS:
                for element in _upward(paragraph):
                    self.words[element] += count
                    self.paragraphs[element] += 1
        for heading in self.linked:
            for element in _upward(heading):
                self.headed[element] += 1
        self.around_own = set(_upward(self.own)) if self.own is not None else set()

    def teasers(self) -> list[html.HtmlElement]:
        """Return the boxes of teasers; none where one would be alone, or no story would be left beside them."""
        boxes = [box for heading in self.linked if (box := self._box(heading)) is not None]
        found = [box for box in boxes if self._is_teaser(box) and not self._is_inside(box)]
        left = self.words[self.root] - sum(self.words[box] for box in found)
        return found if len(found) >= MIN_TEASERS and left >= STORY_WORDS else []

    def next_stories(self) -> Iterator[html.HtmlElement]:
        """Yield whole stories beside the page's own, where that is one itself."""
        if self.own is None:
            return
        around = next((box for box in reversed(list(_upward(self.own))) if _is_story(box)), None)
        if around is not None and self.words[around] >= STORY_WORDS:
            for box in self.root.xpath(f"//*[{STORY}]"):
                is_apart = box not in self.around_own and around not in _upward(box)
                if is_apart and self.words[box] >= STORY_WORDS and _begins_with_heading(box):
                    yield box

    def _is_teaser(self, box: html.HtmlElement) -> bool:
        count = self.paragraphs[box]
        return count <= TEASER_PARAGRAPHS and (count > 0 or bool(box.xpath(f".//*[{BYLINE}]")))

    def _box(self, heading: html.HtmlElement) -> html.HtmlElement | None:
        """Return the largest element around a heading that holds no other and not the page's own; None for itself."""
        box = heading
        for element in _upward(heading):
            if element.tag == "body" or element in self.around_own or self.headed[element] > 1:
                break
            box = element
        return None if box is heading else box

    def _is_inside(self, box: html.HtmlElement) -> bool:
        """Return whether a box is part of the page's own story: things that a story lists have linked headings too."""
        return any(_is_story(element) for element in _upward(box) if element in self.around_own)


def _upward(element: html.HtmlElement) -> Iterator[html.HtmlElement]:
    yield element
    yield from element.iterancestors()


def _is_story(element: html.HtmlElement) -> bool:
    return element.tag == "article" or re.search("Article|BlogPosting", element.get("itemtype") or "") is not None


def _is_title(heading: html.HtmlElement, titles: list[str]) -> bool:
    said = _said(heading)
    return said in titles or (len(said) >= MIN_TITLE_LETTERS and any(said in title for title in titles))


def _is_linked(heading: html.HtmlElement) -> bool:
    """Return whether the whole heading is a link's text, which leads elsewhere than on this page."""
    if any(map(_leads_away, heading.iterancestors("a"))):
        return True
    links = islice(filter(_leads_away, heading.iter("a")), MAX_PIECES)
    return "".join(map(_said, links)) == _said(heading)


def _leads_away(link: html.HtmlElement) -> bool:
    return not (link.get("href") or "#").startswith("#")


def _begins_with_heading(box: html.HtmlElement) -> bool:
    for element in box.iter("h1", "h2", "p"):
        if element.tag != "p":
            return True
        if len(element.text_content().split()) >= PROSE_WORDS:
            return False
    return False
