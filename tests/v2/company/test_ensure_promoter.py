"""Ensuring a promoter: found, adopted or created, and never created twice, whatever happens on the way."""

import inspect
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import anyio
import pytest

from firstpromoter_async import (
    BadRequest,
    ConnectFailed,
    ConnectionLost,
    FirstPromoter,
    InvalidRequest,
    NotFound,
    Outcome,
    PromoterConflict,
    RetryPolicy,
    ServerError,
    Unauthorized,
    UnexpectedAnswer,
    Unprocessable,
)
from firstpromoter_async.sandbox import FaultPlan, Sandbox, SandboxTransport
from firstpromoter_async.testing import RecordingSender, SandboxedFirstPromoter, sandboxed
from firstpromoter_async.v2 import PromoterOrigin
from firstpromoter_async.v2.company.promoters import CreatePromoter, GetPromoter, Promoters, UpdatePromoter
from firstpromoter_async.v2.models.profiles import ProfileInput
from firstpromoter_async.v2.models.promoters import Promoter
from firstpromoter_async.wire.message import HttpRequest, HttpResponse

pytestmark = pytest.mark.anyio

ONCE = RetryPolicy(attempts=1)
ANN = "ann@example.com"


class Unlucky(SandboxTransport):
    """Lets faults strike the requests of a method, one fault after the other."""

    def __init__(self, sandbox: Sandbox, **faults: list[str]) -> None:
        super().__init__(sandbox)
        self._faults = faults
        self.sent: list[str] = []
        """The methods of all requests."""

    async def exchange(self, request: HttpRequest, *, timeout: float) -> HttpResponse:  # noqa: ASYNC109
        self.sent.append(request.method)
        if faults := self._faults.get(request.method):
            request = request.with_headers([("X-Sandbox-Fault", faults.pop(0))])
        return await super().exchange(request, timeout=timeout)


@asynccontextmanager
async def unlucky(**faults: list[str]) -> AsyncGenerator[tuple[SandboxedFirstPromoter, list[str]], None]:
    """Open a client with these misfortunes; with it comes the list of the methods that are sent."""
    async with sandboxed() as lucky:
        transport = Unlucky(lucky.sandbox, **faults)
        async with SandboxedFirstPromoter(lucky.sandbox, transport=transport, retries=ONCE) as fp:
            yield fp, transport.sent


async def everybody(fp: FirstPromoter) -> list[tuple[str | None, str | None]]:
    return [(one.email, one.cust_id) async for one in fp.v2.promoters.list()]


async def test_who_is_not_there_is_created_and_then_found() -> None:
    async with sandboxed() as fp:
        first = await fp.v2.promoters.ensure(cust_id="c-7", email=ANN, profile=ProfileInput(first_name="Ann"))
        again = await fp.v2.promoters.ensure(cust_id="c-7", email=ANN)
        assert (first.origin, again.origin) == (PromoterOrigin.CREATED, PromoterOrigin.FOUND)
        assert (first.is_new, again.is_new) == (True, False)
        assert first.promoter.id == again.promoter.id
        assert first.promoter.name == "Ann"
        assert await everybody(fp) == [(ANN, "c-7")]


@pytest.mark.parametrize("nobody", [{}, {"cust_id": None}])
async def test_without_a_cust_id_the_address_says_who_it_is(nobody: dict[str, Any]) -> None:
    async with unlucky() as (fp, sent):
        first = await fp.v2.promoters.ensure(email=ANN, **nobody)
        again = await fp.v2.promoters.ensure(email=ANN.upper(), **nobody)
        assert (first.origin, again.origin) == (PromoterOrigin.CREATED, PromoterOrigin.FOUND)
        assert sent == ["GET", "POST", "GET"]


async def test_who_is_found_by_cust_id_keeps_their_address() -> None:
    async with sandboxed() as fp:
        await fp.v2.promoters.create(email="old@example.com", cust_id="c-7")
        ensured = await fp.v2.promoters.ensure(cust_id="c-7", email="new@example.com")
        assert (ensured.origin, ensured.promoter.email) == (PromoterOrigin.FOUND, "old@example.com")


@pytest.mark.parametrize("cust_id", ["c-7", None])
@pytest.mark.parametrize("fault", ["server_error_after", "reset_after", "cut_body"])
async def test_who_was_created_though_the_answer_is_an_error_is_looked_up(fault: str, cust_id: str | None) -> None:
    async with unlucky(POST=[fault]) as (fp, sent):
        ensured = await fp.v2.promoters.ensure(cust_id=cust_id, email=ANN)
        assert (ensured.origin, ensured.is_new) == (PromoterOrigin.CREATED_UNSEEN, True)
        assert (ensured.promoter.email, ensured.promoter.cust_id) == (ANN, cust_id)
        assert sent == ["GET", "POST", "GET"]


@pytest.mark.parametrize(("fault", "error"), [("server_error", ServerError), ("reset_before", ConnectionLost)])
async def test_who_was_not_created_is_the_error_of_creating(fault: str, error: type[Exception]) -> None:
    async with unlucky(POST=[fault]) as (fp, sent):
        with pytest.raises(error) as caught:
            await fp.v2.promoters.ensure(cust_id="c-7", email=ANN)
        assert getattr(caught.value, "outcome", None) is Outcome.UNKNOWN
        assert sent == ["GET", "POST", "GET", "GET"]
        assert (await fp.v2.promoters.ensure(cust_id="c-7", email=ANN)).origin is PromoterOrigin.CREATED
        assert await everybody(fp) == [(ANN, "c-7")]


async def test_when_the_second_look_fails_too_the_error_of_creating_is_told_and_repeating_finds() -> None:
    async with unlucky(POST=["server_error_after"], GET=["slow", "unavailable"]) as (fp, sent):
        with pytest.raises(ServerError) as caught:
            await fp.v2.promoters.ensure(cust_id="c-7", email=ANN)
        assert (caught.value.status, caught.value.method) == (500, "POST")
        assert getattr(caught.value.__cause__, "status", None) == 503
        assert (await fp.v2.promoters.ensure(cust_id="c-7", email=ANN)).origin is PromoterOrigin.FOUND
        assert sent == ["GET", "POST", "GET", "GET"]


async def test_a_promoter_with_this_address_and_no_cust_id_is_adopted() -> None:
    async with sandboxed() as fp:
        known = await fp.v2.promoters.create(email=ANN)
        ensured = await fp.v2.promoters.ensure(cust_id="c-7", email=ANN)
        assert (ensured.origin, ensured.is_new) == (PromoterOrigin.ADOPTED, False)
        assert (ensured.promoter.id, ensured.promoter.cust_id) == (known.id, "c-7")
        assert (await fp.v2.promoters.ensure(cust_id="c-7", email=ANN)).origin is PromoterOrigin.FOUND


async def test_a_promoter_with_this_address_and_another_cust_id_is_left_alone() -> None:
    async with sandboxed() as fp:
        known = await fp.v2.promoters.create(email=ANN, cust_id="c-1")
        with pytest.raises(PromoterConflict, match=f"promoter {known.id} has this e-mail address") as caught:
            await fp.v2.promoters.ensure(cust_id="c-7", email=ANN)
        assert (caught.value.promoter_id, caught.value.cust_id) == (known.id, "c-1")
        assert await everybody(fp) == [(ANN, "c-1")]


async def test_several_at_the_same_time_create_one() -> None:
    origins: list[PromoterOrigin] = []

    async def ensure(fp: FirstPromoter) -> None:
        origins.append((await fp.v2.promoters.ensure(cust_id="c-7", email=ANN)).origin)

    async with sandboxed() as fp:
        async with anyio.create_task_group() as tasks:
            for _ in range(5):
                tasks.start_soon(ensure, fp)
        assert sorted(origins) == ["created", "found", "found", "found", "found"]
        assert await everybody(fp) == [(ANN, "c-7")]


async def test_a_cancellation_cancels_and_repeating_finds_who_was_created() -> None:
    async with sandboxed() as lucky:
        stored = anyio.Event()

        class Stuck(SandboxTransport):
            async def exchange(self, request: HttpRequest, *, timeout: float) -> HttpResponse:  # noqa: ASYNC109
                answer = await super().exchange(request, timeout=timeout)
                if request.method == "POST":
                    stored.set()
                    await anyio.sleep_forever()
                return answer

        async with SandboxedFirstPromoter(lucky.sandbox, transport=Stuck(lucky.sandbox)) as fp:
            with anyio.CancelScope() as scope:
                async with anyio.create_task_group() as tasks:
                    tasks.start_soon(lambda: fp.v2.promoters.ensure(cust_id="c-7", email=ANN))
                    await stored.wait()
                    scope.cancel()
            assert scope.cancelled_caught
            assert (await fp.v2.promoters.ensure(cust_id="c-7", email=ANN)).origin is PromoterOrigin.FOUND
            assert await everybody(fp) == [(ANN, "c-7")]


async def test_repeated_until_it_ends_well_it_creates_everybody_once_whatever_goes_wrong() -> None:
    async with sandboxed(retries=ONCE) as fp:
        shares = dict.fromkeys(("server_error_after", "server_error", "reset_after", "reset_before", "cut_body"), 0.1)
        fp.sandbox.faults = FaultPlan.parse({"seed": 11, "shares": shares})
        failures = 0
        for number in range(40):
            while True:
                try:
                    await fp.v2.promoters.ensure(cust_id=f"c-{number}", email=f"p{number}@example.com")
                    break
                except (ServerError, ConnectionLost):
                    failures += 1
        fp.sandbox.faults = FaultPlan()
        assert failures
        assert sorted(await everybody(fp)) == sorted((f"p{n}@example.com", f"c-{n}") for n in range(40))
        # Nobody was asked for a second time once they were there: FirstPromoter would have refused the address.
        assert [one for one in fp.sandbox.arrivals() if one.status == 400] == []


# Refusals


NOBODY = NotFound(404, "Record not found")


async def ensure_with(*answers: Any) -> tuple[RecordingSender, Any]:
    fp = RecordingSender(answers)
    try:
        return fp, await fp.v2.promoters.ensure(cust_id="c-7", email=ANN)
    except Exception as error:
        return fp, error


async def test_not_found_may_be_put_as_unprocessable() -> None:
    fp, ensured = await ensure_with(Unprocessable(422, "Cannot find promoter by cust_id"), Promoter(id=1))
    assert ensured.origin is PromoterOrigin.CREATED
    assert [type(one) for one in fp.requests] == [GetPromoter, CreatePromoter]


@pytest.mark.parametrize(
    "answers",
    [
        (Unprocessable(422, "The account is suspended"),),
        (Unauthorized(401),),
        (NOBODY, BadRequest(400, "no", field_errors={"initial_campaign_id": ("must exist",)})),
        (NOBODY, NotFound(404, "Record not found")),
        (NOBODY, ConnectFailed("nobody listens")),
        (NOBODY, BadRequest(400, "no", field_errors={"email": ("is invalid",)}), NOBODY, NOBODY),
    ],
)
async def test_any_other_refusal_is_told_as_it_came(answers: tuple[Exception, ...]) -> None:
    fp, error = await ensure_with(*answers)
    assert error in answers
    assert error.__cause__ is None
    assert len(fp.requests) == len(answers)
    assert sum(isinstance(one, CreatePromoter) for one in fp.requests) <= 1


@pytest.mark.parametrize("field", ["email", "cust_id"])
async def test_whatever_is_taken_may_be_taken_by_the_very_promoter(field: str) -> None:
    taken = BadRequest(400, "no", field_errors={field: ("has already been taken",)})
    _, ensured = await ensure_with(NOBODY, taken, Promoter(id=1, cust_id="c-7"))
    assert ensured.origin is PromoterOrigin.FOUND


async def test_without_a_cust_id_the_address_is_looked_for_once_more_and_not_twice() -> None:
    fp = RecordingSender([NOBODY, ServerError(500), NOBODY])
    with pytest.raises(ServerError):
        await fp.v2.promoters.ensure(email=ANN)
    assert [type(one) for one in fp.requests] == [GetPromoter, CreatePromoter, GetPromoter]


async def test_the_address_of_somebody_who_came_in_between_without_a_cust_id_is_adopted() -> None:
    taken = BadRequest(400, "no", field_errors={"email": ("has already been taken",)})
    fp, ensured = await ensure_with(NOBODY, taken, NOBODY, Promoter(id=1), Promoter(id=1, cust_id="c-7"))
    assert ensured.origin is PromoterOrigin.ADOPTED
    assert fp.requests[-1] == UpdatePromoter(1, cust_id="c-7")


async def test_somebody_else_than_was_asked_for_is_nobody() -> None:
    fp, error = await ensure_with(Promoter(id=7, cust_id="another"))
    assert isinstance(error, UnexpectedAnswer)
    assert len(fp.requests) == 1


async def test_what_cannot_be_right_is_refused_before_anything_is_sent() -> None:
    fp = RecordingSender()
    with pytest.raises(InvalidRequest, match="email"):
        await fp.v2.promoters.ensure(cust_id="c-7", email=" ")
    with pytest.raises(InvalidRequest, match="cust_id is text"):
        await fp.v2.promoters.ensure(cust_id=7, email=ANN)  # type: ignore[arg-type]
    assert fp.requests == []


def test_it_takes_what_create_takes() -> None:
    ours = {name: one.default for name, one in inspect.signature(Promoters.ensure).parameters.items() if name != "self"}
    theirs = {name: one.default for name, one in inspect.signature(CreatePromoter).parameters.items()}
    assert ours == theirs
