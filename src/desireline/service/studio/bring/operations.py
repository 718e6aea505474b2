"""What the page asks for to bring in data."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http import HTTPStatus
from pathlib import Path
from threading import Lock
from typing import Any
from zoneinfo import available_timezones

import msgspec
from starlette.responses import Response

from desireline import api
from desireline.diagnostics import DesirelineError
from desireline.discover import name_of_log
from desireline.service.call import Call
from desireline.service.operation import Body, Operation, Reply
from desireline.service.problems import not_found
from desireline.service.studio.bring.bringing import Brought, Wanted, bring, draft, lake_facts, not_written, shown_lake, told
from desireline.service.studio.bring.reading import LookView, ReadAs, UploadView, look_view
from desireline.service.studio.bring.uploads import Upload, Uploads
from desireline.service.studio.sources import Sources
from desireline.service.works import LOOK_SECONDS, Progress

TAG = "studio"
ANY = "application/octet-stream"
NOT_HERE = {HTTPStatus.NOT_FOUND: "there is no such file any longer, or nothing may be brought in"}
NO_ROOM = {HTTPStatus.INSUFFICIENT_STORAGE: "the disk takes no more"}


class Named(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file's name; its endings say how it is written where its first bytes do not."""

    name: str = "events"


class LookedAt(ReadAs, frozen=True, forbid_unknown_fields=True):
    """How to read a file, and which zone to assume for times that state none."""

    near_zone: str | None = None


class PlaceView(msgspec.Struct, frozen=True):
    """Where what is brought in goes.

    folder       new lakes and maps are put there
    lake         the lake that is shown, to which a file can be added; None: there is none
    lake_events  how many events it has
    most_bytes   how large a file may be
    zones        names of time zones
    """

    folder: str
    lake: str | None
    lake_events: int
    lake_customers: int
    most_bytes: int
    zones: list[str]


def operations(sources: Sources, uploads: Uploads | None = None) -> list[Operation]:
    """All that bringing in data takes. `uploads`: where files are kept that were sent."""
    uploads = uploads or Uploads()
    # Names of files and maps are free until they are taken: who brings something in waits for whoever was first.
    one_at_a_time = Lock()
    return [
        *_of_uploads(sources, uploads),
        *_of_drafting(sources, one_at_a_time),
        *_of_looking(sources, uploads),
        *_of_bringing(sources, uploads, one_at_a_time),
    ]


def _of_uploads(sources: Sources, uploads: Uploads) -> list[Operation]:
    async def sent(call: Call) -> Any:
        home_of(sources)
        said = call.request.headers.get("content-length", "")
        size = int(said) if said.isascii() and said.isdigit() and len(said) < 20 else None
        made = await uploads.receive(call.query.name, size, call.request.stream())
        return UploadView(made.id, made.name, made.size_bytes, name_of_log(made.name))

    def dropped(call: Call) -> Any:
        uploads.drop(call.path["upload"])
        return Response(status_code=HTTPStatus.NO_CONTENT)

    file = Body(description="the file as it is", types={ANY: bytes}, most_bytes=uploads.most_bytes, streamed=True)
    at = "/v1/studio/uploads"
    return [
        Operation(
            name="studio_upload",
            method="POST",
            path=at,
            tag=TAG,
            summary="Send a file of events to look at it",
            handle=sent,
            query=Named,
            body=file,
            replies={HTTPStatus.CREATED: Reply(description="kept until it is brought in, or the studio ends", type=UploadView)},
            problems={HTTPStatus.NOT_FOUND: "nothing may be brought in", **NO_ROOM},
        ),
        Operation(
            name="studio_drop_upload",
            method="DELETE",
            path=f"{at}/{{upload}}",
            tag=TAG,
            summary="Remove a file that was sent",
            handle=dropped,
            replies={HTTPStatus.NO_CONTENT: Reply(description="it is gone")},
        ),
    ]


def _of_drafting(sources: Sources, one_at_a_time: Lock) -> list[Operation]:
    works = sources.works

    def drafted(_call: Call) -> Any:
        home = home_of(sources)

        def work() -> Brought:
            with held(one_at_a_time, works.progress()):
                return draft(sources, home)

        return works.once(("draft", sources.mark()), work)

    return [
        Operation(
            name="studio_draft",
            method="POST",
            path="/v1/studio/draft",
            tag=TAG,
            summary="Draft a map of the events that are shown",
            handle=works.answering(drafted),
            replies={HTTPStatus.CREATED: Reply(description="the map that was drafted", type=Brought)},
            problems={
                HTTPStatus.CONFLICT: "it was stopped",
                HTTPStatus.NOT_FOUND: "there are no events, or nothing may be written",
                **NO_ROOM,
            },
        ),
    ]


def _of_looking(sources: Sources, uploads: Uploads) -> list[Operation]:
    works = sources.works

    def where(_call: Call) -> Any:
        home, lake = home_of(sources), shown_lake(sources)
        events, customers = lake_facts(lake)
        return PlaceView(str(home.resolve()), None if lake is None else lake.name, events, customers, uploads.most_bytes, _zones())

    def looked(call: Call) -> Any:
        asked: LookedAt = call.query
        read = msgspec.convert({name: getattr(asked, name) for name in ReadAs.__struct_fields__}, ReadAs)

        def work(upload: Upload) -> LookView:
            said = {"source": upload.name, **read.said()}
            try:
                look = api.look(upload.path, near_zone=asked.near_zone or None, progress=works.progress(), **said)
            except DesirelineError as error:
                raise told(error) from error
            except OSError as error:
                raise not_written(Path(tempfile.gettempdir()), error) from None
            return look_view(upload, read, look)

        with uploads.using(call.path["upload"]) as upload:
            return works.once(("look", upload.id, asked), lambda: work(upload))

    return [
        Operation(
            name="studio_place",
            method="GET",
            path="/v1/studio/bring",
            tag=TAG,
            summary="Where what is brought in goes",
            handle=where,
            replies={HTTPStatus.OK: Reply(description="as asked", type=PlaceView)},
            problems={HTTPStatus.NOT_FOUND: "nothing may be brought in"},
        ),
        Operation(
            name="studio_look",
            method="GET",
            path="/v1/studio/uploads/{upload}/look",
            tag=TAG,
            summary="What a file would become; nothing of it is stored",
            handle=works.answering(looked),
            query=LookedAt,
            replies={HTTPStatus.OK: Reply(description="as asked", type=LookView)},
            problems={HTTPStatus.BAD_REQUEST: "it is no file of events that can be read", **NOT_HERE},
        ),
    ]


def _of_bringing(sources: Sources, uploads: Uploads, one_at_a_time: Lock) -> list[Operation]:
    works = sources.works

    def brought(call: Call) -> Any:
        home, wanted = home_of(sources), call.json(Wanted)

        def work(upload: Upload) -> Brought:
            with held(one_at_a_time, works.progress()):
                return bring(sources, home, upload, wanted)

        with uploads.using(call.path["upload"]) as upload:
            made = works.once(("bring", upload.id, wanted), lambda: work(upload))
        uploads.drop(upload.id)
        return made

    return [
        Operation(
            name="studio_bring",
            method="POST",
            path="/v1/studio/uploads/{upload}/bring",
            tag=TAG,
            summary="Import a file into a lake, and draft a map from it",
            handle=works.answering(brought),
            body=Body(description="how it is read, and what becomes of it", types={"application/json": Wanted}, most_bytes=100_000),
            replies={HTTPStatus.CREATED: Reply(description="the map that was drafted", type=Brought)},
            problems={HTTPStatus.CONFLICT: "it was stopped", **NOT_HERE, **NO_ROOM},
        ),
    ]


@contextmanager
def held(lock: Lock, progress: Progress | None) -> Iterator[None]:
    """The lock, as soon as it is free. Who waits for it can be stopped, too."""
    while not lock.acquire(timeout=LOOK_SECONDS):
        if progress is not None:
            progress("waiting for what is brought in already", 0, None)
    try:
        yield
    finally:
        lock.release()


def home_of(sources: Sources) -> Path:
    """The folder for what is brought in. Raises ProblemError (404) where there is none."""
    if sources.home is None:
        raise not_found("nothing can be brought in here")
    return sources.home


@cache
def _zones() -> list[str]:
    return sorted(name for name in available_timezones() if "/" in name or name == "UTC")
