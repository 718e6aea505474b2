"""A node that takes in events, decides and delivers as fast as it can, until it is killed: `python live_under_load.py STORE FOLDER RUN`.

FOLDER/acknowledged.txt gets the id of each event once its future is done, FOLDER/delivered.txt a line for each attempt of a handler.
"""

import os
import sys
import threading
from pathlib import Path

from support.small_journeys import small_map

from desireline.live import HandedOut, Outbox, Runtime, SystemClock, open_store
from desireline.model import Event, Map

LEASE_SECONDS = 0.3
THREADS = 4


def promising_map() -> Map:
    """Who asks is entered in the CRM; who gets no answer within half a second, too."""
    promise = {"id": "soon", "title": "Soon", "within": "500ms", "late": [{"id": "nag", "call": "crm", "if_late": "always"}]}
    asked = {"do": [{"id": "enter", "call": "crm", "if_late": "always"}], "promises": [promise], "next": ["answered"]}
    return small_map({"asked": asked, "answered": {}})


def main(store: str, folder: Path, run: str) -> None:
    """Work until killed."""
    clock = SystemClock()
    acknowledged, delivered = (os.open(folder / name, os.O_WRONLY | os.O_APPEND | os.O_CREAT) for name in FILES)
    runtime = Runtime([promising_map()], open_store(store), clock, tick_seconds=0.02)

    def enter(handed: HandedOut) -> None:
        os.write(delivered, f"{handed.key} {handed.customer} {handed.effect.action} {handed.effect.event}\n".encode())

    Outbox(open_store(store), clock, {"call:crm": enter}, lease_seconds=LEASE_SECONDS).start(poll_seconds=0.02)

    def work(thread: int) -> None:
        for number in range(1_000_000):
            customer = f"c{run}-{thread}-{number}"
            for name in ("asked", "answered")[: 1 + number % 2]:
                event = Event(id=f"{name}-{customer}", time_us=clock.now_us(), customer=customer, name=name)
                for future in [runtime.submit([event]) for _ in range(2 if number % 5 == 0 else 1)]:
                    future.result()
                os.write(acknowledged, f"{event.id}\n".encode())

    threads = [threading.Thread(target=work, args=(thread,)) for thread in range(THREADS)]
    for thread in threads:
        thread.start()
    threads[0].join()


FILES = ("acknowledged.txt", "delivered.txt")

if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
