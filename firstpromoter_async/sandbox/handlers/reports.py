"""Reports of either generation, computed from what is stored at the moment (the real ones lag by minutes or a day).

What the documents leave open, and how it goes here: rates are percentages with two decimals; churn is the share of
cancelled among active and cancelled customers; active customers of a period are those who became customers in it and still are;
earnings per click look at the three or six months up to a period's end; weeks begin on Mondays. Every period of the span has
a row.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from attrs import frozen

from ..parameters import Parameters
from ..problems import BadReport
from ..records.figures import Figures, Key
from .registry import RequestContext

_LONGEST_BY_DAY: Final = 90
_MONTHS: Final = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


@frozen
class Span:
    """Days in a row, both ends included."""

    first: date
    last: date
    label: str = ""


class Sums:
    """What one campaign, promoter or account did in one span."""

    def __init__(self, figures: Figures, key: Key, span: Span) -> None:
        self._figures, self._key, self._span = figures, key, span

    def __getitem__(self, figure: str) -> int:
        return self._figures.sum(self._key, figure, self._span.first, self._span.last)

    def per_click(self, months: int) -> float:
        """Cents earned for each click in the months up to the end of the span."""
        back = Span(_months_before(self._span.last, months) + timedelta(days=1), self._span.last)
        recent = Sums(self._figures, self._key, back)
        return recent["earned"] / recent["clicks"] if recent["clicks"] else 0.0


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 2) if whole else 0.0


METRICS: Final[dict[str, Callable[[Sums], int | float]]] = {
    "revenue_amount": lambda sums: sums["revenue"],
    "clicks_count": lambda sums: sums["clicks"],
    "referrals_count": lambda sums: sums["referrals"],
    "signups_count": lambda sums: sums["signups"],
    "customers_count": lambda sums: sums["customers"],
    "active_customers": lambda sums: sums["active"],
    "monthly_churn": lambda sums: _percent(sums["cancelled"], sums["active"] + sums["cancelled"]),
    "net_revenue_amount": lambda sums: sums["revenue"] + sums["refunded"],
    "sales_count": lambda sums: sums["sales"],
    "refunds_count": lambda sums: sums["refunds"],
    "cancelled_customers_count": lambda sums: sums["cancelled"],
    "promoter_earnings_amount": lambda sums: sums["earned"],
    "non_link_customers": lambda sums: sums["non_link"],
    "referrals_to_customers_cr": lambda sums: _percent(sums["customers"], sums["referrals"]),
    "3m_epc": lambda sums: sums.per_click(3),
    "6m_epc": lambda sums: sums.per_click(6),
    "clicks_to_customers_cr": lambda sums: _percent(sums["customers"], sums["clicks"]),
    "clicks_to_referrals_cr": lambda sums: _percent(sums["referrals"], sums["clicks"]),
    "promoter_paid_amount": lambda sums: sums["paid"],
}


class Report:
    """What was asked of a report, and the figures to answer with. Raises `BadReport`."""

    def __init__(self, context: RequestContext, by: str | None, lengths: Sequence[str]) -> None:
        """`by` is what `Figures` are gathered by; `lengths` are what periods may be grouped by."""
        parameters = context.parameters
        length = parameters.text("group_by") or "month"
        if length not in lengths:
            raise BadReport("Group by invalid !")
        self.span = _span(parameters, context.today)
        self.periods = list(periods_of(self.span, length))
        self._figures = Figures(
            context.store, _months_before(self.span.first, 6), self.span.last, by, promoter_id=context.signed_in_id
        )

    def value(self, name: str, key: Key, span: Span | None = None) -> int | float:
        """Return one figure, of a period or of the whole span."""
        return METRICS[name](Sums(self._figures, key, span or self.span))


def _span(parameters: Parameters, today: date) -> Span:
    first = day_of(parameters, "start_date") or _months_before(today, 12)
    last = day_of(parameters, "end_date") or today
    if last < first:
        raise BadReport("End date invalid !")
    if parameters.text("group_by") == "day" and (last - first).days > _LONGEST_BY_DAY:
        raise BadReport("Period span is limited at 90 days !")
    return Span(first, last)


def day_of(parameters: Parameters, name: str) -> date | None:
    """Read a day that a report begins or ends with. Raises `BadReport`."""
    text = parameters.text(name)
    if parameters.is_blank(name):
        return None
    try:
        day = date.fromisoformat((text or "")[:10])
    except ValueError:
        day = date.min
    if not 1970 <= day.year <= 2200:
        raise BadReport(f"{name.replace('_', ' ').capitalize()} invalid !")
    return day


def periods_of(span: Span, length: str) -> Iterator[Span]:
    """Cut a span into days, weeks, months or years; the first and the last may be shorter."""
    first = span.first
    while first <= span.last:
        match length:
            case "day":
                following, label = first + timedelta(days=1), f"{_MONTHS[first.month - 1]} {first.day}, {first.year}"
            case "month":
                following, label = _month_after(first), f"{_MONTHS[first.month - 1]} {first.year}"
            case "week":
                following = first + timedelta(days=7 - first.weekday())
                label = f"{_MONTHS[first.month - 1]} {first.day}, {first.year}"
            case _:
                following, label = date(first.year + 1, 1, 1), str(first.year)
        yield Span(first, min(following - timedelta(days=1), span.last), label)
        first = following


def _month_after(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _months_before(day: date, months: int) -> date:
    """Return the same day some months ago, or the last of a shorter month."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    last_of_month = (_month_after(date(year, month + 1, 1)) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last_of_month))
