"""Rows that are left out because they would be compared with the wrong figure."""

from collections.abc import Mapping

import pandas as pd

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.geography.areas import LARGER, REST
from fairer_stockton.run.vocabulary import AreaType

OUTSIDE_BOROUGH = (*LARGER, AreaType.AUTHORITY)
WITHIN_BOROUGH = tuple(kind for kind in AreaType if kind not in (*OUTSIDE_BOROUGH, AreaType.BOROUGH))


def mark_misleading_rows(rows: pd.DataFrame, measures: Mapping[str, Measure]) -> "pd.Series[bool]":
    """Mark fifths of the very index that a measure is part of, and earlier figures that are not to be compared.

    The latter are figures of areas within the borough where the publisher advises against comparing those over time.
    """
    of = rows["measure"].map(measures)
    # A measure that is itself made of deprivation would rank the fifths by themselves.
    circular = of.map(lambda measure: bool(measure.part_of_index)) & (rows["breakdown"] == "deprivation_fifth")
    return circular | _mark_earlier_figures_of_unstable_areas(rows, measures)


def _mark_earlier_figures_of_unstable_areas(rows: pd.DataFrame, measures: Mapping[str, Measure]) -> "pd.Series[bool]":
    """Mark what areas within the borough have before the latest period, of measures that say why it is not compared."""
    unstable = {name for name, measure in measures.items() if measure.small_areas_not_over_time}
    latest = rows["measure"].map(rows.groupby("measure")["period"].max())
    within = rows["area_type"].isin(WITHIN_BOROUGH) | (rows["category"] == REST)
    return rows["measure"].isin(unstable) & within & (rows["period"] < latest)
