"""One answer too many on a connection that is kept alive is not taken for the next sale's, over real sockets."""

import json
from typing import Any

import anyio
import pytest
from anyio.abc import SocketStream

from firstpromoter_async import FirstPromoter, Recorded, RetryPolicy, UnexpectedAnswer
from firstpromoter_async.transport import Httpx2Transport, HttpxTransport
from tests.clocks import PATIENT
from tests.transport.test_transports import server

pytestmark = pytest.mark.anyio


def recorded(event_id: str) -> bytes:
    body = json.dumps({"id": 1, "etype": "sale", "event_id": event_id}).encode()
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)


class Stuttering:
    """A server, or a proxy, that answers its second request with the answer to the first once more."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def behave(self, stream: SocketStream, request: bytes) -> None:
        event_id = json.loads(request.partition(b"\r\n\r\n")[2])["event_id"]
        self.asked.append(event_id)
        await stream.send(recorded(self.asked[0] if len(self.asked) == 2 else event_id))


@pytest.mark.parametrize("kind", [HttpxTransport, Httpx2Transport])
@pytest.mark.parametrize("attempts", [1, 2])
async def test_an_answer_too_many_is_not_the_next_sales(kind: Any, attempts: int) -> None:
    stuttering, transport = Stuttering(), kind()
    async with (
        server(stuttering.behave) as base,
        FirstPromoter(
            api_key="k",
            account_id="a",
            base_url=base,
            transport=transport,
            timeout=PATIENT,
            deadline=None,
            retries=RetryPolicy(attempts=attempts, base=0.0),
        ) as fp,
    ):
        first = await fp.v2.track.sale(uid="ann", event_id="order-1", amount=100)
        assert isinstance(first, Recorded)
        if attempts == 1:
            with pytest.raises(UnexpectedAnswer, match="outcome: unknown"):
                await fp.v2.track.sale(uid="ben", event_id="order-2", amount=100)
        else:
            second = await fp.v2.track.sale(uid="ben", event_id="order-2", amount=100)
            assert isinstance(second, Recorded)
            assert second.event.event_id == "order-2"
    with anyio.CancelScope(shield=True):
        await transport.aclose()
