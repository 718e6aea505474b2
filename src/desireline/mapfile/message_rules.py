"""Whether every text of a map can be said: what it speaks of is declared, its expressions can be told, its parts begin and end."""

from collections.abc import Iterable, Mapping

from desireline.conditions import ValueType
from desireline.mapfile.findings import Findings
from desireline.mapfile.nodes import Scalar, TextSource
from desireline.mapfile.offsets import stretch
from desireline.mapfile.reading import KeyedValue, Notes, Reading
from desireline.mapfile.wording import NearNames, shown
from desireline.texts import Mistake, read_message_text

_LONGEST_SHOWN = 60


def check_messages(root: Reading, notes: Notes, findings: Findings, near: NearNames) -> None:
    """Report what is wrong with the texts of messages. What rests on declarations that could not be read is passed over."""
    if not notes.declared.uncertain.isdisjoint({"field", "trait"}):
        return
    declared = notes.declared.of("field", "trait")
    keyed = {**root.keyed("fields"), **root.keyed("traits")}
    types = {name: _type_of(keyed.get(name)) for name in declared}
    untyped = any(not isinstance(keyed[name].value, ValueType) for name in declared if name in keyed)
    checker = _TextChecker(types, declared, findings, near, untyped=untyped)
    for message in root.keyed("messages").values():
        if isinstance(message.value, dict):
            for by_language in message.value.values():
                for text in by_language.values():
                    checker.check(text)


def _type_of(declared: KeyedValue | None) -> ValueType:
    return declared.value if declared is not None and isinstance(declared.value, ValueType) else ValueType(kind="text")


class _TextChecker:
    """`untyped`: some type could not be read, so that what expressions come to cannot be told."""

    def __init__(
        self, types: Mapping[str, ValueType], declared: Mapping[str, Scalar], findings: Findings, near: NearNames, *, untyped: bool
    ) -> None:
        self._types = types
        self._declared = declared
        self._findings = findings
        self._near = near
        self._untyped = untyped

    def check(self, text: Scalar) -> None:
        for mistake in read_message_text(text.text, self._types).mistakes:
            at = self._part(text, mistake.start, mistake.end)
            if mistake.wrong == "unknown name":
                self._unknown(at, mistake)
            elif mistake.wrong == "brace":
                self._brace(at, mistake.subject)
            elif mistake.wrong == "block":
                self._block(at, mistake)
            elif not self._untyped:
                self._expression(at, mistake)

    def _unknown(self, at: Scalar, mistake: Mistake) -> None:
        name, whole = mistake.subject, at.text.startswith("{")
        like, meant = self._near.like(name, dict(self._declared))
        written = f"{{{meant}}}" if whole else meant or ""
        self._findings.add(
            "J132",
            at,
            f"nothing is known under the name `{shown(name)}`",
            label="no field or trait has this name",
            why="the customer would read a gap, or the braces themselves",
            fix=self._findings.rewrite(f"write `{written}`", at, written)
            if meant and (whole or meant.isidentifier())
            else f"declare `{shown(name)}` under `fields` or `traits`",
            near=like,
        )

    def _brace(self, at: Scalar, braces: str) -> None:
        self._findings.add(
            "J133",
            at,
            f"`{braces}` stands for nothing",
            label="no name between braces" if len(braces) > 1 else "one brace",
            why="the customer would read the braces, or a gap",
            fix=f"write {_both(braces)} for braces that are to be read",
        )

    def _block(self, at: Scalar, mistake: Mistake) -> None:
        self._findings.add(
            "J148",
            at,
            f"`{{% {mistake.subject} %}}` begins or ends no part of this text"
            if mistake.subject
            else "this begins or ends no part of this text",
            label=mistake.problem,
            why="nobody could tell to which customers the part is said",
            fix="write `{% if … %}`, then `{% elif … %}` or `{% else %}` where needed, and `{% endif %}`",
        )

    def _expression(self, at: Scalar, mistake: Mistake) -> None:
        self._findings.add(
            "J147",
            at,
            f"`{shown(mistake.subject) if len(mistake.subject) <= _LONGEST_SHOWN else '{…}'}` cannot be told",
            label=mistake.problem,
            why="no customer could be told this message",
            fix="write the name of a field or trait, with filters such as `| default('you')` after it",
        )

    def _part(self, text: Scalar, start: int, end: int) -> Scalar:
        """The stretch of a text that some of its characters are written in."""
        at = stretch(text, self._findings.source.text, start, end) if isinstance(self._findings.source, TextSource) else None
        return text if at is None else Scalar(*at, text.text[start:end])


def _both(braces: Iterable[str]) -> str:
    return " and ".join(f"`{brace * 2}`" for brace in braces)
