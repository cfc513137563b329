"""Charts: one figure over time, of whatever is asked for.

What the documents leave open, and how it goes here: up to a month is shown by day, up to a quarter by week, up to two years by
month, and what is longer by year; revenue and commissions are in cents.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from attrs import frozen

from ...wire.message import HttpResponse
from ..parameters import Parameters
from ..problems import BadReport
from ..records.figures import Figures, Key
from .registry import RequestContext
from .replies import as_json
from .reports import Span, day_of, periods_of

_SELECTIONS: Final = {
    "revenue": "revenue",
    "clicks": "clicks",
    "referrals": "referrals",
    "customers": "customers",
    "cancellations": "cancelled",
}
"""What a chart can show, and the figure that it is."""
MORE_SELECTIONS: Final = _SELECTIONS | {"commissions": "earned"}
"""What those charts can show that have something to show without being told."""
_EVER: Final = Span(date.min, date.max)
_LENGTHS: Final = ((31, "day"), (92, "week"), (731, "month"))


@frozen
class Chart:
    """What is shown, from when to when, and where the numbers come from."""

    context: RequestContext
    selection: str
    span: Span

    @classmethod
    def asked(cls, context: RequestContext, usual: Span | None = None) -> "Chart":
        """Read what to show; without a usual span all of it must be said, and with one it is the revenue of that.

        Raises `Missing` and `BadReport`.
        """
        return cls(context, _selection_of(context.parameters, usual), _span_of(context.parameters, usual))

    def points(self, by: str | None, keys: Sequence[Key]) -> list[tuple[Span, int]]:
        """Return the periods of the chart, and how much came together in each."""
        figures, figure = (
            Figures(self.context.store, self.span.first, self.span.last, by),
            MORE_SELECTIONS[self.selection],
        )
        return [
            (period, figures.sum_of(keys, figure, period.first, period.last))
            for period in periods_of(self.span, self._group_by)
        ]

    def answer(self, items: Sequence[Any], **more: Any) -> HttpResponse:
        """Answer with what is shown of the points, and what was asked for."""
        about = {
            "period_from": self.span.first.isoformat(),
            "period_to": self.span.last.isoformat(),
            "selection": self.selection,
            "group_by": self._group_by,
        }
        return as_json({**about, "selection_items": items, **more})

    def as_pairs(self, by: str | None, keys: Sequence[Key]) -> HttpResponse:
        """Answer with pairs of label and number."""
        return self.answer([[period.label, number] for period, number in self.points(by, keys)])

    @property
    def _group_by(self) -> str:
        days = (self.span.last - self.span.first).days
        return next((name for longest, name in _LENGTHS if days < longest), "year")


def _selection_of(parameters: Parameters, usual: Span | None) -> str:
    selections = MORE_SELECTIONS if usual else _SELECTIONS
    if usual is None:
        parameters.require("selection")
    selection = parameters.word("selection", selections)
    if selection is None and not parameters.is_blank("selection"):
        raise BadReport("Selection invalid !")
    return selection or "revenue"


def _span_of(parameters: Parameters, usual: Span | None) -> Span:
    if usual is None:
        parameters.require("period_from", "period_to")
        usual = _EVER  # both are said, so that neither end of it counts
    span = Span(day_of(parameters, "period_from") or usual.first, day_of(parameters, "period_to") or usual.last)
    if span.last < span.first:
        raise BadReport("Period to invalid !")
    return span
