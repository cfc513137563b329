"""The sandbox's own side, under `/_sandbox/`: what is stored, what arrived, settings, faults, visits, and a new beginning; and at
`/`, for a browser, the programme at a glance.

None of it exists at FirstPromoter, none of it needs a key, and none of it counts against the rate.
"""

from collections.abc import Callable, Collection
from typing import Any, Final

from attrs import frozen

from ..wire.message import HttpRequest, HttpResponse
from . import edits
from .faults import BadFault, FaultPlan
from .forms import read
from .handlers.replies import answered, as_json, options
from .page import page, wants_page
from .parameters import Parameters
from .problems import UnknownPromoter
from .records.sessions import DAY, LONGEST
from .same_origin import is_foreign
from .sandbox import Sandbox
from .sending.campaign_urls import latest, set_urls
from .sending.plan import WebhookPlan
from .settings import BadSetting

PREFIX: Final = "/_sandbox"
ABOUT: Final = {
    "name": "FirstPromoter sandbox",
    "page": "Open / in a browser for the programme at a glance.",
    "what": "A model of FirstPromoter's public documents, with state, for tests and trials. It is not the service.",
    "control": [
        "GET /_sandbox/state",
        "GET /_sandbox/requests?path=",
        "GET, POST, DELETE /_sandbox/faults",
        "GET, POST, DELETE /_sandbox/webhook_plan",
        "POST /_sandbox/campaign_webhooks",
        "GET /_sandbox/v1_webhook_deliveries",
        "GET, POST /_sandbox/settings",
        "POST /_sandbox/visits",
        "POST /_sandbox/sessions",
        "POST /_sandbox/promoters",
        "POST /_sandbox/referrals",
        "POST /_sandbox/payouts",
        "POST /_sandbox/reset",
    ],
}


@frozen
class Reply:
    """Who answers, and which parameters there are; None where that is for the reply to say."""

    make: Callable[[Sandbox, Parameters], Any]
    names: Collection[str] | None = ()

    def unknown(self, parameters: Parameters) -> list[str]:
        """Return what was said and is no parameter."""
        return [] if self.names is None else [name for name in parameters.values if name not in self.names]


def is_control(path: str) -> bool:
    """Tell whether a path is the sandbox's own."""
    return path == "/" or path == PREFIX or path.startswith(f"{PREFIX}/")


def methods(path: str) -> list[str]:
    """Return the methods that one of these paths knows, in alphabetical order."""
    if path in ("/", PREFIX):
        return ["GET"]
    return sorted(method for method, known in _REPLIES if known == path.removeprefix(PREFIX))


def answer(sandbox: Sandbox, request: HttpRequest) -> HttpResponse:
    """Answer on the sandbox's own side, but no page of another site."""
    return answered(request, lambda asked, path: _answer(sandbox, asked, path))


def _answer(sandbox: Sandbox, request: HttpRequest, path: str) -> HttpResponse:
    if is_foreign(request):
        return as_json({"message": "The sandbox's own side answers programs, and no web page of another site."}, 403)
    if request.method == "OPTIONS":
        return options(methods(path))
    if path == "/" and wants_page(request) and request.method == "GET":
        return page(sandbox)
    if path in ("/", PREFIX):
        return as_json(ABOUT)
    reply = _REPLIES.get((request.method, path.removeprefix(PREFIX)))
    if reply is None:
        return as_json({"message": "The sandbox has nothing like this.", **ABOUT}, 404)
    parameters = read(request, {})
    if unknown := reply.unknown(parameters):
        return as_json({"message": f"There is no {', '.join(unknown)} to say here."}, 422)
    try:
        return as_json(reply.make(sandbox, parameters))
    except (BadFault, BadSetting, edits.BadEdit, UnknownPromoter) as problem:
        return as_json({"message": str(problem)}, 422)


def _state(sandbox: Sandbox, _: Parameters) -> Any:
    return sandbox.count()


def _requests(sandbox: Sandbox, parameters: Parameters) -> Any:
    journal = sandbox.journal
    arrivals = [one.as_json() for one in journal.arrivals(parameters.text("path"))]
    return {"total": journal.total, "statuses": dict(journal.statuses), "requests": arrivals}


def _faults(sandbox: Sandbox, _: Parameters) -> Any:
    return sandbox.faults.as_json()


def _set_faults(sandbox: Sandbox, parameters: Parameters) -> Any:
    sandbox.faults = FaultPlan.parse(dict(parameters.values))
    return sandbox.faults.as_json()


def _clear_faults(sandbox: Sandbox, _: Parameters) -> Any:
    sandbox.faults = FaultPlan()
    return sandbox.faults.as_json()


def _webhook_plan(sandbox: Sandbox, _: Parameters) -> Any:
    return sandbox.webhook_plan.as_json()


def _set_webhook_plan(sandbox: Sandbox, parameters: Parameters) -> Any:
    sandbox.webhook_plan = WebhookPlan.parse(dict(parameters.values))
    return sandbox.webhook_plan.as_json()


def _clear_webhook_plan(sandbox: Sandbox, _: Parameters) -> Any:
    sandbox.webhook_plan = WebhookPlan()
    return sandbox.webhook_plan.as_json()


def _set_campaign_webhooks(sandbox: Sandbox, parameters: Parameters) -> Any:
    with sandbox.transaction():
        return set_urls(sandbox.store, sandbox.moment(), parameters.values)


def _v1_webhook_deliveries(sandbox: Sandbox, _: Parameters) -> Any:
    with sandbox.transaction():
        return latest(sandbox.store)


def _settings(sandbox: Sandbox, _: Parameters) -> Any:
    return sandbox.settings.as_json()


def _change_settings(sandbox: Sandbox, parameters: Parameters) -> Any:
    sandbox.settings = sandbox.settings.changed(parameters.values)
    return sandbox.settings.as_json()


def _visit(sandbox: Sandbox, parameters: Parameters) -> Any:
    given = parameters.first_text("ref_id", "promoter_id")
    if given is None:
        raise UnknownPromoter("a visit needs ref_id or promoter_id")
    with sandbox.transaction():
        return {"tid": sandbox.records.visits.follow(sandbox.moment(), given[0].replace("promoter_id", "id"), given[1])}


def _sign_in(sandbox: Sandbox, parameters: Parameters) -> Any:
    seconds = DAY if not parameters.has("seconds") else parameters.integer("seconds")
    if seconds is None or not 0 < seconds <= LONGEST:
        raise edits.BadEdit(f"seconds is a whole number from 1 to {LONGEST:,}")
    with sandbox.transaction():
        token = sandbox.records.sessions.begin(
            parameters.integer("promoter_id") or -1, sandbox.moment(), seconds=seconds
        )
    return {"access_token": token, "expires_in": seconds}


def _edit_promoter(sandbox: Sandbox, parameters: Parameters) -> Any:
    with sandbox.transaction():
        return edits.edit(sandbox.store, "promoters", edits.PROMOTER, parameters.values)


def _edit_referral(sandbox: Sandbox, parameters: Parameters) -> Any:
    with sandbox.transaction():
        return edits.edit(sandbox.store, "leads", edits.REFERRAL, parameters.values)


def _edit_payout(sandbox: Sandbox, parameters: Parameters) -> Any:
    with sandbox.transaction():
        return edits.edit(sandbox.store, "payouts", edits.PAYOUT, parameters.values)


def _reset(sandbox: Sandbox, _: Parameters) -> Any:
    sandbox.start_again()
    return {"message": "All is as on the first day."}


_REPLIES: Final[dict[tuple[str, str], Reply]] = {
    ("GET", "/state"): Reply(_state),
    ("GET", "/requests"): Reply(_requests, names={"path"}),
    ("GET", "/faults"): Reply(_faults),
    ("POST", "/faults"): Reply(_set_faults, names=None),
    ("DELETE", "/faults"): Reply(_clear_faults),
    ("GET", "/webhook_plan"): Reply(_webhook_plan),
    ("POST", "/webhook_plan"): Reply(_set_webhook_plan, names=None),
    ("DELETE", "/webhook_plan"): Reply(_clear_webhook_plan),
    ("POST", "/campaign_webhooks"): Reply(_set_campaign_webhooks, names=None),
    ("GET", "/v1_webhook_deliveries"): Reply(_v1_webhook_deliveries),
    ("GET", "/settings"): Reply(_settings),
    ("POST", "/settings"): Reply(_change_settings, names=None),
    ("POST", "/visits"): Reply(_visit, names={"ref_id", "promoter_id"}),
    ("POST", "/sessions"): Reply(_sign_in, names={"promoter_id", "seconds"}),
    ("POST", "/promoters"): Reply(_edit_promoter, names=None),
    ("POST", "/referrals"): Reply(_edit_referral, names=None),
    ("POST", "/payouts"): Reply(_edit_payout, names=None),
    ("POST", "/reset"): Reply(_reset),
}
