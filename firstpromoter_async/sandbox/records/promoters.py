"""Promoters and their promotions: one promotion for each campaign that they take part in, with a referral id of its own."""

import json
import re
import secrets
import unicodedata
from collections.abc import Mapping
from typing import Any, Final

from ..problems import Impossible, Invalid, NoTarget
from ..store import Row, Store
from .campaigns import Campaigns
from .rules import Rules

_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+")
_REF_ID: Final = re.compile(r"[a-z0-9_-]{1,100}", re.ASCII)
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz0123456789"


class Promoters(Rules):
    """Promoters and promotions of one store."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self._campaigns = Campaigns(store)

    def create(
        self,
        moment: str,
        *,
        email: str | None,
        campaign: Row,
        state: str = "accepted",
        ref_id: str | None = None,
        promo_code: str | None = None,
        customer_promo_code: str | None = None,
        profile: Mapping[str, str] | None = None,
        **columns: Any,
    ) -> Row:
        """Add a promoter and a first promotion; a `ref_id` that is not given is made from the first name. Raises `Invalid`."""
        profile = profile or {}
        self._check_email(email)
        number = self._store.insert(
            "promoters",
            email=email,
            auth_token=new_token(),
            pref=self._free("promoters", "pref", ""),
            profile=json.dumps(dict(profile)),
            created_at=moment,
            **columns,
        )
        if ref_id is not None:
            self._check_ref_id(ref_id)
        codes = {"promo_code": promo_code, "customer_promo_code": customer_promo_code}
        self._check_codes(codes)
        self._store.insert(
            "promotions",
            promoter_id=number,
            campaign_id=campaign["id"],
            is_default=1,
            state=state,
            ref_id=ref_id or self._free("promotions", "ref_id", _slug(profile.get("first_name", ""))),
            created_at=moment,
            **codes,
        )
        return self._store.get("promoters", number)

    def find(self, key: str, value: str) -> Row | None:
        """Return the promoter with this id, email, cust_id, auth_token, ref_id or promo_code."""
        match key:
            case "id" | "email" | "cust_id" | "auth_token":
                return self._store.one(f"SELECT * FROM promoters WHERE {key} = ? ORDER BY id", value)
            case "ref_id":
                promotion = self.promotion_by_ref_id(value)
            case _:
                promotion = self.promotion_by_code(value)
        return None if promotion is None else self._store.get("promoters", promotion["promoter_id"])

    def promotion_by_ref_id(self, ref_id: str) -> Row | None:
        """Return the promotion with this referral id."""
        return self._store.one("SELECT * FROM promotions WHERE ref_id = ?", ref_id)

    def promotion_by_code(self, code: str) -> Row | None:
        """Return the promotion that this coupon belongs to; a code is unique to a promoter."""
        return self._store.one(
            """SELECT * FROM promotions WHERE promo_code = ?1 OR customer_promo_code = ?1 OR id IN (
                 SELECT promotion_id FROM documents WHERE noun = 'promo_codes' AND archived_at IS NULL
                 AND json_extract(fields, '$.code') = ?1)""",
            code,
        )

    def codes_of(self, promotion: Row) -> list[str]:
        """Return the codes whose sales count for a promotion."""
        documents = self._store.all(
            """SELECT json_extract(fields, '$.code') AS code FROM documents
               WHERE noun = 'promo_codes' AND archived_at IS NULL AND promotion_id = ? ORDER BY id""",
            promotion["id"],
        )
        codes = (promotion["customer_promo_code"] or promotion["promo_code"], *(row["code"] for row in documents))
        return [code for code in codes if code is not None]

    def promotions_of(self, promoter_id: int) -> list[Row]:
        """Return a promoter's promotions, the default one first."""
        return self._store.all(
            "SELECT * FROM promotions WHERE promoter_id = ? ORDER BY is_default DESC, id", promoter_id
        )

    def default_promotion(self, promoter_id: int) -> Row:
        """Return the promotion that counts when none is named."""
        return self.promotions_of(promoter_id)[0]

    def change(
        self,
        promoter: Row,
        *,
        profile: Mapping[str, Any],
        promotion: Mapping[str, str] | None = None,
        **columns: Any,
    ) -> Row:
        """Set what is given of a promoter, the profile, and the default promotion (`ref_id`, codes). Raises `Invalid`."""
        number = promoter["id"]
        if (columns.get("email", promoter["email"]) or "").lower() != promoter["email"].lower():
            self._check_email(columns["email"])
        self._store.change(
            "promoters", number, **columns, profile=json.dumps(json.loads(promoter["profile"]) | dict(profile))
        )
        if promotion:
            self.change_promotion(self.default_promotion(number), **promotion)
        return self._store.get("promoters", number)

    def change_promotion(self, promotion: Row, **columns: Any) -> Row:
        """Set what is given of a promotion. Raises `Invalid` where a referral id or a code is another's.

        A referral id that is given up finds nobody any more; visitors who had followed a link with it by then still count.
        """
        if columns.get("ref_id", promotion["ref_id"]) != promotion["ref_id"]:
            self._check_ref_id(columns["ref_id"])
        self._check_codes(columns, mine=promotion["id"])
        return self._store.changed("promotions", promotion["id"], **columns)

    def move(
        self, promoter: Row, moment: str, *, source: int | None, destination: int, with_leads: bool = True
    ) -> None:
        """Put a promotion into another campaign; the referral id stays. Raises `NoTarget` and `Impossible`.

        Leads that do not go along stay with an inactive promotion of the campaign that was left, and go on to earn there.
        """
        target = self._campaigns.named(destination)
        mine = self.promotions_of(promoter["id"])
        moved = next((one for one in mine if source is None or one["campaign_id"] == source), None)
        if moved is None:
            raise NoTarget("Promotion not found.")
        if any(one["campaign_id"] == target["id"] and one is not moved for one in mine):
            raise Impossible("The promoter is in this campaign already.")
        self._store.change("promotions", moved["id"], campaign_id=target["id"])
        if not with_leads:
            self._leave_behind(moved, moment)

    def _leave_behind(self, moved: Row, moment: str) -> None:
        """Give the leads of a promotion, and all that they brought, to an inactive one in the campaign that it was in."""
        if not self._store.value("SELECT count(*) FROM leads WHERE promotion_id = ?", moved["id"]):
            return
        stays = self._store.insert(
            "promotions",
            promoter_id=moved["promoter_id"],
            campaign_id=moved["campaign_id"],
            state="inactive",
            ref_id=self._free("promotions", "ref_id", ""),
            created_at=moment,
        )
        for table in ("leads", "events", "rewards"):
            self._store.run(f"UPDATE {table} SET promotion_id = ? WHERE promotion_id = ?", stays, moved["id"])

    def add(self, promoter: Row, campaign: Row, moment: str) -> None:
        """Give a promoter one more promotion, with a referral id of its own. Raises `Impossible` where there is one."""
        if any(one["campaign_id"] == campaign["id"] for one in self.promotions_of(promoter["id"])):
            raise Impossible("The promoter is in this campaign already.")
        self._store.insert(
            "promotions",
            promoter_id=promoter["id"],
            campaign_id=campaign["id"],
            ref_id=self._free("promotions", "ref_id", ""),
            created_at=moment,
        )

    def refresh_token(self, promoter: Row) -> str:
        """Give the promoter a new token; the old one opens nothing any more."""
        token = new_token()
        self._store.change("promoters", promoter["id"], auth_token=token)
        return token

    def balances(self, promoter_id: int) -> list[Row]:
        """Return `unit`, `earned` and `paid` for each unit that the promoter ever had some of."""
        return self._store.all(
            "SELECT unit, earned, paid FROM balances WHERE promoter_id = ? ORDER BY unit", promoter_id
        )

    def suspicions(self, promoter_id: int) -> list[str]:
        """Return what a promoter's referrals are suspected of."""
        rows = self._store.all(
            """SELECT DISTINCT fraud_check FROM leads JOIN promotions ON promotions.id = promotion_id
               WHERE promoter_id = ? AND fraud_check <> 'no_suspicion' ORDER BY fraud_check""",
            promoter_id,
        )
        return [row["fraud_check"] for row in rows]

    def counts(self, promotion_id: int) -> dict[str, int]:
        """Count what a promotion has brought. Amounts are in cents, refunds negative."""
        leads = self._store.all(
            """SELECT count(*) AS leads_count, count(customer_since) AS customers_count,
                      count(*) FILTER (WHERE state = 'active') AS active_customers_count
               FROM leads WHERE promotion_id = ?""",
            promotion_id,
        )[0]
        events = {
            row["kind"]: row
            for row in self._store.all(
                """SELECT kind, count(*) AS number, coalesce(sum(amount), 0) AS total FROM events
                   WHERE promotion_id = ? GROUP BY kind""",
                promotion_id,
            )
        }

        def told(kind: str, column: str) -> int:
            return int(events[kind][column]) if kind in events else 0

        return {
            "visitors_count": self._store.value("SELECT count(*) FROM visits WHERE promotion_id = ?", promotion_id),
            **leads,
            "refunds_count": told("refund", "number"),
            "cancellations_count": told("cancellation", "number"),
            "sales_count": told("sale", "number"),
            "sales_total": told("sale", "total"),
            "refunds_total": told("refund", "total"),
        }

    def _check_email(self, email: str | None) -> None:
        if email is None:
            raise Invalid({"email": "can't be blank"})
        if not _EMAIL.fullmatch(email):
            raise Invalid({"email": "is invalid"})
        if self.find("email", email) is not None:
            raise Invalid({"email": "has already been taken"})

    def _check_ref_id(self, ref_id: str | None) -> None:
        if ref_id is None:
            raise Invalid({"ref_id": "can't be blank"})
        if not _REF_ID.fullmatch(ref_id):
            raise Invalid({"ref_id": "can only have lower-case letters, numbers, - and _"})
        if self.promotion_by_ref_id(ref_id) is not None:
            raise Invalid({"ref_id": "has already been taken"})

    def _check_codes(self, codes: Mapping[str, str | None], mine: int | None = None) -> None:
        for name in ("promo_code", "customer_promo_code"):
            code = codes.get(name)
            owner = None if code is None else self.promotion_by_code(code)
            if owner is not None and owner["id"] != mine:
                raise Invalid({name: "has already been taken"})

    def _free(self, table: str, column: str, wanted: str) -> str:
        """Return the wanted text if nobody has it, or else with letters after it."""
        text = wanted or _random_letters(5)
        while self._store.one(f"SELECT 1 FROM {table} WHERE {column} = ?", text) is not None:
            text = wanted + _random_letters(5)
        return text


def new_token() -> str:
    """Make a credential that nobody can guess."""
    return secrets.token_urlsafe(24)


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "", plain)[:40]


def _random_letters(how_many: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(how_many))
