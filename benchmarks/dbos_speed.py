"""DBOS, the peer that keeps durable workflows in PostgreSQL: workflows of one step a second. `pip install dbos` to compare with it."""

import multiprocessing
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

WORKFLOWS = 400
THREADS = 8
MISSING = "left out: DBOS is not installed (pip install dbos)"


def workflows_a_second(address: str) -> float:
    """In a process of its own: the best of DBOS, several threads that each start workflows and wait for them."""
    queue = multiprocessing.get_context("spawn").SimpleQueue()
    process = multiprocessing.get_context("spawn").Process(target=_run, args=(address, queue))
    process.start()
    process.join()
    if process.exitcode:
        raise RuntimeError(f"DBOS ended with {process.exitcode}")
    return float(queue.get())


def _run(address: str, queue: Any) -> None:
    from dbos import DBOS

    @DBOS.step()  # type: ignore[untyped-decorator]
    def step(number: int) -> int:
        return number + 1

    @DBOS.workflow()  # type: ignore[untyped-decorator]
    def workflow(number: int) -> int:
        return int(step(number))

    DBOS(config={"name": "timed", "system_database_url": address, "run_admin_server": False, "log_level": "WARNING"})
    DBOS.launch()
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(workflow, range(THREADS * 4)))
        begin = time.perf_counter()
        list(pool.map(workflow, range(WORKFLOWS)))
        queue.put(WORKFLOWS / (time.perf_counter() - begin))
    DBOS.destroy()
