"""One HTTP request, politely and with bounds: redirects are followed by hand, so that each hop is checked."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import urldefrag, urljoin, urlsplit

import requests

from newswire.acquire.addresses import CheckedAdapter, is_public
from newswire.acquire.hosts import Hosts
from newswire.acquire.sniff import MAX_BYTES
from newswire.acquire.sources import missing_variable
from newswire.errors import AddressRefusedError, Reason, RejectedError, SourceError
from newswire.records import Source
from newswire.settings import contact

CONNECT_TIMEOUT_S = 10
READ_TIMEOUT_S = 30
TOTAL_TIMEOUT_S = 120
MAX_REDIRECTS = 5
CHUNK_BYTES = 65536
LOOK_S = 0.1  # how often it is looked whether a fetch takes too long
IDLE_S = 5.0
REDIRECTS = (301, 302, 303, 307, 308)
PERMANENT = (301, 308)


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What a server answered. ``body`` has its content encoding removed; empty for 304.

    ``moved_to`` is where the asked address has moved for good (RFC 9110, 15.4.2 and 15.4.9), None where it has not or
    one of several redirects is for now only.
    """

    url: str
    http_status: int
    body: bytes
    media_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    retry_after: str | None = None
    moved_to: str | None = None


def user_agent() -> str:
    """Return who asks, and whom to write to where that is stated: a server's owner should find a person."""
    return f"Newswire/0.1 (news research; feed reader{'; ' * bool(contact())}{contact()})"


class Fetcher:
    """Fetches for one source, over one session."""

    def __init__(self, source: Source, hosts: Hosts | None = None) -> None:
        """Open the session; with ``hosts``, each request takes its turn.

        Raises SourceError where the source wants an environment variable that is not set.
        """
        for text in (source.location, source.proxy or "", *(value for _name, value in source.headers)):
            if name := missing_variable(text):
                raise SourceError(f"environment variable {name} is not set (the sample wire is served by `make run`)")
        self._source = source
        self._hosts = hosts
        self._session = requests.Session()
        # The machine's proxies, NO_PROXY and .netrc are for people; a source states what it needs.
        self._session.trust_env = False
        self._session.headers["User-Agent"] = user_agent()
        self._watchdog = _Watchdog()
        adapter = CheckedAdapter(allow_private=source.allow_private, watch=self._watchdog.watch)
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, adapter)
        if source.proxy:
            self._session.proxies.update({"http": source.proxy, "https": source.proxy})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._session.close()

    def fetch(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Response:
        """Return the answer, whatever its status.

        Raises SourceError for no answer or too many redirects, AddressRefusedError, HostWaitsError,
        RejectedError(TOO_LARGE).
        """
        stated = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = {name: value for name, value in stated.items() if value}
        with self._watchdog.running(TOTAL_TIMEOUT_S):
            return self._follow(url, headers, self._ask if self._hosts is None else self._ask_in_turn)

    def _follow(self, url: str, headers: dict[str, str], ask: "_Ask") -> Response:
        """Ask, and go where the answer redirects to, until there is one that does not."""
        seen: set[str] = set()
        is_permanent, moved_to = True, None
        for _hop in range(MAX_REDIRECTS + 1):
            seen.add(urldefrag(url).url)
            answer, target = ask(url, headers, moved_to)
            if target is None:
                return answer
            if urldefrag(target).url in seen:
                raise SourceError(f"the redirects go round in a circle at {target}")
            is_permanent &= answer.http_status in PERMANENT
            url, moved_to = target, target if is_permanent else None
        raise SourceError(f"more than {MAX_REDIRECTS} redirects, the last to {url}")

    def _ask_in_turn(self, url: str, headers: dict[str, str], moved_to: str | None) -> tuple[Response, str | None]:
        assert self._hosts is not None, "who has no hosts asks at once"
        self._refuse_by_form(url)
        with self._hosts.turn(url, self._read_robots, self._source) as note:
            answer, target = self._ask(url, headers, moved_to)
            note(answer.http_status, answer.retry_after)
        return answer, target

    def _read_robots(self, url: str) -> tuple[int, bytes]:
        answer = self._follow(url, {}, self._ask)  # RFC 9309, 2.3.1.2: at least five redirects are followed
        return answer.http_status, answer.body

    def _ask(self, url: str, headers: dict[str, str], moved_to: str | None) -> tuple[Response, str | None]:
        """Make one request and return its answer, and where it redirects to."""
        try:
            self._refuse_by_form(url)
            with self._session.get(
                url,
                headers=headers | self._stated_headers(url),
                timeout=(CONNECT_TIMEOUT_S, READ_TIMEOUT_S),
                stream=True,
                allow_redirects=False,
            ) as answer:
                location = answer.headers.get("Location") if answer.status_code in REDIRECTS else None
                body = b"" if location else _read_body(answer)
                self._watchdog.check(url)
                response = Response(
                    url=answer.url,
                    http_status=answer.status_code,
                    body=body,
                    media_type=answer.headers.get("Content-Type"),
                    etag=answer.headers.get("ETag"),
                    last_modified=answer.headers.get("Last-Modified"),
                    retry_after=answer.headers.get("Retry-After"),
                    moved_to=moved_to,
                )
                # The standard library decodes headers as Latin-1; servers send UTF-8 (requests does the same).
                target = (
                    urljoin(answer.url, location.encode("latin-1").decode("utf-8", "replace")) if location else None
                )
                return response, target
        except (requests.RequestException, OSError, ValueError) as error:  # ValueError: an address that is none
            self._watchdog.check(url)
            raise SourceError(f"{type(error).__name__}: {_innermost(error)}") from error

    def _refuse_by_form(self, url: str) -> None:
        """Refuse other schemes, and what a proxy would connect to for us; all else is checked at the socket."""
        try:
            parts = urlsplit(url)
            _port = parts.port  # read, so that one out of range is told here
        except ValueError as error:
            raise AddressRefusedError(f"{url[:200]}: {error}") from error
        if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
            raise AddressRefusedError(f"only http and https are fetched: {url[:200]}")
        if self._source.proxy and not self._source.allow_private:
            try:
                number = socket.inet_ntoa(socket.inet_aton(parts.hostname))  # reads decimal and hexadecimal forms too
            except OSError:
                number = parts.hostname
            with suppress(ValueError):  # a name, which the proxy resolves
                if not is_public(number):
                    raise AddressRefusedError(f"{parts.hostname} is not a public address")

    def _stated_headers(self, url: str) -> dict[str, str]:
        """Return the source's own headers: they may hold a key, so they go to the feed's own server only."""
        own, asked = urlsplit(self._source.location), urlsplit(url)
        is_own = (own.scheme, own.netloc) == (asked.scheme, asked.netloc)
        return {name: value for name, value in self._source.headers if is_own or name.lower() == "user-agent"}


_Ask = Callable[[str, dict[str, str], str | None], tuple[Response, str | None]]


class _Watchdog:
    """Cuts the connection when a fetch takes too long in all: a server that drips bytes never meets a read timeout."""

    def __init__(self) -> None:
        self._socket: socket.socket | None = None
        self._is_expired = False
        self._total_s = 0.0
        self._ends_at = 0.0

    @contextmanager
    def running(self, total_s: float) -> Iterator[None]:
        """Let the block take at most ``total_s`` seconds."""
        self._socket, self._is_expired, self._total_s = None, False, total_s
        self._ends_at = time.monotonic() + total_s
        _OVERSEER.add(self)
        try:
            yield
        finally:
            _OVERSEER.remove(self)
            self._socket = None

    def look(self, now: float) -> None:
        """Cut the connection where the time is over."""
        if now >= self._ends_at:
            self._expire()

    def watch(self, sock: socket.socket) -> None:
        """Take note of the socket that is read from now on."""
        self._socket = sock
        if self._is_expired:
            self._expire()

    def check(self, url: str) -> None:
        """Raise SourceError where the time is over."""
        self.look(time.monotonic())
        if self._is_expired:
            raise SourceError(f"not done after {self._total_s:g} s: {url}")

    def _expire(self) -> None:
        self._is_expired = True
        if (sock := self._socket) is not None:
            with suppress(OSError):  # closed in the meantime
                socket.socket.shutdown(
                    sock, socket.SHUT_RDWR
                )  # not SSLSocket's own, which drops the cipher under a read


class _Overseer:
    """The one thread that looks after all watchdogs: a timer for each fetch would start a thread for each."""

    def __init__(self) -> None:
        self._watched: set[_Watchdog] = set()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def add(self, watchdog: _Watchdog) -> None:
        """Look after the watchdog until it is removed."""
        with self._lock:
            self._watched.add(watchdog)
            if self._thread is None or not self._thread.is_alive():  # in a forked process it is not
                self._thread = threading.Thread(target=self._run, name="newswire watchdogs", daemon=True)
                self._thread.start()

    def remove(self, watchdog: _Watchdog) -> None:
        """Look after it no longer."""
        with self._lock:
            self._watched.discard(watchdog)

    def _run(self) -> None:
        """Look at each every LOOK_S seconds; end once there was none for IDLE_S."""
        idle_since = time.monotonic()
        while True:
            time.sleep(LOOK_S)
            now = time.monotonic()
            with self._lock:
                watched = list(self._watched)
                idle_since = now if watched else idle_since
                if now - idle_since > IDLE_S:
                    self._thread = None
                    return
            for watchdog in watched:
                watchdog.look(now)


_OVERSEER = _Overseer()


def _read_body(answer: requests.Response) -> bytes:
    """Read at most MAX_BYTES, counted before and after decompression, so that a small bomb is stopped as well."""
    too_large = RejectedError(Reason.TOO_LARGE, f"more than {MAX_BYTES} bytes at {answer.url}")
    stated = answer.headers.get("Content-Length", "")
    if stated.isdecimal() and int(stated[:20]) > MAX_BYTES:
        raise too_large
    body = bytearray()
    for chunk in answer.iter_content(CHUNK_BYTES):
        body += chunk
        if len(body) > MAX_BYTES:
            raise too_large
    return bytes(body)


def _innermost(error: BaseException) -> str:
    """Return what the operating system said, without the layers of libraries around it."""
    while (inner := error.__cause__ or error.__context__) is not None:
        error = inner
    return str(error)[:300]
