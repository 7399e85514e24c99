"""The Consumer Prices Index: one row for each month, calendar year and financial year."""

from fairer_stockton.schemas.fields import Decimal, StagedTable, declare_number


class Staged(StagedTable):
    """The Consumer Prices Index: one row for each month, calendar year and financial year."""

    price_index: Decimal = declare_number(
        "The index of all items, its mean over the period; 2015 = 100.", "index", least=1
    )

    class Config(StagedTable.Config):
        """Each area stands once."""

        unique = ["period"]
