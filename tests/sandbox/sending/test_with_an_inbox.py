"""A sandbox and a consumer of webhooks, each a server of its own: nothing in between but HTTP."""

from pathlib import Path

import pytest

from firstpromoter_async import FirstPromoter
from tests.clocks import PATIENT, until
from tests.sandbox.sending.consumer import Desk
from tests.serving import SandboxProcess
from tests.webhooks.making import SECRET

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    """The servers are asyncio's, and the client has its own tests."""
    return "asyncio"


async def test_a_server_tells_an_inbox_what_happens_and_each_event_has_one_effect(
    sandbox_process: SandboxProcess, tmp_path: Path
) -> None:
    desk = Desk(tmp_path)
    desk.prepare()
    sandbox_process.control("POST", "webhook_plan", {"duplicated": 1})
    with desk.consumer() as consumer:
        async with FirstPromoter(
            api_key=sandbox_process.api_key,
            account_id=sandbox_process.account_id,
            base_url=sandbox_process.base_url,
            timeout=PATIENT,
            deadline=None,
        ) as fp:
            types = ("promoter.created", "referral.created")
            webhook = await fp.v2.webhooks.create(url=consumer.url, event_types=types, headers={"X-Secret": SECRET})
            promoter = await fp.v2.promoters.create(email="ann@example.com")
            ref_id = promoter.promoter_campaigns[0].ref_token
            assert ref_id is not None
            await fp.v2.track.signup(email="joe@example.com", ref_id=ref_id)
            await until(lambda: len(desk.effects) == 2)
            deliveries = await fp.v2.webhook_deliveries.list(webhook.id).collect()
            assert desk.effects == sorted(f"v2:{one.event_id}" for one in deliveries)
