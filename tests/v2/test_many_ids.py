"""Any number of ids: sent five at a time or as a batch, with an account of each, and nothing done twice."""

import json
from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from typing import Any

import anyio
import pytest

from firstpromoter_async import Batch, Done, Envelope, InvalidRequest, RetryPolicy, Unauthorized
from firstpromoter_async.errors import ConnectionLost
from firstpromoter_async.sandbox import Fault, FaultPlan
from firstpromoter_async.testing import Clock, SandboxedFirstPromoter, sandboxed
from firstpromoter_async.v2 import DeletePayouts, IdProgress, MarkPayoutsPaid, PayoutTotals
from firstpromoter_async.v2.company.payouts import Payouts
from firstpromoter_async.wire.message import HttpRequest, HttpResponse
from tests.clocks import PATIENT, cancel_when_all_wait, until
from tests.scripted import client_of, json_answer

pytestmark = pytest.mark.anyio


async def with_payouts(fp: SandboxedFirstPromoter, count: int) -> list[int]:
    """Let one promoter have so many pending payouts; returns their ids."""
    await fp.v1.promoters.create(email="ann@example.com", ref_id="ann")
    for number in range(count):
        await fp.v1.track.sale(uid="customer", ref_id="ann", event_id=f"order-{number}", amount=1000)
        await fp.v1.payouts.create(promoter_email="ann@example.com")
    return sorted([payout.id async for payout in fp.v2.payouts.list()])


async def statuses(fp: SandboxedFirstPromoter) -> dict[int, Any]:
    return {payout.id: payout.status async for payout in fp.v2.payouts.list()}


class Answering:
    """Answers each call for payouts by what is said for its first id: counts and errors, or what goes wrong."""

    def __init__(self, answers: Mapping[int, Any]) -> None:
        self.answers, self.asked = answers, list[tuple[int, ...]]()

    async def send(self, request: Any, /) -> Any:
        await anyio.lowlevel.checkpoint()
        self.asked.append(request.ids)
        answer = self.answers.get(request.ids[0], {})
        if isinstance(answer, Exception):
            raise answer
        counts = {"processed_count": len(request.ids), "failed_count": 0} | answer
        return Envelope(data=Done(id=1, status="completed", **counts), meta=PayoutTotals())

    def stream(self, request: Any, /) -> Any:
        raise NotImplementedError


async def test_up_to_five_ids_are_one_call() -> None:
    async with sandboxed() as fp:
        ids = await with_payouts(fp, 5)
        before = fp.requests_sent
        paid = await fp.v2.payouts.mark_as_paid(ids)
        assert fp.requests_sent - before == 1
        assert (paid.done, paid.all_done, len(paid.answers)) == (tuple(ids), True, 1)
        assert set((await statuses(fp)).values()) == {"completed"}


@pytest.mark.parametrize(("mode", "calls"), [("sync", 3), ("auto", 3)])
async def test_more_ids_are_sent_five_at_a_time(mode: Any, calls: int) -> None:
    async with sandboxed() as fp:
        ids = await with_payouts(fp, 12)
        before = fp.requests_sent
        paid = await fp.v2.payouts.mark_as_paid(ids, mode=mode)
        assert fp.requests_sent - before == calls
        assert paid.done == tuple(ids)
        unpaid = await fp.v2.payouts.mark_as_unpaid(ids[:7], mode=mode)
        assert unpaid.all_done
        assert (await fp.v2.payouts.delete(ids, mode=mode)).all_done
        assert await statuses(fp) == {}


class Hurrying(Clock):
    """A clock that is four seconds on whenever somebody looks, so that a batch is over at the first look."""

    def __call__(self) -> float:
        self.tick(4)
        return super().__call__()


async def test_a_batch_is_one_call_and_is_waited_for() -> None:
    async with sandboxed(clock=Hurrying()) as fp:
        ids = await with_payouts(fp, 7)
        paid = await fp.v2.payouts.mark_as_paid([*ids, 9], mode="batch")
        assert paid.done == tuple(ids)
        assert [(one.id, one.why) for one in paid.failed] == [(9, "Record not found")]
        assert isinstance(paid.answers[0].data, Batch)
        assert set((await statuses(fp)).values()) == {"completed"}


async def test_many_ids_become_a_batch_by_themselves() -> None:
    sender = Answering({})
    await Payouts(sender).mark_as_paid(range(1, 102))
    assert [len(ids) for ids in sender.asked] == [101]
    await Payouts(sender).mark_as_paid(range(1, 101))
    assert sorted(len(ids) for ids in sender.asked[1:]) == [5] * 20


async def test_one_id_may_fail_and_the_others_not() -> None:
    async with sandboxed() as fp:
        ids = await with_payouts(fp, 7)
        paid = await fp.v2.payouts.mark_as_paid([*ids[:3], 9, *ids[3:]])
        assert paid.done == tuple(ids)
        assert [(one.id, one.why) for one in paid.failed] == [(9, "Record not found")]
        assert not paid.all_done


async def test_what_is_given_twice_is_done_once() -> None:
    sender = Answering({})
    paid = await Payouts(sender).mark_as_paid([3, 1, 3, 2, 1])
    assert sender.asked == [(3, 1, 2)]
    assert paid.done == (3, 1, 2)


async def test_a_call_whose_answer_was_lost_leaves_its_ids_unknown_and_is_not_sent_again() -> None:
    async with sandboxed() as fp:
        ids = await with_payouts(fp, 40)
        before = fp.requests_sent
        fp.sandbox.faults = FaultPlan(seed=3, shares={Fault.RESET_AFTER: 0.3})
        paid = await fp.v2.payouts.mark_as_paid(ids, mode="sync")
        fp.sandbox.faults = FaultPlan()
        assert fp.requests_sent - before == 8
        assert paid.unknown
        assert len(paid.unknown) % 5 == 0
        assert len(paid.done) + len(paid.unknown) == 40
        assert set((await statuses(fp)).values()) == {"completed"}  # the answers were lost, and what was asked was done


async def test_a_batch_whose_answer_was_lost_leaves_all_ids_unknown() -> None:
    lost = ConnectionLost("the answer was lost")
    paid = await Payouts(Answering({1: lost})).mark_as_paid(range(1, 8), mode="batch")
    assert [(one.id, one.why) for one in paid.unknown] == [(number, str(lost)) for number in range(1, 8)]


async def test_errors_that_name_no_id_leave_their_call_unknown_and_the_others_known() -> None:
    answers = {6: {"failed_count": 1, "processing_errors": ({"detail": "no money left"},)}}
    paid = await Payouts(Answering(answers)).mark_as_paid(range(1, 13), mode="sync")
    assert paid.done == (1, 2, 3, 4, 5, 11, 12)
    assert [one.id for one in paid.unknown] == [6, 7, 8, 9, 10]
    assert "no money left" in str(paid.unknown[0].why)


async def test_a_call_all_of_whose_ids_failed_is_known_without_names() -> None:
    answers = {1: {"failed_count": 3, "processing_errors": ("closed",)}}
    paid = await Payouts(Answering(answers)).mark_as_paid([1, 2, 3])
    assert [one.id for one in paid.failed] == [1, 2, 3]


@pytest.mark.parametrize("status", ["failed", "stopped"])
async def test_a_bulk_action_that_broke_off_leaves_unknown_what_it_does_not_name(status: str) -> None:
    errors = ({"id": 1, "message": "no"},)
    broken_off = Batch(id=1, status=status, processed_count=2, failed_count=1, processing_errors=errors)

    class BrokenOff(Answering):
        async def send(self, request: Any, /) -> Any:
            return Envelope(data=broken_off, meta=PayoutTotals())

    paid = await Payouts(BrokenOff({})).mark_as_paid([1, 2, 3])
    assert [(one.id, one.why) for one in paid.failed] == [(1, "no")]
    assert [one.id for one in paid.unknown] == [2, 3]


async def test_what_was_not_sent_has_failed_and_says_why() -> None:
    async with sandboxed(retries=RetryPolicy(attempts=1)) as fp:
        ids = await with_payouts(fp, 7)
        fp.sandbox.faults = FaultPlan(seed=1, shares={Fault.RATE_LIMITED: 1.0})
        paid = await fp.v2.payouts.mark_as_paid(ids)
        assert len(paid.failed) == 7
        assert all("429" in str(one.why) or "rate" in str(one.why).lower() for one in paid.failed)


async def test_a_key_that_is_not_accepted_is_raised_where_nothing_was_done() -> None:
    async with sandboxed() as fp:
        stranger = fp.with_account(api_key="not-a-key", account_id="acc_1")
        with pytest.raises(Unauthorized):
            await stranger.v2.payouts.mark_as_paid([1, 2, 3])


async def test_a_key_that_stops_being_accepted_leaves_an_account_of_what_was_done() -> None:
    class Revoked(Answering):
        async def send(self, request: Any, /) -> Any:
            answer = await super().send(request)
            self.answers = dict.fromkeys(range(1, 1000), Unauthorized(401, "Bad credentials"))
            return answer

    paid = await Payouts(Revoked({})).mark_as_paid(range(1, 101), mode="sync")
    assert paid.done
    assert paid.unknown == ()
    assert len(paid.done) + len(paid.failed) == 100
    assert "Bad credentials" in str(paid.failed[-1].why)


@pytest.mark.parametrize(
    ("ids", "more", "told"),
    [
        ([], {}, "the list is empty"),
        ("12", {}, "a list of ids was expected"),
        ([1], {"mode": "later"}, "mode is one of auto, sync, batch"),
        ([1], {"timeout": -1.0}, "timeout is a number of seconds"),
    ],
)
async def test_odd_arguments_are_refused_before_anything_is_sent(ids: Any, more: dict[str, Any], told: str) -> None:
    sender = Answering({})
    with pytest.raises(InvalidRequest, match=told):
        await Payouts(sender).delete(ids, **more)
    assert sender.asked == []


async def test_a_batch_that_is_not_over_in_time_is_unknown_and_can_be_waited_for() -> None:
    clock = Clock()
    async with sandboxed(clock=clock) as fp:
        ids = await with_payouts(fp, 6)
        paid = await fp.v2.payouts.mark_as_paid(ids, mode="batch", timeout=0)  # its clock stands still
        assert [one.id for one in paid.unknown] == ids
        assert "was not over" in str(paid.unknown[0].why)
        clock.tick(4)
        over = await fp.v2.batches.wait(paid.answers[0].data)
        assert over.all_succeeded


# Interrupted


class Silent:
    """Never answers."""

    async def exchange(self, request: HttpRequest, *, timeout: float) -> HttpResponse:  # noqa: ASYNC109
        await anyio.sleep_forever()
        raise AssertionError

    async def aclose(self) -> None: ...


class Slow:
    """Answers at once that the ids of a call are done, but leaves the call for id 6 without any answer."""

    async def exchange(self, request: HttpRequest, *, timeout: float) -> HttpResponse:  # noqa: ASYNC109
        ids = json.loads(request.body)["ids"]
        if 6 in ids:
            await anyio.sleep_forever()
        data = {"id": ids[0], "status": "completed", "processed_count": len(ids), "failed_count": 0}
        return json_answer(200, json.dumps({"data": data, "meta": {}}).encode())

    async def aclose(self) -> None: ...


@pytest.mark.parametrize("action", ["mark_as_paid", "mark_as_unpaid", "delete"])
async def test_an_interrupted_call_tells_which_ids_are_done_not_sent_or_unknown(action: str) -> None:
    progress = IdProgress()
    async with client_of(Slow(), rate="2/60", timeout=PATIENT, deadline=None) as fp, anyio.create_task_group() as tasks:
        tasks.start_soon(partial(getattr(fp.v2.payouts, action), range(1, 13), progress=progress))
        await cancel_when_all_wait(tasks.cancel_scope)  # the third call waits for its turn
    outcomes = progress.outcomes
    assert outcomes.done == (1, 2, 3, 4, 5)
    assert [(one.id, one.why) for one in outcomes.unknown] == [
        (number, "interrupted on its way") for number in range(6, 11)
    ]
    assert [(one.id, one.why) for one in outcomes.failed] == [
        (number, "not sent: interrupted before") for number in (11, 12)
    ]
    assert repr(progress) == "<IdProgress: <IdOutcomes: 5 done, 2 failed, 5 unknown>>"


async def test_a_batch_that_was_not_waited_for_to_its_end_is_unknown_and_can_be_found() -> None:
    clock, progress = Clock(), IdProgress()
    async with sandboxed(clock=clock) as fp:
        ids = await with_payouts(fp, 6)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(partial(fp.v2.payouts.mark_as_paid, ids, mode="batch", progress=progress))
            await until(lambda: len(progress.outcomes.answers) == 1)
            tasks.cancel_scope.cancel()
        assert [one.id for one in progress.outcomes.unknown] == ids
        batch = progress.outcomes.answers[0].data
        assert f"bulk action {batch.id} is" in str(progress.outcomes.unknown[0].why)
        clock.tick(4)
        assert (await fp.v2.batches.wait(batch)).all_succeeded


async def test_what_comes_back_is_what_the_progress_tells() -> None:
    progress = IdProgress()
    assert progress.outcomes.outcomes == ()
    paid = await Payouts(Answering({})).mark_as_paid([1, 2], progress=progress)
    assert progress.outcomes.outcomes == paid.outcomes
    assert progress.outcomes.answers == paid.answers


async def test_a_call_that_was_refused_tells_why_of_each_id() -> None:
    progress, refused = IdProgress(), Unauthorized(401, "Bad credentials")
    with pytest.raises(Unauthorized):
        await Payouts(Answering({1: refused})).mark_as_paid([1, 2], progress=progress)
    assert [(one.id, one.why) for one in progress.outcomes.failed] == [(1, str(refused)), (2, str(refused))]


async def test_the_progress_of_one_call_is_not_lost_to_another() -> None:
    sender, progress = Answering({}), IdProgress()
    await Payouts(sender).mark_as_paid([1], progress=progress)
    with pytest.raises(InvalidRequest, match="of an earlier call"):
        await Payouts(sender).mark_as_paid([2], progress=progress)
    assert sender.asked == [(1,)]
    assert progress.outcomes.done == (1,)


@pytest.mark.parametrize("action", ["mark_as_paid", "mark_as_unpaid", "delete"])
@pytest.mark.parametrize("odd", [True, 0, IdProgress])
async def test_a_progress_of_another_type_is_refused_before_anything_is_sent(action: str, odd: Any) -> None:
    sender = Answering({})
    with pytest.raises(InvalidRequest, match=r"progress is an IdProgress\(\) of firstpromoter_async.v2"):
        await getattr(Payouts(sender), action)([1], progress=odd)
    assert sender.asked == []


def test_a_progress_shows_its_reader_nothing_but_outcomes() -> None:
    assert [name for name in dir(IdProgress) if not name.startswith("_")] == ["outcomes"]


async def test_as_many_ids_are_unknown_after_a_cancellation_as_the_docstring_says() -> None:
    progress = IdProgress()
    async with client_of(Silent(), rate=None, timeout=PATIENT, deadline=None) as fp, anyio.create_task_group() as tasks:
        tasks.start_soon(partial(fp.v2.payouts.mark_as_paid, range(1, 101), progress=progress))
        await cancel_when_all_wait(tasks.cancel_scope)
    assert f"up to {len(progress.outcomes.unknown)} in fives" in (Payouts.mark_as_paid.__doc__ or "")


async def test_the_plain_operation_is_still_there() -> None:
    async with sandboxed() as fp:
        ids = await with_payouts(fp, 2)
        marked = await fp.send(MarkPayoutsPaid(ids))
        assert (marked.data.processed_count, marked.meta.total) == (2, Decimal(400))
        assert isinstance((await fp.send(DeletePayouts(ids))).data, Done)
