"""What problems look like: an example of each status, for the OpenAPI document."""

from collections.abc import Mapping
from http import HTTPStatus

from desireline.service.problems import Fault, Problem


def _shown(status: HTTPStatus, kind: str, detail: str, *errors: Fault, instance: str | None = None) -> Problem:
    return Problem(f"desireline:{kind}", status.phrase, int(status), detail, instance, errors)


_NO_TIME = "no ISO 8601 time; write it such as 2026-03-02T08:00:00Z or 2026-03-02T09:00:00+01:00"
_NO_MAP = Fault("no map has the journey `shop`", "journey")
_REFERENCE = "5b1f0c7a9d3e2846"

PROBLEMS: Mapping[HTTPStatus, Problem] = {
    HTTPStatus(shown.status): shown
    for shown in (
        _shown(HTTPStatus.BAD_REQUEST, "unreadable", "most: Expected `int` >= 1", Fault("Expected `int` >= 1", "most")),
        _shown(HTTPStatus.UNAUTHORIZED, "no_key", "give a key: `Authorization: Bearer …`"),
        _shown(HTTPStatus.FORBIDDEN, "wrong_key", "no key opens this"),
        _shown(HTTPStatus.NOT_FOUND, "not_found", _NO_MAP.detail, _NO_MAP),
        _shown(HTTPStatus.REQUEST_TIMEOUT, "timeout", "what was sent did not come in time"),
        _shown(HTTPStatus.CONFLICT, "wrong_status", "it is done: it is neither owed nor a dead letter"),
        _shown(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large", "more was sent than the 5,000,000 bytes that are taken at once"),
        _shown(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported_type", "`text/plain` is not understood; send `Content-Type: application/json`"
        ),
        _shown(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "quarantined",
            "nothing of it can be taken; set aside, see /v1/quarantine",
            Fault(_NO_TIME, "[0].time"),
        ),
        _shown(HTTPStatus.TOO_MANY_REQUESTS, "queue_full", "too much that others sent waits to be taken in; send it again in a moment"),
        _shown(
            HTTPStatus.INTERNAL_SERVER_ERROR,
            "broken",
            f"this is not your fault; the service's log tells more under {_REFERENCE}",
            instance=_REFERENCE,
        ),
        _shown(HTTPStatus.SERVICE_UNAVAILABLE, "unavailable", "the store live.db cannot be used: database is locked"),
        _shown(HTTPStatus.INSUFFICIENT_STORAGE, "no_room", "there is no room for the file on the disk"),
    )
}
