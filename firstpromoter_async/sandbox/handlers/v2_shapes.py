"""v2's nouns as JSON: promoters, referrals, commissions, campaigns, tracking events."""

import json
from functools import cached_property
from typing import Any, Final

from ..records import Records
from ..records.tracking import Stored
from ..store import Row
from . import campaign_rewards, profiles
from .v1_shapes import referral_link
from .v2_custom_referral_statuses import CUSTOM_REFERRAL_STATUSES, status_named

_BALANCES: Final = ("cash", "credits", "points", "free_months")

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
        self._records, self._store = records, records.store
        self._places: dict[int, Any] = {}

    def promoter(self, row: Row, *, with_parent: bool = False) -> dict[str, Any]:
        """A promoter in full; the one who recruited them only where that was asked for."""
        told = json.loads(row["profile"])
        shape = {
            "id": row["id"],
            "email": row["email"],
            "name": _name(told, row["email"]),
            "cust_id": row["cust_id"],
            "note": row["note"],
            "stats": self._stats(row["id"]),
            "is_customized": False,
            "fraud_suspicions": self._records.promoters.suspicions(row["id"]),
            "is_confirmed": True,
            "invoice_details_status": row["invoice_details_status"],
            "profile": profiles.in_v2(row),
            "joined_at": in_seconds(row["created_at"]),
            "last_login_at": in_seconds(row["last_login_at"]),
            "archived_at": in_seconds(row["archived_at"]),
            "custom_fields": json.loads(row["custom_fields"]),
            "password_setup_url": f"https://sandbox.example/setup_password?token={row['auth_token']}",
            "first_event_at": row["created_at"],
            "promoter_campaigns": [self._promotion(one) for one in self._records.promoters.promotions_of(row["id"])],
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
        current = {row["unit"]: row["earned"] - row["paid"] for row in self._records.promoters.balances(number)}
        discount = current.get("mon_discount", current.get("discount_per"))
        return {**{unit: current.get(unit) for unit in _BALANCES}, "discount": discount}

    def _payout_method(self, number: int) -> dict[str, Any] | None:
        row = self._store.one("SELECT * FROM payout_methods WHERE promoter_id = ? AND is_selected", number)
        if row is None:
            return None
        added, is_disabled = in_seconds(row["created_at"]), bool(row["is_disabled"])
        return {"id": row["id"], "method": row["method"], "date_added": added, "is_disabled": is_disabled}

    def _parent(self, row: Row) -> dict[str, Any] | None:
        if row["parent_promoter_id"] is None:
            return None
        parent = self._store.get("promoters", row["parent_promoter_id"])
        return brief_promoter(parent)

    def _promotion(self, row: Row) -> dict[str, Any]:
        campaign = self._campaigns[row["campaign_id"]]
        return {
            "id": row["id"],
            "campaign_id": row["campaign_id"],
            "promoter_id": row["promoter_id"],
            "state": row["state"],
            "created_at": in_seconds(row["created_at"]),
            "campaign": brief_campaign(campaign),
            "coupon": row["promo_code"],
            "ref_token": row["ref_id"],
            "ref_link": referral_link(campaign, row),
        }

    def promoter_campaign(self, row: Row) -> dict[str, Any]:
        """A promoter's place in a campaign, in full."""
        customized = {name: bool(row[name]) for name in ("promoter_rewards_customized", "referral_rewards_customized")}
        counts = self._records.promoters.counts(row["id"])
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
            "promo_codes": self._records.promoters.codes_of(row),
        }

    def _rewards(self, row: Row) -> dict[str, Any]:
        """A promoter's own rewards where they count, and the campaign's elsewhere."""
        of_campaign = self.campaign(self._campaigns[row["campaign_id"]])
        own = {
            "rewards_for_promoters": "promoter_rewards_customized",
            "rewards_for_referrals": "referral_rewards_customized",
        }
        return {
            kind: campaign_rewards.shown(json.loads(row[kind]), self._records) if row[is_own] else of_campaign[kind]
            for kind, is_own in own.items()
        }

    def _place(self, number: int) -> dict[str, Any]:
        """A promoter's place in a campaign, as referrals and commissions show it."""
        if number not in self._places:
            row = self._store.get("promotions", number)
            self._places[number] = {
                "id": row["id"],
                "campaign_id": row["campaign_id"],
                "promoter_id": row["promoter_id"],
                "created_at": in_seconds(row["created_at"]),
                "promoter": brief_promoter(self._store.get("promoters", row["promoter_id"])),
                "campaign": brief_campaign(self._campaigns[row["campaign_id"]]),
            }
        return dict(self._places[number])

    def referral(self, row: Row) -> dict[str, Any]:
        """A referral in full."""
        return {
            "id": row["id"],
            "email": row["email"],
            "uid": row["uid"],
            "state": row["state"],
            "metadata": {} if row["subscription_id"] is None else {"subscription_id": row["subscription_id"]},
            "entry_source": row["entry_source"],
            "created_at": in_seconds(row["created_at"]),
            "customer_since": in_seconds(row["customer_since"]),
            "promoter_campaign": self._place(row["promotion_id"]),
            "fraud_check": row["fraud_check"],
            "created_by_user_email": OWNER if row["entry_source"] == "manual_admin" else None,
            "username": row["username"],
            "split_details": [self._split(one) for one in self._records.splits.of(row["id"])],
            "first_name": row["first_name"],
            "last_name": row["last_name"],
            "website": row["website"],
            "comment": None,
            "is_expired": False,
            "custom_status": self._custom_status(row["custom_status_id"]),
        }

    def _split(self, row: Row) -> dict[str, Any]:
        number = row["promotion_id"]
        promoter = self._place(number)["promoter_id"]
        return {"promoter_campaign_id": number, "promoter_id": promoter, "percentage": row["percentage"]}

    def _custom_status(self, number: int | None) -> dict[str, Any] | None:
        document = None if number is None else status_named(self._records, number)
        return None if document is None else CUSTOM_REFERRAL_STATUSES.show(self._records, document)

    def commission(self, row: Row) -> dict[str, Any]:
        """A commission in full."""
        event = None if row["event_rowid"] is None else self._store.get("events", row["event_rowid"])
        sale = event if event is not None and event["amount"] is not None else None
        lead = None if row["lead_id"] is None else self._store.get("leads", row["lead_id"])
        promotion = self._place(row["promotion_id"])
        share = row["split_percentage"]
        split = {"promotion_id": row["promotion_id"], "percentage": share}
        return {
            "id": row["id"],
            "status": row["status"],
            "metadata": {},
            "is_self_referral": False,
            "commission_type": "custom" if sale is None else "sale",
            "created_by_user_email": None if row["entered_at"] is None else OWNER,
            "created_by_user_at": in_seconds(row["entered_at"]),
            "sale_amount": 0 if sale is None else sale["amount"],
            "original_sale_amount": 0 if sale is None else sale["original_amount"],
            "original_sale_currency": None if sale is None else sale["original_currency"],
            "event_id": None if event is None else event["event_id"],
            "plan_id": None if event is None else event["plan"],
            "tier": row["tier"],
            "internal_note": row["internal_note"],
            "external_note": row["external_note"],
            "unit": row["unit"],
            "fraud_check": "no_suspicion" if lead is None else lead["fraud_check"],
            "amount": row["amount"],
            "is_paid": self._is_paid(row["payout_id"]),
            "is_split": share is not None,
            "split_details": None if share is None else self._split(split),
            "created_at": in_seconds(row["created_at"]),
            "status_updated_at": in_seconds(row["status_updated_at"]),
            "promoter_campaign": promotion,
            "referral": _brief_referral(lead),
            "reward": brief_reward(self._records, row["reward_id"]),
        }

    def _is_paid(self, payout_id: int | None) -> bool:
        return payout_id is not None and self._store.get("payouts", payout_id)["status"] == "completed"

    def event(self, stored: Stored) -> dict[str, Any]:
        """A signup or a sale, as tracking answers it."""
        row = stored.event
        return {
            "id": row["id"],
            "etype": row["kind"],
            "sale_amount": row["amount"],
            "original_sale_amount": row["original_amount"],
            "original_sale_currency": row["original_currency"],
            "event_id": row["event_id"],
            "plan_id": row["plan"],
            "billing_period": None,
            "created_at": row["created_at"],
            "referral": _brief_referral(self._store.get("leads", row["lead_id"])),
            "commissions": [self.commission(one) for one in stored.rewards],
        }

    def campaign(self, row: Row) -> dict[str, Any]:
        """A campaign in full."""
        return {
            **brief_campaign(row),
            "stats": self._records.campaigns.counts(row["id"]),
            "landing_url": row["landing_url"],
            "visitor_cookie_life": row["visitor_cookie_life"],
            "ref_token_param": row["ref_token_param"],
            "auto_approve_leads": True,
            "track_ad_traffic": row["track_ad_traffic"],
            "auto_approve_promoters": bool(row["auto_approve_promoters"]),
            "is_private": bool(row["is_private"]),
            "is_default": bool(row["is_default"]),
            "upgrade_details": _upgrade(row["upgrade_details"]),
            "signup_url": f"https://sandbox.example/signup/{row['id']}",
            "links": [
                {name: link[name] for name in ("id", "name", "url")}
                for link in self._records.campaigns.links(row["id"])
            ],
            **{kind: campaign_rewards.shown(json.loads(row[kind]), self._records) for kind in campaign_rewards.KINDS},
        }

    @cached_property
    def _campaigns(self) -> dict[int, Row]:
        return {row["id"]: row for row in self._records.campaigns.all_of_them()}


def brief_reward(records: Records, number: int | None) -> dict[str, Any] | None:
    """A reward, by name; None where there is none."""
    found = records.campaigns.reward(number)
    return None if found is None else {"id": found["id"], "name": found["name"]}


def _upgrade(details: str | None) -> dict[str, Any] | None:
    return None if details is None else {**json.loads(details), "move_referrals_on_level_change": True}


def in_seconds(moment: str | None) -> str | None:
    """v2 writes most of its moments without milliseconds."""
    return None if moment is None else f"{moment[:19]}Z"


def _name(profile: dict[str, Any], email: str) -> str:
    parts = (profile.get("first_name"), profile.get("last_name"))
    return " ".join(part for part in parts if part) or email.partition("@")[0]


def brief_promoter(row: Row) -> dict[str, Any]:
    """A promoter, by name."""
    return {"id": row["id"], "email": row["email"], "name": _name(json.loads(row["profile"]), row["email"])}


def _brief_referral(row: Row | None) -> dict[str, Any] | None:
    return None if row is None else {"id": row["id"], "email": row["email"], "uid": row["uid"]}


def brief_campaign(row: Row) -> dict[str, Any]:
    """A campaign, by name."""
    return {"id": row["id"], "name": row["name"], "color": row["color"]}
