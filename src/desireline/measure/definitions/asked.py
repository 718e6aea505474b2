"""What customers said when they were asked, and how long they took to come to an outcome."""

from desireline.measure.definitions.definition import Definition

_ANSWERS = "Answers given in the period that belong to a trip and are on the scale. Shares and means are of answers, not of customers."
_LEFT_OUT = (
    "Answers that belong to no trip (`outside`), that cannot be read or are off the scale (`off_scale`), and all customers who did not "
    "answer. Of fewer than 20 customers there are counts only. Intervals take answers as independent of each other."
)
SCORES_AND_SURVIVAL = (
    Definition(
        name="nps",
        title="net promoter score",
        population=_ANSWERS,
        formula="On 0..10: the share of 9 and 10 minus the share of 0 to 6, from -1 to 1 (Reichheld 2003). The 95 % interval has the "
        "variance of multinomial shares, with 3 answers added, 3/4 of them for and 3/4 against (Rocks 2016).",
        unit="a difference of shares; answers, trips, customers",
        leaves_out=_LEFT_OUT,
        listed="--score SCORE:9..10 and --score SCORE:0..6",
    ),
    Definition(
        name="csat",
        title="customer satisfaction score",
        population=_ANSWERS,
        formula="On 1..5: the share of 4 and 5, with Wilson's 95 % interval. On another scale: the share of the answers above its "
        "middle, which is not to be held against figures on 1..5. Of more than 256 answers there is no share, only the mean.",
        unit="a share; answers, trips, customers",
        leaves_out=_LEFT_OUT,
        listed="--score SCORE:4..5",
    ),
    Definition(
        name="ces",
        title="customer effort score",
        population=_ANSWERS,
        formula="On 1..7, 7 the easiest: the share of 5, 6 and 7, with Wilson's 95 % interval. On another scale: the share of the "
        "answers above its middle, which is not to be held against figures on 1..7. Of more than 256 answers there is no share, only the "
        "mean.",
        unit="a share; answers, trips, customers",
        leaves_out=_LEFT_OUT + " A scale on which 1 is the easiest must be turned round before it comes here.",
        listed="--score SCORE:5..7",
    ),
    Definition(
        name="mean",
        title="mean of the answers",
        population=_ANSWERS,
        formula="The sum of the answers by their number, to a millionth, with the 95 % interval of Student's t.",
        unit="points of the scale; answers, trips, customers",
        leaves_out=_LEFT_OUT,
        listed="--score SCORE",
    ),
    Definition(
        name="hoped",
        title="the feeling hoped for, beside what was measured",
        population="Steps for which the map says `hoped`, and the answers to scores that ask about the step, or about its stage or the "
        "whole journey and were given while the trip was at the step.",
        formula="Both stand side by side, each on its own scale (-2 awful to 2 delighted, and that of the score). The one is not turned "
        "into the other.",
        unit="as each says",
        leaves_out="Scores that ask about another step or stage.",
        listed="--score SCORE:*:STEP",
    ),
    Definition(
        name="survival",
        title="time to an outcome",
        population="Trips that began in the period, as of the moment asked about.",
        formula="The share that has come to an outcome by a time after the first visit (Kaplan and Meier; for some outcomes of several "
        "Aalen and Johansen, where trips that ended with another one never come to these), with its 95 % interval by Greenwood's "
        "variance on the log-log scale; the median by Brookmeyer and Crowley. Trips under way count until that moment, trips gone quiet "
        "until their quiet end.",
        unit="a share; time, at most 0.4 % off; trips, customers",
        leaves_out="Trips that began before the period. Trips under way are neither lost nor left out. Beyond the longest time for which "
        "any trip was watched nothing is said. Of fewer than 20 customers there are counts only.",
        listed="--lifetime HOW",
        also=("to_any_outcome", "to_reached", "median_seconds", "by_then"),
    ),
)
