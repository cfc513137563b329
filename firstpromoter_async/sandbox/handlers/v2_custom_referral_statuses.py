"""v2 custom referral statuses: the account's own words for how far a referral has come.

They live at a path of their own, refuse what is taken with 422 and what is missing with 400, as documented.
"""

from ..records import Records
from ..records.documents import Documents, kept
from .fields import Document, Field, integer, text
from .nouns import Noun

CUSTOM_REFERRAL_STATUSES = Noun(
    "custom_referral_statuses",
    fields={
        "name": Field(text, needed=True, unique=True),
        "description": Field(text),
        "order": Field(integer, needed=True, unique=True),
    },
    shown=("id", "name", "description", "order", "company_id", "created_at", "updated_at"),
    follows={"company_id": lambda _, __: 1},
    order=(kept("order"), "ASC"),
    missing=400,
    invalid=422,
)
CUSTOM_REFERRAL_STATUSES.at("/api/admin/v1/custom_referral_statuses", "list")
CUSTOM_REFERRAL_STATUSES.at("/api/admin/v1/custom_referral_statuses/update", "save")


def status_named(records: Records, number: int | None) -> Document | None:
    """Return the status with this id."""
    return Documents(records.store, CUSTOM_REFERRAL_STATUSES.name).find(number)
