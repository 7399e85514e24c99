"""Jobs below the real Living Wage: one row for each area, sex and hours."""

from fairer_stockton.schemas.fields import Decimal, StagedTable, answer, code, percent, text


class Staged(StagedTable):
    """Jobs below the real Living Wage: one row for each area, sex and hours."""

    areacd: str = code("areacd", "Region or authority.")
    areanm: str = text("Its name.")
    sex: str = answer(("All", "Female", "Male"), "Sex of the worker.")
    hours: str = answer(("All", "Full-Time", "Part-Time"), "Hours of the job.")
    below_percent: Decimal = percent("Share of jobs paid below the real Living Wage.", nullable=True)
    marker: str = text("The symbol where there is no figure.", nullable=True)

    class Config(StagedTable.Config):
        """Each area stands once for a sex and hours."""

        unique = ["areacd", "period", "sex", "hours"]
