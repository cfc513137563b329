"""v1's nouns as JSON: promoters, promotions, leads, rewards, payouts."""

import json
from functools import cached_property
from typing import Any, Final
from urllib.parse import urlencode

from ..records import Records
from ..records.payouts import V1_STATUSES
from ..store import Row, as_kept
from . import profiles

_OF_PROMOTER: Final = (
    "id", "cust_id", "email", "created_at", "temp_password", "pref", "note", "parent_promoter_id", "auth_token",
)  # fmt: skip
_OF_LEAD: Final = (
    "id", "state", "email", "uid", "customer_since", "cancelled_at", "plan_name", "username", "website", "created_at",
)  # fmt: skip
_NO_SPLIT: Final[Row] = {"promotion_id": None, "percentage": None}
_STATUS: Final = {
    "pending": "pending",
    "accepted": "active",
    "inactive": "active",
    "rejected": "denied",
    "blocked": "blocked",
}
"""What v1 calls the state of a promoter in their first campaign."""


class Shapes:
    """Writes records down, and remembers what it looked up: a page of leads has few promoters."""

    def __init__(self, records: Records) -> None:
        self._records, self._store = records, records.store
        self._promoters: dict[int, Any] = {}
        self._promotions: dict[int, Any] = {}
        self._leads: dict[int, Any] = {}

    def promoter(self, row: Row) -> dict[str, Any]:
        """A promoter with profile and promotions."""
        rows = self._records.promoters.promotions_of(row["id"])
        return {
            **self.brief_promoter(row["id"]),
            "profile": profiles.in_v1(row),
            "promotions": [self.promotion(one["id"]) for one in rows],
            "custom_fields": json.loads(row["custom_fields"]) or None,
            "promo_codes": [
                _promo_code(self._records.campaigns.sale_reward(one), one) for one in rows if one["promo_code"]
            ],
        }

    def brief_promoter(self, number: int) -> dict[str, Any]:
        """A promoter without profile and promotions, as other nouns show theirs."""
        if number not in self._promoters:
            self._promoters[number] = self._write_promoter(self._store.get("promoters", number))
        return dict(self._promoters[number])

    def _write_promoter(self, row: Row) -> dict[str, Any]:
        default = self._records.promoters.default_promotion(row["id"])
        balances = self._records.promoters.balances(row["id"])
        told = json.loads(row["profile"])
        return {
            **as_kept(row, *_OF_PROMOTER),
            "status": _STATUS[default["state"]],
            "default_promotion_id": default["id"],
            "default_ref_id": default["ref_id"],
            "w8_form_url": told.get("w8_form_url"),
            "w9_form_url": told.get("w9_form_url"),
            "earnings_balance": _balance({one["unit"]: one["earned"] for one in balances}),
            "current_balance": _balance({one["unit"]: one["earned"] - one["paid"] for one in balances}),
            "paid_balance": _balance({one["unit"]: one["paid"] for one in balances}),
        }

    def promotion(self, number: int) -> dict[str, Any]:
        """A promoter's part in one campaign, with what it has brought."""
        if number not in self._promotions:
            self._promotions[number] = self._write_promotion(self._store.get("promotions", number))
        return dict(self._promotions[number])

    def _write_promotion(self, row: Row) -> dict[str, Any]:
        campaign = self._campaigns[row["campaign_id"]]
        return {
            **as_kept(row, "id", "ref_id", "promo_code", "customer_promo_code", "promoter_id", "campaign_id"),
            "status": "offer_running" if row["state"] == "accepted" else "offer_inactive",
            "target_reached_at": None,
            "referral_link": referral_link(campaign, row),
            "current_offer": None,
            "current_referral_reward": current_reward(self._records.campaigns.sale_reward(row)),
            "current_promotion_reward": None,
            "current_target_reward": None,
            "campaign_name": campaign["name"],
            "hidden": False,
            **self._records.promoters.counts(row["id"]),
        }

    def lead(self, row: Row) -> dict[str, Any]:
        """A lead with its promotion and promoter."""
        promotion = self.promotion(row["promotion_id"])
        return {
            **self.brief_lead(row),
            "promotion": promotion,
            "promoter": self.brief_promoter(promotion["promoter_id"]),
        }

    def brief_lead(self, row: Row) -> dict[str, Any]:
        """A lead by itself, as tracking and rewards show it; v1 has room for the first of its splits only."""
        split = next(iter(self._records.splits.of(row["id"])), _NO_SPLIT)
        return {
            **as_kept(row, *_OF_LEAD),
            "suspicion": row["fraud_check"],
            "split_promotion_id": split["promotion_id"],
            "custom_fields": json.loads(row["custom_fields"]) if row["custom_fields"] else None,
            "split_percentage_value": split["percentage"],
            "visitor_sub_id": row["sub_id"],
        }

    def reward(self, row: Row) -> dict[str, Any]:
        """A reward with its promoter and promotion."""
        return {
            **self.brief_reward(row),
            "promoter": self.brief_promoter(row["promoter_id"]),
            "promotion": self.promotion(row["promotion_id"]),
        }

    def brief_reward(self, row: Row) -> dict[str, Any]:
        """A reward as tracking shows it."""
        event = self._store.find("events", row["event_rowid"])
        return {
            **as_kept(row, "id", "status", "amount", "unit", "created_at"),
            "lead": self._known_lead(row["lead_id"]),
            "event_id": event and event["event_id"],
            "conversion_amount": event and event["amount"],
            "tier_level": row["tier"],
            "split_type": None,
        }

    def _known_lead(self, number: int | None) -> dict[str, Any] | None:
        if number is None:
            return None
        if number not in self._leads:
            self._leads[number] = self.brief_lead(self._store.get("leads", number))
        return dict(self._leads[number])

    def payout(self, row: Row) -> dict[str, Any]:
        """A payout with its promoter and campaign."""
        return {
            **as_kept(row, "id", "amount", "date_paid", "due_date", "unit", "created_at"),
            "status": row["status"] if row["status"] in V1_STATUSES else "pending",
            "has_issues": row["status"] not in V1_STATUSES,
            "reward": None,
            "promoter": self.brief_promoter(row["promoter_id"]),
            "campaign": self.campaign(row["campaign_id"]),
        }

    def campaign(self, number: int) -> dict[str, Any]:
        """A campaign, as payouts show theirs."""
        return {
            **as_kept(self._campaigns[number], "id", "name", "landing_url", "color"),
            "description": None,
            "private": False,
            "default_webhook_url": "",
            "auto_approve_rewards": True,
            "auto_approve_promoters": True,
        }

    @cached_property
    def _campaigns(self) -> dict[int, Row]:
        return {row["id"]: row for row in self._records.campaigns.all_of_them()}


def referral_link(campaign: Row, promotion: Row) -> str:
    """The link that a promoter passes on."""
    return link_to(campaign["landing_url"], campaign, promotion)


def link_to(url: str, campaign: Row, promotion: Row, sub_id: str | None = None) -> str:
    """Put what marks a promoter, and one of their own links, into the address of a page."""
    marks = {campaign["ref_token_param"].removeprefix("?"): promotion["ref_id"]}
    marks |= {} if sub_id is None else {"fp_sid": sub_id}
    bare, hash_mark, fragment = url.partition("#")
    return f"{bare}{'&' if '?' in bare else '?'}{urlencode(marks)}{hash_mark}{fragment}"


def _balance(amounts: dict[str, int]) -> dict[str, int] | None:
    """A balance names the units that it has something of; an empty one is null."""
    return {unit: amount for unit, amount in amounts.items() if amount} or None


def current_reward(reward: Row | None) -> dict[str, Any] | None:
    """What a sale earns, in v1's one place for it: the first schema of the first such reward."""
    if reward is None or not reward["schemas"]:
        return None
    first = reward["schemas"][0]
    return {
        "id": reward["id"],
        "amount": first["amount"] if first["flat_amount"] else 0,
        "type": "per_referral",
        "unit": first["unit"],
        "name": reward["name"],
        "per_of_sale": 0 if first["flat_amount"] else first["amount"],
        "default_promo_code": "",
    }


def _promo_code(reward: Row | None, promotion: Row) -> dict[str, Any]:
    shown = reward and as_kept(reward, "id", "name")
    return {"id": promotion["id"], "code": promotion["promo_code"], "reward": shown}
