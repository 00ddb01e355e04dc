"""The small server of the sample wire: it answers as a proxy from its folder, and with nothing else."""

import http.client
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from newswire.sample_wire import serve_sample_wire
from newswire.settings import SAMPLES_DIR

Ask = Callable[..., tuple[int, dict[str, str], bytes]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A wire of one host, with a secret beside it."""
    (tmp_path / "http" / "a.example" / "news").mkdir(parents=True)
    (tmp_path / "http" / "a.example" / "news" / "one page.html").write_text("<p>One</p>", encoding="utf-8")
    (tmp_path / "http" / "a.example" / "out").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "secret.txt").write_text("not yours", encoding="utf-8")
    return tmp_path / "http"


@pytest.fixture
def ask(folder: Path) -> Iterator[Ask]:
    """A function that sends the server a request line as it is given."""
    with serve_sample_wire(folder) as address:

        def ask(target: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
            connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=5)
            try:
                connection.putrequest(method, target, skip_host=True)  # else it reads the address before the server
                for name, value in headers.items():
                    connection.putheader(name.replace("_", "-"), value)
                connection.endheaders()
                answer = connection.getresponse()
                return answer.status, dict(answer.headers), answer.read()
            finally:
                connection.close()

        yield ask


def test_a_file_is_the_page_of_its_address(ask: Ask) -> None:
    status, headers, body = ask("http://a.example/news/one%20page.html?from=feed")
    assert (status, body, headers["Content-Type"]) == (200, b"<p>One</p>", "text/html")


def test_who_has_the_page_already_is_told_so(ask: Ask) -> None:
    etag = ask("http://a.example/news/one%20page.html")[1]["ETag"]
    assert ask("http://a.example/news/one%20page.html", If_None_Match=etag)[::2] == (304, b"")
    assert ask("http://a.example/news/one%20page.html", If_None_Match='"other"')[0] == 200


def test_head_answers_without_the_page(ask: Ask) -> None:
    assert ask("http://a.example/news/one%20page.html", "HEAD")[::2] == (200, b"")


@pytest.mark.parametrize(
    "target",
    [
        "/a.example/news/one%20page.html",
        "http://a.example/",
        "http://a.example/news",
        "http://b.example/news/one%20page.html",
        "https://a.example/news/one%20page.html",
        "ftp://a.example/news/one%20page.html",
        "http://a.example/../../secret.txt",
        "http://a.example/%2e%2e/%2e%2e/secret.txt",
        "http://a.example/..%2f..%2fsecret.txt",
        "http://../secret.txt",
        "http://%2e%2e/secret.txt",
        "http://a.example/out",
        "http://a.example//etc/passwd",
        "http://a.example/news/one%20page.html%00",
        "http://[a.example/news",
        "http://a.example/" + "x" * 5000,
    ],
)
def test_anything_else_is_not_found(ask: Ask, target: str) -> None:
    assert ask(target)[0] == 404


def test_it_goes_on_after_whatever_it_was_asked(ask: Ask) -> None:
    assert ask("http://a.example/news/one%20page.html", "POST")[0] == 501
    assert ask("http://a.example/news/one%20page.html")[0] == 200


def test_the_feeds_of_the_sample_wire_are_there() -> None:
    with serve_sample_wire() as address:
        for feed in sorted((SAMPLES_DIR / "http").glob("*/*.xml")):
            connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=5)
            connection.request("GET", f"http://{feed.parent.name}/{feed.name}")
            assert connection.getresponse().read() == feed.read_bytes()
            connection.close()
