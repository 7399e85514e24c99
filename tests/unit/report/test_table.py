"""Wide tables of pages: cells below others, none lost, and at most five columns but for crosstabs."""

import re
from pathlib import Path

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.report.table import MOST_COLUMNS, Table, gather_columns

# Their columns are all alike: the six gaps, the tenths of one year, and the years of an index.
CROSSTABS = ("Each community and each gap", "Neighbourhoods by tenth of England", "Neighbourhoods that were among")


def test_cells_stand_below_those_that_they_belong_to() -> None:
    header = ("Measure", "Period", "Here", "95% interval", "Stockton-on-Tees", "England", "Beside the borough")
    row = ("Cold homes", "2022", "12%", "11% to 13%", "10%", "9%", "Worse")
    wide = Table("Cold homes", header, (row,), numbers=(2, 3, 4, 5))
    table = gather_columns(wide)
    assert table.header == ("Measure\nPeriod", "Here\n95% interval", "Stockton-on-Tees\nBeside the borough", "England")
    assert table.rows == (("Cold homes\n2022", "12%\n11% to 13%", "10%\nWorse", "9%"),)
    assert table.numbers == (1, 3)


def test_the_same_of_two_groups_is_one_column() -> None:
    header = ("Ages", "Share: here", "Share: England", "Figure: here", "Figure: England", "Who people are")
    table = gather_columns(Table("Why", header, (tuple("abcdef"),)))
    assert table.header == ("Ages", "Share: here\nShare: England", "Figure: here\nFigure: England", "Who people are")
    assert table.rows == (("a", "b\nc", "d\ne", "f"),)


def test_a_narrow_table_and_a_crosstab_stay_as_they_are() -> None:
    narrow = Table("Narrow", ("Measure", "Period", "Here", "95% interval"), (tuple("abcd"),))
    crosstab = Table("Tenths", tuple(f"{number} in 2025" for number in range(7)), (tuple("abcdefg"),))
    assert gather_columns(narrow) == narrow
    assert gather_columns(crosstab) == crosstab


def test_no_table_of_a_page_is_wider_than_can_be_read_across(sample: Settings) -> None:
    wide = set()
    for page in sorted(Path(sample.reports / sample.edition).glob("*.html")):
        text = page.read_text(encoding="utf-8")
        for table in re.findall(r"<table.*?</thead>", text, re.S):
            caption = re.sub("<[^>]+>", "", table.partition("</caption>")[0]).strip()
            if len(re.findall(r"<th\b", table)) > MOST_COLUMNS and not caption.startswith(CROSSTABS):
                wide.add((page.name, caption))
    assert wide == set()
