"""How one figure is made, in words: its definition, files, sums, formula, limits, comparison, and what is hidden."""

import difflib
import inspect
import math
import textwrap
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fairer_stockton.definitions.disclosure_rules import DisclosureRules
from fairer_stockton.definitions.measures import (
    CountedAnswer,
    Measure,
    MeasureByAge,
    MeasureOfSums,
    Part,
    PublishedMeasure,
    PublishedValue,
    SummedMeasure,
    SurveyMeasure,
)
from fairer_stockton.definitions.project import Definitions
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.sources import Source
from fairer_stockton.definitions.units import write_with_unit
from fairer_stockton.geography.areas import AREA_TYPE_NAMES
from fairer_stockton.measure.results import list_measured_table_paths
from fairer_stockton.run.errors import CatalogueError, MissingSourceError
from fairer_stockton.run.fingerprints import read_stamp
from fairer_stockton.run.vocabulary import Comparison, DisclosureMethod, Polarity, Statistic, Status
from fairer_stockton.schemas.nations import ENGLAND

if TYPE_CHECKING:
    import pandas as pd

WIDTH = 110
POLARITIES = {
    Polarity.HIGHER_IS_BETTER: "higher is better",
    Polarity.LOWER_IS_BETTER: "lower is better",
    Polarity.NEUTRAL: "neither higher nor lower is better in itself",
}
COMPARISONS = {
    **{word: f"Clearly {word}" for word in (Comparison.BETTER, Comparison.WORSE, Comparison.HIGHER, Comparison.LOWER)},
    Comparison.ABOUT_THE_SAME: "Clearly different, but by less than matters",
    Comparison.SIMILAR: "No clear difference",
    Comparison.NOT_COMPARED: "No comparison is made",
}
# How the line of each part of a measure opens, by key of its file.
PART_TITLES = {
    "numerator": "Above the line",
    "denominator": "Below the line",
    "answer": "A yes",
    "value": "Taken as published",
}


def explain_figure_of_measure(
    settings: Settings, measure_name: str, area_code_or_name: str | None = None, period: str | None = None
) -> str:
    """Return how one figure is made, as text to read: first the figure, then what it rests on, step by step.

    Args:
        settings: whose results are read; `measure` must have made them.
        measure_name: the name of the measure's file.
        area_code_or_name: code or name of an area; the borough where None.
        period: as the results have it; the latest where None.

    Raises:
        CatalogueError: there is no such measure, or no figure of it for the area or period; near names are listed.
        MissingSourceError: nothing has been measured yet.
    """
    definitions = settings.definitions
    measures, sources = definitions.measures_with_sources, definitions.sources
    if measure_name not in measures:
        raise _make_unknown_name_error("measures", measure_name, measures)
    measure = measures[measure_name]
    observed = _read_observations_of_measure(settings.measures, measure_name)
    rows = _select_rows_of_figure(
        observed, settings.authority if area_code_or_name is None else area_code_or_name, period
    )
    first = rows.iloc[0]
    sections = {
        "What it is": _describe_measure_definition(measure),
        "Where it comes from": [
            line for table in measure.tables for line in _describe_source_and_files(settings.staged, sources[table])
        ],
        "How it is added up": _describe_sums_behind_figure(measure, rows),
        "The formula": _describe_formula(measure),
        "The interval": [_describe_interval_of_figure(measure, row) for row in _convert_rows_to_dicts(rows)],
        "What it is compared with": _describe_comparison_with_england(measure, observed, rows),
        "What is hidden": _describe_hidden_figures(measure, definitions, observed, rows),
        "The SQL": _list_sql_statements(settings.staged, measure, definitions),
    }
    title = f"{measure.title}: {first['area_name']}, {first['period']}"
    answer = [title, *(_describe_figure_and_limits(row) for row in _convert_rows_to_dicts(rows))]
    answer += [_wrap_lines(f"Note: {first['note']}.")] if first["note"] else []
    body = [f"{heading}\n{textwrap.indent(chr(10).join(lines), '  ')}" for heading, lines in sections.items()]
    return "\n\n".join(["\n".join(answer), *body]) + "\n"


def _read_observations_of_measure(folder: Path, measure_name: str) -> "pd.DataFrame":
    """Read the measure's observations, as disclosure control left them."""
    import pandas as pd

    path = list_measured_table_paths(folder)["observations"]
    if not path.is_file():
        raise MissingSourceError(file=path, found="no results", remedy="run `make measure` first")
    return pd.read_parquet(path, filters=[("measure", "==", measure_name)])


def _select_rows_of_figure(
    observations_of_measure: "pd.DataFrame", area_code_or_name: str, period: str | None
) -> "pd.DataFrame":
    """Return the rows of one area and period: that of everyone or, where the measure has none, of every group."""
    names = observations_of_measure["area_name"].str.casefold()
    inside = observations_of_measure[
        (observations_of_measure["area_code"] == area_code_or_name) | (names == area_code_or_name.casefold())
    ]
    if inside.empty:
        raise _make_unknown_name_error(
            "area", area_code_or_name, {*observations_of_measure["area_name"], *observations_of_measure["area_code"]}
        )
    # A name can stand for a ward on two maps, or for areas of two kinds: the first kind, on its latest map.
    kind = min(inside["area_type"], key=list(AREA_TYPE_NAMES).index)
    inside = inside[inside["area_type"] == kind]
    inside = inside[inside["vintage"] == inside["vintage"].max()]
    if (inside["breakdown"] == "all").any():
        inside = inside[inside["breakdown"] == "all"]
    wanted = inside["period"].max() if period is None else period
    rows = inside[inside["period"] == wanted]
    if rows.empty:
        raise _make_unknown_name_error("period", wanted, inside["period"].unique())
    return rows


def _make_unknown_name_error(kind_of_name: str, name: str, known_names: Iterable[str]) -> CatalogueError:
    """Make the refusal of a name that there is not, with those nearest to it."""
    known_names = sorted(set(known_names))
    near = difflib.get_close_matches(name, known_names, n=5, cutoff=0.5) or known_names[:5]
    remedy = f"ask for another, such as {', '.join(near)}"
    return CatalogueError(**{kind_of_name: name}, found="no figure of it", remedy=remedy)


def _describe_figure_and_limits(row: Mapping[str, Any]) -> str:
    """Write the figure, with the group it is of, its limits and whether it is invented."""
    group = "" if row["category"] == "all" else f"{row['category']}: "
    if math.isnan(row["value"]):
        return f"{group}no figure is shown ({row['status'].replace('_', ' ')})"
    limits = (
        ""
        if math.isnan(row["lower_95"])
        else f" (95% interval {_format_number(row['lower_95'])} to {_format_number(row['upper_95'])})"
    )
    marks = [" low base: it rests on few answers"] if row["status"] == Status.LOW_BASE else []
    marks += [" from the generated sample: the value is invented"] if row["synthetic"] else []
    return f"{group}{write_with_unit(row['value'], row['unit'])}{limits}{';'.join(('', *marks))}"


def _describe_measure_definition(measure: Measure) -> list[str]:
    """Write the measure's words and file."""
    nearest = f" This is the nearest available measure. Asked for: {measure.proxy_for}" if measure.proxy_for else ""
    lines = [measure.question, f"Framework measure: {measure.framework}.{nearest}"]
    lines += [f"Unit: {measure.unit.replace('_', ' ')}; {POLARITIES[measure.polarity]}.", *measure.caveats]
    return [*map(_wrap_lines, lines), f"Defined in {measure.path}"]


def _describe_source_and_files(staged: Path, source: Source) -> list[str]:
    """Write a source's publisher and the files that its staged table was read from, each with its sum."""
    table = staged / f"{source.name}.parquet"
    lines = [_wrap_lines(f"{source.publisher}: {source.title} ({source.licence}; {source.page or 'no page'})")]
    for name, period, total, synthetic in read_stamp(table).get("inputs", ()):
        lines.append(f"  {period}: {name}{' (generated sample)' if synthetic else ''}\n    sha256 {total}")
    return [*lines, f"Read into the staged table {source.name}: {table}"]


def _describe_sums_behind_figure(measure: Measure, rows: "pd.DataFrame") -> list[str]:
    """Write what is counted and the two sums of each row, as far as they are shown."""
    lines = [
        _wrap_lines(f"{PART_TITLES[key]}: {_write_part(part)}")
        for key, part in measure.parts.items()
        if key in PART_TITLES
    ]
    return [*lines, *(_describe_calculation(measure, row) for row in _convert_rows_to_dicts(rows))]


def _write_part(part: Part) -> str:
    """Write which rows of which table a part of a measure counts, and what of them."""
    if isinstance(part, CountedAnswer):
        return f"{part.yes}, of rows where {part.of} in {part.table}."
    where = "" if part.where == "true" else f", of rows where {part.where}"
    if isinstance(part, PublishedValue):
        return f"{part.column} in {part.table}{where}."
    held = f", always at {part.held_at}" if part.held_at else ""
    return f"sum of {part.sum} in {part.table}{where}{held}."


def _describe_calculation(measure: Measure, row: Mapping[str, Any]) -> str:
    """Write how the two sums make the figure."""
    above, below, value = row["numerator"], row["denominator"], row["value"]
    if math.isnan(value) or math.isnan(above) and math.isnan(below):
        if isinstance(measure, SurveyMeasure):
            return "The weighted share of those who answered; the sums of their weights are not shown."
        return "Neither sum is shown." if isinstance(measure, MeasureOfSums) else "No counts are published with it."
    sums = " and ".join(
        f"{_format_number(amount)} {words} the line"
        for amount, words in ((above, "above"), (below, "below"))
        if not math.isnan(amount)
    )
    if isinstance(measure, MeasureByAge):
        return f"In all {sums}; the figure is made age by age."
    if isinstance(measure, PublishedMeasure):
        return f"Published with {sums}."
    scale = "" if measure.per == 1 else f" × {measure.per:,.0f}"
    return f"{_format_number(above)} ÷ {_format_number(below)}{scale} = {_format_number(value)}"


def _describe_formula(measure: Measure) -> list[str]:
    """Write the documentation of the functions that make the figure and its interval: formula and source."""
    functions = _list_statistics_functions(measure)
    if not functions:
        taken = (
            "taken as the publisher gives it" if isinstance(measure, PublishedMeasure) else "the one sum over the other"
        )
        return [f"There is none of ours: the figure is {taken}."]
    lines = []
    for function in functions:
        words = inspect.cleandoc(function.__doc__ or "").split("\n\nArgs:")[0]
        path = "/".join(function.__module__.split("."))
        lines += [f"{function.__name__}, in {path}.py:", textwrap.indent(words, "  ")]
    return lines


def _list_statistics_functions(measure: Measure) -> tuple[Callable[..., Any], ...]:
    """Return the functions of `statistics` that make a measure's figures and their intervals."""
    from fairer_stockton.statistics.life_expectancy import compute_life_expectancy
    from fairer_stockton.statistics.proportions import compute_wilson_proportion
    from fairer_stockton.statistics.rates import compute_rate, poisson_limits
    from fairer_stockton.statistics.standardisation import compute_directly_standardised_rate
    from fairer_stockton.statistics.survey import compute_survey_share
    from fairer_stockton.statistics.survey_intervals import compute_share_interval

    if isinstance(measure, PublishedMeasure) and measure.limits_are_ours(measure.value):
        return (compute_wilson_proportion,) if measure.unit == "percent" else (compute_rate, poisson_limits)
    return {
        Statistic.PROPORTION: (compute_wilson_proportion,),
        Statistic.RATE: (compute_rate, poisson_limits),
        Statistic.SURVEY_SHARE: (compute_survey_share, compute_share_interval),
        Statistic.LIFE_EXPECTANCY: (compute_life_expectancy,),
        Statistic.STANDARDISED_RATE: (compute_directly_standardised_rate, poisson_limits),
    }.get(measure.statistic, ())


def _describe_interval_of_figure(measure: Measure, row: Mapping[str, Any]) -> str:
    """Write the 95 % and 99.8 % limits, or why there are none."""
    if not math.isnan(row["lower_95"]):
        ours = not (isinstance(measure, PublishedMeasure) and measure.value.has_limits)
        wider = f"; 99.8%: {_format_number(row['lower_998'])} to {_format_number(row['upper_998'])}"
        return (
            f"{'Ours' if ours else 'The publisher’s'}. 95%: {_format_number(row['lower_95'])} to "
            f"{_format_number(row['upper_95'])}"
            f"{'' if math.isnan(row['lower_998']) else wider}"
        )
    if math.isnan(row["value"]):
        return "None: there is no figure."
    if measure.estimated:
        return "None: a model of the publisher’s makes the figure, and chance alone is not what it can be wrong by."
    if measure.statistic == Statistic.WEIGHTED_MEAN:
        return "None: how far chance could move such a mean is not known."
    return "None: the publisher gives neither limits nor the count."


def _describe_comparison_with_england(
    measure: Measure, observations_of_measure: "pd.DataFrame", rows: "pd.DataFrame"
) -> list[str]:
    """Write England's figure of the same period, what the comparison comes to, and the trend."""
    lines = []
    for row in _convert_rows_to_dicts(rows):
        same = observations_of_measure[["period", "breakdown", "category"]] == [
            row["period"],
            row["breakdown"],
            row["category"],
        ]
        england = observations_of_measure.loc[
            same.all(axis=1) & (observations_of_measure["area_code"] == ENGLAND), "value"
        ].dropna()
        figure = write_with_unit(england.iloc[0], row["unit"]) if len(england) else "no figure"
        reason = (
            _describe_why_not_compared(measure, row, bool(len(england)))
            if row["comparison"] == Comparison.NOT_COMPARED
            else ""
        )
        lines.append(f"England in the same period: {figure}. {COMPARISONS[row['comparison']]}{reason}.")
        lines.append(f"Trend: {row['trend'].replace('_', ' ')}. {measure.not_over_time}")
    unit = "percentage_points" if measure.unit == "percent" else measure.unit
    least = measure.least_difference
    lines.append(
        f"A difference matters from {write_with_unit(least.absolute, unit)} up, if it is {100 * least.relative:g}% "
        "of the figure compared with, too."
    )
    return [*map(_wrap_lines, lines)]


def _describe_why_not_compared(measure: Measure, row: Mapping[str, Any], england_is_known: bool) -> str:
    """Return why a figure is not compared with England's, to be added to that it is not."""
    if row["area_code"] == ENGLAND:
        return ": this is England"
    if measure.unlike_england:
        return f": {measure.unlike_england.rstrip('.')}"
    if not england_is_known:
        return ""
    return ": a model of the publisher’s makes the figure" if measure.estimated else ": the figure has no interval"


def _describe_hidden_figures(
    measure: Measure, definitions: Definitions, observations_of_measure: "pd.DataFrame", rows: "pd.DataFrame"
) -> list[str]:
    """Write by which rules figures are hidden, and how many of this measure are."""
    closed = [table for table in measure.tables if table in definitions.supplied]
    hidden = int((observations_of_measure["status"] == Status.SUPPRESSED).sum())
    this = "is" if (rows["status"] == Status.SUPPRESSED).any() else "is not"
    number = (
        f"Hidden are {hidden:,} of the measure's {len(observations_of_measure):,} figures; this {this} one of them."
    )
    if not closed:
        return [_wrap_lines(f"Every source is open data, so we hide nothing; a publisher may. {number}")]
    rules = _describe_disclosure_rules(measure, definitions.rules.of(closed))
    return [_wrap_lines(f"Not open data: {', '.join(closed)}. {rules}"), number]


def _describe_disclosure_rules(measure: Measure, rules: DisclosureRules) -> str:
    """Write the rules in force for figures that rest on these sources, none of them open."""
    if rules.method == DisclosureMethod.ROUNDING:
        return f"Counts are shown as multiples of {rules.rounded_to}."
    small = f"A count of fewer than {rules.fewest_counted} is hidden"
    if isinstance(measure, SurveyMeasure):
        few = f"one on fewer than {rules.few_respondents} is marked as a low base"
        small = (
            f"A figure on fewer than {rules.fewest_respondents} answers, or {rules.fewest_answers} on either side, is "
            f"hidden, {few}"
        )
    if measure.statistic == Statistic.WEIGHTED_MEAN:
        small += f", and a sum of which the largest {rules.dominant} make up more than {100 * rules.dominant_share:g}%"
    return f"{small}; so is any from which a hidden one could be worked out (docs/disclosure.md)."


def _list_sql_statements(staged: Path, measure: Measure, definitions: Definitions) -> list[str]:
    """Write the SQL that is run for the measure, for it alone: where a table serves many, they are summed together."""
    return [
        f"-- over {table}\n{statement}"
        for table in measure.tables
        for statement in _compile_statements_over_table(
            measure, table, _list_columns_of_staged_table(staged, table), definitions
        )
    ]


def _list_columns_of_staged_table(staged: Path, table: str) -> list[str]:
    """Return the columns of a staged table."""
    from pyarrow import parquet

    return list(parquet.read_schema(staged / f"{table}.parquet").names)


def _compile_statements_over_table(
    measure: Measure, table: str, table_columns: Collection[str], definitions: Definitions
) -> list[str]:
    """Compile the statements over one table."""
    from fairer_stockton.observe.by_age import BAND
    from fairer_stockton.observe.sums import compile_published_statement, compile_sums_statement, group_sums_by_table
    from fairer_stockton.observe.surveyed import compile_answers_statement

    if isinstance(measure, SurveyMeasure):
        return [compile_answers_statement(measure, table_columns)]
    if isinstance(measure, PublishedMeasure):
        values = [value for value in measure.parts.values() if value.table == table]
        return [
            compile_published_statement(table, [(measure, value)], table_columns, definitions.national)
            for value in values
        ]
    by = (BAND,) if isinstance(measure, MeasureByAge) else ()
    unplaced = definitions.sources[table].supplied and isinstance(measure, SummedMeasure)
    areas = definitions.national.maps.smallest_areas_in(table_columns)
    return [compile_sums_statement(table, group_sums_by_table([measure])[table], areas, by, with_unplaced=unplaced)]


def _format_number(value: float) -> str:
    """Write a number with as many decimal places as it needs, at most two."""
    return f"{value:,.2f}".removesuffix("0").removesuffix(".0") if value % 1 else f"{value:,.0f}"


def _convert_rows_to_dicts(rows: "pd.DataFrame") -> list[dict[str, Any]]:
    return rows.to_dict("records")  # type: ignore[return-value]


def _wrap_lines(text: str) -> str:
    return textwrap.fill(text, WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
