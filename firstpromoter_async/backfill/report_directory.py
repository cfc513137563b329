"""Where a report is written: in a directory of its own first, and put in place at the end.

    report/settled.csv, ...     the report of the newest run that has ended
    report/1/, report/2/, ...   earlier ones, the oldest first
    report/unfinished-1/        that of the run that is under way, or of one that was killed

So no file that exists is ever written to, and none is replaced. This module knows nothing of what stands in a report.
"""

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from attrs import define

from .errors import WrongUsage
from .files import FileName, Lock, is_same


@define
class _GrowingFile:
    """A file that grows by whole pieces: one that does not fit on the disk leaves no half of itself."""

    descriptor: int
    size: int = 0

    def append(self, piece: bytes) -> None:
        try:
            self._write(piece)
        except OSError:
            os.ftruncate(self.descriptor, self.size)
            raise
        self.size += len(piece)

    def _write(self, piece: bytes) -> None:
        left = memoryview(piece)
        while left:
            left = left[os.write(self.descriptor, left) :]


class ReportDirectory:
    """The directory of a report during one run. All methods block; all may raise `OSError`."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.place = directory
        """Where the report of this run is."""
        self.is_in_place = False
        self.earlier: Path | None = None
        """Where the report was moved that was in `directory` before."""
        self.left_over: tuple[Path, ...] = ()
        """What runs wrote that were killed."""
        self._lock = Lock(directory)
        self._files: dict[str, _GrowingFile] = {}

    def begin(self, contents: Mapping[str, bytes]) -> None:
        """Make the files, each with its first content; raises `WrongUsage` while another run uses the directory."""
        self.directory.mkdir(parents=True, exist_ok=True)
        if not self._lock.take():
            raise WrongUsage(f"the report directory {self.directory} is in use by another run; name another one")
        try:
            self.left_over = tuple(sorted(self.directory.glob("unfinished-*")))
            self.place = _first_free(self.directory, "unfinished-")
            self.place.mkdir()
            self._make_files(contents)
        except BaseException:
            self._undo()
            raise

    def _make_files(self, contents: Mapping[str, bytes]) -> None:
        for name, content in contents.items():
            descriptor = os.open(self.place / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o666)
            self._files[name] = _GrowingFile(descriptor)
            self._files[name].append(content)

    def _undo(self) -> None:
        for name in self._files:
            (self.place / name).unlink()
        with suppress(OSError):  # it may not have been made
            self.place.rmdir()
        self.release()

    def append(self, pieces: Mapping[str, bytes]) -> None:
        """Add to the files, by name."""
        for name, piece in pieces.items():
            self._files[name].append(piece)

    def finish(self, names: Iterable[str], *, needed: FileName | None) -> None:
        """Put the report in place, and those files of `names` that are there already into a directory with a number.

        Where the file that is still `needed` is one of those, they stay, and this report gets the number.
        """
        for file in self._files.values():
            os.fsync(file.descriptor)
        self._put_in_place(names, needed)
        self.is_in_place = True

    def _put_in_place(self, names: Iterable[str], needed: FileName | None) -> None:
        there = [file for name in names if os.path.lexists(file := self.directory / name)]
        if needed is not None and any(is_same(needed, file) for file in there):
            self._rename_whole()
            return
        if there:
            self._move_away(there)
        for name in self._files:
            (self.place / name).replace(self.directory / name)
        with suppress(OSError):  # somebody may have put something else there
            self.place.rmdir()
        self.place = self.directory

    def _rename_whole(self) -> None:
        place = _first_free(self.directory, "")
        self.place.rename(place)
        self.place = place

    def _move_away(self, there: Iterable[Path]) -> None:
        self.earlier = _first_free(self.directory, "")
        self.earlier.mkdir()
        for file in there:
            file.rename(self.earlier / file.name)

    def release(self) -> None:
        """Close the files, and let other runs use the directory. What is not in place stays where it is."""
        files, self._files = self._files, {}
        for file in files.values():
            with suppress(OSError):  # what could not be written was told already, when it was written or synced
                os.close(file.descriptor)
        self._lock.release()


def _first_free(directory: Path, prefix: str) -> Path:
    """Return the name with the number after all that are taken."""
    numbers = [path.name.removeprefix(prefix) for path in directory.iterdir() if path.name.startswith(prefix)]
    return directory / f"{prefix}{max((int(number) for number in numbers if number.isdecimal()), default=0) + 1}"
