"""A month of an affiliate programme, from the first promoter to the report: `python examples/a_month.py`.

It runs on a sandbox inside this process: no account, no network, nothing left behind. Read it from the top: the story comes
first, then one function for each thing that the owner of a programme does, and in the end every total that FirstPromoter tells is
held against a recount that knows nothing but the story.

With your own account, `async with FirstPromoter.from_env() as fp:` takes the place of the sandbox, and the calls stay the same.
"""

import time
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime

import anyio

from firstpromoter_async import AlreadyRecorded, FirstPromoter, NotReferred, Recorded, cents
from firstpromoter_async.testing import sandboxed
from firstpromoter_async.v2 import (
    Commission,
    CommissionFilters,
    Day,
    GroupBy,
    PayoutFilters,
    ProfileInput,
    Promoter,
    PromoterFilters,
    Range,
)

# The story: who brings whom, who buys what, and what comes back.

DEFAULT_CAMPAIGN, PARTNERS = 101, 102
PERCENT = {DEFAULT_CAMPAIGN: 20, PARTNERS: 30}
PROMOTERS = {"Ann": DEFAULT_CAMPAIGN, "Ben": PARTNERS, "Cleo": DEFAULT_CAMPAIGN, "Dan": DEFAULT_CAMPAIGN}
SENT_BY = {"joe": "Ann", "kim": "Ann", "liv": "Ben", "max": "Ben", "nia": "Cleo", "oli": "Dan"}
SUSPECT = "oli"
SALES = [  # day of January, customer, order, amount
    (3, "joe", "order-1", "49.00"),
    (3, "liv", "order-2", "120.00"),
    (5, "kim", "order-3", "19.90"),
    (8, "max", "order-4", "299.00"),
    (9, "oli", "order-5", "75.00"),
    (12, "nia", "order-6", "49.00"),
    (15, "joe", "order-7", "49.00"),
    (18, "liv", "order-8", "120.00"),
    (21, "kim", "order-9", "99.50"),
]
REFUNDS = [  # day, order, refund, amount
    (16, "order-7", "refund-1", "49.00"),
    (20, "order-8", "refund-2", "20.00"),
]
FIRST, LAST = "2026-01-01", "2026-01-31"


class Calendar:
    """The sandbox's clock: it runs ten times as fast as ours, and jumps to the day that the story has come to."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._day = 1

    def turn_to(self, day: int) -> None:
        """Let it be another day of January."""
        self._day = day

    def __call__(self) -> float:
        """Return seconds since 1970."""
        midday = datetime(2026, 1, self._day, 12, tzinfo=UTC).timestamp()
        return midday + (time.monotonic() - self._began) * 10


async def main() -> None:
    """Play the month."""
    calendar = Calendar()
    async with sandboxed(clock=calendar) as fp:
        promoters = await recruit(fp)
        await refer(fp, promoters, calendar)
        await sell_and_refund(fp, calendar)
        calendar.turn_to(25)
        await judge(fp)
        calendar.turn_to(31)
        await pay(fp)
        await report(fp, promoters)


async def recruit(fp: FirstPromoter) -> dict[str, Promoter]:
    """Take promoters in; Dan applied by himself, so somebody accepts him."""
    print("Recruit")
    promoters: dict[str, Promoter] = {}
    for name, campaign in PROMOTERS.items():
        promoters[name] = await fp.v2.promoters.create(
            email=f"{name.lower()}@partners.example",
            cust_id=f"partner-{name.lower()}",
            profile=ProfileInput(first_name=name),
            initial_campaign_id=campaign,
            always_approve=name != "Dan",
        )
    accepted = await fp.v2.promoters.accept([promoters["Dan"].id], campaign_id=DEFAULT_CAMPAIGN)
    check("Dan is accepted", accepted.all_succeeded, True)
    waiting = await fp.v2.promoters.list(filters=PromoterFilters(state="pending")).collect()
    check("promoters who still wait", len(waiting), 0)
    return promoters


async def refer(fp: FirstPromoter, promoters: dict[str, Promoter], calendar: Calendar) -> None:
    """Record who signed up, and by whose link: your own program does this as it happens."""
    print("Refer")
    calendar.turn_to(2)
    for customer, name in SENT_BY.items():
        ref_id = promoters[name].promoter_campaigns[0].ref_token or ""
        await fp.v2.track.signup(email=f"{customer}@shop.example", uid=customer, ref_id=ref_id)
    check("referrals", len(await fp.v2.referrals.list().collect()), len(SENT_BY))


async def sell_and_refund(fp: FirstPromoter, calendar: Calendar) -> None:
    """Record sales and refunds on their days; repeating one, or a sale to a stranger, is an outcome and no error."""
    print("Sell and refund")
    events = [(day, "sale", customer, order, amount, order) for day, customer, order, amount in SALES]
    events += [(day, "refund", buyer_of(order), refund, amount, order) for day, order, refund, amount in REFUNDS]
    for day, kind, customer, event_id, amount, order in sorted(events):
        calendar.turn_to(day)
        if customer == SUSPECT:
            await suspect(fp)
        if kind == "sale":
            outcome = await fp.v2.track.sale(uid=customer, event_id=event_id, amount=cents(amount))
        else:
            outcome = await fp.v2.track.refund(
                uid=customer, event_id=event_id, amount=cents(amount), sale_event_id=order
            )
        match outcome:
            case Recorded():
                print(f"  {day:2} January: {kind} of {amount} to {customer}")
            case AlreadyRecorded() | NotReferred():
                raise SystemExit(f"{event_id} was not recorded: {outcome}")
    again = await fp.v2.track.sale(uid="joe", event_id="order-1", amount=cents("49.00"))
    check("a sale that is sent again is recorded once", isinstance(again, AlreadyRecorded), True)
    stranger = await fp.v2.track.sale(uid="stranger", event_id="order-10", amount=cents("10.00"))
    check("a sale to a stranger is nobody's", isinstance(stranger, NotReferred), True)


async def suspect(fp: FirstPromoter) -> None:
    """Hold back what a suspicious customer brings, until somebody has looked at it."""
    referral = await fp.v2.referrals.get(SUSPECT, find_by="uid")
    await fp.v2.referrals.disable([referral.id])


async def judge(fp: FirstPromoter) -> None:
    """Look at what was held back: this time all was well, so it is approved."""
    print("Approve")
    held_back = await commissions(fp, status="denied")
    check("commissions that were held back", [one.event_id for one in held_back], ["order-5"])
    referral = await fp.v2.referrals.get(SUSPECT, find_by="uid")
    await fp.v2.referrals.enable([referral.id])
    approved = await fp.v2.commissions.approve([one.id for one in held_back])
    check("all were approved", approved.all_succeeded, True)


async def pay(fp: FirstPromoter) -> None:
    """Make payouts of what was earned, send the money, and say so."""
    print("Pay")
    payable = [one.id for one in await commissions(fp, status="approved", paid=False)]
    generated = await fp.v2.batches.wait(await fp.v2.commissions.generate_payouts(payable))
    check("every commission is in a payout", generated.all_succeeded, True)
    payouts = await fp.v2.payouts.list(filters=PayoutFilters(status="pending")).collect()
    due = {(one.promoter.name if one.promoter else None): int(one.amount or 0) for one in payouts}
    check("payouts by promoter", due, dict(earned()))
    # ... here you send the money ...
    paid = await fp.v2.payouts.mark_as_paid([one.id for one in payouts])
    check("payouts that are paid", len(paid.done), len(payouts))


async def report(fp: FirstPromoter, promoters: dict[str, Promoter]) -> None:
    """Hold every total that FirstPromoter tells against the recount."""
    print("Report")
    (january,) = await fp.v2.reports.overview(
        columns=[
            "revenue_amount",
            "net_revenue_amount",
            "promoter_earnings_amount",
            "promoter_paid_amount",
            "sales_count",
        ],
        group_by=GroupBy.MONTH,
        start_date=FIRST,
        end_date=LAST,
    )
    figures, all_earned = january.data, sum(earned().values())
    assert figures is not None
    check("sales", figures.sales_count, len(SALES))
    check("revenue", figures.revenue_amount, sold())
    check("revenue that was not given back", figures.net_revenue_amount, sum(amount for _, amount in movements()))
    check("earned", figures.promoter_earnings_amount, all_earned)
    check("paid", figures.promoter_paid_amount, all_earned)
    for name, promoter in promoters.items():
        now = await fp.v2.promoters.get(promoter.id)
        assert now.stats is not None
        check(f"what {name} sold", now.stats.revenue_amount, sold(by=name))
        check(f"what {name} is still owed", (now.balances or {}).get("cash"), 0)
    in_january = Range[Day](from_=FIRST, to=LAST)
    everything = await fp.v2.commissions.list(filters=CommissionFilters(created_at=in_january)).collect()
    check("the month's commissions", added_up(everything), dict(earned()))
    check("paid commissions", all(one.is_paid for one in everything), True)
    print("Every total agrees with the recount.")


async def commissions(fp: FirstPromoter, *, status: str, paid: bool | None = None) -> list[Commission]:
    """Return commissions by status, the oldest first."""
    filters = CommissionFilters(status=status) if paid is None else CommissionFilters(status=status, paid=paid)
    return await fp.v2.commissions.list(filters=filters).collect()


# The recount: from the story alone.


def buyer_of(order: str) -> str:
    """Return who bought."""
    return next(customer for _, customer, one, _ in SALES if one == order)


def movements() -> Iterable[tuple[str, int]]:
    """Yield who brought each amount, in cents; refunds are negative."""
    yield from ((SENT_BY[customer], cents(amount)) for _, customer, _, amount in SALES)
    yield from ((SENT_BY[buyer_of(order)], -cents(amount)) for _, order, _, amount in REFUNDS)


def sold(by: str | None = None) -> int:
    """Return what was sold, in cents, whether it was given back or not: to a promoter's customers, or in all."""
    return sum(amount for name, amount in movements() if amount > 0 and by in (None, name))


def earned() -> Counter[str]:
    """Return what each promoter has earned, in cents. The amounts of the story leave nothing to round."""
    total = Counter[str]()
    for name, amount in movements():
        share, rest = divmod(amount * PERCENT[PROMOTERS[name]], 100)
        assert rest == 0
        total[name] += share
    return total


def added_up(found: Iterable[Commission]) -> dict[str, int]:
    """Add commissions up by the promoter's name."""
    total = Counter[str]()
    for one in found:
        promoter = one.promoter_campaign.promoter if one.promoter_campaign else None
        total[(promoter.name if promoter else None) or "nobody"] += one.amount or 0
    return dict(total)


def check(what: str, found: object, expected: object) -> None:
    """Say what was found, and stop where it is not what the story says."""
    if found != expected:
        raise SystemExit(f"{what}: {found!r} was found, and the recount says {expected!r}")
    print(f"  {what}: {found}")


if __name__ == "__main__":
    anyio.run(main)
