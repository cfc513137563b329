"""Any v1 request at all, sent to the sandbox: it is answered, or refused as the documents say, and we can read either."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firstpromoter_async import StatusError
from firstpromoter_async.catalogue import operations
from firstpromoter_async.sandbox import Sandbox
from firstpromoter_async.v1.promoters import CreatePromoter
from firstpromoter_async.v1.rewards import CreateReward
from firstpromoter_async.v1.tracking import TrackSale, TrackSignup
from firstpromoter_async.wire.encode import encode
from firstpromoter_async.wire.message import HttpResponse
from firstpromoter_async.wire.request import Request
from tests.contract.building import requests_of

V1 = {operation.call: operation.request for operation in operations() if operation.call.startswith("v1.")}
DOCUMENTED_REFUSALS = {400, 404, 409, 422}


def answered(sandbox: Sandbox, request: Request[Any], *, form_in_query: bool = False) -> HttpResponse:
    message = encode(request, "http://sandbox.test", form_in_query=form_in_query)
    return sandbox.answer(message.with_headers([("X-API-KEY", sandbox.keys.v1_api_key)]))


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """A sandbox where many of the names and numbers that hypothesis likes best exist."""
    made = Sandbox(rate=None)
    for word in ("0", "1", "a", "b"):
        answered(made, CreatePromoter(email=f"{word}+x@example.com", ref_id=word, cust_id=word))
        answered(made, TrackSignup(email=f"{word}+x@example.com", uid=word, ref_id=word))
        answered(made, TrackSale(uid=word, event_id=word, amount=1000))
        answered(made, CreateReward(uid=word, ref_id=word, reward_type="points", amount=5))
    yield made
    made.store.close()


@pytest.mark.parametrize("call", sorted(V1))
@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(data=st.data(), form_in_query=st.booleans())
def test_every_request_is_answered_or_refused_as_documented(
    call: str, data: st.DataObject, form_in_query: bool, sandbox: Sandbox
) -> None:
    request = data.draw(requests_of(V1[call]))
    response = answered(sandbox, request, form_in_query=form_in_query)
    assert response.is_success or response.status in DOCUMENTED_REFUSALS, response.body
    try:
        assert request.read(response) is not None
    except StatusError as refused:
        assert refused.status == response.status
        assert refused.message or refused.field_errors
