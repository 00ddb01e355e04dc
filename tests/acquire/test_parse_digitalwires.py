"""dpa's digitalwires JSON."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from newswire.acquire.parse import parse_document
from newswire.acquire.sniff import sniff_format
from newswire.errors import Reason, RejectedError
from newswire.records import ParsedItem, PubStatus, Signal, SourceFormat, Subject


def read(**said: Any) -> ParsedItem:
    whole = {
        "format": "digitalwires@0.9",
        "urn": "urn:newsml:mw.example:20261112:q-1",
        "version": "1760000000",
        "pubstatus": "usable",
        "version_created": "2026-11-12T08:00:00+01:00",
        "content_created": "2026-11-12T07:00:00+01:00",
        "language": "de",
        "headline": "Kai gesperrt",
        "dateline": "Port Ellen (mw) - ",
        "urgency": 3,
        "categories": [
            {"qcode": "medtop:20000337", "name": "Schifffahrt", "type": "dnltype:dpasubject"},
            {"qcode": "sig:update", "type": "dnltype:signal"},
            {"qcode": "desk:pl", "name": "Politik", "type": "dnltype:desk"},
        ],
        "ednotes": [{"ednote": "Neu: Absatz 2"}],
        "associations": [{"urn": "urn:newsml:mw.example:p-1", "type": "image"}],
        "article_html": "<section class='main'><p>Eins.</p><p>Zwei.</p></section>",
    } | said
    data = json.dumps(whole).encode()
    assert sniff_format(data) is SourceFormat.DIGITALWIRES
    [item] = parse_document(data, reference="a.json")
    return item


def test_what_the_object_says_is_kept() -> None:
    item = read()
    assert (item.guid, item.version) == ("urn:newsml:mw.example:20261112:q-1", 1760000000)
    assert item.published_at == datetime(2026, 11, 12, 6, tzinfo=UTC)
    assert item.updated_at == datetime(2026, 11, 12, 7, tzinfo=UTC)
    assert (item.signals, item.section, item.urgency) == ((Signal.UPDATE,), "Politik", 3)
    assert item.subjects == (Subject(scheme="medtop", code="20000337", name="Schifffahrt"),)
    assert (item.edition_note, item.associations) == ("Neu: Absatz 2", ("urn:newsml:mw.example:p-1",))
    assert item.body == "Eins.\n\nZwei."


def test_a_kill_without_a_text_is_kept() -> None:
    item = read(pubstatus="canceled", article_html=None)
    assert (item.pubstatus, item.signals[-1], item.body) == (PubStatus.CANCELED, Signal.KILL, "")


def test_an_embargo_is_an_instant() -> None:
    assert read(embargoed="2026-11-13T00:00:00+01:00").embargoed_until == datetime(2026, 11, 12, 23, tzinfo=UTC)


def test_pictures_alone_are_no_article() -> None:
    with pytest.raises(RejectedError, match="image") as refused:
        read(article_html=None)
    assert refused.value.reason is Reason.NOT_AN_ARTICLE


def test_a_box_beside_the_story_is_part_of_it() -> None:
    assert read(infobox_html="<section><h2>Zahlen</h2><p>Drei.</p></section>").body.endswith("Zwei.\n\nZahlen\n\nDrei.")
