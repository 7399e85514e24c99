"""Rows that are left out because they would be compared with the wrong figure."""

from collections.abc import Mapping

import pandas as pd

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.geography.areas import REST
from fairer_stockton.observe.columns import WITHIN_BOROUGH
from fairer_stockton.observe.councils import ONE_COUNCIL, OneCouncil


def mark_misleading_rows(
    rows: pd.DataFrame, measures: Mapping[str, Measure], councils: OneCouncil = ONE_COUNCIL
) -> "pd.Series[bool]":
    """Mark fifths of the very index that a measure is part of, and earlier figures that are not to be compared.

    The latter are figures of areas within the borough where the publisher advises against comparing those over time.
    """
    # A measure that is itself made of deprivation would rank the fifths by themselves.
    of_index = [name for name, measure in measures.items() if measure.part_of_index]
    circular = rows["measure"].isin(of_index) & (rows["breakdown"] == "deprivation_fifth")
    return circular | _mark_earlier_figures_of_unstable_areas(rows, measures, councils)


def _mark_earlier_figures_of_unstable_areas(
    rows: pd.DataFrame, measures: Mapping[str, Measure], councils: OneCouncil = ONE_COUNCIL
) -> "pd.Series[bool]":
    """Mark what areas within the borough have before the latest period, of measures that say why it is not compared."""
    unstable = {name for name, measure in measures.items() if measure.small_areas_not_over_time}
    within = rows["area_type"].isin(WITHIN_BOROUGH) | (rows["category"] == REST)
    some = rows[rows["measure"].isin(unstable)]
    latest = councils.list_facts(some, ["measure", "period"]).groupby(["measure", "council"])["period"].max()
    of_council = pd.MultiIndex.from_arrays([some["measure"], councils.find_councils(some)])
    earlier = some["period"] < pd.Series(latest.reindex(of_council).to_numpy(), index=some.index)
    return within & earlier.reindex(rows.index, fill_value=False)
