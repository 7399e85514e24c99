"""Modelled ward figures: a small survey helped by what is known of each ward, beside its own estimate and labelled."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from fairer_stockton.definitions.measures import Measure, SurveyMeasure
from fairer_stockton.engine import duckdb as engine
from fairer_stockton.observe.columns import LEVELS
from fairer_stockton.run.vocabulary import AreaType, Status
from fairer_stockton.statistics.small_area import predict_by_fay_herriot

if TYPE_CHECKING:
    import duckdb

BREAKDOWN = "modelled"
FEWEST_AREAS = 10  # areas with an estimate of their own, below which a model would rest on too little


def read_mean_deprivation_of_wards(connection: "duckdb.DuckDBPyConnection") -> "pd.Series[float]":
    """Return each ward's mean score in the latest Indices, by code: what the model knows besides the survey."""
    scores = engine.run_query(
        connection,
        "select memberships.area_code, sum(cast(scores.imd_score as decimal(18, 6))) as total, count(*) as parts"
        " from memberships"
        " inner join indices_of_deprivation as scores on memberships.lsoacd = scores.lsoa21cd"
        " where memberships.area_type = 'ward' and memberships.lsoa_vintage = '2021' and memberships.breakdown = 'all'"
        " and scores.period = (select max(period) from indices_of_deprivation where lsoa21cd is not null)"
        " group by memberships.area_code order by memberships.area_code",
    ).to_pandas()
    return scores.set_index("area_code").pipe(lambda table: table["total"].astype(float) / table["parts"])


def model_ward_observations(
    connection: "duckdb.DuckDBPyConnection",
    shown_observations: pd.DataFrame,
    measures: Mapping[str, Measure],
    ward_vintage: str,
) -> pd.DataFrame:
    """Model the wards' shares of the measures that ask for it, from the wards' own figures that are shown.

    A ward whose figure is hidden is modelled from deprivation alone, so nothing of its answers can be found again.

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
    deprivation = read_mean_deprivation_of_wards(connection)
    parts = [
        model_ward_shares(rows.set_index("area_code").reindex(labels["area_code"]), labels, deprivation).assign(
            measure=str(name), period=str(period)
        )
        for (name, period), rows in direct.groupby(["measure", "period"], sort=True)
    ]
    filled = [part for part in parts if len(part)]
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame()


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
    limits: dict[str, Any] = {level: np.clip(getattr(predicted.estimate, level), 0, 100) for level in LEVELS}
    rows = ward_labels.assign(
        breakdown=BREAKDOWN, category="Fay–Herriot", value=np.clip(predicted.estimate.value, 0, 100), **limits
    )
    available = predicted.estimate.available
    rows["status"] = np.where(available, Status.PUBLISHED, Status.NOT_AVAILABLE)
    rows["reason"] = predicted.estimate.reason
    rows["model_weight"] = np.nan_to_num(predicted.direct_weight) * 100
    return rows
