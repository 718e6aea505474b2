from desireline.model import Event
from desireline.model.identities import Identification, identification_of, resolve, telling


def said(time_us: int, customer: str, was: str, event: str = "e") -> Identification:
    return Identification(time_us, f"{event}{time_us}", "web", customer, was)


def test_an_anonymous_identity_belongs_to_the_first_who_claims_it() -> None:
    found = resolve([said(2, "bob", "cookie"), said(1, "ann", "cookie")], [], None)
    assert found.customer_of == {"cookie": "ann"}
    assert [(i.customer, reason) for i, reason in found.conflicts] == [("bob", "`cookie` was identified as `ann` before")]


def test_what_is_said_after_as_of_does_not_count() -> None:
    assert resolve([said(5, "ann", "cookie")], [], as_of_us=4).customer_of == {}
    assert resolve([said(5, "ann", "cookie")], [], as_of_us=5).customer_of == {"cookie": "ann"}


def test_known_customers_are_joined_by_the_alias_table_only() -> None:
    events = [said(1, "ann", "anna"), said(2, "anna", "cookie")]
    assert resolve(events, [], None).customer_of == {"cookie": "anna"}
    assert len(resolve(events, [], None).conflicts) == 1
    assert resolve(events, [("anna", "ann")], None).customer_of == {"anna": "ann", "cookie": "ann"}


def test_aliases_join_over_several_pairs_and_take_the_smallest_name() -> None:
    assert resolve([], [("c", "d"), ("b", "c"), ("a", "z")], None).customer_of == {"c": "b", "d": "b", "z": "a"}


def test_circles_of_claims_join_nothing_and_are_told() -> None:
    found = resolve([said(1, "a", "b"), said(2, "b", "a")], [], None)
    assert found.customer_of == {}
    assert len(found.conflicts) == 2


def test_claims_of_one_customer_under_two_names_are_no_conflict() -> None:
    found = resolve([said(1, "ann", "cookie"), said(2, "bob", "cookie")], [("ann", "bob")], None)
    assert found.customer_of == {"bob": "ann", "cookie": "ann"}
    assert found.conflicts == ()


def test_an_identify_event_without_was_makes_its_customer_known() -> None:
    plain = identification_of(Event(id="p", time_us=1, customer="bob", name="identify", properties={"plan": "fibre"}))
    assert plain == Identification(1, "p", "", "bob", "")
    found = resolve([plain, said(2, "ann", "bob")], [], None)
    assert found.customer_of == {}
    assert [reason for _, reason in found.conflicts] == ["`bob` is a known customer; join known customers in the alias table"]
    late = resolve([said(2, "ann", "bob"), said(3, "bob", "")], [], as_of_us=2)
    assert late.customer_of == {"bob": "ann"}


def test_of_identifications_those_tell_that_can_change_who_is_whom() -> None:
    first, claim = said(1, "bob", ""), said(2, "ann", "bob")
    assert telling([said(9, "zoe", ""), claim, said(8, "bob", ""), first, said(5, "ann", "bob"), said(7, "ann", "")]) == [first, claim]
    assert telling([said(3, "bob", "x"), said(4, "bob", ""), claim]) == [claim, said(3, "bob", "x")]
