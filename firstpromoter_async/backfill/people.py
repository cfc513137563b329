"""Whose row it is, without keeping an address: persons are hashes, and keys that name a person hold no email."""

import hashlib
from collections.abc import Mapping
from typing import Any


def people_of(given: Mapping[str, Any]) -> tuple[bytes, ...]:
    """Hash whoever the row names, so that rows of the same person are known as such, and no address is kept."""
    return tuple(
        hashlib.sha256(f"{name}:{_normal(name, given[name])}".encode()).digest()[:16]
        for name in ("uid", "email")
        if isinstance(given.get(name), str)
    )


def name_of(given: Mapping[str, Any]) -> str | None:
    """Name a person without writing down an address: by `uid`, else by a hash of the `email`."""
    if isinstance(given.get("uid"), str):
        return f"uid:{given['uid']}"
    if isinstance(given.get("email"), str):
        return "email#" + hashlib.sha256(_normal("email", given["email"]).encode()).hexdigest()[:32]
    return None


def _normal(name: str, value: str) -> str:
    return value.lower() if name == "email" else value
