"""How gaps in published data have changed: the page is up to date, and known changes are found."""

import tomllib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from docs_generator import published_gaps
from fairer_stockton.definitions.settings import Settings
from tests.conftest import DEFINITIONS, PROJECT

ANY_WAY, THREE_WAYS = "deprived_households", "households_deprived_in_three_ways"
BRIDGED = 1e-5  # how near: the project shares split neighbourhoods out in whole millionths, the tests below exactly

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
    assert (row["change_from"], row["direction"]) == ("2012/13", "lead_shrinking")


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
    assert row["direction"] == "lead_shrinking"


def count_households(real: Settings, year: str) -> pd.DataFrame:
    """Count households by the number of ways in which they are deprived, on the neighbourhoods of their census."""
    rows = read_raw(real, "census_household_deprivation", f"census{year[2:]}*")
    code, ways, count = rows.columns[:3]
    wide = rows.pivot(index=code, columns=ways, values=count)
    return pd.DataFrame(
        {"all": wide.sum(axis=1), ANY_WAY: wide.loc[:, 1:].sum(axis=1), THREE_WAYS: wide.loc[:, 3:].sum(axis=1)}
    )


def compute_share(households: pd.DataFrame, measure: str, groups: pd.Series) -> pd.Series:
    sums = households.groupby(groups)[[measure, "all"]].sum()
    return 100 * sums[measure] / sums["all"]


def find_wards(real: Settings) -> pd.Series:
    lookup = read_raw(real, "lsoa21_wd24", "LSOA21_WD24*")
    wards = lookup[lookup["LAD24CD"] == "E06000004"].set_index("LSOA21CD")["WD24NM"]
    assert len(wards) == 124
    return wards


def find_neighbourhoods_of_2011(real: Settings) -> pd.DataFrame:
    """Return which neighbourhood of 2011 each of the borough's of 2021 was, or was part of."""
    lookup = read_raw(real, "lsoa11_lsoa21", "LSOA_*").set_index("LSOA21CD")
    own = lookup.loc[find_wards(real).index]
    assert own["CHGIND"].value_counts().to_dict() == {"U": 116, "S": 8}  # unchanged, or one of two parts
    return own


def count_households_on_todays_map(real: Settings) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Count the borough's households in 2011 and 2021; those of 2011 follow the residents of 2021 where split."""
    whole = find_neighbourhoods_of_2011(real)["F_LSOA11CD"]
    residents = read_raw(real, "census_disability", "census_disability21*").groupby("lsoa21_code")["total_residents"]
    people = residents.first().loc[whole.index]
    then = count_households(real, "2011").loc[whole].set_axis(whole.index)
    return (
        then.mul(people / people.groupby(whole).transform("sum"), axis=0),
        count_households(real, "2021").loc[whole.index],
    )


def sort_into_fifths(real: Settings, edition: str, codes: pd.Index) -> pd.Series:
    """Sort neighbourhoods by their rank in the index; what is left over goes to the more deprived fifths."""
    index = read_raw(real, "indices_of_deprivation", f"File_7*IoD{edition}*")
    rank = index.columns[index.columns.str.contains(r"\(IMD\) Rank")][0]
    ranks = index.set_index(index.columns[0]).loc[codes, rank].sort_values()
    assert ranks.is_unique
    sizes = [len(part) for part in np.array_split(ranks, 5)]
    return pd.Series(np.repeat(np.arange(1, 6), sizes), index=ranks.index)


def check_change(row: pd.Series, then: float, now: float, direction: str) -> None:
    assert (row["change_from"], row["period"], row["direction"]) == ("2011", "2021", direction)
    assert row["value_then"] == pytest.approx(then, abs=BRIDGED)
    assert row["value"] == pytest.approx(now)
    assert row["change"] == pytest.approx(now - then, abs=BRIDGED)


def test_wards_drew_closer_in_deprived_households(latest: pd.DataFrame, real: Settings) -> None:
    wards = find_wards(real)
    then, now = (compute_share(table, ANY_WAY, wards) for table in count_households_on_todays_map(real))
    # The range is of whichever wards are at its ends: Newtown, highest in 2021, was second in 2011.
    assert (then.idxmax(), then.idxmin()) == ("Stockton Town Centre", "Ingleby Barwick North")
    assert (now.idxmax(), now.idxmin()) == ("Newtown", "Ingleby Barwick North")
    assert then.nlargest(2).round(1).to_dict() == {"Stockton Town Centre": 81.0, "Newtown": 73.6}
    row = find_change(latest, ANY_WAY, "area_range")
    assert (row["group_a"], row["group_b"]) == (now.idxmax(), now.idxmin())
    check_change(row, then.max() - then.min(), now.max() - now.min(), "closing")


def test_wards_drew_closer_in_severely_deprived_households(latest: pd.DataFrame, real: Settings) -> None:
    wards = find_wards(real)
    then, now = (compute_share(table, THREE_WAYS, wards) for table in count_households_on_todays_map(real))
    row = find_change(latest, THREE_WAYS, "area_range")
    assert (row["group_a"], row["group_b"]) == ("Stockton Town Centre", "Southern Villages")
    assert (then.idxmax(), then.idxmin()) == (now.idxmax(), now.idxmin()) == (row["group_a"], row["group_b"])
    check_change(row, then.max() - then.min(), now.max() - now.min(), "closing")


def compute_shares_of_fifths(real: Settings, measure: str) -> tuple[pd.Series, pd.Series]:
    """Compute the shares of 2011 and 2021; each census is sorted by the latest index on its own neighbourhoods."""
    own = find_neighbourhoods_of_2011(real)
    before, after = pd.Index(own["F_LSOA11CD"].unique()), own.index
    assert (len(before), len(after)) == (120, 124)
    return (
        compute_share(count_households(real, "2011"), measure, sort_into_fifths(real, "2019", before)),
        compute_share(count_households(real, "2021"), measure, sort_into_fifths(real, "2025", after)),
    )


def test_fifths_drew_closer_in_deprived_households(latest: pd.DataFrame, real: Settings) -> None:
    then, now = compute_shares_of_fifths(real, ANY_WAY)
    row = find_change(latest, ANY_WAY, "most_v_least_fifth")
    check_change(row, then[1] - then[5], now[1] - now[5], "closing")
    assert row["relative_change"] == pytest.approx((now[1] / now[5]) / (then[1] / then[5]))


def test_fifths_drew_closer_in_severely_deprived_households(latest: pd.DataFrame, real: Settings) -> None:
    then, now = compute_shares_of_fifths(real, THREE_WAYS)
    row = find_change(latest, THREE_WAYS, "most_v_least_fifth")
    check_change(row, then[1] - then[5], now[1] - now[5], "mixed")
    assert row["relative_change"] == pytest.approx((now[1] / now[5]) / (then[1] / then[5]))
    assert 1 < row["relative_change"] < 1.01


def test_central_stockton_drew_closer_in_severely_deprived_households(latest: pd.DataFrame, real: Settings) -> None:
    areas = tomllib.loads((PROJECT / "fairer_stockton/council/areas.toml").read_text(encoding="utf-8"))
    codes = areas["target_area"]["areas"]["Central Stockton"]
    inside = find_wards(real).index.to_series().isin(codes)
    assert inside.sum() == 9
    then, now = (compute_share(table, THREE_WAYS, inside) for table in count_households_on_todays_map(real))
    rows = latest[latest["group_a"].str.startswith("Central Stockton")]
    row = find_change(rows, THREE_WAYS, "target_area_v_rest")
    check_change(row, then[True] - then[False], now[True] - now[False], "mixed")
    ratio_then, ratio_now = (share[True] / share[False] for share in (then, now))
    assert row["relative_change"] == pytest.approx(ratio_now / ratio_then, abs=BRIDGED)
    assert 1 < row["relative_change"] < 1.01
