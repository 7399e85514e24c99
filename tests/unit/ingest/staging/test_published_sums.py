"""Published counts: a sum of which one count is not known is not known either."""

import pandas as pd
import pytest

from tests.conftest import DEFINITIONS

AGES = ("child_0", "child_15", "adult_16", "older_90")


def test_group_of_a_census_table(staged) -> None:
    rows = [
        {"lsoa21cd": "E01000001", "residents": "9", "ethnic_group": group, "number": number}
        for group, number in (("Asian: Indian", "2"), ("Asian: Chinese", "[c]"), ("White", "7"))
    ]
    whole = [{**row, "lsoa21cd": "E01000002", "number": "3"} for row in rows]
    table = staged("census_ethnicity", rows + whole).set_index("lsoa21cd")
    assert pd.isna(table.loc["E01000001", "asian"])
    assert table.loc["E01000002", ["asian", "white"]].tolist() == [6, 3]


def test_ages_of_a_neighbourhood(staged) -> None:

    columns = [column.name for column in DEFINITIONS.sources["population_by_age"].extracts[0].columns]
    ages = {name: "1" for name in columns if name[-1].isdigit()}
    rows = [{"lsoa11cd": "E01000001", "residents": "91", **ages}, {"lsoa11cd": "E01000002", "residents": "90", **ages}]
    gap = next(name for name in ages if name.startswith("adult"))
    rows[1][gap] = ""
    table = staged("population_by_age", rows).set_index("lsoa11cd")
    assert table.loc["E01000001", ["aged_0_15", "aged_16_64", "aged_65_plus"]].sum() == len(ages)
    assert pd.isna(table.loc["E01000002", "aged_16_64"])
    assert table.loc["E01000002", "aged_0_15"] == table.loc["E01000001", "aged_0_15"]


@pytest.mark.parametrize(
    ("source", "part", "ratio"),
    [("garden_space", "with_own_space", "own_space_percent"), ("patients_per_gp", "gp_fte", "patients_per_gp")],
)
def test_england_as_the_sum_of_its_authorities(staged, source: str, part: str, ratio: str) -> None:
    figures = {"addresses": "100", "with_own_space": "80", "share": "0.8", "patients": "100", "gp_fte": "80"}
    figures["patients_per_gp"] = "1.25"
    rows = [{"areacd": code, **figures} for code in ("E06000001", "E06000002")]
    england = staged(source, rows).set_index("areacd").loc["E92000001"]
    assert england[part] == 160
    rows[1][part] = "[x]"
    england = staged(source, rows).set_index("areacd").loc["E92000001"]
    assert pd.isna(england[part])
    assert pd.isna(england[ratio])
