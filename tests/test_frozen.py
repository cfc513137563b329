"""attrs' frozen classes with shared methods: shown, compared and hashed as attrs' own, and as unchangeable."""

import pickle
from typing import Any
from unittest.mock import ANY

import attrs
import pytest
from attrs import field

from firstpromoter_async.frozen import draft_for, frozen
from firstpromoter_async.unset import UNSET, Maybe


@frozen(kw_only=True)
class Place:
    name: str
    country: Maybe[str] = UNSET
    key: str | None = field(default=None, repr=False)
    seen: int = field(default=0, eq=False)
    notes: Any = field(default=None, hash=False)
    length: int | None = field(default=None, repr=lambda length: "so long" if length else "none")


@frozen
class Capital(Place):
    def __repr__(self) -> str:
        return f"<{self.name}>"


def test_it_is_shown_by_what_was_given_and_without_secrets() -> None:
    assert repr(Place(name="Rome", key="hush", length=3)) == "Place(name='Rome', seen=0, notes=None, length=so long)"


def test_a_class_may_show_itself_as_it_likes() -> None:
    assert repr(Capital(name="Rome")) == "<Rome>"


def test_the_same_values_are_equal_and_have_one_hash() -> None:
    assert Place(name="Rome", key="a") == Place(name="Rome", key="a")
    assert len({Place(name="Rome", key="a"), Place(name="Rome", key="a")}) == 1


@pytest.mark.parametrize("other", [{"name": "Nice"}, {"key": "b"}, {"country": "IT"}, {"length": 3}])
def test_one_other_value_makes_another(other: dict[str, Any]) -> None:
    assert Place(**{"name": "Rome"} | other) != Place(name="Rome")
    assert hash(Place(**{"name": "Rome"} | other)) != hash(Place(name="Rome"))


def test_what_is_not_compared_is_not_compared() -> None:
    assert Place(name="Rome", seen=1) == Place(name="Rome", seen=2)
    assert hash(Place(name="Rome", seen=1)) == hash(Place(name="Rome", seen=2))


def test_what_cannot_be_hashed_is_left_out_of_the_hash_alone() -> None:
    assert hash(Place(name="Rome", notes=[1])) == hash(Place(name="Rome", notes=[2]))
    assert Place(name="Rome", notes=[1]) != Place(name="Rome", notes=[2])


def test_another_class_is_never_equal() -> None:
    assert Capital(name="Rome") != Place(name="Rome")
    assert hash(Capital(name="Rome")) != hash(Place(name="Rome"))


def test_what_says_of_itself_that_it_is_equal_is_equal() -> None:
    assert Place(name="Rome") == ANY


def test_nothing_can_be_changed() -> None:
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        Place(name="Rome").name = "Nice"  # type: ignore[misc]


def test_it_is_attrs_own_for_what_attrs_offers() -> None:
    assert attrs.evolve(Place(name="Rome"), name="Nice") == Place(name="Nice")
    assert attrs.asdict(Place(name="Rome"))["name"] == "Rome"


def test_it_can_be_pickled() -> None:
    assert pickle.loads(pickle.dumps(Place(name="Rome", key="a"))) == Place(name="Rome", key="a")


def test_a_draft_becomes_one_with_what_it_was_given_and_is_locked_then() -> None:
    draft = draft_for(Place)()
    draft.name, draft.country, draft.key, draft.seen, draft.notes, draft.length = "Rome", UNSET, None, 0, None, None
    draft.__class__ = Place

    assert draft == Place(name="Rome")
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        draft.name = "Nice"
