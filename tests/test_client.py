"""What the client does with keys, hosts, options, failures and time."""

import logging
import pickle
import threading
import traceback
from typing import Any

import anyio
import attrs
import pytest

from firstpromoter_async import (
    AlreadyRecorded,
    AnswerTimedOut,
    AnswerTooLarge,
    BadRequest,
    CallFailed,
    ConfigurationError,
    ConnectFailed,
    ConnectionLost,
    DeadlineExceeded,
    FirstPromoter,
    InvalidRequest,
    Lane,
    NotFound,
    Outcome,
    PausedTooLong,
    RateLimited,
    Replay,
    RetryPolicy,
    ServerError,
    Unauthorized,
    UnreadableAnswer,
    WaitTooLong,
)
from firstpromoter_async.transport import HttpxTransport
from firstpromoter_async.wire.message import HttpRequest, HttpResponse
from firstpromoter_async.wire.untyped import UntypedRequest
from tests.clocks import PATIENT, cancel_when_all_wait, until
from tests.scripted import ScriptedTransport, answers, client_of, header_of, json_answer

pytestmark = pytest.mark.anyio

AT_ONCE = RetryPolicy(base=0.0)


async def read(fp: FirstPromoter, path: str = "/api/v2/company/promoters") -> Any:
    return await fp.request("GET", path)


# Keys and hosts


async def test_v2_is_opened_by_a_bearer_key_and_the_account_id() -> None:
    transport = ScriptedTransport(json_answer())
    await read(client_of(transport))
    sent = transport.sent[0]
    assert (header_of(sent, "authorization"), header_of(sent, "account-id")) == ("Bearer key-of-v2", "acc_1")
    assert header_of(sent, "x-api-key") is None


async def test_v1_is_opened_by_its_own_key_and_nothing_else() -> None:
    transport = ScriptedTransport(json_answer())
    await read(client_of(transport), "/api/v1/promoters/list")
    sent = transport.sent[0]
    assert header_of(sent, "x-api-key") == "key-of-v1"
    assert header_of(sent, "authorization") is None


@pytest.mark.parametrize(
    ("path", "missing"),
    [
        ("/api/v1/leads/list", "v1_api_key"),
        ("/api/v2/company/promoters", "api_key"),
        ("/api/v2/affiliate/me", "affiliate"),
    ],
)
async def test_a_missing_key_is_named_before_anything_is_sent(path: str, missing: str) -> None:
    transport = ScriptedTransport(json_answer())
    fp = FirstPromoter(transport=transport)
    with pytest.raises(ConfigurationError, match=missing):
        await read(fp, path)
    assert transport.sent == []


async def test_a_v2_key_without_an_account_id_says_so() -> None:
    with pytest.raises(ConfigurationError, match="account_id"):
        await read(FirstPromoter(api_key="key", transport=ScriptedTransport(json_answer())))


async def test_what_is_missing_is_asked_for_where_it_can_be_given() -> None:
    with pytest.raises(ConfigurationError) as caught:
        await read(client_of(ScriptedTransport(json_answer())), "/api/v2/affiliate/me")
    assert "affiliate_token=" in str(caught.value)
    assert "FIRSTPROMOTER_AFFILIATE_TOKEN" not in str(caught.value)  # which from_env does not read


async def test_an_account_id_that_is_a_number_is_refused_in_words() -> None:
    number: Any = 123456
    with pytest.raises(ConfigurationError, match="account_id is text"):
        FirstPromoter(api_key="key", account_id=number)


@pytest.mark.parametrize("key", ["", " key", "key\n", "k\u00e9y", "a\r\nHost: evil"])
async def test_a_key_that_cannot_be_one_is_refused_without_showing_it(key: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        FirstPromoter(api_key=key)
    assert "evil" not in str(caught.value)


@pytest.mark.parametrize(
    ("arguments", "v1", "v2"),
    [
        ({}, "https://firstpromoter.com", "https://api.firstpromoter.com"),
        ({"base_url": "http://127.0.0.1:8000/"}, "http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ({"base_url": "https://v2.firstpromoter.com"}, "https://firstpromoter.com", "https://v2.firstpromoter.com"),
        ({"base_url": "https://a.test", "v1_base_url": "https://b.test"}, "https://b.test", "https://a.test"),
        ({"base_url": "https://proxy.test/fp"}, "https://proxy.test/fp", "https://proxy.test/fp"),
    ],
)
async def test_each_generation_goes_to_its_host(arguments: dict[str, Any], v1: str, v2: str) -> None:
    transport = ScriptedTransport(json_answer())
    fp = FirstPromoter(api_key="k", account_id="a", v1_api_key="k", transport=transport, **arguments)
    await read(fp, "/api/v1/leads/list")
    await read(fp, "/api/v2/company/campaigns")
    assert [message.url for message in transport.sent] == [v1 + "/api/v1/leads/list", v2 + "/api/v2/company/campaigns"]


@pytest.mark.parametrize(
    "url",
    [
        "api.test",
        "ftp://api.test",
        "https://user:pw@api.test",
        "https://api.test?a=1",
        "https://:80",
        "https://api.test?",
        "https://api.test#",
        "https://api.test\n",
        " https://api.test",
        "https://api.test/a b",
        "https://api.test\\evil.test",
        "http://api.firstpromoter.com",  # keys would travel in the clear
    ],
)
async def test_a_base_url_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ConfigurationError, match="base_url"):
        FirstPromoter(base_url=url)


async def test_the_environment_gives_keys_and_host() -> None:
    environ = {
        "FIRSTPROMOTER_API_KEY": "key",
        "FIRSTPROMOTER_ACCOUNT_ID": "acc_9",
        "FIRSTPROMOTER_BASE_URL": "http://127.0.0.1:1",
    }
    transport = ScriptedTransport(json_answer())
    fp = FirstPromoter.from_env(environ, transport=transport)
    await read(fp)
    assert fp.account == "acc_9@127.0.0.1:1"
    assert transport.sent[0].url.startswith("http://127.0.0.1:1/")


async def test_an_environment_without_any_key_says_which_variables_to_set() -> None:
    with pytest.raises(ConfigurationError, match="FIRSTPROMOTER_API_KEY"):
        FirstPromoter.from_env({})


async def test_an_account_known_by_its_v1_key_alone_has_a_name_that_does_not_tell_the_key() -> None:
    fp = client_of(ScriptedTransport(json_answer()), account_id=None)
    assert fp.account.startswith("v1:")
    assert "key-of-v1" not in fp.account


async def test_what_is_sent_is_a_request() -> None:
    fp: Any = client_of(ScriptedTransport(json_answer()))
    for thing, told in (("/api/v2/company/promoters", "str"), (UntypedRequest, "type")):
        with pytest.raises(InvalidRequest, match=rf"send takes a request, such as .* and {told} was given"):
            await fp.send(thing)


# Settings that cannot be right

NAN, ENDLESS = float("nan"), float("inf")
WRONG_SETTINGS: list[tuple[dict[str, Any], str]] = [
    ({"timeout": None}, "timeout is a number of seconds above 0, and None"),
    ({"timeout": "5"}, "timeout is a number of seconds above 0, and '5'"),
    ({"timeout": 0}, "timeout is a number of seconds above 0"),
    ({"timeout": NAN}, "timeout is a number of seconds above 0"),
    ({"timeout": ENDLESS}, "timeout is a number of seconds above 0"),
    ({"timeout": True}, "timeout is a number of seconds above 0"),
    ({"deadline": -1}, "deadline is a number of seconds from 0, or None"),
    ({"deadline": "x"}, "deadline is a number of seconds from 0, or None"),
    ({"deadline": NAN}, "deadline is a number of seconds from 0, or None"),
    ({"max_wait": -1}, "max_wait is a number of seconds from 0, or None"),
    ({"max_wait": NAN}, "max_wait is a number of seconds from 0, or None"),
    ({"lane": "fast"}, "lane is 'interactive' or 'bulk', and 'fast'"),
]


class AsyncObserver:
    async def __call__(self, told: object) -> None: ...


WRONG_CLIENTS: list[tuple[dict[str, Any], str]] = [
    ({"rate": 5}, "rate is text such as '400/60'"),
    ({"rate": "5"}, "such as 400/60"),
    ({"rate": "0/60"}, "such as 400/60"),
    ({"rate": "nan/60"}, "such as 400/60"),
    ({"rate": (400, 60)}, "rate is text such as '400/60'"),
    ({"bulk_share": 0}, "bulk_share is above 0 and at most 1"),
    ({"bulk_share": "0.5"}, "bulk_share is above 0 and at most 1"),
    ({"bulk_share": NAN}, "bulk_share is above 0 and at most 1"),
    ({"retries": 3}, r"RetryPolicy\(attempts=3\)"),
    ({"base_url": 8080}, "base_url is text"),
    ({"v1_writes": "json"}, "v1_writes is 'form' or 'query'"),
    ({"clock": 5.0}, "clock is a function"),
    ({"transport": object()}, r"transport is a Transport, and object was given: .* HttpxTransport\(client\)"),
    ({"transport": HttpxTransport}, r"HttpxTransport\(\)"),
    ({"observe": 5}, "observe is a function"),
    ({"observe": read}, "observe is an ordinary function"),
    ({"observe": AsyncObserver()}, "observe is an ordinary function"),
]


@pytest.mark.parametrize(("setting", "told"), WRONG_SETTINGS + WRONG_CLIENTS)
async def test_a_setting_that_cannot_be_right_is_refused_and_named(setting: dict[str, Any], told: str) -> None:
    with pytest.raises(ConfigurationError, match=told):
        FirstPromoter(**setting)


@pytest.mark.parametrize(("option", "told"), [*WRONG_SETTINGS, ({"retries": 3}, "retries is a RetryPolicy")])
async def test_options_of_a_view_are_checked_as_well(option: dict[str, Any], told: str) -> None:
    with pytest.raises(ConfigurationError, match=told):
        client_of(ScriptedTransport(json_answer())).using(**option)


@pytest.mark.parametrize("grace", [-1, "5", None, NAN])
async def test_a_grace_that_is_none_is_refused_and_closes_nothing(grace: Any) -> None:
    fp = client_of(ScriptedTransport(json_answer()))
    with pytest.raises(ConfigurationError, match="grace is a number of seconds from 0"):
        await fp.aclose(grace=grace)
    assert await read(fp) == {}


async def test_a_lane_may_be_named_as_text() -> None:
    lane: Any = "bulk"
    fp = client_of(ScriptedTransport(json_answer()), rate="10/60", lane=lane)
    await read(fp)
    assert fp.budget.state().next_bulk_in > 0, "which only bulk calls are spaced for"


@pytest.mark.parametrize(
    "policy",
    [
        {"attempts": 0},
        {"attempts": "3"},
        {"attempts": 2.5},
        {"base": -1},
        {"base": NAN},
        {"longest_wait": "1"},
        {"longest_retry_after": -1},
        {"longest_retry_after": ENDLESS},
    ],
)
async def test_a_retry_policy_that_cannot_be_right_is_refused_and_named(policy: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match=next(iter(policy))):
        RetryPolicy(**policy)


# Views


async def test_using_changes_options_of_the_view_and_not_of_the_original() -> None:
    transport = ScriptedTransport(json_answer())
    fp = client_of(transport)
    await read(fp.using(timeout=1.5))
    await read(fp)
    assert transport.timeouts == [1.5, 10.0]


async def test_views_share_the_budget_and_accounts_do_not() -> None:
    fp = client_of(ScriptedTransport(json_answer()), rate="400/60")
    assert fp.using(lane=Lane.BULK).budget is fp.budget
    assert fp.with_account(api_key="other", account_id="acc_2").budget is not fp.budget


async def test_another_account_has_its_own_keys_over_the_same_connections() -> None:
    transport = ScriptedTransport(json_answer())
    fp = client_of(transport)
    other = fp.with_account(api_key="key-of-two", account_id="acc_2")
    await read(other)
    await read(fp)
    assert [header_of(message, "account-id") for message in transport.sent] == ["acc_2", "acc_1"]
    assert (other.requests_sent, fp.requests_sent) == (1, 1)


async def test_an_account_has_one_budget_however_often_it_is_opened() -> None:
    fp = client_of(ScriptedTransport(json_answer()), rate="400/60")
    first = fp.with_account(api_key="key-of-two", account_id="acc_2")
    again = fp.using(timeout=1.0).with_account(api_key="new-key-of-two", account_id="acc_2")
    assert first.budget is again.budget is not fp.budget
    assert fp.with_account(api_key="another", account_id="acc_1").budget is fp.budget
    await read(first)
    assert (again.requests_sent, fp.requests_sent) == (1, 0)


async def test_an_account_that_is_opened_again_uses_the_key_that_was_given() -> None:
    transport = ScriptedTransport(json_answer())
    fp = client_of(transport)
    fp.with_account(api_key="old", account_id="acc_2")
    await read(fp.with_account(api_key="new", account_id="acc_2"))
    assert header_of(transport.sent[0], "authorization") == "Bearer new"


async def test_nouns_of_a_view_send_through_the_view() -> None:
    transport = ScriptedTransport(json_answer(body=b"[]"))
    fp = client_of(transport)
    for timeout in (10.0, 2.0):
        client = fp.using(timeout=timeout)  # when the first of them was used already
        await client.v1.leads.list()
        await client.v2.campaigns.list()
        fp = client
    assert transport.timeouts == [10.0, 10.0, 2.0, 2.0]


async def test_a_view_repeats_as_often_as_it_was_told() -> None:
    transport = ScriptedTransport(json_answer(503))
    with pytest.raises(ServerError):
        await read(client_of(transport, retries=AT_ONCE).using(retries=RetryPolicy(attempts=1)))
    assert len(transport.sent) == 1


async def test_a_client_that_was_refused_half_built_shows_itself_all_the_same() -> None:
    assert repr(FirstPromoter.__new__(FirstPromoter)) == "<FirstPromoter>"


async def test_a_client_shows_its_account() -> None:
    assert repr(client_of(ScriptedTransport(json_answer()))) == "<FirstPromoter acc_1@fp.test>"


async def session_token() -> str:
    return "tok_1"


@pytest.mark.parametrize("token", ["tok_1", session_token])
async def test_a_client_shows_that_it_has_a_promoters_session_but_not_the_token(token: Any) -> None:
    fp = client_of(ScriptedTransport(json_answer()))
    assert repr(fp.as_promoter(token)) == "<FirstPromoter acc_1@fp.test, with a promoter's session>"


async def test_a_transport_that_was_passed_stays_open() -> None:
    transport = ScriptedTransport(json_answer())
    async with client_of(transport):
        pass
    assert not transport.closed


# Repeating


async def test_a_read_is_repeated_until_it_succeeds() -> None:
    transport = ScriptedTransport(*answers([503, 502, 200]))
    assert await read(client_of(transport, retries=AT_ONCE)) == {}
    assert len(transport.sent) == 3


async def test_every_attempt_comes_after_the_wait_that_was_decided(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr("firstpromoter_async.call.anyio.sleep", sleep)
    monkeypatch.setattr("firstpromoter_async.call.random.random", lambda: 0.5)
    policy = RetryPolicy(attempts=5, base=2.0)
    later, turned_away = json_answer(503, retry_after="7"), json_answer(429, retry_after="0")
    transport = ScriptedTransport(*answers([503, 503]), later, turned_away, json_answer())
    await read(client_of(transport, retries=policy))
    assert slept == [1.0, 2.0, 11.0, 0.0]


async def test_an_unsafe_write_that_may_have_arrived_is_not_repeated_and_says_that_nothing_is_known() -> None:
    transport = ScriptedTransport(json_answer(503))
    with pytest.raises(ServerError) as caught:
        await client_of(transport, retries=AT_ONCE).request("POST", "/api/v2/company/promoters")
    assert len(transport.sent) == 1
    assert caught.value.outcome is Outcome.UNKNOWN


async def test_an_unsafe_write_that_cannot_have_left_is_repeated() -> None:
    transport = ScriptedTransport(ConnectFailed("refused"), json_answer())
    await client_of(transport, retries=AT_ONCE).request("POST", "/api/v2/company/promoters")
    assert len(transport.sent) == 2


async def test_a_keyed_write_is_repeated_after_a_lost_connection() -> None:
    transport = ScriptedTransport(ConnectionLost("reset"), json_answer())
    fp = client_of(transport, retries=AT_ONCE)
    await fp.request("POST", "/api/v2/track/sale", replay=Replay.KEYED)
    assert len(transport.sent) == 2
    assert transport.sent[0] == transport.sent[1]


async def test_a_body_cut_in_half_is_read_again() -> None:
    transport = ScriptedTransport(json_answer(body=b'{"id": 1, "ema'), json_answer(body=b'{"id": 1}'))
    assert await read(client_of(transport, retries=AT_ONCE)) == {"id": 1}


async def test_the_error_in_the_end_says_which_call_and_how_often() -> None:
    transport = ScriptedTransport(json_answer(503))
    with pytest.raises(ServerError) as caught:
        await read(client_of(transport, retries=RetryPolicy(attempts=3, base=0.0)))
    error = caught.value
    assert (error.method, error.route, error.attempts) == ("GET", "/api/v2/company/promoters", 3)
    assert "GET /api/v2/company/promoters: 503 Service Unavailable" in str(error)
    assert "3 attempts; outcome: unknown" in str(error)


async def test_a_refusal_after_a_lost_connection_leaves_an_unkeyed_write_unknown() -> None:
    transport = ScriptedTransport(ConnectionLost("reset"), json_answer(429))
    fp = client_of(transport, retries=RetryPolicy(attempts=2, base=0.0), deadline=0.3)
    with pytest.raises((RateLimited, WaitTooLong, DeadlineExceeded)) as caught:
        await fp.request("POST", "/api/v2/track/sale", replay=Replay.KEYED)
    assert caught.value.outcome is Outcome.UNKNOWN


async def test_a_retry_after_beyond_the_ceiling_is_carried_by_the_error() -> None:
    transport = ScriptedTransport(json_answer(503, retry_after="500"))
    with pytest.raises(ServerError) as caught:
        await read(client_of(transport))
    assert (caught.value.retry_after, caught.value.attempts) == (500.0, 1)


async def test_a_429_that_asks_for_years_pauses_the_account_for_two_minutes_and_says_what_was_asked() -> None:
    now = [0.0]
    transport = ScriptedTransport(json_answer(429, retry_after="999999999"), json_answer())
    fp = client_of(transport, deadline=None, clock=lambda: now[0])
    with pytest.raises(RateLimited) as caught:
        await read(fp)
    assert (caught.value.retry_after, caught.value.attempts) == (999_999_999.0, 1)
    state = fp.budget.state()
    assert (state.paused_for, state.pause_asked) == (120.0, 999_999_999.0)
    now[0] = 120.0
    assert await read(fp) == {}
    assert fp.budget.state().pause_asked is None


@pytest.mark.parametrize("ceiling", [10.0, 600.0])
async def test_the_ceiling_of_a_calls_wait_is_that_of_the_accounts_pause(ceiling: float) -> None:
    transport = ScriptedTransport(json_answer(429, retry_after="99999"))
    fp = client_of(transport, retries=RetryPolicy(longest_retry_after=ceiling), clock=lambda: 0.0)
    for client in (fp, fp.with_account(api_key="other", account_id="acc_2")):
        with pytest.raises(RateLimited):
            await read(client)
        assert client.budget.state().paused_for == ceiling


async def test_an_outage_is_not_multiplied_across_calls() -> None:
    transport = ScriptedTransport(json_answer(503))
    fp = client_of(transport, retries=AT_ONCE)
    for _ in range(1_000):
        with pytest.raises(ServerError):
            await read(fp)
    assert fp.requests_sent == len(transport.sent) <= 1_150


async def test_calls_that_succeed_in_the_end_may_be_repeated_without_end() -> None:
    transport = ScriptedTransport(*answers([503, 503, 200] * 110))
    fp = client_of(transport, retries=AT_ONCE)
    for _ in range(110):
        await read(fp)
    assert len(transport.sent) == 330


async def test_tenacity_is_not_loaded_until_something_fails() -> None:
    import subprocess
    import sys

    code = "import sys, firstpromoter_async; print('tenacity' in sys.modules, 'httpx' in sys.modules)"
    process = await anyio.run_process([sys.executable, "-c", code], stderr=subprocess.STDOUT)
    assert process.stdout.split() == [b"False", b"False"]


# Time


async def test_the_deadline_shortens_the_last_attempt() -> None:
    transport = ScriptedTransport(json_answer())
    await read(client_of(transport, deadline=3.0))
    assert 2.9 < transport.timeouts[0] <= 3.0


async def test_a_deadline_that_passes_in_flight_says_so_and_that_the_effect_is_unknown() -> None:
    now = [0.0]

    def slow(_: HttpRequest) -> HttpResponse:
        now[0] += 5.0
        raise AnswerTimedOut("no answer within 5 s")

    fp = client_of(ScriptedTransport(slow), deadline=5.0, clock=lambda: now[0])
    with pytest.raises(DeadlineExceeded) as caught:
        await fp.request("POST", "/api/v2/company/promoters")
    assert (caught.value.deadline, caught.value.outcome) == (5.0, Outcome.UNKNOWN)


async def test_an_attempt_that_times_out_before_the_deadline_says_that_it_did() -> None:
    now = [0.0]

    def slow(_: HttpRequest) -> HttpResponse:
        now[0] += 4.5
        raise AnswerTimedOut("no answer within 4.5 s")

    fp = client_of(ScriptedTransport(slow), deadline=5.0, timeout=4.5, clock=lambda: now[0])
    with pytest.raises(AnswerTimedOut, match=r"within 4\.5 s"):
        await fp.request("POST", "/api/v2/company/promoters")


@pytest.mark.parametrize(
    ("first", "outcome"), [(ConnectFailed("refused"), Outcome.NOT_SENT), (ConnectionLost("reset"), Outcome.UNKNOWN)]
)
async def test_a_deadline_that_passes_between_attempts_keeps_what_the_attempts_tell(
    first: Exception, outcome: Outcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]

    async def oversleep(_: float) -> None:
        now[0] += 9.0

    fp = client_of(ScriptedTransport(first), deadline=5.0, clock=lambda: now[0], retries=AT_ONCE)
    monkeypatch.setattr("firstpromoter_async.call.anyio.sleep", oversleep)
    with pytest.raises(DeadlineExceeded) as caught:
        await fp.request("POST", "/api/v2/track/sale", replay=Replay.KEYED)
    assert (caught.value.outcome, caught.value.attempts, caught.value.deadline) == (outcome, 1, 5.0)


async def test_no_time_at_all_means_that_nothing_was_sent() -> None:
    transport = ScriptedTransport(json_answer())
    with pytest.raises(DeadlineExceeded) as caught:
        await client_of(transport, deadline=0.0, clock=lambda: 0.0).request("POST", "/api/v2/company/promoters")
    assert (caught.value.outcome, caught.value.deadline, transport.sent) == (Outcome.NOT_SENT, 0.0, [])


async def test_a_proxys_page_after_a_lost_answer_does_not_mean_that_nothing_was_stored() -> None:
    page = HttpResponse.of(404, {}, b"default backend - 404")
    fp = client_of(ScriptedTransport(ConnectionLost("reset"), page), retries=AT_ONCE)
    with pytest.raises(NotFound) as caught:
        await fp.v2.track.sale(email="ann@example.com", event_id="order-1", amount=4900)
    assert caught.value.outcome is Outcome.UNKNOWN


async def test_a_wait_that_is_asked_for_without_end_does_not_pause_without_end() -> None:
    fp = client_of(ScriptedTransport(json_answer(429, retry_after="9" * 400)), retries=RetryPolicy(attempts=1))
    with pytest.raises(RateLimited):
        await read(fp)
    assert fp.budget.state().paused_for < 60.0


async def test_a_call_whose_turn_would_come_after_the_deadline_is_refused_up_front() -> None:
    transport = ScriptedTransport(json_answer())
    fp = client_of(transport, rate="1/60", deadline=5.0)
    await read(fp)
    with pytest.raises(WaitTooLong) as caught:
        await read(fp)
    assert (caught.value.outcome, caught.value.attempts, len(transport.sent)) == (Outcome.NOT_SENT, 0, 1)
    assert caught.value.route == "/api/v2/company/promoters"


@pytest.mark.parametrize(("lane", "waiting"), [(Lane.INTERACTIVE, (1, 0)), (Lane.BULK, (0, 1))])
async def test_a_call_waits_for_its_turn_in_its_own_lane(lane: Lane, waiting: tuple[int, int]) -> None:
    fp = client_of(ScriptedTransport(json_answer()), rate="1/86400", deadline=None, lane=lane)
    await read(fp)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(read, fp)
        await anyio.wait_all_tasks_blocked()
        state = fp.budget.state()
        tasks.cancel_scope.cancel()
    assert (state.waiting_interactive, state.waiting_bulk) == waiting


async def test_max_wait_refuses_up_front() -> None:
    fp = client_of(ScriptedTransport(json_answer()), rate="1/60", deadline=None)
    await read(fp)
    with pytest.raises(WaitTooLong):
        await read(fp.using(max_wait=1.0))


async def test_cancelling_a_call_in_flight_cancels_it_and_keeps_its_slot() -> None:
    class Hanging(ScriptedTransport):
        async def exchange(self, request: HttpRequest, *, timeout: float) -> HttpResponse:  # noqa: ASYNC109
            self.sent.append(request)
            await anyio.sleep_forever()
            raise AssertionError

    fp = client_of(Hanging(json_answer()), rate="10/60")
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(cancel_when_all_wait, tasks.cancel_scope)
        await read(fp)
    assert fp.budget.state().held == 1


async def test_a_call_that_could_not_connect_gives_its_slot_back() -> None:
    fp = client_of(ScriptedTransport(ConnectFailed("refused")), rate="10/60", retries=RetryPolicy(attempts=1))
    with pytest.raises(ConnectFailed):
        await read(fp)
    assert fp.budget.state().held == 0


@pytest.mark.parametrize(
    ("failure", "held"),
    [
        (ConnectionLost("reset"), 0),
        (AnswerTooLarge(max_answer=1, status=200), 0),
        (AnswerTimedOut("no answer within 10 s"), 1),  # its request may still be on its way, for as long as it had time
    ],
    ids=lambda value: type(value).__name__,
)
async def test_a_call_that_has_ended_holds_its_slot_for_one_window_and_no_longer(
    failure: CallFailed, held: int
) -> None:
    now = [0.0]
    fp = client_of(
        ScriptedTransport(failure), rate="10/60", timeout=10.0, retries=RetryPolicy(attempts=1), clock=lambda: now[0]
    )
    with pytest.raises(type(failure)):
        await read(fp)
    now[0] = 65.0
    assert fp.budget.state().held == held


# Anything else


async def test_an_undocumented_call_chooses_generation_and_style_by_its_path() -> None:
    transport = ScriptedTransport(json_answer(body=b'{"ok": true}'))
    fp = client_of(transport)
    await fp.request("post", "/api/v1/promoters/iframe_login", body={"promoter_id": 7})
    await fp.request("POST", "/api/v2/company/anything", query={"ids": [1, 2]}, body={"a": {"b": True}})
    v1, v2 = transport.sent
    assert (v1.method, v1.body) == ("POST", b"promoter_id=7")
    assert v2.url.endswith("/api/v2/company/anything?ids%5B%5D=1&ids%5B%5D=2")
    assert v2.body == b'{"a":{"b":true}}'


@pytest.mark.parametrize(
    "path",
    [
        "https://evil.test/api/v1/x",
        "//evil.test/api/v2/x",
        "/login",
        "/api/v2/x?key=1",
        "/api/v2/a b",
        "/api/v2/../v1/x",
        "/api/v2/%2e%2E/x",
        "/api/v2/x/.",
        "/api/v2/a\r\nb",
        "/api/v2/\ud800",
    ],
)
async def test_a_path_outside_of_the_api_is_refused(path: str) -> None:
    transport = ScriptedTransport(json_answer())
    with pytest.raises(InvalidRequest):
        await client_of(transport).request("GET", path)
    assert transport.sent == []


@pytest.mark.parametrize("method", ["", "GET /", "GET\r\nHost: evil", "G\u00c9T"])
async def test_a_method_that_is_none_is_refused(method: str) -> None:
    transport = ScriptedTransport(json_answer())
    with pytest.raises(InvalidRequest, match="method"):
        await client_of(transport).request(method, "/api/v2/company/x")
    assert transport.sent == []


async def test_an_empty_answer_to_an_undocumented_call_is_none() -> None:
    assert await client_of(ScriptedTransport(json_answer(204, b""))).request("POST", "/api/v2/x") is None


async def test_a_redirect_is_an_error_and_is_not_followed() -> None:
    transport = ScriptedTransport(json_answer(302, location="https://evil.test/"))
    with pytest.raises(Exception, match="302 Found"):
        await read(client_of(transport))
    assert len(transport.sent) == 1


async def test_an_unauthorized_v1_call_says_that_a_v1_key_is_wanted() -> None:
    fp = client_of(ScriptedTransport(HttpResponse.of(401, body=b"Bad credentials")))
    with pytest.raises(Unauthorized, match=r"v1 key.*v2 key does not work"):
        await read(fp, "/api/v1/leads/list")


# Secrets


async def test_no_key_is_shown_by_reprs_errors_tracebacks_pickles_or_logs(caplog: pytest.LogCaptureFixture) -> None:
    echoing = json_answer(
        404, b'{"message": "no account for key-of-v2", "errors": {"key-of-v1": ["key-of-v2"]}, "code": "not_found"}'
    )
    fp = client_of(ScriptedTransport(echoing))
    shown = [repr(fp), repr(fp.v2), repr(fp.budget), repr(fp.budget.state())]
    with caplog.at_level(logging.DEBUG), pytest.raises(NotFound) as caught:
        await read(fp)
    error = caught.value
    told = "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())
    shown += [str(error), repr(error), repr(error.__dict__), told, repr(pickle.loads(pickle.dumps(error))), caplog.text]
    assert "[hidden]" in str(error)
    for text in shown:
        assert "key-of-v2" not in text
        assert "key-of-v1" not in text


async def test_no_key_is_shown_by_the_words_of_an_ordinary_end() -> None:
    words = b'{"message": "The event of key-of-v2 already exists."}'
    sale = client_of(ScriptedTransport(json_answer(409, words))).v2.track.sale
    assert await sale(email="ann@example.com", event_id="order-1", amount=4900) == AlreadyRecorded(
        "The event of [hidden] already exists."
    )


async def test_an_answer_that_does_not_fit_says_where_and_not_what() -> None:
    fp = client_of(ScriptedTransport(json_answer(body=b'[{"id": {"secret": "hunter2"}}]')))
    with pytest.raises(UnreadableAnswer, match=r"\$\[0\]\.id") as caught:
        await fp.v2.campaigns.list()
    assert "hunter2" not in str(caught.value)


# How much comes back


async def test_a_success_of_more_bytes_than_allowed_is_an_error_whatever_the_transport() -> None:
    body = json_answer(body=b"[" + b" " * 100 + b"]")
    fp = client_of(ScriptedTransport(body), max_answer=101)
    with pytest.raises(AnswerTooLarge, match=r"102 bytes, more than the 101.*using\(max_answer=") as caught:
        await fp.request("POST", "/api/v2/company/promoters")
    assert (caught.value.outcome, caught.value.attempts, caught.value.status) == (Outcome.UNKNOWN, 1, 200)
    assert await read(fp.using(max_answer=102)) == []
    assert await read(fp.using(max_answer=None)) == []


async def test_the_limit_is_64_megabytes_if_nothing_else_is_said() -> None:
    transport = ScriptedTransport(json_answer())
    await read(client_of(transport))
    assert transport.sent[0].max_answer == 64 * 1024 * 1024


async def test_an_answer_that_is_too_large_is_not_asked_for_again_and_its_slot_is_settled() -> None:
    transport = ScriptedTransport(AnswerTooLarge(max_answer=1, status=200))
    fp = client_of(transport, rate="10/60")
    with pytest.raises(AnswerTooLarge):
        await read(fp)
    assert (len(transport.sent), fp.budget.state().in_flight) == (1, 0)


@pytest.mark.parametrize("most", [0, -1, True, "5", 1.5])
async def test_a_limit_that_is_none_is_refused(most: Any) -> None:
    with pytest.raises(ConfigurationError, match="max_answer is an integer from 1"):
        client_of(ScriptedTransport(json_answer()), max_answer=most)


@pytest.mark.parametrize("size", [1, 2 * 1024 * 1024])
async def test_a_large_answer_is_read_in_another_thread(size: int) -> None:
    threads: list[int] = []

    @attrs.frozen(kw_only=True)
    class Reading(UntypedRequest):
        def read(self, response: HttpResponse) -> Any:
            threads.append(threading.get_ident())
            return super().read(response)

    answer = json_answer(body=b'[{"id": 1}' + b" " * size + b"]")
    got = await client_of(ScriptedTransport(answer)).send(Reading(method="GET", path="/api/v2/x"))
    assert got == [{"id": 1}]
    assert (threads[0] != threading.get_ident()) is (size > 1024 * 1024)


async def test_a_call_is_cancelled_at_once_also_while_its_large_answer_is_read() -> None:
    reading, may_end, has_ended = threading.Event(), threading.Event(), threading.Event()

    @attrs.frozen(kw_only=True)
    class Endless(UntypedRequest):
        def read(self, response: HttpResponse) -> Any:
            reading.set()
            may_end.wait(PATIENT / 10)
            has_ended.set()

    fp = client_of(ScriptedTransport(json_answer(body=b" " * 2 * 1024 * 1024)))
    try:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(fp.send, Endless(method="GET", path="/api/v2/x"))
            await until(reading.is_set)
            tasks.cancel_scope.cancel()
        assert not has_ended.is_set()
    finally:
        may_end.set()


async def test_a_large_answer_that_cannot_be_read_is_an_error_like_any_other() -> None:
    fp = client_of(ScriptedTransport(json_answer(body=b"[" * 2 * 1024 * 1024)), retries=RetryPolicy(attempts=1))
    with pytest.raises(UnreadableAnswer) as caught:
        await read(fp)
    assert caught.value.attempts == 1


# What a whole call comes to


def refusing_then(*steps: Any) -> ScriptedTransport:
    return ScriptedTransport(json_answer(429, retry_after="5"), *steps)


async def test_a_call_that_was_turned_away_and_finds_no_turn_in_time_says_both() -> None:
    now = [0.0]
    fp = client_of(refusing_then(json_answer()), deadline=2.0, clock=lambda: now[0])
    with pytest.raises(RateLimited) as caught:
        await fp.request("POST", "/api/v2/company/promoters")
    failure = caught.value
    assert isinstance(failure, PausedTooLong)
    assert isinstance(failure, WaitTooLong)
    assert (failure.status, failure.retry_after, failure.refusals, failure.attempts) == (429, 5.0, 1, 1)
    assert (failure.outcome, failure.max_wait) == (Outcome.REJECTED, 2.0)
    assert failure.wait >= 5.0
    assert "turned this call away once and so paused the account" in str(failure)


async def test_a_call_that_finds_the_account_paused_by_another_says_so_and_was_not_sent() -> None:
    fp = client_of(refusing_then(json_answer()), clock=lambda: 0.0, retries=RetryPolicy(attempts=1))
    with pytest.raises(RateLimited):
        await read(fp)
    with pytest.raises(WaitTooLong, match="has paused this account with a 429") as caught:
        await read(fp.using(max_wait=1.0))
    assert not isinstance(caught.value, RateLimited)
    assert caught.value.outcome is Outcome.NOT_SENT


@pytest.mark.parametrize(
    ("then", "error", "outcome"),
    [
        (ConnectFailed("refused"), ConnectFailed, Outcome.REJECTED),
        (ConnectionLost("reset"), ConnectionLost, Outcome.UNKNOWN),
        (json_answer(400, b'{"message": "Error. Amount blank or invalid."}'), BadRequest, Outcome.REJECTED),
    ],
)
async def test_after_a_429_a_call_is_never_not_sent(then: Any, error: type[Exception], outcome: Outcome) -> None:
    transport = ScriptedTransport(json_answer(429, retry_after="0"), then)
    with pytest.raises(error) as caught:
        await client_of(transport, retries=RetryPolicy(attempts=2, base=0.0)).v2.track.sale(
            email="ann@example.com", event_id="order-1", amount=4900
        )
    assert isinstance(caught.value, CallFailed)
    assert (caught.value.outcome, caught.value.attempts) == (outcome, 2)
