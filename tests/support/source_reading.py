"""Sources opened and read as rows, for tests."""

import tempfile
from pathlib import Path

import duckdb
import pytest

from desireline.diagnostics.diagnostic import DesirelineError, Diagnostic
from desireline.events.sources import SourceOptions, SourceRows, open_source

DATA = Path(__file__).parents[2].parent / "shared" / "data"
MISSING = f"the real logs are not at {Path('..') / 'shared' / 'data'}"


class Opened:
    """A source that is open, and its rows as dictionaries, properties under their names (or columns, where a field has that name)."""

    def __init__(self, path: Path, options: SourceOptions, scratch: Path) -> None:
        self.con = duckdb.connect(config={"autoinstall_known_extensions": False})
        self.source: SourceRows = open_source(path, options, self.con, scratch)

    @property
    def rows(self) -> list[dict[str, object]]:
        result = self.con.execute(self.source.sql)
        fields = {column[0] for column in result.description}
        names = {each.column: each.name for each in self.source.properties if each.name not in fields}
        columns = [names.get(column[0], column[0]) for column in result.description]
        return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]

    def column(self, name: str) -> list[object]:
        return [row[name] for row in self.rows]

    @property
    def stored(self) -> dict[str, str]:
        return {each.name: each.stored for each in self.source.properties}


def opened(path: Path, data: bytes | str | None = None, scratch: Path | None = None, **options: object) -> Opened:
    """Write `data` to `path`, if given, and open it. The scratch folder is made beside the file, or in `scratch`."""
    if data is not None:
        path.write_bytes(data.encode() if isinstance(data, str) else data)
    fresh = Path(tempfile.mkdtemp(dir=scratch or path.parent))
    return Opened(path, SourceOptions(**options), fresh)  # type: ignore[arg-type]  # options as a test writes them


def refused(path: Path, data: bytes | str | None = None, **options: object) -> Diagnostic:
    """The one diagnostic that opening gives."""
    with pytest.raises(DesirelineError) as caught:
        opened(path, data, **options)
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.why
    assert diagnostic.fix
    return diagnostic
