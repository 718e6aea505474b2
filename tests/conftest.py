"""Fixtures of live stores, and Hypothesis profiles.

`default` is the same on every run; `campaign` (HYPOTHESIS_PROFILE=campaign) looks further, with new examples.
"""

import os

from hypothesis import HealthCheck, settings

pytest_plugins = ["support.store_fixtures"]

_ALIKE = {"deadline": None, "database": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large]}
settings.register_profile("default", **_ALIKE, derandomize=True)
settings.register_profile("campaign", **_ALIKE, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))
