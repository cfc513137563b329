"""From bytes to objects: a page of 100 promoters, the answer to a sale, and a webhook.

The models of the peers have the same fields. What the peers do not do: keep what they do not know, take digits in quotes for
a number and an empty text for none, keep an enum's unknown value (msgspec keeps enums as text here).
"""

import gc
import json
import time
from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec
import pydantic

from firstpromoter_async.outcomes import Recorded
from firstpromoter_async.v2.company.promoters import ListPromoters
from firstpromoter_async.v2.models.promoters import Promoter
from firstpromoter_async.v2.models.tracking import TrackingEvent
from firstpromoter_async.v2.tracking import TrackSale
from firstpromoter_async.webhooks import CommissionUpdated, parse
from firstpromoter_async.wire import parse as parsing
from firstpromoter_async.wire.message import HttpResponse

from . import payloads
from .findings import Findings, Goal, Table, compared, ratio
from .peers import many, msgspec_events, msgspec_struct, pydantic_events, pydantic_model

ROUNDS: Final = 15
_MSGSPEC: Final = parsing.fast_parser

Read = Callable[[], Any]


def measure() -> Findings:
    """Measure all three."""
    webhook = payloads.webhook()
    series = _in_turns(_webhook_readers(webhook), 800)
    return Findings(
        tables=(
            _table("A page of 100 promoters", payloads.promoters_page(), _page_readers, times=8),
            _table("The answer to a sale", payloads.sale_answer(), _sale_readers, times=800),
            _shown("A webhook", webhook, series),
        ),
        goals=(
            Goal(
                what="a webhook to its event, with msgspec, to json + pydantic",
                limit=1.0,
                measured=ratio(series, "ours (msgspec + cattrs)", "json + pydantic"),
                unit="x",
            ),
        ),
    )


def _table(title: str, body: bytes, readers: Callable[[bytes], Mapping[str, Read]], *, times: int) -> Table:
    return _shown(title, body, _in_turns(readers(body), times))


def _shown(title: str, body: bytes, series: Mapping[str, list[float]]) -> Table:
    return Table(
        f"{title} ({len(body) / 1000:.1f} kB)",
        ("who", "us", "lowest-highest", "to json alone"),
        tuple(compared(series, "json alone", digits=1)),
    )


def _ours(read: Read) -> dict[str, Read]:
    """Read with Python's own JSON parser, and with msgspec's."""

    def by(parser: Any) -> Read:
        def reading() -> Any:
            parsing.fast_parser = parser
            return read()

        return reading

    return {"ours (json + cattrs)": by(None), "ours (msgspec + cattrs)": by(_MSGSPEC)}


def _page_readers(body: bytes) -> dict[str, Read]:
    response = HttpResponse.of(200, {"Content-Type": "application/json"}, body)
    listing = ListPromoters(per_page=100)
    page: Any = pydantic.create_model("Page", data=(many(pydantic_model(Promoter)), ...))
    struct = msgspec.json.Decoder(msgspec.defstruct("Page", [("data", many(msgspec_struct(Promoter)))]))
    readers: dict[str, Read] = {
        "json alone": lambda: json.loads(body),
        **_ours(lambda: listing.read(response)),
        "json + pydantic": lambda: page.model_validate(json.loads(body)),
        "pydantic": lambda: page.model_validate_json(body),
        "msgspec": lambda: struct.decode(body),
    }
    assert readers["ours (json + cattrs)"]().items[99].id == 100
    assert readers["pydantic"]().data[99].id == readers["msgspec"]().data[99].id == 100
    return readers


def _sale_readers(body: bytes) -> dict[str, Read]:
    response = HttpResponse.of(200, {"Content-Type": "application/json"}, body)
    request = TrackSale(**payloads.sale(1))
    model = pydantic_model(TrackingEvent)
    struct = msgspec.json.Decoder(msgspec_struct(TrackingEvent))
    readers: dict[str, Read] = {
        "json alone": lambda: json.loads(body),
        **_ours(lambda: request.read(response)),
        "json + pydantic": lambda: model.model_validate(json.loads(body)),
        "pydantic": lambda: model.model_validate_json(body),
        "msgspec": lambda: struct.decode(body),
    }
    recorded = readers["ours (json + cattrs)"]()
    assert isinstance(recorded, Recorded)
    assert recorded.event.commissions[0].amount == 400
    assert readers["pydantic"]().commissions[0].amount == readers["msgspec"]().commissions[0].amount == 400
    return readers


def _webhook_readers(body: bytes) -> dict[str, Read]:
    union, decoder = pydantic_events(), msgspec_events()
    readers: dict[str, Read] = {
        "json alone": lambda: json.loads(body),
        **_ours(lambda: parse(body)),
        "json + pydantic": lambda: union.validate_python(json.loads(body)),
        "pydantic": lambda: union.validate_json(body),
        "msgspec": lambda: decoder.decode(body),
    }
    event = readers["ours (json + cattrs)"]()
    assert isinstance(event, CommissionUpdated)
    assert readers["pydantic"]().data.amount == readers["msgspec"]().data.amount == event.data.amount == 2000
    return readers


def _in_turns(readers: Mapping[str, Read], times: int) -> dict[str, list[float]]:
    series: dict[str, list[float]] = {who: [] for who in readers}
    for _ in range(ROUNDS):
        for who, read in readers.items():
            series[who].append(_us(read, times))
    return series


def _us(read: Read, times: int) -> float:
    gc.collect()
    start = time.process_time()
    for _ in range(times):
        read()
    return (time.process_time() - start) / times * 1e6
