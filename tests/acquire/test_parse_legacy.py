"""IPTC 7901 and ANPA 1312: text between control characters."""

from datetime import UTC, datetime

import pytest

from newswire.acquire.parse import parse_document
from newswire.acquire.sniff import sniff_format
from newswire.errors import Reason, RejectedError
from newswire.records import ParsedItem, PubStatus, Signal, SourceFormat, Subject

STORY = "Port Ellen (mw) - The quay is shut until Friday, the\r\nharbour said.\r\n\r\nFerries wait.\r\n"


def iptc(takes: str = "", story: str = STORY, sent: str = "120715 GMT Nov 26", number: str = "0042") -> bytes:
    head = f"\x01mwa{number} 3 i 93  mw 0007\r\n\r\nIslay/harbour/\r\n"
    return (
        f"{head}\x02{takes}Quay shut for a week\r\nBy mw correspondents =\r\n\r\n{story}\r\n\x03{sent}\r\n\x04".encode()
    )


def anpa(sent: str = "MWS-07:15-11-12-26") -> bytes:
    head = "\x16\x16\x01a0042MERID\x1fislay-\r\nu i\x13\x11 BC-Islay-Quay   11-12 0093\r\n"
    body = "BC-Islay-Quay\r\nQuay shut for a week+\r\n"
    body += "     PORT ELLEN, Nov. 12 MW - The quay is shut.\r\n     Ferries wait.\r\n"
    return f"{head}\x02{body}\x03{sent}\x04\r\n".encode()


def read(data: bytes, kind: SourceFormat, timezone: str = "UTC") -> ParsedItem:
    assert sniff_format(data) is kind
    [item] = parse_document(data, reference="a", timezone=timezone)
    return item


def test_an_iptc_7901_header_is_read_in_its_order() -> None:
    item = read(iptc(), SourceFormat.IPTC_7901)
    assert (item.slugline, item.headline, item.byline) == (
        "Islay/harbour",
        "Quay shut for a week",
        "By mw correspondents",
    )
    assert (item.priority, item.word_count) == (3, 93)
    assert item.subjects == (Subject(scheme="iptc7901cat", code="i"),)
    assert item.published_at == datetime(2026, 11, 12, 7, 15, tzinfo=UTC)
    assert item.body.split("\n\n")[-1] == "Ferries wait."


@pytest.mark.parametrize(
    ("take", "signal", "pubstatus"),
    [
        ("REFILE\r\n", Signal.REPEAT, PubStatus.USABLE),
        ("2ND LEAD\r\n", Signal.UPDATE, PubStatus.USABLE),
        ("CORRECTION\r\n", Signal.CORRECTION, PubStatus.USABLE),
        ("KILL\r\n", Signal.KILL, PubStatus.CANCELED),
    ],
)
def test_a_take_key_says_what_the_transmission_does(take: str, signal: Signal, pubstatus: PubStatus) -> None:
    item = read(iptc(take), SourceFormat.IPTC_7901)
    assert (item.signals, item.pubstatus, item.headline) == ((signal,), pubstatus, "Quay shut for a week")


def test_identity_is_made_of_number_day_and_words() -> None:
    guids = [
        read(data, SourceFormat.IPTC_7901).guid
        for data in (
            iptc(),
            iptc(),
            iptc(number="0043"),
            iptc(story="Other words.\r\n"),
            iptc(sent="130715 GMT Nov 26"),
        )
    ]
    assert guids[0] == guids[1]
    assert len(set(guids)) == 4


def test_an_anpa_1312_header_is_read_in_its_order_and_its_time_is_the_senders() -> None:
    item = read(anpa(), SourceFormat.ANPA_1312, timezone="Asia/Tokyo")
    assert (item.slugline, item.headline) == ("BC-Islay-Quay", "Quay shut for a week")
    assert (item.priority, item.word_count) == (2, 93)
    assert item.subjects == (Subject(scheme="a1312cat", code="i"),)
    assert item.published_at == datetime(2026, 11, 11, 22, 15, tzinfo=UTC)
    assert item.body == "PORT ELLEN, Nov. 12 MW - The quay is shut.\n\nFerries wait."


def test_agencies_that_write_the_day_first_are_told_by_their_dateline() -> None:
    swapped = read(anpa("MWS-07:15-12-11-26"), SourceFormat.ANPA_1312)
    assert swapped.published_at == datetime(2026, 11, 12, 7, 15, tzinfo=UTC)


@pytest.mark.parametrize("sent", ["", "990715 GMT Nov 26", "120715 GMT Xyz 26"])
def test_a_time_that_can_not_be_is_none(sent: str) -> None:
    assert read(iptc(sent=sent), SourceFormat.IPTC_7901).published_at is None


def test_a_transmission_without_a_text_is_refused() -> None:
    with pytest.raises(RejectedError) as refused:
        parse_document(b"\x01mwa0042 3 i 93  mw 0007\r\n\r\nIslay/\r\n\x02\r\n\x03", reference="a")
    assert refused.value.reason is Reason.EMPTY_BODY


def test_an_american_transmission_has_its_head_in_marked_lines_and_its_time_in_the_last_one() -> None:
    data = (
        "\x16\x01a0042\x1f\r\nr n \x1fbc-islay-quay \x1f11-12 0093\r\n"
        "^BC-Islay-Quay,0093<\r\n^Quay shut for a week<\r\n^Eds: Adds quote.<\r\n"
        "^By ADA BROOK<\r\n^Meridian Wire Writer<\r\n"
        "\x02   PORT ELLEN (MW) _ The quay is shut.\r\n   Ferries wait.\r\nMW-WS-11-12-26 0715GMT<\r\n\x03\x04"
    )
    item = read(data.encode(), SourceFormat.ANPA_1312, "America/New_York")
    assert (item.slugline, item.headline) == ("bc-islay-quay", "Quay shut for a week")
    assert (item.byline, item.edition_note) == ("By ADA BROOK, Meridian Wire Writer", "Eds: Adds quote.")
    assert item.published_at == datetime(2026, 11, 12, 7, 15, tzinfo=UTC)
    assert item.body == "PORT ELLEN (MW) _ The quay is shut.\n\nFerries wait."


def test_an_anpa_header_without_its_second_line_is_read() -> None:
    item = read(anpa().replace(b"u i\x13\x11 BC-Islay-Quay   11-12 0093\r\n", b""), SourceFormat.ANPA_1312)
    assert (item.headline, item.subjects, item.priority) == ("BC-Islay-Quay Quay shut for a week", (), None)


MARKED = (
    b"^BC-Islay-Quay, 2nd Ld-Writethru,0093<\r\n^Quay shut for a week<\r\n^Eds: Updates with quote.<\r\n"
    b"^By ADA BROOK<\r\n^Meridian Wire Writer<\r\n"
)
MARKED_HEAD = b"\x16\x16\x01a0042\x1fbc-wi-\r\nr i\x13\x11 bc-islay-quay 11-12 0093\r\n"


@pytest.mark.parametrize("indent", [b"\t", b"\x08", b"   "], ids=["tab", "tab line indicator", "blanks"])
@pytest.mark.parametrize("line_end", [b"\r\n", b"\n"], ids=["crlf", "lf"])
def test_marked_lines_end_where_an_indented_line_begins_the_story(indent: bytes, line_end: bytes) -> None:
    story = indent + b"PORT ELLEN (MW) _ The quay is shut.\r\n" + indent + b"Ferries wait.\r\n"
    data = MARKED_HEAD + b"\x02" + MARKED + story + b"\x03MW-WS-11-12-26 0715GMT\r\n\x04"
    item = read(data.replace(b"\r\n", line_end), SourceFormat.ANPA_1312)
    assert (item.slugline, item.headline) == ("bc-islay-quay", "Quay shut for a week")
    assert (item.byline, item.signals) == ("By ADA BROOK, Meridian Wire Writer", (Signal.UPDATE,))
    assert item.edition_note == "2nd Ld-Writethru Eds: Updates with quote."
    assert item.published_at == datetime(2026, 11, 12, 7, 15, tzinfo=UTC)
    assert item.body == "PORT ELLEN (MW) _ The quay is shut.\n\nFerries wait."


def test_a_headline_may_stand_below_a_blank_line() -> None:
    data = iptc().replace(b"\x02", b"\x02\r\n").replace(b"By mw correspondents =\r\n", b"")
    assert read(data, SourceFormat.IPTC_7901).headline == "Quay shut for a week"
    story = read(data.replace(b"Quay shut for a week", b"The quay is shut."), SourceFormat.IPTC_7901)
    assert (story.headline, story.body.split("\n\n")[0]) == (None, "The quay is shut.")


def test_a_line_that_keeps_the_first_byte_for_itself_hides_no_transmission() -> None:
    assert read(iptc().replace(b"\x01", b""), SourceFormat.IPTC_7901) == read(iptc(), SourceFormat.IPTC_7901)
