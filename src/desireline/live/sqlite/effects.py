"""Effects: decided once, handed out until they are settled."""

import json
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from heapq import merge
from itertools import islice
from typing import Any

import msgspec

from desireline.engine import Effect
from desireline.live.pages import within
from desireline.live.stored import Settled, Status, StoredEffect, TaskStatus

_COLUMNS = "e.data, e.customer, e.lane, e.status, e.decided_us, e.attempts, e.next_attempt_us, e.error, e.taken_by, e.settled_us"
_OURS = "(:journeys IS NULL OR substr({0}.id, 1, instr({0}.id, ':') - 1) IN (SELECT value FROM json_each(:journeys)))"
_FOREMOST = f"""
    FROM effects AS e INDEXED BY effects_next
    WHERE e.status IN ('owed', 'sending') AND e.lane = :lane AND {_OURS.format("e")} AND NOT EXISTS (
        SELECT 1 FROM effects AS b
        WHERE b.customer = e.customer AND b.lane = e.lane AND b.seq < e.seq AND b.status IN ('owed', 'sending') AND {_OURS.format("b")}
    )
"""
"""Of a lane: what is on the way and has none of the same customer and lane before it. The index gives the earliest first, so that a long
backlog is not gone through. An effect's identity begins with its journey."""
_FURTHER: Sequence[Status] = ("sending", "dead", "dropped", "missed", "withdrawn")
_FROM: Mapping[Status, str] = {
    **{one: f"effects AS e INDEXED BY effects_by_status WHERE e.status = '{one}' AND e.status NOT IN ('done', 'owed')" for one in _FURTHER},
    "owed": "effects AS e INDEXED BY effects_on_the_way WHERE e.status = 'owed' AND e.status IN ('owed', 'sending')",
    "done": "effects AS e WHERE e.status = 'done'",
}
"""Asked for one by one, written out, and with what an index is of: SQLite does not find out by itself that the one follows from the other.
So what is done, by far the most, is passed over."""
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Effect).decode


class SqliteEffects:
    """See `desireline.live.store.EffectTable`."""

    def __init__(self, con: sqlite3.Connection) -> None:
        self._con = con

    def add(self, effects: Sequence[StoredEffect]) -> None:
        """Keep newly decided effects. One that was withdrawn before makes room. Raises where one was decided already."""
        self._con.execute(
            "DELETE FROM effects WHERE id IN (SELECT value FROM json_each(?)) AND status = 'withdrawn'",
            (_listed([e.effect.id for e in effects]),),
        )
        self._con.executemany(
            """
            INSERT INTO effects (id, customer, lane, status, decided_us, next_attempt_us, team, due_us, data)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                (e.effect.id, e.customer, e.lane, e.status, e.decided_us, e.next_attempt_us, e.team, e.task_due_us, _encode(e.effect))
                for e in effects
            ],
        )

    def of(self, customers: Collection[str], *, held: bool = False) -> Sequence[StoredEffect]:  # noqa: ARG002
        """All effects of customers, in the order in which they were decided."""
        return self._found("FROM json_each(?) AS n JOIN effects AS e ON e.customer = n.value ORDER BY e.seq", _listed(customers))

    def by_id(self, ids: Collection[str]) -> Sequence[StoredEffect]:
        """The effects of these identities, in the order in which they were decided."""
        return self._found("FROM json_each(?) AS n JOIN effects AS e ON e.id = n.value ORDER BY e.seq", _listed(ids))

    def withdraw(self, ids: Collection[str], at_us: int) -> None:
        """Take back what was not handed out."""
        self._con.executemany(
            "UPDATE effects SET status = 'withdrawn', settled_us = ? WHERE id = ? AND status = 'owed' AND attempts = 0 AND error IS NULL",
            [(at_us, id_) for id_ in ids],
        )

    def give_to(self, customer_of: Mapping[str, str]) -> None:
        """Effect id -> the customer whose it is from now on."""
        self._con.executemany("UPDATE effects SET customer = ? WHERE id = ?", [(customer, id_) for id_, customer in customer_of.items()])

    def claim(
        self, lanes: Collection[str], now_us: int, lease_until_us: int, most: int, journeys: Collection[str] | None = None
    ) -> Sequence[StoredEffect]:
        """Hand out owed effects: `next_attempt_us` of one that is being sent is the end of its lease."""
        ids: list[tuple[str]] = []
        ours = None if journeys is None else _listed(journeys)
        for lane in lanes:
            ids += self._con.execute(
                f"SELECT e.id {_FOREMOST} AND e.next_attempt_us <= :now_us ORDER BY e.next_attempt_us, e.seq LIMIT :most",
                {"lane": lane, "journeys": ours, "now_us": now_us, "most": most - len(ids)},
            ).fetchall()
        self._con.executemany(
            "UPDATE effects SET status = 'sending', attempts = attempts + 1, next_attempt_us = ? WHERE id = ?",
            [(lease_until_us, id_) for (id_,) in ids],
        )
        return self.by_id([id_ for (id_,) in ids])

    def renew(self, ids: Collection[str], lease_until_us: int) -> None:
        """Give those that are being sent a longer lease."""
        self._con.executemany(
            "UPDATE effects SET next_attempt_us = ? WHERE id = ? AND status = 'sending'", [(lease_until_us, id_) for id_ in ids]
        )

    def settle(self, settled: Sequence[Settled]) -> None:
        """Say how attempts ended. What is no longer `sending` stays as it is."""
        self._con.executemany(
            "UPDATE effects SET status = ?, settled_us = ?, next_attempt_us = ?, error = ? WHERE id = ? AND status = 'sending'",
            [(s.status, s.at_us, s.next_attempt_us, s.error, s.id) for s in settled],
        )
        # What waits behind a failed attempt is not looked at again before the attempt is.
        self._con.executemany(
            """
            UPDATE effects SET next_attempt_us = max(effects.next_attempt_us, h.next_attempt_us)
            FROM (SELECT customer, lane, seq, next_attempt_us FROM effects WHERE id = ? AND status = 'owed') AS h
            WHERE effects.customer = h.customer AND effects.lane = h.lane AND effects.seq > h.seq AND effects.status = 'owed'
            """,
            [(s.id,) for s in settled if s.status == "owed"],
        )

    def next_attempt_us(self, lanes: Collection[str], journeys: Collection[str] | None = None) -> int | None:
        """When the next effect of these lanes may be handed out, or is owed again since its lease is over."""
        query = f"SELECT e.next_attempt_us {_FOREMOST} ORDER BY e.next_attempt_us LIMIT 1"
        ours = None if journeys is None else _listed(journeys)
        asked = [{"lane": lane, "journeys": ours} for lane in lanes]
        found = [row for one in asked if (row := self._con.execute(query, one).fetchone()) is not None]
        return min((int(us) for (us,) in found), default=None)

    def listed(
        self, statuses: Sequence[Status], most: int, lane: str | None = None, after: str | None = None, most_bytes: int | None = None
    ) -> Sequence[StoredEffect]:
        """Effects of these statuses, in the order in which they were decided. `after`: the id of the one that they come after."""
        where, parameters = "", list[str]()
        if lane is not None:
            where += " AND e.lane = ?"
            parameters.append(lane)
        if after is not None:
            where += " AND e.seq > (SELECT a.seq FROM effects AS a WHERE a.id = ?)"
            parameters.append(after)
        found = [
            self._con.execute(f"SELECT e.seq, {_COLUMNS} FROM {_FROM[status]}{where} ORDER BY e.seq LIMIT ?", (*parameters, most))
            for status in dict.fromkeys(statuses)
            if status in _FROM
        ]
        in_order = islice(merge(*found, key=lambda row: row[0]), most)
        return [_effect(row[1:]) for row in within(in_order, most_bytes, lambda row: len(row[1]))]

    def tasks(
        self, status: TaskStatus, most: int, team: str | None = None, after: str | None = None, most_bytes: int | None = None
    ) -> Sequence[StoredEffect]:
        """Tasks of one team or of all; those due first at the head. `after`: the id of the one that they come after."""
        index, where = "tasks", "e.lane = 'task' AND e.status IN ('owed', 'sending') AND e.status = ?"
        parameters: list[str] = [status]
        if team is not None:
            index, where = "tasks_of_team", f"{where} AND e.team = ?"
            parameters.append(team)
        if after is not None:
            where += " AND (e.due_us, e.seq) > ((SELECT due_us FROM effects WHERE id = ?), (SELECT seq FROM effects WHERE id = ?))"
            parameters += [after, after]
        found = self._con.execute(
            f"SELECT {_COLUMNS} FROM effects AS e INDEXED BY {index} WHERE {where} ORDER BY e.due_us, e.seq LIMIT ?", (*parameters, most)
        )
        return [_effect(row) for row in within(found, most_bytes, lambda row: len(row[0]))]

    def on_the_way(self) -> Mapping[tuple[str, Status], int]:
        """(lane, status) -> how many there are, of what is owed, sending or dead."""
        found = self._con.execute(
            """
            SELECT lane, status, count(*) FROM effects WHERE status IN ('owed', 'sending') GROUP BY lane, status
            UNION ALL SELECT lane, status, count(*) FROM effects WHERE status = 'dead' AND status NOT IN ('done', 'owed') GROUP BY lane
            """
        )
        return {(lane, status): count for lane, status, count in found}

    def take(self, id_: str, by: str) -> bool:
        """Give an owed effect to a person: they have it for as long as they need."""
        taken = self._con.execute(
            "UPDATE effects SET status = 'sending', attempts = attempts + 1, taken_by = ? WHERE id = ? AND status = 'owed'", (by, id_)
        )
        return taken.rowcount == 1

    def change(self, ids: Collection[str], before: Sequence[Status], after: Status, at_us: int) -> int:
        """Set the status of those that have one of the statuses before; attempts at what is owed again are counted anew. How many had."""
        changed = self._con.execute(
            """
            UPDATE effects SET status = :after, settled_us = :at_us, next_attempt_us = :at_us, taken_by = NULL,
                attempts = CASE :after WHEN 'owed' THEN 0 ELSE attempts END
            WHERE id IN (SELECT value FROM json_each(:ids)) AND status IN (SELECT value FROM json_each(:before))
            """,
            {"after": after, "at_us": at_us, "ids": _listed(ids), "before": _listed(before)},
        )
        return changed.rowcount

    def _found(self, rest: str, *parameters: Any) -> Sequence[StoredEffect]:
        found = self._con.execute(f"SELECT {_COLUMNS} {rest}", parameters)
        return [_effect(row) for row in found]


def fill_tasks(con: sqlite3.Connection) -> None:
    """Note of tasks on the way whom they are for, and when they are due: a store of an earlier version has it inside their data only."""
    found = SqliteEffects(con)._found("FROM effects AS e WHERE e.lane = 'task' AND e.status IN ('owed', 'sending')")
    con.executemany("UPDATE effects SET team = ?, due_us = ? WHERE id = ?", [(e.team, e.task_due_us, e.effect.id) for e in found])


def _effect(row: Sequence[Any]) -> StoredEffect:
    return StoredEffect(_decode(row[0]), *row[1:])


def _listed(texts: Collection[str]) -> str:
    return json.dumps(list(texts))
