"""Hypothesis strategies for conditions: texts over every type and operator, and rows of raw values in every stored form.

Strategies are kept and used again: to make one and look it over takes longer than to draw from it.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from hypothesis import strategies as st
from support.turning_values import (
    DURATIONS,
    EDGE_INTEGERS,
    EDGE_NUMBERS,
    FAULTS,
    HUGE_NUMBERS,
    NEAR_2_53,
    NUMBER_TEXTS,
    PATTERNS,
    TEXTS,
    TIME_TEXTS,
)

from desireline.conditions import Name, Scope, Stored, ValueType
from desireline.conditions.types import FALSE_TEXTS, TRUE_TEXTS

STEPS = ("call", "chat")
SCOPE = Scope(
    fields={
        "n": ValueType(kind="number"),
        "m": ValueType(kind="number"),
        "i": ValueType(kind="integer"),
        "j": ValueType(kind="integer"),
        "t": ValueType(kind="text"),
        'a "text"': ValueType(kind="text"),
        "b": ValueType(kind="boolean"),
        "order": ValueType(kind="boolean"),
        "w": ValueType(kind="time"),
        "date": ValueType(kind="time"),
        "fault": ValueType(kind="one_of", values=FAULTS),
    },
    traits={"plan": ValueType(kind="text"), "vip": ValueType(kind="boolean"), "größe": ValueType(kind="integer")},
    facts=True,
    steps=STEPS,
    journeys=None,
)


def texts() -> st.SearchStrategy[str]:
    """Texts that look like something, and any others that UTF-8 can hold."""
    instants = st.datetimes().map(lambda moment: moment.isoformat() + "Z")
    numbers = st.one_of(
        st.integers().map(str), st.floats().map(repr), st.from_regex(r"[+-]?[0-9]{0,3}[.]?[0-9]{0,3}(e[+-]?[0-9]{1,3})?", fullmatch=True)
    )
    known = st.sampled_from((*TEXTS, *TEXTS, *NUMBER_TEXTS, *TIME_TEXTS, *TRUE_TEXTS, *FALSE_TEXTS, "tRUE", "yes"))
    return st.one_of(known, known, numbers, instants, st.text(st.characters(exclude_categories=["Cs"]), max_size=8))


def integers() -> st.SearchStrategy[int]:
    """int64, mostly where something turns."""
    return st.one_of(st.sampled_from(EDGE_INTEGERS), st.integers(-5, 5), st.integers(-(2**63), 2**63 - 1))


def numbers() -> st.SearchStrategy[float]:
    """float64, with what is not finite."""
    return st.one_of(st.sampled_from(EDGE_NUMBERS), st.integers(-5, 5).map(float), st.floats())


RAW: dict[Stored, st.SearchStrategy[Any]] = {
    "text": st.none() | texts(),
    "integer": st.none() | integers(),
    "number": st.none() | numbers(),
    "boolean": st.none() | st.booleans(),
}
_EXTREME: dict[Stored, st.SearchStrategy[Any]] = {"integer": st.sampled_from(NEAR_2_53), "number": st.sampled_from(HUGE_NUMBERS)}
FACT_VALUES = {
    "elapsed": st.sampled_from([0, 1, 7_200_000_000, 5_400_000_000, 86_400_000_000]) | st.integers(0, 10**12),
    "visits": st.integers(0, 3),
    "broken_promises": st.integers(0, 3),
    "move": st.none() | st.sampled_from(["start", "back", "jump"]),
    "changed_channel": st.booleans(),
    "again": st.booleans(),
    "open": st.booleans(),
    "channel": st.none() | texts(),
}
_LIKELY: dict[str, list[Stored]] = {
    "text": ["text", "text", "integer", "number", "boolean"],
    "one_of": ["text"],
    "number": ["number", "number", "text", "integer", "boolean"],
    "integer": ["integer", "integer", "text", "number", "boolean"],
    "boolean": ["boolean", "boolean", "text", "integer", "number"],
    "time": ["text"],
}


@dataclass(frozen=True)
class Column:
    """One name's raw values and the form in which they are stored; a fact or channel is `typed` already."""

    name: Name
    stored: Stored | None
    raw: list[Any]


def columns(names: list[Name], rows: int) -> st.SearchStrategy[list[Column]]:
    """Raw values for names, as many as rows."""
    return st.tuples(*(_column(name, rows) for name in names)).map(list)


@cache
def _column(name: Name, rows: int) -> st.SearchStrategy[Column]:
    if name.kind in ("fact", "channel"):
        return st.lists(FACT_VALUES[name.id], min_size=rows, max_size=rows).map(lambda raw: Column(name, None, raw))

    @cache
    def of(form: tuple[Stored, bool]) -> st.SearchStrategy[Column]:
        stored, extreme = form
        values = _EXTREME.get(stored, RAW[stored]) if extreme else RAW[stored]
        if name.type.kind == "time":
            values = st.none() | st.sampled_from(TIME_TEXTS) | texts()
        return st.lists(values, min_size=rows, max_size=rows).map(lambda raw: Column(name, stored, raw))

    return st.tuples(st.sampled_from(_LIKELY[name.type.kind]), st.booleans()).flatmap(of)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


_one_of_words = cache(st.sampled_from)
_MAYBE, _TWO_OR_THREE = st.booleans(), st.integers(2, 3)


@cache
def _cased(word: str) -> st.SearchStrategy[str]:
    return st.sampled_from([word, word, word.upper(), word.title()])


_NAMES = {
    "text": ("t", '"a ""text"""', "plan", "channel", "fault", "move"),
    "number": ("n", "m", "i", "j", "größe", "visits('call')", "broken_promises"),
    "boolean": ("b", "order", "vip", "again", "changed_channel", "open('other')"),
    "time": ("w", "date"),
    "duration": ("elapsed",),
}
_CONSTANT_TEXTS = [t for t in TEXTS if "\0" not in t and t not in FAULTS]
_NUMBERS = st.one_of(
    st.sampled_from([*map(str, EDGE_INTEGERS), *(repr(n) for n in EDGE_NUMBERS), "0.50", ".5", "1e3", "007", "2"]),
    st.sampled_from([*map(repr, HUGE_NUMBERS), *map(str, NEAR_2_53), "9007199254740992.0", "9007199254740994.0"]),
    st.integers(-5, 5).map(str),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
)
_CONSTANTS: dict[str, st.SearchStrategy[str]] = {
    "text": st.sampled_from(_CONSTANT_TEXTS).map(_quoted),
    "number": _NUMBERS,
    "boolean": st.sampled_from(["true", "FALSE"]),
    "time": st.sampled_from(
        ["2026-01-01T00:00:00Z", "0001-01-01T00:00Z", "9999-12-31 23:59:59.999999Z", "2026-01-01T01:00:00.000001+01:00"]
    ).map(lambda text: f"timestamp '{text}'"),
    "duration": st.sampled_from(DURATIONS).map(lambda text: f"interval '{text}'"),
}
_LISTED = {family: st.lists(constants, min_size=1, max_size=4) for family, constants in _CONSTANTS.items()}
_SIGNS = ("=", "<>", "!=", "<", "<=", ">", ">=")
_FAMILIES = (*_NAMES, "number")


class Texts:
    """Draws the texts of conditions, always well typed. `families`: those whose values are compared."""

    def __init__(self, draw: Any, families: tuple[str, ...]) -> None:
        self.draw = draw
        self.families = families
        self.ordered = [family for family in families if family != "boolean"]

    def pick(self, *choices: str) -> str:
        """One of some words."""
        return self.draw(_one_of_words(choices))

    def value(self, family: str, depth: int) -> str:
        """A value of a family."""
        kind = (
            self.pick("name", "name", "constant", "built", *(["built"] * 2 if family == "number" else []))
            if depth
            else self.pick("name", "constant")
        )
        if kind == "name":
            return self.pick(*_NAMES[family])
        if kind == "built" and family == "number":
            return self.number(depth - 1)
        if kind == "built" and family == "boolean":
            return f"({self.boolean(depth - 1)})"
        if kind == "built":
            return f"{self.pick('coalesce', 'COALESCE')}({self.pick(*_NAMES[family])}, {self.value(family, depth - 1)})"
        return self.draw(_CONSTANTS[family])

    def number(self, depth: int) -> str:
        """A computed number."""
        match self.pick("+", "-", "*", "/", "/", "neg", "abs", "length", "coalesce"):
            case "neg":
                return f"-({self.value('number', depth)})"
            case "abs":
                return f"abs({self.value('number', depth)})"
            case "length":
                return f"Length({self.value('text', depth)})"
            case "coalesce":
                return f"coalesce({self.value('number', depth)}, {self.value('number', depth)}, null)"
            case sign:
                return f"({self.value('number', depth)} {sign} {self.value('number', depth)})"

    def boolean(self, depth: int) -> str:
        """A condition."""
        if depth and self.pick("leaf", "joined") == "joined":
            return self.joined(depth - 1)
        others = ("like", "name", "one_of") if len(self.families) > 1 else ()
        match self.pick("compare", "compare", "compare", "in", "between", "null", *others):
            case "compare":
                return self.comparison(depth)
            case "in":
                family = self.pick(*self.ordered)
                items = self.draw(_LISTED[family])
                value = (
                    self.pick(*(n for n in _NAMES[family] if n not in ("fault", "move"))) if family == "text" else self.value(family, depth)
                )
                return f"{value} {self.pick('in', 'not in', 'NOT IN')} ({', '.join(items)})"
            case "between":
                family = self.pick(*self.ordered)
                low, high = (self.plain(family, depth) for _ in range(2))
                return f"{self.plain(family, depth)} {self.pick('between', 'not between')} {low} and {high}"
            case "null":
                family = self.pick(*self.families)
                return f"{self.value(family, depth)} {self.pick('is null', 'is not null', 'IS NOT NULL')}"
            case "like":
                return f"{self.value('text', depth)} {self.pick('like', 'not like')} {_quoted(self.pick(*PATTERNS))}"
            case "one_of":
                return f"fault {self.pick('=', '<>')} {_quoted(self.pick(*FAULTS))}"
            case _:
                return self.value("boolean", 0)

    def plain(self, family: str, depth: int) -> str:
        """A value that has an order: not one of a list."""
        if family == "text":
            return (
                self.pick(*(n for n in _NAMES["text"] if n not in ("fault", "move")))
                if self.draw(_MAYBE)
                else self.draw(_CONSTANTS["text"])
            )
        return self.value(family, depth)

    def comparison(self, depth: int) -> str:
        """Two values of one family."""
        family = self.pick(*self.families)
        if family == "boolean":
            return f"{self.value(family, depth)} {self.pick('=', '<>')} {self.value(family, depth)}"
        return f"{self.plain(family, depth)} {self.pick(*_SIGNS)} {self.plain(family, depth)}"

    def joined(self, depth: int) -> str:
        """Conditions joined or turned."""
        match self.pick("and", "or", "not", "brackets"):
            case "not":
                return f"not ({self.boolean(depth)})" if self.draw(_MAYBE) else f"NOT {self.comparison(0)}"
            case "brackets":
                return f"(\n{self.boolean(depth)} )"
            case connector:
                word = self.draw(_cased(connector))
                return f" {word} ".join(self.boolean(depth) for _ in range(self.draw(_TWO_OR_THREE)))


_FAMILIES_OF_ONE = st.sampled_from([_FAMILIES, _FAMILIES, ("number",)])


@cache
@st.composite
def condition_texts(draw: Any, depth: int = 3) -> str:
    """Texts of conditions over `SCOPE`; a third of them speak of numbers alone."""
    return Texts(draw, draw(_FAMILIES_OF_ONE)).boolean(depth)
