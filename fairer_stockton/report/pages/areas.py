"""Area profiles: a page for every ward, partnership, target area and neighbourhood, from the report's own figures."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from fairer_stockton.definitions.settings import NO_NEIGHBOURHOODS
from fairer_stockton.geography.areas import REST
from fairer_stockton.report.area_profile import AreaFigure, ProfiledArea
from fairer_stockton.report.charts.spine import (
    SpineChart,
    SpreadAcrossAreas,
    SpreadKey,
    compute_spreads_across_areas,
    make_spine_chart,
)
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages import area_lines
from fairer_stockton.report.pages.actions import ActionView, list_actions_in_area
from fairer_stockton.report.pages.area_changes import (
    MOST_COURSES,
    AreaChange,
    ComparableSeries,
    choose_series_to_show,
    describe_change,
    select_comparable_rows,
)
from fairer_stockton.report.pages.priorities import write_share
from fairer_stockton.report.place_rows import DeprivationRow, PriorityRow, StandingRow
from fairer_stockton.report.rows import ObservationRow, find_latest_row_with_value, read_rows
from fairer_stockton.report.table import Table, drop_empty_columns
from fairer_stockton.report.words import gap_changes, narrative
from fairer_stockton.report.words.figures import (
    is_known,
    write_count_with_noun,
    write_figure,
    write_ordinal,
    write_period,
)
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.vocabulary import AreaType, Comparison, GapType, PriorityKind, PriorityVerdict
from fairer_stockton.schemas.nations import ENGLAND

if TYPE_CHECKING:
    import pandas as pd

PROFILED_AREAS = (AreaType.TARGET_AREA, AreaType.COMMUNITY_PARTNERSHIP, AreaType.WARD, AreaType.LSOA)
CONTEXT_DOMAIN = "residents"
STANDING_OUT = 3  # of each, best and worst
PROFILED_LSOAS = "2021"  # the map of those that have a profile


@dataclass(frozen=True)
class Profile:
    """All that the page of an area says."""

    area: ProfiledArea
    why: str
    notes: tuple[str, ...]
    residents: tuple[str, ...]
    worst: tuple[str, ...]
    best: tuple[str, ...]
    untested: str
    spine: SpineChart | None
    domains: tuple[Table, ...]
    rest: Table | None
    deprivation: Table | None
    priorities: tuple[str, ...]
    locator: str
    changes: tuple[AreaChange, ...]
    actions: tuple[ActionView, ...]


class Profiles:
    """The profiles of an edition, made one by one from lookups that are made once."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        # Areas that the council names are on a map each of their own.
        self._map_of = {AreaType.WARD: edition.ward_vintage, AreaType.LSOA: PROFILED_LSOAS}

    @cached_property
    def areas(self) -> list[ProfiledArea]:
        """List the areas: target areas, partnerships, wards, and all neighbourhoods or those asked for.

        Raises:
            CatalogueError: a neighbourhood asked for is none of the authority's.
        """
        table = self.edition.memberships
        known_codes = set(
            table.loc[(table["area_type"] == AreaType.LSOA) & (table["vintage"] == PROFILED_LSOAS), "area_code"]
        )
        wanted = (set(self.edition.profiles) or known_codes) - {NO_NEIGHBOURHOODS}
        if unknown := sorted(wanted - known_codes):
            raise CatalogueError(
                setting="PROFILES= (FAIRER_PROFILES)",
                found=unknown[0],
                expected=f"neighbourhoods (LSOAs of 2021) of {self.edition.borough_name}",
                remedy="check the code",
            )
        areas = []
        for kind in PROFILED_AREAS:
            rows = table[(table["area_type"] == kind) & (table["lsoa_vintage"] == "2021")]
            rows = rows[rows["vintage"] == self._map_of[kind]] if kind in self._map_of else rows
            if kind == AreaType.LSOA:
                rows = rows[rows["area_code"].isin(wanted)]
            for (name, code), parts in rows.groupby(["area_name", "area_code"], sort=True):
                codes = tuple(sorted(parts["lsoacd"]))
                vintage, fit = str(parts["vintage"].iloc[0]), float(parts["fit"].iloc[0])
                within = self._wards_of_neighbourhoods.get(str(code), "") if kind == AreaType.LSOA else ""
                areas.append(ProfiledArea(kind, str(code), str(name), vintage, codes, fit, within))
        return areas

    @cached_property
    def _wards_of_neighbourhoods(self) -> Mapping[str, str]:
        """The ward that holds all or most of each neighbourhood, by the neighbourhood's code."""
        return self.edition.outlines.names(AreaType.WARD, PROFILED_LSOAS)

    @cached_property
    def _rows_by_area_and_measure(self) -> "dict[tuple[str, str], list[ObservationRow]]":
        """Return each area's observations as a whole, oldest first."""
        rows = self.edition.observations
        wanted = [*PROFILED_AREAS, AreaType.BOROUGH, AreaType.ENGLAND]
        rows = rows[(rows["breakdown"] == "all") & rows["area_type"].isin(wanted)]
        by_area_and_measure: dict[tuple[str, str], list[ObservationRow]] = {}
        for row in read_rows(rows.sort_values("period", kind="stable"), ObservationRow):
            # Maps share codes: a figure on another map than the profile's is filed under no code.
            code = row.area_code if self._map_of.get(row.area_type, row.vintage) == row.vintage else ""
            by_area_and_measure.setdefault((code, row.measure), []).append(row)
        return by_area_and_measure

    @cached_property
    def _figures_of_england(self) -> dict[tuple[str, str], ObservationRow]:
        """England's figure by measure and period; the first where a period has several."""
        return {
            (name, row.period): row
            for (code, name), rows in self._rows_by_area_and_measure.items()
            if code == ENGLAND
            for row in reversed(rows)
        }

    @cached_property
    def _standings(self) -> list[StandingRow]:
        return read_rows(self.edition.standings, StandingRow)

    @cached_property
    def _standings_by_measure_and_area(self) -> dict[tuple[str, ...], StandingRow]:
        return {(row.measure, row.area_code, row.vintage, row.period): row for row in self._standings}

    @cached_property
    def _area_counts_by_rank(self) -> Counter[tuple[str, ...]]:
        """Count how many areas share each rank."""
        return Counter(map(_make_key_of_rank, self._standings))

    @cached_property
    def _spreads_across_areas(self) -> dict[SpreadKey, SpreadAcrossAreas]:
        return compute_spreads_across_areas(self.edition)

    def make_profile(self, area: ProfiledArea) -> Profile:
        """Make one area's profile."""
        from fairer_stockton.report.maps.inline import write_locator_map

        figures = self.list_latest_figures(area)
        named = next((named_area for named_area in self.edition.named if named_area.code == area.code), None)
        context = [figure for figure in figures if figure.measure.domain == CONTEXT_DOMAIN]
        return Profile(
            area=area,
            why=named.why if named else "",
            notes=tuple(area_lines.list_notes_before_figures(area, figures, named.note if named else "")),
            residents=tuple(area_lines.describe_residents(figure, self.edition.borough_name) for figure in context),
            worst=tuple(self._list_clear_differences(figures, Comparison.WORSE)),
            best=tuple(self._list_clear_differences(figures, Comparison.BETTER)),
            untested=area_lines.explain_figures_not_compared_with_borough(figures),
            spine=make_spine_chart(
                area, figures, self._spreads_across_areas, self.edition.framework, self.edition.borough_name
            ),
            domains=tuple(self._make_domain_tables(area, figures)),
            rest=self._make_table_of_rest_of_target_areas(area),
            deprivation=self._make_deprivation_table(area),
            priorities=tuple(self._describe_priority_neighbourhoods(area)),
            locator=write_locator_map(self.edition, area.area_type, area.code, area.vintage),
            changes=tuple(self._list_changes(area, figures, MOST_COURSES)),
            actions=list_actions_in_area(self.edition, area, self.areas) if self.edition.definitions.actions else (),
        )

    def _list_changes(self, area: ProfiledArea, figures: list[AreaFigure], most: int) -> Iterable[AreaChange]:
        """Describe how the area's figures have changed, where periods may be compared."""
        series = []
        for figure in figures:
            name, domain = figure.measure.name, self.edition.framework[figure.measure.domain]
            # Who lives here is no finding, and the Indices, which have no interval, have a table of their own.
            if domain.context or (domain.focus and not figure.row.has_interval):
                continue
            if rows := select_comparable_rows(figure.measure, self._rows_by_area_and_measure[area.code, name]):
                periods = {row.period for row in rows}
                borough = self._rows_by_area_and_measure.get((self.edition.authority, name), [])
                same = tuple(row for row in borough if row.period in periods and row.has_value)
                series.append(ComparableSeries(figure.measure, rows, same if len(same) > 1 else ()))
        for one_series in choose_series_to_show(figures, series, most):
            yield describe_change(one_series, area.name, self.edition.borough_name)

    def list_latest_figures(self, area: ProfiledArea) -> list[AreaFigure]:
        """List the latest figure of each measure that reaches an area."""
        return list(self._list_latest_figures_of_area(area))

    def _list_latest_figures_of_area(self, area: ProfiledArea) -> Iterable[AreaFigure]:
        for name, measure in self.edition.measures.items():
            row = find_latest_row_with_value(self._rows_by_area_and_measure.get((area.code, name), []))
            if row is None or not row.has_value:
                continue
            standing = self._standings_by_measure_and_area.get((name, area.code, row.vintage, row.period))
            if standing is None:
                continue
            england = self._figures_of_england.get((name, row.period))
            yield AreaFigure(
                measure, row, standing, england, self._area_counts_by_rank[_make_key_of_rank(standing)] > 1
            )

    def _list_clear_differences(self, figures: list[AreaFigure], comparison: str) -> Iterable[str]:
        """Write what stands out: clear of the borough's figure, and furthest from it for the spread between areas.

        Real figures of a full base come before those of the sample or of a low base.
        """
        outstanding = [
            figure
            for figure in figures
            if figure.standing.against_borough == comparison and is_known(figure.standing.distance)
        ]
        # The measure's name settles ties, so that every run lists the same three.
        outstanding.sort(
            key=lambda figure: (figure.rests_on_sample_or_low_base, -abs(figure.standing.distance), figure.measure.name)
        )
        for figure in outstanding[:STANDING_OUT]:
            yield area_lines.describe_clear_difference_from_borough(figure, self.edition.borough_name)
        if unlisted := len(outstanding[STANDING_OUT:]):
            more = write_count_with_noun(unlisted, "more is", "more are")
            yield f"{more} clearly {comparison}: see the tables below."

    def _make_domain_tables(self, area: ProfiledArea, figures: list[AreaFigure]) -> Iterable[Table]:
        header = (
            *("Measure", "Period", "Here", "95% interval", self.edition.borough_name, "England", "Beside the borough"),
            *("Compared with England", "Trend", "Rank (1st is best) and its range", "Among the ten worst?"),
        )
        for name, domain in self.edition.framework.items():
            lines = tuple(
                area_lines.make_profile_table_line(area, figure) for figure in figures if figure.measure.domain == name
            )
            if lines:
                yield drop_empty_columns(Table(f"{domain.title}: {area.name}", header, lines, numbers=(2, 3, 4, 5)))

    def _make_table_of_rest_of_target_areas(self, area: ProfiledArea) -> Table | None:
        """Compare a target area with the rest of the borough on every measure that has figures for it."""
        if area.area_type != AreaType.TARGET_AREA:
            return None  # no other kind is compared so: looking would cost each page a walk through every gap
        lines = []
        for name, measure in self.edition.measures.items():
            gaps = self.edition.select_gaps(name, gap_type=GapType.TARGET_AREA_V_REST, area_code=area.code)
            gap = find_latest_row_with_value(gaps)
            if gap is None or not gap.has_value:
                continue
            own = find_latest_row_with_value(
                [row for row in self._rows_by_area_and_measure.get((area.code, name), []) if row.period == gap.period]
            )
            rest = find_latest_row_with_value(
                self.edition.select_observations(name, breakdown=area.code, category=REST, period=gap.period)
            )
            lines.append((
                narrative.write_measure_title(measure, gap.synthetic), write_period(gap.period),
                write_figure(own) if own else "–", write_figure(rest) if rest else "–",
                narrative.write_gap_for_table(gap),
                area_lines.write_people_in_gap(gap),
                gap_changes.write_gap_change(gap, measure),
            ))  # fmt: skip
        header = (
            *("Measure", "Period", "Here", "Rest of the borough", "Difference"),
            *("People or homes this amounts to", "Is the gap closing?"),
        )
        table = Table(f"{area.name} against the rest of the borough", header, tuple(lines), numbers=(2, 3))
        return drop_empty_columns(table) if lines else None

    @cached_property
    def _deprivation_by_area(self) -> "dict[tuple[str, str], list[DeprivationRow]]":
        """The summaries of the main index for each area on its map, oldest first."""
        from fairer_stockton.report.words.deprivation import MAIN_INDEX

        table: pd.DataFrame = self.edition.deprivation
        table = table[table["index_name"] == MAIN_INDEX].sort_values("period")
        by_area: dict[tuple[str, str], list[DeprivationRow]] = {}
        codes = table[["area_code", "vintage"]].itertuples(index=False, name=None)
        for key, row in zip(codes, read_rows(table, DeprivationRow), strict=True):
            by_area.setdefault(key, []).append(row)
        return by_area

    def _make_deprivation_table(self, area: ProfiledArea) -> Table | None:
        from fairer_stockton.report.words.deprivation import SUMMARY_WORDS

        rows = self._deprivation_by_area.get((area.code, area.vintage), [])
        if not rows:
            return None
        shown = ("average_score", "proportion", "extent")
        lines = tuple(
            (
                f"{row.period}{' (approximate)' if row.approximate else ''}",
                *(
                    SUMMARY_WORDS[name][1].format(value)
                    if is_known(value := row.get_summary(name))
                    else area_lines.CUT_NEIGHBOURHOOD
                    for name in shown
                ),
                f"{write_ordinal(row.rank_of_average_score)} of {row.areas:,}"
                if area.area_type == AreaType.WARD
                else "–",
            )
            for row in rows
        )
        titles = (SUMMARY_WORDS[name][0] for name in shown)
        header = ("Edition", *titles, "Rank of its average score among England’s wards (1st is the most deprived)")
        return drop_empty_columns(Table("Index of Multiple Deprivation", header, lines, numbers=(1, 2, 3, 4)))

    def _describe_priority_neighbourhoods(self, area: ProfiledArea) -> Iterable[str]:
        """Write a sentence for each of the area's neighbourhoods that is on the priority list, or near it."""
        recipe = self.edition.definitions.recipe
        if recipe is None:
            return
        rows = [self._priorities[code] for code in area.neighbourhoods if code in self._priorities]
        for row in sorted(rows, key=lambda row: (row.rank, row.area_code)):
            joint = "joint " if self._priority_counts_by_rank[row.rank] > 1 else ""
            yield (
                f"{row.area_name} ({row.area_code}) is {joint}{write_ordinal(row.rank)} on the priority list, and "
                f"among the first {recipe.top} in {write_share(row.top_share)} of trials."
            )

    @cached_property
    def _priorities(self) -> dict[str, PriorityRow]:
        """The neighbourhoods on the priority list, or near it, by code."""
        rows = self.edition.priorities
        rows = rows[(rows["kind"] == PriorityKind.NEIGHBOURHOOD) & (rows["verdict"] != PriorityVerdict.NOT)]
        return {row.area_code: row for row in read_rows(rows, PriorityRow)}

    @cached_property
    def _priority_counts_by_rank(self) -> Counter[int]:
        rows = self.edition.priorities
        return Counter(rows.loc[rows["kind"] == PriorityKind.NEIGHBOURHOOD, "rank"].tolist())


def _make_key_of_rank(standing: StandingRow) -> tuple[str, ...]:
    return standing.measure, standing.period, standing.area_type, standing.vintage, str(standing.rank)
