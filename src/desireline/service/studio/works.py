"""How far the work for a question is, and that nobody waits for it any longer."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from starlette.responses import Response

from desireline.service.call import Call
from desireline.service.operation import Operation, Reply
from desireline.service.works import LONGEST_NAME, HowFar, Works

TAG = "studio"
PARAMETERS = {"question": "the name that the caller gave the question in the header `Desireline-Question`"}


def operations(works: Works) -> list[Operation]:
    """What can be asked about work under way. Both are answered at once, however much work there is."""

    async def how_far(call: Call) -> Any:
        return works.how_far(call.path["question"][:LONGEST_NAME])

    async def stop(call: Call) -> Any:
        works.stop(call.path["question"][:LONGEST_NAME])
        return Response(status_code=HTTPStatus.NO_CONTENT)

    at = "/v1/studio/works/{question}"
    return [
        Operation(
            name="studio_how_far",
            method="GET",
            path=at,
            tag=TAG,
            summary="How far the work for a question is",
            handle=how_far,
            parameters=PARAMETERS,
            replies={HTTPStatus.OK: Reply(description="as asked", type=HowFar)},
        ),
        Operation(
            name="studio_stop",
            method="DELETE",
            path=at,
            tag=TAG,
            summary="Stop waiting for an answer; its work is stopped where nobody else waits for it",
            handle=stop,
            parameters=PARAMETERS,
            replies={HTTPStatus.NO_CONTENT: Reply(description="its caller waits no longer")},
        ),
    ]
