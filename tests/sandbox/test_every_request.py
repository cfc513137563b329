"""Whatever is asked, and however wildly, the sandbox answers as documented, in answers that can be read, and never breaks."""

import json
import re
from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import Any
from urllib.parse import quote, urlencode

import attrs
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from firstpromoter_async import Request
from firstpromoter_async.catalogue import operations
from firstpromoter_async.sandbox.handlers import load
from firstpromoter_async.sandbox.handlers.registry import registry
from tests.contract.documents import read_digest
from tests.contract.exchange import Exchange
from tests.contract.nouns import collected
from tests.many import all_in_one, speaking_of
from tests.sandbox.busy import Busy
from tests.sandbox.talking import JSON, Answer, Talk

load()
KNOWN = st.sampled_from(
    [
        "1001", "20001", "300001", "600000001", "101", "102", "ann", "ben", "joe@example.com", "ann@example.com", "order-1",
        "7", "0", "-1", "100", "1", "true", "false", "cash", "points", "approved", "completed", "active", "asc", "day",
        "2026-01-01", "2025-12-31T00:00:00Z", "revenue_amount", "email", "EUR", "", " ",
    ]
)  # fmt: skip
WILD = st.one_of(st.text(max_size=8), st.integers(-(10**18), 10**18).map(str))
TEXT = st.one_of(KNOWN, KNOWN, WILD)
VALUE = st.recursive(
    st.one_of(TEXT, st.integers(), st.booleans(), st.none(), st.floats(allow_nan=False)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2), st.dictionaries(st.sampled_from(["from", "to", "state"]), inner)
    ),
    max_leaves=4,
)
# Each example asks every operation, so that to look for a smaller one that fails would take longer than a test may.
QUICKLY = settings(max_examples=15, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
DOCUMENTED = {200, 201, 202, 204, 400, 404, 409, 422}
EXCHANGES: dict[str, Exchange] = collected("EXCHANGES")
REQUESTS: dict[str, list[Request[Any]]] = {}
for one in operations():
    REQUESTS.setdefault(str(one.request.route), []).append(one.request(**EXCHANGES[one.call].given))

NAMES: dict[str, set[str]] = {}
for fact in read_digest():
    if fact.place in ("path", "query", "body") and fact.name:
        NAMES.setdefault(fact.operation, set()).add(fact.name)


MORE = ["filters[created_at][from]", "sorting[created_at]", "a[", "page", "per_page", "custom_fields[x]", "ids"]


@cache
def names_of(operation: str) -> list[str]:
    return [*sorted(NAMES.get(operation, set())), *MORE]


def given_to(operation: str, values: dict[int, Any]) -> dict[str, Any]:
    """Put the operation's names where numbers stand for them, so that what is made up once can be asked of all."""
    names = names_of(operation)
    return {names[number % len(names)]: value for number, value in values.items()}


def keys_of(talk: Talk, path: str) -> tuple[tuple[str, str], ...]:
    keys = talk.sandbox.keys
    if path.startswith("/api/v1/"):
        return (("X-API-KEY", keys.v1_api_key),)
    return talk.signed_in().opened if path.startswith("/api/v2/affiliate/") else talk.opened


@cache
def prepared() -> Busy:
    return Busy()


def in_path(operation: str) -> list[str]:
    return re.findall(r"\{(\w+)\}", operation)


def filled_in(path: str, values: dict[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: quote(values[found[1]], safe=""), path)


@cache
def ids_for(operation: str) -> dict[str, str]:
    """Find ids for a path for which the sandbox has something to show or to change."""
    possible = possible_ids(operation) if in_path(operation) else ()
    return next((found for found in possible if is_found(operation, found)), {})


def possible_ids(operation: str) -> Iterator[dict[str, str]]:
    """Yield what the noun itself has prepared, and then all ids that there are."""
    *owners, last = in_path(operation)
    least = prepared().least
    of_owners = [
        {str(said[name]) for said in least.values() if isinstance(said, dict) and name in said} for name in owners
    ]
    ids = [str(number) for number in prepared().as_it_was().ids()]
    if last in least.get(operation, {}):
        ids = [str(least[operation][last]), *ids]
    for values in product(*of_owners, ids):
        yield dict(zip((*owners, last), values, strict=True))


def is_found(operation: str, values: dict[str, str]) -> bool:
    return sent(operation, values, prepared().least.get(operation, {})).status != 404


def sent(operation: str, path_values: dict[str, str], given: dict[str, Any]) -> Answer:
    """Send JSON to the sandbox as it was at first."""
    talk = prepared().as_it_was().talk
    method, path = operation.split(" ")
    body = {name: value for name, value in given.items() if name not in path_values}
    headers = (*keys_of(talk, path), JSON)
    return talk.send(method, filled_in(path, path_values), headers, json.dumps(body).encode())


def expect_documented(operation: str, given: dict[str, Any], answer: Answer) -> None:
    """Hold an answer to the documented statuses, and a success to what our own classes read."""
    assert answer.status in DOCUMENTED, answer.text
    for request in REQUESTS[operation] if answer.status < 300 else ():
        about_the_same(request, given).read(answer.response)


def about_the_same(request: Request[Any], given: dict[str, Any]) -> Request[Any]:
    """Return the request, with the event_id that was given: the answer about another event is none that can be read."""
    event_id = str(given.get("event_id", "")).strip() or "none"
    return attrs.evolve(request, event_id=event_id) if hasattr(request, "event_id") else request


def named(values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[int, Any]]:
    return st.dictionaries(st.integers(0, 59), values, max_size=8)


@all_in_one("operation", [one for one in sorted(registry) if in_path(one)])
def test_there_is_something_for_each_path_to_name(operation: str) -> None:
    assert ids_for(operation), "tests/contract/nouns prepares what it needs"


@QUICKLY
@given(named(TEXT))
def test_any_parameters_get_a_documented_answer(made_up: dict[int, str]) -> None:
    for operation in sorted(registry):
        with speaking_of(operation):
            ask_with_parameters(operation, given_to(operation, made_up))


def ask_with_parameters(operation: str, values: dict[str, str]) -> None:
    method, path = operation.split(" ")
    steps = {name: values.pop(name, ids_for(operation)[name]).strip("./") or "1001" for name in in_path(operation)}
    query = urlencode({name: text.encode("utf-8", "replace") for name, text in values.items()})
    talk = prepared().as_it_was().talk
    answer = talk.send(method, f"{filled_in(path, steps)}?{query}", keys_of(talk, path))
    expect_documented(operation, values, answer)


@QUICKLY
@given(named(VALUE), st.booleans())
def test_any_json_gets_a_documented_answer(made_up: dict[int, Any], is_enough: bool) -> None:
    for operation in sorted(registry):
        least = prepared().least.get(operation, {}) if is_enough else {}
        with speaking_of(operation):
            ask_with_json(operation, least | given_to(operation, made_up))


def ask_with_json(operation: str, values: dict[str, Any]) -> None:
    expect_documented(operation, values, sent(operation, ids_for(operation), values))
