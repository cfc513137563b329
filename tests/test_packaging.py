"""The wheel as users will meet it: everything in it that is needed, and nothing else."""

import os
import subprocess
import sys
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

hatchling = pytest.importorskip(
    "hatchling.builders.wheel", reason="building the wheel needs hatchling, of the test group"
)
ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    return Path(next(hatchling.WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])))


@pytest.fixture(scope="module")
def unpacked(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def test_the_wheel_holds_the_package_and_its_metadata_alone(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.partition("/")[0] for name in archive.namelist()}
    assert tops == {"firstpromoter_async", "firstpromoter_async-0.1.0.dist-info"}


@pytest.mark.parametrize("name", ["py.typed", "cli/demo_sales.csv", "sandbox/schema.sql"])
def test_files_that_are_not_python_are_in_it(unpacked: Path, name: str) -> None:
    assert (unpacked / "firstpromoter_async" / name).is_file()


def test_the_core_depends_on_six_libraries(unpacked: Path) -> None:
    metadata = Parser().parsestr((unpacked / "firstpromoter_async-0.1.0.dist-info" / "METADATA").read_text("utf-8"))
    core = [line for line in metadata.get_all("Requires-Dist", []) if "extra ==" not in line]
    assert sorted(line.split(">")[0].split("<")[0] for line in core) == [
        "anyio",
        "attrs",
        "cattrs",
        "httpx",
        "sniffio",
        "tenacity",
    ]
    assert set(metadata.get_all("Provides-Extra", [])) == {
        "all",
        "cli",
        "httpx2",
        "msgspec",
        "otel",
        "postgres",
        "sandbox",
    }


def test_the_demo_runs_from_the_wheel_alone(unpacked: Path, tmp_path: Path) -> None:
    process = subprocess.run(
        [sys.executable, "-m", "firstpromoter_async.cli", "demo"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(unpacked)},
        capture_output=True,
        text=True,
    )
    assert (process.returncode, "ann@example.com" in process.stdout) == (0, True), process.stderr
