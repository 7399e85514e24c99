"""The explorer: every figure of the borough and its areas as one script of data, and the same as plain tables.

A view is a measure in one period, for one kind of area and one group of people. Its rows stand in the order in which
they are shown, and every text is written here: the page's script draws and fills in, and never writes a number.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from fairer_stockton.definitions.communities import load_communities
from fairer_stockton.definitions.framework import Domain, load_breakdowns
from fairer_stockton.definitions.measures import Measure
from fairer_stockton.report.area_profile import KINDS as AREA_KINDS
from fairer_stockton.report.area_profile import SEVERAL_MAPS, Area
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.maps.classes import classify, is_yes_no
from fairer_stockton.report.outlines import WARD_VINTAGES
from fairer_stockton.report.pages.domain import citations
from fairer_stockton.report.pages.explorer import rows as lines
from fairer_stockton.report.pages.explorer.rows import WHOLE, Row, Words
from fairer_stockton.report.pages.explorer.scales import scale
from fairer_stockton.report.pages.explorer.shapes import shapes_of
from fairer_stockton.report.pages.groups import called
from fairer_stockton.report.pages.site import page_of
from fairer_stockton.report.rows import latest, records
from fairer_stockton.report.table import Table, figure_cells
from fairer_stockton.report.words.figures import axis_words, known, write_period

BOROUGH, TARGET = "borough", "target_area"
PARTNERSHIP = "community_partnership"
KINDS = {BOROUGH: "Borough, region and country"} | {
    kind: AREA_KINDS[kind] for kind in (PARTNERSHIP, TARGET, "ward", "lsoa")
}
REFERENCES = ("borough", "england")
Periods = dict[str, list[Row]]


@dataclass(frozen=True)
class Split:
    """One way to tell people apart: its key in links, its title, and where it stands among the others."""

    key: str
    title: str
    order: int


EVERYONE = Split("all", "Everyone", 0)


class Explorer:
    """What the explorer's page and data hold of an edition without hidden numbers."""

    def __init__(self, edition: Edition, profiles: Iterable[Area] = ()) -> None:
        self.edition, self.profiles = edition, profiles
        self.words, self.labels = Words(), Words()

    @cached_property
    def series(self) -> dict[str, dict[tuple[str, Split], Periods]]:
        """Give each measure's rows by kind of area, split and period, in the order of the page."""
        found: dict[str, dict[tuple[str, Split], Periods]] = {}
        table = self.edition.comparable
        table = table[table["area_type"].isin([*WHOLE, *KINDS])].sort_values("period", kind="stable")
        for row in records(table):
            kind = self._kind(row)
            periods = found.setdefault(row["measure"], {}).setdefault((kind, self._split(row, kind)), {})
            periods.setdefault(row["period"], []).append(row)
        return {name: dict(sorted(one.items(), key=_place)) for name, one in found.items()}

    @cached_property
    def data(self) -> str:
        """Write the script of data."""
        measures = [self._measure(one) for one in self._measures()]
        kinds = sorted({kind for one in measures for kind in one["kinds"]}, key=_place_of_kind)
        given = {
            "place": self.edition.borough_name,
            "domains": {name: domain.title for name, domain in self.edition.framework.items()},
            "kinds": {kind: title_of_kind(kind) for kind in kinds},
            "shapes": {kind: shapes for kind in kinds if (shapes := shapes_of(self.edition, kind))},
            "profiles": {area.code: area.page for area in self.profiles},
            "measures": measures,
            "areas": [label.split("\n") for label in self.labels.places],
            "words": list(self.words.places),
        }
        text = json.dumps(given, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        return f"window.explorerData = {text};\n"

    def tables(self) -> list[tuple[Domain, Table]]:
        """Give the latest figures of each domain for the borough, England and the Community Partnerships."""
        found = []
        for domain in self.edition.framework.values():
            rows = [line for one in self._measures() if one.domain == domain.name for line in self._latest(one)]
            header = ("Measure, period and area", "Figure", "95% interval")
            if rows:
                found.append(
                    (domain, Table(f"{domain.title}: the latest figures", header, tuple(rows), numbers=(1, 2)))
                )
        return found

    def _latest(self, measure: Measure) -> list[tuple[str, ...]]:
        said: list[tuple[str, ...]] = []
        for (kind, split), periods in self.series[measure.name].items():
            own = measure.breakdown.name if measure.breakdown else ""
            if kind not in (BOROUGH, PARTNERSHIP) or split.key not in ("all", own):
                continue
            newest = latest([row for rows in periods.values() for row in rows])
            rows = periods[newest["period"]] if newest else []
            for row in sorted(rows, key=lines.among_groups if kind == BOROUGH else lines.by_rank):
                figure, limits = figure_cells(row)
                title = f"{measure.title}, {write_period(row['period'])}: {self._name(row, kind)[1]}"
                said.append((title, f"{figure} {lines.marks(row)}".strip(), limits))
        return said

    def _measures(self) -> list[Measure]:
        every = self.edition.measures.values()
        return [
            one for name in self.edition.framework for one in every if one.domain == name and one.name in self.series
        ]

    @cached_property
    def _targets(self) -> dict[str, str]:
        """Name the areas for which the rest of the borough has figures of its own."""
        rows = self.edition.observations
        rows = rows[rows["area_type"] == TARGET]
        return dict(zip(rows["area_code"], rows["area_name"], strict=True))

    def _kind(self, row: Row) -> str:
        if row["area_type"] in WHOLE:
            return TARGET if row["breakdown"] in self._targets else BOROUGH
        return f"{row['area_type']}-{row['vintage']}" if row["area_type"] in SEVERAL_MAPS else str(row["area_type"])

    def _split(self, row: Row, kind: str) -> Split:
        breakdown, category = row["breakdown"], row["category"]
        if breakdown == "all" or breakdown in self._targets:
            return EVERYONE
        if breakdown == "modelled":
            return Split(breakdown, "Modelled from the survey and deprivation", 9)
        _, communities = load_communities()
        known_title = communities[breakdown].title if breakdown in communities else called(breakdown)
        title = f"{known_title[:1].upper()}{known_title[1:]}{'s' if breakdown == 'deprivation_fifth' else ''}"
        order = 1 if breakdown == "deprivation_fifth" else 2 if breakdown in load_breakdowns() else 3
        if kind == BOROUGH:
            return Split(breakdown, title, order)
        return Split(f"{breakdown}-{category}", f"{title}: {category.lower()}", order)

    def _in_report(self, measure: Measure) -> str:
        """Say where the report speaks of a measure: nowhere, where the borough has no figure of it."""
        shown = measure in self.edition.of_domain(measure.domain)
        page = page_of(self.edition.framework[measure.domain])
        return f"{page}#{measure.name.replace('_', '-')}" if shown else ""

    def _measure(self, measure: Measure) -> dict[str, Any]:
        kinds: dict[str, list[Any]] = {}
        series = self.series[measure.name]
        for (kind, split), periods in series.items():
            kinds.setdefault(kind, []).append(self._series(measure, kind, split, periods))
        cited = [
            (f"{one.source.publisher}, {one.source.title} ({one.periods})", one.source.page, int(one.synthetic))
            for one in citations(self.edition, measure)
        ]
        unit = next(row["unit"] for periods in series.values() for rows in periods.values() for row in rows)
        return {
            **{"in_report": self._in_report(measure)},
            **{"name": measure.name, "domain": measure.domain, "title": measure.title, "question": measure.question},
            **{"proxy": measure.proxy_for, "caveats": measure.caveats, "unit": axis_words(unit), "sources": cited},
            **{"darker": "higher" if measure.polarity == "neutral" else "worse", "kinds": kinds},
        }

    def _series(self, measure: Measure, kind: str, split: Split, periods: Periods) -> dict[str, Any]:
        beside = {period: self._beside(kind, split, rows[0]) for period, rows in periods.items()}
        views = [
            (period, write_period(period), self._view(measure, kind, rows, beside[period]))
            for period, rows in periods.items()
        ]
        drawn = scale(row for period, rows in periods.items() for row in (*rows, *beside[period]))
        return {"key": split.key, "title": split.title, "scale": drawn, "periods": views}

    def _beside(self, kind: str, split: Split, row: Row) -> list[Row]:
        """Give the borough's and England's figure for a view: its own group's for areas, everyone's for groups."""
        if kind == BOROUGH and split == EVERYONE:
            return []
        own = kind != BOROUGH and split.key not in ("all", "modelled")
        group = {"breakdown": row["breakdown"], "category": row["category"]} if own else {"breakdown": "all"}
        found = (
            self.edition.observed(row["measure"], area_type=one, period=row["period"], **group) for one in REFERENCES
        )
        return [rows[0] for rows in found if rows]

    def _view(self, measure: Measure, kind: str, rows: list[Row], beside: list[Row]) -> dict[str, Any]:
        ordered = sorted(rows, key=lines.among_groups if kind == BOROUGH else lines.by_rank)
        view = {**self._columns(ordered, kind), "beside_them": self._columns(beside, BOROUGH)}
        drawn = kind != BOROUGH and not (kind.startswith("lsoa") and any(row["converted_from"] for row in rows))
        return {**view, **self._classes(measure, ordered)} if drawn else view

    def _classes(self, measure: Measure, rows: list[Row]) -> dict[str, Any]:
        """Give the classes of a map, and each row's; a figure that is not shown is in none."""
        import numpy as np

        shown = [row for row in rows if known(row["value"])]
        if not shown:
            return {}
        values, unit = np.array([row["value"] for row in shown]), shown[0]["unit"]
        classes, group = classify(values, unit, measure.polarity)
        places = iter(group.tolist())
        return {
            "classes": [(self.words(one.label), self.words(one.rank_words), one.shade, one.count) for one in classes],
            "group": [next(places) if known(row["value"]) else -1 for row in rows],
            "yes_no": int(is_yes_no(values, unit)),
        }

    def _columns(self, rows: list[Row], kind: str) -> dict[str, Any]:
        return lines.columns(rows, [self.labels("\n".join(self._name(row, kind))) for row in rows], self.words)

    @cached_property
    def _wards(self) -> dict[str, dict[str, str]]:
        """Name the ward that holds each neighbourhood, by the neighbourhoods' map."""
        return {
            map_of: {code: f"{name} ward" for code, name in self.edition.outlines.names("ward", map_of).items()}
            for map_of in WARD_VINTAGES
        }

    def _name(self, row: Row, kind: str) -> tuple[str, ...]:
        """Give the key and the name of an area, or of a group of people in it; of a neighbourhood, its ward too."""
        breakdown, code = row["breakdown"], row["area_code"]
        if breakdown in self._targets:
            return f"{breakdown}-rest", f"{row['category']}, without {self._targets[breakdown]}"
        if row["area_type"] == "lsoa":
            return code, row["area_name"], self._wards[row["vintage"]].get(code, "")
        if kind != BOROUGH or breakdown == "all":
            return code, row["area_name"]
        return f"{code}-{breakdown}-{row['category']}", f"{lines.group_of(row)}, {row['area_name']}"


def title_of_kind(kind: str) -> str:
    """Name a kind of area, with its map where there are several."""
    area_type, _, vintage = kind.partition("-")
    return f"{KINDS[area_type]} on the map of {vintage}" if vintage else KINDS[area_type]


def _place_of_kind(kind: str) -> tuple[int, int]:
    area_type, _, vintage = kind.partition("-")
    return list(KINDS).index(area_type), -int(vintage or 0)


def _place(item: tuple[tuple[str, Split], Periods]) -> tuple[Any, ...]:
    (kind, split), _ = item
    return *_place_of_kind(kind), split.order, split.title
