"""The counts in what the studio sends."""

from collections.abc import Iterator
from typing import Any

import msgspec

from desireline.service.studio.numbers import Count


def counts_in(part: Any) -> Iterator[Count]:
    """All of them, wherever they are, in order."""
    if isinstance(part, Count):
        yield part
    elif isinstance(part, msgspec.Struct):
        yield from counts_in([getattr(part, name) for name in part.__struct_fields__])
    elif isinstance(part, list):
        for one in part:
            yield from counts_in(one)
