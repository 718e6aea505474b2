"""Trying a map out: what would be done is written down."""

import json
import sys
from typing import IO

from desireline.live.out.handed import HandedOut, Handler
from desireline.model import format_instant


def log_to(stream: IO[str] | None = None) -> Handler:
    """A handler that only writes a line of JSON for each effect (standard error where no stream is given)."""

    def write(handed: HandedOut) -> None:
        effect = handed.effect
        line = {
            "moment": format_instant(effect.moment_us),
            "key": handed.key,
            "customer": handed.customer,
            "kind": effect.kind,
            "target": effect.target,
            "channel": effect.channel,
            "attempt": handed.attempt,
            **({"language": handed.language, "text": handed.text} if handed.text is not None else {}),
        }
        # In one piece, since lanes write at the same time.
        (stream or sys.stderr).write(f"{json.dumps(line, ensure_ascii=False)}\n")

    return write
