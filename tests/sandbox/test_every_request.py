"""Whatever is asked, and however wildly, the sandbox answers as documented and never breaks."""

import json
import re
import sqlite3
from functools import cache
from typing import Any
from urllib.parse import urlencode

from hypothesis import given, settings
from hypothesis import strategies as st

from firstpromoter_async.sandbox.handlers import load
from firstpromoter_async.sandbox.handlers.registry import registry
from tests.contract.documents import read_digest
from tests.many import speaking_of
from tests.sandbox.talking import JSON, Talk

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
DOCUMENTED = {200, 201, 202, 204, 400, 404, 409, 422}


def keys_of(talk: Talk, path: str) -> tuple[tuple[str, str], ...]:
    keys = talk.sandbox.keys
    if path.startswith("/api/v1/"):
        return (("X-API-KEY", keys.v1_api_key),)
    return talk.signed_in().opened if path.startswith("/api/v2/affiliate/") else talk.opened


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


@cache
def prepared() -> tuple[Talk, sqlite3.Connection]:
    """Return a busy sandbox, and a copy of its database."""
    talk = Talk()
    talk.promoter("Ann", promo_code="ANN10")
    talk.promoter("Ben", campaign_id=102)
    talk.lead(uid="7")
    talk.sale("order-1", 1000)
    copy = sqlite3.connect(":memory:")
    talk.sandbox.store._opened().backup(copy)
    return talk, copy


def busy() -> Talk:
    """Return the busy sandbox as it was at first; to copy it back takes a thousandth of the time that a new one takes."""
    talk, copy = prepared()
    copy.backup(
        talk.sandbox.store._opened()
    )  # not `deserialize`: SQLite 3.40 crashes in a kept statement with `json_each`
    return talk


def named(values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[int, Any]]:
    return st.dictionaries(st.integers(0, 59), values, max_size=8)


@settings(max_examples=15, deadline=None)
@given(named(TEXT))
def test_any_parameters_get_a_documented_answer(made_up: dict[int, str]) -> None:
    for operation in sorted(registry):
        with speaking_of(operation):
            ask_with_parameters(operation, given_to(operation, made_up))


def ask_with_parameters(operation: str, values: dict[str, str]) -> None:
    talk = busy()
    method, path = operation.split(" ")
    for name in re.findall(r"\{(\w+)\}", path):
        path = path.replace(f"{{{name}}}", values.pop(name, "1001").replace("/", "") or "1001")
    query = urlencode({name: text.encode("utf-8", "replace") for name, text in values.items()})
    answer = talk.send(method, f"{path.replace('?', '').replace('#', '')}?{query}", keys_of(talk, path))
    assert answer.status in DOCUMENTED, answer.text


@settings(max_examples=15, deadline=None)
@given(named(VALUE))
def test_any_json_gets_a_documented_answer(made_up: dict[int, Any]) -> None:
    for operation in sorted(registry):
        with speaking_of(operation):
            ask_with_json(operation, given_to(operation, made_up))


def ask_with_json(operation: str, values: dict[str, Any]) -> None:
    talk = busy()
    method, path = operation.split(" ")
    answer = talk.send(method, path.replace("{id}", "1001"), (*keys_of(talk, path), JSON), json.dumps(values).encode())
    assert answer.status in DOCUMENTED, answer.text
