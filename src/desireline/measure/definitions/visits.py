"""Visits, moves, channels, teams, promises and scores."""

from desireline.measure.definitions.definition import Definition

VISITS_AND_MOVES = (
    Definition(
        name="visits",
        title="visits by step or outcome",
        population="Visits that began in the period.",
        formula="Their number by the step or outcome that was visited; `trips` and `customers` the different ones among them.",
        unit="visits, trips, customers",
        leaves_out="Events of scores, of steps marked `aftercare`, and ends of work: they are no visits.",
        listed="--step STEP",
        also=("steps",),
    ),
    Definition(
        name="moves",
        title="moves between two visits, by kind",
        population="Visits that began in the period and were come to from another visit of the trip.",
        formula="Their number by where from, where to, and kind: expected, repeat, back, skip or jump. The time is that of the stay "
        "which the move ended, from entry to entry.",
        unit="moves, trips, customers; time",
        leaves_out="First visits: they are come to from nowhere.",
        listed="--move FROM:TO --kind KIND",
        values="time",
    ),
    Definition(
        name="kinds",
        title="visits by how they were come to",
        population="Visits that began in the period, first ones among them.",
        formula="Their number by kind of move: `start` and `joined` for first visits; for later ones `expected` (the map's `next`), "
        "`repeat` (the same step again), `back` (a step the trip was at before), `skip` (reachable along `next`), `jump` (none of these).",
        unit="visits, trips, customers",
        leaves_out="Nothing: the kinds add up to all visits.",
        listed="--kind KIND",
    ),
    Definition(
        name="channels",
        title="visits by channel",
        population="Visits that began in the period.",
        formula="Their number by the channel of their events.",
        unit="visits, trips, customers",
        leaves_out="Nothing: where the channel is not known, this is a value of its own.",
        listed='--channel CHANNEL (--channel "" where it is not known)',
    ),
    Definition(
        name="channel_changes",
        title="changes of channel",
        population="Moves made in the period between two visits whose channels are both known and differ.",
        formula="Their number by channel before and after. The time is that of the stay which the move ended.",
        unit="moves, trips, customers; time",
        leaves_out="Moves from or to a visit without a channel; changes across two trips.",
        listed="--channel-change FROM:TO",
        values="time",
    ),
    Definition(
        name="first_contacts",
        title="how trips began",
        population="Trips whose first visit lies in the period.",
        formula="Their number by step and channel of the first visit.",
        unit="trips, customers",
        leaves_out="Trips that began before the period.",
        listed="--first STEP[:CHANNEL]",
    ),
    Definition(
        name="handoffs",
        title="handoffs between teams",
        population="Moves made in the period from a step that one team owns to a step that another owns.",
        formula="Their number by both teams. The time is that of the stay which the move ended.",
        unit="moves, trips, customers; time",
        leaves_out="Moves from or to a step without an owner, or to an outcome.",
        listed="--handoff FROM:TO",
        values="time",
    ),
    Definition(
        name="promises",
        title="promises by their state",
        population="Promises that visits in the period made.",
        formula="Their number by promise and state at the moment asked about: `kept`, `broken`, `void` (the trip ended before it was "
        "due), `pending`. The share kept is kept of kept and broken, with Wilson's 95 % interval.",
        unit="promises, trips, customers; share",
        leaves_out="From the share: void and pending ones. A visit made while one of its step is still pending makes no second one.",
        listed="--promise PROMISE[:STATE], for the share --promise PROMISE:kept,broken",
        also=("judged_promises", "share_kept"),
    ),
    Definition(
        name="broken_promises",
        title="by how much promises were missed",
        population="Promises that visits in the period made, and that were broken.",
        formula="Their number by `settled` (what was promised came late) and `not_settled`. The time is that from due to settled, or to "
        "the moment asked about; in the hours of a team where the promise counts in them (`hours_of`).",
        unit="promises, trips, customers; time",
        leaves_out="Promises that are pending: they are not late.",
        listed="--missed PROMISE[:SETTLED]",
        values="time",
    ),
    Definition(
        name="scores",
        title="answers to scores",
        population="Answers given in the period that belong to a trip.",
        formula="Their number, and of those on the scale what the kind of score makes of them (see nps, csat, ces and mean). By step or "
        "stage: that of the trip's latest visit before the answer.",
        unit="answers, trips, customers",
        leaves_out="Answers that belong to no trip (`outside`). Those that cannot be read or are off the scale are counted apart.",
        listed="--score SCORE[:ANSWER[:STEP]], --score-in-stage SCORE[:ANSWER[:STAGE]]",
        also=("scores_by_step", "scores_by_stage"),
    ),
)
