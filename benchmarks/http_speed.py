"""Events over HTTP, real process and real socket, client included: in batches, and one by one with its answer at a steady pace.

Synthetic customers walk the map of examples/connection_down (see engine_speed) in the present: their events follow each other by a
millisecond. The client is bare asyncio, and one by one bare sockets, so that it takes little from the two cores that it shares with the
service.

One by one it is an open loop: each event is sent at its moment, whatever became of those before, and its time is counted from that moment.
The limit beside it is the store's raw single transaction: the same rows, written by plain SQL, one event in each, at the same pace and
counted in the same way. The two take turns, as disks are not the same from one second to the next.
"""

import asyncio
import json
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections import deque
from pathlib import Path

import msgspec

from benchmarks.engine_speed import MAP, synthetic_events
from benchmarks.paced_calls import paced
from benchmarks.sqlite_rows import rows_of, write_group
from desireline.live import SqliteStore
from desireline.mapfile import read_map
from desireline.model import Event, format_instant

BATCH = 100
CONNECTIONS = 4
PER_SECOND = 300
SECONDS = 10
ROUNDS = 3


class Service:
    """`desireline serve` on a store, and its key."""

    def __init__(self, store: Path) -> None:
        program = Path(sys.executable).with_name("desireline")
        command: list[str | Path] = [program, "serve", MAP, "--store", store, "--port", "0", "--log-level", "warning"]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert self.process.stderr is not None
        said = ""
        while "Ctrl-C" not in said:
            line = self.process.stderr.readline()
            assert line, said
            said += line
        self.key = re.findall(r"once: (\S+)", said)[0]
        self.port = int(re.findall(r"at http://127.0.0.1:(\d+)", said)[0])

    def call(self, path: str, body: bytes) -> bytes:
        """A call, as it is sent."""
        head = (
            f"POST {path} HTTP/1.1\r\nHost: service\r\nAuthorization: Bearer {self.key}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    def most_memory_mb(self) -> float:
        """The most memory that it had so far."""
        told = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        return int(re.findall(r"VmHWM:\s+(\d+) kB", told)[0]) / 1024

    def stop(self) -> None:
        """Stop it."""
        self.process.terminate()
        self.process.communicate()


class Connection:
    """A connection that is kept."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def open(self) -> "Connection":
        """Connect."""
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._service.port)
        return self

    async def send(self, path: str, body: bytes) -> bytes:
        """Send a body, and give what is answered. Raises where that is not 200."""
        self._writer.write(self._service.call(path, body))
        told = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        answer = await self._reader.readexactly(int(told.partition(b"content-length: ")[2].partition(b"\r\n")[0]))
        if not told.startswith(b"http/1.1 200"):
            raise RuntimeError(answer.decode())
        return answer


def sent_form(event: Event) -> dict[str, object]:
    """An event as it is sent."""
    told = msgspec.structs.asdict(event)
    time_us = told.pop("time_us")
    return {**told, "time": format_instant(time_us)}


def present_events(customers: int, prefix: str) -> list[dict[str, object]]:
    """Events of synthetic customers, the last of them now."""
    events, now_us = synthetic_events(read_map(MAP), customers), time.time_ns() // 1000
    first_us = now_us - 1000 * len(events)
    sent = [sent_form(msgspec.structs.replace(event, time_us=first_us + 1000 * number)) for number, event in enumerate(events)]
    return [{**event, "id": f"{prefix}{event['id']}", "customer": f"{prefix}{event['customer']}"} for event in sent]


async def in_batches(service: Service, events: list[dict[str, object]]) -> float:
    """Events a second, in batches over some connections; the client writes its JSON meanwhile."""
    waiting = deque(events[at : at + BATCH] for at in range(0, len(events), BATCH))

    async def work(connection: Connection) -> None:
        while waiting:
            batch = waiting.popleft()
            answer = json.loads(await connection.send("/v1/events", msgspec.json.encode(batch)))
            assert answer["taken"] == len(batch), answer

    connections = [await Connection(service).open() for _ in range(CONNECTIONS)]
    begin = time.perf_counter()
    await asyncio.gather(*map(work, connections))
    return len(events) / (time.perf_counter() - begin)


def one_by_one(service: Service, events: list[dict[str, object]]) -> list[float]:
    """How many seconds each event's answer took, from the moment at which it was to be sent."""
    calls = [service.call("/v1/events?answer=true", msgspec.json.encode(event)) for event in events]
    return paced(("127.0.0.1", service.port), calls, PER_SECOND, b'"status":"taken"')


def raw_one_by_one(path: Path, lived: Path, prefix: str) -> list[float]:
    """How many seconds each raw transaction took, from the moment at which it was to begin."""
    rows, effects, states = rows_of(lived, prefix)
    SqliteStore(path).close()
    con = sqlite3.connect(path, isolation_level=None)
    con.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;")
    con.execute("INSERT INTO journeys VALUES (?)", (next(iter(states.values()))[1],))
    took, begin = [], time.perf_counter() + 0.1
    for number, row in enumerate(rows):
        at = begin + number / PER_SECOND
        if (wait := at - time.perf_counter()) > 0:
            time.sleep(wait)
        write_group(con, [row], effects, states)
        took.append(time.perf_counter() - at)
    con.close()
    return took


def percentile_ms(took: list[float], share: float) -> float:
    """The time that this share of all stays below."""
    return sorted(took)[min(len(took) - 1, int(share * len(took)))] * 1e3


def main(rounds: int = ROUNDS, seconds: int = SECONDS, customers: int = 2_000) -> None:
    """Print the tables."""
    rates, told, raw = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        service = Service(place / "live.db")
        try:
            for number in range(rounds):
                rates.append(asyncio.run(in_batches(service, present_events(customers, f"b{number}-"))))
                single = present_events(seconds * PER_SECOND // 9, f"s{number}-")[: seconds * PER_SECOND]
                told.append(one_by_one(service, single))
                raw.append(raw_one_by_one(place / f"raw-{number}.db", place / "live.db", f"s{number}-"))
            memory_mb = service.most_memory_mb()
        finally:
            service.stop()
    print(f"| over HTTP, batches of {BATCH}, client included | min | median | max | asked |\n|---|---|---|---|---|")
    print(f"| events a second | {min(rates):,.0f} | {statistics.median(rates):,.0f} | {max(rates):,.0f} | at least 8,000 |\n")
    print(f"| one event and its answer, {PER_SECOND} a second, open loop | median ms | p99 ms, each round | p99 of raw | asked |")
    print("|---|---|---|---|---|")
    for name, found in (("over HTTP", told), ("raw single transaction", raw)):
        middle = statistics.median(percentile_ms(one, 0.5) for one in found)
        p99s = [percentile_ms(one, 0.99) for one in found]
        ratio = statistics.median(percentile_ms(one, 0.99) / percentile_ms(two, 0.99) for one, two in zip(found, raw, strict=True))
        asked = "at most 3x" if found is told else ""
        print(f"| {name} | {middle:.1f} | {', '.join(f'{p99:.1f}' for p99 in p99s)} | {ratio:.1f}x | {asked} |")
    print(f"\nThe service's memory was {memory_mb:.0f} MB at most; asked: under 300 MB.")


if __name__ == "__main__":
    main()
