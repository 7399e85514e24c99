"""Community Life Survey: one row for each question and council."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.schemas.fields import (
    Decimal,
    StagedTable,
    Whole,
    declare_answer,
    declare_area_code,
    declare_count,
    declare_percentage,
    declare_text,
)

QUESTIONS = ("belonging", "get_on_well", "influence", "lonely", "pull_together", "volunteering")


class Staged(StagedTable):
    """Community Life Survey: one row for each question and council."""

    areacd: str = declare_area_code("areacd", "Council of 2023, or a larger area.")
    question: str = declare_answer(QUESTIONS, "What was asked.")
    percent: Decimal = declare_percentage("People aged 16 and over who gave the answer.", nullable=True)
    lower_95: Decimal = declare_percentage("Lower limit of the publisher's 95% interval.", nullable=True)
    upper_95: Decimal = declare_percentage("Upper limit of the publisher's 95% interval.", nullable=True)
    respondents: Whole = declare_count("People who answered, unweighted.", "respondents", nullable=True)
    marker: str = declare_text("The publisher's symbol where there is no percentage.", nullable=True)

    @pa.dataframe_check(name="the percentage lies within its limits", description="percent, lower_95, upper_95")
    @classmethod
    def percentage_within_limits(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Compare each percentage with its limits, where they are known."""
        below, above = rows["lower_95"] > rows["percent"], rows["percent"] > rows["upper_95"]
        return ~(below.fillna(False) | above.fillna(False)).astype(bool)

    class Config(StagedTable.Config):
        """Each council stands once a question."""

        unique = ["areacd", "question", "period"]
