"""Map files: text to map, with every finding and every place; and maps that come as data."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from desireline.diagnostics.diagnostic import DesirelineError, Diagnostic, Span, has_errors
from desireline.mapfile.build import build_map
from desireline.mapfile.compose import compose
from desireline.mapfile.condition_texts import parse_conditions
from desireline.mapfile.data import node_of_data
from desireline.mapfile.findings import Findings
from desireline.mapfile.language import MAP
from desireline.mapfile.map_rules import check_map
from desireline.mapfile.nodes import DataSource, Mapping, Node, Scalar, TextSource
from desireline.mapfile.read import Reader
from desireline.mapfile.reading import Place
from desireline.mapfile.references import check_uses
from desireline.mapfile.rules import check_nouns
from desireline.mapfile.source import read_text
from desireline.mapfile.spans import spans_of
from desireline.mapfile.wording import NearNames, is_written
from desireline.model.map import Map


@dataclass(frozen=True, kw_only=True)
class MapFile:
    """A map as a file says it.

    map          None where something is wrong with it
    diagnostics  everything that was found, in stable order
    text         the text it was read from
    """

    path: str
    text: str
    map: Map | None
    diagnostics: tuple[Diagnostic, ...]
    _root: Node | None = field(default=None, repr=False)

    @property
    def root(self) -> Node | None:
        """The tree of the text; None where it is no YAML."""
        return self._root

    @cached_property
    def spans(self) -> AnyMapping[Place, Span]:
        """Where each value stands. A place is the words that lead to it; nouns in lists by their ids, other items by their position:
        `("steps", "call", "promises", "cause_soon", "within")`, `("steps", "call", "next", 0)`. A noun stands where its id does.
        """
        return spans_of(self._root, TextSource(self.text, self.path)).values

    @cached_property
    def word_spans(self) -> AnyMapping[Place, Span]:
        """Where each word (or key) stands, by the same places."""
        return spans_of(self._root, TextSource(self.text, self.path)).words


def read_map(path: str | Path) -> Map:
    """The map in a file. Raises DesirelineError with every error that is found in it, or why it cannot be read."""
    return _sound(read_map_file(path))


def read_map_file(path: str | Path) -> MapFile:
    """What a file says, sound or not. Raises DesirelineError only where the file cannot be read as text."""
    return parse_map(read_text(path), str(path))


def parse_map(text: str, path: str = "map.journey.yaml") -> MapFile:
    """Read a text. `path` only names it in findings. Nothing is raised: what is wrong is in `diagnostics`."""
    source = TextSource(text, path)
    findings = Findings(source)
    root = compose(text, findings)
    made = _map_of(root, findings) if root is not None or not len(findings) else None
    return MapFile(path=path, text=text, map=made, diagnostics=findings.listed(), _root=root)


def map_from_data(data: AnyMapping[str, object]) -> Map:
    """The map in data of the same shape as a map file (as JSON gives it). Raises DesirelineError with every error."""
    source = DataSource()
    findings = Findings(source)
    made = _map_of(node_of_data(data, source, findings), findings)
    if made is None or has_errors(findings.listed()):
        raise DesirelineError(findings.listed())
    return made


def _sound(file: MapFile) -> Map:
    if file.map is None:
        raise DesirelineError(file.diagnostics)
    return file.map


def _map_of(root: Node | None, findings: Findings) -> Map | None:
    if not isinstance(root, Mapping):
        _report_no_map(root, findings)
        return None
    near = NearNames(findings)
    reader = Reader(findings, near)
    reading = reader.noun(MAP, root, ())
    check_uses(reader.notes.uses, reader.notes.declared, findings, near)
    check_nouns(reading, findings)
    check_map(reading, reader.notes, findings, near)
    parse_conditions(reading, reader.notes, findings)
    return None if has_errors(findings.listed()) else build_map(reading)


def _report_no_map(root: Node | None, findings: Findings) -> None:
    if root is None or (isinstance(root, Scalar) and root.kind == "empty"):
        findings.add(
            "J005",
            Scalar(0, 0, ""),
            "the file is empty",
            label="no map here",
            why="there is no journey that a customer could be on",
            fix="write a map; `desireline init` makes one to begin with",
        )
        return
    findings.add(
        "J006",
        root,
        f"a map is words with values, and this is {is_written(root)}",
        label=f"this is {is_written(root)}",
        why="there is no journey that a customer could be on",
        fix="begin with `journey:` and its id",
    )
