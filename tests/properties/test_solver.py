"""What the solver says of conditions, held against their Python form over the values at which they turn."""

import functools
import itertools
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


@examples(250, campaign=50_000)
@given(questions(), st.booleans())
def test_what_it_finds_holds_and_what_it_denies_no_row_does(case, guessing):
    true, not_true, rows = case
    question = (Question if guessing else OnlyTheSolver)(set(true), set(not_true), {})
    answer = Solver(_EFFORT).answer(question)
    assert_right(answer, question, rows)


GRID: dict[str, list[Any]] = {
    "n": [None, *(n / 4 for n in range(-14, 15))],
    "i": [None, *range(-4, 5)],
    "t": [None, "a", "b", "c", "d"],
    "elapsed": [0, 1, 2, 3, 4],
}


@st.composite
def atoms(draw: Any) -> str:
    """A name held against constants that lie inside the grid."""
    name = draw(st.sampled_from(sorted(GRID)))
    sign = draw(st.sampled_from(["=", "<>"] if name == "t" else ["=", "<>", "<", "<=", ">", ">="]))
    match name:
        case "t":
            return draw(st.sampled_from([f"t {sign} 'a'", "t in ('a', 'b')", "t is null"]))
        case "elapsed":
            return f"elapsed {sign} interval '{draw(st.integers(0, 3))} microseconds'"
        case _:
            value = draw(st.integers(-3, 3)) if draw(st.booleans()) else draw(st.sampled_from([-2.5, -0.5, 1.5, 2.5]))
            return draw(st.sampled_from([f"{name} {sign} {value}", f"{value} {sign} {name}", f"{name} in ({value}, 0)", f"{name} is null"]))


@st.composite
def plain_texts(draw: Any) -> str:
    """Atoms, joined and turned."""
    parts = [draw(atoms()) for _ in range(draw(st.integers(1, 4)))]
    turned = [f"not ({part})" if draw(st.integers(0, 3)) == 0 else part for part in parts]
    return functools.reduce(lambda a, b: f"({a}) {draw(st.sampled_from(['and', 'and', 'or']))} {b}", turned)


@examples(250, campaign=50_000)
@given(st.lists(plain_texts(), min_size=1, max_size=3), st.data())
def test_where_names_are_held_against_constants_alone_it_says_what_a_grid_says(texts, data):
    conditions = [parse_condition(text, SCOPE) for text in texts]
    true = data.draw(st.integers(0, len(conditions)))
    question = Question(conditions[:true], conditions[true:], {})
    grid = (dict(zip(question.names, row, strict=True)) for row in itertools.product(*(GRID[name.id] for name in question.names)))
    holds = any(question.holds(row) for row in grid)
    assert isinstance(Solver(_EFFORT).answer(question), Assignment if holds else NoWay)


def assert_right(answer: Answer, question: Question, rows: list[dict[Name, Value | None]]) -> None:
    if isinstance(answer, Assignment):
        assert answer.values.keys() == set(question.names)
        assert question.allows(answer.values)
        assert question.holds(answer.values)
    if isinstance(answer, NoWay):
        assert [row for row in rows if question.allows(row) and question.holds(row)] == []
