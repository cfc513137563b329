"""v2's nouns as JSON: promoters, referrals, commissions, campaigns, tracking events, payouts and how they are paid."""

import json
from collections.abc import Callable
from functools import cached_property, partial
from typing import Any, Final

from ...wire.message import HttpResponse
from ..records import Records
from ..records.tracking import Stored
from ..store import Row, as_kept
from . import campaign_rewards, profiles
from .listing import Listing
from .registry import RequestContext, handles
from .replies import as_json, v2_rows
from .v1_shapes import referral_link
from .v2_custom_referral_statuses import CUSTOM_REFERRAL_STATUSES, status_named

_BALANCES: Final = ("cash", "credits", "points", "free_months")

_OF_REFERRAL: Final = (
    "id", "email", "uid", "state", "entry_source", "fraud_check", "username", "first_name", "last_name", "website",
)  # fmt: skip
_NO_EVENT: Final[Row] = dict.fromkeys(("amount", "original_currency", "event_id", "plan"))

_MINE: Final = "promotion_id IN (SELECT id FROM promotions WHERE promoter_id = promoters.id)"
STATS: Final = {
    "clicks_count": f"(SELECT count(*) FROM visits WHERE {_MINE})",
    "referrals_count": f"(SELECT count(*) FROM leads WHERE {_MINE})",
    "customers_count": f"(SELECT count(customer_since) FROM leads WHERE {_MINE})",
    "active_customers_count": f"(SELECT count(*) FROM leads WHERE {_MINE} AND state = 'active')",
    "sales_count": f"(SELECT count(*) FROM events WHERE {_MINE} AND kind = 'sale')",
    "revenue_amount": f"(SELECT coalesce(sum(amount), 0) FROM events WHERE {_MINE} AND kind = 'sale')",
}
"""A promoter's figures, as SQL over `promoters`."""
OWNER: Final = "owner@sandbox.example"
"""Who enters by hand what comes through the API."""
FRAUD_CHECK: Final = "coalesce(leads.fraud_check, 'no_suspicion')"
"""What a commission is suspected of: what its referral is, and nothing where it has none."""


class Shapes:
    """Writes records down, and remembers what it looked up."""

    def __init__(self, records: Records) -> None:
        self.records, self._store = records, records.store
        self._places: dict[int, Any] = {}

    def promoter(self, row: Row, *, with_parent: bool = False) -> dict[str, Any]:
        """A promoter in full; the one who recruited them only where that was asked for."""
        told = json.loads(row["profile"])
        shape = {
            **as_kept(row, "id", "email", "cust_id", "note", "invoice_details_status"),
            **moments(row, "last_login_at", "archived_at"),
            "name": _name(told, row["email"]),
            "stats": self._stats(row["id"]),
            "is_customized": False,
            "fraud_suspicions": self.records.promoters.suspicions(row["id"]),
            "is_confirmed": True,
            "profile": profiles.in_v2(row),
            "joined_at": in_seconds(row["created_at"]),
            "custom_fields": json.loads(row["custom_fields"]),
            "password_setup_url": f"https://sandbox.example/setup_password?token={row['auth_token']}",
            "first_event_at": row["created_at"],
            "promoter_campaigns": [self._promotion(one) for one in self.records.promoters.promotions_of(row["id"])],
            "balances": self._balances(row["id"]),
            "track_ad_traffic": None,
            "auth_provider": None,
            "selected_payout_method": self._payout_method(row["id"]),
        }
        return shape | {"parent_promoter": self._parent(row)} if with_parent else shape

    def _stats(self, number: int) -> Row:
        figures = ", ".join(f"{sql} AS {name}" for name, sql in STATS.items())
        return self._store.all(f"SELECT {figures} FROM promoters WHERE id = ?", number)[0]

    def _balances(self, number: int) -> dict[str, int | None]:
        current = {row["unit"]: row["earned"] - row["paid"] for row in self.records.promoters.balances(number)}
        discount = current.get("mon_discount", current.get("discount_per"))
        return {**{unit: current.get(unit) for unit in _BALANCES}, "discount": discount}

    def _payout_method(self, number: int) -> dict[str, Any] | None:
        method = self.selected_method(number)
        return None if method is None else as_kept(method, "id", "method", "date_added", "is_disabled")

    def _parent(self, row: Row) -> dict[str, Any] | None:
        if row["parent_promoter_id"] is None:
            return None
        parent = self._store.get("promoters", row["parent_promoter_id"])
        return brief_promoter(parent)

    def _promotion(self, row: Row) -> dict[str, Any]:
        campaign = self._campaigns[row["campaign_id"]]
        return {
            **as_kept(row, "id", "campaign_id", "promoter_id", "state"),
            **moments(row, "created_at"),
            "campaign": brief_campaign(campaign),
            "coupon": row["promo_code"],
            "ref_token": row["ref_id"],
            "ref_link": referral_link(campaign, row),
        }

    def promoter_campaign(self, row: Row) -> dict[str, Any]:
        """A promoter's place in a campaign, in full."""
        customized = {name: bool(row[name]) for name in ("promoter_rewards_customized", "referral_rewards_customized")}
        counts = self.records.promoters.counts(row["id"])
        return {
            **self._promotion(row),
            "promoter": brief_promoter(self._store.get("promoters", row["promoter_id"])),
            "stats": {
                "clicks_count": counts["visitors_count"],
                "referrals_count": counts["leads_count"],
                "sales_count": counts["sales_count"],
                "customers_count": counts["customers_count"],
                "revenue_amount": counts["sales_total"],
            },
            "display_coupon": row["customer_promo_code"],
            "is_customized": any(customized.values()) or row["direct_url"] is not None,
            "direct_url": row["direct_url"],
            **customized,
            **self._rewards(row),
            "promo_codes": self.records.promoters.codes_of(row),
        }

    def _rewards(self, row: Row) -> dict[str, Any]:
        """A promoter's own rewards where they count, and the campaign's elsewhere."""
        of_campaign = self.campaign(self._campaigns[row["campaign_id"]])
        own = {
            "rewards_for_promoters": "promoter_rewards_customized",
            "rewards_for_referrals": "referral_rewards_customized",
        }
        return {
            kind: campaign_rewards.shown(json.loads(row[kind]), self.records) if row[is_own] else of_campaign[kind]
            for kind, is_own in own.items()
        }

    def _place(self, number: int) -> dict[str, Any]:
        """A promoter's place in a campaign, as referrals and commissions show it."""
        if number not in self._places:
            row = self._store.get("promotions", number)
            self._places[number] = {
                **as_kept(row, "id", "campaign_id", "promoter_id"),
                **moments(row, "created_at"),
                "promoter": brief_promoter(self._store.get("promoters", row["promoter_id"])),
                "campaign": brief_campaign(self._campaigns[row["campaign_id"]]),
            }
        return dict(self._places[number])

    def referral(self, row: Row) -> dict[str, Any]:
        """A referral in full."""
        return {
            **as_kept(row, *_OF_REFERRAL),
            **moments(row, "created_at", "customer_since"),
            "metadata": {} if row["subscription_id"] is None else {"subscription_id": row["subscription_id"]},
            "promoter_campaign": self._place(row["promotion_id"]),
            "created_by_user_email": OWNER if row["entry_source"] == "manual_admin" else None,
            "split_details": [self._split(one) for one in self.records.splits.of(row["id"])],
            "comment": None,
            "is_expired": False,
            "custom_status": self._custom_status(row["custom_status_id"]),
        }

    def _split(self, row: Row) -> dict[str, Any]:
        number = row["promotion_id"]
        promoter = self._place(number)["promoter_id"]
        return {"promoter_campaign_id": number, "promoter_id": promoter, "percentage": row["percentage"]}

    def _custom_status(self, number: int | None) -> dict[str, Any] | None:
        document = None if number is None else status_named(self.records, number)
        return None if document is None else CUSTOM_REFERRAL_STATUSES.show(self.records, document)

    def commission(self, row: Row) -> dict[str, Any]:
        """A commission in full."""
        event = self._store.find("events", row["event_rowid"]) or _NO_EVENT
        lead = self._store.find("leads", row["lead_id"])
        is_sale, share = event["amount"] is not None, row["split_percentage"]
        split = {"promotion_id": row["promotion_id"], "percentage": share}
        return {
            **as_kept(row, "id", "status", "tier", "internal_note", "external_note", "unit", "amount"),
            **moments(row, "created_at", "status_updated_at"),
            "metadata": {},
            "is_self_referral": False,
            "commission_type": "sale" if is_sale else "custom",
            "created_by_user_email": None if row["entered_at"] is None else OWNER,
            "created_by_user_at": in_seconds(row["entered_at"]),
            "sale_amount": event["amount"] or 0,
            "original_sale_amount": event["original_amount"] if is_sale else 0,
            "original_sale_currency": event["original_currency"],
            "event_id": event["event_id"],
            "plan_id": event["plan"],
            "fraud_check": "no_suspicion" if lead is None else lead["fraud_check"],
            "is_paid": self._is_paid(row["payout_id"]),
            "is_split": share is not None,
            "split_details": None if share is None else self._split(split),
            "promoter_campaign": self._place(row["promotion_id"]),
            "referral": lead and as_kept(lead, "id", "email", "uid"),
            "reward": brief_reward(self.records, row["reward_id"]),
        }

    def _is_paid(self, payout_id: int | None) -> bool:
        return payout_id is not None and self._store.get("payouts", payout_id)["status"] == "completed"

    def event(self, stored: Stored) -> dict[str, Any]:
        """A signup or a sale, as tracking answers it."""
        row = stored.event
        return {
            **as_kept(row, "id", "event_id", "created_at"),
            "etype": row["kind"],
            "sale_amount": row["amount"],
            "original_sale_amount": row["original_amount"],
            "original_sale_currency": row["original_currency"],
            "plan_id": row["plan"],
            "billing_period": None,
            "referral": as_kept(self._store.get("leads", row["lead_id"]), "id", "email", "uid"),
            "commissions": [self.commission(one) for one in stored.rewards],
        }

    def campaign(self, row: Row) -> dict[str, Any]:
        """A campaign in full."""
        return {
            **brief_campaign(row),
            "stats": self.records.campaigns.counts(row["id"]),
            **as_kept(row, "landing_url", "visitor_cookie_life", "ref_token_param", "track_ad_traffic"),
            "auto_approve_leads": True,
            **{name: bool(row[name]) for name in ("auto_approve_promoters", "is_private", "is_default")},
            "upgrade_details": _upgrade(row["upgrade_details"]),
            "signup_url": f"https://sandbox.example/signup/{row['id']}",
            "links": [as_kept(link, "id", "name", "url") for link in self.records.campaigns.links(row["id"])],
            **{kind: campaign_rewards.shown(json.loads(row[kind]), self.records) for kind in campaign_rewards.KINDS},
        }

    def payout(self, row: Row) -> dict[str, Any]:
        """A payout in full; there are no taxes here."""
        return {
            **as_kept(row, "id", "status", "amount", "payments_batch_id", "unit", "error"),
            **moments(row, "period_start", "period_end", "processing_started_at", "failed_at", "created_at"),
            "tax_rate": 0,
            "paid_at": in_seconds(row["date_paid"]),
            "total_incl_tax": row["amount"],
            "payout_method": self.selected_method(row["promoter_id"]),
            "promoter": brief_promoter(self._store.get("promoters", row["promoter_id"])),
            "campaign": brief_campaign(self._campaigns[row["campaign_id"]]),
        }

    def selected_method(self, promoter_id: int) -> dict[str, Any] | None:
        """How a promoter is paid; None where nothing is chosen."""
        row = self._store.one("SELECT * FROM payout_methods WHERE promoter_id = ? AND is_selected", promoter_id)
        return None if row is None else self.payout_method(row)

    def payout_method(self, row: Row) -> dict[str, Any]:
        """A payout method in full."""
        return {
            **as_kept(row, "id", "method"),
            "date_added": in_seconds(row["created_at"]),
            **{name: bool(row[name]) for name in ("is_disabled", "is_selected")},
            "meta": {},
            "details": json.loads(row["details"]),
            "managed_payouts": False,
        }

    def payments_batch(self, row: Row) -> dict[str, Any]:
        """A payments batch, with what its payouts come to."""
        payouts = self.records.payments.payouts_of(row["id"])
        return {
            **as_kept(row, "id", "status", "error"),
            **moments(row, "processing_started_at", "completed_at"),
            "ext_reference": f"sandbox-{row['id']}",
            "ext_id": f"payment_{row['id']}",
            "scheduled_at": in_seconds(row["created_at"]),
            "is_payable": row["status"] in ("awaiting_confirmation", "failed"),
            "is_retriable": row["status"] == "failed",
            "is_payment_otp_required": True,
            "total": sum(one["amount"] for one in payouts),
            "promoters_count": len({one["promoter_id"] for one in payouts}),
        }

    @cached_property
    def _campaigns(self) -> dict[int, Row]:
        return {row["id"]: row for row in self.records.campaigns.all_of_them()}


def lists(operation: str, listing: Listing, shape: Callable[[Shapes, Row], Any]) -> None:
    """Declare an operation that answers a page of a listing, each row of it in a shape."""

    def page(context: RequestContext) -> HttpResponse:
        return as_json(v2_rows(context, listing.find(context), partial(shape, Shapes(context.records))))

    handles(operation)(page)


def brief_reward(records: Records, number: int | None) -> dict[str, Any] | None:
    """A reward, by name; None where there is none."""
    found = records.campaigns.reward(number)
    return found and as_kept(found, "id", "name")


def _upgrade(details: str | None) -> dict[str, Any] | None:
    return None if details is None else {**json.loads(details), "move_referrals_on_level_change": True}


def moments(row: Row, *names: str) -> dict[str, str | None]:
    """Return moments of a record, as v2 writes most of them."""
    return {name: in_seconds(row[name]) for name in names}


def in_seconds(moment: str | None) -> str | None:
    """v2 writes most of its moments without milliseconds."""
    return None if moment is None else f"{moment[:19]}Z"


def _name(profile: dict[str, Any], email: str) -> str:
    parts = (profile.get("first_name"), profile.get("last_name"))
    return " ".join(part for part in parts if part) or email.partition("@")[0]


def brief_promoter(row: Row) -> dict[str, Any]:
    """A promoter, by name."""
    return {**as_kept(row, "id", "email"), "name": _name(json.loads(row["profile"]), row["email"])}


def brief_campaign(row: Row) -> dict[str, Any]:
    """A campaign, by name."""
    return as_kept(row, "id", "name", "color")
