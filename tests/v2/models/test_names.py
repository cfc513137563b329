"""Every model can be imported from `v2.models`, and importing one loads no others."""

import importlib
import inspect
import subprocess
import sys
from enum import Enum

import pytest

from firstpromoter_async.v2 import models
from firstpromoter_async.wire.codec import Model

MODULES = ("brief", "campaigns", "commissions", "promoters", "referrals", "tracking")


@pytest.mark.parametrize("module", MODULES)
def test_every_model_is_at_the_front_door(module: str) -> None:
    home = importlib.import_module(f"firstpromoter_async.v2.models.{module}")
    for name, found in inspect.getmembers(home, inspect.isclass):
        if found.__module__ == home.__name__ and issubclass(found, Model | Enum):
            assert getattr(models, name) is found


def test_the_front_door_has_a_list() -> None:
    assert {"Promoter", "TrackingEvent", "FraudCheck"} <= set(dir(models))


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Nobody'"):
        models.Nobody  # type: ignore[attr-defined]  # noqa: B018


def test_the_vocabulary_loads_noun_by_noun() -> None:
    """Importing v2 loads no noun; touching one loads that one."""
    program = (
        "import sys; from firstpromoter_async.v2 import V2Api; "
        "loaded = lambda: {m.rpartition('.')[2] for m in sys.modules if '.v2.' in m}; "
        "print(sorted(loaded())); V2Api(object()).campaigns; print(sorted(loaded()))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["[]", "['base', 'campaigns', 'company', 'models']"]
