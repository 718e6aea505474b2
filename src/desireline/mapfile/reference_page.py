"""The reference page of the map language, made from the grammar."""

from collections.abc import Iterator

from desireline.mapfile.grammar import ID_PATTERN, LONGEST_ID, LONGEST_NAME, LONGEST_TEXT, Noun, Word
from desireline.mapfile.language import MAP, NOUNS
from desireline.mapfile.language.types import DETAILS, KIND_DOCS, ONE_OF, ONE_OF_WORDS
from desireline.mapfile.limits import DEEPEST, LARGEST_BYTES, MOST_NODES
from desireline.mapfile.names import RESERVED
from desireline.mapfile.wording import a, quoted, takes

_HEAD = """\
# The map language

<!-- Made from the grammar by `desireline.mapfile.reference_page()`; change `src/desireline/mapfile/language`, not this page. -->

A map is one YAML 1.2 file, by custom named `<journey>.journey.yaml`. It holds words and their values; this page lists all of them.
Where a word takes a list, a single value may stand without the brackets. What is written without quotes is read as it looks: `no`,
`22:00` and `1..7` are texts. A word that is not listed here is an error, so that nothing is passed over in silence. Editors complete
and check maps by the JSON Schema that `desireline schema` prints.

The smallest map:

```yaml
journey: parcel
title: Where is my parcel?
trip: {quiet: 30d}
stages:
  - {id: way, title: On its way}
steps:
  - {id: sent, stage: way, title: Sent, event: parcel.sent, next: [here]}
outcomes:
  - {id: here, kind: reached, event: parcel.delivered, title: It is here}
```
"""
_VALUES = f"""\
## Names

An id is permanent: it stands in events, tables, links and records of what was done. It has lower-case letters, digits and `_`, a letter
first (`{ID_PATTERN}`), {LONGEST_ID} characters at most. Steps and outcomes share one set of ids; action ids, those of branches included,
are unique in the map, and so are promise ids. A field and a trait never have the same name. Names of fields, traits, events and channels
are those that events carry, {LONGEST_NAME} characters at most; texts have {LONGEST_TEXT:,} at most.

{{reserved}}

## Durations

A number and a unit, or several: `90s`, `30m`, `1h30m`, `14d`, `2w`; the units are `w`, `d`, `h`, `m`, `s`, `ms` and `us`. A day is 24 hours
and a week seven such days, whatever the calendar does; 100 years is the longest.

## Opening hours

Days and hours, then a time zone: `Mon-Fri 08:00-18:00, Sat 09:00-12:00 Europe/Rome`. Without days they hold for every day; after a
comma the days before it go on where none are written. `22:00-06:00` runs into the next day, `Mon-Sun 00:00-24:00` is the whole week.

## Messages

Each message has texts by channel and language, as in `{{{{app: {{{{en: "…", it: "…"}}}}}}}}`. Where an action does not say its channel, the
visit's channel is taken if the message has a text for it, else the first channel of the message. The language is that of the trait which
the map's `language` names: the very one (`it-IT`), else the same less its last parts (`it`), else another variant of it, else the first.

In a text `{{{{name}}}}` stands for the field or trait of that name, as last known when the action is decided; `{{{{{{{{` and `}}}}}}}}` are
braces. A text that tells what is not known is not sent: it is set aside as a dead letter with the reason, unless it says what else to say:

{{in_texts}}

Other filters are `lower`, `upper`, `capitalize`, `title`, `trim`, `truncate(40)` and `round(1)`. Expressions are Jinja2's, in its
sandbox, with comparisons, `and`, `or`, `not`, `in`, `+`, `-`, `~` and `a if b else c`; calls, loops and parts of values are refused.
Without a filter a number has the digits that it needs (`12`, `12.5`), a truth value is `true` or `false`, and a time is `2026-03-02
09:00` in the map's `zone`, or `2026-03-02 08:00 UTC` where the map names none.

## Versions

A map's version is the hash of its meaning, not of its text. The meaning is all that the map says to anyone: ids, conditions and durations
as well as titles, messages and tasks, insights and ideas. Comments, quotes, line breaks, the order of words, different spellings of one
value (`90m` and `1h30m`, a default written out) are not part of it. The order of lists is part of it where something comes first: stages,
steps, outcomes, scores, actions, branches, and the channels and languages of a message.

## Bounds

A file has {LARGEST_BYTES // 1024**2} MB at most, nests {DEEPEST} deep at most, and stands for {MOST_NODES:,} values at most, those
that `*` repeats counted each time.
Tags (`!!…`), merging (`<<`), loops of anchors and several documents in one file are refused.
"""

_IN_TEXTS = (
    ("{name}", "the value"),
    ("{name | default('you')}", "the value; where it is not known, `you`"),
    (
        "{% if name %}Dear {name}{% else %}Dear customer{% endif %}",
        "one part or the other; `if name` holds where it is known and neither false, 0 nor empty",
    ),
    (
        "{% if plan == 'fibre' and mbps < 10 %}…{% endif %}",
        "the part where it holds; what is compared must be known: `{% if mbps is defined and mbps < 10 %}`",
    ),
    ("{price | number(2, ',', '.')}", "`1.234,50`: two decimals, with these marks; `number(2)` gives `1234.50`"),
    (
        "{at | time('%d.%m.%Y, %H:%M')}",
        "`02.03.2026, 09:00`, by `%Y %y %m %d %H %I %p %M %S`; `time('%H:%M', 'Europe/Rome')` names its own zone",
    ),
    ("{# for colleagues #}", "nothing"),
)


def reference_page() -> str:
    """The page as Markdown."""
    sections = [_HEAD, *(_section(noun) for noun in NOUNS), _types(), _VALUES.format(reserved=_reserved(), in_texts=_in_texts())]
    return "\n".join(sections)


def _section(noun: Noun) -> str:
    lines = [f"## {noun.title}", "", noun.doc, "", *_table(noun.words, set(noun.exactly_one)), ""]
    if noun is not MAP:
        lines += ["```yaml", noun.example, "```", ""]
    return "\n".join(lines)


def _table(words: tuple[Word, ...], one_of_them: set[str]) -> Iterator[str]:
    yield "| word | takes | where not written | what it says |"
    yield "|---|---|---|---|"
    for word in words:
        absent = "**needed**" if word.required else "one of these is needed" if word.name in one_of_them else word.default or "none"
        cells = (f"`{word.name}`", takes(word.value), absent, f"{word.doc}{_together(word)} Example: `{word.example}`")
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _together(word: Word) -> str:
    goes_with = f" Goes with {quoted(word.goes_with)}." if word.goes_with else ""
    return goes_with + (f" {a(word.needed_by[0]).capitalize()} needs it." if word.needed_by else "")


def _types() -> str:
    lines = ["## Types of fields and traits", "", "A type is one word, or that word with what is known of the values:", ""]
    lines += ["| type | values | may say |", "|---|---|---|"]
    for kind, words in DETAILS.items():
        lines.append(f"| `{kind}` | {KIND_DOCS[kind]} | {quoted(word.name for word in words)} |")
    lines.append(f"| `{ONE_OF}` | {KIND_DOCS['one_of']} | {quoted(word.name for word in ONE_OF_WORDS if not word.required)} |")
    lines += [
        "",
        "```yaml",
        "mbps: {number: {min: 0}}",
        "name: {text: {personal: true}}",
        "fault: {one of: [line, cabinet, router]}",
        "```",
        "",
    ]
    return "\n".join(lines)


def _reserved() -> str:
    meanings = dict.fromkeys(pair for names in RESERVED.values() for pair in names.items())
    lines = ["These names mean something already:", "", "| name | cannot name | stands for |", "|---|---|---|"]
    for name, meaning in meanings:
        kinds = [namespace for namespace, names in RESERVED.items() if names.get(name) == meaning]
        lines.append(f"| `{name}` | a {' or '.join(kinds)} | {meaning} |")
    return "\n".join(lines)


def _in_texts() -> str:
    rows = (f"| `{written.replace('|', chr(92) + '|')}` | {read} |" for written, read in _IN_TEXTS)
    return "\n".join(["| in a text | what is read |", "|---|---|", *rows])
