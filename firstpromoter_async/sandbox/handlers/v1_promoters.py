"""v1 promoters."""

from typing import Any, Final, NoReturn

from ...wire.message import HttpResponse
from ..parameters import Parameters
from ..problems import Impossible, Invalid, NoKey, NoTarget
from ..records.sessions import DAY
from ..store import Row
from . import profiles, reading
from .conditions import Conditions
from .registry import RequestContext, handles
from .replies import as_json, v1_page
from .v1_shapes import Shapes

_FIND_BY_MORE: Final = (
    "You need to find the promoter either by id, cust_id, auth_token, ref_id, promoter_email or promo_code"
)
_CODES: Final = ("ref_id", "promo_code", "customer_promo_code")
_PLAIN: Final = ("temp_password", "note", "landing_url")


@handles("POST /api/v1/promoters/create")
def create(context: RequestContext) -> HttpResponse:
    """Add a promoter, active at once where the campaign approves by itself."""
    parameters = context.parameters
    # Where the campaign approves, everybody is approved; elsewhere nobody is by this. And the sandbox sends no e-mail.
    parameters.expect("always_approve", "skip_email_notification")
    campaign = context.records.campaigns.named(_campaign_id(parameters))
    promoter = context.records.promoters.create(
        context.parameters.moment("created_at") or context.moment,
        email=parameters.text("email"),
        campaign=campaign,
        state="accepted" if campaign["auto_approve_promoters"] else "pending",
        profile=profiles.from_v1(parameters),
        parent_promoter_id=_parent(context),
        url_tracking=int(parameters.truth("url_tracking")),
        **{name: parameters.text(name) for name in ("cust_id", *_CODES, *_PLAIN)},
    )
    return _answer(context, promoter)


@handles("GET /api/v1/promoters/show")
def show(context: RequestContext) -> HttpResponse:
    """Show one promoter."""
    return _answer(context, reading.promoter(context, _FIND_BY_MORE))


@handles("GET /api/v1/promoters/list")
def everyone(context: RequestContext) -> HttpResponse:
    """List promoters; of a campaign, those accepted to it."""
    found = Conditions("promoters")
    if context.parameters.text("campaign_id") is not None:
        campaign = context.records.campaigns.named(_campaign_id(context.parameters))
        found.where(
            "EXISTS (SELECT 1 FROM promotions WHERE promoter_id = promoters.id AND campaign_id = ? AND state = 'accepted')",
            campaign["id"],
        )
    return v1_page(context, found, Shapes(context.records).promoter)


@handles("PUT /api/v1/promoters/update")
def update(context: RequestContext) -> HttpResponse:
    """Change a promoter; `email`, `cust_id` and `promo_code` are new values where something else already says who it is.

    The documents name `email` as the key; the text of the refusal, and FirstPromoter's own node for n8n, say `promoter_email`.
    """
    parameters = context.parameters
    name, value = (
        parameters.first_text("id", "promoter_email", "email", "cust_id", "auth_token", "ref_id", "promo_code")
        or _no_key()
    )
    key = reading.V1_KEYS.get(name, name)
    promoter = reading.found_promoter(context.records, key, value)
    columns: dict[str, Any] = {name: text for name in _PLAIN if (text := parameters.text(name)) is not None}
    for column in ("email", "cust_id"):
        if name != column and (text := parameters.text(column)) is not None:
            columns[column] = text
    if (cust_id := parameters.text("new_cust_id")) is not None:
        columns["cust_id"] = cust_id
    if parameters.has("url_tracking"):
        columns["url_tracking"] = int(parameters.truth("url_tracking"))
    if (parent := _parent(context)) is not None:
        columns["parent_promoter_id"] = parent
    try:
        promoter = context.records.promoters.change(
            promoter, profile=profiles.from_v1(parameters), promotion=_promotion(parameters, key), **columns
        )
    except Invalid as problem:
        told = ", ".join(f"{name.replace('_', ' ').capitalize()} {what}" for name, what in problem.fields.items())
        raise Impossible(told) from None
    _enrol(context, promoter)
    return _answer(context, promoter)


@handles("POST /api/v1/promoters/move_to_campaign")
def move_to_campaign(context: RequestContext) -> HttpResponse:
    """Move a promotion to another campaign; the referral id stays."""
    parameters = context.parameters
    promoter = reading.promoter(context)
    destination = parameters.integer("destination_campaign_id")
    if destination is None:
        raise NoTarget("Campaign not found.")
    context.records.promoters.move(
        promoter, context.moment, source=parameters.integer("source_campaign_id"), destination=destination
    )
    return _answer(context, promoter)


@handles("POST /api/v1/promoters/add_to_campaign")
def add_to_campaign(context: RequestContext) -> HttpResponse:
    """Give a promoter a second promotion."""
    promoter = reading.promoter(context)
    number = context.parameters.integer("campaign_id")
    if number is None:
        raise NoTarget("Campaign not found.")
    context.records.promoters.add(promoter, context.records.campaigns.named(number), context.moment)
    return _answer(context, promoter)


@handles("PUT /api/v1/promoters/refresh_token")
def refresh_token(context: RequestContext) -> HttpResponse:
    """Make a new token; the old one finds nobody any more."""
    return as_json({"auth_token": context.records.promoters.refresh_token(reading.promoter(context))})


@handles("DELETE /api/v1/promoters/delete")
def delete(context: RequestContext) -> HttpResponse:
    """Remove a promoter, with all that they brought."""
    context.store.remove("promoters", reading.promoter(context)["id"])
    return as_json({"message": "Promoter removed."})


@handles("POST /api/v1/promoters/iframe_login")
def iframe_login(context: RequestContext) -> HttpResponse:
    """Sign a promoter in to their dashboard, and so to v2's affiliate's side."""
    given = context.parameters.first_text("promoter_id", "cust_id") or _no_key()
    promoter = reading.found_promoter(context.records, given[0].replace("promoter_id", "id"), given[1])
    token = context.records.sessions.begin(promoter["id"], context.moment)
    return as_json({"access_token": token, "expires_in": DAY})


def _no_key() -> NoReturn:
    raise NoKey(_FIND_BY_MORE)


def _answer(context: RequestContext, promoter: Row) -> HttpResponse:
    return as_json(Shapes(context.records).promoter(promoter))


def _promotion(parameters: Parameters, key: str) -> dict[str, str]:
    named = {"ref_id": "new_ref_id", "promo_code": "promo_code", "customer_promo_code": "customer_promo_code"}
    return {
        column: text for column, name in named.items() if name != key and (text := parameters.text(name)) is not None
    }


def _campaign_id(parameters: Parameters) -> int | None:
    """Read a campaign's id; what is no number is nobody's id, and not the default campaign."""
    if parameters.text("campaign_id") is None:
        return None
    number = parameters.integer("campaign_id")
    return -1 if number is None else number


def _parent(context: RequestContext) -> int | None:
    told = "Parent promoter not found."
    parent = reading.promoter_named(context, "parent_promoter_id", "parent_promoter_email", told)
    return None if parent is None else int(parent["id"])


def _enrol(context: RequestContext, promoter: Row) -> None:
    """`campaign_id` on an update puts the promoter into that campaign, unless they are in it."""
    if context.parameters.text("campaign_id") is None:
        return
    campaign = context.records.campaigns.named(_campaign_id(context.parameters))
    mine = context.records.promoters.promotions_of(promoter["id"])
    if all(one["campaign_id"] != campaign["id"] for one in mine):
        context.records.promoters.add(promoter, campaign, context.moment)
