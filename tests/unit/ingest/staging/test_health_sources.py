"""Sources of health: years that a publisher filled in, rows that repeat people, and labels of periods."""

import pandas as pd
import pytest

COUNCILS = ("E06000001", "E06000002", "E06000003")


def index_rows(indicator: str, *series: list[float]) -> list[dict[str, str]]:
    return [
        {"areacd": council, "indicator": indicator, "year": f"{2015 + position}.0", "value": str(value)}
        for council, values in zip(COUNCILS, series, strict=True)
        for position, value in enumerate(values)
    ]


@pytest.mark.parametrize(
    ("series", "periods"),
    [
        (([1, 1, 3, 4], [2, 2, 5, 1], [9, 9, 2, 8]), ["2016", "2017", "2018"]),  # the first figure set back a year
        (([1, 2, 3.5, 3.5], [2, 5, 1, 1], [9, 2, 8, 8]), ["2015", "2016", "2017"]),  # the last set on a year
        (([1, 2, 3, 9], [2, 4, 6, 1], [9, 8, 7, 3]), ["2015", "2017", "2018"]),  # 2016 half-way between two
        (([1, 1, 5, 4], [2, 7, 5, 1], [9, 3, 2, 8]), ["2015", "2016", "2017", "2018"]),  # alike in one council alone
        (([4, 4, 4, 4], [7, 7, 7, 7], [9, 9, 9, 9]), ["2018"]),  # one year of data for all
    ],
)
def test_years_without_data_are_left_out(staged, series, periods: list[str]) -> None:
    table = staged("health_index", index_rows("Suicides", *series))
    assert sorted(table["period"].unique()) == periods
    assert len(table) == len(COUNCILS) * len(periods)


def test_indicators_without_a_measure_are_not_staged(staged) -> None:
    assert staged("health_index", index_rows("Happiness", [1, 2], [3, 5], [6, 1])).empty


FINGERTIPS = {
    "areacd": "E06000004",
    "areanm": "Stockton-on-Tees",
    "area_kind": "UA",
    "years": "2023/24",
    "indicator": "Percentage of physically active adults",
    "people": "Persons",
    "fifth": "NA",
    "value": "60.5",
}


@pytest.mark.parametrize(
    ("label", "period"),
    [
        ("2024", "2024"),
        ("2017/18", "2017/18"),
        ("2022 - 24", "2022 to 2024"),
        ("2021/22 Q1 - 2021/22 Q4", "2021/22"),
        ("2021/22 Q1 - 2024/25 Q4", "2021/22 to 2024/25"),
        ("2020/21 - 24/25", "2020/21 to 2024/25"),
    ],
)
def test_labels_of_fingertips(staged, label: str, period: str) -> None:
    assert staged("fingertips_profiles", [{**FINGERTIPS, "years": label}])["period"].tolist() == [period]


@pytest.mark.parametrize(
    "other",
    [
        {"fifth": "Most deprived quintile", "areacd": "E92000001", "area_kind": "Country"},
        {"areacd": "E05000839", "area_kind": "Electoral Wards (2024)"},
        {"years": "2021/22 Q1"},
        {"years": "2021/22 Q1 - 2025/26 Q3"},
    ],
)
def test_fifths_of_england_wards_and_parts_of_years_are_not_staged(staged, other: dict[str, str]) -> None:
    assert len(staged("fingertips_profiles", [FINGERTIPS, {**FINGERTIPS, **other}])) == 1


def test_no_figure_of_fingertips_has_its_marker(staged) -> None:
    table = staged("fingertips_profiles", [{**FINGERTIPS, "value": "NA"}])
    assert pd.isna(table.loc[0, "value"])
    assert table.loc[0, "marker"] == "NA"


def test_england_is_the_sum_of_registers_and_leaves_wales_out(staged) -> None:
    rows = [
        {"areacd": code, "condition": "DM", "on_register": register, "patients": "1000"}
        for code, register in (("E06000001", "70.5"), ("E06000002", "50"), ("W06000001", "900"))
    ]
    table = staged("qof_prevalence", rows).set_index("areacd")["on_register_percent"]
    assert table.round(6).to_dict() == {"E06000001": 7.05, "E06000002": 5.0, "E92000001": 6.025}
    rows[1]["on_register"] = ""
    assert pd.isna(staged("qof_prevalence", rows).set_index("areacd").loc["E92000001", "on_register_percent"])


def test_people_asked_about_social_contact_are_read_once(staged) -> None:
    row = {
        "areacd": "E06000004",
        "areanm": "Stockton-on-Tees",
        "indicator": "Social Isolation: percentage of adult carers who have as much social contact as they would like",
        "year": "2018/19",
        "sex": "Persons",
        "age": "18+ yrs",
        "value": "30.4",
        "lower_95": "26.6",
        "upper_95": "34.2",
    }
    others = [{"age": "65+ yrs"}, {"sex": "Male"}, {"category": "Ethnic groups"}, {"age": "All ages"}]
    table = staged("social_contact", [row, *({**row, **other} for other in others)])
    assert table[["people", "period", "value"]].to_numpy().tolist() == [["Carers", "2018/19", 30.4]]


def test_outcomes_of_care_are_those_for_people(staged) -> None:
    row = {"areacd": "E06000004", "areanm": "Stockton-on-Tees", "year": "2022-23", "value": "71.8"}
    wanted = "Outcome, Ease of finding information about services : service users"
    table = staged(
        "adult_social_care", [{**row, "outcome": wanted}, {**row, "outcome": "Outcome, Workforce turnover rate"}]
    )
    assert table[["period", "value"]].to_numpy().tolist() == [["2022/23", 71.8]]
