"""Tracking: who a customer is referred by, and what a sale earns.

Where the documents leave something open, this is how it goes here:

- What sales earn and refunds take back is said in `commissions`. A lead that is denied or pending stays so, whatever it buys.
- A lead with the email of the very promoter who referred it is suspected of `same_promoter_email`.
- An amount in another currency is converted by the fixed table `IN_CENTS`; a currency that is not in it counts one to one.
- A customer named by both `uid` and `email` is looked up by `uid` first.
- A sale that creates its lead counts as the lead's signup, too.
- A sale of a blocked promoter's referral is refused, as if nobody had referred the customer; all else of theirs is tracked.
- Recurring commissions (`start_recurring_reward_in` and so on) are kept with the event, and not carried out.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from attrs import evolve, frozen

from ..parameters import whole_number
from ..problems import AlreadySignedUp, AlreadyStored, BadEvent, NotReferral, UnknownPromoter, UnknownVisitor
from ..store import Row, Store
from .commissions import JUDGED, Commissions
from .promoters import Promoters, new_token
from .rounding import Rounding
from .rules import Rules

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
            raise BadEvent("Error. Email and uid can not be blank!")


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
    rewards: Sequence[Row] = ()
    """The commissions, that of the lead's own promoter first."""


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


class Tracking(Rules):
    """What is tracked, in one store."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self._commissions = Commissions(store)
        self._promoters = Promoters(store)

    def find_lead(self, customer: Customer) -> Row | None:
        """Return the lead that this customer is, if anybody referred them."""
        by_uid = None if customer.uid is None else self._store.one("SELECT * FROM leads WHERE uid = ?", customer.uid)
        if by_uid is not None or customer.email is None:
            return by_uid
        by_email = self._store.one("SELECT * FROM leads WHERE email = ?", customer.email)
        if by_email is not None and customer.uid is not None and by_email["uid"] is None:
            return self._store.changed("leads", by_email["id"], uid=customer.uid)
        return by_email

    def promotion_of(self, source: Source) -> tuple[Row, str] | None:
        """Return the promotion that a source names, and what the lead's entry source is called then."""
        if source.tid is not None:
            found = self._store.one(
                "SELECT promotions.* FROM visits JOIN promotions ON promotions.id = promotion_id WHERE tid = ?",
                source.tid,
            )
            if found is not None:
                return found, "cookie"
        found = self._named_promotion(source)
        if found is not None:
            return found, "api"
        if source.promo_code is not None:
            found = self._promoters.promotion_by_code(source.promo_code)
        return None if found is None else (found, "coupon")

    def _named_promotion(self, source: Source) -> Row | None:
        if source.ref_id is not None:
            return self._promoters.promotion_by_ref_id(source.ref_id)
        if source.promoter_id is not None:
            promoter = self._promoters.find("id", str(source.promoter_id))
        elif source.promoter_email is not None:
            promoter = self._promoters.find("email", source.promoter_email)
        else:
            promoter = None
        return None if promoter is None else self._promoters.default_promotion(promoter["id"])

    def visit(self, moment: str, key: str, value: str) -> str:
        """Let somebody follow a promoter's link; returns the tracking id of their browser. Raises `UnknownPromoter`."""
        source = Source(ref_id=value) if key == "ref_id" else Source(promoter_id=whole_number(value))
        promotion = self._named_promotion(source)
        if promotion is None:
            raise UnknownPromoter(f"nobody has the {key} {value}")
        tid = new_token()
        self._store.run("INSERT INTO visits VALUES (?, ?, ?)", tid, promotion["id"], moment)
        return tid

    def signup(
        self, moment: str, customer: Customer, source: Source, *, override: bool = False, **details: Any
    ) -> Stored:
        """Store a signup, and the lead with it. Raises `UnknownVisitor`, and `AlreadySignedUp` unless that is overridden."""
        lead = self.find_lead(customer)
        earlier = None if lead is None else self._event_of(lead["id"], "signup")
        if earlier is not None and not override:
            raise AlreadySignedUp
        promotion = self.promotion_of(source)
        if promotion is None:
            raise UnknownVisitor
        if lead is None:
            lead = self._new_lead(moment, customer, promotion, "signup", tid=source.tid, **details)
        else:
            lead = self._join(lead, promotion if override else None, "signup", details)
        event = earlier or self._event(moment, "signup", lead)
        return Stored(event, lead)

    def subscriber(self, moment: str, customer: Customer, source: Source, **details: Any) -> Stored:
        """Store a subscription to a newsletter or free plan. Raises `UnknownVisitor`, `NotReferral` and `AlreadyStored`."""
        lead = self.find_lead(customer)
        if lead is not None and self._event_of(lead["id"], "subscriber") is not None:
            raise AlreadyStored("subscriber", lead["email"] or lead["uid"])
        promotion = self.promotion_of(source)
        if promotion is None and source != Source():
            raise UnknownVisitor
        if lead is not None:
            lead = self._join(lead, None, None, details)
        elif promotion is None:
            raise NotReferral
        else:
            lead = self._new_lead(moment, customer, promotion, "subscribed", tid=source.tid, **details)
        return Stored(self._event(moment, "subscriber", lead), lead)

    def sale(
        self,
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
        """Store a sale, its commissions, and the lead if the source names a promoter. Raises `AlreadyStored`, `NotReferral`."""
        self._refuse_again("sale", event_id)
        lead = self.find_lead(customer) or self._lead_by_sale(moment, customer, source)
        if self._store.get("promotions", lead["promotion_id"])["state"] == "blocked":
            raise NotReferral
        stored = self.sold(moment, lead, amount=amount, rounding=rounding, event_id=event_id, plan=plan, **columns)
        if subscription_id is None:
            return stored
        self._store.change("leads", lead["id"], subscription_id=subscription_id)
        return evolve(stored, lead=stored.lead | {"subscription_id": subscription_id})

    def sold(
        self,
        moment: str,
        lead: Row,
        *,
        amount: Amount,
        rounding: Rounding,
        plan: str | None = None,
        said: Mapping[str, Any] | None = None,
        **columns: Any,
    ) -> Stored:
        """Store a sale to a lead, and its commissions, which `said` says more about; nothing refuses the same once more."""
        money = _money(amount.cents, amount.original, amount)
        event = self._event(moment, "sale", lead, plan=plan, **money, **columns)
        news: Row = {"cancelled_at": None, "customer_since": lead["customer_since"] or moment}
        if lead["state"] not in JUDGED:
            news["state"] = "active"
        if plan is not None:
            news["plan_name"] = plan
        self._store.change("leads", lead["id"], **news)
        return Stored(event, lead | news, self._commissions.earn(event, lead, rounding, **(said or {})))

    def given(self, moment: str, promotion: Row, *, amount: int, said: Mapping[str, Any], **columns: Any) -> Row:
        """Store a commission that no sale has earned, and what it is given for."""
        nobody = {"id": None, "promotion_id": promotion["id"]}
        event = self._event(moment, "custom", nobody, **columns)
        return self._commissions.give(event, promotion, amount, **said)

    def refund(
        self, moment: str, customer: Customer, *, event_id: str, amount: Amount, rounding: Rounding, **columns: Any
    ) -> Stored:
        """Store a refund and its commission, at the sale's rate where that is named. Raises `AlreadyStored`, `NotReferral`."""
        self._refuse_again("refund", event_id)
        lead, money = self._known_lead(customer), _money(-amount.cents, -amount.original, amount)
        event = self._event(moment, "refund", lead, event_id=event_id, **money, **columns)
        return Stored(event, lead, self._commissions.take_back(event, lead, amount.cents, rounding))

    def cancellation(self, moment: str, customer: Customer, *, event_id: str | None = None) -> Stored:
        """Mark a customer as cancelled. Raises `AlreadyStored` (with an event id only) and `NotReferral`."""
        if event_id is not None:
            self._refuse_again("cancellation", event_id)
        lead = self._known_lead(customer)
        news = {"state": "cancelled", "cancelled_at": moment}
        self._store.change("leads", lead["id"], **news)
        return Stored(self._event(moment, "cancellation", lead, event_id=event_id), lead | news)

    def _known_lead(self, customer: Customer) -> Row:
        lead = self.find_lead(customer)
        if lead is None:
            raise NotReferral
        return lead

    def _lead_by_sale(self, moment: str, customer: Customer, source: Source) -> Row:
        promotion = self.promotion_of(source)
        if promotion is None:
            raise NotReferral
        lead = self._new_lead(moment, customer, promotion, "signup", tid=source.tid)
        self._event(moment, "signup", lead)
        return lead

    def _new_lead(self, moment: str, customer: Customer, promotion: tuple[Row, str], state: str, **details: Any) -> Row:
        return self._store.added(
            "leads",
            promotion_id=promotion[0]["id"],
            entry_source=promotion[1],
            email=customer.email,
            uid=customer.uid,
            state=state,
            fraud_check=self._fraud_check(customer, promotion[0]),
            created_at=moment,
            **details,
        )

    def _fraud_check(self, customer: Customer, promotion: Row) -> str:
        promoter = self._store.get("promoters", promotion["promoter_id"])
        theirs = customer.email is not None and customer.email.lower() == promoter["email"].lower()
        return "same_promoter_email" if theirs else "no_suspicion"

    def _join(self, lead: Row, promotion: tuple[Row, str] | None, state: str | None, details: dict[str, Any]) -> Row:
        """Add what an event tells about a lead that is there already; a customer stays a customer."""
        news = {name: value for name, value in details.items() if value is not None}
        if promotion is not None:
            news |= {"promotion_id": promotion[0]["id"], "entry_source": promotion[1]}
        if state is not None and lead["state"] == "subscribed":
            news["state"] = state
        self._store.change("leads", lead["id"], **news)
        return lead | news

    def _event(self, moment: str, kind: str, lead: Row, **columns: Any) -> Row:
        details = columns.pop("details", None)
        return self._store.added(
            "events",
            kind=kind,
            lead_id=lead["id"],
            promotion_id=lead["promotion_id"],
            created_at=moment,
            details=json.dumps(details) if details else None,
            **columns,
        )

    def _event_of(self, lead_id: int, kind: str) -> Row | None:
        return self._store.one("SELECT * FROM events WHERE lead_id = ? AND kind = ?", lead_id, kind)

    def _refuse_again(self, kind: str, event_id: str) -> None:
        if self._store.one("SELECT 1 FROM events WHERE kind = ? AND event_id = ?", kind, event_id) is not None:
            raise AlreadyStored(kind, event_id)


def _money(cents: int, original: int, amount: Amount) -> dict[str, Any]:
    return {"amount": cents, "original_amount": original, "original_currency": amount.currency}
