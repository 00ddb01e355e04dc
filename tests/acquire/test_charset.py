"""Bytes to text: whatever a page declares, it is text in the end."""

import encodings
import pkgutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswire.acquire.charset import decode
from newswire.acquire.parse import parse_document, parse_listing

CODECS = sorted({module.name for module in pkgutil.iter_modules(encodings.__path__)} | {"x" * 40, "..", "é"})
PROSE = "The harbour café stays closed until Friday, the mayor said, because the pumps are old. " * 6


@pytest.mark.parametrize("name", CODECS)
@pytest.mark.parametrize("data", [b"caf\xe9", b"xn--\xff-a\xe9", b"\\N{x}\\x\xff+AA-", b"\xff" * 3])
def test_any_name_that_python_has_a_codec_for_may_be_declared(name: str, data: bytes) -> None:
    assert decode(data, name)[0]


@given(data=st.binary(max_size=300), declared=st.none() | st.text(max_size=20) | st.sampled_from(CODECS))
def test_arbitrary_bytes_are_text(data: bytes, declared: str | None) -> None:
    declared = declared if declared is None or "\0" not in declared else None
    assert isinstance(decode(data, declared)[0], str)


@given(text=st.text(min_size=1))
def test_utf_8_is_read_as_it_was_written(text: str) -> None:
    data = text.encode("utf-8", "ignore")
    if not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) and b"\0" not in data:
        assert decode(data) == (data.decode(), ())


def test_a_page_that_declares_no_charset_at_all_but_a_codec_is_read() -> None:
    page = f'<html><head><meta charset="base64"></head><body><article><p>{PROSE}</p></article></body></html>'
    [item] = parse_document(page.encode("cp1252"), reference="http://a.example/")
    assert "harbour café" in item.body
    assert "encoding: read as windows-1252" in item.notes


def test_a_feed_that_declares_a_codec_is_read() -> None:
    feed = "<?xml version='1.0' encoding='hex'?><rss version='2.0'><channel><item><guid>a</guid><title>Café</title>"
    entries, _notes = parse_listing(f"{feed}</item></channel></rss>".encode("cp1252"), url="http://a.example/f")
    assert [entry.title for entry in entries] == ["Café"]
