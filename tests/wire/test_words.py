"""Whose words a refusal holds; what tracking concludes from them is tested in `test_tracking`, with the answers around them."""

import pytest

from firstpromoter_async.wire.words import name_somebody


@pytest.mark.parametrize(
    "words",
    [
        "Visitor  invalid, not found or you are trying to use it twice",
        "Promoter not found.",
        "  coupon&nbsp;not found",
        "LEAD NOT FOUND",
    ],
)
def test_a_404_that_begins_with_somebody_names_who_was_asked_for(words: str) -> None:
    assert name_somebody(words)


@pytest.mark.parametrize("words", ["", "Record not found", "No promoter here", "Leading zeros", "Customers not found"])
def test_a_404_that_begins_otherwise_names_nobody(words: str) -> None:
    assert not name_somebody(words)
