"""Names that are loaded when somebody first asks for them."""

import subprocess
import sys
from types import ModuleType

import pytest

import firstpromoter_async
from firstpromoter_async import backfill, testing, transport, v2
from firstpromoter_async.v1 import models as v1_models
from firstpromoter_async.v2 import models as v2_models

PACKAGES = [firstpromoter_async, backfill, transport, testing, v1_models, v2, v2_models]


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.__name__)
def test_every_name_that_is_told_can_be_had(package: object) -> None:
    assert dir(package)
    for name in dir(package):
        assert getattr(package, name) is not None


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.__name__)
def test_a_name_that_is_not_there_is_an_attribute_error(package: object) -> None:
    with pytest.raises(AttributeError, match="has no attribute 'Nonsense'"):
        _ = package.Nonsense  # type: ignore[attr-defined]


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.__name__)
def test_a_star_imports_every_name_that_is_told(package: ModuleType) -> None:
    imported: dict[str, object] = {}
    exec(f"from {package.__name__} import *", imported)  # noqa: S102  what a user writes in a notebook
    assert imported.keys() - {"__builtins__"} == set(package.__all__)
    assert set(dir(package)) <= imported.keys()


def test_a_module_is_loaded_by_the_first_of_its_names() -> None:
    code = (
        "import sys; from firstpromoter_async.v1 import models; "
        "loaded = lambda module: f'{models.__name__}.{module}' in sys.modules; "
        "before = loaded('leads'); models.Lead; "
        "print(before, loaded('leads'), loaded('payouts'))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told.split() == ["False", "True", "False"]
