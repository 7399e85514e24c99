"""Surveys: no few respondents on any side of any line, in any measure of a wave, by whatever subtraction."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from fairer_stockton.disclosure.answer_cells import link_cells_of_survey
from fairer_stockton.disclosure.answer_tables import (
    count_answers_of_groups,
    count_answers_of_places,
    find_linked_populations,
    make_table_of_areas,
    make_table_of_groups,
)
from fairer_stockton.disclosure.atoms import UNKNOWN_GROUP
from fairer_stockton.disclosure.counts import MEMBERSHIP, NESTED
from fairer_stockton.disclosure.tasks import ProtectionTask, choose_figures_to_hide
from fairer_stockton.geography.areas import UNPLACED
from fairer_stockton.run.vocabulary import Zeros
from tests.unit.disclosure.frames import NO_NESTED_GROUPS, RULES, TYPES, figures, together

SURVEY_RULES = replace(RULES, fewest_answers=5, zeros=Zeros.HIDDEN)
YEAR = "2025"


def answers(yes: int, no: int, silent: int = 0) -> list[float]:
    return [1.0] * yes + [0.0] * no + [np.nan] * silent


def people(**by_place: dict[str, list[float]]) -> pd.DataFrame:
    """Respondents of places, a row each, with their answers to each measure."""
    return together(*(pd.DataFrame({"period": YEAR, "lsoa21cd": place, **own}) for place, own in by_place.items()))


def areas_of(**places_by_area: str) -> pd.DataFrame:
    rows = [
        (TYPES[area[0]], area, "2024", "all", "all", place, "2021", 1.0)
        for area, places in places_by_area.items()
        for place in places.split()
    ]
    return pd.DataFrame(rows, columns=MEMBERSHIP)


def hide(
    rows: pd.DataFrame, respondents: pd.DataFrame, membership: pd.DataFrame, splits: str = "", nested=NO_NESTED_GROUPS
) -> "pd.Series[bool]":
    """Which rows the protection of all measures together hides."""
    names = [name for name in respondents if name not in ("period", "lsoa21cd", *splits.split())]
    tables = [make_table_of_areas(rows, names, count_answers_of_places(respondents, names, membership), membership)]
    for name in splits.split():
        groups = respondents[name].fillna(UNKNOWN_GROUP)
        every = rows.loc[rows["breakdown"] == name, "category"].unique()
        by_group = count_answers_of_groups(respondents, names, groups, "category", every=every)
        tables.append(make_table_of_groups(rows, names, by_group, name, nested))
    populations = find_linked_populations(respondents[names].to_numpy(float), 60)

    def link(hidden: "pd.Series[bool]") -> Iterator[Any]:
        return link_cells_of_survey(tables, populations, SURVEY_RULES, hidden)

    state = pd.DataFrame({"primary": False, "hidden": False, "known": False, "weight": 1.0}, index=rows.index)
    answer = choose_figures_to_hide(ProtectionTask((), SURVEY_RULES, (link,)), state)
    assert not answer["already_published"]
    return rows.index.isin(answer["hidden"])


def areas_hidden(rows: pd.DataFrame, hidden: Any, measure: str = "damp") -> list[str]:
    chosen = rows[hidden & (rows["measure"] == measure)]
    return [
        code if group == "all" else group for code, group in zip(chosen["area_code"], chosen["category"], strict=True)
    ]


TOWN = areas_of(W="L1", W2="L2", W3="L3", B="L1 L2 L3")


@pytest.mark.parametrize(("few", "is_hidden"), [(0, True), (1, True), (4, True), (5, False)])
@pytest.mark.parametrize("turned", [False, True])
def test_few_on_either_side_are_hidden_whatever_the_base(few: int, turned: bool, is_hidden: bool) -> None:
    few_and_many = answers(few, 200) if not turned else answers(200, few)
    respondents = people(L1={"damp": few_and_many}, L2={"damp": answers(90, 90)}, L3={"damp": answers(90, 90)})
    rows = figures("W W2 W3 B")
    found = areas_hidden(rows, hide(rows, respondents, TOWN))
    assert ("W" in found) == is_hidden
    assert len(found) == (2 if is_hidden else 0)  # with one other, else the borough less the others would tell


def test_a_base_that_another_measure_would_tell_is_hidden_in_both() -> None:
    # All 32 of W answered one question, and 29 of them the other: 32 and the few who were silent tell of the 29.
    respondents = people(
        L1={"damp": answers(16, 13, 3), "cold": answers(16, 16)},
        L2={"damp": answers(40, 40), "cold": answers(40, 40)},
        L3={"damp": answers(40, 40), "cold": answers(40, 40)},
    )
    rows = together(figures("W W2 W3 B"), figures("W W2 W3 B", "cold"))
    hidden = hide(rows, respondents, TOWN)
    assert areas_hidden(rows, hidden, "damp") == areas_hidden(rows, hidden, "cold")
    assert "W" in areas_hidden(rows, hidden, "cold")


def test_the_base_of_one_is_the_yes_of_another() -> None:
    answered = np.array([[1, 1, 1]] * 250 + [[1, 1, 0]] * 10 + [[1, np.nan, 0]] * 40 + [[0, np.nan, 1]] * 300, float)
    work, contract, mood = 0, 1, 2
    populations = find_linked_populations(answered, 60)
    assert [population.bases for population in populations] == [(work, mood), (contract,)]
    assert [population.sides for population in populations] == [(), ((work, "yes"),)]
    apart = find_linked_populations(answered, 40)
    assert [population.sides for population in apart] == [(), ()]
    assert apart[1].inside == ((work, "yes"),)  # all who were asked are in work, and others are too


@pytest.mark.parametrize(("answered", "is_secret"), [(31, False), (29, True)])
def test_what_areas_that_cut_each_other_tell_is_secret_where_few_answered(answered: int, is_secret: bool) -> None:
    """In L1, the borough less a ward, 28 said that they work; of those asked more 30 may be known."""
    more = {"work": answers(28, 32), "contract": answers(14, answered - 14, 60 - answered)}
    many = {"work": answers(150, 50), "contract": answers(75, 75, 50)}
    rows = together(*(figures("W W2 B", name) for name in ("work", "contract")))
    areas = areas_of(W="L1 L2", W2="L2 L3", B="L1 L2 L3")
    hidden = hide(rows, people(L1=more, L2=many, L3=many), areas)
    assert bool(areas_hidden(rows, hidden, "contract")) == is_secret


def test_the_few_who_said_no_are_not_told_by_who_is_asked_more() -> None:
    """Of the 60 of W 57 are in work, and 57 are asked of their contract: 60 less 57 would be who is not in work."""

    def own(yes: int, no: int) -> dict[str, list[float]]:
        half = (yes + no) // 2
        asked_more = answers(yes // 2, yes - yes // 2, no)
        return {"damp": answers(half, yes + no - half), "work": answers(yes, no), "contract": asked_more}

    respondents = people(L1=own(57, 3), L2=own(150, 50), L3=own(150, 50))
    rows = together(*(figures("W W2 W3 B", name) for name in ("damp", "work", "contract")))
    hidden = hide(rows, respondents, TOWN)
    assert "W" in areas_hidden(rows, hidden, "work")
    assert "W" in areas_hidden(rows, hidden, "contract")
    assert areas_hidden(rows, hidden, "damp") == []


def test_a_characteristic_without_a_small_group_is_safe_and_those_who_did_not_say_give_room() -> None:
    rows = together(figures("B"), figures("B", breakdown="sex", categories="women men"))

    def hidden(women: int, unsaid: int) -> list[str]:
        sex = [*["women"] * women, *["men"] * 80, *[None] * unsaid]
        whole = {"damp": [float(number % 2) for number in range(len(sex))], "sex": sex}
        return areas_hidden(rows, hide(rows, people(L1=whole), areas_of(B="L1"), "sex"))

    assert hidden(40, 3) == []
    assert hidden(25, 0) == ["women", "men"]
    assert hidden(25, 4) == ["women", "men"]  # 0 to 29 women
    assert hidden(25, 40) == ["women"]


def test_a_group_that_makes_up_another_characteristics_group_is_linked() -> None:
    sizes = {"white": 200, "asian": 60, "black": 20}
    ethnic = [group for group, size in sizes.items() for _ in range(size)]
    rows = together(
        figures("B"),
        figures("B", breakdown="ethnic_group", categories="white asian black"),
        figures("B", breakdown="minority", categories="yes no"),
    )
    owner = [("white", "no"), ("asian", "yes"), ("black", "yes")]
    nested = pd.DataFrame([("ethnic_group", part, "minority", whole) for part, whole in owner], columns=NESTED)
    whole = {
        "damp": [float(number % 2) for number in range(280)],
        "ethnic_group": ethnic,
        "minority": ["no" if group == "white" else "yes" for group in ethnic],
    }
    found = hide(rows, people(L1=whole), areas_of(B="L1"), "ethnic_group minority", nested)
    # Black people are the minority less the Asian, and all but the white and the Asian: so one more of each is hidden.
    assert "black" in areas_hidden(rows, found)
    assert set(areas_hidden(rows, found)) & {"asian", "yes"}


def test_pooled_waves_and_single_ones_are_linked() -> None:
    now = people(L1={"damp": answers(20, 20)}, L3={"damp": answers(40, 40)})
    then = people(L1={"damp": answers(6, 6)}, L3={"damp": answers(35, 35)}).assign(period="2019")
    rows = together(figures("W W3 B"), figures("W W3 B").assign(period="2019 and 2025"))
    found = hide(rows, together(then, now), areas_of(W="L1", W3="L3", B="L1 L3"))
    # The pool less the later wave is the earlier: of 12 in W.
    assert len(rows[found]) >= 2


def test_a_group_of_nobody_is_hidden_with_another_and_nobody_without_a_neighbourhood_needs_no_guard() -> None:
    rows = together(figures("B"), figures("B", breakdown="sex", categories="women men other"))
    whole = {"damp": answers(60, 60), "sex": ["women", "men"] * 60}
    found = areas_hidden(rows, hide(rows, people(L1=whole), areas_of(B="L1"), "sex"))
    assert "other" in found
    assert len(found) == 2
    placed = areas_of(W="L1", W3="L3", B=f"L1 L3 {UNPLACED}")
    nowhere = placed[placed["place"] == UNPLACED].assign(breakdown=UNPLACED, category=UNPLACED)
    rows = together(figures("W W3 B"), figures("B", breakdown=UNPLACED, categories=UNPLACED))
    respondents = people(L1={"damp": answers(60, 60)}, L3={"damp": answers(60, 60)})
    assert not hide(rows, respondents, together(placed, nowhere)).any()


# ---- an attack that shares nothing with the protection: unknown respondents of each place, and their answers ----


def ranges(
    respondents: pd.DataFrame, membership: pd.DataFrame, rows: pd.DataFrame, hidden: Any, parts: dict[str, str]
) -> Iterator[tuple[str, str, str, float, float]]:
    """Yield the least and the most that each hidden number of fewer than the rule can be, for all that is shown.

    `parts` says which measure's base is nobody but those who said yes to another.
    """
    names = [name for name in respondents if name not in ("period", "lsoa21cd")]
    places = sorted(membership["place"].unique())
    size = len(places)
    blocks = {
        ("all", ""): 0,
        **{(name, side): 1 + 2 * n + s for n, name in enumerate(names) for s, side in enumerate("yn")},
    }
    truth = np.zeros(len(blocks) * size)
    for (name, side), block in blocks.items():
        chosen = respondents if name == "all" else respondents[respondents[name] == (1.0 if side == "y" else 0.0)]
        truth[block * size : (block + 1) * size] = chosen["lsoa21cd"].value_counts().reindex(places, fill_value=0)

    def total(inside: Any, *terms: tuple[str, str, float]) -> Any:
        row = np.zeros(len(truth))
        for name, side, sign in terms:
            row[blocks[name, side] * size : (blocks[name, side] + 1) * size] += sign * inside
        return row

    area = {key: np.isin(places, list(of["place"])).astype(float) for key, of in membership.groupby("area_code")}
    equal = [total(np.ones(size), ("all", "", 1.0))]
    for code, name in rows.loc[~hidden, ["area_code", "measure"]].itertuples(index=False):
        equal += [total(area[code], (name, side, 1.0)) for side in "yn"]
    below = []
    for place in np.eye(size):
        below += [total(place, (name, "y", 1.0), (name, "n", 1.0), ("all", "", -1.0)) for name in names]
        below += [total(place, (part, "y", 1.0), (part, "n", 1.0), (whole, "y", -1.0)) for part, whole in parts.items()]
    for code, name in rows.loc[hidden, ["area_code", "measure"]].itertuples(index=False):
        for side, fewest in (("yn", 30), ("y", 5), ("n", 5)):
            asked = total(area[code], *((name, letter, 1.0) for letter in side))
            if asked @ truth < fewest:
                ends = [
                    linprog(
                        sign * asked, np.array(below), np.zeros(len(below)), np.array(equal), np.array(equal) @ truth
                    )
                    for sign in (1, -1)
                ]
                assert all(end.status in (0, 3) for end in ends)
                low, high = ends[0].fun, np.inf if ends[1].status == 3 else -ends[1].fun
                yield name, code, side, low, high


def two_maps() -> pd.DataFrame:
    """Twelve places in four wards of one map and four of another, and the borough."""
    places = [f"L{number:02}" for number in range(12)]
    wards = {f"W{ward}": places[3 * ward : 3 * ward + 3] for ward in range(4)}
    others = {f"W{4 + ward}": [*places[3 * ward + 1 : 3 * ward + 3], places[(3 * ward + 3) % 12]] for ward in range(4)}
    return areas_of(**{code: " ".join(inside) for code, inside in {**wards, **others, "B": places}.items()})


def linked_survey(seed: int, membership: pd.DataFrame) -> pd.DataFrame:
    """Respondents, 25 to 50 a ward: nearly all say whether they work and how they are; workers, of their contract."""
    draws = np.random.default_rng(seed)
    places = sorted(membership["place"].unique())
    home = np.repeat(places, draws.integers(4, 22, len(places)))
    work = np.where(draws.random(len(home)) < 0.03, np.nan, draws.random(len(home)) < 0.7)
    mood = np.where(draws.random(len(home)) < 0.03, np.nan, draws.random(len(home)) < 0.12)
    contract = np.where((work == 1) & (draws.random(len(home)) > 0.02), draws.random(len(home)) < 0.6, np.nan)
    return pd.DataFrame({"period": YEAR, "lsoa21cd": home, "work": work, "mood": mood, "contract": contract})


PARTS = {"contract": "work"}
NEEDED = {"yn": 30, "y": 5, "n": 5}


def leaks(
    respondents: pd.DataFrame, membership: pd.DataFrame, rows: pd.DataFrame, hidden: Any
) -> list[tuple[str, ...]]:
    found = ranges(respondents, membership, rows, hidden, PARTS)
    return [(name, code, side) for name, code, side, low, high in found if high - low < NEEDED[side] - 1e-6]


def all_figures() -> pd.DataFrame:
    return together(*(figures("W0 W1 W2 W3 W4 W5 W6 W7 B", name) for name in ("work", "mood", "contract")))


@pytest.mark.parametrize("seed", range(4))
def test_linear_programs_over_linked_bases_find_no_base_within_30_and_no_side_within_5(seed: int) -> None:
    membership, rows = two_maps(), all_figures()
    respondents = linked_survey(seed, membership)
    hidden = hide(rows, respondents, membership)
    assert 0 < hidden.sum() < len(rows)
    assert not leaks(respondents, membership, rows, hidden)


def test_the_attack_finds_what_is_hidden_for_itself_alone() -> None:
    membership, rows = two_maps(), all_figures()
    respondents = linked_survey(0, membership)
    inside = membership.merge(respondents.rename(columns={"lsoa21cd": "place"}), on="place")
    by_area = inside.groupby("area_code")[["work", "mood", "contract"]]
    base, yes = by_area.count().stack(), by_area.sum().stack()
    small = (base < 30) | (yes < 5) | (base - yes < 5)
    alone = small.reindex(pd.MultiIndex.from_frame(rows[["area_code", "measure"]])).to_numpy(bool)
    assert leaks(respondents, membership, rows, alone)
