"""Places that the formats have words for, with their codes."""

import json
from typing import Any

import pytest

from newswire.acquire.parse import parse_document
from newswire.records import ParsedItem, Place, PlaceRole, Subject

ORIGIN, EVENT, ABOUT = PlaceRole.ORIGIN, PlaceRole.EVENT, PlaceRole.ABOUT
NITF_HEAD = """<head><meta name="categoria" content="POL"/><tobject><tobject.property tobject.property.type="feature"/>
<tobject.subject tobject.subject.ipr="MW" tobject.subject.refnum="F02"/></tobject><docdata><doc-id id-string="q1"/>
<evloc city="Bowmore" state-prov="Argyll" iso-cc="GB"/><identified-content><location location-code="16042"
code-source="ports.example">Port Ellen</location></identified-content></docdata></head>"""
NITF = f"""<nitf>{NITF_HEAD}<body><body.head><dateline><location>PORT ELLEN</location></dateline></body.head>
<body.content><p>The quay is shut.</p></body.content></body></nitf>"""
G2 = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:q"><contentMeta>
<located qcode="town:7"><name>Port Ellen</name></located><genre qcode="genre:wrap"/><genre><name>Analysis</name></genre>
<subject type="cpnat:geoArea" qcode="area:islay"/>
<subject type="cpnat:abstract" qcode="medtop:1"><name>ports</name></subject>
</contentMeta><assert qcode="area:islay"><name>Islay</name></assert>
<contentSet><inlineData>The quay is shut.</inlineData></contentSet></newsItem>"""
ONE = f"""<NewsML><NewsItem><Identification><NewsIdentifier><PublicIdentifier>urn:q</PublicIdentifier></NewsIdentifier>
</Identification><NewsComponent><DescriptiveMetadata><Genre FormalName="Wrap"/><Genre FormalName="Ports"/>
<Location HowPresent="Event"><Property FormalName="Country" Value="GBR"/><Property FormalName="City" Value=""/>
<Property FormalName="City" Value="Bowmore"/></Location></DescriptiveMetadata>
<ContentItem><DataContent>{NITF}</DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"""


def read(document: str | dict[str, Any]) -> ParsedItem:
    data = document if isinstance(document, str) else json.dumps(document)
    [item] = parse_document(data.encode(), reference="a")
    return item


def test_nitf_says_where_it_was_filed_where_it_happened_and_what_it_is_about() -> None:
    item = read(NITF)
    assert item.places == (
        Place(role=ORIGIN, name="PORT ELLEN"),
        Place(role=EVENT, name="Bowmore"),
        Place(role=EVENT, name="Argyll"),
        Place(role=EVENT, scheme="iso3166-1a2", code="GB"),
        Place(role=ABOUT, name="Port Ellen", scheme="ports.example", code="16042"),
    )
    assert (item.located, item.genres) == ("PORT ELLEN", ("feature",))
    assert item.subjects == (Subject(scheme="mw", code="F02"), Subject(scheme="category", code="POL"))


def test_newsml_1_has_its_own_places_and_those_of_the_nitf_inside() -> None:
    item = read(ONE)
    assert item.places[:3] == (
        Place(role=EVENT, scheme="iso3166-1a3", code="GBR"),
        Place(role=EVENT, name="Bowmore"),
        Place(role=ORIGIN, name="PORT ELLEN"),
    )
    assert (item.located, item.genres) == ("PORT ELLEN", ("Wrap", "Ports"))
    assert Subject(scheme="category", code="POL") in item.subjects


def test_newsml_g2_has_places_among_its_subjects_and_names_in_asserts() -> None:
    item = read(G2)
    assert item.places == (
        Place(role=ORIGIN, name="Port Ellen", scheme="town", code="7"),
        Place(role=ABOUT, name="Islay", scheme="area", code="islay"),
    )
    assert (item.located, item.genres) == ("Port Ellen", ("wrap", "Analysis"))
    [literal] = read(G2.replace('qcode="town:7"><name>Port Ellen</name>', 'literal="Port Ellen, Islay">')).places[:1]
    assert literal == Place(role=ORIGIN, name="Port Ellen, Islay")


@pytest.mark.parametrize("key", ["place", "places"])
def test_ninjs_has_places_with_codes_and_without(key: str) -> None:
    rows = [{"name": "Islay", "rel": "mentions"}, {"name": "UK", "uri": "http://cv.iptc.org/newscodes/region/gb"}]
    item = read({"uri": "urn:q", "body_text": "The quay is shut.", "located": "PORT ELLEN", key: rows})
    assert item.places == (
        Place(role=ORIGIN, name="PORT ELLEN"),
        Place(role=ABOUT, name="Islay"),
        Place(role=ABOUT, name="UK", scheme="region", code="gb"),
    )


def test_ap_has_the_parts_of_its_dateline() -> None:
    dateline = {"city": "Port Ellen", "countrycode": "GBR", "countryname": "United Kingdom"}
    item = read(
        {"data": {"item": {"uri": "urn:q", "altids": {}, "datelinelocation": dateline, "body_nitf": "<p>One.</p>"}}}
    )
    assert item.places == (
        Place(role=ORIGIN, name="Port Ellen"),
        Place(role=ORIGIN, name="United Kingdom", scheme="iso3166-1a3", code="GBR"),
    )


def test_words_are_counted_where_none_are_stated() -> None:
    said = {"uri": "urn:q", "body_text": "The quay is shut."}
    assert (read(said).word_count, read(said).words) == (None, 4)
    assert read({**said, "wordcount": 9}).words == 9


def test_places_of_a_hostile_size_are_bounded() -> None:
    rows = [{"name": f"{number}{'x' * 5000}"} for number in range(300)]
    item = read({"uri": "urn:q", "body_text": "One.", "place": rows})
    assert len(item.places) == 200
    assert max(len(place.name or "") for place in item.places) <= 1000
