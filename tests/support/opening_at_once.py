"""Opens new stores at the same moment as another process does: `python opening_at_once.py FOLDER ME OTHER ROUNDS`.

Of each round FOLDER/ROUND.db is opened, as soon as both are there. The output is one line for each one that could not be.
"""

import sys
from pathlib import Path

from desireline.diagnostics import DesirelineError
from desireline.live import SqliteStore


def main(folder: Path, me: str, other: str, rounds: int) -> None:
    """Meet, open, close; round after round."""
    for number in range(rounds):
        (folder / f"{number}.{me}").touch()
        while not (folder / f"{number}.{other}").exists():
            pass
        try:
            SqliteStore(folder / f"{number}.db").close()
        except DesirelineError as error:
            sys.stdout.write(f"{number} {error}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4]))
