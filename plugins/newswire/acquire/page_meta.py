"""What a news page says of itself: JSON-LD first, then Open Graph and meta elements, then what it shows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from urllib.parse import urlsplit

from lxml import html

from newswire.acquire.markup import element_text, fold_spaces
from newswire.acquire.page_ld import Node, names_of, read_article, text_of
from newswire.acquire.page_lines import letters
from newswire.acquire.page_names import clean_title, names_only_site, split_names
from newswire.acquire.page_others import own_heading
from newswire.acquire.page_times import (
    PUBLISHED_META,
    UPDATED_META,
    Found,
    choose_instant,
    guess_day,
    stated_times,
    time_elements,
)
from newswire.acquire.urls import resolve_url

TITLE_META = ("og:title", "twitter:title", "dc.title", "dcterms.title", "title", "headline")
AUTHOR_META = ("author", "article:author", "og:article:author", "parsely-author", "dc.creator", "dcterms.creator",
               "sailthru.author", "byl", "cxenseparse:author", "article.author")  # fmt: skip
SITE_META = (
    "og:site_name",
    "application-name",
    "apple-mobile-web-app-title",
    "dc.publisher",
    "twitter:site",
    "publisher",
)
SECTION_META = ("article:section", "og:article:section", "parsely-section", "section")
BYLINES = (
    "//*[@itemprop='author'][not(ancestor::*[contains(@class,'comment')])]",
    "//*[@rel='author'][not(ancestor::*[contains(@class,'comment')])]",
    "//*[self::a or self::span or self::p or self::div or self::address]"
    "[contains(@class,'author') or contains(@class,'byline')]"
    "[not(contains(@class,'comment')) and not(ancestor::*[contains(@class,'comment')])]",
)
NOT_FOUND = Found()
MAX_BYLINE_CHARS = 120
MAX_BYLINES = 50
MAX_AUTHORS = 12
LONG_TITLE_LETTERS = 70  # of some 100 characters


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMeta:
    """A page's statements about its story. ``headings`` are all wordings of its title, ``body`` is JSON-LD's."""

    title: str | None = None
    headings: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    published: Found = NOT_FOUND
    updated: Found = NOT_FOUND
    language: str | None = None
    section: str | None = None
    url: str | None = None
    body: str | None = None


def read_meta(root: html.HtmlElement, *, reference: str, timezone: str, fetched_at: datetime | None) -> PageMeta:
    """Return what the page says; ``reference`` is its address, ``timezone`` the zone of times that name none."""
    meta = _meta_elements(root)
    shown = [fold_spaces(element_text(h1)).replace("\n", " ") for h1 in root.iter("h1")]
    stated = [meta[name] for name in TITLE_META if name in meta]
    window = element_text(root.find(".//title"))
    ld = read_article(root, {letters(text) for text in (*shown, *stated)} - {""})
    url = _page_url(root, meta, ld, reference)
    sites = _site_names(meta, ld, url or reference)
    headline = text_of(ld.get("headline")) or text_of(ld.get("name"))
    title = _choose_title(headline, stated, shown, window, sites)
    published = choose_instant(
        "published",
        [*stated_times(root, meta, (text_of(ld.get("datePublished")), text_of(ld.get("dateCreated"))), PUBLISHED_META),
         *time_elements(root)],
        timezone,
        fetched_at,
    )  # fmt: skip
    if published.at is None:
        guess = guess_day(root, url or reference, timezone, fetched_at)
        published = Found(at=guess.at, origin=guess.origin, notes=published.notes + guess.notes)
    return PageMeta(
        title=title,
        headings=tuple(dict.fromkeys(text for text in (title, headline, *shown, *stated, window) if text)),
        authors=_choose_authors(root, meta, ld, sites),
        published=published,
        updated=choose_instant(
            "updated", stated_times(root, meta, (text_of(ld.get("dateModified")),), UPDATED_META), timezone, fetched_at
        ),
        language=text_of(ld.get("inLanguage"))
        or root.get("lang")
        or meta.get("og:locale")
        or meta.get("content-language"),
        section=text_of(ld.get("articleSection")) or next((meta[name] for name in SECTION_META if name in meta), None),
        url=url,
        body=text_of(ld.get("articleBody")),
    )


def stated_titles(root: html.HtmlElement) -> list[str]:
    """Return what the page's head calls it, the window's title among it, which has the site's name as well."""
    return _titles(root, _meta_elements(root))


def _titles(root: html.HtmlElement, meta: Mapping[str, str]) -> list[str]:
    return [*(meta[name] for name in TITLE_META if name in meta), element_text(root.find(".//title"))]


def _meta_elements(root: html.HtmlElement) -> dict[str, str]:
    """Return meta elements by property, name or itemprop in small letters; the first of a name that says anything."""
    meta: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
        content = fold_spaces(element.get("content") or "")
        if name and content:
            meta.setdefault(name.strip().lower(), content)
    return meta


def _page_url(root: html.HtmlElement, meta: Mapping[str, str], ld: Node, reference: str) -> str | None:
    """Return the canonical address, absolute; what leads to a front page is a template's mistake."""
    main = ld.get("mainEntityOfPage")
    named = main.get("@id") if isinstance(main, dict) else main
    offers = [*root.xpath("//link[@rel='canonical']/@href"), meta.get("og:url"), text_of(ld.get("url")), text_of(named)]
    resolved = [url for offer in offers if offer and (url := resolve_url(offer, reference))]
    return next((url for url in resolved if urlsplit(url).path.strip("/")), None)


def _site_names(meta: Mapping[str, str], ld: Node, url: str) -> list[str]:
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    names = [meta[name].lstrip("@") for name in SITE_META if name in meta]
    return [*names, *names_of(ld.get("publisher")), host, *([host.split(".")[0]] if host.count(".") else [])]


def _choose_title(
    headline: str | None, stated: Sequence[str], shown: Sequence[str], window: str, sites: Sequence[str]
) -> str | None:
    """Return JSON-LD's headline, else meta's, else the shown one, which is also taken for a headline cut short."""
    heading = next((text for text in shown if text), None)
    offers = [clean_title(text, sites=sites, heading=heading) for text in (headline, *stated, window) if text]
    title = next((text for text in offers if text), None)
    if heading and (title is None or _is_cut(letters(title), letters(heading))):
        return clean_title(heading, sites=sites)
    return title


def _is_cut(offer: str, whole: str) -> bool:
    """Return whether an offered title is the beginning of a longer one, as only long ones are cut."""
    return LONG_TITLE_LETTERS <= len(offer) < len(whole) and whole.startswith(offer)


def _choose_authors(root: html.HtmlElement, meta: Mapping[str, str], ld: Node, sites: Sequence[str]) -> tuple[str, ...]:
    """Return the names of the first source that names anyone but the site; else the site's name."""
    only_site: tuple[str, ...] = ()
    for texts in _author_offers(root, meta, ld):
        names = split_names(texts, sites=sites)[:MAX_AUTHORS]
        if names and not names_only_site(names, sites):
            return names
        only_site = only_site or names
    return only_site


def _author_offers(root: html.HtmlElement, meta: Mapping[str, str], ld: Node) -> Iterator[list[str]]:
    yield list(names_of(ld.get("author")))
    yield list(names_of(ld.get("creator")))
    for name in AUTHOR_META:
        if name in meta and not meta[name].startswith(("http://", "https://")):
            yield [meta[name]]
    own = own_heading(root, _titles(root, meta))
    before = set(takewhile(lambda element: element is not own, root.iter())) if own is not None else set()
    for path in BYLINES:
        elements = sorted(
            root.xpath(path)[:MAX_BYLINES], key=before.__contains__
        )  # the story's own stands below its title
        texts = [element_text(element).replace("\n\n", ", ") for element in elements[:4]]
        short = [text for text in texts if 0 < len(text) <= MAX_BYLINE_CHARS]
        if short:
            yield short[:1]
