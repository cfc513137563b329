"""Where a key or a token could slip out: the variables of frames, contexts of errors, pickles, reprs of the half-built."""

import copy
import pickle
import traceback
from typing import Any

import pytest

from firstpromoter_async import (
    ConfigurationError,
    FirstPromoter,
    InvalidRequest,
    NotFound,
    RetryPolicy,
    UnreadableAnswer,
)
from firstpromoter_async.credentials import Credentials
from tests.scripted import ScriptedTransport, client_of, json_answer

pytestmark = pytest.mark.anyio

ONCE = RetryPolicy(attempts=1)


def told_with_variables(error: BaseException) -> str:
    """What a reporter of errors sees that also shows the variables of every frame, but not of this test's own."""
    seen = traceback.TracebackException.from_exception(error, capture_locals=True)
    seen.stack = traceback.StackSummary.from_list([frame for frame in seen.stack if frame.filename != __file__])
    return "".join(seen.format())


async def test_an_answer_that_does_not_fit_is_in_no_variable_of_its_traceback() -> None:
    body = b'{"id": {"a": 1}, "auth_token": "planted", "temp_password": "planted"}'
    with pytest.raises(UnreadableAnswer) as caught:
        await client_of(ScriptedTransport(json_answer(body=body))).v1.promoters.show(id=1)
    assert "planted" not in told_with_variables(caught.value)


async def test_an_answer_cut_in_half_is_not_kept_by_the_errors_context() -> None:
    fp = client_of(ScriptedTransport(json_answer(body=b'{"auth_token": "planted", "id": ')), retries=ONCE)
    with pytest.raises(UnreadableAnswer) as caught:
        await fp.v1.promoters.show(id=1)
    assert caught.value.__context__ is None


async def test_a_key_that_an_earlier_attempt_echoed_is_in_no_variable_either() -> None:
    echoing = json_answer(503, b'{"message": "who is key-of-v2"}')
    fp = client_of(ScriptedTransport(echoing, json_answer(404)), retries=RetryPolicy(base=0.0))
    with pytest.raises(NotFound) as caught:
        await fp.request("GET", "/api/v2/company/promoters")
    assert "key-of-v2" not in told_with_variables(caught.value)


async def test_a_key_that_is_echoed_as_a_code_is_hidden_too() -> None:
    fp = client_of(ScriptedTransport(json_answer(404, b'{"code": "key-of-v2"}')))
    with pytest.raises(NotFound) as caught:
        await fp.request("GET", "/api/v2/company/promoters")
    assert caught.value.code == "[hidden]"


async def test_a_request_that_cannot_be_written_shows_no_key() -> None:
    with pytest.raises(InvalidRequest) as caught:
        await client_of(ScriptedTransport(json_answer())).request("POST", "/api/v2/x", body={"odd": object()})
    assert "key-of-v2" not in told_with_variables(caught.value)


async def test_a_key_whose_account_is_missing_is_not_shown() -> None:
    fp = FirstPromoter(api_key="key-of-v2", transport=ScriptedTransport(json_answer()))
    with pytest.raises(ConfigurationError, match="account_id") as caught:
        await fp.request("GET", "/api/v2/company/promoters")
    assert "key-of-v2" not in told_with_variables(caught.value)


def test_what_was_refused_half_built_has_a_repr() -> None:
    assert repr(FirstPromoter.__new__(FirstPromoter)) == "<FirstPromoter>"
    assert repr(Credentials.__new__(Credentials)) == "<Credentials>"


@pytest.mark.parametrize("kept", [pickle.dumps, copy.deepcopy])
def test_keys_do_not_go_into_pickles(kept: Any) -> None:
    with pytest.raises(TypeError, match="pickle"):
        kept(Credentials(api_key="key-of-v2", account_id="acc_1"))
    with pytest.raises(TypeError, match="pickle"):
        kept(client_of(ScriptedTransport(json_answer())))
