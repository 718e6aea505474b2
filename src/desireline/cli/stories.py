"""One customer's story for a person, in 80 columns: who it is, the trips, the events, and why not."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from rich.cells import cell_len
from rich.text import Text

from desireline.cli.printing import Printer, counted
from desireline.diagnostics.excerpt import visible
from desireline.explain import WhyAction, caused_by, coming_on, hours_of, missed_us, moment
from desireline.model import GONE_QUIET, IDENTIFY, WAS
from desireline.model.durations import readable_duration

if TYPE_CHECKING:
    from desireline.diagnostics import Span
    from desireline.explain import AsideTold, PromiseTold, Read, Story, Teller, Telling, Told, TripTold, VisitTold, Was, WhyNot
    from desireline.model import Event

Item = TypeVar("Item")
OfVisit = TypeVar("OfVisit", "PromiseTold", "AsideTold")
FIRST_EVENTS, LAST_EVENTS = 10, 30
FIRST_VISITS, LAST_VISITS = 6, 14
FIRST_TRIPS, LAST_TRIPS = 1, 5
MOST_NAMES = 10
MOST_EXAMPLES = 5
INDENT = 25
_REASONS = {
    "reached": "visits there",
    "false": "its condition was false",
    "unknown": "its condition could not be told",
    "taken": "something earlier on the map took it",
    "outside": "found no trip to belong to",
    "aftercare": "belongs to a trip, and is no visit",
}


class Page:
    """Writes lines of a bounded width to stdout. Nothing in a text is taken for markup, and nothing in it moves the cursor."""

    def __init__(self, whole: bool) -> None:
        self._console = Printer(highlight=False) if sys.stdout.isatty() else Printer(highlight=False, width=80, no_color=True)
        self._width = min(self._console.width, 120)
        self.whole = whole

    def head(self, text: str) -> None:
        """A headline with an empty line before it."""
        self._console.print()
        self.line("", text, style="bold")

    def line(self, lead: str, text: str, style: str = "") -> None:
        """A line; what does not fit runs on under the text, not under its lead."""
        indent = min(cell_len(lead), self._width // 2)
        shown = Text(visible(text), style=style)
        for number, part in enumerate(shown.wrap(self._console, self._width - indent)):
            part.rstrip()
            self._console.print(Text(lead if number == 0 else " " * indent) + part, soft_wrap=True)

    def left_out(self, count: int, noun: str, indent: int = 2) -> None:
        """Say that something is not shown."""
        if count:
            self.line(" " * indent, f"… {counted(count, noun)} left out; --all shows everything", style="dim")


def print_story(story: Story, *, whole: bool, progress: Callable[[int], None]) -> None:
    """The story. Of a long one the beginning and the end are printed; what is left out is said."""
    page, telling = Page(whole), story.tell(progress)
    shown = _ends(telling, FIRST_EVENTS, LAST_EVENTS)
    print_head(page, story, telling)
    for answer in telling.why:
        print_why(page, answer, telling)
    print_journeys(page, telling, story.as_of_us)
    page.head("Events")
    if whole:
        for told in story.tell():
            _print_event(page, told)
        return
    for told in _shown(page, shown, "event"):
        _print_event(page, told)


def print_head(page: Page, story: Story, telling: Telling) -> None:
    """Who it is, and why not."""
    _print_customer(page, story)
    for answer in telling.why_not:
        page.head(f"Why not {answer.step.id}?{_on(answer.read, telling)}")
        _print_why_not(page, answer, telling.trips_on(answer.read))


def print_why(page: Page, answer: WhyNot | WhyAction, telling: Telling, told_of: Collection[str] = ()) -> None:
    """Why a customer was at a step, or why an action was decided, or was not. `told_of`: effects that are told of beside."""
    if isinstance(answer, WhyAction):
        page.head(f"Why {answer.effect or answer.place.action.id}?{_on(answer.read, telling)}")
        _print_why_action(page, answer, told_of)
        return
    page.head(f"Why {answer.step.id}?{_on(answer.read, telling)}")
    reached = list(answer.reached)
    for one in reached if page.whole else reached[-MOST_EXAMPLES:]:
        page.line(f"  {moment(one.event.time_us)}  ", f"trip {one.trip.number}: {one.says}")
    _print_why_not(page, answer, telling.trips_on(answer.read))


def print_journeys(page: Page, telling: Telling, as_of_us: int) -> None:
    """The trips on each map."""
    for teller in telling.tellers:
        _print_journey(page, teller, as_of_us)


def print_events(page: Page, events: Sequence[Told]) -> None:
    """The events, those at the beginning and the end."""
    page.head("Events")
    for told in events if page.whole else _shown(page, _ends(events, FIRST_EVENTS, LAST_EVENTS), "event"):
        _print_event(page, told)


def _on(read: Read, telling: Telling) -> str:
    return f" ({read.map.journey})" if len(telling.tellers) > 1 else ""


def _print_why_action(page: Page, answer: WhyAction, told_of: Collection[str]) -> None:
    """Each time it came up, but for the effects that are told of beside."""
    line = f" ({answer.line.rpartition('/')[2]})" if answer.line is not None else ""
    page.line("  ", f"{answer.place.action.id} is done {caused_by(answer.place)}{line}")
    if not answer.told and not answer.awaited:
        page.line("  ", answer.never_says)
    others = [told for told in answer.told if told.id not in told_of]
    for told in others if page.whole else others[-MOST_EXAMPLES:]:
        page.line(f"  {moment(told.moment_us)}  ", f"trip {told.trip.number}, by event {told.event}: {told.reason}")
    for waiting in answer.awaited if page.whole else answer.awaited[:MOST_EXAMPLES]:
        page.line("  ", f"trip {waiting.trip.number}: {waiting.says}")


def _print_customer(page: Page, story: Story) -> None:
    extent, customer = story.extent, story.customer
    page.line("", f"{customer.name}, as of {moment(story.as_of_us)} UTC", style="bold")
    if extent.first_us is None or extent.last_us is None:
        page.line("", "no events by then")
    else:
        page.line("", f"{counted(extent.events, 'event')} from {moment(extent.first_us)} to {moment(extent.last_us)}")
    if extent.later:
        page.line("", f"{counted(extent.later, 'event')} later than that {'does' if extent.later == 1 else 'do'} not count")
    names = customer.identities
    for identity in names if page.whole else names[:MOST_NAMES]:
        page.line(f"  {identity.kind:9}  ", f"{identity.name}: {identity.says}")
    page.left_out(0 if page.whole else max(len(names) - MOST_NAMES, 0), "name")
    for found, why in customer.unfollowed if page.whole else customer.unfollowed[:MOST_NAMES]:
        page.line("  not followed  ", f"identify event {found.id}, that {found.was} is {found.customer}: {why}")
    page.left_out(0 if page.whole else max(len(customer.unfollowed) - MOST_NAMES, 0), "identification")


def _print_why_not(page: Page, answer: WhyNot, trips: Sequence[TripTold]) -> None:
    page.line("  ", f"{answer.says(trips)}{_at(answer.line)}")
    for name in answer.near():
        page.line("  ", f"near: this customer has events named {name}")
    for name in (name for name in answer.near_anywhere() if name not in answer.near()):
        page.line("  ", f"near: others have events named {name}")
    for reason in dict.fromkeys(named.reason for named in answer.examples):
        examples = [named for named in answer.examples if named.reason == reason]
        page.line("  ", f"{_REASONS[reason]}: {counted(answer.counts[reason], 'event')}")
        for named in examples if page.whole else examples[:MOST_EXAMPLES]:
            page.line(f"    {moment(named.event.time_us)}  ", f"{named.event.name}: {named.says}")
        shown = len(examples) if page.whole else min(len(examples), MOST_EXAMPLES)
        if answer.counts[reason] > shown:
            page.line("    ", f"… and {answer.counts[reason] - shown:,} more, which are in the list of events", style="dim")


def _print_journey(page: Page, teller: Teller, as_of_us: int) -> None:
    map_ = teller.read.map
    page.head(f"{map_.title} ({map_.journey}, version {map_.short_version}): {counted(len(teller.trips), 'trip')}")
    if teller.read.path is not None:
        page.line("  ", teller.read.path, style="dim")
    for trip in _shown(page, _ends(teller.trips, len(teller.trips) if page.whole else FIRST_TRIPS, LAST_TRIPS), "trip"):
        _print_trip(page, trip, teller, as_of_us)


def _print_trip(page: Page, trip: TripTold, teller: Teller, as_of_us: int) -> None:
    map_ = teller.read.map
    key = "" if map_.trip.per is None else f", {map_.trip.per} {trip.key}" if trip.key is not None else f", no {map_.trip.per}"
    again = ", again" if trip.again else ""
    page.line("  ", f"trip {trip.number}{key}{again}: {_ended(trip, teller)}")
    if trip.taken_over_us is not None:
        page.line("    ", f"opened without {map_.trip.per}; event {trip.taken_over_by} gave it at {moment(trip.taken_over_us)}")
    made, beside = _by_seq(trip.promises), _by_seq(trip.asides)
    for visit in _shown(page, _ends(trip.visits, len(trip.visits) if page.whole else FIRST_VISITS, LAST_VISITS), "visit"):
        _print_visit(page, visit, made.get(visit.seq, ()), teller, as_of_us)
        _print_asides(page, beside.get(visit.seq, ()))
        if visit.left_us is not None:
            page.line(" " * INDENT, f"↓ {readable_duration(visit.left_us - visit.entered_us)}", style="dim")
    _print_coming(page, trip, teller, as_of_us)


def _by_seq(items: Iterable[OfVisit]) -> dict[int, list[OfVisit]]:
    found: dict[int, list[OfVisit]] = {}
    for item in items:
        found.setdefault(item.seq, []).append(item)
    return found


def _ended(trip: TripTold, teller: Teller) -> str:
    if trip.open:
        return f"under way, at {trip.last.step}"
    lasted = f"after {readable_duration(trip.last.entered_us - trip.started_us)}" if len(trip.visits) > 1 else "at once"
    if trip.how == GONE_QUIET:
        return f"gone quiet at {moment(trip.ended_us or 0)}; it was last at {trip.last.step}, {lasted}"
    return f"{trip.how} ({teller.read.map.outcome_by_id[trip.how].kind}) {lasted}"


def _print_visit(page: Page, visit: VisitTold, promises: Iterable[PromiseTold], teller: Teller, as_of_us: int) -> None:
    at = f" on {visit.channel}" if visit.channel else ""
    page.line(f"    {moment(visit.entered_us)}  ", f"{visit.step}{at} ({visit.move}: {visit.because})")
    inner = " " * INDENT
    if visit.done_us is not None:
        page.line(inner, f"work done after {readable_duration(visit.done_us - visit.entered_us)}")
    for promise in promises:
        page.line(inner, f"promise {promise.promise}: {_promise(promise, teller, as_of_us)}")


def _print_asides(page: Page, asides: Sequence[AsideTold]) -> None:
    for aside in asides if page.whole else asides[:MOST_NAMES]:
        page.line(" " * INDENT, f"{moment(aside.time_us)}, beside the visits: {aside.of}")
    page.left_out(0 if page.whole else max(len(asides) - MOST_NAMES, 0), "event beside the visits", INDENT)


def _promise(promise: PromiseTold, teller: Teller, as_of_us: int) -> str:
    """When it was due, what became of it, and by how much."""
    map_ = teller.read.map
    team, missed = hours_of(promise, map_), missed_us(promise, map_, as_of_us)
    of = f" (in the hours of {team})" if team is not None and map_.team_by_id[team].hours is not None else ""
    due = f"due {moment(promise.due_us)}"
    if promise.state == "kept":
        return f"{due}, kept {readable_duration(-(missed or 0))} early{of}"
    if promise.state == "broken":
        came = "came" if promise.came_us is not None else "has not come; so far"
        return f"{due}, broken: {came} {readable_duration(missed or 0)} late{of}"
    return f"{due}, {'void: the trip ended before' if promise.state == 'void' else 'pending'}"


def _print_coming(page: Page, trip: TripTold, teller: Teller, as_of_us: int) -> None:
    coming = coming_on(trip, teller)
    if coming is None:
        return
    for promise in coming.pending:
        page.line("    owed:  ", f"{promise.promise}, due {moment(promise.due_us)}, in {readable_duration(promise.due_us - as_of_us)}")
    listed = [one.place + (f" (by way of {', '.join(one.through)})" if one.through else "") for one in coming.ahead]
    page.line("    next:  ", ", ".join(listed) or "the map expects nothing after this step")
    if coming.quiet_us is not None:
        page.line("    quiet: ", f"at {moment(coming.quiet_us)}, if nothing happens")


def _print_event(page: Page, told: Told) -> None:
    event = told.event
    beside = [event.channel or "", event.source, f"by {event.person}" if event.person else ""]
    others = "".join(f", {text}" for text in beside if text)
    page.line(f"  {moment(event.time_us)}  ", f"{event.name}{others} [{event.id}]", style="bold")
    for was in told.was:
        lead = f"      {was.read.map.journey}: "
        for text in _said(was, event):
            page.line(lead, text)
            lead = " " * cell_len(lead)


def _said(was: Was, event: Event) -> Iterator[str]:
    """What an event was on a map; before it, what it was not and why."""
    match = was.match
    if match is None:
        yield "nothing here: " + (_unnamed(was, event) if not was.tries else "no condition of what names it holds")
    for one in was.tries:
        if not one.holds and one.judged is not None:
            yield f"not {one.candidate.id}: {one.judged.says}{_at(one.where_line)}"
    if match is None:
        return
    kind = "the end of work at" if match.candidate.kind == "done" else match.candidate.kind
    where = f", where {match.judged.says}{_at(match.where_line)}" if match.judged is not None else ""
    of = f", trip {was.trip.number}" if was.trip is not None else ""
    move = f", {was.move}" if was.move is not None else ""
    yield f"{kind} {match.candidate.id}{of}{move}{_carried(was, event)}{_at(match.line)}{where}"
    if was.outside is not None:
        yield f"outside: {was.outside}"


def _carried(was: Was, event: Event) -> str:
    """A key that the event does not carry itself."""
    per = was.read.map.trip.per
    if per is None or was.key is None or event.properties.get(per) is not None:
        return ""
    return f", {per} {was.key} of an earlier event"


def _unnamed(was: Was, event: Event) -> str:
    """Why an event is nothing that no step names; an `identify` event is there for what it says."""
    if event.name == IDENTIFY:
        said = [f"{event.properties[WAS]} is {event.customer}"] if event.properties.get(WAS) else []
        said += [f"{trait} is {event.properties[trait]}" for trait in was.read.map.traits if event.properties.get(trait) is not None]
        return f"it says that {', '.join(said)}" if said else "it says who the customer is"
    near = f"; near: {', '.join(was.near)}" if was.near else ""
    return f"no step names this event{near}"


def _at(span: Span | None) -> str:
    """A line of a map, by the file's own name: the headline has its path."""
    return f" ({Path(span.path).name}:{span.line})" if span is not None else ""


def _shown(page: Page, ends: tuple[list[Item], int, list[Item]], noun: str) -> Iterator[Item]:
    """The items to show, and in their place a word about those that are left out."""
    first, between, last = ends
    yield from first
    page.left_out(between, noun, 4 if noun == "visit" else 2)
    yield from last


def _ends(items: Iterable[Item], first: int, last: int) -> tuple[list[Item], int, list[Item]]:
    """The first and the last so many, and how many are between."""
    waiting = iter(items)
    begin = list(islice(waiting, first))
    end: deque[Item] = deque(maxlen=last)
    count = 0
    for item in waiting:
        end.append(item)
        count += 1
    return begin, count - len(end), list(end)
