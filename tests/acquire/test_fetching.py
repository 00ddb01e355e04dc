"""One request over real sockets: which addresses are refused, how redirects end, what a slow or huge answer costs."""

import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from newswire.acquire import addresses, fetch
from newswire.acquire.addresses import connect_public, is_public
from newswire.acquire.fetch import MAX_REDIRECTS, Fetcher, Response
from newswire.errors import AddressRefusedError, Reason, RejectedError, SourceError
from newswire.records import Source, SourceKind
from tests.acquire.sites import send, serve

REDIRECTS = {
    "/moved": (301, "/moved-again"),
    "/moved-again": (308, "/for-now"),
    "/for-now": (307, "/page"),
    "/moved-twice": (308, "/moved-once"),
    "/moved-once": (301, "/page"),
    "/circle": (302, "/circle#again"),
}


def answer(asked: BaseHTTPRequestHandler) -> None:
    """Answer by path: what is listed here, else 404."""
    path = asked.path
    if path == "/page":
        send(asked, 200, repr(dict(asked.headers)).encode(), content_type="text/plain")
    elif path.startswith("/hop/"):
        left = int(path.removeprefix("/hop/"))
        send(asked, 302, b"moved", location=f"/hop/{left - 1}" if left else "/page")
    elif path in REDIRECTS:
        status, target = REDIRECTS[path]
        send(asked, status, location=target)
    elif path.startswith("/to/"):
        send(asked, 302, location=path.removeprefix("/to/"))
    elif path == "/huge":
        asked.send_response(200)
        asked.send_header("Content-Length", str(10**12))
        asked.end_headers()
    elif path == "/drip":
        asked.send_response(200)
        asked.send_header("Content-Length", "1000")
        asked.end_headers()
        drip(asked)
    elif path == "/drip-headers":
        asked.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        drip(asked)
    else:
        send(asked, 404)


def drip(asked: BaseHTTPRequestHandler) -> None:
    for _second in range(100):
        try:
            asked.wfile.write(b"x")
        except OSError:  # cut by the reader, as it should be
            return
        time.sleep(0.1)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serve(answer) as found:
        yield found


def get(url: str, *, location: str | None = None, **fields: Any) -> Response:
    fields = {"allow_private": True} | fields
    with Fetcher(Source(name="s", kind=SourceKind.FEED, location=location or url, **fields)) as fetcher:
        return fetcher.fetch(url)


@pytest.mark.parametrize(
    "text",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.100.100.200", "0.0.0.0",
        "224.0.0.1", "255.255.255.255", "168.63.129.16", "::1", "::", "fe80::1%lo", "fd00:ec2::254", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "64:ff9b::10.0.0.1", "2002:7f00:1::",
    ],
)  # fmt: skip
def test_an_address_of_no_open_network_is_not_public(text: str) -> None:
    assert not is_public(text)


@pytest.mark.parametrize("text", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"])
def test_an_address_of_the_open_network_is_public(text: str) -> None:
    assert is_public(text)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "0177.0.0.1", "127.1", "[::ffff:127.0.0.1]", "0"]
)
def test_every_way_to_write_this_machine_is_refused_unless_the_source_allows_it(host: str, address: str) -> None:
    url = f"http://{host}:{address.rsplit(':', 1)[1]}/page"
    with pytest.raises(AddressRefusedError, match="allow_private"):
        get(url, allow_private=False)


def test_the_server_of_a_source_that_allows_it_is_reached(address: str) -> None:
    assert get(address + "/page").http_status == 200


def test_a_redirect_into_the_own_network_is_refused(address: str) -> None:
    """The first hop goes through a proxy that may be reached; the second names an inner address."""
    with pytest.raises(AddressRefusedError):
        get("http://127.0.0.1/to/x", proxy=address, allow_private=False)
    with pytest.raises(AddressRefusedError, match="only http"):
        get(address + "/to/file:///etc/passwd")


def test_the_address_of_a_proxy_is_checked_too(address: str) -> None:
    with pytest.raises(AddressRefusedError, match="allow_private"):
        get("http://paper.example/feed", proxy=address, allow_private=False)


def test_a_socket_is_opened_only_after_the_check(address: str) -> None:
    port = int(address.rsplit(":", 1)[1])
    with pytest.raises(AddressRefusedError):
        connect_public("localhost", port, timeout_s=2, allow_private=False)
    connect_public("localhost", port, timeout_s=2, allow_private=True).close()


def test_a_name_that_points_inward_once_it_was_checked_reaches_nothing(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: 127.0.0.2 plays an open address where nobody listens; each later answer is this machine."""
    real, answers = socket.getaddrinfo, ["127.0.0.2"]

    def rebound(_host: str, *arguments: Any, **keywords: Any) -> Any:
        return real(answers.pop() if answers else "127.0.0.1", *arguments, **keywords)

    monkeypatch.setattr(socket, "getaddrinfo", rebound)
    monkeypatch.setattr(addresses, "is_public", lambda text: text == "127.0.0.2")
    with pytest.raises(SourceError):
        get(f"http://rebound.example:{address.rsplit(':', 1)[1]}/page", allow_private=False)
    assert answers == [], "the name was resolved"


@pytest.mark.parametrize(
    "url", ["ftp://example.org/a", "file:///etc/passwd", "gopher://x/", "http:///a", "javascript:1"]
)
def test_other_schemes_are_refused(url: str) -> None:
    with pytest.raises(AddressRefusedError, match="only http"):
        get(url)


@pytest.mark.parametrize("url", ["http://[::1/", "http://a:99999999/", "http://" + "a" * 300 + "/", "http://\ud800/"])
def test_an_address_that_is_none_is_an_error_of_the_source(url: str) -> None:
    with pytest.raises(SourceError):
        get(url, location="http://paper.example/feed")


def test_redirects_end_at_the_page_or_at_the_limit(address: str) -> None:
    assert get(f"{address}/hop/{MAX_REDIRECTS - 1}").url == address + "/page"
    with pytest.raises(SourceError, match="more than 5 redirects"):
        get(f"{address}/hop/{MAX_REDIRECTS}")


def test_a_circle_of_redirects_is_told_apart(address: str) -> None:
    with pytest.raises(SourceError, match="in a circle"):
        get(address + "/circle")


def test_a_move_is_for_good_when_each_of_its_redirects_is(address: str) -> None:
    assert get(address + "/moved-twice").moved_to == address + "/page"
    assert get(address + "/moved").moved_to is None
    assert get(address + "/for-now").moved_to is None


def test_a_source_s_own_headers_go_to_its_own_server_only(address: str) -> None:
    secret = (("Authorization", "key-1"), ("User-Agent", "desk"))
    assert b"key-1" in get(address + "/page", headers=secret).body
    elsewhere = get(address + "/page", location="http://paper.example/feed", headers=secret).body
    assert b"key-1" not in elsewhere
    assert b"'desk'" in elsewhere


def test_a_server_s_owner_is_told_whom_to_write_to(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert b"Newswire/0.1 (news research; feed reader)" in get(address + "/page").body
    monkeypatch.setenv("NEWSWIRE_CONTACT", "desk@meridian.example\r\nX: y")
    assert b"feed reader; desk@meridian.example X: y)" in get(address + "/page").body


def test_many_fetches_at_once_are_looked_after_by_one_thread(address: str) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert all(answer.http_status == 200 for answer in pool.map(get, [address + "/page"] * 40))
    assert [thread.name for thread in threading.enumerate()].count("newswire watchdogs") == 1


def test_a_body_that_says_it_is_huge_is_not_read(address: str) -> None:
    with pytest.raises(RejectedError) as caught:
        get(address + "/huge")
    assert caught.value.reason is Reason.TOO_LARGE


@pytest.mark.parametrize("path", ["/drip", "/drip-headers"])
def test_a_server_that_drips_is_cut_after_the_whole_time(
    path: str, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "TOTAL_TIMEOUT_S", 0.5)
    started = time.monotonic()
    with pytest.raises(SourceError, match="not done after"):
        get(address + path)
    assert time.monotonic() - started < 3
