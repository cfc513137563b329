"""The command, run within this process or as one of its own.

To start a process takes a second of a processor, most of it for imports. So what a command decides and prints is asked for
here, and processes are for what only they have: signals, pipes, streams that are closed or full, and their exit codes.
"""

import io
import os
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest import mock

from attrs import frozen

from firstpromoter_async.cli.app import run

MODULE = "firstpromoter_async.cli"
COMMAND = [sys.executable, "-m", MODULE]
KEYLESS = {name: value for name, value in os.environ.items() if not name.startswith("FIRSTPROMOTER_")}


@frozen
class Told:
    """What a command came to."""

    returncode: int
    stdout: str
    stderr: str


def firstpromoter(*arguments: str, env: dict[str, str] | None = None, directory: Path | None = None) -> Told:
    """Run the command within this process, as if in an environment and a directory of its own."""
    stdout, stderr = io.StringIO(), io.StringIO()
    with (
        mock.patch.dict(os.environ, KEYLESS if env is None else env, clear=True),
        chdir(directory or Path.cwd()),
        redirect_stdout(stdout),
        redirect_stderr(stderr),
    ):
        code = run(arguments)
    return Told(code, stdout.getvalue(), stderr.getvalue())


def firstpromoter_process(
    *arguments: str, env: dict[str, str] | None = None, stdin: str = ""
) -> "subprocess.CompletedProcess[str]":
    """Run the command as a process."""
    return subprocess.run(
        [*COMMAND, *arguments],
        env=KEYLESS if env is None else env,
        input=stdin,
        capture_output=True,
        text=True,
    )
