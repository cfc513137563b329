"""The client against a sandbox in another process, over real sockets: both transports, both event loops, both generations."""

from collections.abc import AsyncIterator
from typing import Any

import anyio
import pytest

from firstpromoter_async import (
    AlreadyRecorded,
    FirstPromoter,
    NotFound,
    NotReferred,
    Outcome,
    RateLimited,
    Recorded,
    RetryPolicy,
    TransportError,
    Unauthorized,
)
from firstpromoter_async.transport import Httpx2Transport, HttpxTransport
from tests.clocks import PATIENT, let_pass
from tests.serving import SandboxProcess, serve_sandbox

pytestmark = pytest.mark.anyio
# What is limited or refused is the server's doing, and starting one takes longer than the test.
one_loop = pytest.mark.parametrize("anyio_backend", ["asyncio"])


@pytest.fixture(params=[HttpxTransport, Httpx2Transport], ids=lambda kind: kind.__name__)
async def fp(request: pytest.FixtureRequest, sandbox_process: SandboxProcess) -> AsyncIterator[FirstPromoter]:
    sandbox_process.control("POST", "reset")
    transport: Any = request.param()
    yield FirstPromoter.from_env(
        sandbox_process.environment,
        rate="off",
        timeout=PATIENT,
        deadline=None,
        retries=RetryPolicy(base=0.01),
        transport=transport,
    )
    await transport.aclose()


async def test_a_referral_is_tracked_from_signup_to_commission(fp: FirstPromoter) -> None:
    ann = await fp.v2.promoters.create(email="ann@example.com")
    await fp.v2.track.signup(uid="c-1", ref_id=ann.promoter_campaigns[0].ref_token or "")
    sale = await fp.v2.track.sale(uid="c-1", event_id="order-1", amount=4900)
    assert isinstance(sale, Recorded)
    commissions = await fp.v2.commissions.list().collect()
    assert [(one.sale_amount, one.amount) for one in commissions] == [(4900, 980)]


@pytest.mark.parametrize("api", ["v1", "v2"])
async def test_the_same_sale_twice_and_a_strangers_sale_are_values(fp: FirstPromoter, api: str) -> None:
    await fp.v1.promoters.create(email="ann@example.com", ref_id="ann")
    track = getattr(fp, api).track
    first = await track.sale(uid="c-1", ref_id="ann", event_id="order-1", amount=100)
    again = await track.sale(uid="c-1", ref_id="ann", event_id="order-1", amount=100)
    stranger = await track.sale(uid="nobody", event_id="order-2", amount=100)
    assert (type(first), type(again), type(stranger)) == (Recorded, AlreadyRecorded, NotReferred)


async def test_v1_pages_are_followed_by_their_links(fp: FirstPromoter) -> None:
    await fp.v1.promoters.create(email="ann@example.com", ref_id="ann")
    async with anyio.create_task_group() as tasks:
        for number in range(60):
            tasks.start_soon(lambda uid: fp.v1.track.signup(uid=uid, ref_id="ann"), f"c-{number}")
    first = await fp.v1.leads.list()
    assert (len(first.items), first.total, first.last_page) == (50, 60, 2)
    assert len({lead.uid async for lead in fp.v1.leads.list(per_page=7)}) == 60


async def test_v2_pages_end_with_a_short_one(fp: FirstPromoter, sandbox_process: SandboxProcess) -> None:
    for number in range(5):
        await fp.v2.promoters.create(email=f"p{number}@example.com")
    before = sandbox_process.control("GET", "requests")["total"]
    assert len(await fp.v2.promoters.list(per_page=2).collect()) == 5
    assert sandbox_process.control("GET", "requests")["total"] - before == 3


@pytest.mark.parametrize(
    "fault", ["rate_limited", "unavailable", "bad_gateway_html", "reset_before", "hang", "server_error"]
)
async def test_a_sale_survives_a_fault_before_it_was_stored(
    fp: FirstPromoter, sandbox_process: SandboxProcess, fault: str
) -> None:
    await fp.v1.promoters.create(email="ann@example.com", ref_id="ann")
    sandbox_process.control("POST", "faults", {"seed": 1, "shares": {fault: 0.5}})
    try:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(time_out_whatever_hangs, sandbox_process)
            for number in range(3):
                outcome = await fp.v2.track.sale(uid="c-1", ref_id="ann", event_id=f"order-{number}", amount=100)
                assert isinstance(outcome, Recorded)
            tasks.cancel_scope.cancel()
    finally:
        sandbox_process.control("DELETE", "faults")
    met = [one["fault"] for one in sandbox_process.control("GET", "requests")["requests"]]
    assert fault in met
    assert sandbox_process.control("GET", "state")["sale_cents"] == 300


async def time_out_whatever_hangs(sandbox: SandboxProcess) -> None:
    seen = 0
    while True:
        arrived = await anyio.to_thread.run_sync(sandbox.control, "GET", "requests")
        hanging = sum(one["fault"] == "hang" for one in arrived["requests"])
        if hanging > seen:
            seen = hanging
            let_pass(PATIENT)
        await anyio.sleep(0.02)  # between two looks


@pytest.mark.parametrize("fault", ["reset_after", "cut_body"])
async def test_a_sale_whose_answer_was_lost_is_found_to_be_recorded_already(
    fp: FirstPromoter, sandbox_process: SandboxProcess, fault: str
) -> None:
    await fp.v1.promoters.create(email="ann@example.com", ref_id="ann")
    sandbox_process.control("POST", "faults", {"seed": 1, "shares": {fault: 0.5}})
    try:
        outcomes = [
            await fp.v2.track.sale(uid="c-1", ref_id="ann", event_id=f"order-{number}", amount=100)
            for number in range(8)
        ]
    finally:
        sandbox_process.control("DELETE", "faults")
    assert {type(outcome) for outcome in outcomes} == {Recorded, AlreadyRecorded}
    assert sandbox_process.control("GET", "state")["sale_cents"] == 800


async def test_a_promoter_whose_answer_was_lost_is_unknown_and_not_made_twice(
    fp: FirstPromoter, sandbox_process: SandboxProcess
) -> None:
    sandbox_process.control("POST", "faults", {"seed": 1, "shares": {"reset_after": 1.0}})
    try:
        with pytest.raises(TransportError) as caught:
            await fp.v2.promoters.create(email="ann@example.com")
    finally:
        sandbox_process.control("DELETE", "faults")
    assert (caught.value.outcome, caught.value.attempts) == (Outcome.UNKNOWN, 1)
    assert sandbox_process.control("GET", "state")["promoters"] == 1


async def test_a_wrong_path_and_an_unknown_account_are_errors_not_outcomes(fp: FirstPromoter) -> None:
    with pytest.raises(NotFound):
        await fp.request("GET", "/api/v2/company/nonsense")
    stranger = fp.with_account(api_key="sandbox-v2-key", account_id="somebody")
    with pytest.raises(NotFound):
        await stranger.v2.track.sale(uid="c-1", event_id="order-1", amount=100)


async def test_each_generation_wants_its_own_key(fp: FirstPromoter, sandbox_process: SandboxProcess) -> None:
    swapped = fp.with_account(
        api_key=sandbox_process.v1_api_key, account_id=sandbox_process.account_id, v1_api_key=sandbox_process.api_key
    )
    with pytest.raises(Unauthorized, match=r"v1 .legacy. key does not work here"):
        await swapped.v2.campaigns.list()
    with pytest.raises(Unauthorized, match="a v2 key does not work here"):
        await swapped.v1.leads.list()


@one_loop
async def test_the_budget_keeps_a_burst_within_the_servers_limit() -> None:
    """In real time, on both sides: how fast it goes is not asked."""
    with serve_sandbox("--rate", "20/1") as limited:
        patient = {"timeout": PATIENT, "deadline": None}
        async with (
            FirstPromoter.from_env(limited.environment, rate="20/1", **patient) as fp,
            anyio.create_task_group() as tasks,
        ):
            for _ in range(50):
                tasks.start_soon(fp.v2.campaigns.list().collect)
        assert limited.control("GET", "requests")["statuses"] == {"200": 50}


@one_loop
async def test_without_a_budget_the_same_burst_is_refused() -> None:
    with serve_sandbox("--rate", "20/3600") as limited:
        options = {"rate": "off", "timeout": PATIENT, "deadline": None, "retries": RetryPolicy(attempts=1)}
        fp = FirstPromoter.from_env(limited.environment, **options)
        refused: list[int] = []

        async def read() -> None:
            try:
                await fp.v2.campaigns.list()
            except RateLimited as error:
                refused.append(error.status)

        async with fp, anyio.create_task_group() as tasks:
            for _ in range(30):
                tasks.start_soon(read)
    assert len(refused) == 10
