"""Maps run live: events in, every customer advanced in the moment, what is owed decided once and handed out at least once.

`Runtime` on a `SqliteStore`, `Outbox` and `Tasks` are all that an application needs; see docs/guides/embedding.md.
"""

from desireline.live.admission import Unreadable
from desireline.live.clock import Clock, SystemClock, VirtualClock
from desireline.live.customers import lanes_of
from desireline.live.intake import Answer
from desireline.live.keys import add_key, admitted_by, first_key, list_keys, revoke_key
from desireline.live.opening import open_store
from desireline.live.outbox import GiveUpError, HandedOut, Handler, Outbox, Retries, log_to
from desireline.live.passing import pass_time
from desireline.live.reading import CustomerStory, Reading
from desireline.live.rehearsal import Rehearsal, rehearsal_clock
from desireline.live.renewing import Renewing
from desireline.live.runtime import Runtime
from desireline.live.sqlite import SqliteStore
from desireline.live.store import Noted, Quarantined, Status, Store, StoredEffect, StoredKey, Transaction
from desireline.live.tasks import TakenTask, Tasks

__all__ = [
    "Answer",
    "Clock",
    "CustomerStory",
    "GiveUpError",
    "HandedOut",
    "Handler",
    "Noted",
    "Outbox",
    "Quarantined",
    "Reading",
    "Rehearsal",
    "Renewing",
    "Retries",
    "Runtime",
    "SqliteStore",
    "Status",
    "Store",
    "StoredEffect",
    "StoredKey",
    "SystemClock",
    "TakenTask",
    "Tasks",
    "Transaction",
    "Unreadable",
    "VirtualClock",
    "add_key",
    "admitted_by",
    "first_key",
    "lanes_of",
    "list_keys",
    "log_to",
    "open_store",
    "pass_time",
    "rehearsal_clock",
    "revoke_key",
]
