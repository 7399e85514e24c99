"""Whose outlines a report draws: those of its own neighbourhoods, from whichever source holds them."""

from pathlib import Path

import pandas as pd

from fairer_stockton.report.edition import MORE_BOUNDARIES
from fairer_stockton.report.outlines import read_own_boundaries

HOME, MORE = "lsoa_boundaries", MORE_BOUNDARIES


def write_tables(folder: Path) -> None:
    pd.DataFrame({"lsoa11cd": ["A", None], "lsoa21cd": [None, "A"], "geometry": ["old", "own"]}).to_parquet(
        folder / f"{HOME}.parquet"
    )
    pd.DataFrame({"lsoa21cd": ["A", "B"], "geometry": ["other", "b"]}).to_parquet(folder / f"{MORE}.parquet")


def test_another_council_has_the_outlines_of_its_own_neighbourhoods(tmp_path: Path) -> None:
    write_tables(tmp_path)
    rows = read_own_boundaries(tmp_path, [HOME, MORE], {"B"})
    assert rows is not None
    assert rows["geometry"].tolist() == ["b"]


def test_the_councils_own_outlines_come_before_those_that_are_held_of_many(tmp_path: Path) -> None:
    write_tables(tmp_path)
    rows = read_own_boundaries(tmp_path, [HOME, MORE], {"A"})
    assert rows is not None
    assert rows["geometry"].tolist() == ["old", "own"]


def test_without_outlines_of_its_own_there_are_none(tmp_path: Path) -> None:
    write_tables(tmp_path)
    assert read_own_boundaries(tmp_path, [HOME, MORE], {"C"}) is None
    assert read_own_boundaries(tmp_path, [], {"A"}) is None
