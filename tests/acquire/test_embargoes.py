"""Embargoes that a note states in prose."""

import json
import time
from datetime import UTC, datetime
from typing import Any

import pytest

from newswire.acquire.embargoes import find_embargo, is_notice
from newswire.acquire.parse import parse_document
from newswire.records import ParsedItem, PubStatus

SENT = datetime(2025, 12, 14, 9, tzinfo=UTC)  # a Sunday
BERLIN = "Europe/Berlin"

READ = {
    "EMBARGOED UNTIL 0001 GMT, MONDAY DEC 15": "2025-12-15T00:01",
    "Embargo: not for release before 6 a.m. ET on Dec. 15": "2025-12-15T11:00",
    "HOLD FOR RELEASE UNTIL 6 p.m. EST, Dec. 16, 2025": "2025-12-16T23:00",
    "HOLD FOR RELEASE UNTIL 6:00 P.M. EASTERN TIME": "2025-12-14T23:00",
    "Sperrfrist: 14. Dezember, 10.00 Uhr": "2025-12-14T09:00",
    "SPERRFRIST 14.12.2025, 10 Uhr!": "2025-12-14T09:00",
    "Sperrfrist: 31.12. 18:00 Uhr": "2025-12-31T17:00",
    "Sperrfrist Montag 6 Uhr": "2025-12-15T05:00",
    "sous embargo jusqu'au 15 décembre 0100 GMT": "2025-12-15T01:00",
    "Sous embargo jusqu'au 15 décembre à 10h30 (heure de Paris)": "2025-12-15T09:30",
    "Embargo jusqu'au lundi 15 decembre 06h00": "2025-12-15T05:00",
    "Bajo embargo hasta el 15 de diciembre de 2025 a las 10:00 horas": "2025-12-15T09:00",
    "STRICTLY EMBARGOED UNTIL 00:01 HRS MONDAY 15 DECEMBER 2025": "2025-12-14T23:01",
    "Eds: embargoed to 12 noon London time Dec 20": "2025-12-20T12:00",
    "Please note: this story is embargoed until 2301 GMT Sunday (1801 ET)": "2025-12-14T23:01",
    "UPDATES with quotes. Embargoed until 1800 GMT. Pictures follow": "2025-12-14T18:00",
    "embargoed until 0600 GMT": "2025-12-15T06:00",
    "Embargoed until 2400 GMT Dec 15": "2025-12-16T00:00",
    "Embargo till midnight": "2025-12-14T23:00",
    "Under embargo until 11:30 (GMT+1) on 15/12/2025": "2025-12-15T10:30",
    "Embargo: 2025-12-15T06:00:00+01:00": "2025-12-15T05:00",
    "for release at 10:00 a.m. EST, Monday": "2025-12-15T15:00",
    "ADVANCE FOR RELEASE SUNDAY, DEC. 21": "2025-12-20T23:00",
    "EMBARGO 5 January 0600 CET": "2026-01-05T05:00",
    "EMBARGOED UNTIL DEC 15": "2025-12-14T23:00",
    "NOT FOR PUBLICATION BEFORE 0001 ON DECEMBER 15": "2025-12-14T23:01",
}


@pytest.mark.parametrize(("note", "until"), READ.items(), ids=list(READ))
def test_a_notice_is_read_to_an_instant(note: str, until: str) -> None:
    found = find_embargo(note, at=SENT, timezone=BERLIN)
    assert found is not None
    assert found.until == datetime.fromisoformat(until).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "note",
    [
        "EMBARGOED",
        "Embargo until further notice",
        "Embargoed for 0001 XYT Dec 15",
        "Embargo: 25:00 Dec 15",
        "Embargoed until Dec. 32",
        "Sperrfrist: siehe Anschreiben",
        "Embargoed until the end of the speech",
    ],
)
def test_a_notice_that_can_not_be_read_is_one_all_the_same(note: str) -> None:
    found = find_embargo(note, at=SENT, timezone=BERLIN)
    assert found is not None
    assert found.until is None


@pytest.mark.parametrize(
    "note",
    [
        "Embargo lifted",
        "The embargo has been lifted",
        "No embargo",
        "UPDATES with EU embargo on oil",
        "Embargo on oil tightened Dec 15",
        "The EU tightens its oil embargo until Dec. 15",
        "Adds hold on release of prisoners",
    ],
)
def test_news_of_an_embargo_is_no_notice(note: str) -> None:
    assert find_embargo(note, at=SENT, timezone=BERLIN) is None


@pytest.mark.parametrize(
    "line",
    [
        "Embargo: harbour hits back",
        "Embargoed oil reaches port",
        "Embargo to hit exports",
        "Embargo : le port se venge",
    ],
)
def test_a_headline_needs_words_that_say_when(line: str) -> None:
    assert find_embargo(line, at=SENT, timezone=BERLIN, is_note=False) is None


def test_without_a_year_the_one_nearest_to_the_item_counts() -> None:
    found = find_embargo("Embargoed until 0001 GMT Jan 1", at=datetime(2025, 12, 31, 20, tzinfo=UTC), timezone="UTC")
    assert found.until == datetime(2026, 1, 1, 0, 1, tzinfo=UTC)
    assert find_embargo("Embargoed until 0001 GMT Jan 1", at=None, timezone="UTC").until is None


def ninjs(**fields: Any) -> ParsedItem:
    said = {"uri": "urn:a", "type": "text", "headline": "Quay shut", "versioncreated": SENT.isoformat()}
    [item] = parse_document(
        json.dumps({**said, "body_text": "The quay is shut.", **fields}).encode(), reference="a", timezone=BERLIN
    )
    return item


def test_an_item_has_the_embargo_of_its_note() -> None:
    item = ninjs(ednote="Sperrfrist: 15. Dezember, 10.00 Uhr")
    assert (item.pubstatus, item.embargoed_until) == (PubStatus.USABLE, datetime(2025, 12, 15, 9, tzinfo=UTC))


def test_an_item_has_the_embargo_of_its_first_lines() -> None:
    item = ninjs(body_text="EMBARGOED UNTIL 0001 GMT DEC 15\n\nThe quay is shut, the mayor said.")
    assert item.embargoed_until == datetime(2025, 12, 15, 0, 1, tzinfo=UTC)
    story = "The quay stays shut. " * 30
    quoted = ninjs(body_text=f"{story}\n\n" * 9 + "Embargoed until 0001 GMT Dec 15, the paper said.")
    assert quoted.embargoed_until is None


def test_of_two_embargoes_the_later_counts() -> None:
    for stated, until in (("2025-12-16T00:00:00Z", 16), ("2025-12-14T12:00:00Z", 15)):
        item = ninjs(ednote="Embargoed until 0000 GMT Dec 15", embargoed=stated)
        assert item.embargoed_until == datetime(2025, 12, until, tzinfo=UTC)


def test_an_item_whose_embargo_can_not_be_read_is_withheld_with_a_note() -> None:
    item = ninjs(ednote="Embargoed until the speech begins")
    assert item.pubstatus is PubStatus.WITHHELD
    assert item.notes == ("embargo without a time that can be read: 'Embargoed until the speech begins'",)
    assert ninjs(ednote="Embargo", pubstatus="canceled").pubstatus is PubStatus.CANCELED


def test_a_field_that_can_not_be_read_keeps_the_item_back_as_well() -> None:
    item = ninjs(embargoed="next Monday")
    assert (item.pubstatus, item.notes) == (PubStatus.WITHHELD, ("embargoed: not a time: 'next Monday'",))
    space = "http://iptc.org/std/nar/2006-10-01/"
    g2 = f'<newsItem xmlns="{space}" guid="urn:a"><itemMeta><embargoed/></itemMeta>'
    [item] = parse_document(
        f"{g2}<contentSet><inlineData>One.</inlineData></contentSet></newsItem>".encode(), reference="a"
    )
    assert item.pubstatus is PubStatus.WITHHELD


def test_a_note_that_is_not_for_customers_counts_too() -> None:
    meta = f"<versionCreated>{SENT.isoformat()}</versionCreated>"
    note = '<edNote pubconstraint="pubconst:nonpublic">Sperrfrist: 15.12., 10 Uhr</edNote>'
    g2 = f'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:a"><itemMeta>{meta}{note}</itemMeta>'
    data = f"{g2}<contentSet><inlineData>One.</inlineData></contentSet></newsItem>".encode()
    [item] = parse_document(data, reference="a", timezone=BERLIN)
    assert (item.edition_note, item.embargoed_until) == (None, datetime(2025, 12, 15, 9, tzinfo=UTC))


def test_a_legacy_wire_has_it_among_its_take_keys_and_not_as_its_headline() -> None:
    head = (
        "\x01mwa0042 3 i 93  mw 0007\r\n\r\nIslay/\r\n\x02EMBARGOED UNTIL 0001 GMT, MONDAY DEC 15\r\nQuay shut\r\n\r\n"
    )
    [item] = parse_document(f"{head}The quay is shut.\r\n\x03140900 GMT Dec 25\r\n\x04".encode(), reference="a")
    assert (item.headline, item.edition_note) == ("Quay shut", "EMBARGOED UNTIL 0001 GMT, MONDAY DEC 15")
    assert item.embargoed_until == datetime(2025, 12, 15, 0, 1, tzinfo=UTC)


def test_a_published_page_that_quotes_one_is_not_under_it() -> None:
    text = "<p>Embargoed until the speech begins</p>" + "<p>The harbour master said that the quay stays shut.</p>" * 9
    page = f"<html><head><title>T</title></head><body><article>{text}</article></body></html>"
    [item] = parse_document(page.encode(), reference="https://a.example/1")
    assert item.pubstatus is PubStatus.USABLE


@pytest.mark.parametrize(
    "piece", ["embargo ", "note ", "embargoed until 1", "dec ", "1.", "15 de ", "\n", "a ", "Sperrfrist "]
)
def test_hostile_notes_are_read_at_once(piece: str) -> None:
    begin = time.process_time()
    find_embargo(piece * 20_000, at=SENT, timezone=BERLIN)
    is_notice((piece * 300)[:300])
    assert time.process_time() - begin < 2
