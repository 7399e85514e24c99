"""Children in low income: England is the sum of its councils, and only where the file's councils are all there are."""

import pandas as pd

from fairer_stockton.run.package import PACKAGE
from tests.databases import open_empty_database

STATEMENT = (PACKAGE / "staging/children_in_low_income.sql").read_text(encoding="utf-8")
COUNCILS = [  # children poor in both years, and their share in per cent
    ("K02000001", 1000, 25.0),
    ("E06000001", 400, 40.0),
    ("E06000002", 300, 20.0),
    ("S12000005", 300, 20.0),
]


def england(
    councils: list[tuple[str, int | None, float | None]], years: tuple[str, ...] = ("2024", "2025")
) -> dict[str, tuple[int, float]]:
    """Stage a table of councils and give England's count and share by year."""
    rows = [
        {"areacd": code, "year": year, "children": count, "low_income_percent": share}
        | {"children_marker": None, "low_income_percent_marker": None, "source_file": "la.csv", "source_row": row}
        for year in years
        for row, (code, count, share) in enumerate(councils, start=10)
    ]
    table = pd.DataFrame(rows).astype({"children": "Int64"})
    with open_empty_database() as connection:
        connection.register("local_authority", table)
        connection.register("ward", table.rename(columns={"areacd": "wd24cd"}).head(0))
        found = connection.sql(STATEMENT).df().query("areacd == 'E92000001'")
    return {row.period: (row.children, row.low_income_percent) for row in found.itertuples()}


def test_england_is_its_councils_together() -> None:
    assert england(COUNCILS) == {"2023/24": (700, 28.0), "2024/25": (700, 28.0)}  # 700 of 1,000 and 1,500


def test_a_further_year_needs_no_other_statement() -> None:
    assert [*england(COUNCILS, ("2023", "2024", "2025", "2026"))] == ["2022/23", "2023/24", "2024/25", "2025/26"]


def test_there_is_none_where_a_council_is_missing_or_has_no_figure() -> None:
    assert england(COUNCILS[:2] + COUNCILS[3:]) == {}
    assert england([*COUNCILS, ("E06000053", None, None)]) == {}


def test_there_is_none_without_a_kingdom_to_check_it_by() -> None:
    assert england(COUNCILS[1:]) == {}
