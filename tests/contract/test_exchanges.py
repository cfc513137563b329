"""Every operation's own exchange: the bytes that it sends, and the sample that it reads without a rest."""

import mimetypes
from itertools import chain
from pathlib import Path
from typing import Any

from firstpromoter_async import Request
from firstpromoter_async.catalogue import operations
from firstpromoter_async.wire.encode import encode
from firstpromoter_async.wire.message import HttpResponse
from tests.contract.exchange import Exchange
from tests.contract.nouns import collected
from tests.contract.test_reading import models_in
from tests.many import all_in_one

SAMPLES = Path(__file__).parents[1] / "samples"
HOST = "https://fp.test"
EXCHANGES: dict[str, Exchange] = collected("EXCHANGES")
OPERATIONS = {operation.call: operation.request for operation in operations()}

each = all_in_one("call", sorted(EXCHANGES.keys() & OPERATIONS.keys()))


def test_every_operation_has_an_exchange_and_no_other_has() -> None:
    assert OPERATIONS.keys() - EXCHANGES.keys() == set(), "write it into EXCHANGES of its noun in tests/contract/nouns"
    assert EXCHANGES.keys() - OPERATIONS.keys() == set(), "there is no such call: its noun needs a line for it"


def test_every_sample_is_read_by_some_operation() -> None:
    read = {exchange.answer for exchange in EXCHANGES.values()} - {None}
    there = {str(path.relative_to(SAMPLES)) for path in SAMPLES.rglob("*.*")}
    assert read - there == set(), f"write what comes back into {SAMPLES.name}/ in tests"
    assert there - read == set(), "no exchange of tests/contract/nouns names it"


def request_of(call: str) -> Request[Any]:
    return OPERATIONS[call](**EXCHANGES[call].given)


def answer_of(exchange: Exchange) -> HttpResponse:
    if exchange.answer is None:
        return HttpResponse.of(exchange.status)
    media_type = mimetypes.types_map[Path(exchange.answer).suffix]
    return HttpResponse.of(exchange.status, {"Content-Type": media_type}, (SAMPLES / exchange.answer).read_bytes())


@each
def test_these_bytes_leave(call: str) -> None:
    message = encode(request_of(call), HOST)
    line = f"{message.method} {message.url.removeprefix(HOST)}"
    assert (f"{line} {message.body.decode('ascii')}" if message.body else line) == EXCHANGES[call].sent


@each
def test_the_sample_is_read_and_nothing_in_it_is_unknown(call: str) -> None:
    value = request_of(call).read(answer_of(EXCHANGES[call]))
    assert (value is None) is (EXCHANGES[call].answer is None)
    unknown = list(chain.from_iterable(model.extra for model in models_in(value)))
    assert unknown == [], "the sample has it, and the model does not name it"
