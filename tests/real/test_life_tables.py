"""Years lived by residents: as published of England and Wales, and by hand of one neighbourhood."""

import pandas as pd
import pytest

from fairer_stockton.definitions.settings import Settings

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real")]

# Residents of England and Wales in the middle of 2017, 2019 and 2020, as published before the census of 2021.
RESIDENTS = (58_744_595, 59_439_840, 59_719_724)
# Of E01012187, read off the three files by hand: residents aged 85 and over.
AGED_85_AND_OVER = (37, 38, 36)


@pytest.fixture(scope="module")
def years_lived(real: Settings) -> pd.DataFrame:
    return pd.read_parquet(real.staged / "residents_by_age_band.parquet")


def test_years_lived_are_those_between_the_published_estimates(years_lived: pd.DataFrame) -> None:
    assert years_lived["years_lived"].sum() == pytest.approx(_add_years(*RESIDENTS), abs=0.01)


def test_a_band_of_one_neighbourhood(years_lived: pd.DataFrame) -> None:
    row = years_lived.query("lsoa11cd == 'E01012187' and age_band == '85 and over'")
    assert row["years_lived"].tolist() == [_add_years(*AGED_85_AND_OVER)]


def _add_years(of_2017: int, of_2019: int, of_2020: int) -> float:
    """Return the years lived from mid-2017 to mid-2020, if numbers change evenly between estimates."""
    return (of_2017 + of_2019) / 2 * 2 + (of_2019 + of_2020) / 2
