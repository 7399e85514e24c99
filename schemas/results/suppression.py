"""The public contract of suppression: how many figures are hidden."""

import pandera.pandas as pa


class Suppression(pa.DataFrameModel):
    """How many figures that rest on the council's own extracts are hidden, over the whole edition."""

    kind: str = pa.Field(description="What is counted.")
    figures: int = pa.Field(ge=0, description="Figures that rest on such counts.")
    primary: int = pa.Field(ge=0, description="Hidden because they are too small themselves.")
    secondary: int = pa.Field(
        ge=0, description="Hidden for the sake of others: those could be worked out from them, or they are of nobody."
    )

    class Config:
        """Each kind stands once; nothing is coerced."""

        strict = True
        unique = ["kind"]


SUPPRESSION_COLUMNS = tuple(Suppression.to_schema().columns)
