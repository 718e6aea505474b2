"""The words of a condition, taken by sqlglot's tokenizer, each seen to belong to the language.

Every value (name, literal, `interval '…'`, `timestamp '…'`) becomes one `Operand`, so that what is then parsed holds nothing but operands,
operators, brackets and calls: no dialect's keyword or function can be met by accident.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from sqlglot import Token, Tokenizer, TokenType
from sqlglot.errors import TokenError

from desireline.conditions.problems import ConditionError, ConditionProblem, shortened

LONGEST_TEXT = 200_000
"""Characters that a condition may have."""
DEEPEST = 24
"""How many brackets, `not` and signs may stand inside each other."""

OperandKind = Literal["name", "number", "text", "true", "false", "null", "interval", "timestamp"]
_WORD = re.compile(r"[^\W\d]\w*")
_OPERATORS = frozenset(
    {
        *(TokenType.EQ, TokenType.NEQ, TokenType.LT, TokenType.LTE, TokenType.GT, TokenType.GTE),
        *(TokenType.PLUS, TokenType.DASH, TokenType.STAR, TokenType.SLASH, TokenType.COMMA, TokenType.L_PAREN, TokenType.R_PAREN),
    }
)
_WORD_OPERATORS = frozenset({"and", "or", "not", "in", "between", "is", "like"})
_CONSTANTS: dict[str, OperandKind] = {"true": "true", "false": "false", "null": "null"}
_TYPED_TEXTS: dict[str, OperandKind] = {"interval": "interval", "timestamp": "timestamp", "timestamptz": "timestamp"}
_INSTEAD = {
    "case": "write the cases with `and` and `or`",
    "cast": "declare the field with the type you need",
    "try_cast": "declare the field with the type you need",
    "ilike": "write each spelling with `in (…)`; letters are compared as they are",
    "similar": "write `like` with % and _",
    "regexp": "write `like` with % and _",
    "rlike": "write `like` with % and _",
    "glob": "write `like` with % and _",
    "escape": "`like` has only % and _; leave `escape` out",
    "distinct": "write `a = b or (a is null and b is null)`",
    "datetime": "write `timestamp '2026-01-01T00:00:00Z'`",
    "select": "a condition sees one event; what the trip did before is told by visits('…') and the other facts",
    "exists": "a condition sees one event; write `is not null`",
    "over": "a condition sees one event; what the trip did before is told by visits('…') and the other facts",
    "isnull": "write `is null`",
    "notnull": "write `is not null`",
    "xor": "write `a <> b`",
    "date": "write `timestamp '2026-01-01T00:00:00Z'`",
    "time": "write `timestamp '2026-01-01T00:00:00Z'`",
    "::": "declare the field with the type you need",
    "||": "compare the texts one by one",
    "%": "only + - * / are known",
    "^": "only + - * / are known",
    "==": "write `=`",
    "!": "write `not`",
    "~": "write `like` with % and _",
    ";": "a condition is one expression; leave `;` out",
    ".": "write the name alone, without a table",
    "`": 'write "…" around a name that is no plain word',
}
_ALL_THERE_IS = "use only and, or, not, = <> < <= > >=, in, between, like, is null, + - * /"
_TEXT_TYPES = frozenset({"date", "time", "datetime"})
_COMPANIONS = frozenset({"when", "then", "else", "end", "from", "over", "by", "using", "as", "escape", "within", "with", "where", "order"})
"""Words that come with another that is refused: it is said once."""
_REFUSED_WORDS = frozenset(
    {
        *("all", "any", "as", "asc", "by", "case", "cast", "collate", "desc", "distinct", "else", "end", "escape", "except", "exists"),
        *("from", "glob", "group", "having", "ilike", "intersect", "isnull", "join", "limit", "notnull", "order", "over", "qualify"),
        *("regexp", "rlike", "select", "similar", "some", "then", "try_cast", "union", "using", "when", "where", "window", "with", "xor"),
    }
)


@dataclass(frozen=True, slots=True)
class Operand:
    """A value as it is written: `text` is the name, the digits, or what stands between the quotes."""

    kind: OperandKind
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CalledName:
    """The name before a bracket."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Words:
    """A condition's skeleton. In `tokens` an operand is the word `n<index of operands>`, a call `f<index of calls>`."""

    tokens: list[Token]
    operands: list[Operand]
    calls: list[CalledName]

    def place(self, position: int) -> tuple[int, int]:
        """Where the word at this position begins and ends in the text."""
        token = self.tokens[position]
        if token.token_type is TokenType.VAR and token.text.startswith("n"):
            operand = self.operands[int(token.text[1:])]
            return operand.start, operand.end
        return token.start, token.end + 1


def read_words(text: str, declared: Collection[str]) -> Words:
    """Take a text apart. `declared`: names that may be written although SQL has the word.

    Raises ConditionError with all that is refused.
    """
    _refuse_unreadable(text)
    try:
        tokens = Tokenizer().tokenize(text)
    except TokenError:
        raise ConditionError([_unclosed_text(text)]) from None
    problems = [*_comments(text, tokens)]
    if not tokens and not problems:
        problems = [ConditionProblem("J150", 0, len(text), "this condition is empty", fix="write a condition, or leave the line out")]
    taking = _Taking(text, tokens, declared)
    problems += taking.all()
    if problems:
        raise ConditionError(problems)
    return taking.words


class _Taking:
    """One walk over sqlglot's tokens."""

    def __init__(self, text: str, tokens: list[Token], declared: Collection[str]) -> None:
        self.text = text
        self.waiting = list(reversed(tokens))
        self.declared = declared
        self.words = Words([], [], [])

    def all(self) -> list[ConditionProblem]:
        """Take every token; gives what is refused."""
        problems: list[ConditionProblem] = []
        while self.waiting:
            token = self.waiting.pop()
            problem = self._take(token)
            if problem is not None and not (problems and token.text.lower() in _COMPANIONS):
                problems.append(problem)
        return problems

    def _take(self, token: Token) -> ConditionProblem | None:
        written = self.text[token.start : token.end + 1]
        if token.token_type is TokenType.STRING and written.startswith("'"):
            self._operand("text", token.text, token)
        elif token.token_type is TokenType.IDENTIFIER and written.startswith('"'):
            self._operand("name", token.text, token)
        elif token.token_type is TokenType.NUMBER:
            self._operand("number", written, token)
        elif token.token_type is TokenType.DOT and self._begins_number(token):
            last = self.waiting.pop()
            self._operand("number", self.text[token.start : last.end + 1], token, last)
        elif token.token_type in _OPERATORS and written != "==":
            self.words.tokens.append(token)
        elif _WORD.fullmatch(written):
            return self._take_word(token, written)
        else:
            return _refused(written, token.start, token.end + 1)
        return None

    def _begins_number(self, dot: Token) -> bool:
        """Whether a dot is the first character of a number such as `.5`."""
        follower = self.waiting[-1] if self.waiting else None
        joined = follower is not None and follower.token_type is TokenType.NUMBER and follower.start == dot.end + 1
        return joined and not (dot.start and (self.text[dot.start - 1].isalnum() or self.text[dot.start - 1] in '_."'))

    def _take_word(self, token: Token, written: str) -> ConditionProblem | None:
        lower = written.lower()
        after_is = _follows_is(self.words.tokens)
        follower = self.waiting[-1] if self.waiting else None
        if (after_is and lower == "null") or lower in _WORD_OPERATORS:
            self.words.tokens.append(token)
        elif after_is and lower not in _REFUSED_WORDS:
            return _is_other(self.words.tokens[-1], token.end + 1)
        elif lower in _CONSTANTS:
            self._operand(_CONSTANTS[lower], lower, token)
        elif lower in _TYPED_TEXTS and follower is not None and follower.token_type is TokenType.STRING:
            self._operand(_TYPED_TEXTS[lower], follower.text, token, self.waiting.pop())
        elif lower in _TEXT_TYPES and follower is not None and follower.token_type is TokenType.STRING:
            return _refused(written, token.start, self.waiting.pop().end + 1)
        elif lower in _REFUSED_WORDS and written not in self.declared:
            return _refused(written, token.start, token.end + 1)
        elif follower is not None and follower.token_type is TokenType.L_PAREN:
            self._call(written, token)
        else:
            self._operand("name", written, token)
        return None

    def _operand(self, kind: OperandKind, text: str, first: Token, last: Token | None = None) -> None:
        self.words.tokens.append(_renamed(first, f"n{len(self.words.operands)}"))
        self.words.operands.append(Operand(kind, text, first.start, (last or first).end + 1))

    def _call(self, name: str, token: Token) -> None:
        self.words.tokens.append(_renamed(token, f"f{len(self.words.calls)}"))
        self.words.calls.append(CalledName(name, token.start, token.end + 1))


def _follows_is(tokens: list[Token]) -> bool:
    last = [token.token_type for token in tokens[-2:]]
    return last[-1:] == [TokenType.IS] or last == [TokenType.IS, TokenType.NOT]


def _is_other(token: Token, end: int) -> ConditionProblem:
    return ConditionProblem(
        "J151",
        token.start,
        end,
        "`is` is followed by something other than null",
        fix="write `is null` or `is not null`; a boolean name stands alone, and `not` turns it",
    )


def _renamed(token: Token, text: str) -> Token:
    return Token(TokenType.VAR, text, token.line, token.col, token.start, token.end)


def _refused(written: str, start: int, end: int) -> ConditionProblem:
    return ConditionProblem(
        "J151",
        start,
        end,
        f"`{shortened(written)}` is not in the language of conditions",
        label="not known here",
        why="a condition is checked, replayed and run live; only what means the same in all three can be written",
        fix=_INSTEAD.get(
            written.split(maxsplit=1)[0].lower(), "use only and, or, not, = <> < <= > >=, in, between, like, is null, + - * /"
        ),
    )


def _refuse_unreadable(text: str) -> None:
    if len(text) > LONGEST_TEXT:
        problem = ConditionProblem(
            "J160",
            0,
            len(text),
            f"this condition has {len(text):,} characters; {LONGEST_TEXT:,} is the most",
            fix="put long lists into a field",
        )
        raise ConditionError([problem])
    for position, character in enumerate(text):
        if character == "\0" or "\ud800" <= character <= "\udfff":
            raise ConditionError(
                [
                    ConditionProblem(
                        "J166",
                        position,
                        position + 1,
                        f"the character U+{ord(character):04X} cannot stand in a condition",
                        fix="leave it out",
                    )
                ]
            )


def _unclosed_text(text: str) -> ConditionProblem:
    start = max(text.rfind("'"), text.rfind('"'), 0)
    return ConditionProblem(
        "J165",
        start,
        len(text),
        "a quote is opened and not closed",
        label="opened here",
        fix="close it; a quote inside a text is written twice",
    )


def _comments(text: str, tokens: list[Token]) -> Iterator[ConditionProblem]:
    """What stands between the tokens and is not space."""
    end = 0
    for start, following in [*((t.start, t.end + 1) for t in tokens), (len(text), len(text))]:
        gap = text[end:start]
        if gap.strip():
            first = end + len(gap) - len(gap.lstrip())
            yield ConditionProblem(
                "J151",
                first,
                end + len(gap.rstrip()),
                "a comment cannot stand in a condition",
                why="it would be lost in the map's meaning",
                fix="write it as a YAML comment, with #",
            )
        end = following


def is_plain_name(name: str) -> bool:
    """Whether a name can be written without quotes wherever it is declared."""
    lower = name.lower()
    return bool(_WORD.fullmatch(name)) and lower not in _WORD_OPERATORS and lower not in _CONSTANTS and lower not in _TYPED_TEXTS
