"""Which addresses may be connected to: checked on the socket's own address, so that no DNS answer slips between.

A name is resolved once; of its addresses only the public ones are tried. That covers names that point inward, IPv4
addresses written as decimal, hexadecimal or octal numbers (the resolver reads them), and IPv4 inside IPv6.
"""

import socket
import time
from collections.abc import Callable, Iterable
from functools import cache, partial
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

from newswire.errors import AddressRefusedError

# Public by their number, but they answer only inside a cloud: Azure's metadata and wire server.
METADATA = frozenset({IPv4Address("168.63.129.16")})
# An IPv4 address in the low 32 bits: IPv4-compatible (RFC 4291, 2.5.5.1), NAT64 (RFC 6052 and RFC 8215).
EMBEDDING = (IPv6Network("::/96"), IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/96"))
Watch = Callable[[socket.socket], None]


def is_public(text: str) -> bool:
    """Return whether an IP address, as text, is one of the open internet (IANA special-purpose registries, RFC 6890).

    >>> [is_public(text) for text in ("93.184.216.34", "10.0.0.1", "::ffff:127.0.0.1", "fe80::1%eth0")]
    [True, False, False, False]
    """
    address = ip_address(text.split("%", 1)[0])
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo and address.teredo[1])
        if inner is None and any(address in network for network in EMBEDDING):
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None and not is_public(str(inner)):
            return False
        address = address.ipv4_mapped or address
    return address.is_global and not address.is_multicast and address not in METADATA


def connect_public(
    host: str, port: int, *, timeout_s: float | None, options: Iterable[tuple[Any, ...]] = (), allow_private: bool
) -> socket.socket:
    """Return a socket to the first address of the host that may be used and answers, within the time for all of them.

    Raises AddressRefusedError where the host has no such address, OSError where none answers.
    """
    found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    usable = [entry for entry in found if allow_private or is_public(str(entry[4][0]))]
    if not usable:
        raise AddressRefusedError(
            f"{host} is {found[0][4][0]}, which is not a public address; a source of your own network says "
            "allow_private = true"
        )
    deadline = None if timeout_s is None else time.monotonic() + timeout_s
    failure: OSError = TimeoutError(f"no answer within {timeout_s} s")
    for family, kind, protocol, _name, address in usable:
        left_s = None if deadline is None else deadline - time.monotonic()
        if left_s is not None and left_s <= 0:
            break
        sock = socket.socket(family, kind, protocol)
        try:
            for option in options:
                sock.setsockopt(*option)
            sock.settimeout(left_s)
            sock.connect(address)
        except OSError as error:
            sock.close()
            failure = error
        else:
            sock.settimeout(timeout_s)
            return sock
    raise failure


class CheckedAdapter(HTTPAdapter):
    """Requests' adapter over sockets that were checked. ``watch`` is given the socket on which an answer is awaited."""

    def __init__(self, *, allow_private: bool, watch: Watch) -> None:
        self._pools = {scheme: partial(pool, watch=watch) for scheme, pool in _pool_classes(allow_private).items()}
        super().__init__()

    def init_poolmanager(self, *arguments: Any, **keywords: Any) -> None:  # noqa: ANN401 - as requests has it
        """Make the pools for direct connections."""
        super().init_poolmanager(*arguments, **keywords)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, proxy: str, **keywords: Any) -> Any:  # noqa: ANN401 - as requests has it
        """Make the pools for connections through a proxy: it is the proxy's address that is checked."""
        manager = super().proxy_manager_for(proxy, **keywords)
        manager.pool_classes_by_scheme = self._pools
        return manager


class _Watched(HTTPConnection):
    """A connection that names its socket to ``watch`` before it waits for an answer."""

    def __init__(self, *arguments: Any, watch: Watch, **keywords: Any) -> None:  # noqa: ANN401 - urllib3's
        super().__init__(*arguments, **keywords)
        self._watch = watch

    def getresponse(self) -> Any:  # noqa: ANN401 - urllib3's
        assert self.sock is not None, "a request was sent"
        self._watch(self.sock)
        return super().getresponse()


@cache
def _pool_classes(allow_private: bool) -> dict[str, type[HTTPConnectionPool]]:
    """Return the pools by scheme, for adapters to make with their ``watch``; once, as making classes takes long."""

    def connect(connection: HTTPConnection) -> socket.socket:
        """Do what urllib3's ``_new_conn`` does, over a checked address."""
        timeout_s = connection.timeout if isinstance(connection.timeout, int | float) else None
        try:
            return connect_public(
                connection._dns_host,  # the name without the final dot that urllib3 takes off
                connection.port,
                timeout_s=timeout_s,
                options=connection.socket_options or (),
                allow_private=allow_private,
            )
        except socket.gaierror as error:
            raise NameResolutionError(connection.host, connection, error) from error
        except TimeoutError as error:
            raise ConnectTimeoutError(connection, f"no connection to {connection.host} in {timeout_s} s") from error
        except OSError as error:
            raise NewConnectionError(connection, f"no connection to {connection.host}: {error}") from error

    class Http(_Watched, HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return connect(self)

    class Https(_Watched, HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return connect(self)

    class HttpPool(HTTPConnectionPool):
        ConnectionCls = Http

    class HttpsPool(HTTPSConnectionPool):
        ConnectionCls = Https

    return {"http": HttpPool, "https": HttpsPool}
