"""The machine: its name, its cores, and fresh interpreters. This module knows nothing of what is measured."""

import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[1]
_PACKAGES: Final = (
    "firstpromoter-async",
    "httpx",
    "httpcore",
    "httpx2",
    "sniffio",
    "anyio",
    "attrs",
    "cattrs",
    "openai",
    "stripe",
    "pydantic",
    "msgspec",
)


def description() -> str:
    """Say where and when this run takes place, in two lines."""
    versions = ", ".join(f"{name} {_version(name)}" for name in _PACKAGES)
    today = datetime.now(UTC).date().isoformat()
    return (
        f"{today}, {_processor()}, {os.cpu_count()} cores, {platform.system()}, "
        f"{platform.python_implementation()} {platform.python_version()}.\n{versions}."
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


@contextmanager
def on_own_core() -> Iterator[int | None]:
    """Keep this process on one core, and yield another one for the server; None where that cannot be had."""
    if not hasattr(os, "sched_setaffinity"):
        yield None
        return
    allowed = os.sched_getaffinity(0)
    if len(allowed) < 2:
        yield None
        return
    *_, other, own = sorted(allowed)
    os.sched_setaffinity(0, {own})
    try:
        yield other
    finally:
        os.sched_setaffinity(0, allowed)


def in_fresh_interpreter(program: str) -> Any:
    """Run a program that prints one line of JSON, and return what it says."""
    ran = subprocess.run(  # the program is one of this package's own constants
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if ran.returncode != 0:
        raise RuntimeError(f"a program to be measured failed:\n{program}\n{ran.stderr}")
    return json.loads(ran.stdout.splitlines()[-1])
