"""The sandbox's own side, under `/_sandbox/`: what is stored, what arrived, faults, visits, and a new beginning.

None of it exists at FirstPromoter, none of it needs a key, and none of it counts against the rate.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from ..wire.message import HttpRequest, HttpResponse
from .answers.replies import as_json
from .faults import BadFault, FaultPlan
from .parameters import Parameters
from .records import promoters
from .store import Store

if TYPE_CHECKING:
    from .sandbox import Sandbox

PREFIX: Final = "/_sandbox"
ABOUT: Final = {
    "name": "FirstPromoter sandbox",
    "what": "A model of FirstPromoter's public documents, with state, for tests and trials. It is not the service.",
    "control": [
        "GET /_sandbox/state",
        "GET /_sandbox/requests?path=",
        "GET, POST, DELETE /_sandbox/faults",
        "POST /_sandbox/visits",
        "POST /_sandbox/reset",
    ],
}


class UnknownPromoter(LookupError):
    """A visit needs somebody whose link was followed."""


def is_control(path: str) -> bool:
    """Tell whether a path is the sandbox's own."""
    return path == "/" or path == PREFIX or path.startswith(f"{PREFIX}/")


def answer(sandbox: "Sandbox", request: HttpRequest, path: str, says: Parameters) -> HttpResponse:
    """Answer on the sandbox's own side."""
    if path in ("/", PREFIX):
        return as_json(ABOUT)
    reply = _REPLIES.get((request.method, path.removeprefix(PREFIX)))
    if reply is None:
        return as_json({"message": "The sandbox has nothing like this.", **ABOUT}, 404)
    try:
        return as_json(reply(sandbox, says))
    except (BadFault, UnknownPromoter) as problem:
        return as_json({"message": str(problem)}, 422)


def _state(sandbox: "Sandbox", _: Parameters) -> Any:
    with sandbox.store.transaction():
        return state_of(sandbox.store)


def _requests(sandbox: "Sandbox", says: Parameters) -> Any:
    journal = sandbox.journal
    arrivals = [one.as_json() for one in journal.arrivals(says.text("path"))]
    return {"total": journal.total, "statuses": dict(journal.statuses), "requests": arrivals}


def _faults(sandbox: "Sandbox", _: Parameters) -> Any:
    return sandbox.faults.as_json()


def _set_faults(sandbox: "Sandbox", says: Parameters) -> Any:
    sandbox.faults = FaultPlan.parse(dict(says.values))
    return sandbox.faults.as_json()


def _clear_faults(sandbox: "Sandbox", _: Parameters) -> Any:
    sandbox.faults = FaultPlan()
    return sandbox.faults.as_json()


def _visit(sandbox: "Sandbox", says: Parameters) -> Any:
    given = says.first_text("ref_id", "promoter_id")
    if given is None:
        raise UnknownPromoter("a visit needs ref_id or promoter_id")
    with sandbox.store.transaction():
        return {"tid": visit(sandbox.store, sandbox.moment(), given[0].replace("promoter_id", "id"), given[1])}


def _reset(sandbox: "Sandbox", _: Parameters) -> Any:
    sandbox.start_again()
    return {"message": "All is as on the first day."}


_REPLIES: Final[dict[tuple[str, str], Callable[["Sandbox", Parameters], Any]]] = {
    ("GET", "/state"): _state,
    ("GET", "/requests"): _requests,
    ("GET", "/faults"): _faults,
    ("POST", "/faults"): _set_faults,
    ("DELETE", "/faults"): _clear_faults,
    ("POST", "/visits"): _visit,
    ("POST", "/reset"): _reset,
}


def state_of(store: Store) -> dict[str, Any]:
    """Count what is stored, and add up what is money, in cents; refunds and their commissions are negative."""
    events = store.all(
        "SELECT kind, count(*) AS number, coalesce(sum(amount), 0) AS cents FROM events GROUP BY kind ORDER BY kind"
    )
    totals = {row["kind"]: row["cents"] for row in events}
    counts = {
        table: store.value(f"SELECT count(*) FROM {table}")
        for table in ("campaigns", "promoters", "promotions", "leads", "visits", "rewards", "payouts")
    }
    return {
        **counts,
        "customers": store.value("SELECT count(customer_since) FROM leads"),
        "events": {row["kind"]: row["number"] for row in events},
        "sale_cents": totals.get("sale", 0),
        "refund_cents": totals.get("refund", 0),
        "commission_cents": store.value("SELECT coalesce(sum(amount), 0) FROM rewards WHERE unit = 'cash'"),
        "payout_cents": store.value("SELECT coalesce(sum(amount), 0) FROM payouts WHERE unit = 'cash'"),
        "balances": {
            row["unit"]: {"earnings": row["earned"], "paid": row["paid"], "current": row["earned"] - row["paid"]}
            for row in store.all("SELECT unit, sum(earned) AS earned, sum(paid) AS paid FROM balances GROUP BY unit")
        },
    }


def visit(store: Store, moment: str, key: str, value: str) -> str:
    """Let somebody follow a promoter's link; returns the tracking id that their browser then has. Raises `UnknownPromoter`."""
    if key == "ref_id":
        promotion = promoters.promotion_by_ref_id(store, value)
    else:
        promoter = promoters.find(store, "id", value)
        promotion = None if promoter is None else promoters.default_promotion(store, promoter["id"])
    if promotion is None:
        raise UnknownPromoter(f"nobody has the {key} {value}")
    tid = promoters.new_token()
    store.run("INSERT INTO visits VALUES (?, ?, ?)", tid, promotion["id"], moment)
    return tid
