"""What the page shows of measures: the numbers of stages, steps, promises, scores, moves; where it hurts; what changed."""

from __future__ import annotations

import msgspec

from desireline.service.studio.numbers import Count, Share, Times


class StageNumbers(msgspec.Struct, frozen=True):
    """The law of balance: `trips` is the sum of the six after it."""

    stage: str
    trips: Count
    moved_on: Count
    reached: Count
    lost: Count
    other: Count
    gone_quiet: Count
    still_there: Count


class StageTime(msgspec.Struct, frozen=True):
    """Passages through a stage that are over: from the entry there to that of another stage or an outcome."""

    stage: str
    stays: Count
    time: Times


class StageChannel(msgspec.Struct, frozen=True):
    """Visits to steps of a stage over a channel (None: not known). `share`: of the visits of the stage; None where customers are few."""

    stage: str
    channel: str | None
    visits: Count
    share: float | None


class StepNumbers(msgspec.Struct, frozen=True):
    """Visits to a step, and stays there that are over: `time` None where none is. `share_of_time`: of the time at all steps."""

    step: str
    trips: Count
    visits: Count
    stays: Count
    time: Times | None
    share_of_time: float


class PromiseNumbers(msgspec.Struct, frozen=True):
    """A promise. `share_kept`: of those kept or broken; None where there are fewer than 20 customers."""

    promise: str
    step: str
    kept: Count
    broken: Count
    void: Count
    pending: Count
    share_kept: Share | None
    late: Times | None
    late_count: Count | None


class ScoreNumbers(msgspec.Struct, frozen=True):
    """Answers to a score in a stage, or in all (`stage` None). `value`: in the unit of its kind, as `method` says."""

    score: str
    stage: str | None
    answers: Count
    value: Share | None
    method: str


class StageMove(msgspec.Struct, frozen=True):
    """Moves off the map from one stage to another."""

    from_stage: str
    to_stage: str
    moves: Count


class Finding(msgspec.Struct, frozen=True):
    """A wait, and what it costs all customers together. `share`: of the time between all visits; `long`: who bear nearly all of it."""

    from_step: str
    to_step: str
    moves: Count
    trips: Count
    time: Times
    share: float
    long_at_least: str | None
    long: Count | None
    before_seconds: float | None


class Ending(msgspec.Struct, frozen=True):
    """How trips ended: an outcome, gone_quiet or open. `before`: the share in the period compared with; `change`: of the share since."""

    how: str
    kind: str
    trips: Count
    share: Share | None
    before: float | None
    change: float | None


class MoveKind(msgspec.Struct, frozen=True):
    """How visits were come to. `share`: of all moves, those by which trips begin left out."""

    kind: str
    visits: Count
    share: float | None


class Headline(msgspec.Struct, frozen=True):
    """The journey in numbers. `on_map`: share of moves that the map expects; changes: since the period before, that of trips as a share."""

    trips: Count
    customers: Count
    trips_change: float | None
    median_seconds: float | None
    median_change: float | None
    median_count: Count
    on_map: float | None
    on_map_change: float | None
    expected: Count
    moves: int


class Change(msgspec.Struct, frozen=True):
    """What changed against the period before. `what`: wait, ending or promise; `names`: of its steps, outcome or promise.

    now, before, change  seconds for a wait, for each trip; a share for the others
    sure                 whether the intervals of both shares lie apart; None for a wait
    """

    what: str
    names: list[str]
    now: float
    before: float
    change: float
    better: bool
    sure: bool | None
    count: Count


class SegmentNumbers(msgspec.Struct, frozen=True):
    """One segment beside the others. `value` None: not known."""

    value: str | None
    headline: Headline
    endings: list[Ending]


class MeasuresView(msgspec.Struct, frozen=True):
    """What the events of a period come to on a map.

    as_of, latest  instants; `latest`: of the latest event
    few            fewer than 20 customers: no shares and quantiles are given
    missing        steps and outcomes that no event of the period showed
    segment        by what trips are told apart; `segments`: each of them
    """

    journey: str
    version: str
    as_of: str
    latest: str | None
    period: str | None
    compared_with: str | None
    few: bool
    events: int
    unmapped: Count
    missing: list[str]
    notes: list[str]
    headline: Headline
    endings: list[Ending]
    kinds: list[MoveKind]
    stages: list[StageNumbers]
    stage_times: list[StageTime]
    channels: list[StageChannel]
    steps: list[StepNumbers]
    promises: list[PromiseNumbers]
    scores: list[ScoreNumbers]
    off_map: list[StageMove]
    findings: list[Finding]
    all_findings: int
    changes: list[Change]
    segment: str | None
    segments: list[SegmentNumbers]
