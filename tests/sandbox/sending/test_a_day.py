"""A day of a programme: ten thousand events, some twice, some late, to a consumer that is killed five times over them."""

from pathlib import Path

import anyio
import pytest
from attrs import define, field

from tests.clocks import until
from tests.sandbox.sending.consumer import Desk
from tests.sandbox.sending.subscribing import NOBODY, subscribe
from tests.sandbox.talking import Talk
from tests.webhooks.making import SECRET

pytestmark = pytest.mark.anyio
TYPES = ("promoter.created", "referral.created", "referral.converted", "commission.created")
"""What happened once, and so is handled however late it comes."""
CUSTOMERS = 3_400
"""Each is three events."""
DEATHS = 5
ROUNDS = DEATHS + 1
BEFORE_DEATH = CUSTOMERS // ROUNDS * 3 * 5 // 6
"""How many events of each round are handled before the consumer dies; the others fail, and are sent to the next one."""
LINE = len("v2:00000000-0000-4000-8000-000000000000\n")


@pytest.fixture
def anyio_backend() -> str:
    """The consumers are asyncio's; that both loops send is tested elsewhere."""
    return "asyncio"


@define
class Day:
    """The programme, and what was sent of it."""

    talk: Talk
    webhooks: list[str] = field(factory=list[str])
    sent: int = 0
    customers: int = 0

    def begin(self) -> None:
        plan = {"seed": 1, "duplicated": 0.05, "reordered": 0.05}
        self.talk.control("POST", "/webhook_plan", plan)
        for one in TYPES:
            self.webhooks.append(subscribe(self.talk, NOBODY, one, headers={"X-Secret": SECRET}, max_retries=10))
        self.talk.promoter()

    def point_at(self, url: str) -> None:
        for webhook in self.webhooks:
            assert self.talk.v2("PUT", webhook, url=url).status == 200

    def go_on(self) -> None:
        """Let a part of the day's customers sign up and buy."""
        for _ in range(CUSTOMERS // ROUNDS):
            self.customers += 1
            self.talk.lead(f"c{self.customers}")
            self.talk.sale(f"order-{self.customers}", 1000, f"c{self.customers}")

    async def send(self) -> None:
        self.sent += await self.talk.sandbox.send_webhooks()

    async def send_all(self) -> None:
        """Send until nothing is left, however often it has to be tried again."""
        while self.talk.sandbox.store.value(LEFT):
            await self.send()
            self.talk.clock.tick(3_600)

    @property
    def events(self) -> list[str]:
        sql = "SELECT json_extract(fields, '$.event_id') AS id FROM documents WHERE noun = 'webhook_deliveries'"
        return sorted(f"v2:{row['id']}" for row in self.talk.sandbox.store.all(sql))


LEFT = "SELECT count(json_extract(fields, '$.due_at')) FROM documents WHERE noun = 'webhook_deliveries'"


async def play(day: Day, desk: Desk, *, dies: bool) -> None:
    """Play a part of the day; where the consumer dies, it does so in the middle of what it is sent."""
    day.talk.clock.tick(3_600)  # what failed with the last consumer is due again
    day.go_on()
    with desk.consumer(lease=1.0) as consumer:
        day.point_at(consumer.url)
        async with anyio.create_task_group() as tasks:
            if dies:
                enough = desk.seen.stat().st_size + BEFORE_DEATH * LINE
                tasks.start_soon(day.send)
                await until(lambda: desk.seen.stat().st_size >= enough)
                consumer.kill()
            else:
                tasks.start_soon(day.send_all)


@pytest.mark.slow
async def test_a_day_has_exactly_the_effects_of_its_events(talk: Talk, tmp_path: Path) -> None:
    day, desk = Day(talk), Desk(tmp_path)
    desk.prepare()
    day.begin()
    for number in range(ROUNDS):
        await play(day, desk, dies=number < DEATHS)
    assert len(day.events) > 10_000
    assert desk.effects == day.events
    assert day.sent > len(day.events) * 1.05
