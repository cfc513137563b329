"""Keys and the rate limit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstpromoter_async.policy.window import Rate
from firstpromoter_async.sandbox.access import RateLimit
from tests.sandbox.talking import Talk

V1 = "/api/v1/promoters/list"
V2 = "/api/v2/company/promoters"
ACCOUNT = ("Account-ID", "sandbox1")


def bearer(token: str) -> tuple[str, str]:
    return ("Authorization", f"Bearer {token}")


@pytest.mark.parametrize(
    "headers", [(), (("X-API-KEY", ""),), (("X-API-KEY", "sandbox-v2-key"),), (bearer("sandbox-v1-key"),)]
)
def test_v1_without_its_own_key_says_bad_credentials_in_plain_text(
    talk: Talk, headers: tuple[tuple[str, str], ...]
) -> None:
    answer = talk.send("GET", V1, headers)
    assert (answer.status, answer.text) == (401, "Bad credentials")


@pytest.mark.parametrize(
    "headers",
    [
        (),
        (ACCOUNT,),
        (bearer("sandbox-v2-key"),),
        (bearer("wrong"), ACCOUNT),
        (bearer("sandbox-v1-key"), ACCOUNT),
        (("Authorization", "sandbox-v2-key"), ACCOUNT),
        (("X-API-KEY", "sandbox-v2-key"), ACCOUNT),
    ],
)
def test_v2_without_its_key_and_an_account_says_nothing(talk: Talk, headers: tuple[tuple[str, str], ...]) -> None:
    answer = talk.send("GET", V2, headers)
    assert (answer.status, answer.text) == (401, "")


def test_v2_does_not_know_other_accounts(talk: Talk) -> None:
    answer = talk.send("GET", V2, (bearer("sandbox-v2-key"), ("Account-ID", "somebody")))
    assert (answer.status, answer.json["code"]) == (404, "not_found")


@pytest.mark.parametrize("name", ["Account-ID", "ACCOUNT-ID", "account-id"])
def test_the_account_header_may_be_spelled_in_any_case(talk: Talk, name: str) -> None:
    assert talk.send("GET", V2, (bearer("sandbox-v2-key"), (name, "sandbox1"))).status == 200


def test_no_more_than_the_rate_is_let_in_in_any_window() -> None:
    turnstile = RateLimit(Rate(calls=2, seconds=10))
    assert [turnstile.admits(now) for now in (0, 1, 2, 10.5, 12, 13)] == [True, True, False, False, True, False]


def test_without_a_rate_everybody_is_let_in() -> None:
    turnstile = RateLimit(None)
    assert all(turnstile.admits(0) for _ in range(1000))


@given(st.lists(st.floats(0, 5), max_size=60))
def test_the_rate_holds_for_any_arrivals_and_those_turned_away_count(gaps: list[float]) -> None:
    turnstile = RateLimit(Rate(calls=3, seconds=10))
    arrivals: list[float] = []
    now = 0.0
    for gap in gaps:
        now += gap
        recent = [one for one in arrivals if one > now - 10]
        assert turnstile.admits(now) is (len(recent) < 3)
        arrivals.append(now)
