"""How parameters that several operations share are read, where they are not simply what they are."""

from typing import Any, Final

from ..parameters import Parameters
from ..problems import BadAmount, NoEventId, NoKey, NoTarget, NotFound
from ..records import Records
from ..records.tracking import Amount, Customer, Source
from ..store import Row, Store
from .registry import RequestContext

LARGEST_AMOUNT: Final = 10**12


def customer(parameters: Parameters) -> Customer:
    """Read whom an event is about. Raises `NobodyNamed`."""
    parameters.expect("skip_email_notification")  # the sandbox sends none
    return Customer(email=parameters.text("email"), uid=parameters.text("uid"))


def source(parameters: Parameters) -> Source:
    """Read how a customer came."""
    return Source(
        tid=parameters.text("tid"),
        ref_id=parameters.text("ref_id"),
        promoter_email=parameters.text("promoter_email"),
        promoter_id=parameters.integer("promoter_id"),
        promo_code=parameters.text("promo_code"),
    )


def amount(parameters: Parameters) -> Amount:
    """Read an amount in minor units, above zero. Raises `BadAmount`."""
    minor = parameters.integer("amount")
    if minor is None or not 0 < minor <= LARGEST_AMOUNT:
        raise BadAmount
    return Amount.given(minor, parameters.text("currency"))


def event_id(parameters: Parameters) -> str:
    """Read the id that an event must have. Raises `NoEventId`."""
    text = parameters.text("event_id")
    if text is None:
        raise NoEventId
    return text


def moment(context: RequestContext) -> str:
    """Read when it happened; now, where nothing is said or it cannot be read."""
    return context.parameters.moment("created_at") or context.moment


def details(parameters: Parameters, *names: str) -> dict[str, Any]:
    """Keep what an event says besides, and has no column."""
    return {name: text for name in names if (text := parameters.text(name)) is not None}


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


def promoter(context: RequestContext, words: str = _FIND_PROMOTER) -> Row:
    """Find the promoter that a v1 request is about. Raises `NoKey` and `NotFound`."""
    given = context.parameters.first_text(*V1_KEYS)
    if given is None:
        raise NoKey(words)
    return found_promoter(context.records, V1_KEYS[given[0]], given[1])


def found_promoter(records: Records, key: str, value: str) -> Row:
    """Return a promoter. Raises `NotFound`."""
    row = records.promoters.find(key, value)
    if row is None:
        raise NotFound("Promoter not found.")
    return row


def lead(context: RequestContext) -> Row:
    """Find the lead that a v1 request is about. Raises `NoKey` and `NotFound`."""
    given = context.parameters.first_text("id", "uid", "email")
    if given is None:
        raise NoKey("You need to find the lead/customer either by id, uid or email.")
    row = context.records.leads.find(*given)
    if row is None:
        raise NotFound("Lead not found.")
    return row


def target_promotions(context: RequestContext) -> dict[str, int]:
    """Read which promotion, promoter or campaign a v1 list is of, by column. Raises `NoTarget`."""
    parameters, store = context.parameters, context.store
    columns: dict[str, int] = {}
    if (number := parameters.text("promotion_id")) is not None:
        columns["promotions.id"] = _existing(store, "promotions", number, "Promotion not found.")
    if (ref_id := parameters.text("ref_id")) is not None:
        promotion = context.records.promoters.promotion_by_ref_id(ref_id)
        if promotion is None:
            raise NoTarget("Promotion not found.")
        columns["promotions.id"] = promotion["id"]
    if (number := parameters.text("promoter_id")) is not None:
        columns["promotions.promoter_id"] = _existing(store, "promoters", number, "Promoter not found.")
    if (number := parameters.text("campaign_id")) is not None:
        columns["promotions.campaign_id"] = _existing(store, "campaigns", number, "Campaign not found.")
    return columns


def _existing(store: Store, table: str, number: str, words: str) -> int:
    row = store.one(f"SELECT id FROM {table} WHERE id = ?", number)
    if row is None:
        raise NoTarget(words)
    return int(row["id"])
