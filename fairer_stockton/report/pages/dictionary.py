"""The data dictionary: how each measure is made, from its own file, and each column of what it is made from."""

from collections.abc import Mapping
from dataclasses import dataclass

from fairer_stockton.definitions.contract_files import load_row_contract
from fairer_stockton.definitions.framework import Characteristic
from fairer_stockton.definitions.measures import Measure, MeasureSum
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
class Entry:
    """One measure's page of the dictionary: its facts in the order in which they are read."""

    measure: Measure
    domain: str
    facts: tuple[tuple[str, str], ...]
    sources: tuple[Source, ...]
    used: bool


def list_dictionary_entries(edition: Edition) -> list[Entry]:
    """List every measure, in the order of the framework."""
    used = set(edition.observations["measure"])
    return [
        Entry(
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
        ("Stands in for", measure.proxy_for),
        ("How it is made", STATISTIC_WORDS[measure.statistic]),
        ("Interval", _describe_interval(measure)),
        ("Above the line", _write_sum_as_expression(measure.numerator)),
        ("Below the line", _write_sum_as_expression(measure.denominator)),
    ]
    if measure.answer:
        facts += [("Counts as yes", measure.answer.yes), ("Of all", measure.answer.of)]
    if measure.value:
        facts += [("Value", measure.value.column), ("Rows", _write_expression(measure.value.where))]
        facts += [
            ("Lower limit", _write_expression(measure.value.lower_95)),
            ("Upper limit", _write_expression(measure.value.upper_95)),
        ]
    by = [breakdowns[name].title for name in measure.breakdowns]
    by += [measure.breakdown.name.replace("_", " ")] if measure.breakdown else []
    facts += [
        ("Split by", ", ".join(by)),
        ("Waves pooled", str(measure.pool) if measure.pool > 1 else ""),
        ("Direction", POLARITY_WORDS[measure.polarity]),
        ("Least difference that matters", _write_least_difference(measure)),
        ("Part of the Indices of Deprivation", measure.index),
        ("Compared with England", measure.unlike_england),
        ("Compared over time", measure.not_over_time),
        ("Unit", measure.unit.replace("_", " ")),
    ]
    return [(name, words) for name, words in facts if words]


def _describe_interval(measure: Measure) -> str:
    """Write how the limits of a measure's figures come about, or why there are none."""
    published = measure.value
    if published and published.lower_95 != "null":
        return "The publisher’s"
    if not measure.chance_interval or measure.statistic == Statistic.WEIGHTED_MEAN:
        return "None"
    if published and published.numerator == "null":
        return "None: the publisher gives neither limits nor the count"
    return INTERVAL_WORDS.get(
        measure.statistic, INTERVAL_WORDS[Statistic.PROPORTION if measure.unit == "percent" else Statistic.RATE]
    )


def _write_least_difference(measure: Measure) -> str:
    """Write both bounds of the least difference that matters."""
    least, unit = measure.least, "percentage_points" if measure.unit == "percent" else measure.unit
    rest = ", or of what it leaves of 100% where that is less" if measure.unit == "percent" else ""
    return (
        f"{write_difference_size(least.absolute, unit)} and {100 * least.relative:g}% of the figure compared with{rest}"
    )


def _write_sum_as_expression(part: MeasureSum | None) -> str:
    if part is None:
        return ""
    where = "" if part.where == "true" else f" where {part.where}"
    held = f", held at {part.held_at}" if part.held_at else ""
    return f"sum of {part.sum}{where}, in {part.table}{held}"


def _write_expression(expression: str) -> str:
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
