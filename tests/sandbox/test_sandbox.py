"""The way in: routes, the rate limit, and faults before and after something is stored."""

import json

import anyio
import pytest

from firstpromoter_async.policy.window import Rate
from firstpromoter_async.sandbox import Fault, FaultPlan, Sandbox, SandboxResponse, Transmission, open_sandbox
from firstpromoter_async.sandbox.dispatch import handle
from firstpromoter_async.testing import Clock
from firstpromoter_async.wire.message import HttpRequest
from tests.clocks import cancel_when_all_wait
from tests.sandbox.talking import FORM, Talk

pytestmark = pytest.mark.anyio


def signup(uid: str, fault: str | None = None) -> HttpRequest:
    headers = (("X-API-KEY", "sandbox-v1-key"), FORM, *([("X-Sandbox-Fault", fault)] if fault else []))
    return HttpRequest("POST", "https://fp.test/api/v1/track/signup", headers, f"uid={uid}&ref_id=ann".encode())


async def with_ann(sandbox: Sandbox) -> Sandbox:
    created = HttpRequest(
        "POST", "https://fp.test/api/v1/promoters/create", signup("").headers, b"email=ann@example.com&first_name=ann"
    )
    assert (await sandbox.handle(created)).http.status == 200
    return sandbox


async def signups(sandbox: Sandbox) -> int:
    count: int = (await sandbox.state())["events"].get("signup", 0)
    return count


async def test_what_is_answered_is_stored() -> None:
    async with open_sandbox() as sandbox:
        await with_ann(sandbox)
        answer = await sandbox.handle(signup("7"))
        assert (answer.transmission, answer.http.status) == (Transmission.WHOLE, 200)
        assert await signups(sandbox) == 1


@pytest.mark.parametrize(
    ("fault", "transmission", "status", "stored"),
    [
        ("rate_limited", Transmission.WHOLE, 429, 0),
        ("rate_limited_retry_after", Transmission.WHOLE, 429, 0),
        ("unavailable", Transmission.WHOLE, 503, 0),
        ("bad_gateway_html", Transmission.WHOLE, 502, 0),
        ("server_error", Transmission.WHOLE, 500, 0),
        ("reset_before", Transmission.RESET, 0, 0),
        ("hang", Transmission.SILENCE, 0, 0),
        ("slow", Transmission.WHOLE, 200, 1),
        ("server_error_after", Transmission.WHOLE, 500, 1),
        ("reset_after", Transmission.RESET, 200, 1),
        ("cut_body", Transmission.CUT, 200, 1),
    ],
)
async def test_each_fault_strikes_before_or_after_it_is_stored(
    fault: str, transmission: Transmission, status: int, stored: int
) -> None:
    async with open_sandbox() as sandbox:
        await with_ann(sandbox)
        sandbox.faults = FaultPlan(slow_seconds=0)
        answer = await sandbox.handle(signup("7", fault))
        assert (answer.transmission, answer.http.status) == (transmission, status)
        assert await signups(sandbox) == stored
        answered = status if transmission in (Transmission.WHOLE, Transmission.CUT) else None
        assert [(one.status, one.fault) for one in sandbox.arrivals("signup")] == [(answered, fault)]


async def test_a_429_says_too_many_requests_and_only_one_kind_says_when_to_come_back() -> None:
    async with open_sandbox() as sandbox:
        sandbox.faults = FaultPlan(retry_after=7)
        plain = (await sandbox.handle(signup("7", "rate_limited"))).http
        dated = (await sandbox.handle(signup("7", "rate_limited_retry_after"))).http
        assert (plain.body, plain.header("retry-after")) == (b"Too Many Requests", None)
        assert (dated.body, dated.header("retry-after")) == (b"Too Many Requests", "7")


async def test_an_unknown_fault_is_400_and_nothing_is_stored() -> None:
    async with open_sandbox() as sandbox:
        await with_ann(sandbox)
        assert (await sandbox.handle(signup("7", "earthquake"))).http.status == 400
        assert await signups(sandbox) == 0


async def test_a_plan_strikes_without_being_asked() -> None:
    async with open_sandbox() as sandbox:
        sandbox.faults = FaultPlan(shares={Fault.UNAVAILABLE: 1})
        assert (await sandbox.handle(signup("7"))).http.status == 503


async def test_the_rate_limit_slides_and_refused_calls_count() -> None:
    clock = Clock()
    async with open_sandbox(rate=Rate(calls=3, seconds=60), clock=clock) as sandbox:

        async def status() -> int:
            return (await sandbox.handle(signup("7"))).http.status

        assert [await status() for _ in range(4)] == [404, 404, 404, 429]
        clock.tick(59.9)
        assert await status() == 429
        clock.tick(0.2)
        assert [await status() for _ in range(3)] == [404, 404, 429]


async def test_the_sandboxs_own_side_is_not_limited_and_not_noted() -> None:
    async with open_sandbox(rate=Rate(calls=1, seconds=60)) as sandbox:
        state = HttpRequest("GET", "https://fp.test/_sandbox/state")
        assert [(await handle(sandbox, state)).http.status for _ in range(3)] == [200, 200, 200]
        assert sandbox.journal.total == 0


async def test_a_url_that_is_none_is_400_on_either_side_and_can_be_looked_at() -> None:
    async with open_sandbox() as sandbox:
        for path in ("/_sandbox/state", "/api/v1/leads/list"):
            assert (await handle(sandbox, HttpRequest("GET", f"http://[{path}"))).http.status == 400
        shown = (await handle(sandbox, HttpRequest("GET", "https://fp.test/_sandbox/requests"))).http
        assert [one["path"] for one in json.loads(shown.body)["requests"]] == ["", ""]


async def test_a_rate_may_be_set_later_and_counts_from_nothing() -> None:
    async with open_sandbox(rate=Rate(calls=1, seconds=60)) as sandbox:
        await sandbox.handle(signup("7"))
        assert (await sandbox.handle(signup("7"))).http.status == 429
        sandbox.rate = Rate(calls=2, seconds=60)
        assert (await sandbox.handle(signup("7"))).http.status == 404


async def test_of_two_equal_signups_at_once_one_is_stored() -> None:
    async with open_sandbox() as sandbox:
        await with_ann(sandbox)
        deliveries: list[SandboxResponse] = []

        async def send() -> None:
            deliveries.append(await sandbox.handle(signup("7")))

        async with anyio.create_task_group() as tasks:
            for _ in range(10):
                tasks.start_soon(send)
        assert sorted(one.http.status for one in deliveries) == [200] + [422] * 9
        assert await signups(sandbox) == 1


async def test_a_call_that_is_cancelled_is_noted_as_unanswered() -> None:
    async with open_sandbox() as sandbox:
        sandbox.faults = FaultPlan(slow_seconds=60)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(cancel_when_all_wait, tasks.cancel_scope)
            await sandbox.handle(signup("7", "slow"))
        assert [(one.status, one.fault) for one in sandbox.arrivals()] == [(None, "slow")]


async def test_visits_and_resets_have_methods() -> None:
    async with open_sandbox() as sandbox:
        await with_ann(sandbox)
        assert await sandbox.visit(ref_id="ann")
        with pytest.raises(LookupError):
            await sandbox.visit(ref_id="nobody")
        await sandbox.reset()
        assert (await sandbox.state())["promoters"] == 0
        assert sandbox.journal.total == 0


def test_paths_that_are_none_are_404_before_keys_are_looked_at(talk: Talk) -> None:
    for method, path in (
        ("GET", "/api/v1/track/sale"),
        ("POST", "/api/v3/track/sale"),
        ("GET", "/api/v2/company/promoters/1/2"),
    ):
        assert talk.send(method, path).status == 404
    assert talk.send("POST", "/api/v2/track/sale.json").status == 404


def test_a_template_answers_where_a_path_written_out_has_another_method(talk: Talk) -> None:
    assert talk.v2("GET", "/company/promoters/accept").json["code"] == "not_found"


def test_no_answer_of_v2_speaks_of_referrals_where_there_is_no_path(talk: Talk) -> None:
    # The client tells "not a referral" from "wrong path" by these words.
    assert "referral" not in talk.v2("POST", "/track/sales").text.lower()


def test_its_repr_shows_no_keys(talk: Talk) -> None:
    assert "key" not in repr(talk.sandbox)
    assert "sandbox-v2-key" not in repr(talk.sandbox.keys)


def test_one_sandbox_may_serve_one_event_loop_after_another() -> None:
    sandbox = Sandbox()
    for backend in ("asyncio", "trio", "asyncio"):
        assert anyio.run(sandbox.state, backend=backend)["promoters"] == 0
    sandbox.store.close()
