from desireline.pictures.widths import ELLIPSIS, fitted, in_rows, width_of, wrapped


def test_a_text_that_fits_stays_as_it_is() -> None:
    assert fitted("Call", 12, 200) == "Call"


def test_a_text_that_does_not_fit_ends_with_an_ellipsis_and_fits() -> None:
    cut = fitted("Engineer visit at the cabinet", 12, 90)
    assert cut.endswith(ELLIPSIS)
    assert cut.startswith("Engineer")
    assert width_of(cut, 12) <= 90


def test_a_cut_goes_through_no_letter_with_marks() -> None:
    assert fitted("e\u0301" * 40, 12, 100).removesuffix(ELLIPSIS).count("e") == fitted("e\u0301" * 40, 12, 100).count("\u0301")


def test_wide_letters_are_wide_and_marks_have_no_width() -> None:
    assert width_of("中", 10) > 10
    assert width_of("\u0301", 10) == 0
    assert width_of("call", 10, bold=True) > width_of("call", 10)


def test_lines_are_no_wider_than_asked() -> None:
    lines = wrapped("one two three " + "w" * 60, 12, 80)
    assert all(width_of(line, 12) <= 80 for line in lines)
    assert lines[0].startswith("one two")


def test_a_name_takes_so_many_lines_at_most() -> None:
    rows = in_rows("a name of very many words that does not end", 12, 80, 2)
    assert len(rows) == 2
    assert rows[1].endswith(ELLIPSIS)
