"""Values for which conditions hold together, or the proof that there are none.

First values at which the conditions turn are tried; most questions are answered so, by an example that reads well. Only where none fits is
the solver asked (z3 is imported then). Whatever it finds is confirmed by the conditions' Python form, the one that the engine runs.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desireline.conditions.condition import Condition
from desireline.conditions.names import Name
from desireline.conditions.question import Question, Values
from desireline.conditions.types import Value

if TYPE_CHECKING:
    from desireline.conditions.solver_form import SolverForm

Among = Mapping[Name, Sequence[Value | None]]
_LONGEST = 100_000
_LONGEST_OF_TEXTS = 1_500
"""The solver does not look at its limits while it takes many patterns of texts together."""
_SPENT = "all effort for the map is spent"
_AGAIN = 3
"""How many models of the solver are held against the Python form before it is given up."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """A value for every name that was asked about; None: not known."""

    values: Values


@dataclass(frozen=True, slots=True)
class NoWay:
    """No values do what was asked: proven."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Neither found nor proven, and why."""

    reason: str


Answer = Assignment | NoWay | Unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How much the solver may do, in its own units of work (some ten million for a second): the same on every machine.

    each     for one question
    in_all   for all questions together
    longest_ms  for one question, where its units pass too slowly; `longest_in_all_ms`: for all together, with what is tried before
    """

    each: int = 3_000_000
    in_all: int = 30_000_000
    longest_ms: int = 3_000
    longest_in_all_ms: int = 10_000


class Solver:
    """Answers questions about conditions, each once. `unknown`: how many it could not answer."""

    def __init__(self, effort: Effort | None = None) -> None:
        self._effort = effort or Effort()
        self._left = self._effort.in_all
        self._context: Any = None
        self._worked_s = 0.0
        self._answers: dict[tuple[frozenset[Condition], frozenset[Condition], tuple[object, ...]], Answer] = {}

    def find(self, true: Iterable[Condition], not_true: Iterable[Condition] = (), among: Among | None = None) -> Answer:
        """Values for which the one are true, and the others false or unknown.

        among   for some names, the only values that they can have; the others have those of their declared types and ranges, and null
        """
        holding, failing, allowed = frozenset(true), frozenset(not_true), dict(among or {})
        key = (holding, failing, tuple(sorted((repr(name), repr(values)) for name, values in allowed.items())))
        if key not in self._answers:
            self._answers[key] = NoWay() if holding & failing else self._timed(holding, failing, allowed)
        return self._answers[key]

    def _timed(self, true: frozenset[Condition], not_true: frozenset[Condition], among: Among) -> Answer:
        """The answer, while there is time left: a stopwatch, no clock, so that no map takes for ever."""
        if self._worked_s * 1_000 > self._effort.longest_in_all_ms:
            return Unknown(_SPENT)
        began_s = time.perf_counter()
        answer = self.answer(Question(true, not_true, among))
        self._worked_s += time.perf_counter() - began_s
        return answer

    @property
    def unknown(self) -> int:
        """How many questions it could not answer."""
        return sum(isinstance(answer, Unknown) for answer in self._answers.values())

    def answer(self, question: Question) -> Answer:
        """The answer to a question, as `find` gives it, asked again every time."""
        guessed = question.guess()
        if guessed is not None:
            return Assignment(guessed)
        if question.is_listed:
            return NoWay()
        if question.length > _LONGEST:
            return Unknown(f"it is longer than {_LONGEST:,} characters")
        return self._solve(question)

    def _solve(self, question: Question) -> Answer:
        """Taken as exact, values are found; taken with every rounding, it is proven that there are none."""
        answer, rounds = self._search(question, rounded=False)
        if rounds and not isinstance(answer, Assignment):
            answer, _ = self._search(question, rounded=True)
        return answer

    def _search(self, question: Question, rounded: bool) -> tuple[Answer, bool]:
        import z3

        from desireline.conditions.solver_form import NotExpressibleError, SolverForm

        if self._left <= 0:
            return Unknown(_SPENT), False
        self._context = self._context or z3.Context()
        try:
            form = SolverForm(question, self._context, rounded)
        except NotExpressibleError:
            return Unknown("it has a character that the solver does not know"), False
        if form.as_strings and question.length > _LONGEST_OF_TEXTS:
            return Unknown(f"it holds texts against patterns in more than {_LONGEST_OF_TEXTS:,} characters"), False
        solver = z3.Solver(ctx=form.context)
        solver.set("timeout", self._effort.longest_ms)
        solver.set("rlimit", min(self._effort.each, self._left))
        solver.add(*form.constraints)
        try:
            return self._confirmed(solver, form, question), form.rounds
        except z3.Z3Exception:
            return Unknown("the solver gave up"), form.rounds

    def _confirmed(self, solver: Any, form: SolverForm, question: Question) -> Answer:
        import z3

        for attempt in range(_AGAIN):
            found = solver.check()
            spent = solver.statistics().get_key_value("rlimit count")  # by all questions so far
            self._left = self._effort.in_all - spent
            if found == z3.unsat and attempt == 0:
                return NoWay()
            if found != z3.sat:
                return Unknown("it takes the solver too long" if found == z3.unknown else "the solver's examples do not hold")
            values = form.values_in(solver.model())
            if question.allows(values) and question.holds(values):
                return Assignment(question.made_plain(values))
            solver.add(form.other_than(solver.model()))
        return Unknown("the solver's examples do not hold")
