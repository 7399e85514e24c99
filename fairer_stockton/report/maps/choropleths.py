"""Which maps a report has: each measure known for neighbourhoods, its classes, its finding in words and its table."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.maps.classes import MapClass, are_yes_no, classify, is_yes_no
from fairer_stockton.report.maps.findings import finding
from fairer_stockton.report.table import Table
from fairer_stockton.report.words.figures import write_figure, write_period
from fairer_stockton.report.words.narrative import mark_stand_in

if TYPE_CHECKING:
    import pandas as pd

SHOWN = ("published", "low_base")
HIDDEN = {"suppressed": "[c]", "not_available": "no figure"}
HIDDEN_WORDS = {"suppressed": "Suppressed [c]", "not_available": "No figure"}


@dataclass(frozen=True)
class Choropleth:
    """One measure's map in one period.

    `frame` has a row for each neighbourhood in the order of codes: `code`, `name`, `ward`, `partnership` (empty where
    not known), `value`, `figure` (as written), `group` (place in `classes`; -1 where no figure is shown) and `status`.
    """

    measure: Measure
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
        return f"{mark_stand_in(self.measure, self.measure.title)}, {write_period(self.period)}"

    @property
    def darker(self) -> str:
        """What a darker shade means."""
        return "higher" if self.measure.polarity == "neutral" else "worse"

    @property
    def hidden(self) -> dict[str, int]:
        """How many neighbourhoods have no shown figure, by status; statuses that none has are left out."""
        counts = {status: int((self.frame["status"] == status).sum()) for status in HIDDEN}
        return {status: count for status, count in counts.items() if count}


def choropleths_of(edition: Edition) -> tuple[Choropleth, ...]:
    """Make the map of each measure that has figures of neighbourhoods, in the order of framework and catalogue.

    A figure is drawn on the neighbourhoods that it was published for, never on those it was converted to.
    """
    rows = edition.observations
    rows = rows[(rows["area_type"] == "lsoa") & (rows["breakdown"] == "all") & (rows["converted_from"] == "")]
    shown = rows[rows["status"].isin(SHOWN)].groupby("measure")["period"].max()
    ordered = [one for domain in edition.framework for one in edition.measures.values() if one.domain == domain]
    return tuple(
        _choropleth(edition, one, rows[(rows["measure"] == one.name) & (rows["period"] == shown[one.name])])
        for one in ordered
        if one.name in shown.index
    )


def _choropleth(edition: Edition, measure: Measure, rows: "pd.DataFrame") -> Choropleth:
    vintage = str(rows["vintage"].max())
    rows = rows[rows["vintage"] == vintage]
    period, unit = str(rows["period"].iloc[0]), str(rows["unit"].iloc[0])
    frame = _frame(edition, vintage, rows)
    shown = frame["status"].isin(SHOWN)
    values = frame.loc[shown, "value"].to_numpy()
    classes, group = classify(values, unit, measure.polarity)
    frame.loc[shown, "group"] = group
    if is_yes_no(values, unit):
        frame.loc[shown, "figure"] = [classes[place].label.lower() for place in group]
    whole = edition.observed(measure.name, area_type="borough", breakdown="all", period=period)
    return Choropleth(
        measure=measure,
        period=period,
        vintage=vintage,
        frame=frame,
        classes=classes,
        alt=finding(frame, classes, edition.place, whole[-1] if whole else None),
        table=_table(measure, period, frame, classes),
        synthetic=bool(rows["synthetic"].any()),
    )


def _frame(edition: Edition, vintage: str, rows: "pd.DataFrame") -> "pd.DataFrame":
    """Give a row to every neighbourhood of the map, those without any observation among them; no hidden value stays."""
    import pandas as pd

    outlines = edition.outlines
    names = {**outlines.names("lsoa", vintage), **dict(zip(rows["area_code"], rows["area_name"], strict=True))}
    found: dict[str, dict[Any, Any]] = {str(row["area_code"]): row for row in rows.to_dict("records")}
    wards, partnerships = (outlines.names(kind, vintage) for kind in ("ward", "community_partnership"))
    lines = [_line(code, names, wards, partnerships, found.get(code)) for code in sorted(names)]
    return pd.DataFrame(lines)


def _line(
    code: str,
    names: Mapping[str, str],
    wards: Mapping[str, str],
    partnerships: Mapping[str, str],
    row: dict[Any, Any] | None,
) -> dict[str, Any]:
    status = str(row["status"]) if row else "not_available"
    shown = row is not None and status in SHOWN
    return {
        "code": code,
        "name": names[code],
        "ward": wards.get(code, ""),
        "partnership": partnerships.get(code, ""),
        "value": float(row["value"]) if row and shown else float("nan"),
        "figure": write_figure(row) if row and shown else HIDDEN[status],
        "group": -1,
        "status": status,
    }


def _table(measure: Measure, period: str, frame: "pd.DataFrame", classes: tuple[MapClass, ...]) -> Table:
    """List every neighbourhood by name, with its figure and its class."""
    yes_no = are_yes_no(classes)
    places = {
        kind: title for kind, title in (("ward", "Ward"), ("partnership", "Community Partnership")) if frame[kind].any()
    }
    group = [] if yes_no else ["Group"]
    rows = [
        (
            f"{row['name']} ({row['code']})",
            *(row[kind] or "not known" for kind in places),
            row["figure"],
            *([] if yes_no else [classes[row["group"]].place if row["group"] >= 0 else "none"]),
        )
        for row in frame.sort_values(["name", "code"]).to_dict("records")
    ]
    header = ("Neighbourhood (LSOA)", *places.values(), "Figure", *group)
    caption = f"{measure.title}, {write_period(period)}: every neighbourhood"
    numbers = () if yes_no else (1 + len(places),)
    return Table(caption, header, tuple(rows), numbers)
