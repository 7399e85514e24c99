"""What an edition's files show by themselves: numbers of hidden figures, small counts, surveys told too finely."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from fairer_stockton.auditor.bounds import CLOSE
from fairer_stockton.auditor.counts import is_confidential_count
from fairer_stockton.auditor.forms import SUPPRESSED
from fairer_stockton.auditor.quantities import RequiredRangeWidths
from fairer_stockton.definitions.measures import Measure
from fairer_stockton.editions.published import PublishedEdition
from fairer_stockton.run.vocabulary import Comparison, Statistic, Trend
from fairer_stockton.schemas.results.observations import OBSERVATION_KEY, OBSERVATION_NUMBERS

KEY, NUMBERS = list(OBSERVATION_KEY), list(OBSERVATION_NUMBERS)
TENTHS = 10.0  # of a percentage point: a survey's shares and their limits are told in whole ones
SHARES = [name for name in NUMBERS if name == "value" or name.startswith(("lower", "upper"))]


def find_leaked_figures_and_disagreements_in_csv(edition: PublishedEdition, figures: pd.DataFrame) -> Iterator[str]:
    """Yield the numbers of hidden figures that are shown, and the figures of which the CSV files disagree."""
    hidden = figures["status"] == SUPPRESSED
    has_numbers = figures[NUMBERS].notna().any(axis=1) | (figures["comparison"] != Comparison.NOT_COMPARED)
    telling = figures[
        hidden & (has_numbers | (figures["trend"] != Trend.NOT_CALCULATED) | figures["note"].str.contains(r"\d"))
    ]
    yield from (
        f"csv/observations.csv gives a number of a hidden figure: {label_figure(row)}" for row in iterate_rows(telling)
    )
    again = edition.read_observations_of_domains()
    columns_compared = ["status", "note", "comparison", "trend", "rounded_to", "leaves_out", *NUMBERS]
    columns = [*KEY, *columns_compared]
    both = edition.observations[columns].merge(
        again[columns], on=KEY, how="outer", suffixes=("", "_again"), indicator=True
    )
    differ = both["_merge"] != "both"
    for name in columns_compared:
        differ |= (both[name] != both[f"{name}_again"]) & ~(both[name].isna() & both[f"{name}_again"].isna())
    yield from (f"the CSV files do not say the same of {label_figure(row)}" for row in iterate_rows(both[differ]))


def find_small_counts_shown(
    figures: pd.DataFrame,
    measures: Mapping[str, Measure],
    closed_source_vintages: Mapping[str, str],
    widths: RequiredRangeWidths,
) -> Iterator[str]:
    """Yield the counts that are shown and too small to be."""
    answers = figures["base"]
    few = answers < widths.answered
    few |= figures["left_out"] < pd.Series(widths.counted, figures.index).mask(answers.notna(), widths.answered)
    for part in ("numerator", "denominator"):
        counted = (
            figures["measure"]
            .map(lambda name, part=part: is_confidential_count(measures[name], part, closed_source_vintages))
            .astype(bool)
        )
        few |= counted & (figures[part] > 0) & (figures[part] < widths.counted)
        if part == "denominator":
            # What is left of a proportion is people too: 48 of 50 reveals the two others.
            rest = figures["denominator"] - figures["numerator"]
            share = counted & (figures["statistic"] == Statistic.PROPORTION)
            few |= share & (rest > CLOSE) & (rest < widths.counted)
    yield from (f"a count too small to show is shown: {label_figure(row)}" for row in iterate_rows(figures[few]))


def find_surveys_shown_too_finely(rows_of_closed_sources: pd.DataFrame) -> Iterator[str]:
    """Yield the rows of surveys that tell more than a share to one decimal, and shares of nobody or of everybody.

    A weighted sum, or more digits of a share, is a fingerprint of the weights of those who answered.
    """
    rows = rows_of_closed_sources[rows_of_closed_sources["statistic"] == Statistic.SURVEY_SHARE]
    summed = rows[["numerator", "denominator"]].notna().any(axis=1)
    shares = rows[SHARES] * TENTHS
    fine = ((shares - shares.round()).abs() > CLOSE).any(axis=1)
    extreme = rows["value"].isin([0.0, 100.0]) & (rows["breakdown"] != "modelled")
    for mark, words in (
        (summed, "a survey's figure has a weighted sum"),
        (fine, "a survey's figure has more than one decimal"),
        (extreme, "a survey's figure says that nobody, or everybody, answered yes"),
    ):
        yield from (f"{words}: {label_figure(row)}" for row in iterate_rows(rows[mark]))


def iterate_rows(table: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table, each by the names of its columns."""
    return ({str(name): cell for name, cell in row.items()} for row in table.to_dict("records"))


def label_figure(row: Mapping[str, Any]) -> str:
    """Return a label of a figure for a message."""
    group = "" if row.get("category", "all") == "all" else f", {row['category']}"
    area = f"{row['area_type']} {row['area_code']} on the map of {row['vintage']}{group}"
    return f"{row['measure']}, {area}, {row['period']}"
