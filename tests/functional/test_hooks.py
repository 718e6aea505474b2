"""The hooks that pre-commit takes from this repository name commands that there are, for files that are maps."""

import re
from pathlib import Path

from desireline.cli import main
from desireline.mapfile.compose import compose
from desireline.mapfile.data import data_of_node
from desireline.mapfile.findings import Findings
from desireline.mapfile.nodes import TextSource

ROOT = Path(__file__).parents[2]


def hooks() -> list[dict[str, str]]:
    text = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    node = compose(text, Findings(TextSource(text, "hooks")))
    assert node is not None
    listed = data_of_node(node)
    assert isinstance(listed, list)
    return listed


def test_each_hook_runs_a_command_that_takes_files() -> None:
    assert [hook["id"] for hook in hooks()] == ["desireline-check", "desireline-fmt"]
    for hook in hooks():
        program, command = hook["entry"].split()
        assert program == "desireline"
        assert any(parameter.nargs == -1 for parameter in main.commands[command].params)


def test_the_hooks_take_the_example_maps_and_no_other_yaml() -> None:
    for hook in hooks():
        assert all(re.search(hook["files"], str(path)) for path in (ROOT / "examples").glob("*/*.journey.yaml"))
        assert not re.search(hook["files"], ".pre-commit-hooks.yaml")
