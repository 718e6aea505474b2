"""Events that belong nowhere, and the words by which numbers are asked for and told."""

from desireline.measure.definitions.definition import Definition

EVENTS_AND_TERMS = (
    Definition(
        name="events",
        title="events of the period",
        population="All events in the lake whose time lies in the period and that are not later than the moment asked about.",
        formula="Their number.",
        unit="events",
        leaves_out="Rows that an import set aside.",
        listed="--event NAME, --event '*'",
    ),
    Definition(
        name="unmapped",
        title="events that the map does not know",
        population="Events of the period that matched no step, outcome, end of work or score.",
        formula="Their number by name, and their share of all events of the period.",
        unit="events; share",
        leaves_out="Events that matched and found no trip (see outside).",
        listed="--unmapped NAME, --unmapped '*'",
    ),
    Definition(
        name="outside",
        title="events that found no trip",
        population="Events of the period that matched something of the map while no trip was open (or near enough, for scores and "
        "aftercare) that they could belong to.",
        formula="Their number by name, and their share of all events of the period.",
        unit="events; share",
        leaves_out="Events that matched nothing (see unmapped).",
        listed="--outside NAME, --outside '*'",
    ),
    Definition(
        name="steps_without_events",
        title="steps and outcomes that nobody came to",
        population="Steps and outcomes of the map that events show (`seen: events`), without those marked `aftercare`.",
        formula="Those without a visit that began in the period.",
        unit="steps and outcomes",
        leaves_out="Steps that no event can show.",
    ),
    Definition(
        name="quantiles",
        title="p50 and p90",
        population="The values of the rows of one number: waits, stays, contacts.",
        formula="Nearest rank in fixed logarithmic buckets: the value told is at most 0.5 % off the one of that rank.",
        unit="as the values",
        leaves_out="Numbers of fewer than 20 customers have none: there only counts are given.",
        also=("p50", "p90", "median"),
    ),
    Definition(
        name="intervals",
        title="how sure a share is",
        population="A share of n trips, promises or answers.",
        formula="Wilson's score interval at 95 % (Wilson 1927), which holds for small n and for shares near 0 and 1.",
        unit="share",
        leaves_out="Shares of fewer than 20 customers are not told. Trips of one customer are taken as independent.",
        also=("share", "shares"),
    ),
    Definition(
        name="period",
        title="the stretch of time that is counted",
        population="What began in it, from its first instant until its end, which is not included any more.",
        formula="2026, 2026-03, 2026-03-31 or 2026-03-01..2026-04-15. Days begin in the zone of --days-in.",
        unit="instants",
        leaves_out="What is said of a trip (how it ended, whether a promise is kept) is said as of the period's last instant, or of the "
        "moment asked about where that is earlier.",
    ),
    Definition(
        name="before",
        title="the period to compare with",
        population="As the period, for an earlier one (--compare-to).",
        formula="All numbers again, as of that period's own end, so that both had the same time to come to something.",
        unit="as the number",
        leaves_out="Events that came after that period's end.",
        also=("compare_to",),
    ),
    Definition(
        name="as_of",
        title="the moment asked about",
        population="Events not later than it.",
        formula="The one given (--as-of), else that of the latest event in the lake that is not in the future; never later than the "
        "period's last instant.",
        unit="instant",
        leaves_out="Later events: to ask again later with the same moment gives the same answer.",
    ),
    Definition(
        name="segment",
        title="trips told apart",
        population="The trips that are counted, by one trait or field of the map, or by channel, start, again, day, week, month or year.",
        formula="As it was when the trip began: the trait as known then, the field of the first visit's event, its channel, its step. "
        "All numbers are given for each of the 100 values with most trips; of the others their number and trips.",
        unit="as the number",
        leaves_out="Nothing: trips of which it is not known are a value of their own. Customers with trips in several segments count in "
        "each.",
        listed="--segment NAME=VALUE, --segment NAME= where it is not known",
        also=("segments", "segments_left_out"),
    ),
    Definition(
        name="ways",
        title="trips by the way they took",
        population="The trips that are counted, each whole: from its first visit to the moment asked about, also outside the period.",
        formula="With a step or outcome: a visit to it; without: none. Starts: the first visit was to the step. Ends: the last visit to a "
        "step was to it, whatever came then; an outcome, gone_quiet or open: the trip ended so, or is open. Several between commas: any of "
        "them; without: none. Whatever else is asked for is counted among these trips alone, returns too.",
        unit="as the number",
        leaves_out="Visits to a step by other trips of the same customer.",
        listed="--with STEP, --without STEP, --starts STEP, --ends STEP",
    ),
    Definition(
        name="again",
        title="trips of customers who had made one before",
        population="Trips of a customer who had an earlier trip of the same key (of any, where trips have no key).",
        formula="As the segment `again`: true or false.",
        unit="trips",
        leaves_out="Earlier trips that the lake holds no events of.",
        listed="--again, --segment again=false",
    ),
    Definition(
        name="notes",
        title="what a reader should know before the numbers",
        population="The measures as a whole.",
        formula="Sentences on what is missing (events in the period, trips, values of a segment) and what can be done about it.",
        unit="sentences",
        leaves_out="Nothing: none where all is as usual.",
    ),
    Definition(
        name="version",
        title="which map was measured",
        population="The map: its journey, and a hash of its meaning.",
        formula="Equal where two texts of a map mean the same; comments and order do not count.",
        unit="64 hex digits",
        leaves_out="Nothing: numbers of two versions are not numbers of one thing.",
        also=("journey",),
    ),
)
