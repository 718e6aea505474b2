"""To which addresses is sent: public ones, and those that are allowed by name of their network.

A URL that someone else may choose must not reach what only this machine can: its own services, the office's network, the keys that a cloud
hands out on a link-local address. The name is resolved once, and the connection is made to the very address that was checked.
"""

import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Resolve = Callable[[str, int], Sequence[str]]
"""Host and port -> its addresses, as texts."""
_TRANSLATED = ip_network("64:ff9b::/96")
"""IPv6 addresses that a gateway turns into the IPv4 address of their last 32 bits."""


class NotAllowedError(Exception):
    """An address that nothing is sent to."""


def resolve(host: str, port: int) -> Sequence[str]:
    """By the system's resolver. Raises OSError where the name is not known."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def permitted(addresses: Sequence[str], allow: Sequence[Network], *, public: bool = True) -> str:
    """The first of a name's addresses that may be connected to. `public`: whether public ones may without being allowed.

    Raises NotAllowedError where none may.
    """
    for text in addresses:
        address = ip_address(text)
        if is_allowed(address, allow) or (public and is_public(address)):
            return text
    raise NotAllowedError(f"{', '.join(addresses) or 'no address'}: not allowed for this target")


def is_allowed(address: Address, allow: Sequence[Network]) -> bool:
    """Whether an address, or the IPv4 address inside it, is of one of the networks."""
    return any(inner.version == network.version and inner in network for inner in (address, *_inner(address)) for network in allow)


def is_public(address: Address) -> bool:
    """Whether an address is anyone's to connect to: not private, loopback, link-local, multicast or reserved, nor is one inside it."""
    # Of an address that a gateway translates, only the one that it stands for says where it leads.
    leads_to = _inner(address) if address in _TRANSLATED else (address, *_inner(address))
    return all(one.is_global and not one.is_multicast and not one.is_reserved for one in leads_to)


def _inner(address: Address) -> tuple[IPv4Address, ...]:
    """The IPv4 addresses that an IPv6 address stands for."""
    if isinstance(address, IPv4Address):
        return ()
    low = IPv4Address(int(address) & 0xFFFFFFFF)
    found = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _TRANSLATED or int(address) >> 32 == 0:
        found.append(low)
    return tuple(one for one in found if one is not None)
