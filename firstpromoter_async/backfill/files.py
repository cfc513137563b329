"""The files of a job: which of them are the same, and that none is written to while it is read.

Two names are one file when they lead to the same inode: by equal paths, by symbolic and hard links, or by a descriptor that
the shell opened. This module knows nothing of rows.
"""

import os
import stat
from collections.abc import Hashable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final, Self, TypeAlias

from attrs import frozen

from .errors import WrongUsage

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]

FileName: TypeAlias = str | int
"""A path, or the number of an open descriptor."""

_LEDGER_SUFFIXES: Final = ("", "-wal", "-shm", "-journal")
"""SQLite keeps files of these names beside a database."""
_OUTPUTS: Final = {1: "the standard output", 2: "the standard error output"}


def identity(file: FileName | os.PathLike[str]) -> Hashable:
    """Return what two names of one file have in common."""
    try:
        status = os.stat(file)  # noqa: PTH116  it may be a descriptor
    except (OSError, ValueError):  # it does not exist yet, or cannot be reached
        return os.path.realpath(file) if not isinstance(file, int) else None
    return status.st_dev, status.st_ino


def is_same(one: FileName | os.PathLike[str], other: FileName | os.PathLike[str]) -> bool:
    """Tell whether two names lead to the same file."""
    known = identity(one)
    return known is not None and known == identity(other)


def refuse_overlaps(*, source: FileName | None, ledger: Path | None, report: Path | None) -> None:
    """Raise `WrongUsage` when a run would write to a file that it reads, or write two things to one file.

    To be called before anything is opened for writing.
    """
    ledger_files = [] if ledger is None else [Path(f"{ledger}{suffix}") for suffix in _LEDGER_SUFFIXES]
    if source is not None:
        _refuse_writing_to_the_source(source, ledger_files, report)
    for descriptor, name in _outputs():
        for file in ledger_files:
            if is_same(descriptor, file):
                raise WrongUsage(
                    f"{name} is redirected into the ledger {file}, and would destroy it; name another file"
                )
    for file in ledger_files if report is not None else ():
        if is_same(file.parent, report or "") and file.name.startswith(("settled.", "rejected", "unresolved.")):
            raise WrongUsage(f"the ledger {file} has the name of a file of the report {report}; name another file")


def _refuse_writing_to_the_source(source: FileName, ledger_files: list[Path], report: Path | None) -> None:
    told = _shown(source)
    for file in ledger_files:
        if is_same(source, file):
            raise WrongUsage(
                f"the ledger {ledger_files[0]} would overwrite {told}, which is to be read; name another file"
            )
    if report is not None and is_same(source, report):
        raise WrongUsage(f"the report would overwrite {told}, which is to be read; name a directory for it")
    for descriptor, name in _outputs():
        if is_same(source, descriptor):
            raise WrongUsage(f"{name} is redirected into {told}, which is to be read; name another file")
    if isinstance(source, str):
        for directory in Path(source).absolute().parents[:2]:
            if Lock.is_held(directory):
                raise WrongUsage(f"{told} belongs to the report of a run that has not ended yet: wait for its end")


def _outputs() -> Iterator[tuple[int, str]]:
    """Yield those standard outputs that are files, and not terminals, pipes or closed."""
    for descriptor, name in _OUTPUTS.items():
        with suppress(OSError):
            if stat.S_ISREG(os.fstat(descriptor).st_mode):
                yield descriptor, name


def _shown(file: FileName) -> str:
    return "the file of the standard input" if isinstance(file, int) else file


# Changes


@frozen
class Version:
    """What tells one content of a file from another, without reading it."""

    size: int
    """Bytes."""
    modified: int
    """Nanoseconds since 1970."""
    inode: Hashable

    @classmethod
    def of(cls, descriptor: int, file: FileName) -> Self:
        """Look at an open file, and at what its name leads to by now."""
        status = os.fstat(descriptor)
        inode: Hashable = (status.st_dev, status.st_ino)
        # A file that was deleted is still whole for those who have it open; one that was replaced is out of date.
        if not isinstance(file, int) and Path(file).exists():
            inode = identity(file)
        return cls(status.st_size, status.st_mtime_ns, inode)

    def difference(self, now: "Version") -> str:
        """Say what has changed; empty when nothing has."""
        if now.inode != self.inode:
            return "another file has taken its place"
        if now.size != self.size:
            return f"it had {self.size} bytes, and has {now.size} now"
        return "it was written to" if now.modified != self.modified else ""


# Locks


class Lock:
    """A directory that is held by one run at a time; the system lets go of it when the process ends, however that happens."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._descriptor: int | None = None

    def take(self) -> bool:
        """Take the lock; False when somebody else has it."""
        if fcntl is None:  # pragma: no cover  Windows
            return True
        descriptor = os.open(self._directory, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
        except OSError:
            # Some network file systems have no such locks. Nothing is overwritten without one either: each run has a
            # directory of its own, and puts its files in place at its end.
            os.close(descriptor)
            return True
        self._descriptor = descriptor
        return True

    def release(self) -> None:
        """Let go."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)

    @classmethod
    def is_held(cls, directory: Path) -> bool:
        """Tell whether somebody holds this directory."""
        lock = cls(directory)
        try:
            return not lock.take()
        except OSError:  # it cannot even be looked into
            return False
        finally:
            lock.release()
