"""`desireline effects`: dead letters listed, retried, dropped."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support.small_journeys import BEGIN_US, happened, small_map

from desireline.cli import main
from desireline.live import GiveUpError, HandedOut, Outbox, Runtime, SqliteStore, VirtualClock

ANN, BOB = "small:tell::ask-ann-0", "small:tell::ask-bob-0"


@pytest.fixture
def address(tmp_path: Path) -> str:
    """A store with two dead letters, and a call that is owed."""
    path = str(tmp_path / "live.db")
    store, clock = SqliteStore(path), VirtualClock(BEGIN_US)
    map_ = small_map({"ask": {"do": [{"id": "tell", "call": "crm"}]}, "look": {"do": [{"id": "bill", "call": "billing"}]}})
    Runtime([map_], store, clock).take([happened("ask", 0), happened("ask", 0, "bob"), happened("look", 0)])

    def refuse(handed: HandedOut) -> None:
        raise GiveUpError("no such customer")

    Outbox(store, clock, {"call:crm": refuse}).deliver()
    store.close()
    return path


def _run(*args: str) -> Result:
    return CliRunner().invoke(main, ["effects", *args])


def _ids(address: str, *statuses: str) -> list[str]:
    said = [word for status in statuses for word in ("--status", status)]
    return [one["id"] for one in json.loads(_run("--store", address, "--json", *said).stdout)]


def test_dead_letters_are_listed_with_the_reason(address: str) -> None:
    ran = _run("--store", address)
    assert ran.exit_code == 0
    assert ran.stdout.splitlines()[:2] == [
        f"{ANN}  dead",
        "    call:crm for ann, 2026-03-02 08:00 UTC, 1 attempt: GiveUpError: no such customer",
    ]
    assert ran.stderr == "2 effects of status dead\n"
    (owed,) = json.loads(_run("--store", address, "--status", "owed", "--json").stdout)
    assert (owed["lane"], owed["moment"], owed["attempts"]) == ("call:billing", "2026-03-02T08:00:00.000000Z", 0)


def test_they_are_retried_and_dropped_by_id(address: str) -> None:
    assert "1 effect will be handed out anew" in _run("retry", ANN, "--store", address).stderr
    assert "1 effect dropped" in _run("--store", address, "drop", BOB).stderr
    assert _ids(address, "dead") == []
    assert ANN in _ids(address, "owed")
    assert _ids(address, "dropped") == [BOB]


def test_all_of_a_lane_are_retried_or_dropped(address: str) -> None:
    assert "0 effects" in _run("drop", "--all", "--lane", "say", "--store", address).stderr
    assert "2 effects" in _run("drop", "--all", "--store", address).stderr
    assert _ids(address, "dropped") == [ANN, BOB]
    store = SqliteStore(address)
    with store.transaction() as tx:
        assert [(line.kind, line.about) for line in tx.records.noted(10)] == [("dropped", BOB), ("dropped", ANN)]
    store.close()


def test_nothing_is_changed_where_one_of_them_is_wrong(address: str) -> None:
    ran = _run("retry", ANN, "nothing", "small:bill::look-ann-0", "--store", address)
    assert ran.exit_code == 2
    assert "there is no effect `nothing`" in ran.stderr
    assert "is owed, not dead" in ran.stderr
    assert _ids(address, "dead") == [ANN, BOB]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((), "L120"),
        (("retry", "--store", "x.db"), "name the ids of effects, or say --all"),
        (("retry", "a", "--all", "--store", "x.db"), "name the ids of effects, or say --all"),
        (("--store", "missing.db"), "L120"),
        (("--store", "mysql:x"), "L108"),
    ],
)
def test_what_is_asked_wrongly_is_said(args: tuple[str, ...], said: str) -> None:
    ran = _run(*args)
    assert ran.exit_code == 2
    assert said in ran.stderr
    assert not Path("missing.db").exists()


def test_a_lane_that_there_is_not_is_refused_with_those_that_there_are(address: str) -> None:
    for words in ((), ("retry", "--all"), ("drop", "--all")):
        ran = _run(*words, "--store", address, "--lane", "call:cmr")
        assert (ran.exit_code, "L139" in ran.stderr, "`call:crm`" in ran.stderr) == (2, True, True)
    assert _run("--store", address, "--lane", "offer").exit_code == 0
    assert _run("--store", address, "--lane", "call:billing").exit_code == 0  # owed, and so no dead letter
    assert len(_ids(address, "dead")) == 2
