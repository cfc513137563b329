"""No file is written to while it is read, under whatever names."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from firstpromoter_async.backfill import Backfill, Ledger, Report, WrongUsage, csv_rows
from firstpromoter_async.backfill.files import Lock, Version, is_same, refuse_overlaps
from tests.backfill.fake import SALES, Shop

Link = Callable[[Path, Path], None]


def hard_link(name: Path, target: Path) -> None:
    name.hardlink_to(target)


def symbolic_link(name: Path, target: Path) -> None:
    name.symlink_to(target)


def nothing(name: Path, target: Path) -> None:
    """Use the target itself."""


def way_around(tmp_path: Path) -> Path:
    return tmp_path / "x" / ".." / "sales.csv"


@pytest.fixture
def sales(tmp_path: Path) -> Path:
    file = tmp_path / "sales.csv"
    file.write_text("event_id,uid,amount\n")
    return file


@pytest.mark.parametrize("link", [hard_link, symbolic_link])
@pytest.mark.parametrize("suffix", ["", "-wal", "-shm", "-journal"])
def test_a_ledger_is_no_name_of_the_source(sales: Path, link: Link, suffix: str) -> None:
    link(sales.parent / f"x{suffix}", sales)
    with pytest.raises(WrongUsage, match=r"the ledger .*x would overwrite .*sales.csv, which is to be read"):
        refuse_overlaps(source=str(sales), ledger=sales.parent / "x", report=None)


def test_a_path_is_the_same_by_any_way(sales: Path) -> None:
    (sales.parent / "x").mkdir()
    assert is_same(str(sales), way_around(sales.parent))
    assert not is_same(str(sales), sales.parent)


def test_a_report_needs_a_directory_other_than_the_source(sales: Path) -> None:
    with pytest.raises(WrongUsage, match=r"the report would overwrite .*sales.csv"):
        refuse_overlaps(source=str(sales), ledger=None, report=sales)


def test_a_descriptor_is_a_name_too(sales: Path) -> None:
    with sales.open("rb") as file, pytest.raises(WrongUsage, match="would overwrite the file of the standard input"):
        refuse_overlaps(source=file.fileno(), ledger=sales, report=None)


def test_a_ledger_with_the_name_of_a_file_of_the_report(tmp_path: Path, sales: Path) -> None:
    (tmp_path / "report").mkdir()
    with pytest.raises(WrongUsage, match="has the name of a file of the report"):
        refuse_overlaps(source=None, ledger=tmp_path / "report" / "settled.csv", report=tmp_path / "report")
    refuse_overlaps(source=str(sales), ledger=tmp_path / "report" / "x.ledger", report=tmp_path / "report")


def test_a_file_of_a_report_that_is_being_written_is_not_read(tmp_path: Path) -> None:
    unfinished = tmp_path / "report" / "unfinished-1"
    unfinished.mkdir(parents=True)
    (unfinished / "rejected-rows.csv").write_text("")
    lock = Lock(tmp_path / "report")
    assert lock.take()
    for file in (unfinished / "rejected-rows.csv", tmp_path / "report" / "rejected-rows.csv"):
        with pytest.raises(WrongUsage, match="belongs to the report of a run that has not ended yet"):
            refuse_overlaps(source=str(file), ledger=None, report=None)
    lock.release()
    refuse_overlaps(source=str(unfinished / "rejected-rows.csv"), ledger=None, report=None)


def test_a_file_that_is_not_there_is_no_other_file(tmp_path: Path) -> None:
    assert is_same(str(tmp_path / "a"), tmp_path / "." / "a")
    assert not is_same(str(tmp_path / "a"), tmp_path / "b")
    assert not is_same(99_999, 99_999)


def test_a_version_that_is_the_same_has_no_difference(sales: Path) -> None:
    with sales.open("rb") as file:
        before = Version.of(file.fileno(), str(sales))
        assert before.difference(Version.of(file.fileno(), str(sales))) == ""


@pytest.mark.anyio
async def test_a_run_of_the_library_refuses_too_before_anything_is_touched(shop: Shop) -> None:
    source = shop.file("")
    os.link(source, shop.ledger_file)
    client = shop.client()
    with pytest.raises(WrongUsage, match=r"would overwrite .*rows.csv, which is to be read"):
        async with Ledger(shop.ledger_file, account=client.account) as ledger:
            report = Report(shop.directory / "report")
            await Backfill(client, ledger, csv_rows(source), SALES, report=report).run()
    assert not (shop.directory / "report").exists()
