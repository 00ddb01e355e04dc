"""NITF 3.x as a document of its own."""

from datetime import UTC, datetime

import pytest

from newswire.acquire.parse import parse_document
from newswire.acquire.sniff import sniff_format
from newswire.errors import Reason, RejectedError
from newswire.records import ParsedItem, PubStatus, Signal, SourceFormat, Subject

HEAD = (
    '<tobject><tobject.subject tobject.subject.refnum="04015000" tobject.subject.type="Economy"'
    ' tobject.subject.matter="Ports"/></tobject>'
    '<docdata{status}><doc-id id-string="mw.1"/><urgency ed-urg="3"/><evloc city="Port Ellen"/>'
    '<date.issue norm="20261112T070000+0100"/><date.release norm="20261112T090000Z"/>'
    '<du-key key="Quay" version="4"/><ed-msg info="Adds mayor"/><doc.copyright holder="Meridian" year="2026"/>'
    '<doc.rights limitations="No archives"/><key-list><keyword key="quay"/><keyword key="ferry"/></key-list>{more}'
    "</docdata>"
)
BODY = (
    "<body><body.head><hedline><hl1>Quay shut</hl1><hl2>Ferries wait</hl2></hedline>"
    "<byline>By <person>Ann Oake</person><byttl>Port Writer</byttl></byline><distributor>Meridian Wire</distributor>"
    "<dateline><location>PORT ELLEN</location></dateline></body.head><body.content><block><p>One.</p>"
    '<media media-type="image"><media-reference source="quay.jpg"/><media-caption>The quay.</media-caption></media>'
    "<p>Two.</p></block></body.content><body.end><tagline>ao</tagline></body.end></body>"
)


def document(status: str = "", more: str = "", metas: str = "", body: str = BODY) -> bytes:
    head = HEAD.format(status=f' management-status="{status}"' if status else "", more=more)
    return f'<?xml version="1.0"?><nitf><head><title>T</title>{metas}{head}</head>{body}</nitf>'.encode()


def read(data: bytes) -> ParsedItem:
    assert sniff_format(data) is SourceFormat.NITF
    [item] = parse_document(data, reference="a.xml")
    return item


def test_what_the_head_says_is_kept() -> None:
    item = read(document())
    assert (item.guid, item.version, item.slugline, item.urgency) == ("mw.1", 4, "Quay", 3)
    assert (item.headline, item.byline, item.located) == ("Quay shut", "By Ann Oake", "PORT ELLEN")
    assert item.published_at == datetime(2026, 11, 12, 6, tzinfo=UTC)
    assert item.embargoed_until is None
    assert (item.edition_note, item.credit) == ("Adds mayor", "Meridian Wire")
    assert (item.copyright, item.usage_terms) == ("Meridian", "No archives")
    assert (item.keywords, item.associations) == (("quay", "ferry"), ("quay.jpg",))
    assert item.subjects == (Subject(scheme="subj", code="04015000", name="Ports"),)
    assert item.body == "One.\n\nThe quay.\n\nTwo."


@pytest.mark.parametrize(
    ("status", "more", "pubstatus", "signals"),
    [
        ("usable", "", PubStatus.USABLE, ()),
        ("usable", '<correction info="Corrects name"/>', PubStatus.USABLE, (Signal.CORRECTION,)),
        ("withheld", "", PubStatus.WITHHELD, ()),
        ("canceled", "", PubStatus.CANCELED, (Signal.KILL,)),
    ],
)
def test_status_and_signals(status: str, more: str, pubstatus: PubStatus, signals: tuple[Signal, ...]) -> None:
    item = read(document(status, more))
    assert (item.pubstatus, item.signals) == (pubstatus, signals)


def test_an_embargo_holds_until_its_release() -> None:
    assert read(document("embargoed")).embargoed_until == datetime(2026, 11, 12, 9, tzinfo=UTC)


def test_an_embargo_without_an_hour_is_never_usable() -> None:
    item = read(document("embargoed").replace(b'<date.release norm="20261112T090000Z"/>', b""))
    assert (item.pubstatus, item.embargoed_until) == (PubStatus.WITHHELD, None)


def test_a_status_that_is_not_known_is_refused() -> None:
    with pytest.raises(RejectedError) as refused:
        parse_document(document("perhaps"), reference="a.xml")
    assert refused.value.reason is Reason.NOT_PARSABLE


def test_agencies_put_more_into_meta_elements() -> None:
    metas = (
        '<meta name="anpa-category" content="f"/><meta name="anpa-wordcount" content="0399"/>'
        '<meta name="keyword" content="&gt;&gt;&gt;MW/ferry, islay"/>'
    )
    item = read(document(metas=metas))
    assert item.word_count == 399
    assert item.keywords == ("quay", "ferry", "islay")
    assert Subject(scheme="a1312cat", code="f") in item.subjects


def test_marks_for_translators_are_no_part_of_a_headline() -> None:
    assert read(document(body=BODY.replace("Quay shut", "&gt;&gt;&gt;MW/Quay shut"))).headline == "Quay shut"


def test_a_kill_without_a_body_is_kept_and_a_document_without_an_id_is_known_by_its_reference() -> None:
    item = read(b'<nitf><head><docdata management-status="canceled"/></head><body/></nitf>')
    assert (item.guid, item.pubstatus, item.body) == ("a.xml", PubStatus.CANCELED, "")


@pytest.mark.parametrize(
    "body",
    [
        "<p>Caf&eacute;s&nbsp;wait.</p><p>Ferries too.</p>",
        "<![CDATA[<p>Caf&eacute;s wait.</p><p>Ferries too.</p>]]>",
        "<block>&lt;p&gt;Caf&amp;eacute;s wait.&lt;/p&gt;&lt;p&gt;Ferries too.&lt;/p&gt;</block>",
        "   Cafés wait.\n   Ferries too.\n",
    ],
    ids=["names of characters", "cdata", "escaped", "plain"],
)
def test_a_body_is_read_whatever_stands_for_its_markup(body: str) -> None:
    document = (
        '<?xml version="1.0"?><nitf><head><docdata><doc-id id-string="q1"/></docdata></head>'
        f"<body><body.content>{body}</body.content></body></nitf>"
    )
    [item] = parse_document(document.encode(), reference="a")
    assert item.body == "Cafés wait.\n\nFerries too."


@pytest.mark.parametrize("status", ["Usable", "USABLE"])
def test_a_status_is_known_in_any_case(status: str) -> None:
    assert read(document(status)).pubstatus is PubStatus.USABLE


def test_a_take_key_among_the_meta_elements_is_the_note() -> None:
    data = document(metas='<meta name="anpa-takekey" content="1st Ld"/>').replace(b'<ed-msg info="Adds mayor"/>', b"")
    assert read(data).edition_note == "1st Ld"
