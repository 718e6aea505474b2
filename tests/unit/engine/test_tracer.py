from support.small_journeys import BEGIN_US, MINUTE_US, happened, small_map

from desireline.engine import PromiseSettled, Tracer, TripEnded, compile_map, rebuild

MAP = small_map(
    {"a": {"promises": [{"id": "p", "title": "p", "within": "1h"}]}, "b": {}},
    trip={"quiet": "5h", "per": "k"},
    fields={"k": "text"},
    traits={"plan": "text"},
)
EVENTS = (
    happened("a", 0, k="1"),
    happened("identify", 10, plan="fibre"),
    happened("b", 90, k="1"),
    happened("a", 1_000),
)


def test_what_passes_and_what_events_do_adds_up_to_a_rebuild() -> None:
    program = compile_map(MAP)
    tracer, changes = Tracer(program), []
    for event in EVENTS:
        changes += [*tracer.pass_until(event.time_us), *tracer.take(event)]
    changes += tracer.pass_until(BEGIN_US + 2_000 * MINUTE_US)
    assert changes == rebuild(program, EVENTS, BEGIN_US + 2_000 * MINUTE_US).changes


def test_what_passes_by_itself_is_told_before_the_event() -> None:
    tracer = Tracer(compile_map(MAP))
    for event in EVENTS[:2]:
        tracer.take(event)
    assert [type(change) for change in tracer.pass_until(EVENTS[2].time_us)] == [PromiseSettled]
    tracer.take(EVENTS[2])
    assert [type(change) for change in tracer.pass_until(EVENTS[3].time_us)] == [TripEnded]


def test_the_key_of_the_next_event_and_the_traits_after_it() -> None:
    tracer = Tracer(compile_map(MAP))
    keys = []
    for event in EVENTS:
        keys.append(tracer.key_of(event))
        tracer.take(event)
    assert (keys, dict(tracer.traits)) == (["1", "1", "1", None], {"plan": "fibre"})
