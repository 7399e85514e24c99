"""Area profiles: a page for every ward, Community Partnership and target area, from the report's own figures."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from fairer_stockton.catalogue import Measure
from fairer_stockton.errors import CatalogueError
from fairer_stockton.geography import AREA_TYPE_NAMES, REST, WARD_MAP
from fairer_stockton.report import narrative
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.figures import (
    has_interval,
    known,
    ordinal,
    write,
    write_figure,
    write_limits,
    write_people,
    write_period,
)
from fairer_stockton.report.tables import Table, latest, records

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]
KINDS = ("target_area", "community_partnership", "ward", "lsoa")
CONTEXT = "residents"
STANDING_OUT = 3  # of each, best and worst
MAPS = {"ward": WARD_MAP, "community_partnership": "2019", "target_area": "2021", "lsoa": "2021"}
TRENDS = {
    "improving": "Improving",
    "worsening": "Worsening",
    "increasing": "Rising",
    "decreasing": "Falling",
    "no_significant_change": "No clear change",
    "not_calculated": "–",
}


@dataclass(frozen=True)
class Area:
    """One area that has a profile."""

    area_type: str
    code: str
    name: str
    vintage: str
    neighbourhoods: tuple[str, ...]
    fit: float = float("nan")

    @property
    def kind(self) -> str:
        """What it is, in words."""
        return AREA_TYPE_NAMES[self.area_type]

    @property
    def page(self) -> str:
        """The name of its page."""
        return f"area-{self.code}.html"


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
    domains: tuple[Table, ...]
    rest: Table | None
    deprivation: Table | None
    priorities: tuple[str, ...]
    locator: str
    synthetic: bool


@dataclass(frozen=True)
class _Figure:
    """One measure's figure for an area, and those that it stands beside."""

    measure: Measure
    row: Row
    standing: Row
    england: Row | None


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
        known_codes = set(table.loc[table["area_type"] == "lsoa", "area_code"])
        if unknown := sorted(wanted - known_codes):
            raise CatalogueError(
                f"setting   PROFILES= (FAIRER_PROFILES)\nfound     {unknown[0]}\n"
                f"expected  neighbourhoods (LSOAs of 2021) of {self.edition.place}\nto do     check the code"
            )
        found = []
        for kind in KINDS:
            rows = table[
                (table["area_type"] == kind) & (table["lsoa_vintage"] == "2021") & (table["vintage"] == MAPS[kind])
            ]
            if kind == "lsoa":
                rows = rows[rows["area_code"].isin(wanted)]
            for (name, code), parts in rows.groupby(["area_name", "area_code"], sort=True):
                codes = tuple(sorted(parts["lsoacd"]))
                found.append(Area(kind, str(code), str(name), MAPS[kind], codes, float(parts["fit"].iloc[0])))
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

    def profile(self, area: Area) -> Profile:
        """Make one area's profile."""
        from fairer_stockton.report.inline_maps import locator_map

        figures = list(self._figures(area))
        named = next((one for one in self.edition.named if one.code == area.code), None)
        context = [figure for figure in figures if figure.measure.domain == CONTEXT]
        tested = [figure for figure in figures if figure.standing["against_borough"] in ("better", "worse")]
        untested = sum(figure.standing["against_borough"] == "not_compared" for figure in figures)
        return Profile(
            area=area,
            why=named.why if named else "",
            notes=tuple(_notes(area, figures, named.note if named else "")),
            residents=tuple(_resident(figure, self.edition.place) for figure in context),
            worst=tuple(self._outstanding(tested, worst=True)),
            best=tuple(self._outstanding(tested, worst=False)),
            untested=f"{untested} more measures have no interval here and cannot be tested." if untested else "",
            domains=tuple(self._domains(area, figures)),
            rest=self._against_rest(area),
            deprivation=self._deprivation(area),
            priorities=tuple(self._priorities(area)),
            locator=locator_map(self.edition, area.area_type, area.code, area.vintage),
            synthetic=any(figure.row["synthetic"] for figure in figures),
        )

    def _figures(self, area: Area) -> Iterable[_Figure]:
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
            yield _Figure(measure, row, standing, england)

    def _outstanding(self, tested: list[_Figure], *, worst: bool) -> list[str]:
        """Say what stands out: clear of the borough's figure, and furthest from it beside the spread between areas."""
        word = "worse" if worst else "better"
        chosen = [one for one in tested if one.standing["against_borough"] == word and known(one.standing["distance"])]
        chosen.sort(key=lambda one: (-abs(one.standing["distance"]), one.measure.name))
        return [_stands_out(one, self.edition.place) for one in chosen[:STANDING_OUT]]

    def _domains(self, area: Area, figures: list[_Figure]) -> Iterable[Table]:
        for name, domain in self.edition.framework.items():
            lines = tuple(_line(one) for one in figures if one.measure.domain == name)
            if lines:
                header = (
                    *("Measure", "Period", "Here", "95% interval", self.edition.place, "England", "Beside the borough"),
                    *("Beside England", "Trend", "Rank (1st fares best)"),
                )
                yield Table(f"{domain.title}: {area.name}", header, lines, numbers=(2, 3, 4, 5))

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
            people = f"about {write_people(gap['people'])}" if known(gap["people"]) and gap["people"] >= 1 else "–"
            lines.append((
                measure.title, write_period(gap["period"]), write_figure(own) if own else "–",
                write_figure(rest) if rest else "–", narrative.gap_in_short(gap), people,
                narrative.DIRECTIONS[gap["direction"]],
            ))  # fmt: skip
        header = (
            *("Measure", "Period", "Here", "Rest of the borough", "Difference"),
            *("More or fewer in the count at the rest’s rate", "Is the gap closing?"),
        )
        return Table(f"{area.name} against the rest of the borough", header, tuple(lines)) if lines else None

    def _deprivation(self, area: Area) -> Table | None:
        from fairer_stockton.report.deprivation_tables import MAIN, SUMMARIES

        table: pd.DataFrame = self.edition.deprivation
        rows = table[(table["area_code"] == area.code) & (table["index_name"] == MAIN)]
        if rows.empty:
            return None
        shown = ("average_score", "proportion", "extent")
        lines = tuple(
            (
                f"{row['period']}{' (approximate)' if row['approximate'] else ''}",
                *(SUMMARIES[name][1].format(row[name]) if known(row[name]) else "not available" for name in shown),
                f"{ordinal(row['rank_of_average_score'])} of {row['areas']:,}" if area.area_type == "ward" else "–",
            )
            for row in records(rows.sort_values("period"))
        )
        header = ("Edition", *(SUMMARIES[name][0] for name in shown), "Average score’s rank among England’s wards")
        return Table("Index of Multiple Deprivation", header, lines)

    def _priorities(self, area: Area) -> Iterable[str]:
        """Name the area's neighbourhoods that are on the priority list, or near it."""
        rows = self.edition.priorities
        rows = rows[(rows["kind"] == "neighbourhood") & rows["area_code"].isin(area.neighbourhoods)]
        for row in records(rows[rows["verdict"] != "not"].sort_values("rank")):
            yield (
                f"{row['area_name']} ({row['area_code']}) is {ordinal(row['rank'])} on the priority list; "
                f"among the first ten in {row['top_share']:.0%} of trials."
            )


def _notes(area: Area, figures: list[_Figure], note: str) -> Iterable[str]:
    if note:
        yield note
    converted = sorted({one.row["converted_from"] for one in figures} - {""})
    if converted:
        yield (
            f"Some figures come by neighbourhoods of {' and '.join(converted)} and are fitted to this map: a "
            "neighbourhood "
            "that lies in one area belongs to it whole, and one that was split is shared out by where its residents "
            "live."
        )
    if known(area.fit):
        yield (
            "It is drawn as a polygon and made of the neighbourhoods most of whose residents live inside; they hold "
            f"{area.fit:.0%} of the residents inside it, taken as evenly spread within each neighbourhood."
        )
    if area.area_type == "ward":
        yield (f"The ward is that of the map of {WARD_MAP}. Older wards of the same name have other codes and borders.")


def _sampled(one: _Figure) -> str:
    return " [sample]" if one.row["synthetic"] else ""


def _resident(one: _Figure, place: str) -> str:
    england = f", {write(one.england['value'], one.england['unit'])} in England" if one.england else ""
    return (
        f"{one.measure.title}: {write(one.row['value'], one.row['unit'])} ({one.row['numerator']:,.0f} of "
        f"{one.row['denominator']:,.0f}, {write_period(one.row['period'])}); "
        f"{write(one.standing['borough_value'], one.row['unit'])} in {place}{england}.{_sampled(one)}"
    )


def _stands_out(one: _Figure, place: str) -> str:
    rank = (
        f" It is {ordinal(one.standing['rank'])} of {one.standing['areas']:.0f}, counted from the best."
        if known(one.standing["rank"])
        else ""
    )
    return (
        f"{one.measure.title}: {write(one.row['value'], one.row['unit'])} (95% interval {write_limits(one.row)}), "
        "against "
        f"{write(one.standing['borough_value'], one.row['unit'])} in {place} ({write_period(one.row['period'])}).{rank}"
        f"{_sampled(one)}"
    )


def _line(one: _Figure) -> tuple[str, ...]:
    row, standing = one.row, one.standing
    rank = f"{ordinal(standing['rank'])} of {standing['areas']:.0f}" if known(standing["rank"]) else "–"
    if known(standing["rank"]) and one.measure.polarity == "neutral":
        rank += " from the highest"
    return (
        f"{one.measure.title}{' [sample]' if row['synthetic'] else ''}",
        write_period(row["period"]),
        write_figure(row),
        write_limits(row) if has_interval(row) else "none",
        write(standing["borough_value"], row["unit"]),
        write(one.england["value"], one.england["unit"]) if one.england else "no figure",
        narrative.COMPARISONS[standing["against_borough"]],
        narrative.COMPARISONS[row["comparison"]],
        TRENDS[row["trend"]],
        rank,
    )
