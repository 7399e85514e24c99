"""The public contract of targeting: whom each list of places reaches, and whom the best list of its size would."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.run.vocabulary import TargetedPeople, TargetingKind


class Targeting(pa.DataFrameModel):
    """Income-deprived people inside and outside a list of places, as the Indices of Deprivation count them."""

    kind: str = pa.Field(isin=list(TargetingKind), description="What the list is chosen by.")
    list_code: str = pa.Field(description="Its short name: that of an area, of a kind of area, or of a way to choose.")
    list_name: str = pa.Field(description="Its name.")
    people_group: str = pa.Field(
        isin=list(TargetedPeople), description="residents, children (0-15) or older_people (60+)."
    )
    period: str = pa.Field(description="The latest edition of the Indices that counts these people everywhere here.")
    neighbourhoods: int = pa.Field(ge=0, description="Neighbourhoods of which the list holds any part.")
    residents: float = pa.Field(ge=0, description="Residents of all ages inside the list.")
    people_inside: float = pa.Field(ge=0, description="Of these people, how many live inside.")
    income_deprived_inside: float = pa.Field(ge=0, description="How many of those are income-deprived.")
    reached_percent: float = pa.Field(
        ge=0, le=100, description="Share of the borough's income-deprived people who live inside."
    )
    people_counted: float = pa.Field(ge=0, description="Of these people, how many live in the borough.")
    income_deprived: float = pa.Field(ge=0, description="How many of those are income-deprived.")
    best_residents: float = pa.Field(ge=0, description="Residents of the best list: no more than of this one.")
    best_people_inside: float = pa.Field(ge=0, description="Of these people, how many live inside the best list.")
    best_income_deprived_inside: float = pa.Field(ge=0, description="How many of those are income-deprived.")
    best_reached_percent: float = pa.Field(ge=0, le=100, description="Their share of all in the borough.")
    best_neighbourhoods: str = pa.Field(description="Codes of the best list's neighbourhoods, separated by a space.")
    note: str = pa.Field(description="What to know of it; empty where there is nothing.")
    synthetic: bool = pa.Field(description="True where any input is the generated sample and not real.")
    sources: str = pa.Field(description="The sources of the row, separated by a space.")

    class Config:
        """Each list stands once for each kind of people; nothing is coerced."""

        strict = True
        unique = ["list_code", "people_group"]

    @pa.dataframe_check(name="no more inside than in the borough, and no more income-deprived than there are people")
    @classmethod
    def parts_within_wholes(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare the four numbers of people, with the room that adding up leaves."""
        return (
            (rows["income_deprived_inside"] <= rows["people_inside"] + 1e-6)
            & (rows["people_inside"] <= rows["people_counted"] + 1e-6)
            & (rows["income_deprived_inside"] <= rows["income_deprived"] + 1e-6)
            & (rows["best_income_deprived_inside"] <= rows["income_deprived"] + 1e-6)
        )

    @pa.dataframe_check(name="the best list reaches no fewer, and is no larger")
    @classmethod
    def best_is_best(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare the two lists; half a resident is what adding up leaves."""
        return (rows["best_income_deprived_inside"] >= rows["income_deprived_inside"] - 1e-6) & (
            rows["best_residents"] <= rows["residents"] + 0.5
        )


TARGETING_COLUMNS = tuple(Targeting.to_schema().columns)
