"""What the solver says of conditions, held against their Python form over the values at which they turn."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from support.campaign import examples
from support.conditions_generator import SCOPE, columns, condition_texts

from desireline.conditions import Condition, Name, Value, parse_condition
from desireline.conditions.question import Question
from desireline.conditions.solving import Answer, Assignment, Effort, NoWay, Solver

ROWS = 24
_EFFORT = Effort(each=300_000, longest_ms=500)


class OnlyTheSolver(Question):
    """A question of which nothing is guessed: the solver has to say."""

    def guess(self) -> None:
        self.is_listed = False


@st.composite
def questions(draw: Any) -> tuple[list[Condition], list[Condition], list[dict[Name, Value | None]]]:
    """Conditions that are to be true and others that are not, and rows of values that their names can have."""
    conditions = [parse_condition(draw(condition_texts(depth=2)), SCOPE) for _ in range(draw(st.integers(1, 3)))]
    true = draw(st.integers(0, len(conditions)))
    names = list(dict.fromkeys(name for condition in conditions for name in condition.inputs))
    table = draw(columns(names, ROWS))
    rows = [{c.name: c.raw[n] if c.stored is None else c.name.type.read(c.raw[n]) for c in table} for n in range(ROWS)]
    return conditions[:true], conditions[true:], rows


@examples(1_000, campaign=50_000)
@given(questions(), st.booleans())
def test_what_it_finds_holds_and_what_it_denies_no_row_does(case, guessing):
    true, not_true, rows = case
    question = (Question if guessing else OnlyTheSolver)(set(true), set(not_true), {})
    answer = Solver(_EFFORT).answer(question)
    assert_right(answer, question, rows)


def assert_right(answer: Answer, question: Question, rows: list[dict[Name, Value | None]]) -> None:
    if isinstance(answer, Assignment):
        assert answer.values.keys() == set(question.names)
        assert question.allows(answer.values)
        assert question.holds(answer.values)
    if isinstance(answer, NoWay):
        assert [row for row in rows if question.allows(row) and question.holds(row)] == []
