"""One database, one transaction at a time."""

import sqlite3
from pathlib import Path
from threading import Thread

import pytest

from firstpromoter_async.sandbox.store import NotOurs, Store


def add_promoter(store: Store, email: str) -> int:
    return store.insert("promoters", email=email, auth_token=email, pref=email, created_at="2026-01-01T00:00:00.000Z")


def test_a_transaction_that_fails_leaves_nothing_behind() -> None:
    store = Store()

    def fail() -> None:
        with store.transaction():
            add_promoter(store, "ann@example.com")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with store.transaction():
        assert store.value("SELECT count(*) FROM promoters") == 0


def test_every_kind_of_record_has_ids_of_its_own_size() -> None:
    store = Store()
    with store.transaction():
        assert (add_promoter(store, "ann@example.com"), store.value("SELECT min(id) FROM campaigns")) == (1001, 101)


def test_records_in_a_file_are_there_again_when_it_is_opened_again(tmp_path: Path) -> None:
    first = Store(tmp_path / "sandbox.db")
    with first.transaction():
        add_promoter(first, "ann@example.com")
    first.close()
    second = Store(tmp_path / "sandbox.db")
    with second.transaction():
        assert second.value("SELECT email FROM promoters") == "ann@example.com"
    second.close()


@pytest.mark.parametrize(
    "content", [b"not a database at all, but long enough to look like one", b"SQLite format 3\x00" + b"x" * 200]
)
def test_a_file_of_somebody_else_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "letters.db"
    path.write_bytes(content)
    with pytest.raises(NotOurs), Store(path).transaction():
        pass
    assert path.read_bytes() == content


def test_a_database_of_somebody_else_is_refused(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("CREATE TABLE letters (id)")
    other.close()
    with pytest.raises(NotOurs), Store(tmp_path / "other.db").transaction():
        pass


@pytest.mark.parametrize("in_file", [False, True])
def test_clearing_begins_again_with_the_same_ids(tmp_path: Path, in_file: bool) -> None:
    store = Store(tmp_path / "sandbox.db" if in_file else None)
    with store.transaction():
        add_promoter(store, "ann@example.com")
    store.clear()
    with store.transaction():
        assert store.value("SELECT count(*) FROM campaigns") == 2
        assert add_promoter(store, "ann@example.com") == 1001
        store.change("promoters", 1001, note="new")
        assert store.get("promoters", 1001)["note"] == "new"
        store.remove("promoters", 1001)
        with pytest.raises(LookupError):
            store.get("promoters", 1001)
    store.close()


def test_threads_take_turns() -> None:
    store = Store()

    def add(number: int) -> None:
        with store.transaction():
            add_promoter(store, f"{number}@example.com")

    threads = [Thread(target=add, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.transaction():
        assert store.value("SELECT count(*) FROM promoters") == 20
