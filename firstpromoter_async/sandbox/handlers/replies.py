"""Responses: JSON, pages of rows, and refusals in the words of each generation."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from http import HTTPStatus
from math import ceil
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from attrs import evolve

from ...wire.message import HttpRequest, HttpResponse
from ...wire.route import Api
from .. import problems
from ..faults import Fault
from ..forms import Unreadable, split
from ..parameters import Parameters
from ..store import Row
from .conditions import Conditions
from .registry import RequestContext

_JSON: Final = {"Content-Type": "application/json; charset=utf-8"}
_TEXT: Final = {"Content-Type": "text/plain; charset=utf-8"}

NOT_REFERRED: Final = "Referral corresponding to email or uid parameter not found or promoter is banned."
_WHY_UNUSED: Final = "a name that it does not know here, or a value that it cannot read."
UNKNOWN_VISITOR: Final = (
    "Visitor  invalid, not found or you are trying to use the signup tracking test via API "
    "which doesn't work on API calls."
)


def as_json(data: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """Answer with JSON."""
    body = json.dumps(data, separators=(",", ":"), ensure_ascii=False).encode()
    return HttpResponse.of(status, {**_JSON, **(headers or {})}, body)


def as_text(text: str, status: int, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """Answer with plain text."""
    return HttpResponse.of(status, {**_TEXT, **(headers or {})}, text.encode())


def as_csv(rows: Iterable[Iterable[Any]], name: str) -> HttpResponse:
    """Answer with a file of comma-separated values (RFC 4180)."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    headers = {"Content-Type": "text/csv; charset=utf-8", "Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse.of(200, headers, text.getvalue().encode())


def exported(
    context: RequestContext, columns: Sequence[str], rows: Iterable[Mapping[str, Any]], name: str
) -> HttpResponse:
    """Answer with a file of some columns, or with 202 where the fault `prepared_later` keeps it waiting."""
    if context.fault is Fault.PREPARED_LATER:
        return as_json({"message": "The export is being prepared."}, 202)
    return as_csv([columns, *([row[column] for column in columns] for row in rows)], name)


def nothing(status: int = 204) -> HttpResponse:
    """Answer without a body."""
    return HttpResponse.of(status, {"Content-Length": "0"} if status != 204 else {})


def options(methods: Sequence[str]) -> HttpResponse:
    """Say which methods a path knows (RFC 9110, section 9.3.7), and nothing to pages of other sites: no CORS."""
    if not methods:
        return absent()
    more = {"OPTIONS", *(["HEAD"] if "GET" in methods else [])}
    return HttpResponse.of(204, {"Allow": ", ".join(sorted({*methods, *more}))})


def absent() -> HttpResponse:
    """Say that there is no such path, as FirstPromoter's portal does."""
    return as_json({"message": "No route matches this path", "code": "invalid_route"}, 404)


def without_body(response: HttpResponse) -> HttpResponse:
    """Answer HEAD: all that GET would say, but for the body (RFC 9110, section 9.3.2)."""
    length = (b"Content-Length", str(len(response.body)).encode())
    known = any(name.lower() == b"content-length" for name, _ in response.headers)
    headers = response.headers if known or response.status == 204 else (*response.headers, length)
    return evolve(response, headers=headers, body=b"")


def answered(request: HttpRequest, answer: Callable[[HttpRequest, str], HttpResponse]) -> HttpResponse:
    """Answer by a function of request and path; HEAD as GET, and what cannot be read with the reason."""
    if request.method == "HEAD":
        return without_body(answered(evolve(request, method="GET"), answer))
    try:
        return answer(request, split(request.url).path)
    except Unreadable as problem:
        reason = HTTPStatus(problem.status).phrase
        return as_json({"status": problem.status, "error": f"{reason}: {problem}"}, problem.status)


# Pages of rows.

_V1_PAGE: Final = 50
_V1_LARGEST: Final = 100
_V2_PAGE: Final = 20
_V2_LARGEST: Final = 100


def v1_page(context: RequestContext, found: Conditions, shape: Callable[[Row], Any]) -> HttpResponse:
    """Answer a page of rows, the newest first: a bare array, with `Link`, `Total` and `Per-Page` beside it.

    50 rows are known for leads and rewards only, and no maximum is documented: 50 and 100 for all lists are choices of ours.
    """
    page, size = _place(context.parameters, _V1_PAGE, _V1_LARGEST)
    total = found.count(context.store)
    rows = [shape(row) for row in found.rows(context.store, limit=size, offset=(page - 1) * size)]
    return as_json(rows, headers=page_headers(context.url, page, size, total))


def v2_rows(context: RequestContext, found: Conditions, shape: Callable[[Row], Any]) -> list[Any]:
    """Return a page of rows. v2 says nothing of other pages: no links, no totals."""
    page, size = _place(context.parameters, _V2_PAGE, _V2_LARGEST)
    return [shape(row) for row in found.rows(context.store, limit=size, offset=(page - 1) * size)]


def v2_page_of(context: RequestContext, everything: list[Any]) -> list[Any]:
    """Return a page of what no query has paged."""
    page, size = _place(context.parameters, _V2_PAGE, _V2_LARGEST)
    return everything[(page - 1) * size : page * size]


def _place(parameters: Parameters, default: int, largest: int) -> tuple[int, int]:
    """Read `page` and `per_page`; what is not a positive number counts as not given, and a larger page is capped."""
    page, size = parameters.integer("page") or 1, parameters.integer("per_page") or default
    return page if page > 0 else 1, min(size if size > 0 else default, largest)


def page_headers(url: str, page: int, size: int, total: int) -> dict[str, str]:
    """Say where the other pages are, as the api-pagination library does on the real thing."""
    last = max(1, ceil(total / size))
    others: dict[str, int] = {}
    if page > 1:
        others |= {"first": 1, "prev": page - 1}
    if page < last:
        others |= {"last": last, "next": page + 1}
    headers = {"Total": str(total), "Per-Page": str(size)}
    if others:
        headers["Link"] = ", ".join(f'<{_at(url, number)}>; rel="{rel}"' for rel, number in others.items())
    return headers


def _at(url: str, page: int) -> str:
    parts = urlsplit(url)
    query = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != "page"]
    return urlunsplit(parts._replace(query=urlencode([*query, ("page", str(page))])))


# Refusals.


def refused(problem: problems.Problem, api: Api) -> HttpResponse:
    """Say no, as this generation words it; the texts of tracking are the same in both."""
    match problem:
        case problems.BadEvent(words=words):
            return as_json({"message": words}, 400)
        case problems.UnknownVisitor():
            return as_json({"message": UNKNOWN_VISITOR}, 404)
        case problems.AlreadyStored(kind=kind, event_id=event_id):
            return as_json({"message": f"The '{kind}' event with the id '{event_id}' already exists."}, 409)
        case problems.AlreadySignedUp():
            return as_json({"transaction_id": "there is already a signup event registered on this lead"}, 422)
        case problems.Unused(operation=operation, names=names):
            told = f"The sandbox is strict, and {', '.join(names)} of {operation} has no effect: {_WHY_UNUSED}"
            return as_json({"message": told, "code": "unused_parameters"}, 400)
        case problems.BadReport(words=words):
            return as_json({"message": words, "code": "invalid_params"}, 422)
        case _:
            return _v1_refusal(problem) if api is Api.V1 else _v2_refusal(problem)


_V1_PATHS: Final = {
    "email": "company_user.user.email",
    "ref_id": "promotions.ref_id",
    "promo_code": "promotions.promo_code",
    "customer_promo_code": "promotions.customer_promo_code",
}


_V2_NAMES: Final = {"ref_id": "ref_token", "promo_code": "coupon", "customer_promo_code": "display_coupon"}


def _v1_refusal(problem: problems.Problem) -> HttpResponse:
    match problem:
        case problems.NotReferral():
            return nothing()
        case problems.NoTarget(words=words) | problems.NoKey(words=words) | problems.Impossible(words=words):
            return as_json({"error": words}, 422)
        case problems.NoSuchRecord(words=words) | problems.UnknownPromoter(words=words):
            return as_json({"error": words}, 404)
        case problems.Invalid(fields=fields):
            return as_json({_V1_PATHS.get(name, name): [what] for name, what in fields.items()}, 422)
        case problems.Missing(name=name):
            return as_json({"error": f"{name} can't be blank"}, 422)
        case _:
            raise problem


def _v2_refusal(problem: problems.Problem) -> HttpResponse:
    match problem:
        case problems.NotReferral():
            return as_json({"message": NOT_REFERRED, "code": "not_found"}, 404)
        case problems.NoSuchRecord() | problems.UnknownPromoter():
            return as_json({"message": "Record not found", "code": "not_found"}, 404)
        case problems.Forbidden():
            told = "You don't have enough rights to perform this action"
            return as_json({"message": told, "code": "forbidden"}, 403)
        case problems.NoKey(words=words) | problems.Impossible(words=words):
            return as_json({"message": words, "code": "invalid_params"}, 422)
        case problems.Conflict(words=words):
            return as_json({"message": words, "code": "destroy_failed"}, 409)
        case problems.Invalid(status=status):
            fields = {_V2_NAMES.get(name, name): what for name, what in problem.fields.items()}
            told = ", ".join(f"{name.replace('_', ' ').capitalize()} {what}" for name, what in fields.items())
            errors = {name: [what] for name, what in fields.items()}
            return as_json(
                {"message": f"Validation failed: {told}", "errors": errors, "code": "invalid_record"}, status
            )
        case problems.Missing(name=name, status=status):
            told = f"param is missing or the value is empty or invalid: {name}"
            return as_json({"message": told, "code": "invalid_params"}, status)
        case _:
            raise problem
