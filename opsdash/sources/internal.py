"""Internal addresses: what only this machine can reach is asked where the configuration names it, and by nobody else's
word.

A name is looked up before anything is sent, and the connection is looked at once more when it stands: whoever owns a
name can give it another address between our question and the one that the connection is made with (DNS rebinding).
"""

import asyncio
import ipaddress
import socket
from collections.abc import Mapping
from typing import Any

import httpx

from opsdash.sources.failures import FetchError

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""The prefix under which NAT64 gateways reach the IPv4 network (RFC 6052)."""
_INSIDE = [ipaddress.ip_network(text) for text in ("192.0.0.0/24", "::/96", "64:ff9b:1::/48", "fec0::/10")]
"""Never public, whatever the version of Python says: protocol assignments (RFC 6890), IPv4 in IPv6 (RFC 4291, 2.5.5.1),
a network's own NAT64 (RFC 8215), site-local (RFC 3879)."""


async def is_internal(host: str) -> bool:
    """Whether `host` is, or resolves to, an address that the public network does not have."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, ValueError):
        return False  # a proxy may know it; if not, the request says so
    return not all(_is_public(str(entry[4][0])) for entry in found)


class PublicOnly:
    """A trace for httpx (its request extension `trace`) that breaks a request off whose connection has come to an
    internal address, before a byte of the request goes over it. A connection to a proxy is the proxy's matter."""

    def __init__(self, url: str, refusal: FetchError) -> None:
        """`refusal` is what the request to `url` then raises."""
        self._host = httpx.URL(url).raw_host.decode("ascii")
        self._refusal = refusal
        self._connecting_to = ""

    async def __call__(self, event: str, info: Mapping[str, Any]) -> None:
        if event == "connection.connect_tcp.started":
            self._connecting_to = info["host"]
        elif event == "connection.connect_tcp.complete" and self._connecting_to == self._host:
            stream = info["return_value"]
            if not _is_public(stream.get_extra_info("server_addr")[0]):
                await stream.aclose()
                raise self._refusal


def _is_public(address: str) -> bool:
    """Whether the public network has `address`, and the IPv4 address that a gateway would take out of it."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if any(found in network for network in _INSIDE):
        return False
    if isinstance(found, ipaddress.IPv6Address):
        within = found.ipv4_mapped or found.sixtofour
        if found in _NAT64:
            within = ipaddress.IPv4Address(int(found) & 0xFFFF_FFFF)
        if within:
            return _is_public(str(within))
    return found.is_global and not found.is_multicast
