import subprocess
import sys

import pytest
from support.conditions_generator import SCOPE

from desireline.conditions import Assignment, Condition, Effort, Name, NoWay, Scope, Solver, Unknown, ValueType, parse_condition

RANGED = Scope(
    fields={"minutes": ValueType(kind="integer", minimum=0, maximum=600), "score": ValueType(kind="number", minimum=0, maximum=10)},
    traits={},
    facts=True,
    steps=("call",),
)


def conditions(*texts: str, scope: Scope = SCOPE) -> list[Condition]:
    return [parse_condition(text, scope) for text in texts]


def found(*texts: str, scope: Scope = SCOPE) -> dict[str, object]:
    answer = Solver().find(conditions(*texts, scope=scope))
    assert isinstance(answer, Assignment), answer
    return {name.id: value for name, value in answer.values.items()}


@pytest.mark.parametrize(
    "texts",
    [
        ("n > 1 and n < 1",),
        ("n is null", "n > 0"),
        ("fault = 'line'", "fault <> 'line'"),
        ("n + m > 5", "n < 0", "m < 0"),
        ("n / m > 3 and m is null",),
        ("t = plan", "plan = 'gold'", "t <> 'gold'"),
        ("t like '%ab%ab%' and length(t) < 4",),
        ("t < 'b' and t > 'c'",),
        ("i > n", "n > i"),
        ("elapsed < interval '0s'",),
        ("elapsed is null",),
        ("visits('call') > 2 and visits('call') < 3",),
        ("w < date", "date < w"),
        ("move = 'back' and move = 'jump'",),
        ("b and not b",),
        ("coalesce(n, 0) < 0", "n is null"),
    ],
)
def test_what_cannot_be_is_proven(texts):
    assert Solver().find(conditions(*texts)) == NoWay()


@pytest.mark.parametrize("text", ["minutes > 600", "minutes < 0", "score > 10 or score * 2 < -1", "broken_promises < 0"])
def test_declared_ranges_are_taken_as_given(text):
    assert Solver().find(conditions(text, scope=RANGED)) == NoWay()


def test_what_can_be_comes_with_values_that_the_engine_confirms():
    values = found("t like 'a%b' and length(t) > 9 and t not like '%a%a%'")
    (condition,) = conditions("t like 'a%b' and length(t) > 9 and t not like '%a%a%'")
    assert condition.evaluate(values["t"]) is True
    assert found("n * n = 4") == {"n": 2.0}
    assert found("i > 9223372036854775806") == {"i": 2**63 - 1}
    assert found("n * n is null and n is not null")["n"] is not None


def test_values_read_well_where_they_can():
    assert found("n < 1") == {"n": 0.0}
    assert found("t <> 'call'") == {"t": "other"}
    assert found("n + m > 7", "n < m", "m < 6")["m"] == 5.0


def test_not_true_is_false_or_unknown():
    positive, negative = conditions("n > 0", "n <= 0")
    answer = Solver().find([], [positive, negative])
    assert answer == Assignment({Name("field", "n", None, SCOPE.fields["n"]): None})


def test_a_name_can_be_held_to_some_values():
    (condition,) = conditions("channel = 'app' or channel = 'phone'")
    (channel,) = condition.inputs
    assert Solver().find([condition], among={channel: ("phone", "shop")}) == Assignment({channel: "phone"})
    assert Solver().find([condition], among={channel: ("shop", None)}) == NoWay()
    assert Solver().find([condition], among={channel: ()}) == NoWay()


def test_what_takes_too_long_is_said():
    hard = conditions("n * n * n + m * m * m = 33 and i * n * m = 7 and n <> m")
    answer = Solver(Effort(each=50_000, longest_ms=200)).find(hard)
    assert isinstance(answer, Unknown)
    assert answer.reason


def test_effort_in_all_is_bounded():
    solver = Solver(Effort(in_all=1))
    answers = [solver.find(conditions(f"n * m > {n} and n < 0 and m < 0 and n * m < {n}")) for n in range(4)]
    assert answers[1:] == [Unknown("all effort for the map is spent")] * 3
    assert solver.unknown == len([a for a in answers if isinstance(a, Unknown)])


def test_many_patterns_at_once_are_not_given_to_the_solver():
    patterns = " or ".join(f"t like '%x{n}%y'" for n in range(200))
    answer = Solver().find(conditions(patterns, "length(t) < 2"))
    assert answer == Unknown("it holds texts against patterns in more than 1,500 characters")


def test_time_in_all_is_bounded():
    solver = Solver(Effort(longest_in_all_ms=0))
    answers = [solver.find(conditions(f"n > {n}")) for n in range(3)]
    assert answers[1:] == [Unknown("all effort for the map is spent")] * 2


def test_long_conditions_are_answered_in_bounded_time():
    (condition,) = conditions(" or ".join(f"n = {n}.5" for n in range(3_000)))
    assert isinstance(Solver().find([condition]), Assignment | Unknown)


def test_a_character_beyond_what_the_solver_knows_is_said():
    answer = Solver().find(conditions("t > '\U000fffff' and t < '\U000fffff'"))
    assert answer == Unknown("it has a character that the solver does not know")


def test_the_solver_is_loaded_only_where_trying_did_not_do():
    lines = """
import sys
from desireline.conditions import Scope, Solver, ValueType, parse_condition
fault = ValueType(kind="one_of", values=("line", "router"))
scope = Scope(fields={"fault": fault, "n": ValueType(kind="number")}, traits={}, facts=False, steps=())
Solver().find([parse_condition("fault = 'line' and fault = 'router'", scope)])
Solver().find([parse_condition("n > 5", scope)])
print("z3" in sys.modules)
Solver().find([parse_condition("n * n < 0", scope)])
print("z3" in sys.modules)
"""
    assert subprocess.run([sys.executable, "-c", lines], capture_output=True, text=True, check=True).stdout.split() == ["False", "True"]
