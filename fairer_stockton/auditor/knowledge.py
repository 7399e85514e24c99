"""What an attacker can put together: which published figures are sums of which unknown counts."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from fairer_stockton.auditor.counts import make_amount_puzzle, make_count_puzzle
from fairer_stockton.auditor.places import list_neighbourhoods_of_areas
from fairer_stockton.auditor.puzzle import Puzzle
from fairer_stockton.auditor.quantities import RequiredRangeWidths
from fairer_stockton.auditor.surveys import make_base_puzzle, make_survey_puzzle, make_survey_puzzle_of_any_number
from fairer_stockton.definitions.measures import Measure, MeasureOfSums, SurveyMeasure
from fairer_stockton.run.vocabulary import Statistic

# Figures of a wave whose questions are linked by who answered: 2,618, the sample's most, take a quarter of a minute and
# 6,419 more than a minute. Of more than this as many questions are linked at a time as make up so many.
MOST_FIGURES_LINKED = 10_000


@dataclass(frozen=True)
class PuzzleMaker:
    """A function that sets out a puzzle, and what it does it from.

    Some of what is taken for known is a guess in the attacker's favour: that files are those of now because no figure
    shows otherwise, or that no more took part in a wave than its figures ask for. Where figures do not fit with such a
    guess, `otherwise` sets the puzzle out without it.
    """

    make: Callable[..., Puzzle]
    arguments: tuple[Any, ...]
    figures: pd.DataFrame

    def __call__(self) -> Puzzle:
        """Set out the puzzle."""
        return self.make(*self.arguments[:-2], self.figures, *self.arguments[-2:])

    @property
    def otherwise(self) -> "PuzzleMaker | None":
        """Return the maker that guesses one thing less, the number of a wave last; None where nothing is guessed."""
        if "files_otherwise" in self.figures and (self.figures["files_otherwise"] != self.figures["files"]).any():
            return replace(self, figures=self.figures.assign(files=self.figures["files_otherwise"]))
        if self.make is make_survey_puzzle and _list_pooled_waves(self.figures):
            return replace(self, make=make_survey_puzzle_of_any_number)
        return None


def list_puzzle_makers(
    figures: pd.DataFrame,
    memberships: pd.DataFrame,
    measures: Mapping[str, Measure],
    closed_source_vintages: Mapping[str, str],
    widths: RequiredRangeWidths,
) -> Iterator[PuzzleMaker]:
    """Yield functions that set out all that is published of the council's own extracts, one a table and period.

    Args:
        figures: every figure that rests on them, each number that any file gives; with columns `edition` and `files`
            where those of several editions are together (see `versions`).
        memberships: which areas hold which neighbourhoods; with a column `edition` likewise.
        measures: the catalogue.
        closed_source_vintages: the sources that are not open, and the vintage of their neighbourhoods.
        widths: how wide hidden numbers must stay.
    """
    held = {
        vintage: _list_neighbourhoods_by_edition(memberships, vintage, figures)
        for vintage in set(closed_source_vintages.values()) & set(memberships["lsoa_vintage"])
    }
    groups: dict[tuple[str, bool], list[Measure]] = {}
    for name in figures["measure"].unique():
        measure = measures[name].copy_without_words()
        table = min(set(measure.tables) & set(closed_source_vintages))
        groups.setdefault((table, isinstance(measure, SurveyMeasure)), []).append(measure)
    closed_tables = tuple(sorted(closed_source_vintages))
    for (table, is_survey), together in groups.items():
        places = held.get(closed_source_vintages[table], held["2021"])
        mine = figures[figures["measure"].isin([measure.name for measure in together])]
        rows_by_waves = _group_overlapping_waves(mine) if is_survey else (rows for _, rows in mine.groupby("period"))
        for rows in rows_by_waves:
            present = [measure for measure in together if measure.name in set(rows["measure"])]
            rows = rows.reset_index(drop=True)
            if is_survey:
                asked = [measure for measure in present if isinstance(measure, SurveyMeasure)]
                for linked, own in _part_large_wave(asked, rows):
                    for of_waves in (own, *_list_figures_of_single_waves(own)):
                        yield PuzzleMaker(make_survey_puzzle, (linked, places, widths), of_waves)
                yield PuzzleMaker(make_base_puzzle, (asked, places, widths), rows)
                continue
            yield PuzzleMaker(make_count_puzzle, (present, closed_tables, places, widths), rows)
            for measure in present:
                if _sums_closed_amounts(measure, closed_source_vintages) and isinstance(measure, MeasureOfSums):
                    yield PuzzleMaker(make_amount_puzzle, (measure, places, widths), rows)


def _part_large_wave(
    measures: list[SurveyMeasure], figures: pd.DataFrame
) -> Iterator[tuple[list[SurveyMeasure], pd.DataFrame]]:
    """Yield the questions of a wave with their figures: all together, or as many at a time as may be linked."""
    group: list[SurveyMeasure] = []
    for measure in measures:
        together = figures["measure"].isin([other.name for other in (*group, measure)])
        if group and together.sum() > MOST_FIGURES_LINKED:
            yield group, _select_figures(group, figures)
            group = []
        group = [*group, measure]
    yield group, _select_figures(group, figures)


def _list_pooled_waves(figures: pd.DataFrame) -> list[str]:
    """Return the waves of which some figure takes several together."""
    pooled = [set(str(period).split(" and ")) for period in figures["period"].unique()]
    return sorted(set().union(*(waves for waves in pooled if len(waves) > 1)))


def _list_figures_of_single_waves(figures: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Yield the own figures of each wave that is pooled with others.

    How many took part in a wave is proved by these alone too: where no table has the fewest of every wave at once, that
    is not taken for known of all waves together, but still of each by itself.
    """
    for wave in _list_pooled_waves(figures):
        if (own := figures[figures["period"] == wave]).size:
            yield own.reset_index(drop=True)


def _select_figures(measures: list[SurveyMeasure], figures: pd.DataFrame) -> pd.DataFrame:
    return figures[figures["measure"].isin([measure.name for measure in measures])].reset_index(drop=True)


def _sums_closed_amounts(measure: Measure, closed_source_vintages: Mapping[str, str]) -> bool:
    total = measure.parts.get("numerator")
    return measure.statistic == Statistic.WEIGHTED_MEAN and total is not None and total.table in closed_source_vintages


def _list_neighbourhoods_by_edition(
    memberships: pd.DataFrame, lsoa_vintage: str, figures: pd.DataFrame
) -> pd.DataFrame:
    """Return which neighbourhoods each area holds in each edition."""
    rows = memberships if "edition" in memberships else memberships.assign(edition=0)
    tables = [
        list_neighbourhoods_of_areas(own, lsoa_vintage, figures).assign(edition=edition)
        for edition, own in rows.groupby("edition", sort=True)
    ]
    return pd.concat(tables, ignore_index=True)


def _group_overlapping_waves(figures: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Yield the figures of periods that share a wave, directly or through others."""
    groups: list[set[str]] = []
    for period in figures["period"].unique():
        waves = set(str(period).split(" and "))
        apart = [group for group in groups if not group & waves]
        groups = [*apart, waves.union(*(group for group in groups if group & waves))]
    of_period = figures["period"].map(
        lambda period: min(sorted(w) for w in groups if set(period.split(" and ")) <= w)[0]
    )
    for _, rows in figures.groupby(of_period, sort=True):
        yield rows
