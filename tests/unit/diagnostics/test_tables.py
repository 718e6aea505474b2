"""Tables fit the terminal: words, ids and numbers stay whole."""

from rich.console import Console

from desireline.diagnostics.tables import Fitted, table_with

STEPS = ("engineer_visit", "cabinet_repair", "connection_back")


def shown(width: int, headings: tuple[str, ...], *rows: tuple[str, ...], texts: int = 1) -> list[str]:
    table = table_with(headings, texts)
    for row in rows:
        table.add_row(*row)
    console = Console(width=width, color_system=None)
    with console.capture() as captured:
        console.print(Fitted(table))
    return [line.rstrip() for line in captured.get().splitlines()]


def test_where_there_is_room_nothing_is_folded() -> None:
    lines = shown(40, ("step", "trips"), ("call", "12"), ("connection_back", "1,204"))
    assert lines == ["step              trips", "───────────────────────", "call                 12", "connection_back   1,204"]


def test_texts_fold_between_words_and_go_on_below_their_beginning() -> None:
    wait = "engineer_visit → cabinet_repair\n  83 trips: one whole day or more"
    lines = shown(34, ("where", "trips", "in all"), (wait, "134", "315 days"))
    folded = [line[:19].rstrip() for line in lines[2:]]
    assert folded == ["engineer_visit →", "cabinet_repair", "  83 trips: one", "  whole day or", "  more"]
    assert lines[2].endswith("134  315 days")


def test_a_cell_of_blanks_is_an_empty_one() -> None:
    assert [line.split() for line in shown(12, ("step", "trips"), (" " * 20, "12"), ("a call", "3"))[2:]] == [["12"], ["a", "3"], ["call"]]


def test_columns_that_find_no_room_stand_below_beside_the_same_ids() -> None:
    numbers = [("1,097", "442 days", "83%-88%"), ("834", "656 days", "8%"), ("2", "66 min", "14%-17%")]
    headings = ("step", "customers", "time there", "95 %")
    rows = [(step, *row) for step, row in zip(STEPS, numbers, strict=True)]
    said = {word for row in (headings, *rows) for cell in row for word in cell.split()}
    for width in range(28, 60):
        lines = shown(width, headings, *rows)
        assert max(map(len, lines)) <= width
        assert {word for line in lines for word in line.split() if word.strip("─")} == said
        assert all(sum(line.startswith(step) for line in lines) == lines.count("") + 1 for step in STEPS)


def test_an_id_that_leaves_no_room_is_folded_and_loses_nothing() -> None:
    lines = shown(20, ("step", "trips"), ("a_step_with_a_name_that_never_ends", "12"))
    assert "".join(line.split()[0] for line in lines[2:]) == "a_step_with_a_name_that_never_ends"
    assert lines[2].endswith(" 12")


def test_nothing_is_taken_for_markup() -> None:
    assert shown(40, ("[bold]", "events"), ("[red]paid", "1"))[0].startswith("[bold]")
    assert shown(40, ("name", "events"), ("[red]paid", "1"))[2].startswith("[red]paid")
