"""Nodes: processes on one store that begin at the same moment, each with the customers of its share."""

import gc
import multiprocessing
import zlib
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from multiprocessing.synchronize import Barrier
from typing import Any

from benchmarks.engine_speed import MAP
from benchmarks.live_raw import raw
from benchmarks.live_traffic import Group, Traffic, groups_of
from desireline.live import Answer, Runtime, Store, VirtualClock, open_store
from desireline.mapfile import read_map
from desireline.model import Event

GROUP = 100
IN_FLIGHT = 10
"""How many batches a node has handed in that are not committed yet."""
_SPAWN = multiprocessing.get_context("spawn")
Span = tuple[float, float]


def lived(address: str, traffic: Traffic, events: Sequence[Event], nodes: int, batch: int) -> float:
    """Events a second of runtimes that get their events in batches, by `submit`."""
    shares = _shares(events, nodes)
    return _rate(len(events), _together(_live, [(address, share, traffic.now_us, batch) for share in shares]))


def written(address: str, store: Store, traffic: Traffic, events: Sequence[Event], nodes: int) -> float:
    """Events a second of plain SQL."""
    shares = [groups_of(store, traffic, share, GROUP) for share in _shares(events, nodes)]
    return _rate(len(events), _together(_write, [(address, share) for share in shares]))


def _shares(events: Sequence[Event], nodes: int) -> list[list[Event]]:
    shares: list[list[Event]] = [[] for _ in range(nodes)]
    for event in events:
        shares[zlib.crc32(event.customer.encode()) % nodes].append(event)
    return shares


def _live(barrier: Barrier, address: str, events: Sequence[Event], now_us: int, batch: int) -> Span:
    import time

    store = open_store(address)
    waiting: deque[Future[list[Answer]]] = deque()
    with Runtime([read_map(MAP)], store, VirtualClock(now_us), group_most=GROUP) as runtime:
        runtime.start()
        _wait(barrier)
        begin = time.perf_counter()
        for at in range(0, len(events), batch):
            waiting.append(runtime.submit(events[at : at + batch]))
            if len(waiting) * batch >= IN_FLIGHT * GROUP:
                waiting.popleft().result()
        answers = [answer for future in waiting for answer in future.result()]
        end = time.perf_counter()
    assert all(answer.status == "taken" for answer in answers)
    store.close()
    return begin, end


def _write(barrier: Barrier, address: str, groups: Sequence[Group]) -> Span:
    _wait(barrier)
    return raw(address, groups)


def _wait(barrier: Barrier) -> None:
    """Wait for the other nodes. What is there until then is not looked at by garbage collections, as in `desireline serve`."""
    gc.collect()
    gc.freeze()
    barrier.wait()


def _together(work: Callable[..., Span], arguments: Sequence[tuple[Any, ...]]) -> list[Span]:
    barrier, spans = _SPAWN.Barrier(len(arguments)), _SPAWN.SimpleQueue()
    nodes = [_SPAWN.Process(target=_node, args=(work, barrier, spans, given)) for given in arguments]
    for node in nodes:
        node.start()
    for node in nodes:
        node.join()
        if node.exitcode:
            raise RuntimeError(f"a node ended with {node.exitcode}")
    return [spans.get() for _ in nodes]


def _node(work: Callable[..., Span], barrier: Barrier, spans: Any, given: tuple[Any, ...]) -> None:
    spans.put(work(barrier, *given))
    gc.unfreeze()


def _rate(events: int, spans: Sequence[Span]) -> float:
    return events / (max(end for _, end in spans) - min(begin for begin, _ in spans))
