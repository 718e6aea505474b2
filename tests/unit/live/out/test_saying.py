"""What a customer is told when a `say` is handed out."""

from dataclasses import replace

from support.small_journeys import BEGIN_US, happened, small_map

from desireline.live import HandedOut, Outbox, Runtime, Store, VirtualClock
from desireline.model import Map

STEPS = {
    "ask": {"do": [{"id": "tell", "say": "hello"}]},
    "buy": {"do": [{"id": "send", "call": "crm", "send": ["at", "mbps"]}]},
}
WORDS = {
    "fields": {"at": "time", "mbps": "number"},
    "traits": {"first_name": "text", "reads": "text"},
    "language": "reads",
    "zone": "Europe/Rome",
}
TEXTS = {
    "app": {"en": "Hi {first_name | default('you')}, until {at | time('%H:%M')}", "it": "Ciao {first_name}, alle {at | time('%H:%M')}"},
    "text": {"en": "{mbps} Mbit"},
}


def _told(store: Store, *events: object, texts: object = TEXTS, later: object = None) -> tuple[list[HandedOut], Outbox]:
    map_ = small_map(STEPS, messages={"hello": texts}, **WORDS)
    clock, told = VirtualClock(BEGIN_US), []
    Runtime([map_], store, clock).take(events)
    maps = [map_] if later is None else [small_map(STEPS, messages={"hello": later}, **WORDS)]
    outbox = Outbox(store, clock, {"say": told.append, "call:crm": told.append}, maps=maps)
    outbox.deliver()
    return told, outbox


def _identify(**traits: str) -> object:
    return happened("identify", -1, **traits)


def test_customers_are_told_in_their_language_on_their_channel_what_is_known(store: Store) -> None:
    ask = happened("ask", 0, channel="app", at="2026-03-02T10:30:00Z")
    ((said,), _) = _told(store, _identify(first_name="Ann", reads="it-IT"), ask)
    assert (said.channel, said.language, said.text) == ("app", "it", "Ciao Ann, alle 11:30")


def test_where_nobody_knows_the_language_it_is_the_first(store: Store) -> None:
    ((said,), _) = _told(store, happened("ask", 0, channel="app", at="2026-03-02T10:30:00Z"))
    assert (said.language, said.text) == ("en", "Hi you, until 11:30")


def test_what_is_not_known_is_never_told_as_a_gap(store: Store) -> None:
    told, outbox = _told(store, _identify(reads="it"), happened("ask", 0, channel="app", at="2026-03-02T10:30:00Z"))
    assert told == []
    (dead,) = outbox.dead()
    assert dead.error == (
        "GiveUpError: `hello` (app, it): `first_name` is not known of this customer, and the text does not say what to say then"
    )


def test_a_text_that_a_new_version_no_longer_has_is_a_dead_letter(store: Store) -> None:
    told, outbox = _told(store, happened("ask", 0, channel="text", mbps=3), later={"app": {"en": "Hi"}})
    assert told == []
    assert "no text of `hello` for `text`" in (outbox.dead()[0].error or "")


def test_a_call_is_given_what_the_map_sends_and_times_as_text(store: Store) -> None:
    ((call,), _) = _told(store, happened("buy", 0, at="2026-03-02T10:30:00+01:00", mbps="3.5"))
    assert call.given == {"at": "2026-03-02T09:30:00.000000Z", "mbps": 3.5}
    assert call.text is None


def test_an_outbox_of_other_maps_leaves_it_to_another(store: Store) -> None:
    map_ = small_map(STEPS, messages={"hello": TEXTS}, **WORDS)
    clock = VirtualClock(BEGIN_US)
    Runtime([map_], store, clock).take([happened("ask", 0, channel="text", mbps=3)])
    outbox = Outbox(store, clock, {"say": print}, maps=[_renamed()])
    assert outbox.deliver() == 0
    with store.transaction() as tx:
        assert [found.attempts for found in tx.effects.listed(("owed",), 9)] == [0]


def _renamed() -> Map:
    return replace(small_map({"a": {}}), journey="other")
