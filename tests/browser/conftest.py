"""One lake of simulated customers for all tests of a process, and one running studio for those of a module."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.browser import chromium
from support.studio import ROOT, opened, started

from desireline import api

CONNECTION = ROOT / "examples" / "connection_down" / "connection_down.journey.yaml"


@pytest.fixture(scope="session")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("studio")
    api.simulate_to(CONNECTION, folder / "events.jsonl", customers=400, seed=3)
    api.import_events(folder / "events.jsonl", folder / "lake")
    return folder / "lake"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Closed with its module: while Playwright runs, other tests of the process could not run a loop of their own."""
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def studio(lake: Path, browser: Any) -> Iterator[tuple[Any, list[str]]]:
    with started(CONNECTION, "--lake", lake) as link, opened(browser, link) as (page, wrong):
        yield page, wrong
