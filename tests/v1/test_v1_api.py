"""The door to v1: its nouns, and when they are loaded."""

import subprocess
import sys

from firstpromoter_async.v1 import V1Api

from .conversation import Canned

NOUNS = ("track", "promoters", "leads", "rewards", "payouts", "reports")


def test_every_noun_is_there_and_is_made_once() -> None:
    v1 = V1Api(Canned())
    for noun in NOUNS:
        assert getattr(v1, noun) is getattr(v1, noun)


def test_a_noun_is_loaded_when_it_is_first_touched() -> None:
    program = """
import sys
from firstpromoter_async.v1 import V1Api
loaded = lambda: sorted(name for name in sys.modules if name.startswith("firstpromoter_async.v1."))
assert loaded() == [], loaded()
V1Api(None).payouts
assert "firstpromoter_async.v1.payouts" in loaded(), loaded()
assert "firstpromoter_async.v1.models.reports" not in loaded(), loaded()
"""
    subprocess.run([sys.executable, "-c", program], check=True)


def test_a_method_has_the_name_the_parameters_and_the_words_of_its_request() -> None:
    create = V1Api(Canned()).promoters.create
    assert (create.__name__, create.__qualname__) == ("create", "Promoters.create")
    assert (create.__doc__ or "").startswith("Make a promoter")
