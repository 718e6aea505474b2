"""Fixtures of live stores, Hypothesis profiles, and the order of the files.

`default` is the same on every run; `campaign` (HYPOTHESIS_PROFILE=campaign) looks further, with new examples.
"""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["support.store_fixtures"]

_ALIKE = {"deadline": None, "database": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large]}
settings.register_profile("default", **_ALIKE, derandomize=True)
settings.register_profile("campaign", **_ALIKE, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

LONGEST = (
    "functional/test_documents.py",
    "properties/test_conditions.py",
    "properties/test_contract.py",
    "browser/test_studio_charts.py",
    "functional/test_discover.py",
    "browser/test_studio_bad_input.py",
    "browser/test_studio_views.py",
    "functional/test_base_install.py",
    "functional/test_command_line.py",
    "functional/test_studio_build.py",
    "unit/measure/test_kept_journeys.py",
    "unit/events/test_bounds.py",
    "unit/measure/test_kept.py",
    "properties/test_live_crashes.py",
    "properties/test_measures.py",
    "properties/test_live.py",
    "functional/test_serve.py",
    "browser/test_studio_map.py",
    "browser/test_studio_bring.py",
    "unit/events/test_source_times.py",
    "unit/events/test_source_real_logs.py",
    "properties/test_solver.py",
    "unit/measure/test_customers.py",
    "unit/discover/test_any_log.py",
    "properties/test_engine_steps.py",
    "properties/test_generator.py",
    "browser/test_studio_live.py",
    "browser/test_studio_flow.py",
    "browser/test_studio_ways.py",
    "unit/events/test_source_csv.py",
    "unit/events/test_atomic.py",
    "unit/conditions/test_bounds.py",
    "properties/test_mutated_maps.py",
    "unit/explain/test_agreement.py",
    "unit/service/test_studio_numbers.py",
    "unit/discover/test_updating.py",
    "unit/service/test_studio_bring.py",
)
"""Files that take ten seconds of a processor or more, longest first: begun last, one would leave all processes but its own idle."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first; `--dist loadfile --no-loadscope-reorder` hands them out in this order."""
    ranks = {Path(__file__).parent / name: rank for rank, name in enumerate(LONGEST)}
    items.sort(key=lambda item: ranks.get(item.path, len(ranks)))
