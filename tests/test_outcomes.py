"""What became of a tracking call, as values to match on."""

import copy
import pickle

import pytest
from attrs.exceptions import FrozenInstanceError

from firstpromoter_async.outcomes import AlreadyRecorded, NotReferred, Recorded, Tracked


def told(outcome: Tracked[int]) -> str:
    match outcome:
        case Recorded(event):
            return f"recorded {event}"
        case AlreadyRecorded(message):
            return f"already: {message}"
        case NotReferred():
            return "nobody's"


@pytest.mark.parametrize(
    ("outcome", "words"),
    [(Recorded(7), "recorded 7"), (AlreadyRecorded("twice"), "already: twice"), (NotReferred(), "nobody's")],
)
def test_each_outcome_can_be_matched(outcome: Tracked[int], words: str) -> None:
    assert told(outcome) == words


@pytest.mark.parametrize("outcome", [Recorded(7), AlreadyRecorded("twice"), NotReferred("nobody")])
def test_outcomes_are_values(outcome: Tracked[int]) -> None:
    assert copy.copy(outcome) == outcome
    assert pickle.loads(pickle.dumps(outcome)) == outcome
    assert hash(outcome) == hash(copy.copy(outcome))


def test_an_outcome_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        Recorded(7).event = 8  # type: ignore[misc]


def test_different_ends_are_never_equal() -> None:
    assert AlreadyRecorded() != NotReferred()
