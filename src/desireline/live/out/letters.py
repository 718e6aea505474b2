"""What was decided, and what became of it; dead letters are handed out again or dropped, by a person."""

from collections.abc import Collection, Sequence

from desireline.live.clock import Clock
from desireline.live.reasons import with_key
from desireline.live.store import Store, Transaction
from desireline.live.stored import Noted, Status, StoredEffect

_AT_ONCE = 500


class Letters:
    """The effects of a store, for people who look after them. `by`: the name of the key with which something was asked for; the audit has
    it."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def listed(self, *statuses: Status, lane: str | None = None, most: int = 1000) -> Sequence[StoredEffect]:
        """Effects of these statuses (dead letters where none is said), in the order in which they were decided."""
        with self._store.transaction() as tx:
            return tx.effects.listed(statuses or ("dead",), most, lane)

    def found(self, ids: Collection[str]) -> Sequence[StoredEffect]:
        """The effects of these identities; those that are not there are left out."""
        with self._store.transaction() as tx:
            return tx.effects.by_id(ids)

    def retry(self, ids: Collection[str], by: str | None = None) -> int:
        """Let dead letters be handed out anew, with all the attempts that their lane allows. How many there were."""
        return self._change(ids, ("dead",), "owed", "retried", by)

    def drop(self, ids: Collection[str], by: str | None = None) -> int:
        """Give dead letters, or what is owed, up for good. How many there were."""
        return self._change(ids, ("dead", "owed"), "dropped", "dropped", by)

    def retry_all(self, lane: str | None = None) -> int:
        """Let all dead letters, or those of one lane, be handed out anew. How many there were."""
        return self._change_all("owed", "retried", lane)

    def drop_all(self, lane: str | None = None) -> int:
        """Give all dead letters, or those of one lane, up for good. How many there were."""
        return self._change_all("dropped", "dropped", lane)

    def _change(self, ids: Collection[str], before: Sequence[Status], after: Status, noted: str, by: str | None = None) -> int:
        now_us = self._clock.now_us()

        def change(tx: Transaction) -> int:
            concerned = [one.effect.id for one in tx.effects.by_id(ids) if one.status in before]
            tx.records.note([Noted(now_us, noted, id_, f"by hand{with_key(by)}") for id_ in concerned])
            return tx.effects.change(concerned, before, after, now_us)

        return self._store.run(change)

    def _change_all(self, after: Status, noted: str, lane: str | None) -> int:
        changed = 0
        while dead := self.listed("dead", lane=lane, most=_AT_ONCE):
            changed += self._change([one.effect.id for one in dead], ("dead",), after, noted)
        return changed
