"""Every documented answer, read by us: whole, and with each of its fields null, absent, unknown or of another type.

The answers are made of the facts in `facts.tsv`, so a new operation is tested here without another line.
"""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import attrs
import pytest

from firstpromoter_async import (
    Envelope,
    File,
    FirstPromoterError,
    Model,
    Page,
    Recorded,
    Request,
    StatusError,
    UnreadableAnswer,
)
from firstpromoter_async.catalogue import Operation
from firstpromoter_async.wire.message import HttpResponse
from firstpromoter_async.wire.request import Tracking
from tests.contract.building import least_request
from tests.contract.documents import Fact
from tests.contract.examples import changed, example_of, names_in, steps_of, without
from tests.contract.test_vocabulary import BUILT, by_operation, documented, fields_of_answer
from tests.contract.vocabulary import answer_of, wire_name
from tests.many import speaking_of


def answers_of(operation: Operation) -> Iterator[tuple[int, list[Fact], Any]]:
    """Return each documented success with JSON, the facts on it, and an example with all of its fields."""
    facts = documented()[str(operation.request.route)]
    for status in sorted({fact.place for fact in facts if fact.place.startswith("2")}):
        of_this = [fact for fact in facts if fact.place == status]
        if any(fact.kind == "file" for fact in of_this):
            continue
        yield int(status), of_this, about(least_request(operation.request), example_of(of_this, our_facts(operation)))


def about(request: Request[Any], example: Any) -> Any:
    """Return an example that is about the event that was sent: an answer to another one is not believed."""
    if isinstance(request, Tracking):
        kind = request.route.path.rpartition("/")[2]
        for name in names_in(example):
            if name in ("type", "etype"):
                example = changed(example, name, kind)
            elif steps_of(name)[-1] == "event_id":
                example = changed(example, name, getattr(request, "event_id", None))
    return example


def read(operation: Operation, status: int, body: Any) -> Any:
    content = b"" if body is None else json.dumps(body).encode()
    return least_request(operation.request).read(HttpResponse.of(status, {}, content))


@cache
def our_facts(operation: Operation) -> dict[str, Fact]:
    return {fact.name: fact for fact, _ in answer_of(operation)}


@by_operation
def test_an_answer_with_every_documented_field_is_read(operation: Operation) -> None:
    for status, facts, example in answers_of(operation):
        value = read(operation, status, example)
        for name in readable_names(operation, facts):
            assert value_at(example, name) is None or found_at(value, name) not in (None, ()), name


def value_at(example: Any, name: str) -> Any:
    for step in steps_of(name):
        example = example[0] if step == "[]" else example[step]
    return example


def found_at(value: Any, name: str) -> Any:
    """Follow a name through models, by the attributes that are read from it."""
    value = value.event if isinstance(value, Recorded) else value
    steps = steps_of(name)
    if isinstance(value, Page):
        value, steps = value.items[0], steps[steps.index("[]") + 1 :]
    for step in steps:
        value = value[0] if step == "[]" else getattr(value, attribute_for(type(value), step))
    return value


def attribute_for(model: type[Model], name: str) -> str:
    return next(one.name for one in attrs.fields(model) if name in (wire_name(one), *one.metadata.get("others", ())))


def extras_of(value: Any) -> str:
    """Return what the models in a value have no name for."""
    return repr([model.extra for model in models_in(value)])


def models_in(value: Any) -> Iterator[Model]:
    if isinstance(value, Recorded | Page):
        yield from models_in(value.event if isinstance(value, Recorded) else value.items)
    elif isinstance(value, Envelope):
        yield from models_in((value.data, value.meta))
    elif isinstance(value, tuple):
        for one in value:
            yield from models_in(one)
    elif isinstance(value, Model):
        yield value
        for attribute in attrs.fields(type(value)):
            yield from models_in(getattr(value, attribute.name))


@by_operation
def test_a_documented_file_is_read_with_its_media_type(operation: Operation) -> None:
    for fact in documented()[str(operation.request.route)]:
        if fact.kind == "file" and fact.place.startswith("2"):
            response = HttpResponse.of(int(fact.place), {"Content-Type": fact.values[0]}, b"1")
            assert least_request(operation.request).read(response) == File(content=b"1", media_type=fact.values[0])


@by_operation
def test_a_field_that_is_null_reads_as_nothing(operation: Operation) -> None:
    ours = our_facts(operation)
    for status, facts, example in answers_of(operation):
        for name in readable_names(operation, facts):
            if ours[name].nullable or ours[name].kind.endswith("[]"):
                assert read(operation, status, changed(example, name, None)) is not None, name


@by_operation
def test_a_field_that_is_absent_reads_as_nothing(operation: Operation) -> None:
    ours = our_facts(operation)
    for status, facts, example in answers_of(operation):
        for name in readable_names(operation, facts):
            if ours[name].nullable or ours[name].kind.endswith("[]"):
                assert read(operation, status, without(example, name)) is not None, name


@by_operation
def test_a_field_of_another_type_is_refused_by_its_name(operation: Operation) -> None:
    ours = our_facts(operation)
    for status, facts, example in answers_of(operation):
        for name in readable_names(operation, facts):
            wrong = wrong_value_for(ours[name])
            if wrong is None:
                continue
            with speaking_of(name), pytest.raises(UnreadableAnswer, match=steps_of(name)[-1]):
                read(operation, status, changed(example, name, wrong))


@by_operation
def test_a_field_that_we_do_not_know_is_kept(operation: Operation) -> None:
    for status, facts, example in answers_of(operation):
        owners = {name.rpartition(".")[0] for name in readable_names(operation, facts)}
        for owner in owners:
            body = changed(example, f"{owner}.from_tomorrow".lstrip("."), "kept")
            assert "kept" in extras_of(read(operation, status, body)), owner


def readable_names(operation: Operation, facts: list[Fact]) -> list[str]:
    """Return the documented fields that we read by name."""
    ours = our_facts(operation)
    known = {fact.name for fact in fields_of_answer(str(operation.request.route))} - identity_of(operation)
    return [fact.name for fact in facts if fact.name in known and fact.name in ours]


def identity_of(operation: Operation) -> set[str]:
    """Return the fields by which an answer shows what it is about; `tests/wire/test_tracking` changes those."""
    if not issubclass(operation.request, Tracking):
        return set()
    return {name for name in our_facts(operation) if name in ("id", "type", "etype") or name.endswith("event_id")}


def wrong_value_for(fact: Fact) -> Any:
    """Return something that this field cannot be, or None where it can be anything."""
    kinds = set(fact.kind.split("|"))
    if "any" in kinds:
        return None
    return "text" if kinds & {"object", "map"} or any(kind.endswith("[]") for kind in kinds) else {"not": "this"}


@by_operation
def test_every_documented_refusal_is_an_error_of_its_status(operation: Operation) -> None:
    statuses = [fact.name for fact in documented()[str(operation.request.route)] if fact.place == "status"]
    assert statuses
    for status in statuses:
        if not status.startswith("2"):
            with speaking_of(status), pytest.raises(FirstPromoterError) as caught:
                read(operation, int(status), {"message": "No.", "code": "no"})
            assert isinstance(caught.value, StatusError)
            assert caught.value.status == int(status)


def test_every_operation_that_the_documents_have_is_tested_here() -> None:
    assert len(BUILT) >= 36
