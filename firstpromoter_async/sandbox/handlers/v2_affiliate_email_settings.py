"""Which e-mails a promoter gets.

What the documents leave open, and how it goes here: a promoter has settings for one company, the sandbox's, and gets everything
until they say otherwise; the company sees of them the general consent, as `subscribed_to_email`; and an encrypted address opens
nothing that the session does not open.
"""

from typing import Any, Final

from ...wire.message import HttpResponse
from ..problems import NoSuchRecord
from ..records.documents import Documents
from .registry import RequestContext, handles
from .replies import as_json, v2_page_of

_NOUN: Final = "email_settings"
_OPTED: Final = ("emails_opt_drip", "emails_opt_new_commission", "emails_opt_new_referral", "emails_opt_payout")
_COMPANY: Final = {"company_name": "Sandbox", "company_domain": "sandbox.example"}


@handles("GET /api/v2/affiliate/email_settings")
def everything(context: RequestContext) -> HttpResponse:
    """List the promoter's settings, for each company that they promote."""
    context.parameters.expect("e")
    email = context.store.get("promoters", context.promoter_id)["email"]
    return as_json({"data": v2_page_of(context, [_shown(context)]), "meta": {"email": email}})


@handles("PUT /api/v2/affiliate/email_settings/{id}")
def update(context: RequestContext) -> HttpResponse:
    """Change what is given."""
    parameters = context.parameters
    parameters.expect("e")
    if parameters.integer("id") != context.promoter_id:
        raise NoSuchRecord("Promoter not found.")
    if (consent := parameters.maybe_truth("marketing_consent")) is not None:
        context.store.change("promoters", context.promoter_id, subscribed_to_email=int(consent))
    wanted = {name: parameters.maybe_truth(name) for name in _OPTED}
    said = {name: value for name, value in wanted.items() if value is not None}
    Documents(context.store, _NOUN).keep(context.moment, "promoter_id", context.promoter_id, said)
    return as_json(_shown(context))


def _shown(context: RequestContext) -> dict[str, Any]:
    consent = bool(context.store.get("promoters", context.promoter_id)["subscribed_to_email"])
    said = Documents(context.store, _NOUN).having("promoter_id", context.promoter_id)
    opted = {name: said[0].get(name, True) if said else True for name in _OPTED}
    return {"id": context.promoter_id, **_COMPANY, "marketing_consent": consent, **opted}
