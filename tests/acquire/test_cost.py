"""What one document may cost: hostile pages of growing size take time in proportion, or are refused."""

import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from newswire.acquire.parse import parse_document
from newswire.acquire.parse_html import MAX_ELEMENTS
from newswire.errors import Reason, RejectedError
from newswire.records import FeedEntry

PROSE = b"<p>" + b"The harbour stays closed until Friday, the mayor said. " * 20
PAGE = b"<html><body><article>" + PROSE
ENTRY = FeedEntry(guid="g", url="http://a.example/1")
SMALL, LARGE = 20_000, 320_000
FLOOR_S = 0.5  # shorter times are the machine's, not the document's


def seconds_of(data: bytes, entry: FeedEntry | None = None) -> float:
    """Return how long the document takes, read or refused."""
    started = time.process_time()
    with suppress(RejectedError):
        parse_document(data, reference="http://a.example/1", entry=entry)
    return time.process_time() - started


@pytest.mark.parametrize(
    "make",
    [
        lambda n: PAGE + b"<" * n,
        lambda n: PAGE + b"< " * n,
        lambda n: PAGE + b"&" * n,
        lambda n: PAGE + b" " * n + b"x",
        lambda n: PAGE + b"\n\t" * n + b"x",
        lambda n: PAGE + b"x" * n,
        lambda n: PAGE + b"word " * n,
        lambda n: PAGE + b"<script>" * n,
        lambda n: PAGE + b"<p class='" + b"a " * n + b"'>x",
        lambda n: PAGE + b'<p title="' + b"x" * n,
        lambda n: PAGE + b"<p a='" + b" a" * n + b"'>x",
        lambda n: PAGE + b"<p " + b" ".join(b"a%d" % at for at in range(n)) + b">x",
        lambda n: PAGE + b"<p " + b" ".join(b"a%d='>'" % at for at in range(n)) + b">x",
        lambda n: PAGE + b'<p a=b=" ' + b" ".join(b"a%d" % at for at in range(n)) + b'">x',
        lambda n: PAGE + b'<p a="' * n,
        lambda n: b"<!--" * n + PAGE,
        lambda n: b"<!-- x -->" * n + PAGE,
        lambda n: b"<!doctype html " + b" " * n + PAGE,
        lambda n: b"<html><head><title>" + b"a | - " * n + b"</title>" + PAGE,
        lambda n: b"<html><head><meta name=author content='" + b"By " * n + b"'>" + PAGE,
        lambda n: b"<html><head><meta property='article:published_time' content='" + b"1" * n + b"'>" + PAGE,
        lambda n: b"<html><head><script type='application/ld+json'>" + b"[" * n + b"</script>" + PAGE,
        lambda n: b"<html><head><script type='application/ld+json'>" + b'{"a":' * n + b"</script>" + PAGE,
        lambda n: PAGE + b"<i>" * n,
        lambda n: PAGE + b"<a href=/x>" + b"<h2>x" * 200 + b"x " * n,
    ],
    ids=["<", "< ", "&", "blanks", "lines", "one word", "words", "script", "attribute", "open attribute"]
    + ["blank value", "attributes", "marks in values", "half quoted", "open values"]
    + ["open comments", "comments", "doctype", "title", "author", "time", "json list", "json object", "deep"]
    + ["headings in a link"],
)
def test_a_page_sixteen_times_as_long_takes_no_more_than_so_many_times_as_long(make: Callable[[int], bytes]) -> None:
    seconds_of(PAGE, ENTRY)  # what the first page of a process pays for
    small = max(FLOOR_S / 4, seconds_of(make(SMALL), ENTRY))
    assert seconds_of(make(LARGE), ENTRY) < 4 * (LARGE / SMALL) * small


@pytest.mark.parametrize(
    "make",
    [
        lambda n: b'{"uri": "a", "type": "text", "body_text": ' + b"[" * n,
        lambda n: b'{"uri": "a", "type": "text", "version": ' + b"9" * n + b"}",
        lambda n: b"<newsItem guid='" + b"a" * n + b"'/>",
        lambda n: b"<newsItem>" * n,
        lambda n: b"<newsItem " + b" ".join(b"a%d='1'" % at for at in range(n)) + b"/>",
        lambda n: b"<rss version='2.0'><channel><item><title>" + b"<" * n,
        lambda n: b"<rss version='2.0'><channel><item><title>" + b"<![CDATA[" * n,
        lambda n: b"<rss version='2.0'><channel><item><pubDate>" + b"1 " * n + b"</pubDate></item></channel></rss>",
        lambda n: b"<?xml " + b"x" * n,
        lambda n: b'url,text\n"' + b'""' * n,
        lambda n: b"a\n " * n,
    ],
    ids=["json", "number", "guid", "deep xml", "attributes", "rss <", "rss cdata", "rss date", "declaration"]
    + ["csv", "text"],
)
def test_other_formats_take_time_in_proportion_too(make: Callable[[int], bytes]) -> None:
    assert seconds_of(make(100_000)) < 10


@pytest.mark.parametrize("piece", [b"<option>a", b"<span>a</span>", b"<b>a</b> ", b"<p>a", b"<a href=/x>Ann Bee</a> "])
def test_a_page_of_too_many_elements_is_refused_at_once(piece: bytes) -> None:
    started = time.process_time()
    with pytest.raises(RejectedError) as refused:
        parse_document(PAGE + piece * 50_000, reference="a", entry=ENTRY)
    assert refused.value.reason is Reason.TOO_LARGE
    assert time.process_time() - started < 5


@pytest.mark.parametrize("piece", [b"<option>a", b"<p>a", b"<li>a b c"])
def test_a_page_of_as_many_elements_as_are_allowed_is_read(piece: bytes) -> None:
    started = time.process_time()
    [item] = parse_document(PAGE + piece * (MAX_ELEMENTS - 100) + PROSE, reference="a", entry=ENTRY)
    assert "the mayor said" in item.body
    assert time.process_time() - started < 30  # jusText alone took 40 s for twice as many
