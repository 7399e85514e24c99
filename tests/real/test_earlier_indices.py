"""Six editions of the Indices: counted again from the files of 2004 to 2010, and codes that ran through."""

from pathlib import Path

import pandas as pd
import pytest

from fairer_stockton.definitions.settings import Settings

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real")]
STOCKTON, FORMER = "E06000004", "00EF"
LOOKUP = "LSOA_(2011)_to_LSOA_(2021)_to_Local_Authority_District_(2022)_Lookup_for_England_and_Wales.csv"


@pytest.fixture(scope="module")
def ours_of_2001(mirror: Path) -> set[str]:
    raw = pd.read_csv(mirror / "rebuilt/imd2004_england_lsoa01.csv.gz")
    return set(raw.loc[raw["lad04_code"] == FORMER, "lsoa01_code"])


@pytest.fixture(scope="module")
def ours_of_2011(mirror: Path) -> set[str]:
    lookup = pd.read_csv(mirror / "lookups" / LOOKUP, encoding="utf-8-sig")
    return set(lookup.loc[lookup["LAD22CD"] == STOCKTON, "F_LSOA11CD"])


@pytest.mark.parametrize(
    ("period", "tenth", "fifth", "of"),
    [("2004", 20, 40, 117), ("2007", 16, 33, 117), ("2010", 18, 34, 117), ("2015", 22, 33, 120), ("2019", 25, 35, 120),
     ("2025", 24, 41, 124)],
)  # fmt: skip
def test_the_most_deprived_of_six_editions(real: Settings, period: str, tenth: int, fifth: int, of: int) -> None:
    table = pd.read_parquet(real.measures / "deprivation.parquet")
    row = table.query("period == @period and index_name == 'imd' and area_code == @STOCKTON").iloc[0]
    assert row["neighbourhoods"] == of
    assert row["proportion"] * of == pytest.approx(tenth)
    assert row["proportion_in_fifth"] * of == pytest.approx(fifth)


@pytest.mark.parametrize("period", ["2004", "2007", "2010"])
def test_they_are_those_of_the_files(
    real: Settings, mirror: Path, ours_of_2001: set[str], period: str, tmp_path: Path
) -> None:
    raw = pd.read_csv(mirror / f"rebuilt/imd{period}_england_lsoa01.csv.gz", index_col=0)["IMD_rank"]
    ours = raw[raw.index.isin(ours_of_2001)]
    table = pd.read_parquet(real.measures / "deprivation.parquet").query("period == @period")
    row = table.set_index("area_code").loc[STOCKTON]
    assert row["proportion"] == pytest.approx((ours <= len(raw) / 10).mean())
    assert row["proportion_in_fifth"] == pytest.approx((ours <= len(raw) / 5).mean())
    assert table["neighbourhoods"].sum() == len(raw) == 32_482  # every one of them in a council of today
    assert (table["proportion"] * table["neighbourhoods"]).sum() == pytest.approx(3_248)


def test_tenths_are_worked_out_from_ranks(real: Settings) -> None:
    """Take the 3,249th of 32,482 out of the first tenth, in which the third party's table has it."""
    rows = pd.read_parquet(real.staged / "earlier_indices.parquet").query(
        "lsoa01cd == 'E01001747' and period == '2004'"
    )
    assert rows[["imd_rank", "imd_decile"]].to_numpy().tolist() == [[3_249, 2]]


def test_codes_that_ran_through(ours_of_2001: set[str], ours_of_2011: set[str]) -> None:
    assert (len(ours_of_2001), len(ours_of_2011), len(ours_of_2001 & ours_of_2011)) == (117, 120, 110)


def test_no_code_that_ran_through_was_redrawn(mirror: Path, ours_of_2001: set[str], ours_of_2011: set[str]) -> None:
    """Compare households by neighbourhood of 2001 with those a year later by neighbourhood of 2011."""

    def households(name: str, sheet: str) -> "pd.Series[float]":
        table = pd.read_excel(
            mirror / "housing" / name, sheet_name=sheet, header=None, usecols=[0, 5], engine="calamine", index_col=0
        )
        return pd.to_numeric(table.iloc[:, 0], errors="coerce")

    before = households("2011_Sub-Regional-Data-LIHC.xlsx", "LSOA").loc[sorted(ours_of_2001)]
    after = households("2012_Sub-Regional-Data-LIHC.xlsx", "Table 3").loc[sorted(ours_of_2011)]
    assert (before.sum(), after.sum()) == (80_765, 77_665)
    through = sorted(ours_of_2001 & ours_of_2011)
    assert (after[through] / before[through]).between(0.79, 1.14).all()
    assert after.drop(through).sum() / before.drop(through).sum() == pytest.approx(0.98, abs=0.005)


def test_ten_neighbourhoods_were_in_the_most_deprived_tenth_throughout(
    real: Settings, mirror: Path, ours_of_2001: set[str]
) -> None:
    tenths = pd.read_parquet(real.measures / "movements.parquet").pivot(
        index="lsoa21cd", columns="period", values="decile"
    )
    assert list(tenths.columns) == ["2004", "2007", "2010", "2015", "2019", "2025"]
    assert (len(tenths), len(tenths.dropna())) == (124, 112)
    assert (tenths.dropna() == 1).all(axis=1).sum() == 10
    raw = pd.read_csv(mirror / "rebuilt/imd2010_england_lsoa01.csv.gz", index_col=0)["IMD_rank"]
    known = [code for code in tenths.index if code in ours_of_2001]
    assert len(known) == 108
    assert tenths.loc[known, "2010"].tolist() == (-(-10 * raw[known] // len(raw))).tolist()


@pytest.mark.parametrize(
    ("index", "counts"),
    [("income", (26, 22)), ("employment", (25, 30)), ("education", (20, 17)), ("health", (34, 46)), ("crime", (12, 29)),
     ("barriers", (2, 3)), ("living_environment", (0, 6))],
)  # fmt: skip
def test_the_most_deprived_by_domain(real: Settings, index: str, counts: tuple[int, int]) -> None:
    table = pd.read_parquet(real.measures / "deprivation.parquet")
    rows = table.query("index_name == @index and area_code == @STOCKTON").sort_values("period")
    assert rows["period"].tolist() == ["2019", "2025"]
    assert (rows["proportion"] * rows["neighbourhoods"]).tolist() == pytest.approx(counts)
