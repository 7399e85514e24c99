"""Facts of observations: what the file of each row's measure says, and which sources the row rests on."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from fairer_stockton.definitions.maps import RESIDENTS
from fairer_stockton.definitions.measures import Measure
from fairer_stockton.observe import modelled
from fairer_stockton.observe.columns import NATIVE, look_up_words

# The table of residents by which figures of one vintage are shared out among areas of the other.
_OTHER = {origin: RESIDENTS[other] for origin, other in (("2011", "2021"), ("2021", "2011"))}


def add_measure_facts_and_sources(
    rows: pd.DataFrame, measures: Mapping[str, Measure], synthetic_by_table: Mapping[str, bool]
) -> pd.DataFrame:
    """Add to each row what its measure's file says, and what it rests on."""
    rows = rows.copy()
    rows["converted_from"] = rows["converted_from"].fillna(NATIVE) if "converted_from" in rows else NATIVE
    asked = {name: measures[name] for name in rows["measure"].unique()}
    for column in ("domain", "unit", "statistic"):
        rows[column] = look_up_words(
            rows["measure"], {name: getattr(measure, column) for name, measure in asked.items()}
        )
    fifths = rows["breakdown"].isin(["deprivation_fifth", modelled.BREAKDOWN])
    tables = look_up_words(rows["measure"], {name: " ".join(measure.tables) for name, measure in asked.items()})
    if "table" in rows:
        tables = rows["table"].fillna(tables)
    rows["sources"] = tables.where(
        ~fifths | tables.str.contains("indices_of_deprivation"), tables + " indices_of_deprivation"
    )
    rows["apportioned"] = rows["apportioned"].isin([True]) if "apportioned" in rows else False
    rows["rounded_to"] = np.nan
    weights = look_up_words(rows["converted_from"], {origin: table for origin, (table, _) in _OTHER.items()})
    rows["sources"] = rows["sources"].where(~rows["apportioned"], rows["sources"] + " " + weights.fillna(""))
    unreal = {name for name, unreal in synthetic_by_table.items() if unreal}
    rests_on_sample = {names: bool(unreal.intersection(names.split())) for names in rows["sources"].unique()}
    rows["synthetic"] = look_up_words(rows["sources"], rests_on_sample).astype(bool)
    return rows
