"""Hypothesis strategies for conditions that DuckDB can be asked about in the condition's own words."""

from typing import Any

from hypothesis import strategies as st

from desireline.conditions import Scope, ValueType

PLAIN_SCOPE = Scope(
    fields={
        "n": ValueType(kind="number"),
        "m": ValueType(kind="number"),
        "b": ValueType(kind="boolean"),
        "c": ValueType(kind="boolean"),
        "t": ValueType(kind="text"),
    },
    traits={},
    facts=False,
    steps=(),
)
"""Names whose plain columns DuckDB can be asked about in the condition's own words."""

PATTERNS = ("'a%'", "'_'", "'%b'")


@st.composite
def loose_texts(draw: Any, depth: int = 3) -> str:
    """Conditions over `PLAIN_SCOPE` with brackets left out at random, so that what binds to what matters. Not all are well typed."""

    def bracketed(text: str) -> str:
        return f"({text})" if draw(st.integers(0, 3)) == 0 else text

    def number(depth: int) -> str:
        if not depth or draw(st.booleans()):
            return draw(st.sampled_from(["n", "m", "1", "2", "3", "-1", "length(t)", "abs(n)"]))
        if draw(st.integers(0, 4)) == 0:
            return f"- {bracketed(number(depth - 1))}"
        if draw(st.integers(0, 3)) == 0:
            return bracketed(f"{number(depth - 1)} / {draw(st.sampled_from(['2', 'n', 'm', '(n * 2)']))}")
        return bracketed(f"{number(depth - 1)} {draw(st.sampled_from('+-*'))} {number(depth - 1)}")

    def predicate(depth: int) -> str:
        turned = draw(st.sampled_from(["", "", "not "]))
        match draw(st.sampled_from(["compare", "compare", "between", "in", "null", "like", "name"])):
            case "compare":
                return f"{number(depth)} {draw(st.sampled_from(['=', '<>', '<', '>=']))} {number(depth)}"
            case "between":
                return f"{number(depth)} {turned}between {number(depth)} and {number(depth)}"
            case "in":
                return f"{number(depth)} {turned}in (1, -2, 3)"
            case "null":
                return f"{draw(st.sampled_from(['n', 'b', 't', 'n + m', 'n = 1', 'not b']))} is {turned}null"
            case "like":
                return f"t {turned}like {draw(st.sampled_from(PATTERNS))}"
            case _:
                return draw(st.sampled_from(["b", "c", "true", "null"]))

    def boolean(depth: int) -> str:
        if not depth:
            return bracketed(predicate(1))
        match draw(st.sampled_from(["and", "or", "not", "=", "leaf"])):
            case "not":
                return bracketed(f"not {boolean(depth - 1)}")
            case "leaf":
                return bracketed(predicate(depth))
            case connector:
                return bracketed(f"{boolean(depth - 1)} {connector} {boolean(depth - 1)}")

    return boolean(depth)


def plain_rows() -> st.SearchStrategy[tuple[Any, ...]]:
    """Values for n, m, b, c and t, for which DuckDB's own arithmetic stays finite."""
    number = st.none() | st.sampled_from([1.0, -1.0, 2.0, 3.0, 0.5])
    boolean = st.none() | st.booleans()
    return st.tuples(number, number, boolean, boolean, st.none() | st.sampled_from(["", "a", "ab", "b"]))
