"""The standard streams as a command finds them: closed, full, or on a terminal that has gone.

Nobody has to listen for a job to be done: what cannot be told on stderr is not told. What a program was to read on stdout, and
cannot, is an error of its own. This module knows nothing of commands.
"""

import io
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final, TextIO, TypeVar

T = TypeVar("T")
_CONTROL: Final = {code: f"\\x{code:02x}" for code in (*range(32), 127)}


class OutputFailed(OSError):
    """The standard output cannot be written to."""


class _Told(io.TextIOWrapper):
    """A stream for people."""

    def write(self, text: str, /) -> int:
        with suppress(OSError):
            return super().write(text)
        return len(text)

    def flush(self) -> None:
        with suppress(OSError):
            super().flush()


class _Output(io.TextIOWrapper):
    """A stream for programs. After its first failure it takes everything, so that Python does not complain again at its end."""

    def write(self, text: str, /) -> int:
        return self._try(super().write, text)

    def flush(self) -> None:
        self._try(super().flush)

    def _try(self, work: Callable[..., T], *arguments: Any) -> T:
        try:
            return work(*arguments)
        except OSError as problem:
            descriptor = os.open(os.devnull, os.O_WRONLY)
            os.dup2(descriptor, self.fileno())
            os.close(descriptor)
            if isinstance(problem, BrokenPipeError):  # whoever read our output has had enough
                raise
            raise OutputFailed(problem.errno, problem.strerror) from None


def prepare_standard_streams() -> None:
    """Make them safe to write to; to be called once, by the process whose streams they are."""
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:
            # Else the next file that is opened, a ledger maybe, gets this number, and what is printed ends up in it.
            os.open(os.devnull, os.O_RDWR)
    if sys.stdout is not None:  # pyright: ignore[reportUnnecessaryComparison]  closed by the shell
        sys.stdout = _Output(*_as(sys.stdout), errors=sys.stdout.errors, line_buffering=sys.stdout.isatty())
    sys.stderr = _Told(*_as(sys.stderr), errors="backslashreplace", line_buffering=True)


def _as(stream: TextIO | None) -> tuple[io.BufferedWriter, str]:
    """Return a buffer and an encoding like those of a standard stream; of stderr, where it is closed."""
    descriptor, encoding = (2, "utf-8") if stream is None else (stream.fileno(), stream.encoding)
    return io.BufferedWriter(io.FileIO(descriptor, "w", closefd=False)), encoding


def tell(remark: str) -> None:
    """Write a line for people, on stderr."""
    sys.stderr.write(f"{remark}\n")


def printable(text: str) -> str:
    """Return a text from elsewhere without the characters that a terminal obeys."""
    return text.translate(_CONTROL)
