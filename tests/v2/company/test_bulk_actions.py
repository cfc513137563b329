"""Bulk actions, promo codes, categories and files, as a user of the client sees them: over the sandbox."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest

from firstpromoter_async import Batch, BatchStatus, Done, File, FirstPromoter, InvalidRequest, NotFound
from firstpromoter_async.testing import Clock, sandboxed
from firstpromoter_async.v2.company.asset_categories import AssetCategoryInput
from firstpromoter_async.v2.company.batches import BatchFilters
from firstpromoter_async.v2.company.promoters_in_bulk import AcceptPromoters, ArchivePromoters

pytestmark = pytest.mark.anyio


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def fp(clock: Clock) -> AsyncIterator[FirstPromoter]:
    async with sandboxed(clock=clock) as fp:
        yield fp


async def promoters(fp: FirstPromoter, count: int) -> list[int]:
    return [(await fp.v2.promoters.create(email=f"p{n}@example.com")).id for n in range(count)]


async def test_up_to_five_ids_are_done_at_once(fp: FirstPromoter) -> None:
    action = await fp.v2.promoters.archive(await promoters(fp, 2))
    assert isinstance(action, Done)
    assert (action.processed_count, action.failed_count, action.processing_errors) == (2, 0, ())


async def test_what_is_done_still_says_what_failed(fp: FirstPromoter) -> None:
    action = await fp.v2.promoters.accept([*await promoters(fp, 1), 999_999], campaign_id=101)
    assert isinstance(action, Done)
    assert action.failed_count == 1
    assert len(action.processing_errors) == 1


async def test_more_ids_are_a_batch_to_follow(fp: FirstPromoter, clock: Clock) -> None:
    batch = await fp.v2.promoters.archive(await promoters(fp, 7))
    assert isinstance(batch, Batch)
    assert not batch.is_over
    assert set(await fp.v2.batches.progress()) == {batch.id}
    clock.tick(60)
    batch = await fp.v2.batches.get(batch.id)
    assert (batch.status, batch.processed_count, batch.failed_count) == (BatchStatus.COMPLETED, 7, 0)
    over = await fp.v2.batches.list(filters=BatchFilters(status=BatchStatus.COMPLETED)).collect()
    assert batch.id in {one.id for one in over}


async def test_archived_promoters_come_back(fp: FirstPromoter) -> None:
    ids = await promoters(fp, 1)
    await fp.v2.promoters.archive(ids)
    action = await fp.v2.promoters.restore(ids)
    assert isinstance(action, Done)
    assert action.failed_count == 0


@pytest.mark.parametrize("ids", [[], (), "12", 7, None])
def test_a_bulk_action_needs_a_list_of_ids(ids: Any) -> None:
    with pytest.raises(InvalidRequest, match=r"\bids?\b"):
        ArchivePromoters(ids)


def test_an_id_is_a_number() -> None:
    with pytest.raises(InvalidRequest, match=r"AcceptPromoters\.ids"):
        AcceptPromoters(["7"], campaign_id=1)  # type: ignore[list-item]


async def test_the_life_of_a_promo_code(fp: FirstPromoter) -> None:
    promoter = await fp.v2.promoters.create(email="ann@example.com")
    link = promoter.promoter_campaigns[0].id
    assert link is not None
    code = await fp.v2.promo_codes.create(code="ANN20", reward_id=7020, promoter_campaign_id=link)
    code = await fp.v2.promo_codes.update(code.id, description="For friends")
    assert (code.description, code.archived_at) == ("For friends", None)
    await fp.v2.promo_codes.archive(code.id)
    assert (await fp.v2.promo_codes.get(code.id)).archived_at is not None
    with pytest.raises(NotFound):
        await fp.v2.promo_codes.archive(999_999)


async def test_categories_are_saved_in_one_call(fp: FirstPromoter) -> None:
    saved = await fp.v2.asset_categories.save([AssetCategoryInput(name="Texts", position=1)])
    left = await fp.v2.asset_categories.save(
        [
            AssetCategoryInput(id=saved[-1].id or 0, name="Texts", position=1, destroy=True),
            AssetCategoryInput(name="Banners", position=2),
        ]
    )
    assert [one.name for one in left] == ["Banners"]
    assert [one.name async for one in fp.v2.asset_categories.list()] == ["Banners"]


def test_a_category_is_deleted_by_its_id() -> None:
    with pytest.raises(InvalidRequest, match="needs the id"):
        AssetCategoryInput(name="Texts", position=1, destroy=True)


async def test_a_report_is_a_file(fp: FirstPromoter) -> None:
    report = await fp.v2.reports.download(
        report_type="overview",
        columns=["clicks_count"],
        group_by="month",
        start_date=date(2026, 1, 1),
        end_date=date(2026, 1, 31),
    )
    assert isinstance(report, File)
    assert report.media_type == "text/csv"
    assert "clicks_count" in report.text
