"""Earnings, paid and current balance always add up, whatever happens in whatever order, through v1 or v2.

What they should be is counted from v2's lists of commissions and payouts, by rules written here once more.
"""

from collections import Counter
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sandbox.talking import Talk

REFS = st.sampled_from(["ann", "ben"])
LEADS = st.sampled_from(["joe", "eve"])
WHICH = st.integers(0, 5)
AMOUNT = st.integers(1, 10_000)
SEVERAL = st.lists(WHICH, min_size=1, max_size=3)
GENERATION = st.sampled_from(["v1", "v2"])
JUDGED = st.sampled_from(["approved", "pending", "denied"])
ACTIONS = st.one_of(
    st.tuples(st.just("signup"), GENERATION, LEADS, REFS),
    st.tuples(st.just("sale"), GENERATION, LEADS, AMOUNT),
    st.tuples(st.just("sale by code"), GENERATION, LEADS, AMOUNT),
    st.tuples(st.just("refund"), GENERATION, LEADS, AMOUNT, st.none() | WHICH),
    st.tuples(st.just("reward"), REFS, st.sampled_from(["cash", "points"]), st.integers(-50, 500)),
    st.tuples(st.just("judge"), WHICH, JUDGED),
    st.tuples(st.just("judge several"), SEVERAL, st.sampled_from(["approve", "deny"])),
    st.tuples(st.just("delete commissions"), SEVERAL),
    st.tuples(st.just("pay"), REFS, st.sampled_from(["pending", "processing", "completed"])),
    st.tuples(st.just("generate"), SEVERAL),
    st.tuples(st.just("settle"), WHICH, st.sampled_from(["pending", "processing", "completed"])),
    st.tuples(st.just("settle several"), SEVERAL, st.sampled_from(["mark_as_paid", "mark_as_unpaid"])),
    st.tuples(st.just("delete payouts"), SEVERAL),
    st.tuples(st.just("pay together"), st.sampled_from([None, "batch_fails", "items_fail"]), st.booleans()),
    st.tuples(st.just("a day passes")),
    st.tuples(st.just("move lead"), GENERATION, LEADS, REFS, st.booleans()),
    st.tuples(st.just("delete lead"), GENERATION, LEADS),
    st.tuples(st.just("move promoter"), REFS, st.sampled_from([101, 102])),
    st.tuples(st.just("delete promoter"), REFS),
)


def act(talk: Talk, number: int, action: tuple[Any, ...]) -> None:
    """Carry one action out; that many are refused is part of it."""
    match action:
        case "signup", generation, name, ref:
            answer = call(talk, generation)("POST", "/track/signup", email=f"{name}@example.com", ref_id=ref)
        case "sale", generation, name, amount:
            answer = sell(talk, generation, name, amount, number)
        case "sale by code", generation, name, amount:
            answer = sell(talk, generation, name, amount, number, promo_code="BEN10")
        case "refund", generation, name, amount, which:
            sale = {} if which is None else {"sale_event_id": str(which)}
            given = {"email": f"{name}@example.com", "event_id": str(number), "amount": amount, **sale}
            answer = call(talk, generation)("POST", "/track/refund", given)
        case "reward", ref, unit, amount:
            answer = talk.v1("POST", "/rewards/create", ref_id=ref, reward_type=unit, amount=amount)
        case "judge", which, status:
            answer = talk.v1("PUT", "/rewards/update", id=nth(talk, "rewards", which), status=status)
        case "judge several", several, verb:
            answer = talk.v2("POST", f"/company/commissions/{verb}", ids=all_of(talk, "rewards", several))
        case "delete commissions", several:
            answer = talk.v2("DELETE", "/company/commissions/destroy", ids=all_of(talk, "rewards", several))
        case "pay", ref, status:
            answer = talk.v1("POST", "/payouts/create", promoter_email=f"{ref}@example.com", status=status)
        case "generate", several:
            answer = talk.v2("POST", "/company/commissions/generate_payouts", ids=all_of(talk, "rewards", several))
        case "settle", which, status:
            answer = talk.v1("PUT", "/payouts/update", id=nth(talk, "payouts", which), status=status)
        case "settle several", several, verb:
            answer = talk.v2("POST", f"/company/payouts/{verb}", ids=all_of(talk, "payouts", several))
        case "delete payouts", several:
            answer = talk.v2("DELETE", "/company/payouts/destroy", ids=all_of(talk, "payouts", several))
        case "pay together", fault, keep:
            answer = pay_together(talk, fault, keep=keep)
        case ("a day passes",):
            talk.clock.tick(86_400)
            return
        case "move lead", "v1", name, ref, soft:
            moved = {"email": f"{name}@example.com", "new_ref_id": ref, "soft_switch": str(soft).lower()}
            answer = talk.v1("PUT", "/leads/update", moved)
        case "move lead", _, name, ref, soft:
            place = talk.sandbox.store.value("SELECT id FROM promotions WHERE ref_id = ?", ref)
            given = {"promoter_campaign_id": place or 0, "move_associated_commissions": not soft}
            answer = talk.v2("POST", "/company/referrals/move_to_promoter", ids=[lead(talk, name)], **given)
        case "delete lead", "v1", name:
            answer = talk.v1("DELETE", "/leads/delete", email=f"{name}@example.com")
        case "delete lead", _, name:
            answer = talk.v2("DELETE", "/company/referrals", ids=[lead(talk, name)])
        case "move promoter", ref, campaign:
            answer = talk.v1("POST", "/promoters/move_to_campaign", ref_id=ref, destination_campaign_id=campaign)
        case _:
            answer = talk.v1("DELETE", "/promoters/delete", ref_id=action[1])
    assert answer.status in (200, 201, 202, 204, 404, 409, 422), answer.text


def call(talk: Talk, generation: str) -> Any:
    return talk.v1 if generation == "v1" else talk.v2


def sell(talk: Talk, generation: str, name: str, amount: int, number: int, **more: Any) -> Any:
    given = {"email": f"{name}@example.com", "event_id": str(number), "amount": amount, **more}
    return call(talk, generation)("POST", "/track/sale", given)


def pay_together(talk: Talk, fault: str | None, *, keep: bool) -> Any:
    """Put what PayPal can pay into a payments batch, and send its money, which may go wrong; then keep the batch or not."""
    made = talk.v2("POST", "/company/payouts/create_payments_batch", {"method": "paypal"})
    if made.status != 201:
        return made
    path = f"/company/payments_batches/{made.json['data']['id']}"
    if fault is None:
        paid = talk.v2("POST", f"{path}/pay", otp="123456")
    else:
        paid = talk.with_fault(fault, "POST", f"{path}/pay", {"otp": "123456"})
    talk.clock.tick(4)
    return paid if keep else talk.v2("DELETE", path)


def nth(talk: Talk, noun: str, which: int) -> int:
    rows = talk.v1("GET", f"/{noun}/list", per_page=100).json
    return rows[which % len(rows)]["id"] if rows else 0


def all_of(talk: Talk, noun: str, several: list[int]) -> list[int]:
    return [nth(talk, noun, which) for which in several]


def lead(talk: Talk, name: str) -> int:
    found = talk.v2("GET", "/company/referrals", {"q": f"{name}@example.com"}).json
    return found[0]["id"] if found else 0


Sums = tuple[Counter[str], Counter[str]]


def expected(talk: Talk) -> dict[int, Sums]:
    """Add commissions and payouts up by hand: what was earned and what was paid, by promoter."""
    sums: dict[int, Sums] = {
        one["id"]: (Counter(), Counter()) for one in talk.v2("GET", "/company/promoters", per_page=100).json["data"]
    }
    for one in talk.v2("GET", "/company/commissions", per_page=100).json:
        if one["status"] == "approved":
            sums[one["promoter_campaign"]["promoter_id"]][0][one["unit"]] += one["amount"]
    for one in talk.v2("GET", "/company/payouts", per_page=100).json:
        if one["status"] == "completed":
            sums[one["promoter"]["id"]][1][one["unit"]] += one["amount"]
    return sums


def without_zeros(sums: Counter[str]) -> dict[str, int] | None:
    return {unit: amount for unit, amount in sums.items() if amount} or None


def check_balances(talk: Talk) -> None:
    shown = {one["id"]: one["balances"] for one in talk.v2("GET", "/company/promoters", per_page=100).json["data"]}
    for promoter, (earned, paid) in expected(talk).items():
        current = Counter(earned)
        current.subtract(paid)
        assert talk.balances(promoter) == (without_zeros(earned), without_zeros(paid), without_zeros(current))
        assert {unit: shown[promoter][unit] or 0 for unit in ("cash", "points")} == {
            unit: current[unit] for unit in ("cash", "points")
        }


def check_payouts(talk: Talk) -> None:
    """What is not paid or under way comes to its approved commissions, and no commission is anywhere else."""
    for payout in talk.v2("GET", "/company/payouts", per_page=100).json:
        if payout["status"] in ("pending", "failed", "cancelled"):
            mine = talk.v2("GET", "/company/commissions", {"filters[payout_id]": payout["id"], "per_page": 100}).json
            assert payout["amount"] == sum(one["amount"] for one in mine)
            assert {(one["status"], one["unit"], one["promoter_campaign"]["promoter_id"]) for one in mine} <= {
                ("approved", payout["unit"], payout["promoter"]["id"])
            }


def programme() -> Talk:
    """Return Ann and Ben, whom Ann recruited, in two campaigns; Ann also gets a share of what Ben's sales bring him."""
    talk = Talk()
    ann = talk.promoter("Ann")["id"]
    talk.promoter("Ben", campaign_id=102, parent_promoter_id=ann, promo_code="BEN10")
    schema = {"unit": "cash", "amount": 12.5, "flat_amount": False}
    tier = {"promoter_reward_type": "tier", "tier_reward_mode": "tier_commission_mode", "tier_level": 2}
    made = talk.v2(
        "POST", "/company/rewards", {"name": "A tier", "is_promoter_reward": True, "schemas": [schema]} | tier
    )
    links: list[dict[str, Any]] = [
        {"apply_on": "all", "product_ids": [], "reward_id": number} for number in (7030, made.json["id"])
    ]
    assert talk.v2("PUT", "/company/campaigns/102", rewards_for_promoters=links).status == 200
    talk.v2(
        "POST",
        "/company/payout_methods",
        {"promoter_id": ann, "method": "paypal", "details": {"paypal_email": "a@b.c"}},
    )
    for name, ref_id in (("joe", "ann"), ("eve", "ben")):
        talk.lead(name, ref_id)
    return talk


@settings(max_examples=100, deadline=None)
@given(st.lists(ACTIONS, max_size=25))
def test_balances_add_up(actions: list[tuple[Any, ...]]) -> None:
    talk = programme()
    for number, action in enumerate(actions):
        act(talk, number, action)
        check_balances(talk)
        check_payouts(talk)
    talk.sandbox.store.close()


def test_a_sale_of_the_programme_pays_the_promoter_and_the_one_who_recruited_them() -> None:
    """The recount above would not see a sale that earns nothing."""
    talk = programme()
    sell(talk, "v2", "eve", 1999, 1)
    earned = {number: sums[0]["cash"] for number, sums in expected(talk).items()}
    assert earned == {1001: int(Fraction(599) / 8), 1002: 599}
