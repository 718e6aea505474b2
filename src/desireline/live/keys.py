"""Keys that admit callers: made at random, shown once, and kept only as digests."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Sequence

from desireline.diagnostics import DesirelineError, Diagnostic, Fix
from desireline.live.store import Store, Transaction
from desireline.live.stored import Noted, StoredKey

PREFIX = "dl_"
"""What every key begins with, so that one that leaked is recognised."""
NAME_MOST = 100


def digest_of(key: str) -> bytes:
    """What is kept of a key. It is 256 random bits, so that one round of SHA-256 is enough: there is nothing to guess."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()


def add_key(store: Store, name: str, now_us: int) -> str:
    """Make a key. It is given back this once; the store keeps its digest. Raises DesirelineError where the name is taken or none (L140)."""
    if not name.strip() or len(name) > NAME_MOST or not name.isprintable():
        raise DesirelineError(Diagnostic("L140", "a key needs a name", fix=Fix(f"give one of 1 to {NAME_MOST} printable characters")))
    return store.run(lambda tx: _added(tx, name, now_us))


def _added(tx: Transaction, name: str, now_us: int) -> str:
    if any(known.name == name for known in tx.keys.listed()):
        raise DesirelineError(
            Diagnostic("L140", f"there is a key `{name}` already", fix=Fix("choose another name, or revoke that key first"))
        )
    key = PREFIX + secrets.token_urlsafe(32)
    tx.keys.add(StoredKey(name, digest_of(key), now_us))
    tx.records.note([Noted(now_us, "key added", name, "")])
    return key


def first_key(store: Store, now_us: int) -> str | None:
    """A key named `first` where the store has none at all; None: it has one."""
    return store.run(lambda tx: None if tx.keys.listed() else _added(tx, "first", now_us))


def list_keys(store: Store) -> Sequence[StoredKey]:
    """The keys that admit, by name."""
    with store.snapshot() as tx:
        return tx.keys.listed()


def revoke_key(store: Store, name: str, now_us: int) -> None:
    """Let a key admit nobody any more. Raises DesirelineError where there is none of that name (L141)."""

    def revoke(tx: Transaction) -> None:
        if not tx.keys.remove(name):
            raise DesirelineError(Diagnostic("L141", f"there is no key `{name}`", fix=Fix("see `desireline keys list`")))
        tx.records.note([Noted(now_us, "key revoked", name, "")])

    store.run(revoke)


def admitted_by(keys: Iterable[StoredKey], given: str) -> StoredKey | None:
    """The key that was given, if it is one of these. How long it takes tells nothing of the keys."""
    digest, found = digest_of(given), None
    for key in keys:
        if hmac.compare_digest(key.digest, digest):
            found = key
    return found
