"""What the auditor makes of a survey's wave, of absent rows, and of versions that were published before."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from fairer_stockton.auditor import knowledge
from fairer_stockton.auditor.audit import bound_and_judge_puzzle
from fairer_stockton.auditor.conditions import is_part_of, split_condition
from fairer_stockton.auditor.files import find_surveys_shown_too_finely
from fairer_stockton.auditor.knowledge import list_puzzle_makers
from fairer_stockton.auditor.presence import find_absent_rows
from fairer_stockton.auditor.quantities import Quantities, RequiredRangeWidths
from fairer_stockton.auditor.tables import DoNotFitError
from fairer_stockton.auditor.versions import Version, find_rows_not_as_first_published, gather_known_figures
from fairer_stockton.definitions.measures import CountedAnswer, Measure, SurveyMeasure
from tests.conftest import DEFINITIONS
from tests.unit.disclosure.frames import DAMP

WIDTHS = RequiredRangeWidths(5, 30)
LONELY = DEFINITIONS.measures["loneliness"]
assert isinstance(LONELY, SurveyMeasure)
ASKED = replace(LONELY, name="asked", answer=CountedAnswer("residents_survey", "asked = 'yes'", "asked is not null"))
# Questions to those who said yes; and the same one, of those alone whose answer to another is known.
OF_YES = replace(
    ASKED, name="more", answer=CountedAnswer("residents_survey", "how = 'much'", "asked is not null and asked = 'yes'")
)
OF_FEWER = replace(
    ASKED, name="fewer", answer=CountedAnswer("residents_survey", "asked = 'yes'", "asked in ('yes', 'no')")
)
HELD = {"W1": ["L1", "L2"], "W2": ["L3"], "B": ["L1", "L2", "L3"], "L1": ["L1"], "L2": ["L2"], "L3": ["L3"]}
KINDS = {"W": "ward", "B": "borough", "L": "lsoa", "T": "target_area"}
SOURCES = {"homes": "2021", "residents_survey": "2021"}
Shown = tuple[float, float] | None


def memberships(**more: list[str]) -> pd.DataFrame:
    rows = [
        (place, "2021", KINDS[area[0]], area, "2024", 1.0) for area, places in (HELD | more).items() for place in places
    ]
    return pd.DataFrame(rows, columns=["lsoacd", "lsoa_vintage", "area_type", "area_code", "vintage", "share"])


def row(measure: Measure, area: str, shown: Shown, **more: object) -> dict[str, object]:
    survey = isinstance(measure, SurveyMeasure)
    first, second = shown or (np.nan, np.nan)
    return {
        "measure": measure.name, "area_type": KINDS[area[0]], "area_code": area, "vintage": "2024", "breakdown": "all",
        "category": "all", "period": "2025", "numerator": np.nan if survey else first,
        "denominator": np.nan if survey else second, "value": first if survey else first / second * 100,
        "base": second if survey else np.nan, "status": "published" if shown else "suppressed",
        "statistic": measure.statistic, "rounded_to": np.nan, "left_out": np.nan, "leaves_out": "none",
        "synthetic": False, "sources": next(iter(measure.tables)), "as_first_published": "", **more,
    }  # fmt: skip


def table(measure: Measure, **shown: Shown) -> pd.DataFrame:
    return pd.DataFrame([row(measure, area, numbers) for area, numbers in shown.items()])


def faults(figures: pd.DataFrame, *measures: Measure, areas: pd.DataFrame | None = None) -> list[str]:
    named = {measure.name: measure for measure in measures}
    makers = list_puzzle_makers(figures, memberships() if areas is None else areas, named, SOURCES, WIDTHS)
    return [fault for maker in makers for fault in bound_and_judge_puzzle(maker)["faults"]]


# --- a wave ---


def test_hidden_wards_of_a_question_are_open() -> None:
    assert not faults(table(LONELY, B=(50.0, 200), W1=None, W2=None), LONELY)


@pytest.mark.parametrize("shares", [(8.3, 8.3, 8.3), (6.2, 6.2, 6.2), (12.5, 5.0, 20.0)])
def test_wards_in_which_as_few_as_may_be_said_yes_fit_a_borough_of_fewer(shares: tuple[float, float, float]) -> None:
    """Of 120 ten or more said yes, five in each ward at the least, however low the weights make the share."""
    whole, first, second = shares
    assert not faults(table(LONELY, B=(whole, 120), W1=(first, 60), W2=(second, 60)), LONELY)


def test_the_base_of_one_question_tells_that_of_another() -> None:
    """All answered both questions: the wards of the one have the bases that the other hides."""
    hidden = table(LONELY, B=(50.0, 48), W1=None, W2=None)
    shown = table(ASKED, B=(50.0, 48), W1=(50.0, 28), W2=(50.0, 20))
    assert not faults(hidden, LONELY)
    told = faults(pd.concat([hidden, shown], ignore_index=True), LONELY, ASKED)
    assert "loneliness, ward W1, all, 2025 can be worked out to within 28.0 and 28.0" in told


def test_a_question_to_everyone_tells_nothing_of_how_many_there_are_in_another_wave() -> None:
    """The same, where a pooled question links the wave with another, in which one question was put to everyone."""
    every, pooled = (
        replace(ASKED, name=name, answer=CountedAnswer("residents_survey", f"{name} = 'yes'", of))
        for name, of in (("every", "true"), ("pooled", "pooled is not null"))
    )
    tables = [
        table(LONELY, B=(50.0, 48), W1=None, W2=None),
        table(ASKED, B=(50.0, 48), W1=(50.0, 28), W2=(50.0, 20)),
        table(every, B=(50.0, 500), W1=(50.0, 250), W2=(50.0, 250)).assign(period="2026"),
        table(pooled, B=(50.0, 540), W1=None, W2=None).assign(period="2025 and 2026"),
    ]
    told = faults(pd.concat(tables, ignore_index=True), LONELY, ASKED, every, pooled)
    assert "loneliness, ward W1, all, 2025 can be worked out to within 28.0 and 28.0" in told


def test_pooled_waves_in_which_more_took_part_than_either_shows_alone_are_not_refused() -> None:
    """Of 48 and 100 who answered single questions no more need have taken part; the pooled one was answered by 200."""
    pooled = replace(ASKED, name="pooled", answer=CountedAnswer("residents_survey", "p = 'yes'", "p is not null"))
    later = table(ASKED, B=(50.0, 100), W1=(50.0, 50), W2=(50.0, 50)).assign(period="2026")
    both = table(pooled, B=(50.0, 200), W1=(50.0, 100), W2=(50.0, 100)).assign(period="2025 and 2026")
    hidden = table(LONELY, B=(50.0, 48), W1=None, W2=None)
    assert not faults(pd.concat([hidden, later, both], ignore_index=True), LONELY, ASKED, pooled)
    # That all of 2025 answered both questions tells the bases of the hidden one, whoever answered the pooled one.
    shown = table(ASKED, B=(50.0, 48), W1=(50.0, 28), W2=(50.0, 20))
    for tables in ([hidden, shown, later, both], [both, hidden, shown, later]):
        told = faults(pd.concat(tables, ignore_index=True), LONELY, ASKED, pooled)
        assert "loneliness, ward W1, all, 2025 can be worked out to within 28.0 and 28.0" in told
    # Figures that no respondents can have are refused all the same.
    with pytest.raises(DoNotFitError):
        faults(pd.concat([later, both.assign(base=[200.0, 100.0, 90.0])], ignore_index=True), ASKED, pooled)


def test_the_fewest_of_each_wave_are_known_in_whatever_order_figures_come() -> None:
    """As many as 48 and 100 answered the pooled question, so that all of both waves did; none by itself says so."""
    pooled = replace(ASKED, name="pooled", answer=CountedAnswer("residents_survey", "p = 'yes'", "p is not null"))
    tables = [
        table(LONELY, B=(50.0, 48), W1=None, W2=None),
        table(ASKED, B=(50.0, 48), W1=None, W2=None),
        table(ASKED, B=(50.0, 100), W1=(50.0, 50), W2=(50.0, 50)).assign(period="2026"),
        table(pooled, B=(50.0, 148), W1=(50.0, 78), W2=(50.0, 70)).assign(period="2025 and 2026"),
    ]
    for rows in (tables, tables[::-1]):
        told = faults(pd.concat(rows, ignore_index=True), LONELY, ASKED, pooled)
        assert "loneliness, ward W1, all, 2025 can be worked out to within 28.0 and 28.0" in told


def test_a_leak_in_a_wave_that_is_linked_in_parts_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of three questions two are linked at a time: what the first tells by itself, and the bases of the last."""
    hidden = table(LONELY, B=(20.0, 200), W1=None, W2=(40.0, 100))
    third = table(replace(ASKED, name="third"), B=(50.0, 100), W1=None, W2=(50.0, 71))
    asked = table(ASKED, B=(50.0, 200), W1=(50.0, 100), W2=(50.0, 100))
    figures = pd.concat([hidden, asked, third], ignore_index=True)
    monkeypatch.setattr(knowledge, "MOST_FIGURES_LINKED", 6)
    told = faults(figures, LONELY, ASKED, replace(ASKED, name="third"))
    assert any("loneliness, ward W1, all, 2025, yes can be worked out" in fault for fault in told)
    assert "third, ward W1, all, 2025 can be worked out to within 29.0 and 29.0" in told


@pytest.mark.parametrize(("most", "linked"), [(9, [3]), (6, [2, 1]), (2, [1, 1, 1])])
def test_of_a_large_wave_as_many_questions_are_linked_as_may_be(
    monkeypatch: pytest.MonkeyPatch, most: int, linked: list[int]
) -> None:
    monkeypatch.setattr(knowledge, "MOST_FIGURES_LINKED", most)
    questions = [replace(LONELY, name=name) for name in ("first", "second", "third")]
    figures = pd.concat([table(question, B=(50.0, 200), W1=None, W2=None) for question in questions])
    makers = list_puzzle_makers(figures, memberships(), {q.name: q for q in questions}, SOURCES, WIDTHS)
    assert [maker.figures["measure"].nunique() for maker in makers] == [*linked, 3]  # last the bases of all


def test_a_base_that_may_be_as_many_as_the_rule_asks_for_is_no_secret() -> None:
    """One who answered the first question left the second out: 30 or 29 of a ward, or 29 or 28."""
    hidden = table(LONELY, B=(50.0, 59), W1=None, W2=None)
    assert not faults(pd.concat([hidden, table(ASKED, B=(50.0, 60), W1=(50.0, 30), W2=(50.0, 30))]), LONELY, ASKED)
    told = faults(pd.concat([hidden, table(ASKED, B=(50.0, 60), W1=(50.0, 29), W2=(50.0, 31))]), LONELY, ASKED)
    assert "loneliness, ward W1, all, 2025 can be worked out to within 28.0 and 29.0" in told


def test_the_yes_of_one_question_is_the_base_of_another() -> None:
    """Those who said yes are asked more: how many is told by the second base."""
    first = table(ASKED, B=(23.5, 400), W1=None, W2=None)
    linked = pd.concat([first, table(OF_YES, B=(50.0, 94), W1=None, W2=(50.0, 90))], ignore_index=True)
    told = "asked, ward W1, all, 2025, yes can be worked out to within 4.0 and 4.0"
    assert is_part_of(split_condition(OF_YES.answer.of), split_condition("asked in ('yes', 'no')"))
    assert not is_part_of(split_condition("asked in ('yes', 'no')"), split_condition(OF_YES.answer.of))
    assert told not in faults(first, ASKED)
    assert told in faults(linked, ASKED, OF_YES)


@pytest.mark.parametrize(("other", "share"), [(OF_YES, 50.0), (OF_FEWER, 100.0 * 40 / 70)], ids=["base", "yes"])
@pytest.mark.parametrize("first", [0, 1], ids=["asked first", "asked last"])
def test_a_side_of_several_questions_is_a_side_of_each(other: SurveyMeasure, share: float, first: int) -> None:
    """Nobody in the first ward said yes, or was asked the other question: of the one that all answered, all said no."""
    base = 40 if other == OF_YES else 70
    tables = [table(ASKED, B=(20.0, 200), W1=None, W2=(40.0, 100)), table(other, B=(share, base), W2=(share, base))]
    told = faults(pd.concat([tables[first], tables[1 - first]], ignore_index=True), ASKED, other)
    assert "asked, ward W1, all, 2025, yes can be worked out to within 0.0 and 0.0" in told


def test_that_nobody_said_yes_is_told_of_a_hidden_ward() -> None:
    """The borough has as many yes answers as the shown ward, so that none is left for the hidden one."""
    shown = table(LONELY, B=(20.0, 200), W1=None, W2=(40.0, 100))
    told = faults(shown, LONELY)
    assert any("loneliness, ward W1, all, 2025, yes can be worked out" in fault for fault in told)


@pytest.mark.parametrize(
    ("cells", "words"),
    [({"numerator": 3.0}, "a weighted sum"), ({"value": 41.23}, "more than one decimal"),
     ({"lower_95": 1.05}, "more than one decimal"), ({"value": 100.0}, "nobody, or everybody")],
)  # fmt: skip
def test_a_survey_s_row_that_tells_more_than_a_share_is_a_fault(cells: dict[str, float], words: str) -> None:
    limits = dict.fromkeys(("lower_95", "upper_95", "lower_998", "upper_998"), np.nan)
    plain = table(LONELY, W1=(41.2, 100)).assign(**limits)
    assert not list(find_surveys_shown_too_finely(plain))
    (fault,) = find_surveys_shown_too_finely(plain.assign(**cells))
    assert words in fault


# --- absent rows ---


def test_a_row_that_is_absent_beside_others_is_a_fault() -> None:
    rows = table(DAMP, B=(30, 90), W1=(12, 40), W2=(18, 50))
    assert not list(find_absent_rows(rows, memberships(), SOURCES))
    (fault,) = find_absent_rows(rows[rows["area_code"] != "W2"], memberships(), SOURCES)
    assert fault == "no row, where others of its kind have one: damp, ward W2 on the map of 2024, 2025"
    assert not list(find_absent_rows(rows[rows["area_code"] != "W2"].assign(rounded_to=5.0), memberships(), SOURCES))
    groups = pd.concat([rows, rows.assign(breakdown="sex", category="Female")], ignore_index=True)
    later = rows.assign(breakdown="sex", category="Male", period="2026")
    absent = list(find_absent_rows(pd.concat([groups, later]), memberships(), SOURCES))
    assert len(absent) == 6  # women in the one year and men in the other, in each of three areas


# --- versions ---

NOW = {"B": (60, 180), "W1": (30, 90), "W2": (30, 90), "L1": None, "L2": None, "L3": (30, 90)}


def published(folder: Path, figures: pd.DataFrame, areas: pd.DataFrame, files: str, name: str = "2025") -> Version:
    (folder / "csv").mkdir(parents=True)
    columns = {"area_name": "", "domain": "income", "trend": "not_calculated", "note": "", "comparison": "not_compared"}
    figures.assign(**columns).to_csv(folder / "csv" / "observations.csv", index=False)
    areas.assign(area_name="").to_csv(folder / "csv" / "memberships.csv", index=False)
    inputs = [{"source": "homes", "period": "2025", "sha256": files}]
    (folder / "manifest.json").write_text(json.dumps({"edition": name, "inputs": inputs}))
    return Version(folder, 1, SOURCES)


def faults_beside(
    now: pd.DataFrame, *before: Version, now_files: str = "a", areas: pd.DataFrame | None = None
) -> list[str]:
    areas = memberships() if areas is None else areas
    known = gather_known_figures(now, areas, before, {"homes": {now_files}}, {DAMP.name: DAMP})
    return faults(known.figures, DAMP, areas=known.memberships)


def test_what_the_same_files_showed_before_is_known(tmp_path: Path) -> None:
    now = table(DAMP, **NOW)
    assert not faults(now, DAMP)
    same = published(tmp_path / "a", now, memberships(), "a")
    assert not faults_beside(now, same)
    then = published(tmp_path / "b", table(DAMP, **{**NOW, "L1": (2, 40)}), memberships(), "a")
    assert any(
        "lsoa L1, all, 2025 can be worked out to within 2.0 and 2.0" in fault for fault in faults_beside(now, then)
    )


def test_an_area_is_matched_by_what_it_holds_and_not_by_its_name(tmp_path: Path) -> None:
    """A target area that lost a neighbourhood: then less now is the neighbourhood, though it has the same name."""
    then = pd.concat([table(DAMP, **NOW), table(DAMP, T1=(30, 90))], ignore_index=True)
    before = published(tmp_path / "a", then, memberships(T1=["L1", "L2"]), "a")
    now = pd.concat([table(DAMP, **NOW), table(DAMP, T1=(28, 50))], ignore_index=True)
    told = faults_beside(now, before, areas=memberships(T1=["L2"]))
    assert any("lsoa L1, all, 2025 can be worked out to within 2.0 and 2.0" in fault for fault in told)
    assert faults(now, DAMP, areas=memberships(T1=["L2"]))  # the ward less the target area tells it as well


@pytest.mark.parametrize(("borough", "told"), [(60, False), (62, True), (90, False)])
def test_a_small_change_between_files_is_told(tmp_path: Path, borough: int, told: bool) -> None:
    before = published(tmp_path / "a", table(DAMP, **NOW), memberships(), "b")
    more = borough - 60
    now = table(DAMP, **{**NOW, "B": (borough, 180 + more), "W2": (30 + more, 90 + more), "L3": (30 + more, 90 + more)})
    found = faults_beside(now, before)
    assert any("less what it was in the files of an earlier edition" in fault for fault in found) == told
    assert bool(found) == told


def test_a_small_change_is_told_whatever_other_files_changed_by(tmp_path: Path) -> None:
    """The second ward, hidden each time, has 2 more than in one edition, and 2 fewer or 7 more than in another."""

    def show(ward: int, hidden: int, all_homes: int) -> pd.DataFrame:
        hide = dict.fromkeys(("W2", "L1", "L2", "L3"))
        return table(DAMP, B=(ward + hidden, 3 * all_homes), W1=(ward, all_homes), **hide)

    now, first = show(50, 32, 100), published(tmp_path / "b", show(30, 30, 200), memberships(), "b")
    for name, hidden in (("c", 34), ("d", 25)):
        second = replace(published(tmp_path / name, show(70, hidden, 300), memberships(), name), number=2)
        found = faults_beside(now, first, second)
        assert any(f.startswith("damp, ward W2") and "less what it was" in f and "2.0 and 2.0" in f for f in found)


def test_changes_between_all_files_are_listed_however_a_condition_is_written() -> None:
    """A quantity of three sets of files, in one of which it was first met in other words, and what is left of it."""
    quantities, numbers = Quantities(), []
    for files, words in enumerate(("asked in ('yes')", "asked = 'yes'", "asked is not null and asked = 'yes'")):
        whole, part = (quantities.number(files, "survey", "1", split_condition(where)) for where in ("true", words))
        numbers.append((whole, part, quantities.number_rest(whole, part)))
        for number in numbers[-1]:
            quantities.guard(number, "sides", 5.0, "")
    pairs = [pair for now, then in ((0, 1), (0, 2), (1, 2)) for pair in zip(numbers[now], numbers[then], strict=True)]
    assert sorted(quantities.list_changes()) == sorted(pairs)


def test_other_files_that_show_the_same_are_taken_for_the_same(tmp_path: Path) -> None:
    """Nothing shown changed, so a reader takes what was shown then for what is hidden now."""
    before = published(tmp_path / "a", table(DAMP, **{**NOW, "L1": (2, 40)}), memberships(), "b")
    found = faults_beside(table(DAMP, **NOW), before)
    assert any("lsoa L1, all, 2025 can be worked out to within 2.0 and 2.0" in fault for fault in found)


def test_rows_as_first_published_are_those_of_that_version(tmp_path: Path) -> None:
    now = table(DAMP, **NOW).assign(as_first_published="2025")
    version = published(tmp_path / "a", table(DAMP, **NOW), memberships(), "b")
    assert not list(find_rows_not_as_first_published(now, [version], SOURCES))
    other = now.assign(numerator=now["numerator"] + (now["area_code"] == "W1"))
    (fault,) = find_rows_not_as_first_published(other, [version], SOURCES)
    assert fault == "not as first published in 2025: damp, ward W1 on the map of 2024, 2025"
    (fault,) = find_rows_not_as_first_published(now, [], SOURCES)
    assert "of which there is no record" in fault
    part = now.assign(as_first_published=np.where(now["area_code"] == "B", "", "2025"))
    (fault,) = find_rows_not_as_first_published(part, [version], SOURCES)
    assert "only in part" in fault
