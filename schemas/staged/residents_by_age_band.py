"""Years lived by residents: one row for each neighbourhood of 2011 and age band of pooled years."""

from fairer_stockton.schemas.fields import Decimal, StagedTable, declare_answer, declare_area_code, declare_number

AGE_BANDS_TO_85 = ("0", "1 to 4", *(f"{start} to {start + 4}" for start in range(5, 85, 5)), "85 and over")


class Staged(StagedTable):
    """Years lived by residents: one row for each neighbourhood of 2011 and age band of pooled years."""

    lsoa11cd: str = declare_area_code("lsoa11cd", "Neighbourhood of 2011.")
    age_band: str = declare_answer(AGE_BANDS_TO_85, "Age, in nineteen bands.")
    years_lived: Decimal = declare_number(
        "Years that residents of this age lived there in the pooled years, from estimates of the middle of 2017, "
        "2019 and 2020.",
        "person-years",
        least=0,
    )

    class Config(StagedTable.Config):
        """Each cell stands once."""

        unique = ["lsoa11cd", "age_band", "period"]
