"""Sound maps broken at random: check reports what a brute-force walk confirms, and says nothing of maps that are whole."""

import json
import sys
from pathlib import Path

from hypothesis import settings
from ruamel.yaml import YAML
from support.campaign import CAMPAIGN
from support.seeded_faults import WAYS, Fault, seeded_fault

from desireline.check import check_map
from desireline.mapfile import parse_map

SOUND = sorted((Path(__file__).parents[1] / "golden" / "sound").glob("*.journey.yaml"))
MAPS = [YAML(typ="safe").load(path) for path in SOUND]
RUNS, RUNS_OF_A_CAMPAIGN = 60, 1_000
SHARE = 0.99


def codes_of(fault_data: object) -> set[str]:
    file = parse_map(json.dumps(fault_data, default=str), "map.yaml")
    return {d.code for d in (*file.diagnostics, *check_map(file))}


def test_at_least_99_percent_of_confirmed_faults_are_reported() -> None:
    runs = RUNS_OF_A_CAMPAIGN if settings.get_current_profile_name() == CAMPAIGN else RUNS
    faults = {seed: seeded_fault(MAPS, seed) for seed in range(runs)}
    confirmed: dict[int, Fault] = {seed: fault for seed, fault in faults.items() if fault.confirmed}
    missed = [(seed, fault.kind) for seed, fault in confirmed.items() if not fault.codes & codes_of(fault.data)]
    share = 1 - len(missed) / len(confirmed)
    sys.stdout.write(f"{len(confirmed)} of {runs} faults confirmed, {share:.1%} of them reported; missed: {missed}\n")
    assert {fault.kind for fault in confirmed.values()} == {way.__name__ for way in WAYS}
    assert share >= SHARE, missed


def test_nothing_is_reported_of_the_same_maps_unbroken() -> None:
    assert [codes_of(data) for data in MAPS] == [set()] * len(MAPS)
