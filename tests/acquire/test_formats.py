"""Each format to parsed items: the sample wire against what is known of it, and small documents for single rules."""

import json
import tomllib
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newswire.acquire.charset import decode
from newswire.acquire.markup import element_text, read_html
from newswire.acquire.parse import entry_from_json, entry_to_json, parse_document
from newswire.acquire.parse_feed import parse_feed
from newswire.acquire.sniff import sniff_format
from newswire.acquire.sources import read_sources
from newswire.errors import Reason, RejectedError, SettingsError
from newswire.records import FeedEntry, PubStatus, Signal, SourceFormat

REPOSITORY = Path(__file__).parents[2]
FACTS = tomllib.loads((REPOSITORY / "tests" / "samples.toml").read_text(encoding="utf-8"))
PROSE = "The harbour stays closed until Friday, the mayor said, because the pumps are old and the water is high. " * 4


def g2(body: str, item_meta: str = "", attributes: str = 'guid="tag:a" version="20261112070000"') -> bytes:
    return (
        f'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" {attributes}><itemMeta><itemClass qcode="ninat:text"/>'
        f"<versionCreated>2026-11-12T07:00:00+01:00</versionCreated>{item_meta}</itemMeta>"
        f"<contentMeta><headline>H</headline></contentMeta><contentSet>{body}</contentSet></newsItem>"
    ).encode()


@pytest.mark.parametrize("folder", ["meridian-wire", "tern-agency"])
def test_the_sample_agencies_give_their_versions(folder: str) -> None:
    items = [
        item
        for path in sorted((REPOSITORY / "samples" / folder).iterdir())
        for item in parse_document(path.read_bytes(), reference=path.name)
    ]
    [fact] = [source for source in FACTS["source"] if source["name"] == folder]
    assert len(items) == fact["versions"]
    assert len({item.guid for item in items}) == fact["stories"]
    assert all(item.body or item.pubstatus is PubStatus.CANCELED for item in items)
    assert not [item for item in items if "<" in item.body]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- c --><rss version='2.0'>", SourceFormat.RSS),
        (b"<a:feed xmlns:a='http://www.w3.org/2005/Atom'>", SourceFormat.ATOM),
        (b"<!DOCTYPE html><html>", SourceFormat.HTML),
        (b"<newsMessage xmlns='x'>", SourceFormat.NEWSML_G2),
        (b'{"uri": "tag:a", "type": "text"}', SourceFormat.NINJS),
        (b"just words", SourceFormat.TEXT),
        ("<html>".encode("utf-16"), SourceFormat.HTML),
    ],
)
def test_the_kind_is_sniffed_from_the_bytes(data: bytes, expected: SourceFormat) -> None:
    assert sniff_format(data) is expected


@pytest.mark.parametrize(
    "body",
    [
        '<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head>'
        "<title>no</title></head><body><p>One <b>bold</b> word.</p><p>Two.</p></body></html></inlineXML>",
        '<inlineXML contenttype="text/plain"><nitf><head><title>no</title></head><body><body.head><hedline>'
        "<hl1>no</hl1></hedline></body.head><body.content><block><p>One <em>bold</em> word.</p><p>Two.</p></block>"
        "</body.content></body></nitf></inlineXML>",
        '<inlineData contenttype="text/plain">    One bold word.\n    Two.</inlineData>',
        '<inlineData contenttype="text/html">&lt;p&gt;One bold word.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;</inlineData>',
    ],
    ids=["xhtml", "nitf under a wrong media type", "plain with indents", "html as text"],
)
def test_one_walker_reads_every_kind_of_body(body: str) -> None:
    [item] = parse_document(g2(body), reference="a.xml")
    assert item.body == "One bold word.\n\nTwo."


def test_several_renditions_give_the_richest_and_never_two() -> None:
    [item] = parse_document(
        g2("<inlineData>Short.</inlineData><inlineData>This one is longer.</inlineData>"), reference="a"
    )
    assert item.body == "This one is longer."


def test_versions_status_signals_and_embargo_are_read() -> None:
    meta = (
        '<pubStatus qcode="stat:usable"/><signal qcode="sig:correction"/><signal qcode="sig:update"/>'
        '<embargoed>2026-11-12T09:00:00Z</embargoed><edNote>Corrects paragraph 3</edNote><signal qcode="x:odd"/>'
    )
    [item] = parse_document(g2("<inlineData>Words.</inlineData>", meta), reference="a.xml")
    assert item.version == 20261112070000
    assert item.signals == (Signal.CORRECTION, Signal.UPDATE)
    assert item.embargoed_until == datetime(2026, 11, 12, 9, tzinfo=UTC)
    assert item.updated_at == datetime(2026, 11, 12, 6, tzinfo=UTC)
    assert item.edition_note == "Corrects paragraph 3"
    assert item.notes == ("signal not known: x:odd",)


def test_a_kill_with_an_empty_body_is_an_item() -> None:
    [item] = parse_document(g2("", '<pubStatus qcode="stat:canceled"/>'), reference="a.xml")
    assert (item.pubstatus, item.signals, item.body) == (PubStatus.CANCELED, (Signal.KILL,), "")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (g2("", '<pubStatus qcode="stat:perhaps"/>'), Reason.NOT_PARSABLE),
        (g2("", attributes='guid="a" version="one"'), Reason.NOT_PARSABLE),
        (g2("", attributes='version="1"'), Reason.NOT_PARSABLE),
        (b"<packageItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='a'/>", Reason.NOT_AN_ARTICLE),
        (b'{"uri": "a", "type": "picture"}', Reason.NOT_AN_ARTICLE),
        (b'{"uri": ', Reason.NOT_PARSABLE),
        (b'{"some": "json"}', Reason.UNKNOWN_FORMAT),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), Reason.UNKNOWN_FORMAT),
        (b"<svg xmlns='x'/>", Reason.UNKNOWN_FORMAT),
        (b"  \n ", Reason.EMPTY_BODY),
        (b"<html><body><p>Please enable JavaScript.</p></body></html>", Reason.BROKEN_EXTRACTION),
    ],
)
def test_what_can_not_be_an_article_is_refused_with_its_reason(data: bytes, reason: Reason) -> None:
    with pytest.raises(RejectedError) as refused:
        parse_document(data, reference="a")
    assert refused.value.reason is reason


def test_a_malformed_feed_keeps_what_can_be_read_and_one_bad_byte_spoils_only_itself() -> None:
    feed = "<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>F</title>" + "".join(
        f"<item><guid>{n}</guid><link>/p{n}</link><title>Café {n}</title><pubDate>7/8/2026</pubDate></item>"
        for n in (1, 2)
    )
    entries, notes = parse_feed(feed.encode() + b"<item><title>\xff & <", url="http://a.example/f/rss.xml")
    assert [entry.title for entry in entries[:2]] == ["Café 1", "Café 2"]
    assert [entry.url for entry in entries[:2]] == ["http://a.example/p1", "http://a.example/p2"]
    assert entries[0].published_at is None
    assert entries[0].notes == ("published: not a time: '7/8/2026'",)
    assert any("malformed" in note for note in notes)


def test_an_entry_survives_its_way_through_the_database() -> None:
    entry = FeedEntry(
        guid="g", url=None, published_at=datetime(2026, 11, 1, tzinfo=UTC), categories=("a",), notes=("n",)
    )
    assert entry_from_json(json.loads(entry_to_json(entry))) == entry


@pytest.mark.parametrize(
    ("feed", "published"),
    [
        (
            b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
            b'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="a"><title>Gull</title></channel>'
            b'<item rdf:about="http://gull.example/1"><title>Quay shut</title><dc:date>2026-11-12T07:00:00Z</dc:date>'
            b"</item></rdf:RDF>",
            datetime(2026, 11, 12, 7, tzinfo=UTC),
        ),
        (
            b'<feed xmlns="http://www.w3.org/2005/Atom"><title>Gull</title><entry><id>a</id><title>Quay shut</title>'
            b"<updated>2026-11-12T07:00:00Z</updated></entry></feed>",
            None,
        ),
    ],
)
def test_the_only_date_of_rss_1_is_that_of_publication_and_that_of_atom_is_of_its_change(
    feed: bytes, published: datetime | None
) -> None:
    ((entry,), _) = parse_feed(feed, url="http://gull.example/feed")
    assert (entry.published_at, entry.updated_at) == (published, datetime(2026, 11, 12, 7, tzinfo=UTC))


def test_a_feed_s_time_that_is_still_to_come_gives_way_to_the_page_s_with_a_note() -> None:
    told, fetched_at = "2026-11-12T06:00:00+00:00", datetime(2026, 11, 13, tzinfo=UTC)
    page = f"<meta property='article:published_time' content='{told}'><article><p>{PROSE}</p></article>".encode()
    late = FeedEntry(guid="g", url="http://a.example/1", published_at=datetime(2037, 1, 1, tzinfo=UTC))
    [item] = parse_document(page, reference="http://a.example/1", entry=late, fetched_at=fetched_at)
    assert item.published_at is not None
    assert (item.published_at.isoformat(), item.published_from) == (told, "meta article:published_time")
    assert item.version == int(item.published_at.timestamp()), "a version of the far future would never be corrected"
    assert "published_at: in the future: 2037-01-01T00:00:00+00:00" in item.notes


@pytest.mark.parametrize(("status", "kept"), [("usable", False), ("withheld", True)])
def test_a_wire_s_time_that_is_still_to_come_is_dropped_with_a_note_unless_it_is_held_back(
    status: str, *, kept: bool
) -> None:
    wire = {
        "uri": "urn:q", "type": "text", "pubstatus": status, "versioncreated": "2037-01-01T00:00:00Z",
        "firstcreated": "2026-11-12T06:00:00Z", "headline": "Quay shut", "body_text": "The quay is shut.",
    }  # fmt: skip
    data, fetched_at = json.dumps(wire).encode(), datetime(2026, 11, 13, tzinfo=UTC)
    [item] = parse_document(data, reference="a.json", fetched_at=fetched_at)
    assert item.published_at == datetime(2026, 11, 12, 6, tzinfo=UTC)
    assert (item.updated_at is not None) is kept
    assert ("updated_at: in the future: 2037-01-01T00:00:00+00:00" in item.notes) is not kept


def test_the_feed_wins_over_the_page_and_its_text_where_it_is_longer() -> None:
    page = (
        f"<html><head><title>Page | Site</title></head><body><article><p>{PROSE}</p></article></body></html>".encode()
    )
    entry = FeedEntry(
        guid="g", url="http://a.example/1", title="From the feed", content_html=f"<p>{PROSE}</p><p>More.</p>"
    )
    [item] = parse_document(page, reference="http://a.example/1", entry=entry)
    assert (item.guid, item.headline) == ("g", "From the feed")
    assert item.body.endswith("More.")


@pytest.mark.parametrize(
    ("data", "declared", "expected"),
    [
        ("Café".encode(), "iso-8859-1", "Café"),
        ("Café".encode("cp1252"), None, "Café"),
        ("“Café”".encode("cp1252"), "iso-8859-1", "“Café”"),
        ('<meta charset="koi8-r">мир'.encode("koi8-r"), None, '<meta charset="koi8-r">мир'),
        ("мир".encode("utf-16"), None, "мир"),
        ("éééé".encode() + b"\xff", None, "éééé\ufffd"),
        ("海の駅".encode("cp932"), "x-sjis", "海の駅"),
        ("海の駅".encode("iso-2022-jp"), "ISO-2022-JP", "海の駅"),
        ("朱镕基".encode("gb18030"), "gb2312", "朱镕基"),
        ("สถานี".encode("cp874"), "windows-874", "สถานี"),
        (b"+AOk- stays", "utf-7", "+AOk- stays"),
    ],
)
def test_bytes_are_read_in_the_order_of_the_html_standard(data: bytes, declared: str | None, expected: str) -> None:
    assert decode(data, declared)[0] == expected


def test_entities_are_never_expanded_nor_fetched() -> None:
    def with_entities(entities: str, body: str) -> bytes:
        return f"<!DOCTYPE newsItem [{entities}]>".encode() + g2(f"<inlineData>{body}</inlineData>")

    laughs = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 9))
    with pytest.raises(RejectedError, match="amplification"):
        parse_document(with_entities(f"<!ENTITY a0 'ha'>{laughs}", "&a8;"), reference="x")
    [item] = parse_document(with_entities("<!ENTITY file SYSTEM 'file:///etc/passwd'>", "&file;"), reference="x")
    assert item.body == ""


@settings(max_examples=150, deadline=None)
@given(data=st.binary(max_size=400), kind=st.sampled_from([None, *SourceFormat]))
def test_arbitrary_bytes_are_parsed_or_rejected_and_nothing_else(data: bytes, kind: SourceFormat | None) -> None:
    with suppress(RejectedError):
        parse_document(data, reference="x", stated=kind)


@settings(max_examples=60, deadline=None)
@given(words=st.lists(st.text("abcé", min_size=1, max_size=5), min_size=1, max_size=12), data=st.data())
def test_no_word_of_a_page_is_lost(words: list[str], data: st.DataObject) -> None:
    tags = st.sampled_from(["p", "b", "div", "li", "em", "h2", "td", "blockquote"])
    page = " ".join(f"<{tag}>{word}</{tag}>" for word in words for tag in [data.draw(tags)])
    assert element_text(read_html(page)).split() == words


@pytest.mark.parametrize("tag", ["div", "p", "b", "table", "ul"])
def test_deep_nesting_does_not_crash(tag: str) -> None:
    deep = f"<{tag}>" * 20_000 + PROSE + f"</{tag}>" * 20_000
    for data in (f"<html><body>{deep}</body></html>".encode(), g2(f"<inlineXML>{deep}</inlineXML>")):
        with suppress(RejectedError):
            parse_document(data, reference="x")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('\n[[source]]\nname = "a"\nkind = "feed"\nurl = "ftp://x"\n', "line 2: url"),
        ('[[source]]\nname = "a"\nkind = "files"\nfolder = "x"\n\n[[source]]\nname = "a"\n', "line 6: kind"),
        ('[[source]]\nname = "a"\nkind = "files"\nfolder = "x"\nfoldr = "y"\n', "line 1: foldr"),
        ('[[source]]\nname = "A b"\nkind = "files"\nfolder = "x"\n', "line 1: name"),
        ('[[source]]\nname = "a"\nkind = "files"\nfolder = "x"\ntimezone = "Mars"\n', "line 1: timezone"),
        ('[[source]]\nname = "a"\nkind = "files"\nfolder = "x"\nenabled = "yes"\n', "line 1: enabled"),
        ("[[source]]\nname = \n", "line 2"),
        ('[source]\nname = "a"\n', "[[source]]"),
    ],
)
def test_a_wrong_sources_file_is_refused_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "sources.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as refused:
        read_sources(tmp_path / "sources.toml")
    assert message in str(refused.value)
