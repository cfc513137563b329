"""Which database a text means: a file is SQLite's, and a URL PostgreSQL's."""

import os

from .database import Database


def database_at(where: str | os.PathLike[str] | Database) -> Database:
    """Return the database; nothing is opened yet. Raises `ConfigurationError` where the extra `postgres` is missing."""
    if isinstance(where, str) and where.startswith(("postgresql://", "postgres://")):
        from .postgres import PostgresDatabase

        return PostgresDatabase(where)
    if isinstance(where, str | os.PathLike):
        from .sqlite import SqliteDatabase

        return SqliteDatabase(where)
    return where
