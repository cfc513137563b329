"""What a promoter does before they have a session: read whose link it is, and choose a password."""

from typing import Any

import pytest

from firstpromoter_async import InvalidRequest, SessionExpired, Unauthorized
from firstpromoter_async.v2.affiliate.promoters import GetEmailFromEncryptedId, SetPromoterPassword
from tests.scripted import ScriptedTransport, client_of, header_of, json_answer

pytestmark = pytest.mark.anyio


async def asked_for(**keys: Any) -> Any:
    transport = ScriptedTransport(json_answer(body=b'{"email": "ann@example.com"}'))
    assert (await client_of(transport, **keys).v2.affiliate.promoters.email_from_encrypted_id("Zm9v")).email
    (sent,) = transport.sent
    return header_of(sent, "authorization"), header_of(sent, "account-id")


async def test_without_a_session_the_account_id_is_enough_and_the_companys_key_stays_at_home() -> None:
    assert await asked_for() == (None, "acc_1")


async def test_a_session_that_is_there_goes_along() -> None:
    assert await asked_for(affiliate_token="anns-token") == ("Bearer anns-token", "acc_1")


async def test_a_function_that_supplies_sessions_is_not_asked_for_somebody_who_has_none() -> None:
    async def nobody_is_signed_in() -> str:
        raise LookupError

    assert await asked_for(affiliate_token=nobody_is_signed_in) == (None, "acc_1")


def test_an_encrypted_id_and_a_password_are_not_shown() -> None:
    request = SetPromoterPassword("planted-id", new_password="planted-password")
    assert "planted" not in repr(request)
    assert set(request.secrets) == {"planted-id", "planted-password"}
    assert "planted" not in repr(GetEmailFromEncryptedId("planted-id"))


@pytest.mark.parametrize(("encrypted", "password"), [("", "pw"), ("id", ""), ("id", "  ")])
def test_an_empty_id_or_password_is_refused(encrypted: str, password: str) -> None:
    with pytest.raises(InvalidRequest, match="not empty"):
        SetPromoterPassword(encrypted, new_password=password)


async def test_a_refusal_without_a_session_is_not_taken_for_a_session_that_is_over() -> None:
    with pytest.raises(Unauthorized, match="check the account id") as caught:
        await client_of(ScriptedTransport(json_answer(401))).v2.affiliate.promoters.email_from_encrypted_id("Zm9v")
    assert not isinstance(caught.value, SessionExpired)
