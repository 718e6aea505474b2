"""A log -> a draft of a map: valid, commented with its evidence, meant to be edited."""

from __future__ import annotations

from desireline.discover.drafting import Draft, discover
from desireline.discover.ids import UNNAMED, name_of_log
from desireline.discover.updating import Update, update
from desireline.discover.wishes import NO_KEY, Quiet, Wishes, quiet_told

__all__ = ["NO_KEY", "UNNAMED", "Draft", "Quiet", "Update", "Wishes", "discover", "name_of_log", "quiet_told", "update"]
