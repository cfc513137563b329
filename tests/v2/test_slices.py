"""Referrals in slices of days: each row once, however pages shift, and no shift reaches beyond its slice."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any, cast

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from firstpromoter_async import InvalidRequest, Page, ServerError
from firstpromoter_async.pages import Pages
from firstpromoter_async.policy.retry import RetryPolicy
from firstpromoter_async.sandbox.faults import FaultPlan
from firstpromoter_async.testing import SandboxedFirstPromoter, sandboxed
from firstpromoter_async.v2 import ListReferrals, Range, Referral, ReferralFilters
from firstpromoter_async.v2.slices import Slices, spans
from firstpromoter_async.wire.drift import Drift

pytestmark = pytest.mark.anyio
FIRST, LAST = date(2026, 1, 1), date(2026, 1, 6)
DAYS = st.dates(date.min, date.max)


@pytest.fixture
async def fp() -> AsyncIterator[SandboxedFirstPromoter]:
    """Ann has brought two customers on each of six days."""
    async with sandboxed(retries=RetryPolicy(attempts=1)) as fp:
        await fp.v1.promoters.create(email="ann@example.com", ref_id="ann")
        for number in range(12):
            await sign_up(fp, f"joe{number}", FIRST + timedelta(days=number // 2))
        yield fp


async def sign_up(fp: SandboxedFirstPromoter, name: str, day: date) -> None:
    moment = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    await fp.v1.track.signup(email=f"{name}@example.com", ref_id="ann", created_at=moment)


def in_small_pages(fp: SandboxedFirstPromoter) -> Callable[[Range[date]], Pages[Referral]]:
    """Read pages of two, so that four referrals in two days have a border between pages that can shift."""
    return lambda span: fp.v2.referrals.list(per_page=2, filters=ReferralFilters(created_at=span))


def names(rows: list[Referral]) -> list[str]:
    return [(row.email or "").removesuffix("@example.com") for row in rows]


async def test_every_referral_comes_once_the_oldest_slice_first(fp: SandboxedFirstPromoter) -> None:
    rows = fp.v2.referrals.in_slices(FIRST, LAST, days=2)
    assert rows.reading == Range(from_=date(2026, 1, 1), to=date(2026, 1, 2))
    assert names(await rows.collect()) == [
        f"joe{number}" for number in (3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8)
    ]  # the sandbox lists the newest first
    assert not rows.drift
    assert rows.reading is None


async def test_what_a_slice_asks_for_is_its_days_and_the_filters_that_were_given(fp: SandboxedFirstPromoter) -> None:
    filters = ReferralFilters(promoter_id=1001)
    assert names(await fp.v2.referrals.in_slices(FIRST, LAST, days=4, q="joe1", filters=filters).collect()) == [
        "joe1",
        "joe11",
        "joe10",
    ]
    asked = [one.request.url for one in fp.sandbox.journal.arrivals("/api/v2/company/referrals")]
    assert len(asked) == 2
    assert all("created_at" in url and "promoter_id%5D=1001" in url for url in asked)


@given(DAYS, DAYS, st.integers(1, 10**12))
@example(date.min, date.max, 10**12)
@example(date.max, date.max, 1)
def test_slices_cover_every_day_once(one: date, other: date, days: int) -> None:
    first, last = sorted((one, other))
    days = max(days, (last - first).days // 100 + 1)
    slices = list(spans(first, last, days))
    assert (slices[0].from_, slices[-1].to) == (first, last)
    for before, after in pairwise(slices):
        assert isinstance(before.to, date)
        assert before.to + timedelta(days=1) == after.from_


async def test_a_row_that_comes_twice_is_given_once_and_counted(fp: SandboxedFirstPromoter) -> None:
    rows = Slices(FIRST, LAST, 2, in_small_pages(fp))
    seen: list[Referral] = []
    async for row in rows:
        seen.append(row)
        if len(seen) == 2:  # one page of the first slice is read
            await sign_up(fp, "late", date(2026, 1, 2))
    assert sorted(names(seen)) == sorted(f"joe{number}" for number in range(12))
    assert rows.drift.repeated == 1


async def test_a_row_that_comes_back_after_two_pages_is_known_too(fp: SandboxedFirstPromoter) -> None:
    rows = Slices(FIRST, LAST, 6, in_small_pages(fp))
    seen: list[Referral] = []
    async for row in rows:
        seen.append(row)
        if len(seen) == 4:
            for number in range(3):
                await sign_up(fp, f"late{number}", date(2026, 1, 6))
    assert sorted(names(seen)) == sorted(f"joe{number}" for number in range(12))
    assert rows.drift == Drift(repeated=3)


async def test_a_slice_that_seems_to_have_a_gap_is_read_again(fp: SandboxedFirstPromoter) -> None:
    rows = Slices(FIRST, LAST, 6, in_small_pages(fp))
    seen: list[Referral] = []
    async for row in rows:
        seen.append(row)
        if len(seen) == 4:  # two pages; the third will look as the first did, which ends the listing
            for number in range(4):
                await sign_up(fp, f"late{number}", date(2026, 1, 6))
    assert sorted(names(seen)) == sorted(
        [*(f"joe{number}" for number in range(12)), *(f"late{number}" for number in range(4))]
    )
    assert rows.drift == Drift(repeated=2)  # those of that page: in a second reading all come again


class Fake:
    """An API that gives these rows, whichever days are asked for: on the first day page after page, then on one."""

    def __init__(self, *rows: Any, endless: bool = False) -> None:
        self.rows, self.endless = rows, endless

    async def send(self, request: Any, /) -> Any:
        is_endless = self.endless and request.filters.created_at.from_ == FIRST
        return Page(items=self.rows, next=request.at(request.page_number + 1) if is_endless else None)

    def read(self, span: Range[date]) -> Pages[Any]:
        return Pages(cast(Any, self), ListReferrals(per_page=2, filters=ReferralFilters(created_at=span)))


async def test_a_gap_that_stays_is_told_also_after_slices_without_one() -> None:
    rows = Slices(FIRST, LAST, 3, Fake(Referral(id=1), Referral(id=2), endless=True).read)
    assert [row.id for row in await rows.collect()] == [1, 2]
    assert "the same rows came again" in (rows.drift.gap or "")
    assert rows.drift.repeated == 4


async def test_a_row_that_is_in_several_slices_is_given_once() -> None:
    """As where FirstPromoter counts days otherwise at the ends of a span."""
    rows = Slices(FIRST, LAST, 2, Fake(Referral(id=1)).read)
    assert [row.id for row in await rows.collect()] == [1]
    assert rows.drift == Drift(repeated=2)


async def test_rows_without_ids_are_all_given() -> None:
    rows = Slices(FIRST, FIRST, 1, Fake("alike", "alike").read)
    assert await rows.collect() == ["alike", "alike"]


async def test_a_row_that_is_removed_costs_no_slice_but_its_own(fp: SandboxedFirstPromoter) -> None:
    rows = Slices(FIRST, LAST, 2, in_small_pages(fp))
    seen: list[Referral] = []
    async for row in rows:
        seen.append(row)
        if len(seen) == 2:
            await fp.v2.referrals.delete([row.id])
    assert {"joe1", "joe0"} - set(names(seen)) == {"joe1"}  # it moved up to the page that was read already
    assert {f"joe{number}" for number in range(4, 12)} <= set(names(seen))


async def test_a_loop_that_broke_off_says_where_to_go_on(fp: SandboxedFirstPromoter) -> None:
    rows = fp.v2.referrals.in_slices(FIRST, LAST, days=2)
    seen: list[Referral] = []
    with pytest.raises(ServerError) as failed:
        async for row in rows:
            seen.append(row)
            if len(seen) == 4:
                fp.sandbox.faults = FaultPlan.parse({"shares": {"server_error": 1}})
    fp.sandbox.faults = FaultPlan()
    assert failed.value.resume_token is None
    assert rows.reading is not None
    assert isinstance(rows.reading.from_, date)
    seen += await fp.v2.referrals.in_slices(rows.reading.from_, LAST, days=2).collect()
    assert sorted(names(seen)) == sorted(f"joe{number}" for number in range(12))


async def test_every_loop_starts_again(fp: SandboxedFirstPromoter) -> None:
    rows = fp.v2.referrals.in_slices(FIRST, LAST)
    assert await rows.collect() == await rows.collect()
    assert "2026-01-01 to 2026-01-06, 7 days" in repr(rows)


@pytest.mark.parametrize(
    ("given_", "words"),
    [
        ({"first_day": "2026-01-01"}, "first_day is a date"),
        ({"last_day": datetime(2026, 1, 31, tzinfo=UTC)}, "last_day is a date"),
        ({"first_day": date(2026, 2, 1)}, "last_day is first_day or later"),
        ({"days": 0}, "days is a number of days from 1"),
        ({"days": 0.5}, "days is a number of days from 1"),
        ({"q": 5}, "q is text"),
        ({"filters": {"state": "active"}}, "filters is ReferralFilters"),
        ({"filters": ReferralFilters(created_at=Range(from_=FIRST))}, "in_slices filters by created_at itself"),
    ],
)
async def test_what_cannot_be_is_refused_before_anything_is_sent(
    fp: SandboxedFirstPromoter, given_: dict[str, Any], words: str
) -> None:
    span: dict[str, Any] = {"first_day": FIRST, "last_day": LAST}
    with pytest.raises(InvalidRequest, match=words):
        fp.v2.referrals.in_slices(**(span | given_))
