"""The affiliate's places in campaigns: what marks them there, their links and their promo codes.

What the documents leave open, and how it goes here: a promoter sees the campaigns that they are in; a link of their own leads to
the campaign's page if no other is named, and carries its `sub_id` as `fp_sid`; and a code that the company made for them they can
change, but not archive.
"""

from collections.abc import Iterator
from typing import Any, Final

from attrs import evolve

from ...wire.message import HttpResponse
from ..problems import Forbidden, NoSuchRecord
from ..records import Records
from ..records.documents import opened
from ..store import Row
from .affiliate import promotion_of
from .fields import Document, Field, integer, text
from .nouns import Kept, Noun
from .registry import RequestContext, handles
from .replies import as_json, nothing, v2_page_of
from .v1_shapes import link_to, referral_link
from .v2_promo_codes import PROMO_CODES
from .v2_shapes import Shapes

_BRIEF: Final = ("id", "name", "color")
_PLACE: Final = (
    "id", "campaign_id", "created_at", "campaign", "state", "promoter_id", "stats", "coupon", "display_coupon", "ref_token",
    "ref_link", "rewards_for_promoters", "rewards_for_referrals",
)  # fmt: skip


@handles("GET /api/v2/affiliate/campaigns")
def campaigns(context: RequestContext) -> HttpResponse:
    """List the campaigns that the promoter is in."""
    mine = [_campaign(context.records, one) for one in context.records.promoters.promotions_of(context.promoter_id)]
    return as_json(v2_page_of(context, mine))


@handles("PUT /api/v2/affiliate/promoter_campaigns/{id}")
def update(context: RequestContext) -> HttpResponse:
    """Change what marks the promoter in links."""
    promotion = promotion_of(context, context.parameters.integer("id"))
    if promotion is None:
        raise NoSuchRecord("Promotion not found.")
    ref_token = context.parameters.needed_text("ref_token")
    changed = context.records.promoters.change_promotion(promotion, ref_id=ref_token)
    whole = Shapes(context.records).promoter_campaign(changed)
    recruiting = f"https://sandbox.example/signup/{promotion['campaign_id']}?fp_parent={ref_token}"
    more = {
        "has_monetary_rewards": True,
        "promo_codes": [{"code": code} for code in whole["promo_codes"]],
        "recruitment_link_url": recruiting,
        "track_ad_traffic": None,
    }
    return as_json({**{name: whole[name] for name in _PLACE}, **more})


def _url(records: Records, document: Document) -> str:
    promotion = records.store.get("promotions", document["promotion_id"])
    campaign = records.campaigns.named(promotion["campaign_id"])
    return link_to(document["url"] or campaign["landing_url"], campaign, promotion, document["sub_id"])


def _campaign(records: Records, promotion: Row) -> dict[str, Any]:
    campaign = records.campaigns.named(promotion["campaign_id"])
    return {name: campaign[name] for name in _BRIEF}


REFERRAL_LINKS: Final = Noun(
    "referral_links",
    fields={
        "promoter_campaign_id": Field(integer, needed=True, refers_to="promotions", fixed=True),
        "sub_id": Field(text),
        "name": Field(text),
        "url": Field(text, fixed=True),
    },
    shown=("id", "name", "url", "is_default", "source", "sub_id", "campaign"),
    follows={
        "url": _url,
        "is_default": lambda _, __: False,
        "source": lambda _, __: "promoter",
        "campaign": lambda records, document: _campaign(
            records, records.store.get("promotions", document["promotion_id"])
        ),
    },
    invalid=422,
)
REFERRAL_LINKS.at("/api/v2/affiliate/referral_links", "create", "update", "delete")


@handles("GET /api/v2/affiliate/referral_links")
def referral_links(context: RequestContext) -> HttpResponse:
    """List what the promoter may pass on, in one campaign or in all."""
    wanted = context.parameters.integer("promoter_campaign_id")
    mine = context.records.promoters.promotions_of(context.promoter_id)
    found = [link for one in mine if wanted in (None, one["id"]) for link in links_of(context.records, one)]
    return as_json(v2_page_of(context, found))


def links_of(records: Records, promotion: Row) -> Iterator[dict[str, Any]]:
    """Return the campaign's links, the promoter's page of their own, and the links that they made."""
    told = {"sub_id": None, "campaign": _campaign(records, promotion)}
    campaign = records.campaigns.named(promotion["campaign_id"])
    default = {"id": promotion["id"], "name": campaign["name"], "url": referral_link(campaign, promotion)}
    yield {**default, "is_default": True, "source": "campaign", **told}
    for link in records.campaigns.links(campaign["id"]):
        other = {"id": link["id"], "name": link["name"], "url": link_to(link["url"], campaign, promotion)}
        yield {**other, "is_default": False, "source": "campaign", **told}
    if promotion["direct_url"] is not None:
        own = {"id": 0, "name": "Direct URL", "url": promotion["direct_url"]}
        yield {**own, "is_default": False, "source": "promoter", **told}
    made = "SELECT * FROM documents WHERE noun = 'referral_links' AND promotion_id = ? ORDER BY id"
    for row in records.store.all(made, promotion["id"]):
        yield REFERRAL_LINKS.show(records, opened(row))


_BY_PROMOTER: Final = "made_by_promoter"
_OWN_CODES: Final = evolve(
    PROMO_CODES,
    fields={**PROMO_CODES.fields, "reward_id": evolve(PROMO_CODES.fields["reward_id"], fixed=False)},
    begins=lambda: {**PROMO_CODES.begins(), _BY_PROMOTER: True},
)
_OWN_CODES.at("/api/v2/affiliate/promo_codes", "create", "update")


@handles("DELETE /api/v2/affiliate/promo_codes/{id}")
def archive_promo_code(context: RequestContext) -> HttpResponse:
    """Put a code away, if the promoter made it."""
    mine = Kept(_OWN_CODES, context)
    code = mine.named()
    if not code.get(_BY_PROMOTER):
        raise Forbidden
    mine.documents.archive(code["id"], context.moment)
    return nothing(200)
