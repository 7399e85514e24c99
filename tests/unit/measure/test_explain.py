"""How a figure is made, in words: the answer first, every file with its sum, SQL that runs, and what is hidden."""

import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from fairer_stockton.cli import main
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.engine.duckdb import open_staged_tables
from fairer_stockton.geography.memberships import create_area_membership_tables
from fairer_stockton.measure.explain import explain_figure_of_measure
from fairer_stockton.run.errors import CatalogueError, MissingSourceError
from fairer_stockton.run.fingerprints import read_stamp
from tests.conftest import DEFINITIONS, PROJECT, only_sample

HEADINGS = (
    "What it is", "Where it comes from", "How it is added up", "The formula", "The interval",
    "What it is compared with", "What is hidden", "The SQL",
)  # fmt: skip


@pytest.fixture(scope="module")
def observations(sample: Settings) -> pd.DataFrame:
    return pd.read_parquet(sample.measures / "observations.parquet")


def test_answer_comes_first_then_every_step(sample: Settings) -> None:
    lines = explain_figure_of_measure(sample, "fuel_poverty").splitlines()
    assert lines[0] == "Households in fuel poverty (modelled): Stockton-on-Tees, 2022"
    assert re.fullmatch(r"\d\d\.\d%; from the generated sample: the value is invented", lines[1])
    assert [line for line in lines if line in HEADINGS] == list(HEADINGS)


def test_sums_are_the_published_ones(sample: Settings, observations: pd.DataFrame) -> None:
    rows = observations[(observations["measure"] == "fuel_poverty") & (observations["area_type"] == "borough")]
    row = rows[(rows["category"] == "all") & (rows["period"] == "2022")].iloc[0]
    text = explain_figure_of_measure(sample, "fuel_poverty")
    assert f"{row['numerator']:,.0f} ÷ {row['denominator']:,.0f} × 100 = {row['value']:.2f}" in text
    assert "score interval of Wilson (1927)" in text
    assert "None: a model of the publisher’s makes the figure" in text
    assert "No comparison is made: a model of the publisher’s makes the figure" in text
    assert "Every source is open data, so we hide nothing" in text


def test_sql_runs_and_comes_to_the_same(sample: Settings, observations: pd.DataFrame) -> None:
    statement = explain_figure_of_measure(sample, "no_qualifications").split("-- over census_ts067\n")[1]
    with open_staged_tables(sample.staged, {"census_ts067", *DEFINITIONS.national.maps.place_tables}) as connection:
        create_area_membership_tables(connection, sample.authority, DEFINITIONS)
        sums = connection.sql(statement).df()
    borough = sums[(sums["area_type"] == "borough") & (sums["breakdown"] == "all")].set_index("part")["amount"]
    rows = observations[(observations["measure"] == "no_qualifications") & (observations["area_type"] == "borough")]
    row = rows[rows["category"] == "all"].iloc[0]
    assert borough["numerator"] == row["numerator"]
    assert borough["denominator"] == row["denominator"]


def test_every_measure_is_explained(sample: Settings) -> None:
    observations = pd.read_parquet(sample.measures / "observations.parquet").query("area_type == 'borough'")
    measures = {name: DEFINITIONS.measures[name] for name in observations["measure"].unique()}
    assert len(measures) > 80
    for name, measure in measures.items():
        text = explain_figure_of_measure(sample, name)
        assert text.startswith(f"{measure.title}: Stockton-on-Tees, ")
        assert str(measure.path) in text
        assert "nan" not in re.findall(r"\w+", text.split("The formula")[0])
        for table in measure.tables:
            assert f"-- over {table}" in text
            for name, period, total, _ in read_stamp(sample.staged / f"{table}.parquet")["inputs"]:
                assert f"{period}: {name} (generated sample)\n      sha256 {total}" in re.sub(
                    r"\n +sha", "\n      sha", text
                )


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("low_household_income", "A figure on fewer than 30 answers, or 5 on either side, is hidden"),
        ("contacts_per_1000", "A count of fewer than 5 is hidden; so is any from which"),
        ("contacts_per_1000", "always at 2021"),
        ("minutes_waiting", "a sum of which the largest 2 make up more than 90%"),
        ("life_expectancy", "the figure is made age by age"),
        ("life_expectancy", "Chiang's method"),
        ("published_life_expectancy", "Female: "),
        ("breathing_space", "Published with 275 above the line."),
        ("breathing_space", "Clearly worse."),
        ("attainment_8", "taken as the publisher gives it"),
    ],
)
def test_each_kind_says_what_is_its_own(sample: Settings, name: str, words: str) -> None:
    assert words in " ".join(explain_figure_of_measure(sample, name).split())


def test_hidden_figure_stays_hidden(sample: Settings, observations: pd.DataFrame) -> None:
    whole = observations[(observations["measure"] == "contacts_per_1000") & (observations["breakdown"] == "all")]
    hidden = whole[(whole["status"] == "suppressed") & (whole["vintage"] == "2021")].iloc[0]
    text = explain_figure_of_measure(sample, "contacts_per_1000", hidden["area_code"], hidden["period"])
    assert text.splitlines()[1] == "no figure is shown (suppressed)"
    assert "Neither sum is shown." in text
    assert "this is one of them" in text


def test_area_by_name_and_period(sample: Settings, observations: pd.DataFrame) -> None:
    text = explain_figure_of_measure(sample, "fuel_poverty", "ropner", "2022")
    assert text.startswith("Households in fuel poverty (modelled): Ropner, 2022\n")
    wards = observations[(observations["measure"] == "fuel_poverty") & (observations["area_name"] == "Ropner")]
    row = wards[(wards["period"] == "2022") & (wards["vintage"] == "2024")].iloc[0]
    assert f"= {row['value']:,.2f}" in text


def test_names_that_there_are_not(sample: Settings, tmp_path) -> None:
    with pytest.raises(CatalogueError, match="fuel_povrty\n.*\nto do .* fuel_poverty"):
        explain_figure_of_measure(sample, "fuel_povrty")
    with pytest.raises(CatalogueError, match="area      Stocktn\n.*\nto do .* Stockton-on-Tees"):
        explain_figure_of_measure(sample, "fuel_poverty", "Stocktn")
    with pytest.raises(CatalogueError, match="period    2029\n.*\nto do .* 2022"):
        explain_figure_of_measure(sample, "fuel_poverty", period="2029")
    with pytest.raises(MissingSourceError, match="run `make measure` first"):
        explain_figure_of_measure(Settings(processed=tmp_path), "fuel_poverty")


def test_command(sample: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    only_sample(tmp_path / "raw")
    (tmp_path / "processed").mkdir()
    for name in ("staged", "verdicts", "measures"):
        (tmp_path / "processed" / name).symlink_to(getattr(sample, name), target_is_directory=True)
    folders = [f"--{name}={tmp_path / name}" for name in ("raw", "processed", "reports")]
    command = [sys.executable, "-m", "pipelines.measure", *folders, "--explain"]
    done = subprocess.run([*command, "fuel_poverty"], cwd=PROJECT, capture_output=True, text=True, check=True)
    own = explain_figure_of_measure(sample, "fuel_poverty").replace(str(sample.processed), str(tmp_path / "processed"))
    assert done.stdout == own
    assert main(["measure", *folders, "--explain", "fuel"]) == 2
    assert "fuel_poverty" in capsys.readouterr().err
