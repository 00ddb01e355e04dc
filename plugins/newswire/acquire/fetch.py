"""One HTTP request, politely and with bounds."""

import time
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import requests

from newswire.acquire.parse import MAX_BYTES
from newswire.acquire.sources import missing_variable
from newswire.errors import Reason, RejectedError, SourceError
from newswire.records import Source

USER_AGENT = "Newswire/0.1 (news research; feed reader)"
CONNECT_TIMEOUT_S = 10
READ_TIMEOUT_S = 30
TOTAL_TIMEOUT_S = 120
MAX_REDIRECTS = 5
CHUNK_BYTES = 65536


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What a server answered. ``body`` has its content encoding removed; empty for 304."""

    url: str
    http_status: int
    body: bytes
    media_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None


class Fetcher:
    """Fetches for one source, over one session."""

    def __init__(self, source: Source) -> None:
        """Open the session. Raises SourceError where the source wants an environment variable that is not set."""
        for text in (source.location, source.proxy or "", *(value for _name, value in source.headers)):
            if name := missing_variable(text):
                raise SourceError(f"environment variable {name} is not set (the sample wire is served by `make run`)")
        self._session = requests.Session()
        self._session.headers.update({"User-Agent": USER_AGENT, **dict(source.headers)})
        self._session.max_redirects = MAX_REDIRECTS
        if source.proxy:
            self._session.proxies.update({"http": source.proxy, "https": source.proxy})
            self._session.trust_env = False  # a NO_PROXY of the machine must not send it elsewhere

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._session.close()

    def fetch(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Response:
        """Return the answer, whatever its status. Raises SourceError for no answer, RejectedError(TOO_LARGE)."""
        headers = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        deadline = time.monotonic() + TOTAL_TIMEOUT_S
        try:
            with self._session.get(
                url,
                headers={name: value for name, value in headers.items() if value},
                timeout=(CONNECT_TIMEOUT_S, READ_TIMEOUT_S),
                stream=True,
            ) as answer:
                body = _read_body(answer, deadline)
                return Response(
                    url=answer.url,
                    http_status=answer.status_code,
                    body=body,
                    media_type=answer.headers.get("Content-Type"),
                    etag=answer.headers.get("ETag"),
                    last_modified=answer.headers.get("Last-Modified"),
                )
        except (requests.RequestException, UnicodeError) as error:  # UnicodeError: a host name that IDNA refuses
            raise SourceError(f"{type(error).__name__}: {_innermost(error)}") from error


def _read_body(answer: requests.Response, deadline: float) -> bytes:
    """Read at most MAX_BYTES, counted after decompression, so that a small bomb is stopped as well."""
    body = bytearray()
    for chunk in answer.iter_content(CHUNK_BYTES):
        body += chunk
        if len(body) > MAX_BYTES:
            raise RejectedError(Reason.TOO_LARGE, f"more than {MAX_BYTES} bytes at {answer.url}")
        if time.monotonic() > deadline:
            raise SourceError(f"not done after {TOTAL_TIMEOUT_S} s: {answer.url}")
    return bytes(body)


def _innermost(error: BaseException) -> str:
    """Return what the operating system said, without the layers of libraries around it."""
    while (inner := error.__cause__ or error.__context__) is not None:
        error = inner
    return str(error)[:300]
