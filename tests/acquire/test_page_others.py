"""Other stories on a story's page: next stories and teasers are neither text, byline nor time of the page's own."""

import pytest

from newswire.acquire.parse_html import parse_html
from newswire.records import ParsedItem

TITLE = "Harbour pilots end their strike after nine days"
OWN = [f"On day {n} of the strike the pilots met the harbour's owners again and agreed on nothing." for n in range(9)]
NEXT = [f"In week {n} the museum of Islay counted more visitors than in the whole year before it." for n in range(9)]


def prose(lines: list[str]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def teaser(number: int, writer: str = "Ben Kell") -> str:
    return (
        f"<div class='card'><h3><a href='/other/{number}'>Museum number {number} opens its doors again</a></h3>"
        f"<span class='author'>By {writer}</span><time datetime='2020-01-0{number}T08:00:00Z'></time>"
        f"<p>Visitors of museum {number} may see its boats again, as the roof above them was mended at last.</p></div>"
    )


def read(body: str) -> ParsedItem:
    page = f"<html><head><title>{TITLE} | Gull News</title></head><body>{body}</body></html>"
    [item] = parse_html(page.encode(), reference="https://gull.example/a")
    return item


TEASERS = "".join(map(teaser, range(1, 7)))
STORY = f"<h1>{TITLE}</h1><span class='author'>By Ada Moor</span>{prose(OWN)}"
FOLLOWING = f"<article><h1>Museum of Islay is full</h1><span class='author'>By Ben Kell</span>{prose(NEXT)}</article>"


@pytest.mark.parametrize(
    "body",
    [
        f"<div class='main'>{STORY}<div class='more'>{TEASERS}</div></div>",
        f"<div class='top'>{TEASERS}</div><div class='main'>{STORY}</div>",
        f"<article>{STORY}</article><section>{TEASERS}</section>",
        f"<article>{STORY}</article>{FOLLOWING}{FOLLOWING}",
        f"<main><article>{STORY}</article>{FOLLOWING}{TEASERS}</main>",
        f"<nav>{teaser(1)}</nav><div itemscope itemtype='https://schema.org/NewsArticle'>{STORY}</div>"
        f"<div itemscope itemtype='https://schema.org/NewsArticle'>{FOLLOWING}</div>",
    ],
    ids=["teasers below", "teasers above", "teasers beside", "next stories", "both", "by their type"],
)
def test_a_page_that_goes_on_with_other_stories_gives_its_own(body: str) -> None:
    item = read(body)
    assert item.body.split("\n\n") == OWN
    assert (item.headline, item.byline) == (TITLE, "Ada Moor")


def test_a_list_of_writers_above_the_headline_is_not_its_byline() -> None:
    line = "<li><a href='/{0}'>Column {0}</a><span class='byline'>Writer Number {0}</span></li>"
    menu = "".join(map(line.format, "abc"))
    item = read(f"<ul>{menu}</ul><h1>{TITLE}</h1><span class='byline'>Ada Moor</span>{prose(OWN)}")
    assert item.byline == "Ada Moor"


def test_what_a_story_itself_lists_stays() -> None:
    items = "".join(
        f"<div><h3><a href='https://shop.example/{n}'>Boat number {n} of the fleet</a></h3>"
        f"<p>Boat {n} was built for the pilots in Islay and has never been out of their harbour since then.</p></div>"
        for n in range(5)
    )
    body = read(f"<article><h1>{TITLE}</h1>{prose(OWN)}{items}</article>").body
    assert all(f"Boat {n} was built" in body for n in range(5))


def test_a_story_in_several_boxes_stays_whole() -> None:
    first, second = prose(OWN), prose([line.replace("pilots", "captains") for line in OWN])
    body = read(
        f"<article><h1>{TITLE}</h1>{first}</article><article>{second}<h2>What comes next</h2>{prose(NEXT)}</article>"
    ).body
    assert "captains" in body


def test_a_page_of_teasers_alone_keeps_them() -> None:
    assert "Visitors of museum 3" in read(TEASERS).body
