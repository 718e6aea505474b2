"""Keys, and lists that are paged, on both real stores."""

import pytest

from desireline.diagnostics import DesirelineError
from desireline.live import Noted, Quarantined, Store, add_key, admitted_by, first_key, list_keys, revoke_key


def test_a_key_admits_until_it_is_revoked(store: Store) -> None:
    first = first_key(store, 1)
    assert first is not None
    assert first_key(store, 2) is None
    second = add_key(store, "second", 3)
    keys = list_keys(store)
    assert [(key.name, key.made_us) for key in keys] == [("first", 1), ("second", 3)]
    assert [admitted_by(keys, given) for given in (first, second, "", first[:-1], "\ud800")] == [*keys, None, None, None]
    revoke_key(store, "first", 4)
    assert admitted_by(list_keys(store), first) is None
    with store.snapshot() as tx:
        assert [line.kind for line in tx.records.noted(10)] == ["key revoked", "key added", "key added"]


@pytest.mark.parametrize("name", ["", " ", "a\0", "x" * 101, "line\nbreak"])
def test_a_name_that_no_key_can_have_is_told(store: Store, name: str) -> None:
    with pytest.raises(DesirelineError, match="L140"):
        add_key(store, name, 1)


def test_names_are_had_by_one_key_each(store: Store) -> None:
    add_key(store, "shop", 1)
    with pytest.raises(DesirelineError, match="L140: there is a key `shop` already"):
        add_key(store, "shop", 1)
    with pytest.raises(DesirelineError, match="L141: there is no key `other`"):
        revoke_key(store, "other", 1)


def test_records_are_paged_from_the_latest(store: Store) -> None:
    for n in range(5):
        store.run(lambda tx, n=n: tx.records.note([Noted(n, "joined", f"a{n}", "")]))  # type: ignore[misc]
        store.run(lambda tx, n=n: tx.records.quarantine([Quarantined(n, "why", f"e{n}", 2, f"digest {n}")]))  # type: ignore[misc]
    with store.snapshot() as tx:
        for pages in (tx.records.noted, tx.records.quarantined):
            first = pages(2)
            rest = pages(9, first[-1].number)
            assert [line.at_us for line in (*first, *rest)] == [4, 3, 2, 1, 0]


def test_who_reads_sees_one_moment_while_others_write(store: Store) -> None:
    with store.snapshot() as tx:
        assert list(tx.records.noted(10)) == []
        store.run(lambda other: other.records.note([Noted(1, "joined", "ann", "")]))
        assert list(tx.records.noted(10)) == []
    with store.snapshot() as tx:
        assert len(tx.records.noted(10)) == 1
