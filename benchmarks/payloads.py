"""The bytes that are sent about: answers as the API's documents show them, repeated where a page is wanted."""

import json
from typing import Any, Final

from firstpromoter_async.sandbox.sending.samples import sample

from .machine import ROOT

_SAMPLES: Final = ROOT / "tests" / "samples"

KEYS: Final = {"Authorization": "Bearer key-of-v2", "Account-ID": "acc_1"}
"""The headers that open v2, for peers that have no idea of them."""


def sale_answer() -> bytes:
    """Return what v2 answers to a sale: the event and its one commission."""
    return _compact(_sample("v2/sale.json"))


def promoters_page() -> bytes:
    """Return a page of 100 v2 promoters."""
    page = _sample("v2/promoters.json")
    return _compact({**page, "data": _repeated(page["data"], first_id=1, count=100)})


def webhook() -> bytes:
    """Return what FirstPromoter sends when a commission is approved."""
    return _compact(sample("commission.updated"))


def v1_promoters_page(number: int, rows: int) -> bytes:
    """Return one of many pages of v1 promoters, whose ids occur nowhere else."""
    return _compact(_repeated(_sample("v1/promoters.json"), first_id=number * rows, count=rows))


def sale(number: int) -> dict[str, Any]:
    """Return the parameters of a sale, each with a key of its own."""
    return {"email": "cal@example.com", "event_id": f"order-{number}", "amount": 4900}


def _sample(name: str) -> Any:
    return json.loads((_SAMPLES / name).read_bytes())


def _repeated(rows: list[Any], *, first_id: int, count: int) -> list[Any]:
    return [{**rows[place % len(rows)], "id": first_id + place} for place in range(count)]


def _compact(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()
