"""Examples of the OpenAPI document, kept beside: what is sent to and answered by a rehearsal of examples/connection_down."""

from dataclasses import replace
from importlib.resources import files
from typing import Any

import msgspec

from desireline.service.operation import Operation

LINES = "application/x-ndjson"
_EXAMPLES: dict[str, dict[str, Any]] = msgspec.json.decode(files("desireline.service.live").joinpath("examples.json").read_bytes())


def illustrated(operation: Operation) -> Operation:
    """An operation with its examples."""
    examples = _EXAMPLES.get(operation.name, {})
    body = operation.body
    if body is not None:
        body = replace(body, examples=examples.get("sent", {}), texts={LINES: examples["lines"]} if "lines" in examples else {})
    replies = {status: replace(reply, examples=examples.get("answered", {})) for status, reply in operation.replies.items()}
    return replace(operation, body=body, replies=replies, asked=examples.get("asked", {}))
