"""Examples in the OpenAPI document."""

from typing import Any

EVENTS_SENT: dict[str, Any] = {}
EVENTS_TAKEN: dict[str, Any] = {}
ALIASES: dict[str, Any] = {}
CUSTOMER: dict[str, Any] = {}
JOURNEYS: dict[str, Any] = {}
EFFECTS: dict[str, Any] = {}
EFFECT: dict[str, Any] = {}
QUARANTINE: dict[str, Any] = {}
AUDIT: dict[str, Any] = {}
TASKS: dict[str, Any] = {}
TASK_TAKEN: dict[str, Any] = {}
RESULT: dict[str, Any] = {}
ANSWER: dict[str, Any] = {}
HEALTH: dict[str, Any] = {}
EVENT_LINES = ""
LATER = "2026-03-09T08:00:00Z"
