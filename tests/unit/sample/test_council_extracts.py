"""The sample of what the council supplies: whole, in several layouts, and poorer places fare worse in it."""

import csv
import gzip
import io
import zipfile
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from fairer_stockton.fetch import raw_folder
from fairer_stockton.ingest.stage import build_staged_table
from fairer_stockton.sample.extracts import make_compressed_zip
from fairer_stockton.sample.model import build_sample_areas
from tests.conftest import DEFINITIONS, only_sample

pytestmark = pytest.mark.xdist_group("council extracts")

STOCKTON = "E06000004"
SUPPLIED = [name for name, source in DEFINITIONS.sources.items() if source.supplied]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return only_sample(tmp_path_factory.mktemp("work") / "raw")


@pytest.fixture(scope="module")
def staged(folder: Path) -> dict[str, pd.DataFrame]:
    sources = DEFINITIONS.sources
    return {
        name: build_staged_table(sources[name], raw_folder.find_raw_files(folder, sources[name])).to_pandas()
        for name in SUPPLIED
    }


def text(folder: Path, source: str, period: str) -> str:
    (path,) = (folder / "sample" / source / period).glob(f"{source}_*")
    content = path.read_bytes()
    return (gzip.decompress(content) if path.suffix == ".gz" else content).decode()


def test_nine_sources_are_supplied() -> None:
    assert len(SUPPLIED) == 9


def test_three_waves_of_the_survey_have_three_layouts(folder: Path) -> None:
    first = list(csv.DictReader(io.StringIO(text(folder, "residents_survey", "2015"))))
    second = list(csv.DictReader(io.StringIO(text(folder, "residents_survey", "2019"))))
    (path,) = (folder / "sample/residents_survey/2025").glob("*.xlsx")
    third = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert {row["Q4A"] for row in first} == {"1", "2", "3", "4", "5", "8", ""}
    assert {row["Control"] for row in second} == {"SA", "A", "NN", "D", "SD", "DK", ""}
    answers = {row[third[0].index("I have control over my life")] for row in third[1:]}
    assert "Neither agree nor disagree" in answers
    assert len(first) == len(second) == len(third) - 1 == 900
    assert "POINT" in first[0], "the first wave was drawn by sampling points"


def test_compressed_workbook_is_whole(folder: Path) -> None:
    (path,) = (folder / "sample/residents_survey/2025").glob("*.xlsx")
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert {member.compress_type for member in archive.infolist()} == {zipfile.ZIP_DEFLATED}
    members = {"a.txt": b"a" * 1000, "é/b.txt": b""}
    with zipfile.ZipFile(io.BytesIO(make_compressed_zip({"a.txt": members["a.txt"]}))) as archive:
        assert archive.read("a.txt") == members["a.txt"]


def test_waves_of_the_survey_can_be_compared(staged: dict[str, pd.DataFrame]) -> None:
    survey = staged["residents_survey"]
    assert survey["period"].value_counts().to_dict() == {"2015": 900, "2019": 900, "2025": 900}
    assert survey[survey["period"] == "2015"]["lonely"].isna().all()
    assert survey[survey["period"] != "2015"]["lonely"].notna().mean() > 0.95
    in_work = survey[survey["working_status"] == "In work"]
    assert survey["permanent_contract"].notna().sum() == in_work["permanent_contract"].notna().sum()
    for column in ("control_over_life", "low_income", "ethnic_group", "sex"):
        shown = survey.groupby("period")[column].agg(lambda answers: frozenset(answers.dropna()))
        assert shown.nunique() == 1, f"{column} has the same answers in every wave"


def test_low_income_follows_the_scale_of_hbai(folder: Path, staged: dict[str, pd.DataFrame]) -> None:
    given = pd.read_csv(io.StringIO(text(folder, "residents_survey", "2019")), dtype=str).set_index("ID")
    income, older, younger = (
        given[name].astype(float) for name in ("NetIncomeWeek", "People14plus", "ChildrenUnder14")
    )
    scale = 0.67 + 0.33 * (older - 1) + 0.20 * younger
    expected = (income / scale < 0.60 * 515).map({True: "yes", False: "no"}).where(income.notna())
    survey = staged["residents_survey"]
    made = survey[survey["period"] == "2019"].set_index("respondent")
    assert made["low_income"].fillna("").tolist() == expected.loc[made.index].fillna("").tolist()
    family = (younger.loc[made.index] > 0) & (expected.loc[made.index] == "yes")
    assert ((made["family_in_poverty"] == "yes") == family).all()


def test_deaths_have_every_cell_and_age_as_people_do(staged: dict[str, pd.DataFrame]) -> None:
    cells = staged["deaths_and_population"]
    assert len(cells) == 124 * 2 * 20
    assert set(cells["period"]) == {"2021 to 2025"}
    sums = cells.groupby(["sex", "age_band"])[["deaths", "population"]].sum()
    rate = sums["deaths"] / sums["population"]
    assert (rate["Male"] > rate["Female"]).mean() > 0.8
    assert rate["Female"]["80 to 84"] > 5 * rate["Female"]["60 to 64"]


def test_latest_certificate_of_a_home_is_kept(folder: Path, staged: dict[str, pd.DataFrame]) -> None:
    given = pd.read_csv(io.StringIO(text(folder, "epc_certificates", "2025")), dtype=str)
    assert len(given) == 4000
    last = given.dropna(subset=["uprn"]).groupby("uprn")["registrationDate"].max()
    kept = staged["epc_certificates"].dropna(subset=["uprn"]).set_index("uprn")
    assert kept.index.is_unique
    assert (kept["registration_date"] == last.loc[kept.index]).all()
    assert len(kept) == len(last)
    nameless = staged["epc_certificates"]["uprn"].isna().sum()
    assert nameless == given["uprn"].isna().sum() > 0


def test_dates_become_financial_years(staged: dict[str, pd.DataFrame]) -> None:
    for name in ("customer_contacts", "private_rented_inspections", "debt_advice"):
        assert sorted(set(staged[name]["period"])) == ["2022/23", "2023/24", "2024/25"]
        assert not [column for column in staged[name] if column.endswith("_on")], "the day is not kept"


def test_neighbourhoods_are_those_of_the_borough(staged: dict[str, pd.DataFrame]) -> None:
    areas = build_sample_areas(STOCKTON, DEFINITIONS.sources).lsoa21
    ours = areas[areas["ladcd"] == STOCKTON]
    assert set(staged["open_space"]["lsoa21cd"]) == set(ours["code"])
    for name, table in staged.items():
        if "lsoa21cd" in table:
            assert set(table["lsoa21cd"].dropna()) <= set(ours["code"]), name


def test_poorer_places_fare_worse(staged: dict[str, pd.DataFrame]) -> None:
    need = build_sample_areas(STOCKTON, DEFINITIONS.sources).lsoa21.set_index("code")["need"]
    survey = staged["residents_survey"]
    poorer = survey["lsoa21cd"].map(need) > need[survey["lsoa21cd"]].median()
    in_control = survey["control_over_life"].isin(["strongly_agree", "agree"])
    assert in_control[~poorer].mean() > in_control[poorer].mean() + 0.1
    homes = staged["stock_condition"]
    decent = (homes["decent"] == "yes").groupby(homes["lsoa21cd"].map(need) > 0).mean()
    assert decent[False] > decent[True]
    cases = Counter(staged["debt_advice"]["lsoa21cd"].map(need) > 0)
    assert cases[True] / (need > 0).sum() > cases[False] / (need <= 0).sum()
