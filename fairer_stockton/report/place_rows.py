"""Rows of what is known of places and councils, as values with fields; `rows.read_rows` makes them from tables."""

from dataclasses import dataclass

from fairer_stockton.run.vocabulary import (
    AmongTenWorst,
    AreaType,
    Comparison,
    PriorityKind,
    PriorityVerdict,
    TargetedPeople,
    TargetingKind,
)


@dataclass(frozen=True, slots=True)
class StandingRow:
    """A row of standings: an area inside the borough compared with the borough, and its rank among its like."""

    measure: str
    area_type: AreaType
    area_code: str
    vintage: str
    period: str
    borough_value: float
    against_borough: Comparison
    rank: float
    areas: float
    rank_lower_95: float
    rank_upper_95: float
    ranked_with_interval: float
    among_ten_worst: AmongTenWorst
    distance: float


@dataclass(frozen=True, slots=True)
class DeprivationRow:
    """A row of deprivation: the summaries of one index and edition for a council or an area, each with its rank."""

    period: str
    index_name: str
    area_type: AreaType
    area_name: str
    neighbourhoods: float
    average_rank: float
    rank_of_average_rank: float
    average_score: float
    rank_of_average_score: float
    proportion: float
    rank_of_proportion: float
    extent: float
    rank_of_extent: float
    local_concentration: float
    rank_of_local_concentration: float
    scale: float
    rank_of_scale: float
    proportion_in_fifth: float
    areas: int
    weighted_by: str
    approximate: bool
    published: str
    published_among: float
    synthetic: bool

    def get_summary(self, name: str) -> float:
        """Return the figure of a summary."""
        return float(getattr(self, name))

    def get_rank(self, name: str) -> float:
        """Return the rank of a summary, 1 the most deprived; nan where it has none."""
        return float(getattr(self, f"rank_of_{name}"))

    def is_published(self, column: str) -> bool:
        """Return whether a column is the publisher's own, not worked out here."""
        return column in self.published.split()


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """A row of agreement: how many councils' summaries of an index agree with the publisher's own."""

    period: str
    index_name: str
    summary: str
    weighted_by: str
    councils: int
    tolerance: str
    agreeing: int
    furthest: float
    furthest_council: str
    equal_ranks: float
    furthest_rank: float


@dataclass(frozen=True, slots=True)
class PriorityRow:
    """A row of priorities: a neighbourhood or a group of them, its rank, and how firm that is over the trials."""

    kind: PriorityKind
    area_code: str
    area_name: str
    members: str
    ward: str
    residents: float
    deprivation_rank: int
    editions_in_worst_tenth: float
    editions: int
    domains_in_worst_tenth: float
    people_above_england: float
    rank: int
    rank_lower_95: int
    rank_upper_95: int
    top_share: float
    verdict: PriorityVerdict
    note: str


@dataclass(frozen=True, slots=True)
class TargetingRow:
    """A row of targeting: whom of one kind a list of places reaches, and whom the best list of its size would."""

    kind: TargetingKind
    list_code: str
    list_name: str
    people_group: TargetedPeople
    period: str
    neighbourhoods: int
    residents: float
    people_inside: float
    income_deprived_inside: float
    reached_percent: float
    people_counted: float
    income_deprived: float
    best_reached_percent: float
    best_neighbourhoods: str

    @property
    def people_left_out(self) -> float:
        """Return how many income-deprived people live outside the list."""
        return self.income_deprived - self.income_deprived_inside


@dataclass(frozen=True, slots=True)
class ComparatorRow:
    """A row of comparators: where the authority stands among a set of councils on one measure."""

    measure: str
    period: str
    category: str
    value: float
    unit: str
    position: int
    councils: int
    lowest: float
    lowest_council: str
    median: float
    highest: float
    highest_council: str
    tested: int
    clearly_better: float
    clearly_worse: float

    @property
    def is_tested(self) -> bool:
        """Whether it is known how many councils clearly fare better, and how many worse."""
        return self.clearly_better == self.clearly_better and self.clearly_worse == self.clearly_worse
