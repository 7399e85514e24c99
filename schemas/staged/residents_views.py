"""Residents' views: one row for each view."""

from fairer_stockton.run.vocabulary import VIEW_THEMES, ViewOutcome
from fairer_stockton.schemas.fields import StagedTable, declare_answer, declare_area_code, declare_identifier

OUTCOMES = tuple(map(str, ViewOutcome))


class Staged(StagedTable):
    """Residents' views: one row for each view."""

    view_id: str = declare_identifier("A number that the record gave the view; it says nothing of whose it is.")
    lsoa21cd: str = declare_area_code(
        "lsoa21cd",
        "Neighbourhood of 2021 that the view is about, or of who said it, where known.",
        unknown="counted for the borough alone",
    )
    theme: str = declare_answer(VIEW_THEMES, "What it is about.")
    outcome: str = declare_answer(OUTCOMES, "What came of it.")

    class Config(StagedTable.Config):
        """Each row stands once."""

        unique = ["view_id", "period"]
