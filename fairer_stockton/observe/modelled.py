"""Modelled ward figures: a small survey helped by what is known of each ward, beside its own estimate and labelled."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from fairer_stockton.definitions.measures import Measure, SurveyMeasure
from fairer_stockton.engine import duckdb as engine
from fairer_stockton.observe.columns import LEVELS
from fairer_stockton.observe.modelled_over_time import FEWEST_WAVES, model_waves_together
from fairer_stockton.observe.surveyed import SHARE_DIGITS
from fairer_stockton.run.vocabulary import AreaType, Status
from fairer_stockton.statistics.estimate import Estimate, Floats
from fairer_stockton.statistics.small_area import predict_by_fay_herriot

if TYPE_CHECKING:
    import duckdb

BREAKDOWN = "modelled"
FEWEST_AREAS = 10  # areas with an estimate of their own, below which a model would rest on too little


def read_deprivation_of_wards(connection: "duckdb.DuckDBPyConnection") -> pd.DataFrame:
    """Return by each ward's code its `mean_score` in the latest Indices, and how many `neighbourhoods` it holds.

    The score is what the model knows besides the survey.
    """
    scores = engine.run_query(
        connection,
        "select memberships.area_code, sum(cast(scores.imd_score as decimal(18, 6))) as total, count(*) as parts"
        " from memberships"
        " inner join indices_of_deprivation as scores on memberships.lsoacd = scores.lsoa21cd"
        " where memberships.area_type = 'ward' and memberships.lsoa_vintage = '2021' and memberships.breakdown = 'all'"
        " and scores.period = (select max(period) from indices_of_deprivation where lsoa21cd is not null)"
        " group by memberships.area_code order by memberships.area_code",
    ).to_pandas()
    parts = scores["parts"].astype(float)
    table = scores.assign(mean_score=scores["total"].astype(float) / parts, neighbourhoods=parts)
    return table.set_index("area_code")[["mean_score", "neighbourhoods"]]


def model_ward_observations(
    connection: "duckdb.DuckDBPyConnection",
    shown_observations: pd.DataFrame,
    measures: Mapping[str, Measure],
    ward_vintage: str,
) -> pd.DataFrame:
    """Model the wards' shares of the measures that ask for it, from the wards' own figures that are shown.

    A ward whose figure is hidden is modelled from deprivation, and from its shown figures of other waves, so nothing of
    its answers can be found again.

    Args:
        connection: staged tables, with `memberships` and `areas`.
        shown_observations: observations after disclosure control, with their standard errors.
        measures: the catalogue.
        ward_vintage: the map of the wards that are modelled.
    """
    names = {name for name, measure in measures.items() if isinstance(measure, SurveyMeasure) and measure.modelled}
    own = (
        (shown_observations["area_type"] == AreaType.WARD)
        & (shown_observations["vintage"] == ward_vintage)
        & (shown_observations["breakdown"] == "all")
    )
    direct = shown_observations[own & shown_observations["measure"].isin(names)]
    if direct.empty:
        return pd.DataFrame()
    labels = connection.sql(
        "select area_type, area_code, area_name, vintage from areas where area_type = 'ward'"
        f" and vintage = '{ward_vintage}' order by area_code"
    ).df()
    deprivation = read_deprivation_of_wards(connection)
    whole = (shown_observations["area_type"] == AreaType.BOROUGH) & (shown_observations["breakdown"] == "all")
    borough = shown_observations[whole].set_index(["measure", "period"])["value"]
    filled = [
        part
        for name, rows in direct.groupby("measure", sort=True)
        for part in _model_waves_of_measure(measures[str(name)], rows, labels, deprivation, borough)
        if len(part)
    ]
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame()


def _model_waves_of_measure(
    measure: Measure,
    survey_estimates: pd.DataFrame,
    ward_labels: pd.DataFrame,
    deprivation: pd.DataFrame,
    borough_shares: "pd.Series[float]",
) -> Iterator[pd.DataFrame]:
    """Yield the modelled rows of each wave: of all waves together where that is better, else of the wave alone."""
    codes = ward_labels["area_code"]
    waves = {
        str(period): rows.set_index("area_code").reindex(codes)
        for period, rows in survey_estimates.groupby("period", sort=True)
    }
    enough = {period: wave for period, wave in waves.items() if count_own_estimates(wave) >= FEWEST_AREAS}
    together: dict[str, tuple[Estimate, Floats] | None] = {}
    # Waves that are pooled share respondents: the model would take these for two that agree.
    if isinstance(measure, SurveyMeasure) and measure.pool == 1 and len(enough) >= FEWEST_WAVES:
        of_ward = deprivation.reindex(codes)
        shares = [float(borough_shares.get((measure.name, period), np.nan)) for period in enough]
        modelled = model_waves_together(
            list(enough.values()), of_ward["mean_score"].to_numpy(), of_ward["neighbourhoods"].to_numpy(), shares
        )
        together = dict(zip(enough, modelled, strict=True))
    for period, wave in waves.items():
        if answer := together.get(period):
            rows = _make_modelled_rows(ward_labels, *answer).assign(model_waves=float(len(enough)))
        else:
            rows = model_ward_shares(wave, ward_labels, deprivation["mean_score"])
        yield rows.assign(measure=measure.name, period=period)


def count_own_estimates(survey_estimates: pd.DataFrame) -> int:
    """Count the wards that have an estimate of their own, with a standard error."""
    return int((survey_estimates["value"].notna() & (survey_estimates["standard_error"] > 0)).sum())


def model_ward_shares(
    survey_estimates: pd.DataFrame, ward_labels: pd.DataFrame, deprivation_by_ward: "pd.Series[float]"
) -> pd.DataFrame:
    """Model one question's ward shares from their direct estimates and the wards' deprivation (Fay & Herriot 1979).

    Args:
        survey_estimates: the survey's own estimates, `value` in percent and `standard_error`, in the order of
            `ward_labels`;
            empty
            where a ward has none that is shown.
        ward_labels: the wards.
        deprivation_by_ward: each ward's mean score, by code.

    Returns:
        Rows of observations with the breakdown `modelled`; none where too few wards have an estimate of their own.
    """
    share, error = survey_estimates["value"].to_numpy(float), survey_estimates["standard_error"].to_numpy(float)
    variance = np.where(np.isfinite(share) & (error > 0), error**2, np.nan)
    covariates = np.column_stack(
        [np.ones(len(ward_labels)), ward_labels["area_code"].map(deprivation_by_ward).to_numpy(float)]
    )
    if np.isfinite(variance).sum() < FEWEST_AREAS:
        return pd.DataFrame()
    predicted = predict_by_fay_herriot(share, variance, covariates)
    return _make_modelled_rows(ward_labels, predicted.estimate, predicted.direct_weight)


def _make_modelled_rows(ward_labels: pd.DataFrame, estimate: Estimate, direct_weight: Floats) -> pd.DataFrame:
    """Return the rows of modelled shares, none below 0 or above 100 per cent, with the digits of a share."""
    # They rest on standard errors that are not published, and so show no more digits than a share does.
    numbers: dict[str, Any] = {
        name: np.clip(getattr(estimate, name), 0, 100).round(SHARE_DIGITS) for name in ("value", *LEVELS)
    }
    rows = ward_labels.assign(breakdown=BREAKDOWN, category="Fay–Herriot", **numbers)
    rows["status"] = np.where(estimate.available, Status.PUBLISHED, Status.NOT_AVAILABLE)
    rows["reason"] = estimate.reason
    rows["model_weight"] = np.nan_to_num(direct_weight) * 100
    return rows
