"""A targets file, read: TOML, every mistake at once, each with its place.

[say]
url = "https://messages.example.com/hooks"
secret_env = "SAY_SECRET"

[call.ticketing]
handler = "ticketing"
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from difflib import get_close_matches
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

from desireline.diagnostics import DesirelineError, Diagnostic, Fix
from desireline.diagnostics.diagnostic import Near, Span
from desireline.live.out.addresses import is_public
from desireline.live.out.handed import Limits, Retries
from desireline.live.out.targets import Target
from desireline.live.out.webhook import parsed

MOST_BYTES = 1 << 16
_PLACES = ("url", "handler", "log")
_OF_URLS = ("secret_env", "secret_file", "unsigned", "allow", "authorities")
_ASTRAY = {"handler": _OF_URLS, "log": (*_OF_URLS, "timeout_seconds")}
_HEADER = re.compile(r"\s*(\[[^\[\]]+\])\s*(?:#.*)?")
_KEY = re.compile(r"\s*([A-Za-z0-9_-]+)\s*[.=]")
_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)")
_WHY = "what is owed would go nowhere, or elsewhere than was meant"
Where = tuple[str, ...]


def read(path: Path) -> tuple[Target, ...]:
    """The targets of a file. Raises DesirelineError with all that is wrong in it."""
    try:
        data = path.read_bytes()
    except OSError as error:
        headline = f"{path} cannot be opened: {error.strerror or error}"
        raise DesirelineError(Diagnostic("L130", headline, why=_WHY, fix=Fix("give the path of a targets file"))) from error
    try:
        if len(data) > MOST_BYTES:
            raise ValueError(f"a targets file has at most {MOST_BYTES >> 10} KiB")
        text = data.decode("utf-8-sig")
        said = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise DesirelineError(_not_toml(path, error, data.count(b"\n") + 1)) from error
    reader = _Reader(path, text)
    targets = tuple(reader.targets(said))
    if reader.problems:
        raise DesirelineError(reader.problems)
    return targets


def _not_toml(path: Path, error: Exception, lines: int) -> Diagnostic:
    found = _AT.search(str(error))
    said = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else _AT.sub("", str(error)) or "nested too deep"
    line, column = (int(found[1]), int(found[2])) if found and found[1] else (lines if found else 1, 1)
    span = Span(str(path), line, column, line, column + 1)
    return Diagnostic("L130", f"this is not TOML: {said}", span, why=_WHY, fix=Fix("mend it here; see docs/guides/sending.md"))


class _Reader:
    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        self._places = dict(_places(text))
        self._lines = text.splitlines()
        self.problems: list[Diagnostic] = []

    def targets(self, said: Mapping[str, Any]) -> Iterator[Target]:
        for name, value in said.items():
            if name == "call" and isinstance(value, dict):
                for system, inner in value.items():
                    yield from self._target(f"call:{system}", (name, system), inner)
            elif name == "call":
                self._wrong(
                    "L132", (name,), "`call` does not say which system", "write `[call.NAME]`, and `url`, `handler` or `log` below it"
                )
            elif name in ("say", "offer"):
                yield from self._target(name, (name,), value)
            else:
                self._unknown((name,), name, ("say", "offer", "call"), "lane")

    def _target(self, lane: str, where: Where, said: object) -> Iterator[Target]:
        if not isinstance(said, dict):
            self._wrong(
                "L132", where, f"`{'.'.join(where)}` takes words with values", f"write `[{'.'.join(where)}]`, and `url`, `handler` or `log`"
            )
            return
        before = len(self.problems)
        values = self._values(where, said, _WORDS)
        places = [word for word in _PLACES if word in said and said[word] is not False]
        if len(places) != 1:
            headline = f"`{lane}` goes {'to several places' if places else 'nowhere'}"
            self._wrong("L133", (*where, *places[1:2]), headline, "give exactly one of `url`, `handler` and `log = true`")
        elif places == ["url"]:
            self._signed(lane, where, said)
            self._reachable(values, where)
        elif astray := [word for word in _ASTRAY[places[0]] if word in said]:
            self._wrong("L133", (*where, astray[0]), f"`{astray[0]}` says nothing of a `{places[0]}`", f"leave `{astray[0]}` out")
        if len(self.problems) == before:
            limits = Limits(**{word: values.pop(word) for word in ("parallel", "per_second") if word in values})
            yield Target(lane=lane, limits=limits, place=self._span(where), **values)

    def _signed(self, lane: str, where: Where, said: Mapping[str, Any]) -> None:
        secret = "secret_env" in said or "secret_file" in said
        if secret == bool(said.get("unsigned")):
            headline = f"`{lane}` is {'signed and unsigned' if secret else 'not signed'}"
            fix = "name the environment variable of its secret in `secret_env`, or say `unsigned = true`"
            self._wrong("L133", (*where, "unsigned") if secret else where, headline, fix)

    def _reachable(self, values: Mapping[str, Any], where: Where) -> None:
        """Whether a URL can be sent to, as far as it says so itself; what its name resolves to is looked at on each attempt."""
        if "url" not in values or "allow" in values:
            return
        parts = parsed(values["url"])
        host = parts.hostname or ""
        with suppress(ValueError):
            if not is_public(ip_address(host)):
                self._wrong("L133", (*where, "url"), f"{host} is no public address", f'say `allow = ["{host}"]` if it is meant')
                return
        if parts.scheme == "http":
            headline = "`http://` is sent in the clear, and only to networks that `allow` names"
            self._wrong("L133", (*where, "url"), headline, 'write `https://`, or say `allow = ["10.1.0.0/16"]` with the network it is in')

    def _values(self, where: Where, said: Mapping[str, Any], words: Mapping[str, Callable[[Any], object]]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for word, value in said.items():
            if word not in words:
                self._unknown((*where, word), word, tuple(words), "word")
            elif word == "retries" and isinstance(value, dict):
                values[word] = Retries(**self._values((*where, word), value, _RETRIES))
            else:
                try:
                    values[word] = words[word](value)
                except ValueError as error:
                    self._wrong(
                        "L132", (*where, word), f"`{word}` cannot be read: {error}", f"write a value such as `{word} = {_EXAMPLES[word]}`"
                    )
        return values

    def _unknown(self, where: Where, name: str, known: tuple[str, ...], noun: str) -> None:
        near = get_close_matches(name, known, 1)
        fix = f"write `{near[0]}`" if near else f"write one of {', '.join(f'`{one}`' for one in known)}"
        if name in ("task", "handoff"):
            fix = "leave it out: tasks and handoffs are taken by people"
        self._wrong("L131", where, f"there is no {noun} `{name}`", fix, tuple(map(Near, near)))

    def _wrong(self, code: str, where: Where, headline: str, fix: str, near: tuple[Near, ...] = ()) -> None:
        self.problems.append(Diagnostic(code, headline, self._span(where), why=_WHY, fix=Fix(fix), near=near))

    def _span(self, where: Where) -> Span:
        """Where it stands: the word itself, else in the line of what it is part of, else at the head of the file."""
        begun = next((place for place in self._places if place[: len(where)] == where), where)
        for length in range(len(begun), 0, -1):
            if begun[:length] in self._places:
                line, column, width = self._places[begun[:length]]
                inner = self._lines[line - 1].find(where[-1], column - 1) if length < len(begun) else -1
                if inner >= 0:
                    column, width = inner + 1, len(where[-1])
                return Span(str(self._path), line, column, line, column + width)
        return Span(str(self._path), 1, 1, 1, 2)


def _places(text: str) -> Iterator[tuple[Where, tuple[int, int, int]]]:
    """Headers and words of a file, each with its line, column and width; the first of each."""
    table: Where = ()
    found: dict[Where, tuple[int, int, int]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.fullmatch(line):
            table = _header(header[1])
            found.setdefault(table, (number, header.start(1) + 1, len(header[1])))
        elif key := _KEY.match(line):
            found.setdefault((*table, key[1]), (number, key.start(1) + 1, len(key[1])))
    yield from found.items()


def _header(text: str) -> Where:
    try:
        inner: Any = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return ()
    path = []
    while inner:
        (name, inner), *_ = inner.items()
        path.append(name)
    return tuple(path)


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("it takes a text")
    return value


def _texts(value: object) -> tuple[str, ...]:
    listed = value if isinstance(value, list) else [value]
    if not listed:
        raise ValueError("nothing is in it")
    return tuple(_text(one) for one in listed)


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("it takes `true` or `false`")
    return value


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 1000:
        raise ValueError("it takes a whole number from 1 to 1000")
    return value


def _number(least: float, most: float) -> Callable[[object], float]:
    def number(value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not least <= value <= most:
            raise ValueError(f"it takes a number from {least:g} to {most:g}")
        return float(value)

    return number


def _url(value: object) -> str:
    parsed(_text(value))
    return str(value)


_WORDS: Mapping[str, Callable[[Any], object]] = {
    "url": _url,
    "handler": _text,
    "log": _flag,
    "secret_env": _texts,
    "secret_file": lambda value: tuple(map(Path, _texts(value))),
    "unsigned": _flag,
    "timeout_seconds": _number(0.1, 600),
    "allow": lambda value: tuple(map(ip_network, _texts(value))),
    "authorities": lambda value: Path(_text(value)),
    "parallel": _whole,
    "per_second": _number(0.001, 100_000),
    "retries": lambda _: _fail("it takes words with values"),
}
_RETRIES: Mapping[str, Callable[[Any], object]] = {
    "first_seconds": _number(0.001, 86_400),
    "most_seconds": _number(0.001, 604_800),
    "attempts": _whole,
}
_EXAMPLES = {
    "url": '"https://example.com/hooks"',
    "handler": '"ticketing"',
    "log": "true",
    "secret_env": '"SAY_SECRET"',
    "secret_file": '"/run/secrets/say"',
    "unsigned": "true",
    "timeout_seconds": "10",
    "allow": '["10.1.0.0/16"]',
    "authorities": '"ca.pem"',
    "parallel": "4",
    "per_second": "50",
    "retries": "{first_seconds = 1, most_seconds = 3600, attempts = 72}",
    "first_seconds": "1",
    "most_seconds": "3600",
    "attempts": "72",
}


def _fail(problem: str) -> None:
    raise ValueError(problem)
