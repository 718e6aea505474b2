"""What the service writes to standard error while it runs: plain lines, or JSON. No customer, and no value of an event."""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime


class _Plain(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return "\n".join([f"{_moment(record)} {record.levelname.lower():7} {record.getMessage()}", *_trace(record)])


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {"at": _moment(record), "level": record.levelname.lower(), "logger": record.name, "said": record.getMessage()}
        trace = _trace(record)
        return json.dumps({**line, **getattr(record, "told", {}), **({"trace": trace} if trace else {})}, ensure_ascii=False)


def write_logs(*, as_json: bool, level: str) -> None:
    """Write what the service and its server have to say, from this level on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Json() if as_json else _Plain())
    for name in ("desireline", "uvicorn.error"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [handler], False
        logger.setLevel(level.upper() if name == "desireline" else logging.WARNING)


def _moment(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def _trace(record: logging.LogRecord) -> list[str]:
    """Where a mistake happened, and of what kind it is. What it says is left out: it may hold a value of an event."""
    if not record.exc_info or record.exc_info[1] is None:
        return []
    frames = traceback.extract_tb(record.exc_info[2])
    return [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames] + [f"  {type(record.exc_info[1]).__name__}"]
