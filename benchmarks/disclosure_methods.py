"""What each method of disclosure control leaves to be seen of sources of counts, and by how much it errs.

`python -m benchmarks.disclosure_methods` reads the staged tables of the folder that FAIRER_PROCESSED names, protects
the figures of the council's sources of counts in each way in turn, and prints a line for each source and kind of area.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from fairer_stockton.definitions.disclosure_rules import DisclosureRules
from fairer_stockton.definitions.measures import Measure, SummedMeasure
from fairer_stockton.definitions.project import Definitions
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.disclosure.inputs import ProtectionInputs
from fairer_stockton.disclosure.protection import protect_observations
from fairer_stockton.geography.areas import UNPLACED
from fairer_stockton.measure.figures import MeasuringInputs, open_measuring_inputs
from fairer_stockton.measure.observations import compute_observations
from fairer_stockton.run.vocabulary import AreaType, DisclosureMethod, Statistic
from fairer_stockton.schemas.results.observations import OBSERVATION_KEY

KEY = list(OBSERVATION_KEY)
THRESHOLDS = (5, 7, 10)
NEAR_POINTS, NEAR_RATE = 5.0, 0.1
COUNTS = (Statistic.PROPORTION, Statistic.RATE)
ALIKE = ["statistic", "sources"]
SOURCE_AND_AREAS = ["source", "statistic", "area_type", "vintage"]


@dataclass(frozen=True)
class Method:
    """A way of protecting: by which rules, and whether figures are shown on the older map of wards too."""

    name: str
    rules: DisclosureRules
    older_wards: bool = True


def methods(rules: DisclosureRules, sources: set[str]) -> Iterator[Method]:
    """Yield suppression by each threshold, on one map of wards alone, and controlled rounding."""
    for fewest in THRESHOLDS:
        yield Method(f"suppression below {fewest}", replace(rules, fewest_counted=fewest, sources={}))
    yield Method("suppression below 5, one map of wards", replace(rules, sources={}), older_wards=False)
    own = replace(rules, method=DisclosureMethod.ROUNDING, why="to compare", sources={})
    yield Method(f"rounding to {rules.rounded_to}", replace(rules, sources=dict.fromkeys(sources, own)))


def counted(definitions: Definitions) -> dict[str, SummedMeasure]:
    """Return the measures that are made of counts of one source of the council's own."""
    return {
        name: measure
        for name, measure in definitions.measures_with_sources.items()
        if isinstance(measure, SummedMeasure)
        and measure.statistic in COUNTS
        and set(measure.tables) & definitions.supplied
    }


def protect(
    inputs: MeasuringInputs, method: Method, measures: Mapping[str, Measure], true: pd.DataFrame
) -> pd.DataFrame:
    """Return the figures as they would be published, beside the true ones: a row for each that there is."""
    definitions = replace(inputs.definitions, measures=dict(measures), rules=method.rules)
    wards = definitions.national.maps.ward_vintage
    older = (true["area_type"] == AreaType.WARD) & (true["vintage"] != wards)
    rows = true if method.older_wards else true[~older]
    shown = protect_observations(rows, ProtectionInputs(inputs.connection, definitions)).observations
    both = true.drop(columns=ALIKE).merge(shown[[*KEY, *ALIKE, "value"]], on=KEY, how="right", suffixes=("", "_shown"))
    return both[both["breakdown"] != UNPLACED]


def summarise(both: pd.DataFrame, figures: "pd.Series[int]") -> pd.DataFrame:
    """Return by source and kind of area how many figures there could be, the share shown, and the errors of those."""
    shown = both[both["value_shown"].notna()]
    error = (shown["value_shown"] - shown["value"]).abs()
    by_areas = [shown[column] for column in SOURCE_AND_AREAS]
    by = error.groupby(by_areas)
    table = figures.to_frame("figures").join(
        by.agg(shown="size", mean="mean", nine_in_ten=lambda errors: errors.quantile(0.9), most="max")
    )
    table["share"] = table["shown"].fillna(0) / table["figures"]
    table["share_near"] = mark_near(shown, error).groupby(by_areas).sum() / table["figures"]
    return table.round(3)


def mark_near(shown: pd.DataFrame, error: "pd.Series[float]") -> "pd.Series[bool]":
    """Mark figures that mislead nobody: shares within five percentage points of the truth, rates within a tenth."""
    return error <= (shown["value"] * NEAR_RATE).where(shown["statistic"] == Statistic.RATE, NEAR_POINTS)


def main() -> None:
    """Print a table for each method."""
    with open_measuring_inputs(Settings.from_environment()) as inputs:
        measures = counted(inputs.definitions)
        own = {name: min(set(measure.tables) & inputs.definitions.supplied) for name, measure in measures.items()}
        definitions = replace(inputs.definitions, measures=dict(measures))
        true = compute_observations(inputs.connection, definitions, inputs.synthetic)
        figures = None
        for method in methods(inputs.definitions.rules, set(own.values())):
            both = protect(inputs, method, measures, true)
            both = both.assign(source=both["measure"].map(own))
            # The first way has a row for every area and period, whoever is counted there: what there could be to show.
            figures = both.groupby(SOURCE_AND_AREAS).size() if figures is None else figures
            shown = both[both["value_shown"].notna()]
            near = mark_near(shown, (shown["value_shown"] - shown["value"]).abs()).sum()
            print(f"{method.name}: {len(shown) / figures.sum():.1%} shown, {near / figures.sum():.1%} near the truth")
            print(summarise(both, figures).to_string(), flush=True)


if __name__ == "__main__":
    main()
