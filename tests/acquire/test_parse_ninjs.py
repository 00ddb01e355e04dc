"""ninjs as agencies vary it."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from newswire.acquire.parse import parse_document
from newswire.errors import RejectedError
from newswire.records import ParsedItem, Subject


def read(**fields: Any) -> ParsedItem:
    said = {"uri": "tag:a", "type": "text", "versioncreated": "2026-11-12T07:00:00Z"} | fields
    [item] = parse_document(json.dumps(said).encode(), reference="a.json")
    return item


def test_a_rendition_that_is_data_is_no_body() -> None:
    sports = "<sports-content><team>and so on, longer than the story</team></sports-content>"
    assert read(body_xhtml="<p>One.</p>", body_sportsml=sports).body == "One."
    rows = [{"contentType": "application/xml", "value": sports}, {"contentType": "text/html", "value": "<p>One.</p>"}]
    assert read(bodies=rows).body == "One."


def test_of_a_rendition_in_nitf_the_body_is_read() -> None:
    nitf = "<nitf><head><title>no</title></head><body><body.content><p>One.</p><p>Two.</p></body.content></body></nitf>"
    assert read(body_nitf=nitf).body == "One.\n\nTwo."


def test_a_version_that_is_no_number_gives_way_to_its_time() -> None:
    item = read(version="b7-rev", body_text="One.")
    assert item.version == 20261112070000
    assert item.notes == ("not_parsable: version 'b7-rev' is not a number of at most 18 digits",)
    with pytest.raises(RejectedError, match="b7-rev"):
        read(version="b7-rev", versioncreated=None)


def test_lists_and_texts_are_read_for_keywords_sources_and_services() -> None:
    item = read(
        keywords="quay, ferry,",
        infosources=[{"name": "MW", "role": "source"}, {"name": "Port News"}],
        service=[{"code": "n", "name": "National"}],
        contentcreated="2026-11-12T06:00:00Z",
    )
    assert (item.keywords, item.credit) == (("quay", "ferry"), "MW, Port News")
    assert item.subjects == (Subject(scheme="service", code="n", name="National"),)
    assert item.published_at == datetime(2026, 11, 12, 6, tzinfo=UTC)
