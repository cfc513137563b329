"""How parameters that several operations share are read, where they are not simply what they are."""

from typing import Any, Final

from ..parameters import Parameters
from ..problems import BadAmount, NoEventId, NoKey, NoTarget, NotFound
from ..records import leads, promoters
from ..records.tracking import Amount, Customer, Source
from ..store import Row, Store
from .book import Asked

_LARGEST_AMOUNT: Final = 10**12


def customer(says: Parameters) -> Customer:
    """Read whom an event is about. Raises `NobodyNamed`."""
    says.expect("skip_email_notification")  # the sandbox sends none
    return Customer(email=says.text("email"), uid=says.text("uid"))


def source(says: Parameters) -> Source:
    """Read how a customer came."""
    return Source(
        tid=says.text("tid"),
        ref_id=says.text("ref_id"),
        promoter_email=says.text("promoter_email"),
        promoter_id=says.integer("promoter_id"),
        promo_code=says.text("promo_code"),
    )


def amount(says: Parameters) -> Amount:
    """Read an amount in minor units, above zero. Raises `BadAmount`."""
    minor = says.integer("amount")
    if minor is None or not 0 < minor <= _LARGEST_AMOUNT:
        raise BadAmount
    return Amount.given(minor, says.text("currency"))


def event_id(says: Parameters) -> str:
    """Read the id that an event must have. Raises `NoEventId`."""
    text = says.text("event_id")
    if text is None:
        raise NoEventId
    return text


def moment(asked: Asked) -> str:
    """Read when it happened; now, where nothing is said or it cannot be read."""
    return asked.says.moment("created_at") or asked.moment


def details(says: Parameters, *names: str) -> dict[str, Any]:
    """Keep what an event says besides, and has no column."""
    return {name: text for name in names if (text := says.text(name)) is not None}


V1_KEYS: Final = {
    "id": "id",
    "promoter_email": "email",
    "cust_id": "cust_id",
    "auth_token": "auth_token",
    "ref_id": "ref_id",
    "promo_code": "promo_code",
}
"""What v1 looks promoters up by, and what each is called in the records."""
_FIND_PROMOTER: Final = "You need to find the promoter either by id, cust_id, auth_token, ref_id or promoter_email"


def promoter(asked: Asked, words: str = _FIND_PROMOTER) -> Row:
    """Find the promoter that a v1 request is about. Raises `NoKey` and `NotFound`."""
    given = asked.says.first_text(*V1_KEYS)
    if given is None:
        raise NoKey(words)
    return found_promoter(asked.store, V1_KEYS[given[0]], given[1])


def found_promoter(store: Store, key: str, value: str) -> Row:
    """Return a promoter. Raises `NotFound`."""
    row = promoters.find(store, key, value)
    if row is None:
        raise NotFound("Promoter not found.")
    return row


def lead(asked: Asked) -> Row:
    """Find the lead that a v1 request is about. Raises `NoKey` and `NotFound`."""
    given = asked.says.first_text("id", "uid", "email")
    if given is None:
        raise NoKey("You need to find the lead/customer either by id, uid or email.")
    row = leads.find(asked.store, *given)
    if row is None:
        raise NotFound("Lead not found.")
    return row


def target_promotions(asked: Asked) -> dict[str, int]:
    """Read which promotion, promoter or campaign a v1 list is of, by column. Raises `NoTarget`."""
    says, store = asked.says, asked.store
    columns: dict[str, int] = {}
    if (number := says.text("promotion_id")) is not None:
        columns["promotions.id"] = _existing(store, "promotions", number, "Promotion not found.")
    if (ref_id := says.text("ref_id")) is not None:
        promotion = promoters.promotion_by_ref_id(store, ref_id)
        if promotion is None:
            raise NoTarget("Promotion not found.")
        columns["promotions.id"] = promotion["id"]
    if (number := says.text("promoter_id")) is not None:
        columns["promotions.promoter_id"] = _existing(store, "promoters", number, "Promoter not found.")
    if (number := says.text("campaign_id")) is not None:
        columns["promotions.campaign_id"] = _existing(store, "campaigns", number, "Campaign not found.")
    return columns


def _existing(store: Store, table: str, number: str, words: str) -> int:
    row = store.one(f"SELECT id FROM {table} WHERE id = ?", number)
    if row is None:
        raise NoTarget(words)
    return int(row["id"])
