"""Forms in which times are written as text, and the DuckDB expressions that read each."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from desireline.events.shard import literal

Family = Literal["iso", "number", "compact", "numbers_apart", "other"]

_DATE = r"\d{4}[-/]\d\d?[-/]\d\d?"
_CLOCK = r"\d\d?:\d\d(:\d\d([.,]\d+)?)?"
_OFFSET = r"(Z|[+-]\d\d(:?\d\d)?)"
_ISO_STATED = re.compile(rf"(?:{_DATE}[T ] *{_CLOCK}|\d{{8}}T\d{{4}}(\d\d([.,]\d+)?)?) *(UTC|GMT|{_OFFSET})", re.IGNORECASE | re.ASCII)
_ISO_NAIVE = re.compile(rf"(?:{_DATE}[T ] *{_CLOCK}|\d{{8}}T\d{{4}}(\d\d([.,]\d+)?)?)", re.IGNORECASE | re.ASCII)
_ISO_DATE = re.compile(_DATE, re.ASCII)
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
_COMPACT = re.compile(r"(1[6-9]|2[0-3])\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(([01]\d|2[0-3])[0-5]\d[0-5]\d)?", re.ASCII)
_NUMBERS_APART = re.compile(r"\d\d?(?P<sep>[/.-])\d\d?(?P=sep)\d{4}(?P<clock>[T ,].*)?", re.ASCII)
_CLOCKS = (" %H:%M:%S", " %H:%M:%S.%f", " %H:%M", "T%H:%M:%S", "T%H:%M:%S.%f", ", %H:%M:%S", ", %H:%M", " %I:%M:%S %p", " %I:%M %p")
_NAMED_DATES = ("%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%d/%b/%Y", "%b %d, %Y", "%B %d, %Y", "%b %d %Y", "%Y.%m.%d")
_FULL = ("%a, %d %b %Y %H:%M:%S %z", "%a, %d %b %Y %H:%M:%S %Z", "%d/%b/%Y:%H:%M:%S %z", "%a %b %d %H:%M:%S %Y")
_CODES = re.compile(r"%-?([A-Za-z%])")


@dataclass(frozen=True, slots=True)
class Kind:
    """What a sample of time texts looks like.

    example     the first text of the family that most of them are of
    stated      how many state their offset; `naive` how many have a time of day and do not; `dates` how many have no time of day
    separator   of dates in numbers apart, such as `/`
    """

    family: Family
    example: str
    stated: int = 0
    naive: int = 0
    dates: int = 0
    separator: str = ""

    @property
    def only_dates(self) -> bool:
        """Whether no time of day was seen."""
        return self.dates > 0 and not self.stated and not self.naive


@dataclass(frozen=True, slots=True)
class Formats:
    """strptime formats of one way to write times, by what they leave open.

    stated  with their offset; `naive` with a time of day; `dates` without
    order   tells readings apart that take the same text for different dates
    usual   the one that most texts were seen in; empty where nobody looked
    """

    stated: tuple[str, ...] = ()
    naive: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    order: str = ""
    guessed: bool = True
    usual: str = ""

    @property
    def first(self) -> str:
        """The format to show for all."""
        return self.usual or (self.naive or self.stated or self.dates)[0]

    @property
    def shown(self) -> str:
        """The formats in a sentence."""
        return f"`{self.first}`"


def kind_of(sample: Sequence[str]) -> Kind:
    """The family that most of the texts are of."""
    sorted_out: dict[tuple[Family, str], list[tuple[str, str]]] = {}
    for text in sample:
        family, what, separator = _sort(text.strip())
        sorted_out.setdefault((family, separator), []).append((what, text))
    if not sorted_out:
        return Kind("iso", "")
    (family, separator), texts = max(sorted_out.items(), key=lambda item: len(item[1]))
    counts = {each: sum(what == each for what, _ in texts) for each in ("stated", "naive", "dates")}
    wanted = next((each for each in ("naive", "dates", "stated") if counts[each]), "")
    example = next(text for what, text in texts if what == wanted)[:60]
    return Kind(family, example, counts["stated"], counts["naive"], counts["dates"], separator)


def _sort(text: str) -> tuple[Family, str, str]:
    if _ISO_STATED.fullmatch(text):
        return "iso", "stated", ""
    if _ISO_NAIVE.fullmatch(text):
        return "iso", "naive", ""
    if _ISO_DATE.fullmatch(text):
        return "iso", "dates", ""
    if match := _COMPACT.fullmatch(text):
        return "compact", "naive" if match[4] else "dates", ""
    if _NUMBER.fullmatch(text):
        return "number", "naive", ""
    if match := _NUMBERS_APART.fullmatch(text):
        return "numbers_apart", "naive" if match["clock"] else "dates", match["sep"]
    return "other", "dates" if ":" not in text else "naive", ""


def candidates(kind: Kind) -> tuple[Formats, ...]:
    """The ways to read texts of that kind."""
    if kind.family == "compact":
        return (Formats(naive=("%Y%m%d%H%M%S",), dates=("%Y%m%d",)),)
    if kind.family == "numbers_apart":
        dates = [f"%d{kind.separator}%m{kind.separator}%Y"]
        if kind.separator != ".":
            dates.append(f"%m{kind.separator}%d{kind.separator}%Y")
        return tuple(Formats(naive=tuple(date + clock for clock in _CLOCKS), dates=(date,), order=date) for date in dates)
    named = tuple(Formats(naive=tuple(date + clock for clock in _CLOCKS), dates=(date,)) for date in _NAMED_DATES)
    return (*named, *(formats_of(text, guessed=True) for text in _FULL))


def formats_of(text: str, *, guessed: bool = False) -> Formats:
    """One format, by what its codes leave open."""
    codes = set(_CODES.findall(text))
    if codes & {"z", "Z"}:
        return Formats(stated=(text,), guessed=guessed)
    if codes & set("HIcXT"):
        return Formats(naive=(text,), guessed=guessed)
    return Formats(dates=(text,), guessed=guessed)


def any_of(formats: Formats) -> str:
    """An expression over `x` that is not null where one of the formats reads it."""
    parts = [f"try_strptime({_zulu('x')}, {literal(text)})" for text in formats.stated]
    plain = (*formats.naive, *formats.dates)
    if plain:
        parts.append(f"CAST({_strptime('x', plain)} AS TIMESTAMPTZ)")
    return f"coalesce({', '.join(parts)})"


def strptime_us(x: str, formats: Formats, naive: Callable[[str], str] | None, date: Callable[[str], str] | None) -> str:
    """Microseconds of a text in one of the formats. Without `naive` (or `date`), texts that would need it give null."""
    parts = [f"epoch_us(try_strptime({_zulu(x)}, {literal(text)}))" for text in formats.stated]
    if formats.naive and naive:
        parts.append(naive(_strptime(x, formats.naive)))
    if formats.dates and date:
        parts.append(date(_strptime(x, formats.dates)))
    return f"coalesce({', '.join([*parts, 'NULL'])})"


def _strptime(x: str, formats: tuple[str, ...]) -> str:
    """The timestamp. A year that is not written with four digits is none: `24` is not the year 24."""
    stamp = f"try_strptime({x}, [{', '.join(map(literal, formats))}])"
    if not any("%Y" in text for text in formats):
        return stamp
    return rf"CASE WHEN regexp_matches({x}, '\d{{4}}') THEN {stamp} END"


def _zulu(x: str) -> str:
    return f"regexp_replace({x}, '[Zz]$', '+0000')"


def iso_us(x: str, naive: Callable[[str], str], date: Callable[[str], str]) -> str:
    """Microseconds of an ISO 8601 text.

    The two usual shapes are told by the places of their colons, which is quick; DuckDB's casts then check every digit. All else is first
    brought into one of those shapes. A cast to TIMESTAMP would drop an offset in silence, so it only ever sees what has none.
    """
    signs = " OR ".join(f"substr({x}, {place}, 1) IN ('+', '-')" for place in (-6, -5, -3))
    stated = f"{x} LIKE '_____________:__%' AND (ends_with({x}, 'Z') OR {signs})"
    fraction = f"substr({x}, 20, 1) = '.' AND length({x}) <= 26 AND translate(substr({x}, 21), '0123456789', '') = ''"
    plain = f"{x} LIKE '_____________:__:__%' AND (length({x}) = 19 OR ({fraction}))"
    quick = f"CASE WHEN {stated} THEN epoch_us(TRY_CAST({x} AS TIMESTAMPTZ)) WHEN {plain} THEN {naive(f'TRY_CAST({x} AS TIMESTAMP)')} END"
    slow = f"list_transform([{_canonical(x)}], lambda n: {_canonical_us(naive, date)})[1]"
    return f"coalesce({quick}, CASE WHEN {x} IS NOT NULL THEN {slow} END)"


def _canonical(x: str) -> str:
    """Unusual ways to write ISO 8601, in the usual one: lower case, basic format, comma, spaces before the offset, UTC."""
    text = f"upper(trim({x}))"
    for pattern, replacement in (
        (r"^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)", r"\1-\2-\3 \4:\5:\6"),
        (r"^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)", r"\1-\2-\3 \4:\5"),
        (r"(:\d\d),(\d)", r"\1.\2"),
        (r" *(UTC|GMT|Z)$", "Z"),
        (r" +([+-]\d\d(:?\d\d)?)$", r"\1"),
    ):
        text = f"regexp_replace({text}, {literal(pattern)}, {literal(replacement)})"
    return text


def _canonical_us(naive: Callable[[str], str], date: Callable[[str], str]) -> str:
    clock = r"\d\d?:\d\d(:\d\d(\.\d+)?)?"
    stated, plain = (literal(rf"{_DATE}[T ] *{clock}{tail}") for tail in (_OFFSET, ""))
    return (
        f"CASE WHEN regexp_full_match(n, {stated}) THEN epoch_us(TRY_CAST(n AS TIMESTAMPTZ))"
        f" WHEN regexp_full_match(n, {plain}) THEN {naive('TRY_CAST(n AS TIMESTAMP)')}"
        f" WHEN regexp_full_match(n, {literal(_DATE)}) THEN {date('TRY_CAST(n AS DATE)')} END"
    )
