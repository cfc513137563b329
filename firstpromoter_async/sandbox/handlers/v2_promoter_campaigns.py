"""v2 promoter campaigns: what the records, as v1 does, call promotions.

What the documents leave open, and how it goes here: a search looks in the promoter's e-mail address and name, and in the
`ref_token`; the links are the default one to the campaign's landing page, one to each of its other pages, and the promoter's
`direct_url`, whose id is 0 since it is no record.
"""

import json
from typing import Final

from ...wire.message import HttpResponse
from ..problems import Invalid
from ..store import Row
from . import campaign_rewards
from .conditions import Conditions
from .listing import Listing
from .promoter_filters import NAME
from .registry import RequestContext, handles
from .replies import as_json, v2_page_of
from .v2_affiliate_campaigns import links_of
from .v2_shapes import Shapes, lists

_SOURCE: Final = "promotions JOIN promoters ON promoters.id = promotions.promoter_id"
_MOST_FOUND: Final = 5
_STATES: Final = ("pending", "accepted", "rejected", "blocked", "inactive")
_TEXTS: Final = {
    "ref_token": "ref_id",
    "coupon": "promo_code",
    "display_coupon": "customer_promo_code",
    "direct_url": "direct_url",
}
_SWITCHES: Final = ("promoter_rewards_customized", "referral_rewards_customized")


lists("GET /api/v2/company/promoter_campaigns", Listing("promotions"), Shapes.promoter_campaign)


@handles("GET /api/v2/company/promoter_campaigns/search")
def search(context: RequestContext) -> HttpResponse:
    """Find a few."""
    found = Conditions("promotions", source=_SOURCE)
    found.like(context.parameters.needed_text("q"), "promoters.email", NAME, "ref_id")
    rows = found.rows(context.store, limit=_MOST_FOUND)
    return as_json([*map(Shapes(context.records).promoter_campaign, rows)])


@handles("PUT /api/v2/company/promoter_campaigns/{id}")
def update(context: RequestContext) -> HttpResponse:
    """Change what is given; a text that is null or empty is cleared."""
    parameters, promotion = context.parameters, context.named("promotions")
    columns: Row = {_TEXTS[name]: text for name, text in parameters.mentioned_texts(*_TEXTS).items()}
    if parameters.has("state"):
        columns["state"] = parameters.word("state", _STATES)
        if columns["state"] is None:
            raise Invalid({"state": "is not included in the list"})
    for name in _SWITCHES:
        if (wanted := parameters.maybe_truth(name)) is not None:
            columns[name] = int(wanted)
    rewards = campaign_rewards.read(parameters, context.records)
    columns |= {kind: json.dumps(given) for kind, given in rewards.items()}
    changed = context.records.promoters.change_promotion(promotion, **columns)
    return as_json(Shapes(context.records).promoter_campaign(changed))


@handles("GET /api/v2/company/promoter_campaigns/{id}/referral_links")
def referral_links(context: RequestContext) -> HttpResponse:
    """List what a promoter may pass on."""
    return as_json(v2_page_of(context, [*links_of(context.records, context.named("promotions"))]))
