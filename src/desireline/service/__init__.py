"""Desireline over HTTP: operations as values, the ASGI application and the OpenAPI document that are made of them."""

from desireline.service.app import Guard, application
from desireline.service.call import Call
from desireline.service.operation import Body, NoQuery, Operation, Reply
from desireline.service.problems import Fault, Problem, ProblemError, from_error, not_found, unreadable

__all__ = [
    "Body",
    "Call",
    "Fault",
    "Guard",
    "NoQuery",
    "Operation",
    "Problem",
    "ProblemError",
    "Reply",
    "application",
    "from_error",
    "not_found",
    "unreadable",
]
