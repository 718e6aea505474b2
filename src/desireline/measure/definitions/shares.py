"""What is made of counts: rankings, shares, curves, scores."""

from desireline.measure.definitions.definition import Definition

MADE_OF_COUNTS = (
    Definition(
        name="findings",
        title="where it hurts first",
        population="Waits between two steps: moves made in the period (see waits).",
        formula="Ranked by the time that they cost all customers together (people times time), the largest first, with the share of all "
        "such time. `long`: the longest of 1 minute, 1 hour, 1, 7 and 30 days for which those who waited at least so long bear nine "
        "tenths of the wait's time.",
        unit="moves, trips, customers; time; share",
        leaves_out="Last visits: their stay is not over. Nothing is ranked by a mean or a quantile, which few customers can make large.",
        listed="--move FROM:TO, for `long` with --at-least LENGTH",
        also=("where_it_hurts_first", "share_of_time"),
    ),
    Definition(
        name="worth",
        title="what outcomes are worth",
        population="Trips that made a visit in the period and ended with an outcome whose worth the map says.",
        formula="Their number times the worth of one (`worth`); below 0 where it is a loss.",
        unit="the company's own unit of money",
        leaves_out="Trips that are open or have gone quiet, and outcomes without `worth`.",
        listed="--how OUTCOME",
    ),
    Definition(
        name="drop_off",
        title="where trips are lost",
        population="Trips with a visit in the stage that began in the period (see stages).",
        formula="Of the trips that came, `lost` and `gone_quiet` ended there without having moved on; `still_there` are under way and "
        "set apart: nobody knows yet. How many are lost in the end is estimated with those under way censored (see survival).",
        unit="trips",
        leaves_out="Trips under way: they are not counted as lost.",
        listed="--stage STAGE:lost, --stage STAGE:gone_quiet, --stage STAGE:still_there",
        also=("gone_quiet", "still_there"),
    ),
    Definition(
        name="survival",
        title="how long trips take to come to an outcome",
        population="Trips that began in the period, each from its first visit.",
        formula="The share that has come to the outcome by a time, by Kaplan and Meier (1958) with Greenwood's variance on the log-log "
        "scale; where only some outcomes are asked about, by Aalen and Johansen (1978). Trips under way are watched until the moment "
        "asked about, trips that have gone quiet until their quiet end (both are censored). Beside the share stands the least that it can "
        "be (`least`): where those who have gone quiet never come. The median has the interval of Brookmeyer and Crowley (1982).",
        unit="share; time",
        leaves_out="Trips that began earlier: of them only the long ones would be seen. The share is too large by those who have gone "
        "quiet and never come back.",
        listed="--lifetime HOW",
        also=("kaplan_meier", "time_to_outcome"),
    ),
    Definition(
        name="nps",
        title="Net Promoter Score",
        population="Answers in the period to a score of kind `nps`, on its scale, that belong to a trip.",
        formula="The share of 9 and 10 minus the share of 0 to 6, from -1 to 1 (Reichheld 2003), with a 95 % interval by multinomial "
        "variance, adjusted (Rocks 2016).",
        unit="difference of shares",
        leaves_out="Answers that cannot be read or are off the scale, and those that belong to no trip; all of it under 20 customers, "
        "where only counts are given.",
        listed="--score SCORE:9..10, --score SCORE:0..6",
    ),
    Definition(
        name="csat",
        title="customer satisfaction",
        population="Answers in the period to a score of kind `csat`, on its scale, that belong to a trip.",
        formula="The share of 4 and 5 on 1..5, on other scales that of the answers above the middle, with Wilson's 95 % interval.",
        unit="share",
        leaves_out="As nps.",
        listed="--score SCORE:4..5",
    ),
    Definition(
        name="ces",
        title="customer effort score (2.0)",
        population="Answers in the period to a score of kind `ces`, on its scale, that belong to a trip.",
        formula="The share of 5, 6 and 7 on 1..7, on other scales that of the answers above the middle, with Wilson's 95 % interval. A "
        "higher answer is less effort.",
        unit="share",
        leaves_out="As nps.",
        listed="--score SCORE:5..7",
    ),
    Definition(
        name="mean",
        title="mean of answers",
        population="Answers in the period to a score, on its scale, that belong to a trip.",
        formula="Their mean, with a 95 % interval by Student's t. Intervals take answers as independent.",
        unit="points of the scale",
        leaves_out="As nps.",
        listed="--score SCORE",
    ),
    Definition(
        name="hoped",
        title="the feeling hoped for, beside what was measured",
        population="Steps for which the map says a feeling (`hoped`, -2 to 2).",
        formula="Beside it stand the scores that ask about the step, and those that ask about its stage or the whole journey and were "
        "answered while the trip was at the step.",
        unit="-2 to 2; the scale of the score",
        leaves_out="The one is not turned into the other: no study says which score is a feeling of 1.",
        listed="--score SCORE:ANSWER:STEP",
    ),
    Definition(
        name="loops",
        title="steps that are done over",
        population="Visits that began in the period and were come to by a move of kind repeat or back.",
        formula="Their number by where from and where to.",
        unit="moves, trips, customers; time",
        leaves_out="Visits that the map's `next` or `any_order` expects, though the trip was at the step before.",
        listed="--move FROM:TO --kind repeat, --move FROM:TO --kind back, --kind back",
    ),
    Definition(
        name="routes",
        title="the different ways that trips took",
        population="Trips that made a visit in the period, each whole: from its first visit to the moment asked about.",
        formula="The number of different sequences of steps and outcomes; of each, the trips that took just this one and their share of "
        "all.",
        unit="routes; trips; share",
        leaves_out="Nothing: the trips of all routes add up to all trips. A trip under way is on the route it has taken so far.",
        listed="--route STEP,STEP,…",
        also=("top_routes",),
    ),
    Definition(
        name="funnel",
        title="how far trips came along chosen steps",
        population="Trips that made a visit to the first of the steps in the period.",
        formula="How many of them then visited the second, later than that the third, and so on, with whatever lay between; and how "
        "long each took after the one before. Those who came no further are told apart by how the trip ended: trips under way may still "
        "come on.",
        unit="trips; time",
        leaves_out="Trips that came to a later step without the ones before it.",
        listed="--funnel STEP,STEP,…",
    ),
    Definition(
        name="returns",
        title="how many customers came back, and when",
        population="Customers whose first trip known to the lake began in the period, by the month (UTC) in which it began.",
        formula="For each week since that beginning: how many were followed to the week's end, and how many of them began a further "
        "trip in it.",
        unit="customers",
        leaves_out="From a week: customers for whom it is not over yet.",
        listed="--cohort MONTH, --cohort MONTH:WEEK",
    ),
)
