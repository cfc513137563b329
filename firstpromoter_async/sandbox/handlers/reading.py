"""How parameters that several operations share are read, where they are not simply what they are."""

from collections.abc import Collection
from typing import Any, Final

from ..parameters import Parameters
from ..problems import BadEvent, Impossible, NoKey, NoSuchRecord, NoTarget
from ..records import Records
from ..records.tracking import Amount, Customer, Source, Stored
from ..store import Row
from .conditions import Conditions
from .registry import RequestContext

LARGEST_AMOUNT: Final = 10**12


def customer(parameters: Parameters) -> Customer:
    """Read whom an event is about. Raises `BadEvent`."""
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
    """Read an amount in minor units, above zero. Raises `BadEvent`."""
    minor = parameters.integer("amount")
    if minor is None or not 0 < minor <= LARGEST_AMOUNT:
        raise BadEvent("Error. Amount blank or invalid.")
    return Amount.given(minor, parameters.text("currency"))


def event_id(parameters: Parameters) -> str:
    """Read the id that an event must have. Raises `BadEvent`."""
    text = parameters.text("event_id")
    if text is None:
        raise BadEvent("Error. Event ID can not be blank!")
    return text


def moment(context: RequestContext) -> str:
    """Read when it happened; now, where nothing is said or it cannot be read."""
    return context.parameters.moment("created_at") or context.moment


def sale(context: RequestContext, moment: str, **more: Any) -> Stored:
    """Store a sale, with what both generations say of one, and whatever one of them says besides."""
    parameters = context.parameters
    return context.records.tracking.sale(
        moment,
        customer(parameters),
        source(parameters),
        plan=parameters.text("plan"),
        mrr=parameters.integer("mrr"),
        **_money(context),
        **more,
    )


def refund(context: RequestContext, moment: str, **more: Any) -> Stored:
    """Store a refund, likewise."""
    whom, sale_event_id = customer(context.parameters), context.parameters.text("sale_event_id")
    money = _money(context)
    return context.records.tracking.refund(moment, whom, sale_event_id=sale_event_id, **money, **more)


def _money(context: RequestContext) -> dict[str, Any]:
    """Read what sales and refunds say alike. Raises `BadEvent`."""
    parameters = context.parameters
    return {
        "amount": amount(parameters),
        "rounding": context.rounding,
        "event_id": event_id(parameters),
        "quantity": parameters.integer("quantity"),
    }


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
    """Find the promoter that a v1 request is about. Raises `NoKey` and `NoSuchRecord`."""
    given = context.parameters.first_text(*V1_KEYS)
    if given is None:
        raise NoKey(words)
    return found_promoter(context.records, V1_KEYS[given[0]], given[1])


def found_promoter(records: Records, key: str, value: str) -> Row:
    """Return a promoter. Raises `NoSuchRecord`."""
    row = records.promoters.find(key, value)
    if row is None:
        raise NoSuchRecord("Promoter not found.")
    return row


def lead(context: RequestContext) -> Row:
    """Find the lead that a v1 request is about. Raises `NoKey` and `NoSuchRecord`."""
    given = context.parameters.first_text("id", "uid", "email")
    if given is None:
        raise NoKey("You need to find the lead/customer either by id, uid or email.")
    row = context.records.leads.find(*given)
    if row is None:
        raise NoSuchRecord("Lead not found.")
    return row


_TARGETS: Final = {
    "promotion_id": ("promotions.id", "promotions"),
    "ref_id": ("promotions.id", "promotions"),
    "promoter_id": ("promotions.promoter_id", "promoters"),
    "campaign_id": ("promotions.campaign_id", "campaigns"),
}
"""What names the subject of a v1 list: the column that it is kept in, and the table that it is of."""


def of_target(context: RequestContext, table: str) -> Conditions:
    """Find the rows of the promotion, promoter or campaign that a v1 list is of. Raises `NoTarget`."""
    found = Conditions(table, source=f"{table} JOIN promotions ON promotions.id = {table}.promotion_id")
    for column, value in target_promotions(context).items():
        found.equal(column, value)
    return found


def target_promotions(context: RequestContext) -> dict[str, int]:
    """Read which promotion, promoter or campaign a v1 list is of, by column. Raises `NoTarget`."""
    columns: dict[str, int] = {}
    for name, (column, table) in _TARGETS.items():
        if (given := context.parameters.text(name)) is not None:
            row = promotion_of(context, given) if name == "ref_id" else context.store.find(table, given)
            if row is None:
                raise NoTarget(f"{table.removesuffix('s').capitalize()} not found.")
            columns[column] = row["id"]
    return columns


def promotion_of(context: RequestContext, ref_id: str) -> Row:
    """Return the promotion with this referral id. Raises `NoTarget`."""
    promotion = context.records.promoters.promotion_by_ref_id(ref_id)
    if promotion is None:
        raise NoTarget("Promotion not found.")
    return promotion


def status_of(parameters: Parameters, statuses: Collection[str]) -> str | None:
    """Read one of these statuses, if there is any. Raises `Impossible`."""
    status = parameters.text("status")
    if status is not None and status not in statuses:
        raise Impossible("Status is not included in the list")
    return status


def promoter_named(
    context: RequestContext, by_id: str, by_email: str, words: str = "Promoter not found."
) -> Row | None:
    """Find a promoter by one of two parameters; None where neither says anything. Raises `NoTarget`."""
    given = context.parameters.first_text(by_id, by_email)
    if given is None:
        return None
    row = context.records.promoters.find("id" if given[0] == by_id else "email", given[1])
    if row is None:
        raise NoTarget(words)
    return row
