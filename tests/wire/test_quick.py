"""The quick way to fill a model gives what the careful way gives, or leaves it to the careful way."""

import sys
from collections.abc import Mapping
from datetime import datetime
from importlib import import_module
from threading import Thread
from typing import Any, ClassVar

import attrs
import pytest
from attrs import field
from cattrs.errors import BaseValidationError

import firstpromoter_async.v1.models
import firstpromoter_async.v2.models
from firstpromoter_async.frozen import frozen
from firstpromoter_async.v2.models import Commission, PayoutStatus, Promoter
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


@pytest.mark.parametrize("left_out", [(), ("is_new", "title", "ended_at", "status", "options", "anything", "inners")])
def test_what_comes_as_it_should_is_read_without_a_call_for_each_field(left_out: tuple[str, ...]) -> None:
    def no_hook(_: Any) -> Any:
        return lambda value, kind: pytest.fail(f"{value!r} was left to the hook of {kind}")

    body = {name: value for name, value in USUAL.items() if name not in left_out}
    assert quick.Filling(no_hook).of(Usual)(body) == codec.careful_hook(Usual)(body, Usual)


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


def test_a_model_whose_types_are_unknown_changes_nothing_and_is_left_to_the_careful_way() -> None:
    @frozen(kw_only=True)
    class Odd(Model):
        inner: Nested | None = None
        thing: ClassVar["Nowhere"]  # type: ignore[name-defined]  # noqa: F821
        name: str | None = None

    filling = quick.Filling(codec.hook)
    for _ in range(2):
        with pytest.raises(NameError, match="Nowhere"):
            filling.of(Odd)
    assert filling.of(Nested)({"name": "a"}).name == "a"
    assert codec.structure({"name": "a"}, Odd).name == "a"


def test_a_first_read_that_is_broken_off_leaves_a_model_as_readable_as_before() -> None:
    filling = quick.Filling(codec.hook)

    def at(depth: int) -> Any:
        return at(depth - 1) if depth else filling.of(Promoter)({"id": 1})

    for depth in range(sys.getrecursionlimit(), 100, -7):
        try:
            at(depth)
        except RecursionError:
            continue
        break
    assert at(0).id == 1


def test_what_is_nested_deep_and_does_not_fit_is_not_read_twice_at_each_level() -> None:
    value: dict[str, Any] = {"id": "bad"}
    for _ in range(30):  # twice at each would be a billion times
        value = {"id": 1, "below": [value]}
    told = in_words(codec.hook(Deep), value, Deep)
    assert str(told).count("below[0]") == 30


@pytest.mark.parametrize(
    "made", [attrs.frozen(kw_only=True), attrs.frozen(slots=False, kw_only=True), attrs.define(kw_only=True)]
)
def test_a_subclass_of_a_model_is_filled_the_careful_way(made: Any) -> None:
    class Ours(Commission):
        shop: str | None = None
        kind: str = field(init=False, default="shop")

    ours = made(Ours)
    assert not quick.can_fill(ours)
    assert (codec.structure({"id": 1, "shop": "Nice", "kind": "x"}, ours).kind) == "shop"


def test_a_subclass_with_a_constructor_of_its_own_is_made_by_it() -> None:
    class Noted(Commission):
        def __init__(self, **given: Any) -> None:
            super().__init__(**given)
            made.append(self.id)

    made: list[int] = []
    codec.structure({"id": 7}, Noted)
    assert made == [7]


def test_a_model_with_code_of_its_own_is_filled_the_careful_way() -> None:
    @frozen(kw_only=True)
    class Doubled(Model):
        size: int = field(converter=lambda size: 2 * size)

    @frozen(kw_only=True)
    class Holder(Model):
        inner: Doubled | None = None

    assert codec.structure({"size": 2}, Doubled).size == 4
    assert codec.structure({"inner": {"size": 2}}, Holder).inner.size == 4


def test_a_field_that_nobody_may_give_is_not_taken_from_an_answer() -> None:
    @frozen(kw_only=True)
    class Fixed(Model):
        kind: str = field(init=False, default="shop")

    assert codec.structure({"kind": "x"}, Fixed).kind == "shop"


def test_a_thread_waits_for_a_function_that_another_is_writing() -> None:
    found: list[Any] = []
    other = Thread(target=lambda: found.append(filling.of(Nested)))

    def hook_of(kind: Any) -> Any:
        if other.ident is None:
            other.start()
            other.join(0.1)  # it would fail by now, and waits instead
        return codec.hook(kind)

    filling = quick.Filling(hook_of)
    assert filling.of(Nested)({"name": "a"}).name == "a"
    other.join()
    assert found == [filling.of(Nested)]


@pytest.mark.parametrize("name", ["__attrs_pre_init__", "__attrs_post_init__"])
def test_a_model_that_does_something_when_it_is_made_is_filled_the_careful_way(name: str) -> None:
    made: list[Model] = []
    kind = frozen(kw_only=True)(type("Noted", (Model,), {name: lambda self: made.append(self)}))
    codec.structure({}, kind)
    assert len(made) == 1


def test_null_is_refused_where_only_the_default_is_none() -> None:
    @frozen(kw_only=True)
    class Named(Model):
        name: str = None  # type: ignore[assignment]

    assert codec.structure({}, Named).name is None
    with pytest.raises(BaseValidationError):
        codec.structure({"name": None}, Named)


def test_null_is_no_items_where_some_are_the_default() -> None:
    @frozen(kw_only=True)
    class Tagged(Model):
        tags: tuple[str, ...] = ("new",)

    assert (codec.structure({}, Tagged).tags, codec.structure({"tags": None}, Tagged).tags) == (("new",), ())


def test_models_by_number_are_found_by_numbers() -> None:
    @frozen(kw_only=True)
    class Numbered(Model):
        by_id: Mapping[int, Nested] | None = None

    assert codec.structure({"by_id": {"7": {"name": "a"}}}, Numbered).by_id == {7: Nested(name="a")}


def test_a_model_may_hold_its_own_kind() -> None:
    assert codec.structure({"name": "a", "inner": {"name": "b", "inner": None}}, Nested).inner.name == "b"


@frozen(kw_only=True)
class Usual(Model):
    id: int
    name: str
    at: datetime
    is_new: bool = False
    title: str | None = None
    ended_at: datetime | None = None
    status: PayoutStatus | str = "new"
    options: Mapping[str, Any] | None = None
    anything: Any = None
    inner: "Nested | None" = None
    inners: "tuple[Nested, ...]" = ()
    by_name: "Mapping[str, Nested] | None" = None


USUAL: dict[str, Any] = {
    "id": 1,
    "name": "",
    "at": "2026-01-02T03:04:05Z",
    "is_new": True,
    "title": "",
    "ended_at": "2026-01-02T03:04:05Z",
    "status": "pending",
    "options": {"a": 1},
    "anything": [1],
    "inner": {"name": "a"},
    "inners": [{"name": "b"}],
    "by_name": {"c": {"name": "d"}},
}


@frozen(kw_only=True)
class Deep(Model):
    id: int
    below: "list[Deep] | None" = None


@frozen(kw_only=True)
class Nested(Model):
    name: str = field(default="nobody", metadata=known_as("name", "called"))
    inner: "Nested | None" = None


@pytest.mark.parametrize(
    ("body", "name"), [({}, "nobody"), ({"called": "x"}, "x"), ({"called": "x", "name": "y"}, "y")]
)
def test_defaults_and_other_spellings_are_the_same_either_way(body: dict[str, str], name: str) -> None:
    assert codec.hook(Nested)(body, Nested).name == codec.careful_hook(Nested)(body, Nested).name == name
