"""What the commands do, as functions: the Python API, with the commands' names.

A map is given as the path of its file or as a `Map`; events as the path of a lake or of a log file, or as `open_log` gives them.
"""

from desireline.api.asked import AnyLog, AnyMap, Progress
from desireline.api.drafts import discover, discover_new
from desireline.api.events import import_events, import_options, look, open_log
from desireline.api.journeys import explain, replay, replay_to, summary
from desireline.api.live import back_up_store, explain_live, restore_store, store_info, sync
from desireline.api.maps import check, fix, fmt, people, read_map, rules, schema, times, walk
from desireline.api.measures import customers, definition, definitions, due, measure, over_time, picture, report
from desireline.api.outgoing import drop_effects, effects, retry_effects
from desireline.api.simulation import simulate, simulate_to

__all__ = [
    "AnyLog",
    "AnyMap",
    "Progress",
    "back_up_store",
    "check",
    "customers",
    "definition",
    "definitions",
    "discover",
    "discover_new",
    "drop_effects",
    "due",
    "effects",
    "explain",
    "explain_live",
    "fix",
    "fmt",
    "import_events",
    "import_options",
    "look",
    "measure",
    "open_log",
    "over_time",
    "people",
    "picture",
    "read_map",
    "replay",
    "replay_to",
    "report",
    "restore_store",
    "retry_effects",
    "rules",
    "schema",
    "simulate",
    "simulate_to",
    "store_info",
    "summary",
    "sync",
    "times",
    "walk",
]
