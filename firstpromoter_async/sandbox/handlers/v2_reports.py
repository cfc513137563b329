"""v2 reports, as rows and as files.

What the documents leave open, and how it goes here: amounts in cents; `q` looks in names and e-mail addresses; rows come in the
order of their ids unless they are sorted. Every click is called direct, since links are followed here without a browser, and
leads to the page of its campaign. A file has a line for each period and row, or one line for the whole span with `totals`; one
that is longer than a thousand lines, or that the fault `prepared_later` keeps waiting, is answered with 202 and is never ready.
An affiliate gets their own figures in the same way; a `sub_id` is known of referrals and of what they bring, and not of clicks.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, Final

from attrs import evolve, field, frozen

from ...wire.message import HttpResponse
from ..faults import Fault
from ..parameters import Parameters
from ..problems import BadReport, Missing
from ..store import Row
from .registry import RequestContext, handles
from .replies import as_csv, as_json
from .reports import METRICS, Report, Span
from .v2_shapes import brief_promoter

_LONGEST: Final = 1000
_LENGTHS: Final = ("day", "week", "month", "year")
_SPAN: Final = ("group_by", "start_date", "end_date")
_DIRECTIONS: Final = {"asc": False, "desc": True}
_TRAFFIC: Final = frozenset(
    {
        *("clicks_count", "revenue_amount", "promoter_earnings_amount", "referrals_count", "customers_count"),
        *("sales_count", "refunds_count", "cancelled_customers_count"),
        *("referrals_to_customers_cr", "clicks_to_customers_cr", "clicks_to_referrals_cr"),
    }
)
"""The figures that clicks and referrals bring."""


@frozen
class Subject:
    """What a report has rows of: `key` in its figures, `id` and `name`, and whatever is shown."""

    by: str | None
    sql: str
    shown: Callable[[Row], dict[str, Any]] = field(default=lambda _: {}, kw_only=True)
    columns: frozenset[str] = field(default=frozenset(METRICS), kw_only=True)
    of: Callable[[RequestContext], Any] | None = field(default=None, kw_only=True)
    """What the SQL has a place for, if it has one."""
    has_periods: bool = field(default=True, kw_only=True)
    """Whether each row also shows its periods."""


_COMPANY: Final = {
    "overview": Subject(None, "SELECT NULL AS key, NULL AS id, 'All' AS name"),
    "campaigns": Subject(
        "campaign",
        "SELECT id AS key, id, name, color FROM campaigns ORDER BY id",
        shown=lambda row: {"campaign": {name: row[name] for name in ("id", "name", "color")}},
    ),
    "promoters": Subject(
        "promoter",
        "SELECT id AS key, id, email AS name, email, profile FROM promoters ORDER BY id",
        shown=lambda row: {"promoter": brief_promoter(row)},
    ),
    "traffic_sources": Subject(
        None,
        "SELECT NULL AS key, 'direct' AS id, 'direct' AS name",
        shown=lambda row: {"source": row["name"]},
        columns=_TRAFFIC,
    ),
    "urls": Subject(
        "page",
        "SELECT DISTINCT landing_url AS key, landing_url AS id, landing_url AS name FROM campaigns ORDER BY 1",
        shown=lambda row: {"url": row["name"]},
        columns=_TRAFFIC | {"url"},
        has_periods=False,
    ),
}


class V2Report(Report):
    """A report on a subject, with the columns that were asked for. Raises `Missing` and `BadReport`."""

    def __init__(self, context: RequestContext, subject: Subject) -> None:
        parameters = context.parameters
        parameters.require(*_SPAN)
        columns = parameters.texts("columns")
        if not columns:
            raise Missing("columns")
        if not subject.columns.issuperset(columns):
            raise BadReport("Columns invalid !")
        self.columns = [name for name in columns if name in METRICS]
        super().__init__(context, subject.by, _LENGTHS)

    def data(self, row: Row, span: Span | None = None) -> dict[str, Any]:
        """Return the figures of a row, in one period or in all."""
        return {name: self.value(name, row["key"], span) for name in self.columns}

    def period(self, row: Row, span: Span) -> dict[str, Any]:
        """Write one period of a row down."""
        return {"id": span.first.isoformat(), "period": span.label, "data": self.data(row, span)}


@handles("GET /api/v2/company/reports/overview")
@handles("GET /api/v2/affiliate/reports/overview")
def overview(context: RequestContext) -> HttpResponse:
    """The whole account, or all of the promoter who is signed in, period by period."""
    context.parameters.expect("q")  # there are no names to look in
    report = V2Report(context, _COMPANY["overview"])
    account = {"key": None}
    periods = _sorted(context.parameters, report.periods, lambda name, span: report.value(name, None, span))
    return as_json([report.period(account, span) for span in periods])


def _by_row(subject: Subject, context: RequestContext) -> HttpResponse:
    """Campaigns, promoters, sources or pages: all periods together, and each by itself."""
    report = V2Report(context, subject)
    rows = list(_found(context, subject))
    rows = _sorted(context.parameters, rows, lambda name, row: report.value(name, row["key"]))
    return as_json([_written(report, subject, row) for row in rows])


for _kind in ("campaigns", "promoters", "traffic_sources", "urls"):
    handles(f"GET /api/v2/company/reports/{_kind}")(partial(_by_row, _COMPANY[_kind]))


def _rows_of(context: RequestContext, subject: Subject) -> list[Row]:
    """Return what a report has rows of."""
    return context.store.all(subject.sql, *(() if subject.of is None else (subject.of(context),)))


def _found(context: RequestContext, subject: Subject) -> Iterator[Row]:
    wanted = (context.parameters.text("q") or "").lower()
    for row in _rows_of(context, subject):
        if wanted in json.dumps([row["name"], subject.shown(row)], ensure_ascii=False).lower():
            yield row


def _written(report: V2Report, subject: Subject, row: Row) -> dict[str, Any]:
    shown = {"id": row["id"], **subject.shown(row), "data": report.data(row)}
    if subject.has_periods:
        shown["sub_data"] = [report.period(row, span) for span in report.periods]
    return shown


def _sorted(parameters: Parameters, rows: list[Any], value: Callable[[str, Any], int | float]) -> list[Any]:
    """Sort by the figures that are named; the first name counts most."""
    given = parameters.group("sorting")
    for name in reversed([name for name in given.values if name in METRICS]):
        falls = given.one_of(name, _DIRECTIONS)
        if falls is not None:
            rows = sorted(rows, key=lambda row: value(name, row), reverse=falls)
    return rows


def _download(subjects: Mapping[str, Subject], context: RequestContext) -> HttpResponse:
    """Write a report as CSV."""
    parameters = context.parameters
    parameters.require("report_type")
    kind = parameters.word("report_type", subjects)
    if kind is None:
        raise BadReport("Report type invalid !")
    lines = list(_lines(context, subjects[kind]))
    if len(lines) > _LONGEST or context.fault is Fault.PREPARED_LATER:
        return as_json({"message": "The report is being prepared."}, 202)
    return as_csv(lines, f"{kind}.csv")


handles("GET /api/v2/company/reports/download")(partial(_download, _COMPANY))


def _lines(context: RequestContext, subject: Subject) -> Iterator[list[Any]]:
    report = V2Report(context, subject)
    whole = context.parameters.truth("totals")
    yield ["id", "name", *([] if whole else ["period"]), *report.columns]
    for row in _rows_of(context, subject):
        for span in [report.span] if whole else report.periods:
            yield [row["id"], row["name"], *([] if whole else [span.label]), *report.data(row, span).values()]


# Those of an affiliate.


def _me(context: RequestContext) -> int:
    return context.promoter_id


_SUB_IDS: Final = Subject(
    "sub_id",
    """SELECT DISTINCT sub_id AS key, sub_id AS id, sub_id AS name FROM leads
       WHERE sub_id IS NOT NULL AND promotion_id IN (SELECT id FROM promotions WHERE promoter_id = ?) ORDER BY 1""",
    of=_me,
    shown=lambda row: {"sub_id": row["name"]},
    columns=_TRAFFIC,
)
_URLS: Final = evolve(
    _COMPANY["urls"],
    sql="""SELECT DISTINCT landing_url AS key, landing_url AS id, landing_url AS name FROM campaigns
           WHERE id IN (SELECT campaign_id FROM promotions WHERE promoter_id = ?) ORDER BY 1""",
    of=_me,
)
_AFFILIATE: Final = {
    "overview": _COMPANY["overview"],
    "sub_ids": _SUB_IDS,
    "traffic_sources": _COMPANY["traffic_sources"],
    "urls": _URLS,
}

handles("GET /api/v2/affiliate/reports/sub_ids")(partial(_by_row, _SUB_IDS))
handles("GET /api/v2/affiliate/reports/download")(partial(_download, _AFFILIATE))
