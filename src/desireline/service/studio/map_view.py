"""A map as the page draws it: what the company prepares for and promises, before any event is looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from desireline.measure.segments import BUILT_IN
from desireline.model import Map, Step
from desireline.model.durations import readable_duration

SECOND_US = 1_000_000


class MapInList(msgspec.Struct, frozen=True):
    """A map that can be looked at."""

    journey: str
    title: str
    about: str | None
    version: str
    stages: int
    steps: int


class PromiseView(msgspec.Struct, frozen=True):
    """What the customer may count on. `counted_in`: the team whose hours count; None: every hour does."""

    id: str
    title: str
    within_seconds: float
    within: str
    counted_in: str | None
    kept_by: list[str]


class StepView(msgspec.Struct, frozen=True):
    """A touchpoint. `seen`: events, offline or aftercare."""

    id: str
    title: str
    channels: list[str]
    by: str | None
    owner: str | None
    about: str | None
    seen: str
    moment_of_truth: bool
    hoped: int | None
    next: list[str]
    promises: list[PromiseView]
    does: list[str]


class IdeaView(msgspec.Struct, frozen=True):
    """What might be done about an insight. `effort`: 1 to 5."""

    id: str
    title: str
    effort: int | None
    state: str | None
    owner: str | None
    obstacles: list[str]


class InsightView(msgspec.Struct, frozen=True):
    """A finding of research. `kind`: pain or gain; `at`: its stage or step; `evidence`: what it rests on, `n` of how many."""

    id: str
    kind: str
    text: str
    at: str
    evidence: str | None
    n: int | None
    source: str | None
    ideas: list[IdeaView]


class StageView(msgspec.Struct, frozen=True):
    """A stretch of the journey as the customer sees it."""

    id: str
    title: str
    thinks: str | None
    success: str | None
    steps: list[StepView]
    insights: list[InsightView]
    owners: list[str]


class OutcomeView(msgspec.Struct, frozen=True):
    """A way a trip ends. `worth`: in the company's own unit."""

    id: str
    title: str
    kind: str
    worth: float | None


class ScoreView(msgspec.Struct, frozen=True):
    """What customers are asked. `of`: the step or stage; None: the whole journey."""

    id: str
    kind: str
    lowest: int
    highest: int
    of: str | None


class MapView(msgspec.Struct, frozen=True):
    """A whole map. `teams`: id -> title; `told_apart_by`: names of segments."""

    journey: str
    title: str
    about: str | None
    version: str
    stages: list[StageView]
    outcomes: list[OutcomeView]
    scores: list[ScoreView]
    teams: dict[str, str]
    told_apart_by: list[str]


def in_list(map_: Map) -> MapInList:
    """A map among others."""
    return MapInList(map_.journey, map_.title, map_.about, map_.short_version, len(map_.stages), len(map_.steps))


def map_view(map_: Map) -> MapView:
    """A map as it is drawn."""
    titles = {team.id: team.title for team in map_.teams}
    return MapView(
        journey=map_.journey,
        title=map_.title,
        about=map_.about,
        version=map_.short_version,
        stages=list(_stages(map_, titles)),
        outcomes=[OutcomeView(one.id, one.title, one.kind, one.worth) for one in map_.outcomes],
        scores=[ScoreView(one.id, one.kind, one.lowest, one.highest, one.of) for one in map_.scores],
        teams=titles,
        told_apart_by=[*map_.traits, *map_.fields, *BUILT_IN],
    )


def _stages(map_: Map, titles: Mapping[str, str]) -> Iterator[StageView]:
    for stage in map_.stages:
        steps = [step for step in map_.steps if step.stage == stage.id]
        places = {stage.id, *(step.id for step in steps)}
        owners = [step.owner for step in steps if step.owner is not None]
        yield StageView(
            id=stage.id,
            title=stage.title,
            thinks=stage.thinks,
            success=stage.success,
            steps=[_step(step, titles) for step in steps],
            insights=[insight for insight in _insights(map_) if insight.at in places],
            owners=sorted(set(owners), key=lambda owner: (-owners.count(owner), owners.index(owner))),
        )


def _step(step: Step, titles: Mapping[str, str]) -> StepView:
    promises = [
        PromiseView(
            one.id,
            one.title,
            one.within_us / SECOND_US,
            readable_duration(one.within_us),
            None if one.hours_of is None else titles.get(one.hours_of, one.hours_of),
            list(one.until),
        )
        for one in step.promises
    ]
    does = [action.title or f"{action.kind} {action.target or ''}".strip() for action in step.do]
    return StepView(
        id=step.id,
        title=step.title,
        channels=list(step.channels),
        by=step.by,
        owner=step.owner,
        about=step.about,
        seen="aftercare" if step.aftercare else step.seen,
        moment_of_truth=step.moment_of_truth,
        hoped=step.hoped,
        next=list(step.next),
        promises=promises,
        does=does,
    )


def _insights(map_: Map) -> Iterator[InsightView]:
    for one in map_.insights:
        for kind, text in (("pain", one.pain), ("gain", one.gain)):
            if text is not None:
                ideas = [
                    IdeaView(idea.id, idea.title, idea.effort, idea.state, idea.owner, list(idea.obstacles))
                    for idea in map_.ideas
                    if idea.for_ == one.id
                ]
                evidence = one.evidence
                yield InsightView(
                    id=one.id,
                    kind=kind,
                    text=text,
                    at=one.at,
                    evidence=None if evidence is None else evidence.kind,
                    n=None if evidence is None else evidence.n,
                    source=None if evidence is None else evidence.source,
                    ideas=ideas,
                )
