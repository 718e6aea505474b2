"""`desireline serve`: maps run live, over HTTP."""

from __future__ import annotations

import ipaddress
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from desireline.cli.failures import COULD_NOT_RUN, each_file
from desireline.cli.keys import STORE
from desireline.cli.parameters import Instant

if TYPE_CHECKING:
    from collections.abc import Callable

    from desireline.live import Outbox, Rehearsal, Runtime, Store
    from desireline.mapfile import MapFile
    from desireline.model import Map
    from desireline.service import Meters
    from desireline.service.studio import StudioBeside

TICK_SECONDS = 0.2
QUEUE_MOST = 1_000
"""How many batches may wait: at some thousand events a second, none of them waits long."""


@click.command(short_help="Run maps live over HTTP.")
@click.argument("maps", metavar="MAP...", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
@STORE
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", default=8787, show_default=True, type=click.IntRange(0, 65535), help="The port; 0: any that is free.")
@click.option("--beyond-this-machine", "beyond", is_flag=True, help="Say that a --host is meant that other machines can reach.")
@click.option("--targets", type=click.Path(path_type=Path, dir_okay=False), help="A file (TOML) that says where effects are sent.")
@click.option("--log-effects", is_flag=True, help="Only print what would be said, offered and called: for trying a map out.")
@click.option("--rehearse", metavar="START", type=Instant(), help="Let the clock follow the events that come in, from this moment on.")
@click.option("--speed", type=click.FloatRange(0), default=0.0, help="In a rehearsal: how much faster the clock also moves by itself.")
@click.option("--lake", type=click.Path(path_type=Path, file_okay=False), help="Where the studio's lake is; default: beside the store.")
@click.option("--no-studio", is_flag=True, help="Leave out the studio, which shows what happens to who gives a key in the browser.")
@click.option("--log-format", type=click.Choice(["plain", "json"]), default="plain", show_default=True, help="How logs are written.")
@click.option("--log-level", type=click.Choice(["info", "warning", "error"]), default="info", show_default=True, help="How much.")
def serve(
    *,
    maps: tuple[Path, ...],
    store: str,
    host: str,
    port: int,
    beyond: bool,
    targets: Path | None,
    log_effects: bool,
    rehearse: int | None,
    speed: float,
    lake: Path | None,
    no_studio: bool,
    log_format: str,
    log_level: str,
) -> None:
    """Run MAPs live: take events in over HTTP, advance each customer at once, do what is owed on time, and tell why.

    What was acknowledged is on disk. It stops at Ctrl-C or SIGTERM, once what came in is answered; a crash loses nothing either.

    The same address, opened in a browser, is the studio: maps with what happens on them, for who gives a key.
    """
    from desireline.cli.logs import write_logs
    from desireline.cli.printing import print_message
    from desireline.live import Runtime, open_store, rehearsal_clock
    from desireline.service import Meters, live_application
    from desireline.service.serving import listen
    from desireline.service.serving import serve as serve_at

    if speed and rehearse is None:
        raise click.UsageError("--speed is for a rehearsal: give --rehearse START, too")
    if targets is not None and (log_effects or rehearse is not None):
        raise click.UsageError("--targets sends what is owed to those who are to have it: not in a rehearsal, nor beside --log-effects")
    _see_who_can_reach(host, beyond)
    files = _sound(maps)
    with ExitStack() as closing:
        opened = open_store(store)
        closing.callback(opened.close)
        clock = None if rehearse is None else rehearsal_clock(opened, rehearse)
        read = [file.map for file in files if file.map is not None]
        runtime = Runtime(read, opened, clock, queue_most=QUEUE_MOST, tick_seconds=TICK_SECONDS)
        closing.callback(runtime.close)
        meters = Meters()
        outbox = _outbox(runtime, read, meters, targets, log_effects=log_effects)
        listening = listen(host, port)
        closing.callback(listening.close)
        studio = None if no_studio else _studio(closing, runtime, read, store, lake)
        _say_what_changed(runtime)
        rehearsal = _started(closing, runtime, outbox, speed, studio)
        write_logs(as_json=log_format == "json", level=log_level)
        _say_what_is_served(runtime, opened, outbox, listening.getsockname()[:2], studio)
        app = live_application(runtime, outbox, rehearsal=rehearsal, meters=meters, sources=files, **_beside(studio))
        serve_at(app if studio is None else studio.around(app), listening, stopping=lambda: None if studio is None else studio.stop())
    print_message("stopped; what came in is on disk")


def _see_who_can_reach(host: str, beyond: bool) -> None:
    """Refuse an address that other machines can reach, where that was not said to be meant. Raises DesirelineError (V102)."""
    from desireline.diagnostics import DesirelineError, Diagnostic, Fix

    try:
        local = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        local = False
    if not local and not beyond:
        raise DesirelineError(
            Diagnostic(
                "V102",
                f"other machines can reach the address {host}",
                why="keys and customers' data would cross the network unencrypted",
                fix=Fix("put a proxy with TLS before the service; where that is so, say --beyond-this-machine"),
            )
        )


def _sound(paths: tuple[Path, ...]) -> list[MapFile]:
    """The maps; or everything that is wrong with them is printed, and the program ends."""
    from desireline.cli.printing import print_diagnostics
    from desireline.mapfile import read_map_file

    files, wrong = each_file(paths, read_map_file)
    wrong += [found for file in files if file.map is None for found in file.diagnostics]
    if wrong:
        print_diagnostics(wrong)
        raise click.exceptions.Exit(COULD_NOT_RUN)
    return files


def _outbox(runtime: Runtime, maps: list[Map], meters: Meters, targets: Path | None, *, log_effects: bool) -> Outbox:
    """Who performs effects: what the targets say, or a log, or nobody."""
    from desireline.live import Outbox, lanes_of, log_to, read_targets

    if targets is not None:
        return read_targets(targets).outbox(runtime.store, runtime.clock, maps, around=meters.counted)
    lanes = lanes_of(runtime.programs) if log_effects else ()
    return Outbox(runtime.store, runtime.clock, {lane: meters.counted(lane, log_to()) for lane in lanes}, maps=maps)


def _studio(closing: ExitStack, runtime: Runtime, maps: list[Map], address: str, lake: Path | None) -> StudioBeside:
    """The page over what happens. Its lake is made, and fed, only once somebody looks."""
    from desireline.service.studio import StudioBeside

    studio = StudioBeside(runtime, maps, address, lake)
    closing.callback(studio.close)
    return studio


def _beside(studio: StudioBeside | None) -> dict[str, Any]:
    """What is served besides."""
    if studio is None:
        return {}
    return {"guard": studio.door, "further": lambda _served: studio.operations(), "routes": studio.routes(), "feeding": studio.feeding}


def _started(closing: ExitStack, runtime: Runtime, outbox: Outbox, speed: float, studio: StudioBeside | None) -> Rehearsal | None:
    """Start what goes on by itself. In a rehearsal time does not: it passes with what comes in."""
    from desireline.live import Rehearsal, Renewing, VirtualClock
    from desireline.service import Watching

    renewing = Renewing(runtime)
    closing.callback(renewing.close)
    parts: dict[str, Callable[[], Exception | None]] = {
        "timers": lambda: runtime.failure,
        "effects": lambda: outbox.failure,
        "new versions": lambda: renewing.failure,
    }
    if studio is not None:
        parts["the feeding of the studio's lake"] = lambda: studio.feeding.failure
    closing.callback(Watching(parts).close)
    if isinstance(runtime.clock, VirtualClock):
        rehearsal = Rehearsal(runtime, runtime.clock, outbox, speed=speed)
        closing.callback(rehearsal.close)
        return rehearsal
    runtime.start()
    outbox.start()
    closing.callback(outbox.close)
    return None


def _say_what_is_served(runtime: Runtime, store: Store, outbox: Outbox, address: tuple[str, int], studio: StudioBeside | None) -> None:
    from desireline.cli.printing import print_message
    from desireline.live import VirtualClock, first_key, lanes_of
    from desireline.model import format_instant

    key = first_key(store, runtime.clock.now_us())
    if key is not None:
        print_message(f"a key, shown this once: {key}")
    host = f"[{address[0]}]" if ":" in address[0] else address[0]
    listed = ", ".join(f"{program.journey} ({program.map.short_version})" for program in runtime.programs.values())
    print_message(f"serving {listed} from {store.place}")
    if isinstance(runtime.clock, VirtualClock):
        print_message(f"a rehearsal: the clock says {format_instant(runtime.clock.now_us())}, and follows the events")
    if nobody := sorted(lanes_of(runtime.programs) - outbox.lanes):
        print_message(f"nobody performs {', '.join(nobody)}: such effects wait; --targets says where they go, --log-effects prints them")
    for lane in sorted(outbox.lanes - lanes_of(runtime.programs)):
        print_message(_named_by_no_map(lane, lanes_of(runtime.programs)))
    page = "" if studio is None else "; in a browser it is the studio, which asks for a key"
    print_message(f"at http://{host}:{address[1]}, described at /openapi.json{page}; Ctrl-C stops it")


def _named_by_no_map(lane: str, lanes: frozenset[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(lane, lanes, 1)
    meant = f"; did you mean `{near[0].replace(':', '.', 1)}`?" if near else ""
    return f"warning: no map that is run has anything for the target `{lane.replace(':', '.', 1)}`{meant}"


def _say_what_changed(runtime: Runtime) -> None:
    """Whom another version of a map was run for before: nobody need be told to have them computed anew, but it is good to know."""
    from desireline.cli.printing import counted, print_message

    outdated: dict[str, int] = {}
    for (journey, version), customers in runtime.reading().states().items():
        if version and journey in runtime.programs and version != runtime.programs[journey].version:
            outdated[journey] = outdated.get(journey, 0) + customers
    for journey, customers in sorted(outdated.items()):
        print_message(f"{journey} is another version than before: {counted(customers, 'customer')} to be computed anew, in the background")
