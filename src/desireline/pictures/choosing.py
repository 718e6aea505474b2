"""Pictures by their names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from desireline.diagnostics import DesirelineError, Diagnostic, Fix, Near
from desireline.measure import Measures
from desireline.measure.dots import dots
from desireline.measure.funnel import funnel
from desireline.measure.passes import LakePass
from desireline.measure.returns import returns
from desireline.pictures.dots import DotsPicture
from desireline.pictures.funnel import FunnelPicture
from desireline.pictures.map import MapPicture
from desireline.pictures.moves import MovesPicture
from desireline.pictures.picture import Picture
from desireline.pictures.returns import ReturnsPicture
from desireline.pictures.routes import RoutesPicture
from desireline.pictures.times import TimesPicture


@dataclass(frozen=True, slots=True)
class Question:
    """What a picture is made of. `measures`: asked for where the picture shows them; `steps`: as they were named, in order."""

    over: LakePass
    measures: Callable[[], Measures]
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of picture. `steps`: how many steps can be named, at least and at most; None: any number."""

    says: str
    draw: Callable[[Question], Picture]
    least: int = 0
    most: int | None = 0


def _times(question: Question) -> Picture:
    return TimesPicture(question.measures(), *question.steps)


def _funnel(question: Question) -> Picture:
    return FunnelPicture(funnel(question.over, question.steps))


KINDS: Mapping[str, Kind] = {
    "map": Kind("the map's stages side by side, with what was measured", lambda question: MapPicture(question.measures())),
    "moves": Kind("moves by the time that they cost all customers together", lambda question: MovesPicture(question.measures())),
    "routes": Kind("the routes that most trips took", lambda question: RoutesPicture(question.measures())),
    "times": Kind("how long stays at a step took, or waits from it to another", _times, least=1, most=2),
    "funnel": Kind("how many trips made some steps in order", _funnel, least=2, most=None),
    "returns": Kind("customers coming back, by weeks since their first trip", lambda question: ReturnsPicture(returns(question.over))),
    "dots": Kind("each visit of single customers, by date", lambda question: DotsPicture(dots(question.over))),
}
"""name -> kind, in the order in which they are shown."""


def picture(name: str, over: LakePass, measures: Callable[[], Measures], steps: Sequence[str] = ()) -> Picture:
    """Draw a picture.

    measures  called where the picture shows what `measure` counts
    steps     for `times` a step, and perhaps the one gone to; for `funnel` two or more in their order

    Raises DesirelineError where there is no such picture, or the steps are none for it.
    """
    kind = KINDS.get(name)
    if kind is None:
        raise DesirelineError(_no_picture(name))
    if len(steps) < kind.least or (kind.most is not None and len(steps) > kind.most):
        raise DesirelineError(_wrong_steps(name, kind, over))
    return kind.draw(Question(over, measures, tuple(steps)))


def _no_picture(name: str) -> Diagnostic:
    return Diagnostic(
        "P102",
        f"there is no picture `{name}`",
        why="it would not be known what to draw",
        fix=Fix(f"write one of {', '.join(KINDS)}"),
        near=tuple(Near(near) for near in get_close_matches(name, KINDS, n=2)),
    )


def _wrong_steps(name: str, kind: Kind, over: LakePass) -> Diagnostic:
    places = [*over.map.step_by_id, *over.map.outcome_by_id][:2]
    shown = " ".join(f"--step {place}" for place in places[: max(kind.least, 1)])
    if not kind.most and kind.most is not None:
        return Diagnostic("P103", f"`{name}` takes no steps", why="it shows all of the map", fix=Fix("leave `--step` out"))
    wanted = "one step, or two for a wait" if name == "times" else "two steps or more, in their order"
    return Diagnostic("P103", f"`{name}` takes {wanted}", why="it would not be known what to count", fix=Fix(f"write {shown}"))
