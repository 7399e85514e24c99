"""Survey shares: design-based estimates from respondents, for areas, fifths and groups of people."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from fairer_stockton.definitions.communities import SURVEY
from fairer_stockton.definitions.measures import Measure, SurveyMeasure
from fairer_stockton.definitions.project import Definitions
from fairer_stockton.engine import duckdb as engine
from fairer_stockton.observe.columns import LEVELS
from fairer_stockton.observe.notes import write_design
from fairer_stockton.observe.respondents import DESIGN_COLUMNS, NONE, Respondents, compile_answer, read_respondents
from fairer_stockton.run.vocabulary import AreaType, Status
from fairer_stockton.statistics.survey import SurveyEstimate, compute_survey_share
from fairer_stockton.statistics.survey_design import SurveyDesign, describe_survey_design

if TYPE_CHECKING:
    import duckdb

SHARE_DIGITS = 1  # decimals of a survey's share, and so of all that is made from it
SURVEYED_AREA_TYPES = (AreaType.BOROUGH, AreaType.COMMUNITY_PARTNERSHIP, AreaType.TARGET_AREA, AreaType.WARD)


def compute_survey_observations(
    connection: "duckdb.DuckDBPyConnection", measures: Iterable[Measure], definitions: Definitions
) -> pd.DataFrame:
    """Compute the survey shares of every wave, area, deprivation fifth and group, all questions of a wave together.

    Shares and their limits have `SHARE_DIGITS` decimals, and no row has a weighted sum: many digits of weights that
    hardly two people share would tell of single respondents. Rows carry `base`, how many answered, and
    `standard_error`, which nothing publishes: modelled figures rest on it. Disclosure control hides those of few.
    """
    asked = {measure.name: measure for measure in measures if isinstance(measure, SurveyMeasure)}
    areas = read_areas_of_respondents(connection) if asked else pd.DataFrame()
    parts = [
        frame
        for (table, _), of_survey in _group_measures_by_survey(asked.values()).items()
        for frame in _estimate_shares_of_survey(connection, table, of_survey, areas, definitions)
    ]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def _group_measures_by_survey(measures: Iterable[SurveyMeasure]) -> dict[tuple[str, str], list[SurveyMeasure]]:
    """Group measures by the table that they are of, and who in it."""
    surveys: dict[tuple[str, str], list[SurveyMeasure]] = {}
    for measure in measures:
        surveys.setdefault((measure.answer.table, measure.answer.who), []).append(measure)
    return surveys


def read_survey_answers(
    connection: "duckdb.DuckDBPyConnection", measures: Iterable[SurveyMeasure], definitions: Definitions
) -> Iterator[tuple[pd.DataFrame, list[str], list[str]]]:
    """Yield the respondents of each survey (a row each, an answer a column), its measures, and what it splits by."""
    for (table, _), asked in _group_measures_by_survey(measures).items():
        columns = engine.list_columns(connection, table)
        splits = _list_split_expressions(table, columns, definitions)
        rows = engine.run_query(connection, _compile_survey_statement(table, asked, columns, splits)).to_pandas()
        yield rows, [measure.name for measure in asked], list(splits)


def read_areas_of_respondents(connection: "duckdb.DuckDBPyConnection") -> pd.DataFrame:
    """Read the areas that a respondent of each neighbourhood lies in: of a map, the one that holds most of it."""
    return engine.run_query(
        connection,
        "select lsoacd as lsoa21cd, area_type, area_code, area_name, vintage, breakdown, category, converted_from"
        f" from memberships where lsoa_vintage = '2021' and area_type in {engine.format_sql_list(SURVEYED_AREA_TYPES)}"
        " qualify row_number() over"
        " (partition by lsoacd, area_type, vintage, breakdown order by share desc, area_code) = 1"
        " order by all",
    ).to_pandas()


def _estimate_shares_of_survey(
    connection: "duckdb.DuckDBPyConnection",
    table: str,
    measures: Sequence[SurveyMeasure],
    areas: pd.DataFrame,
    definitions: Definitions,
) -> Iterator[pd.DataFrame]:
    splits = _list_split_expressions(table, engine.list_columns(connection, table), definitions)
    respondents = read_respondents(connection, table, measures, splits)
    enough = definitions.rules.of([table]).few_respondents
    for pool in sorted({measure.pool for measure in measures}):
        places = [place for place, measure in enumerate(measures) if measure.pool == pool]
        names = [measures[place].name for place in places]
        for period, rows in _pool_waves(respondents.select_questions(places), pool):
            design, remark = _describe_sampling_design(rows), _describe_design(rows)
            # One after the other: the numbers of each take eight bytes a respondent.
            for groups in chain(_number_areas_of_respondents(rows, areas), _number_groups_of_respondents(rows, areas)):
                estimates = compute_survey_share(design, rows.answers, groups[0], len(groups[1]))
                yield _convert_survey_estimates_to_rows(estimates, names, period, groups[1], enough).assign(
                    design=remark
                )


def _compile_survey_statement(
    table: str,
    measures_and_answers: list[SurveyMeasure],
    table_columns: Collection[str],
    split_expressions: Mapping[str, str],
) -> str:
    """Return each row's design, characteristics and answers: 1, 0, or null where the question has no answer."""
    design = (
        name if name in table_columns else f"cast(null as {kind}) as {name}" for name, kind in DESIGN_COLUMNS.items()
    )
    answers = ",\n    ".join(f"{compile_answer(measure)} as {measure.name}" for measure in measures_and_answers)
    groups = ",\n    ".join((*design, *(f"{expression} as {name}" for name, expression in split_expressions.items())))
    return (
        f"select\n    period,\n    lsoa21cd,\n    cast(weight as double) as weight,\n"
        f"    {groups},\n    {answers}\nfrom {table}\norder by period, source_file, source_row"
    )


def compile_answers_statement(measure: SurveyMeasure, table_columns: Collection[str]) -> str:
    """Compile the statement that reads the answers to one measure's question, with how respondents were drawn."""
    return _compile_survey_statement(measure.answer.table, [measure], table_columns, {})


def _list_split_expressions(table: str, table_columns: Collection[str], definitions: Definitions) -> dict[str, str]:
    """Return the SQL of each characteristic that a table has and, in the residents' survey, of each community."""
    communities = definitions.communities.values() if table == SURVEY else ()
    known = {name: name for name in definitions.breakdowns if name in table_columns}
    return known | {community.name: community.member for community in communities}


def pool_waves(respondents: pd.DataFrame, waves_per_pool: int) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield each wave or, where a measure pools them, each run of adjacent waves; a wave's strata stay its own."""
    waves = sorted(respondents["period"].unique())
    for last in range(waves_per_pool, len(waves) + 1):
        together = waves[last - waves_per_pool : last]
        yield " and ".join(together), respondents[respondents["period"].isin(together)]


def _pool_waves(respondents: Respondents, waves_per_pool: int) -> Iterator[tuple[str, Respondents]]:
    """Yield the respondents of each wave, or of each run of adjacent ones, as `pool_waves` does."""
    waves = respondents.waves.words
    for last in range(waves_per_pool, len(waves) + 1):
        together = waves[last - waves_per_pool : last]
        yield " and ".join(together), respondents.select_waves(together)


def _describe_sampling_design(respondents: Respondents) -> SurveyDesign:
    """Describe how respondents were drawn, in each wave apart; who has no sampling point is a point alone."""
    wave, strata, points = respondents.waves.numbers, respondents.strata, respondents.points
    stratum = wave * len(strata.words) + strata.numbers
    alone = points.numbers == NONE
    point = None if alone.all() else wave * len(points.words) + points.numbers
    if point is not None:
        point[alone] = point.max() + 1 + np.flatnonzero(alone)
    return describe_survey_design(
        _scale_weights_of_pooled_waves(respondents),
        stratum=stratum,
        psu=point,
        population_size=respondents.points_in_stratum,
        cluster_size=np.where(alone, 1.0, respondents.people_in_point),
        nest=True,
    )


def _scale_weights_of_pooled_waves(respondents: Respondents) -> NDArray[np.float64]:
    """Scale the weights of pooled waves to one mean: a wave then counts by its respondents, whatever its scale."""
    weights, wave = respondents.weights, respondents.waves.numbers
    if len(present := np.unique(wave)) == 1:
        return weights
    means = np.full(len(respondents.waves.words), np.nan)
    means[present] = pd.Series(weights).groupby(wave).mean()
    return weights / means[wave]


def _describe_design(respondents: Respondents) -> str:
    """Return what a reader must know of the design: scaled weights, and respondents without a sampling point."""
    wave, waves = respondents.waves.numbers, respondents.waves.words
    everyone = np.bincount(wave, minlength=len(waves))
    alone = np.bincount(wave[respondents.points.numbers == NONE], minlength=len(waves))
    some = {waves[number]: int(alone[number]) for number in np.flatnonzero((alone > 0) & (alone < everyone)).tolist()}
    return write_design(int((everyone > 0).sum()), some)


Groups = tuple[np.ndarray[Any, Any], pd.DataFrame]


def _number_areas_of_respondents(respondents: Respondents, areas: pd.DataFrame) -> Iterator[Groups]:
    """Number the areas of each map, and the fifths; a respondent lies in at most one of each.

    Those without a neighbourhood lie in the borough, and are one more part of it.
    """
    homes = pd.Series(respondents.homes.words)
    for _, of_map in areas.groupby(["area_type", "vintage", "breakdown"], sort=True):
        labels = of_map.drop(columns="lsoa21cd").drop_duplicates().reset_index(drop=True)
        number = of_map.merge(labels.assign(number=labels.index), on=list(labels.columns)).set_index("lsoa21cd")[
            "number"
        ]
        yield homes.map(number).fillna(NONE).to_numpy(int)[respondents.homes.numbers], labels


def _number_groups_of_respondents(respondents: Respondents, areas: pd.DataFrame) -> Iterator[Groups]:
    """Number the groups of each characteristic or community, in the borough as a whole."""
    borough = areas[areas["area_type"] == AreaType.BOROUGH].iloc[0][["area_type", "area_code", "area_name", "vintage"]]
    for name, groups in respondents.groups.items():
        if (groups.numbers != NONE).any():
            yield groups.numbers, pd.DataFrame({"category": groups.words}).assign(breakdown=name, **borough)


def _convert_survey_estimates_to_rows(
    estimates: SurveyEstimate, measure_names: list[str], period: str, group_labels: pd.DataFrame, low_base_limit: int
) -> pd.DataFrame:
    """Return the estimates of one partition of the respondents as observations."""
    shape = estimates.estimate.value.shape
    frame = group_labels.loc[np.repeat(group_labels.index, shape[1])].reset_index(drop=True)
    base = estimates.unweighted_base.ravel()
    available = estimates.estimate.available.ravel()
    frame["value"] = estimates.estimate.value.ravel()
    for level in LEVELS:
        frame[level] = getattr(estimates.estimate, level).ravel()
    frame[["value", *LEVELS]] = frame[["value", *LEVELS]].round(SHARE_DIGITS)
    frame[["numerator", "denominator"]] = np.nan
    frame["measure"] = np.tile(measure_names, shape[0])
    frame["period"] = period
    few = base < low_base_limit
    frame["status"] = np.select(
        [available & ~few, available], [Status.PUBLISHED, Status.LOW_BASE], Status.NOT_AVAILABLE
    )
    frame["reason"] = estimates.estimate.reason.ravel()
    frame["base"] = base
    frame["standard_error"] = estimates.standard_error.ravel()
    return frame[base > 0]
