"""`--against`: only what a change brought in."""

import subprocess
from pathlib import Path

import pytest

from desireline import api
from desireline.check import RULES
from desireline.diagnostics import DesirelineError

GOOD, BAD = RULES["J203"].good, RULES["J203"].bad
WORSE = BAD.replace("  - {id: kept, kind: lost", "  - {id: kept, kind: other")


def git(folder: Path, *arguments: str) -> None:
    name = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *name, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A map whose first version, with one fault, is committed."""
    folder = tmp_path / "maps"
    folder.mkdir()
    (folder / "a.journey.yaml").write_text(BAD)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "maps")
    git(tmp_path, "commit", "-q", "-m", "first")
    return folder / "a.journey.yaml"


def codes(path: Path, against: str | None) -> list[str]:
    return [d.code for d in api.check(path, against=against).diagnostics]


def test_what_was_there_before_is_not_reported(path: Path) -> None:
    path.write_text("# a line more\n" + WORSE)
    assert codes(path, None) == ["J206", "J203"]
    assert codes(path, "HEAD") == ["J206"]


def test_a_file_that_was_not_there_is_new_altogether(path: Path) -> None:
    other = path.with_name("b.journey.yaml")
    other.write_text(BAD)
    assert codes(other, "HEAD") == ["J203"]  # a copy: the first is still there


@pytest.mark.parametrize("to", ["b.journey.yaml", "../b.yaml", "../other/deep/ä b.journey.yaml"])
def test_a_file_that_was_moved_is_the_one_that_it_was(path: Path, to: str) -> None:
    moved = path.parent / to
    moved.parent.mkdir(parents=True, exist_ok=True)
    path.rename(moved)
    assert codes(moved, "HEAD") == []
    moved.write_text("# a line more\n" + WORSE)
    assert codes(moved, "HEAD") == ["J206"]


def test_a_folder_that_was_moved(path: Path) -> None:
    path.parent.rename(path.parent.with_name("journeys"))
    assert codes(path.parent.with_name("journeys") / path.name, "HEAD") == []


def test_of_another_journey_or_of_several_files_none_is_taken(path: Path) -> None:
    moved = path.with_name("b.journey.yaml")
    moved.write_text(BAD.replace("journey: ", "journey: another_"))
    path.unlink()
    assert codes(moved, "HEAD") == ["J203"]
    path.write_text(BAD)
    path.with_name("c.journey.yaml").write_text(BAD)
    git(path.parent, "add", ".")
    git(path.parent, "commit", "-q", "-m", "two of one journey")
    path.unlink()
    path.with_name("c.journey.yaml").unlink()
    moved.with_name("d.journey.yaml").write_text(BAD)
    assert codes(path.with_name("d.journey.yaml"), "HEAD~1") == []
    assert codes(path.with_name("d.journey.yaml"), "HEAD") == ["J203"]


def test_against_another_file(path: Path, tmp_path: Path) -> None:
    (tmp_path / "good.yaml").write_text(GOOD)
    assert codes(path, str(tmp_path / "good.yaml")) == ["J203"]
    assert codes(path, str(path)) == []


@pytest.mark.parametrize("against", ["no_such_branch", "-x", "--output=here", ""])
def test_what_git_does_not_know_is_refused(path: Path, against: str) -> None:
    with pytest.raises(DesirelineError, match="C103"):
        api.check(path, against=against)


def test_outside_a_repository_it_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    (tmp_path / "a.yaml").write_text(GOOD)
    with pytest.raises(DesirelineError, match="not a git repository"):
        api.check(tmp_path / "a.yaml", against="main")


def test_without_git_it_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(DesirelineError, match="git is not installed"):
        api.check(path, against="HEAD")


def test_a_map_that_could_not_be_read_before_had_its_errors(path: Path) -> None:
    path.write_text("journey: Bad\n")
    git(path.parent, "commit", "-q", "-a", "-m", "broken")
    assert codes(path, "HEAD") == []
    path.write_text(BAD)
    assert codes(path, "HEAD") == ["J203"]
