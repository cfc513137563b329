"""The example of a month, as a newcomer runs it."""

import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from tests.clocks import PATIENT

EXAMPLE = Path(__file__).parents[2] / "examples" / "a_month.py"


@pytest.fixture
def month() -> ModuleType:
    spec = spec_from_file_location("a_month", EXAMPLE)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_it_runs_from_anywhere_and_every_total_agrees(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(EXAMPLE)], cwd=tmp_path, capture_output=True, text=True, timeout=PATIENT, check=False
    )
    assert done.stderr == ""
    assert done.stdout.endswith("Every total agrees with the recount.\n")
    assert done.returncode == 0


@pytest.mark.anyio
@pytest.mark.parametrize("percent", [{101: 20, 102: 29}, {101: 21, 102: 30}])
async def test_a_recount_that_differs_stops_it(month: ModuleType, percent: dict[int, int]) -> None:
    month.PERCENT = percent
    month.SALES = [
        (day, customer, order, f"{amount.partition('.')[0]}00.00") for day, customer, order, amount in month.SALES
    ]
    with pytest.raises(SystemExit, match=r"payouts by promoter: .* and the recount says"):
        await month.main()


def test_the_story_leaves_nothing_to_round(month: ModuleType) -> None:
    assert month.earned() == {"Ann": 3368, "Ben": 15570, "Cleo": 980, "Dan": 1500}
    assert sum(amount for _, amount in month.movements()) == 81_140
