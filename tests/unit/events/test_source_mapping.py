"""Which column is which field: flags, guesses, mapping files."""

from pathlib import Path

import pytest
from support.source_reading import opened, refused

from desireline.diagnostics.diagnostic import DesirelineError
from desireline.events.mapping_file import WORDS, combined, read_mapping
from desireline.events.sources import SourceOptions
from desireline.events.sources.roles import choose_roles, property_name


def _roles(*names: str, **options: str) -> tuple[str, str, str]:
    roles = choose_roles(names, SourceOptions(**options))  # type: ignore[arg-type]  # options as a test writes them
    return roles.customer, roles.time, roles.event


def _codes(*names: str, **options: str) -> list[str]:
    with pytest.raises(DesirelineError) as caught:
        _roles(*names, **options)
    return [each.code for each in caught.value.diagnostics]


@pytest.mark.parametrize(
    "names",
    [
        ("Case ID", "Complete Timestamp", "Activity"),
        ("case_id", "timestamp", "activity"),
        ("case:concept:name", "time:timestamp", "concept:name"),
        ("customer_id", "ts", "event_name"),
        ("CustomerID", "InvoiceDate", "event"),
        ("user_id", "event_timestamp", "event_type"),
        ("household_id", "date", "action"),
        ("distinct_id", "time", "event"),
        ("userPseudoId", "eventTime", "eventName"),
        ("customer", "time", "name"),
    ],
)
def test_likely_names_are_guessed(names: tuple[str, str, str]) -> None:
    assert _roles("x", *names, "y") == names


def test_the_contracts_own_names_win() -> None:
    assert _roles("customer", "time", "name", "event", "case_id", "timestamp") == ("customer", "time", "name")
    roles = choose_roles(("id", "time", "customer", "name", "event_id"), SourceOptions())
    assert (roles.id, roles.guessed) == ("id", ())
    assert choose_roles(("time", "customer", "name", "event"), SourceOptions()).guessed == (
        "event could also be `event`, which stays a property",
    )


def test_the_names_of_xes_win_over_others() -> None:
    assert _roles("Activity", "case:concept:name", "concept:name", "time:timestamp", "user") == (
        "case:concept:name",
        "time:timestamp",
        "concept:name",
    )


def test_what_is_said_holds_whatever_its_case_and_spaces() -> None:
    assert _roles("Case ID", "customer", "Complete Timestamp", "Activity", customer="case_id") == (
        "Case ID",
        "Complete Timestamp",
        "Activity",
    )


def test_a_guess_is_told_with_what_else_it_could_be() -> None:
    said, other = choose_roles(("customer", "Case ID", "ts", "Activity"), SourceOptions()).guessed
    assert said == "customer = `customer`, time = `ts`, event = `Activity` (guessed; say --customer/--time/--event to choose)"
    assert "`Case ID`" in other


def test_all_that_is_missing_or_unclear_is_told_at_once() -> None:
    assert _codes("path", "total") == ["E108"]
    assert _codes("user_id", "client_id", "Activity", "Event", "ts") == ["E109", "E109"]
    assert _codes("customer", "ts", "event", channel="nowhere", time="tz") == ["E107", "E107"]


def test_a_first_line_of_data_is_recognised(tmp_path: Path) -> None:
    found = refused(tmp_path / "log.csv", "ann,2026-03-02T08:00:00Z,called\nbob,2026-03-02T08:00:00Z,called\n")
    assert (found.code, "names the columns" in str(found.fix)) == ("E108", True)


def test_a_column_that_is_not_there_is_told_with_those_that_are_near(tmp_path: Path) -> None:
    found = refused(tmp_path / "log.csv", "customer,time,name\n", event="nmae")
    assert (found.code, [near.name for near in found.near]) == ("E107", ["name"])
    assert "`customer`, `time`, `name`" in str(found.fix)


def test_the_key_stays_a_property_that_a_map_can_name(tmp_path: Path) -> None:
    text = "Case ID,time,customer,Activity\nk1,2026-03-02T08:00:00Z,ann,called\n"
    source = opened(tmp_path / "log.csv", text, key="Case ID")
    assert source.column("case_id") == ["k1"]
    assert "per: case_id" in str(source.source.notes)
    both = opened(tmp_path / "log.csv", text, key="Case ID", customer="Case ID")
    assert (both.column("case_id"), both.rows[0]["customer"], "customer" in both.stored) == (["k1"], "k1", True)


@pytest.mark.parametrize(
    ("column", "name"),
    [("Case ID", "case_id"), ("caseId", "case_id"), ("case:concept:name", "case_concept_name"), ("k", "k"), ("#", "key")],
)
def test_names_of_keys(column: str, name: str) -> None:
    assert property_name(column) == name


def _mapping(tmp_path: Path, text: str) -> SourceOptions:
    path = tmp_path / "mapping.yaml"
    path.write_text(text)
    return read_mapping(path)


def test_a_mapping_file_says_what_flags_say(tmp_path: Path) -> None:
    options = _mapping(
        tmp_path,
        "customer: Case ID\ntime: {column: Complete Timestamp, timezone: Europe/Rome, format: '%Y', unit: ms, date_at: end}\n"
        "event: Activity\nsource: helpdesk\nmixed: true\nskip_lines: 2\nproperties:\n  level: service level\n",
    )
    assert options == SourceOptions(
        customer="Case ID",
        time="Complete Timestamp",
        timezone="Europe/Rome",
        time_format="%Y",
        time_unit="ms",
        date_at="end",
        event="Activity",
        source="helpdesk",
        mixed=True,
        skip_lines=2,
        properties={"level": "service level"},
    )
    assert combined(options, SourceOptions(customer="customer")).customer == "customer"
    assert combined(options, SourceOptions(customer="customer")).event == "Activity"


def test_listed_properties_are_the_only_ones(tmp_path: Path) -> None:
    text = "time,customer,name,a,b,c\n2026-03-02T08:00:00Z,ann,called,1,2,3\n"
    source = opened(tmp_path / "log.csv", text, properties={"x": "b"}, key="c")
    assert source.stored == {"x": "text", "c": "text"}
    assert refused(tmp_path / "log.csv", text, properties={"x": "z"}).code == "E107"


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("custmer: x\nevent: y\nevent: z\n", [(1, 1), (3, 1)]),
        ("time: {column: t, unit: weeks, zone: UTC}\n", [(1, 25), (1, 32)]),
        ("customer: [a]\nmixed: maybe\nproperties: {a: [b]}\nskip_lines: -1\n", [(1, 11), (2, 8), (3, 17), (4, 13)]),
        ("- customer\n", [(1, 1)]),
        ("customer: {a: b\n", [(2, 1)]),
        ("a: &a [*a]\n", [(1, 1)]),
        ("customer:\n", [(1, 1)]),
        ("x" * 70_000, [(1, 1)]),
        ("[" * 1_200, [(1, 1)]),
        ("customer: \x00", [(1, 1)]),
    ],
)
def test_all_mistakes_of_a_mapping_file_are_told_with_their_places(tmp_path: Path, text: str, places: list[tuple[int, int]]) -> None:
    with pytest.raises(DesirelineError) as caught:
        _mapping(tmp_path, text)
    assert [(each.span.line, each.span.column) for each in caught.value.diagnostics if each.span] == places
    assert {each.code for each in caught.value.diagnostics} == {"E120"}


def test_a_mapping_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DesirelineError, match="E101"):
        read_mapping(tmp_path / "none.yaml")
    assert _mapping(tmp_path, "") == SourceOptions()


def test_the_guide_lists_every_word() -> None:
    guide = (Path(__file__).parents[3] / "docs" / "guides" / "importing.md").read_text(encoding="utf-8")
    table = guide[guide.index("| word |") :]
    assert [word for word in WORDS if f"`{word}`" not in table] == []
