"""A text filled for one customer, from what is known of them by then."""

from collections.abc import Mapping

from desireline.conditions import Value, ValueType
from desireline.texts.reading import Part, ReadText, read_message_text
from desireline.texts.values import for_texts, written


class CannotSayError(Exception):
    """A text cannot be said to this customer; why, in words. Nothing is said in part."""


def fill(text: str, types: Mapping[str, ValueType], given: Mapping[str, Value], zone: str | None = None) -> str:
    """What the customer reads. `given`: what is known of the fields and traits that it speaks of; `zone`: the time zone of its times.

    Raises CannotSayError where something that it tells is not known, or cannot be told.
    """
    read = read_message_text(text, types)
    if read.mistakes:
        raise CannotSayError("the text has a mistake that `desireline check` reports")
    values = {name: for_texts(value, types[name], zone) for name, value in given.items() if name in types}
    return "".join(_said(read, values))


def _said(read: ReadText, values: Mapping[str, object]) -> list[str]:
    said: list[str] = []
    branches: list[str] = []
    """For each `if` around: `taken`; `waiting` for a branch that holds; `over`: one was taken; `shut`: it stands in a part not said."""
    for part in read.parts:
        saying = all(branch == "taken" for branch in branches)
        if part.gap == "if":
            branches.append("shut" if not saying else "taken" if _holds(part, values) else "waiting")
        elif part.gap in ("elif", "else"):
            if branches[-1] == "taken":
                branches[-1] = "over"
            elif branches[-1] == "waiting" and (part.gap == "else" or _holds(part, values)):
                branches[-1] = "taken"
        elif part.gap == "endif":
            branches.pop()
        elif saying:
            said.append(part.said if part.gap is None else _told(part, values))
    return said


def _told(part: Part, values: Mapping[str, object]) -> str:
    if part.expression is None:
        if part.said not in values:
            raise CannotSayError(f"`{part.said}` is not known of this customer, and the text does not say what to say then")
        return written(values[part.said])
    from desireline.texts.expressions import NotKnownError

    try:
        return written(part.expression.value(values))
    except NotKnownError as error:
        raise CannotSayError(f"`{error}` is not known of this customer, and the text does not say what to say then") from None
    except ValueError as error:
        raise CannotSayError(f"`{{{part.said.strip()}}}` cannot be told: {error}") from None


def _holds(part: Part, values: Mapping[str, object]) -> bool:
    from desireline.texts.expressions import NotKnownError

    assert part.expression is not None
    try:
        return part.expression.holds(values)
    except NotKnownError as error:
        raise CannotSayError(f"`{error}` is not known of this customer, and `if {part.said}` needs it") from None
    except ValueError as error:
        raise CannotSayError(f"`if {part.said}` cannot be decided: {error}") from None
