"""What all rules have in common: the store that they work on."""

from ..store import Store


class Rules:
    """Rules, bound to a store."""

    def __init__(self, store: Store) -> None:
        self._store = store
