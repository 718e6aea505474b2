from support.pictured import measured, staged_map, walk, walks

from desireline.measure.histograms import histogram


def test_every_time_is_in_one_bin() -> None:
    events = [
        *walks(10, "s0_0", "s1_0", minutes=3),
        *walks(5, "s0_0", "s1_0", prefix="d", minutes=90),
        *walk("ann", "s0_0", "s1_0", minutes=0),
    ]
    bins = histogram(measured(staged_map(), events).cubes["stays"], 0)
    assert {(one.from_us // 1_000_000, one.count) for one in bins if one.count} == {(0, 1), (120, 10), (3600, 5)}
    assert sum(one.count for one in bins) == 16
    assert [one.until_us for one in bins[:-1]] == [one.from_us for one in bins[1:]]


def test_a_time_beyond_the_last_end_has_a_bin_without_end() -> None:
    map_ = staged_map(trip={"quiet": "never"})
    (only,) = histogram(
        measured(map_, walk("ann", "s0_0", "s1_0", minutes=20 * 365 * 24 * 60, begin=-30 * 365 * 24 * 60)).cubes["stays"], 0
    )
    assert (only.until_us, only.count) == (None, 1)


def test_a_time_on_the_end_of_a_bin_is_in_the_next() -> None:
    events = [*walks(3, "s0_0", "s1_0", minutes=60), *walks(4, "s0_0", "s1_0", prefix="d", minutes=24 * 60)]
    bins = histogram(measured(staged_map(), events).cubes["stays"], 0)
    assert {(one.from_us // 3_600_000_000, one.count) for one in bins if one.count} == {(1, 3), (24, 4)}
