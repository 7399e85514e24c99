"""How gaps in published data have changed: the page is up to date, and known changes are found."""

from pathlib import Path

import pandas as pd
import pytest

from docs_generator import published_gaps
from fairer_stockton.definitions.settings import Settings
from tests.conftest import DEFINITIONS

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real")]


@pytest.fixture(scope="module")
def latest(real: Settings) -> pd.DataFrame:
    tables = (pd.read_parquet(real.measures / f"{name}.parquet") for name in ("gaps", "comparators"))
    return published_gaps.select_latest_gaps(*tables)


def test_the_page_and_its_table_are_up_to_date(latest: pd.DataFrame) -> None:
    remedy = "run `python -m docs_generator.published_gaps`, see its docstring"
    assert published_gaps.TABLE.read_text(encoding="utf-8") == published_gaps.write_table(latest), remedy
    assert published_gaps.PAGE.read_text(encoding="utf-8") == published_gaps.write_page(latest, DEFINITIONS), remedy


def test_no_gap_with_a_value_is_without_a_word(latest: pd.DataFrame) -> None:
    assert len(latest) > 450
    assert not latest["direction"].isin(["no_figure", ""]).any()
    assert (latest["change"].notna() | latest["direction"].isin(["one_period", "not_comparable"])).all()


def find_change(latest: pd.DataFrame, measure: str, gap_type: str = "borough_v_england") -> pd.Series:
    (row,) = (row for _, row in latest[(latest["measure"] == measure) & (latest["gap_type"] == gap_type)].iterrows())
    return row


def read_raw(real: Settings, source: str, pattern: str, **given: object) -> pd.DataFrame:
    (path,) = Path(real.raw / source).rglob(pattern)
    return pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path, **given)


def test_care_leavers_changed_places_with_england(latest: pd.DataFrame, real: Settings) -> None:
    lait = read_raw(real, "lait", "bds_long_0.parquet")
    lait = lait[lait["Short Desc"] == "CareLeaverAcc"]
    shares = {
        (int(row["LA Number"]), str(row["Years"])[:4]): float(row["Values"])
        for _, row in lait[
            lait["LA Number"].isin([808, 970]) & lait["Years"].astype(str).str[:4].isin(["2021", "2025"])
        ].iterrows()
    }  # 808 is Stockton-on-Tees, 970 is England
    then, now = (shares[808, year] - shares[970, year] for year in ("2021", "2025"))
    assert (then, now) == (7.0, -10.0)
    row = find_change(latest, "care_leavers_in_suitable_homes")
    assert (row["value_then"], row["value"], row["change"]) == (then, now, then - now)
    assert (row["change_from"], row["period"], row["direction"]) == ("2021", "2025", "crossed_over")


def test_carers_lost_their_lead_in_social_contact(latest: pd.DataFrame) -> None:
    # The publisher's file: 53.0 against 41.4 per cent of adult carers in 2012/13, 30.4 against 32.5 in 2018/19.
    row = find_change(latest, "carers_social_contact")
    assert (row["value_then"], row["value"]) == (pytest.approx(53.0 - 41.4), pytest.approx(30.4 - 32.5))
    assert (row["change_from"], row["direction"]) == ("2012/13", "crossed_over")


def test_the_share_of_older_residents_changed_places_with_england(latest: pd.DataFrame, real: Settings) -> None:
    gaps = []
    for pattern in ("population17*", "population_mid2020*"):
        people = read_raw(real, "population_by_age", pattern)
        ages = [name for name in people.columns if name.rstrip("+").isdigit()]
        older = people[[age for age in ages if int(age.rstrip("+")) >= 65]].sum(axis=1)
        here = people["lsoa11_name"].str.startswith("Stockton-on-Tees")
        england = people["lsoa11_code"].str.startswith("E")
        shares = [100 * older[place].sum() / people.loc[place, "total_population"].sum() for place in (here, england)]
        gaps.append(shares[0] - shares[1])
    row = find_change(latest, "aged_65_and_over")
    assert (row["value_then"], row["value"]) == (pytest.approx(gaps[0]), pytest.approx(gaps[1]))
    assert gaps[0] < 0 < gaps[1]
    assert row["direction"] == "crossed_over"


def test_warmer_homes_lost_part_of_their_lead(latest: pd.DataFrame, real: Settings) -> None:
    certificates = read_raw(real, "energy_certificates_lodged", "*.csv")
    certificates["year"] = certificates["period"].str[:4]
    sums = certificates.groupby(["area_code", "year"])[
        ["value_certificates_lodged", "value_rating_A", "value_rating_B", "value_rating_C"]
    ].sum()
    share = 100 * sums.iloc[:, 1:].sum(axis=1) / sums.iloc[:, 0]
    row = find_change(latest, "certificates_rated_a_to_c")
    for column, period in (("value_then", row["change_from"]), ("value", row["period"])):
        assert row[column] == pytest.approx(share["E06000004", period] - share["E92000001", period])
    assert row["direction"] == "lead_shrinking"


def test_the_borough_lost_its_lead_in_household_deprivation(latest: pd.DataFrame) -> None:
    # None deprived: 43.3 per cent of households in 2011 and 48.4 in 2021; England 42.5 and 48.4 (Census).
    row = find_change(latest, "deprived_households")
    assert row["value_then"] == pytest.approx((100 - 43.3) - (100 - 42.5), abs=0.1)
    assert row["value"] == pytest.approx((100 - 48.4) - (100 - 48.4), abs=0.1)
    assert row["direction"] == "crossed_over"
