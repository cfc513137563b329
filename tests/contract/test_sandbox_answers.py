"""The sandbox's answers against FirstPromoter's documents: every documented field is there, and has its documented type.

One programme is played through with every operation, so that each has something to show.
"""

from fnmatch import fnmatchcase
from typing import Any, Final

import pytest

from firstpromoter_async.catalogue import Operation
from tests.contract.documents import Fact
from tests.contract.nouns import collected, each
from tests.contract.programme import begin
from tests.contract.test_vocabulary import BUILT, by_operation, documented
from tests.contract.vocabulary import answer_of

NOT_SHOWN: Final[dict[str, str]] = collected("NOT_SHOWN")


@pytest.fixture(scope="module")
def answers() -> dict[str, Any]:
    """Play a programme; returns the answer of each operation that was called, by its route."""
    programme = begin()
    for play in each("play"):
        play(programme)
    return programme.answers


@by_operation
def test_the_sandbox_shows_every_documented_field(operation: Operation, answers: dict[str, Any]) -> None:
    route = str(operation.request.route)
    assert route in answers, "play it in its module of tests/contract/nouns"
    ours = {fact.name: fact for fact, _ in answer_of(operation)}
    wrong = [
        sentence
        for fact in documented()[route]
        if fact.place.startswith("2") and fact.name
        for sentence in differences(fact, ours.get(fact.name, fact), answers[route])
    ]
    assert [one for one in wrong if not any(fnmatchcase(one, pattern) for pattern in NOT_SHOWN)] == []


def differences(fact: Fact, ours: Fact, answer: Any) -> list[str]:
    label = f"{fact.operation} {fact.name}"
    owner_name, _, last = fact.name.rpartition(".")
    if not last.strip("[]"):
        return [] if isinstance(answer, list) else [f"{label}: is no list"]
    owners = values_at(answer, owner_name)
    if not owners:
        return [] if may_be_empty(fact, owner_name) else [f"{label}: there is nothing to show it in"]
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
        for operation in BUILT
        for fact in documented()[str(operation.request.route)]
        if fact.place.startswith("2") and fact.name
        for sentence in differences(fact, fact, answers[str(operation.request.route)])
    ]
    assert [pattern for pattern in NOT_SHOWN if not any(fnmatchcase(one, pattern) for one in sentences)] == []
