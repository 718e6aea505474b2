"""From a condition's words to its terms: sqlglot's parser says what belongs to what, and every term gets its place in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from sqlglot import TokenType, exp
from sqlglot.errors import ErrorLevel, ParseError
from sqlglot.parser import Parser

from desireline.conditions.grammar import refuse_ungrammatical
from desireline.conditions.problems import ConditionError, ConditionProblem
from desireline.conditions.tokens import Operand, Words

DEEPEST_TERM = 50
"""How many terms may stand inside each other; a chain of sums counts each of them, a chain of `and` or `or` is one."""
_ARITHMETIC: dict[type[exp.Expr], str] = {exp.Add: "+", exp.Sub: "-", exp.Mul: "*", exp.Div: "/"}
_COMPARISONS: dict[type[exp.Expr], str] = {
    exp.EQ: "=",
    exp.NEQ: "<>",
    exp.LT: "<",
    exp.LTE: "<=",
    exp.GT: ">",
    exp.GTE: ">=",
}
_SIGNS = frozenset({"=", "<>", "<", "<=", ">", ">="})
_PREDICATES = _SIGNS | {"in", "between", "like", "is null", "not", "and", "or"}
_CONNECTORS: dict[type[exp.Expr], str] = {exp.And: "and", exp.Or: "or"}
_PLACEHOLDER = re.compile(r"[nf](\d+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Term:
    """A piece of a condition, not yet typed, at `start`..`end` of the text.

    kind: an operand's kind, `call`, a sign, `and`, `or`, `not`, `negative`, `in`, `between`, `is null`, `like`.
    text: an operand's text, a call's name. bracketed: it stands in brackets of its own. depth: how many terms it has inside each other.
    """

    kind: str
    text: str
    children: tuple[Term, ...]
    start: int
    end: int
    bracketed: bool = False
    depth: int = 0


def parse_words(words: Words, text: str) -> Term:
    """The condition as one term. Raises ConditionError where the words do not come to one."""
    refuse_ungrammatical(words, text)
    parser = Parser(error_level=ErrorLevel.RAISE, error_message_context=len(text) + 1)
    try:
        trees = parser.parse_into(exp.Condition, words.tokens, text)
        if len(trees) != 1 or trees[0] is None:
            raise ConditionError([_unreadable(0, len(text))])
        return _Reading(words).term(trees[0]).term
    except ParseError as error:
        raise ConditionError([_from_parse_error(error, words, text)]) from None
    except RecursionError:
        raise ConditionError([_too_deep(0, len(text))]) from None


@dataclass(frozen=True, slots=True)
class _Placed:
    """A term with the first and last of its tokens."""

    term: Term
    first: int
    last: int


class _Reading:
    """One pass over sqlglot's tree, in the order of the text."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.tokens = words.tokens
        self.place = {(t.text[0], int(t.text[1:])): i for i, t in enumerate(self.tokens) if t.token_type is TokenType.VAR}

    def term(self, node: exp.Expr) -> _Placed:
        """The term of a node. Raises ConditionError for what the language does not have."""
        kind = type(node)
        if kind is exp.Paren:
            return self._bracketed(self.term(node.this))
        if kind is exp.Column and set(_given(node)) == {"this"}:
            return self._operand(node.name)
        if kind is exp.Anonymous:
            return self._call(node)
        if kind in _CONNECTORS:
            return self._connected(node, kind)
        if kind in _ARITHMETIC:
            return self._computed(node)
        if kind in _COMPARISONS:
            return self._joined(_COMPARISONS[kind], self._value(node.this), self._value(node.expression))
        if kind is exp.Not:
            return self._prefixed("not", TokenType.NOT, self.term(node.this))
        if kind is exp.Neg:
            return self._prefixed("negative", TokenType.DASH, self._value(node.this))
        return self._predicate(node)

    def _predicate(self, node: exp.Expr) -> _Placed:
        given = _given(node)
        negate = bool(given.pop("negate", False))
        if isinstance(node, exp.In) and set(given) == {"this", "expressions"}:
            parts = [self._value(node.this), *map(self.term, node.expressions)]
            placed = self._joined("in", *parts, closed=True)
        elif isinstance(node, exp.Between) and set(given) == {"this", "low", "high"}:
            placed = self._joined("between", *(self._value(given[part]) for part in ("this", "low", "high")))
        elif isinstance(node, exp.Like) and set(given) == {"this", "expression"}:
            placed = self._joined("like", self._value(node.this), self._value(node.expression))
        elif isinstance(node, exp.Is) and isinstance(node.expression, exp.Null):
            placed = self._is_null(self._value(node.this))
        else:
            raise ConditionError([_unreadable(*self._extent(node))])
        return self._negated(placed) if negate else placed

    def _is_null(self, operand: _Placed) -> _Placed:
        """`is null` or `is not null`: sqlglot puts the `not` around it."""
        last = operand.last + 2
        last += self.tokens[last].token_type is TokenType.NOT
        term = _term("is null", (operand.term,), operand.term.start, self.tokens[last].end + 1)
        return _Placed(term, operand.first, last)

    def _negated(self, placed: _Placed) -> _Placed:
        return _Placed(_term("not", (placed.term,), placed.term.start, placed.term.end), placed.first, placed.last)

    def _operand(self, name: str) -> _Placed:
        index = int(name[1:])
        operand: Operand = self.words.operands[index]
        token = self.place["n", index]
        return _Placed(Term(operand.kind, operand.text, (), operand.start, operand.end), token, token)

    def _call(self, node: exp.Expr) -> _Placed:
        index = int(node.name[1:])
        called = self.words.calls[index]
        first = self.place["f", index]
        arguments = [self.term(argument) for argument in node.expressions]
        last = (arguments[-1].last if arguments else first + 1) + 1
        term = _term("call", tuple(a.term for a in arguments), called.start, self.tokens[last].end + 1, called.text)
        return _Placed(term, first, last)

    def _connected(self, node: exp.Expr, kind: type[exp.Expr]) -> _Placed:
        """A chain of one connector, however long, is one term: the tree of a chain leans to the left."""
        nodes = [node.expression]
        left = node.this
        while type(left) is kind:
            nodes.append(left.expression)
            left = left.this
        nodes.append(left)
        return self._joined(_CONNECTORS[kind], *map(self.term, reversed(nodes)))

    def _computed(self, node: exp.Expr) -> _Placed:
        """A chain of sums and products, from its left end on."""
        chain = []
        while type(node) in _ARITHMETIC:
            chain.append(node)
            node = node.this
        placed = self._value(node)
        for outer in reversed(chain):
            placed = self._joined(_ARITHMETIC[type(outer)], placed, self._value(outer.expression))
        return placed

    def _joined(self, kind: str, *parts: _Placed, closed: bool = False) -> _Placed:
        first, last = parts[0].first, parts[-1].last + closed
        term = _term(kind, tuple(p.term for p in parts), self.tokens[first].start, self.words.place(last)[1])
        return _Placed(term, first, last)

    def _prefixed(self, kind: str, sign: TokenType, operand: _Placed) -> _Placed:
        first = max(operand.first - 1, 0)
        if self.tokens[first].token_type is not sign:
            first = operand.first
        return _Placed(_term(kind, (operand.term,), self.tokens[first].start, operand.term.end), first, operand.last)

    def _bracketed(self, inner: _Placed) -> _Placed:
        """Widen a term by its brackets. sqlglot also puts in some of its own, which no token shows."""
        before, after = inner.first - 1, inner.last + 1
        if before < 0 or after >= len(self.tokens) or self.tokens[after].token_type is not TokenType.R_PAREN:
            return inner
        if self.tokens[before].token_type is not TokenType.L_PAREN:
            return inner
        term = replace(inner.term, start=self.tokens[before].start, end=self.tokens[after].end + 1, bracketed=True)
        return _Placed(term, before, after)

    def _value(self, node: exp.Expr) -> _Placed:
        """An operand of a sign or predicate: a comparison there needs brackets, as databases read `a = b is null` in two ways."""
        placed = self.term(node)
        if placed.term.kind in _PREDICATES and not placed.term.bracketed:
            problem = ConditionProblem(
                "J164",
                placed.term.start,
                placed.term.end,
                "one comparison stands inside another without brackets",
                label="put this in brackets, or part it with `and`",
                why="it can be read in two ways",
                fix="write `a < b and b < c` for a chain, and brackets around a comparison that is itself compared",
            )
            raise ConditionError([problem])
        return placed

    def _extent(self, node: exp.Expr) -> tuple[int, int]:
        places = [self.place[n.name[0], int(n.name[1:])] for n in node.find_all(exp.Column) if _PLACEHOLDER.fullmatch(n.name)]
        if not places:
            return 0, self.tokens[-1].end + 1
        return self.tokens[min(places)].start, self.words.place(max(places))[1]


def _term(kind: str, children: tuple[Term, ...], start: int, end: int, text: str = "") -> Term:
    """Raises ConditionError where it is too deep."""
    depth = 1 + max((child.depth for child in children), default=0)
    if depth > DEEPEST_TERM:
        raise ConditionError([_too_deep(start, end)])
    return Term(kind, text, children, start, end, depth=depth)


def _given(node: exp.Expr) -> dict[str, exp.Expr]:
    """The arguments of a node that say something."""
    return {key: value for key, value in node.args.items() if value not in (None, False, [])}


def _too_deep(start: int, end: int) -> ConditionProblem:
    return ConditionProblem(
        "J160", start, end, f"more than {DEEPEST_TERM} operations stand inside each other here", fix="write it flatter, with `and` and `or`"
    )


def _unreadable(start: int, end: int) -> ConditionProblem:
    return ConditionProblem("J150", start, end, "this cannot be read as a condition", fix="write comparisons joined by `and` and `or`")


def _from_parse_error(error: ParseError, words: Words, text: str) -> ConditionProblem:
    """What the walk over the words let pass and the parser did not: the word at which it stopped."""
    stopped = len(error.errors[0].get("start_context") or "") if error.errors else 0
    places = map(words.place, range(len(words.tokens)))
    return _unreadable(*next((place for place in places if place[0] <= stopped < place[1]), (0, len(text))))
