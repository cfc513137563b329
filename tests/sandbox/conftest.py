"""A sandbox to talk to, new for every test."""

from collections.abc import Iterator

import pytest

from tests.sandbox.talking import Talk


@pytest.fixture
def talk() -> Iterator[Talk]:
    talk = Talk()
    yield talk
    talk.sandbox.store.close()
