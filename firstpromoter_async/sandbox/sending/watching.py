"""What happened in a transaction: triggers note which records were touched, and each is compared with its latest picture.

All of it is there only while somebody listens; when that begins, a picture of everything is taken. This module knows nothing of
who listens, nor of how a change is told.
"""

from collections.abc import Iterator
from typing import Final

from attrs import frozen

from ..records import Records
from .pictures import NOUNS, Picture, Pictures

_WATCHING: Final = "SELECT 1 FROM sqlite_master WHERE name = 'touched'"
_PLACES: Final = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD"}


@frozen
class Happening:
    """A record that was made, changed or deleted, or was at least touched."""

    noun: str
    id: int
    before: Picture | None
    """None: it was made."""
    now: Picture | None
    """None: it is gone."""


@frozen
class Watching:
    """Watches the records of one store."""

    records: Records

    @property
    def is_on(self) -> bool:
        """Whether anything is noted."""
        return self.records.store.one(_WATCHING) is not None

    def begin(self) -> None:
        """Note from now on what is touched."""
        store = self.records.store
        store.run("CREATE TABLE touched (noun TEXT NOT NULL, id INTEGER NOT NULL)")
        store.run("CREATE TABLE pictures (noun TEXT, id INTEGER, picture TEXT NOT NULL, PRIMARY KEY (noun, id))")
        for trigger in _triggers():
            store.run(trigger)
        for noun, number, picture in Pictures(self.records).everything():
            self._keep(noun, number, picture)

    def end(self) -> None:
        """Note nothing any more, and forget what was noted."""
        for name in NOUNS:
            for what in _PLACES:
                self.records.store.run(f"DROP TRIGGER {name}_{what}")
        for table in ("touched", "pictures"):
            self.records.store.run(f"DROP TABLE {table}")

    def happenings(self) -> Iterator[Happening]:
        """Return what was touched since the last time, in the order in which that began."""
        store, pictures = self.records.store, Pictures(self.records)
        touched = store.all("SELECT noun, id FROM touched GROUP BY noun, id ORDER BY min(rowid)")
        if touched:
            store.run("DELETE FROM touched")
        for row in touched:
            noun, number = row["noun"], row["id"]
            before, now = self._kept(noun, number), pictures.take(noun, number)
            self._keep(noun, number, now)
            if before != now:
                yield Happening(noun, number, before, now)

    def _kept(self, noun: str, number: int) -> Picture | None:
        written = self.records.store.value("SELECT picture FROM pictures WHERE noun = ? AND id = ?", noun, number)
        return None if written is None else Picture.read(written)

    def _keep(self, noun: str, number: int, picture: Picture | None) -> None:
        if picture is None:
            self.records.store.run("DELETE FROM pictures WHERE noun = ? AND id = ?", noun, number)
        else:
            sql = "INSERT OR REPLACE INTO pictures (noun, id, picture) VALUES (?, ?, ?)"
            self.records.store.run(sql, noun, number, picture.written())


def _triggers() -> Iterator[str]:
    for name, noun in NOUNS.items():
        for what, row in _PLACES.items():
            only = f"WHEN {row}.{noun.only}" if noun.only else ""
            touched = f"INSERT INTO touched (noun, id) VALUES ('{name}', {row}.{noun.key})"
            yield f"CREATE TRIGGER {name}_{what} AFTER {what} ON {noun.table} {only} BEGIN {touched}; END"
