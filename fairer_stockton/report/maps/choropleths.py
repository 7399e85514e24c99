"""Which maps a report has: each measure known for neighbourhoods or, if for nothing smaller, for local areas (MSOAs).

Each has its classes, its finding in words and its table.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.maps.classes import (
    MapClass,
    are_all_values_yes_or_no,
    are_map_classes_yes_or_no,
    classify_values_for_map,
)
from fairer_stockton.report.maps.findings import describe_map
from fairer_stockton.report.maps.mapped_kinds import LOCAL_AREAS, NEIGHBOURHOODS, MappedKind
from fairer_stockton.report.questions import is_by_msoa_alone
from fairer_stockton.report.rows import SHOWN_STATUSES, ObservationRow, read_rows
from fairer_stockton.report.table import Table
from fairer_stockton.report.words.figures import write_figure, write_period
from fairer_stockton.report.words.narrative import mark_proxy_in_title
from fairer_stockton.report.words.ten_worst import describe_ten_worst, find_ten_worst
from fairer_stockton.run.vocabulary import AreaType, Polarity, Status

if TYPE_CHECKING:
    import pandas as pd

HIDDEN_FIGURES: dict[str, str] = {Status.SUPPRESSED: "[c]", Status.NOT_AVAILABLE: "no figure"}
HIDDEN_LEGEND: dict[str, str] = {Status.SUPPRESSED: "Suppressed [c]", Status.NOT_AVAILABLE: "No figure"}


@dataclass(frozen=True, slots=True)
class MapRow:
    """One area of a map; its ward and partnership are empty where not known, and an MSOA has none.

    `figure` is the value as written, `group` its place among the map's classes, -1 where no figure is shown.
    """

    code: str
    name: str
    ward: str
    partnership: str
    value: float
    figure: str
    group: int
    status: Status


@dataclass(frozen=True)
class Choropleth:
    """One measure's map in one period; `frame` has the columns of a `MapRow`, in the order of codes."""

    measure: Measure
    kind: MappedKind
    period: str
    vintage: str
    frame: "pd.DataFrame"
    classes: tuple[MapClass, ...]
    alt: str
    table: Table
    synthetic: bool

    @property
    def name(self) -> str:
        """The name of its picture."""
        return f"map-{self.measure.name.replace('_', '-')}"

    @property
    def title(self) -> str:
        """What it shows, and when."""
        return f"{mark_proxy_in_title(self.measure, self.measure.title)}, {write_period(self.period)}"

    @property
    def meaning_of_darker_shade(self) -> str:
        """What a darker shade means."""
        return "higher" if self.measure.polarity == Polarity.NEUTRAL else "worse"

    @property
    def hidden(self) -> dict[str, int]:
        """How many areas have no shown figure, by status; statuses that none has are left out."""
        counts = {status: int((self.frame["status"] == status).sum()) for status in HIDDEN_FIGURES}
        return {status: count for status, count in counts.items() if count}


def make_choropleths(edition: Edition) -> tuple[Choropleth, ...]:
    """Make the map of each measure that has figures of neighbourhoods, in the order of framework and catalogue.

    A measure by MSOA alone has a map of these. A figure is drawn on the areas that it was published for, never on those
    it was converted to.
    """
    rows = edition.observations
    rows = rows[(rows["breakdown"] == "all") & (rows["converted_from"] == "")]
    latest = rows[rows["status"].isin(SHOWN_STATUSES)].groupby(["measure", "area_type"])["period"].max()
    ordered = [
        measure for domain in edition.framework for measure in edition.measures.values() if measure.domain == domain
    ]
    kinds = {measure.name: LOCAL_AREAS if is_by_msoa_alone(edition, measure) else NEIGHBOURHOODS for measure in ordered}
    by_measure = dict(list(rows.groupby("measure")))
    return tuple(
        _make_choropleth_of_measure(
            edition,
            measure,
            kinds[measure.name],
            _select_rows(
                by_measure[measure.name], kinds[measure.name], latest[measure.name, kinds[measure.name].area_type]
            ),
        )
        for measure in ordered
        if (measure.name, kinds[measure.name].area_type) in latest.index
    )


def _select_rows(rows: "pd.DataFrame", kind: MappedKind, period: str) -> "pd.DataFrame":
    return rows[(rows["area_type"] == kind.area_type) & (rows["period"] == period)]


def _make_choropleth_of_measure(
    edition: Edition, measure: Measure, kind: MappedKind, rows: "pd.DataFrame"
) -> Choropleth:
    vintage = str(rows["vintage"].max())
    rows = rows[rows["vintage"] == vintage]
    period, unit = str(rows["period"].iloc[0]), str(rows["unit"].iloc[0])
    frame = _make_table_of_areas(edition, kind, vintage, rows)
    shown = frame["status"].isin(SHOWN_STATUSES)
    values = frame.loc[shown, "value"].to_numpy()
    classes, group = classify_values_for_map(values, unit, measure.polarity)
    frame.loc[shown, "group"] = group
    if are_all_values_yes_or_no(values, unit):
        frame.loc[shown, "figure"] = [classes[rank].label.lower() for rank in group]
    whole = edition.select_observations(measure.name, area_type=AreaType.BOROUGH, breakdown="all", period=period)
    finding = describe_map(frame, kind, classes, edition.borough_name, whole[-1] if whole else None)
    names = dict(zip(frame["code"], frame["name"], strict=True))
    worst = find_ten_worst(edition, measure.name, period, kind.area_type, vintage)
    on_worst = "" if are_map_classes_yes_or_no(classes) else describe_ten_worst(worst, names, kind.area_type)
    return Choropleth(
        measure=measure,
        kind=kind,
        period=period,
        vintage=vintage,
        frame=frame,
        classes=classes,
        alt=" ".join(sentence for sentence in (finding, on_worst) if sentence),
        table=_make_table_of_mapped_areas(measure, kind, period, frame, classes),
        synthetic=bool(rows["synthetic"].any()),
    )


def _make_table_of_areas(
    edition: Edition, kind: MappedKind, vintage: str, observations: "pd.DataFrame"
) -> "pd.DataFrame":
    """Return a row for every area of the map, also where it has no observation, without hidden values."""
    import pandas as pd

    outlines = edition.outlines
    names = {
        **outlines.names_by_code(kind.area_type, vintage),
        **dict(zip(observations["area_code"], observations["area_name"], strict=True)),
    }
    row_of = {row.area_code: row for row in read_rows(observations, ObservationRow)}
    wards, partnerships = (
        outlines.names(holder, vintage) for holder in (AreaType.WARD, AreaType.COMMUNITY_PARTNERSHIP)
    )  # by neighbourhood: an MSOA, which lies in several, has none
    lines = [_make_row_of_area(code, names, wards, partnerships, row_of.get(code)) for code in sorted(names)]
    return pd.DataFrame(lines)


def _make_row_of_area(
    code: str,
    names_by_code: Mapping[str, str],
    wards_by_code: Mapping[str, str],
    partnerships_by_code: Mapping[str, str],
    observation: ObservationRow | None,
) -> MapRow:
    status = observation.status if observation else Status.NOT_AVAILABLE
    return MapRow(
        code=code,
        name=names_by_code[code],
        ward=wards_by_code.get(code, ""),
        partnership=partnerships_by_code.get(code, ""),
        # A hidden value must not reach the frame: what is in it is drawn and written into pages.
        value=observation.value if observation and observation.is_shown else math.nan,
        figure=write_figure(observation) if observation and observation.is_shown else HIDDEN_FIGURES[status],
        group=-1,
        status=status,
    )


def _make_table_of_mapped_areas(
    measure: Measure, kind: MappedKind, period: str, frame: "pd.DataFrame", classes: tuple[MapClass, ...]
) -> Table:
    """List every area by name, with its figure and its class."""
    yes_no = are_map_classes_yes_or_no(classes)
    wards, partnerships = frame["ward"].any(), frame["partnership"].any()
    places = (["Ward"] if wards else []) + (["Community Partnership"] if partnerships else [])
    group = [] if yes_no else ["Group"]
    rows = [
        (
            f"{row.name} ({row.code})",
            *([row.ward or "not known"] if wards else []),
            *([row.partnership or "not known"] if partnerships else []),
            row.figure,
            *([] if yes_no else [classes[row.group].rank_words if row.group >= 0 else "none"]),
        )
        for row in read_rows(frame.sort_values(["name", "code"]), MapRow)
    ]
    header = (kind.heading, *places, "Figure", *group)
    caption = f"{measure.title}, {write_period(period)}: every {kind.singular}"
    numbers = () if yes_no else (1 + len(places),)
    return Table(caption, header, tuple(rows), numbers)
