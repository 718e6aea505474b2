"""Desireline over HTTP: operations as values, the ASGI application and the OpenAPI document that are made of them."""

from desireline.service.app import Guard, Observe, application
from desireline.service.call import Call
from desireline.service.live import KeyGuard, Meters, Served, Watching, live_application, live_operations
from desireline.service.operation import Body, NoQuery, Operation, Reply
from desireline.service.problems import Fault, Problem, ProblemError, from_error, not_found, unreadable

__all__ = [
    "Body",
    "Call",
    "Fault",
    "Guard",
    "KeyGuard",
    "Meters",
    "NoQuery",
    "Observe",
    "Operation",
    "Problem",
    "ProblemError",
    "Reply",
    "Served",
    "Watching",
    "application",
    "from_error",
    "live_application",
    "live_operations",
    "not_found",
    "unreadable",
]
