"""What the Makefile's targets rely on, and what the pages point to."""

import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "ARCHITECTURE.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def _examples_of_the_contract(environment: dict[str, str]) -> int:
    program = "import conftest; from support.campaign import examples; print(examples(500, campaign=20_000).max_examples)"
    path = {"PYTHONPATH": str(ROOT / "tests")}
    kept = {name: value for name, value in os.environ.items() if name != "HYPOTHESIS_PROFILE"}
    done = subprocess.run([sys.executable, "-c", program], env={**kept, **path, **environment}, capture_output=True, text=True, check=True)
    return int(done.stdout)


def test_the_campaign_target_looks_further_than_the_tests() -> None:
    (said,) = re.findall(r"^campaign:.*\n\t(\w+)=(\w+) ", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert _examples_of_the_contract({}) == 500
    assert _examples_of_the_contract(dict([said])) == 20_000


def test_the_files_that_come_first_are_there() -> None:
    from conftest import LONGEST

    assert [name for name in LONGEST if not (ROOT / "tests" / name).is_file()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_points_to_is_there(page: Path) -> None:
    links = re.findall(r"\]\((?!\w+:|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_readme_names_every_command_and_every_option_is_explained() -> None:
    from desireline.cli import main

    table = (ROOT / "README.md").read_text(encoding="utf-8")
    for name, command in main.commands.items():
        assert f"`desireline {name}" in table
        assert all(option.help for option in command.params if isinstance(option, click.Option))
