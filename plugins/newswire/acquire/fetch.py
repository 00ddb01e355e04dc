"""One HTTP request, politely and with bounds: every hop of it is checked, and none goes on for ever."""

import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Protocol, Self
from urllib.parse import urljoin, urlsplit

import requests
from requests.utils import requote_uri

from newswire.acquire.addresses import CheckedAdapter, Resolver, resolve
from newswire.acquire.parse import MAX_BYTES
from newswire.acquire.sources import missing_variable
from newswire.errors import HostWaitError, Reason, RejectedError, SourceError, UnconnectedError
from newswire.records import Source
from newswire.settings import ca_bundle, contact

USER_AGENT = "Newswire/0.1 (news research; feed reader{contact})"
CONNECT_TIMEOUT_S = 10
READ_TIMEOUT_S = 30
TOTAL_TIMEOUT_S = 120
MAX_REDIRECTS = 5
CHUNK_BYTES = 65536
PERMANENT = (301, 308)
TOO_MANY_REQUESTS = 429
UNAVAILABLE = 503
USUAL_WAIT_S = 900.0  # after a 429 that names no time
MAX_WAIT_S = 86400.0  # a host that asks for more is asked again the next day


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What a server answered. ``body`` has its content encoding removed; empty for 304.

    ``url`` is where the answer came from, ``moved_to`` where only permanent redirects led (RFC 9110, 301 and 308).
    """

    url: str
    http_status: int
    body: bytes
    media_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    moved_to: str | None = None


class Gate(Protocol):
    """Decides whether a host may be asked now; ``newswire.acquire.hosts`` has the one that Postgres keeps."""

    def visit(self, url: str, read_robots: Callable[[str], Response]) -> AbstractContextManager[None]:
        """Enclose one request. Raises HostWaitError, RejectedError(ROBOTS_DENIED)."""
        ...

    def postpone(self, url: str, wait_s: float) -> None:
        """Keep that the host wants no request for so long."""
        ...


class _Session(requests.Session):
    """A session that leaves redirects to us: told not to follow them, requests still reads their bodies, unbounded."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        """Find none."""


class Fetcher:
    """Fetches for one source, over one session and one request at a time."""

    def __init__(self, source: Source, *, gate: Gate | None = None, resolver: Resolver = resolve) -> None:
        """Open the session. Raises SourceError where the source wants an environment variable that is not set."""
        for text in (source.location, source.proxy or "", *(value for _name, value in source.headers)):
            if name := missing_variable(text):
                raise SourceError(f"environment variable {name} is not set (the sample wire is served by `make run`)")
        self._source = source
        self._gate = gate
        self._adapter = CheckedAdapter(allow_private=source.allow_private, resolver=resolver)
        self._session = _Session()
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, self._adapter)
        # Proxies and passwords of the machine's environment must not change where a checked request goes.
        self._session.trust_env = False
        self._session.verify = ca_bundle() or True
        self._session.headers["User-Agent"] = USER_AGENT.format(contact=f"; {contact()}" if contact() else "")
        if source.proxy:
            self._session.proxies.update({"http": source.proxy, "https": source.proxy})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._session.close()

    def fetch(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Response:
        """Return the answer, whatever its status, after at most MAX_REDIRECTS redirects.

        Raises HostWaitError where the host must not be asked now, UnconnectedError for no connection, SourceError for
        no answer, RejectedError (TOO_LARGE, ADDRESS_REFUSED, ROBOTS_DENIED).
        """
        validators = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = {name: value for name, value in validators.items() if value}
        return self._follow(url, headers, self._visit)

    def _follow(
        self, url: str, headers: dict[str, str], visit: Callable[[str], AbstractContextManager[None]]
    ) -> Response:
        """Follow redirects by hand, so that the gate and the address check see every hop."""
        deadline = time.monotonic() + TOTAL_TIMEOUT_S
        seen: list[str] = []
        moved_to: str | None = None
        while len(seen) <= MAX_REDIRECTS:
            seen.append(url)
            _refuse_scheme(url)
            with visit(url):
                answer, target = self._request(url, headers, deadline)
            if target is None:
                return replace(answer, moved_to=moved_to)
            is_permanent = answer.http_status in PERMANENT and (moved_to is not None or len(seen) == 1)
            url = _join(url, target)
            moved_to = url if is_permanent else None
            if url in seen:
                raise SourceError(f"redirects in a circle: {' -> '.join([*seen, url])[:300]}")
        raise SourceError(f"more than {MAX_REDIRECTS} redirects, the last to {url[:200]}")

    def _visit(self, url: str) -> AbstractContextManager[None]:
        return self._gate.visit(url, self._read_robots) if self._gate else nullcontext()

    def _read_robots(self, url: str) -> Response:
        """Fetch a robots.txt: itself it is under no rule, and its redirects are followed (RFC 9309, 2.3.1.2)."""
        return self._follow(url, {}, lambda _url: nullcontext())

    def _request(self, url: str, headers: dict[str, str], deadline: float) -> tuple[Response, str | None]:
        """Return one hop's answer, and where it redirects to."""
        if self._is_own(url):
            headers = {**dict(self._source.headers), **headers}
        # The read timeout is one for each wait, so a server that drips a byte at a time needs a clock of its own.
        watch = threading.Timer(max(0.0, deadline - time.monotonic()), self._adapter.cut)
        watch.daemon = True
        watch.start()
        try:
            with self._session.get(
                url,
                headers=headers,
                timeout=(CONNECT_TIMEOUT_S, READ_TIMEOUT_S),
                stream=True,
                allow_redirects=False,
            ) as answer:
                self._note_wait(url, answer)
                target = super(_Session, self._session).get_redirect_target(answer)
                body = _read_body(answer) if target is None else b""
                if time.monotonic() > deadline:  # what was cut off may look complete
                    raise SourceError(f"not done after {TOTAL_TIMEOUT_S} s: {url}")
                return _response(answer, body), target
        except (requests.RequestException, UnicodeError) as error:  # UnicodeError: a host name that IDNA refuses
            if time.monotonic() > deadline:
                raise SourceError(f"not done after {TOTAL_TIMEOUT_S} s: {url}") from error
            is_unconnected = isinstance(error, requests.ConnectionError) and not isinstance(
                error, requests.exceptions.SSLError
            )
            raise (UnconnectedError if is_unconnected else SourceError)(
                f"{type(error).__name__}: {_innermost(error)}"
            ) from error
        finally:
            watch.cancel()

    def _note_wait(self, url: str, answer: requests.Response) -> None:
        """Raise HostWaitError where the host asks for time (RFC 6585, 4; RFC 9110, 15.6.4)."""
        if answer.status_code not in (TOO_MANY_REQUESTS, UNAVAILABLE):
            return
        wait_s = parse_retry_after(answer.headers.get("Retry-After"), answer.headers.get("Date"))
        if wait_s is None:
            if answer.status_code == UNAVAILABLE:
                return  # it is broken, and asks for nothing
            wait_s = USUAL_WAIT_S
        if self._gate:
            self._gate.postpone(url, wait_s)
        raise HostWaitError(f"{urlsplit(url).hostname} answers {answer.status_code} and asks for {wait_s:.0f} s")

    def _is_own(self, url: str) -> bool:
        """Return whether the address is on the source's own server: only there do its headers (its secrets) go."""
        own, other = urlsplit(self._source.location), urlsplit(url)
        return (own.hostname, own.port) == (other.hostname, other.port) and other.scheme in (own.scheme, "https")


def parse_retry_after(text: str | None, date: str | None = None) -> float | None:
    """Return the seconds, 0 to MAX_WAIT_S, that a Retry-After asks for in either form (RFC 9110, 10.2.3).

    A date is measured from the answer's own Date, so that the server's clock may be wrong.

    >>> parse_retry_after("120")
    120.0
    >>> parse_retry_after("Fri, 20 Nov 2026 06:01:00 GMT", "Fri, 20 Nov 2026 06:00:00 GMT")
    60.0
    """
    if text is None:
        return None
    if text.strip().isascii() and text.strip().isdigit():
        return min(float(text[:20]), MAX_WAIT_S)
    until, since = _http_date(text), _http_date(date)
    if until is None:
        return None
    waited_from = since or datetime.fromtimestamp(time.time(), UTC)
    return min(max((until - waited_from).total_seconds(), 0.0), MAX_WAIT_S)


def _http_date(text: str | None) -> datetime | None:
    try:
        found = parsedate_to_datetime(text or "")
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _join(url: str, target: str) -> str:
    try:
        return requote_uri(urljoin(url, target))
    except ValueError:  # an address with half a bracket
        raise RejectedError(Reason.ADDRESS_REFUSED, f"a redirect to no http address: {target[:200]!r}") from None


def _refuse_scheme(url: str) -> None:
    try:
        parts = urlsplit(url)
        is_fetchable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:  # an address with half a bracket
        is_fetchable = False
    if not is_fetchable:
        raise RejectedError(Reason.ADDRESS_REFUSED, f"only http and https are fetched, not {url[:200]!r}")


def _response(answer: requests.Response, body: bytes) -> Response:
    return Response(
        url=answer.url,
        http_status=answer.status_code,
        body=body,
        media_type=answer.headers.get("Content-Type"),
        etag=answer.headers.get("ETag"),
        last_modified=answer.headers.get("Last-Modified"),
    )


def _read_body(answer: requests.Response) -> bytes:
    """Read at most MAX_BYTES, as announced and as counted after decompression: a small bomb is stopped as well."""
    announced = answer.headers.get("Content-Length", "")
    if announced.isascii() and announced.isdigit() and int(announced[:20]) > MAX_BYTES:
        raise RejectedError(Reason.TOO_LARGE, f"{announced[:20]} bytes, at most {MAX_BYTES} are read: {answer.url}")
    body = bytearray()
    for chunk in answer.iter_content(CHUNK_BYTES):
        body += chunk
        if len(body) > MAX_BYTES:
            raise RejectedError(Reason.TOO_LARGE, f"more than {MAX_BYTES} bytes at {answer.url}")
    return bytes(body)


def _innermost(error: BaseException) -> str:
    """Return what the operating system said, without the layers of libraries around it."""
    while (inner := error.__cause__ or error.__context__) is not None:
        error = inner
    return str(error)[:300]
