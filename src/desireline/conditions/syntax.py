"""From a condition's words to its terms: sqlglot's parser says what belongs to what, and every term gets its place in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlglot import Token, TokenType, exp
from sqlglot.errors import ErrorLevel, ParseError
from sqlglot.parser import Parser

from desireline.conditions.problems import ConditionError, ConditionProblem
from desireline.conditions.tokens import DEEPEST, Operand, Words

_BINARY: dict[type[exp.Expr], str] = {
    exp.EQ: "=",
    exp.NEQ: "<>",
    exp.LT: "<",
    exp.LTE: "<=",
    exp.GT: ">",
    exp.GTE: ">=",
    exp.Add: "+",
    exp.Sub: "-",
    exp.Mul: "*",
    exp.Div: "/",
}
_SIGNS = frozenset({"=", "<>", "<", "<=", ">", ">="})
_PREDICATES = _SIGNS | {"in", "between", "like", "is null", "not", "and", "or"}
_CONNECTORS: dict[type[exp.Expr], str] = {exp.And: "and", exp.Or: "or"}
_PLACEHOLDER = re.compile(r"[nf](\d+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Term:
    """A piece of a condition, not yet typed, at `start`..`end` of the text.

    kind: an operand's kind, `call`, a sign, `and`, `or`, `not`, `negative`, `in`, `between`, `is null`, `like`.
    text: an operand's text, a call's name. bracketed: it stands in brackets of its own.
    """

    kind: str
    text: str
    children: tuple[Term, ...]
    start: int
    end: int
    bracketed: bool = False


def parse_words(words: Words, text: str) -> Term:
    """The condition as one term. Raises ConditionError where the words do not come to one."""
    _refuse_unbalanced(words.tokens)
    parser = Parser(error_level=ErrorLevel.RAISE, error_message_context=len(text) + 1)
    try:
        trees = parser.parse_into(exp.Condition, words.tokens, text)
        if len(trees) != 1 or trees[0] is None:
            raise ConditionError([_unreadable(0, len(text))])
        return _Reading(words).term(trees[0]).term
    except ParseError as error:
        raise ConditionError([_from_parse_error(error, words.tokens, text)]) from None
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
        if kind in _BINARY:
            return self._joined(_BINARY[kind], self._value(node.this), self._value(node.expression))
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
        term = Term("is null", "", (operand.term,), operand.term.start, self.tokens[last].end + 1)
        return _Placed(term, operand.first, last)

    def _negated(self, placed: _Placed) -> _Placed:
        return _Placed(Term("not", "", (placed.term,), placed.term.start, placed.term.end), placed.first, placed.last)

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
        term = Term("call", called.text, tuple(a.term for a in arguments), called.start, self.tokens[last].end + 1)
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

    def _joined(self, kind: str, *parts: _Placed, closed: bool = False) -> _Placed:
        first, last = parts[0].first, parts[-1].last + closed
        term = Term(kind, "", tuple(p.term for p in parts), self.tokens[first].start, self._end(last))
        return _Placed(term, first, last)

    def _end(self, token: int) -> int:
        placed = self.tokens[token]
        if placed.token_type is TokenType.VAR and placed.text[0] == "n":
            return self.words.operands[int(placed.text[1:])].end
        return int(placed.end) + 1

    def _prefixed(self, kind: str, sign: TokenType, operand: _Placed) -> _Placed:
        first = max(operand.first - 1, 0)
        if self.tokens[first].token_type is not sign:
            first = operand.first
        return _Placed(Term(kind, "", (operand.term,), self.tokens[first].start, operand.term.end), first, operand.last)

    def _bracketed(self, inner: _Placed) -> _Placed:
        """Widen a term by its brackets. sqlglot also puts in some of its own, which no token shows."""
        before, after = inner.first - 1, inner.last + 1
        if before < 0 or after >= len(self.tokens) or self.tokens[after].token_type is not TokenType.R_PAREN:
            return inner
        if self.tokens[before].token_type is not TokenType.L_PAREN:
            return inner
        t = inner.term
        return _Placed(Term(t.kind, t.text, t.children, self.tokens[before].start, self.tokens[after].end + 1, True), before, after)

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
        return self.tokens[min(places)].start, self._end(max(places))


def _given(node: exp.Expr) -> dict[str, exp.Expr]:
    """The arguments of a node that say something."""
    return {key: value for key, value in node.args.items() if value not in (None, False, [])}


def _refuse_unbalanced(tokens: list[Token]) -> None:
    opened: list[Token] = []
    prefixes = 0
    for token in tokens:
        if token.token_type is TokenType.L_PAREN:
            opened.append(token)
        elif token.token_type is TokenType.R_PAREN:
            if not opened:
                raise ConditionError([_bracket(token, "this bracket closes nothing", "leave it out")])
            opened.pop()
        prefixes = prefixes + 1 if token.token_type in (TokenType.NOT, TokenType.DASH) else 0
        if len(opened) + prefixes > DEEPEST:
            raise ConditionError([_too_deep(token.start, token.end + 1)])
    if opened:
        raise ConditionError([_bracket(opened[-1], "this bracket is not closed", "close it with `)`")])


def _bracket(token: Token, headline: str, fix: str) -> ConditionProblem:
    return ConditionProblem("J165", token.start, token.end + 1, headline, fix=fix)


def _too_deep(start: int, end: int) -> ConditionProblem:
    return ConditionProblem(
        "J160",
        start,
        end,
        f"this stands more than {DEEPEST} deep in brackets, `not` and signs",
        fix="write it flatter, with `and` and `or`",
    )


def _unreadable(start: int, end: int) -> ConditionProblem:
    return ConditionProblem("J150", start, end, "this cannot be read as a condition", fix="write comparisons joined by `and` and `or`")


def _from_parse_error(error: ParseError, tokens: list[Token], text: str) -> ConditionProblem:
    found = error.errors[0] if error.errors else {}
    start = min(len(found.get("start_context") or ""), len(text))
    end = next((t.end + 1 for t in tokens if t.start == start), min(start + 1, len(text)))
    return _unreadable(start, max(end, start))
