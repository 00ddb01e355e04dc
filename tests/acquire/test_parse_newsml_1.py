"""NewsML 1.0 to 1.2."""

from datetime import UTC, datetime

import pytest

from newswire.acquire.parse import parse_document
from newswire.acquire.sniff import sniff_format
from newswire.errors import Reason, RejectedError
from newswire.records import ParsedItem, PubStatus, Signal, SourceFormat, Subject

IDENTITY = (
    "<ProviderId>mw.example</ProviderId><DateId>20261112</DateId><NewsItemId>Q1</NewsItemId>"
    '<RevisionId PreviousRevision="2" Update="N">3</RevisionId>'
)
PUBLIC = "<PublicIdentifier>urn:newsml:mw.example:20261112:Q1:3N</PublicIdentifier>"
NITF = "<nitf><body><body.head><hedline><hl1>no</hl1></hedline></body.head><body.content><p>One <em>bold</em> word.</p>"
CONTENT = f'<MediaType FormalName="Text"/><DataContent>{NITF}<p>Two.</p></body.content></body></nitf></DataContent>'


def document(
    status: str = '<Status FormalName="Usable"/>', content: str = CONTENT, identity: str = IDENTITY + PUBLIC
) -> bytes:
    return (
        '<NewsML Version="1.2"><NewsEnvelope><DateAndTime>20261112T070000Z</DateAndTime><Priority FormalName="4"/>'
        f'</NewsEnvelope><NewsItem xml:lang="en"><Identification><NewsIdentifier>{identity}</NewsIdentifier>'
        "</Identification><NewsManagement><FirstCreated>20261112T060000Z</FirstCreated>"
        f"<ThisRevisionCreated>20261112T080000+0100</ThisRevisionCreated>{status}"
        '<Urgency FormalName="2"/></NewsManagement><NewsComponent><NewsLines><HeadLine>Quay shut</HeadLine>'
        "<ByLine>Ann Oake</ByLine><DateLine>PORT ELLEN, Nov 12</DateLine><CreditLine>MW</CreditLine>"
        "<CopyrightLine>(c) MW</CopyrightLine><SlugLine>Quay</SlugLine><KeywordLine>ferry</KeywordLine></NewsLines>"
        "<RightsMetadata><UsageRights><Limitations>No archives</Limitations></UsageRights></RightsMetadata>"
        '<DescriptiveMetadata><Language FormalName="en-GB"/><Genre FormalName="Wrap"/><SubjectCode>'
        '<SubjectMatter FormalName="04015000"/></SubjectCode><Location><Property FormalName="City" Value="Port Ellen"/>'
        f"</Location></DescriptiveMetadata><ContentItem>{content}</ContentItem><ContentItem Href='quay.jpg'>"
        '<MediaType FormalName="Photo"/></ContentItem></NewsComponent></NewsItem></NewsML>'
    ).encode()


def read(data: bytes) -> ParsedItem:
    assert sniff_format(data) is SourceFormat.NEWSML_1
    [item] = parse_document(data, reference="a.xml")
    return item


def test_what_management_and_components_say_is_kept() -> None:
    item = read(document())
    assert (item.version, item.urgency, item.priority, item.language) == (3, 2, 4, "en-GB")
    assert item.published_at == datetime(2026, 11, 12, 6, tzinfo=UTC)
    assert item.updated_at == datetime(2026, 11, 12, 7, tzinfo=UTC)
    assert (item.headline, item.slugline, item.byline) == ("Quay shut", "Quay", "Ann Oake")
    assert (item.dateline, item.located, item.genres) == ("PORT ELLEN, Nov 12", "Port Ellen", ("Wrap",))
    assert (item.credit, item.copyright, item.usage_terms) == ("MW", "(c) MW", "No archives")
    assert (item.keywords, item.associations) == (("ferry",), ("quay.jpg",))
    assert item.subjects == (Subject(scheme="subj", code="04015000"),)


@pytest.mark.parametrize("identity", [IDENTITY + PUBLIC, IDENTITY])
def test_all_revisions_share_one_guid_with_and_without_a_public_identifier(identity: str) -> None:
    assert read(document(identity=identity)).guid == "urn:newsml:mw.example:20261112:Q1"


def test_an_item_without_an_identifier_is_refused() -> None:
    with pytest.raises(RejectedError) as refused:
        read(document(identity="<NewsItemId>Q1</NewsItemId>"))
    assert refused.value.reason is Reason.NOT_PARSABLE


@pytest.mark.parametrize(
    "content",
    [
        CONTENT,
        "<DataContent><html><head><title>no</title></head><body><p>One bold word.</p><p>Two.</p></body></html>"
        "</DataContent>",
        "<DataContent>&lt;p&gt;One bold word.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;</DataContent>",
        "<DataContent>One bold word.\n\nTwo.</DataContent>",
        "<DataContent><p>One bold word.</p><p>Two.</p></DataContent>",
    ],
    ids=["nitf", "xhtml", "html as text", "plain", "bare paragraphs"],
)
def test_one_walker_reads_every_kind_of_content(content: str) -> None:
    assert read(document(content=content)).body == "One bold word.\n\nTwo."


HOUR = "<DateAndTime>20261112T090000Z</DateAndTime>"


@pytest.mark.parametrize(
    ("status", "pubstatus", "signals", "hour"),
    [
        ('<Status FormalName="Canceled"/>', PubStatus.CANCELED, (Signal.KILL,), None),
        ('<Status FormalName="Withheld"/>', PubStatus.WITHHELD, (), None),
        ('<Status FormalName="Usable"/><Instruction FormalName="Update"/>', PubStatus.USABLE, (Signal.UPDATE,), None),
        (
            f'<Status FormalName="Embargoed"/><StatusWillChange><FutureStatus FormalName="Usable"/>{HOUR}'
            "</StatusWillChange>",
            PubStatus.USABLE,
            (),
            9,
        ),
        (
            f'<Status FormalName="Embargoed"/><StatusWillChange><FutureStatus FormalName="Canceled"/>{HOUR}'
            "</StatusWillChange>",
            PubStatus.WITHHELD,
            (),
            None,
        ),
        ('<Status FormalName="Embargoed"/>', PubStatus.WITHHELD, (), None),
    ],
)
def test_status_signals_and_embargo(
    status: str, pubstatus: PubStatus, signals: tuple[Signal, ...], hour: int | None
) -> None:
    item = read(document(status))
    assert (item.pubstatus, item.signals) == (pubstatus, signals)
    assert (item.embargoed_until.hour if item.embargoed_until else None) == hour


def test_a_document_without_an_item_is_no_article() -> None:
    with pytest.raises(RejectedError) as refused:
        parse_document(b"<NewsML><Catalog/></NewsML>", reference="a.xml")
    assert refused.value.reason is Reason.NOT_AN_ARTICLE


def test_the_component_of_role_main_is_the_story_and_a_longer_caption_is_not() -> None:
    caption = "<NewsComponent><Role FormalName='Caption'/><ContentItem><DataContent><p>A caption that says more words."
    caption += "</p></DataContent></ContentItem></NewsComponent>"
    story = "<NewsComponent>{}<ContentItem><DataContent><p>Short.</p></DataContent></ContentItem></NewsComponent>"
    for role in ("", "<Role FormalName='Main'/>"):
        inner = f"</ContentItem>{caption}{story.format(role)}<ContentItem>"
        assert read(document(content=inner)).body == "Short."


def test_categories_and_topics_are_subjects_and_a_document_without_times_has_its_envelopes() -> None:
    data = document().replace(b"<SubjectCode>", b"<Property FormalName='Topic' Value='Ports'/><SubjectCode>")
    data = data.replace(b"FirstCreated", b"Other").replace(b"ThisRevisionCreated", b"Another")
    item = read(data)
    assert Subject(scheme="topic", code="Ports") in item.subjects
    assert item.published_at == datetime(2026, 11, 12, 7, tzinfo=UTC)


def test_a_picture_with_its_caption_is_no_article_and_keeps_none_from_being_read() -> None:
    caption = (
        "<NewsComponent><Role FormalName='Caption'/><ContentItem><MediaType FormalName='Text'/><DataContent>A crane."
        "</DataContent></ContentItem></NewsComponent><NewsComponent><Role FormalName='Main'/><ContentItem Href='a.jpg'>"
        "<MediaType FormalName='Photo'/></ContentItem></NewsComponent>"
    )
    story = document()
    picture = document().replace(f"<ContentItem>{CONTENT}</ContentItem>".encode(), caption.encode())
    with pytest.raises(RejectedError) as refused:
        parse_document(picture, reference="a.xml")
    assert refused.value.reason is Reason.NOT_AN_ARTICLE
    item = picture[picture.index(b"<NewsItem") : picture.index(b"</NewsML>")].replace(b"Q1", b"Q2")
    [read_beside] = parse_document(story.replace(b"</NewsML>", item + b"</NewsML>"), reference="a.xml")
    assert read_beside.guid.endswith("Q1")
    [killed] = parse_document(picture.replace(b'"Usable"', b'"Canceled"'), reference="a.xml")
    assert (killed.pubstatus, killed.body) == (PubStatus.CANCELED, "")


def test_degrees_are_no_places() -> None:
    city = b'<Property FormalName="City" Value="Port Ellen"/>'
    degrees = b'<Property FormalName="Latitude" Value="55.63"/><Property FormalName="Longitude" Value="-6,19"/>'
    item = read(document().replace(city, city + degrees))
    assert [place.name for place in item.places] == ["Port Ellen"]
