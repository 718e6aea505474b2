"""Several maps at once, and where their findings stand."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from desireline import api
from desireline.check import RULES
from desireline.cli import main

SOUND = RULES["J206"].good


def test_a_file_that_cannot_be_read_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "good.yaml").write_text(SOUND)
    (tmp_path / "bad.yaml").write_text("journey: Bad\n")
    paths = [str(tmp_path / name) for name in ("missing.yaml", "good.yaml", "bad.yaml")]
    ran = CliRunner().invoke(main, ["check", *paths])
    assert ran.exit_code == 2
    assert "error[J001]" in ran.stderr
    assert "good.yaml: sound" in ran.stderr
    assert "error[J102]" in ran.stderr
    as_json = CliRunner().invoke(main, ["check", "--json", *paths])
    assert (as_json.exit_code, {"J001", "J102"} - {finding["code"] for finding in json.loads(as_json.stdout)}) == (2, set())


def test_findings_alone_exit_with_1(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("journey: Bad\n")
    assert CliRunner().invoke(main, ["check", str(tmp_path / "bad.yaml")]).exit_code == 1


@pytest.mark.parametrize("mark", ["\x85", "\u2028", "\u2029"])
def test_the_marked_line_is_the_one_that_an_editor_shows(tmp_path: Path, mark: str) -> None:
    (tmp_path / "a.yaml").write_bytes(f"# one{mark}line\r\njourney: Bad name\r\n".encode())
    ran = CliRunner().invoke(main, ["check", str(tmp_path / "a.yaml")])
    assert " 2 | journey: Bad name\n" in ran.stderr


def findings(*arguments: str) -> tuple[int, list[str]]:
    ran = CliRunner().invoke(main, ["check", "--json", *arguments])
    return ran.exit_code, [finding["code"] for finding in json.loads(ran.stdout)]


def test_a_warning_exits_with_1_and_a_hint_with_0(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(RULES["J206"].bad)
    assert findings(str(path)) == (1, ["J206"])
    path.write_text(RULES["J265"].bad)
    assert findings(str(path)) == (0, ["J265"])
    ran = CliRunner().invoke(main, ["check", str(path)])
    assert "hint[J265]" in ran.stderr
    assert "a.yaml: sound" in ran.stderr


def test_what_is_allowed_by_a_map_is_not_reported_and_then_no_longer_needed_removed(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(RULES["J206"].bad + "allow: [{rule: J206, because: All who come stay}]\n# the end\n")
    assert findings(str(path)) == (0, [])
    path.write_text(SOUND + "allow: [{rule: J206, because: All who come stay}]\n# the end\n")
    assert findings(str(path)) == (1, ["J200"])
    assert findings("--fix", str(path)) == (0, [])
    assert path.read_text() == SOUND + "# the end\n"


def test_json_and_sarif_at_once_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(SOUND)
    assert CliRunner().invoke(main, ["check", "--json", "--sarif", str(tmp_path / "a.yaml")]).exit_code == 2


def test_rules_are_listed_and_each_has_a_page() -> None:
    listed = CliRunner().invoke(main, ["rules"])
    assert [line[:4] for line in listed.stdout.splitlines()] == list(RULES)
    page = CliRunner().invoke(main, ["rules", "j204"])
    assert RULES["J204"].bad.rstrip() in page.stdout
    others = CliRunner().invoke(main, ["rules", "e108", "L101"]).stdout.splitlines()
    assert [line[:4] for line in others if line] == ["E108", "L101"]
    unknown = CliRunner().invoke(main, ["rules", "L199"])
    assert (unknown.exit_code, "error[C104]" in unknown.stderr, "near: `L1" in unknown.stderr) == (2, True, True)


def test_the_worst_case_and_the_way_to_a_person_are_printed_on_demand(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(RULES["J251"].good)
    ran = CliRunner().invoke(main, ["check", "--times", "--people", str(path)])
    assert ran.exit_code == 0
    assert [line.split() for line in ran.stdout.splitlines() if line.startswith("hand_in")] == [
        ["hand_in", "mended", "5d", "hand_in,", "mended"],
        ["hand_in", "any", "none", "leads", "there", "none", "leads", "there"],
    ]
    assert CliRunner().invoke(main, ["check", "--sarif", "--times", str(path)]).exit_code == 2


def test_the_worst_case_and_the_way_to_a_person_are_data_too(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(RULES["J251"].good)
    ran = CliRunner().invoke(main, ["check", "--json", "--times", "--people", str(path)])
    data = json.loads(ran.stdout)
    assert (data["findings"], list(data)) == ([], ["findings", "times", "people"])
    way = ["hand_in", "mended"]
    assert data["times"][0] == {
        "journey": "mobile_repair",
        "from": way[0],
        "to": way[1],
        "stage": None,
        "longest_seconds": 432_000.0,
        "way": way,
    }
    assert data["people"][0] == {"journey": "mobile_repair", "step": "hand_in", "channel": None, "moves": None, "in_channel": None}
    assert [case.as_data() for case in api.times(path)] == [{k: v for k, v in row.items() if k != "journey"} for row in data["times"]]
    assert [far.step for far in api.people(api.read_map(path))] == [row["step"] for row in data["people"]]
