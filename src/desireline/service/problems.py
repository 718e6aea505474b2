"""What went wrong, as `application/problem+json` (RFC 9457): one form for everything, with the field where there is one."""

from collections.abc import Sequence
from http import HTTPStatus

import msgspec

from desireline.diagnostics import DesirelineError

MEDIA_TYPE = "application/problem+json"


class Fault(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that is wrong. `field`: where in what was sent, as in `[3].time`; `code`: of the catalogue; `fix`: what to do."""

    detail: str
    field: str | None = None
    code: str | None = None
    fix: str | None = None


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why a call did not succeed.

    type      names the kind of problem; it can be relied on
    title     the same in words
    status    the HTTP status
    detail    what is wrong this time
    instance  the reference under which the service's log tells more
    errors    everything that is wrong, with its place
    """

    type: str
    title: str
    status: int
    detail: str
    instance: str | None = None
    errors: Sequence[Fault] = ()


class ProblemError(Exception):
    """Ends a call with a problem. `headers`: such as Retry-After."""

    def __init__(
        self, status: HTTPStatus, kind: str, detail: str, errors: Sequence[Fault] = (), headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.problem = Problem(f"desireline:{kind}", status.phrase, int(status), detail, None, errors)
        self.headers = headers or {}


def unreadable(detail: str, field: str | None = None) -> ProblemError:
    """What was sent cannot be understood (400)."""
    return ProblemError(HTTPStatus.BAD_REQUEST, "unreadable", detail, [Fault(detail, field)])


def not_found(detail: str) -> ProblemError:
    """There is no such thing (404)."""
    return ProblemError(HTTPStatus.NOT_FOUND, "not_found", detail)


def from_error(status: HTTPStatus, kind: str, error: DesirelineError, field: str | None = None) -> ProblemError:
    """The diagnostics of an error as a problem. `field`: what they are about."""
    faults = [Fault(d.headline, field, d.code, d.fix.message if d.fix is not None else None) for d in error.diagnostics]
    return ProblemError(status, kind, error.diagnostics[0].headline, faults)
