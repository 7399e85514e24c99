"""The public contract of comparators: the authority among a set of councils."""

import pandas as pd
import pandera.pandas as pa


class Comparators(pa.DataFrameModel):
    """Where the authority stands among a set of councils on one measure, itself among them."""

    measure: str = pa.Field(description="Name of the measure.")
    comparators: str = pa.Field(description="Which set of councils.")
    area_code: str = pa.Field(description="Code of the authority.")
    period: str = pa.Field(description="The time the figures are for.")
    breakdown: str = pa.Field(description="What the figures are split by; all where they are not.")
    category: str = pa.Field(description="Which part of the split; all where there is none.")
    value: float = pa.Field(description="The authority's figure.")
    unit: str = pa.Field(description="Unit of all figures.")
    position: int = pa.Field(ge=1, description="1 is best; of a neutral measure, is highest. Equal figures share it.")
    councils: int = pa.Field(ge=2, description="Councils with a figure, the authority among them.")
    names: str = pa.Field(description="The other councils with a figure, separated by a semicolon.")
    lowest: float = pa.Field(description="The lowest figure of the others.")
    lowest_council: str = pa.Field(description="The council that it is of.")
    median: float = pa.Field(description="The middle figure of all.")
    highest: float = pa.Field(description="The highest figure of the others.")
    highest_council: str = pa.Field(description="The council that it is of.")
    tested: int = pa.Field(ge=0, description="Others whose difference has an interval.")
    clearly_better: float = pa.Field(
        nullable=True,
        description="Others that the difference's 95 % interval shows better off; empty without intervals.",
    )
    clearly_worse: float = pa.Field(nullable=True, description="The same, worse off.")
    synthetic: bool = pa.Field(description="True where any input is the generated sample and not real.")
    sources: str = pa.Field(description="The sources of the figures, separated by a space.")

    class Config:
        """One row for each measure, set, period and category."""

        strict = True
        unique = ["measure", "comparators", "period", "breakdown", "category"]

    @pa.dataframe_check(name="a position is within the councils")
    @classmethod
    def within(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare positions with the number of councils."""
        return rows["position"] <= rows["councils"]


COMPARATOR_COLUMNS = tuple(Comparators.to_schema().columns)
