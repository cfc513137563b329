"""What all models have in common, however they were made."""

import copy

import pytest

from firstpromoter_async.frozen import frozen
from firstpromoter_async.wire.codec import structure
from firstpromoter_async.wire.model import Model, secret


@frozen(kw_only=True)
class Key(Model):
    id: int | None = None
    token: str | None = secret()


KEY: Key = structure({"id": 1, "token": "s3cret", "new": 2}, Key)


def test_a_copy_keeps_what_a_pickle_leaves_out() -> None:
    for copied in (copy.copy(KEY), copy.deepcopy([KEY])[0]):
        assert (copied.id, copied.token, copied.extra) == (1, "s3cret", {"new": 2})


def test_an_object_is_never_taken_for_a_model() -> None:
    with pytest.raises(TypeError):
        Key({"id": 1})  # type: ignore[call-arg]
