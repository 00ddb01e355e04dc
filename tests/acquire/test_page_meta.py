"""What pages say of themselves: titles, names, times and addresses, in the shapes that publishers use."""

from datetime import UTC, datetime

import pytest

from newswire.acquire.markup import read_html
from newswire.acquire.page_ld import read_article, read_json
from newswire.acquire.page_meta import PageMeta, read_meta
from newswire.acquire.page_names import clean_title, split_names
from newswire.acquire.page_times import read_instant

FETCHED = datetime(2026, 11, 20, tzinfo=UTC)
URL = "https://www.gull.example/news/ferry"


def meta_of(head: str, body: str = "", timezone: str = "UTC") -> PageMeta:
    root = read_html(f"<html><head>{head}</head><body>{body}</body></html>")
    assert root is not None
    return read_meta(root, reference=URL, timezone=timezone, fetched_at=FETCHED)


def ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


# ---------------------------------------------------------------- JSON-LD


@pytest.mark.parametrize(
    "text",
    [
        '{"@type": "NewsArticle", "headline": "Ferry stays"}',
        '[{"@type": "WebPage"}, {"@type": ["ReportageNewsArticle"], "headline": ["Ferry stays"]}]',
        '{"@graph": [{"@type": "Organization", "name": "x"}, {"@type": "LiveBlogPosting", "headline": "Ferry stays"}]}',
        '{"@type": "WebPage", "mainEntity": {"@type": "https://schema.org/NewsArticle", "headline": "Ferry stays"}}',
        '{"@type": "NewsArticle", "headline": {"@value": "Ferry stays"}}',
        '{"@type": "NewsArticle", "headline": "Ferry stays", "articleBody": "one\ntwo\tthree"}',
        "{&quot;@type&quot;: &quot;NewsArticle&quot;, &quot;headline&quot;: &quot;Ferry stays&quot;}",
        '<!-- {"@type": "NewsArticle", "headline": "Ferry stays",} -->',
        '//<![CDATA[\n{"@type": "NewsArticle", "headline": "Ferry stays"};\n//]]>',
    ],
)
def test_an_article_is_found_in_every_shape(text) -> None:
    assert meta_of(ld(text)).title == "Ferry stays"


def test_the_story_of_the_page_is_told_from_those_it_links_to() -> None:
    others = '{"@type": "NewsArticle", "headline": "Tide tables", "datePublished": "2026-11-01T00:00:00Z"}'
    own = '{"@type": "NewsArticle", "headline": "Ferry stays", "hasPart": ' + others + "}"
    assert meta_of(ld(f"[{others}, {own}]"), "<h1>Ferry stays</h1>").title == "Ferry stays"
    assert meta_of(ld(own)).title == "Ferry stays"


def test_authors_referred_to_by_id_are_found() -> None:
    story = '{"@type": "NewsArticle", "headline": "x", "author": {"@id": "#ada"}}'
    graph = f'{{"@graph": [{story}, {{"@id": "#ada", "name": "Ada Moor"}}]}}'
    assert meta_of(ld(graph)).authors == ("Ada Moor",)


@pytest.mark.parametrize(
    "text", ["{", "[" * 100_000, '{"@type": 7}', "null", '"NewsArticle"', '{"@type": "NewsArticle", "author": 7}']
)
def test_broken_json_ld_does_no_harm(text) -> None:
    assert meta_of(ld(text) + "<title>Ferry stays</title>").title == "Ferry stays"


def test_a_bomb_of_json_is_not_read() -> None:
    assert read_json('{"a": "' + "x" * 3_000_000 + '"}') is None
    assert read_json(" " * 1_000_000 + "x") is None


def test_no_article_is_an_empty_node() -> None:
    root = read_html(ld('{"@type": "BreadcrumbList"}') + "<p>x</p>")
    assert read_article(root, set()) == {}


# ---------------------------------------------------------------- titles and names


@pytest.mark.parametrize(
    ("title", "sites", "expected"),
    [
        ("Ferry stays | Gull News", ["Gull News"], "Ferry stays"),
        ("Ferry stays - again - Gull News", ["Gull News"], "Ferry stays - again"),
        ("Gull News: Ferry stays", ["Gull News"], "Ferry stays"),
        ("Ferry stays | World | Gull News", ["Gull News"], "Ferry stays | World"),
        ("Storm: ferry stays", ["Gull News"], "Storm: ferry stays"),
        ("Ferry stays \u2013 gull.example", ["gull.example"], "Ferry stays"),
        ("Gull News", ["Gull News"], "Gull News"),
    ],
)
def test_the_site_s_name_leaves_the_title(title, sites, expected) -> None:
    assert clean_title(title, sites=sites) == expected


def test_a_kicker_stays_and_an_unknown_site_leaves_by_the_heading() -> None:
    assert (
        clean_title("Storm: ferry stays in port", sites=[], heading="ferry stays in port")
        == "Storm: ferry stays in port"
    )
    assert clean_title("Ferry stays in port - Other", sites=[], heading="Ferry stays in port") == "Ferry stays in port"


def test_a_headline_cut_short_gives_way_to_the_whole_one() -> None:
    whole = "The ferry to Saint Brannoc stays in port until Thursday at the earliest, as the harbour office said today"
    head = ld('{"@type": "NewsArticle", "headline": "X"}'.replace("X", whole[:100]))
    assert meta_of(head, f"<h1>{whole}</h1>").title == whole


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["By Ada Moor and Ben Kell"], ("Ada Moor", "Ben Kell")),
        (["Von Ada Moor und Ben Kell"], ("Ada Moor", "Ben Kell")),
        (["Ada Moor, ada@gull.example"], ("Ada Moor",)),
        (["Ada Moor | Senior Correspondent"], ("Ada Moor",)),
        (["Ada Moor", "ada moor"], ("Ada Moor",)),
        (["Ludwig van der Meer, Ana de la Cruz"], ("Ludwig van der Meer", "Ana de la Cruz")),
        (["Gull News", "Ada Moor"], ("Ada Moor",)),
        (["Gull News"], ("Gull News",)),
        (["Ada Moor, GULLNEWS Politics"], ("Ada Moor",)),
        (["economy, Ada Moor"], ("Ada Moor",)),
        (["GULLNEWS Politics"], ("GULLNEWS Politics",)),
        (["admin"], ()),
        ([""], ()),
    ],
)
def test_bylines_become_names(texts, expected) -> None:
    assert split_names(texts, sites=["Gull News"]) == expected


def test_given_and_family_names_make_one() -> None:
    head = ld('{"@type": "NewsArticle", "author": [{"givenName": "Ada", "familyName": "Moor"}, {"name": "Ben Kell"}]}')
    assert meta_of(head).authors == ("Ada Moor", "Ben Kell")


def test_a_shown_byline_is_taken_where_the_metadata_names_only_the_site() -> None:
    head = '<meta property="og:site_name" content="Gull News"><meta name="author" content="Gull News">'
    assert meta_of(head, '<p class="byline">By Ada Moor</p>').authors == ("Ada Moor",)
    assert meta_of(head).authors == ("Gull News",)


# ---------------------------------------------------------------- times


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-12T07:00:00+01:00", at(2026, 11, 12, 6)),
        ("2026-11-12T07:00:00+0100", at(2026, 11, 12, 6)),
        ("2026-11-12 07:00:00 +01:00", at(2026, 11, 12, 6)),
        ("2026-11-12T07:00:00.123Z", at(2026, 11, 12, 7, 0, 0, 123000)),
        ("1794466800", at(2026, 11, 12, 7)),
        ("1794466800000", at(2026, 11, 12, 7)),
        ("Thu, 12 Nov 2026 07:00:00 GMT", at(2026, 11, 12, 7)),
        ("November 12, 2026 7:00 PM EST", at(2026, 11, 13, 0)),
        ("12 Nov 2026 at 7:00 pm", at(2026, 11, 12, 18)),
        ("2026-11-12T07:00", at(2026, 11, 12, 6)),
    ],
)
def test_written_times_are_read(text, expected) -> None:
    assert read_instant(text, "Europe/Copenhagen") == expected


@pytest.mark.parametrize(
    "text", ["", "soon", "12/11/2026 07:00", "1970-01-01T00:00:00Z", "0000-00-00", "Nov 12, 2026 7:00 AM XYZT"]
)
def test_what_can_not_be_told_is_not_guessed(text) -> None:
    assert read_instant(text) is None


@pytest.mark.parametrize(
    ("head", "body", "origin"),
    [
        (ld('{"@type": "NewsArticle", "datePublished": "2026-11-12T07:00:00Z"}'), "", "json-ld"),
        ('<meta property="article:published_time" content="2026-11-12T07:00:00Z">', "", "meta article:published_time"),
        ('<meta itemprop="datePublished" content="2026-11-12T07:00:00Z">', "", "meta datepublished"),
        ("", "<h1>x</h1><time datetime='2026-11-12T07:00:00Z'>today</time>", "time element"),
    ],
)
def test_an_instant_is_found_wherever_it_stands_and_its_place_is_told(head, body, origin) -> None:
    found = meta_of(head, body).published
    assert (found.at, found.origin) == (at(2026, 11, 12, 7), origin)


def test_a_day_gives_way_to_an_instant_of_it_and_not_to_one_of_another_day() -> None:
    day = ld('{"@type": "NewsArticle", "datePublished": "2026-11-12"}')
    same, other = (f'<meta property="article:published_time" content="2026-11-{d}T07:00:00Z">' for d in (12, 17))
    assert meta_of(day + same).published.at == at(2026, 11, 12, 7)
    assert meta_of(day + other).published.at == at(2026, 11, 12)


def test_times_that_can_not_be_true_are_dropped_with_a_note() -> None:
    head = ld(
        '{"@type": "NewsArticle", "datePublished": "2031-01-01T00:00:00Z", "dateModified": "1970-01-01T00:00:00Z"}'
    )
    found = meta_of(head + '<meta name="date" content="2026-11-12T07:00:00Z">')
    assert found.published.at == at(2026, 11, 12, 7)
    assert any("future" in note for note in found.published.notes)
    assert found.updated.at is None
    assert any("1970" in note for note in found.updated.notes)


def test_a_time_without_a_zone_has_the_source_s() -> None:
    head = ld('{"@type": "NewsArticle", "datePublished": "2026-07-12T07:00:00"}')
    assert meta_of(head, timezone="America/New_York").published.at == at(2026, 7, 12, 11)


def test_the_day_is_guessed_last_and_noted() -> None:
    found = meta_of("", "<p>Published on 12 November 2026 in the harbour.</p>").published
    assert found.origin in ("htmldate", None)
    if found.at is not None:
        assert (found.at, bool(found.notes)) == (at(2026, 11, 12), True)


# ---------------------------------------------------------------- addresses


def test_the_canonical_address_is_resolved_and_one_of_the_front_page_is_not_believed() -> None:
    assert meta_of('<link rel="canonical" href="/news/ferry-2">').url == "https://www.gull.example/news/ferry-2"
    head = '<link rel="canonical" href="https://www.gull.example/"><meta property="og:url" content="https://www.gull.example/news/f">'
    assert meta_of(head).url == "https://www.gull.example/news/f"
    assert meta_of('<link rel="canonical" href="javascript:void(0)">').url is None
