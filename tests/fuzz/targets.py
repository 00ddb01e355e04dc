"""What is fuzzed: each target takes bytes, and raises or breaks a promise only where the code under test is wrong."""

import atexit
import contextlib
import io
import json
import os
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote as quoted
from urllib.parse import urlencode

from fastapi.testclient import TestClient

from newswire.acquire.opml import read_opml
from newswire.acquire.parse import parse_document, parse_listing
from newswire.acquire.sources import read_sources
from newswire.acquire.urls import canonical_url, url_key
from newswire.clean.clean import clean_text
from newswire.clean.duplicates import find_clusters
from newswire.cli import main
from newswire.enrich.annotate import LONE_SURROGATE, annotate_texts, annotation_document
from newswire.enrich.model import load_model
from newswire.errors import NewswireError, RejectedError
from newswire.migrate import migrate
from newswire.server import EmbeddedServer
from tests.desk.conftest import open_desk
from tests.fuzz.mutate import as_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One door of the program. An input may cost ``base_s``, and ``second_each_kb`` for each kilobyte of it."""

    name: str
    call: Callable[[bytes], None]
    folders: tuple[str, ...]
    base_s: float = 1.0
    seconds_each_kb: float = 0.03


def parse(data: bytes) -> None:
    """Any bytes are items or a rejection."""
    with contextlib.suppress(RejectedError):
        for item in parse_document(data, reference="fuzz"):
            assert item.guid, "an item has an identity"


def listing(data: bytes) -> None:
    """Any bytes are a list of entries or a rejection."""
    with contextlib.suppress(RejectedError):
        parse_listing(data, url="http://wire.example/feed")


def clean(data: bytes) -> None:
    """Any text is a body with furniture, each piece a slice of the text as given."""
    text = as_text(data)
    for piece in clean_text(text).furniture:
        assert text[piece.start_char : piece.end_char] == piece.text, piece


def dedupe(data: bytes) -> None:
    """Any texts fall into clusters, each row once."""
    text = as_text(data)
    rows = [{"id": n, "title": part[:90], "text": part} for n, part in enumerate(text.split("\n\n")[:50])]
    assert [row["id"] for row in find_clusters(rows)] == [row["id"] for row in rows]


@cache
def model() -> object:
    """The pipeline, loaded once."""
    return load_model()


def annotate(data: bytes) -> None:
    """Any text has an annotation whose offsets slice to it, or is refused for its size, never as the model failed."""
    text = LONE_SURROGATE.sub("\ufffd", as_text(data)[:20_000])
    [found] = annotate_texts(model(), [text])
    if isinstance(found, RejectedError):
        assert "the model failed" not in str(found), str(found)
        return
    document = annotation_document(found)
    for entity in document["entities"]:
        assert text[entity["start_char"] : entity["end_char"]] == entity["text"], entity
    for quote in document["quotes"]:
        assert all(0 <= start < end <= len(text) for start, end in quote["spans"]), quote


def sources(data: bytes) -> None:
    """Any sources.toml is read or refused with a message of ours."""
    with tempfile.TemporaryDirectory() as folder, contextlib.suppress(NewswireError):
        path = Path(folder) / "sources.toml"
        path.write_bytes(data)
        read_sources(path)


def opml(data: bytes) -> None:
    """Any OPML is read or refused."""
    with contextlib.suppress(NewswireError):
        list(read_opml(data))


def urls(data: bytes) -> None:
    """Any address has a canonical form, which is its own, and a key, which is also that of this form."""
    for line in as_text(data).splitlines()[:50]:
        once = canonical_url(line)
        assert canonical_url(once) == once, line
        assert url_key(once) == url_key(line), line


def command_line(data: bytes) -> None:
    """Any JSON Lines end with status 0 or 1, and any file does."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "in.jsonl"
        rows = as_text(data).split("\n\n")[:20]
        path.write_bytes(data[:2000] + b"\n" + b"\n".join(json.dumps({"id": 1, "text": row}).encode() for row in rows))
        for verb in ("clean", "dedupe", "parse"):
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                try:
                    main([verb, str(path)])
                except SystemExit as ended:
                    assert ended.code in (0, 1), (verb, ended.code)


DESK_PAGES = ("/", "/quotes", "/names", "/corrections", "/sources", "/articles/")
DESK_DAYS = ("from", "to", "until", "days", "before")
DESK_PARAMETERS = (*DESK_DAYS, "q", "speaker", "source", "kind", "copies", "who", "label", "unknown")


def desk_address(data: bytes) -> str:
    """Return an address of the desk with pieces of the input as its parameters."""
    pieces = as_text(data).split("\n")[:8]
    page = DESK_PAGES[len(data) % len(DESK_PAGES)]
    own = quoted(pieces[0][:200], safe="", errors="surrogatepass") if page.endswith("/") and len(page) > 1 else ""
    said = [
        (DESK_PARAMETERS[sum(piece.encode("utf-8", "replace")) % len(DESK_PARAMETERS)], piece[:2000])
        for piece in pieces
    ]  # longer addresses are the server's to refuse
    return f"/newswire{page}{own}?{urlencode(said, errors='surrogatepass')}"


@cache
def desk_client() -> TestClient:
    """The desk over an empty database of its own, which ends with the process."""
    kept = ExitStack()
    atexit.register(kept.close)
    folder = Path(kept.enter_context(tempfile.TemporaryDirectory()))
    dsn = kept.enter_context(EmbeddedServer(folder))
    migrate(dsn)
    os.environ |= {"NEWSWIRE_DSN": dsn}
    return open_desk()


def desk(data: bytes) -> None:
    """Any address of the desk is a page, or is refused in words; no error of ours, and none of the database."""
    answer = desk_client().get(desk_address(data))
    assert answer.status_code in (200, 400, 404), (answer.status_code, answer.text[-500:])


WIRES = ("wire", "feeds", "html")
TEXTS = ("seed", "html")
TARGETS = (
    Target(name="parse", call=parse, folders=WIRES, seconds_each_kb=0.1),
    Target(name="listing", call=listing, folders=("feeds",), seconds_each_kb=0.1),
    Target(name="clean", call=clean, folders=TEXTS),
    Target(name="dedupe", call=dedupe, folders=TEXTS),
    Target(name="annotate", call=annotate, folders=TEXTS, base_s=6.0, seconds_each_kb=0.6),
    Target(name="sources", call=sources, folders=()),
    Target(name="opml", call=opml, folders=("feeds/misc",)),
    Target(name="urls", call=urls, folders=("url-pairs",)),
    Target(name="desk", call=desk, folders=TEXTS),
    Target(name="command line", call=command_line, folders=TEXTS, base_s=3.0, seconds_each_kb=0.2),
)
