import pytest

from desireline.diagnostics import DesirelineError, Diagnostic, Span, has_errors, ordered


def at(line: int, column: int, code: str = "J104") -> Diagnostic:
    return Diagnostic(code, "x", Span("a.yaml", line, column, line, column + 1))


def test_findings_are_ordered_by_place_and_given_once():
    nowhere = Diagnostic("J001", "x")
    assert ordered([at(2, 1), at(1, 9), at(1, 2), nowhere, at(2, 1)]) == (nowhere, at(1, 2), at(1, 9), at(2, 1))


def test_at_one_place_the_code_decides():
    assert [d.code for d in ordered([at(1, 1, "J110"), at(1, 1, "J104")])] == ["J104", "J110"]


def test_an_error_carries_its_findings_and_says_them():
    error = DesirelineError([at(2, 1), at(1, 1)])
    assert error.diagnostics == (at(1, 1), at(2, 1))
    assert str(error) == "J104: x; J104: x"


def test_one_finding_can_be_raised_alone():
    with pytest.raises(DesirelineError, match="J104: x"):
        raise DesirelineError(at(1, 1))


@pytest.mark.parametrize(("severity", "expected"), [("error", True), ("warning", False), ("hint", False)])
def test_only_errors_are_errors(severity, expected):
    assert has_errors([Diagnostic("J104", "x", severity=severity)]) is expected
