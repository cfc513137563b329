"""Earnings, paid and current balance always add up, whatever happens in whatever order."""

from collections import Counter
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sandbox.talking import Talk

REFS = st.sampled_from(["ann", "ben"])
LEADS = st.sampled_from(["joe", "eve"])
WHICH = st.integers(0, 5)
ACTIONS = st.one_of(
    st.tuples(st.just("signup"), LEADS, REFS),
    st.tuples(st.just("sale"), LEADS, st.integers(1, 10_000)),
    st.tuples(st.just("refund"), LEADS, st.integers(1, 10_000)),
    st.tuples(st.just("reward"), REFS, st.sampled_from(["cash", "points"]), st.integers(-50, 500)),
    st.tuples(st.just("judge"), WHICH, st.sampled_from(["approved", "pending", "denied"])),
    st.tuples(st.just("pay"), REFS, st.sampled_from(["pending", "completed"])),
    st.tuples(st.just("settle"), WHICH, st.sampled_from(["pending", "processing", "completed"])),
    st.tuples(st.just("move lead"), LEADS, REFS, st.booleans()),
    st.tuples(st.just("delete lead"), LEADS),
    st.tuples(st.just("move promoter"), REFS, st.sampled_from([101, 102])),
    st.tuples(st.just("delete promoter"), REFS),
)


def act(talk: Talk, number: int, action: tuple[Any, ...]) -> None:
    """Carry one action out; that many are refused is part of it."""
    match action:
        case "signup", name, ref:
            answer = talk.v1("POST", "/track/signup", email=f"{name}@example.com", ref_id=ref)
        case ("sale" | "refund") as call, name, amount:
            answer = talk.v1("POST", f"/track/{call}", email=f"{name}@example.com", event_id=number, amount=amount)
        case "reward", ref, unit, amount:
            answer = talk.v1("POST", "/rewards/create", ref_id=ref, reward_type=unit, amount=amount)
        case "judge", which, status:
            answer = talk.v1("PUT", "/rewards/update", id=nth(talk, "rewards", which), status=status)
        case "pay", ref, status:
            answer = talk.v1("POST", "/payouts/create", promoter_email=f"{ref}@example.com", status=status)
        case "settle", which, status:
            answer = talk.v1("PUT", "/payouts/update", id=nth(talk, "payouts", which), status=status)
        case "move lead", name, ref, soft:
            moved = {"email": f"{name}@example.com", "new_ref_id": ref, "soft_switch": str(soft).lower()}
            answer = talk.v1("PUT", "/leads/update", moved)
        case "delete lead", name:
            answer = talk.v1("DELETE", "/leads/delete", email=f"{name}@example.com")
        case "move promoter", ref, campaign:
            answer = talk.v1("POST", "/promoters/move_to_campaign", ref_id=ref, destination_campaign_id=campaign)
        case _:
            answer = talk.v1("DELETE", "/promoters/delete", ref_id=action[1])
    assert answer.status in (200, 204, 404, 409, 422), answer.text


def nth(talk: Talk, noun: str, which: int) -> int:
    rows = talk.v1("GET", f"/{noun}/list", per_page=100).json
    return rows[which % len(rows)]["id"] if rows else 0


def expected(talk: Talk) -> dict[int, tuple[Counter[str], Counter[str]]]:
    """Add rewards and payouts up by hand: what was earned and what was paid, by promoter."""
    sums = {one["id"]: (Counter[str](), Counter[str]()) for one in talk.v1("GET", "/promoters/list").json}
    for reward in talk.v1("GET", "/rewards/list", per_page=100).json:
        if reward["status"] == "approved":
            sums[reward["promoter"]["id"]][0][reward["unit"]] += reward["amount"]
    for payout in talk.v1("GET", "/payouts/list", per_page=100).json:
        if payout["status"] == "completed":
            sums[payout["promoter"]["id"]][1][payout["unit"]] += payout["amount"]
    return sums


def without_zeros(sums: Counter[str]) -> dict[str, int] | None:
    return {unit: amount for unit, amount in sums.items() if amount} or None


@settings(max_examples=150, deadline=None)
@given(st.lists(ACTIONS, max_size=25))
def test_balances_add_up(actions: list[tuple[Any, ...]]) -> None:
    talk = Talk()
    talk.promoter("Ann")
    talk.promoter("Ben", campaign_id=102)
    for name in ("joe", "eve"):
        talk.lead(name)
    for number, action in enumerate(actions):
        act(talk, number, action)
        for promoter, (earned, paid) in expected(talk).items():
            current = Counter(earned)
            current.subtract(paid)
            assert talk.balances(promoter) == (without_zeros(earned), without_zeros(paid), without_zeros(current))
    talk.sandbox.store.close()
