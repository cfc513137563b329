"""Never run: every public form of use, as both type checkers must understand it."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, assert_never, assert_type

import httpx
import httpx2

from firstpromoter_async import (
    UNSET,
    AlreadyRecorded,
    Batch,
    BeingPrepared,
    CallFailed,
    Done,
    Downloading,
    Envelope,
    File,
    FileStream,
    FirstPromoter,
    InvalidRequest,
    Lane,
    Maybe,
    MinorUnits,
    Money,
    NotReferred,
    Outcome,
    Page,
    Pages,
    Rate,
    Recorded,
    RetryPolicy,
    SavedFile,
    StatusError,
    TokenSource,
    Tracked,
    cents,
)
from firstpromoter_async.budget import Budget
from firstpromoter_async.catalogue import Operation, operations
from firstpromoter_async.transport import Httpx2Transport, HttpxTransport, Transport
from firstpromoter_async.v1.models.promoters import Promoter as V1Promoter
from firstpromoter_async.v1.models.tracking import Event as V1Event
from firstpromoter_async.v1.promoters import CreatePromoter as CreateV1Promoter
from firstpromoter_async.v2 import (
    AffiliateReferral,
    AffiliateReferralFilters,
    ArchivePromoCode,
    Asset,
    AssetDetails,
    AssetFilters,
    AssetType,
    Campaign,
    CampaignRewardInput,
    Commission,
    CurrentPromoter,
    DueStats,
    EmailTrigger,
    EmailTriggerSettings,
    EnsuredPromoter,
    FullPromoterCampaign,
    GetPromoter,
    IdOutcomes,
    IdProgress,
    ListPromoters,
    PayoutSettings,
    PayoutTotals,
    Product,
    ProductPriceInput,
    PromoCode,
    Promoter,
    PromoterFilters,
    PromoterOrigin,
    PromoterSorting,
    Range,
    Referral,
    ReferralLink,
    SplitInput,
    TrackingEvent,
    TrackSale,
    Upload,
    WebhookDelivery,
    WebhookEventType,
)
from firstpromoter_async.wire.message import HttpRequest, HttpResponse


async def clients() -> None:
    async with FirstPromoter(api_key="k", account_id="a", v1_api_key="k", rate="400/60") as fp:
        assert_type(fp, FirstPromoter)
        assert_type(fp.using(timeout=1.0, deadline=None, lane=Lane.BULK), FirstPromoter)
        assert_type(fp.with_account(api_key="k", account_id="b"), FirstPromoter)
        assert_type(fp.budget, Budget)
        assert_type(fp.account, str)
        assert_type(fp.requests_sent, int)
        assert_type(await fp.request("GET", "/api/v2/company/x"), Any)
    await FirstPromoter.from_env().aclose()
    FirstPromoter(rate=Rate(calls=40, seconds=6), retries=RetryPolicy(attempts=2))
    FirstPromoter(rate=None, transport=HttpxTransport(httpx.AsyncClient()))
    FirstPromoter(transport=Httpx2Transport(httpx2.AsyncClient()))
    FirstPromoter(timeout="soon")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


async def calls(fp: FirstPromoter) -> None:
    assert_type(await fp.v1.promoters.create(email="ann@example.com"), V1Promoter)
    assert_type(await fp.v2.promoters.get(id=7), Promoter)
    assert_type(await fp.v2.payouts.mark_as_paid([7, 8]), IdOutcomes[PayoutTotals])
    await fp.v2.payouts.mark_as_paid([7, 8], mode="later")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    assert_type(await fp.send(GetPromoter(id=7)), Promoter)
    assert_type(await fp.send(CreateV1Promoter(email="ann@example.com")), V1Promoter)
    await fp.v1.promoters.create()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    await fp.v1.promoters.create(email="a@b.test", colour="red")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    await fp.v1.promoters.create(email=7)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


async def listings(fp: FirstPromoter) -> None:
    listing = fp.v2.promoters.list()
    assert_type(listing, Pages[Promoter])
    assert_type(await listing, Page[Promoter])
    async for promoter in listing:
        assert_type(promoter, Promoter)
    async for page in listing.by_page():
        assert_type(page, Page[Promoter])
    assert_type(await listing.collect(limit=5), list[Promoter])
    assert_type(listing.resume_token, str | None)
    assert_type(listing.resume("token"), Pages[Promoter])
    assert_type(await fp.send(ListPromoters()), Page[Promoter])
    filters = PromoterFilters(revenue_amount=Range(from_=10_000), state="accepted")
    assert_type(fp.v2.promoters.list(filters=filters, sorting=PromoterSorting(joined_at="desc")), Pages[Promoter])
    PromoterFilters(colour="red")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


async def shapes(fp: FirstPromoter) -> int:
    assert_type(await fp.send(ArchivePromoCode(45)), None)
    assert_type(fp.v2.promo_codes.list(), Pages[PromoCode])
    assert_type(await fp.v2.batches.progress(), Mapping[int, int])
    paid = await fp.v2.payouts.mark_as_paid([1, 2])
    assert_type(paid, IdOutcomes[PayoutTotals])
    assert_type((progress := IdProgress()).outcomes, IdOutcomes[Any])
    await fp.v2.payouts.mark_as_paid([7], progress=progress)
    match await fp.v2.promoters.accept(ids=(1, 2), campaign_id=3):
        case Done(failed_count=failed):
            assert_type(failed, int | None)
            return failed or 0
        case Batch() as batch:
            assert_type(await fp.v2.batches.wait(batch, timeout=60), Batch | Done)
            await fp.v2.batches.wait("8")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
            return batch.id


async def sales(fp: FirstPromoter) -> None:
    share = SplitInput(promoter_campaign_id=2, percentage=30)
    referral = await fp.v2.referrals.update("u-1", find_by="uid", split_details=[share], custom_status_id=None)
    await fp.v2.referrals.update(referral.id, split_details=[*referral.split_details, share])
    await fp.v2.referrals.update(1, email=None)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    assert_type(await fp.v2.commissions.create_sale(referral_id=1, sale_amount=100), tuple[Commission, ...])
    assert_type(await fp.v2.commissions.create_custom(promoter_campaign_id=1, amount=3), tuple[Commission, ...])
    await fp.v2.commissions.create_sale(referral_id=1, sale_amount=1, amount=1)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    await fp.v2.commissions.create_custom(amount=1)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    async for one in fp.v2.referrals.in_slices(date(2026, 1, 1), date(2026, 6, 30), days=1):
        assert_type(one, Referral)


async def files(fp: FirstPromoter) -> bytes | str | None:
    report = fp.v2.reports.download(
        report_type="overview", columns=["clicks_count"], group_by="day", start_date="2026-01-01", end_date="2026-01-31"
    )
    assert_type(report, Downloading)
    assert_type(await report.save_to("clicks.csv"), SavedFile | BeingPrepared)
    async with report as coming:
        assert_type(coming, FileStream | BeingPrepared)
        if isinstance(coming, FileStream):
            async for row in coming.rows():
                assert_type(row, list[str])
    download = await report
    assert_type(download, File | BeingPrepared)
    return download.content if isinstance(download, File) else download.message


async def promoters(fp: FirstPromoter) -> None:
    ensured = await fp.v2.promoters.ensure(cust_id="c-7", email="ann@example.com")
    assert_type(ensured, EnsuredPromoter)
    assert_type(ensured.promoter, Promoter)
    assert_type(ensured.origin, PromoterOrigin)
    assert_type(await fp.v2.promoters.update("c-7", find_by="cust_id", custom_fields={"shirt": "M"}), Promoter)
    assert_type(await fp.v2.promoters.update(7, custom_fields=[{"shirt": "M"}], cust_id=None), Promoter)
    assert_type(await fp.v2.promoters.block([7], campaign_id=1), Done | Batch)
    assert_type((await fp.v2.promoters.iframe_login(promoter_id=7)).access_token, str | None)
    assert_type(await fp.v2.promoters.iframe_logout(cust_id="c-7"), None)
    assert_type(fp.v2.promoter_campaigns.list(), Pages[FullPromoterCampaign])
    assert_type(await fp.v2.promoter_campaigns.search("ann"), tuple[FullPromoterCampaign, ...])
    assert_type(fp.v2.promoter_campaigns.referral_links(7), Pages[ReferralLink])
    own = [CampaignRewardInput(reward_id=1)]
    assert_type(await fp.v2.promoter_campaigns.update(7, rewards_for_promoters=own), FullPromoterCampaign)
    assert_type(await fp.v2.campaigns.update(7, rewards_for_promoters=[], links=()), Campaign)
    await fp.v2.promoters.update(7, cust_id=8)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    await fp.v2.promoters.block([7])  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


async def affiliate(fp: FirstPromoter, token: str, supply: TokenSource) -> None:
    portal = fp.as_promoter(token)
    assert_type(portal, FirstPromoter)
    assert_type(fp.as_promoter(supply), FirstPromoter)
    mine = portal.v2.affiliate
    assert_type(await mine.promoters.current(), CurrentPromoter)
    assert_type(mine.referrals.list(filters=AffiliateReferralFilters(type="lead")), Pages[AffiliateReferral])
    assert_type(await mine.payouts.due_stats(), Envelope[DueStats, PayoutSettings])
    assert_type(await mine.payouts.export(), File | BeingPrepared)
    shown = await mine.contract_documents.get(7, content_type="html")
    if not isinstance(shown, File):
        assert_type(shown.data.content, str | None)


async def kept(fp: FirstPromoter) -> None:
    types = (WebhookEventType.COMMISSION_CREATED, "promoter.profile.updated")
    webhook = await fp.v2.webhooks.create(url="https://shop.example/hooks", event_types=types, headers={"X-Key": "a"})
    assert_type(webhook.secret_key, str | None)
    assert_type((await fp.v2.webhooks.rotate_secret(31)).secret_key, str | None)
    assert_type(await fp.v2.webhooks.event_types(), tuple[WebhookEventType | str, ...])
    assert_type(fp.v2.webhook_deliveries.list(webhook.id), Pages[WebhookDelivery])
    assert_type(await fp.v2.webhook_deliveries.retry(webhook.id, 9), WebhookDelivery)
    await fp.v2.webhooks.create(url="https://shop.example/hooks")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    assert_type(await fp.v2.products.update(7, prices=[ProductPriceInput(ext_id="m", desc=None)]), Product)
    banner = await fp.v2.assets.create(name="Banner", asset_type="image", file=Upload("banner.png", b""))
    assert_type(banner.details, AssetDetails | None)
    filters = AssetFilters(asset_type=AssetType.IMAGE, category_id="not_set", created_at=Range(from_=date(2026, 1, 1)))
    assert_type(fp.v2.assets.list(filters=filters), Pages[Asset])
    assert_type(await fp.v2.assets.update_category([banner.id], category_id=None), Done | Batch)
    AssetFilters(category_id="none")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    contract = await fp.v2.contracts.get(7)
    assert_type(contract, Any)
    document = await fp.v2.contract_documents.get(9, content_type="pdf")
    if isinstance(document, File):
        assert_type(document, File)
    settings = EmailTriggerSettings(delay_interval="day", delay_value=1)
    trigger = EmailTrigger(trigger_on="promoter_accepted", enabled=True, settings=settings)
    email = {"name": "Welcome", "subject": "Welcome", "content": "Hello"}
    assert_type(await fp.v2.emails.create(**email, allowed_campaign_ids=[101], trigger=trigger), Any)
    assert_type(await fp.v2.emails.send_now(5), Any)
    assert_type(await fp.v2.emails.delete(5), None)


async def outcomes(fp: FirstPromoter) -> str:
    outcome = await fp.v2.track.sale(email="ann@example.com", event_id="order-1", amount=4900)
    assert_type(outcome, Recorded[TrackingEvent] | AlreadyRecorded | NotReferred)
    match outcome:
        case Recorded(event):
            assert_type(event, TrackingEvent)
            return "recorded"
        case AlreadyRecorded(message) | NotReferred(message):
            assert_type(message, str)
            return message
        case _:
            assert_never(outcome)


async def v1_outcomes(fp: FirstPromoter) -> V1Event | None:
    outcome: Tracked[V1Event] = await fp.v1.track.signup(email="ann@example.com", ref_id="ann")
    match outcome:
        case Recorded(event):
            return event
        case AlreadyRecorded() | NotReferred():
            return None
        case _:
            assert_never(outcome)


async def failures(fp: FirstPromoter) -> None:
    try:
        await fp.send(TrackSale(email="ann@example.com", event_id="order-1", amount=cents("49.00")))
    except InvalidRequest:
        raise
    except StatusError as error:
        assert_type(error.status, int)
        assert_type(error.code, str | None)
        assert_type(error.retry_after, float | None)
    except CallFailed as error:
        assert_type(error.outcome, Outcome)
        assert_type(error.resume_token, str | None)


def money() -> None:
    assert_type(cents("29.33"), int)
    price: MinorUnits = 4900  # a name for plain integers: nothing is to be converted
    assert_type(Money(price, "USD").minor, int)
    assert_type(Money.of("29.33", "USD").minor, int)
    cents(29.33)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def unset(name: Maybe[str | None] = UNSET) -> str | None:
    return "left alone" if name is UNSET else name


class Mine:
    """A transport of one's own is anything with these two methods."""

    async def exchange(self, request: HttpRequest, *, timeout: float) -> HttpResponse:  # noqa: ASYNC109
        return HttpResponse.of(200, {"X": request.method}, str(timeout).encode())

    async def aclose(self) -> None:
        return None


def transports() -> list[Transport]:
    return [Mine(), HttpxTransport(), Httpx2Transport()]


def catalogue() -> tuple[Operation, ...]:
    return operations()


method: Callable[..., object] = FirstPromoter.send
