"""How v2's promoters are searched, filtered and sorted.

What the documents leave open, and how it goes here: a promoter has handed in a W-form when the profile has the address of one; is
suspected of whatever any of their referrals is; and is inactive when nothing of the kind has come for so many days, or ever.
Archived promoters are listed only where `archived` asks for them.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, TypeVar

from ..parameters import iso, whole_number
from ..problems import Missing
from .conditions import Conditions, containing, marks
from .listing import Given, Listing, amounts, days, numbers, truth, words
from .v2_shapes import STATS

_PROMOTIONS: Final = "SELECT id FROM promotions WHERE promoter_id = promoters.id"
NAME: Final = (
    "coalesce(json_extract(profile, '$.first_name'), '') || ' ' || coalesce(json_extract(profile, '$.last_name'), '')"
)
"""A promoter's first and last name, as SQL over `promoters`."""
_SUSPICIONS: Final = f"SELECT fraud_check FROM leads WHERE promotion_id IN ({_PROMOTIONS})"
_HAS_WFORM: Final = (
    "coalesce(json_extract(profile, '$.w8_form_url'), json_extract(profile, '$.w9_form_url')) IS NOT NULL"
)
_ACTIVITY: Final = {
    "referral": ("leads", "created_at"),
    "customer": ("leads", "customer_since"),
    "click": ("visits", "created_at"),
    "sale": ("events", "kind = 'sale' AND created_at"),
}
_OPERATORS: Final[dict[str, tuple[str, Callable[[str], str]]]] = {
    "exact": ("item.value = ?", str),
    "partial": ("item.value LIKE ? ESCAPE '\\'", containing),
}
_MANY_DAYS: Final = 36_500

T = TypeVar("T")


def _campaign_and_state(given: Given, found: Conditions) -> None:
    """State and campaign are told of one and the same promotion; whichever name comes first asks for both."""
    campaigns, state = given.filters.integers("campaign_id"), given.filters.text("state")
    has_one = "EXISTS (SELECT 1 FROM promotions WHERE promoter_id = promoters.id"
    in_one = f" AND campaign_id IN ({marks(campaigns)})" if campaigns else ""
    if state == "not_set":
        found.where(f"NOT {has_one}{in_one})", *campaigns)
    elif state is not None:
        found.where(f"{has_one}{in_one} AND state = ?)", *campaigns, state)
    elif campaigns:
        found.where(f"{has_one}{in_one})", *campaigns)


def _archived(given: Given, found: Conditions) -> None:
    found.where("archived_at IS NOT NULL" if given.filters.truth(given.name) else "archived_at IS NULL")


def suspected(given: Given, found: Conditions) -> None:
    """Suspicions of promoters of which one must be there; `no_suspicion` for those of whom there is none."""
    wanted = given.filters.texts(given.name)
    of_these = f"EXISTS (SELECT 1 FROM ({_SUSPICIONS}) WHERE fraud_check IN ({marks(wanted)}))"
    if "no_suspicion" in wanted:
        found.where(
            f"({of_these} OR NOT EXISTS (SELECT 1 FROM ({_SUSPICIONS}) WHERE fraud_check <> 'no_suspicion'))", *wanted
        )
    elif wanted:
        found.where(of_these, *wanted)


def _inactive(given: Given, found: Conditions) -> None:
    members = given.filters.group(given.name)
    if not members.values:
        return
    table, moment = _needed(given, "metric", members.one_of("metric", _ACTIVITY))
    since = iso(datetime.fromisoformat(given.now) - timedelta(days=_needed(given, "days", members.read("days", _days))))
    found.where(f"NOT EXISTS (SELECT 1 FROM {table} WHERE promotion_id IN ({_PROMOTIONS}) AND {moment} >= ?)", since)


def _days(value: object) -> int | None:
    number = whole_number(value)
    return number if number is not None and 1 <= number <= _MANY_DAYS else None


def _custom_field(given: Given, found: Conditions) -> None:
    members = given.filters.group(given.name)
    if not members.values:
        return
    key, values = _needed(given, "key", members.text("key")), _needed(given, "value", members.texts("value"))
    matches, pattern = _needed(given, "operator", members.one_of("operator", _OPERATORS))
    found.where(
        f"""EXISTS (SELECT 1 FROM json_each(promoters.custom_fields) AS field, json_each(CASE field.type WHEN 'array'
            THEN field.value ELSE json_array(field.value) END) AS item
            WHERE field.key = ? AND ({" OR ".join([matches] * len(values))}))""",
        key,
        *map(pattern, values),
    )


def _needed(given: Given, part: str, value: T | None) -> T:
    """Return a part without which a filter means nothing. Raises `Missing`."""
    if not value:
        raise Missing(f"filters[{given.name}][{part}]")
    return value


LISTING: Final = Listing(
    "promoters",
    search=("email", NAME, "(SELECT group_concat(ref_id) FROM promotions WHERE promoter_id = promoters.id)"),
    parameters={"ids": numbers("promoters.id")},
    filters={
        "revenue_amount": amounts(STATS["revenue_amount"]),
        "customers_count": amounts(STATS["customers_count"]),
        "referrals_count": amounts(STATS["referrals_count"]),
        "clicks_count": amounts(STATS["clicks_count"]),
        "joined_at": days("promoters.created_at"),
        "last_login_at": days("last_login_at"),
        "campaign_id": _campaign_and_state,
        "state": _campaign_and_state,
        "has_wform": truth(_HAS_WFORM),
        "parent_promoter_id": numbers("parent_promoter_id"),
        "archived": _archived,
        "subscribed_to_email": truth("subscribed_to_email"),
        "custom_field1": _custom_field,
        "custom_field2": _custom_field,
        "fraud_suspicions": suspected,
        "inactivity": _inactive,
        "invoice_details_status": words("invoice_details_status", {"rejected": "denied", "not_submitted": "not_set"}),
    },
    sorting={
        **{name: STATS[name] for name in ("clicks_count", "referrals_count", "customers_count", "revenue_amount")},
        "joined_at": "promoters.created_at",
    },
)
