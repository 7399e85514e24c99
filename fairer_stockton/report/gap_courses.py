"""A gap over the years: between whom it is, how it began and how it stands, and what may be said of how it moves."""

from dataclasses import dataclass

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.rows import GapRow, find_latest_row_with_value
from fairer_stockton.report.words.gap_changes import write_gap_direction
from fairer_stockton.report.words.narrative import GAP_TITLES, write_gap_title
from fairer_stockton.run.vocabulary import GapType, Polarity

AGAINST = {
    GapType.COMMUNITY: "everyone else",
    GapType.TARGET_AREA_V_REST: "the rest of the borough",
    GapType.BOROUGH_V_ENGLAND: "England",
}


@dataclass(frozen=True)
class GapOverTime:
    """One gap of one measure: its row in every period, oldest first."""

    measure: Measure
    rows: tuple[GapRow, ...]

    @property
    def kind(self) -> GapType:
        """The kind of gap."""
        return self.rows[0].gap_type

    @property
    def last(self) -> GapRow:
        """The latest row that has a figure; else the latest."""
        return find_latest_row_with_value(self.rows) or self.rows[-1]

    @property
    def start(self) -> GapRow | None:
        """The row that the latest one's change is judged from, where there is one."""
        return next((row for row in self.rows if row.has_value and row.period == self.last.change_from), None)

    @property
    def direction(self) -> str:
        """What may be said of how the gap moves."""
        return write_gap_direction(self.last)

    @property
    def between(self) -> str:
        """Who is compared with whom."""
        if self.kind == GapType.BREAKDOWN:
            return write_gap_title(self.last)
        if self.kind in AGAINST:
            return f"{self.last.group_a} against {AGAINST[self.kind]}"
        return GAP_TITLES[self.kind]

    @property
    def sign(self) -> float:
        """1 or −1: times this, the gap is above 0 where the group named first is worse off."""
        return -1.0 if self.measure.polarity == Polarity.HIGHER_IS_BETTER and self.kind != GapType.AREA_RANGE else 1.0


def list_gaps_over_time(edition: Edition) -> list[GapOverTime]:
    """Return the course of each gap within the authority and with England, in the order of the catalogue.

    Each two groups have one course. The highest and the lowest ward have one too, whichever wards they are.
    """
    rows_by_gap: dict[tuple[str, ...], list[GapRow]] = {}
    for name in edition.measures:
        for gap in edition.select_gaps(name):
            if gap.area_code == edition.authority or gap.gap_type == GapType.TARGET_AREA_V_REST:
                groups = () if gap.gap_type == GapType.AREA_RANGE else (gap.group_a, gap.group_b)
                rows_by_gap.setdefault((name, gap.gap_type, gap.area_code, *groups), []).append(gap)
    return [GapOverTime(edition.measures[name], tuple(rows)) for (name, *_), rows in rows_by_gap.items()]
