"""What the page is told of what goes on: how the events stand, at once and whenever they change."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from starlette.responses import Response

from desireline.service.call import Call
from desireline.service.operation import Operation, Reply
from desireline.service.studio.pulse import Pulse, pulse
from desireline.service.studio.sources import Sources
from desireline.service.studio.streams import Streams

TAG = "studio"


def changing_operations(sources: Sources, streams: Streams) -> list[Operation]:
    """How the events stand."""

    def now(_call: Call) -> Any:
        return pulse(sources)

    async def changes(call: Call) -> Response:
        return streams.response(call.request)

    return [
        Operation(
            name="studio_pulse",
            method="GET",
            path="/v1/studio/pulse",
            tag=TAG,
            summary="How the events stand now",
            handle=now,
            replies={HTTPStatus.OK: Reply(description="as asked", type=Pulse)},
        ),
        Operation(
            name="studio_changes",
            method="GET",
            path="/v1/studio/changes",
            tag=TAG,
            summary="How the events stand, told whenever they change",
            description="Server-sent events: each is what `/v1/studio/pulse` says: at once, whenever it changes, and every 15 seconds.",
            handle=changes,
            replies={HTTPStatus.OK: Reply(description="a stream that goes on", media_type="text/event-stream")},
        ),
    ]
