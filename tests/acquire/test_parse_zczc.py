"""Desk transmissions between ZCZC and NNNN."""

import pytest

from newswire.acquire.parse import parse_document
from newswire.acquire.sniff import sniff_format
from newswire.errors import Reason, RejectedError
from newswire.records import ParsedItem, SourceFormat, Subject

STORY = "PORT ELLEN, Nov 12 MW - The quay is shut.\r\n\r\n* A bullet is no mark.\r\n"


def read(text: str) -> ParsedItem:
    data = text.encode()
    assert sniff_format(data) is SourceFormat.ZCZC
    [item] = parse_document(data, reference="a.tst")
    return item


def test_marked_lines_say_what_they_are_and_the_rest_is_the_body() -> None:
    head = "   ZCZC MW\r\n$q\r\n:Harbour\r\n=2nd lead\r\n^Quay shut\r\n+04015000\r\n~Wrap\r\n@Islay\r\n"
    item = read(f"{head}{STORY}NNNN\r\nnot ours")
    assert (item.headline, item.slugline, item.edition_note) == ("Quay shut", "Harbour", "2nd lead")
    assert item.subjects == (Subject(scheme="a1312cat", code="q"), Subject(scheme="subj", code="04015000"))
    assert (item.genres, item.located, item.notes) == (("Wrap",), "Islay", ())
    assert item.body == "PORT ELLEN, Nov 12 MW - The quay is shut.\n\n* A bullet is no mark."


@pytest.mark.parametrize(
    ("head", "headline"),
    [
        ("$Quay shut for a week\r\n:1200\r\n", "Quay shut for a week"),
        ("#Islay\r\n:FERRIES 1-4\r\n", "Islay FERRIES 1-4"),
        (":Harbour\r\nQuay shut\r\n\r\n", "Quay shut"),
        (":Harbour\r\n", "Harbour"),
    ],
)
def test_the_headline_is_where_the_desk_put_it(head: str, headline: str) -> None:
    assert read(f"ZCZC MW\r\n{head}{STORY}NNNN").headline == headline


def test_reading_again_gives_the_same_identity_and_other_words_another() -> None:
    first, again, other = (read(f"ZCZC MW7\n{text}NNNN").guid for text in (STORY, STORY, "Other words.\n"))
    assert first == again != other


def test_lone_carriage_returns_end_lines_and_a_torn_end_is_noted() -> None:
    item = read("ZCZC MW\r^Quay shut\rOne.\r\rTwo.")
    assert (item.headline, item.body) == ("Quay shut", "One.\n\nTwo.")
    assert item.notes == ("no NNNN at the end: the transmission may be torn",)


def test_a_transmission_without_a_text_is_refused() -> None:
    with pytest.raises(RejectedError) as refused:
        parse_document(b"ZCZC MW\n^Headline\nNNNN", reference="a")
    assert refused.value.reason is Reason.EMPTY_BODY
