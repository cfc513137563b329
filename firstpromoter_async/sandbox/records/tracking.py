"""Tracking: who a customer is referred by, and what a sale earns.

Where the documents leave something open, this is how it goes here:

- A commission is the campaign's percentage of the amount, rounded to a cent as the settings say (`Rounding`: down, if they say
  nothing); a refund takes back its own amount's share, rounded in the same way, so that full refund and sale cancel out exactly.
- A lead with the email of the very promoter who referred it is suspected of `same_promoter_email`.
- An amount in another currency is converted by the fixed table `IN_CENTS`; a currency that is not in it counts one to one.
- A customer named by both `uid` and `email` is looked up by `uid` first.
- A sale that creates its lead counts as the lead's signup, too.
- Recurring commissions (`start_recurring_reward_in` and so on) are kept with the event, and not carried out.
"""

import json
from typing import Any, Final

from attrs import frozen

from ..problems import AlreadySignedUp, AlreadyStored, NobodyNamed, NotReferral, UnknownVisitor
from ..store import Row, Store
from . import campaigns, promoters
from .rounding import Rounding

ACCOUNT_CURRENCY: Final = "USD"
IN_CENTS: Final = {"EUR": 11_000, "GBP": 12_500, "CAD": 7_300, "AUD": 6_600, "JPY": 6_700}
"""What 10,000 of a currency's smallest unit are worth in US cents; made up, and always the same."""


@frozen(kw_only=True)
class Customer:
    """Who an event is about: an email, a uid, or both."""

    email: str | None
    uid: str | None

    def __attrs_post_init__(self) -> None:
        if self.email is None and self.uid is None:
            raise NobodyNamed


@frozen(kw_only=True)
class Source:
    """How a customer came: what names the promoter."""

    tid: str | None = None
    ref_id: str | None = None
    promoter_email: str | None = None
    promoter_id: int | None = None
    promo_code: str | None = None


@frozen
class Stored:
    """What an event came to."""

    event: Row
    lead: Row
    reward: Row | None


@frozen(kw_only=True)
class Amount:
    """Money as it was given, and in the account's currency."""

    cents: int
    original: int
    currency: str | None

    @classmethod
    def given(cls, amount: int, currency: str | None) -> "Amount":
        """Convert an amount in minor units; without a currency it is in the account's."""
        code = None if currency is None else currency.upper()
        rate = 10_000 if code is None else IN_CENTS.get(code, 10_000)
        return cls(cents=amount * rate // 10_000, original=amount, currency=None if code == ACCOUNT_CURRENCY else code)


def find_lead(store: Store, customer: Customer) -> Row | None:
    """Return the lead that this customer is, if anybody referred them."""
    by_uid = None if customer.uid is None else store.one("SELECT * FROM leads WHERE uid = ?", customer.uid)
    if by_uid is not None or customer.email is None:
        return by_uid
    by_email = store.one("SELECT * FROM leads WHERE email = ?", customer.email)
    if by_email is not None and customer.uid is not None and by_email["uid"] is None:
        store.change("leads", by_email["id"], uid=customer.uid)
        return store.get("leads", by_email["id"])
    return by_email


def promotion_of(store: Store, source: Source) -> tuple[Row, str] | None:
    """Return the promotion that a source names, and what the lead's entry source is called then."""
    if source.tid is not None:
        found = store.one(
            "SELECT promotions.* FROM visits JOIN promotions ON promotions.id = promotion_id WHERE tid = ?", source.tid
        )
        if found is not None:
            return found, "cookie"
    found = _named_promotion(store, source)
    if found is not None:
        return found, "api"
    if source.promo_code is not None:
        found = promoters.promotion_by_code(store, source.promo_code)
    return None if found is None else (found, "coupon")


def _named_promotion(store: Store, source: Source) -> Row | None:
    if source.ref_id is not None:
        return promoters.promotion_by_ref_id(store, source.ref_id)
    if source.promoter_id is not None:
        promoter = promoters.find(store, "id", str(source.promoter_id))
    elif source.promoter_email is not None:
        promoter = promoters.find(store, "email", source.promoter_email)
    else:
        promoter = None
    return None if promoter is None else promoters.default_promotion(store, promoter["id"])


def signup(
    store: Store, moment: str, customer: Customer, source: Source, *, override: bool = False, **details: Any
) -> Stored:
    """Store a signup, and the lead with it. Raises `UnknownVisitor`, and `AlreadySignedUp` unless that is overridden."""
    lead = find_lead(store, customer)
    earlier = None if lead is None else _event_of(store, lead["id"], "signup")
    if earlier is not None and not override:
        raise AlreadySignedUp
    promotion = promotion_of(store, source)
    if promotion is None:
        raise UnknownVisitor
    if lead is None:
        lead = _new_lead(store, moment, customer, promotion, "signup", tid=source.tid, **details)
    else:
        lead = _join(store, lead, promotion if override else None, "signup", details)
    event = earlier or _event(store, moment, "signup", lead)
    return Stored(event, lead, None)


def subscriber(store: Store, moment: str, customer: Customer, source: Source, **details: Any) -> Stored:
    """Store a subscription to a newsletter or free plan. Raises `UnknownVisitor`, `NotReferral` and `AlreadyStored`."""
    lead = find_lead(store, customer)
    if lead is not None and _event_of(store, lead["id"], "subscriber") is not None:
        raise AlreadyStored("subscriber", lead["email"] or lead["uid"])
    promotion = promotion_of(store, source)
    if promotion is None and source != Source():
        raise UnknownVisitor
    if lead is not None:
        lead = _join(store, lead, None, None, details)
    elif promotion is None:
        raise NotReferral
    else:
        lead = _new_lead(store, moment, customer, promotion, "subscribed", tid=source.tid, **details)
    return Stored(_event(store, moment, "subscriber", lead), lead, None)


def sale(
    store: Store,
    moment: str,
    customer: Customer,
    source: Source,
    *,
    event_id: str,
    amount: Amount,
    rounding: Rounding,
    plan: str | None = None,
    subscription_id: str | None = None,
    **columns: Any,
) -> Stored:
    """Store a sale and its commission, and the lead where the source names a promoter. Raises `AlreadyStored`, `NotReferral`."""
    _refuse_again(store, "sale", event_id)
    lead = find_lead(store, customer) or _lead_by_sale(store, moment, customer, source)
    event = _event(
        store,
        moment,
        "sale",
        lead,
        event_id=event_id,
        plan=plan,
        **_money(amount.cents, amount.original, amount),
        **columns,
    )
    campaign = _campaign_of(store, lead["promotion_id"])
    reward = _reward(store, event, campaign["percent"], rounding.share(amount.cents, campaign["percent"]))
    news = {"state": "active", "cancelled_at": None, "customer_since": lead["customer_since"] or moment}
    if plan is not None:
        news["plan_name"] = plan
    if subscription_id is not None:
        news["subscription_id"] = subscription_id
    store.change("leads", lead["id"], **news)
    return Stored(event, lead | news, reward)


def refund(
    store: Store,
    moment: str,
    customer: Customer,
    *,
    event_id: str,
    amount: Amount,
    rounding: Rounding,
    sale_event_id: str | None = None,
    **columns: Any,
) -> Stored:
    """Store a refund and its negative commission, at its sale's rate if that is named. Raises `AlreadyStored`, `NotReferral`."""
    _refuse_again(store, "refund", event_id)
    lead = find_lead(store, customer)
    if lead is None:
        raise NotReferral
    event = _event(
        store,
        moment,
        "refund",
        lead,
        event_id=event_id,
        sale_event_id=sale_event_id,
        **_money(-amount.cents, -amount.original, amount),
        **columns,
    )
    percent = _percent_of_sale(store, sale_event_id)
    if percent is None:
        percent = _campaign_of(store, lead["promotion_id"])["percent"]
    return Stored(event, lead, _reward(store, event, percent, -rounding.share(amount.cents, percent)))


def cancellation(store: Store, moment: str, customer: Customer, *, event_id: str | None = None) -> Stored:
    """Mark a customer as cancelled. Raises `AlreadyStored` (with an event id only) and `NotReferral`."""
    if event_id is not None:
        _refuse_again(store, "cancellation", event_id)
    lead = find_lead(store, customer)
    if lead is None:
        raise NotReferral
    news = {"state": "cancelled", "cancelled_at": moment}
    store.change("leads", lead["id"], **news)
    return Stored(_event(store, moment, "cancellation", lead, event_id=event_id), lead | news, None)


def _lead_by_sale(store: Store, moment: str, customer: Customer, source: Source) -> Row:
    promotion = promotion_of(store, source)
    if promotion is None:
        raise NotReferral
    lead = _new_lead(store, moment, customer, promotion, "signup", tid=source.tid)
    _event(store, moment, "signup", lead)
    return lead


def _new_lead(
    store: Store, moment: str, customer: Customer, promotion: tuple[Row, str], state: str, **details: Any
) -> Row:
    number = store.insert(
        "leads",
        promotion_id=promotion[0]["id"],
        entry_source=promotion[1],
        email=customer.email,
        uid=customer.uid,
        state=state,
        fraud_check=_fraud_check(store, customer, promotion[0]),
        created_at=moment,
        **details,
    )
    return store.get("leads", number)


def _fraud_check(store: Store, customer: Customer, promotion: Row) -> str:
    promoter = store.get("promoters", promotion["promoter_id"])
    theirs = customer.email is not None and customer.email.lower() == promoter["email"].lower()
    return "same_promoter_email" if theirs else "no_suspicion"


def _join(
    store: Store, lead: Row, promotion: tuple[Row, str] | None, state: str | None, details: dict[str, Any]
) -> Row:
    """Add what an event tells about a lead that is there already; a customer stays a customer."""
    news = {name: value for name, value in details.items() if value is not None}
    if promotion is not None:
        news |= {"promotion_id": promotion[0]["id"], "entry_source": promotion[1]}
    if state is not None and lead["state"] == "subscribed":
        news["state"] = state
    store.change("leads", lead["id"], **news)
    return lead | news


def _event(store: Store, moment: str, kind: str, lead: Row, **columns: Any) -> Row:
    details = columns.pop("details", None)
    number = store.insert(
        "events",
        kind=kind,
        lead_id=lead["id"],
        promotion_id=lead["promotion_id"],
        created_at=moment,
        details=json.dumps(details) if details else None,
        **columns,
    )
    return store.get("events", number)


def _event_of(store: Store, lead_id: int, kind: str) -> Row | None:
    return store.one("SELECT * FROM events WHERE lead_id = ? AND kind = ?", lead_id, kind)


def _refuse_again(store: Store, kind: str, event_id: str) -> None:
    if store.one("SELECT 1 FROM events WHERE kind = ? AND event_id = ?", kind, event_id) is not None:
        raise AlreadyStored(kind, event_id)


def _money(cents: int, original: int, amount: Amount) -> dict[str, Any]:
    return {"amount": cents, "original_amount": original, "original_currency": amount.currency}


def _campaign_of(store: Store, promotion_id: int) -> Row:
    return campaigns.named(store, store.get("promotions", promotion_id)["campaign_id"])


def _percent_of_sale(store: Store, sale_event_id: str | None) -> int | None:
    if sale_event_id is None:
        return None
    percent: int | None = store.value(
        """SELECT percent FROM rewards JOIN events ON events.id = event_rowid
           WHERE kind = 'sale' AND event_id = ? AND percent IS NOT NULL""",
        sale_event_id,
    )
    return percent


def _reward(store: Store, event: Row, percent: int, amount: int) -> Row:
    promotion = store.get("promotions", event["promotion_id"])
    number = store.insert(
        "rewards",
        event_rowid=event["id"],
        lead_id=event["lead_id"],
        promotion_id=promotion["id"],
        promoter_id=promotion["promoter_id"],
        status="approved",
        unit="cash",
        amount=amount,
        percent=percent,
        created_at=event["created_at"],
    )
    return store.get("rewards", number)
