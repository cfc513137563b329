"""Charts as FirstPromoter gives them: a figure over time. This module knows nothing of requests."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from ...frozen import frozen
from ...wire.model import Model


class ChartSelection(StrEnum):
    """What a chart shows."""

    REVENUE = "revenue"
    CLICKS = "clicks"
    REFERRALS = "referrals"
    CUSTOMERS = "customers"
    CANCELLATIONS = "cancellations"


class ChartGroupBy(StrEnum):
    """The length of a chart's periods, which FirstPromoter chooses."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@frozen
class ChartPoint:
    """One point of a chart."""

    label: str
    """The period, as FirstPromoter writes it."""
    value: Decimal
    """A count, or revenue in what are taken for minor units (cents): the documents name no unit."""


@frozen(kw_only=True)
class ChartData(Model):
    """A figure over time; look at `points`. Totals that were asked for are in `extra`, since no document names them."""

    selection: ChartSelection | str | None = None
    period_from: date | None = None
    period_to: date | None = None
    group_by: ChartGroupBy | str | None = None
    selection_items: tuple[Any, ...] = ()
    """The points as they came: pairs of a label and a number, or objects with `date` and `value`."""

    @property
    def points(self) -> tuple[ChartPoint, ...]:
        """The points, in whichever form they came; raises ValueError for another one."""
        return tuple(_point(item) for item in self.selection_items)


def _point(item: Any) -> ChartPoint:
    match item:
        case [str(label), int() | float() as value] | {"date": str(label), "value": int() | float() as value}:
            return ChartPoint(label, Decimal(str(value)))
        case _:
            raise ValueError(f"this is neither a pair of label and number, nor has it date and value: {item!r}")
