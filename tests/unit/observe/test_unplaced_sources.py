"""Rows without a neighbourhood in each source that may have them: inspections, debts, surveyed homes, respondents."""

import importlib
from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from fairer_stockton.auditor.files import find_small_counts_shown
from fairer_stockton.definitions.measures import MeasureSum
from fairer_stockton.geography.areas import REST
from fairer_stockton.observe import surveyed
from fairer_stockton.observe.notes import COUNTED_FOR_BOROUGH
from fairer_stockton.observe.unplaced import mark_figures_leaving_rows_out
from fairer_stockton.supply.column_questions import ask_about_single_columns
from tests.conftest import DEFINITIONS, empty_table
from tests.databases import open_empty_database
from tests.unit.council import HOMES, WIDTHS, Council, of

INSPECTIONS, DEBTS, HOMES_SURVEYED, SURVEY = (
    "private_rented_inspections",
    "debt_advice",
    "stock_condition",
    "residents_survey",
)
HAZARD, REMEDIED = "serious_hazards_private_rented", "hazards_remedied"
CASES, DECENT, LONELY = "debt_advice_cases", "decent_homes", "loneliness"
PLACES = [*HOMES, None]
INSIDE = {"B": PLACES, "W1": ["L1", "L2"], "W2": ["L3", "L4"], **{place: [place] for place in HOMES}}
AMOUNT_OWED = replace(
    DEFINITIONS.measures["minutes_waiting"],
    name="amount_owed",
    numerator=MeasureSum(DEBTS, "amount_gbp", "amount_gbp is not null"),
    denominator=MeasureSum(DEBTS, "1", "amount_gbp is not null"),
)  # no measure of the catalogue sums these pounds


@pytest.fixture
def council() -> Iterator[Council]:
    with open_empty_database() as connection:
        yield Council(connection)


def inspections(counts: Mapping[str | None, tuple[int, int, int]]) -> list[dict[str, object]]:
    """Inspections by neighbourhood: without a hazard, with one that was put right, with one that was not."""
    answers = (("no", None), ("yes", "yes"), ("yes", "no"))
    return [
        {"lsoa21cd": place, "period": "2024/25", "category_1_hazard": hazard, "remedied": remedied}
        for place, numbers in counts.items()
        for (hazard, remedied), many in zip(answers, numbers, strict=True)
        for _ in range(many)
    ]


def cases(owed: Mapping[str | None, list[int]]) -> list[dict[str, object]]:
    """Cases of debt advice by neighbourhood: what each client owes."""
    return [
        {"lsoa21cd": place, "period": "2024/25", "problem": "rent", "amount_gbp": amount}
        for place, amounts in owed.items()
        for amount in amounts
    ]


def answers(nowhere: int, every: int = 200, **more: object) -> list[dict[str, object]]:
    """Rows of a survey, the first of them without a neighbourhood, half of the others in each ward."""
    homes = [*HOMES]
    return [
        {"lsoa21cd": None if n < nowhere else homes[n % 4], "period": "2025", "weight": 1.0, "stratum": "S",
         "respondent": f"R{n}", "home": f"H{n}", "lonely": "never" if n % 3 else "often_or_always",
         "decent": "yes" if n % 3 else "no", "tenure": "Owns", **more}
        for n in range(every)
    ]  # fmt: skip


MANY = {"L1": (30, 20, 10), "L2": (25, 25, 8), "L3": (20, 30, 12), "L4": (40, 9, 9)}


# --- what the figures are ---


def test_inspections_without_a_neighbourhood_count_for_the_borough(council: Council) -> None:
    council.own = INSPECTIONS
    council.table(INSPECTIONS, inspections({**MANY, None: (10, 15, 5)}))
    found = council.observe(HAZARD, REMEDIED)
    assert tuple(of(found, HAZARD, "B")[["numerator", "denominator"]]) == (143, 268)
    assert tuple(of(found, HAZARD, "W1")[["numerator", "denominator"]]) == (63, 118)
    assert tuple(of(found, REMEDIED, "B")[["numerator", "denominator"]]) == (99, 143)
    assert set(found.loc[found["measure"] == HAZARD, "note"]) == {f"30 of 268 rows {COUNTED_FOR_BOROUGH}"}
    assert set(found.loc[found["measure"] == REMEDIED, "note"]) == {f"20 of 143 rows {COUNTED_FOR_BOROUGH}"}
    assert not council.audited(found)


def test_clients_of_no_fixed_address_count_for_the_borough(council: Council) -> None:
    council.own = DEBTS
    owed = {place: [100 * (n + 1) for n in range(20)] for place in PLACES}
    council.table(DEBTS, cases(owed))
    found = council.observe(CASES, AMOUNT_OWED)
    assert of(found, CASES, "B")["value"] == pytest.approx(1000 * 100 / 4000)
    assert of(found, CASES, "W1")["value"] == pytest.approx(1000 * 40 / 2000)
    assert of(found, AMOUNT_OWED.name, "B")["value"] == pytest.approx(np.mean(owed[None]))
    assert set(found["note"]) == {f"20 of 100 rows {COUNTED_FOR_BOROUGH}"}
    assert not council.audited(found, AMOUNT_OWED)


@pytest.mark.parametrize(
    ("source", "measure", "rows"), [(SURVEY, LONELY, "respondents"), (HOMES_SURVEYED, DECENT, "homes")]
)
def test_a_survey_counts_them_and_says_what_they_are(council: Council, source: str, measure: str, rows: str) -> None:
    council.own = source
    council.table(source, answers(40))
    found = council.observe(measure)
    assert of(found, measure, "B")["base"] == 200
    assert of(found, measure, "W1")["base"] == 80
    shown = found[found["status"] != "suppressed"]  # but for the other group of a characteristic, which is of nobody
    assert shown["note"].str.endswith(f"; 40 of 200 {rows} {COUNTED_FOR_BOROUGH}").all()
    assert not council.audited(found)


@pytest.mark.parametrize(
    ("source", "measure", "rows"),
    [
        (INSPECTIONS, HAZARD, inspections({None: (40, 20, 20)})),
        (DEBTS, CASES, cases({None: [500] * 60})),
        (HOMES_SURVEYED, DECENT, answers(200)),
        (SURVEY, LONELY, answers(200)),
    ],
)
def test_an_extract_without_any_neighbourhood_still_gives_the_borough_s_figure(
    council: Council, source: str, measure: str, rows: list[dict[str, object]]
) -> None:
    council.own = source
    council.table(source, rows)
    found = council.observe(measure)
    shown = found[found["value"].notna() & (found["value"] > 0)]
    assert set(shown["area_type"]) == {"borough"}
    assert not council.audited(found)


# --- fifths, target areas and the rest, communities ---


def test_a_respondent_without_a_neighbourhood_is_in_no_fifth_nor_target_area(council: Council) -> None:
    parts = (
        "insert into memberships select lsoacd, lsoa_vintage, area_type, area_code, area_name, vintage, {}, {}, share,"
        " converted_from from memberships where area_type = 'borough' and breakdown = 'all' and lsoacd {}"
    )
    council.connection.execute(parts.format("'deprivation_fifth'", "right(lsoacd, 1)", "like 'L_'"))
    council.connection.execute(parts.format("'target-1'", "'Target'", "= 'L1'"))
    council.connection.execute(parts.format("'target-1'", f"'{REST}'", "in ('L2', 'L3', 'L4')"))
    council.connection.execute("insert into areas values ('target_area', 'target-1', 'Target', '2021')")
    council.own = SURVEY
    council.table(SURVEY, answers(40, mental_health="yes"))
    found = council.observe(LONELY, protected=False)
    assert found.loc[found["breakdown"] == "deprivation_fifth", "base"].tolist() == [40] * 4
    assert found.loc[found["area_type"] == "target_area", "base"].tolist() == [40]
    assert found.loc[found["category"] == REST, "base"].tolist() == [120]
    community = found[found["breakdown"] == "mental_health"]
    assert community["base"].tolist() == [200]  # a community is of the whole borough
    leaves_out = found[mark_figures_leaving_rows_out(found)]
    assert set(leaves_out["area_type"]) == {"borough", "target_area", "ward"}
    assert set(leaves_out.loc[leaves_out["area_type"] == "borough", "category"]) == {*"1234", REST}


def test_wards_modelled_from_figures_that_leave_rows_out_leave_them_out(council: Council) -> None:
    council.own = SURVEY
    council.table(SURVEY, answers(40))
    found = council.observe(LONELY, protected=False)
    modelled = found[found["area_type"] == "ward"].assign(breakdown="modelled", note="modelled from the survey")
    assert mark_figures_leaving_rows_out(pd.concat([found, modelled]))[-len(modelled) :].all()
    whole = pd.concat([found, modelled]).assign(left_out=np.nan, leaves_out="none")
    assert not mark_figures_leaving_rows_out(whole).any()


def test_a_respondent_without_a_neighbourhood_stays_in_stratum_and_sampling_point(council: Council) -> None:
    """Wards are domains of the whole sample: a point that all went without an address still counts as drawn."""
    random = np.random.default_rng(20260301)
    rows = [
        {**row, "stratum": f"S{n % 2}", "cluster": f"P{n % 20}", "weight": 0.5 + (n % 7) / 4,
         "lsoa21cd": None if n % 20 in (4, 5) or n % 23 == 0 else row["lsoa21cd"],
         "lonely": "never" if random.random() < 0.6 + (n % 20) / 60 else "often_or_always"}
        for n, row in enumerate(answers(0, 400))
    ]  # fmt: skip
    council.table(SURVEY, rows)
    measure = DEFINITIONS.measures[LONELY]
    found = surveyed.compute_survey_observations(council.connection, [measure], DEFINITIONS).set_index("area_code")
    frame = pd.DataFrame(rows)
    lonely = (frame["lonely"] == "often_or_always").to_numpy(float)
    for code in ("W1", "W2", "B"):
        inside = frame["lsoa21cd"].isin(INSIDE[code]).to_numpy() if code != "B" else np.ones(len(frame), bool)
        share, error = linearised(frame, lonely, inside)
        row = found.loc[[code]].query("breakdown == 'all'").iloc[0]
        assert row["value"] == round(100 * share, surveyed.SHARE_DIGITS)
        assert row["standard_error"] == pytest.approx(100 * error)


def linearised(rows: pd.DataFrame, yes: np.ndarray, inside: np.ndarray) -> tuple[float, float]:
    """A domain's share and its standard error by Taylor's linearisation, written out from the textbook's formula."""
    weight = rows["weight"].to_numpy() * inside
    share = (weight * yes).sum() / weight.sum()
    residual = rows.assign(z=weight * (yes - share) / weight.sum())
    variance = 0.0
    for _, stratum in residual.groupby("stratum"):
        points = stratum.groupby("cluster")["z"].sum()  # those of whom nobody lies in the domain too, at 0
        variance += len(points) / (len(points) - 1) * ((points - points.mean()) ** 2).sum()
    return share, np.sqrt(variance)


# --- attacks: what is shown, solved for those without a neighbourhood ---


def ends(rows: list[np.ndarray], known: list[float], cost: np.ndarray, order: list[np.ndarray]) -> tuple[int, int]:
    """The least and the most that a sum of whole numbers can be."""
    limits = [LinearConstraint(np.array(rows), known, known)] if rows else []
    limits += [LinearConstraint(np.array(order), 0, np.inf)] if order else []
    whole = np.ones(len(cost))
    found = [
        milp(way * cost, constraints=limits, integrality=whole, bounds=Bounds(0, 500)).fun * way for way in (1, -1)
    ]
    return round(found[0]), round(found[1])


# Inspections, those with a hazard, those of them of which it is known whether it was put right, those put right.
QUANTITIES = {HAZARD: (1, 0), REMEDIED: (3, 2)}  # numerator and denominator of each measure


@pytest.mark.parametrize("nowhere", [(1, 0, 0), (20, 3, 0), (20, 2, 9), (0, 4, 8), (2, 12, 7)], ids=str)
def test_attack_on_shares_of_inspections(council: Council, nowhere: tuple[int, int, int]) -> None:
    council.own = INSPECTIONS
    council.table(INSPECTIONS, inspections({**MANY, None: nowhere}))
    found = council.observe(HAZARD, REMEDIED)
    rows, known = [], []
    for row in found[found["status"] != "suppressed"].to_dict("records"):
        held = np.array([place in INSIDE[row["area_code"]] for place in PLACES], float)
        for part, quantity in zip(("numerator", "denominator"), QUANTITIES[row["measure"]], strict=True):
            rows.append(np.kron(held, np.eye(4)[quantity]))
            known.append(row[part])
        said = row["note"].split(" ")[0]
        if said.isdigit():
            rows.append(np.kron([0, 0, 0, 0, 1], np.eye(4)[QUANTITIES[row["measure"]][1]]))
            known.append(float(said))
    order = [np.kron(np.eye(5)[place], np.eye(4)[n] - np.eye(4)[n + 1]) for place in range(5) for n in range(3)]
    safe, right, wrong = nowhere
    true = {"all": sum(nowhere), "hazard": right + wrong, "safe": safe, "right": right, "wrong": wrong}
    signs = {"all": (1, 0, 0, 0), "hazard": (0, 1, 0, 0), "safe": (1, -1, 0, 0), "right": (0, 0, 0, 1),
             "wrong": (0, 0, 1, -1)}  # fmt: skip
    for name, number in true.items():
        low, high = ends(rows, known, np.kron([0, 0, 0, 0, 1.0], signs[name]), order)
        assert low <= number <= high
        if 0 < number < 5:
            assert high - low >= 5, f"{name}, {number}, is known to lie between {low} and {high}"
    assert not council.audited(found)
    measures = {name: DEFINITIONS.measures[name] for name in (HAZARD, REMEDIED)}
    assert not list(find_small_counts_shown(found, measures, {INSPECTIONS: "2021"}, WIDTHS))


@pytest.mark.parametrize("nowhere", [1, 4, 5])
def test_attack_on_a_rate(council: Council, nowhere: int) -> None:
    council.own = DEBTS
    council.table(DEBTS, cases({**{place: [500] * 20 for place in HOMES}, None: [500] * nowhere}))
    found = council.observe(CASES)
    assert found["note"].str.contains(str(nowhere)).any() == (nowhere >= 5)
    shown = found[found["status"] != "suppressed"]
    rows = [np.array([place in INSIDE[code] for place in PLACES], float) for code in shown["area_code"]]
    low, high = ends(rows, shown["numerator"].tolist(), np.array([0, 0, 0, 0, 1.0]), [])
    assert low <= nowhere <= high
    assert (high - low >= 5) == (nowhere < 5)
    assert not council.audited(found)


@pytest.mark.parametrize("nowhere", [[90_000, *[100] * 6], [40_000, 30_000, *[200] * 10], [9_000]], ids=str)
def test_attack_on_amounts(council: Council, nowhere: list[int]) -> None:
    """One client of no fixed address who owes most of what they all owe: the sum would tell that debt."""
    council.own = DEBTS
    owed = {place: [100 * (n + 1) for n in range(20)] for place in HOMES}
    council.table(DEBTS, cases({**owed, None: nowhere}))
    found = council.observe(AMOUNT_OWED)
    shown = found[found["status"] != "suppressed"]
    rows = [[place in INSIDE[code] for place in PLACES] for code in shown["area_code"]]
    low, high = (
        linprog(way * np.array([0, 0, 0, 0, 1.0]), A_eq=np.array(rows, float), b_eq=shown["numerator"]).x[-1]
        if (way > 0 or np.linalg.matrix_rank(np.array(rows, float)) == 5)
        else np.inf
        for way in (1.0, -1.0)
    )
    assert high - low >= 0.1 * sum(nowhere)
    assert not council.audited(found, AMOUNT_OWED)


def test_the_auditor_finds_an_amount_that_subtraction_tells_exactly(council: Council) -> None:
    """Two clients, their number not said, and pounds that the borough less its wards gives to the penny."""
    council.own = DEBTS
    owed = {place: [100 * (n + 1) for n in range(20)] for place in HOMES}
    council.table(DEBTS, cases({**owed, None: [700, 650]}))
    found = council.observe(AMOUNT_OWED, protected=False)
    found = found.assign(left_out=np.nan, leaves_out="hidden")
    found["denominator"] = np.nan  # as if only the sums were shown
    faults = council.audited(found, AMOUNT_OWED)
    assert any("can be worked out to within 1,350.0 and 1,350.0" in fault for fault in faults)
    council.table(DEBTS, cases({**owed, None: [100] * 30}))
    assert not council.audited(council.observe(AMOUNT_OWED, protected=False), AMOUNT_OWED)


@pytest.mark.parametrize(
    ("source", "measure", "nowhere"),
    [(SURVEY, LONELY, 1), (SURVEY, LONELY, 29), (HOMES_SURVEYED, DECENT, 12), (HOMES_SURVEYED, DECENT, 30)],
)
def test_attack_on_a_survey_s_answers(council: Council, source: str, measure: str, nowhere: int) -> None:
    council.own = source
    council.table(source, answers(nowhere, 260))
    found = council.observe(measure)
    shown = found[found["status"] != "suppressed"]
    bases = shown["base"]
    assert [note.startswith(f"{base:,.0f} ") for note, base in zip(shown["note"], bases, strict=True)]
    rows = [np.array([place in INSIDE[code] for place in PLACES], float) for code in shown["area_code"]]
    low, high = ends(rows, bases.tolist(), np.array([0, 0, 0, 0, 1.0]), [])
    assert low <= nowhere <= high
    assert (high - low >= 30) == (nowhere < 30)
    assert found["note"].str.contains(f"; {nowhere} of 260 ").any() == (nowhere >= 30)
    assert not council.audited(found)
    plain = council.observe(measure, protected=False)
    assert bool(council.audited(plain)) == (nowhere < 30)


def test_a_note_of_counts_is_not_taken_for_a_survey_s_answers(council: Council) -> None:
    """Twelve inspections without a neighbourhood are no twelve people who answered: the least of each is another."""
    council.own = INSPECTIONS
    council.table(INSPECTIONS, inspections({**MANY, None: (12, 20, 10)}))
    found = council.observe(HAZARD)
    alone = found.assign(left_out=12.0)
    measures = {HAZARD: DEFINITIONS.measures[HAZARD]}
    assert not list(find_small_counts_shown(alone, measures, {INSPECTIONS: "2021"}, WIDTHS))
    assert list(find_small_counts_shown(found.assign(left_out=3.0), measures, {INSPECTIONS: "2021"}, WIDTHS))


# --- what is asked of a file with many of them ---


@pytest.mark.parametrize(
    ("source", "few", "many"), [(DEBTS, 9, 11), (INSPECTIONS, 1, 3), (HOMES_SURVEYED, 1, 3), (SURVEY, 9, 11)]
)
def test_many_rows_without_a_neighbourhood_are_questioned(source: str, few: int, many: int) -> None:
    model = importlib.import_module(f"fairer_stockton.schemas.staged.{source}").Staged

    def asked(blank: int) -> list[str]:
        codes = [None if n < blank else "E01012187" for n in range(100)]
        rows = empty_table(source).reindex(range(100)).assign(lsoa21cd=codes, source_row=range(2, 102))
        return [
            one.found
            for one in ask_about_single_columns(rows, model, {"lsoa21cd": "lsoa21cd"})
            if one.column == "lsoa21cd"
        ]

    assert asked(few) == []
    assert asked(many) == [f"nothing, or nothing valid, in {many} of 100 rows"]
