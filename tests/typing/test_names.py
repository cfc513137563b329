"""What can be imported from `firstpromoter_async.v2` is known to both type checkers, name by name."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.v2.names import names

ROOT = Path(__file__).parent.parent.parent
CHECKERS = {"mypy": ["--strict"], "pyright": ["--pythonpath", sys.executable]}

LAZY = [
    "firstpromoter_async",
    *(f"firstpromoter_async.{name}" for name in ("v1.models", "v2", "v2.models", "webhooks", "transport", "testing")),
]
"""The packages whose names are loaded when they are first asked for: none of them knows every name."""


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Import every name from the front door and from its home, and claim that the two are the same type; and names of nobody."""
    lines = ["from firstpromoter_async import v2"]
    for one in names():
        lines += [f"from {one.module} import {one.name}", f"assert {one.name} is v2.{one.name}"]
    lines += [f"from {package} import Nobody{number}" for number, package in enumerate(LAZY)]
    path = tmp_path_factory.mktemp("names") / "program.py"
    path.write_text("\n".join(lines))
    return path


@pytest.fixture(scope="module", params=CHECKERS)
def complaints(request: pytest.FixtureRequest, program: Path) -> list[str]:
    """Return what a checker says of the program, for which it takes seconds."""
    checker = request.param
    pytest.importorskip(checker, reason=f"{checker} is of the typing group: `nox -s typing` runs this")
    command = [sys.executable, "-m", checker, *CHECKERS[checker], str(program)]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return [line for line in told.stdout.splitlines() if "error" in line and program.name in line]


def test_type_checkers_know_every_name(complaints: list[str]) -> None:
    assert [line for line in complaints if "Nobody" not in line] == []


def test_type_checkers_know_no_other_name(complaints: list[str]) -> None:
    told = "\n".join(complaints)
    assert [package for number, package in enumerate(LAZY) if f"Nobody{number}" not in told] == []
