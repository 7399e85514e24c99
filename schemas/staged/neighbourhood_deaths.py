"""Deaths: one row for each neighbourhood of 2011 and age band of pooled years."""

from fairer_stockton.schemas.fields import StagedTable, Whole, declare_answer, declare_area_code, declare_count
from fairer_stockton.schemas.staged.residents_by_age_band import AGE_BANDS_TO_85


class Staged(StagedTable):
    """Deaths: one row for each neighbourhood of 2011 and age band of pooled years."""

    lsoa11cd: str = declare_area_code("lsoa11cd", "Neighbourhood of 2011 in which people lived.")
    age_band: str = declare_answer(AGE_BANDS_TO_85, "Age, in nineteen bands.")
    deaths: Whole = declare_count("Deaths from July 2017 to June 2020.", "deaths")

    class Config(StagedTable.Config):
        """Each cell stands once."""

        unique = ["lsoa11cd", "age_band", "period"]
