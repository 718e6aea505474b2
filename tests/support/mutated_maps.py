"""Maps in which words, values, conditions or lines are others, are gone, or stand twice: most are broken, some only mean something else."""

import re
from collections.abc import Sequence

from hypothesis import strategies as st

CONDITIONS = (
    "mbps < 1",
    "channel = 'app' or channel is null",
    "channel like '%a%' and length(channel) < 3",
    "channel > 'a' and channel < 'b'",
    "coalesce(channel, '') <> ''",
    "elapsed > interval '1 day'",
    "visits('call') * 2 - visits('chat') > broken_promises / 3",
    "again and not again",
    "move = 'back' or changed_channel",
    "open('another')",
    "true",
    "not (" * 20 + "again" + ")" * 20,
    " or ".join(f"channel = 'c{n}'" for n in range(300)),
    "and",
)
VALUES = (
    "never",
    "done",
    "null",
    "0",
    "-1",
    "1e999",
    "9" * 30,
    "yes",
    "1m",
    "90d",
    "[]",
    "{}",
    "[a, a]",
    "''",
    "x",
    "é",
    "аgain",
    "*a",
    "&a x",
)
_WORD = re.compile(r"[\w.]+")
_CONDITION = re.compile(r"(where|when|only): (\"[^\"\n]*\"|[^,}\n]+)")


@st.composite
def mutated_maps(draw: st.DrawFn, texts: Sequence[str]) -> str:
    """One of some texts, changed in one to four places."""
    text = draw(st.sampled_from(texts))
    for _ in range(draw(st.integers(1, 4))):
        match draw(st.sampled_from(["word", "word", "value", "condition", "condition", "added", "line"])):
            case "word":
                text = _replaced(draw, text, _WORD, [word[0] for word in _WORD.finditer(text)])
            case "value":
                text = _replaced(draw, text, _WORD, VALUES)
            case "condition":
                kept = [found[2].strip('"') for found in _CONDITION.finditer(text)]
                text = _replaced(draw, text, _CONDITION, [f'when: "{said}"' for said in (*CONDITIONS, *kept)])
            case "added":
                said = draw(st.sampled_from(CONDITIONS))
                text = _replaced(draw, text, re.compile(r"\n    title: "), [f'\n    where: "{said}"\n    title: '])
            case _:
                text = _lines(draw, text)
    return text


def _replaced(draw: st.DrawFn, text: str, pattern: re.Pattern[str], others: Sequence[str]) -> str:
    found = list(pattern.finditer(text))
    if not found or not others:
        return text
    at = draw(st.sampled_from(found))
    other = draw(st.sampled_from(others))
    if pattern is _CONDITION:
        other = at[1] + other[other.index(":") :]
    return text[: at.start()] + other + text[at.end() :]


def _lines(draw: st.DrawFn, text: str) -> str:
    lines = text.splitlines(keepends=True)
    at, to = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
    match draw(st.sampled_from(["gone", "twice", "moved", "swapped"])):
        case "gone":
            del lines[at]
        case "twice":
            lines.insert(at, lines[at])
        case "moved":
            lines.insert(to, lines.pop(at))
        case _:
            lines[at], lines[to] = lines[to], lines[at]
    return "".join(lines)
