"""Files of many articles (JSONL, CSV, WARC), gzip around any format, and listings (JSON Feed, sitemaps)."""

import gzip
import io
import json
from datetime import UTC, datetime

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from newswire.acquire.parse import parse_document, parse_for_reading, parse_listing
from newswire.acquire.parse_sitemap import parse_sitemap_index
from newswire.acquire.sniff import sniff_format
from newswire.errors import Reason, RejectedError
from newswire.records import SourceFormat

AT = datetime(2026, 11, 12, 6, tzinfo=UTC)
ROWS = [
    {"id": "a", "title": "Quay shut", "text": "One.\n\nTwo.", "date": "2026-11-12T07:00:00+01:00", "url": "http://x/a"},
    {"id": "b", "title": "Rain", "text": "<p>Three.</p><p>Four.</p>", "date": "soon", "url": "http://x/b"},
    {"id": "c", "title": "No text", "text": "", "date": "", "url": ""},
]
JSONL = "\n".join(map(json.dumps, [*ROWS, "no object"])).encode() + b"\n{torn"
CSV = (
    b'id,title,text,date,url\na,Quay shut,"One.\n\nTwo.",2026-11-12T07:00:00+01:00,http://x/a\n'
    b"b,Rain,<p>Three.</p><p>Four.</p>,soon,http://x/b\nc,No text,,,\n"
)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (JSONL, SourceFormat.JSONL),
        (CSV, SourceFormat.CSV),
        (CSV.replace(b",", b"\t"), SourceFormat.CSV),
        (b"\xef\xbb\xbf" + CSV.replace(b",", b";"), SourceFormat.CSV),
    ],
    ids=["jsonl", "csv", "tab-separated", "semicolons"],
)
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_rows_are_articles_by_the_names_of_their_columns(data: bytes, kind: SourceFormat, pack: type[bytes]) -> None:
    assert sniff_format(pack(data)) is kind
    first, second = parse_document(pack(data), reference="corpus")
    assert (first.guid, first.headline, first.url) == ("a", "Quay shut", "http://x/a")
    assert (first.body, first.published_at) == ("One.\n\nTwo.", AT)
    assert second.body == "Three.\n\nFour."
    assert second.published_at is None
    assert second.notes == ("published_at: not a time: 'soon'",)


def warc(*records: tuple[str, str, bytes]) -> bytes:
    """Return a WARC file of (address, status line, body) answers."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    for url, status, body in records:
        headers = StatusAndHeaders(status, [("Content-Type", "application/xml")], protocol="HTTP/1.1")
        writer.write_record(writer.create_warc_record(url, "response", io.BytesIO(body), http_headers=headers))
    return out.getvalue()


NITF = (
    b'<nitf><head><docdata><doc-id id-string="q1"/></docdata></head>'
    b"<body><body.content><p>One.</p></body.content></body></nitf>"
)


def test_each_answer_in_a_warc_file_is_sniffed_and_parsed_and_torn_ends_lose_the_torn_record_only() -> None:
    whole = warc(
        ("http://x/1", "200 OK", NITF), ("http://x/2", "404 Not Found", NITF), ("http://x/3", "200 OK", b"<svg/>")
    )
    assert sniff_format(whole) is SourceFormat.WARC
    [item] = parse_document(whole, reference="crawl.warc.gz")
    assert (item.guid, item.source_format) == ("q1", SourceFormat.NITF)
    again = warc(("http://x/1", "200 OK", NITF)) + warc(("http://x/4", "200 OK", NITF))[:-40]
    assert [found.guid for found in parse_document(again, reference="crawl.warc.gz")][:1] == ["q1"]


def test_a_warc_file_without_an_article_says_so() -> None:
    with pytest.raises(RejectedError) as refused:
        parse_document(warc(("http://x/3", "200 OK", b"<svg/>")), reference="crawl.warc.gz")
    assert refused.value.reason is Reason.NOT_AN_ARTICLE


FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Meridian",
    "language": "en",
    "authors": [{"name": "The desk"}],
    "items": [
        {
            "id": 7,
            "url": "/a",
            "title": "Quay shut",
            "content_html": "<p>One.</p>",
            "summary": "S",
            "date_published": "2026-11-12T07:00:00+01:00",
            "tags": ["islay"],
        },
        {"id": "8", "external_url": "http://y/b", "content_text": "Two.", "authors": [{"name": "Ann Oake"}]},
        {"title": "neither id nor address"},
    ],
}


def test_a_json_feed_is_a_listing_and_its_entries_are_articles_where_they_have_a_text() -> None:
    data = json.dumps(FEED).encode()
    assert sniff_format(data) is SourceFormat.JSON_FEED
    (first, second), _notes = parse_listing(data, url="http://x/feed.json")
    assert (first.guid, first.url, first.author, first.published_at) == ("7", "http://x/a", "The desk", AT)
    assert (first.categories, first.language) == (("islay",), "en")
    assert (second.guid, second.url, second.author) == ("8", "http://y/b", "Ann Oake")
    assert [item.body for item in parse_document(data, reference="http://x/feed.json")] == ["One.", "Two."]


SITEMAP = (
    b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    b'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>http://x/a</loc><news:news>'
    b"<news:publication><news:name>Meridian</news:name><news:language>en</news:language></news:publication>"
    b"<news:publication_date>2026-11-12T07:00:00+01:00</news:publication_date><news:title>Quay shut</news:title>"
    b"<news:keywords>islay, ferry</news:keywords></news:news></url><url><lastmod>2026-11-12</lastmod></url></urlset>"
)
INDEX = b"<sitemapindex><sitemap><loc>http://x/1.xml</loc></sitemap><sitemap><loc/></sitemap></sitemapindex>"


def test_a_news_sitemap_lists_pages() -> None:
    [entry], _notes = parse_listing(gzip.compress(SITEMAP), url="http://x/news.xml.gz")
    assert (entry.guid, entry.title, entry.published_at) == ("http://x/a", "Quay shut", AT)
    assert (entry.language, entry.categories) == ("en", ("islay", "ferry"))
    assert parse_sitemap_index(INDEX) == ("http://x/1.xml",)


@pytest.mark.parametrize("data", [SITEMAP, INDEX])
def test_a_sitemap_is_no_article_and_says_so(data: bytes) -> None:
    with pytest.raises(RejectedError, match="sitemap") as refused:
        parse_document(data, reference="news.xml")
    assert refused.value.reason is Reason.NOT_AN_ARTICLE


@pytest.mark.parametrize("torn", [1, 10, 60])
def test_torn_gzip_is_refused(torn: int) -> None:
    with pytest.raises(RejectedError):
        parse_document(gzip.compress(SITEMAP)[:-torn], reference="a.gz")


@pytest.mark.parametrize(
    "data",
    [
        b"Article_ID,Headline,Article Body,Publish Date\r\na,Quay shut,One.,2026-11-12 06:00\r\n",
        b'{"Article_ID": "a", "title": "Quay shut", "maintext": "One.", "date_publish": "2026-11-12 06:00"}',
        b'[{"id": "a", "title": "Quay shut", "articleBody": "One.", "datePublished": "2026-11-12T06:00:00Z"}]',
        b'{\n  "id": "a",\n  "title": "Quay shut",\n  "text": "One.",\n  "published": "2026-11-12T06:00:00Z"\n}\n',
    ],
    ids=["names in any spelling", "one line", "an array", "one object over several lines"],
)
def test_a_corpus_is_known_by_its_columns_however_they_are_spelled(data: bytes) -> None:
    [item] = parse_document(data, reference="corpus")
    assert (item.guid, item.headline, item.body, item.published_at) == ("a", "Quay shut", "One.", AT)


OWN = {"body": "Full Text", "headline": "hl", "published_at": "\u0434\u0430\u0442\u0430"}


@pytest.mark.parametrize(
    "data",
    [
        "Full Text,hl,\u0434\u0430\u0442\u0430,text\nOne.,Quay shut,2026-11-12T06:00:00Z,a teaser\n",
        '{"full_text": "One.", "HL": "Quay shut", "text": "a teaser", '
        '"\u0434\u0430\u0442\u0430": "2026-11-12T06:00:00Z"}',
        "full text;HL\nOne.;Quay shut\n",
        "full text\nOne.\n",
    ],
    ids=["csv", "one line of json", "no column of time", "one column"],
)
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_stated_columns_are_read_and_no_others_for_their_fields(data: str, pack: type[bytes]) -> None:
    [item] = parse_document(pack(data.encode()), reference="corpus", columns=OWN)
    assert item.body == "One."
    assert item.headline in ("Quay shut", None)
    assert item.published_at == (AT if "2026" in data else None)


def test_other_fields_are_still_known_by_their_usual_names() -> None:
    [item] = parse_document(b"hl,text,id\nQuay shut,One.,a\n", reference="corpus", columns={"headline": "hl"})
    assert (item.guid, item.headline, item.body) == ("a", "Quay shut", "One.")


def test_a_corpus_without_its_stated_column_says_which_is_missing() -> None:
    with pytest.raises(RejectedError, match="one of full_text"):
        parse_document(CSV, reference="corpus", columns={"body": "Full Text"})


def test_the_pages_of_a_sitemap_can_be_read_though_it_is_no_article() -> None:
    page = "<url><loc>http://x/a</loc><n:news><n:title><![CDATA[Quay &amp; ferry]]></n:title></n:news></url>"
    data = f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:n='urn:n'>{page}</urlset>".encode()
    [item] = parse_for_reading(data, reference="sitemap.xml", timezone="UTC", stated=None)
    assert (item.guid, item.url, item.headline, item.body) == ("http://x/a", "http://x/a", "Quay & ferry", "")
    with pytest.raises(RejectedError, match="sitemap"):
        parse_for_reading(INDEX, reference="index.xml", timezone="UTC", stated=None)


def test_columns_may_lie_within_others() -> None:
    rows = (
        b'{"_id": "a", "article": {"text": "The quay is shut."}, "headline": {"main": "Quay shut", "kicker": "Port"}}\n'
        b'{"_id": "b", "article": {"text": "The ferry sails."}, "headline": {"main": "Ferry back"}}\n'
    )
    found = parse_document(rows, reference="a.jsonl")
    assert [(item.guid, item.headline, item.body) for item in found] == [
        ("a", "Quay shut", "The quay is shut."), ("b", "Ferry back", "The ferry sails."),
    ]  # fmt: skip
    source = b'{"_source": {"payload": {"words": "The quay is shut."}}, "key": 7}\n'
    [item] = parse_document(source, reference="a", columns={"body": "_source.payload.words", "guid": "key"})
    assert (item.guid, item.body) == ("7", "The quay is shut.")
