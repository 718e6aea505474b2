"""Files: what can be read as text, and what is refused."""

from pathlib import Path

import pytest
from support.map_texts import SMALL

from desireline.diagnostics import DesirelineError, Diagnostic
from desireline.mapfile import parse_map, read_map, read_map_file
from desireline.mapfile.limits import LARGEST_BYTES


def refused(path: Path) -> Diagnostic:
    with pytest.raises(DesirelineError) as caught:
        read_map(path)
    (diagnostic,) = caught.value.diagnostics
    return diagnostic


def written(folder: Path, content: bytes) -> Path:
    path = folder / "shop.journey.yaml"
    path.write_bytes(content)
    return path


def test_a_file_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, SMALL.encode())
    assert read_map(path).journey == "shop"
    assert read_map_file(path).text == SMALL


def test_a_byte_order_mark_and_windows_line_ends_say_nothing(tmp_path: Path) -> None:
    windows = written(tmp_path, b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode())
    assert read_map(windows) == parse_map(SMALL).map


@pytest.mark.parametrize("name", ["nowhere.yaml", ".", "a\0b"])
def test_what_cannot_be_opened(tmp_path: Path, name: str) -> None:
    assert refused(tmp_path / name).code == "J001"


def test_a_file_larger_than_any_map_is_not_read(tmp_path: Path) -> None:
    large = refused(written(tmp_path, SMALL.encode() + b"# x\n" * (LARGEST_BYTES // 4)))
    assert large.code == "J003"
    assert "1 MB" in large.headline


def test_utf_16_is_named(tmp_path: Path) -> None:
    diagnostic = refused(written(tmp_path, SMALL.encode("utf-16")))
    assert diagnostic.code == "J002"
    assert diagnostic.fix is not None
    assert "UTF-16" in diagnostic.fix.message


def test_all_errors_of_a_file_are_raised_at_once(tmp_path: Path) -> None:
    path = written(tmp_path, SMALL.replace("look", "lok", 1).replace("[paid]", "[pad]").encode())
    with pytest.raises(DesirelineError) as caught:
        read_map(path)
    assert [d.code for d in caught.value.diagnostics] == ["J107", "J104"]
    assert {d.span.path for d in caught.value.diagnostics if d.span} == {str(path)}
