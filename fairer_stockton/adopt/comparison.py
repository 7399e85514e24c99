"""The short table of a new file: rows, areas, totals and measures, before and after."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from fairer_stockton.adopt.checks import StagedChange
from fairer_stockton.adopt.figures import MeasureFigures

if TYPE_CHECKING:
    import pandas as pd

SHOWN_CHANGES = 5  # periods that are named
Line = tuple[str, str, str]


def write_comparison(change: StagedChange, row_contract: Any, measures: Sequence[MeasureFigures]) -> list[str]:
    """Return the lines of the table: what of the source was, and what would be."""
    before = None if change.before is None or change.before.empty else change.before
    new_period = max(change.new["period"].dropna())
    old_period = _choose_earlier_period(before, change, new_period)
    lines: list[Line] = [("", old_period or "before", new_period if old_period != new_period else "after")]
    lines.append(("rows of the source", _count(before), _count(change.after)))
    of_old = None if before is None or not old_period else before[before["period"] == old_period]
    of_new = change.after[change.after["period"] == new_period]
    lines.append(("rows of the period", _count(of_old), _count(of_new)))
    lines += _compare_areas_and_totals(of_old, of_new, row_contract)
    lines += [line for measure in measures for line in measure.lines()]
    widths = [max(len(line[column]) for line in lines) for column in range(3)]
    return [f"{label:<{widths[0]}}  {old:>{widths[1]}}  {new:>{widths[2]}}".rstrip() for label, old, new in lines]


def describe_periods(change: StagedChange) -> list[str]:
    """Return which periods come, and which would go."""
    now, then = set(change.after["period"]), set() if change.before is None else set(change.before["period"])
    came, went = sorted(now - then), sorted(then - now)
    lines = [f"periods that come: {_shorten(came)}"] if came and then else []
    return [*lines, *([f"periods that go, since the file has them no more: {_shorten(went)}"] if went else [])]


def count_changed_rows(change: StagedChange, row_contract: Any) -> str:
    """Return how many rows that were there before are other now; empty where there was none to compare."""
    keys = list(row_contract.to_schema().unique or [])
    if change.before is None or not keys:
        return ""
    content = [name for name in change.before.columns if name not in (*keys, "source_file", "source_row")]
    both = change.before.merge(change.new, on=keys, suffixes=("", "_new"))
    if both.empty:
        return ""
    differs = both.index != both.index
    for name in content:
        old, new = both[name], both[f"{name}_new"]
        differs |= ((old != new).fillna(False) & ~(old.isna() & new.isna()) | (old.isna() != new.isna())).to_numpy(bool)
    return f"of {len(both):,} rows that were there before, {int(differs.sum()):,} differ"


def _choose_earlier_period(before: "pd.DataFrame | None", change: StagedChange, new_period: str) -> str:
    if before is None:
        return ""
    periods = sorted(set(before["period"].dropna()))
    if change.replaced and new_period in periods:
        return new_period
    return max((period for period in periods if period < new_period), default=periods[-1])


def _compare_areas_and_totals(
    before: "pd.DataFrame | None", after: "pd.DataFrame", row_contract: Any
) -> Iterator[Line]:
    columns = row_contract.to_schema().columns
    areas = [name for name in columns if name.endswith("cd") and after[name].notna().any()]
    counts = [name for name, column in columns.items() if _is_count(column)]
    for area in areas:
        old = None if before is None else before.dropna(subset=[area])
        new = after.dropna(subset=[area])
        yield f"areas: {area}", "–" if old is None else f"{old[area].nunique():,}", f"{new[area].nunique():,}"
        for count in counts:
            yield f"  {count}, all of these", _total(old, count), _total(new, count)


def _is_count(column: Any) -> bool:
    return "unit" in (column.metadata or {}) and "int" in str(column.dtype).lower()


def _count(rows: "pd.DataFrame | None") -> str:
    return "–" if rows is None else f"{len(rows):,}"


def _total(rows: "pd.DataFrame | None", column: str) -> str:
    return "–" if rows is None or rows[column].isna().all() else f"{int(rows[column].sum()):,}"


def _shorten(periods: Sequence[str]) -> str:
    more = f" and {len(periods) - SHOWN_CHANGES} more" if len(periods) > SHOWN_CHANGES else ""
    return ", ".join(periods[:SHOWN_CHANGES]) + more
