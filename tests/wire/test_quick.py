"""The quick way to fill a model gives what the careful way gives, or leaves it to the careful way."""

from importlib import import_module
from typing import Any

import attrs
import pytest
from attrs import field
from cattrs.errors import BaseValidationError

import firstpromoter_async.v1.models
import firstpromoter_async.v2.models
from firstpromoter_async.frozen import frozen
from firstpromoter_async.v2.models import Commission, Promoter
from firstpromoter_async.wire import codec, quick
from firstpromoter_async.wire.model import Model, known_as

V1: Any = firstpromoter_async.v1.models
V2: Any = firstpromoter_async.v2.models
MODELS = [
    one
    for package in (V1, V2, import_module("firstpromoter_async.webhooks.models"))
    for name in dir(package)
    if isinstance(one := getattr(package, name), type) and issubclass(one, Model) and one is not Model
]
ODD: list[Any] = [
    *(None, True, False, 0, 1, -3, 7.0, 7.5),
    *("", "0", "7", "7.5", "x", "true", "cash", "pending", "2026-01-02", "2026-01-02T03:04:05Z"),
    *([], ["x"], [1], ["pending"], [None], [{}], [{"id": 1}], [{"id": "1", "name": ""}], [[]]),
    *({}, {"id": 1}, {"id": "x"}, {"name": 5}, {"1": "5"}, {"x": None}),
]


def in_words(read: Any, value: object, kind: Any) -> object:
    try:
        return read(value, kind)
    except (BaseValidationError, TypeError, ValueError) as problem:
        return codec.explain(problem)


def names_of(model: type[Model]) -> list[str]:
    fields = [one for one in attrs.fields(model) if one.name != "raw"]
    return [name for one in fields for name in (one.metadata.get("name", one.name), *one.metadata.get("others", ()))]


def least_of(model: type[Model]) -> dict[str, Any]:
    """Return an object with the fields that a model cannot do without, which are ids and words."""
    return {one.metadata.get("name", one.name): "7" for one in attrs.fields(model) if one.default is attrs.NOTHING}


def test_every_model_is_filled_the_quick_way() -> None:
    assert len(MODELS) > 100
    assert [model for model in MODELS if not quick.can_fill(model)] == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: f"{model.__module__.split('.')[1]}.{model.__qualname__}")
def test_both_ways_read_the_same(model: type[Model]) -> None:
    quickly, carefully, needed = codec.hook(model), codec.careful_hook(model), least_of(model)
    for name in names_of(model):
        for value in ODD:
            body = needed | {name: value}
            assert in_words(quickly, body, model) == in_words(carefully, body, model), (name, value)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: f"{model.__module__.split('.')[1]}.{model.__qualname__}")
def test_what_fits_is_never_left_to_the_careful_way(model: type[Model]) -> None:
    fill, carefully = quick.Filling(codec.hook).of(model), codec.careful_hook(model)
    for name in names_of(model):
        for value in ODD:
            body = least_of(model) | {name: value}
            try:
                expected = carefully(body, model)
            except (BaseValidationError, TypeError, ValueError):
                continue
            assert fill(body) == expected, (name, value)


def test_what_the_quick_way_cannot_read_is_told_with_its_place() -> None:
    with pytest.raises(BaseValidationError) as caught:
        codec.structure({"id": 1, "promoter_campaigns": [{"id": "seven"}]}, Promoter)
    assert "promoter_campaigns[0].id" in codec.explain(caught.value)


def test_the_object_as_it_came_stays_at_hand_at_every_level() -> None:
    body = {"id": "1", "promoter_campaigns": [{"id": "7", "mood": "good"}]}
    promoter = codec.structure(body, Promoter)
    assert promoter.raw is body
    assert promoter.promoter_campaigns[0].extra == {"mood": "good"}


def test_a_default_that_is_made_anew_each_time_is_made_anew() -> None:
    @frozen(kw_only=True)
    class Listed(Model):
        names: dict[str, Any] = field(factory=dict)

    assert codec.structure({}, Listed).names == {}
    assert codec.structure({}, Listed).names is not codec.structure({}, Listed).names


def test_a_model_whose_types_are_unknown_says_so_each_time() -> None:
    @frozen(kw_only=True)
    class Odd(Model):
        thing: "Nowhere | None" = None  # type: ignore[name-defined]  # noqa: F821

    filling = quick.Filling(codec.hook)
    for _ in range(2):
        with pytest.raises(NameError, match="Nowhere"):
            filling.of(Odd)


def test_a_subclass_with_slots_and_with_code_of_its_own_is_filled_the_careful_way() -> None:
    @attrs.frozen(kw_only=True)
    class Ours(Commission):
        shop: str | None = None

    @frozen(kw_only=True)
    class Doubled(Model):
        size: int = field(converter=lambda size: 2 * size)

    assert not quick.can_fill(Ours)
    assert codec.structure({"id": 1, "shop": "Nice"}, Ours).shop == "Nice"
    assert codec.structure({"size": 2}, Doubled).size == 4


def test_a_model_may_hold_its_own_kind() -> None:
    assert codec.structure({"name": "a", "inner": {"name": "b", "inner": None}}, Nested).inner.name == "b"


@frozen(kw_only=True)
class Nested(Model):
    name: str = field(default="nobody", metadata=known_as("name", "called"))
    inner: "Nested | None" = None


@pytest.mark.parametrize(
    ("body", "name"), [({}, "nobody"), ({"called": "x"}, "x"), ({"called": "x", "name": "y"}, "y")]
)
def test_defaults_and_other_spellings_are_the_same_either_way(body: dict[str, str], name: str) -> None:
    assert codec.hook(Nested)(body, Nested).name == codec.careful_hook(Nested)(body, Nested).name == name
