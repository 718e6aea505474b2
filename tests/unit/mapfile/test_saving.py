"""Files are put in their place whole, or stay as they were."""

import os
from pathlib import Path
from unittest.mock import patch

import pytest
from click.testing import CliRunner

from desireline import api
from desireline.cli import main
from desireline.mapfile.saving import save

FULL = OSError(28, "No space left on device")


def test_permissions_and_links_stay(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    (tmp_path / "a").chmod(0o640)
    (tmp_path / "link").symlink_to("a")
    save(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert ((tmp_path / "a").read_text(), (tmp_path / "a").stat().st_mode & 0o777) == ("new", 0o640)


@pytest.mark.parametrize("change", [api.fmt, api.fix])
def test_a_full_disk_leaves_the_map_as_it_was(tmp_path: Path, change: object) -> None:
    path = tmp_path / "a.journey.yaml"
    assert CliRunner().invoke(main, ["init", str(tmp_path / "new")]).exit_code == 0
    sound = (tmp_path / "new" / "first.journey.yaml").read_text()
    text = sound.replace("next: [arrived]", "next:   [arived]")
    path.write_text(text)
    assert callable(change)
    with patch.object(os, "fsync", side_effect=FULL), pytest.raises(OSError, match="No space") as refused:
        change(path)
    assert (path.read_text(), refused.value.filename) == (text, str(path))
    assert {entry.name for entry in tmp_path.iterdir()} == {"new", path.name}


def test_init_leaves_nothing_behind_where_it_fails(tmp_path: Path) -> None:
    with patch.object(os, "fsync", side_effect=[None, FULL]):
        ran = CliRunner().invoke(main, ["init", str(tmp_path / "deep" / "er")])
    assert (ran.exit_code, list(tmp_path.iterdir())) == (2, [])
    assert "C101" in ran.stderr


def test_a_folder_that_is_none_is_told_by_the_name_that_was_given(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NotADirectoryError) as refused:
        save(tmp_path / "file" / "a.yaml", b"new")
    assert refused.value.filename == str(tmp_path / "file" / "a.yaml")
