"""Maps run live: events in, every customer advanced in the moment, what is owed decided once and handed out at least once.

`Runtime` on a `SqliteStore`, `Outbox` and `Tasks` are all that an application needs; see docs/guides/embedding.md.
"""

from desireline.live.admission import Unreadable
from desireline.live.clock import Clock, SystemClock, VirtualClock
from desireline.live.customers import lanes_of
from desireline.live.effects_told import EffectTold
from desireline.live.feeding import Fed, Feeding, lake_of
from desireline.live.hints import Hint
from desireline.live.intake import Answer
from desireline.live.keys import add_key, admitted_by, first_key, list_keys, revoke_key
from desireline.live.opening import back_up, open_store, put_back
from desireline.live.out import (
    GiveUpError,
    HandedOut,
    Handler,
    Letters,
    Limits,
    Outbox,
    Retries,
    Target,
    Targets,
    TryLaterError,
    Webhook,
    Wording,
    body_schema,
    log_to,
    read_targets,
)
from desireline.live.passing import pass_time
from desireline.live.reading import CustomerStory, Reading
from desireline.live.rehearsal import Rehearsal, rehearsal_clock
from desireline.live.renewing import Renewing
from desireline.live.runtime import Runtime
from desireline.live.sqlite import SqliteStore
from desireline.live.sqlite.copies import Copied
from desireline.live.store import Store, Transaction
from desireline.live.store_info import StoreInfo
from desireline.live.stored import Noted, Quarantined, Received, Status, StoredEffect, StoredKey
from desireline.live.stories import LiveAnswer, LiveStory, tell, why
from desireline.live.syncing import Synced, sync
from desireline.live.tasks import TakenTask, Tasks

__all__ = [
    "Answer",
    "Clock",
    "Copied",
    "CustomerStory",
    "EffectTold",
    "Fed",
    "Feeding",
    "GiveUpError",
    "HandedOut",
    "Handler",
    "Hint",
    "Letters",
    "Limits",
    "LiveAnswer",
    "LiveStory",
    "Noted",
    "Outbox",
    "Quarantined",
    "Reading",
    "Received",
    "Rehearsal",
    "Renewing",
    "Retries",
    "Runtime",
    "SqliteStore",
    "Status",
    "Store",
    "StoreInfo",
    "StoredEffect",
    "StoredKey",
    "Synced",
    "SystemClock",
    "TakenTask",
    "Target",
    "Targets",
    "Tasks",
    "Transaction",
    "TryLaterError",
    "Unreadable",
    "VirtualClock",
    "Webhook",
    "Wording",
    "add_key",
    "admitted_by",
    "back_up",
    "body_schema",
    "first_key",
    "lake_of",
    "lanes_of",
    "list_keys",
    "log_to",
    "open_store",
    "pass_time",
    "put_back",
    "read_targets",
    "rehearsal_clock",
    "revoke_key",
    "sync",
    "tell",
    "why",
]
