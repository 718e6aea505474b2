"""Trips, how they ended, and what became of them by stage."""

from desireline.measure.definitions.definition import Definition

TRIPS_AND_STAGES = (
    Definition(
        name="all",
        title="trips that are counted",
        population="Trips that made a visit in the period, as of the period's end.",
        formula="The number of these trips; `customers` the number of the different customers who made them.",
        unit="trips, customers",
        leaves_out="Trips that were under way in the period without a visit in it, and events that touched no trip.",
        listed="(without a criterion)",
        also=("customers",),
    ),
    Definition(
        name="trips",
        title="trips by how they ended",
        population="Trips that made a visit in the period.",
        formula="Their number by outcome, `gone_quiet`, or `open` (under way), as of the moment asked about. The time is that from the "
        "first visit to the last.",
        unit="trips; time",
        leaves_out="Nothing: the outcomes, gone quiet and open add up to all trips. Open trips are not lost ones, and their time is "
        "only the time so far.",
        listed="--how HOW",
        also=("outcomes",),
        values="time",
    ),
    Definition(
        name="ended",
        title="trips that ended in the period",
        population="Trips whose end lies in the period, whenever they began, and whether or not they made a visit in it.",
        formula="Their number by outcome or `gone_quiet`. The time is that from the first visit to the end; a trip that went quiet ends "
        "its last visit's entry plus the map's `quiet`.",
        unit="trips; time",
        leaves_out="Open trips: they have no end.",
        listed="--ended HOW",
        values="time",
    ),
    Definition(
        name="begun",
        title="trips that began in the period",
        population="Trips whose first visit lies in the period.",
        formula="The number of these trips; `customers` the number of the different customers who made them.",
        unit="trips, customers",
        leaves_out="Trips that began before the period.",
        listed="--first '*'",
    ),
    Definition(
        name="lifetimes",
        title="how long trips lasted, those under way among them",
        population="Trips that began in the period: of earlier ones only those that lasted into it would be seen.",
        formula="The time from the first visit to the end, and where there is none yet to the moment asked about.",
        unit="trips; time",
        leaves_out="Nothing; the time of an open trip is a lower bound (it is censored): these times are for `survival`, not for a mean.",
        listed="--lifetime HOW",
        values="time",
    ),
    Definition(
        name="stages",
        title="what became of the trips that came to a stage",
        population="Trips with a visit in the stage that began in the period.",
        formula="Each of them counts once: `moved_on` where its last step is in another stage; else `reached`, `lost` or `other` by the "
        "kind of its outcome, `gone_quiet`, or `still_there`. The six add up to the trips that came.",
        unit="trips",
        leaves_out="Trips that were in the stage before the period and made no visit there in it. An outcome is no step: it is in no "
        "stage.",
        listed="--stage STAGE[:STATE]",
    ),
    Definition(
        name="effort",
        title="the customer's effort: contacts until the outcome was reached",
        population="Trips that made a visit in the period and ended with an outcome of kind `reached`.",
        formula="For each trip, its visits (from its beginning) to steps at which the company is not the one who acts (`by: company`).",
        unit="contacts",
        leaves_out="Trips that are not at an end or ended otherwise; steps that no event shows.",
        listed="--effort OUTCOME, --effort '*'",
        also=("reached",),
        values="contacts",
    ),
    Definition(
        name="help",
        title="reached with and without a person",
        population="Trips that made a visit in the period and ended with an outcome of kind `reached`.",
        formula="`with_person` where the trip made a visit to a step at which a person acts (`by: person`), else `without_person`. The "
        "share without a person is the second of both, with Wilson's 95 % interval.",
        unit="trips; share",
        leaves_out="Trips that did not reach what they were for. Steps whose `by` the map does not say count as without a person.",
        listed="--with-person or --without-person",
        also=("without_person",),
    ),
)
