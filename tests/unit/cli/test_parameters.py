from pathlib import Path

import pytest
from click.testing import CliRunner

from desireline.cli import main


@pytest.mark.parametrize("share", ["nan", "5", "-1", "inf", "some"])
def test_a_share_is_a_number_from_0_to_1(tmp_path: Path, share: str) -> None:
    ran = CliRunner().invoke(main, ["import", "a.csv", "--lake", str(tmp_path / "lake"), f"--max-bad-share={share}"])
    assert ran.exit_code == 2
    assert "Invalid value for '--max-bad-share'" in ran.stderr
    assert not list(tmp_path.iterdir())
