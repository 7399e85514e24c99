"""Rows without a neighbourhood: the borough counts them, smaller areas do not, and nobody can tell a few of them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from fairer_stockton.auditor.audit import bound_and_judge_puzzle
from fairer_stockton.auditor.counts import count_unplaced_by_period
from fairer_stockton.auditor.files import find_small_counts_shown
from fairer_stockton.auditor.knowledge import list_puzzle_makers
from fairer_stockton.disclosure.inputs import ProtectionInputs
from fairer_stockton.disclosure.protection import protect_observations
from fairer_stockton.disclosure.versions import make_rows_of_counts_without_neighbourhood as _told_then
from fairer_stockton.measure.observations import complete_observations, compute_observations
from fairer_stockton.observe.notes import COUNTED_FOR_BOROUGH
from fairer_stockton.observe.unplaced import mark_figures_leaving_rows_out
from fairer_stockton.places.standings import compare_areas_with_borough
from fairer_stockton.schemas.results.observations import OBSERVATION_KEY
from tests.conftest import DEFINITIONS, definitions_with
from tests.databases import open_empty_database
from tests.unit.council import HOMES, WIDTHS, Council, of

CONTACTS, YEAR = "customer_contacts", "2024/25"
SATISFIED, RATE, WAIT, DIGITAL = "customers_satisfied", "contacts_per_1000", "minutes_waiting", "digital_contacts"
Counts = Mapping[
    str | None, tuple[int, int]
]  # satisfied and not, by neighbourhood; None is that of those who have none
MANY: Counts = {"L1": (40, 20), "L2": (30, 30), "L3": (50, 10), "L4": (20, 30), None: (25, 15)}


def contacts(counts: Counts, period: str = YEAR) -> list[dict[str, object]]:
    return [
        {
            "lsoa21cd": place,
            "period": period,
            "satisfied": answer,
            "channel": "phone",
            "waiting_minutes": 2 + number,
        }
        for place, pair in counts.items()
        for answer, many in zip(("yes", "no"), pair, strict=True)
        for number in range(many)
    ]


@pytest.fixture
def council() -> Iterator[Council]:
    with open_empty_database() as connection:
        yield Council(connection)


def test_the_borough_counts_them_and_its_wards_say_that_they_do_not(council: Council) -> None:
    council.table(CONTACTS, contacts(MANY))
    found = council.observe(SATISFIED, RATE, WAIT)
    assert tuple(of(found, SATISFIED, "B")[["numerator", "denominator"]]) == (165, 270)
    assert tuple(of(found, SATISFIED, "W1")[["numerator", "denominator"]]) == (70, 120)
    assert of(found, RATE, "B")["value"] == pytest.approx(1000 * 270 / 4000)
    assert of(found, RATE, "W2")["value"] == pytest.approx(1000 * 110 / 2000)
    every = [2 + number for pair in MANY.values() for many in pair for number in range(many)]
    assert of(found, WAIT, "B")["value"] == pytest.approx(np.mean(every))
    assert set(found["note"]) == {f"40 of 270 rows {COUNTED_FOR_BOROUGH}"}
    assert (set(found["left_out"]), set(found["leaves_out"])) == ({40.0}, {"counted"})
    assert set(found["breakdown"]) == {"all"}  # those without a neighbourhood have no row of their own
    assert mark_figures_leaving_rows_out(found).equals(found["area_type"] != "borough")


def test_nothing_is_said_where_every_row_has_its_neighbourhood(council: Council) -> None:
    council.table(CONTACTS, contacts({place: pair for place, pair in MANY.items() if place}))
    found = council.observe(SATISFIED, RATE)
    assert set(found["note"]) == {""}
    assert of(found, SATISFIED, "B")["denominator"] == 230


def test_the_publisher_s_own_totals_are_not_counted_twice(council: Council) -> None:
    rows = [{"lsoa21cd": place, "period": "2022", "households": 100, "fuel_poor": 10} for place in HOMES]
    council.table("fuel_poverty", [*rows, {"areacd": "B", "period": "2022", "households": 400, "fuel_poor": 40}])
    found = compute_observations(
        council.connection, definitions_with({"fuel_poverty": DEFINITIONS.measures["fuel_poverty"]}), {}
    )
    assert of(found, "fuel_poverty", "B")["denominator"] == 400


def test_no_trend_is_drawn_from_areas_that_leave_rows_out(council: Council) -> None:
    years = {f"20{year}/{year + 1}": year for year in range(19, 24)}
    more = {year: {place: (40 + 8 * (n - 19), 20) for place in [*HOMES, None]} for year, n in years.items()}
    council.table(CONTACTS, [row for year, counts in more.items() for row in contacts(counts, year)])
    found = council.observe(SATISFIED, protected=False)
    last = found[found["period"] == max(years)].set_index("area_code")["trend"]
    assert last["B"] == "improving"
    assert set(last.drop("B")) == {"not_calculated"}
    council.table(CONTACTS, [
        row for year, counts in more.items() for row in contacts({p: c for p, c in counts.items() if p}, year)
    ])  # fmt: skip
    found = council.observe(SATISFIED, protected=False)
    assert "not_calculated" not in set(found.loc[found["period"] == max(years), "trend"])


@pytest.mark.parametrize(("sample", "counted"), [(True, True), (False, False)])
def test_what_is_hidden_of_invented_extracts_is_counted_where_they_are_published(
    council: Council, sample: bool, counted: bool
) -> None:
    council.table(CONTACTS, contacts(MANY))
    measures = {SATISFIED: DEFINITIONS.measures[SATISFIED]}
    for invented in (False, True):
        inputs = ProtectionInputs(council.connection, definitions_with(measures, {CONTACTS}), sample=sample)
        protected = protect_observations(
            compute_observations(council.connection, definitions_with(measures, {CONTACTS}), {CONTACTS: invented}),
            inputs,
        )
        assert protected.suppression["figures"].any() == (counted or not invented)


def test_a_rate_of_some_rows_is_not_held_against_a_rate_of_all(council: Council) -> None:
    """Nearly every ward would lie below the borough for no reason but the rows that it leaves out."""
    council.table(CONTACTS, contacts({**MANY, None: (90, 90)}))
    found = compare_areas_with_borough(council.observe(RATE, SATISFIED, protected=False), DEFINITIONS.measures, "2024")
    ward = found[found["area_code"] == "W2"].set_index("measure")
    assert ward["rank"].to_dict() == {RATE: 2, SATISFIED: 1}
    assert ward.loc[RATE, "against_borough"] == "not_compared"
    assert np.isnan(ward.loc[RATE, "distance"])
    assert ward.loc[SATISFIED, "against_borough"] != "not_compared"


@dataclass
class Attack:
    """Everything that is shown, over whole numbers: satisfied and not, in each neighbourhood and in none."""

    found: pd.DataFrame

    def ends(self, sign: Callable[[int], tuple[float, float]]) -> tuple[int, int]:
        """The least and the most that a sum over those without a neighbourhood can be."""
        places = [*HOMES, None]
        inside = {"B": places, "W1": ["L1", "L2"], "W2": ["L3", "L4"], **{place: [place] for place in HOMES}}
        rows, known = [], []
        for row in self.found[self.found["status"] != "suppressed"].to_dict("records"):
            held = np.array([place in inside[row["area_code"]] for place in places], float)
            rows += [np.kron(held, [1, 0]), np.kron(held, [1, 1])]
            known += [row["numerator"], row["denominator"]]
        said = {note.split(" ")[0] for note in self.found["note"] if note.endswith(COUNTED_FOR_BOROUGH)}
        assert {float(number) for number in said} == set(self.found["left_out"].dropna())  # no column says more
        for number in said:
            rows.append(np.kron([0, 0, 0, 0, 1], [1, 1]))
            known.append(float(number))
        cost = np.zeros(10)
        cost[8:] = sign(0)
        limits = LinearConstraint(np.array(rows), known, known) if rows else ()
        ends = [
            milp(way * cost, constraints=limits, integrality=np.ones(10), bounds=Bounds(0, 500)).fun * way
            for way in (1, -1)
        ]
        return round(ends[0]), round(ends[1])


SUMS = {"satisfied": (1.0, 0.0), "the rest": (0.0, 1.0), "all": (1.0, 1.0)}


@pytest.mark.parametrize(
    "nowhere", [(1, 0), (2, 1), (4, 0), (3, 20), (20, 2), (4, 4), (1, 60), (7, 1), (5, 0), (3, 3)], ids=str
)
def test_a_few_of_them_cannot_be_told_by_subtraction(council: Council, nowhere: tuple[int, int]) -> None:
    council.table(CONTACTS, contacts({**MANY, None: nowhere}))
    found = council.observe(SATISFIED)
    true = dict(zip(SUMS, (*nowhere, sum(nowhere)), strict=True))
    for name, parts in SUMS.items():
        low, high = Attack(found).ends(lambda _, parts=parts: parts)
        assert low <= true[name] <= high
        if 0 < true[name] < 5:
            assert high - low >= 5, (
                f"{name} of those without a neighbourhood can be worked out to within {low} and {high}"
            )
    assert not council.audited(found)
    assert (found["status"] == "suppressed").any() == any(0 < number < 5 for number in true.values())


def test_what_is_hidden_already_hides_them_too(council: Council) -> None:
    council.table(CONTACTS, contacts({**MANY, "L1": (3, 57)}))
    found = council.observe(SATISFIED, RATE)
    assert of(found, SATISFIED, "L1")["status"] == "suppressed"
    assert not council.audited(found)


def planted(council: Council, nowhere: tuple[int, int]) -> pd.DataFrame:
    """Figures of which nothing is hidden, as the auditor would meet them."""
    council.table(CONTACTS, contacts({**MANY, None: nowhere}))
    return council.observe(SATISFIED, protected=False)


def test_the_auditor_finds_a_few_of_them_that_the_borough_less_its_wards_tells(council: Council) -> None:
    found = planted(council, (2, 30))
    assert set(found["note"]) == {f"32 of 262 rows {COUNTED_FOR_BOROUGH}"}
    faults = council.audited(found)
    assert any("can be worked out to within 2.0 and 2.0" in fault for fault in faults)
    assert not council.audited(planted(council, (12, 30)))
    rest = council.audited(planted(council, (30, 2)))
    assert any("the rest can be worked out to within 2.0 and 2.0" in fault for fault in rest)


def test_the_auditor_finds_a_few_of_them_in_a_note(council: Council) -> None:
    found = planted(council, (1, 2))
    measures = {SATISFIED: DEFINITIONS.measures[SATISFIED]}
    assert any("too small" in fault for fault in find_small_counts_shown(found, measures, {CONTACTS: "2021"}, WIDTHS))
    hidden = found.assign(left_out=np.nan, leaves_out="hidden")
    assert not list(find_small_counts_shown(hidden, measures, {CONTACTS: "2021"}, WIDTHS))
    assert any("can be worked out to within 3.0 and 3.0" in fault for fault in council.audited(hidden))


def test_the_auditor_takes_silence_for_nobody(council: Council) -> None:
    """Without a note, borough less one ward is the other: a hidden ward is told."""
    found = planted(council, (0, 0))
    assert set(found["note"]) == {""}
    hidden = found["area_code"].isin(["W1", "L1", "L2"])
    numbers = ["numerator", "denominator", "value", "lower_95", "upper_95"]
    found.loc[hidden, [*numbers, "status"]] = [*[np.nan] * 5, "suppressed"]
    few = council.audited(found)
    assert not few  # 70 of 120: told, and too many to matter
    council.table(CONTACTS, contacts({**MANY, "L1": (2, 40), "L2": (1, 40), None: (0, 0)}))
    found = council.observe(SATISFIED, protected=False)
    found.loc[hidden, [*numbers, "status"]] = [*[np.nan] * 5, "suppressed"]
    assert any("ward W1" in fault and "3.0 and 3.0" in fault for fault in council.audited(found))


def test_a_measure_with_none_of_them_beside_one_with_some(council: Council) -> None:
    """All contacts without a neighbourhood went unasked: satisfaction has none of them, and says nothing."""
    rows = contacts(MANY)
    council.table(CONTACTS, [{**row, "satisfied": row["satisfied"] if row["lsoa21cd"] else None} for row in rows])
    found = council.observe(SATISFIED, DIGITAL, RATE)
    assert set(found.loc[found["measure"] == SATISFIED, "note"]) == {""}
    assert of(found, RATE, "B")["note"] == f"40 of 270 rows {COUNTED_FOR_BOROUGH}"
    assert not council.audited(found)


def test_what_an_earlier_edition_said_of_them_stays_known(council: Council) -> None:
    """The protection shows the number again; the auditor takes it though it is hidden now."""
    found = planted(council, (12, 30))
    told = _told_then(found).iloc[0]
    assert (told["breakdown"], told["denominator"], told["value"]) == ("unplaced", 42, 42)
    assert len(_told_then(found)) == 1  # the borough's figure alone
    rate = _told_then(council.observe(RATE, protected=False)).iloc[0]
    assert rate["numerator"] == 42
    hidden = found.assign(left_out=np.nan, leaves_out="hidden")
    assert _told_then(hidden).empty
    assert count_unplaced_by_period(hidden).isna().all()
    assert count_unplaced_by_period(found).to_dict() == {YEAR: 42.0}
    assert count_unplaced_by_period(found.assign(left_out=np.nan, leaves_out="none")).to_dict() == {YEAR: 0.0}


def respondents(nowhere: int, every: int = 200) -> list[dict[str, object]]:
    homes = [*HOMES]
    return [
        {"lsoa21cd": None if n < nowhere else homes[n % 4], "period": "2025", "weight": 1.0, "stratum": "S",
         "respondent": f"P{n}", "permanent_contract": "yes" if n % 2 else "no"}
        for n in range(every)
    ]  # fmt: skip


@pytest.mark.parametrize("nowhere", [4, 20, 60])
def test_respondents_without_a_neighbourhood_answer_for_the_borough(council: Council, nowhere: int) -> None:
    council.table("residents_survey", respondents(nowhere))
    measures = {"permanent_contract": DEFINITIONS.measures["permanent_contract"]}
    definitions = definitions_with(measures, {"residents_survey"})
    inputs = ProtectionInputs(council.connection, definitions)
    observed = compute_observations(council.connection, definitions, {})
    found = complete_observations(
        council.connection, protect_observations(observed, inputs).observations, definitions, {}
    )
    borough = of(found, "permanent_contract", "B")
    said = f"60 of 200 respondents {COUNTED_FOR_BOROUGH}" if nowhere >= 30 else "any respondents without"
    assert borough["base"] == 200
    assert borough["note"].startswith("200 residents answered")
    assert f"; {said}" in borough["note"]
    set_out = list_puzzle_makers(found, council.published_memberships(), measures, {"residents_survey": "2021"}, WIDTHS)
    assert not [fault for one in set_out for fault in bound_and_judge_puzzle(one)["faults"]]
    shown = complete_observations(council.connection, observed, definitions, {})
    assert of(shown, "permanent_contract", "B")["value"] == 50
    assert of(shown, "permanent_contract", "W1")["base"] == sum(
        row["lsoa21cd"] in ("L1", "L2") for row in respondents(nowhere)
    )
    set_out = list_puzzle_makers(shown, council.published_memberships(), measures, {"residents_survey": "2021"}, WIDTHS)
    faults = [fault for one in set_out for fault in bound_and_judge_puzzle(one)["faults"]]
    assert bool(faults) == (nowhere < 30)


def test_rows_in_another_order_are_rounded_alike(council: Council) -> None:
    """The sums come in the order in which a database's threads end: the bytes of an edition must not."""
    council.table(CONTACTS, contacts(dict.fromkeys([*HOMES, None], (12, 11))))  # many roundings are as good
    measures = {name: DEFINITIONS.measures[name] for name in (SATISFIED, DIGITAL, RATE)}
    own = replace(DEFINITIONS.rules, method="rounding", why="for this test")
    definitions = definitions_with(measures, {CONTACTS}, rules=replace(DEFINITIONS.rules, sources={CONTACTS: own}))
    observed = compute_observations(council.connection, definitions, {})
    rounded = [
        protect_observations(
            observed.sample(frac=1, random_state=seed).reset_index(drop=True),
            ProtectionInputs(council.connection, definitions),
        ).observations.sort_values([*OBSERVATION_KEY], ignore_index=True)
        for seed in range(4)
    ]
    assert all(rows.equals(rounded[0]) for rows in rounded)


def test_rounded_counts_round_them_as_well(council: Council) -> None:
    council.table(CONTACTS, contacts({**MANY, None: (8, 9)}))
    measures = {SATISFIED: DEFINITIONS.measures[SATISFIED]}
    own = replace(DEFINITIONS.rules, method="rounding", why="for this test")
    rules = replace(DEFINITIONS.rules, sources={CONTACTS: own})
    definitions = definitions_with(measures, {CONTACTS}, rules=rules)
    inputs = ProtectionInputs(council.connection, definitions)
    protected = protect_observations(compute_observations(council.connection, definitions, {}), inputs)
    found = complete_observations(council.connection, protected.observations, definitions, {})
    assert of(found, SATISFIED, "B")["denominator"] % 5 == 0
    assert of(found, SATISFIED, "B")["note"].endswith(COUNTED_FOR_BOROUGH)
    number = int(of(found, SATISFIED, "B")["note"].split("; ")[1].split(" ")[0])
    assert number in (15, 20)
    assert not council.audited(found)
