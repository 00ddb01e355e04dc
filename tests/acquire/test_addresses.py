"""Only public addresses are connected to, on every hop, whatever a name resolves to."""

from collections.abc import Sequence

import pytest

from newswire.acquire import addresses
from newswire.acquire.addresses import is_public
from newswire.acquire.fetch import Fetcher
from newswire.errors import Reason, RejectedError
from newswire.records import Source, SourceKind
from tests.acquire.web import Web


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.100.100.200",
        "168.63.129.16", "224.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fe80::1%eth0", "fd00:ec2::254",
        "ff02::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "2002:7f00:1::",
    ],
)  # fmt: skip
def test_an_address_of_an_own_network_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.215.14", "2606:4700:4700::1111", "::ffff:8.8.8.8"])
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)


def source_at(url: str, **fields: object) -> Source:
    return Source(name="site", kind=SourceKind.FEED, location=url, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "017700000001", "127.1"])
def test_a_loopback_address_is_refused_in_every_form(web: Web, host: str) -> None:
    url = f"http://{host}:{web.port}/"
    with Fetcher(source_at(url)) as fetcher, pytest.raises(RejectedError, match="no public address") as refused:
        fetcher.fetch(url)
    assert refused.value.reason is Reason.ADDRESS_REFUSED
    assert web.asked == []


def test_a_name_that_resolves_to_a_private_address_is_refused(web: Web) -> None:
    url = f"http://rebound.example:{web.port}/"
    for answer in (["127.0.0.1"], ["93.184.215.14", "127.0.0.1"], ["::ffff:127.0.0.1"]):
        fetcher = Fetcher(source_at(url), resolver=lambda _host, _port, answer=answer: answer)  # type: ignore[misc]
        with fetcher, pytest.raises(RejectedError, match=r"rebound\.example is at"):
            fetcher.fetch(url)
    assert web.asked == []


def test_the_name_is_resolved_once_and_that_very_address_is_used(web: Web) -> None:
    web.page("/", b"here")
    asked: list[str] = []

    def resolver(host: str, _port: int) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["192.0.2.1"]

    url = f"http://once.example:{web.port}/"
    with Fetcher(source_at(url, allow_private=True), resolver=resolver) as fetcher:
        assert fetcher.fetch(url).body == b"here"
    assert asked == ["once.example"]


def test_a_redirect_into_the_own_network_is_refused(web: Web) -> None:
    """The first hop passes by a resolver that knows it alone as public; the guard is the same for the second."""
    web.page("/", status=302, Location=f"http://inside.example:{web.port}/secret")
    web.page("/secret", b"secret")
    known = {"outside.example": ["127.0.0.1"], "inside.example": ["127.0.0.1"]}
    refused: list[str] = []

    def is_public_but_inside(address: str, was=is_public) -> bool:
        refused.append(address)
        return len(refused) == 1 or was(address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(addresses, "is_public", is_public_but_inside)
        url = f"http://outside.example:{web.port}/"
        fetcher = Fetcher(source_at(url), resolver=lambda host, _port: known[host])
        with fetcher, pytest.raises(RejectedError, match=r"inside\.example is at 127\.0\.0\.1"):
            fetcher.fetch(url)
    assert [path for path, _headers in web.asked] == ["/"]


@pytest.mark.parametrize("target", ["file:///etc/passwd", "gopher://127.0.0.1/", "ftp://example.org/", "http://[::1"])
def test_a_redirect_to_another_scheme_is_refused(web: Web, target: str) -> None:
    web.page("/", status=302, Location=target)
    with Fetcher(source_at(web.address, allow_private=True)) as fetcher, pytest.raises(RejectedError, match="http"):
        fetcher.fetch(web.address + "/")


def test_the_address_of_a_proxy_is_checked_as_well(web: Web) -> None:
    web.page("http://feed.example/", b"by proxy")
    said = {"proxy": web.address, "allow_private": True}
    with Fetcher(source_at("http://feed.example/", **said)) as fetcher:
        assert fetcher.fetch("http://feed.example/").body == b"by proxy"
    fetcher = Fetcher(source_at("http://feed.example/", proxy=web.address))
    with fetcher, pytest.raises(RejectedError, match=r"127\.0\.0\.1 is at 127\.0\.0\.1"):
        fetcher.fetch("http://feed.example/")
    assert len(web.asked) == 1
