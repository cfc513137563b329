"""Which request meets which fault."""

import json
from collections import Counter

import pytest

from firstpromoter_async.sandbox.faults import BadFault, Fault, FaultPlan, Faults
from firstpromoter_async.wire.message import HttpRequest

REQUEST = HttpRequest("GET", "https://fp.test/")


def wishing(fault: str) -> HttpRequest:
    return HttpRequest("GET", "https://fp.test/", (("X-Sandbox-Fault", fault),))


def test_without_a_plan_nothing_goes_wrong() -> None:
    faults = Faults(FaultPlan())
    assert {faults.choose(REQUEST) for _ in range(100)} == {None}


def test_a_header_chooses_for_one_request() -> None:
    assert Faults(FaultPlan()).choose(wishing("cut_body")) is Fault.CUT_BODY


def test_an_unknown_fault_is_refused_by_name() -> None:
    with pytest.raises(BadFault, match="no fault 'earthquake'"):
        Faults(FaultPlan()).choose(wishing("earthquake"))


def test_the_same_seed_draws_the_same_faults() -> None:
    plan = FaultPlan(seed=7, shares={Fault.UNAVAILABLE: 0.2, Fault.RESET_AFTER: 0.1})
    first, second = Faults(plan), Faults(plan)
    assert [first.choose(REQUEST) for _ in range(200)] == [second.choose(REQUEST) for _ in range(200)]


def test_a_wish_does_not_disturb_what_the_plan_draws() -> None:
    plan = FaultPlan(seed=7, shares={Fault.UNAVAILABLE: 0.5})
    first, second = Faults(plan), Faults(plan)
    second.choose(wishing("slow"))
    assert [first.choose(REQUEST) for _ in range(50)] == [second.choose(REQUEST) for _ in range(50)]


def test_shares_are_met() -> None:
    faults = Faults(FaultPlan(seed=1, shares={Fault.UNAVAILABLE: 0.2, Fault.HANG: 0.3}))
    drawn = Counter(faults.choose(REQUEST) for _ in range(10_000))
    assert drawn[Fault.UNAVAILABLE] == pytest.approx(2000, rel=0.1)
    assert drawn[Fault.HANG] == pytest.approx(3000, rel=0.1)


def test_a_plan_is_read_from_json_and_written_back() -> None:
    told = {"seed": 7, "shares": {"unavailable": 0.05, "cut_body": 0.1}, "slow_seconds": 0.5, "retry_after": 2}
    assert FaultPlan.parse(told).as_json() == told


@pytest.mark.parametrize(
    "told",
    [
        [],
        {"shares": []},
        {"shares": {"earthquake": 0.1}},
        {"shares": {"slow": 0.6, "hang": 0.6}},
        {"shares": {"slow": -0.1}},
        {"shares": {"slow": "much"}},
        {"seed": "x"},
        {"slow_seconds": -1},
        {"slow_seconds": float("nan")},
        {"colour": "red"},
    ],
)
def test_a_plan_that_cannot_be_is_refused(told: object) -> None:
    with pytest.raises(BadFault):
        FaultPlan.parse(told)


def test_a_plan_that_cannot_be_read_is_told_how_one_looks() -> None:
    with pytest.raises(BadFault, match="a plan has no server_error; it looks like") as refused:
        FaultPlan.parse({"server_error": 1})
    assert FaultPlan.parse(json.loads(str(refused.value).partition("looks like ")[2])).shares
