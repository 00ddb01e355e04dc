"""AP's content API: ninjs in an envelope."""

import json
from typing import Any

import pytest

from newswire.acquire.parse import parse_document
from newswire.acquire.parse_ap import cut_take
from newswire.acquire.sniff import sniff_format
from newswire.errors import Reason, RejectedError
from newswire.records import ParsedItem, PubStatus, Signal, SourceFormat


def item(**said: Any) -> dict[str, Any]:
    return {
        "uri": "https://api.example/content/abc?et=2",
        "altids": {"itemid": "abc", "etag": "abc_2"},
        "version": 2,
        "type": "text",
        "pubstatus": "usable",
        "headline": "Quay shut",
        "slugline": "BC-GB--Quay Shut, 2nd Ld-Writethru",
        "ednote": "Eds: UPDATES: Adds quote",
        "renditions": {"nitf": {"words": 412, "href": "https://api.example/abc.nitf"}},
        "links": [{"rel": "canonical", "href": "https://news.example/abc"}],
    } | said


def read(*items: dict[str, Any]) -> list[ParsedItem]:
    data = {"item": items[0]} if len(items) == 1 else {"items": [{"meta": {}, "item": one} for one in items]}
    document = json.dumps({"data": data}).encode()
    assert sniff_format(document) is SourceFormat.AP_JSON
    return parse_document(document, reference="a.json")


def test_an_item_is_known_by_its_itemid_and_its_slug_without_the_take() -> None:
    [found] = read(item(editorialtypes=["Lead"]))
    assert (found.source_format, found.guid, found.version) == (SourceFormat.AP_JSON, "urn:ap.org:abc", 2)
    assert (found.slugline, found.edition_note) == ("GB--Quay Shut", "2nd Ld-Writethru Eds: UPDATES: Adds quote")
    assert (found.signals, found.word_count, found.url) == ((Signal.UPDATE,), 412, "https://news.example/abc")
    assert found.notes == ("the body lies elsewhere: https://api.example/abc.nitf",)


def test_a_kill_among_the_editorial_types_cancels() -> None:
    [found] = read(item(editorialtypes=["Kill"]))
    assert (found.pubstatus, found.signals) == (PubStatus.CANCELED, (Signal.KILL,))


def test_a_feed_gives_its_texts_and_leaves_its_pictures() -> None:
    first, second = read(item(), item(type="picture"), item(altids={"itemid": "def"}))
    assert (first.guid, second.guid) == ("urn:ap.org:abc", "urn:ap.org:def")


def test_pictures_alone_are_no_article() -> None:
    with pytest.raises(RejectedError, match="picture") as refused:
        read(item(type="picture"))
    assert refused.value.reason is Reason.NOT_AN_ARTICLE


@pytest.mark.parametrize(
    ("slugline", "expected"),
    [
        ("AP-Rain, 1st Ld", ("Rain", "1st Ld")),
        ("Rain, Wind and Snow", ("Rain, Wind and Snow", None)),
        ("Rain, Wind, Writethru", ("Rain, Wind", "Writethru")),
        ("", ("", None)),
        ("," * 5000, ("," * 5000, None)),
    ],
)
def test_the_take_is_cut_from_the_slug(slugline: str, expected: tuple[str, str | None]) -> None:
    assert cut_take(slugline) == expected


@pytest.mark.parametrize("envelope", [lambda rows: rows, lambda rows: {"total": 2, "item": rows}])
def test_lists_of_ninjs_objects_give_their_texts(envelope: Any) -> None:
    rows = [
        {"uri": "tag:a", "type": "story", "headline": "A", "body_html": "<p>One.</p>", "body_text": "One."},
        {"uri": "tag:b", "type": "picture", "headline": "B"},
    ]
    [found] = parse_document(json.dumps(envelope(rows)).encode(), reference="a.json")
    assert (found.guid, found.body, found.source_format) == ("tag:a", "One.", SourceFormat.NINJS)


@pytest.mark.parametrize(
    ("said", "headline"),
    [
        ({"uri": "tag:a", "standard": {"version": "1.6"}}, None),
        ({"uri": "tag:a", "headline_main": "Quay", "body_xhtml": "<p>One.</p>"}, "Quay"),
        ({"guid": "tag:a", "pubstatus": "usable", "headline": "Quay"}, "Quay"),
    ],
)
def test_an_address_and_one_word_of_the_standard_make_ninjs(said: dict[str, Any], headline: str | None) -> None:
    [found] = parse_document(json.dumps(said).encode(), reference="a.json")
    assert (found.guid, found.headline) == ("tag:a", headline)


@pytest.mark.parametrize("said", [{"uri": "tag:a"}, {"uri": 3, "type": "text"}, {"type": "text"}, {"uri": "x", "k": 1}])
def test_other_json_is_not_taken_for_ninjs(said: dict[str, Any]) -> None:
    with pytest.raises(RejectedError) as refused:
        parse_document(json.dumps(said).encode(), reference="a.json")
    assert refused.value.reason is Reason.UNKNOWN_FORMAT
