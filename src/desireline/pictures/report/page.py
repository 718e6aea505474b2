"""The page: what is on it, in which order."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator

from desireline import __version__
from desireline.measure import ALWAYS, Measures
from desireline.measure.intervals import FEW_CUSTOMERS
from desireline.model import OPEN
from desireline.pictures.canvas import definitions
from desireline.pictures.map import MapPicture
from desireline.pictures.moves import MovesPicture
from desireline.pictures.people import days, stretch, whom
from desireline.pictures.picture import Picture
from desireline.pictures.report.headline import tiles
from desireline.pictures.report.html import element, section, written
from desireline.pictures.report.parts import hurts, outcomes, promises, scores, unmapped
from desireline.pictures.report.style import page_style
from desireline.pictures.routes import RoutesPicture
from desireline.pictures.times import TimesPicture
from desireline.pictures.wording import counted, day_and_time, name

WIDE, NARROW = 1040, 340
_NO_TRIPS = (
    "No trip made a visit in this period: all numbers are 0. Ask for another period, or look at the end of the page for events that the "
    "map does not see."
)
_WORDS = {
    "Trip": "One customer's passage through the map. Counted are trips with a visit in the period; how they ended is said as of "
    "the moment asked about.",
    "Shares and intervals": "A share is a part of the whole that stands beside it. Intervals are of 95% (Wilson's score); they "
    "take trips as independent. Of fewer than 20 customers only counts are given.",
    "Reached, lost, gone quiet, under way": "A trip ends with an outcome of the map, or goes quiet after the time that the map "
    "says. A trip that is under way has not ended: it is counted as neither reached nor lost.",
    "Moves on the map": "Of the moves from a visit to the next, those that the map names in `next`. All others are customers "
    "going their own way: recorded, never refused.",
    "Where it hurts first": "The time from the entry of a visit to the entry of the next, added up over all customers (people × "
    "time). Ranked by that sum, never by a mean or a quantile of few.",
    "Lost or quiet, of a stage": "Trips whose last step is in the stage and that were lost or have gone quiet in it, of all that"
    " came to the stage and are not still there.",
    "Time to an outcome, median time": "From the first visit of a trip to its last: nearest rank, at most 0.4% off.",
    "How soon": "Of trips that began in the period, the share that came to the outcome by then, estimated as by Aalen and Johansen (Kaplan "
    "and Meier where all outcomes are asked about): trips under way and gone quiet count for as long as they were watched.",
    "Before": "The period to compare with, counted in the same way, as of its own end.",
}


def report(measures: Measures) -> str:
    """The page as HTML: style and pictures are in it, and it asks nobody for anything."""
    map_, counts = measures.scope.map, whom(measures)
    title = name(map_.title)
    pictures: list[Picture] = [MapPicture(measures), MovesPicture(measures), RoutesPicture(measures)]
    drawn = [section(name, _figure(one)) for name, one in zip(("The map", "Moves", "Routes"), pictures, strict=True)]
    asked = scores(measures, counts)
    parts = [tiles(measures), hurts(measures, counts), *_worst(measures), *drawn, promises(measures, counts), outcomes(measures, counts)]
    parts += [*([] if asked is None else [asked]), unmapped(measures), _definitions(pictures, measures)]
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="generator", content=f"Desireline {__version__}"),
        element("title", f"{title}: what customers did"),
        element("style", page_style()),
    )
    body = element("body", _hidden(), _head(measures, title), element("main", *parts), _foot(measures))
    return written(element("html", head, body, lang="en"))


def _head(measures: Measures, title: str) -> ET.Element:
    scope = measures.scope
    when = f"Period: {stretch(scope.period)}" if scope.period != ALWAYS else "Period: all of time"
    events = counted(int(measures.events.all.sum()), "event")
    facts = [
        when,
        f"as of {day_and_time(scope.as_of_us)}",
        f"{counted(measures.trips, 'trip')} of {counted(measures.customers, 'customer')} in {events}",
    ]
    if measures.before is not None:
        facts.insert(1, f"compared with {days(measures.before.scope.period)}")
    facts.append(f"map {scope.map.journey}, version {scope.map.short_version}")
    parts = [element("h1", title)]
    if scope.map.about:
        parts.append(element("p", scope.map.about))
    parts += [element("p", said, css="bad") for said in _cautions(measures)]
    return element("header", *parts, element("p", " · ".join(facts), css="meta"))


def _cautions(measures: Measures) -> Iterator[str]:
    """What is missing for numbers that decide, and what can be done."""
    trips, outcomes = measures.trips, measures.scope.map.outcomes
    if not trips:
        yield _NO_TRIPS
    elif measures.cell("trips", how=OPEN).trips == trips:
        what = "ask as of a later moment" if outcomes else "the map names no outcome: write `outcomes:`, and how trips end will be seen"
        yield f"All {counted(trips, 'trip')} are still under way, so nothing can be said of how trips end; {what}."
    if trips and measures.customers < FEW_CUSTOMERS:
        yield f"{counted(measures.customers, 'customer')} only: counts are given, no shares and medians. Ask for a longer period."


def _worst(measures: Measures) -> list[ET.Element]:
    """How long the wait takes that costs most."""
    if not measures.findings or not measures.findings[0].total_us:
        return []
    worst = measures.findings[0]
    picture = TimesPicture(measures, worst.from_, worst.to)
    return [section(picture.title, _figure(picture))]


def _figure(picture: Picture) -> ET.Element:
    """A picture twice: laid out for a desk and for a telephone; the page shows one of them."""
    wide, narrow = (picture.element(width) for width in (WIDE, NARROW))
    return element("figure", element("div", wide, css="wide"), element("div", narrow, css="narrow"))


def _definitions(pictures: list[Picture], measures: Measures) -> ET.Element:
    listed = dict(_WORDS)
    if measures.before is None:
        del listed["Before"]
    listed |= {title: one.definition for title, one in zip(("The map", "Moves", "Routes"), pictures, strict=True)}
    listed["Histogram of times"] = TimesPicture.definition
    pairs = (element(tag, text) for title, text in listed.items() for tag, text in (("dt", title), ("dd", text)))
    return section("What the numbers mean", element("dl", *pairs))


def _foot(measures: Measures) -> ET.Element:
    made = f"Made by Desireline {__version__} from map {measures.scope.map.journey}, version {measures.scope.map.version}."
    return element("footer", element("p", made))


def _hidden() -> ET.Element:
    svg = element("svg", definitions(), css="dl definitions", xmlns="http://www.w3.org/2000/svg")
    svg.set("aria-hidden", "true")
    return svg
