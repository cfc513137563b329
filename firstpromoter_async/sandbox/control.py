"""The sandbox's own side, under `/_sandbox/`: what is stored, what arrived, settings, faults, visits, and a new beginning; and at
`/`, for a browser, the programme at a glance.

None of it exists at FirstPromoter, none of it needs a key, and none of it counts against the rate.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

from attrs import evolve, frozen

from ..wire.message import HttpRequest, HttpResponse
from . import edits
from .faults import BadFault, Fault, FaultPlan
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
_JSON: Final = (("Content-Type", "application/json"),)
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
    "faults": [*Fault],
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
    parameters = _said(request)
    if unknown := reply.unknown(parameters):
        return as_json({"message": f"There is no {', '.join(unknown)} to say here."}, 422)
    try:
        return as_json(reply.make(sandbox, parameters))
    except (BadFault, BadSetting, edits.BadEdit, UnknownPromoter) as problem:
        return as_json({"message": str(problem)}, 422)


def _said(request: HttpRequest) -> Parameters:
    """Read a request: JSON is JSON here, also where `curl -d` calls it a form."""
    is_json = request.body.lstrip().startswith(b"{")
    return read(evolve(request, headers=_JSON) if is_json else request, {})


def _requests(sandbox: Sandbox, parameters: Parameters) -> Any:
    journal = sandbox.journal
    arrivals = [one.as_json() for one in journal.arrivals(parameters.text("path"))]
    return {"total": journal.total, "statuses": dict(journal.statuses), "requests": arrivals}


def _set_faults(sandbox: Sandbox, plan: FaultPlan) -> Any:
    sandbox.faults = plan
    return plan.as_json()


def _set_webhook_plan(sandbox: Sandbox, plan: WebhookPlan) -> Any:
    sandbox.webhook_plan = plan
    return plan.as_json()


def _change_settings(sandbox: Sandbox, parameters: Parameters) -> Any:
    sandbox.settings = sandbox.settings.changed(parameters.values)
    return sandbox.settings.as_json()


def _visit(sandbox: Sandbox, parameters: Parameters) -> Any:
    given = parameters.first_text("ref_id", "promoter_id")
    if given is None:
        raise UnknownPromoter("a visit needs ref_id or promoter_id")
    return {"tid": sandbox.records.tracking.visit(sandbox.moment(), given[0].replace("promoter_id", "id"), given[1])}


def _sign_in(sandbox: Sandbox, parameters: Parameters) -> Any:
    seconds = DAY if not parameters.has("seconds") else parameters.integer("seconds")
    if seconds is None or not 0 < seconds <= LONGEST:
        raise edits.BadEdit(f"seconds is a whole number from 1 to {LONGEST:,}")
    promoter_id = parameters.integer("promoter_id") or -1
    token = sandbox.records.sessions.begin(promoter_id, sandbox.moment(), seconds=seconds)
    return {"access_token": token, "expires_in": seconds}


def _edit(table: str, fields: Mapping[str, edits.Reader]) -> Reply:
    return _stored(lambda sandbox, given: edits.edit(sandbox.store, table, fields, given.values), names=None)


def _reset(sandbox: Sandbox) -> Any:
    sandbox.start_again()
    return {"message": "All is as on the first day."}


def _stored(make: Callable[[Sandbox, Parameters], Any], names: Collection[str] | None = ()) -> Reply:
    """Declare a reply that looks into the records, or changes them."""

    def within(sandbox: Sandbox, parameters: Parameters) -> Any:
        with sandbox.transaction():
            return make(sandbox, parameters)

    return Reply(within, names)


_REPLIES: Final[dict[tuple[str, str], Reply]] = {
    ("GET", "/state"): Reply(lambda sandbox, _: sandbox.count()),
    ("GET", "/requests"): Reply(_requests, names={"path"}),
    ("GET", "/faults"): Reply(lambda sandbox, _: sandbox.faults.as_json()),
    ("POST", "/faults"): Reply(lambda sandbox, given: _set_faults(sandbox, FaultPlan.parse(given.values)), names=None),
    ("DELETE", "/faults"): Reply(lambda sandbox, _: _set_faults(sandbox, FaultPlan())),
    ("GET", "/webhook_plan"): Reply(lambda sandbox, _: sandbox.webhook_plan.as_json()),
    ("POST", "/webhook_plan"): Reply(
        lambda sandbox, given: _set_webhook_plan(sandbox, WebhookPlan.parse(given.values)), names=None
    ),
    ("DELETE", "/webhook_plan"): Reply(lambda sandbox, _: _set_webhook_plan(sandbox, WebhookPlan())),
    ("POST", "/campaign_webhooks"): _stored(
        lambda sandbox, given: set_urls(sandbox.store, sandbox.moment(), given.values), names=None
    ),
    ("GET", "/v1_webhook_deliveries"): _stored(lambda sandbox, _: latest(sandbox.store)),
    ("GET", "/settings"): Reply(lambda sandbox, _: sandbox.settings.as_json()),
    ("POST", "/settings"): Reply(_change_settings, names=None),
    ("POST", "/visits"): _stored(_visit, names={"ref_id", "promoter_id"}),
    ("POST", "/sessions"): _stored(_sign_in, names={"promoter_id", "seconds"}),
    ("POST", "/promoters"): _edit("promoters", edits.PROMOTER),
    ("POST", "/referrals"): _edit("leads", edits.REFERRAL),
    ("POST", "/payouts"): _edit("payouts", edits.PAYOUT),
    ("POST", "/reset"): Reply(lambda sandbox, _: _reset(sandbox)),
}
