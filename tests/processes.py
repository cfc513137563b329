"""Processes of our own, which end with the test that needs them, and at the latest with the process of the tests."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any


@cache
def held_open() -> int:
    """Return a pipe that ends when this process does, even by SIGKILL: nobody else has its other end."""
    ends, _ = os.pipe()
    return ends


@contextmanager
def started(module: str, *arguments: str, **how: Any) -> Iterator["subprocess.Popen[str]"]:
    """Run `python -m module arguments`, and end it with SIGTERM."""
    command = [sys.executable, "-m", "tests.child", str(held_open()), module, *arguments]
    options = {"stdout": subprocess.PIPE, "text": True} | how
    with subprocess.Popen(command, pass_fds=[held_open()], **options) as process:
        try:
            yield process
        finally:
            process.terminate()
            process.wait()


def first_line(process: "subprocess.Popen[str]") -> str:
    """Wait for what a process says once it is ready."""
    assert process.stdout is not None
    return process.stdout.readline()
