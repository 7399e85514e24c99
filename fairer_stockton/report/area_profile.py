"""An area and its figures, as its page, the papers and the maps show them."""

from dataclasses import dataclass

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.geography.areas import AREA_TYPE_NAMES
from fairer_stockton.report.place_rows import StandingRow
from fairer_stockton.report.rows import ObservationRow
from fairer_stockton.run.vocabulary import AreaType, Statistic

AREA_TITLES: dict[str, str] = {
    AreaType.TARGET_AREA: "Targeted Action Areas",
    AreaType.COMMUNITY_PARTNERSHIP: "Community Partnerships",
    AreaType.WARD: "Wards",
    AreaType.MSOA: "Local areas (MSOAs)",
    AreaType.LSOA: "Neighbourhoods",
}
SHORT_AREA_TITLES: dict[str, str] = {
    AreaType.TARGET_AREA: "target areas",
    AreaType.COMMUNITY_PARTNERSHIP: "partnerships",
    AreaType.WARD: "wards",
    AreaType.MSOA: "local areas",
    AreaType.LSOA: "neighbourhoods",
}
SEVERAL_MAPS = (AreaType.WARD, AreaType.MSOA, AreaType.LSOA)  # kinds of area of which there are several maps


@dataclass(frozen=True)
class ProfiledArea:
    """One area that has a profile."""

    area_type: str
    code: str
    name: str
    vintage: str
    neighbourhoods: tuple[str, ...]
    fit: float = float("nan")  # share of the residents in its polygon whom its neighbourhoods hold; nan: no polygon
    ward: str = ""  # that a neighbourhood lies in, all or most of it

    @property
    def kind(self) -> str:
        """What it is, in words."""
        return AREA_TYPE_NAMES[self.area_type]

    @property
    def whereabouts(self) -> str:
        """What it is and, of a neighbourhood, in which ward: its name alone tells few people where it is."""
        return f"{self.kind} in {self.ward} ward" if self.ward else self.kind

    @property
    def page(self) -> str:
        """The name of its page."""
        return f"area-{self.code}.html"

    @property
    def explorer_query(self) -> str:
        """What the explorer's address says to pick it out among its like."""
        areas = f"{self.area_type}-{self.vintage}" if self.area_type in SEVERAL_MAPS else self.area_type
        return f"areas={areas}&area={self.code}"


@dataclass(frozen=True)
class AreaFigure:
    """One measure's figure for an area, and those that it stands beside."""

    measure: Measure
    row: ObservationRow
    standing: StandingRow
    england: ObservationRow | None
    joint: bool

    @property
    def rests_on_sample_or_low_base(self) -> bool:
        """Whether it rests on the sample or on a low base."""
        return self.row.synthetic or self.row.is_low_base


def can_figure_only_be_yes_or_no(area: ProfiledArea, figure: AreaFigure) -> bool:
    """Return whether a figure can only be yes or no: whether this neighbourhood is one that the measure counts."""
    return (
        area.area_type == AreaType.LSOA
        and figure.measure.statistic == Statistic.PROPORTION
        and figure.row.denominator == 1
    )
