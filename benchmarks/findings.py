"""What a benchmark found, as values, and how that is written down. This module knows nothing of measuring."""

from collections.abc import Mapping, Sequence
from statistics import median

from attrs import frozen


@frozen
class Table:
    """Numbers under headings; the first column says whose they are."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __str__(self) -> str:
        columns = [_aligned(column) for column in zip(self.columns, *self.rows, strict=True)]
        lines = [f"| {' | '.join(cells)} |" for cells in zip(*columns, strict=True)]
        return "\n".join([f"**{self.title}**", "", *lines])


def _aligned(column: Sequence[str]) -> list[str]:
    """Return the heading, the rule and the cells at one width: numbers to the right, words to the left."""
    heading, *cells = column
    width = max(map(len, column))
    if all(cell[:1].isdigit() for cell in cells):
        return [heading.rjust(width), "-" * (width - 1) + ":", *(cell.rjust(width) for cell in cells)]
    return [heading.ljust(width), "-" * width, *(cell.ljust(width) for cell in cells)]


@frozen(kw_only=True)
class Goal:
    """A line to reach: `measured` is to be at most `limit`."""

    what: str
    limit: float
    measured: float
    unit: str

    @property
    def reached(self) -> bool:
        return self.measured <= self.limit


@frozen(kw_only=True)
class Findings:
    """What one topic has to say."""

    tables: tuple[Table, ...]
    goals: tuple[Goal, ...] = ()


def goals_table(goals: Sequence[Goal]) -> Table:
    """Show the lines to reach, and whether they were."""
    rows = tuple(
        (g.what, f"<= {g.limit:g} {g.unit}", f"{g.measured:.3g} {g.unit}", "reached" if g.reached else "missed")
        for g in goals
    )
    return Table("Lines to reach", ("what", "line", "measured", ""), rows)


Series = Mapping[str, Sequence[float]]
"""For each peer its measurements, round by round; the same rounds for all."""


def ratio(series: Series, who: str, base: str) -> float:
    """How many times the base's cost this is: the median of the ratios within each round.

    What slows the machine for a while slows both halves of a round, and so hardly touches their ratio.
    """
    return median(ours / theirs for ours, theirs in zip(series[who], series[base], strict=True))


def compared(series: Series, base: str, *, digits: int = 0) -> list[tuple[str, ...]]:
    """Return a row for each peer: name, median, lowest to highest, and the ratio to the base."""
    return [
        (
            who,
            f"{median(values):.{digits}f}",
            f"{min(values):.{digits}f}-{max(values):.{digits}f}",
            f"{ratio(series, who, base):.2f}x",
        )
        for who, values in series.items()
    ]
