"""The data dictionary: how each measure is made, from its own file, and each column of what it is made from."""

from collections.abc import Mapping
from dataclasses import dataclass

from fairer_stockton.definitions.contract_files import load_row_contract
from fairer_stockton.definitions.framework import Characteristic
from fairer_stockton.definitions.measures import Measure, MeasureOfSums, MeasureSum, PublishedMeasure, SurveyMeasure
from fairer_stockton.definitions.sources import Source
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.table import Table
from fairer_stockton.report.words.figures import write_difference_size
from fairer_stockton.run.vocabulary import Polarity, Statistic

STATISTIC_WORDS = {
    Statistic.PROPORTION: "A share: one sum out of another.",
    Statistic.RATE: "A rate: a count over a population.",
    Statistic.WEIGHTED_MEAN: "A mean: a weighted sum over the sum of the weights.",
    Statistic.PUBLISHED: "Taken as its publisher gives it; never added up.",
    Statistic.SURVEY_SHARE: "A weighted share of survey answers.",
    Statistic.STANDARDISED_RATE: "A rate at the ages of the European Standard Population of 2013.",
    Statistic.LIFE_EXPECTANCY: "Life expectancy at birth by Chiang's abridged life table.",
}
INTERVAL_WORDS = {
    Statistic.PROPORTION: "Wilson’s",
    Statistic.RATE: "Byar’s; exact for small counts",
    Statistic.SURVEY_SHARE: "From the survey’s design (Korn and Graubard)",
    Statistic.STANDARDISED_RATE: "Dobson’s",
    Statistic.LIFE_EXPECTANCY: "From the deaths at each age (Silcocks)",
}
POLARITY_WORDS = {
    Polarity.HIGHER_IS_BETTER: "Higher is better",
    Polarity.LOWER_IS_BETTER: "Lower is better",
    Polarity.NEUTRAL: "Neither higher nor lower is better in itself",
}


@dataclass(frozen=True)
class DictionaryEntry:
    """One measure's page of the dictionary: its facts in the order in which they are read."""

    measure: Measure
    domain: str
    facts: tuple[tuple[str, str], ...]
    sources: tuple[Source, ...]
    used: bool


def list_dictionary_entries(edition: Edition) -> list[DictionaryEntry]:
    """List every measure, in the order of the framework."""
    used = set(edition.observations["measure"])
    return [
        DictionaryEntry(
            measure,
            edition.framework[measure.domain].title,
            tuple(_list_facts_of_measure(measure, edition.definitions.breakdowns)),
            tuple(edition.sources[table] for table in measure.tables),
            measure.name in used,
        )
        for measure in edition.measures.values()
    ]


def _list_facts_of_measure(measure: Measure, breakdowns: Mapping[str, Characteristic]) -> list[tuple[str, str]]:
    facts = [
        ("Framework measure", measure.framework),
        ("Nearest available measure of", measure.proxy_for),
        ("How it is made", STATISTIC_WORDS[measure.statistic]),
        ("Interval", _describe_interval(measure)),
        *_list_facts_of_kind(measure, breakdowns),
        ("Direction", POLARITY_WORDS[measure.polarity]),
        ("Least difference that matters", _write_least_difference(measure)),
        ("Part of the Indices of Deprivation", measure.index_name),
        ("Compared with England", measure.unlike_england),
        ("Compared over time", measure.not_over_time),
        ("Wards and neighbourhoods over time", measure.small_areas_not_over_time),
        ("Unit", measure.unit.replace("_", " ")),
    ]
    return [(name, words) for name, words in facts if words]


def _list_facts_of_kind(measure: Measure, breakdowns: Mapping[str, Characteristic]) -> list[tuple[str, str]]:
    """List what a measure's figures are made of, and what they are split by: of each kind in its own words."""
    match measure:
        case MeasureOfSums(numerator=above, denominator=below):
            split = ", ".join(breakdowns[name].title for name in measure.breakdowns)
            return [
                ("Above the line", _write_sum_as_expression(above)),
                ("Below the line", _write_sum_as_expression(below)),
                ("Split by", split),
            ]
        case SurveyMeasure(answer=answer, pool=pool):
            return [
                ("Counts as yes", answer.yes),
                ("Of all", answer.of),
                ("Waves pooled", str(pool) if pool > 1 else ""),
            ]
        case PublishedMeasure(value=value, breakdown=breakdown):
            return [
                ("Value", value.column),
                ("Rows", _write_expression_unless_trivial(value.where)),
                ("Lower limit", _write_expression_unless_trivial(value.lower_95)),
                ("Upper limit", _write_expression_unless_trivial(value.upper_95)),
                ("Split by", breakdown.name.replace("_", " ") if breakdown else ""),
            ]
    raise TypeError(f"{measure.name} is a {type(measure).__name__}, a kind of measure that this page has no words for")


def _describe_interval(measure: Measure) -> str:
    """Write how the limits of a measure's figures come about, or why there are none."""
    published = measure.value if isinstance(measure, PublishedMeasure) else None
    if published and published.has_limits:
        return "The publisher’s"
    if not measure.chance_interval or measure.statistic == Statistic.WEIGHTED_MEAN:
        return "None"
    if published and not published.has_count:
        return "None: the publisher gives neither limits nor the count"
    return INTERVAL_WORDS.get(
        measure.statistic, INTERVAL_WORDS[Statistic.PROPORTION if measure.unit == "percent" else Statistic.RATE]
    )


def _write_least_difference(measure: Measure) -> str:
    """Write both bounds of the least difference that matters."""
    least, unit = measure.least_difference, "percentage_points" if measure.unit == "percent" else measure.unit
    rest = ", or of what it leaves of 100% where that is less" if measure.unit == "percent" else ""
    return (
        f"{write_difference_size(least.absolute, unit)} and {100 * least.relative:g}% of the figure compared with{rest}"
    )


def _write_sum_as_expression(measure_sum: MeasureSum) -> str:
    where = "" if measure_sum.where == "true" else f" where {measure_sum.where}"
    held = f", held at {measure_sum.held_at}" if measure_sum.held_at else ""
    return f"sum of {measure_sum.sum}{where}, in {measure_sum.table}{held}"


def _write_expression_unless_trivial(expression: str) -> str:
    return "" if expression in ("null", "true") else expression


def make_table_of_columns(source: Source) -> Table:
    """Make the table of a source's staged columns, from the contract that its rows are checked against."""
    from fairer_stockton.schemas.fields import describe_rule_for_missing_values

    model = load_row_contract(source)
    rows = tuple(
        (name, column.description or "", str(column.dtype), describe_rule_for_missing_values(column))
        for name, column in model.to_schema().columns.items()
    )
    return Table(f"Columns of {source.title}", ("Column", "What it holds", "Kind", "An empty cell is"), rows)
