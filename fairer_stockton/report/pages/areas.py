"""Area profiles: a page for every ward, Community Partnership and target area, from the report's own figures."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from fairer_stockton.definitions.maps import WARD_MAP
from fairer_stockton.definitions.priority_recipe import load_recipe
from fairer_stockton.geography.areas import REST
from fairer_stockton.report.area_profile import Area, Figure
from fairer_stockton.report.charts.spine import Key, Spine, Spread, spine, spreads
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages import area_lines as words
from fairer_stockton.report.pages.priorities import write_share
from fairer_stockton.report.rows import latest, records
from fairer_stockton.report.table import Table, drop_empty_columns
from fairer_stockton.report.words import narrative
from fairer_stockton.report.words.figures import counted, known, ordinal, write_figure, write_period
from fairer_stockton.run.errors import CatalogueError

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]
KINDS = ("target_area", "community_partnership", "ward", "lsoa")
CONTEXT = "residents"
STANDING_OUT = 3  # of each, best and worst
MAPS = {"ward": WARD_MAP, "lsoa": "2021"}  # areas that the council names are on a map each of their own


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

    @cached_property
    def areas(self) -> list[Area]:
        """List the areas: target areas, partnerships, wards, and the neighbourhoods asked for.

        Raises:
            CatalogueError: a neighbourhood asked for is none of the authority's.
        """
        table = self.edition.memberships
        wanted = set(self.edition.profiles)
        known_codes = set(table.loc[(table["area_type"] == "lsoa") & (table["vintage"] == MAPS["lsoa"]), "area_code"])
        if unknown := sorted(wanted - known_codes):
            raise CatalogueError(
                setting="PROFILES= (FAIRER_PROFILES)",
                found=unknown[0],
                expected=f"neighbourhoods (LSOAs of 2021) of {self.edition.borough_name}",
                remedy="check the code",
            )
        found = []
        for kind in KINDS:
            rows = table[(table["area_type"] == kind) & (table["lsoa_vintage"] == "2021")]
            rows = rows[rows["vintage"] == MAPS[kind]] if kind in MAPS else rows
            if kind == "lsoa":
                rows = rows[rows["area_code"].isin(wanted)]
            for (name, code), parts in rows.groupby(["area_name", "area_code"], sort=True):
                codes = tuple(sorted(parts["lsoacd"]))
                vintage, fit = str(parts["vintage"].iloc[0]), float(parts["fit"].iloc[0])
                found.append(Area(kind, str(code), str(name), vintage, codes, fit))
        return found

    @cached_property
    def _rows(self) -> "dict[tuple[str, str], list[Row]]":
        """Give each area's observations as a whole, oldest first."""
        rows = self.edition.observations
        rows = rows[(rows["breakdown"] == "all") & rows["area_type"].isin([*KINDS, "england"])]
        found: dict[tuple[str, str], list[Row]] = {}
        for row in records(rows.sort_values("period", kind="stable")):
            code = row["area_code"] if MAPS.get(row["area_type"], row["vintage"]) == row["vintage"] else ""
            found.setdefault((code, row["measure"]), []).append(row)
        return found

    @cached_property
    def _standings(self) -> dict[tuple[str, ...], Row]:
        keys = ("measure", "area_code", "vintage", "period")
        return {tuple(str(row[key]) for key in keys): row for row in records(self.edition.standings)}

    @cached_property
    def _shared(self) -> Counter[tuple[str, ...]]:
        """Count how many areas share each rank."""
        return Counter(_place(row) for row in records(self.edition.standings))

    @cached_property
    def _spreads(self) -> dict[Key, Spread]:
        return spreads(self.edition)

    def profile(self, area: Area) -> Profile:
        """Make one area's profile."""
        from fairer_stockton.report.maps.inline import locator_map

        figures = list(self._figures(area))
        named = next((one for one in self.edition.named if one.code == area.code), None)
        context = [figure for figure in figures if figure.measure.domain == CONTEXT]
        return Profile(
            area=area,
            why=named.why if named else "",
            notes=tuple(words.notes(area, figures, named.note if named else "")),
            residents=tuple(words.resident(figure, self.edition.borough_name) for figure in context),
            worst=tuple(self._outstanding(figures, "worse")),
            best=tuple(self._outstanding(figures, "better")),
            untested=words.untested(figures),
            spine=spine(area, figures, self._spreads, self.edition.framework, self.edition.borough_name),
            domains=tuple(self._domains(area, figures)),
            rest=self._against_rest(area),
            deprivation=self._deprivation(area),
            priorities=tuple(self._priorities(area)),
            locator=locator_map(self.edition, area.area_type, area.code, area.vintage),
        )

    def _figures(self, area: Area) -> Iterable[Figure]:
        for name, measure in self.edition.measures.items():
            row = latest(self._rows.get((area.code, name), []))
            if row is None or not known(row["value"]):
                continue
            standing = self._standings.get((name, area.code, row["vintage"], row["period"]))
            if standing is None:
                continue
            england = next(
                (one for one in self._rows.get(("E92000001", name), []) if one["period"] == row["period"]), None
            )
            yield Figure(measure, row, standing, england, self._shared[_place(standing)] > 1)

    def _outstanding(self, figures: list[Figure], word: str) -> Iterable[str]:
        """Say what stands out: clear of the borough's figure, the furthest from it beside the spread between areas.

        Real figures of a full base come before those of the sample or of a low base.
        """
        chosen = [one for one in figures if one.standing["against_borough"] == word and known(one.standing["distance"])]
        chosen.sort(key=lambda one: (one.weak, -abs(one.standing["distance"]), one.measure.name))
        for one in chosen[:STANDING_OUT]:
            yield words.stands_out(one, self.edition.borough_name)
        if more := len(chosen[STANDING_OUT:]):
            yield f"{counted(more, 'more is', 'more are')} clearly {word}: see the tables below."

    def _domains(self, area: Area, figures: list[Figure]) -> Iterable[Table]:
        header = (
            *("Measure", "Period", "Here", "95% interval", self.edition.borough_name, "England", "Beside the borough"),
            *("Beside England", "Trend", "Rank (1st fares best)"),
        )
        for name, domain in self.edition.framework.items():
            lines = tuple(words.line(area, one) for one in figures if one.measure.domain == name)
            if lines:
                yield drop_empty_columns(Table(f"{domain.title}: {area.name}", header, lines, numbers=(2, 3, 4, 5)))

    def _against_rest(self, area: Area) -> Table | None:
        """Set a target area against the rest of the borough on every measure that reaches it."""
        lines = []
        for name, measure in self.edition.measures.items():
            gaps = self.edition.gaps_of(name, gap_type="target_area_v_rest", area_code=area.code)
            gap = latest(gaps)
            if gap is None or not known(gap["value"]):
                continue
            own = latest([row for row in self._rows.get((area.code, name), []) if row["period"] == gap["period"]])
            rest = latest(self.edition.observed(name, breakdown=area.code, category=REST, period=gap["period"]))
            lines.append((
                narrative.titled(measure, gap["synthetic"]), write_period(gap["period"]),
                write_figure(own) if own else "–", write_figure(rest) if rest else "–", narrative.gap_in_short(gap),
                words.people(gap),
                narrative.direction_in_short(gap),
            ))  # fmt: skip
        header = (
            *("Measure", "Period", "Here", "Rest of the borough", "Difference"),
            *("People or homes this amounts to", "Is the gap closing?"),
        )
        table = Table(f"{area.name} against the rest of the borough", header, tuple(lines), numbers=(2, 3))
        return drop_empty_columns(table) if lines else None

    def _deprivation(self, area: Area) -> Table | None:
        from fairer_stockton.report.words.deprivation import MAIN, SUMMARIES

        table: pd.DataFrame = self.edition.deprivation
        rows = table[table["index_name"] == MAIN]
        rows = rows[(rows["area_code"] == area.code) & (rows["vintage"] == area.vintage)]
        if rows.empty:
            return None
        shown = ("average_score", "proportion", "extent")
        lines = tuple(
            (
                f"{row['period']}{' (approximate)' if row['approximate'] else ''}",
                *(SUMMARIES[name][1].format(row[name]) if known(row[name]) else words.CUT for name in shown),
                f"{ordinal(row['rank_of_average_score'])} of {row['areas']:,}" if area.area_type == "ward" else "–",
            )
            for row in records(rows.sort_values("period"))
        )
        titles = (SUMMARIES[name][0] for name in shown)
        header = ("Edition", *titles, "Rank of its average score among England’s wards (1st is the most deprived)")
        return drop_empty_columns(Table("Index of Multiple Deprivation", header, lines, numbers=(1, 2, 3, 4)))

    def _priorities(self, area: Area) -> Iterable[str]:
        """Name the area's neighbourhoods that are on the priority list, or near it."""
        rows = self.edition.priorities
        rows = rows[(rows["kind"] == "neighbourhood") & rows["area_code"].isin(area.neighbourhoods)]
        top, ranks = load_recipe().top, Counter(self.edition.priorities.query("kind == 'neighbourhood'")["rank"])
        for row in records(rows[rows["verdict"] != "not"].sort_values(["rank", "area_code"])):
            joint = "joint " if ranks[row["rank"]] > 1 else ""
            yield (
                f"{row['area_name']} ({row['area_code']}) is {joint}{ordinal(row['rank'])} on the priority list, and "
                f"among the first {top} in {write_share(row['top_share'])} of trials."
            )


def _place(standing: Row) -> tuple[str, ...]:
    return tuple(str(standing[key]) for key in ("measure", "period", "area_type", "vintage", "rank"))
