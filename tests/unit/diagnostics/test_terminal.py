from rich.cells import cell_len
from rich.console import Console

from desireline.diagnostics import Diagnostic, Edit, Fix, Near, Span
from desireline.diagnostics.excerpt import excerpt
from desireline.diagnostics.terminal import as_plain, as_styled

PATH = "maps/connection_down.journey.yaml"


def span(line: int, column: int, end_line: int, end_column: int) -> Span:
    return Span(PATH, line, column, end_line, end_column)


def shown(diagnostic: Diagnostic, lines: list[str], width: int = 100) -> str:
    return as_plain([diagnostic], lambda _: lines, width)


def marked(line: str, column: int, end_column: int, width: int = 100) -> tuple[str, str]:
    """The source line and the line of carets under it, without their gutter."""
    text = shown(Diagnostic("J104", "x", span(1, column, 1, end_column)), [line], width)
    source, mark = text.splitlines()[3:5]
    return source.removeprefix(" 1 | "), mark.removeprefix("   | ")


def test_a_finding_reads_like_this():
    lines = [""] * 56 + ["    next: [line_test, agnet_check]"]
    finding = Diagnostic(
        "J104",
        "this move leads to a step that does not exist",
        span(57, 23, 57, 34),
        "no step or outcome has this id",
        "a customer who calls would have nowhere to go next",
        Fix("write `agent_check`", (Edit(span(57, 23, 57, 34), "agent_check"),)),
        (Near("agent_check", span(71, 5, 71, 16)),),
    )
    assert (
        shown(finding, lines)
        == """\
error[J104]: this move leads to a step that does not exist
  --> maps/connection_down.journey.yaml:57:23
   |
57 |     next: [line_test, agnet_check]
   |                       ^^^^^^^^^^^ no step or outcome has this id
   |
   = near: `agent_check`, declared at 71:5
   = why:  a customer who calls would have nowhere to go next
   = fix:  write `agent_check`
"""
    )


def test_findings_are_parted_by_an_empty_line():
    text = as_plain([Diagnostic("E101", "one"), Diagnostic("E102", "two", severity="warning")], lambda _: None)
    assert text == "error[E101]: one\n\nwarning[E102]: two\n"


def test_a_file_that_cannot_be_shown_is_still_named():
    text = as_plain([Diagnostic("J104", "x", span(7, 3, 7, 4))], lambda _: None)
    assert text == "error[J104]: x\n  --> maps/connection_down.journey.yaml:7:3\n"


def test_a_span_past_the_end_of_the_file_shows_no_line():
    assert shown(Diagnostic("J104", "x", span(7, 3, 7, 4)), ["one"]).count("\n") == 2


def test_the_mark_stands_under_wide_characters():
    assert marked("日本語 agnet", 5, 10) == ("日本語 agnet", "       ^^^^^")


def test_a_wide_character_is_marked_whole():
    assert marked("日本語", 2, 3)[1] == "  ^^"


def test_combining_characters_take_no_cell():
    assert marked("e\u0301clair bad", 9, 12) == ("e\u0301clair bad", "       ^^^")


def test_tabs_become_spaces_up_to_the_next_stop():
    assert marked("\tab\tbad", 5, 8) == ("    ab  bad", "        ^^^")


def test_an_empty_span_is_one_caret():
    assert marked("next:", 6, 6)[1] == "     ^"


def test_what_would_move_the_cursor_or_turn_the_text_is_made_visible():
    source, mark = marked("a\x1b[31m\u202eb bad", 9, 12)
    assert source == "a␛[31m�b bad"
    assert mark == "         ^^^"[1:]


def test_escape_sequences_in_words_are_made_visible():
    assert "\x1b" not in shown(Diagnostic("J104", "a\x1b[31m", span(1, 1, 1, 2), "b\x1b", "c\x1b", Fix("d\x1b"), (Near("e\x1b"),)), ["x"])


def test_a_long_line_is_cut_around_the_mark():
    source, mark = marked("x" * 200 + "BAD" + "y" * 200, 201, 204, width=60)
    assert cell_len(source) <= 60
    assert source.startswith("…")
    assert source.endswith("…")
    assert source[mark.index("^") : mark.index("^") + 3] == "BAD"


def test_a_long_line_keeps_its_beginning_where_the_mark_is_near():
    source, mark = marked("BAD" + "y" * 200, 1, 4, width=60)
    assert source.startswith("BADy")
    assert mark == "^^^"


def test_a_mark_longer_than_the_line_is_cut_with_it():
    source, mark = marked("y" * 300, 100, 300, width=60)
    assert cell_len(mark) <= cell_len(source) <= 60


def test_a_long_line_of_wide_characters_stays_within_its_cells():
    part = excerpt("語" * 100, 50, 52, 41)
    assert cell_len(part.text) <= 41
    assert part.mark_cells == 4


def test_a_span_over_lines_marks_each_of_them():
    text = shown(Diagnostic("J104", "x", span(1, 3, 2, 4), "here"), ["ab cd", "  ef gh"])
    assert text.splitlines()[3:7] == [" 1 | ab cd", "   |   ^^^", " 2 |   ef gh", "   |   ^ here"]


def test_a_long_span_shows_its_first_lines_and_its_last():
    text = shown(Diagnostic("J104", "x", span(1, 1, 9, 3)), [f"l{n}" for n in range(1, 10)])
    assert [line for line in text.splitlines()[3:-1] if "^" not in line] == [" 1 | l1", " 2 | l2", "  ...", " 9 | l9"]


def test_a_span_that_ends_at_the_start_of_a_line_leaves_that_line_out():
    text = shown(Diagnostic("J104", "x", span(1, 1, 2, 1)), ["one", "two"])
    assert "two" not in text


def test_a_label_without_room_beside_the_mark_goes_below_it():
    text = shown(Diagnostic("J104", "x", span(1, 38, 1, 40), "a label of many words that is long"), ["y" * 39], width=50)
    assert text.splitlines()[4:6] == ["   | " + " " * 37 + "^^", "   | " + " " * 11 + "a label of many words that is long"]


def test_notes_are_broken_at_the_width_and_hang():
    text = shown(Diagnostic("J104", "x", why="word " * 30), [], width=60)
    first, second, *_ = text.splitlines()[1:]
    assert len(first) <= 60
    assert second.startswith(" " * 11 + "word")


def test_something_near_in_another_file_is_named_with_its_path():
    near = Near("call", Span("other.yaml", 3, 5, 3, 9))
    assert "`call`, declared at other.yaml:3:5" in shown(Diagnostic("J104", "x", span(1, 1, 1, 2), near=(near,)), ["x"])


def test_the_styled_text_is_the_plain_text_with_colours():
    finding = Diagnostic("J104", "[bold]x[/]", span(1, 1, 1, 2), "label", "why", Fix("fix"))
    styled = as_styled([finding, finding], lambda _: ["xyz"])
    assert styled.plain == as_plain([finding, finding], lambda _: ["xyz"])
    console = Console(force_terminal=True, color_system="standard", width=40, no_color=False)
    with console.capture() as capture:
        console.print(styled, soft_wrap=True, end="")
    assert "\x1b[1;31merror[J104]" in capture.get()


def test_a_label_without_a_text_to_mark_is_a_note():
    spanless = as_plain([Diagnostic("E212", "x", label="no column `identity`", why="y")], lambda _: None)
    assert spanless == "error[E212]: x\n   = note: no column `identity`\n   = why:  y\n"
    gone = as_plain([Diagnostic("J104", "x", span(7, 3, 7, 4), label="no such step")], lambda _: None)
    assert gone.endswith(":7:3\n   = note: no such step\n")


def test_a_long_headline_runs_on_under_itself():
    text = as_plain([Diagnostic("E106", "word " * 20 + "end", why="z " * 60)], lambda _: None, 40)
    assert text.startswith("error[E106]: word word word word word\n     word word")
    assert max(map(cell_len, text.splitlines())) <= 40
    assert text.count("word") == 20
