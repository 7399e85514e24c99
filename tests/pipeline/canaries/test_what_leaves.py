"""Nothing of a canary reaches an edition or a log, though each is read, counted and measured like any other."""

import importlib

import pandas as pd
import pytest
from pandera.pandas import Check

from fairer_stockton.definitions.sources import FIGURE_KINDS
from tests.conftest import DEFINITIONS
from tests.pipeline.canaries.conftest import MEASURES, OWN, House, ways
from tests.pipeline.canaries.rows import CANARIES, COUNTS, EVERY, HERE, MARK, RARE, SUPPLIED, canaries_of
from tests.pipeline.canaries.search import found_in, search, telling

pytestmark = pytest.mark.xdist_group("canaries")

FEWEST = 30  # respondents that a figure of the survey must rest on
FEW = 5  # people or homes below which they are not counted


def closes(check: Check) -> bool:
    """Tell whether a check allows so few answers, or so small numbers, that none of them could be somebody's alone."""
    return check.name == "isin" or check.statistics.get("max_value", FEWEST) < FEWEST


def test_every_free_column_of_people_or_homes_has_canaries() -> None:
    assert set(SUPPLIED) == set(CANARIES) | COUNTS, "a new extract: plant canaries, or say that its rows are counts"
    for source in CANARIES:
        contract = importlib.import_module(f"fairer_stockton.schemas.staged.{source}").Staged.to_schema().columns
        closed = {name for name, column in contract.items() if any(map(closes, column.checks))}
        cells: dict[str, list[str]] = {}
        for extract in SUPPLIED[source].extracts:
            for column in extract.columns:
                cells.setdefault(column.name, []).extend(
                    row.get(column.header, "") for row in canaries_of(source, extract)
                )
        untold = {name for name, given in cells.items() if not any(map(telling, given))}
        assert untold <= {*closed, "lsoa21cd"}, source


def test_every_way_to_a_measure_is_taken() -> None:
    """Look at measures of every extract, every statistic and every free column that any measure reads."""
    taken = {way for name in MEASURES for way in ways(OWN[name])}
    assert {way for measure in OWN.values() for way in ways(measure)} == taken
    assert {table for name in MEASURES for table in OWN[name].tables if table in SUPPLIED} == set(SUPPLIED)
    assert {OWN[name].statistic for name in MEASURES} == {measure.statistic for measure in OWN.values()}
    assert ("customer_contacts", "waiting_minutes") in taken
    assert "low_household_income" in MEASURES, "which staging works out from an income that is a canary's"


def test_canaries_were_read(house: House) -> None:
    for source, extract in EVERY:
        staged = pd.read_parquet(house.settings.staged / f"{source}.parquet")
        for row in canaries_of(source, extract):
            mine = staged[(staged["lsoa21cd"] == HERE) & staged["source_file"].str.contains(extract.period)]
            for column in extract.columns:
                cell = row.get(column.header, "")
                if telling(cell) and column.name in staged:
                    mine = mine[mine[column.name] == (float(cell) if column.kind in FIGURE_KINDS else cell)]
            assert len(mine) == 1, f"{source} {extract.period}: {row}"


def test_only_a_canary_gives_all_the_rare_answers(house: House) -> None:
    staged = pd.read_parquet(house.settings.staged / "residents_survey.parquet")
    for wave, people in staged.groupby("period"):
        asked = {name: answer for name, answer in RARE.items() if people[name].notna().any()}
        assert len(asked) >= len(RARE) - 2
        alike = people[(people[list(asked)] == pd.Series(asked)).all(axis=1)]
        assert alike["respondent"].tolist() == [f"{MARK}R{wave}A"]


def test_nothing_of_a_canary_is_in_the_reports(house: House) -> None:
    assert search(house.settings.reports) == []


def test_nothing_of_a_canary_is_in_what_the_run_said(house: House) -> None:
    assert "staged residents_survey: 2,706 rows" in house.said
    assert "published edition" in house.said
    assert found_in(house.said) == set()


def test_no_figure_tells_of_the_rare(house: House) -> None:
    """Look for groups of the survey that are too few to be shown and that the canary is one of."""
    rows = pd.read_csv(house.settings.reports / house.settings.edition / "csv/observations.csv", dtype=str)
    asked = rows[rows["sources"].str.split().map(lambda names: "residents_survey" in names)]
    communities = {one.belongs.split()[0]: (one.name, one.title) for one in DEFINITIONS.communities.values()}
    staged = pd.read_parquet(house.settings.staged / "residents_survey.parquet")
    few = [
        (wave, *communities.get(name, (name, answer)))
        for wave, people in staged.groupby("period")
        for name, answer in RARE.items()
        if 0 < (people[name] == answer).sum() < FEWEST
    ]
    assert ("2025", "sex_working", "People who sell sex") in few
    for group in few:
        shown = asked[(asked[["period", "breakdown", "category"]] == list(group)).all(axis=1)]
        assert shown[["numerator", "denominator", "value"]].isna().all(axis=None), group


def test_no_figure_of_their_neighbourhood_counts_few(house: House) -> None:
    rows = pd.read_csv(house.settings.reports / house.settings.edition / "csv/observations.csv")
    here = rows[(rows["area_code"] == HERE) & rows["value"].notna()]
    here = here[here["sources"].str.split().map(lambda names: not set(names).isdisjoint(CANARIES))]
    assert not here["statistic"].isin(["survey_share", "life_expectancy", "standardised_rate"]).any()
    counted, shares = here["statistic"] != "weighted_mean", here["statistic"] == "proportion"
    others = here["denominator"] - here["numerator"]
    counts = pd.concat([here["numerator"][counted], here["denominator"], others[shares]])
    assert not counts.between(0, FEW, inclusive="neither").any()
