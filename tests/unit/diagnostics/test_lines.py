"""Lines as editors count them."""

from desireline.diagnostics.lines import line_starts, lines_in

TEXT = "a\nb\r\nc\rd\x0b\x0c\x85\u2028e\n\r"


def test_lines_break_at_line_feeds_and_carriage_returns_alone() -> None:
    assert lines_in(TEXT) == ["a", "b", "c", "d\x0b\x0c\x85\u2028e", "", ""]


def test_each_line_starts_where_the_other_function_says() -> None:
    starts = line_starts(TEXT)
    assert [TEXT[start:].startswith(line) for start, line in zip(starts, lines_in(TEXT), strict=True)] == [True] * len(starts)
