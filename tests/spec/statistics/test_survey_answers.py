"""Survey estimates against R's survey package and svy; see golden/README.md."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from fairer_stockton.statistics.survey import compute_survey_mean, compute_survey_share
from fairer_stockton.statistics.survey_design import SurveyDesign, describe_survey_design

GOLDEN = Path(__file__).parent / "golden"
PEOPLE = pd.read_csv(GOLDEN / "survey_respondents.csv")
R_ANSWERS = pd.read_csv(GOLDEN / "survey_answers_r.csv")
SVY_ANSWERS = pd.read_csv(GOLDEN / "survey_answers_svy.csv")
CLUSTERED = {"stratum": PEOPLE.stratum, "psu": PEOPLE.psu, "nest": True}
DESIGNS = {
    "clustered_adjust": CLUSTERED,
    "clustered_average": CLUSTERED | {"lonely_psu": "average"},
    "clustered_certainty": CLUSTERED | {"lonely_psu": "certainty"},
    "finite_adjust": CLUSTERED | {"population_size": PEOPLE.population},
    "stratified": {"stratum": PEOPLE.stratum, "lonely_psu": "fail"},
    "unstratified": {},
}
SCHOOLS = pd.read_csv(GOLDEN / "two_stage_schools.csv")
TWO_STAGE_ANSWERS = pd.read_csv(GOLDEN / "two_stage_answers_r.csv")
LEVELS = (("95", "0.95"), ("998", "0.998"))


def beside_r(result, answers, method):
    frame = {
        "value": result.estimate.value,
        "se": result.standard_error,
        "deff": result.design_effect,
        "degrees": result.degrees_of_freedom,
        "base": result.unweighted_base,
    }
    for ours, theirs in LEVELS:
        frame[f"{method}_lower_{theirs}"] = getattr(result.estimate, f"lower_{ours}")
        frame[f"{method}_upper_{theirs}"] = getattr(result.estimate, f"upper_{ours}")
    for column, found in frame.items():
        np.testing.assert_allclose(found.T.ravel(), answers[column], rtol=1e-9, err_msg=column)


@pytest.mark.parametrize("method", ["beta", "logit"])
@pytest.mark.parametrize("name", DESIGNS)
def test_shares_and_intervals_are_those_of_r_survey(name, method):
    design = describe_survey_design(PEOPLE.weight, **DESIGNS[name])
    answers = R_ANSWERS[(R_ANSWERS.design == name) & (R_ANSWERS.question != "hours")]
    interval = "korn_graubard" if method == "beta" else "logit"
    area = PEOPLE.area.to_numpy()
    beside_r(
        compute_survey_share(design, PEOPLE[["q1", "q2"]], area, 3, interval_method=interval, scale=1), answers, method
    )


@pytest.mark.parametrize("name", DESIGNS)
def test_means_are_those_of_r_survey(name):
    design = describe_survey_design(PEOPLE.weight, **DESIGNS[name])
    answers = R_ANSWERS[(R_ANSWERS.design == name) & (R_ANSWERS.question == "hours")]
    beside_r(compute_survey_mean(design, PEOPLE.hours, PEOPLE.area.to_numpy(), 3), answers, "beta")


@pytest.mark.parametrize("method", ["korn-graubard", "logit", "wilson"])
@pytest.mark.parametrize("name", ["clustered", "stratified"])
def test_shares_and_intervals_are_those_of_svy(name, method):
    kept = PEOPLE[PEOPLE.groupby("stratum").psu.transform("nunique") > 1]
    extra = {"psu": kept.psu, "nest": True} if name == "clustered" else {}
    design = describe_survey_design(kept.weight, stratum=kept.stratum, **extra)
    result = compute_survey_share(
        design, kept.q1, kept.area.to_numpy(), 3, interval_method=method.replace("-", "_"), scale=1
    )
    answers = SVY_ANSWERS.query("design == @name and method == @method and q1 == 1")
    for found, column in (
        (result.estimate.value, "est"),
        (result.standard_error, "se"),
        (result.estimate.lower_95, "lci"),
        (result.estimate.upper_95, "uci"),
        (result.design_effect, "deff"),
        (result.degrees_of_freedom, "df"),
        (result.unweighted_base, "n"),
    ):
        np.testing.assert_allclose(found.ravel(), answers[column], rtol=1e-12, err_msg=column)


def respondents_in_points() -> pd.DataFrame:
    """Return R's respondents with the people of each sampling point, the first point of a stratum taken whole."""
    met = PEOPLE.groupby(["stratum", "psu"]).weight.transform("size")
    return PEOPLE.assign(people_in_point=met + 9 * (PEOPLE.psu - 1))


def two_stage(name: str) -> tuple[SurveyDesign, pd.DataFrame]:
    if name == "schools":
        design = describe_survey_design(
            SCHOOLS.weight, psu=SCHOOLS.district, population_size=SCHOOLS.districts, cluster_size=SCHOOLS.schools
        )
        return design, SCHOOLS
    people = respondents_in_points()
    if name.startswith("alone"):
        people = people[~((people.stratum == 1) & (people.psu == 2)) | ~people[["stratum", "psu"]].duplicated()]
    if name.startswith("apart"):
        people.loc[(people.stratum == 4) & (people.area == 0), "area"] = 1
    both = {"population_size": people.population, "cluster_size": people.people_in_point}
    design = describe_survey_design(
        people.weight,
        stratum=people.stratum,
        psu=people.psu,
        nest=True,
        lonely_psu=name.rpartition("_")[2],
        **({} if name.startswith("apart") else both),
    )
    return design, people


@pytest.mark.parametrize("name", TWO_STAGE_ANSWERS.design.unique())
def test_both_stages_and_the_mean_of_other_strata_are_those_of_r_survey(name):
    design, rows = two_stage(name)
    for (question, whole), answers in TWO_STAGE_ANSWERS.query("design == @name").groupby(
        ["question", TWO_STAGE_ANSWERS.area < 0]
    ):
        area = np.zeros(len(rows), dtype=int) if whole else rows.area.to_numpy()
        found = compute_survey_mean(design, rows[question], area, len(answers))
        for ours, theirs in (
            (found.estimate.value, "value"),
            (found.standard_error, "se"),
            (found.degrees_of_freedom, "degrees"),
        ):
            np.testing.assert_allclose(ours.ravel(), answers[theirs], rtol=1e-9, err_msg=f"{question} {theirs}")


def test_schools_have_the_published_standard_error_and_one_stage_alone_falls_short_of_it():
    design, rows = two_stage("schools")
    alone = describe_survey_design(SCHOOLS.weight, psu=SCHOOLS.district, population_size=SCHOOLS.districts)
    everywhere = np.zeros(len(rows), dtype=int)
    found = compute_survey_mean(design, rows.api00, everywhere, 1)
    # As the documentation of R's survey prints it: mean of api00 670.81, standard error 30.099.
    assert found.estimate.value[0, 0] == pytest.approx(670.81, abs=0.005)
    assert found.standard_error[0, 0] == pytest.approx(30.099, abs=0.0005)
    both, first = (compute_survey_share(d, rows.awards, everywhere, 1).standard_error[0, 0] for d in (design, alone))
    assert first / both == pytest.approx(0.967, abs=0.0005)
