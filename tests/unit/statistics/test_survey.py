import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairer_stockton.statistics.survey import compute_survey_mean, compute_survey_share
from fairer_stockton.statistics.survey_design import describe_survey_design

RANDOM = np.random.default_rng(11)
ROWS = 400
WEIGHT = RANDOM.uniform(0.5, 3, ROWS)
STRATUM = RANDOM.integers(0, 4, ROWS)
PSU = RANDOM.integers(0, 8, ROWS)
AREA = RANDOM.integers(0, 3, ROWS)
ANSWER = (RANDOM.random((ROWS, 3)) < [0.1, 0.5, 0.8]).astype(float)
ANSWER[RANDOM.random((ROWS, 3)) < 0.1] = np.nan


def everything(result):
    return [*result.estimate.value_and_limits, result.standard_error, result.design_effect, result.unweighted_base]


@given(st.permutations(range(ROWS)), st.booleans(), st.floats(0.01, 100))
@settings(max_examples=15)
def test_row_order_and_the_scale_of_weights_change_nothing(order, clustered, factor):
    order = np.array(order)
    psu = PSU if clustered else None
    design = describe_survey_design(WEIGHT, stratum=STRATUM, psu=psu, nest=True)
    other = describe_survey_design(
        WEIGHT[order] * factor, stratum=STRATUM[order], psu=psu[order] if clustered else None, nest=True
    )
    before, after = (
        compute_survey_share(design, ANSWER, AREA, 3),
        compute_survey_share(other, ANSWER[order], AREA[order], 3),
    )
    for a, b in zip(everything(before), everything(after), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-9)
    np.testing.assert_allclose(before.weighted_base * factor, after.weighted_base)


@pytest.mark.parametrize("interval", ["korn_graubard", "logit", "wilson"])
def test_the_limits_hold_the_estimate(interval):
    design = describe_survey_design(WEIGHT, stratum=STRATUM, psu=PSU, nest=True)
    found = compute_survey_share(design, ANSWER, AREA, 3, interval_method=interval).estimate
    order = [found.lower_998, found.lower_95, found.value, found.upper_95, found.upper_998]
    assert np.all(np.diff(order, axis=0) > 0)
    assert found.lower_998.min() > 0
    assert found.upper_998.max() < 100


def test_a_simple_random_sample_has_the_textbook_variance():
    answer = ANSWER[~np.isnan(ANSWER[:, 1]), 1]
    found = compute_survey_share(
        describe_survey_design(np.ones(answer.size)), answer, np.zeros(answer.size, dtype=int), 1, scale=1
    )
    p = answer.mean()
    assert found.standard_error[0, 0] == pytest.approx(np.sqrt(p * (1 - p) / (answer.size - 1)))
    assert found.design_effect[0, 0] == pytest.approx(1)


def test_a_share_is_the_mean_of_ones_and_noughts():
    design = describe_survey_design(WEIGHT, stratum=STRATUM, psu=PSU, nest=True)
    share, mean = compute_survey_share(design, ANSWER, AREA, 3, scale=1), compute_survey_mean(design, ANSWER, AREA, 3)
    np.testing.assert_allclose(share.estimate.value, mean.estimate.value)
    np.testing.assert_allclose(share.standard_error, mean.standard_error)
    np.testing.assert_allclose(share.design_effect, mean.design_effect)


def test_many_respondents_are_summed_in_pieces():
    rows = 20_000
    answer = (RANDOM.random(rows) < 0.4).astype(float)
    weight, area = RANDOM.uniform(1, 2, rows), RANDOM.integers(0, 4, rows)
    found = compute_survey_share(describe_survey_design(weight), answer, area, 4, scale=1)
    for place in range(4):
        w, y = weight[area == place], answer[area == place]
        p = np.sum(w * y) / w.sum()
        error = np.sqrt(rows / (rows - 1) * np.sum((w * (y - p) / w.sum()) ** 2))
        assert found.estimate.value[place, 0] == pytest.approx(p)
        assert found.standard_error[place, 0] == pytest.approx(error)


def test_an_area_without_answers_or_with_a_bad_weight_never_spoils_the_others():
    weight = WEIGHT.copy()
    bad = np.flatnonzero(AREA == 1)[:2]
    weight[bad] = [np.nan, -1]
    design, clean = describe_survey_design(weight, stratum=STRATUM), describe_survey_design(WEIGHT, stratum=STRATUM)
    found, before = compute_survey_share(design, ANSWER, AREA, 4), compute_survey_share(clean, ANSWER, AREA, 4)
    assert found.estimate.reason[:, 0].tolist() == [
        "",
        "a respondent has a missing or negative weight",
        "",
        "nobody answered",
    ]
    for a, b in zip(found.estimate.value_and_limits, before.estimate.value_and_limits, strict=True):
        np.testing.assert_allclose(a[[0, 2]], b[[0, 2]], rtol=1e-12)


def test_respondents_in_no_area_stay_in_the_design():
    area = np.where(AREA == 2, -1, AREA)
    design = describe_survey_design(WEIGHT, stratum=STRATUM, psu=PSU, nest=True)
    with_all, without = compute_survey_share(design, ANSWER, AREA, 3), compute_survey_share(design, ANSWER, area, 2)
    np.testing.assert_allclose(with_all.standard_error[:2], without.standard_error)


@pytest.mark.parametrize("weight", [np.nan, -1, np.inf])
def test_each_kind_of_bad_weight_is_noticed(weight):
    weights = np.array([1.0, 1, weight, 1, 1])
    found = compute_survey_share(describe_survey_design(weights), [1, 0, 1, 0, 1.0], np.array([0, 0, 1, 1, 1]), 2)
    assert (found.estimate.reason[:, 0] != "").tolist() == [False, True]


def test_a_weight_of_nought_is_a_respondent_left_out():
    found = compute_survey_share(
        describe_survey_design([1, 1, 0, 1.0]), [1, 0, 1, 1.0], np.zeros(4, dtype=int), 1, scale=1
    )
    assert found.estimate.reason[0, 0] == ""
    assert found.unweighted_base[0, 0] == 3
    assert found.estimate.value[0, 0] == pytest.approx(2 / 3)


def test_degrees_of_freedom_are_clusters_less_strata_where_the_area_is():
    stratum, psu = [1, 1, 1, 1, 2, 2, 2], [1, 2, 3, 3, 1, 2, 3]
    design = describe_survey_design(np.ones(7), stratum=stratum, psu=psu, nest=True)
    found = compute_survey_share(design, [1, 0, 1, 0, 1, 0, np.nan], np.array([0, 0, 0, 0, 1, 0, 1]), 2)
    assert found.degrees_of_freedom[:, 0].tolist() == [2, 0]


@pytest.mark.parametrize("answer", [0.0, 1.0])
def test_all_alike(answer):
    answers, area = np.full(ROWS, answer), np.zeros(ROWS, dtype=int)
    design = describe_survey_design(WEIGHT)
    exact = compute_survey_share(design, answers, area, 1, scale=1).estimate
    end = (exact.lower_95 if answer == 0 else exact.upper_95)[0, 0]
    other = (exact.upper_95 if answer == 0 else exact.lower_95)[0, 0]
    assert end == answer
    # Clopper–Pearson with the unweighted base: 1 − (α/2)^(1/n).
    assert abs(other - answer) == pytest.approx(1 - 0.025 ** (1 / ROWS))
    assert compute_survey_share(design, answers, area, 1, interval_method="wilson").estimate.reason[0, 0] == ""
    logit = compute_survey_share(design, answers, area, 1, interval_method="logit").estimate
    assert logit.reason[0, 0] == "a logit interval needs a share between 0 and 1"


def test_a_sample_of_everyone_has_no_width():
    answers = np.array([1.0, 0, 1, 1, 0, 0])
    design = describe_survey_design(np.ones(6), population_size=np.full(6, 6))
    found = compute_survey_share(design, answers, np.zeros(6, dtype=int), 1, scale=1).estimate
    assert found.lower_998[0, 0] == found.value[0, 0] == found.upper_998[0, 0] == 0.5
    half = describe_survey_design(np.ones(6), population_size=np.full(6, 0.5))
    plain = compute_survey_share(describe_survey_design(np.ones(6)), answers, np.zeros(6, dtype=int), 1)
    with_half = compute_survey_share(half, answers, np.zeros(6, dtype=int), 1)
    assert with_half.standard_error[0, 0] == pytest.approx(plain.standard_error[0, 0] * np.sqrt(0.5))


def test_too_little_for_an_interval():
    design = describe_survey_design([1, 1, 1, 1.0], psu=[1, 1, 1, 2])
    found = compute_survey_share(design, [1, 0, 1, 1.0], np.array([0, 0, 0, 1]), 2)
    assert found.estimate.reason[:, 0].tolist() == ["too few clusters for an interval", "fewer than two answers"]
    only_lonely = describe_survey_design([1, 1, 1.0, 1], stratum=[1, 1, 2, 2], psu=[1, 1, 2, 2], lonely_psu="average")
    assert only_lonely.lonely_strata == 2
    assert compute_survey_share(only_lonely, [1, 0, 1, 0.0], np.zeros(4, dtype=int), 1).estimate.reason[0, 0] != ""


def test_a_size_that_is_not_known_is_without_end_and_one_blank_takes_its_neighbours():
    stratum, psu, answer = [1, 1, 1, 1, 2, 2, 2, 2], [1, 1, 2, 2, 1, 1, 2, 2], [1, 0, 1, 1, 0, 0, 1, 0.0]

    def error(points, people):
        design = describe_survey_design(
            np.ones(8), stratum=stratum, psu=psu, nest=True, population_size=points, cluster_size=people
        )
        return compute_survey_share(design, answer, np.zeros(8, dtype=int), 1).standard_error[0, 0]

    endless, people = np.full(8, np.nan), np.full(8, 10.0)
    blank = np.where(np.arange(8) == 3, np.nan, 4.0)
    assert error(endless, people) == error(None, people) == error(None, None)
    assert error(blank, people) == error(np.full(8, 4.0), people) < error(None, None)
    assert error(blank, np.full(8, 2)) == error(blank, None) < error(blank, people) < error(blank, endless)


@pytest.mark.parametrize(
    ("weight", "options", "message"),
    [
        ([], {}, "shape"),
        ([1, 1, 1], {"stratum": [1, 1]}, "stratum"),
        ([1, 1, 1], {"stratum": [1, np.nan, 1]}, "no stratum"),
        ([1, 1, 1], {"psu": ["a", None, "b"]}, "no psu"),
        ([1, 1, 1], {"stratum": [1, 2, 1], "psu": [1, 1, 2]}, "two strata"),
        ([1, 1, 1], {"population_size": [9, 8, 9]}, "differs"),
        ([1, 1, 1], {"population_size": [2, 2, 2]}, "smaller"),
        ([1, 1, 1], {"population_size": [0, 0, 0]}, "positive"),
        ([1, 1, 1], {"psu": [1, 1, 2], "cluster_size": [9, 8, 9]}, "differs"),
        ([1, 1, 1], {"psu": [1, 1, 2], "cluster_size": [1, 1, 5]}, "smaller"),
        ([1, 1, 1], {"stratum": [1, 1, 2], "lonely_psu": "fail"}, "single cluster"),
        ([1, 1, 1], {"lonely_psu": "guess"}, "lonely_psu"),
    ],
)
def test_designs_that_are_refused(weight, options, message):
    with pytest.raises(ValueError, match=message):
        describe_survey_design(weight, **options)


@pytest.mark.parametrize(
    ("answer", "area", "interval", "message"),
    [
        ([1, 0], [0, 0, 0], "logit", "answers"),
        ([1, 0, 2], [0, 0, 0], "logit", "0, 1 or nan"),
        ([1, 0, 1], [0, 0], "logit", "area must be"),
        ([1, 0, 1], [0.0, 0.0, 0.0], "logit", "area must be"),
        ([1, 0, 1], [0, 0, 5], "logit", "area numbers"),
        ([1, 0, 1], [0, 0, 0], "wald", "interval"),
    ],
)
def test_answers_that_are_refused(answer, area, interval, message):
    with pytest.raises(ValueError, match=message):
        compute_survey_share(describe_survey_design([1, 1, 1.0]), answer, np.array(area), 1, interval_method=interval)


def test_means_keep_their_digits():
    numbers = RANDOM.normal(0, 1, ROWS)
    design = describe_survey_design(WEIGHT, stratum=STRATUM)
    near, far = compute_survey_mean(design, numbers, AREA, 3), compute_survey_mean(design, numbers + 1e7, AREA, 3)
    np.testing.assert_allclose(near.standard_error, far.standard_error, rtol=1e-6)
    np.testing.assert_allclose(near.estimate.upper_95 + 1e7, far.estimate.upper_95, rtol=1e-12)
