"""The sandbox's answers against FirstPromoter's documents: every documented field is there, and has its documented type.

What stands in no document is held against our own models. One programme is played through with every operation, so that each
has something to show.
"""

import json
from collections.abc import Iterator
from fnmatch import fnmatchcase
from itertools import chain
from operator import attrgetter
from types import NoneType
from typing import Any, Final

import pytest

from firstpromoter_async.catalogue import Operation, operations
from firstpromoter_async.wire.message import HttpResponse
from firstpromoter_async.wire.request import Tracking
from tests.contract.building import least_request
from tests.contract.documents import Fact
from tests.contract.nouns import collected, each
from tests.contract.programme import begin
from tests.contract.test_reading import models_in
from tests.contract.test_vocabulary import documented
from tests.contract.vocabulary import answer_of
from tests.many import all_in_one

NOT_SHOWN: Final[dict[str, str]] = collected("NOT_SHOWN")

PLAY_IT: Final = "`play` it in its noun's module of tests/contract/nouns"

by_operation = pytest.mark.parametrize("operation", operations(), ids=lambda one: one.call)


def is_about_an_event(operation: Operation) -> bool:
    """An answer to a tracking call is only believed about the event that was sent; `tests/wire/test_tracking` reads those."""
    return issubclass(operation.request, Tracking)


@pytest.fixture(scope="module")
def answers() -> dict[str, Any]:
    """Play a programme; returns the answer of each operation that was called, by its route."""
    programme = begin()
    for play in each("play"):
        play(programme)
    return programme.answers


@by_operation
def test_the_sandbox_shows_every_field(operation: Operation, answers: dict[str, Any]) -> None:
    route = str(operation.request.route)
    assert route in answers, PLAY_IT
    wrong = differences_in(operation, answers[route])
    unexplained = [one for one in wrong if not any(fnmatchcase(one, pattern) for pattern in NOT_SHOWN)]
    assert unexplained == [], "let its handler show it so, or say why not in NOT_SHOWN of its noun's module"


@all_in_one("operation", [one for one in operations() if not is_about_an_event(one)], attrgetter("call"))
def test_the_sandboxs_answer_is_read_and_nothing_in_it_is_unknown(
    operation: Operation, answers: dict[str, Any]
) -> None:
    assert str(operation.request.route) in answers, PLAY_IT
    answer = answers[str(operation.request.route)]
    body = answer if isinstance(answer, str) else json.dumps(answer)
    value = least_request(operation.request).read(HttpResponse.of(200, {}, body.encode()))
    assert (value is None) is (operation.request.answer is NoneType)
    unknown = list(chain.from_iterable(model.extra for model in models_in(value)))
    assert unknown == [], "the sandbox answers this, and the model does not name it"


def differences_in(operation: Operation, answer: Any) -> Iterator[str]:
    ours = {fact.name: fact for fact, _ in answer_of(operation)}
    for fact in fields_of(operation):
        yield from differences(fact, ours.get(fact.name, fact), answer)


def fields_of(operation: Operation) -> list[Fact]:
    """Return what the documents have on an answer; where they have no such operation, what we read of it."""
    theirs = documented().get(str(operation.request.route))
    if theirs is None:
        return [fact for fact, _ in answer_of(operation)]
    return [fact for fact in theirs if fact.place.startswith("2") and fact.name]


def differences(fact: Fact, ours: Fact, answer: Any) -> list[str]:
    label = f"{fact.operation} {fact.name}"
    owner_name, _, last = fact.name.rpartition(".")
    if not last.strip("[]"):
        return [] if isinstance(answer, list) else [f"{label}: is no list"]
    owners = values_at(answer, owner_name)
    if not owners:
        return [] if may_be_empty(fact, owner_name) else [f"{label}: there is nothing to show it in"]
    if any(isinstance(one, list) for one in owners):
        return [f"{label}: is in a list"]
    if not all(last in one for one in owners if isinstance(one, dict)):
        return [f"{label}: is missing"]
    shown = [one[last] for one in owners if isinstance(one, dict) and one[last] is not None]
    return [
        f"{label}: {value!r} is not {ours.kind}"
        for value in shown
        if not any(fits(value, kind) for kind in allowed(fact, ours))
    ]


def values_at(answer: Any, name: str) -> list[Any]:
    """Return all values at a place, whichever list they are in; those that are null are left out."""
    values = [answer]
    for step in name.replace("[]", ".[]").lstrip(".").split(".") if name else []:
        if step == "[]":
            values = [item for value in values for item in value]
        else:
            values = [value[step] for value in values if isinstance(value, dict) and value.get(step) is not None]
    return values


def may_be_empty(fact: Fact, owner: str) -> bool:
    """A list may be empty where what stands beside it is not: only rows themselves have to be there."""
    return not owner.endswith("[]") or "commissions" in fact.name


def allowed(theirs: Fact, ours: Fact) -> set[str]:
    return {*theirs.kind.split("|"), *ours.kind.split("|")}


_PYTHON: Final[dict[str, Any]] = {
    "text": str,
    "date": str,
    "moment": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "map": dict,
    "object": dict,
    "any": object,
}


def fits(value: Any, kind: str) -> bool:
    if kind.endswith("[]"):
        return isinstance(value, list) and all(fits(one, kind.removesuffix("[]")) for one in value)
    return isinstance(value, _PYTHON[kind]) and (kind == "boolean" or not isinstance(value, bool) or kind == "any")


def test_every_exception_is_still_needed(answers: dict[str, Any]) -> None:
    sentences = [
        sentence
        for operation in operations()
        for fact in fields_of(operation)
        for sentence in differences(fact, fact, answers.get(str(operation.request.route)))
    ]
    assert [pattern for pattern in NOT_SHOWN if not any(fnmatchcase(one, pattern) for one in sentences)] == []
