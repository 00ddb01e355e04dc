"""Which addresses may be connected to: checked at the socket, on the very address that is then used.

A check of the host's name before the request would leave a gap: the name may resolve to something else a moment later
(DNS rebinding), and forms such as ``2130706433`` or ``0x7f.1`` are names until the resolver reads them. So the name is
resolved once, inside the connection, and the connection is made to the numeric address that passed.
"""

import ipaddress
import socket
from collections.abc import Callable, Sequence
from typing import Any
from weakref import WeakSet

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError
from urllib3.poolmanager import PoolManager
from urllib3.util.connection import create_connection

from newswire.errors import Reason, RejectedError

Resolver = Callable[[str, int], Sequence[str]]

# Cloud platforms answer here with their secrets, and these are no private addresses by IANA's registry.
METADATA_ADDRESSES = frozenset({ipaddress.ip_address("168.63.129.16")})  # Azure's WireServer
NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: an IPv4 address in the last 32 bits


def resolve(host: str, port: int) -> Sequence[str]:
    """Return the numeric addresses of a host in the system's order. Raises socket.gaierror, UnicodeError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Return whether a numeric address is one of the public Internet (IANA special-purpose registries, RFC 6890).

    >>> [is_public(a) for a in ("93.184.215.14", "127.0.0.1", "::ffff:10.0.0.1", "169.254.169.254", "fe80::1%eth0")]
    [True, False, False, False, False]
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
        if ip in NAT64:
            inner.append(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
        if not all(is_public(str(embedded)) for embedded in inner if embedded is not None):
            return False
        if ip.ipv4_mapped is not None:
            return True
    return ip.is_global and not ip.is_multicast and ip not in METADATA_ADDRESSES


class CheckedAdapter(HTTPAdapter):
    """Makes connections to public addresses only, unless ``allow_private``; a stated proxy's address counts as one.

    ``resolver`` gives the numeric addresses of a name.
    """

    def __init__(self, *, allow_private: bool, resolver: Resolver = resolve) -> None:
        self.connections: WeakSet[HTTPConnection] = WeakSet()
        self._pool_classes = _pool_classes(self.connections, allow_private=allow_private, resolver=resolver)
        super().__init__()

    def init_poolmanager(self, *arguments: Any, **keywords: Any) -> None:  # noqa: ANN401 - requests' own
        """Use our connections for requests made directly."""
        super().init_poolmanager(*arguments, **keywords)
        self.poolmanager.pool_classes_by_scheme = self._pool_classes

    def proxy_manager_for(self, proxy: str, **keywords: Any) -> PoolManager:  # noqa: ANN401 - requests' own
        """Use our connections for requests through a proxy."""
        manager: PoolManager = super().proxy_manager_for(proxy, **keywords)
        manager.pool_classes_by_scheme = self._pool_classes
        return manager

    def cut(self) -> None:
        """Shut all open connections down, from whatever thread: a reader that waits in one of them wakes up."""
        for connection in list(self.connections):
            if connection.sock is not None:
                try:
                    connection.sock.shutdown(socket.SHUT_RDWR)
                except OSError:  # it is closed already
                    continue


def _pool_classes(
    opened: WeakSet[HTTPConnection], *, allow_private: bool, resolver: Resolver
) -> dict[str, type[HTTPConnectionPool]]:
    """Return urllib3's pools of connections that check the address and note themselves in ``opened``."""

    def connect(connection: HTTPConnection) -> socket.socket:
        opened.add(connection)
        return _connect(connection, _permitted(connection, resolver, allow_private=allow_private))

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return connect(self)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return connect(self)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}


def _permitted(connection: HTTPConnection, resolver: Resolver, *, allow_private: bool) -> Sequence[str]:
    """Return the addresses of the connection's host. Raises RejectedError(ADDRESS_REFUSED) where one is not public."""
    host = connection.host.strip("[]")
    try:
        found = resolver(host, connection.port)
    except socket.gaierror as error:
        raise NameResolutionError(host, connection, error) from error
    refused = [] if allow_private else [address for address in found if not is_public(address)]
    if refused:  # also when others are public: an honest site has no mixture
        raise RejectedError(
            Reason.ADDRESS_REFUSED,
            f"{host} is at {refused[0]}, which is no public address; a source of your own network wants "
            "allow_private = true",
        )
    return found


def _connect(connection: HTTPConnection, found: Sequence[str]) -> socket.socket:
    """Return a socket to the first of the numeric addresses that answers, with urllib3's errors."""
    last: OSError | None = None
    for address in found:
        try:
            return create_connection(
                (address, connection.port),
                connection.timeout,
                source_address=connection.source_address,
                socket_options=connection.socket_options,
            )
        except TimeoutError as error:
            last = error
        except OSError as error:
            last = error
    if isinstance(last, TimeoutError):
        raise ConnectTimeoutError(connection, f"no connection to {connection.host} in time") from last
    raise NewConnectionError(connection, f"no connection to {connection.host}: {last}") from last
