"""The public contract of claims: the council's own published figures, each recomputed."""

import pandas as pd
import pandera.pandas as pa

from fairer_stockton.run.vocabulary import ClaimVerdict


class Claims(pa.DataFrameModel):
    """One figure that the council has published, and what comes of recomputing it."""

    claim: str = pa.Field(description="Name of the claim in claims.toml.")
    text: str = pa.Field(description="What was said.")
    document: str = pa.Field(description="Where.")
    period: str = pa.Field(description="Of which time; as far as stated.")
    of: str = pa.Field(description="Whose figure it is.")
    stated: str = pa.Field(description="The figure as published, with its decimals.")
    unit: str = pa.Field(description="Unit of both figures.")
    recomputed: float = pa.Field(nullable=True, description="The figure found again; empty where it cannot be yet.")
    of_period: str = pa.Field(description="The period of the recomputed figure.")
    verdict: str = pa.Field(isin=list(ClaimVerdict), description="reproduced, differs or not_yet_checkable.")
    why: str = pa.Field(description="Why the two differ, or what to know of how it was reproduced.")
    needs: str = pa.Field(description="What would make the figure checkable.")
    sources: str = pa.Field(description="The sources of the recomputed figure, separated by a space.")

    class Config:
        """Each figure stands once; nothing is coerced."""

        strict = True
        unique = ["claim", "of"]

    @pa.dataframe_check(name="a figure that differs says why, one that cannot be checked says what it needs")
    @classmethod
    def says_why(cls, rows: pd.DataFrame) -> "pd.Series[bool]":
        """Look for a reason where one is owed."""
        owed = rows["why"].where(
            rows["verdict"] == ClaimVerdict.DIFFERS, rows["needs"].where(rows["recomputed"].isna(), "none")
        )
        return owed != ""


CLAIM_COLUMNS = tuple(Claims.to_schema().columns)
