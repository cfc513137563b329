"""A promoter's own figures. This module knows nothing of requests."""

from ...frozen import frozen
from ...wire.model import Model
from .reports import PeriodReport, ReportFigures


@frozen(kw_only=True)
class SubIdReport(Model):
    """The figures of one `sub_id`: all periods together, and each by itself in `sub_data`."""

    id: str | None = None
    sub_id: str | None = None
    """What tells one of the promoter's links apart from the others."""
    data: ReportFigures | None = None
    sub_data: tuple[PeriodReport, ...] = ()
