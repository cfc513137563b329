"""Charts: one figure over time, of whatever is asked for.

What the documents leave open, and how it goes here: up to a month is shown by day, up to a quarter by week, up to two years by
month, and what is longer by year; revenue and commissions are in cents.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from ..parameters import Parameters
from ..problems import BadReport, Missing
from ..records.figures import Figures, Key
from .registry import RequestContext
from .reports import Span, day_of, periods_of

SELECTIONS: Final = {
    "revenue": "revenue",
    "clicks": "clicks",
    "referrals": "referrals",
    "customers": "customers",
    "cancellations": "cancelled",
}
"""What a chart can show, and the figure that it is."""
_LENGTHS: Final = ((31, "day"), (92, "week"), (731, "month"))


def span_of(parameters: Parameters, usual: Span | None = None) -> Span:
    """Read from when to when; without a usual span both must be said. Raises `Missing` and `BadReport`."""
    if usual is None:
        for name in ("period_from", "period_to"):
            if parameters.is_blank(name):
                raise Missing(name)
    first, last = day_of(parameters, "period_from"), day_of(parameters, "period_to")
    span = Span(first or (usual.first if usual else date.min), last or (usual.last if usual else date.max))
    if span.last < span.first:
        raise BadReport("Period to invalid !")
    return span


def selection_of(parameters: Parameters, selections: dict[str, str] = SELECTIONS, usual: str | None = None) -> str:
    """Read what to show. Raises `Missing` and `BadReport`."""
    if parameters.is_blank("selection") and usual is None:
        raise Missing("selection")
    selection = parameters.one_of("selection", {name: name for name in selections})
    if selection is None and not parameters.is_blank("selection"):
        raise BadReport("Selection invalid !")
    return selection or usual or ""


def chart(
    context: RequestContext, span: Span, selection: str, figure: str, by: str | None, keys: Sequence[Key]
) -> tuple[dict[str, Any], list[tuple[Span, int]]]:
    """Return what stands around a chart, and its points."""
    length = next((name for days, name in _LENGTHS if (span.last - span.first).days < days), "year")
    figures = Figures(context.store, span.first, span.last, by)
    points = [
        (period, sum(figures.sum(key, figure, period.first, period.last) for key in keys))
        for period in periods_of(span, length)
    ]
    about = {
        "period_from": span.first.isoformat(),
        "period_to": span.last.isoformat(),
        "selection": selection,
        "group_by": length,
    }
    return about, points


def as_pairs(points: Sequence[tuple[Span, int]]) -> list[list[Any]]:
    """Write points as pairs of label and number."""
    return [[period.label, number] for period, number in points]
