"""The text of pages: furniture goes, the story stays, and what is no article is refused."""

import json

import pytest

from newswire.acquire.page_lines import is_furniture, is_related_heading
from newswire.acquire.page_text import clean_paragraphs, word_count
from newswire.acquire.parse_html import parse_html
from newswire.errors import Reason, RejectedError

STORY = [
    "The ferry to Saint Brannoc stays in port until Thursday, the harbour office said on Tuesday morning.",
    "A bearing in the port engine had run hot for two days, and a new one is on its way from the mainland by lorry.",
    "Some four hundred passengers were told to take the slower boat, which leaves the north quay at seven each day.",
    "The office will decide on Wednesday at noon whether the evening crossing can be sailed with one engine only.",
]
TITLE = "Ferry to Saint Brannoc stays in port"


def page(*body: str, head: str = "", title: str = TITLE) -> bytes:
    return f"<html><head><title>{title}</title>{head}</head><body>{''.join(body)}</body></html>".encode()


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def body_of(data: bytes) -> list[str]:
    return parse_html(data, reference="https://gull.example/news/ferry")[0].body.split("\n\n")


def test_a_repeated_headline_is_dropped_and_the_first_paragraph_stays_though_it_is_the_description() -> None:
    head = f'<meta name="description" content="{STORY[0]}">'
    assert body_of(page(f"<article><h1>{TITLE}</h1>", paragraphs(TITLE, *STORY), "</article>", head=head)) == STORY


@pytest.mark.parametrize(
    "line",
    [
        "READ MORE: Pilots strike in the strait",
        "Also read: Pilots strike in the strait",
        "Lesen Sie auch: Streik der Lotsen",
        "Lire aussi : La grève des pilotes",
        "Sign up for our morning newsletter",
        "Follow us on Facebook for more",
        "Share this article",
        "Photo: Gull News / Ada Moor",
        "Photograph: Ada Moor/The Gull",
        "Boats at anchor on Monday. (AP Photo/Ada Moor)",
        "© 2026 Gull News. All rights reserved.",
        "Associated Press",
        "Story continues below advertisement",
    ],
)
def test_furniture_between_paragraphs_is_dropped(line) -> None:
    assert clean_paragraphs([*STORY[:2], line, *STORY[2:]], headlines=[], authors=[]) == STORY


@pytest.mark.parametrize(
    "line",
    [
        "Read more slowly, the teacher said.",
        "Follow the coast and you will see it, she said.",
        "Share prices fell by two per cent on Tuesday after the bank's report.",
        "Photos of the wreck were shown in court, and the captain looked away.",
        "The Associated Press was first to report the sale.",
        "Subscribers will pay more from May, the company said.",
        "More than 400 people waited at the quay.",
        "Copyright law is no help to them, said the judge in her ruling on Monday.",
        "Watch the tide, the harbour master said, and not the clock.",
    ],
)
def test_sentences_that_begin_like_furniture_stay(line) -> None:
    assert clean_paragraphs([*STORY[:2], line, *STORY[2:]], headlines=[], authors=[]) == [*STORY[:2], line, *STORY[2:]]


def test_a_list_after_a_heading_of_related_stories_goes_with_it() -> None:
    lines = [*STORY[:2], "You might also like", "- Pilots strike", "- Tide tables", *STORY[2:]]
    assert clean_paragraphs(lines, headlines=[], authors=[]) == STORY


def test_a_line_about_the_author_is_dropped_at_the_end_only() -> None:
    about = "Ada Moor is a reporter for Gull News. Follow her on Twitter @adamoor."
    assert clean_paragraphs([*STORY, about], headlines=[], authors=[]) == STORY
    long = [about, *STORY, *STORY]
    assert clean_paragraphs(long, headlines=[], authors=[])[0] == about


def test_paragraphs_that_are_only_a_link_are_dropped_and_links_in_sentences_stay() -> None:
    linked = STORY[1].replace("new one", '<a href="/x">new one</a>')
    only = '<a href="/y"><strong>PILOTS STRIKE IN THE STRAIT FOR A THIRD DAY AND MORE</strong></a>'
    assert body_of(page("<article>", paragraphs(STORY[0], linked, only, *STORY[2:]), "</article>")) == STORY


def test_a_story_in_several_boxes_is_found_whole() -> None:
    boxes = [
        f"<div class='grid'><div class='body'>{paragraphs(*STORY)}</div></div><aside>{paragraphs('An aside.')}</aside>"
    ]
    more = [text.replace("The", "Then the").replace("Some", "Now some").replace("A b", "Then a b") for text in STORY]
    third = [text.replace("the", "their") for text in STORY]
    boxes += [
        f"<div class='ad'></div><div class='grid'><div class='body'>{paragraphs(*part)}</div></div>"
        for part in (more, third)
    ]
    found = body_of(page(f"<article><h1>{TITLE}</h1>", *boxes, "</article>"))
    assert [line for line in (*STORY, *more, *third) if line not in found] == []


def test_json_ld_gives_the_body_where_a_script_builds_the_page() -> None:
    node = json.dumps({"@type": "NewsArticle", "articleBody": "\n".join(STORY)})
    head = f'<script type="application/ld+json">{node}</script>'
    item = parse_html(page("<div id=app></div>", head=head), reference="https://gull.example/a")[0]
    assert item.body.split("\n\n") == STORY
    assert any("JSON-LD" in note for note in item.notes)


def test_a_teaser_in_json_ld_does_not_replace_the_text() -> None:
    head = '<script type="application/ld+json">{"@type": "NewsArticle", "articleBody": "The ferry stays."}</script>'
    assert body_of(page("<article>", paragraphs(*STORY), "</article>", head=head)) == STORY


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ("<p>Please enable JavaScript and cookies to continue reading this page on our site.</p>", "words"),
        (paragraphs(*["We use cookies. Accept all cookies or manage consent in our privacy policy."] * 4), "wall"),
        ("<p>Gone fishing.</p>", "words"),
    ],
)
def test_a_page_that_is_no_article_is_refused(body, detail) -> None:
    with pytest.raises(RejectedError, match=detail) as refused:
        body_of(page(body))
    assert refused.value.reason is Reason.BROKEN_EXTRACTION


def test_a_list_of_links_is_refused() -> None:
    links = "".join(
        f"<li><a href='/{n}'>Headline number {n} of a long section page for today</a></li>" for n in range(30)
    )
    with pytest.raises(RejectedError) as refused:
        body_of(page(f"<main><ul>{links}</ul></main>"))
    assert refused.value.reason is Reason.BROKEN_EXTRACTION


def test_mojibake_is_repaired_and_noted() -> None:
    broken = [
        STORY[0].replace("office", "cafÃ©"),
        *STORY[1:3],
        "â€œWe wait,â€\x9d she said of the night before the storm came in.",
    ]
    item = parse_html(page("<article>", paragraphs(*broken), "</article>"), reference="https://gull.example/a")[0]
    assert "harbour café said" in item.body
    assert any("mojibake" in note for note in item.notes)


def test_the_share_of_kept_text_tells_a_good_extraction_from_a_changed_layout() -> None:
    menu = "".join(f"<li>Section {n} of this site</li>" for n in range(100))
    whole = parse_html(page("<article>", paragraphs(*STORY), "</article>"), reference="x")[0]
    small = parse_html(page("<article>", paragraphs(*STORY), f"</article><nav>{menu}</nav>"), reference="x")[0]
    assert whole.kept_text_ratio is not None
    assert small.kept_text_ratio is not None
    assert whole.kept_text_ratio > 0.9
    assert 0.05 < small.kept_text_ratio < 0.5


def test_a_text_without_blanks_between_words_is_long_enough() -> None:
    text = "港の事務所は火曜日の朝、聖ブラノック行きのフェリーは木曜日まで港にとどまると発表した。"
    text += "新しい部品は本土からトラックで運ばれている。"
    assert word_count(text) > 25
    assert "木曜日" in parse_html(page("<article>", paragraphs(text), "</article>"), reference="x")[0].body


def test_a_long_line_is_judged_in_bounded_time() -> None:
    assert not is_furniture("by " + "A b " * 200_000, is_lead=True, is_tail=True)
    assert not is_related_heading("read more " * 100_000)
