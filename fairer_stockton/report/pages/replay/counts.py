"""The counts that figures are summed from, of open sources alone, and why other measures have none."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.explorer.rows import round_to_published_digits
from fairer_stockton.report.words.replay import HIDDEN_ROWS, NO_ROWS, explain_why_kind_has_no_replay
from fairer_stockton.run.vocabulary import AreaType, Status

if TYPE_CHECKING:
    import pandas as pd

SMALLEST_AREAS = (AreaType.LSOA, AreaType.MSOA)  # of which counts are published, smallest first


@dataclass(frozen=True)
class CountsOfPeriod:
    """Both counts of every neighbourhood on one map in one period; None where the publisher withholds one."""

    area_map: str
    period: str
    above: dict[str, float | None]
    below: dict[str, float | None]


class ReplayCounts:
    """The counts of each measure whose figures a page can recompute."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition

    def explain_absence(self, measure: Measure) -> str:
        """Return why no figure of a measure can be recomputed, as the end of a sentence; nothing where some can."""
        if reason := explain_why_kind_has_no_replay(measure, self.edition.definitions.supplied):
            return reason
        if measure.name in self._measures_with_hidden_rows:
            return HIDDEN_ROWS
        return "" if measure.name in self.by_measure else NO_ROWS

    @cached_property
    def by_measure(self) -> dict[str, list[CountsOfPeriod]]:
        """Return the counts of each open summed measure: of neighbourhoods or, where it has none of them, of MSOAs."""
        counts: dict[str, list[CountsOfPeriod]] = {}
        for (name, period, kind, vintage), rows in self._counted_rows.groupby(
            ["measure", "period", "area_type", "vintage"], sort=True
        ):
            counts.setdefault(str(name), []).append(
                CountsOfPeriod(
                    f"{kind}-{vintage}",
                    str(period),
                    dict(zip(rows["area_code"], map(round_to_published_digits, rows["numerator"]), strict=True)),
                    dict(zip(rows["area_code"], map(round_to_published_digits, rows["denominator"]), strict=True)),
                )
            )
        return counts

    @cached_property
    def _counted_rows(self) -> "pd.DataFrame":
        """Return the rows that figures are summed from: as published, on their own map, and of nothing protected."""
        rows = self.edition.observations
        supplied = self.edition.definitions.supplied
        summed = {
            name
            for name, measure in self.edition.measures.items()
            if not explain_why_kind_has_no_replay(measure, supplied) and name not in self._measures_with_hidden_rows
        }
        native = rows[
            rows["measure"].isin(summed)
            & rows["area_type"].isin(SMALLEST_AREAS)
            & (rows["converted_from"] == "")
            & (rows["breakdown"] == "all")
            & (rows["status"] != Status.SUPPRESSED)
        ]
        # Counts of MSOAs are sums of neighbourhoods themselves wherever there are rows of neighbourhoods.
        order = native["area_type"].map({kind: position for position, kind in enumerate(SMALLEST_AREAS)})
        smallest = order.groupby([native["measure"], native["period"]]).transform("min")
        return native[order == smallest].sort_values("area_code", kind="stable")

    @cached_property
    def _measures_with_hidden_rows(self) -> frozenset[str]:
        rows = self.edition.observations
        return frozenset(rows.loc[rows["status"] == Status.SUPPRESSED, "measure"])
