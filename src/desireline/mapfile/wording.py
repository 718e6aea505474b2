"""How findings say things: names as they are shown, kinds of values in plain words, lists in a sentence."""

from collections.abc import Iterable
from collections.abc import Mapping as AnyMapping
from difflib import SequenceMatcher

from desireline.diagnostics.diagnostic import Near, Span
from desireline.mapfile.findings import Findings
from desireline.mapfile.grammar import (
    Choice,
    ConditionText,
    Duration,
    Flag,
    Hours,
    Id,
    Keyed,
    Many,
    Name,
    Nouns,
    Number,
    One,
    Reference,
    RuleCode,
    Scale,
    Text,
    Texts,
    TypeOf,
    Value,
    Whole,
    Zone,
)
from desireline.mapfile.nodes import Mapping, Node, Scalar, Sequence

_LONGEST_SHOWN = 60
_NEAR = 0.6
_CERTAIN = 0.8
_CLEARLY_NEARER = 0.1


def shown(text: str) -> str:
    """A text of the map as it can stand in a headline: on one line, of bounded length, without what cannot be printed."""
    cut = text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in cut)


def in_quotes(text: str) -> str:
    """A text of one line as YAML in quotes: plain double quotes where that needs no escape, else single ones."""
    return f'"{text}"' if '"' not in text and "\\" not in text else "'" + text.replace("'", "''") + "'"


def quoted(names: Iterable[str]) -> str:
    """Names in a sentence: `a`, `b` and `c`."""
    listed = [f"`{shown(name)}`" for name in names]
    return listed[0] if len(listed) == 1 else f"{', '.join(listed[:-1])} and {listed[-1]}" if listed else "none"


def either(names: Iterable[str]) -> str:
    """Names to choose from: `a`, `b` or `c`."""
    return " or ".join(quoted(names).rsplit(" and ", 1))


def takes(value: Value) -> str:  # noqa: PLR0912 - one line for each kind of value
    """What a word takes, in a few plain words."""
    match value:
        case Text():
            return "a text"
        case Name(of=of):
            return f"the name of {a(of)}"
        case Id():
            return "an id"
        case Reference(to=to, also=also):
            return " or ".join(["the id of " + " or ".join(a(n) for n in to), *(f"`{word}`" for word in also)])
        case Duration(also=also):
            return " or ".join(["a duration such as `30m`", *(f"`{word}`" for word, _ in also)])
        case Choice(values=values):
            return either(values)
        case RuleCode():
            return "the code of a rule, such as `J204`"
        case Flag():
            return "`true` or `false`"
        case Whole(lowest=lowest, highest=highest):
            return f"a whole number from {lowest:,} to {highest:,}"
        case Number():
            return "a number"
        case Hours():
            return "opening hours such as `Mon-Fri 08:00-18:00 Europe/Rome`"
        case Zone():
            return "a time zone such as `Europe/Rome`"
        case Scale():
            return "a scale such as `1..7`"
        case ConditionText():
            return "a condition"
        case TypeOf():
            return "a type such as `text` or `{one of: [a, b]}`"
        case Texts():
            return "texts by channel and language"
        case Many(of=of):
            return f"{takes(of)}, or a list of them"
        case One(noun=noun):
            return f"the words of {a(noun.name)}"
        case Nouns(noun=noun):
            return f"a list; each item is {a(noun.name)}"
        case Keyed(namespace=namespace):
            return f"words: the name of each {namespace}, and what it is"


def is_written(node: Node) -> str:
    """What stands there, in a few plain words."""
    match node:
        case Mapping():
            return "words with values"
        case Sequence():
            return "a list"
        case Scalar(kind="empty"):
            return "nothing"
        case Scalar(kind="flag"):
            return "true or false"
        case Scalar(kind="whole" | "number"):
            return "a number"
        case _:
            return "a text"


def a(noun: str) -> str:
    """A noun with its article."""
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


class NearNames:
    """Finds declared names that are like a wrong one. It stops looking where a map has too many wrong names for that to help."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._left = 50_000

    def like(self, name: str, declared: AnyMapping[str, Scalar | None], also: Iterable[str] = ()) -> tuple[tuple[Near, ...], str | None]:
        """Up to three near names, nearest first, and the one that must be meant, where there is such a one."""
        self._left -= len(declared)
        if self._left < 0 or len(name) > 2 * _LONGEST_SHOWN:
            return (), None
        rated = sorted(((_likeness(name, other), other) for other in (*declared, *also)), key=lambda r: (-r[0], r[1]))
        near = [(rate, other) for rate, other in rated[:3] if rate >= _NEAR]
        if not near:
            return (), None
        alone = len(near) == 1 or near[0][0] - near[1][0] >= _CLEARLY_NEARER
        certain = near[0][1] if alone and (near[0][0] >= _CERTAIN or sorted(near[0][1]) == sorted(name)) else None
        return tuple(Near(other, self._span(declared.get(other))) for _, other in near), certain

    def _span(self, node: Scalar | None) -> Span | None:
        return None if node is None else self._findings.span(node)


def _likeness(name: str, other: str) -> float:
    matcher = SequenceMatcher(None, name.casefold(), other.casefold(), autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= _NEAR and matcher.quick_ratio() >= _NEAR else 0.0
