"""v2 reports, as rows and as files."""

import csv
import io
from typing import Any

import pytest

from tests.sandbox.talking import Answer, Talk

ASKED: dict[str, Any] = {
    "report_type": "overview",
    "columns[]": ["revenue_amount", "sales_count", "signups_count"],
    "group_by": "month",
    "start_date": "2025-12-01T00:00:00Z",
    "end_date": "2026-01-31T00:00:00Z",
}
PATH = "/company/reports/download"
SHOP = "https://shop.example"


@pytest.fixture
def busy(talk: Talk) -> Talk:
    """Ann sells twice in December and once in January; Ben, elsewhere, never does."""
    talk.promoter("Ann")
    talk.promoter("Ben", campaign_id=102)
    talk.lead("joe", created_at="2025-12-01")
    talk.sale("1", 1000, created_at="2025-12-02")
    talk.sale("2", 2000, created_at="2025-12-30")
    talk.sale("3", 5000, created_at="2026-01-01")
    return talk


def download(talk: Talk, **more: Any) -> Answer:
    return talk.v2("GET", PATH, ASKED | more)


def lines(answer: Answer) -> list[list[str]]:
    assert answer.status == 200, answer.text
    return list(csv.reader(io.StringIO(answer.text)))


def test_a_report_is_a_csv_file(busy: Talk) -> None:
    answer = download(busy)
    headers = dict(answer.response.headers)
    assert headers[b"Content-Type"] == b"text/csv; charset=utf-8"
    assert headers[b"Content-Disposition"] == b'attachment; filename="overview.csv"'
    assert lines(answer) == [
        ["id", "name", "period", "revenue_amount", "sales_count", "signups_count"],
        ["", "All", "Dec 2025", "3000", "2", "1"],
        ["", "All", "Jan 2026", "5000", "1", "0"],
    ]


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("campaigns", [["101", "Default campaign", "8000"], ["102", "Partners", "0"]]),
        ("promoters", [["1001", "ann@example.com", "8000"], ["1002", "ben@example.com", "0"]]),
        ("traffic_sources", [["direct", "direct", "8000"]]),
        ("urls", [[SHOP, SHOP, "8000"], [f"{SHOP}/partners", f"{SHOP}/partners", "0"]]),
    ],
)
def test_totals_have_a_line_for_each(busy: Talk, kind: str, found: list[list[str]]) -> None:
    answer = download(busy, report_type=kind, totals="true", **{"columns[]": "revenue_amount"})
    assert lines(answer) == [["id", "name", "revenue_amount"], *found]


@pytest.mark.parametrize(("length", "periods"), [("day", 62), ("week", 9), ("month", 2), ("year", 2)])
def test_periods_are_as_long_as_asked_for_and_add_up(busy: Talk, length: str, periods: int) -> None:
    _, *rows = lines(download(busy, group_by=length))
    assert len(rows) == periods
    assert sum(int(row[3]) for row in rows) == 8000


def test_weeks_begin_on_mondays(busy: Talk) -> None:
    _, *rows = lines(download(busy, group_by="week", start_date="2025-12-31", end_date="2026-01-12"))
    assert [row[2] for row in rows] == ["Dec 31, 2025", "Jan 5, 2026", "Jan 12, 2026"]


def test_a_long_file_is_prepared_later(busy: Talk) -> None:
    for number in range(12):
        busy.promoter(f"p{number}")
    answer = download(busy, report_type="promoters", group_by="day", start_date="2025-11-01", end_date="2026-01-29")
    assert (answer.status, answer.json) == (202, {"message": "The report is being prepared."})


def test_any_file_is_prepared_later_where_a_fault_asks_for_it(busy: Talk) -> None:
    assert busy.with_fault("prepared_later", "GET", PATH, ASKED | {"columns": ["sales_count"]}).status == 202


@pytest.mark.parametrize("name", ASKED)
def test_what_is_needed_is_asked_for(busy: Talk, name: str) -> None:
    answer = download(busy, **{name: ""})
    assert (answer.status, answer.json["code"]) == (422, "invalid_params")
    assert answer.json["message"].endswith(f": {name.removesuffix('[]')}")


@pytest.mark.parametrize(
    "bad",
    [
        {"report_type": "everything"},
        {"columns[]": "colour"},
        {"group_by": "decade"},
        {"start_date": "soon"},
        {"end_date": "2025-01-01"},
    ],
)
def test_what_cannot_be_is_refused(busy: Talk, bad: dict[str, str]) -> None:
    answer = download(busy, **bad)
    assert (answer.status, answer.json["code"]) == (422, "invalid_params")


# As rows


def rows(talk: Talk, kind: str, **more: Any) -> Any:
    asked = {name: value for name, value in ASKED.items() if name != "report_type"}
    answer = talk.v2("GET", f"/company/reports/{kind}", asked | {"columns[]": "revenue_amount"} | more)
    assert answer.status == 200, answer.text
    return answer.json


def test_the_overview_has_a_row_for_each_period(busy: Talk) -> None:
    assert rows(busy, "overview") == [
        {"id": "2025-12-01", "period": "Dec 2025", "data": {"revenue_amount": 3000}},
        {"id": "2026-01-01", "period": "Jan 2026", "data": {"revenue_amount": 5000}},
    ]


def test_each_campaign_has_its_sums_and_its_periods(busy: Talk) -> None:
    first, second = rows(busy, "campaigns")
    assert first["campaign"] == {"id": 101, "name": "Default campaign", "color": "#26a69a"}
    assert (first["id"], first["data"]) == (101, {"revenue_amount": 8000})
    assert [one["data"]["revenue_amount"] for one in first["sub_data"]] == [3000, 5000]
    assert second["data"] == {"revenue_amount": 0}


def test_each_promoter_has_a_name_and_an_address(busy: Talk) -> None:
    assert [row["promoter"] for row in rows(busy, "promoters")] == [
        {"id": 1001, "email": "ann@example.com", "name": "Ann"},
        {"id": 1002, "email": "ben@example.com", "name": "Ben"},
    ]


def test_pages_are_those_of_campaigns_and_sources_are_direct(busy: Talk) -> None:
    assert [(row["url"], row["data"]["revenue_amount"]) for row in rows(busy, "urls")] == [
        (SHOP, 8000),
        (f"{SHOP}/partners", 0),
    ]
    (direct,) = rows(busy, "traffic_sources")
    assert (direct["source"], direct["data"], len(direct["sub_data"])) == ("direct", {"revenue_amount": 8000}, 2)


def test_rows_are_searched_and_sorted_by_any_figure(busy: Talk) -> None:
    assert [row["id"] for row in rows(busy, "promoters", q="BEN@")] == [1002]
    assert [row["id"] for row in rows(busy, "promoters", **{"sorting[revenue_amount]": "asc"})] == [1002, 1001]
    assert [row["id"] for row in rows(busy, "overview", **{"sorting[sales_count]": "asc"})] == [
        "2026-01-01",
        "2025-12-01",
    ]
    both = {"sorting[refunds_count]": "asc", "sorting[revenue_amount]": "desc"}
    assert [row["id"] for row in rows(busy, "campaigns", **both)] == [101, 102]


@pytest.mark.parametrize("kind", ["overview", "campaigns", "promoters", "traffic_sources", "urls"])
@pytest.mark.parametrize("name", ["columns[]", "group_by", "start_date", "end_date"])
def test_rows_need_what_files_need(busy: Talk, kind: str, name: str) -> None:
    answer = busy.v2("GET", f"/company/reports/{kind}", ASKED | {"columns[]": "sales_count", name: ""})
    assert (answer.status, answer.json["code"]) == (422, "invalid_params")


def test_traffic_has_fewer_figures(busy: Talk) -> None:
    answer = busy.v2("GET", "/company/reports/urls", ASKED | {"columns[]": "3m_epc"})
    assert answer.status == 422
