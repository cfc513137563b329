"""A file that is written beside its place, and put there when it is whole.

Whoever awaits its methods in threads may be cancelled while one still runs, so each of them may come too late: what was discarded
is never written or put in place again. This module knows nothing of what stands in the file.
"""

import os
import secrets
import shutil
from contextlib import suppress
from os import PathLike
from pathlib import Path
from threading import Lock
from typing import BinaryIO


class NewFile:
    """A file that nobody sees under its name before it is whole. All methods block, and may raise `OSError`."""

    def __init__(self, path: str | PathLike[str]) -> None:
        self.path = Path(path)
        """Where it is to be."""
        self.size = 0
        """How many bytes were written."""
        self._lock = Lock()
        self._is_over = False
        self._file: BinaryIO | None = None
        self._target = self._beside = self.path

    def open(self) -> None:
        """Make the file beside its place; a link is followed to what it leads to."""
        with self._lock:
            if self._is_over:
                return
            self._target = Path(os.path.realpath(self.path))
            self._expect_place()
            self._beside = self._target.with_name(f".{self._target.name}.{secrets.token_hex(4)}.part")
            self._file = self._beside.open("xb")
            if self._target.exists():
                shutil.copymode(self._target, self._beside)

    def _expect_place(self) -> None:
        if self._target.is_dir():
            raise IsADirectoryError(f"{self.path} is a folder: name the file in it")
        if not self._target.parent.is_dir():
            raise FileNotFoundError(f"{self.path} cannot be made: there is no folder {self._target.parent}")

    def write(self, piece: bytes) -> None:
        """Add to it."""
        with self._lock:
            if self._file is not None:
                self._file.write(piece)
                self.size += len(piece)

    def put_in_place(self) -> None:
        """Give it its name, in place of a file that has it, once it is on the disk."""
        with self._lock:
            if self._file is not None:
                self._file.flush()
                os.fsync(self._file.fileno())
                self._file.close()
                self._beside.replace(self._target)
                self._file, self._is_over = None, True

    def discard(self) -> None:
        """Remove what was written, unless it is in place; nothing is written from now on."""
        with self._lock:
            self._is_over = True
            if self._file is not None:
                with suppress(OSError):  # what could not be written was told by the method that tried
                    self._file.close()
                self._beside.unlink(missing_ok=True)
                self._file = None
