"""The rate limit, in virtual time: nothing here sleeps, and every time is a number that the test chose."""

import math
import random
from collections import Counter
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstpromoter_async.errors import ConfigurationError
from firstpromoter_async.policy.window import Lane, Rate, Window, parse_rate

from .simulation import (
    Latency,
    Simulation,
    erratic,
    most_in_fixed_window,
    most_in_sliding_window,
    ordinary,
    percentile,
)

BOTH_LANES = pytest.mark.parametrize("lane", list(Lane))
PER_SECOND = 400 / 60


def window(calls: int = 2, seconds: float = 10.0) -> Window:
    return Window(Rate(calls=calls, seconds=seconds))


def simulation(seed: int = 1, rate: Rate | None = Rate()) -> Simulation:  # noqa: B008, a frozen value
    return Simulation(window=Window(rate), rng=random.Random(seed))


# Rates as text


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("400/60", Rate()),
        ("40/6", Rate(calls=40, seconds=6)),
        (" 5 / 0.2 ", Rate(calls=5, seconds=0.2)),
        ("off", None),
        (" OFF ", None),
    ],
)
def test_a_rate_is_read_from_text(text: str, rate: Rate | None) -> None:
    assert parse_rate(text) == rate


@pytest.mark.parametrize(
    "text", ["", "400", "400/", "/60", "0/60", "-1/60", "400/0", "400/-60", "400/nan", "400/inf", "4e2/60", "on"]
)
def test_nonsense_is_refused_with_an_example_of_what_was_expected(text: str) -> None:
    with pytest.raises(ValueError, match="such as 400/60"):
        parse_rate(text)


def test_a_rate_that_is_no_text_is_refused() -> None:
    number: Any = 400
    with pytest.raises(ConfigurationError, match="a rate is text such as 400/60, and 400 was given"):
        Rate.parse(number)


def test_a_rate_says_itself_as_it_is_written() -> None:
    assert str(Rate()) == "400/60"


@given(st.integers(1, 10**6), st.floats(1e-3, 1e6))
def test_a_rate_survives_being_written_and_read(calls: int, seconds: float) -> None:
    rate = Rate(calls=calls, seconds=seconds)
    assert parse_rate(str(rate)) == rate


@pytest.mark.parametrize("share", [0.0, -0.5, 1.1, math.nan])
def test_a_share_has_to_be_a_part(share: float) -> None:
    with pytest.raises(ConfigurationError, match=r"bulk_share is above 0 and at most 1, such as 0.8, and .* was given"):
        Window(Rate(), bulk_share=share)


def test_bulk_may_be_given_the_whole_limit() -> None:
    assert Window(Rate(), bulk_share=1).state(0.0).limit == 400


# Slots


def test_a_slot_is_held_until_a_window_after_the_answer() -> None:
    slots = window(calls=1)
    assert slots.take(100.0, Lane.INTERACTIVE)
    slots.answered(103.0, Lane.INTERACTIVE, granted_at=100.0)
    assert slots.ready_at(104.0, Lane.INTERACTIVE) == 113.0
    assert not slots.take(112.9, Lane.INTERACTIVE)
    assert [slots.state(now).held for now in (112.9, 113.0)] == [1, 0]
    assert slots.take(113.0, Lane.INTERACTIVE)


def test_a_bulk_slot_is_let_go_of_at_the_same_moment() -> None:
    slots = window(calls=1)
    slots.take(100.0, Lane.BULK)
    slots.answered(103.0, Lane.BULK, granted_at=100.0)
    assert not slots.take(112.9, Lane.BULK)
    assert slots.take(113.0, Lane.BULK)


def test_while_every_slot_is_in_flight_nobody_knows_when_the_next_turn_comes() -> None:
    slots = window(calls=1)
    slots.take(0.0, Lane.INTERACTIVE)
    assert slots.ready_at(50.0, Lane.INTERACTIVE) == math.inf


@BOTH_LANES
def test_a_refused_call_counts_like_any_other(lane: Lane) -> None:
    slots = window(calls=1)
    slots.take(0.0, lane)
    slots.refused(1.0, lane, granted_at=0.0, retry_after=2.0)
    assert slots.ready_at(3.0, lane) == 11.0


@BOTH_LANES
def test_when_nothing_was_sent_the_slot_is_free_at_once(lane: Lane) -> None:
    slots = window(calls=1)
    slots.take(0.0, lane)
    slots.give_back(lane)
    assert (slots.state(0.0).held, slots.state(0.0).bulk_share) == (0, 1.0)
    assert slots.take(0.0, Lane.INTERACTIVE)
    slots.give_back(Lane.INTERACTIVE)
    assert slots.take(60.0, Lane.BULK)


def test_a_call_broken_on_the_way_is_held_as_if_it_arrived_at_the_last_moment() -> None:
    slots = window(calls=1)
    slots.take(0.0, Lane.INTERACTIVE)
    slots.abandoned(5.0, Lane.INTERACTIVE, latest=25.0)
    assert slots.ready_at(5.0, Lane.INTERACTIVE) == 40.0


def test_a_broken_call_without_a_timeout_does_not_cost_a_slot_for_good() -> None:
    slots = window(calls=1)
    slots.take(0.0, Lane.INTERACTIVE)
    slots.abandoned(5.0, Lane.INTERACTIVE, latest=math.inf)
    assert slots.ready_at(5.0, Lane.INTERACTIVE) == 25.0


@BOTH_LANES
@pytest.mark.parametrize(("latest", "ready"), [(0.0, 15.0), (-2.0, 15.0), (0.5, 15.5)])
def test_a_call_that_broke_at_its_end_is_held_for_a_window(lane: Lane, latest: float, ready: float) -> None:
    slots = window(calls=1)
    slots.take(0.0, lane)
    slots.abandoned(5.0, lane, latest=latest)
    assert slots.ready_at(5.0, lane) == ready


def test_a_call_answered_after_a_broken_one_is_still_released_first() -> None:
    slots = window(calls=2)
    slots.take(0.0, Lane.INTERACTIVE)
    slots.take(0.0, Lane.INTERACTIVE)
    slots.abandoned(1.0, Lane.INTERACTIVE, latest=25.0)
    slots.answered(2.0, Lane.INTERACTIVE, granted_at=0.0)
    assert slots.ready_at(2.0, Lane.INTERACTIVE) == 12.0


def test_without_a_rate_there_is_always_a_turn() -> None:
    unlimited = Window(None)
    assert all(unlimited.take(0.0, lane) for lane in Lane for _ in range(5_000))


# What the server sees


@pytest.mark.parametrize("latency", [ordinary, erratic])
@pytest.mark.parametrize("lanes", [(Lane.INTERACTIVE,), (Lane.BULK,), tuple(Lane)])
def test_two_thousand_callers_never_exceed_the_limit_of_any_server_window(
    latency: Latency, lanes: tuple[Lane, ...]
) -> None:
    busy = simulation()
    busy.latency = latency
    for lane in lanes:
        busy.ask(0.0, lane, callers=2_000 // len(lanes), endless=True)
    busy.run(600.0)
    arrivals = busy.arrivals()
    assert most_in_sliding_window(arrivals, 60.0) <= 400
    assert all(most_in_fixed_window(arrivals, 60.0, offset) <= 400 for offset in range(60))


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    calls=st.integers(1, 40),
    seconds=st.sampled_from([0.5, 6.0, 60.0]),
    slowest=st.sampled_from([0.0, 0.1, 3.0, 30.0]),
    callers=st.tuples(st.integers(0, 60), st.integers(0, 60)),
    breaks=st.sampled_from([0.0, 0.05, 0.5]),
    never_sent=st.sampled_from([0.0, 0.2]),
    refusals=st.sampled_from([0.0, 0.1, 1.0]),
    retry_after=st.sampled_from([None, -1.0, 0.0, 2.0]),
)
def test_whatever_happens_to_the_calls_no_window_ever_sees_more_than_the_limit(
    seed: int,
    calls: int,
    seconds: float,
    slowest: float,
    callers: tuple[int, int],
    breaks: float,
    never_sent: float,
    refusals: float,
    retry_after: float | None,
) -> None:
    """Slow, broken, refused, given back, in both lanes: a server that counts strictly has no reason to refuse."""
    rough = simulation(seed, Rate(calls=calls, seconds=seconds))
    rough.latency = lambda rng: rng.uniform(0.0, slowest)
    rough.breaks, rough.never_sent, rough.retry_after = breaks, never_sent, retry_after
    rough.refuses = lambda arrived: rough.rng.random() < refusals
    for lane, number in zip(Lane, callers, strict=True):
        rough.ask(0.0, lane, callers=number, endless=True)
    rough.run(6 * seconds + 60.0)
    assert most_in_sliding_window(rough.arrivals(), seconds) <= calls
    assert rough.window.state(rough.now).held <= calls


@BOTH_LANES
def test_the_budget_is_used_to_at_least_99_percent(lane: Lane) -> None:
    busy = simulation()
    busy.ask(0.0, lane, callers=2_000, endless=True)
    busy.run(600.0)
    assert len(busy.granted(lane)) >= 0.99 * 4_000


def test_bulk_keeps_using_99_percent_hour_after_hour() -> None:
    """The evenness of its turns does not wear off into gaps."""
    busy = simulation()
    busy.ask(0.0, Lane.BULK, callers=50, endless=True)
    busy.run(2 * 3600.0)
    assert len(busy.granted(Lane.BULK, since=3600.0)) >= 0.99 * 400 * 60


# Two lanes


def test_bulk_turns_are_spaced_evenly_and_interactive_turns_come_at_once() -> None:
    both = simulation()
    both.ask(0.0, Lane.BULK, callers=300)
    both.ask(30.0, Lane.INTERACTIVE, callers=50)
    both.run(60.0)
    spaces = [later - earlier for earlier, later in pairwise(both.granted(Lane.BULK))]
    assert 0.8 * 60 / 400 <= min(spaces) <= max(spaces) <= 60 / 320
    assert both.granted(Lane.INTERACTIVE) == [30.0] * 50


def test_a_bulk_caller_leaves_free_slots_to_those_who_wait_in_the_interactive_lane() -> None:
    slots = window(calls=2)
    slots.join(Lane.INTERACTIVE)
    slots.join(Lane.INTERACTIVE)
    assert not slots.take(0.0, Lane.BULK)
    slots.leave(Lane.INTERACTIVE)
    assert slots.take(0.0, Lane.BULK)


def test_calls_in_flight_count_towards_the_share_of_bulk() -> None:
    slots = window(calls=10)
    slots.take(0.0, Lane.INTERACTIVE)
    assert [slots.take(5.0 * turn, Lane.BULK) for turn in range(9)] == [True] * 8 + [False]
    assert slots.ready_at(100.0, Lane.BULK) == math.inf
    assert slots.take(100.0, Lane.INTERACTIVE)


def test_the_next_bulk_turn_comes_after_four_fifths_of_the_spacing_at_the_earliest() -> None:
    slots = window(calls=100)
    slots.take(0.0, Lane.BULK)
    assert slots.ready_at(0.0, Lane.BULK) == pytest.approx(0.08)


def test_however_small_its_share_bulk_may_hold_one_slot() -> None:
    slots = Window(Rate(calls=4, seconds=10.0), bulk_share=0.1)
    slots.take(0.0, Lane.INTERACTIVE)
    assert [slots.take(second, Lane.BULK) for second in (0.0, 60.0)] == [True, False]


def test_alone_bulk_may_hold_every_slot() -> None:
    alone = simulation()
    alone.latency = lambda rng: 0.0
    alone.ask(0.0, Lane.BULK, callers=1_000)
    alone.run(59.99)
    state = alone.window.state(alone.now)
    assert (state.held, state.bulk_share) == (400, 1.0)


def test_beside_interactive_calls_bulk_holds_its_share_at_most() -> None:
    shared = simulation()
    shared.ask(0.0, Lane.INTERACTIVE)
    shared.ask_now_and_then(Lane.INTERACTIVE, per_second=0.2, until=600.0)
    shared.ask(0.0, Lane.BULK, callers=200, endless=True)
    shared.latency = erratic
    shared.run(600.0)
    state = shared.window.state(shared.now)
    assert state.bulk_share == 0.8
    assert most_in_sliding_window(shared.granted(Lane.BULK), 60.0) <= 320


def test_bulk_that_comes_after_the_first_interactive_call_holds_its_share_at_most() -> None:
    slots = window(calls=10)
    slots.join(Lane.INTERACTIVE)
    assert slots.take(0.0, Lane.INTERACTIVE)
    slots.leave(Lane.INTERACTIVE)
    assert sum(slots.take(second, Lane.BULK) for second in range(60)) == 8


def test_bulk_comes_down_to_its_share_by_every_second_slot_that_it_frees() -> None:
    slots = Window(Rate(calls=10, seconds=10.0), bulk_share=0.5)
    for second in range(10):
        assert slots.take(second, Lane.BULK)
        slots.answered(second, Lane.BULK, granted_at=second)
    slots.join(Lane.INTERACTIVE)
    assert slots.take(10.0, Lane.INTERACTIVE)
    slots.leave(Lane.INTERACTIVE)
    taken = [second for second in range(10, 20) if slots.take(second, Lane.BULK)]
    assert taken == [12, 14, 16, 18]


def test_when_interactive_calls_appear_bulk_makes_room_without_stopping() -> None:
    """A stop would come back a minute later as a time without a free slot."""
    backfill = simulation()
    backfill.ask(0.0, Lane.BULK, callers=200, endless=True)
    backfill.ask_now_and_then(Lane.INTERACTIVE, per_second=1.0, since=150.0, until=300.0)
    backfill.run(300.0)
    turns = backfill.granted(Lane.BULK, since=1.0)
    assert max(later - earlier for earlier, later in pairwise(turns)) < 2.0
    assert len(backfill.granted(Lane.BULK, since=230.0, until=290.0)) <= 320


@pytest.mark.parametrize("burst", [1, 5])
@pytest.mark.parametrize("part", [0.002, 0.05, 0.2])
def test_interactive_calls_beside_a_saturating_backfill_wait_at_most_two_seconds(part: float, burst: int) -> None:
    """The backfill has had the account to itself for some minutes. 99 of 100 callers; most wait for nothing at all."""
    backfill = simulation()
    backfill.ask(0.0, Lane.BULK, callers=200, endless=True)
    backfill.run(200.0)
    backfill.ask_now_and_then(Lane.INTERACTIVE, per_second=part * PER_SECOND, since=200.0, until=1_800.0, burst=burst)
    backfill.run(1_800.0)
    assert percentile(backfill.waits(Lane.INTERACTIVE), 0.99) <= 2.0


@pytest.mark.parametrize("burst", [1, 5])
@pytest.mark.parametrize("part", [0.05, 0.2])
def test_bulk_gets_95_percent_of_what_interactive_leaves_it(part: float, burst: int) -> None:
    """What is left of each minute: 400 less the interactive calls of that minute, but never more than bulk's 320."""
    backfill = simulation()
    backfill.ask(0.0, Lane.BULK, callers=200, endless=True)
    backfill.ask_now_and_then(Lane.INTERACTIVE, per_second=part * PER_SECOND, since=0.0, until=1_800.0, burst=burst)
    backfill.run(1_800.0)
    used = Counter(int(turn // 60) for turn in backfill.granted(Lane.INTERACTIVE))
    left = sum(min(320, 400 - used[minute]) for minute in range(30))
    assert len(backfill.granted(Lane.BULK)) >= 0.95 * left


# After a 429


def refuse_once(lane: Lane, retry_after: float | None = None) -> Simulation:
    """2,000 callers, and a server that refuses everything that arrives within half a second a minute later."""
    refused = simulation()
    refused.retry_after = retry_after
    refused.refuses = lambda arrived: 60.2 < arrived < 60.7
    refused.ask(0.0, lane, callers=2_000, endless=True)
    refused.run(400.0)
    assert len(refused.refused) > 1
    return refused


@BOTH_LANES
@pytest.mark.parametrize(("retry_after", "pause"), [(None, 5.0), (20.0, 20.0)])
def test_one_429_pauses_everybody_once(lane: Lane, retry_after: float | None, pause: float) -> None:
    """All refusals are of calls from before the pause: they do not make it grow."""
    refused = refuse_once(lane, retry_after)
    first, last = refused.refused[0], refused.refused[-1]
    resumed = min(refused.granted(lane, since=first + 1e-9))
    assert first + pause <= resumed <= last + pause + 0.5


@BOTH_LANES
def test_after_the_pause_turns_are_spread(lane: Lane) -> None:
    """The free slots are not handed out at once but over half a minute, slowly at first."""
    refused = refuse_once(lane)
    resumed = refused.refused[0] + 5.0
    assert len(refused.granted(lane, since=resumed, until=resumed + 5.0)) <= 5.0 * PER_SECOND
    assert most_in_sliding_window(refused.granted(lane, since=resumed, until=resumed + 25.0), 1.0) <= 5 * PER_SECOND


@BOTH_LANES
@pytest.mark.parametrize("retry_after", [None, 20.0, 60.0])
def test_the_pace_is_full_again_within_two_windows(lane: Lane, retry_after: float | None) -> None:
    refused = refuse_once(lane, retry_after)
    recovered = refused.refused[0] + 120.0
    assert refused.window.state(refused.now).limit == 400
    assert len(refused.granted(lane, since=recovered, until=recovered + 120.0)) >= 0.98 * 800


def test_interactive_goes_first_after_a_pause_too() -> None:
    slots = window(calls=100)
    slots.take(0.0, Lane.INTERACTIVE)
    slots.refused(1.0, Lane.INTERACTIVE, granted_at=0.0)
    slots.join(Lane.INTERACTIVE)
    slots.join(Lane.BULK)
    resumed = slots.ready_at(1.0, Lane.INTERACTIVE)
    assert not slots.take(resumed, Lane.BULK)
    assert slots.take(resumed, Lane.INTERACTIVE)


def test_a_pause_that_did_not_help_is_followed_by_one_twice_as_long_up_to_a_window() -> None:
    slots, now, pauses = window(calls=100, seconds=60.0), 0.0, list[float]()
    for _ in range(6):
        slots.take(now, Lane.INTERACTIVE)
        slots.refused(now + 1.0, Lane.INTERACTIVE, granted_at=now)
        pauses.append(slots.state(now + 1.0).paused_for)
        now += 1.0 + pauses[-1]
    assert pauses == pytest.approx([5.0, 10.0, 20.0, 40.0, 60.0, 60.0])


def test_the_second_turn_after_a_pause_comes_after_twice_the_usual_spacing() -> None:
    slots = window(calls=100)
    slots.take(0.0, Lane.INTERACTIVE)
    slots.refused(1.0, Lane.INTERACTIVE, granted_at=0.0, retry_after=5.0)
    assert slots.take(6.0, Lane.INTERACTIVE)
    assert slots.ready_at(6.0, Lane.INTERACTIVE) == pytest.approx(6.2)


@pytest.mark.parametrize(("at", "spacing"), [(8.5, 0.1), (9.75, 0.05), (11.0, 0.0)])
def test_turns_come_closer_over_half_a_window_after_a_pause(at: float, spacing: float) -> None:
    slots = window(calls=100)
    slots.take(0.0, Lane.INTERACTIVE)
    slots.refused(1.0, Lane.INTERACTIVE, granted_at=0.0, retry_after=5.0)
    assert slots.take(at, Lane.INTERACTIVE)
    assert max(at, slots.ready_at(at, Lane.INTERACTIVE)) == pytest.approx(at + spacing)


def test_without_a_rate_pauses_begin_at_a_tenth_of_a_second_and_double_up_to_a_minute() -> None:
    unlimited, now, pauses = Window(None), 0.0, list[float]()
    for _ in range(12):
        unlimited.take(now, Lane.INTERACTIVE)
        unlimited.refused(now, Lane.INTERACTIVE, granted_at=now)
        pauses.append(unlimited.state(now).paused_for)
        now += pauses[-1]
    assert pauses[:3] == pytest.approx([0.1, 0.2, 0.4])
    assert pauses[-2:] == pytest.approx([60.0, 60.0])


@pytest.mark.parametrize(("at", "spacing"), [(2.0, 1 / 200), (2.25, 1 / 400), (2.5, 0.0)])
def test_without_a_rate_turns_come_closer_over_half_a_second_after_a_pause(at: float, spacing: float) -> None:
    unlimited = Window(None)
    unlimited.take(0.0, Lane.INTERACTIVE)
    unlimited.refused(1.0, Lane.INTERACTIVE, granted_at=0.0, retry_after=1.0)
    assert unlimited.take(at, Lane.INTERACTIVE)
    assert max(at, unlimited.ready_at(at, Lane.INTERACTIVE)) == pytest.approx(at + spacing)


@pytest.mark.parametrize(("again", "limit"), [(25.9, 75), (26.0, 100)])
def test_a_429_within_two_windows_after_a_pause_lowers_the_limit(again: float, limit: int) -> None:
    slots = window(calls=100)
    slots.take(0.0, Lane.INTERACTIVE)
    slots.refused(1.0, Lane.INTERACTIVE, granted_at=0.0, retry_after=5.0)
    slots.take(20.0, Lane.INTERACTIVE)
    slots.refused(again, Lane.INTERACTIVE, granted_at=20.0)
    assert slots.state(again).limit == limit


@pytest.mark.parametrize(("calls", "lowest"), [(100, 25), (40, 10), (2, 1), (1, 1)])
def test_however_often_the_server_refuses_a_quarter_of_the_limit_is_left_and_at_least_one(
    calls: int, lowest: int
) -> None:
    slots, now = window(calls=calls), 0.0
    for _ in range(12):
        now = max(now, slots.ready_at(now, Lane.INTERACTIVE))
        assert slots.take(now, Lane.INTERACTIVE)
        slots.refused(now, Lane.INTERACTIVE, granted_at=now, retry_after=1.0)
    assert slots.state(now).limit == lowest


def test_a_tenth_of_the_limit_comes_back_with_each_window() -> None:
    slots = window(calls=100)
    for now in (0.0, 5.0):
        slots.take(now, Lane.INTERACTIVE)
        slots.refused(now, Lane.INTERACTIVE, granted_at=now, retry_after=1.0)
    limits = {after: slots.state(6.0 + after).limit for after in (0.0, 9.0, 10.0, 20.0, 24.9, 25.1, 90.0)}
    assert limits == {0.0: 75, 9.0: 84, 10.0: 85, 20.0: 95, 24.9: 99, 25.1: 100, 90.0: 100}


def test_a_call_that_had_its_turn_as_the_pause_began_belongs_to_the_same_event() -> None:
    slots = window(calls=100)
    slots.take(0.0, Lane.INTERACTIVE)
    slots.take(1.0, Lane.INTERACTIVE)
    slots.refused(1.0, Lane.INTERACTIVE, granted_at=0.0, retry_after=5.0)
    slots.refused(2.0, Lane.INTERACTIVE, granted_at=1.0)
    assert (slots.state(2.0).paused_for, slots.state(2.0).limit) == (4.0, 100)


def test_an_answer_after_a_pause_makes_the_next_one_short_again() -> None:
    slots = window(calls=100, seconds=60.0)
    slots.take(0.0, Lane.INTERACTIVE)
    slots.refused(1.0, Lane.INTERACTIVE, granted_at=0.0)
    slots.take(6.0, Lane.INTERACTIVE)
    slots.answered(7.0, Lane.INTERACTIVE, granted_at=6.0)
    slots.take(8.0, Lane.INTERACTIVE)
    slots.refused(9.0, Lane.INTERACTIVE, granted_at=8.0)
    assert slots.state(9.0).paused_for == pytest.approx(5.0)


def test_an_answer_from_before_the_pause_does_not_count_as_help() -> None:
    slots = window(calls=100, seconds=60.0)
    slots.take(0.0, Lane.INTERACTIVE)
    slots.take(0.0, Lane.INTERACTIVE)
    slots.refused(1.0, Lane.INTERACTIVE, granted_at=0.0)
    slots.answered(2.0, Lane.INTERACTIVE, granted_at=0.0)
    slots.take(6.0, Lane.INTERACTIVE)
    slots.refused(7.0, Lane.INTERACTIVE, granted_at=6.0)
    assert slots.state(7.0).paused_for == pytest.approx(10.0)


def test_a_refusal_that_comes_late_prolongs_the_pause_without_making_it_a_second_one() -> None:
    slots = window(calls=100, seconds=60.0)
    slots.take(0.0, Lane.INTERACTIVE)
    slots.take(0.0, Lane.INTERACTIVE)
    slots.refused(1.0, Lane.INTERACTIVE, granted_at=0.0)
    slots.take(6.0, Lane.INTERACTIVE)
    slots.refused(10.0, Lane.INTERACTIVE, granted_at=0.0, retry_after=3.0)
    slots.refused(11.0, Lane.INTERACTIVE, granted_at=6.0)
    state = slots.state(11.0)
    assert state.paused_for == pytest.approx(2.0)
    assert state.limit == 100


def test_what_was_regained_of_the_limit_is_not_lost_when_a_pause_is_prolonged() -> None:
    slots = window(calls=100, seconds=60.0)
    slots.take(0.0, Lane.BULK)
    for granted_at in (0.0, 10.0):
        slots.take(granted_at, Lane.INTERACTIVE)
        slots.refused(granted_at + 1.0, Lane.INTERACTIVE, granted_at=granted_at)
    regained = slots.state(110.0).limit
    slots.refused(110.0, Lane.BULK, granted_at=0.0, retry_after=1.0)
    assert slots.state(110.0).limit == regained == 89


@pytest.mark.parametrize("retry_after", [None, 0.0, 1.5])
def test_an_unlimited_rate_survives_any_number_of_429s(retry_after: float | None) -> None:
    unlimited = simulation(rate=None)
    unlimited.retry_after = retry_after
    unlimited.refuses = lambda arrived: unlimited.rng.random() < 0.05
    unlimited.ask(0.0, Lane.BULK, callers=20, endless=True)
    unlimited.run(60.0)
    assert len(unlimited.turns) > 500
    assert unlimited.window.state(unlimited.now).limit is None


def test_the_longest_retry_after_of_one_event_holds() -> None:
    slots = window(calls=100)
    for _ in range(3):
        slots.take(0.0, Lane.BULK)
        slots.take(0.0, Lane.INTERACTIVE)
    for wait in (2.0, 30.0, 4.0):
        slots.refused(1.0, Lane.INTERACTIVE, granted_at=0.0, retry_after=wait)
    assert slots.ready_at(1.0, Lane.INTERACTIVE) == 31.0
    assert slots.ready_at(1.0, Lane.BULK) == 31.0


def test_a_429_holds_everybody_even_where_there_is_no_limit() -> None:
    unlimited = Window(None)
    unlimited.take(0.0, Lane.INTERACTIVE)
    unlimited.refused(1.0, Lane.INTERACTIVE, granted_at=0.0, retry_after=7.0)
    assert [unlimited.ready_at(1.0, lane) for lane in Lane] == [8.0, 8.0]


@BOTH_LANES
def test_when_others_use_the_account_too_the_limit_follows_what_is_left(lane: Lane) -> None:
    """The server lets 120 a minute through, whatever we think. Most of them become calls of ours, few calls are wasted."""
    admitted: list[float] = []

    def full(arrived: float) -> bool:
        if sum(arrived - 60.0 < earlier <= arrived for earlier in admitted[-150:]) >= 120:
            return True
        admitted.append(arrived)
        return False

    crowded = simulation()
    crowded.refuses = full
    crowded.ask(0.0, lane, callers=200, endless=True)
    crowded.run(1_800.0)
    assert crowded.window.state(crowded.now).limit in range(100, 200)
    assert len(admitted) >= 0.8 * 120 * 30
    assert len(crowded.refused) <= 0.3 * len(crowded.turns)


def test_when_the_others_are_gone_the_limit_is_the_configured_one_again() -> None:
    crowded = simulation()
    crowded.refuses = lambda arrived: arrived < 600.0 and crowded.rng.random() < 0.05
    crowded.ask(0.0, Lane.BULK, callers=50, endless=True)
    crowded.run(600.0)
    lowest = crowded.window.state(crowded.now).limit
    crowded.run(1_500.0)
    assert (lowest is not None and lowest < 200, crowded.window.state(crowded.now).limit) == (True, 400)


# Looking ahead


@BOTH_LANES
def test_an_estimate_comes_true_within_a_few_seconds(lane: Lane) -> None:
    """1,500 callers join behind a backfill: the last of them waits for about four minutes, and was told so."""
    queue = simulation()
    queue.ask(0.0, Lane.BULK, callers=500)
    queue.ask(70.0, lane, callers=1_500)
    queue.run(600.0)
    errors = [abs(turn.granted - turn.estimate) for turn in queue.turns if turn.asked == 70.0]
    assert len(errors) == 1_500
    assert max(errors) <= 3.0


def test_an_estimate_takes_calls_to_be_as_slow_as_they_were_lately() -> None:
    """At 10 s a call, a slot serves every 70 s: the last of 2,000 callers waits for 320 s, where it could have been 270."""
    slow = simulation()
    slow.latency = lambda rng: rng.uniform(9.0, 11.0)
    slow.ask(0.0, Lane.INTERACTIVE, callers=400)
    slow.ask(30.0, Lane.INTERACTIVE, callers=2_000)
    slow.run(600.0)
    errors = [abs(turn.granted - turn.estimate) for turn in slow.turns if turn.asked == 30.0]
    assert len(errors) == 2_000
    assert max(errors) <= 10.0


def test_an_estimate_knows_of_the_slow_start_after_a_pause() -> None:
    refused = simulation()
    refused.refuses = lambda arrived: arrived < 1.0
    refused.ask(0.0, Lane.INTERACTIVE)
    refused.ask(2.0, Lane.INTERACTIVE, callers=150)
    refused.run(60.0)
    errors = [abs(turn.granted - turn.estimate) for turn in refused.turns[1:]]
    assert len(errors) == 150
    assert max(errors) <= 1.0


def test_an_estimate_is_never_infinite() -> None:
    slots = window(calls=1)
    slots.take(0.0, Lane.INTERACTIVE)
    assert slots.estimate(1.0, Lane.INTERACTIVE, 5) == pytest.approx(61.0)


def test_an_estimate_counts_the_time_that_calls_take() -> None:
    slots = window(calls=1)
    slots.take(0.0, Lane.INTERACTIVE)
    slots.answered(2.0, Lane.INTERACTIVE, granted_at=0.0)
    turns = [slots.estimate(3.0, Lane.INTERACTIVE, position) for position in range(3)]
    assert turns == pytest.approx([12.0, 22.1, 32.2])  # a twentieth of what the newest call took
    assert slots.estimate(3.0, Lane.INTERACTIVE) == slots.estimate(3.0, Lane.BULK) == 12.0
    slots.join(Lane.INTERACTIVE)
    assert slots.estimate(3.0, Lane.INTERACTIVE) == slots.estimate(3.0, Lane.BULK) == pytest.approx(22.1)
    assert slots.seconds_for(3.0, 1, Lane.INTERACTIVE) == 9.0
    assert slots.seconds_for(3.0, 2, Lane.INTERACTIVE) == pytest.approx(19.1)


def test_an_estimate_remembers_a_twentieth_of_each_call_and_the_rest_of_those_before() -> None:
    slots = window(calls=1)
    for granted_at, seconds in ((10.0, 2.0), (30.0, 4.0)):
        assert slots.take(granted_at, Lane.INTERACTIVE)
        slots.answered(granted_at + seconds, Lane.INTERACTIVE, granted_at=granted_at)
    latency = 0.05 * 4.0 + 0.95 * 0.05 * 2.0
    assert slots.estimate(35.0, Lane.INTERACTIVE, 1) == pytest.approx(44.0 + 10.0 + latency)


def test_a_bulk_caller_is_told_of_the_share_of_its_lane() -> None:
    slots = Window(Rate(calls=10, seconds=10.0), bulk_share=0.5)
    slots.take(0.0, Lane.INTERACTIVE)
    assert all(slots.take(second, Lane.BULK) for second in (0.0, 2.0, 4.0, 6.0, 8.0))
    assert (slots.estimate(20.0, Lane.BULK, 0), slots.estimate(20.0, Lane.INTERACTIVE, 0)) == (30.0, 20.0)


@BOTH_LANES
def test_no_calls_take_no_time_in_a_pause_either(lane: Lane) -> None:
    slots = window(calls=100)
    slots.take(0.0, Lane.INTERACTIVE)
    slots.refused(1.0, Lane.INTERACTIVE, granted_at=0.0, retry_after=5.0)
    assert slots.seconds_for(2.0, 0, lane) == 0.0
    assert slots.seconds_for(2.0, 1, lane) == 4.0


def test_an_estimate_follows_the_turns_of_a_slow_start() -> None:
    slots = window(calls=100)
    slots.take(0.0, Lane.INTERACTIVE)
    slots.refused(1.0, Lane.INTERACTIVE, granted_at=0.0, retry_after=5.0)
    for lane in Lane:
        turns = [slots.estimate(2.0, lane, position) for position in range(3)]
        assert turns[0] == 6.0
        if lane is Lane.INTERACTIVE:
            assert turns == pytest.approx([6.0, 6.0 + 5 * (1 - math.exp(-0.04)), 6.0 + 5 * (1 - math.exp(-0.08))])
    assert slots.estimate(8.5, Lane.INTERACTIVE, 1) == pytest.approx(8.5 + 2.5 * (1 - math.exp(-0.04)))
    assert slots.estimate(11.0, Lane.INTERACTIVE, 1) == 11.0


def test_a_bulk_caller_is_told_of_those_before_it_in_both_lanes() -> None:
    slots = window(calls=100)
    assert slots.take(0.0, Lane.BULK)
    assert slots.estimate(0.0, Lane.BULK, 0) == pytest.approx(0.08)
    assert slots.estimate(0.0, Lane.BULK, 3) == pytest.approx(0.38)
    for _ in range(99):
        slots.join(Lane.INTERACTIVE)
    assert slots.estimate(0.0, Lane.BULK, 0) == 10.0
    assert slots.estimate(0.0, Lane.INTERACTIVE) == 10.0


def test_a_plan_of_6919_bulk_calls_takes_a_little_more_than_17_minutes() -> None:
    assert Window(Rate()).seconds_for(0.0, 6_919, Lane.BULK) == pytest.approx(6_918 * 0.15)


@BOTH_LANES
def test_no_calls_take_no_time_and_neither_do_any_without_a_limit(lane: Lane) -> None:
    assert Window(Rate()).seconds_for(0.0, 0, lane) == 0.0
    assert Window(None).seconds_for(0.0, 1_000_000, lane) == 0.0


def test_the_state_says_what_is_held_and_when_the_next_turns_come() -> None:
    slots = window(calls=2)
    slots.take(0.0, Lane.INTERACTIVE)
    slots.take(0.0, Lane.INTERACTIVE)
    slots.answered(1.0, Lane.INTERACTIVE, granted_at=0.0)
    slots.join(Lane.BULK)
    state = slots.state(2.0)
    assert (state.rate, state.limit, state.held, state.in_flight) == (Rate(calls=2, seconds=10.0), 2, 2, 1)
    assert (state.waiting_interactive, state.waiting_bulk, state.paused_for) == (0, 1, 0.0)
    assert state.next_interactive_in == pytest.approx(9.0)
    assert state.next_bulk_in >= state.next_interactive_in


def test_the_state_says_what_bulk_may_hold_just_now() -> None:
    slots = Window(Rate(calls=10, seconds=10.0), bulk_share=0.5)
    assert slots.state(0.0).bulk_share == 1.0
    slots.join(Lane.INTERACTIVE)
    assert slots.state(0.0).bulk_share == 0.5
    slots.leave(Lane.INTERACTIVE)
    assert slots.state(0.0).bulk_share == 1.0
    slots.take(0.0, Lane.INTERACTIVE)
    assert slots.state(0.0).bulk_share == 0.5


def test_the_state_of_a_budget_that_nobody_uses_is_that_turns_come_at_once() -> None:
    state = window().state(5.0)
    assert (state.held, state.next_interactive_in, state.next_bulk_in) == (0, 0.0, 0.0)


def test_without_a_limit_the_state_says_so() -> None:
    state = Window(None).state(0.0)
    assert (state.rate, state.limit, state.next_bulk_in) == (None, None, 0.0)


def test_a_retry_after_is_believed_up_to_a_ceiling_and_what_was_asked_is_remembered_for_as_long() -> None:
    slots = Window(Rate(calls=10, seconds=10.0), longest_retry_after=30.0)
    assert slots.take(0.0, Lane.INTERACTIVE)
    slots.refused(0.0, Lane.INTERACTIVE, granted_at=0.0, retry_after=31.0)
    state = slots.state(10.0)
    assert (state.paused_for, state.pause_asked) == (20.0, 31.0)
    assert slots.state(30.0).pause_asked is None
    assert slots.take(30.0, Lane.INTERACTIVE)
    slots.refused(30.0, Lane.INTERACTIVE, granted_at=30.0, retry_after=30.0)
    assert (slots.state(30.0).paused_for, slots.state(30.0).pause_asked) == (30.0, None)


def test_a_later_refusal_of_the_same_event_is_cut_as_well() -> None:
    slots = Window(Rate(calls=10, seconds=10.0), longest_retry_after=30.0)
    for _ in range(3):
        assert slots.take(0.0, Lane.INTERACTIVE)
    slots.refused(1.0, Lane.INTERACTIVE, granted_at=0.0, retry_after=5.0)
    slots.refused(2.0, Lane.INTERACTIVE, granted_at=0.0, retry_after=1e9)
    assert (slots.state(2.0).paused_for, slots.state(2.0).pause_asked) == (30.0, 1e9)
    slots.refused(2.0, Lane.INTERACTIVE, granted_at=0.0, retry_after=31.0)
    assert slots.state(2.0).pause_asked == 1e9


def test_what_was_asked_is_remembered_also_below_a_second() -> None:
    slots = Window(Rate(calls=10, seconds=10.0), longest_retry_after=0.25)
    slots.take(0.0, Lane.INTERACTIVE)
    slots.refused(0.0, Lane.INTERACTIVE, granted_at=0.0, retry_after=0.5)
    assert (slots.state(0.0).paused_for, slots.state(0.0).pause_asked) == (0.25, 0.5)
