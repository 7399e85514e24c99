"""Debt advice: one row for each client's case."""

from schemas.fields import Decimal, StagedTable, code, number, text


class Staged(StagedTable):
    """Debt advice: one row for each client's case."""

    case_id: str = text("A number that the record gave the case; it says nothing of who the client is.")
    lsoa21cd: str = code("lsoa21cd", "Neighbourhood of 2021 of the client.")
    problem: str = text("The main debt, as a code: council_tax, rent, energy …", str_matches=r"^[a-z][a-z0-9_]*$")
    amount_gbp: Decimal = number("What is owed in all, where known.", "gbp", ge=0, nullable=True)

    class Config(StagedTable.Config):
        """Each row stands once."""

        unique = ["case_id", "period"]
