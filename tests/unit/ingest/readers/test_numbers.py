"""Numbers as people type them: thousands and decimals by whatever sign; what could be two numbers is refused."""

from pathlib import Path

import pytest

from fairer_stockton.definitions.sources import Column
from tests.unit.ingest.readers.reading import CODE, HOMES, SCORE, SHARE, homes, read, refusal

MONEY = Column("money", "Money", "number")


def scores(folder: Path, *cells: str, column: Column = SCORE) -> list[float | None]:
    text = "\n".join([f"Area code;{column.header}", *(f"E01;{cell}" for cell in cells)])
    return [row[column.name] for row in read(folder, text, CODE, column)]


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f", "\u2009", "\u2007", "'", "\u2019", ","])
def test_thousands(tmp_path: Path, space: str) -> None:
    text = f'Area code,Number of homes\nE01,"5{space}044"\nE02,"1{space}234{space}567"\nE03,12\n'
    assert homes(read(tmp_path, text)) == [5044, 1_234_567, 12]


@pytest.mark.parametrize(
    "cell", ["5 04", "50 44", "0 812", "1 2345", "1 234,567,890", "1'23", "0,812,000", "1.234.567"]
)
def test_what_is_no_group_of_thousands(tmp_path: Path, cell: str) -> None:
    assert cell in refusal(tmp_path, f'Area code,Number of homes\nE01,"{cell}"\n').found


def test_minus_signs_pounds_and_percents(tmp_path: Path) -> None:
    assert scores(tmp_path, "\u22121.5", "-2", "£3", "£ 1 234.5") == [-1.5, -2, 3, 1234.5]
    assert scores(tmp_path, "35.2 %", "4\u00a0%", column=SHARE) == [35.2, 4]


@pytest.mark.parametrize("dash", ["\u2013", "\u2014", "-"])
def test_dash_of_any_length_is_no_figure(tmp_path: Path, dash: str) -> None:
    row = read(tmp_path, f"Area code,Number of homes\nE01,{dash}\n")[0]
    assert (row["homes"], row["homes_marker"]) == (None, dash)


@pytest.mark.parametrize("cell", ["\u0661\u0662", "\uff11\uff12", "1\u0660"])
def test_digits_of_another_script(tmp_path: Path, cell: str) -> None:
    wrong = refusal(tmp_path, f"Area code,Number of homes\nE01,{cell}\n")
    assert wrong.expected == "a number in the digits 0 to 9"


def test_column_of_decimal_commas(tmp_path: Path) -> None:
    assert scores(tmp_path, "0,81", "12,5", "-1,25", "", "3", "1 234,5") == [0.81, 12.5, -1.25, None, 3, 1234.5]
    assert scores(tmp_path, "0,812", "0,034") == [0.812, 0.034]


def test_column_of_one_comma_before_three_digits_has_thousands(tmp_path: Path) -> None:
    assert scores(tmp_path, "1,234", "17,006", "812.5") == [1234, 17006, 812.5]


@pytest.mark.parametrize(
    ("cells", "row", "found"),
    [
        (["0.812", "1,5", "0,812"], 3, "'1,5', a decimal comma, while row 2 has a decimal point (and 1 more"),
        (["0,812", ".5"], 2, "'0,812', a decimal comma, while row 3 has a decimal point"),
        (["2,1", "1,234.5"], 2, "'2,1', a decimal comma, while row 3 has a decimal point"),
        (["2,1", "1,234,567"], 2, "'2,1', a decimal comma, while row 3"),
        (["1,198", "0,812"], 2, "'1,198', which could be a thousand or a decimal, as row 3 has a decimal comma"),
    ],
)
def test_column_of_two_ways_is_refused(tmp_path: Path, cells: list[str], row: int, found: str) -> None:
    text = "\n".join(["Area code;Score", *(f"E01;{cell}" for cell in cells)])
    wrong = refusal(tmp_path, text, CODE, SCORE)
    assert wrong.row == row
    assert wrong.found.startswith(found)


def test_decimal_commas_in_one_column_leave_none_certain_in_another(tmp_path: Path) -> None:
    text = "Area code;Score;Money;Number of homes\nE01;0,81;{};5,044\n"
    assert "other columns have decimal commas" in refusal(tmp_path, text.format("1,250"), SCORE, MONEY, HOMES).found
    row = read(tmp_path, text.format("12.5"), SCORE, MONEY, HOMES)[0]
    assert (row["score"], row["money"], row["homes"]) == (0.81, 12.5, 5044)


@pytest.mark.parametrize("cell", ["5.04E+03", "1e5", "1e16"])
def test_count_that_a_spreadsheet_has_shortened(tmp_path: Path, cell: str) -> None:
    assert cell in refusal(tmp_path, f"Area code,Number of homes\nE01,{cell}\n").found
    assert scores(tmp_path, cell) == [float(cell)]


def test_count_too_large_to_be_exact(tmp_path: Path) -> None:
    assert "quadrillion" in refusal(tmp_path, "Area code,Number of homes\nE01,99999999999999999999\n").expected
