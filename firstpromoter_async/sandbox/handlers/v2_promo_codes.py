"""v2 promo codes: coupons of a promoter, as Stripe keeps them.

What the documents leave open, and how it goes here: Stripe is always connected, so that every code gets an `ext_id`; a code that
is archived may be taken again; and a sale that names a code belongs to the promoter whose code it is.
"""

import secrets
from typing import Any

from ..records import Records
from ..records.documents import kept
from .fields import Document, Field, integer, mapping, text
from .listing import Listing, numbers
from .nouns import Noun
from .v2_shapes import brief_reward


def _reward(records: Records, document: Document) -> dict[str, Any] | None:
    return brief_reward(records, document["reward_id"])


def _why_locked(document: Document) -> str | None:
    is_locked = document["archived_at"] is not None and document["ext_id"] is not None
    return "An archived promo code that is kept at Stripe cannot be updated." if is_locked else None


PROMO_CODES = Noun(
    "promo_codes",
    fields={
        "code": Field(text, needed=True, unique=True),
        "description": Field(text),
        "reward_id": Field(integer, needed=True, refers_to="v2_rewards", fixed=True),
        "promoter_campaign_id": Field(integer, needed=True, refers_to="promotions"),
        "metadata": Field(mapping, default={}),
        "details": Field(mapping, default={}),
    },
    shown=(
        "id", "code", "reward", "ext_id", "description", "company_id", "promoter_campaign_id", "metadata", "details",
        "archived_at",
    ),
    follows={"reward": _reward, "company_id": lambda _, __: 1},
    listing=Listing("documents", parameters={"promoter_campaign_id": numbers(kept("promoter_campaign_id"))}),
    begins=lambda: {"ext_id": f"promo_{secrets.token_hex(12)}"},
    locked=_why_locked,
)  # fmt: skip
PROMO_CODES.at("/api/v2/company/promo_codes", "list", "get", "create", "update", "archive")
