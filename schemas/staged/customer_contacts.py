"""Customer contacts: one row for each contact."""

from fairer_stockton.schemas.fields import (
    StagedTable,
    Whole,
    declare_answer,
    declare_area_code,
    declare_count,
    declare_identifier,
    declare_text,
)

CONTACT_NOT_COUNTED = "the contact is not counted in this share"


class Staged(StagedTable):
    """Customer contacts: one row for each contact."""

    contact: str = declare_identifier("A number that the record gave the contact; it says nothing of who made it.")
    lsoa21cd: str = declare_area_code(
        "lsoa21cd", "Neighbourhood of 2021 of the customer, where known.", unknown="counted for the borough alone"
    )
    channel: str = declare_answer(("digital", "phone", "face_to_face", "letter"), "How the customer came.")
    service: str = declare_text("The service that the contact was about.")
    satisfied: str = declare_answer(
        ("yes", "no"), "The customer was satisfied; empty where not asked.", unknown=CONTACT_NOT_COUNTED
    )
    resolved_first_time: str = declare_answer(
        ("yes", "no"), "No further contact was needed.", unknown=CONTACT_NOT_COUNTED
    )
    waiting_minutes: Whole = declare_count(
        "Wait until the contact was answered.", "minutes", unknown="not in the mean wait", usual=(0, 24 * 60)
    )

    class Config(StagedTable.Config):
        """Each row stands once."""

        unique = ["contact", "period"]
