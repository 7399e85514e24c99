"""An evaluation is judged only where its figures can show an effect; else it says all that is needed."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from unittest.mock import Mock

import numpy as np
import pandas as pd
import pytest

from docs_generator.house import PROJECT
from fairer_stockton.definitions.evaluations import Evaluation, load_evaluation
from fairer_stockton.definitions.sources import SeriesBreak
from fairer_stockton.run.errors import CatalogueError, InputError
from fairer_stockton.run.vocabulary import Polarity
from fairer_stockton.run.vocabulary_of_uses import EvaluationVerdict
from fairer_stockton.uses.evaluations.charts import ChanceChart, LinesChart, draw_chance_chart, draw_lines_chart
from fairer_stockton.uses.evaluations.coverage import Coverage
from fairer_stockton.uses.evaluations.judging import (
    judge_evaluation,
    list_needs_of_least_effect,
    list_needs_of_panel,
)
from fairer_stockton.uses.evaluations.needs import list_needs_of_file, list_needs_of_measure
from fairer_stockton.uses.evaluations.other_files import find_other_files
from fairer_stockton.uses.evaluations.panel import Panel, make_panel
from fairer_stockton.uses.evaluations.paper import EvaluationPaper, make_evaluation_pack
from fairer_stockton.uses.evaluations.periods import (
    ComparedPeriods,
    find_span,
    list_needs_of_periods,
    list_needs_without_days,
    split_periods,
)
from tests.conftest import DEFINITIONS

MEASURE = DEFINITIONS.measures["claimants_by_neighbourhood"]
QUESTION = Evaluation(
    "Advice", "An adviser came.", ("Norton",), MEASURE.name, False, 1.0, "2022-04-01", "2022-01-01", "Somebody"
)
EXAMPLE = PROJECT / "docs/examples/evaluation.toml"
BEFORE, AFTER = ("2019", "2020", "2021"), ("2023", "2024")


def make_example_panel(effect: float = 0.0, drift: float = 0.0, noise: float = 0.2) -> Panel:
    """Return 150 councils of 10 areas, five of council 7 with an effect after the start and a drift before it."""
    random = np.random.default_rng(3)
    level = random.uniform(4.0, 12.0, (1500, 1))
    figures = level + noise * random.standard_normal((1500, 5))
    rows = np.arange(72, 77, dtype=np.intp)
    figures[rows, 3:] += effect
    figures[rows, 1:3] += drift
    codes = pd.DataFrame({"council": np.repeat(np.arange(150), 10), "deprivation": level[:, 0]})
    return Panel(codes, figures, rows, "lsoa", "2019", Coverage(5, ("A", "B", "C", "D", "E"), {}, ()))


@pytest.mark.parametrize(
    ("panel", "question", "verdict", "why"),
    [
        (make_example_panel(-1.5), QUESTION, EvaluationVerdict.LIKELY_WORKED, ""),
        (make_example_panel(+1.5), QUESTION, EvaluationVerdict.GOT_WORSE, ""),
        (make_example_panel(), QUESTION, EvaluationVerdict.NO_DIFFERENCE, ""),
        (make_example_panel(-9.0), replace(QUESTION, least_effect=0.01), EvaluationVerdict.CANNOT_BE_JUDGED, "Chance"),
        (make_example_panel(drift=0.6), QUESTION, EvaluationVerdict.CANNOT_BE_JUDGED, "already moving"),
        (make_example_panel(-0.5), QUESTION, EvaluationVerdict.SMALL_CHANGE, ""),
    ],
)
def test_the_answer_is_what_the_figures_can_show(
    panel: Panel, question: Evaluation, verdict: EvaluationVerdict, why: str
) -> None:
    judged = judge_evaluation(question, panel, BEFORE, Polarity.LOWER_IS_BETTER)
    assert judged.verdict == verdict
    assert why in judged.why and bool(why) == bool(judged.why)
    assert [fake.period for fake in judged.fake_starts] == ["2020", "2021"]


def test_areas_that_nothing_is_like_cannot_be_judged() -> None:
    panel = make_example_panel()
    panel.figures[panel.rows] += 60.0
    judged = judge_evaluation(QUESTION, panel, BEFORE, Polarity.LOWER_IS_BETTER)
    assert judged.verdict == EvaluationVerdict.CANNOT_BE_JUDGED and "too few neighbourhoods" in judged.why


def make_paper(panel: Panel, question: Evaluation = QUESTION) -> EvaluationPaper:
    judged = judge_evaluation(question, panel, BEFORE, MEASURE.polarity)
    return EvaluationPaper(question, MEASURE, (), panel, ComparedPeriods(BEFORE, AFTER), judged, "0" * 64)


def test_an_effect_is_shown_with_its_margin_or_not_at_all() -> None:
    edition = Mock(title="A report", year="2026", attributions={}, stamp="")
    edition.name = "2026"
    shown = make_evaluation_pack(edition, make_paper(make_example_panel(-1.5)))
    assert "percentage points lower than it would be had it changed as in areas like them" in shown.document.lead
    small = make_evaluation_pack(edition, make_paper(make_example_panel(-0.5)))
    assert "smaller than the least that was registered as mattering (1.0 percentage points)" in small.document.lead
    effect = list(shown.figures)[-1]
    assert effect.lower_95 < effect.value < effect.upper_95 < 0
    assert [figure.period for figure in shown.figures] == [*BEFORE, *AFTER, AFTER[-1]]
    weak = make_evaluation_pack(edition, make_paper(make_example_panel(-9.0), replace(QUESTION, least_effect=0.01)))
    assert weak.document.lead.startswith("This cannot be judged")
    assert [figure.period for figure in weak.figures] == [*BEFORE]
    lines, chance = (picture.shows for picture in weak.pictures)
    assert (lines.periods, chance.effect) == (BEFORE, None)


def test_the_example_of_target_areas_is_refused_with_what_is_needed() -> None:
    evaluation = load_evaluation(EXAMPLE)
    needs = [*list_needs_of_file(evaluation, date(2026, 11, 29)), *list_needs_without_days(evaluation)]
    asked = ("The day on which it began", "The day on which this file", "Who registered", "At least 2", "A period that")
    assert [need.startswith(words) for need, words in zip(needs, asked, strict=True)] == [True] * 5
    assert not list(list_needs_of_file(QUESTION, date(2026, 11, 29)))
    assert "later than the edition" in next(list_needs_of_file(QUESTION, date(2021, 1, 1)))


@pytest.mark.parametrize(
    ("measure", "need"),
    [
        ("children_in_low_income_local_areas", "is an estimate"),
        ("fuel_poverty", "is an estimate"),
        ("most_deprived_fifth", "Indices of Deprivation"),
        ("universal_credit_by_neighbourhood", "whose years can be compared"),
        ("aged_under_16", "neither better nor worse"),
    ],
)
def test_what_cannot_show_an_effect_is_no_outcome(measure: str, need: str) -> None:
    assert any(need in line for line in list_needs_of_measure(DEFINITIONS.measures[measure], DEFINITIONS))
    assert list_needs_of_measure(DEFINITIONS.measures["deprived_households"], Mock(measures_with_sources={}))


def test_periods_lie_before_or_after_and_never_across_the_start_or_a_break() -> None:
    periods = ["2019", "2020", "2021", "2022", "2023", "2024"]
    split = split_periods(periods, MEASURE, QUESTION)
    assert (split.before, split.after, split.known_before) == (BEFORE, AFTER, ())
    late = split_periods(periods, MEASURE, replace(QUESTION, registered="2023-01-01"))
    assert (late.after, late.known_before) == (("2024",), ("2023",))
    assert split_periods(periods, MEASURE, replace(QUESTION, registered="2022-12-31")).known_before == ()
    years = split_periods(["2021/22", "2023/24"], MEASURE, replace(QUESTION, registered="2023-04-01"))
    assert (years.after, years.known_before) == ((), ("2023/24",))
    ahead = split_periods(periods, replace(MEASURE, breaks=(SeriesBreak("2024", "other rules"),)), QUESTION)
    assert (ahead.after, ahead.known_before, ahead.other_definition) == (("2023",), (), ("2024",))
    broken = replace(MEASURE, breaks=(SeriesBreak("2021", "other rules"),))
    assert split_periods(periods, broken, QUESTION).before == ("2021",)
    rolling = ["2016 to 2018", "2017 to 2019", "2018 to 2020", "2019 to 2021", "2023 to 2025", "2024 to 2026"]
    split = split_periods(rolling, MEASURE, QUESTION)
    assert (split.before, split.after) == (("2016 to 2018", "2019 to 2021"), ("2023 to 2025",))


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2021", "2021-01-01", "2021-12-31"),
        ("2021/22", "2021-04-01", "2022-03-31"),
        ("2021-11", "2021-11-01", "2021-11-30"),
        ("2019 to 2021", "2019-01-01", "2021-12-31"),
    ],
)
def test_a_period_has_a_first_and_a_last_day(period: str, first: str, last: str) -> None:
    assert find_span(period) == (date.fromisoformat(first), date.fromisoformat(last))
    assert find_span("wave 3") is None


def test_too_few_periods_are_refused_with_the_reason() -> None:
    one = ComparedPeriods(("2021",), ("2023",))
    assert list_needs_of_periods(one, QUESTION) == []
    assert "At least 2 comparable periods" in list_needs_of_periods(one, replace(QUESTION, chosen_on_outcome=True))[0]
    known = ComparedPeriods(("2021",), (), ("2023",))
    assert "2023 had begun by then, so its figures could be known" in list_needs_of_periods(known, QUESTION)[0]


@pytest.fixture
def staged(tmp_path: Path) -> Path:
    """Two MSOAs of two neighbourhoods each, and Indices of 2015 and 2025."""
    codes = ["E01000001", "E01000002", "E01000003", "E01000004"]
    lookup = pd.DataFrame({"lsoa11cd": codes, "lsoa21cd": codes, "lsoa21nm": ["B 2", "B 1", "A 1", "A 2"]})
    lookup = lookup.assign(
        lsoa11nm=lookup["lsoa21nm"], msoa11cd=["M2", "M2", "M1", "M1"], msoa11nm=["B", "B", "A", "A"]
    )
    lookup = lookup.assign(msoa21cd=lookup["msoa11cd"], msoa21nm=lookup["msoa11nm"])
    lookup.to_parquet(tmp_path / "lsoa_msoa.parquet")
    councils = lookup[["lsoa11cd", "lsoa21cd"]].assign(lad22cd=["E2", "E2", "E1", "E1"])
    councils.to_parquet(tmp_path / "lsoa11_lsoa21.parquet")
    scores = [(code, None, "2015", float(place)) for place, code in enumerate(codes)]
    scores += [(None, code, "2025", 99.0) for code in codes]
    table = pd.DataFrame(scores, columns=["lsoa11cd", "lsoa21cd", "period", "imd_score"])
    table.to_parquet(tmp_path / "indices_of_deprivation.parquet")
    return tmp_path


def make_observations(area_type: str, *codes: str) -> pd.DataFrame:
    cells = [(area_type, "2021", code, period, 1.0, "all", False) for code in codes for period in ("2019", "2023")]
    columns = ["area_type", "vintage", "area_code", "period", "value", "breakdown", "apportioned"]
    return pd.DataFrame(cells, columns=columns)


def test_the_panel_is_in_the_order_of_councils_and_names(staged: Path) -> None:
    rows = make_observations("lsoa", "E01000001", "E01000002", "E01000003")
    panel = make_panel(rows, ("2019", "2023"), {"A place": {"E01000002", "E01000004"}}, 2022, staged)
    assert panel.areas["area_code"].tolist() == ["E01000003", "E01000002", "E01000001"]
    assert (panel.rows.tolist(), panel.indices, panel.is_elsewhere.tolist()) == ([1], "2015", [True, False, False])
    assert panel.areas["deprivation"].tolist() == [2.0, 1.0, 0.0]
    assert "there is 1" in list_needs_of_panel(panel)[0]


def test_periods_of_different_areas_make_no_panel(staged: Path) -> None:
    rows = pd.concat([make_observations("lsoa", "E01000001")[:1], make_observations("msoa", "M1")[1:]])
    panel = make_panel(rows, ("2019", "2023"), {"A place": {"E01000001"}}, 2022, staged)
    assert "there are 0" in list_needs_of_panel(panel)[0]


def test_an_msoa_is_judged_only_where_all_of_it_is_named(staged: Path) -> None:
    rows = make_observations("msoa", "M1", "M2")
    named = {"One": {"E01000001"}, "Two": {"E01000003", "E01000004"}}
    panel = make_panel(rows, ("2019", "2023"), named, 2010, staged)
    assert (panel.area_type, panel.rows.tolist(), panel.indices) == ("msoa", [0], "")
    assert (panel.coverage.vanished, panel.coverage.judged) == (("One",), ("A",))
    assert "One would not be judged at all. Not judged: B 2 (the smallest" in list_needs_of_panel(panel)[1]


def test_a_figure_that_is_shared_out_is_not_judged(staged: Path) -> None:
    rows = make_observations("lsoa", "E01000001", "E01000002", "E01000003", "E01000004")
    rows.loc[rows["area_code"].isin(["E01000001", "E01000004"]) & (rows["period"] == "2019"), "apportioned"] = True
    named = {"One": {"E01000001", "E01000002", "E01000003"}}
    panel = make_panel(rows[rows["area_code"] != "E01000003"], ("2019", "2023"), named, 2022, staged)
    assert panel.areas["area_code"].tolist() == ["E01000002"]
    assert (panel.coverage.named, panel.coverage.shared_out) == (3, 2)
    assert {name: why[:7] for name, why in panel.coverage.left_out.items()} == {"A 1": "it lack", "B 2": "borders"}


def test_too_little_of_what_is_named_is_refused() -> None:
    panel = make_example_panel()
    missing = Coverage(7, ("A", "B", "C", "D", "E"), {"F": "no figure", "G": "no figure"}, ())
    assert "at least 80% of the 7" in list_needs_of_panel(replace(panel, coverage=missing))[0]
    assert list_needs_of_panel(replace(panel, coverage=replace(missing, named=10))) == []
    assert list_needs_of_panel(panel) == []


def test_a_least_effect_beyond_the_level_of_the_areas_is_refused() -> None:
    level = float(make_example_panel().figures[72:77, :3].mean())
    large = replace(QUESTION, least_effect=level + 0.1)
    assert (
        "a least effect that can happen"
        in list_needs_of_least_effect(large, MEASURE, make_example_panel(), 3)[0].lower()
    )
    assert not list_needs_of_least_effect(replace(large, least_effect=level - 0.1), MEASURE, make_example_panel(), 3)


def test_other_files_of_the_same_areas_and_outcome_are_named(tmp_path: Path) -> None:
    edition = Mock(title="A report", year="2026", attributions={}, stamp="")
    edition.name = "2026"
    earlier = make_evaluation_pack(edition, replace(make_paper(make_example_panel()), named_codes=("E1", "E2")))
    (tmp_path / "advice-2026").mkdir()
    (tmp_path / "advice-2026/manifest.json").write_text(json.dumps({"asked": dict(earlier.asked)}), encoding="utf-8")
    assert find_other_files(tmp_path, MEASURE.name, ("E2",), "0" * 64) == ()
    assert find_other_files(tmp_path, MEASURE.name, ("E3",), "1" * 64) == ()
    assert find_other_files(tmp_path, "another", ("E2",), "1" * 64) == ()
    others = find_other_files(tmp_path, MEASURE.name, ("E2",), "1" * 64)
    pack = make_evaluation_pack(edition, replace(make_paper(make_example_panel()), others=others))
    assert "before, by another file: “Advice” (advice-2026), registered on 2022-01-01" in pack.document.lead
    assert pack.asked["other_files"][0]["file_sha256"] == "0" * 64


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("least_effect      = 1.0", "least_effect = 0", "(?s)above 0.*to do"),
        ("chosen_on_outcome = true", 'chosen_on_outcome = "yes"', "(?s)true if.*to do"),
        ("# start           = ", "start = 'spring' # ", "(?s)a day that there is.*to do"),
        ("# start           = ", 'start = "20240401" # ', "a day that there is"),
        ("# start           = ", 'start = "2024-W14-1" # ', "a day that there is"),
        ('outcome           = "claimants_by_neighbourhood"', "", "outcome"),
    ],
)
def test_a_file_that_is_not_as_it_must_be_is_refused(old: str, new: str, problem: str, tmp_path: Path) -> None:
    path = tmp_path / "evaluation.toml"
    path.write_text(EXAMPLE.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(CatalogueError, match=problem):
        load_evaluation(path)
    with pytest.raises(InputError, match="no such file"):
        load_evaluation(tmp_path / "none.toml")


def test_a_file_of_notepad_with_a_day_without_quotation_marks_is_read(tmp_path: Path) -> None:
    path = tmp_path / "evaluation.toml"
    text = EXAMPLE.read_text(encoding="utf-8").replace('# start           = "2027-04-01"', "start = 2027-04-01")
    path.write_text(text, encoding="utf-8-sig")
    assert load_evaluation(path).start == "2027-04-01"


@pytest.mark.parametrize("narrow", [False, True])
def test_pictures_mark_the_start_and_an_effect_that_is_shown(narrow: bool) -> None:
    lines = LinesChart((9.0, 8.0, 6.0), (9.0, 9.0, 9.0), ("2020", "2021", "2023"), 2, "percent", "Lines", "")
    axis = draw_lines_chart(lines, "", narrow).axes[0]
    assert [(text.get_text(), text.xy[0]) for text in axis.texts] == [("start", 1.5)]
    chance = ChanceChart((-1.0, 0.0, 1.0), None, 1.5, "percentage_points", "Chance", "")
    assert not draw_chance_chart(chance, "", narrow).axes[0].texts
    label = draw_chance_chart(replace(chance, effect=-2.0), "", narrow).axes[0].texts[0]
    assert (label.get_text(), label.xy[0]) == ("these areas", -2.0)
