"""A file that is written beside its place, by methods that may come too late."""

from pathlib import Path

from firstpromoter_async.new_file import NewFile


def test_what_was_discarded_before_it_was_opened_is_never_made(tmp_path: Path) -> None:
    new = NewFile(tmp_path / "sales.csv")
    new.discard()
    new.open()
    new.write(b"late")
    new.put_in_place()
    assert list(tmp_path.iterdir()) == []


def test_what_was_discarded_is_never_put_in_place(tmp_path: Path) -> None:
    new = NewFile(tmp_path / "sales.csv")
    new.open()
    new.write(b"half")
    new.discard()
    new.write(b"late")
    new.put_in_place()
    assert list(tmp_path.iterdir()) == []


def test_what_is_in_place_stays_as_it_is(tmp_path: Path) -> None:
    new = NewFile(tmp_path / "sales.csv")
    new.open()
    new.write(b"whole")
    new.put_in_place()
    new.discard()
    new.write(b"late")
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("sales.csv", b"whole")]
    assert new.size == 5
