"""What the company owes, handed out: to receivers over HTTP, to functions in Python, or to a log; at least once, in order, in limits."""

from desireline.live.out.bodies import body_of, body_schema
from desireline.live.out.handed import GiveUpError, HandedOut, Handler, Limits, Retries, TryLaterError
from desireline.live.out.letters import Letters
from desireline.live.out.log import log_to
from desireline.live.out.outbox import Outbox
from desireline.live.out.saying import Wording
from desireline.live.out.targets import Target, Targets, read_targets
from desireline.live.out.webhook import Webhook

__all__ = [
    "GiveUpError",
    "HandedOut",
    "Handler",
    "Letters",
    "Limits",
    "Outbox",
    "Retries",
    "Target",
    "Targets",
    "TryLaterError",
    "Webhook",
    "Wording",
    "body_of",
    "body_schema",
    "log_to",
    "read_targets",
]
