"""Not mentioned is not null."""

import copy
import pickle

from firstpromoter_async.unset import UNSET, Maybe, Unset


def test_it_is_false() -> None:
    assert not UNSET


def test_it_is_not_none() -> None:
    assert UNSET is not None
    assert UNSET != None  # noqa: E711


def test_it_shows_its_name() -> None:
    assert repr(UNSET) == "UNSET"


def test_there_is_only_one() -> None:
    assert Unset("UNSET") is UNSET
    assert copy.deepcopy(UNSET) is UNSET
    assert pickle.loads(pickle.dumps(UNSET)) is UNSET


def test_maybe_is_a_type_or_nothing() -> None:
    assert Maybe[int] == int | Unset
