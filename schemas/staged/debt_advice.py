"""Debt advice: one row for each client's case."""

from fairer_stockton.schemas.fields import (
    Decimal,
    StagedTable,
    declare_area_code,
    declare_identifier,
    declare_number,
    declare_patterned_text,
)


class Staged(StagedTable):
    """Debt advice: one row for each client's case."""

    case_id: str = declare_identifier("A number that the record gave the case; it says nothing of who the client is.")
    lsoa21cd: str = declare_area_code(
        "lsoa21cd",
        "Neighbourhood of 2021 of the client, where there is one.",
        unknown="counted for the borough alone",
        usually_known=0.9,
    )
    problem: str = declare_patterned_text(
        "The main debt, as a code: council_tax, rent, energy …", r"^[a-z][a-z0-9_]*$", "one word, as council_tax"
    )
    amount_gbp: Decimal = declare_number(
        "What is owed in all, where known.",
        "gbp",
        least=0,
        unknown="the case is counted all the same",
        usual=(1, 250_000),
    )

    class Config(StagedTable.Config):
        """Each row stands once."""

        unique = ["case_id", "period"]
