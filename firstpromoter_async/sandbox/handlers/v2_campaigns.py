"""v2 campaigns.

What the documents leave open, and how it goes here: a new campaign without rewards pays nothing. One that promoters are in, or
that payouts are of, cannot be deleted, and neither can the default campaign; promoters who would have moved up to a deleted one
stay. Links that an update does not name stay. `auto_approve_promoters` is for those who come by v1, since v2 says it for each;
the cookie's life, ad traffic, privacy and moving up are kept, and carried out by nobody.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from ...wire.message import HttpResponse
from ..parameters import Parameters
from ..problems import Invalid, NoSuchRecord
from ..records.documents import Documents
from ..store import Row
from . import campaign_rewards
from .fields import Field, Reading, integer, mapping, text, truth
from .listing import Listing
from .registry import RequestContext, handles
from .replies import as_json
from .v2_shapes import Shapes, lists

_UPGRADE: Final = {
    "campaign_id": Field(integer, needed=True, refers_to="campaigns"),
    "amount": Field(integer, needed=True),
    "metric": Field(text, needed=True, among=("customers", "revenue", "active_customers")),
}
_FIELDS: Final[Mapping[str, Field]] = {
    "name": Field(text, needed=True),
    "landing_url": Field(text, needed=True),
    "ref_token_param": Field(
        text, needed=True, among=("?fpr", "?via", "?fp_ref", "?deal", "?ref", "?_from", "?_by", "?_go")
    ),
    "visitor_cookie_life": Field(integer, needed=True),
    "color": Field(text, default="#26a69a"),
    "auto_approve_promoters": Field(truth, default=True),
    "is_private": Field(truth, default=False),
    "track_ad_traffic": Field(text, among=("pending", "allow", "block"), default="allow"),
    "upgrade_details": Field(mapping, of=_UPGRADE),
}
_LINK: Final = {"name": Field(text, needed=True), "url": Field(text, needed=True)}


lists("GET /api/v2/company/campaigns", Listing("campaigns"), Shapes.campaign)


@handles("GET /api/v2/company/campaigns/{id}")
def get(context: RequestContext) -> HttpResponse:
    """Show one campaign."""
    return _answer(context, context.named("campaigns"))


@handles("POST /api/v2/company/campaigns")
def create(context: RequestContext) -> HttpResponse:
    """Add a campaign; its links are new, whatever ids they have."""
    defaults = {name: each.default for name, each in _FIELDS.items() if each.default is not None}
    campaign = context.store.added("campaigns", **_columns(defaults | _given(context, None)))
    _save_links(context, campaign, all_new=True)
    return _answer(context, campaign, 201)


@handles("PUT /api/v2/company/campaigns/{id}")
def update(context: RequestContext) -> HttpResponse:
    """Change a campaign; what is not given stays, and null takes what a field has at first."""
    campaign = context.named("campaigns")
    changed = context.store.changed("campaigns", campaign["id"], **_columns(_given(context, campaign)))
    _save_links(context, changed)
    return _answer(context, changed)


@handles("DELETE /api/v2/company/campaigns/{id}")
def delete(context: RequestContext) -> HttpResponse:
    """Delete a campaign, and answer with what it was."""
    campaign = context.named("campaigns")
    answer = _answer(context, campaign)
    context.records.campaigns.remove(campaign)
    return answer


def _answer(context: RequestContext, campaign: Row, status: int = 200) -> HttpResponse:
    return as_json(Shapes(context.records).campaign(campaign), status)


def _given(context: RequestContext, campaign: Row | None) -> dict[str, Any]:
    """Read what is given; of a new campaign, what is needed must be. Raises `Invalid` with everything that is wrong."""
    reading = Reading(context.store, Documents(context.store, "campaigns"), context.parameters, campaign)
    given = {name: _FIELDS[name].default if value is None else value for name, value in reading.values(_FIELDS).items()}
    if campaign is None:
        missing = (name for name, each in _FIELDS.items() if each.needed and name not in given)
        reading.wrong.update(dict.fromkeys(missing, "can't be blank"))
    if reading.wrong:
        raise Invalid(reading.wrong)
    return given | campaign_rewards.read(context.parameters, context.records)


def _columns(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: json.dumps(value) if isinstance(value, list | dict) else value for name, value in given.items()}


def _save_links(context: RequestContext, campaign: Row, *, all_new: bool = False) -> None:
    """Add links that have no id, and change or remove those that have one. Raises `NoSuchRecord` and `Invalid`."""
    if context.parameters.is_blank("links"):
        context.parameters.expect("links")
        return
    items = context.parameters.groups("links")
    if not items:
        raise Invalid({"links": "is invalid"})
    for item in items:
        number = item.integer("id")
        _save_link(context, campaign, item, None if all_new else number)


def _save_link(context: RequestContext, campaign: Row, item: Parameters, number: int | None) -> None:
    links, said = Documents(context.store, "campaign_links"), _link(context, item)
    destroy = item.truth("_destroy")
    if number is None:
        if not destroy:
            links.add(context.moment, {**said, "campaign_id": campaign["id"]})
    elif all(link["id"] != number for link in context.records.campaigns.links(campaign["id"])):
        raise NoSuchRecord("Link not found.")
    elif destroy:
        links.remove(number)
    else:
        links.change(number, context.moment, said)


def _link(context: RequestContext, item: Parameters) -> dict[str, Any]:
    """Read what a link needs in any case, also to be removed. Raises `Invalid`."""
    reading = Reading(context.store, Documents(context.store, "campaign_links"), item, None, "links.")
    said = reading.values(_LINK)
    if reading.wrong:
        raise Invalid(reading.wrong)
    return said
