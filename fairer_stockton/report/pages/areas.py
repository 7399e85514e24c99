"""Area profiles: a page for every ward, Community Partnership and target area, from the report's own figures."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from fairer_stockton.geography.areas import REST
from fairer_stockton.report.area_profile import Area, Figure
from fairer_stockton.report.charts.spine import Key, Spine, Spread, spine, spreads
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages import area_lines
from fairer_stockton.report.pages.priorities import write_share
from fairer_stockton.report.rows import latest, records
from fairer_stockton.report.table import Table, drop_empty_columns
from fairer_stockton.report.words import narrative
from fairer_stockton.report.words.figures import Row, is_known, ordinal, with_plural, write_figure, write_period
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

    area: Area
    why: str
    notes: tuple[str, ...]
    residents: tuple[str, ...]
    worst: tuple[str, ...]
    best: tuple[str, ...]
    untested: str
    spine: Spine | None
    domains: tuple[Table, ...]
    rest: Table | None
    deprivation: Table | None
    priorities: tuple[str, ...]
    locator: str


class Profiles:
    """The profiles of an edition, made one by one from lookups that are made once."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        # Areas that the council names are on a map each of their own.
        self._map_of = {AreaType.WARD: edition.ward_vintage, AreaType.LSOA: PROFILED_LSOAS}

    @cached_property
    def areas(self) -> list[Area]:
        """List the areas: target areas, partnerships, wards, and the neighbourhoods asked for.

        Raises:
            CatalogueError: a neighbourhood asked for is none of the authority's.
        """
        table = self.edition.memberships
        wanted = set(self.edition.profiles)
        known_codes = set(
            table.loc[(table["area_type"] == AreaType.LSOA) & (table["vintage"] == PROFILED_LSOAS), "area_code"]
        )
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
                areas.append(Area(kind, str(code), str(name), vintage, codes, fit))
        return areas

    @cached_property
    def _rows_by_area(self) -> "dict[tuple[str, str], list[Row]]":
        """Return each area's observations as a whole, oldest first."""
        rows = self.edition.observations
        rows = rows[(rows["breakdown"] == "all") & rows["area_type"].isin([*PROFILED_AREAS, AreaType.ENGLAND])]
        by_area_and_measure: dict[tuple[str, str], list[Row]] = {}
        for row in records(rows.sort_values("period", kind="stable")):
            # Maps share codes: a figure on another map than the profile's is filed under no code.
            code = row["area_code"] if self._map_of.get(row["area_type"], row["vintage"]) == row["vintage"] else ""
            by_area_and_measure.setdefault((code, row["measure"]), []).append(row)
        return by_area_and_measure

    @cached_property
    def _standings_by_area(self) -> dict[tuple[str, ...], Row]:
        keys = ("measure", "area_code", "vintage", "period")
        return {tuple(str(row[key]) for key in keys): row for row in records(self.edition.standings)}

    @cached_property
    def _areas_at_rank(self) -> Counter[tuple[str, ...]]:
        """Count how many areas share each rank."""
        return Counter(_rank_key(row) for row in records(self.edition.standings))

    @cached_property
    def _spreads(self) -> dict[Key, Spread]:
        return spreads(self.edition)

    def profile(self, area: Area) -> Profile:
        """Make one area's profile."""
        from fairer_stockton.report.maps.inline import locator_map

        figures = list(self._list_figures(area))
        named = next((named_area for named_area in self.edition.named if named_area.code == area.code), None)
        context = [figure for figure in figures if figure.measure.domain == CONTEXT_DOMAIN]
        return Profile(
            area=area,
            why=named.why if named else "",
            notes=tuple(area_lines.list_notes(area, figures, named.note if named else "")),
            residents=tuple(area_lines.describe_residents(figure, self.edition.borough_name) for figure in context),
            worst=tuple(self._list_outstanding(figures, Comparison.WORSE)),
            best=tuple(self._list_outstanding(figures, Comparison.BETTER)),
            untested=area_lines.explain_untested(figures),
            spine=spine(area, figures, self._spreads, self.edition.framework, self.edition.borough_name),
            domains=tuple(self._domain_tables(area, figures)),
            rest=self._rest_table(area),
            deprivation=self._deprivation_table(area),
            priorities=tuple(self._list_priorities(area)),
            locator=locator_map(self.edition, area.area_type, area.code, area.vintage),
        )

    def _list_figures(self, area: Area) -> Iterable[Figure]:
        for name, measure in self.edition.measures.items():
            row = latest(self._rows_by_area.get((area.code, name), []))
            if row is None or not is_known(row["value"]):
                continue
            standing = self._standings_by_area.get((name, area.code, row["vintage"], row["period"]))
            if standing is None:
                continue
            england = next(
                (
                    observation
                    for observation in self._rows_by_area.get((ENGLAND, name), [])
                    if observation["period"] == row["period"]
                ),
                None,
            )
            yield Figure(measure, row, standing, england, self._areas_at_rank[_rank_key(standing)] > 1)

    def _list_outstanding(self, figures: list[Figure], word: str) -> Iterable[str]:
        """Write what stands out: clear of the borough's figure, and furthest from it for the spread between areas.

        Real figures of a full base come before those of the sample or of a low base.
        """
        outstanding = [
            figure
            for figure in figures
            if figure.standing["against_borough"] == word and is_known(figure.standing["distance"])
        ]
        # The measure's name settles ties, so that every run lists the same three.
        outstanding.sort(key=lambda figure: (figure.is_weak, -abs(figure.standing["distance"]), figure.measure.name))
        for figure in outstanding[:STANDING_OUT]:
            yield area_lines.describe_outstanding(figure, self.edition.borough_name)
        if unlisted := len(outstanding[STANDING_OUT:]):
            yield f"{with_plural(unlisted, 'more is', 'more are')} clearly {word}: see the tables below."

    def _domain_tables(self, area: Area, figures: list[Figure]) -> Iterable[Table]:
        header = (
            *("Measure", "Period", "Here", "95% interval", self.edition.borough_name, "England", "Beside the borough"),
            *("Beside England", "Trend", "Rank (1st fares best)"),
        )
        for name, domain in self.edition.framework.items():
            lines = tuple(area_lines.make_line(area, figure) for figure in figures if figure.measure.domain == name)
            if lines:
                yield drop_empty_columns(Table(f"{domain.title}: {area.name}", header, lines, numbers=(2, 3, 4, 5)))

    def _rest_table(self, area: Area) -> Table | None:
        """Compare a target area with the rest of the borough on every measure that has figures for it."""
        lines = []
        for name, measure in self.edition.measures.items():
            gaps = self.edition.gaps_of(name, gap_type=GapType.TARGET_AREA_V_REST, area_code=area.code)
            gap = latest(gaps)
            if gap is None or not is_known(gap["value"]):
                continue
            own = latest(
                [row for row in self._rows_by_area.get((area.code, name), []) if row["period"] == gap["period"]]
            )
            rest = latest(self.edition.observed(name, breakdown=area.code, category=REST, period=gap["period"]))
            lines.append((
                narrative.write_title(measure, gap["synthetic"]), write_period(gap["period"]),
                write_figure(own) if own else "–", write_figure(rest) if rest else "–", narrative.write_gap(gap),
                area_lines.write_people_in_gap(gap),
                narrative.write_direction(gap),
            ))  # fmt: skip
        header = (
            *("Measure", "Period", "Here", "Rest of the borough", "Difference"),
            *("People or homes this amounts to", "Is the gap closing?"),
        )
        table = Table(f"{area.name} against the rest of the borough", header, tuple(lines), numbers=(2, 3))
        return drop_empty_columns(table) if lines else None

    def _deprivation_table(self, area: Area) -> Table | None:
        from fairer_stockton.report.words.deprivation import MAIN_INDEX, SUMMARY_WORDS

        table: pd.DataFrame = self.edition.deprivation
        rows = table[table["index_name"] == MAIN_INDEX]
        rows = rows[(rows["area_code"] == area.code) & (rows["vintage"] == area.vintage)]
        if rows.empty:
            return None
        shown = ("average_score", "proportion", "extent")
        lines = tuple(
            (
                f"{row['period']}{' (approximate)' if row['approximate'] else ''}",
                *(
                    SUMMARY_WORDS[name][1].format(row[name]) if is_known(row[name]) else area_lines.CUT_NEIGHBOURHOOD
                    for name in shown
                ),
                f"{ordinal(row['rank_of_average_score'])} of {row['areas']:,}"
                if area.area_type == AreaType.WARD
                else "–",
            )
            for row in records(rows.sort_values("period"))
        )
        titles = (SUMMARY_WORDS[name][0] for name in shown)
        header = ("Edition", *titles, "Rank of its average score among England’s wards (1st is the most deprived)")
        return drop_empty_columns(Table("Index of Multiple Deprivation", header, lines, numbers=(1, 2, 3, 4)))

    def _list_priorities(self, area: Area) -> Iterable[str]:
        """Write a sentence for each of the area's neighbourhoods that is on the priority list, or near it."""
        recipe, rows = self.edition.definitions.recipe, self.edition.priorities
        if recipe is None:
            return
        rows = rows[(rows["kind"] == PriorityKind.NEIGHBOURHOOD) & rows["area_code"].isin(area.neighbourhoods)]
        ranks = Counter(self.edition.priorities.query("kind == 'neighbourhood'")["rank"])
        for row in records(rows[rows["verdict"] != PriorityVerdict.NOT].sort_values(["rank", "area_code"])):
            joint = "joint " if ranks[row["rank"]] > 1 else ""
            yield (
                f"{row['area_name']} ({row['area_code']}) is {joint}{ordinal(row['rank'])} on the priority list, and "
                f"among the first {recipe.top} in {write_share(row['top_share'])} of trials."
            )


def _rank_key(standing: Row) -> tuple[str, ...]:
    return tuple(str(standing[key]) for key in ("measure", "period", "area_type", "vintage", "rank"))
