"""Until when a team has."""

from support.small_journeys import BEGIN_US, MINUTE_US, happened, small_map

from desireline.engine import compile_map, rebuild

HOUR = 60


def _due_minutes(minute: int, **team: str) -> list[float]:
    steps = {
        "ask": {"do": [{"id": "look", "task": "care", "title": "Look", "due": "2h"}, {"id": "pass_on", "handoff": "care", "due": "1h"}]},
        "tell": {"do": [{"id": "some", "choose": [{"id": "see", "task": "care", "title": "See", "due": "2h"}]}]},
    }
    program = compile_map(small_map(steps, teams={"care": {"title": "Care", **team}}))
    effects = rebuild(program, [happened("ask", minute), happened("tell", minute)], BEGIN_US + 10_000 * MINUTE_US).effects
    return [(effect.due_us - BEGIN_US) / MINUTE_US for effect in effects if effect.due_us is not None]


def test_due_counts_the_hours_of_the_team() -> None:
    # Monday 17:00 in Rome is minute 480: one hour is left of the day, and 09:00 on Tuesday is minute 1440.
    assert _due_minutes(8 * HOUR, hours="Mon-Fri 09:00-18:00 Europe/Rome") == [25 * HOUR, 9 * HOUR, 25 * HOUR]


def test_a_team_without_hours_is_always_there() -> None:
    assert _due_minutes(8 * HOUR) == [10 * HOUR, 9 * HOUR, 10 * HOUR]
