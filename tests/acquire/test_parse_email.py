"""E-mail: one message, one item."""

from datetime import UTC, datetime

import pytest

from newswire.acquire.parse import parse_document
from newswire.acquire.sniff import sniff_format
from newswire.errors import Reason, RejectedError
from newswire.records import SourceFormat

HEAD = (
    b"Received: from mail.example\r\n\tby desk.example; Thu, 12 Nov 2026 06:59:00 +0000\r\n"
    b"From: =?iso-8859-1?q?Ad=E4_Brook?= <ada@meridian.example>\r\nTo: desk@example.org\r\n"
    b"Subject: =?utf-8?b?S8OkaQ==?= shut for =?utf-8?q?a_week?=\r\nDate: Thu, 12 Nov 2026 08:00:00 +0100\r\n"
    b"Message-ID: <42@meridian.example>\r\nMIME-Version: 1.0\r\n"
)
PLAIN = b"Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
PARTS = (
    b'Content-Type: multipart/mixed; boundary="m"\r\n\r\n'
    b'--m\r\nContent-Type: multipart/alternative; boundary="a"\r\n\r\n'
    b"--a\r\nContent-Type: text/plain\r\n\r\nThe quay is shut.\r\n--a\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    b"<p>The quay is shut.</p><p>Ferries wait.</p>\r\n--a--\r\n--m\r\nContent-Type: text/plain; name=tides.txt\r\n"
    b"Content-Disposition: attachment; filename=tides.txt\r\n\r\n"
    b"A table of tides that is longer than the story.\r\n--m--"
)


def test_the_header_gives_the_metadata_and_the_body_is_decoded() -> None:
    data = HEAD + PLAIN + b"The k=E4i is sh=\r\nut.\r\n\r\nFerries wait.\r\n"
    assert sniff_format(data) is SourceFormat.EMAIL
    [item] = parse_document(data, reference="a.eml")
    assert (item.guid, item.headline, item.byline) == ("<42@meridian.example>", "Käi shut for a week", "Adä Brook")
    assert item.published_at == datetime(2026, 11, 12, 7, tzinfo=UTC)
    assert item.body == "The käi is shut.\n\nFerries wait."


def test_of_alternatives_the_richest_is_taken_and_an_attachment_is_none() -> None:
    [item] = parse_document(HEAD + PARTS, reference="a.eml")
    assert item.body == "The quay is shut.\n\nFerries wait."


def test_an_unknown_charset_spoils_no_message() -> None:
    [item] = parse_document(HEAD + PLAIN.replace(b"iso-8859-1", b"x-none") + b"A caf=E9.", reference="a.eml")
    assert item.body == "A café."


@pytest.mark.parametrize("data", [b"From: our man\nSubject: ports\n\nWords.", b"From: a: b\n\nWords."])
def test_a_text_that_begins_like_a_letter_is_no_message(data: bytes) -> None:
    assert sniff_format(data) is SourceFormat.TEXT


def test_a_message_without_a_text_is_refused() -> None:
    with pytest.raises(RejectedError) as refused:
        parse_document(HEAD + PLAIN, reference="a.eml")
    assert refused.value.reason is Reason.EMPTY_BODY
