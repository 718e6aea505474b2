"""Effects: decided once, handed out until they are settled."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, LiteralString, get_args

import msgspec
import psycopg
from psycopg.rows import TupleRow

from desireline.engine import Effect
from desireline.live.pages import WITHOUT_END, within
from desireline.live.postgres.arrays import blobs, integers, texts
from desireline.live.postgres.session import Session
from desireline.live.stored import TASK_LANE, Settled, Status, StoredEffect, TaskStatus

_COLUMNS = "e.data, e.customer, e.lane, e.status, e.decided_us, e.attempts, e.next_attempt_us, e.error, e.taken_by, e.settled_us"
_FOREMOST = """
    FROM effects AS e
    WHERE e.lane = %s::text AND e.status IN ('owed', 'sending')
    AND coalesce(split_part(e.id, ':', 1) = ANY (%s::text[]), true) AND e.seq = (
        SELECT b.seq FROM effects AS b
        WHERE b.customer = e.customer AND b.lane = e.lane AND b.status IN ('owed', 'sending')
        AND coalesce(split_part(b.id, ':', 1) = ANY (%s::text[]), true) ORDER BY b.seq LIMIT 1
    )
"""
"""Of a lane: what is on the way and is the first of the same customer and lane. By the index, the earliest comes first, so that a long
backlog is not gone through. Asked for the first, and not that none be before, the server goes by the customer's index also where the table
was empty when it made its plan. An effect's identity begins with its journey; where no journeys are given, all are meant."""
_IS: Mapping[Status, LiteralString] = {status: f"e.status = '{status}'" for status in get_args(Status)}
"""Written out, and asked for one by one: so what is done, by far the most, is passed over by an index."""
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Effect).decode


class PostgresEffects:
    """See `desireline.live.store.EffectTable`.

    Of effects that are named by their ids, the status is a parameter: written out, it would have the server go through all that have it, by
    an index of such, where the table was empty when it made its plan.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, effects: Sequence[StoredEffect]) -> None:
        """Keep newly decided effects. One that was withdrawn before makes room. Raises where one was decided already."""
        ids, tasks = texts([e.effect.id for e in effects]), any(e.lane == TASK_LANE for e in effects)
        self._session.later("DELETE FROM effects WHERE id = ANY (%s::text[]) AND status = %s::text", (ids, "withdrawn"))
        self._session.later(
            """
            INSERT INTO effects (id, customer, lane, status, decided_us, next_attempt_us, data, team, due_us) SELECT * FROM unnest(
                %s::text[], %s::text[], %s::text[], %s::text[], %s::bigint[], %s::bigint[], %s::bytea[], %s::text[], %s::bigint[]
            )
            """,
            (
                ids,
                texts([e.customer for e in effects]),
                texts([e.lane for e in effects]),
                texts([e.status for e in effects]),
                integers([e.decided_us for e in effects]),
                integers([e.next_attempt_us for e in effects]),
                blobs([_encode(e.effect) for e in effects]),
                texts([e.team for e in effects] if tasks else ()),
                integers([e.task_due_us for e in effects] if tasks else ()),
            ),
        )

    def of(self, customers: Collection[str], *, held: bool = False) -> Sequence[StoredEffect]:
        """All effects of customers, in the order in which they were decided. `held`: what is owed is handed to nobody meanwhile."""
        if held:
            self._session.rows(
                "SELECT 1 FROM effects WHERE customer = ANY (%s::text[]) AND status = 'owed' ORDER BY id FOR UPDATE", (texts(customers),)
            )
        return self._found("WHERE e.customer = ANY (%s::text[]) ORDER BY e.seq", texts(customers))

    def by_id(self, ids: Collection[str]) -> Sequence[StoredEffect]:
        """The effects of these identities, in the order in which they were decided."""
        return self._found("WHERE e.id = ANY (%s::text[]) ORDER BY e.seq", texts(ids)) if ids else []

    def withdraw(self, ids: Collection[str], at_us: int) -> None:
        """Take back what was not handed out."""
        if ids:
            self._session.later(
                """
                UPDATE effects SET status = 'withdrawn', settled_us = %s::bigint
                WHERE id = ANY (%s::text[]) AND status = %s::text AND attempts = 0 AND error IS NULL
                """,
                (at_us, texts(ids), "owed"),
            )

    def give_to(self, customer_of: Mapping[str, str]) -> None:
        """Effect id -> the customer whose it is from now on."""
        if customer_of:
            self._session.later(
                "UPDATE effects SET customer = g.customer FROM unnest(%s::text[], %s::text[]) AS g (id, customer) WHERE effects.id = g.id",
                (texts(customer_of.keys()), texts(customer_of.values())),
            )

    def claim(
        self, lanes: Collection[str], now_us: int, lease_until_us: int, most: int, journeys: Collection[str] | None = None
    ) -> Sequence[StoredEffect]:
        """Hand out owed effects: `next_attempt_us` of one that is being sent is the end of its lease. What another node is at is left."""
        claimed: list[tuple[Any, ...]] = []
        ours = None if journeys is None else texts(journeys)
        for lane in lanes:
            claimed += self._session.rows(
                f"""
                WITH next AS MATERIALIZED (
                    SELECT e.id {_FOREMOST} AND e.next_attempt_us <= %s::bigint
                    ORDER BY e.next_attempt_us LIMIT %s::bigint FOR UPDATE OF e SKIP LOCKED
                )
                UPDATE effects AS e SET status = 'sending', attempts = e.attempts + 1, next_attempt_us = %s::bigint
                FROM next WHERE e.id = next.id RETURNING e.seq, {_COLUMNS}
                """,
                (lane, ours, ours, now_us, most - len(claimed), lease_until_us),
            )
        return [_effect(row[1:]) for row in sorted(claimed)]

    def renew(self, ids: Collection[str], lease_until_us: int) -> None:
        """Give those that are being sent a longer lease."""
        self._session.do(
            "UPDATE effects SET next_attempt_us = %s::bigint WHERE id = ANY (%s::text[]) AND status = %s::text",
            (lease_until_us, texts(sorted(ids)), "sending"),
        )

    def settle(self, settled: Sequence[Settled]) -> None:
        """Say how attempts ended. What is no longer `sending` stays as it is."""
        ordered = sorted(settled, key=lambda s: s.id)
        self._session.later(
            """
            UPDATE effects AS e SET status = s.status, settled_us = s.at_us, next_attempt_us = s.next_attempt_us, error = s.error
            FROM unnest(%s::text[], %s::text[], %s::bigint[], %s::bigint[], %s::text[]) AS s (id, status, at_us, next_attempt_us, error)
            WHERE e.id = s.id AND e.status = %s::text
            """,
            (
                texts(s.id for s in ordered),
                texts(s.status for s in ordered),
                integers(s.at_us for s in ordered),
                integers(s.next_attempt_us for s in ordered),
                texts(_without_nul(s.error) for s in ordered),
                "sending",
            ),
        )
        if again := [s.id for s in ordered if s.status == "owed"]:
            # What waits behind a failed attempt is not looked at again before the attempt is.
            self._session.do(
                """
                WITH behind AS MATERIALIZED (
                    SELECT b.id, h.next_attempt_us FROM effects AS h, LATERAL (
                        SELECT id FROM effects WHERE customer = h.customer AND lane = h.lane AND seq > h.seq AND status = 'owed'
                        ORDER BY seq OFFSET 0
                    ) AS b WHERE h.id = ANY (%s::text[]) AND h.status = %s::text
                )
                UPDATE effects AS e SET next_attempt_us = greatest(e.next_attempt_us, behind.next_attempt_us) FROM behind
                WHERE e.id = behind.id AND e.status = %s::text
                """,
                (texts(again), "owed", "owed"),
            )

    def next_attempt_us(self, lanes: Collection[str], journeys: Collection[str] | None = None) -> int | None:
        """When the next effect of these lanes may be handed out, or is owed again since its lease is over."""
        query = f"SELECT e.next_attempt_us {_FOREMOST} ORDER BY e.next_attempt_us LIMIT 1"
        ours = None if journeys is None else texts(journeys)
        found = [row for lane in lanes for row in self._session.rows(query, (lane, ours, ours))]
        return min((int(us) for (us,) in found), default=None)

    def listed(
        self, statuses: Sequence[Status], most: int, lane: str | None = None, after: str | None = None, most_bytes: int | None = None
    ) -> Sequence[StoredEffect]:
        """Effects of these statuses, in the order in which they were decided. `after`: the id of the one that they come after."""
        where: LiteralString = ""
        parameters: list[str] = []
        if lane is not None:
            where += " AND e.lane = %s::text"
            parameters.append(lane)
        if after is not None:
            where += " AND e.seq > (SELECT a.seq FROM effects AS a WHERE a.id = %s::text)"
            parameters.append(after)
        found: list[tuple[Any, ...]] = []
        for condition in (_IS[status] for status in dict.fromkeys(statuses) if status in _IS):
            found += self._session.rows(_page(f"WHERE {condition}{where}", "e.seq"), (*parameters, most, _bytes(most_bytes)))
        in_order = sorted(found, key=lambda row: row[-1])[:most]
        return [_effect(row[:-1]) for row in within(in_order, most_bytes, lambda row: len(row[0]))]

    def tasks(
        self, status: TaskStatus, most: int, team: str | None = None, after: str | None = None, most_bytes: int | None = None
    ) -> Sequence[StoredEffect]:
        """Tasks of one team or of all; those due first at the head. `after`: the id of the one that they come after."""
        where: LiteralString = "e.lane = 'task' AND e.status IN ('owed', 'sending') AND e.status = %s::text"
        parameters: list[str] = [status]
        if team is not None:
            where += " AND e.team = %s::text"
            parameters.append(team)
        if after is not None:
            where += """
                AND (e.due_us, e.seq) > ((SELECT due_us FROM effects WHERE id = %s::text), (SELECT seq FROM effects WHERE id = %s::text))
                """
            parameters += [after, after]
        found = self._session.rows(_page(f"WHERE {where}", "e.due_us, e.seq"), (*parameters, most, _bytes(most_bytes)))
        return [_effect(row[:-1]) for row in found]

    def on_the_way(self) -> Mapping[tuple[str, Status], int]:
        """(lane, status) -> how many there are, of what is owed, sending or dead."""
        found = self._session.rows(
            """
            SELECT lane, status, count(*) FROM effects WHERE status IN ('owed', 'sending') GROUP BY lane, status
            UNION ALL SELECT lane, status, count(*) FROM effects WHERE status = 'dead' GROUP BY lane, status
            """
        )
        return {(lane, status): count for lane, status, count in found}

    def take(self, id_: str, by: str) -> bool:
        """Give an owed effect to a person: they have it for as long as they need."""
        taken = self._session.do(
            "UPDATE effects SET status = 'sending', attempts = attempts + 1, taken_by = %s::text WHERE id = %s::text AND status = %s::text",
            (by, id_, "owed"),
        )
        return taken == 1

    def change(self, ids: Collection[str], before: Sequence[Status], after: Status, at_us: int) -> int:
        """Set the status of those that have one of the statuses before; attempts at what is owed again are counted anew. How many had."""
        return self._session.do(
            """
            UPDATE effects SET status = %s::text, settled_us = %s::bigint, next_attempt_us = %s::bigint, taken_by = NULL,
                attempts = CASE %s::text WHEN 'owed' THEN 0 ELSE attempts END
            WHERE id = ANY (%s::text[]) AND status = ANY (%s::text[])
            """,
            (after, at_us, at_us, after, texts(sorted(ids)), texts(before)),
        )

    def _found(self, rest: str, *parameters: Any) -> Sequence[StoredEffect]:
        return [_effect(row) for row in self._session.rows(f"SELECT {_COLUMNS} FROM effects AS e {rest}", parameters)]


def fill_tasks(con: psycopg.Connection[TupleRow]) -> None:
    """Note of tasks on the way whom they are for, and when they are due: a store of an earlier version has it inside their data only."""
    found = con.execute(f"SELECT {_COLUMNS} FROM effects AS e WHERE e.lane = 'task' AND e.status IN ('owed', 'sending')", binary=True)
    tasks = [_effect(row) for row in found]
    con.execute(
        """
        UPDATE effects AS e SET team = t.team, due_us = t.due_us
        FROM unnest(%s::text[], %s::text[], %s::bigint[]) AS t (id, team, due_us) WHERE e.id = t.id
        """,
        (texts(e.effect.id for e in tasks), texts(e.team for e in tasks), integers(e.task_due_us for e in tasks)),
    )


def _page(where: LiteralString, order: LiteralString) -> LiteralString:
    """Effects in an order, so many, up to the one by which their data has so many bytes: these are counted where they are."""
    return f"""
        SELECT {_COLUMNS}, e.seq FROM (
            SELECT e.*, sum(octet_length(e.data)) OVER (ORDER BY {order}) - octet_length(e.data) AS before
            FROM effects AS e {where} ORDER BY {order} LIMIT %s::bigint
        ) AS e WHERE e.before < %s::bigint ORDER BY {order}
        """


def _bytes(most: int | None) -> int:
    return WITHOUT_END if most is None else most


def _effect(row: Sequence[Any]) -> StoredEffect:
    return StoredEffect(_decode(row[0]), *row[1:])


def _without_nul(text: str | None) -> str | None:
    """What a handler raised may say anything."""
    return None if text is None else text.replace("\0", "\\0").encode(errors="replace").decode()
