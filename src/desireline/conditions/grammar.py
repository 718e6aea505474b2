"""One walk over a condition's words, before they are parsed: says in plain words where a value, an operator or a bracket is missing."""

from dataclasses import dataclass, field
from typing import Literal

from sqlglot import TokenType

from desireline.conditions.problems import ConditionError, ConditionProblem, shortened
from desireline.conditions.tokens import DEEPEST, Words

Bracket = Literal["group", "call", "list"]
_CONNECTORS = frozenset({TokenType.AND, TokenType.OR})
_BETWEEN_VALUES = frozenset(
    {
        *(TokenType.EQ, TokenType.NEQ, TokenType.LT, TokenType.LTE, TokenType.GT, TokenType.GTE, TokenType.LIKE),
        *(TokenType.PLUS, TokenType.DASH, TokenType.STAR, TokenType.SLASH),
    }
)
_AFTER_NOT = frozenset({TokenType.IN, TokenType.BETWEEN, TokenType.LIKE})


def refuse_ungrammatical(words: Words, text: str) -> None:
    """Raises ConditionError with the first place at which the words can no longer become a condition."""
    walk = _Walk(words, text)
    for position in range(len(words.tokens)):
        walk.step(position)
    walk.finish()


@dataclass(slots=True)
class _Level:
    """An open bracket (none: the whole condition) and how many `between` in it wait for their `and`."""

    bracket: Bracket | None
    opened: int
    waiting: list[int] = field(default_factory=list)


class _Walk:
    """`wants_value`: whether a value has to come next, rather than an operator. `prefixes`: `not` and signs since the last value."""

    def __init__(self, words: Words, text: str) -> None:
        self.words = words
        self.tokens = words.tokens
        self.text = text
        self.levels = [_Level(None, -1)]
        self.wants_value = True
        self.prefixes = 0

    def step(self, position: int) -> None:
        """Take the next word."""
        if self.wants_value:
            self._value(position)
        else:
            self._operator(position)
        if len(self.levels) - 1 + self.prefixes > DEEPEST:
            raise self._problem(
                "J160",
                position,
                f"this stands more than {DEEPEST} deep in brackets, `not` and signs",
                fix="write it flatter, with `and` and `or`",
            )

    def finish(self) -> None:
        """After the last word."""
        last = len(self.tokens) - 1
        level = self.levels[-1]
        if self.wants_value:
            raise self._problem("J150", last, f"nothing follows `{self._written(last)}`", fix="write a value after it, or leave it out")
        if level.bracket is not None:
            raise self._problem("J165", level.opened, "this bracket is not closed", fix="close it with `)`")
        self._complete(level)

    def _value(self, position: int) -> None:
        kind = self.tokens[position].token_type
        if kind is TokenType.VAR:
            self.prefixes = 0
            self.wants_value = not self._is_operand(position)
        elif kind is TokenType.L_PAREN:
            self.levels.append(_Level("group" if position == 0 or not self._is_call(position - 1) else "call", position))
            self.prefixes = 0
        elif kind in (TokenType.NOT, TokenType.DASH):
            self._prefix(position, kind)
        elif kind is TokenType.R_PAREN and self.levels[-1].bracket == "call" and self.levels[-1].opened == position - 1:
            self._close(position)
        else:
            raise self._missing_value(position)

    def _prefix(self, position: int, kind: TokenType) -> None:
        before = self.tokens[position - 1].token_type if position else None
        of_between = before is TokenType.AND and position - 1 in self.levels[-1].waiting
        if kind is TokenType.NOT and (before in _BETWEEN_VALUES or before is TokenType.BETWEEN or of_between):
            raise self._problem(
                "J164",
                position,
                f"`not` follows `{self._written(position - 1)}` without brackets",
                fix="put `not …` in brackets of its own",
            )
        self.prefixes += 1

    def _operator(self, position: int) -> None:
        kind = self.tokens[position].token_type
        if kind in _CONNECTORS:
            self._connect(position, kind)
        elif kind in _BETWEEN_VALUES:
            self.wants_value = True
        elif kind is TokenType.BETWEEN:
            self.levels[-1].waiting.append(-1)
            self.wants_value = True
        elif kind is TokenType.IN:
            self._open_list(position)
        elif kind is TokenType.NOT:
            self._negate_operator(position)
        elif kind is TokenType.R_PAREN:
            self._close(position)
        elif kind is TokenType.COMMA:
            self._comma(position)
        elif kind not in (TokenType.IS, TokenType.NULL):
            raise self._missing_operator(position)
        elif kind is TokenType.IS and position == len(self.tokens) - 1:
            raise self._problem("J150", position, "nothing follows `is`", fix="write `is null` or `is not null`")

    def _connect(self, position: int, kind: TokenType) -> None:
        """`and` and `or`; the first `and` after `between` is its own. Marked by its position, it is given up at the next connector."""
        waiting = self.levels[-1].waiting
        if kind is TokenType.AND and waiting and waiting[-1] < 0:
            waiting[-1] = position
        else:
            self._complete(self.levels[-1])
            waiting.clear()
        self.wants_value = True

    def _open_list(self, position: int) -> None:
        following = position + 1
        if following >= len(self.tokens) or self.tokens[following].token_type is not TokenType.L_PAREN:
            raise self._problem("J150", position, "`in` is not followed by a list", fix="write a list in brackets, as in `in ('a', 'b')`")
        self.wants_value = True

    def _negate_operator(self, position: int) -> None:
        after_is = self.tokens[position - 1].token_type is TokenType.IS
        following = self.tokens[position + 1].token_type if position + 1 < len(self.tokens) else None
        if not after_is and following not in _AFTER_NOT:
            raise self._problem(
                "J150", position, "`not` stands after a value", fix="write `not` before it, or `not in`, `not like`, `not between`"
            )
        if after_is and following is None:
            raise self._problem("J150", position, "nothing follows `is not`", fix="write `is null` or `is not null`")

    def _close(self, position: int) -> None:
        level = self.levels[-1]
        if level.bracket is None:
            raise self._problem("J165", position, "this bracket closes nothing", fix="leave it out")
        self._complete(level)
        self.levels.pop()
        self.wants_value = False

    def _comma(self, position: int) -> None:
        if self.levels[-1].bracket != "call" and not self._is_list(self.levels[-1]):
            raise self._problem("J150", position, "a comma stands outside of a list", fix="join conditions with `and` or `or`")
        self._complete(self.levels[-1])
        self.levels[-1].waiting.clear()
        self.wants_value = True

    def _complete(self, level: _Level) -> None:
        if level.waiting and level.waiting[-1] < 0:
            last = max(i for i, t in enumerate(self.tokens) if t.token_type is TokenType.BETWEEN and i > level.opened)
            raise self._problem("J150", last, "`between` has no `and`", fix="write `x between low and high`")

    def _is_list(self, level: _Level) -> bool:
        return level.opened > 0 and self.tokens[level.opened - 1].token_type is TokenType.IN

    def _is_operand(self, position: int) -> bool:
        return self.tokens[position].text.startswith("n")

    def _is_call(self, position: int) -> bool:
        token = self.tokens[position]
        return token.token_type is TokenType.VAR and token.text.startswith("f")

    def _missing_value(self, position: int) -> ConditionError:
        written = self._written(position)
        if self.tokens[position].token_type is TokenType.R_PAREN and self.tokens[position - 1].token_type is TokenType.L_PAREN:
            return self._problem("J150", position, "nothing stands in these brackets", fix="write a condition in them, or leave them out")
        before = f"after `{self._written(position - 1)}`" if position else f"before `{written}`"
        return self._problem(
            "J150", position, f"a value is missing {before}", label="a value is wanted here", fix="write a name or a value"
        )

    def _missing_operator(self, position: int) -> ConditionError:
        return self._problem(
            "J150",
            position,
            f"`{self._written(position)}` follows `{self._written(position - 1)}` with nothing between them",
            label="an operator is wanted before this",
            fix="join them with =, <, and, or …; put a name of several words in \"…\" and a text in '…'",
        )

    def _written(self, position: int) -> str:
        start, end = self.words.place(position)
        return shortened(self.text[start:end])

    def _problem(self, code: str, position: int, headline: str, **rest: str) -> ConditionError:
        start, end = self.words.place(position)
        return ConditionError(
            [ConditionProblem(code, start, end, headline, rest.get("label", ""), rest.get("why", ""), rest.get("fix", ""))]
        )
