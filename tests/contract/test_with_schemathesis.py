"""Requests that schemathesis makes of FirstPromoter's own OpenAPI files, sent to a busy sandbox: no 5xx, no odd answer.

`python -m nox -s schemathesis` runs it. Schemathesis is in no group of the tests, since its plugin would slow all of them down.
"""

import json
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

schemathesis: Any = pytest.importorskip("schemathesis", reason="`python -m nox -s schemathesis` brings it")

import httpx  # noqa: E402  after the check that it is there
import requests  # noqa: E402

from firstpromoter_async.credentials import Credentials  # noqa: E402
from firstpromoter_async.sandbox.routes import routes  # noqa: E402
from firstpromoter_async.wire.message import HttpRequest  # noqa: E402
from firstpromoter_async.wire.route import Access  # noqa: E402
from tests.contract.documents import FOLDER  # noqa: E402
from tests.sandbox.busy import Busy  # noqa: E402

if not FOLDER.is_dir():
    pytest.skip("FirstPromoter's OpenAPI files are not beside this checkout", allow_module_level=True)

HOST = "https://fp.test"
ALSO_ANSWERED = {
    ("/api/v1", "status"): "active",  # of promoters; real answers have it, and their list has `approved`
    ("/api/v2/affiliate", "status"): "pending",  # of contracts that are not signed yet; the company's filter has it
    ("/api/v2/company", "promoter_reward_type"): "custom",  # the list of what may be written has it
}


def operations() -> Iterator[Any]:
    """Yield every operation that the sandbox answers: its base path, as it is asked, as it is answered, and what opens it."""
    for file in sorted(FOLDER.rglob("*.json")):
        document = json.loads(file.read_text("utf-8"))
        base = urlsplit(document["servers"][0]["url"]).path.rstrip("/")
        for asked, answered in zip(_operations(document), _operations(_as_answered(document, base)), strict=True):
            found = routes().find(asked.method.upper(), base + asked.path)
            if found is not None and found[0].handler is not None:
                name = f"{asked.method.upper()} {base}{asked.path}"
                yield pytest.param(base, asked, answered, found[0].access, id=name)


def _operations(document: Any) -> Iterator[Any]:
    return (found.ok() for found in schemathesis.openapi.from_dict(document).get_all_operations())


def _as_answered(node: Any, base: str) -> Any:
    """Return a document in which answers may be as they really are.

    Every field but the id may be null, whatever the files say of it, and some have values that their lists leave out.
    """
    if isinstance(node, list):
        return [_as_answered(one, base) for one in node]
    if not isinstance(node, dict):
        return node
    changed = {key: _as_answered(one, base) for key, one in node.items()}
    if isinstance(properties := changed.get("properties"), dict):
        for (where, name), value in ALSO_ANSWERED.items():
            if base.startswith(where) and "enum" in properties.get(name, {}):
                properties[name]["enum"] = [*properties[name]["enum"], value]
        changed["properties"] = {name: _maybe_null(name, one) for name, one in properties.items()}
    return changed


def _maybe_null(name: str, schema: Any) -> Any:
    return (
        schema
        if name == "id" or ("type" not in schema and "$ref" not in schema)
        else {"nullable": True, "allOf": [schema]}
    )


@cache
def prepared() -> tuple[Busy, Credentials]:
    busy = Busy()
    keys = busy.talk.sandbox.keys
    session = busy.talk.signed_in()
    opened = Credentials(
        api_key=keys.api_key, account_id=keys.account_id, v1_api_key=keys.v1_api_key, affiliate_token=session.token
    )
    busy.talk.sandbox.store.run(
        "UPDATE leads SET fraud_check = 'no_suspicion'"
    )  # some noun has kept a value that no list has
    busy.database.backup(busy._copy)  # with the session
    return busy, opened


def answered(case: Any, access: Access, base: str) -> httpx.Response:
    """Send a case to the sandbox as it was, without a socket."""
    busy, opened = prepared()
    bare = {name: value for name, value in case.as_transport_kwargs(base_url=HOST + base).items() if name in KEPT}
    written = requests.Request(**bare).prepare()
    headers = [(name, value) for name, value in written.headers.items() if name.lower() not in OURS]
    body = written.body.encode() if isinstance(written.body, str) else written.body or b""
    message = HttpRequest(written.method or "GET", str(written.url), tuple(headers), body)
    answer = busy.as_it_was().talk.sandbox.answer(message.with_headers(list(opened.headers(access))))
    asked = httpx.Request(message.method, message.url)
    response = httpx.Response(answer.status, headers=list(answer.headers), content=answer.body, request=asked)
    response.elapsed = timedelta()  # schemathesis wants to know, and no socket has measured it
    return response


OTHERWISE = {
    ("GET /api/v2/company/invoices", 200),  # its schema is that of the preview in HTML
    ("POST /api/v1/promoters/create", 422),  # described for wrong fields; an unknown parent is told as everywhere in v1
}
CHECKS = [schemathesis.checks.not_a_server_error, schemathesis.checks.response_schema_conformance]
KEPT = {"method", "url", "headers", "params", "json", "data", "files", "cookies"}
OURS = {"authorization", "account-id", "x-api-key"}


@pytest.mark.parametrize(("base", "operation", "as_answered", "access"), list(operations()))
@settings(max_examples=15, suppress_health_check=list(HealthCheck), phases=[Phase.generate], derandomize=True)
@given(data=st.data())
def test_it_answers_within_its_schema(
    base: str, operation: Any, as_answered: Any, access: Access, data: st.DataObject
) -> None:
    route = f"{operation.method.upper()} {base}{operation.path}"
    case = data.draw(operation.as_strategy())
    needed = prepared()[0].least.get(route, {})
    if data.draw(st.booleans()):  # what is there
        case.path_parameters = {
            **case.path_parameters,
            **{k: v for k, v in needed.items() if k in case.path_parameters},
        }
        if isinstance(case.body, dict):
            case.body = {**case.body, **{k: v for k, v in needed.items() if k not in case.path_parameters}}
    response = answered(case, access, base)
    assert response.status_code < 500, f"{route}: {response.text}"
    if (route, response.status_code) not in OTHERWISE:
        as_answered.Case(path_parameters=case.path_parameters).validate_response(response, checks=CHECKS)
