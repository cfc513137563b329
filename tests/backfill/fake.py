"""A FirstPromoter of thirty lines for the backfill's tests: it stores events once, and goes wrong when told to."""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import anyio
import anyio.lowlevel
from attrs import define, field, frozen

from firstpromoter_async import FirstPromoter, RetryPolicy
from firstpromoter_async.backfill import Backfill, Columns, Ledger, Source, Summary, csv_rows, rows_of
from firstpromoter_async.wire.message import HttpRequest, HttpResponse
from tests.scripted import client_of

NOT_FOUND = b'{"message": "Referral corresponding to email or uid parameter not found", "code": "not_found"}'


def known(kind: str, key: str) -> bytes:
    """What comes for an event that is stored already."""
    if kind == "signup":
        return b'{"transaction_id": "there is already a signup event registered on this lead"}'
    return json.dumps({"message": f"The '{kind}' event with the id '{key}' already exists."}).encode()


@frozen
class Call:
    """One request that arrived."""

    kind: str
    params: Mapping[str, Any]

    @property
    def key(self) -> str:
        return str(self.params.get("event_id") or self.person)

    @property
    def person(self) -> str:
        return str(self.params.get("uid") or self.params.get("email"))


Trouble = Callable[[Call], HttpResponse | Exception | None]


@define
class FakeFirstPromoter:
    """A transport whose other end keeps signups and events in memory."""

    referred: set[str] = field(factory=set[str])
    """Whose sales count; signups add to it."""
    before: Trouble = lambda call: None
    """What goes wrong before anything is stored."""
    after: Trouble = lambda call: None
    """What goes wrong when all is stored."""
    steps: int = 1
    """How often a call lets others run on its way there, and again on its way back. A matter of order, and not of time."""
    together: int = 1
    """The first calls are held until so many of them are under way."""
    seconds: float = 0.0
    """How long a call takes besides, by a true clock: for tests whose truth does not depend on it."""
    calls: list[Call] = field(factory=list[Call])
    stored: list[Call] = field(factory=list[Call])
    busiest: int = 0
    """The largest number of calls that were under way at once."""
    under_way: int = 0
    """How many calls are under way."""
    _enough_are_under_way: anyio.Event = field(factory=anyio.Event)

    async def exchange(self, request: HttpRequest, *, timeout: float) -> HttpResponse:  # noqa: ASYNC109
        call = _call_of(request)
        self.calls.append(call)
        self.under_way += 1
        self.busiest = max(self.busiest, self.under_way)
        if self.under_way >= self.together:
            self._enough_are_under_way.set()
        try:
            await self._enough_are_under_way.wait()
            await anyio.sleep(self.seconds)
            await self._travel()
            answer = _given(self.before(call)) or self._answer(call)
            await self._travel()
            return answer
        finally:
            self.under_way -= 1

    async def _travel(self) -> None:
        for _ in range(self.steps):
            await anyio.lowlevel.checkpoint()

    async def aclose(self) -> None:
        """Nothing is open."""

    def _answer(self, call: Call) -> HttpResponse:
        if call.kind != "signup" and call.person not in self.referred:
            return HttpResponse.of(404, body=NOT_FOUND)
        if any((one.kind, one.key) == (call.kind, call.key) for one in self.stored if call.kind != "cancellation"):
            return HttpResponse.of(422 if call.kind == "signup" else 409, body=known(call.kind, call.key))
        if call.kind == "signup":
            self.referred |= {str(call.params[name]) for name in ("uid", "email") if name in call.params}
        self.stored.append(call)
        return _given(self.after(call)) or HttpResponse.of(200, body=b'{"id": 1}')

    def keys(self, kind: str) -> list[str]:
        """The keys under which events of this kind are stored, in the order of their arrival."""
        return [call.key for call in self.stored if call.kind == kind]

    def tries(self) -> Counter[str]:
        """How often each key was sent."""
        return Counter(call.key for call in self.calls)


def _given(trouble: HttpResponse | Exception | None) -> HttpResponse | None:
    if isinstance(trouble, Exception):
        raise trouble
    return trouble


def _call_of(request: HttpRequest) -> Call:
    kind = urlsplit(request.url).path.rsplit("/", 1)[-1]
    if "/v1/" in request.url:
        return Call(kind, dict(parse_qsl(request.body.decode())))
    return Call(kind, json.loads(request.body))


SALES = Columns(kind="sale", amounts="major", account_currency="USD")
MIXED = Columns(amounts="major", account_currency="USD", without=["sale_event_id"])


@define
class Shop:
    """A directory, a fake FirstPromoter, and how to run a backfill between them."""

    directory: Path
    fake: FakeFirstPromoter = field(factory=FakeFirstPromoter)

    @property
    def ledger_file(self) -> Path:
        return self.directory / "test.ledger"

    def client(self, **arguments: Any) -> FirstPromoter:
        return client_of(self.fake, **arguments)

    def hasty_client(self) -> FirstPromoter:
        """A client that leaves all patience to the backfill."""
        return self.client(retries=RetryPolicy(attempts=1))

    def file(self, content: str | bytes, name: str = "rows.csv") -> Path:
        path = self.directory / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    async def run(
        self, source: Source | str | Sequence[Mapping[str, Any]], columns: Columns = SALES, **options: Any
    ) -> Summary:
        """Run a backfill of CSV text, of mappings, or of any source; its numbers must add up."""
        client = options.pop("client", None) or self.client()
        if isinstance(source, str):
            source = csv_rows(self.file(source))
        elif isinstance(source, Sequence):
            source = rows_of(source)
        async with Ledger(self.ledger_file, account=client.account) as ledger:
            summary = await Backfill(client, ledger, source, columns, **options).run()
        assert_it_adds_up(summary)
        return summary


def assert_it_adds_up(summary: Summary) -> None:
    numbers = summary.as_dict()
    assert numbers["rows"] == sum(numbers.values()) - numbers["rows"] - numbers["requests"]


def sale(event_id: str, uid: str = "ann", amount: str = "10.00", **more: str) -> dict[str, str]:
    """A row."""
    return {"kind": "sale", "event_id": event_id, "uid": uid, "amount": amount, **more}


def refund(event_id: str, uid: str = "ann", amount: str = "10.00", **more: str) -> dict[str, str]:
    return {"kind": "refund", "event_id": event_id, "uid": uid, "amount": amount, **more}


def signup(uid: str = "ann", **more: str) -> dict[str, str]:
    return {"kind": "signup", "uid": uid, "ref_id": "pam", **more}


def cancellation(uid: str = "ann") -> dict[str, str]:
    return {"kind": "cancellation", "uid": uid}
