"""Why the gap: each difference that can be split, its finding first, with the figures of every group and period."""

from dataclasses import dataclass

from fairer_stockton.report.charts.splits import SplitChart, make_split_chart
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.site import make_page_name_of_domain
from fairer_stockton.report.rows import Amount
from fairer_stockton.report.splits import (
    GroupParts,
    Split,
    describe_split,
    list_cells_by_period,
    list_measures_that_wait,
    list_splits,
)
from fairer_stockton.report.table import Table, drop_empty_columns
from fairer_stockton.report.words.figures import (
    write_limits,
    write_period,
    write_value_with_unit,
    write_value_without_unit,
)
from fairer_stockton.report.words.narrative import mark_proxy_in_title


@dataclass(frozen=True)
class SplitView:
    """One split as the page shows it."""

    name: str
    title: str
    between: str
    domain_page: str
    measure: str
    sentences: tuple[str, ...]
    note: str
    groups: Table
    periods: Table | None
    synthetic: bool


@dataclass(frozen=True)
class WhyView:
    """All that the page shows, and its picture; there is always a split, else there is no page."""

    chart: SplitChart
    splits: tuple[SplitView, ...]
    waiting: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]


def make_why_view(edition: Edition) -> WhyView | None:
    """Gather what the page shows; nothing where no difference can be split."""
    splits = list_splits(edition)
    chart = make_split_chart(splits)
    if chart is None:
        return None
    names = sorted({name for split in splits for name in split.total.sources.split()})
    return WhyView(
        chart=chart,
        splits=tuple(_make_split_view(edition, split) for split in splits),
        waiting=tuple(list_measures_that_wait(edition)),
        sources=tuple(edition.attributions[name] for name in names if name in edition.attributions),
    )


def _make_split_view(edition: Edition, split: Split) -> SplitView:
    earlier = list(list_cells_by_period(split))
    return SplitView(
        name=split.name,
        title=mark_proxy_in_title(split.measure, split.measure.title),
        between=split.between,
        domain_page=make_page_name_of_domain(edition.framework[split.measure.domain]),
        measure=split.measure.name,
        sentences=tuple(describe_split(split)),
        note=split.entry.note,
        groups=_make_table_of_groups(split),
        periods=_make_table_of_periods(split) if len(earlier) > 1 else None,
        synthetic=split.total.synthetic,
    )


def _make_table_of_groups(split: Split) -> Table:
    """Return every group with its shares, its figures and what it adds to either part, and their sums."""
    a, b = split.total.group_a, split.total.group_b
    header = (
        split.entry.groups.capitalize(), f"Share: {a}", f"Share: {b}", f"Figure: {a}", f"Figure: {b}",
        "Who people are", "How each group does",
    )  # fmt: skip
    lines = [_make_line_of_group(split, group) for group in split.groups]
    whole = (
        "All", "–", "–", *_write_figures(split, split.total.figure_a, split.total.figure_b),
        _write_part(split.composition), _write_part(split.rates),
    )  # fmt: skip
    caption = f"{split.measure.title}, {write_period(split.total.period)}: what each group adds to the difference"
    return drop_empty_columns(Table(caption, header, (*lines, whole), numbers=(1, 2, 3, 4, 5, 6)))


def _make_line_of_group(split: Split, group: GroupParts) -> tuple[str, ...]:
    row = group.rates
    shares = (
        write_value_with_unit(share, "percent") if share == share else "–" for share in (row.share_a, row.share_b)
    )
    return (
        row.category, *shares, *_write_figures(split, row.figure_a, row.figure_b),
        _write_part(group.composition), _write_part(row),
    )  # fmt: skip


def _write_figures(split: Split, *figures: float) -> tuple[str, ...]:
    return tuple(write_value_with_unit(figure, split.measure.unit) for figure in figures)


def _write_part(part: Amount | None) -> str:
    """Write a part with its sign, and its interval where it has one."""
    if part is None:
        return "–"
    value = write_value_without_unit(part.value, part.unit)
    return f"{value} ({write_limits(part)})" if part.has_interval else value


def _make_table_of_periods(split: Split) -> Table:
    """Return the difference and its parts in every period, the latest first."""
    header = ("Period", "Difference", "Who people are", "How each group does")
    lines = tuple(
        (write_period(rows[0].period), *(_write_part(row) for row in rows)) for rows in list_cells_by_period(split)
    )
    columns = header if split.composition else (header[0], header[1], header[3])
    return Table(
        f"{split.measure.title}: the difference and its parts in every period",
        columns, lines, numbers=tuple(range(1, len(columns))),
    )  # fmt: skip
