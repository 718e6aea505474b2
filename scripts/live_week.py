"""A simulated week of a map through the service, the clock run fast: killed in the middle, down for two hours, started again.

`python scripts/live_week.py MAP EVENTS.jsonl FOLDER` prints what was answered, sent, handed over, late and missed, and that each wait
that lay across the kill came to its effect exactly once. The store is left in FOLDER/live.db.
"""

import json
import re
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from desireline.api import read_map

BATCH = 50
OUTAGE = timedelta(hours=2)
AFTERWARDS = timedelta(days=30)
"""How long after the kill the clock goes on, so that trips can go quiet."""
Event = dict[str, Any]


class Service:
    """`desireline serve` as a process of its own. What it would say, offer and call is written to FOLDER/effects.log, line by line."""

    def __init__(self, map_path: str, folder: Path) -> None:
        self._map, self._folder, self._key = map_path, folder, ""
        self.log = folder / "effects.log"

    def start(self, clock: datetime) -> None:
        """Start it with the clock at a moment, and wait until it answers."""
        desireline = str(Path(sys.executable).with_name("desireline"))
        words = ["serve", self._map, "--store", str(self._folder / "live.db"), "--port", "0"]
        words += ["--rehearse", clock.isoformat(), "--log-effects", "--log-level", "warning"]
        print(f"\n$ desireline {' '.join(words)}", flush=True)
        with self.log.open("a", encoding="utf-8") as log:
            began = log.tell()
            self.process = subprocess.Popen([desireline, *words], stderr=log)
        said = self._said(began)
        self._key = next(iter(re.findall(r"dl_\S+", said)), self._key)
        (address,) = re.findall(r"at (http://\S+?),", said)
        print(f"  it says: serving at {address}, process {self.process.pid}")
        self.http = httpx.Client(base_url=address, headers={"Authorization": f"Bearer {self._key}"}, timeout=120)

    def _said(self, began: int) -> str:
        give_up = time.monotonic() + 60
        while time.monotonic() < give_up and self.process.poll() is None:
            said = self.log.read_bytes()[began:].decode()
            if "Ctrl-C stops it" in said:
                return said
            time.sleep(0.05)
        sys.exit(f"the service did not start:\n{self.log.read_text(encoding='utf-8')[began:]}")

    def send(self, events: Sequence[Event]) -> dict[str, Any]:
        """Send events, with the question what was decided for each."""
        answered = self.http.post("/v1/events", params={"answer": "true"}, json=events)
        answered.raise_for_status()
        return dict(answered.json())

    def effects(self, **asked: str) -> list[dict[str, Any]]:
        """All effects of a status, page by page."""
        found: list[dict[str, Any]] = []
        while True:
            after = {"after": found[-1]["id"]} if found else {}
            page = self.http.get("/v1/effects", params={**asked, **after, "most": "1000"}).raise_for_status().json()
            found += page["effects"]
            if not page["effects"] or page["after"] is None:
                return found

    def attempts(self) -> Counter[str]:
        """Effect -> how often it was handed out, by the log."""
        lines = [line for line in self.log.read_text(encoding="utf-8").splitlines() if line.startswith('{"moment"')]
        return Counter(json.loads(line)["key"] for line in lines)


class Week:
    """The events of a simulated week, and what became of them. `story`: a customer who waited across the kill, and got much."""

    def __init__(self, map_path: str, events_path: str, folder: Path) -> None:
        events = [json.loads(line) for line in Path(events_path).read_text(encoding="utf-8").splitlines()]
        events.sort(key=lambda event: (event["time"], event["id"]))
        self.batches = [events[at : at + BATCH] for at in range(0, len(events), BATCH)]
        self.time_of = {(event["source"], event["id"]): _moment(event["time"]) for event in events}
        self.late_actions = {action.id for step in read_map(map_path).steps for promise in step.promises for action in promise.late}
        self.service = Service(map_path, folder)
        self.counts, self.answers = Counter[str](), Counter[str]()
        self.story = ""

    def live(self) -> None:
        """Let it happen."""
        first, middle = self.batches[0][0], len(self.batches) // 2
        self.service.start(_moment(first["time"]).replace(hour=0, minute=0, second=0, microsecond=0))
        for batch in self.batches[:middle]:
            self._send(batch)
        killed = _moment(self.batches[middle - 1][-1]["time"])
        self._kill_at_work(self.batches[middle])
        print(f"  {middle * BATCH:,} events are in; killed (SIGKILL) at work, on {killed:%A at %H:%M} of that week; two hours pass")
        self.service.start(killed + OUTAGE)
        for batch in self.batches[middle:]:  # the one that was under way, too: who sends cannot know whether it arrived
            self._send(batch)
        self.service.http.post("/v1/clock", json={"until": (killed + AFTERWARDS).isoformat()}).raise_for_status()
        self._tell(killed)
        self.service.process.terminate()
        self.service.process.wait()

    def _send(self, batch: Sequence[Event]) -> None:
        for answer in self.service.send(batch)["answers"]:
            self.counts[answer["status"]] += 1
            self.answers.update(effect["kind"] for effect in answer["effects"])

    def _kill_at_work(self, batch: Sequence[Event]) -> None:
        def send() -> None:
            with suppress(httpx.HTTPError):
                self.service.send(batch)

        at_work = threading.Thread(target=send)
        at_work.start()
        time.sleep(0.05)
        self.service.process.kill()
        self.service.process.wait()
        at_work.join()

    def _tell(self, killed: datetime) -> None:
        service = self.service
        done, missed = service.effects(status="done"), service.effects(status="missed")
        tasks = [*service.effects(status="owed", lane="task"), *service.effects(status="sending", lane="task")]
        late = [effect for effect in (*done, *tasks) if effect["action"] in self.late_actions]
        attempts = service.attempts()
        across = [
            effect
            for effect in done
            if _moment(effect["moment"]) > killed + OUTAGE and self.time_of[effect["source"], effect["event"]] < killed
        ]
        got = Counter(effect["customer"] for effect in (*done, *tasks))
        self.story = max((effect["customer"] for effect in across or done), key=lambda customer: (got[customer], customer))
        once = sum(attempts[effect["id"]] == 1 for effect in across)
        print("\nwhat became of the week")
        print(f"  events        {self.counts['taken']:,} taken; {self.counts['duplicate']:,} sent again after the kill, and counted once")
        print(f"  answered      {_by_kind(self.answers)} decided in the very answer to an event")
        print(f"  sent          {len(done):,} effects, in {sum(attempts.values()):,} attempts")
        print(f"  handed over   {_by_kind(Counter(task['kind'] for task in tasks))} wait for a team")
        print(f"  late          {len(late):,} of them because a promise was broken")
        print(f"  missed        {len(missed):,} had their moment while the service was down, longer ago than the map lets them be late")
        print(f"  across the kill: {len(across):,} waits began before it and ended after; {once:,} of them in exactly one attempt")


def _by_kind(kinds: Counter[str]) -> str:
    return ", ".join(f"{count:,} {kind}" for kind, count in kinds.most_common()) or "none"


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


if __name__ == "__main__":
    Week(sys.argv[1], sys.argv[2], Path(sys.argv[3])).live()
