"""A file of JSON for each measure, for programs: what it is, and its figures as columns of equal length."""

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.definitions.sources import LICENCE_PAGES, LICENCE_TITLES
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.rows import DIGITS
from fairer_stockton.report.words.figures import write_axis_title

if TYPE_CHECKING:
    import pandas as pd

SCHEMA = "measure-1"  # what the form is called; a change that a program would notice gives it the next number
# The columns of observations that a file holds, and what each is, for readers of the page and of the documents.
FIGURE_COLUMNS = {
    "period": "the period, as text: 2023/24 is not a number",
    "area_type": "the kind of area",
    "area_code": "the code of the area",
    "area_name": "the name of the area",
    "vintage": "the year of the map that the area is on",
    "breakdown": "how people are split: all, or a characteristic",
    "category": "the group of people within the breakdown",
    "value": "the figure, in the unit of the file",
    "lower_95": "the lower end of the 95% interval",
    "upper_95": "the upper end of the 95% interval",
    "numerator": "the count or sum above the line; empty for surveys",
    "denominator": "the count or sum below the line; empty for surveys",
    "status": "published, low_base, suppressed or not_available; the last two have no number",
    "comparison": "how the figure compares with England's",
    "note": "what to know of this figure",
    "synthetic": "true where the figure rests on the generated sample and is invented",
}
NUMBERS = ("value", "lower_95", "upper_95", "numerator", "denominator")


def write_json_files(edition: Edition, folder: Path) -> None:
    """Write the file of each measure, and an index of them, into a folder, which is made.

    Args:
        edition: without the numbers of suppressed rows: no file may hold one.
        folder: where the files go.
    """
    folder.mkdir(parents=True, exist_ok=True)
    index = []
    for name, rows in edition.observations.groupby("measure", sort=False):
        measure = edition.measures[str(name)]
        _write_json(folder / f"{name}.json", _make_json_values_of_measure(edition, measure, rows))
        index.append({"measure": name, "title": measure.title, "domain": measure.domain, "file": f"{name}.json"})
    _write_json(folder / "index.json", {"schema": SCHEMA, "edition": edition.name, "measures": index})


def _make_json_values_of_measure(edition: Edition, measure: Measure, rows: "pd.DataFrame") -> dict[str, Any]:
    unit = str(rows["unit"].iloc[0])
    names = sorted({name for cell in rows["sources"].unique() for name in cell.split()})
    return {
        **{"schema": SCHEMA, "report": edition.title, "edition": edition.name, "stamp": edition.stamp},
        **{"measure": measure.name, "title": measure.title, "question": measure.question, "domain": measure.domain},
        **{"framework": measure.framework, "nearest_available_measure_of": measure.proxy_for},
        **{"unit": unit, "unit_in_words": write_axis_title(unit), "polarity": measure.polarity},
        **{"statistic": measure.statistic, "caveats": measure.caveats},
        "sources": [_make_json_values_of_source(edition, name) for name in names if name in edition.sources],
        "figures": {column: _list_cells(rows[column]) for column in FIGURE_COLUMNS},
    }


def _make_json_values_of_source(edition: Edition, source_name: str) -> Mapping[str, str]:
    source = edition.sources[source_name]
    return {
        **{"publisher": source.publisher, "title": source.title, "page": source.page},
        "licence": LICENCE_TITLES.get(source.licence, source.licence),
        "licence_page": LICENCE_PAGES.get(source.licence, ""),
        "attribution": edition.attributions.get(source_name, ""),
    }


def _list_cells(column: "pd.Series[Any]") -> Sequence[Any]:
    cells = column.tolist()
    if column.name not in NUMBERS:
        return cells
    return [None if math.isnan(cell) else _drop_empty_decimals(float(DIGITS % cell)) for cell in cells]


def _drop_empty_decimals(number: float) -> float:
    return int(number) if number.is_integer() else number


def _write_json(path: Path, contents: Mapping[str, Any]) -> None:
    """Write contents as JSON on one line a key; a nan would be none, and stops the run."""
    lines = ",\n".join(
        f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(',', ':'))}"
        for key, value in contents.items()
    )
    path.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8", newline="\n")
