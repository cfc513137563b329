"""Calls of `v2.affiliate`: opened by a promoter's session token, given as text or supplied by a function."""

import traceback
from collections.abc import Callable
from typing import Any

import anyio
import pytest
from attrs import define, field

from firstpromoter_async import (
    CallFailed,
    ClientClosed,
    ConfigurationError,
    DeadlineExceeded,
    FileStream,
    FirstPromoter,
    NoSessionToken,
    Outcome,
    RetryPolicy,
    SessionExpired,
    Unauthorized,
)
from firstpromoter_async.bulk import Bulk
from firstpromoter_async.observe import CallEnded
from firstpromoter_async.wire.message import HttpRequest, HttpResponse
from firstpromoter_async.wire.untyped import UntypedRequest
from tests.clocks import cancel_when_all_wait, let_pass_when_all_wait
from tests.scripted import ScriptedTransport, client_of, header_of, json_answer

pytestmark = pytest.mark.anyio

AT_ONCE = RetryPolicy(base=0.0)
WHOM = "/api/v2/affiliate/promoters/current"


@define
class Sessions:
    """Supplies `token-1`, `token-2` and so on, once it is allowed to; `fails` is raised instead."""

    fails: Exception | None = None
    asked: int = 0
    may_answer: anyio.Event = field(factory=anyio.Event)

    @classmethod
    def at_once(cls, fails: Exception | None = None) -> "Sessions":
        made = cls(fails)
        made.may_answer.set()
        return made

    async def __call__(self) -> str:
        self.asked += 1
        await self.may_answer.wait()
        if self.fails is not None:
            raise self.fails
        return f"token-{self.asked}"


def knows(*tokens: str) -> Callable[[HttpRequest], HttpResponse]:
    """Answer who brings one of these tokens, and turn away who does not."""
    return lambda request: json_answer(200 if bearer(request)[len("Bearer ") :] in tokens else 401)


def bearer(request: HttpRequest) -> str:
    return header_of(request, "authorization") or ""


async def read(fp: FirstPromoter) -> Any:
    return await fp.request("GET", WHOM)


def promoter_of(transport: ScriptedTransport, token: Any, **options: Any) -> FirstPromoter:
    """Make a client that has no key but a promoter's."""
    return client_of(transport, api_key=None, v1_api_key=None, affiliate_token=token, **options)


# As text


async def test_a_session_token_and_the_account_id_open_the_affiliates_side_without_any_other_key() -> None:
    transport = ScriptedTransport(knows("token-1"))
    await read(promoter_of(transport, "token-1"))
    assert (bearer(transport.sent[0]), header_of(transport.sent[0], "account-id")) == ("Bearer token-1", "acc_1")


async def test_a_session_token_without_the_account_id_says_so() -> None:
    with pytest.raises(ConfigurationError, match="account_id"):
        await read(promoter_of(ScriptedTransport(json_answer()), "token-1", account_id=None))


async def test_a_session_that_is_over_says_to_get_a_new_token() -> None:
    transport = ScriptedTransport(json_answer(401, b""))
    with pytest.raises(SessionExpired, match="get a new token") as caught:
        await read(promoter_of(transport, "token-1"))
    assert isinstance(caught.value, Unauthorized)
    assert (caught.value.outcome, len(transport.sent)) == (Outcome.REJECTED, 1)


async def test_a_refused_company_key_is_no_session_that_is_over() -> None:
    with pytest.raises(Unauthorized) as caught:
        await client_of(ScriptedTransport(json_answer(401))).v2.campaigns.list()
    assert not isinstance(caught.value, SessionExpired)


# Many promoters, one client


async def test_each_promoter_has_a_view_with_their_token_over_one_client() -> None:
    transport = ScriptedTransport(json_answer())
    fp = client_of(transport, rate="400/60")
    ann, ben = fp.as_promoter("anns-token"), fp.as_promoter("bens-token")
    await read(ann)
    await read(ben)
    await ann.request("GET", "/api/v2/company/campaigns")
    assert [bearer(one) for one in transport.sent] == ["Bearer anns-token", "Bearer bens-token", "Bearer key-of-v2"]
    assert ann.budget is ben.budget is fp.budget
    assert fp.requests_sent == 3


async def test_a_client_without_a_session_says_how_to_name_the_promoter() -> None:
    with pytest.raises(ConfigurationError, match="as_promoter"):
        await read(client_of(ScriptedTransport(json_answer())))


@pytest.mark.parametrize("token", [None, "", "two words\n", 5])
async def test_what_cannot_be_a_token_is_refused_at_once_and_not_shown(token: Any) -> None:
    with pytest.raises(ConfigurationError) as caught:
        client_of(ScriptedTransport(json_answer())).as_promoter(token)
    assert "two words" not in str(caught.value)


async def test_another_account_is_not_opened_by_the_session_of_this_one() -> None:
    for token in ("token-1", Sessions.at_once()):
        fp = promoter_of(ScriptedTransport(json_answer()), token)
        with pytest.raises(ConfigurationError, match="affiliate_token"):
            await read(fp.with_account(api_key="key", account_id="acc_2"))


async def test_a_view_with_other_options_is_the_same_promoters() -> None:
    sessions = Sessions.at_once()
    fp = promoter_of(ScriptedTransport(json_answer()), sessions)
    await read(fp)
    await read(fp.using(timeout=2.0))
    assert sessions.asked == 1


# Supplied by a function


async def test_the_function_is_asked_by_the_first_call_and_not_again() -> None:
    sessions, transport = Sessions.at_once(), ScriptedTransport(knows("token-1"))
    fp = promoter_of(transport, sessions)
    assert sessions.asked == 0
    await read(fp)
    await read(fp)
    assert sessions.asked == 1
    assert [bearer(one) for one in transport.sent] == ["Bearer token-1"] * 2


async def test_the_function_is_not_asked_by_calls_that_other_keys_open() -> None:
    sessions = Sessions.at_once()
    fp = client_of(ScriptedTransport(json_answer()), affiliate_token=sessions)
    await fp.request("GET", "/api/v2/company/campaigns")
    await fp.request("GET", "/api/v1/leads/list")
    assert sessions.asked == 0


async def test_a_refused_token_is_renewed_and_the_call_repeated_even_if_it_is_a_write() -> None:
    sessions, transport = Sessions.at_once(), ScriptedTransport(knows("token-2"))
    fp = promoter_of(transport, sessions, retries=RetryPolicy(attempts=1))
    await fp.request("POST", "/api/v2/affiliate/referrals", body={"email": "joe@example.com"})
    assert [bearer(one) for one in transport.sent] == ["Bearer token-1", "Bearer token-2"]
    assert transport.sent[0].body == transport.sent[1].body != b""


async def test_a_renewal_is_told_like_any_repeated_attempt(caplog: pytest.LogCaptureFixture) -> None:
    fp = promoter_of(ScriptedTransport(knows("token-2")), Sessions.at_once())
    with caplog.at_level("INFO", "firstpromoter_async"):
        await read(fp)
    (line,) = (one.getMessage() for one in caplog.records)
    assert line == "GET /api/v2/affiliate/promoters/*: attempt 1 failed (401 Unauthorized); again in 0.0 s"


async def test_a_token_is_renewed_once_and_then_the_call_is_given_up() -> None:
    sessions, transport = Sessions.at_once(), ScriptedTransport(knows())
    with pytest.raises(SessionExpired) as caught:
        await read(promoter_of(transport, sessions, retries=AT_ONCE))
    assert (sessions.asked, len(transport.sent), caught.value.attempts) == (2, 2, 2)


async def test_one_call_is_told_whose_attempts_are_two() -> None:
    told: list[Any] = []
    fp = promoter_of(ScriptedTransport(knows("token-2")), Sessions.at_once(), observe=told.append)
    await read(fp)
    (call,) = (one for one in told if isinstance(one, CallEnded))
    assert [attempt.error for attempt in call.attempts] == ["SessionExpired", None]


async def test_calls_at_the_same_time_share_one_token_and_one_renewal() -> None:
    sessions = Sessions()
    transport = ScriptedTransport(knows("token-2"))
    fp = promoter_of(transport, sessions)
    async with anyio.create_task_group() as tasks:
        for _ in range(5):
            tasks.start_soon(read, fp)
        await anyio.wait_all_tasks_blocked()
        assert (sessions.asked, transport.sent) == (1, [])
        sessions.may_answer.set()
    assert sessions.asked == 2
    assert [bearer(one) for one in transport.sent].count("Bearer token-2") == 5


async def test_a_token_that_was_renewed_meanwhile_is_used_without_asking() -> None:
    sessions = Sessions.at_once()
    late, came = anyio.Event(), anyio.Event()

    class OneAnswerComesLate(ScriptedTransport):
        async def exchange(self, request: HttpRequest, *, timeout: float) -> HttpResponse:  # noqa: ASYNC109
            is_first = not self.sent
            answer = await super().exchange(request, timeout=timeout)
            if is_first:
                came.set()
                await late.wait()
            return answer

    fp = promoter_of(OneAnswerComesLate(knows("token-2")), sessions)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(read, fp)
        await came.wait()
        await read(fp)
        late.set()
    assert sessions.asked == 2


async def test_when_the_call_that_asks_is_cancelled_another_asks_in_its_place() -> None:
    sessions = Sessions()
    fp = promoter_of(ScriptedTransport(json_answer()), sessions)
    async with anyio.create_task_group() as tasks:
        with anyio.CancelScope() as first:
            tasks.start_soon(cancel_when_all_wait, first)
            await read(fp)
        tasks.start_soon(read, fp)
        await anyio.wait_all_tasks_blocked()
        assert sessions.asked == 2
        sessions.may_answer.set()


# When there is none


class NobodyIsSignedIn(Exception):
    pass


async def test_a_function_that_fails_is_an_error_of_the_family_with_its_cause() -> None:
    transport = ScriptedTransport(json_answer())
    with pytest.raises(NoSessionToken, match="gave none: NobodyIsSignedIn") as caught:
        await read(promoter_of(transport, Sessions.at_once(NobodyIsSignedIn("planted-token"))))
    assert isinstance(caught.value.__cause__, NobodyIsSignedIn)
    assert "planted" not in str(caught.value)
    assert (caught.value.outcome, caught.value.route, transport.sent) == (Outcome.NOT_SENT, WHOM, [])


async def test_calls_that_wait_together_fail_together_and_the_next_call_asks_again() -> None:
    sessions = Sessions(NobodyIsSignedIn())
    fp = promoter_of(ScriptedTransport(json_answer()), sessions)
    failed: list[CallFailed] = []

    async def fail() -> None:
        with pytest.raises(NoSessionToken) as caught:
            await read(fp)
        failed.append(caught.value)

    async with anyio.create_task_group() as tasks:
        for _ in range(3):
            tasks.start_soon(fail)
        await anyio.wait_all_tasks_blocked()
        sessions.may_answer.set()
    assert (sessions.asked, len({id(one) for one in failed})) == (1, 3)
    sessions.fails = None
    assert await read(fp) == {}


async def test_a_renewal_that_fails_after_a_refusal_says_that_nothing_was_changed() -> None:
    sessions = Sessions.at_once()

    def refuse(_: HttpRequest) -> HttpResponse:
        sessions.fails = NobodyIsSignedIn()
        return json_answer(401)

    with pytest.raises(NoSessionToken, match="gave none: NobodyIsSignedIn") as caught:
        await read(promoter_of(ScriptedTransport(refuse), sessions))
    assert (caught.value.outcome, caught.value.attempts) == (Outcome.REJECTED, 1)


async def test_the_refused_token_given_again_is_not_sent_again() -> None:
    async def the_same() -> str:
        return "stale"

    transport = ScriptedTransport(json_answer(401))
    with pytest.raises(NoSessionToken, match="the token again"):
        await read(promoter_of(transport, the_same))
    assert len(transport.sent) == 1


@pytest.mark.parametrize("token", [None, "", " planted-token", 5])
async def test_what_the_function_gives_and_is_no_token_is_refused_and_not_shown(token: Any) -> None:
    async def supply() -> Any:
        return token

    with pytest.raises(NoSessionToken, match="affiliate_token is") as caught:
        await read(promoter_of(ScriptedTransport(json_answer()), supply))
    told = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    told.stack = traceback.StackSummary.from_list([one for one in told.stack if one.filename != __file__])
    assert "planted" not in "".join(told.format())


async def test_a_function_that_is_not_async_is_named() -> None:
    with pytest.raises(NoSessionToken, match="not async"):
        await read(promoter_of(ScriptedTransport(json_answer()), lambda: "token"))


async def test_a_function_that_calls_for_the_same_promoter_fails_instead_of_waiting_for_itself() -> None:
    async def supply() -> str:
        await read(fp)
        return "token"

    fp = promoter_of(ScriptedTransport(json_answer()), supply)
    with pytest.raises(NoSessionToken):
        await read(fp)


async def test_asking_ends_with_the_calls_deadline() -> None:
    fp = promoter_of(ScriptedTransport(json_answer()), Sessions(), deadline=30.0)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(let_pass_when_all_wait, 31.0)
        with pytest.raises(DeadlineExceeded) as caught:
            await read(fp)
    assert caught.value.outcome is Outcome.NOT_SENT


async def test_closing_the_client_ends_the_wait_for_a_token() -> None:
    fp = promoter_of(ScriptedTransport(json_answer()), Sessions())

    async def call() -> None:
        with pytest.raises(ClientClosed, match="closed while the call waited for a session token") as caught:
            await read(fp)
        assert caught.value.outcome is Outcome.NOT_SENT

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(call)
        await anyio.wait_all_tasks_blocked()
        await fp.aclose(grace=0)


async def test_a_request_that_cannot_be_written_is_refused_before_the_function_is_asked() -> None:
    sessions = Sessions.at_once()
    fp = promoter_of(ScriptedTransport(json_answer()), sessions, account_id=None)
    with pytest.raises(ConfigurationError, match="account_id"):
        await read(fp)
    assert sessions.asked == 0


async def test_a_supplied_token_that_is_echoed_is_hidden() -> None:
    def echo(request: HttpRequest) -> HttpResponse:
        return json_answer(404, b'{"message": "who is planted-token"}')

    async def supply() -> str:
        return "planted-token"

    with pytest.raises(CallFailed) as caught:
        await read(promoter_of(ScriptedTransport(echo), supply))
    assert "[hidden]" in str(caught.value)
    assert "planted" not in str(caught.value)


async def test_a_bulk_run_stops_when_there_is_no_session_any_more() -> None:
    sessions = Sessions.at_once(NobodyIsSignedIn())
    fp = promoter_of(ScriptedTransport(json_answer()), sessions)
    with pytest.raises(NoSessionToken):
        await Bulk(fp, [UntypedRequest(method="GET", path=WHOM) for _ in range(50)], concurrency=1).run()
    assert sessions.asked == 1


# Files


async def test_a_file_is_opened_by_a_renewed_session_too() -> None:
    csv = HttpResponse.of(200, {"Content-Type": "text/csv"}, b"id\n7\n")
    transport = ScriptedTransport(lambda request: csv if bearer(request) == "Bearer token-2" else json_answer(401))
    fp = promoter_of(transport, Sessions.at_once())
    async with fp.v2.affiliate.referrals.export() as file:
        assert isinstance(file, FileStream)
        assert [row async for row in file.rows()] == [["id"], ["7"]]
    assert len(transport.sent) == 2


async def test_a_file_without_any_session_says_so_and_is_closed() -> None:
    fp = promoter_of(ScriptedTransport(json_answer()), Sessions.at_once(NobodyIsSignedIn()))
    with pytest.raises(NoSessionToken):
        async with fp.v2.affiliate.payouts.export():
            pass
    await fp.aclose(grace=0)
