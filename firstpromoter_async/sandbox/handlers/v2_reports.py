"""v2 reports, as files.

What the documents leave open, and how it goes here: a line for each period and whatever the report is of, or one line for the
whole span with `totals`; amounts in cents; no line where nothing is known, as of traffic sources and URLs; and a file that is
longer than a thousand lines, or that the fault `prepared_later` keeps waiting, is answered with 202 and is never ready.
"""

import csv
import io
from collections.abc import Iterator
from typing import Any, Final

from ...wire.message import HttpResponse
from ..faults import Fault
from ..parameters import Parameters
from ..problems import BadReport, Missing
from .registry import RequestContext, handles
from .replies import as_json
from .reports import METRICS, Report

_LONGEST: Final = 1000
_LENGTHS: Final = ("day", "week", "month", "year")
_NEEDED: Final = ("report_type", "group_by", "start_date", "end_date")
_OF: Final[dict[str, tuple[str | None, str]]] = {
    "overview": (None, "SELECT NULL AS id, 'All' AS name"),
    "campaigns": ("campaign_id", "SELECT id, name FROM campaigns ORDER BY id"),
    "promoters": ("promoter_id", "SELECT id, email AS name FROM promoters ORDER BY id"),
    "traffic_sources": (None, "SELECT NULL AS id, '' AS name WHERE 0"),
    "urls": (None, "SELECT NULL AS id, '' AS name WHERE 0"),
}
"""Reports: what the figures are gathered by, and whom there are lines of."""


@handles("GET /api/v2/company/reports/download")
def download(context: RequestContext) -> HttpResponse:
    """Write a report as CSV."""
    parameters = context.parameters
    for name in _NEEDED:
        if parameters.is_blank(name):
            raise Missing(name)
    kind = parameters.one_of("report_type", {name: name for name in _OF})
    if kind is None:
        raise BadReport("Report type invalid !")
    lines = list(_lines(context, kind, _columns(parameters)))
    if len(lines) > _LONGEST or context.fault is Fault.PREPARED_LATER:
        return as_json({"message": "The report is being prepared."}, 202)
    return _as_csv(lines, f"{kind}.csv")


def _columns(parameters: Parameters) -> list[str]:
    columns = parameters.texts("columns")
    if not columns:
        raise Missing("columns")
    if not all(name in METRICS for name in columns):
        raise BadReport("Columns invalid !")
    return columns


def _lines(context: RequestContext, kind: str, columns: list[str]) -> Iterator[list[Any]]:
    by, sql = _OF[kind]
    report = Report(context, by, _LENGTHS)
    whole = context.parameters.truth("totals")
    yield ["id", "name", *([] if whole else ["period"]), *columns]
    for row in context.store.all(sql):
        for span in [report.span] if whole else report.periods:
            figures = [report.value(name, row["id"], span) for name in columns]
            yield [row["id"], row["name"], *([] if whole else [span.label]), *figures]


def _as_csv(lines: list[list[Any]], name: str) -> HttpResponse:
    text = io.StringIO()
    csv.writer(text).writerows(lines)
    headers = {"Content-Type": "text/csv; charset=utf-8", "Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse.of(200, headers, text.getvalue().encode())
