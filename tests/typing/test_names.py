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


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """Import every name from the front door and from its home, and claim that the two are the same type."""
    lines = ["from firstpromoter_async import v2"]
    for one in names():
        lines += [f"from {one.module} import {one.name}", f"assert {one.name} is v2.{one.name}"]
    path = tmp_path / "program.py"
    path.write_text("\n".join(lines))
    return path


def complaints(checker: str, program: Path) -> list[str]:
    pytest.importorskip(checker, reason=f"{checker} is of the typing group: `nox -s typing` runs this")
    command = [sys.executable, "-m", checker, *CHECKERS[checker], str(program)]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return [line for line in told.stdout.splitlines() if "error" in line and program.name in line]


@pytest.mark.parametrize("checker", CHECKERS)
def test_type_checkers_know_every_name(checker: str, program: Path) -> None:
    assert complaints(checker, program) == []


@pytest.mark.parametrize("checker", CHECKERS)
def test_type_checkers_know_no_other_name(checker: str, program: Path) -> None:
    program.write_text("".join(f"from {package} import Nobody{number}\n" for number, package in enumerate(LAZY)))
    told = "\n".join(complaints(checker, program))
    assert [package for number, package in enumerate(LAZY) if f"Nobody{number}" not in told] == []
