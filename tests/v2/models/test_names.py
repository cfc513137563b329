"""Every model can be imported from `models` of its generation, and importing one loads no others."""

import importlib
import inspect
import re
import subprocess
import sys
from enum import Enum
from pkgutil import iter_modules
from types import ModuleType

import pytest

from firstpromoter_async.v1 import models as v1_models
from firstpromoter_async.v2 import models
from firstpromoter_async.wire.model import Model

MODULES = [
    f"{package.__name__}.{module.name}" for package in (v1_models, models) for module in iter_modules(package.__path__)
]


@pytest.mark.parametrize("module", MODULES)
def test_every_model_is_at_the_front_door(module: str) -> None:
    home = importlib.import_module(module)
    front_door = importlib.import_module(module.rpartition(".")[0])
    for name, found in inspect.getmembers(home, inspect.isclass):
        if found.__module__ == home.__name__ and issubclass(found, Model | Enum):
            assert getattr(front_door, name, None) is found, f"{name} is missing in the list for Python"


@pytest.mark.parametrize("package", [v1_models, models], ids=["v1", "v2"])
def test_type_checkers_see_the_names_that_are_there(package: ModuleType) -> None:
    told = re.findall(r"^    from \.(\w+) import (\w+) as \2$", inspect.getsource(package), re.MULTILINE)
    for_checkers, for_python = {name for _, name in told}, set(dir(package))
    assert for_python - for_checkers == set(), "missing in the list for type checkers (below `if TYPE_CHECKING`)"
    assert for_checkers - for_python == set(), "missing in the list for Python (below `else`)"
    for home, name in told:
        assert getattr(package, name) is getattr(importlib.import_module(f"{package.__name__}.{home}"), name)


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
    assert done.stdout.splitlines() == [
        "['names']",
        "['base', 'campaign_rewards', 'campaigns', 'company', 'lists', 'models', 'names']",
    ]
