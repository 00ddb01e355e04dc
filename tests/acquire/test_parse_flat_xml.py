"""XML of an agency's own making, read by the names of its elements."""

from datetime import UTC, datetime

import pytest

from newswire.acquire.parse import parse_document
from newswire.acquire.sniff import sniff_format
from newswire.errors import Reason, RejectedError
from newswire.records import SourceFormat

ARTICLE = (
    "<NewsID>{guid}</NewsID><PublishDate>2026-11-12T07:00:00</PublishDate><headline>Quay shut</headline>"
    "<byLine>Ann Oake</byLine><version>3</version><content>&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;</content>"
)


def test_fields_are_known_by_their_names_and_times_have_the_zone_of_the_source() -> None:
    data = f"<MWNews>{ARTICLE.format(guid='q-1')}</MWNews>".encode()
    assert sniff_format(data) is SourceFormat.XML
    [item] = parse_document(data, reference="a.xml", timezone="Europe/Copenhagen")
    assert (item.guid, item.version, item.headline, item.byline) == ("q-1", 3, "Quay shut", "Ann Oake")
    assert item.published_at == datetime(2026, 11, 12, 6, tzinfo=UTC)
    assert item.body == "One.\n\nTwo."


def test_a_list_of_articles_gives_each() -> None:
    rows = "".join(f"<entry>{ARTICLE.format(guid=n)}</entry>" for n in "ab")
    items = parse_document(f"<export><list>{rows}</list></export>".encode(), reference="a.xml")
    assert [item.guid for item in items] == ["a", "b"]


@pytest.mark.parametrize("inside", ["<headline>Quay</headline>", "<pubDate>x</pubDate><a><b><c>deep</c></b></a>"])
def test_xml_without_a_text_known_by_name_is_refused(inside: str) -> None:
    with pytest.raises(RejectedError) as refused:
        parse_document(f"<MWNews>{inside}</MWNews>".encode(), reference="a.xml")
    assert refused.value.reason is Reason.UNKNOWN_FORMAT
