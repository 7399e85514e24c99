"""The explorer: the figures of each measure as a script of data of its own, and the latest ones as plain tables.

The page asks for a measure's script, and for the shapes of a kind of area, when a reader asks for them: as script tags,
since a page that is opened from a file may read no data otherwise. A view is a measure in one period, for one kind of
area and one group of people. Its rows are in the order in which they are shown, and every figure is written here: the
page's scripts draw and fill in, and write no published number of their own.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from fairer_stockton.definitions.framework import Domain
from fairer_stockton.definitions.measures import Measure
from fairer_stockton.report.area_profile import AREA_TITLES, SEVERAL_MAPS, ProfiledArea
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.maps.classes import are_all_values_yes_or_no, classify_values_for_map
from fairer_stockton.report.pages.domain import list_citations
from fairer_stockton.report.pages.explorer import rows as explorer_rows
from fairer_stockton.report.pages.explorer.rows import WHOLE_AREAS, Texts
from fairer_stockton.report.pages.explorer.scales import make_axis_scale
from fairer_stockton.report.pages.explorer.shapes import make_json_values_of_area_shapes
from fairer_stockton.report.pages.groups import write_characteristic_title
from fairer_stockton.report.pages.replay.counts import ReplayCounts
from fairer_stockton.report.pages.site import make_page_name_of_domain
from fairer_stockton.report.rows import ObservationRow, find_latest_row_with_value, read_rows
from fairer_stockton.report.table import Table, format_value_and_limits
from fairer_stockton.report.words.figures import (
    read_start_of_period,
    write_axis_title,
    write_period,
    write_short_period,
)
from fairer_stockton.run.vocabulary import AreaType, Polarity

BOROUGH, TARGET = AreaType.BOROUGH, AreaType.TARGET_AREA
PARTNERSHIP = AreaType.COMMUNITY_PARTNERSHIP
EXPLORER_AREAS: dict[str, str] = {
    BOROUGH: "Borough, region and country",
    **{kind: AREA_TITLES[kind] for kind in (PARTNERSHIP, TARGET, AreaType.WARD, AreaType.MSOA, AreaType.LSOA)},
    AreaType.AUTHORITY: "Other councils",
}
REFERENCES = (AreaType.BOROUGH, AreaType.ENGLAND)
Periods = dict[str, list[ObservationRow]]


@dataclass(frozen=True)
class GroupSplit:
    """A way to split people into groups: its key in links, its title, and its order among the others."""

    key: str
    title: str
    order: int


EVERYONE = GroupSplit("all", "Everyone", 0)


class Explorer:
    """What the explorer's page and data hold of an edition without hidden numbers."""

    def __init__(self, edition: Edition, profiles: Iterable[ProfiledArea] = ()) -> None:
        self.edition, self.profiles = edition, profiles
        self.texts, self.labels = Texts(), Texts()
        self.counts = ReplayCounts(edition)

    @cached_property
    def series(self) -> dict[str, dict[tuple[str, GroupSplit], Periods]]:
        """Return each measure's rows by kind of area, split and period, in the order of the page."""
        by_measure: dict[str, dict[tuple[str, GroupSplit], Periods]] = {}
        table = self.edition.comparable_observations
        table = table[table["area_type"].isin([*WHOLE_AREAS, *EXPLORER_AREAS])].sort_values("period", kind="stable")
        for row in read_rows(table, ObservationRow):
            kind = self._choose_area_kind_of_row(row)
            periods = by_measure.setdefault(row.measure, {}).setdefault(
                (kind, self._choose_split_of_row(row, kind)), {}
            )
            periods.setdefault(row.period, []).append(row)
        return {name: dict(sorted(series.items(), key=_make_sort_key_of_series)) for name, series in by_measure.items()}

    def make_scripts(self) -> Iterator[tuple[str, str]]:
        """Yield the name of each script of data and its text: measures and shapes, and last the index of them."""
        measures = self._list_measures_in_order()
        for measure in measures:
            name = measure.name
            yield f"measures/{name}.js", write_script("addMeasure", name, self._make_json_values_of_measure(measure))
        kinds = sorted(
            {kind for measure in measures for kind, _ in self.series[measure.name]}, key=_make_sort_key_of_area_kind
        )
        shapes = {kind: make_json_values_of_area_shapes(self.edition, kind) for kind in kinds}
        drawn = [kind for kind in kinds if shapes[kind]]
        for kind in drawn:
            yield f"shapes/{kind}.js", write_script("addShapes", kind, shapes[kind])
        yield "index.js", write_script("addIndex", self._make_json_values_of_index(measures, kinds, drawn))

    def _make_json_values_of_index(
        self, measures: list[Measure], kinds: list[str], drawn_kinds: list[str]
    ) -> dict[str, Any]:
        """Return what the page needs before any measure: their titles, the kinds of area, and the names of areas."""
        return {
            "authority": self.edition.authority,
            "domains": {name: domain.title for name, domain in self.edition.framework.items()},
            "kinds": {kind: write_title_of_area_kind(kind) for kind in kinds},
            "drawn": drawn_kinds,
            "profiles": {area.code: area.page for area in self.profiles},
            "measures": [
                {
                    "name": measure.name,
                    "domain": measure.domain,
                    "title": measure.title,
                    "question": measure.question,
                    "kinds": list(dict.fromkeys(kind for kind, _ in self.series[measure.name])),
                }
                for measure in measures
            ],
            "areas": [label.split("\n") for label in self.labels.numbers],
        }

    def tables(self) -> list[tuple[Domain, Table]]:
        """Return the latest figures of each domain for the borough, England and the Community Partnerships."""
        tables = []
        for domain in self.edition.framework.values():
            rows = [
                line
                for measure in self._list_measures_in_order()
                if measure.domain == domain.name
                for line in self._make_lines_of_latest_figures(measure)
            ]
            header = ("Measure, period and area", "Figure", "95% interval")
            if rows:
                tables.append(
                    (domain, Table(f"{domain.title}: the latest figures", header, tuple(rows), numbers=(1, 2)))
                )
        return tables

    def _make_lines_of_latest_figures(self, measure: Measure) -> list[tuple[str, ...]]:
        lines_of_measure: list[tuple[str, ...]] = []
        for (kind, split), periods in self.series[measure.name].items():
            own = measure.own_breakdown.name if measure.own_breakdown else ""
            if kind not in (BOROUGH, PARTNERSHIP) or split.key not in ("all", own):
                continue
            newest = find_latest_row_with_value([row for rows in periods.values() for row in rows])
            rows = periods[newest.period] if newest else []
            for row in sorted(
                rows,
                key=explorer_rows.make_sort_key_by_group if kind == BOROUGH else explorer_rows.make_sort_key_by_value,
            ):
                figure, limits = format_value_and_limits(row)
                title = f"{measure.title}, {write_period(row.period)}: {self._make_key_and_name_of_row(row, kind)[1]}"
                lines_of_measure.append(
                    (title, f"{figure} {explorer_rows.write_sample_and_modelled_marks(row)}".strip(), limits)
                )
        return lines_of_measure

    def _list_measures_in_order(self) -> list[Measure]:
        every = self.edition.measures.values()
        return [
            measure
            for name in self.edition.framework
            for measure in every
            if measure.domain == name and measure.name in self.series
        ]

    @cached_property
    def _target_areas(self) -> dict[str, str]:
        """Return the names, by code, of the areas for which the rest of the borough has figures of its own."""
        rows = self.edition.observations
        rows = rows[rows["area_type"] == TARGET]
        return dict(zip(rows["area_code"], rows["area_name"], strict=True))

    def _choose_area_kind_of_row(self, row: ObservationRow) -> str:
        if row.area_type in WHOLE_AREAS:
            return TARGET if row.breakdown in self._target_areas else BOROUGH
        return f"{row.area_type}-{row.vintage}" if row.area_type in SEVERAL_MAPS else str(row.area_type)

    def _choose_split_of_row(self, row: ObservationRow, area_kind: str) -> GroupSplit:
        breakdown, category = row.breakdown, row.category
        if breakdown == "all" or breakdown in self._target_areas:
            return EVERYONE
        if breakdown == "modelled":
            return GroupSplit(breakdown, "Modelled from the survey and deprivation", 9)  # after every measured one
        communities, breakdowns = self.edition.definitions.communities, self.edition.definitions.breakdowns
        known_title = (
            communities[breakdown].title
            if breakdown in communities
            else write_characteristic_title(self.edition, breakdown)
        )
        title = f"{known_title[:1].upper()}{known_title[1:]}{'s' if breakdown == 'deprivation_fifth' else ''}"
        order = 1 if breakdown == "deprivation_fifth" else 2 if breakdown in breakdowns else 3
        if area_kind == BOROUGH:
            return GroupSplit(breakdown, title, order)
        return GroupSplit(f"{breakdown}-{category}", f"{title}: {category.lower()}", order)

    def _write_link_to_measure(self, measure: Measure) -> str:
        """Return the link to a measure's section of the report: empty where the borough has no figure of it."""
        shown = measure in self.edition.list_measures_with_figures(measure.domain)
        page = make_page_name_of_domain(self.edition.framework[measure.domain])
        return f"{page}#{measure.name.replace('_', '-')}" if shown else ""

    def _make_json_values_of_measure(self, measure: Measure) -> dict[str, Any]:
        self.texts = Texts()  # each measure's script has the texts of its own figures
        kinds: dict[str, list[Any]] = {}
        series = self.series[measure.name]
        for (kind, split), periods in series.items():
            kinds.setdefault(kind, []).append(self._make_json_values_of_series(measure, kind, split, periods))
        cited = [
            (
                f"{citation.source.publisher}, {citation.source.title} ({citation.periods})",
                citation.source.page or f"sources.html#{citation.source.name.replace('_', '-')}",
                int(citation.synthetic),
            )
            for citation in list_citations(self.edition, measure)
        ]
        unit = next(row.unit for periods in series.values() for rows in periods.values() for row in rows)
        return {
            **{"in_report": self._write_link_to_measure(measure)},
            **{"name": measure.name, "domain": measure.domain, "title": measure.title, "question": measure.question},
            **{
                "proxy": measure.proxy_for,
                "caveats": measure.caveats,
                "unit": write_axis_title(unit),
                "sources": cited,
            },
            **{"darker": "higher" if measure.polarity == Polarity.NEUTRAL else "worse", "kinds": kinds},
            **{"not_over_time": measure.not_over_time, "no_replay": self.counts.explain_absence(measure)},
            "words": list(self.texts.numbers),
        }

    def _make_json_values_of_series(
        self, measure: Measure, area_kind: str, split: GroupSplit, rows_by_period: Periods
    ) -> dict[str, Any]:
        beside = {
            period: self._select_reference_rows(area_kind, split, rows[0]) for period, rows in rows_by_period.items()
        }
        views = [
            {
                **{"period": period, "title": write_period(period), "short": write_short_period(period)},
                **{"year": read_start_of_period(period), "stretch": measure.count_breaks_before(period)},
                "view": self._make_json_values_of_view(measure, area_kind, rows, beside[period]),
            }
            for period, rows in rows_by_period.items()
        ]
        drawn = make_axis_scale(row for period, rows in rows_by_period.items() for row in (*rows, *beside[period]))
        return {"key": split.key, "title": split.title, "scale": drawn, "periods": views}

    def _select_reference_rows(self, area_kind: str, split: GroupSplit, row: ObservationRow) -> list[ObservationRow]:
        """Return the borough's and England's figure for a view: its own group's for areas, everyone's for groups."""
        if area_kind == BOROUGH and split == EVERYONE:
            return []
        own = area_kind != BOROUGH and split.key not in ("all", "modelled")
        group = {"breakdown": row.breakdown, "category": row.category} if own else {"breakdown": "all"}
        references = (
            self.edition.select_observations(row.measure, area_type=area_type, period=row.period, **group)
            for area_type in REFERENCES
        )
        return [rows[0] for rows in references if rows]

    def _make_json_values_of_view(
        self, measure: Measure, area_kind: str, rows: list[ObservationRow], reference_rows: list[ObservationRow]
    ) -> dict[str, Any]:
        ordered = sorted(
            rows,
            key=explorer_rows.make_sort_key_by_group if area_kind == BOROUGH else explorer_rows.make_sort_key_by_value,
        )
        exact = not self.counts.explain_absence(measure)
        view = {
            **self._make_json_columns_of_rows(ordered, area_kind, exact),
            "beside_them": self._make_json_columns_of_rows(reference_rows, BOROUGH, exact),
        }
        drawn = area_kind not in (BOROUGH, AreaType.AUTHORITY) and not (
            area_kind.startswith(AreaType.LSOA) and any(row.converted_from for row in rows)
        )
        return {**view, **self._make_json_values_of_map_classes(measure, ordered)} if drawn else view

    def _make_json_values_of_map_classes(self, measure: Measure, rows: list[ObservationRow]) -> dict[str, Any]:
        """Return the classes of a map, and each row's; a figure that is not shown is in none."""
        import numpy as np

        shown = [row for row in rows if row.has_value]
        if not shown:
            return {}
        values, unit = np.array([row.value for row in shown]), shown[0].unit
        classes, group = classify_values_for_map(values, unit, measure.polarity)
        places = iter(group.tolist())
        return {
            "classes": [
                (self.texts(map_class.label), self.texts(map_class.rank_words), map_class.shade, map_class.count)
                for map_class in classes
            ],
            "group": [next(places) if row.has_value else -1 for row in rows],
            "yes_no": int(are_all_values_yes_or_no(values, unit)),
        }

    def _make_json_columns_of_rows(self, rows: list[ObservationRow], area_kind: str, exact: bool) -> dict[str, Any]:
        areas = [self.labels("\n".join(self._make_key_and_name_of_row(row, area_kind))) for row in rows]
        return explorer_rows.convert_rows_to_columns(rows, areas, self.texts, exact=exact)

    @cached_property
    def _ward_names_by_map_and_neighbourhood(self) -> dict[str, dict[str, str]]:
        """Return the ward that each neighbourhood lies in, by the neighbourhoods' map."""
        return {
            map_of: {code: f"{name} ward" for code, name in self.edition.outlines.names(AreaType.WARD, map_of).items()}
            for map_of in self.edition.outlines.ward_vintages
        }

    def _make_key_and_name_of_row(self, row: ObservationRow, area_kind: str) -> tuple[str, ...]:
        """Return the key and the name of an area, or of a group of people in it; of a neighbourhood, its ward too."""
        breakdown, code = row.breakdown, row.area_code
        if breakdown in self._target_areas:
            return f"{breakdown}-rest", f"{row.category}, without {self._target_areas[breakdown]}"
        if row.area_type == AreaType.LSOA:
            return code, row.area_name, self._ward_names_by_map_and_neighbourhood[row.vintage].get(code, "")
        if area_kind != BOROUGH or breakdown == "all":
            return code, row.area_name
        return f"{code}-{breakdown}-{row.category}", f"{explorer_rows.write_title_of_group(row)}, {row.area_name}"


def write_script(function: str, *values: Any, owner: str = "explorer") -> str:
    """Write a script of data: one call that hands the values to the page, which has the function in its `owner`."""
    # A nan would be no JSON: it stops the run here, before a browser refuses the whole page.
    texts = [json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False) for value in values]
    # Two separators of lines are letters in JSON and ended a line in older JavaScript.
    text = ",".join(texts).replace("\u2028", " ").replace("\u2029", " ")
    return f"window.{owner}.{function}({text});\n"


def write_title_of_area_kind(area_kind: str) -> str:
    """Write the name of a kind of area, with its map where there are several."""
    area_type, _, vintage = area_kind.partition("-")
    title = EXPLORER_AREAS[area_type]
    return f"{vintage} {title[:1].lower()}{title[1:]}" if vintage else title


def _make_sort_key_of_area_kind(area_kind: str) -> tuple[int, int]:
    area_type, _, vintage = area_kind.partition("-")
    return list(EXPLORER_AREAS).index(area_type), -int(vintage or 0)


def _make_sort_key_of_series(series: tuple[tuple[str, GroupSplit], Periods]) -> tuple[Any, ...]:
    (kind, split), _ = series
    return *_make_sort_key_of_area_kind(kind), split.order, split.title
