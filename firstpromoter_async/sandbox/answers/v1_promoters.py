"""v1 promoters."""

from typing import Any, Final, NoReturn

from ...v1 import promoters as asked_for
from ...wire.message import HttpResponse
from ..parameters import Parameters
from ..problems import Impossible, Invalid, NoKey, NoTarget
from ..records import campaigns, promoters
from ..store import Row
from . import reading
from .book import Asked, answers
from .conditions import Conditions
from .replies import as_json, v1_page
from .v1_shapes import Shapes

_FIND_BY_MORE: Final = (
    "You need to find the promoter either by id, cust_id, auth_token, ref_id, promoter_email or promo_code"
)
_PLAIN: Final = ("temp_password", "note", "landing_url")


@answers(asked_for.CreatePromoter)
def create(asked: Asked) -> HttpResponse:
    """Add a promoter, active at once."""
    says = asked.says
    says.expect("always_approve", "skip_email_notification")  # everybody is approved, and the sandbox sends no email
    promoter = promoters.create(
        asked.store,
        asked.says.moment("created_at") or asked.moment,
        email=says.text("email"),
        campaign=campaigns.named(asked.store, _campaign_id(says)),
        profile=_profile(says),
        parent_promoter_id=_parent(asked),
        cust_id=says.text("cust_id"),
        url_tracking=int(says.truth("url_tracking")),
        ref_id=says.text("ref_id"),
        promo_code=says.text("promo_code"),
        customer_promo_code=says.text("customer_promo_code"),
        temp_password=says.text("temp_password"),
        note=says.text("note"),
        landing_url=says.text("landing_url"),
    )
    return _answer(asked, promoter)


@answers(asked_for.ShowPromoter)
def show(asked: Asked) -> HttpResponse:
    """Show one promoter."""
    return _answer(asked, reading.promoter(asked, _FIND_BY_MORE))


@answers(asked_for.ListPromoters)
def everyone(asked: Asked) -> HttpResponse:
    """List promoters; of a campaign, those accepted to it."""
    found = Conditions("promoters")
    if asked.says.text("campaign_id") is not None:
        campaign = campaigns.named(asked.store, _campaign_id(asked.says))
        found.where(
            "EXISTS (SELECT 1 FROM promotions WHERE promoter_id = promoters.id AND campaign_id = ? AND state = 'accepted')",
            campaign["id"],
        )
    return v1_page(asked, found, Shapes(asked.store).promoter)


@answers(asked_for.UpdatePromoter)
def update(asked: Asked) -> HttpResponse:
    """Change a promoter; `email`, `cust_id` and `promo_code` are new values where something else already says who it is.

    The documents name `email` as the key; the text of the refusal, and FirstPromoter's own node for n8n, say `promoter_email`.
    """
    says = asked.says
    name, value = (
        says.first_text("id", "promoter_email", "email", "cust_id", "auth_token", "ref_id", "promo_code") or _no_key()
    )
    key = reading.V1_KEYS.get(name, name)
    promoter = reading.found_promoter(asked.store, key, value)
    columns: dict[str, Any] = {name: text for name in _PLAIN if (text := says.text(name)) is not None}
    for column in ("email", "cust_id"):
        if name != column and (text := says.text(column)) is not None:
            columns[column] = text
    if (cust_id := says.text("new_cust_id")) is not None:
        columns["cust_id"] = cust_id
    if says.has("url_tracking"):
        columns["url_tracking"] = int(says.truth("url_tracking"))
    if (parent := _parent(asked)) is not None:
        columns["parent_promoter_id"] = parent
    try:
        promoter = promoters.change(
            asked.store, promoter, profile=_profile(says), promotion=_promotion(says, key), **columns
        )
    except Invalid as problem:
        told = ", ".join(f"{name.replace('_', ' ').capitalize()} {what}" for name, what in problem.fields.items())
        raise Impossible(told) from None
    _enrol(asked, promoter)
    return _answer(asked, promoter)


@answers(asked_for.MovePromoterToCampaign)
def move_to_campaign(asked: Asked) -> HttpResponse:
    """Move a promotion to another campaign; the referral id stays."""
    says = asked.says
    promoter = reading.promoter(asked)
    destination = says.integer("destination_campaign_id")
    if destination is None:
        raise NoTarget("Campaign not found.")
    promoters.move(asked.store, promoter, source=says.integer("source_campaign_id"), destination=destination)
    return _answer(asked, promoter)


@answers(asked_for.AddPromoterToCampaign)
def add_to_campaign(asked: Asked) -> HttpResponse:
    """Give a promoter a second promotion."""
    promoter = reading.promoter(asked)
    number = asked.says.integer("campaign_id")
    if number is None:
        raise NoTarget("Campaign not found.")
    promoters.add(asked.store, promoter, campaigns.named(asked.store, number), asked.moment)
    return _answer(asked, promoter)


@answers(asked_for.RefreshPromoterToken)
def refresh_token(asked: Asked) -> HttpResponse:
    """Make a new token; the old one finds nobody any more."""
    return as_json({"auth_token": promoters.refresh_token(asked.store, reading.promoter(asked))})


@answers(asked_for.DeletePromoter)
def delete(asked: Asked) -> HttpResponse:
    """Remove a promoter, with all that they brought."""
    asked.store.remove("promoters", reading.promoter(asked)["id"])
    return as_json({"message": "Promoter removed."})


@answers(asked_for.LogPromoterIn)
def iframe_login(asked: Asked) -> HttpResponse:
    """Hand out a session for the promoter's dashboard; it opens nothing here, and counts as a login."""
    given = asked.says.first_text("promoter_id", "cust_id") or _no_key()
    promoter = reading.found_promoter(asked.store, given[0].replace("promoter_id", "id"), given[1])
    asked.store.change("promoters", promoter["id"], last_login_at=asked.moment)
    return as_json({"access_token": promoters.new_token(), "expires_in": 86_400})


def _no_key() -> NoReturn:
    raise NoKey(_FIND_BY_MORE)


def _answer(asked: Asked, promoter: Row) -> HttpResponse:
    return as_json(Shapes(asked.store).promoter(promoter))


def _profile(says: Parameters) -> dict[str, str]:
    return {name: text for name in promoters.PROFILE if (text := says.text(name)) is not None}


def _promotion(says: Parameters, key: str) -> dict[str, str]:
    named = {"ref_id": "new_ref_id", "promo_code": "promo_code", "customer_promo_code": "customer_promo_code"}
    return {column: text for column, name in named.items() if name != key and (text := says.text(name)) is not None}


def _campaign_id(says: Parameters) -> int | None:
    """Read a campaign's id; what is no number is nobody's id, and not the default campaign."""
    if says.text("campaign_id") is None:
        return None
    number = says.integer("campaign_id")
    return -1 if number is None else number


def _parent(asked: Asked) -> int | None:
    says = asked.says
    given = says.first_text("parent_promoter_id", "parent_promoter_email")
    if given is None:
        return None
    parent = promoters.find(asked.store, "id" if given[0] == "parent_promoter_id" else "email", given[1])
    if parent is None:
        raise NoTarget("Parent promoter not found.")
    return int(parent["id"])


def _enrol(asked: Asked, promoter: Row) -> None:
    """`campaign_id` on an update puts the promoter into that campaign, unless they are in it."""
    if asked.says.text("campaign_id") is None:
        return
    campaign = campaigns.named(asked.store, _campaign_id(asked.says))
    mine = promoters.promotions_of(asked.store, promoter["id"])
    if all(one["campaign_id"] != campaign["id"] for one in mine):
        promoters.add(asked.store, promoter, campaign, asked.moment)
