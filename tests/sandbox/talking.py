"""Plain calls to a sandbox: what a client without any library would send, and what it would see."""

import json
from typing import Any
from urllib.parse import urlencode

import anyio
from attrs import define, field, frozen

from firstpromoter_async.sandbox import Sandbox
from firstpromoter_async.sandbox.dispatch import answer, handle
from firstpromoter_async.testing import Clock
from firstpromoter_async.wire.message import Headers, HttpRequest, HttpResponse

HOST = "https://fp.test"
FORM = ("Content-Type", "application/x-www-form-urlencoded")
_AFFILIATE = "/affiliate"
JSON = ("Content-Type", "application/json")


@frozen
class Answer:
    """What came back."""

    response: HttpResponse

    @property
    def status(self) -> int:
        return self.response.status

    @property
    def json(self) -> Any:
        return json.loads(self.response.body)

    @property
    def text(self) -> str:
        return self.response.body.decode()


@define
class Talk:
    """A sandbox whose clock stands still, and the two ways to call it."""

    clock: Clock = field(factory=Clock)
    sandbox: Sandbox = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.sandbox = Sandbox(rate=None, clock=self.clock)

    def send(self, method: str, path: str, headers: tuple[tuple[str, str], ...] = (), body: bytes = b"") -> Answer:
        return Answer(answer(self.sandbox, HttpRequest(method, HOST + path, headers, body)))

    def with_fault(self, fault: str, method: str, path: str, params: dict[str, Any]) -> Answer:
        """Call v2 with JSON, and let something go wrong."""
        headers = (*self.opened, JSON, ("X-Sandbox-Fault", fault))
        request = HttpRequest(method, f"{HOST}/api/v2{path}", headers, json.dumps(params).encode())
        return Answer(anyio.run(handle, self.sandbox, request).http)

    @property
    def opened(self) -> tuple[tuple[str, str], ...]:
        """The headers that open v2."""
        keys = self.sandbox.keys
        return (("Authorization", f"Bearer {keys.api_key}"), ("Account-ID", keys.account_id))

    def v1(self, method: str, path: str, params: dict[str, Any] | None = None, /, **more: Any) -> Answer:
        """Call v1: reads with a query, writes with a form."""
        key = ("X-API-KEY", self.sandbox.keys.v1_api_key)
        written = urlencode((params or {}) | more, doseq=True)
        if method == "GET":
            return self.send(method, f"/api/v1{path}?{written}", (key,))
        return self.send(method, f"/api/v1{path}", (key, FORM), written.encode())

    def v2(self, method: str, path: str, params: dict[str, Any] | None = None, /, **more: Any) -> Answer:
        """Call v2: reads with a query, writes with JSON; a path that begins with `/api` is taken as it is.

        The affiliate's side is called as the first promoter, who is Ann in most tests.
        """
        if path.startswith(_AFFILIATE):
            return self.signed_in().call(method, path.removeprefix(_AFFILIATE), params, **more)
        whole = path if path.startswith("/api/") else f"/api/v2{path}"
        return self.with_json(method, whole, self.opened, (params or {}) | more)

    def with_json(self, method: str, path: str, opened: Headers, given: dict[str, Any]) -> Answer:
        """Call with these headers: reads with a query, writes with JSON."""
        if method == "GET":
            return self.send(method, f"{path}?{urlencode(given, doseq=True)}", opened)
        return self.send(method, path, (*opened, JSON), json.dumps(given).encode())

    def signed_in(self, promoter_id: int = 1001, **more: Any) -> "Promoter":
        """Begin a session of a promoter's."""
        begun = self.control("POST", "/sessions", {"promoter_id": promoter_id, **more})
        return Promoter(self, begun["access_token"])

    def control(self, method: str, path: str, body: Any = None) -> Any:
        """Call the sandbox's own side."""
        headers, written = ((), b"") if body is None else ((JSON,), json.dumps(body).encode())
        return self.send(method, f"/_sandbox{path}", headers, written).json

    # People who occur in many tests.

    def promoter(self, name: str = "Ann", **more: Any) -> dict[str, Any]:
        """Create a promoter whose ref_id is the name in small letters."""
        made = self.v1("POST", "/promoters/create", email=f"{name.lower()}@example.com", first_name=name, **more)
        assert made.status == 200, made.text
        promoter: dict[str, Any] = made.json
        return promoter

    def lead(self, name: str = "joe", ref_id: str = "ann", **more: Any) -> dict[str, Any]:
        """Sign somebody up, referred by a promoter."""
        made = self.v1("POST", "/track/signup", email=f"{name}@example.com", ref_id=ref_id, **more)
        assert made.status == 200, made.text
        lead: dict[str, Any] = made.json["lead"]
        return lead

    def sale(self, event_id: str, amount: int, name: str = "joe", **more: Any) -> dict[str, Any]:
        """Track a sale to a lead."""
        made = self.v1("POST", "/track/sale", email=f"{name}@example.com", event_id=event_id, amount=amount, **more)
        assert made.status == 200, made.text
        event: dict[str, Any] = made.json
        return event

    def balances(self, promoter_id: int) -> tuple[Any, Any, Any]:
        """Return a promoter's earnings, paid and current balance."""
        shown = self.v1("GET", "/promoters/show", id=promoter_id).json
        return shown["earnings_balance"], shown["paid_balance"], shown["current_balance"]


@frozen
class Promoter:
    """Somebody who is signed in, and calls the affiliate's side."""

    talk: Talk
    token: str

    @property
    def opened(self) -> Headers:
        """The headers that open the affiliate's side."""
        return (("Authorization", f"Bearer {self.token}"), ("Account-ID", self.talk.sandbox.keys.account_id))

    def call(self, method: str, path: str, params: dict[str, Any] | None = None, /, **more: Any) -> Answer:
        """Call an operation below `/api/v2/affiliate`: reads with a query, writes with JSON."""
        return self.talk.with_json(method, f"/api/v2{_AFFILIATE}{path}", self.opened, (params or {}) | more)
