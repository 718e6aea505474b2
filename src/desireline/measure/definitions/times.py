"""Where the time of customers goes."""

from desireline.measure.definitions.definition import Definition

TIMES = (
    Definition(
        name="waits",
        title="waits between two steps",
        population="Moves made in the period, whatever their kind.",
        formula="Their number by where from and where to, and the time of the stays which they ended: from the entry of one visit to "
        "the entry of the next.",
        unit="moves, trips, customers; time",
        leaves_out="The last visit of a trip: its stay is not over (it is censored).",
        listed="--move FROM:TO",
        values="time",
    ),
    Definition(
        name="long_waits",
        title="waits of so much at least",
        population="Moves made in the period after a wait of at least a minute, an hour, a day, a week, 30 days.",
        formula="As `waits`, for each of these lengths: a wait of two days counts under a minute, an hour and a day.",
        unit="moves, trips, customers; time",
        leaves_out="As `waits`.",
        listed="--move FROM:TO --at-least LENGTH",
        values="time",
    ),
    Definition(
        name="stays",
        title="stays at steps",
        population="Stays that ended in the period because the customer moved on.",
        formula="Their number by step, and their time: from the entry of the visit to the entry of the next.",
        unit="stays, trips, customers; time",
        leaves_out="The last visit of a trip: its stay is not over (it is censored).",
        listed="--stay STEP",
        values="time",
    ),
    Definition(
        name="working",
        title="working time at steps",
        population="Stays that ended in the period, where the end of work is known (the step's `done`).",
        formula="The time from the entry of the visit to the end of its work.",
        unit="stays, trips, customers; time",
        leaves_out="Stays without an end of work.",
        listed="--working STEP",
        values="time",
    ),
    Definition(
        name="waiting",
        title="waiting time at steps",
        population="Stays that ended in the period, where the end of work is known (the step's `done`).",
        formula="The time from the end of work to the entry of the next visit. Working and waiting time of a stay add up to it.",
        unit="stays, trips, customers; time",
        leaves_out="Stays without an end of work.",
        listed="--waiting STEP",
        values="time",
    ),
    Definition(
        name="owners",
        title="the time of customers by team",
        population="Stays that ended in the period.",
        formula="Their number and time by the team that owns the step.",
        unit="stays, trips, customers; time",
        leaves_out="Last visits; stays at steps without an owner are a value of their own.",
        listed='--team TEAM (--team "" for steps without one)',
        also=("teams",),
        values="time",
    ),
)
