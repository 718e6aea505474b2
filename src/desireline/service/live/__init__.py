"""Maps that are run live, over HTTP."""

from desireline.service.live.application import live_application, live_operations
from desireline.service.live.guard import KeyGuard
from desireline.service.live.meters import Meters
from desireline.service.live.served import Served
from desireline.service.live.watching import Watching

__all__ = ["KeyGuard", "Meters", "Served", "Watching", "live_application", "live_operations"]
