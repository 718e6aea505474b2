"""How many examples a property test runs: a handful's worth by default, many more in a campaign."""

from collections.abc import Callable
from typing import TypeVar

from hypothesis import settings

Test = TypeVar("Test", bound=Callable[..., None])
CAMPAIGN = "campaign"


def examples(default: int, *, campaign: int) -> Callable[[Test], Test]:
    """Decorate a property test: `default` examples, or `campaign` where the Hypothesis profile of that name is loaded."""
    chosen = settings.get_current_profile_name() == CAMPAIGN
    return settings(max_examples=campaign if chosen else default)
