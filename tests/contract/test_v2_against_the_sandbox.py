"""Any v2 request at all, sent to a busy sandbox: it is answered, or refused as the documents say, and we can read either."""

from functools import cache
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firstpromoter_async import UNSET, StatusError
from firstpromoter_async.catalogue import Operation, operations
from firstpromoter_async.credentials import Credentials
from firstpromoter_async.sandbox.routes import routes
from firstpromoter_async.wire.encode import encode
from firstpromoter_async.wire.message import HttpResponse
from firstpromoter_async.wire.request import Request
from tests.contract.building import requests_of
from tests.contract.vocabulary import parts_of, wire_name
from tests.sandbox.busy import Busy

DOCUMENTED_REFUSALS = {400, 401, 403, 404, 409, 422}
HOST = "https://fp.test"


def is_built(operation: Operation) -> bool:
    found = routes().find(operation.request.route.method, operation.request.route.path)
    return found is not None and found[0].handler is not None


V2 = [one for one in operations() if one.call.startswith("v2.") and is_built(one)]


@cache
def prepared() -> tuple[Busy, Credentials, list[int]]:
    """Return a busy sandbox, all that opens it, and the ids of all that is in it, beside one of nothing."""
    busy = Busy()
    keys = busy.talk.sandbox.keys
    session = busy.talk.signed_in()
    opened = Credentials(api_key=keys.api_key, account_id=keys.account_id, affiliate_token=session.token)
    busy.database.backup(busy._copy)  # with the session
    return busy, opened, [*busy.ids(), 9]


def requests(operation: Operation) -> st.SearchStrategy[Request[Any]]:
    """Build requests that often say what the sandbox needs, or are about something that is there."""
    busy, _, ids = prepared()
    known, needed = st.sampled_from(ids), busy.least.get(str(operation.request.route), {})
    fixed: dict[str, st.SearchStrategy[Any]] = {}
    for one in attrs.fields(operation.request):
        name = wire_name(one)
        if name in needed and not isinstance(needed[name], dict):
            fixed[one.name] = st.just(needed[name])
        elif name == "ids":
            fixed[one.name] = st.lists(known, min_size=1, max_size=8)
        elif name.endswith("id") and int in parts_of(one.type):
            fixed[one.name] = known if one.default is attrs.NOTHING else st.one_of(st.just(UNSET), known)
    return st.one_of(requests_of(operation.request, **fixed), requests_of(operation.request))


def answered(request: Request[Any]) -> HttpResponse:
    busy, opened, _ = prepared()
    message = encode(request, HOST)
    return busy.as_it_was().talk.sandbox.answer(message.with_headers(list(opened.headers(request.route.access))))


@pytest.mark.parametrize("operation", V2, ids=lambda operation: operation.call)
@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_request_is_answered_or_refused_as_documented(operation: Operation, data: st.DataObject) -> None:
    request = data.draw(requests(operation))
    response = answered(request)
    assert response.is_success or response.status in DOCUMENTED_REFUSALS, response.body
    try:
        request.read(response)
    except StatusError as refused:
        assert refused.status == response.status
        assert refused.message or refused.field_errors or not response.body
