"""Indicators of the Indices of Deprivation: every neighbourhood of each edition, each with all that its edition has."""

import great_expectations.expectations as gxe
import pandas as pd

from fairer_stockton.schemas.expectations.suite import AreaFacts, ExpectationSuite, expect_known_codes

VINTAGES = ("lsoa11cd", "lsoa21cd")
OF_2011 = (
    "post_office_km", "primary_school_km", "food_shop_km", "gp_surgery_km", "poor_condition_percent",
    "no_central_heating_percent", "air_pollution",
)  # fmt: skip
OF_2021 = (
    "violence_with_injury_per_1000", "violence_without_injury_per_1000", "stalking_per_1000", "burglary_per_1000",
    "theft_per_1000", "criminal_damage_per_1000", "public_order_per_1000", "antisocial_per_1000", "patients_per_gp",
)  # fmt: skip


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be, for as many editions as there are."""
    return [
        *(expect_known_codes(column, facts, code_prefix="E") for column in VINTAGES),
        _expect_whole_editions(facts),
        _expect_figures_of_edition("lsoa11cd", OF_2011),
        _expect_figures_of_edition("lsoa21cd", OF_2021),
    ]


def _expect_whole_editions(facts: AreaFacts) -> ExpectationSuite:
    """Expect every neighbourhood of England in each edition that is there."""
    counts = sorted({facts.england(column) for column in VINTAGES})

    def counted(rows: pd.DataFrame) -> pd.DataFrame:
        return rows.groupby("period", as_index=False).agg(neighbourhoods=("source_row", "size"))

    whole = gxe.ExpectColumnValuesToBeInSet(column="neighbourhoods", value_set=counts)
    return ExpectationSuite("every neighbourhood of England in each edition", [whole], counted)


def _expect_figures_of_edition(code_column: str, columns: tuple[str, ...]) -> ExpectationSuite:
    """Expect no empty cell in what only editions on one map give."""

    def on_map(rows: pd.DataFrame) -> pd.DataFrame:
        return rows[rows[code_column].notna()]

    known = [gxe.ExpectColumnValuesToNotBeNull(column=column) for column in columns]
    return ExpectationSuite(f"every figure of editions by {code_column}", known, on_map)
