"""Types are made ready before threads read them: what msgspec finds out about one when it is first used, two must not find out at once."""

import subprocess
import sys
from pathlib import Path

import pytest

from desireline import api

TRIES = 6
"""A process where both come first crashes in one of four runs or more."""
AT_ONCE = """
import sys, threading
{made}
sys.setswitchinterval(1e-6)
begin = threading.Barrier(8)
def work():
    begin.wait()
    for _ in range(3):
        {work}
threads = [threading.Thread(target=work) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""
LAKE = (
    "from pathlib import Path\nfrom desireline.events.manifest import read_manifest\nlake = Path(sys.argv[1])",
    "read_manifest(lake)",
)
CALLS = (
    "from types import SimpleNamespace\nfrom desireline.service.call import Call\n"
    "from desireline.service.studio import Door, Sources, studio\n"
    "from desireline.service.studio.bring.bringing import Wanted\nstudio(Sources([]), Door(4000))\n"
    'call = Call(SimpleNamespace(), {}, None, b\'{"read": {"timezone": "UTC"}}\')',
    "call.json(Wanted)",
)


@pytest.mark.parametrize(("made", "work"), [LAKE, CALLS], ids=["manifest", "calls"])
def test_threads_that_read_a_type_at_once_crash_nothing(made: str, work: str, tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text("customer,time,event\nann,2026-03-02T09:00:00Z,ask\n")
    api.import_events(tmp_path / "log.csv", tmp_path / "lake")
    program = AT_ONCE.format(made=made, work=work)
    ended = [subprocess.run([sys.executable, "-c", program, str(tmp_path / "lake")], check=False).returncode for _ in range(TRIES)]
    assert ended == [0] * TRIES
