"""`desireline serve` as a process of its own, on a port that is free unless one is named."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import TracebackType

import httpx

PROGRAM = Path(sys.executable).with_name("desireline")
ASK = """
journey: ask
title: Ask
trip: {quiet: 1d}
stages: [{id: only, title: Only}]
steps:
  - id: asked
    stage: only
    title: Asked
    event: asked
    promises: [{id: soon, title: Soon, within: 1s, late: [{id: nudge, call: crm, if_late: always}]}]
    next: [answered]
outcomes: [{id: answered, title: Answered, kind: reached, event: answered}]
"""
"""A map by which something is owed a second after it was asked, unless it was answered."""


class Served:
    """A running service. `said`: what it printed so far; `key`: the first key, if it was made by this one."""

    def __init__(self, *arguments: str | Path, port: int = 0) -> None:
        command = [PROGRAM, "serve", *arguments, "--port", str(port)]
        environment = {**os.environ, "COLUMNS": "200", "NO_COLOR": "1"}
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
        self._lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.url = self._told(r"^at (http://\S+),") or ""
        self.key = self._told(r"this once: (\S+)", wait=False)

    def __enter__(self) -> "Served":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self.process.poll() is None:
            self.kill()

    @property
    def said(self) -> str:
        """What it printed so far."""
        return "".join(self._lines)

    def client(self, key: str) -> httpx.Client:
        """A client of it that bears a key."""
        return httpx.Client(base_url=self.url, headers={"Authorization": f"Bearer {key}"}, timeout=30)

    def kill(self) -> None:
        """As a loss of power would."""
        self.process.kill()
        self.process.wait()
        self._reader.join(10)

    def stop(self) -> int:
        """Ask it to stop. Its exit code."""
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(30)
        self._reader.join(10)
        return code

    def _read(self) -> None:
        assert self.process.stderr is not None
        with self.process.stderr as said:
            for line in said:
                self._lines.append(line)

    def _told(self, pattern: str, *, wait: bool = True) -> str | None:
        give_up = time.monotonic() + 60
        while (found := re.search(pattern, self.said, re.MULTILINE)) is None and wait:
            assert self.process.poll() is None, self.said
            assert time.monotonic() < give_up, self.said
            time.sleep(0.02)
        return found and found[1]
