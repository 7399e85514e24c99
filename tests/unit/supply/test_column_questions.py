"""Questions about columns: what stands out is named with its row, and a usual table is not questioned at all."""

import importlib

import pytest

from fairer_stockton.supply.column_questions import ask_about_single_columns
from fairer_stockton.supply.questions import ExtractQuestion
from tests.conftest import empty_table


def asked(source: str, column: str, figures: list[float | str | None]) -> list[ExtractQuestion]:
    """Ask of a table in which one column is filled."""
    rows = empty_table(source)[["source_row"]].reindex(range(len(figures)))
    rows["source_row"] = range(2, len(figures) + 2)
    rows[column] = figures
    model = importlib.import_module(f"fairer_stockton.schemas.staged.{source}").Staged
    every = empty_table(source).reindex(rows.index)
    every[rows.columns] = rows
    return [one for one in ask_about_single_columns(every, model, {column: "Heading"}) if one.column == "Heading"]


USUAL = [float(200 + 7 * step) for step in range(100)]


def test_usual_figures_are_not_questioned() -> None:
    assert asked("residents_survey", "weekly_income_gbp", [*USUAL, None]) == []
    assert asked("customer_contacts", "waiting_minutes", [0, 0, 3, 5, 90, None]) == []


@pytest.mark.parametrize("code", [99999, 9999, 9998, 99998, 8888])
def test_code_far_beyond_all_others_is_questioned(code: float) -> None:
    questions = asked("residents_survey", "weekly_income_gbp", [*USUAL, code, 310.0, code])
    (question,) = (one for one in questions if "figure" in one.found)
    assert question.found == f"the figure {code} in 2 of 103 rows, far beyond all others"
    assert question.row == 102
    assert "[no_answer]" in question.expected


def test_code_among_the_others_is_questioned_where_it_is_by_far_the_commonest() -> None:
    assert asked("residents_survey", "weekly_income_gbp", [*USUAL, 999.0, 1200.0, 999.0]) == []
    (question,) = asked("residents_survey", "weekly_income_gbp", [*USUAL, 1200.0, *[999.0] * 20])
    assert question.found == "the figure 999 in 20 of 121 rows, far more often than any other"


def test_single_code_is_a_figure_like_others() -> None:
    assert asked("residents_survey", "weekly_income_gbp", [*USUAL, 9999.0]) == []


def test_code_below_nought_is_questioned_where_no_other_figure_is() -> None:
    (question,) = asked("residents_survey", "weight", [0.8, 1.2, 1.1, -9, -9])
    assert question.found.startswith("the figure -9 in 2 of 5 rows")


def test_figure_outside_the_usual_range_is_questioned_once_with_its_first_row() -> None:
    (question,) = asked("debt_advice", "amount_gbp", [900.0, 3_000_000.0, 640.0, 400_000.0])
    assert question.found == "2 of 4 rows outside the usual range, the first above it"
    assert question.row == 3


def test_one_home_on_dozens_of_certificates_is_questioned() -> None:
    (question,) = asked("epc_certificates", "certificates", [1, 2, 36, 1])
    assert question.found.endswith("the first above it")
    assert "Certificates of the home" in question.expected
    assert asked("epc_certificates", "certificates", [1, 2, 6, 1]) == []


def test_column_that_is_empty_too_often_is_questioned() -> None:
    (question,) = asked("epc_certificates", "uprn", [*["1"] * 8, None, None])
    assert question == ExtractQuestion(
        "Heading", "nothing, or nothing valid, in 2 of 10 rows", "a value in 90% of the rows or more", 10
    )
    assert asked("epc_certificates", "uprn", [*["1"] * 19, None]) == []


@pytest.mark.parametrize("word", ["null", "NaN", "None", "n/a", "-", "Unknown", "not stated"])
def test_word_for_no_answer_is_no_answer_in_a_column_of_words(word: str) -> None:
    (question,) = asked("customer_contacts", "service", ["waste", None, word, "housing", word])
    assert question.found == f"{word.lower()!r} in 2 of 5 rows, which may mean that nothing is known"
    assert question.row == 4


def test_row_of_totals_is_questioned() -> None:
    (question,) = asked("debt_advice", "case_id", ["D1", "D2", "Total"])
    assert question.found == "'total' in 1 of 3 rows, which may mean that the row is a sum of others"


def test_word_that_is_an_answer_of_the_list_is_not_questioned() -> None:
    assert asked("residents_survey", "highest_qualification", ["none", "level_3", "dont_know"]) == []


def test_point_that_parts_thousands_is_questioned() -> None:
    amounts = [580.0, 4.358, 35.0, 1.204, 12.911, None, 640.0]
    (question,) = asked("debt_advice", "amount_gbp", amounts)
    assert question.found.startswith("figures with three decimals, whose point may part thousands")
    assert (question.row, question.expected) == (3, "thousands without a point, as 4358")


@pytest.mark.parametrize(
    "figures",
    [
        [580.0, 4358.0, 35.0, 1.204, 12.911],
        [580.25, 43.5, 35.0, 12.99, 640.1],
        [0.812, 1.198, 1.0, 2.345],
        [65.432, 81.204, 77.319],
    ],
)
def test_point_before_decimals_is_not_questioned(figures: list[float | str | None]) -> None:
    assert asked("residents_survey", "weight", figures) == []


def test_survey_of_points_with_few_of_them_written_is_questioned() -> None:
    assert asked("residents_survey", "cluster", [*["P1"] * 99, None]) == []
    (question,) = asked("residents_survey", "cluster", [*["P1"] * 9, None])
    assert (question.found, question.row) == ("nothing, or nothing valid, in 1 of 10 rows", 11)


def test_survey_without_points_has_no_gaps_in_them() -> None:
    rows = empty_table("residents_survey").reindex(range(3))
    model = importlib.import_module("fairer_stockton.schemas.staged.residents_survey").Staged
    assert ask_about_single_columns(rows, model, {"weight": "Wt"}) == []
