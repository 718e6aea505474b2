"""The basics of process mining from a lake's columns: directly-follows with times, routes, durations. Exact, as pm4py counts them."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from desireline.events import EventLake, EventShard


def basics(lake: EventLake, threads: int) -> dict[str, Any]:
    """`pairs`: (name, name) -> times taken, and sum, mean, min, median, max and deviation of the seconds it took; `routes`: number of
    cases by route, as bytes of codes; `seconds`: how long each case lasted."""
    if len(lake.names) > 256:
        raise ValueError("routes are bytes here: at most 256 names")
    with ThreadPoolExecutor(threads) as pool:
        parts = list(pool.map(_of_shard, lake.shards))
    pair = np.concatenate([part[0] for part in parts])
    took_us = np.concatenate([part[1] for part in parts])
    routes: Counter[bytes] = Counter()
    for part in parts:
        routes.update(part[2])
    return {"pairs": _pairs(pair, took_us, list(lake.names)), "routes": routes, "seconds": np.concatenate([part[3] for part in parts])}


def _of_shard(shard: EventShard) -> tuple[NDArray[np.uint16], NDArray[np.int64], Counter[bytes], NDArray[np.float64]]:
    con = duckdb.connect(config={"threads": 1})
    columns = "customer_no, epoch_us(time) AS us, CAST(name AS UTINYINT) AS name"
    read = con.execute(f"SELECT {columns} FROM {shard.source_sql(con)}").fetchnumpy()
    customer, us, name = read["customer_no"], read["us"], read["name"]
    going = customer[1:] == customer[:-1]
    pair = name[:-1].astype(np.uint16) * np.uint16(256) + name[1:]
    first = np.append(0, np.flatnonzero(~going) + 1)
    last = np.append(first[1:], len(name)) - 1
    codes = name.tobytes()
    routes = Counter([codes[a : b + 1] for a, b in zip(first.tolist(), last.tolist(), strict=True)])
    return pair[going], (us[1:] - us[:-1])[going], routes, (us[last] - us[first]) / 1e6


def _pairs(pair: NDArray[np.uint16], took_us: NDArray[np.int64], names: list[str]) -> dict[tuple[str, str], dict[str, float]]:
    order = np.argsort(pair, kind="stable")
    seconds = took_us[order] / 1e6
    counts = np.bincount(pair, minlength=2**16)
    found = np.flatnonzero(counts)
    parts = np.split(seconds, np.cumsum(counts[found])[:-1])
    return {(names[code >> 8], names[code & 255]): _figures(part) for code, part in zip(found.tolist(), parts, strict=True)}


def _figures(seconds: NDArray[np.float64]) -> dict[str, float]:
    return {
        "times": len(seconds),
        "sum": float(seconds.sum()),
        "mean": float(seconds.mean()),
        "min": float(seconds.min()),
        "median": float(np.median(seconds)),
        "max": float(seconds.max()),
        "stdev": float(seconds.std(ddof=1)) if len(seconds) > 1 else 0.0,
    }
